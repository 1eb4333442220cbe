//! What was found, told in the order of the files, and counted.

use super::check_segment::{Extent, SegmentResult};
use super::guard::guarded;
use super::segments::Destination;
use super::write::{Rewriting, Target, Unwritten, Writer};
use super::{Event, Fixes, Job, NotFixed, Progress, Rewritten, RunOptions, Summary, Unreadable};
use crate::diagnostic::Diagnostic;
use crate::fix::Trust;
use crate::lint::{FileReport, Stage, Timings};
use crate::syntax::Reason;
use crate::text::{Chunk, LineIndex, Position, Source, Units};
use std::time::Instant;

/// Tells what was found, in order, and counts it.
pub(super) struct Collector<'a> {
    jobs: &'a [Job],
    /// What the run comes to so far.
    pub(super) summary: Summary,
    file: InFile,
    progress: Progress,
    writer: Writer,
    /// Which fixes are made.
    trust: Option<Trust>,
}

/// What came before in the file that is being told.
#[derive(Default)]
struct InFile {
    /// The number of its job.
    job: usize,
    lines: u64,
    /// Characters on the line at whose end, or within which, the next segment begins.
    columns: u64,
    records: u64,
    shapeless: u64,
    unchecked: u64,
    findings: u64,
    is_skipped: bool,
    /// What its records in no known format are, where that is known.
    hint: Option<&'static Reason>,
    /// How many bytes longer, or shorter, fixes made what was told.
    grown: i64,
    /// How many findings were fixed.
    fixed: u64,
    /// The file that it becomes, from the first fix on.
    rewriting: Option<Rewriting>,
    /// Why it is not written.
    unwritten: Option<Unwritten>,
    /// Why it is not to be fixed, until that is said.
    kept: Option<String>,
    /// Whether that was said: its fixes cannot be made.
    is_kept: bool,
    /// Whether an internal error ended its check: nothing more is said of it, and it stays as it is.
    is_broken: bool,
}

impl<'a> Collector<'a> {
    /// Tells of nothing yet.
    pub(super) fn new(jobs: &'a [Job], options: &RunOptions) -> Self {
        let fixes = options.fixing.map(|fixing| Fixes { writes: fixing.writes, ..Fixes::default() });
        Collector {
            jobs,
            summary: Summary { fixes, timings: Timings::new(options.is_timed), ..Summary::default() },
            file: InFile::default(),
            progress: Progress::default(),
            writer: Writer::default(),
            trust: options.fixing.map(|fixing| fixing.trust),
        }
    }

    /// Reports a segment, which follows the one that was reported last. A panic on the way is an internal error of its file.
    pub(super) fn add<E>(
        &mut self,
        segment: SegmentResult,
        emit: &mut dyn FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (job, is_end) = (segment.job, segment.is_last && segment.extent != Extent::Batch);
        match guarded(|| self.segment(segment, emit)) {
            Ok(result) => result,
            Err(reason) => {
                let path = self.jobs[job].input.shown.as_str();
                self.summary.unreadable.push(Unreadable { path: path.to_owned(), reason });
                self.file = InFile { job, is_broken: true, ..InFile::default() };
                if is_end {
                    self.end_of_file(job);
                }
                Ok(())
            }
        }
    }

    fn segment<E>(
        &mut self,
        mut segment: SegmentResult,
        emit: &mut dyn FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let path = self.jobs[segment.job].input.shown.as_str();
        if self.file.is_broken && self.file.job == segment.job {
            return self.behind_error(&segment, path, emit);
        }
        if segment.extent == Extent::Batch {
            return self.batch(segment, path, emit);
        }
        if let Some(reason) = segment.unreadable.take() {
            self.summary.unreadable.push(Unreadable { path: path.to_owned(), reason });
        }
        if segment.extent == Extent::Broken {
            self.file = InFile { job: segment.job, is_broken: true, ..InFile::default() };
            return self.behind_error(&segment, path, emit);
        }
        if let Some(reason) = segment.skipped.take() {
            // Of a long file each part may say so.
            if !std::mem::replace(&mut self.file.is_skipped, true) {
                self.skip(segment.job, reason);
            }
        }
        self.place(&mut segment);
        self.fixed(&mut segment, path, emit)?;
        self.summary.count(&segment.diagnostics, self.file.is_kept);
        self.summary.has_failed |= segment.has_failed;
        for pair in &segment.not_held {
            if !self.summary.not_held.contains(pair) {
                self.summary.not_held.push(pair.clone());
            }
        }
        let begun = Instant::now();
        let reported = if segment.diagnostics.is_empty() { Ok(()) } else { self.report(path, &segment, emit) };
        self.summary.timings.spend(Stage::Report, begun);
        if segment.lines > 0 {
            self.file.columns = 0;
        }
        self.file.lines += segment.lines;
        self.file.columns += segment.columns;
        self.file.hint = self.file.hint.or(segment.hint);
        self.file.records += segment.records;
        self.file.shapeless += segment.shapeless;
        self.file.unchecked += segment.unchecked;
        self.file.findings += findings(&segment);
        self.progress.bytes += segment.length;
        self.progress.records += segment.records;
        self.progress.findings += findings(&segment);
        self.file.job = segment.job;
        if segment.is_last {
            self.end_of_file(segment.job);
            self.progress.files += 1;
        }
        reported.and_then(|()| emit(Event::Progress(self.progress)))
    }

