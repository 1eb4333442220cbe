//! One piece of a file, checked.

use super::Job;
use super::pieces::{Part, Piece, looks_like_text};
use super::unpack::plain_name;
use crate::diagnostic::{Diagnostic, RuleId};
use crate::lint::{self, Outcome, Scratch};
use crate::syntax::{self, Syntax};
use crate::text::{BYTE_ORDER_MARK, Chunk, Encoding, LineIndex, Source, Units, mend};
use std::ops::Range;

/// What came of a piece. Lines and numbers of records count from its beginning.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// The number of its job.
    pub(super) job: usize,
    pub(super) bytes: Vec<u8>,
    /// Which of the bytes are the text that was checked.
    pub(super) text: Range<usize>,
    /// Where that text begins in the file.
    pub(super) base: u64,
    /// How many of the file's bytes the piece was.
    pub(super) length: u64,
    pub(super) units: Units,
    /// Whether it is the last of its file.
    pub(super) is_last: bool,
    pub(super) record_a_line: bool,
    /// How many lines end in it; counted only for one of several pieces.
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
    pub(super) skipped: Option<String>,
    /// Why it could not be read.
    pub(super) unreadable: Option<String>,
}

/// Checks a piece of the file of `job`, in which no record may be longer than `most` bytes.
pub(super) fn check(piece: Piece, job: &Job, most: usize, scratch: &mut Scratch) -> Done {
    let Piece { job: number, bytes, base, part } = piece;
    let is_last = part.is_last();
    scratch.timings.begin();
    let mut done = Done { job: number, is_last, base, length: bytes.len() as u64, ..Done::default() };
    if let Part::Unreadable(reason) = part {
        done.unreadable = Some(reason);
        return done;
    }
    if u32::try_from(bytes.len()).is_err() {
        done.skipped = Some("larger than 4 GiB".to_owned());
        return done;
    }
    // What stands at the beginning of a file may tell its encoding; further on it is text.
    let told = if base == 0 { Encoding::told(&bytes) } else { None };
    let path = job.input.shown.as_str();
    let of =
        |source: Source<'_>, done: &mut Done, scratch: &mut Scratch| done.checked(source, job, &part, most, scratch);
    let decoded = match told.or(job.encoding).filter(|encoding| !encoding.is_utf8()) {
        Some(encoding) => encoding.decode(&bytes, base),
        None => match utf8(path, &bytes, base) {
            Ok(source) => {
                of(source, &mut done, scratch);
                done.text = bytes.len() - source.chunk.text.len()..bytes.len();
                done.bytes = bytes;
                return done;
            }
            Err(_) if part == Part::Whole && job.syntax.is_none() && !looks_like_text(&bytes) => {
                done.skipped = Some("a binary file".to_owned());
                return done;
            }
            Err(mark) => mend(&bytes[mark..], base + mark as u64),
        },
    };
    of(decoded.source(path), &mut done, scratch);
    done.units = decoded.units;
    done.text = 0..decoded.text.len();
    done.bytes = decoded.text.into_bytes();
    done
}

/// The text of a piece; if it is not UTF-8, how many bytes of a mark it begins with.
fn utf8<'a>(path: &'a str, bytes: &'a [u8], base: u64) -> Result<Source<'a>, usize> {
    let body = bytes.strip_prefix(BYTE_ORDER_MARK).filter(|_| base == 0).unwrap_or(bytes);
    let mark = bytes.len() - body.len();
    match simdutf8::basic::from_utf8(body) {
        Ok(text) => Ok(Source { path, chunk: Chunk::new(text, base + mark as u64), wrong: &[] }),
        Err(_) => Err(mark),
    }
}

impl Done {
    /// Checks a text.
    fn checked(&mut self, source: Source<'_>, job: &Job, part: &Part, most: usize, scratch: &mut Scratch) {
        let Job { input, policy, syntax: wanted, .. } = job;
        self.base = source.chunk.base;
        let outcome = match part {
            Part::Whole => {
                let text = source.chunk.text;
                let detected = match *wanted {
                    Some(_) if text.trim().is_empty() => Err(syntax::NoSyntax::Empty),
                    Some(syntax) => Ok(syntax),
                    None => syntax::detect(plain_name(&input.shown), text),
                };
                let syntax = match detected {
                    Ok(syntax) => syntax,
                    Err(why) => {
                        self.skipped = Some(why.reason().to_owned());
                        return;
                    }
                };
                self.record_a_line = syntax == Syntax::Ndjson;
                lint::lint(source, syntax, wanted.is_some(), policy, scratch)
            }
            Part::Values { syntax, .. } => {
                self.record_a_line = *syntax == Syntax::Ndjson;
                lint::lint(source, *syntax, false, policy, scratch)
            }
            Part::Items(items) => {
                self.list = Some(items.list.pointer());
                lint::items(source, items, policy, scratch)
            }
            Part::TooLong { lines, .. } => {
                self.lines = *lines;
                self.records = 1;
                self.diagnostics = lint::too_long(source, most as u64, policy).into_iter().collect();
                return;
            }
            Part::Unreadable(_) => return,
        };
        if *part != Part::Whole {
            self.lengths(&outcome, source.chunk);
        }
        self.records = outcome.records;
        self.shapeless = outcome.shapeless;
        self.unchecked = outcome.unchecked;
        self.not_held = outcome.not_held;
        self.has_failed = !outcome.failed.is_empty();
        self.diagnostics = outcome.diagnostics;
    }

    /// How many lines and characters what follows stands behind.
    fn lengths(&mut self, outcome: &Outcome<'_>, chunk: Chunk<'_>) {
        let own;
        let index = if let Some(index) = &outcome.index {
            index
        } else {
            own = LineIndex::new(chunk);
            &own
        };
        self.lines = index.ends();
        self.columns = index.position(chunk.text.len() as u32).column - 1;
    }
}
