//! The files of a run as segments that can be checked apart: a small file is one; a long one of many records is several.

use super::guard::guarded;
use super::unpack::plain_name;
use super::write::{Seal, Sealed, Target};
use super::{Job, RunOptions, files};
use crate::diagnostic::show;
use crate::shape;
use crate::syntax::{self, Items, Reason, Splitter, Syntax};
use crate::text::{BYTE_ORDER_MARK, Encoding, mend};
use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;

/// So many bytes of a file are read first: all of most files.
const FIRST: usize = 1 << 16;

/// So many bytes of a record that is too long are kept, to show where it begins.
const KEPT: usize = 1 << 10;

/// What is checked at one time.
#[derive(Debug)]
pub(super) struct Segment {
    /// The number of its job.
    pub(super) job: usize,
    /// The bytes.
    pub(super) bytes: Vec<u8>,
    /// Where they begin in the file.
    pub(super) base: u64,
    /// Which part of the file it is.
    pub(super) part: Part,
    /// What it is to be fixed for.
    pub(super) destination: Destination,
    /// Whether the file begins as one that holds records.
    pub(super) is_of_records: bool,
}

/// Where a segment that was fixed goes.
#[derive(Clone, Debug)]
pub(super) enum Destination {
    /// It is only checked; where it was to be fixed, why it is not.
    None(Option<String>),
    /// To whoever is told of it.
    Caller,
    /// Into its file; at the end, what all that was read comes to.
    File(Arc<Target>, Option<Seal>),
}

impl Default for Destination {
    fn default() -> Self {
        Destination::None(None)
    }
}

/// Which part of a file a segment is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// Some of its values, which stand one behind the other; whether they are the last.
    Values { syntax: Syntax, is_last: bool },
    /// Some of the items of its list.
    Items(Items),
    /// The beginning of a record that is longer than allowed: how many lines end in that record, and whether it is the
    /// last that was read.
    TooLong { lines: u64, is_last: bool },
    /// Bytes of a record that is too long, of a file that is told as it goes: they are handed through.
    Passed { is_last: bool },
    /// Nothing: it could not be read, and why.
    Unreadable(String),
    /// Nothing: it is not to be read.
    NotRead(&'static Reason),
}

impl Part {
    /// Whether nothing of the file follows.
    pub(super) fn is_last(&self) -> bool {
        match self {
            Part::Whole | Part::Unreadable(_) | Part::NotRead(_) => true,
            Part::Values { is_last, .. } | Part::TooLong { is_last, .. } | Part::Passed { is_last } => *is_last,
            Part::Items(items) => items.is_last,
        }
    }
}

/// The text with which a file begins, of which the last character may be cut off.
fn beginning(bytes: &[u8]) -> Cow<'_, str> {
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) if error.error_len().is_none() => String::from_utf8_lossy(&bytes[..error.valid_up_to()]),
        Err(_) => Cow::Owned(mend(bytes, 0).text),
    }
}

/// How a long file may be cut.
enum Cutter {
    /// Between two values, of which the one ends and the other begins a line.
    Values(Syntax),
    /// Between two items of a list.
    Items(Splitter),
}

