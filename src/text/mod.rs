//! Decoding and positions: the text of a file, and the line and column of an offset.
//!
//! Nothing here interprets the text, apart from measuring how similar two names are. Offsets within a [`Chunk`] are
//! `u32`. A chunk knows its offset in the file, so that positions in a file of any size are `u64`.

mod decoded;
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

pub use decoded::{BYTE_ORDER_MARK, Decoded, TooLarge, looks_like_text};
pub use encoding::{Encoding, WrongByte};
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

impl<'a> Source<'a> {
    /// Creates a source for a text that is already decoded, such as that of a configuration.
    pub fn of_text(path: &'a str, text: &'a str) -> Result<Self, TooLarge> {
        let body = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let base = (text.len() - body.len()) as u64;
        u32::try_from(text.len()).map_err(|_| TooLarge)?;
        Ok(Self { path, chunk: Chunk::new(body, base), wrong: &[] })
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
        let of_bytes = Decoded::new(b"\xEF\xBB\xBF{}", 0, None).expect("it is short");
        assert_eq!((of_bytes.text.as_ref(), of_bytes.base), ("{}", 3));
        let of_text = Source::of_text("a", "\u{FEFF}{}").expect("it is short");
        assert_eq!((of_text.chunk.text, of_text.chunk.base), ("{}", 3));
        let later = Decoded::new(b"\xEF\xBB\xBF{}", 9, None).expect("it is short");
        assert_eq!((later.text.as_ref(), later.base), ("\u{FEFF}{}", 9), "only at the beginning of a file");
    }

    #[test]
    fn an_encoding_that_the_file_declares_takes_precedence() {
        let latin_2 = Encoding::named("iso-8859-2");
        let text = |bytes: &[u8], named| Decoded::new(bytes, 0, named).expect("it is short").text.into_owned();
        assert_eq!(text(b"\xB1", latin_2), "ą");
        assert_eq!(
            text(b"<?xml version='1.0' encoding='latin1'?>\xB1", latin_2),
            "<?xml version='1.0' encoding='latin1'?>±"
        );
        assert_eq!(text(b"a\xFF", None), "a?");
        assert_eq!(text("ą".as_bytes(), Encoding::named("utf-8")), "ą");
    }
}
