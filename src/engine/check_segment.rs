//! Checks one segment of a file and, if requested, fixes it.

use super::decompress::uncompressed_name;
use super::panics::catch_panic;
use super::segments::{Destination, Part, Segment};
use super::{Job, RunOptions};
use crate::diagnostic::{Diagnostic, RuleId};
use crate::fix::{Fixed, Fixer, InteractiveSession, RecordLayout, Trust};
use crate::lint::{self, FileCounts, FileFacts, Outcome, Receiver, Scratch};
use crate::syntax::{self, JsonMode, Reason, Syntax};
use crate::text::{Chunk, Decoded, Encoding, LineIndex, Source, Units, looks_like_text};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The number of diagnostics of a segment that are kept until they are reported. A diagnostic takes about 1.6 kB.
const BATCH: usize = 10_000;

/// A long segment keeps one more diagnostic per this many bytes, because its lines are counted again for every batch.
const BYTES_PER_DIAGNOSTIC_IN_BATCH: usize = 5_000;

/// The result of checking a segment. Lines and record numbers are relative to the segment.
#[derive(Clone, Debug, Default)]
pub(super) struct SegmentResult {
    /// The number of its job.
    pub(super) job: usize,
    pub(super) extent: Extent,
    /// Whether it is the last of its file.
    pub(super) is_last: bool,
    /// The offset of the segment in the file, including a byte order mark.
    pub(super) start: u64,
    /// The length of the segment in the file, in bytes.
    pub(super) length: u64,
    /// Where its fixed bytes go.
    pub(super) destination: Destination,
    pub(super) text: SegmentText,
    pub(super) outcome: SegmentOutcome,
    pub(super) fixes: SegmentFixes,
}

/// The text of a segment, and its position in the file.
#[derive(Clone, Debug, Default)]
pub(super) struct SegmentText {
    pub(super) bytes: Arc<Vec<u8>>,
    /// The range of `bytes` that is the checked text.
    pub(super) range: Range<usize>,
    /// The offset of that text in the file.
    pub(super) base: u64,
    pub(super) units: Units,
    pub(super) record_a_line: bool,
    /// The pointer to the list whose items it contains.
    pub(super) list_pointer: Option<String>,
    /// The number of line ends in it. Counted only if the file has several segments.
    pub(super) lines: u64,
    /// The number of characters after its last line end, or in all of it if there is none. Counted only if the file has
    /// several segments.
    pub(super) columns: u64,
}

/// What was found in a segment.
#[derive(Clone, Debug)]
pub(super) enum SegmentOutcome {
    /// Its records were checked.
    Checked(CheckedSegment),
    /// Nothing was checked, and why.
    NotChecked(&'static Reason),
    /// It could not be read, and why.
    Unreadable(String),
}

impl Default for SegmentOutcome {
    fn default() -> Self {
        SegmentOutcome::Checked(CheckedSegment::default())
    }
}

/// The findings in a segment whose records were checked.
#[derive(Clone, Debug, Default)]
pub(super) struct CheckedSegment {
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The counts of its records. Findings are counted when they are reported.
    pub(super) counts: FileCounts,
    pub(super) not_held: Vec<(RuleId, &'static str)>,
    pub(super) has_failed: bool,
    /// Set if the text is empty, which is a finding in some syntaxes and a reason for the list of unchecked files in all.
    pub(super) is_empty: bool,
}

/// What fixes made of a segment.
#[derive(Clone, Debug, Default)]
pub(super) struct SegmentFixes {
    /// The segment's original bytes, if they are passed to the caller and differ from the bytes of the text.
    pub(super) original: Option<Arc<Vec<u8>>>,
    /// The segment's bytes after the fixes, if fixes were made.
    pub(super) rewritten: Option<Vec<u8>>,
    /// The number of findings that were fixed.
    pub(super) fixed: u64,
    /// The number of fixes that were allowed but could not be made, by reason.
    pub(super) refused: HashMap<&'static str, u64>,
    /// Rules whose fix did not have the intended effect.
    pub(super) faulty: Vec<RuleId>,
    /// Why nothing was fixed.
    pub(super) not_fixed: Option<String>,
}

impl SegmentResult {
    /// Returns the findings; none if nothing was checked.
    pub(super) fn diagnostics(&self) -> &[Diagnostic] {
        match &self.outcome {
            SegmentOutcome::Checked(checked) => &checked.diagnostics,
            SegmentOutcome::NotChecked(_) | SegmentOutcome::Unreadable(_) => &[],
        }
    }

