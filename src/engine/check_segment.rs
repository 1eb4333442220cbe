//! One segment of a file, checked and, where that is wanted, fixed.

use super::guard::guarded;
use super::segments::{Destination, Part, Segment, looks_like_text};
use super::unpack::plain_name;
use super::{Job, RunOptions};
use crate::diagnostic::{Diagnostic, RuleId};
use crate::fix::{Fixer, Interview, Trust, Written};
use crate::lint::{self, Outcome, Receiver, Scratch};
use crate::shape;
use crate::syntax::{self, Reason, Syntax};
use crate::text::{BYTE_ORDER_MARK, Chunk, Decoded, Encoding, LineIndex, Source, Units, mend};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How many diagnostics of a segment are kept until they are reported; of a very long one more, so that its lines are not
/// counted again and again. A diagnostic takes some 1.6 kB.
const BATCH: usize = 10_000;
const BYTES_PER_DIAGNOSTIC_IN_BATCH: usize = 5_000;

/// What came of a segment. Lines and numbers of records count from its beginning.
#[derive(Clone, Debug, Default)]
pub(super) struct SegmentResult {
    /// The number of its job.
    pub(super) job: usize,
    pub(super) extent: Extent,
    pub(super) bytes: Arc<Vec<u8>>,
    /// Which of the bytes are the text that was checked.
    pub(super) text: Range<usize>,
    /// Where that text begins in the file.
    pub(super) base: u64,
    /// How many of the file's bytes the segment was.
    pub(super) length: u64,
    pub(super) units: Units,
    /// Whether it is the last of its file.
    pub(super) is_last: bool,
    pub(super) record_a_line: bool,
    /// How many lines end in it; counted only for one of several segments.
    pub(super) lines: u64,
    /// How many characters stand behind its last line end, or in all of it if it has none; counted likewise.
    pub(super) columns: u64,
    /// The pointer to the list whose items it holds.
    pub(super) list: Option<String>,
    pub(super) records: u64,
    pub(super) shapeless: u64,
    pub(super) unchecked: u64,
    pub(super) not_held: Vec<(RuleId, &'static str)>,
    pub(super) has_failed: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Why nothing was checked.
    pub(super) skipped: Option<&'static Reason>,
    /// What its records in no known format are, where that is known.
    pub(super) hint: Option<&'static Reason>,
    /// Why it could not be read.
    pub(super) unreadable: Option<String>,
    /// Where it begins in the file, a mark included.
    pub(super) at: u64,
    /// Where it goes when it was fixed.
    pub(super) destination: Destination,
    /// Its bytes as the file has them, where they are told and are others than `bytes`.
    pub(super) original: Option<Arc<Vec<u8>>>,
    /// What the file's bytes become, where fixes were made.
    pub(super) rewritten: Option<Vec<u8>>,
    /// How many findings were fixed.
    pub(super) fixed: u64,
    /// Fixes that were allowed and could not be made, by reason.
    pub(super) refused: HashMap<&'static str, u64>,
    /// Rules whose fix was at fault.
    pub(super) faulty: Vec<RuleId>,
    /// Why nothing was fixed.
    pub(super) not_fixed: Option<String>,
}

/// How much of a segment a [`SegmentResult`] holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Extent {
    #[default]
    All,
    /// Only its first diagnostics: the rest follows.
    Batch,
    /// Nothing, since an internal error ended the check: nothing more is said of the file.
    Broken,
}

/// Takes the first diagnostics of a segment that has very many; false if no more are wanted.
pub(super) type OnBatch<'e> = dyn FnMut(SegmentResult) -> bool + 'e;

/// Checks a segment of the file of `job`, and fixes it where that is wanted. A panic on the way is an internal error of
/// that file: its bytes stay as they are.
pub(super) fn check(
    segment: Segment,
    job: &Job,
    options: &RunOptions,
    scratch: &mut Scratch,
    on_batch: &mut OnBatch<'_>,
) -> SegmentResult {
    let Segment { job: number, bytes, base, part, destination, is_of_records } = segment;
    let bytes = Arc::new(bytes);
    let length = bytes.len() as u64;
    let begun = SegmentResult {
        job: number,
        is_last: part.is_last(),
        base,
        at: base,
        length,
        destination,
        ..SegmentResult::default()
    };
    let failed = SegmentResult { bytes: Arc::clone(&bytes), ..begun.clone() };
    let checked = guarded(|| check_bytes(begun, bytes, part, is_of_records, job, options, scratch, on_batch));
    checked.unwrap_or_else(|reason| {
        scratch.renew();
        SegmentResult { unreadable: Some(reason), extent: Extent::Broken, ..failed }
    })
}

