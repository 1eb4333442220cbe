//! The files of a run as pieces that can be checked apart: a small file is one, a long one of a record a line is several.

use super::unpack::plain_name;
use super::{Job, files, piece};
use crate::syntax::{self, Syntax};
use std::io::Read;

/// So many bytes are read before a file is cut. A few thousand records: much more than handing them on costs.
const LENGTH: usize = 1 << 20;

/// What is checked at one time.
#[derive(Debug)]
pub(super) struct Piece {
    /// The number of its job.
    pub(super) job: usize,
    /// The bytes.
    pub(super) bytes: Vec<u8>,
    /// Where they begin in the file.
    pub(super) base: u64,
    /// Which part of the file it is.
    pub(super) part: Part,
}

/// Which part of a file a piece is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// One of several of a file of a record a line; whether it is the last.
    Lines { is_last: bool },
    /// Nothing: it could not be read, and why.
    Unreadable(String),
}

/// Reads the file of a job and hands its pieces on, in order. False if no more are wanted.
pub(super) fn read(number: usize, job: &Job, hand_on: &mut dyn FnMut(Piece) -> bool) -> bool {
    let unreadable = |error: &std::io::Error, base: u64| Piece {
        job: number,
        bytes: Vec::new(),
        base,
        part: Part::Unreadable(files::in_words(error)),
    };
    let mut file = match job.input.open() {
        Ok(file) => file,
        Err(error) => return hand_on(unreadable(&error, 0)),
    };
    let mut bytes = Vec::new();
    if let Err(error) = fill(&mut file, &mut bytes, LENGTH) {
        return hand_on(unreadable(&error, 0));
    }
    if bytes.len() < LENGTH || !is_lines(job, &bytes) {
        if let Err(error) = file.read_to_end(&mut bytes) {
            return hand_on(unreadable(&error, 0));
        }
        return hand_on(Piece { job: number, bytes, base: 0, part: Part::Whole });
    }
    let mut base = 0;
    loop {
        let cut = cut(&bytes);
        let is_last = cut.is_none() && bytes.len() < LENGTH;
        let Some(cut) = cut.or(is_last.then_some(bytes.len())) else {
            // A record that is longer than a piece.
            let before = bytes.len();
            match fill(&mut file, &mut bytes, before + LENGTH) {
                Ok(()) if bytes.len() == before => {
                    return hand_on(Piece { job: number, bytes, base, part: Part::Lines { is_last: true } });
                }
                Ok(()) => continue,
                Err(error) => return hand_on(unreadable(&error, base)),
            }
        };
        let rest = bytes.split_off(cut);
        let length = bytes.len() as u64;
        if !hand_on(Piece { job: number, bytes, base, part: Part::Lines { is_last } }) {
            return false;
        }
        if is_last {
            return true;
        }
        base += length;
        bytes = rest;
        if let Err(error) = fill(&mut file, &mut bytes, LENGTH) {
            return hand_on(unreadable(&error, base));
        }
    }
}

/// Reads until there are so many bytes, or the file is over.
fn fill(file: &mut dyn Read, bytes: &mut Vec<u8>, length: usize) -> std::io::Result<()> {
    let missing = length.saturating_sub(bytes.len()) as u64;
    file.take(missing).read_to_end(bytes).map(|_| ())
}

/// Whether a long file is one of a record a line, by its beginning.
fn is_lines(job: &Job, bytes: &[u8]) -> bool {
    let Some(end) = cut(bytes).filter(|_| piece::looks_like_text(bytes)) else { return false };
    // A mark of another encoding than UTF-8 is told with the whole file.
    let body = bytes[..end].strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes[..end]);
    let Ok(text) = simdutf8::basic::from_utf8(body) else { return false };
    match job.syntax {
        Some(syntax) => syntax == Syntax::Ndjson,
        None => syntax::detect(plain_name(&job.input.shown), text) == Ok(Syntax::Ndjson),
    }
}

/// Behind the last line end at which a record ends and another one begins: before it stands a `}`, behind it a `{`.
/// Inside of a record a comma would stand between the two.
fn cut(bytes: &[u8]) -> Option<usize> {
    let mut end = bytes.len();
    while let Some(at) = memchr::memrchr(b'\n', &bytes[..end]) {
        let before = bytes[..at].iter().rev().find(|byte| !byte.is_ascii_whitespace());
        let behind = bytes[at + 1..].iter().find(|byte| !byte.is_ascii_whitespace());
        if before == Some(&b'}') && behind == Some(&b'{') {
            return Some(at + 1);
        }
        end = at;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_falls_between_records() {
        assert_eq!(cut(b"{\"a\":1}\n{\"b\":2}\n{\"c"), Some(16));
        assert_eq!(cut(b"{\"a\":1}\r\n\r\n{\"b\":2}"), Some(11));
        assert_eq!(cut(b"{\"a\": [{\n},\n{\n}]}"), None);
        assert_eq!(cut(b"{\"a\":1}"), None);
        assert_eq!(cut(b""), None);
    }
}