    /// Returns the number of findings.
    pub(super) fn count_findings(&self) -> u64 {
        self.diagnostics().iter().map(Diagnostic::count).sum()
    }
}

/// How much of a segment a [`SegmentResult`] covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Extent {
    #[default]
    All,
    /// Only the first diagnostics. The rest follows.
    Batch,
    /// Nothing, because an internal error ended the check. Nothing more is reported for the file.
    Broken,
}

/// Receives the first diagnostics of a segment that has very many. Returns false if no more are wanted.
pub(super) type OnBatch<'e> = dyn FnMut(SegmentResult) -> bool + 'e;

/// Checks a segment of the file of `job`, and fixes it if requested. A panic on the way is an internal error of that
/// file, whose bytes do not change.
pub(super) fn check(
    segment: Segment,
    job: &Job,
    options: &RunOptions,
    scratch: &mut Scratch,
    on_batch: &mut OnBatch<'_>,
) -> SegmentResult {
    let Segment { job: number, bytes, base, part, destination, looks_like_records } = segment;
    let bytes = Arc::new(bytes);
    let length = bytes.len() as u64;
    let template = SegmentResult {
        job: number,
        is_last: part.is_last(),
        start: base,
        length,
        destination,
        text: SegmentText { base, ..SegmentText::default() },
        ..SegmentResult::default()
    };
    let mut failed = template.clone();
    failed.text.bytes = Arc::clone(&bytes);
    let checked =
        catch_panic(|| check_bytes(template, bytes, part, looks_like_records, job, options, scratch, on_batch));
    checked.unwrap_or_else(|reason| {
        scratch.renew();
        SegmentResult { outcome: SegmentOutcome::Unreadable(reason), extent: Extent::Broken, ..failed }
    })
}

#[allow(clippy::too_many_arguments)] // It is the body of `check`.
fn check_bytes(
    mut result: SegmentResult,
    bytes: Arc<Vec<u8>>,
    part: Part,
    looks_like_records: bool,
    job: &Job,
    options: &RunOptions,
    scratch: &mut Scratch,
    on_batch: &mut OnBatch<'_>,
) -> SegmentResult {
    scratch.timings.begin();
    let trust =
        options.fixing.map(|fixing| fixing.trust).filter(|_| !matches!(result.destination, Destination::None(_)));
    match part {
        Part::Unreadable(reason) => result.outcome = SegmentOutcome::Unreadable(reason),
        Part::NotRead(reason) => {
            result.outcome = SegmentOutcome::NotChecked(reason);
            result.keep_original(&bytes);
        }
        Part::PassThrough { .. } => result.text.bytes = bytes,
        _ if u32::try_from(bytes.len()).is_err() => {
            result.outcome = SegmentOutcome::NotChecked(&Reason::TOO_LARGE);
            result.keep_original(&bytes);
        }
        part => {
            let longest_record = options.longest_record;
            let interview = options.interview.as_deref();
            // Standard input cannot be read twice, so its own hierarchy is only known now.
            let hierarchy = scratch.hierarchy.take_if(|_| job.input.is_standard());
            let (stop, encoding) = (&options.stop, None);
            let context = &mut CheckContext {
                job,
                part: &part,
                longest_record,
                trust,
                interview,
                encoding,
                looks_like_records,
                scratch,
                stop,
                on_batch,
            };
            result.check_encoded(&bytes, context);
            scratch.hierarchy = scratch.hierarchy.take().or(hierarchy);
            if matches!(part, Part::TooLong { .. }) {
                // All bytes of the record were passed to the caller before.
                result.keep_original(&Arc::default());
            }
        }
    }
    if result.diagnostics().is_empty() && matches!(result.destination, Destination::None(_)) {
        // Nothing refers to the text, so it need not be kept until the segment is reported.
        (result.text.bytes, result.text.range) = (Arc::default(), 0..0);
    }
    result
}

/// What is needed to check a segment.
struct CheckContext<'c> {
    job: &'c Job,
    part: &'c Part,
    /// The maximum size of a record, in bytes.
    longest_record: usize,
    /// Which fixes are made, if any.
    trust: Option<Trust>,
    /// Confirms or rejects each fix.
    interview: Option<&'c Mutex<InteractiveSession>>,
    /// The encoding of the file, if it is not UTF-8.
    encoding: Option<Encoding>,
    /// Whether the file begins like one that contains records. Known only if the file has several segments.
    looks_like_records: bool,
    scratch: &'c mut Scratch,
    /// Set to true to stop the run.
    stop: &'c AtomicBool,
    on_batch: &'c mut OnBatch<'c>,
}