    /// Reports the first diagnostics of a segment that has very many.
    fn batch<E>(
        &mut self,
        mut segment: SegmentResult,
        path: &str,
        emit: &mut dyn FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.place(&mut segment);
        self.summary.count(&segment.diagnostics, self.file.is_kept);
        self.file.job = segment.job;
        self.file.findings += findings(&segment);
        self.progress.findings += findings(&segment);
        let begun = Instant::now();
        let reported = self.report(path, &segment, emit);
        self.summary.timings.spend(Stage::Report, begun);
        reported.and_then(|()| emit(Event::Progress(self.progress)))
    }

    /// Passes over a segment of a file of which an internal error ended the check. What is not written into the file but
    /// handed on stays as it was.
    fn behind_error<E>(
        &mut self,
        segment: &SegmentResult,
        path: &str,
        emit: &mut dyn FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let result = if matches!(segment.destination, Destination::Caller) {
            let bytes = segment.original.as_deref().unwrap_or(&segment.bytes).as_slice();
            let is_wide = segment.units == Units::Utf16;
            emit(Event::Rewritten(Rewritten { path, before: bytes, after: bytes, is_wide, is_last: segment.is_last }))
        } else {
            Ok(())
        };
        self.progress.bytes += segment.length;
        if segment.is_last {
            self.end_of_file(segment.job);
            self.progress.files += 1;
        }
        result.and_then(|()| emit(Event::Progress(self.progress)))
    }

    /// Writes or tells what became of a segment, and books what was fixed.
    fn fixed<E>(
        &mut self,
        segment: &mut SegmentResult,
        path: &str,
        emit: &mut dyn FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(fixes) = &mut self.summary.fixes else { return Ok(()) };
        if let (Destination::None(reason), Some(trust)) = (&mut segment.destination, self.trust) {
            self.file.kept = self.file.kept.take().or(reason.take());
            // Of a file in which nothing would be fixed, it need not be said.
            let fixes = segment.diagnostics.iter().filter_map(|one| one.fix.as_ref());
            if fixes.filter(|fix| fix.edits.is_some()).any(|fix| trust.allows(fix)) {
                segment.not_fixed = self.file.kept.take();
            }
        }
        if let Some(reason) = segment.not_fixed.take() {
            self.file.is_kept = true;
            let is_new = fixes.not_fixed.last().is_none_or(|last| last.path != path || last.reason != reason);
            if is_new {
                fixes.not_fixed.push(NotFixed { path: path.to_owned(), reason });
            }
        }
        for (reason, count) in segment.refused.drain() {
            *fixes.refused.entry(reason).or_default() += count;
        }
        for rule in segment.faulty.drain(..) {
            if !fixes.faulty.contains(&rule) {
                fixes.faulty.push(rule);
            }
        }
        self.file.fixed += segment.fixed;
        match &segment.destination {
            Destination::None(_) => {}
            Destination::Caller => {
                let before = segment.original.as_deref().unwrap_or(&segment.bytes).as_slice();
                let after = segment.rewritten.as_deref().unwrap_or(before);
                let is_wide = matches!(segment.units, Units::Utf16 | Units::Utf32);
                emit(Event::Rewritten(Rewritten { path, before, after, is_wide, is_last: segment.is_last }))?;
            }
            Destination::File(target, seal) => {
                let result = self.file.write(&mut self.writer, target, segment);
                let result = result.and_then(|()| match (seal, &mut self.file.rewriting) {
                    (Some(_), Some(rewriting)) => rewriting.complete(),
                    _ => Ok(()),
                });
                if let Err(error) = result {
                    self.file.unwritten.get_or_insert(error);
                    self.file.rewriting = None;
                }
                let complete = self.file.rewriting.take_if(|_| seal.is_some());
                if let (Some(seal), Some(rewriting)) = (seal, complete) {
                    emit(Event::BeforeReplace(path))?;
                    if let Err(error) = rewriting.replace(*seal) {
                        self.file.unwritten = Some(error);
                    }
                }
            }
        }
        let written = segment.rewritten.as_ref().map_or(segment.length, |bytes| bytes.len() as u64);
        self.file.grown += written.cast_signed() - segment.length.cast_signed();
        Ok(())
    }

