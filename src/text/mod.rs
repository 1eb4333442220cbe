//! Bytes and places: what a file's text is, and how an offset becomes a line and a column.
//!
//! Nothing here knows what the text means, or more of a name than how near it is to another. Offsets within a [`Chunk`]
//! are `u32`; the chunk knows where it begins in its file, so that a position in a file of any size is a `u64`.

mod encoding;
pub mod ends;
mod files;
mod line_index;
mod near;
pub mod signs;
pub(crate) mod tex;
mod unseen;
mod utf32;
mod widths;

pub use encoding::{Decoded, Encoding, WrongByte, mend};
pub use files::{Files, FilesError};
pub use line_index::{LineIndex, Position};
pub use near::{MOST_COMPARED, nearest, slips};
pub use signs::Look;
pub use unseen::is_unseen;
pub use widths::Widths;

/// A range of bytes within the text of one [`Chunk`], end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset just behind the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, in bytes of the chunk's text.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The span as a range that slices a text.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the span holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// A file as the linter sees it: the name the user gave, and the decoded text.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The path as given on the command line, or as found below a folder given there.
    pub path: &'a str,
    /// The text, behind a byte order mark if there was one.
    pub chunk: Chunk<'a>,
    /// The bytes that stand for nothing in the file's encoding, in order; the text has `?` for each.
    pub wrong: &'a [WrongByte],
}

/// Why a file's bytes are not read as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotText {
    /// The bytes are those of another encoding, which they tell themselves.
    Encoded(Encoding),
    /// The bytes are not UTF-8: the offset of the first one that is not.
    InvalidUtf8(u64),
    /// More than 4 GiB.
    TooLarge,
}

/// The byte order mark of UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

impl<'a> Source<'a> {
    /// The text of `bytes`, or the reason why they are none.
    pub fn new(path: &'a str, bytes: &'a [u8]) -> Result<Self, NotText> {
        if let Some(encoding) = Encoding::told(bytes) {
            return Err(NotText::Encoded(encoding));
        }
        if u32::try_from(bytes.len()).is_err() {
            return Err(NotText::TooLarge);
        }
        let body = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        let base = (bytes.len() - body.len()) as u64;
        // The fast check first; only a file that fails is read again to learn where.
        if let Ok(text) = simdutf8::basic::from_utf8(body) {
            return Ok(Self { path, chunk: Chunk::new(text, base), wrong: &[] });
        }
        let valid = simdutf8::compat::from_utf8(body).map_or_else(|error| error.valid_up_to(), str::len);
        Err(NotText::InvalidUtf8(base + valid as u64))
    }
}

/// A run of a source's text that is parsed as one.
#[derive(Clone, Copy, Debug)]
pub struct Chunk<'a> {
    /// The text; every [`Span`] counts its bytes.
    pub text: &'a str,
    /// Where the text begins in the file, in the file's own bytes.
    pub base: u64,
    /// How many of the file's own bytes a character takes.
    pub units: Units,
    /// How many it takes where that depends on the character; nothing where the text is as the encoder writes it.
    pub widths: Option<&'a Widths>,
}

/// How a file writes a character: offsets that a person is told count the file's own bytes.
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
    /// How many bytes of the file a text takes.
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
    /// A text of UTF-8 that begins at `base`.
    pub const fn new(text: &'a str, base: u64) -> Self {
        Self { text, base, units: Units::Utf8, widths: None }
    }

    /// The text below `span`; empty where the span does not fit the text.
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
    fn what_is_not_text_is_told() {
        let why = |bytes: &'static [u8]| Source::new("a", bytes).err();
        assert!(matches!(why(b"\xFF\xFE{\0"), Some(NotText::Encoded(_))));
        assert_eq!(why(b"ab\xFFcd"), Some(NotText::InvalidUtf8(2)));
        assert_eq!(why(b"\xEF\xBB\xBFab\xFFcd"), Some(NotText::InvalidUtf8(5)));
        assert_eq!(why("zażółć".as_bytes()), None);
    }
}