/// Reports the first diagnostics of a segment before the last are found, so that they are not all in memory.
struct Batches<'b> {
    job: usize,
    /// The text that all batches share. It is copied for the first batch.
    shared: SegmentText,
    text: &'b str,
    stop: &'b AtomicBool,
    /// Whether nothing declares that the text contains records, and it does not begin like one that does. If a whole
    /// batch of findings precedes the first record of a known format, the text is not one of records.
    may_be_foreign: bool,
    is_unwanted: bool,
    on_batch: &'b mut OnBatch<'b>,
}

impl Receiver for Batches<'_> {
    fn is_stopped(&self) -> bool {
        self.is_unwanted || self.stop.load(Ordering::Relaxed)
    }

    fn batch_size(&self) -> usize {
        BATCH + self.text.len() / BYTES_PER_DIAGNOSTIC_IN_BATCH
    }

    fn take(&mut self, diagnostics: Vec<Diagnostic>, recognised: u64) {
        self.may_be_foreign &= recognised == 0;
        if self.may_be_foreign {
            self.is_unwanted = true;
            return;
        }
        if self.shared.bytes.is_empty() {
            self.shared.bytes = Arc::new(self.text.as_bytes().to_vec());
            self.shared.range = 0..self.text.len();
        }
        let checked = CheckedSegment { diagnostics, ..CheckedSegment::default() };
        self.is_unwanted = !(self.on_batch)(SegmentResult {
            job: self.job,
            extent: Extent::Batch,
            text: self.shared.clone(),
            outcome: SegmentOutcome::Checked(checked),
            ..SegmentResult::default()
        });
    }
}

impl CheckContext<'_> {
    /// Returns what is known about the file apart from its text.
    fn facts(&self) -> FileFacts<'_> {
        let Job { input, policy, syntax, is_expected, .. } = self.job;
        FileFacts {
            name: uncompressed_name(&input.display_path),
            policy,
            is_expected: *is_expected || syntax.is_some() || self.looks_like_records,
            is_whole: *self.part == Part::Whole,
        }
    }

    /// Fixes a text, with the confirmation of the user if there is a session.
    fn fix(&mut self, layout: RecordLayout<'_>, trust: Trust, source: Source<'_>) -> Fixed {
        let fixer = Fixer { layout, policy: &self.job.policy, trust, encoding: self.encoding };
        match self.interview {
            None => fixer.run(source, self.scratch),
            Some(interview) => {
                let mut interview = interview.lock().unwrap_or_else(PoisonError::into_inner);
                fixer.run_interactively(source, self.scratch, &mut interview)
            }
        }
    }
}

