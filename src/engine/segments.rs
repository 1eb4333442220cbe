//! Reads the files of a run in segments that can be checked independently. A small file is one segment; a long file of
//! many records is several.

use super::decompress::uncompressed_name;
use super::panics::catch_panic;
use super::write::{Checksum, ChecksumReader, Target};
use super::{Job, RunOptions, files};
use crate::diagnostic::show;
use crate::shape;
use crate::syntax::{self, Items, Reason, Splitter, Syntax};
use crate::text::{BYTE_ORDER_MARK, Encoding, looks_like_text};
use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;

/// The number of bytes that are read first. Most files are not longer.
const FIRST: usize = 1 << 16;

/// The number of bytes that are kept of a record that is too long, to show where it begins.
const KEPT: usize = 1 << 10;

/// A part of a file that is checked on its own.
#[derive(Debug)]
pub(super) struct Segment {
    /// The number of its job.
    pub(super) job: usize,
    /// The bytes.
    pub(super) bytes: Vec<u8>,
    /// The offset of the bytes in the file.
    pub(super) base: u64,
    /// Which part of the file it is.
    pub(super) part: Part,
    /// Where the fixed bytes go.
    pub(super) destination: Destination,
    /// Whether the file begins like one that contains records.
    pub(super) looks_like_records: bool,
}

/// Where the fixed bytes of a segment go.
#[derive(Clone, Debug)]
pub(super) enum Destination {
    /// The segment is only checked. If it was to be fixed, the reason why it is not.
    None(Option<String>),
    /// Passed to the caller.
    Caller,
    /// Written to the file. The last segment has the checksum of all bytes that were read.
    File(Arc<Target>, Option<Checksum>),
}

impl Default for Destination {
    fn default() -> Self {
        Destination::None(None)
    }
}

/// Which part of a file a segment is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The whole file.
    Whole,
    /// Some of its consecutive values, and whether they are the last.
    Values { syntax: Syntax, is_last: bool },
    /// Some of the items of its list.
    Items(Items),
    /// The beginning of a record that is longer than allowed, the number of line ends in that record, and whether it is
    /// the last one.
    TooLong { lines: u64, is_last: bool },
    /// Bytes of a record that is too long. They are passed to the caller unchanged.
    PassThrough { is_last: bool },
    /// Nothing, because the file could not be read.
    Unreadable(String),
    /// Nothing, because the file should not be read.
    NotRead(&'static Reason),
}

impl Part {
    /// Whether it is the last part of the file.
    pub(super) fn is_last(&self) -> bool {
        match self {
            Part::Whole | Part::Unreadable(_) | Part::NotRead(_) => true,
            Part::Values { is_last, .. } | Part::TooLong { is_last, .. } | Part::PassThrough { is_last } => *is_last,
            Part::Items(items) => items.is_last,
        }
    }
}

/// Returns the text at the beginning of a file. An incomplete last character is dropped.
fn beginning(bytes: &[u8]) -> Cow<'_, str> {
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) if error.error_len().is_none() => String::from_utf8_lossy(&bytes[..error.valid_up_to()]),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

/// Finds the places at which a long file may be cut.
enum Cutter {
    /// Cuts between two values, where one ends a line and the next begins a line.
    Values(Syntax),
    /// Cuts between two items of a list.
    Items(Splitter),
}