impl Cutter {
    /// For a long file that begins so; nothing for one that must be read as a whole.
    fn of(job: &Job, head: &[u8]) -> Option<Self> {
        let encoding = Encoding::told(head).or(job.encoding);
        if !looks_like_text(head) || encoding.is_some_and(|encoding| !encoding.keeps_lines()) {
            return None;
        }
        let body = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head);
        let syntax = match job.syntax {
            Some(syntax) => syntax,
            // Only ASCII tells a syntax of this kind.
            None => syntax::detect(plain_name(&job.input.shown), &beginning(body)).ok()?,
        };
        let insists = job.syntax.is_some();
        match syntax {
            Syntax::Ndjson => Some(Cutter::Values(syntax)),
            Syntax::Json if encoding.is_none_or(Encoding::keeps_ascii) => match Splitter::new(body, shape::is_native) {
                Some(mut splitter) => {
                    splitter.skip(head.len() - body.len());
                    Some(Cutter::Items(splitter))
                }
                None if insists => None,
                None => Some(Cutter::Values(syntax)),
            },
            Syntax::Json | Syntax::Yaml | Syntax::Xml | Syntax::Bibtex | Syntax::Ris | Syntax::Page => None,
        }
    }

    /// The syntax of the file.
    fn syntax(&self) -> Syntax {
        match self {
            Cutter::Values(syntax) => *syntax,
            Cutter::Items(_) => Syntax::Json,
        }
    }

    /// The last place at which what is held may be cut.
    fn last(&mut self, bytes: &[u8]) -> Option<usize> {
        match self {
            Cutter::Values(_) => {
                memchr::memrchr_iter(b'\n', bytes).find(|end| is_between(bytes, *end)).map(|end| end + 1)
            }
            Cutter::Items(splitter) => splitter.cuts(bytes).map(|(_, last)| last),
        }
    }

    /// The first place behind a record that does not end. Of a record a line, that may be any line's end.
    fn first(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut ends = memchr::memchr_iter(b'\n', bytes);
        let end = match self {
            Cutter::Values(Syntax::Ndjson) => ends.find(|end| begins_behind(bytes, *end)),
            Cutter::Values(_) => ends.find(|end| is_between(bytes, *end)),
            Cutter::Items(splitter) => return splitter.cuts(bytes).map(|(first, _)| first),
        };
        end.map(|end| end + 1)
    }

    /// Tries to find a place to cut where counting brackets finds none.
    fn resume(&mut self, bytes: &[u8]) -> bool {
        match self {
            Cutter::Items(splitter) => splitter.resume(bytes),
            Cutter::Values(_) => false,
        }
    }

    /// What is held begins `cut` bytes later.
    fn forget(&mut self, cut: usize) {
        if let Cutter::Items(splitter) = self {
            splitter.forget(cut);
        }
    }

    /// Which part of the file a segment at `base` is.
    fn part(&self, base: u64, is_last: bool) -> Part {
        match self {
            Cutter::Values(syntax) => Part::Values { syntax: *syntax, is_last },
            Cutter::Items(splitter) => {
                Part::Items(Items { list: splitter.list().clone(), is_first: base == 0, is_last })
            }
        }
    }
}

/// A file that is being read.
struct Reading<'a> {
    number: usize,
    job: &'a Job,
    options: &'a RunOptions,
    file: Sealed<Box<dyn Read>>,
    destination: Destination,
    bytes: Vec<u8>,
    base: u64,
    is_over: bool,
    /// Whether the file begins as one that holds records.
    is_of_records: bool,
}

/// Reads the file of a job and hands its segments on, in order. A record that is longer than allowed is not held. False
/// if no more are wanted. A panic on the way is an internal error of that file.
pub(super) fn read(number: usize, job: &Job, options: &RunOptions, hand_on: &mut dyn FnMut(Segment) -> bool) -> bool {
    let none = |part: Part, base: u64| Segment {
        job: number,
        bytes: Vec::new(),
        base,
        part,
        destination: Destination::default(),
        is_of_records: false,
    };
    if let Some(reason) = job.input.excluded() {
        return hand_on(none(Part::NotRead(reason), 0));
    }
    let result = guarded(|| read_segments(number, job, options, hand_on));
    let (reason, base) = match result {
        Ok(Ok(go_on)) => return go_on,
        Ok(Err((error, base))) => (why_unreadable(&error), base),
        Err(reason) => (reason, 0),
    };
    hand_on(none(Part::Unreadable(reason), base))
}

/// Why a file that was found could not be read.
fn why_unreadable(error: &std::io::Error) -> String {
    let is_gone = error.kind() == std::io::ErrorKind::NotFound;
    if is_gone { "it has disappeared since it was found".to_owned() } else { files::in_words(error) }
}

/// The same; where it could not be read, why, and from which byte on.
fn read_segments(
    number: usize,
    job: &Job,
    options: &RunOptions,
    hand_on: &mut dyn FnMut(Segment) -> bool,
) -> Result<bool, (std::io::Error, u64)> {
    let (file, destination) = open(job, options).map_err(|error| (error, 0))?;
    let file = Sealed::new(file, matches!(destination, Destination::File(..)));
    let bytes = Vec::new();
    let mut reading =
        Reading { number, job, options, file, destination, bytes, base: 0, is_over: false, is_of_records: false };
    reading.segments(hand_on).map_err(|error| (error, reading.base))
}