impl SegmentResult {
    /// Decodes the bytes of a segment and checks the text.
    fn check_encoded(&mut self, bytes: &Arc<Vec<u8>>, context: &mut CheckContext<'_>) {
        let job = context.job;
        let Ok(decoded) = Decoded::new(bytes, self.start, job.encoding) else {
            self.outcome = SegmentOutcome::NotChecked(&Reason::TOO_LARGE);
            return self.keep_original(bytes);
        };
        let is_invalid_utf8 = decoded.is_invalid_utf8();
        if is_invalid_utf8 && *context.part == Part::Whole && job.syntax.is_none() && !looks_like_text(bytes) {
            self.outcome = SegmentOutcome::NotChecked(&Reason::BINARY);
            return self.keep_original(bytes);
        }
        context.encoding = decoded.encoding;
        self.text.units = decoded.units;
        self.text.base = decoded.base;
        if context.trust.is_some() && !decoded.wrong.is_empty() {
            context.trust = None;
            self.fixes.not_fixed = Some("some of its bytes are not characters in its encoding".to_owned());
        }
        let mark = (decoded.base - self.start) as usize;
        let source = decoded.source(&job.input.display_path);
        let mut changed = self.check_text(source, context);
        match changed.as_ref().map(|text| decoded.encode(text, bytes, mark)) {
            Some(Ok(after)) => self.set_rewritten(bytes, after),
            Some(Err(reason)) => {
                context.trust = None;
                self.check_text(source, context);
                (self.fixes.fixed, self.fixes.not_fixed) = (0, Some(reason.to_owned()));
                changed = None;
                self.keep_original(bytes);
            }
            None if decoded.encoding.is_some() || is_invalid_utf8 => self.keep_original(bytes),
            None => {}
        }
        (self.text.bytes, self.text.range) = match (changed, decoded.text) {
            (None, Cow::Borrowed(_)) => (Arc::clone(bytes), mark..bytes.len()),
            (changed, text) => {
                let text = changed.unwrap_or_else(|| text.into_owned());
                let range = 0..text.len();
                (Arc::new(text.into_bytes()), range)
            }
        };
    }

    /// Keeps the file's own `bytes` if they are passed to the caller.
    fn keep_original(&mut self, bytes: &Arc<Vec<u8>>) {
        self.fixes.original = matches!(self.destination, Destination::Caller).then(|| Arc::clone(bytes));
    }

    /// Stores what fixes turned the file's own bytes into.
    fn set_rewritten(&mut self, before: &Arc<Vec<u8>>, after: Vec<u8>) {
        self.keep_original(before);
        self.fixes.rewritten = Some(after);
    }

