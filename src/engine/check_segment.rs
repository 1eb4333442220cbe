//! Checks one segment of a file and, if requested, fixes it.

use super::decompress::uncompressed_name;
use super::panics::catch_panic;
use super::segments::{Destination, Part, Segment};
use super::{Job, RunOptions};
use crate::diagnostic::{Diagnostic, RuleId};
use crate::fix::{Fixer, InteractiveSession, RecordLayout, Trust};
use crate::lint::{self, FileCounts, FileFacts, Receiver, Scratch};
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
    pub(super) bytes: Arc<Vec<u8>>,
    /// The range of `bytes` that is the checked text.
    pub(super) text_range: Range<usize>,
    /// The offset of that text in the file.
    pub(super) base: u64,
    /// The length of the segment in the file, in bytes.
    pub(super) length: u64,
    pub(super) units: Units,
    /// Whether it is the last of its file.
    pub(super) is_last: bool,
    pub(super) record_a_line: bool,
    /// The number of line ends in it. Counted only if the file has several segments.
    pub(super) lines: u64,
    /// The number of characters after its last line end, or in all of it if there is none. Counted only if the file has
    /// several segments.
    pub(super) columns: u64,
    /// The pointer to the list whose items it contains.
    pub(super) list_pointer: Option<String>,
    /// The counts of its records. Findings are counted when they are reported.
    pub(super) counts: FileCounts,
    pub(super) not_held: Vec<(RuleId, &'static str)>,
    pub(super) has_failed: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Why nothing was checked.
    pub(super) skipped: Option<&'static Reason>,
    /// Why it could not be read.
    pub(super) unreadable: Option<String>,
    /// The offset of the segment in the file, including a byte order mark.
    pub(super) start: u64,
    /// Where its fixed bytes go.
    pub(super) destination: Destination,
    /// The segment's original bytes, if they are passed to the caller and differ from `bytes`.
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
        base,
        start: base,
        length,
        destination,
        ..SegmentResult::default()
    };
    let failed = SegmentResult { bytes: Arc::clone(&bytes), ..template.clone() };
    let checked =
        catch_panic(|| check_bytes(template, bytes, part, looks_like_records, job, options, scratch, on_batch));
    checked.unwrap_or_else(|reason| {
        scratch.renew();
        SegmentResult { unreadable: Some(reason), extent: Extent::Broken, ..failed }
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
        Part::Unreadable(reason) => result.unreadable = Some(reason),
        Part::NotRead(reason) => {
            result.skipped = Some(reason);
            result.keep_original(&bytes);
        }
        Part::PassThrough { .. } => result.bytes = bytes,
        _ if u32::try_from(bytes.len()).is_err() => {
            result.skipped = Some(&Reason::TOO_LARGE);
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
    if result.diagnostics.is_empty() && matches!(result.destination, Destination::None(_)) {
        // Nothing refers to the text, so it need not be kept until the segment is reported.
        (result.bytes, result.text_range) = (Arc::default(), 0..0);
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
    /// The fields that all batches share. The text is copied for the first batch.
    template: SegmentResult,
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
        let SegmentResult { job, base, units, record_a_line, .. } = self.template;
        if self.template.bytes.is_empty() {
            self.template.bytes = Arc::new(self.text.as_bytes().to_vec());
        }
        let (bytes, text_range) = (Arc::clone(&self.template.bytes), 0..self.text.len());
        let list_pointer = self.template.list_pointer.clone();
        let batch = SegmentResult {
            job,
            extent: Extent::Batch,
            base,
            units,
            record_a_line,
            bytes,
            text_range,
            list_pointer,
            ..SegmentResult::default()
        };
        self.is_unwanted = !(self.on_batch)(SegmentResult { diagnostics, ..batch });
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
}

impl SegmentResult {
    /// Decodes the bytes of a segment and checks the text.
    fn check_encoded(&mut self, bytes: &Arc<Vec<u8>>, context: &mut CheckContext<'_>) {
        let job = context.job;
        let Ok(decoded) = Decoded::new(bytes, self.base, job.encoding) else {
            self.skipped = Some(&Reason::TOO_LARGE);
            return self.keep_original(bytes);
        };
        let is_invalid_utf8 = decoded.encoding.is_none() && !decoded.wrong.is_empty();
        if is_invalid_utf8 && *context.part == Part::Whole && job.syntax.is_none() && !looks_like_text(bytes) {
            self.skipped = Some(&Reason::BINARY);
            return self.keep_original(bytes);
        }
        context.encoding = decoded.encoding;
        self.units = decoded.units;
        if context.trust.is_some() && !decoded.wrong.is_empty() {
            context.trust = None;
            self.not_fixed = Some("some of its bytes are not characters in its encoding".to_owned());
        }
        let mark = (decoded.base - self.base) as usize;
        let source = decoded.source(&job.input.display_path);
        let mut changed = self.check_text(source, context);
        match changed.as_ref().map(|text| decoded.encode(text, bytes, mark)) {
            Some(Ok(after)) => self.set_rewritten(bytes, after),
            Some(Err(reason)) => {
                context.trust = None;
                self.base = self.start;
                self.check_text(source, context);
                (self.fixed, self.not_fixed) = (0, Some(reason.to_owned()));
                changed = None;
                self.keep_original(bytes);
            }
            None if decoded.encoding.is_some() || is_invalid_utf8 => self.keep_original(bytes),
            None => {}
        }
        (self.bytes, self.text_range) = match (changed, decoded.text) {
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
        self.original = matches!(self.destination, Destination::Caller).then(|| Arc::clone(bytes));
    }

    /// Stores what fixes turned the file's own bytes into.
    fn set_rewritten(&mut self, before: &Arc<Vec<u8>>, after: Vec<u8>) {
        self.keep_original(before);
        self.rewritten = Some(after);
    }

    /// Checks a text. Returns the fixed text if fixes were made.
    fn check_text(&mut self, source: Source<'_>, context: &mut CheckContext<'_>) -> Option<String> {
        let Job { input, policy, syntax: wanted, .. } = context.job;
        self.base = source.chunk.base;
        let mut is_foreign = false;
        let layout = match context.part {
            Part::Whole => {
                let text = source.chunk.text;
                let detected = match *wanted {
                    // An empty text is not valid JSON or XML.
                    Some(Syntax::Json | Syntax::Xml) if text.trim().is_empty() && context.trust.is_none() => {
                        self.skipped = Some(&Reason::EMPTY);
                        Ok(wanted.unwrap_or(Syntax::Json))
                    }
                    Some(_) if text.trim().is_empty() => Err(&Reason::EMPTY),
                    Some(syntax) => Ok(syntax),
                    None => syntax::detect(uncompressed_name(&input.display_path), text),
                };
                let syntax = match detected {
                    Ok(syntax) => syntax,
                    Err(why) => {
                        self.skipped = Some(why);
                        return None;
                    }
                };
                RecordLayout::Document { syntax, json_mode: JsonMode::for_request(*wanted) }
            }
            Part::Values { syntax, .. } => RecordLayout::Document { syntax: *syntax, json_mode: JsonMode::DetectLines },
            Part::Items(items) => {
                self.list_pointer = Some(items.list.pointer());
                RecordLayout::Items(items)
            }
            Part::TooLong { lines, .. } => {
                self.lines = *lines;
                self.counts.records = 1;
                self.diagnostics = lint::too_long(source, context.longest_record as u64, policy).into_iter().collect();
                return None;
            }
            Part::PassThrough { .. } | Part::Unreadable(_) | Part::NotRead(_) => return None,
        };
        self.record_a_line = matches!(layout, RecordLayout::Document { syntax: Syntax::Ndjson, .. });
        let mut text = None;
        let outcome = match context.trust {
            None => {
                let (job, base, units) = (self.job, self.base, source.chunk.units);
                let list_pointer = self.list_pointer.clone();
                let template = SegmentResult {
                    job,
                    base,
                    units,
                    list_pointer,
                    record_a_line: self.record_a_line,
                    ..SegmentResult::default()
                };
                let (text, stop) = (source.chunk.text, context.stop);
                let may_be_foreign = context.facts().may_be_foreign(layout.syntax(), text);
                let on_batch = &mut *context.on_batch;
                let mut batches = Batches { template, text, stop, may_be_foreign, is_unwanted: false, on_batch };
                let outcome = layout.lint_into(source, policy, context.scratch, &mut batches);
                is_foreign = batches.may_be_foreign && batches.is_unwanted;
                outcome
            }
            Some(trust) => {
                let encoding = context.encoding;
                let fixer = Fixer { layout, policy, trust, encoding };
                let outcome = match context.interview {
                    None => fixer.run(source, context.scratch),
                    Some(interview) => {
                        let mut interview = interview.lock().unwrap_or_else(PoisonError::into_inner);
                        fixer.run_interactively(source, context.scratch, &mut interview)
                    }
                };
                self.fixed = outcome.fixed.values().sum();
                self.refused = outcome.refused;
                self.faulty = outcome.faulty;
                text = outcome.text;
                outcome.outcome
            }
        };
        let syntax = layout.syntax();
        if let Some(reason) = context.facts().reason_to_ignore(syntax, source.chunk.text, &outcome, is_foreign) {
            self.skipped = Some(reason);
            (self.fixed, self.refused, self.faulty) = (0, HashMap::new(), Vec::new());
            return None;
        }
        if *context.part != Part::Whole {
            let chunk = Chunk { text: text.as_deref().unwrap_or(source.chunk.text), ..source.chunk };
            self.measure(outcome.index.as_ref(), chunk);
        }
        self.counts = FileCounts::of(&outcome, syntax, source.chunk.text);
        self.not_held = outcome.not_held;
        self.has_failed = !outcome.failed.is_empty();
        self.diagnostics = outcome.diagnostics;
        text
    }

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