#[allow(clippy::too_many_arguments)] // It is the inside of `check`.
fn check_bytes(
    mut result: SegmentResult,
    bytes: Arc<Vec<u8>>,
    part: Part,
    is_of_records: bool,
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
            result.unchanged(&bytes);
        }
        Part::Passed { .. } => result.bytes = bytes,
        _ if u32::try_from(bytes.len()).is_err() => {
            result.skipped = Some(&Reason::TOO_LARGE);
            result.unchanged(&bytes);
        }
        part => {
            let most = options.longest_record;
            let interview = options.interview.as_deref();
            // Standard input was not seen before; what it says itself is at hand now.
            let hierarchy = scratch.hierarchy.take_if(|_| job.input.is_standard());
            let (stop, encoding) = (&options.stop, None);
            let work = &mut Work {
                job,
                part: &part,
                most,
                trust,
                interview,
                encoding,
                is_of_records,
                scratch,
                stop,
                on_batch,
            };
            result.read(&bytes, work);
            scratch.hierarchy = scratch.hierarchy.take().or(hierarchy);
            if matches!(part, Part::TooLong { .. }) {
                // All of the record was handed through before.
                result.unchanged(&Arc::default());
            }
        }
    }
    if result.diagnostics.is_empty() && matches!(result.destination, Destination::None(_)) {
        // Nothing is told of the text, which need not wait for its turn.
        (result.bytes, result.text) = (Arc::default(), 0..0);
    }
    result
}

/// The bytes of a text that was changed, in the file's own encoding: possible where all that stays is written again as
/// it was.
fn encoded(encoding: Encoding, before: &str, after: &str, bytes: &[u8], mark: usize) -> Option<Vec<u8>> {
    let is_same = encoding.bytes_of(before)? == bytes[mark..];
    let after = encoding.bytes_of(after)?;
    is_same.then(|| [&bytes[..mark], &after].concat())
}

/// How a segment is checked.
struct Work<'w> {
    job: &'w Job,
    part: &'w Part,
    /// No record may be longer, in bytes.
    most: usize,
    /// Which fixes are made, if any.
    trust: Option<Trust>,
    /// Who says of each whether it is made.
    interview: Option<&'w Mutex<Interview>>,
    /// The encoding of the file, if it is another than UTF-8.
    encoding: Option<Encoding>,
    /// Whether the file begins as one that holds records; known only of one that is read in parts.
    is_of_records: bool,
    scratch: &'w mut Scratch,
    /// Becomes true when the person wants no more.
    stop: &'w AtomicBool,
    on_batch: &'w mut OnBatch<'w>,
}

/// Reports the first diagnostics of a segment before the last are found, so that they are not all in memory.
struct Batches<'b> {
    /// What is the same of every batch; the text is copied for the first.
    form: SegmentResult,
    text: &'b str,
    stop: &'b AtomicBool,
    /// Whether nothing declares that the text holds records, and it does not begin like one that does. If a whole batch of
    /// findings comes before the first record of a known format, they are the mistakes of others.
    may_be_of_others: bool,
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
        self.may_be_of_others &= recognised == 0;
        if self.may_be_of_others {
            self.is_unwanted = true;
            return;
        }
        let SegmentResult { job, base, units, record_a_line, .. } = self.form;
        if self.form.bytes.is_empty() {
            self.form.bytes = Arc::new(self.text.as_bytes().to_vec());
        }
        let (bytes, text, list) = (Arc::clone(&self.form.bytes), 0..self.text.len(), self.form.list.clone());
        let batch = SegmentResult {
            job,
            extent: Extent::Batch,
            base,
            units,
            record_a_line,
            bytes,
            text,
            list,
            ..SegmentResult::default()
        };
        self.is_unwanted = !(self.on_batch)(SegmentResult { diagnostics, ..batch });
    }
}

impl Work<'_> {
    /// Whether nothing declares that a text holds records, and it shows no evidence of one.
    fn may_be_of_others(&self, syntax: Syntax, text: &str) -> bool {
        let Job { input, policy, syntax: wanted, is_expected, .. } = self.job;
        let is_claimed = *is_expected || wanted.is_some() || policy.own_schema.is_some() || policy.shape.is_some();
        !is_claimed && !self.is_of_records && !shape::has_sign_of_record(plain_name(&input.shown), syntax, text)
    }

    /// Whether a whole text is texts, numbers or lists, in which there is no record that could be wrong.
    fn holds_no_object(&self, outcome: &Outcome<'_>) -> bool {
        *self.part == Part::Whole
            && self.job.policy.own_schema.is_none()
            && self.job.policy.shape.is_none()
            && outcome.recognised + outcome.shapeless == 0
            && !outcome.diagnostics.is_empty()
            && outcome.diagnostics.iter().all(|one| one.rule == "record/not-an-object")
    }

    /// Why the findings about a text are of no concern: nobody says that it holds records, and there is no sign of one
    /// in it. The mistakes in it are those of others.
    fn of_others(
        &self,
        syntax: Syntax,
        text: &str,
        outcome: &Outcome<'_>,
        is_unclaimed: bool,
    ) -> Option<&'static Reason> {
        let has_findings = is_unclaimed || !outcome.diagnostics.is_empty();
        if outcome.recognised > 0 || !has_findings || !self.may_be_of_others(syntax, text) {
            return None;
        }
        let is_well_formed = outcome.diagnostics.iter().all(|one| one.rule != syntax.rule());
        Some(if is_well_formed { &Reason::NO_SIGN } else { Reason::not_well_formed(syntax) })
    }
}

