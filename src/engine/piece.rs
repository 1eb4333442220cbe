//! One piece of a file, checked.

use super::Job;
use super::pieces::{Part, Piece};
use super::unpack::plain_name;
use crate::diagnostic::{Diagnostic, RuleId};
use crate::lint::{self, Scratch};
use crate::syntax::{self, Syntax};
use crate::text::{Chunk, Decoded, LineIndex, NotText, Source, Units, decode_utf16};
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
    pub(super) units: Units,
    /// Whether it is the last of its file.
    pub(super) is_last: bool,
    pub(super) record_a_line: bool,
    /// How many lines end in it; counted only for one of several pieces.
    pub(super) lines: u64,
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

/// Checks a piece of the file of `job`.
pub(super) fn check(piece: Piece, job: &Job, scratch: &mut Scratch) -> Done {
    let Piece { job: number, bytes, base, part } = piece;
    let is_lines = matches!(part, Part::Lines { .. });
    let is_last = part != Part::Lines { is_last: false };
    let mut done = Done { job: number, is_last, base, ..Done::default() };
    if let Part::Unreadable(reason) = part {
        done.unreadable = Some(reason);
        return done;
    }
    if base == 0 && Source::new("", &bytes).err() == Some(NotText::Utf16) {
        let decoded = decode_utf16(&bytes);
        done.decoded(&decoded, &bytes, job, scratch);
        done.bytes = decoded.text.into_bytes();
    } else {
        done.checked(&bytes, job, is_lines, scratch);
        done.bytes = bytes;
    }
    done
}

impl Done {
    fn checked(&mut self, bytes: &[u8], job: &Job, is_lines: bool, scratch: &mut Scratch) {
        let path = job.input.shown.as_str();
        // What stands at the beginning of a file marks its encoding; further on it is text.
        let source = if self.base == 0 { Source::new(path, bytes) } else { further(path, bytes, self.base) };
        let source = match source {
            Ok(source) => source,
            Err(NotText::InvalidUtf8(offset)) if is_lines || job.syntax.is_some() || looks_like_text(bytes) => {
                return self.encoding(bytes, job, (offset - self.base) as usize);
            }
            Err(why) => {
                self.skipped = Some(match why {
                    NotText::InvalidUtf8(_) => "a binary file".to_owned(),
                    NotText::Utf16 => "marked as UTF-16 in its middle".to_owned(),
                    NotText::TooLarge => "larger than 4 GiB".to_owned(),
                });
                return;
            }
        };
        self.text = bytes.len() - source.chunk.text.len()..bytes.len();
        self.linted(source, job, is_lines, scratch);
    }

    /// A file of UTF-16, by its text.
    fn decoded(&mut self, decoded: &Decoded, bytes: &[u8], job: &Job, scratch: &mut Scratch) {
        let chunk = Chunk { text: &decoded.text, base: decoded.base, units: Units::Utf16 };
        let source = Source { path: &job.input.shown, chunk };
        self.units = Units::Utf16;
        self.text = 0..decoded.text.len();
        if let Some(wrong) = decoded.wrong {
            let byte = bytes.get(wrong as usize).copied().unwrap_or_default();
            self.base = decoded.base;
            self.diagnostics = lint::encoding(source, byte, &job.policy).into_iter().collect();
        } else {
            self.linted(source, job, false, scratch);
        }
    }

    /// Checks a text.
    fn linted(&mut self, source: Source<'_>, job: &Job, is_lines: bool, scratch: &mut Scratch) {
        let Job { input, policy, syntax: wanted } = job;
        let path = input.shown.as_str();
        let detected = match *wanted {
            _ if is_lines => Ok(Syntax::Ndjson),
            Some(_) if source.chunk.text.trim().is_empty() => Err(syntax::NoSyntax::Empty),
            Some(syntax) => Ok(syntax),
            None => syntax::detect(plain_name(path), source.chunk.text),
        };
        let syntax = match detected {
            Ok(syntax) => syntax,
            Err(why) => {
                self.skipped = Some(why.reason().to_owned());
                return;
            }
        };
        let outcome = lint::lint(source, syntax, wanted.is_some(), policy, scratch);
        if is_lines {
            let own = || LineIndex::new(source.chunk).ends();
            self.lines = outcome.index.as_ref().map_or_else(own, LineIndex::ends);
        }
        self.base = source.chunk.base;
        self.record_a_line = syntax == Syntax::Ndjson;
        self.records = outcome.records;
        self.shapeless = outcome.shapeless;
        self.unchecked = outcome.unchecked;
        self.not_held = outcome.not_held;
        self.has_failed = !outcome.failed.is_empty();
        self.diagnostics = outcome.diagnostics;
    }

    /// The finding for a text that is not UTF-8 and marks itself as nothing else: at the first byte that is wrong.
    fn encoding(&mut self, bytes: &[u8], job: &Job, offset: usize) {
        // Everything before the byte is sound, and shows where it stands.
        let path = job.input.shown.as_str();
        let sound = &bytes[..offset];
        let source = if self.base == 0 { Source::new(path, sound) } else { further(path, sound, self.base) };
        let Ok(source) = source else { return };
        let byte = bytes.get(offset).copied().unwrap_or_default();
        self.diagnostics = lint::encoding(source, byte, &job.policy).into_iter().collect();
        self.text = offset - source.chunk.text.len()..offset;
        self.base = source.chunk.base;
        self.lines = memchr::memchr_iter(b'\n', bytes).count() as u64;
    }
}

/// The text of a piece that is not the first of its file.
fn further<'a>(path: &'a str, bytes: &'a [u8], base: u64) -> Result<Source<'a>, NotText> {
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => Ok(Source { path, chunk: Chunk::new(text, base) }),
        Err(error) => Err(NotText::InvalidUtf8(base + error.valid_up_to() as u64)),
    }
}

/// A NUL byte near the beginning marks a binary file, as for git.
pub(super) fn looks_like_text(bytes: &[u8]) -> bool {
    const PROBE: usize = 8000;
    memchr::memchr(0, &bytes[..bytes.len().min(PROBE)]).is_none()
}
