//! Decoding and positions: the text of a file, and the line and column of an offset.
//!
//! Nothing here interprets the text, apart from measuring how similar two names are. Offsets within a [`Chunk`] are
//! `u32`. A chunk knows its offset in the file, so that positions in a file of any size are `u64`.

mod encoding;
pub mod ends;
mod files;
mod line_index;
mod near;
pub mod scan;
pub(crate) mod tex;
mod unseen;
mod utf32;
mod widths;

pub use encoding::{Decoded, Encoding, WrongByte, decode_lossy};
pub use files::{Files, FilesError};
pub use line_index::{LineIndex, Position};
pub use near::{MAX_COMPARISONS, edit_distance, nearest};
pub use scan::StringSummary;
pub use unseen::is_unseen;
pub use widths::Widths;

/// A range of bytes within the text of one [`Chunk`], end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset just after the last byte.
    pub end: u32,
}

impl Span {
    /// Creates the span from `start` to `end`, in bytes of the chunk's text.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Returns the span as a range for slicing a string.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the span is empty.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// A file as the linter sees it: the name given by the user, and the decoded text.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The path as given on the command line, or as found in a folder given there.
    pub path: &'a str,
    /// The text without a byte order mark.
    pub chunk: Chunk<'a>,
    /// The bytes that cannot be decoded, in order. The text has `?` for each.
    pub wrong: &'a [WrongByte],
}

/// Why the bytes of a file are not read as UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotText {
    /// The content declares another encoding.
    Encoded(Encoding),
    /// The bytes are not UTF-8; the offset of the first invalid one.
    InvalidUtf8(u64),
    /// More than 4 GiB.
    TooLarge,
}

/// The byte order mark of UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

impl<'a> Source<'a> {
    /// Reads `bytes` as UTF-8. Fails with the reason why that is not possible.
    pub fn new(path: &'a str, bytes: &'a [u8]) -> Result<Self, NotText> {
        if let Some(encoding) = Encoding::detected(bytes) {
            return Err(NotText::Encoded(encoding));
        }
        if u32::try_from(bytes.len()).is_err() {
            return Err(NotText::TooLarge);
        }
        let body = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        let base = (bytes.len() - body.len()) as u64;
        // The fast check first. Only a file that fails it is read again to find the position.
        if let Ok(text) = simdutf8::basic::from_utf8(body) {
            return Ok(Self { path, chunk: Chunk::new(text, base), wrong: &[] });
        }
        let valid = simdutf8::compat::from_utf8(body).map_or_else(|error| error.valid_up_to(), str::len);
        Err(NotText::InvalidUtf8(base + valid as u64))
    }
}

/// A part of a source's text that is parsed as a unit.
#[derive(Clone, Copy, Debug)]
pub struct Chunk<'a> {
    /// The text. Every [`Span`] counts its bytes.
    pub text: &'a str,
    /// The offset of the text in the file, in the file's own bytes.
    pub base: u64,
    /// The number of bytes that a character takes in the file.
    pub units: Units,
    /// The same number where it varies between characters. `None` if the file is spelled as the encoder would write it.
    pub widths: Option<&'a Widths>,
}

/// The width of characters in a file. Reported offsets count the file's own bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Units {
    /// One to four bytes, as in the text itself.
    #[default]
    Utf8,
    /// Two bytes, or four.
    Utf16,
    /// Four bytes.
    Utf32,
    /// One byte.
    Single,
    /// One byte or more, in this encoding.
    Multiple(Encoding),
}

impl Units {
    /// Returns the number of bytes that `text` takes in the file.
    pub fn length(self, text: &str) -> u64 {
        match self {
            Units::Utf8 => text.len() as u64,
            Units::Utf16 => 2 * text.encode_utf16().count() as u64,
            Units::Utf32 => (utf32::WIDTH * text.chars().count()) as u64,
            Units::Single => text.chars().count() as u64,
            Units::Multiple(encoding) => encoding.length(text),
        }
    }
}

impl<'a> Chunk<'a> {
    /// Creates a chunk of UTF-8 that begins at `base`.
    pub const fn new(text: &'a str, base: u64) -> Self {
        Self { text, base, units: Units::Utf8, widths: None }
    }

    /// Returns the text of `span`, or an empty string if the span is out of bounds.
    pub fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_order_mark_moves_the_base() {
        let source = Source::new("a", b"\xEF\xBB\xBF{}").ok().map(|s| (s.chunk.text, s.chunk.base));
        assert_eq!(source, Some(("{}", 3)));
    }

    #[test]
    fn reason_for_not_being_text() {
        let why = |bytes: &'static [u8]| Source::new("a", bytes).err();
        assert!(matches!(why(b"\xFF\xFE{\0"), Some(NotText::Encoded(_))));
        assert_eq!(why(b"ab\xFFcd"), Some(NotText::InvalidUtf8(2)));
        assert_eq!(why(b"\xEF\xBB\xBFab\xFFcd"), Some(NotText::InvalidUtf8(5)));
        assert_eq!(why("zażółć".as_bytes()), None);
    }
}