/// Opens the file of a job, and says what it is to be fixed for.
fn open(job: &Job, options: &RunOptions) -> std::io::Result<(Box<dyn Read>, Destination)> {
    let Some(fixing) = options.fixing else { return Ok((job.input.open()?, Destination::default())) };
    let (file, target) = job.input.open_to_fix()?;
    let destination = match target {
        _ if job.input.is_standard() => Destination::Caller,
        Err(reason) => Destination::None(Some(reason)),
        // What is longer would be cut, and after each answer all of it is read again.
        Ok(_)
            if options.interview.is_some()
                && job.input.size().is_none_or(|size| size >= options.segment_size as u64) =>
        {
            let most = show::size(options.segment_size as u64);
            Destination::None(Some(format!("it is longer than {most}, and only `recordlint check --fix` repairs it")))
        }
        Ok(_) if !fixing.writes => Destination::Caller,
        Ok(target) => Destination::File(Arc::new(target), None),
    };
    Ok((file, destination))
}

impl Reading<'_> {
    fn segments(&mut self, hand_on: &mut dyn FnMut(Segment) -> bool) -> std::io::Result<bool> {
        self.fill(self.options.segment_size)?;
        let cutter = if self.is_over { None } else { Cutter::of(self.job, &self.bytes) };
        let Some(mut cutter) = cutter else { return self.whole(hand_on) };
        let name = plain_name(&self.job.input.shown);
        self.is_of_records = shape::has_sign_of_record(name, cutter.syntax(), &beginning(&self.bytes));
        loop {
            let is_last = self.is_over;
            let cut = match cutter.last(&self.bytes) {
                Some(last) if !is_last => last,
                // The end of a file that nobody closes is told as it stands.
                _ if is_last => self.bytes.len(),
                _ if self.bytes.len() <= self.options.longest_record => {
                    self.fill(self.bytes.len() + self.options.segment_size)?;
                    continue;
                }
                _ if cutter.resume(&self.bytes) => continue,
                _ => {
                    if !self.too_long(&mut cutter, hand_on)? {
                        return Ok(false);
                    }
                    if self.is_over && self.bytes.is_empty() {
                        return Ok(true);
                    }
                    continue;
                }
            };
            if self.bytes.len() > self.options.longest_record && is_last && cutter.last(&self.bytes).is_none() {
                return self.too_long(&mut cutter, hand_on);
            }
            let part = cutter.part(self.base, is_last);
            if !hand_on(self.take(cut, part)) {
                return Ok(false);
            }
            cutter.forget(cut);
            if is_last {
                return Ok(true);
            }
            self.fill(self.options.segment_size)?;
        }
    }

    /// A file that cannot be cut.
    fn whole(&mut self, hand_on: &mut dyn FnMut(Segment) -> bool) -> std::io::Result<bool> {
        // What is no text is seen at its beginning, and need not be read to its end.
        let encoding = self.job.encoding;
        let may_be_text = |bytes: &[u8]| looks_like_text(bytes) || encoding.or(Encoding::told(bytes)).is_some();
        // What is handed through must be complete.
        let is_handed_through = self.job.input.is_standard() && matches!(self.destination, Destination::Caller);
        if !self.is_over && is_handed_through {
            self.file.read_at_most(u64::MAX, &mut self.bytes)?;
            self.is_over = true;
        }
        if let Some(reason) = syntax::by_content(plain_name(&self.job.input.shown), &self.bytes) {
            let length = self.bytes.len();
            return Ok(hand_on(self.take(length, Part::NotRead(reason))));
        }
        if !self.is_over && may_be_text(&self.bytes) {
            self.file.read_at_most(u64::MAX, &mut self.bytes)?;
        }
        Ok(hand_on(self.take(self.bytes.len(), Part::Whole)))
    }

    /// Passes over a record that is longer than allowed.
    fn too_long(&mut self, cutter: &mut Cutter, hand_on: &mut dyn FnMut(Segment) -> bool) -> std::io::Result<bool> {
        let begins = self.base;
        let mut kept = self.bytes[..self.bytes.len().min(KEPT)].to_vec();
        // What is kept is cut between two characters.
        while kept.last().is_some_and(|byte| *byte >= 0x80) {
            kept.pop();
        }
        let mut lines = 0;
        loop {
            let cut = cutter.first(&self.bytes);
            // A line end and what stands around it may be split between two readings.
            let passed = cut.unwrap_or_else(|| if self.is_over { self.bytes.len() } else { self.bytes.len() - KEPT });
            lines += memchr::memchr_iter(b'\n', &self.bytes[..passed]).count() as u64;
            if matches!(self.destination, Destination::Caller) {
                let segment = self.take(passed, Part::Passed { is_last: false });
                if !hand_on(segment) {
                    return Ok(false);
                }
            } else {
                self.bytes.drain(..passed);
                self.base += passed as u64;
            }
            cutter.forget(passed);
            if cut.is_some() || self.is_over {
                break;
            }
            self.fill(self.options.segment_size)?;
        }
        let is_last = self.is_over && self.bytes.is_empty();
        let part = Part::TooLong { lines, is_last };
        let destination = self.destination(is_last);
        let is_of_records = self.is_of_records;
        Ok(hand_on(Segment { job: self.number, bytes: kept, base: begins, part, destination, is_of_records }))
    }

    /// What a segment is to be fixed for. Why a file is not fixed is said with its first segment.
    fn destination(&mut self, is_last: bool) -> Destination {
        match &mut self.destination {
            Destination::File(target, _) => Destination::File(Arc::clone(target), is_last.then(|| self.file.seal())),
            Destination::Caller => Destination::Caller,
            Destination::None(reason) => Destination::None(reason.take()),
        }
    }

    /// The first bytes of what is held, as a segment.
    fn take(&mut self, length: usize, part: Part) -> Segment {
        let rest = self.bytes.split_off(length);
        let bytes = std::mem::replace(&mut self.bytes, rest);
        let base = self.base;
        self.base += length as u64;
        let destination = self.destination(part.is_last());
        Segment { job: self.number, bytes, base, part, destination, is_of_records: self.is_of_records }
    }

    /// Reads until so many bytes are held, or the file is over.
    fn fill(&mut self, length: usize) -> std::io::Result<()> {
        while self.bytes.len() < length && !self.is_over {
            let missing = length - self.bytes.len();
            // A small file takes no more memory than it has.
            let step = if self.bytes.is_empty() { missing.min(FIRST) } else { missing };
            self.bytes.reserve(step);
            let read = self.file.read_at_most(step as u64, &mut self.bytes)?;
            self.is_over = read < step;
        }
        Ok(())
    }
}