/// The text of a segment; if it is not UTF-8, how many bytes of a mark it begins with.
fn utf8<'a>(path: &'a str, bytes: &'a [u8], base: u64) -> Result<Source<'a>, usize> {
    let body = bytes.strip_prefix(BYTE_ORDER_MARK).filter(|_| base == 0).unwrap_or(bytes);
    let mark = bytes.len() - body.len();
    match simdutf8::basic::from_utf8(body) {
        Ok(text) => Ok(Source { path, chunk: Chunk::new(text, base + mark as u64), wrong: &[] }),
        Err(_) => Err(mark),
    }
}

impl SegmentResult {
    /// Checks bytes: as UTF-8, or as what they tell, or were said to be.
    fn read(&mut self, bytes: &Arc<Vec<u8>>, work: &mut Work<'_>) {
        // What stands at the beginning of a file may tell its encoding; further on it is text.
        let told = if self.base == 0 { Encoding::told(bytes) } else { None };
        let encoding = told.or(work.job.encoding).filter(|encoding| !encoding.is_utf8());
        if let Some(encoding) = encoding {
            work.encoding = Some(encoding);
            return self.decoded(encoding.decode(bytes, self.base), bytes, work);
        }
        match utf8(work.job.input.shown.as_str(), bytes, self.base) {
            Ok(source) => {
                let mark = bytes.len() - source.chunk.text.len();
                let after = self.checked(source, work).map(|text| [&bytes[..mark], text.as_bytes()].concat());
                if let Some(after) = after {
                    self.text = mark..after.len();
                    self.bytes = Arc::new(after.clone());
                    self.rewritten(bytes, after);
                } else {
                    self.text = mark..bytes.len();
                    self.bytes = Arc::clone(bytes);
                }
            }
            Err(_) if *work.part == Part::Whole && work.job.syntax.is_none() && !looks_like_text(bytes) => {
                self.skipped = Some(&Reason::BINARY);
                self.unchanged(bytes);
            }
            Err(mark) => self.decoded(mend(&bytes[mark..], self.base + mark as u64), bytes, work),
        }
    }

    /// Checks a text that `bytes` were decoded to.
    fn decoded(&mut self, decoded: Decoded, bytes: &Arc<Vec<u8>>, work: &mut Work<'_>) {
        if u32::try_from(decoded.text.len()).is_err() {
            self.skipped = Some(&Reason::TOO_LARGE);
            return self.unchanged(bytes);
        }
        if work.trust.is_some() && !decoded.wrong.is_empty() {
            work.trust = None;
            self.not_fixed = Some("some of its bytes stand for nothing in its encoding".to_owned());
        }
        let path = work.job.input.shown.as_str();
        let mark = (decoded.base - self.base) as usize;
        let mut text = self.checked(decoded.source(path), work);
        let after = text.as_ref().zip(work.encoding).map(|(text, encoding)| {
            let after = encoded(encoding, &decoded.text, text, bytes, mark);
            after.ok_or("its encoding has several spellings of one letter, and not each of them can be written")
        });
        match after {
            Some(Ok(after)) => self.rewritten(bytes, after),
            Some(Err(reason)) => {
                work.trust = None;
                self.base = self.at;
                self.checked(decoded.source(path), work);
                (self.fixed, self.not_fixed) = (0, Some(reason.to_owned()));
                text = None;
                self.unchanged(bytes);
            }
            None => self.unchanged(bytes),
        }
        self.units = decoded.units;
        let text = text.unwrap_or(decoded.text);
        self.text = 0..text.len();
        self.bytes = Arc::new(text.into_bytes());
    }

    /// Nothing of the file's own `bytes` was changed.
    fn unchanged(&mut self, bytes: &Arc<Vec<u8>>) {
        self.original = matches!(self.destination, Destination::Caller).then(|| Arc::clone(bytes));
    }