    /// Checks a text. Returns the fixed text if fixes were made.
    fn check_text(&mut self, source: Source<'_>, context: &mut CheckContext<'_>) -> Option<String> {
        if let Part::TooLong { lines, .. } = context.part {
            self.text.lines = *lines;
            let diagnostics = lint::too_long(source, context.longest_record as u64, &context.job.policy);
            let counts = FileCounts { records: 1, ..FileCounts::default() };
            let diagnostics = diagnostics.into_iter().collect();
            self.outcome = SegmentOutcome::Checked(CheckedSegment { diagnostics, counts, ..CheckedSegment::default() });
            return None;
        }
        let part = context.part;
        let (layout, is_empty) = match layout_of(part, source, context) {
            Ok(found) => found,
            Err(reason) => {
                self.outcome = SegmentOutcome::NotChecked(reason);
                return None;
            }
        };
        if let Part::Items(items) = part {
            self.text.list_pointer = Some(items.list.pointer());
        }
        let syntax = layout.syntax();
        self.text.record_a_line = matches!(layout, RecordLayout::Document { syntax: Syntax::Ndjson, .. });
        let (outcome, text, is_foreign) = match context.trust {
            None => {
                let (outcome, is_foreign) = self.lint(&layout, source, context);
                (outcome, None, is_foreign)
            }
            Some(trust) => {
                let Fixed { text, outcome, fixed, refused, faulty } = context.fix(layout, trust, source);
                (self.fixes.fixed, self.fixes.refused, self.fixes.faulty) = (fixed.values().sum(), refused, faulty);
                (outcome, text, false)
            }
        };
        if let Some(reason) = context.facts().reason_to_ignore(syntax, source.chunk.text, &outcome, is_foreign) {
            self.outcome = SegmentOutcome::NotChecked(reason);
            self.fixes = SegmentFixes { not_fixed: self.fixes.not_fixed.take(), ..SegmentFixes::default() };
            return None;
        }
        if *part != Part::Whole {
            let chunk = Chunk { text: text.as_deref().unwrap_or(source.chunk.text), ..source.chunk };
            self.text.measure(outcome.index.as_ref(), chunk);
        }
        self.outcome = SegmentOutcome::Checked(CheckedSegment {
            counts: FileCounts::of(&outcome, syntax, source.chunk.text),
            not_held: outcome.not_held,
            has_failed: !outcome.failed.is_empty(),
            diagnostics: outcome.diagnostics,
            is_empty,
        });
        text
    }

    /// Checks a text without fixing it. Returns also whether the check was given up, because the text is not one of
    /// records.
    fn lint<'a, 'c: 'a>(
        &self,
        layout: &RecordLayout<'_>,
        source: Source<'a>,
        context: &mut CheckContext<'c>,
    ) -> (Outcome<'a>, bool) {
        let text = source.chunk.text;
        let may_be_foreign = context.facts().may_be_foreign(layout.syntax(), text);
        let shared = SegmentText { units: source.chunk.units, ..self.text.clone() };
        let CheckContext { job, scratch, stop, on_batch, .. } = context;
        let mut batches = Batches {
            job: self.job,
            shared,
            text,
            stop,
            may_be_foreign,
            is_unwanted: false,
            on_batch: &mut **on_batch,
        };
        let outcome = layout.lint_into(source, &job.policy, scratch, &mut batches);
        (outcome, batches.may_be_foreign && batches.is_unwanted)
    }
}

/// Returns the layout of the records in a part of a file, and whether the text is empty, which is invalid in some
/// syntaxes.
fn layout_of<'p>(
    part: &'p Part,
    source: Source<'_>,
    context: &CheckContext<'_>,
) -> Result<(RecordLayout<'p>, bool), &'static Reason> {
    let Job { input, syntax: wanted, .. } = context.job;
    let text = source.chunk.text;
    let is_empty = text.trim().is_empty();
    let (syntax, json_mode) = match part {
        Part::Items(items) => return Ok((RecordLayout::Items(items), false)),
        Part::Values { syntax, .. } => (*syntax, JsonMode::DetectLines),
        _ => {
            let syntax = match *wanted {
                // An empty text is not valid JSON or XML.
                Some(syntax @ (Syntax::Json | Syntax::Xml)) if is_empty && context.trust.is_none() => syntax,
                Some(_) if is_empty => return Err(&Reason::EMPTY),
                Some(syntax) => syntax,
                None => syntax::detect(uncompressed_name(&input.display_path), text)?,
            };
            (syntax, JsonMode::for_request(*wanted))
        }
    };
    Ok((RecordLayout::Document { syntax, json_mode }, is_empty && *part == Part::Whole))
}

impl SegmentText {
    /// Counts the lines and characters that precede the next segment.
    fn measure(&mut self, index: Option<&LineIndex<'_>>, chunk: Chunk<'_>) {
        let own;
        let index = if let Some(index) = index {
            index
        } else {
            own = LineIndex::new(chunk);
            &own
        };
        self.lines = index.ends();
        self.columns = index.position(chunk.text.len() as u32).column - 1;
    }
}