/// A NUL byte near the beginning marks a binary file, as for git.
pub(super) fn looks_like_text(bytes: &[u8]) -> bool {
    const PROBE: usize = 8000;
    memchr::memchr(0, &bytes[..bytes.len().min(PROBE)]).is_none()
}

/// Whether a value ends before the line end at `at`, and another one begins behind it: inside of a value a comma would
/// stand between the two brackets.
fn is_between(bytes: &[u8], at: usize) -> bool {
    let before = bytes[..at].iter().rev().find(|byte| !byte.is_ascii_whitespace());
    before == Some(&b'}') && begins_behind(bytes, at)
}

/// Whether an object begins behind the line end at `at`.
fn begins_behind(bytes: &[u8], at: usize) -> bool {
    bytes[at + 1..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_falls_between_records() {
        let mut values = Cutter::Values(Syntax::Json);
        assert_eq!(values.last(b"{\"a\":1}\n{\"b\":2}\n{\"c"), Some(16));
        assert_eq!(values.first(b"{\"a\":1}\n{\"b\":2}\n{\"c"), Some(8));
        assert_eq!(values.last(b"{\"a\":1}\r\n\r\n{\"b\":2}"), Some(11));
        assert_eq!(values.last(b"{\"a\": [{\n},\n{\n}]}"), None);
        assert_eq!(values.last(b"{\"a\":1}"), None);
        assert_eq!(values.last(b""), None);
        assert_eq!(values.first(b"{\"a\": \"\n{\"b\":2}\n{"), Some(16));
        assert_eq!(Cutter::Values(Syntax::Ndjson).first(b"{\"a\": \"\n{\"b\":2}\n{"), Some(8));
    }
}