    /// Fixes made `after` of the file's own bytes `before`.
    fn rewritten(&mut self, before: &Arc<Vec<u8>>, after: Vec<u8>) {
        self.unchanged(before);
        self.rewritten = Some(after);
    }

    /// Checks a text, and gives what became of it where fixes were made.
    fn checked(&mut self, source: Source<'_>, work: &mut Work<'_>) -> Option<String> {
        let Job { input, policy, syntax: wanted, .. } = work.job;
        self.base = source.chunk.base;
        let mut is_unclaimed = false;
        let written = match work.part {
            Part::Whole => {
                let text = source.chunk.text;
                let detected = match *wanted {
                    // Of JSON and of XML an empty text is none.
                    Some(Syntax::Json | Syntax::Xml) if text.trim().is_empty() && work.trust.is_none() => {
                        self.skipped = Some(&Reason::EMPTY);
                        Ok(wanted.unwrap_or(Syntax::Json))
                    }
                    Some(_) if text.trim().is_empty() => Err(&Reason::EMPTY),
                    Some(syntax) => Ok(syntax),
                    None => syntax::detect(plain_name(&input.shown), text),
                };
                let syntax = match detected {
                    Ok(syntax) => syntax,
                    Err(why) => {
                        self.skipped = Some(why);
                        return None;
                    }
                };
                Written::Document { syntax, insist: wanted.is_some() }
            }
            Part::Values { syntax, .. } => Written::Document { syntax: *syntax, insist: false },
            Part::Items(items) => {
                self.list = Some(items.list.pointer());
                Written::Items(items)
            }
            Part::TooLong { lines, .. } => {
                self.lines = *lines;
                self.records = 1;
                self.diagnostics = lint::too_long(source, work.most as u64, policy).into_iter().collect();
                return None;
            }
            Part::Passed { .. } | Part::Unreadable(_) | Part::NotRead(_) => return None,
        };
        self.record_a_line = matches!(written, Written::Document { syntax: Syntax::Ndjson, .. });
        let mut text = None;
        let outcome = match work.trust {
            None => {
                let (job, base, units, list) = (self.job, self.base, source.chunk.units, self.list.clone());
                let form = SegmentResult {
                    job,
                    base,
                    units,
                    list,
                    record_a_line: self.record_a_line,
                    ..SegmentResult::default()
                };
                let (text, stop) = (source.chunk.text, work.stop);
                let may_be_of_others = work.may_be_of_others(written.syntax(), text);
                let on_batch = &mut *work.on_batch;
                let mut batches = Batches { form, text, stop, may_be_of_others, is_unwanted: false, on_batch };
                let outcome = written.lint_into(source, policy, work.scratch, &mut batches);
                is_unclaimed = batches.may_be_of_others && batches.is_unwanted;
                outcome
            }
            Some(trust) => {
                let encoding = work.encoding;
                let fixer = Fixer { written, policy, trust, encoding };
                let fixed = match work.interview {
                    None => fixer.run(source, work.scratch),
                    Some(interview) => {
                        let mut interview = interview.lock().unwrap_or_else(PoisonError::into_inner);
                        fixer.ask(source, work.scratch, &mut interview)
                    }
                };
                self.fixed = fixed.fixed.values().sum();
                self.refused = fixed.refused;
                self.faulty = fixed.faulty;
                text = fixed.text;
                fixed.outcome
            }
        };
        let syntax = written.syntax();
        if let Some(reason) = work.of_others(syntax, source.chunk.text, &outcome, is_unclaimed) {
            self.skipped = Some(reason);
            (self.fixed, self.refused, self.faulty) = (0, HashMap::new(), Vec::new());
            return None;
        }
        if work.holds_no_object(&outcome) {
            self.skipped = Some(&Reason::NO_OBJECTS);
            (self.fixed, self.refused, self.faulty) = (0, HashMap::new(), Vec::new());
            return None;
        }
        self.hint = if outcome.shapeless > 0 { syntax::known_export(syntax, source.chunk.text) } else { None };
        if *work.part != Part::Whole {
            let chunk = Chunk { text: text.as_deref().unwrap_or(source.chunk.text), ..source.chunk };
            self.lengths(outcome.index.as_ref(), chunk);
        }
        self.records = outcome.records;
        self.shapeless = outcome.shapeless;
        self.unchecked = outcome.unchecked;
        self.not_held = outcome.not_held;
        self.has_failed = !outcome.failed.is_empty();
        self.diagnostics = outcome.diagnostics;
        text
    }

    /// How many lines and characters what follows stands behind.
    fn lengths(&mut self, index: Option<&LineIndex<'_>>, chunk: Chunk<'_>) {
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
