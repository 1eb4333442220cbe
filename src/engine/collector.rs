//! Merges the results of segments in file order, reports them to the caller and counts them.

use super::check_segment::{CheckedSegment, Extent, SegmentOutcome, SegmentResult};
use super::panics::catch_panic;
use super::segments::Destination;
use super::write::{Rewriting, Target, WriteError, Writer};
use super::{Event, Job, Progress, RunOptions};
use crate::fix::{Rewritten, Trust};
use crate::lint::{FileCounts, FileReport, Fixes, NotChecked, NotFixed, Stage, Summary, Timings, Unreadable};
use crate::syntax::Reason;
use crate::text::{Chunk, LineIndex, Position, Source, Units};
use std::time::Instant;

/// Merges the results of segments in file order.
pub(super) struct Collector<'a> {
    jobs: &'a [Job],
    /// The totals so far.
    pub(super) summary: Summary,
    file: FileState,
    progress: Progress,
    writer: Writer,
    /// Which fixes are made.
    trust: Option<Trust>,
}

/// What the earlier segments of the current file add up to.
#[derive(Default)]
struct FileState {
    /// The number of its job.
    job: usize,
    lines: u64,
    /// The number of characters before the next segment on the line in which it begins.
    columns: u64,
    counts: FileCounts,
    is_skipped: bool,
    /// The number of bytes by which fixes made the file longer.
    length_change: i64,
    /// The number of findings that were fixed.
    fixed: u64,
    /// The new file, from the first fix on.
    rewriting: Option<Rewriting>,
    /// Why the file is not written.
    unwritten: Option<WriteError>,
    /// Why the file should not be fixed. Taken once it is reported.
    reason_not_to_fix: Option<String>,
    /// Whether it was reported that the file is not fixed.
    is_left_unfixed: bool,
    /// Whether an internal error ended the check. Nothing more is reported for the file, and it does not change.
    is_broken: bool,
}

impl<'a> Collector<'a> {
    /// Creates a collector without results.
    pub(super) fn new(jobs: &'a [Job], options: &RunOptions) -> Self {
        let fixes = options.fixing.map(|fixing| Fixes { writes: fixing.writes, ..Fixes::default() });
        Collector {
            jobs,
            summary: Summary { fixes, timings: Timings::new(options.is_timed), ..Summary::default() },
            file: FileState::default(),
            progress: Progress::default(),
            writer: Writer::default(),
            trust: options.fixing.map(|fixing| fixing.trust),
        }
    }

    /// Adds the next result in file order. A panic on the way is an internal error of its file.
    pub(super) fn add<E>(
        &mut self,
        segment: SegmentResult,
        emit: &mut dyn FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (job, is_end) = (segment.job, segment.is_last && segment.extent != Extent::Batch);
        match catch_panic(|| self.add_segment(segment, emit)) {
            Ok(result) => result,
            Err(reason) => {
                let path = self.jobs[job].input.display_path.as_str();
                self.summary.unreadable.push(Unreadable { path: path.to_owned(), reason });
                self.file = FileState { job, is_broken: true, ..FileState::default() };
                if is_end {
                    self.finish_file(job);
                }
                Ok(())
            }
        }
    }