    /// Lines and numbers of records that count from the beginning of the file.
    fn place(&self, segment: &mut SegmentResult) {
        let InFile { lines, columns, records, grown, .. } = self.file;
        if lines == 0 && columns == 0 && records == 0 {
            return;
        }
        segment.base = segment.base.saturating_add_signed(grown);
        let move_on = |position: &mut Position| {
            position.offset = position.offset.saturating_add_signed(grown);
            position.column += if position.line == 1 { columns } else { 0 };
            position.line += lines;
        };
        for one in &mut segment.diagnostics {
            for label in &mut one.labels {
                move_on(&mut label.start);
                move_on(&mut label.end);
            }
            for edit in one.fix.iter_mut().filter_map(|fix| fix.edits.as_mut()).flatten() {
                move_on(&mut edit.start);
                move_on(&mut edit.end);
            }
            if let Some(record) = &mut one.record {
                // A record without a name of its own is called by its number.
                let is_numbered = record.id == format!("#{}", record.index + 1);
                record.index += records;
                if is_numbered {
                    record.id = format!("#{}", record.index + 1);
                }
                if let Some(list) = &segment.list {
                    record.pointer = further(&record.pointer, list, records);
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
        let Ok(text) = simdutf8::basic::from_utf8(&segment.bytes[segment.text.clone()]) else { return Ok(()) };
        // Places are known; here only lines are looked up.
        let chunk = Chunk { text, base: segment.base, units: segment.units, widths: None };
        let source = Source { path, chunk, wrong: &[] };
        let index = LineIndex::after(source.chunk, self.file.lines);
        let record_a_line = segment.record_a_line;
        emit(Event::Findings(&FileReport { source, index: &index, diagnostics: &segment.diagnostics, record_a_line }))
    }

    /// Books a file of which not all was told.
    pub(super) fn end_of_begun(&mut self) {
        if self.file.records > 0 {
            self.end_of_file(self.file.job);
        }
    }

    /// Books what a file came to, and what was left out.
    fn end_of_file(&mut self, job: usize) {
        let path = self.jobs[job].input.shown.as_str();
        let file = std::mem::take(&mut self.file);
        if let Some(fixes) = &mut self.summary.fixes {
            if let Some(error) = &file.unwritten {
                fixes.unwritten.push(Unreadable { path: path.to_owned(), reason: error.reason() });
            } else if file.rewriting.is_none() {
                // One that was begun and not ended is as it was.
                fixes.problems += file.fixed;
                fixes.files += u64::from(file.fixed > 0);
            }
        }
        if file.is_broken || file.is_skipped || self.summary.unreadable.last().is_some_and(|last| last.path == path) {
            return;
        }
        // What was only parsed is told below, and counts for nothing here.
        let is_checked = if file.records == 0 { file.findings > 0 } else { file.unchecked < file.records };
        self.summary.files += u64::from(is_checked);
        self.summary.records += file.records - file.unchecked;
        self.summary.files_with_findings += u64::from(file.findings > 0);
        let are_all = file.shapeless == file.records;
        let reason = match (file.hint, file.unchecked > 0) {
            _ if file.shapeless == 0 && (file.records > 0 || file.findings > 0) => return,
            _ if file.shapeless == 0 => &Reason::NO_RECORD,
            (Some(hint), true) if are_all => hint,
            (_, true) if are_all => &Reason::NO_FORMAT,
            (_, true) => &Reason::SOME_NO_FORMAT,
            (_, false) if are_all => &Reason::VALIDATED,
            (_, false) => &Reason::SOME_VALIDATED,
        };
        self.skip(job, reason);
    }

    /// Books that a file was not checked, or not all of it.
    fn skip(&mut self, job: usize, reason: &'static Reason) {
        let Job { input, is_expected, .. } = &self.jobs[job];
        self.summary.skip(input, *is_expected, reason);
    }
}

impl InFile {
    /// Puts what became of a segment into the file that is being written.
    fn write(&mut self, writer: &mut Writer, target: &Target, segment: &SegmentResult) -> Result<(), Unwritten> {
        let Some(bytes) = segment.rewritten.as_ref().filter(|_| self.unwritten.is_none()) else { return Ok(()) };
        let rewriting = match &mut self.rewriting {
            Some(rewriting) => rewriting,
            none => none.insert(writer.begin(target)?),
        };
        rewriting.put(segment.at, segment.length, bytes)
    }
}

/// How many findings there are in a segment.
fn findings(segment: &SegmentResult) -> u64 {
    segment.diagnostics.iter().map(Diagnostic::count).sum()
}

/// The pointer to an item of a list, so many items further on.
fn further(pointer: &str, list: &str, items: u64) -> String {
    let moved = pointer.strip_prefix(list).and_then(|rest| rest.strip_prefix('/')).and_then(|rest| {
        let (number, behind) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Some(format!("{list}/{}{behind}", number.parse::<u64>().ok()? + items))
    });
    moved.unwrap_or_else(|| pointer.to_owned())
}