impl Cutter {
    /// Creates the cutter for a long file with this beginning. `None` if the file must be read as a whole.
    fn new(job: &Job, head: &[u8]) -> Option<Self> {
        let encoding = Encoding::detected(head).or(job.encoding);
        if !looks_like_text(head) || encoding.is_some_and(|encoding| !encoding.keeps_lines()) {
            return None;
        }
        let body = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head);
        let syntax = match job.syntax {
            Some(syntax) => syntax,
            // Only ASCII characters determine a syntax of this kind.
            None => syntax::detect(uncompressed_name(&job.input.display_path), &beginning(body)).ok()?,
        };
        let is_syntax_named = job.syntax.is_some();
        match syntax {
            Syntax::Ndjson => Some(Cutter::Values(syntax)),
            Syntax::Json if encoding.is_none_or(Encoding::keeps_ascii) => match Splitter::new(body, shape::is_native) {
                Some(mut splitter) => {
                    splitter.skip(head.len() - body.len());
                    Some(Cutter::Items(splitter))
                }
                None if is_syntax_named => None,
                None => Some(Cutter::Values(syntax)),
            },
            Syntax::Json | Syntax::Yaml | Syntax::Xml | Syntax::Bibtex | Syntax::Ris | Syntax::Page => None,
        }
    }

    /// Returns the syntax of the file.
    fn syntax(&self) -> Syntax {
        match self {
            Cutter::Values(syntax) => *syntax,
            Cutter::Items(_) => Syntax::Json,
        }
    }

    /// Returns the last position at which `bytes` may be cut.
    fn last(&mut self, bytes: &[u8]) -> Option<usize> {
        match self {
            Cutter::Values(_) => {
                memchr::memrchr_iter(b'\n', bytes).find(|end| is_value_boundary(bytes, *end)).map(|end| end + 1)
            }
            Cutter::Items(splitter) => splitter.cuts(bytes).map(|(_, last)| last),
        }
    }

    /// Returns the first position after a record that is too long. In NDJSON, every line end is a candidate.
    fn first(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut ends = memchr::memchr_iter(b'\n', bytes);
        let end = match self {
            Cutter::Values(Syntax::Ndjson) => ends.find(|end| object_follows(bytes, *end)),
            Cutter::Values(_) => ends.find(|end| is_value_boundary(bytes, *end)),
            Cutter::Items(splitter) => return splitter.cuts(bytes).map(|(first, _)| first),
        };
        end.map(|end| end + 1)
    }

    /// Tries to find a position where counting brackets finds none.
    fn resume(&mut self, bytes: &[u8]) -> bool {
        match self {
            Cutter::Items(splitter) => splitter.resume(bytes),
            Cutter::Values(_) => false,
        }
    }

    /// Drops the first `cut` bytes.
    fn forget(&mut self, cut: usize) {
        if let Cutter::Items(splitter) = self {
            splitter.forget(cut);
        }
    }

    /// Returns which part of the file a segment at `base` is.
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
    file: ChecksumReader<Box<dyn Read>>,
    destination: Destination,
    bytes: Vec<u8>,
    base: u64,
    is_at_end: bool,
    /// Whether the file begins like one that contains records.
    looks_like_records: bool,
}

/// Reads the file of a job and sends its segments in order. A record that is longer than allowed is not kept in memory.
/// Returns false if no more segments are wanted. A panic on the way is an internal error of that file.
pub(super) fn read(number: usize, job: &Job, options: &RunOptions, send: &mut dyn FnMut(Segment) -> bool) -> bool {
    let empty = |part: Part, base: u64| Segment {
        job: number,
        bytes: Vec::new(),
        base,
        part,
        destination: Destination::default(),
        looks_like_records: false,
    };
    if let Some(reason) = job.input.excluded() {
        return send(empty(Part::NotRead(reason), 0));
    }
    let result = catch_panic(|| read_segments(number, job, options, send));
    let (reason, base) = match result {
        Ok(Ok(go_on)) => return go_on,
        Ok(Err((error, base))) => (why_unreadable(&error), base),
        Err(reason) => (reason, 0),
    };
    send(empty(Part::Unreadable(reason), base))
}

/// Returns why a file that was found could not be read.
fn why_unreadable(error: &std::io::Error) -> String {
    let is_gone = error.kind() == std::io::ErrorKind::NotFound;
    if is_gone { "it was removed during the run".to_owned() } else { files::describe_error(error) }
}