    fn add_segment<E>(
        &mut self,
        mut segment: SegmentResult,
        emit: &mut dyn FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let path = self.jobs[segment.job].input.display_path.as_str();
        if self.file.is_broken && self.file.job == segment.job {
            return self.skip_after_error(&segment, path, emit);
        }
        if segment.extent == Extent::Batch {
            return self.add_batch(segment, path, emit);
        }
        match &mut segment.outcome {
            SegmentOutcome::Unreadable(reason) => {
                let reason = std::mem::take(reason);
                self.summary.unreadable.push(Unreadable { path: path.to_owned(), reason });
            }
            // Each segment of a long file may have a reason. Only the first is reported.
            SegmentOutcome::NotChecked(reason) => self.skip_once(segment.job, reason),
            SegmentOutcome::Checked(CheckedSegment { is_empty: true, .. }) => {
                self.skip_once(segment.job, &Reason::EMPTY);
            }
            SegmentOutcome::Checked(_) => {}
        }
        if segment.extent == Extent::Broken {
            self.file = FileState { job: segment.job, is_broken: true, ..FileState::default() };
            return self.skip_after_error(&segment, path, emit);
        }
        self.relocate(&mut segment);
        self.handle_fixes(&mut segment, path, emit)?;
        self.summary.count(segment.diagnostics(), self.file.is_left_unfixed);
        if let SegmentOutcome::Checked(checked) = &segment.outcome {
            self.summary.has_failed |= checked.has_failed;
            for pair in &checked.not_held {
                if !self.summary.not_held.contains(pair) {
                    self.summary.not_held.push(pair.clone());
                }
            }
            self.file.counts.add(checked.counts);
            self.progress.records += checked.counts.records;
        }
        let begun = Instant::now();
        let reported = if segment.diagnostics().is_empty() { Ok(()) } else { self.report(path, &segment, emit) };
        self.summary.timings.spend(Stage::Report, begun);
        if segment.text.lines > 0 {
            self.file.columns = 0;
        }
        self.file.lines += segment.text.lines;
        self.file.columns += segment.text.columns;
        self.file.counts.findings += segment.count_findings();
        self.progress.bytes += segment.length;
        self.progress.findings += segment.count_findings();
        self.file.job = segment.job;
        if segment.is_last {
            self.finish_file(segment.job);
            self.progress.files += 1;
        }
        reported.and_then(|()| emit(Event::Progress(self.progress)))
    }

    /// Adds the first diagnostics of a segment that has very many.
    fn add_batch<E>(
        &mut self,
        mut segment: SegmentResult,
        path: &str,
        emit: &mut dyn FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.relocate(&mut segment);
        self.summary.count(segment.diagnostics(), self.file.is_left_unfixed);
        self.file.job = segment.job;
        self.file.counts.findings += segment.count_findings();
        self.progress.findings += segment.count_findings();
        let begun = Instant::now();
        let reported = self.report(path, &segment, emit);
        self.summary.timings.spend(Stage::Report, begun);
        reported.and_then(|()| emit(Event::Progress(self.progress)))
    }

    /// Skips a segment of a file whose check was ended by an internal error. Bytes that are passed to the caller are
    /// passed unchanged.
    fn skip_after_error<E>(
        &mut self,
        segment: &SegmentResult,
        path: &str,
        emit: &mut dyn FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let result = if matches!(segment.destination, Destination::Caller) {
            let bytes = segment.fixes.original.as_deref().unwrap_or(&segment.text.bytes).as_slice();
            let is_wide = segment.text.units == Units::Utf16;
            emit(Event::Rewritten(Rewritten { path, before: bytes, after: bytes, is_wide, is_last: segment.is_last }))
        } else {
            Ok(())
        };
        self.progress.bytes += segment.length;
        if segment.is_last {
            self.finish_file(segment.job);
            self.progress.files += 1;
        }
        result.and_then(|()| emit(Event::Progress(self.progress)))
    }