/// Does the work of [`read`]. The error has the offset from which the file could not be read.
fn read_segments(
    number: usize,
    job: &Job,
    options: &RunOptions,
    send: &mut dyn FnMut(Segment) -> bool,
) -> Result<bool, (std::io::Error, u64)> {
    let (file, destination) = open(job, options).map_err(|error| (error, 0))?;
    let file = ChecksumReader::new(file, matches!(destination, Destination::File(..)));
    let bytes = Vec::new();
    let mut reading = Reading {
        number,
        job,
        options,
        file,
        destination,
        bytes,
        base: 0,
        is_at_end: false,
        looks_like_records: false,
    };
    reading.send_segments(send).map_err(|error| (error, reading.base))
}

/// Opens the file of a job, and determines where its fixed bytes go.
fn open(job: &Job, options: &RunOptions) -> std::io::Result<(Box<dyn Read>, Destination)> {
    let Some(fixing) = options.fixing else { return Ok((job.input.open()?, Destination::default())) };
    let (file, target) = job.input.open_to_fix()?;
    let destination = match target {
        _ if job.input.is_standard() => Destination::Caller,
        Err(reason) => Destination::None(Some(reason)),
        // A longer file would be split, but the whole file must be linted again after each answer.
        Ok(_)
            if options.interview.is_some()
                && job.input.size().is_none_or(|size| size >= options.segment_size as u64) =>
        {
            let most = show::size(options.segment_size as u64);
            Destination::None(Some(format!("it is longer than {most}; use `recordlint check --fix`")))
        }
        Ok(_) if !fixing.writes => Destination::Caller,
        Ok(target) => Destination::File(Arc::new(target), None),
    };
    Ok((file, destination))
}