    /// Writes the fixed bytes of a segment or passes them to the caller, and counts the fixes.
    fn handle_fixes<E>(
        &mut self,
        segment: &mut SegmentResult,
        path: &str,
        emit: &mut dyn FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(fixes) = &mut self.summary.fixes else { return Ok(()) };
        if let (Destination::None(reason), Some(trust)) = (&mut segment.destination, self.trust) {
            self.file.reason_not_to_fix = self.file.reason_not_to_fix.take().or(reason.take());
            // Without an allowed fix, there is nothing to report.
            let fixes = segment.diagnostics().iter().filter_map(|one| one.fix.as_ref());
            if fixes.filter(|fix| fix.edits.is_some()).any(|fix| trust.allows(fix)) {
                segment.fixes.not_fixed = self.file.reason_not_to_fix.take();
            }
        }
        if let Some(reason) = segment.fixes.not_fixed.take() {
            self.file.is_left_unfixed = true;
            let is_new = fixes.not_fixed.last().is_none_or(|last| last.path != path || last.reason != reason);
            if is_new {
                fixes.not_fixed.push(NotFixed { path: path.to_owned(), reason });
            }
        }
        for (reason, count) in segment.fixes.refused.drain() {
            *fixes.refused.entry(reason).or_default() += count;
        }
        for rule in segment.fixes.faulty.drain(..) {
            if !fixes.faulty.contains(&rule) {
                fixes.faulty.push(rule);
            }
        }
        self.file.fixed += segment.fixes.fixed;
        match &segment.destination {
            Destination::None(_) => {}
            Destination::Caller => {
                let before = segment.fixes.original.as_deref().unwrap_or(&segment.text.bytes).as_slice();
                let after = segment.fixes.rewritten.as_deref().unwrap_or(before);
                let is_wide = matches!(segment.text.units, Units::Utf16 | Units::Utf32);
                emit(Event::Rewritten(Rewritten { path, before, after, is_wide, is_last: segment.is_last }))?;
            }
            Destination::File(target, checksum) => {
                let result = self.file.write(&mut self.writer, target, segment);
                let result = result.and_then(|()| match (checksum, &mut self.file.rewriting) {
                    (Some(_), Some(rewriting)) => rewriting.complete(),
                    _ => Ok(()),
                });
                if let Err(error) = result {
                    self.file.unwritten.get_or_insert(error);
                    self.file.rewriting = None;
                }
                let complete = self.file.rewriting.take_if(|_| checksum.is_some());
                if let (Some(checksum), Some(rewriting)) = (checksum, complete) {
                    emit(Event::BeforeReplace(path))?;
                    if let Err(error) = rewriting.replace(*checksum) {
                        self.file.unwritten = Some(error);
                    }
                }
            }
        }
        let written = segment.fixes.rewritten.as_ref().map_or(segment.length, |bytes| bytes.len() as u64);
        self.file.length_change += written.cast_signed() - segment.length.cast_signed();
        Ok(())
    }

    /// Makes positions and record numbers relative to the file instead of the segment.
    fn relocate(&self, segment: &mut SegmentResult) {
        let FileState { lines, columns, counts: FileCounts { records, .. }, length_change, .. } = self.file;
        if lines == 0 && columns == 0 && records == 0 {
            return;
        }
        segment.text.base = segment.text.base.saturating_add_signed(length_change);
        let shift = |position: &mut Position| {
            position.offset = position.offset.saturating_add_signed(length_change);
            position.column += if position.line == 1 { columns } else { 0 };
            position.line += lines;
        };
        let SegmentOutcome::Checked(checked) = &mut segment.outcome else { return };
        for one in &mut checked.diagnostics {
            for label in &mut one.labels {
                shift(&mut label.start);
                shift(&mut label.end);
            }
            for edit in one.fix.iter_mut().filter_map(|fix| fix.edits.as_mut()).flatten() {
                shift(&mut edit.start);
                shift(&mut edit.end);
            }
            if let Some(record) = &mut one.record {
                // A record without an id of its own is identified by its number.
                let has_number_as_id = record.id == format!("#{}", record.index + 1);
                record.index += records;
                if has_number_as_id {
                    record.id = format!("#{}", record.index + 1);
                }
                if let Some(list) = &segment.text.list_pointer {
                    record.pointer = advance_pointer(&record.pointer, list, records);
                }
            }
        }
    }