impl Reading<'_> {
    fn send_segments(&mut self, send: &mut dyn FnMut(Segment) -> bool) -> std::io::Result<bool> {
        self.fill(self.options.segment_size)?;
        let cutter = if self.is_at_end { None } else { Cutter::new(self.job, &self.bytes) };
        let Some(mut cutter) = cutter else { return self.send_whole(send) };
        let name = uncompressed_name(&self.job.input.display_path);
        self.looks_like_records = shape::has_evidence_of_record(name, cutter.syntax(), &beginning(&self.bytes));
        loop {
            let is_last = self.is_at_end;
            let cut = match cutter.last(&self.bytes) {
                Some(last) if !is_last => last,
                // The last segment is everything that is left, even if the list is not closed.
                _ if is_last => self.bytes.len(),
                _ if self.bytes.len() <= self.options.longest_record => {
                    self.fill(self.bytes.len() + self.options.segment_size)?;
                    continue;
                }
                _ if cutter.resume(&self.bytes) => continue,
                _ => {
                    if !self.skip_long_record(&mut cutter, send)? {
                        return Ok(false);
                    }
                    if self.is_at_end && self.bytes.is_empty() {
                        return Ok(true);
                    }
                    continue;
                }
            };
            if self.bytes.len() > self.options.longest_record && is_last && cutter.last(&self.bytes).is_none() {
                return self.skip_long_record(&mut cutter, send);
            }
            let part = cutter.part(self.base, is_last);
            if !send(self.take(cut, part)) {
                return Ok(false);
            }
            cutter.forget(cut);
            if is_last {
                return Ok(true);
            }
            self.fill(self.options.segment_size)?;
        }
    }

    /// Sends a file that cannot be cut.
    fn send_whole(&mut self, send: &mut dyn FnMut(Segment) -> bool) -> std::io::Result<bool> {
        // The beginning shows whether the file is text. Only text is read to its end.
        let encoding = self.job.encoding;
        let may_be_text = |bytes: &[u8]| looks_like_text(bytes) || encoding.or(Encoding::detected(bytes)).is_some();
        // What is passed to the caller must be complete.
        let is_passed_through = self.job.input.is_standard() && matches!(self.destination, Destination::Caller);
        if !self.is_at_end && is_passed_through {
            self.file.read_up_to(u64::MAX, &mut self.bytes)?;
            self.is_at_end = true;
        }
        if let Some(reason) = syntax::by_content(uncompressed_name(&self.job.input.display_path), &self.bytes) {
            let length = self.bytes.len();
            return Ok(send(self.take(length, Part::NotRead(reason))));
        }
        if !self.is_at_end && may_be_text(&self.bytes) {
            self.file.read_up_to(u64::MAX, &mut self.bytes)?;
        }
        Ok(send(self.take(self.bytes.len(), Part::Whole)))
    }

    /// Skips a record that is longer than allowed.
    fn skip_long_record(
        &mut self,
        cutter: &mut Cutter,
        send: &mut dyn FnMut(Segment) -> bool,
    ) -> std::io::Result<bool> {
        let begins = self.base;
        let mut head = self.bytes[..self.bytes.len().min(KEPT)].to_vec();
        // The cut must be between two characters.
        while head.last().is_some_and(|byte| *byte >= 0x80) {
            head.pop();
        }
        let mut lines = 0;
        loop {
            let cut = cutter.first(&self.bytes);
            // A line end and its surroundings may be split between two reads.
            let passed = cut.unwrap_or_else(|| if self.is_at_end { self.bytes.len() } else { self.bytes.len() - KEPT });
            lines += memchr::memchr_iter(b'\n', &self.bytes[..passed]).count() as u64;
            if matches!(self.destination, Destination::Caller) {
                let segment = self.take(passed, Part::PassThrough { is_last: false });
                if !send(segment) {
                    return Ok(false);
                }
            } else {
                self.bytes.drain(..passed);
                self.base += passed as u64;
            }
            cutter.forget(passed);
            if cut.is_some() || self.is_at_end {
                break;
            }
            self.fill(self.options.segment_size)?;
        }
        let is_last = self.is_at_end && self.bytes.is_empty();
        let part = Part::TooLong { lines, is_last };
        let destination = self.destination(is_last);
        let looks_like_records = self.looks_like_records;
        Ok(send(Segment { job: self.number, bytes: head, base: begins, part, destination, looks_like_records }))
    }

    /// Returns the destination of the next segment. The first segment carries the reason why a file is not fixed.
    fn destination(&mut self, is_last: bool) -> Destination {
        match &mut self.destination {
            Destination::File(target, _) => {
                Destination::File(Arc::clone(target), is_last.then(|| self.file.checksum()))
            }
            Destination::Caller => Destination::Caller,
            Destination::None(reason) => Destination::None(reason.take()),
        }
    }

    /// Removes the first bytes of the buffer as a segment.
    fn take(&mut self, length: usize, part: Part) -> Segment {
        let rest = self.bytes.split_off(length);
        let bytes = std::mem::replace(&mut self.bytes, rest);
        let base = self.base;
        self.base += length as u64;
        let destination = self.destination(part.is_last());
        Segment { job: self.number, bytes, base, part, destination, looks_like_records: self.looks_like_records }
    }

    /// Reads until the buffer has `length` bytes or the file ends.
    fn fill(&mut self, length: usize) -> std::io::Result<()> {
        while self.bytes.len() < length && !self.is_at_end {
            let missing = length - self.bytes.len();
            // A small file takes no more memory than it needs.
            let step = if self.bytes.is_empty() { missing.min(FIRST) } else { missing };
            self.bytes.reserve(step);
            let read = self.file.read_up_to(step as u64, &mut self.bytes)?;
            self.is_at_end = read < step;
        }
        Ok(())
    }
}

/// Whether a value ends before the line end at `at` and another one begins after it. Inside a value there would be a
/// comma between the two brackets.
fn is_value_boundary(bytes: &[u8], at: usize) -> bool {
    let before = bytes[..at].iter().rev().find(|byte| !byte.is_ascii_whitespace());
    before == Some(&b'}') && object_follows(bytes, at)
}

/// Whether an object begins after the line end at `at`.
fn object_follows(bytes: &[u8], at: usize) -> bool {
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