    fn report<E>(
        &self,
        path: &str,
        segment: &SegmentResult,
        emit: &mut dyn FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Ok(text) = simdutf8::basic::from_utf8(&segment.text.bytes[segment.text.range.clone()]) else {
            return Ok(());
        };
        // Positions are known. Only the text of lines is looked up here.
        let chunk = Chunk { text, base: segment.text.base, units: segment.text.units, widths: None };
        let source = Source { path, chunk, wrong: &[] };
        let index = LineIndex::after(source.chunk, self.file.lines);
        let record_a_line = segment.text.record_a_line;
        emit(Event::Findings(&FileReport { source, index: &index, diagnostics: segment.diagnostics(), record_a_line }))
    }

    /// Counts the file that was not finished when the run was stopped.
    pub(super) fn finish_interrupted_file(&mut self) {
        if self.file.counts.records > 0 {
            self.finish_file(self.file.job);
        }
    }

    /// Counts a finished file, and reports if it was not checked or only in part.
    fn finish_file(&mut self, job: usize) {
        let path = self.jobs[job].input.display_path.as_str();
        let file = std::mem::take(&mut self.file);
        if let Some(fixes) = &mut self.summary.fixes {
            if let Some(error) = &file.unwritten {
                fixes.unwritten.push(Unreadable { path: path.to_owned(), reason: error.reason() });
            } else if file.rewriting.is_none() {
                // A file that was not completely rewritten is unchanged.
                fixes.problems += file.fixed;
                fixes.files += u64::from(file.fixed > 0);
            }
        }
        if file.is_broken || file.is_skipped || self.summary.unreadable.last().is_some_and(|last| last.path == path) {
            return;
        }
        let counts = file.counts;
        self.summary.files += u64::from(counts.is_checked());
        self.summary.records += counts.records - counts.unchecked;
        self.summary.files_with_findings += u64::from(counts.findings > 0);
        if let Some(reason) = counts.reason() {
            self.skip(job, reason);
        }
    }

    /// Reports that a file was not checked, unless that was reported before.
    fn skip_once(&mut self, job: usize, reason: &'static Reason) {
        if !std::mem::replace(&mut self.file.is_skipped, true) {
            self.skip(job, reason);
        }
    }

    /// Reports that a file was not checked, or only in part.
    fn skip(&mut self, job: usize, reason: &'static Reason) {
        let Job { input, is_expected, .. } = &self.jobs[job];
        // Records that were validated against a schema were checked, though not by rules. Entries that are not records,
        // such as the settings of a program in BibTeX, do not count as unchecked either.
        let is_checked = [&Reason::VALIDATED, &Reason::SOME_VALIDATED, &Reason::SOME_NO_FORMAT].contains(&reason);
        let is_expected = *is_expected && !is_checked;
        let is_input = input.is_standard() && *reason == Reason::EMPTY;
        let reason = if is_input { &Reason::EMPTY_INPUT } else { reason };
        self.summary.not_checked.push(NotChecked { path: input.display_path.clone(), reason, is_expected });
    }
}

impl FileState {
    /// Writes the fixed bytes of a segment to the new file.
    fn write(&mut self, writer: &mut Writer, target: &Target, segment: &SegmentResult) -> Result<(), WriteError> {
        let Some(bytes) = segment.fixes.rewritten.as_ref().filter(|_| self.unwritten.is_none()) else { return Ok(()) };
        let rewriting = match &mut self.rewriting {
            Some(rewriting) => rewriting,
            none => none.insert(writer.begin(target)?),
        };
        rewriting.replace_range(segment.start, segment.length, bytes)
    }
}

/// Moves the pointer to an item of a list by a number of items.
fn advance_pointer(pointer: &str, list: &str, items: u64) -> String {
    let moved = pointer.strip_prefix(list).and_then(|rest| rest.strip_prefix('/')).and_then(|rest| {
        let (number, behind) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Some(format!("{list}/{}{behind}", number.parse::<u64>().ok()? + items))
    });
    moved.unwrap_or_else(|| pointer.to_owned())
}
