//! The one way from the bytes of a file to its text, and back.

use super::encoding::{Encoding, decode_lossy};
use super::{Chunk, Source, Units, Widths, WrongByte};
use std::borrow::Cow;

/// The byte order mark of UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The number of bytes that are searched for a NUL byte, as in Git.
const NUL_PROBE: usize = 8000;

/// The text of a file or of a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text without a byte order mark. It is borrowed if the bytes are UTF-8.
    pub text: Cow<'a, str>,
    /// The encoding of the bytes. `None` for UTF-8.
    pub encoding: Option<Encoding>,
    /// The offset of the text in the file.
    pub base: u64,
    /// The number of bytes that a character takes in the file.
    pub units: Units,
    /// The same number where it varies between characters.
    pub widths: Option<Widths>,
    /// The bytes that could not be decoded, in order.
    pub wrong: Vec<WrongByte>,
}

/// Bytes that are more than 4 GiB of text, so that their spans do not fit into 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

impl<'a> Decoded<'a> {
    /// Decodes `bytes`, which begin at offset `base` of their file. An encoding that the file itself declares takes
    /// precedence over `named`. Without either, the bytes are UTF-8, and invalid ones are replaced.
    pub fn new(bytes: &'a [u8], base: u64, named: Option<Encoding>) -> Result<Self, TooLarge> {
        if u32::try_from(bytes.len()).is_err() {
            return Err(TooLarge);
        }
        // Only the beginning of a file can declare its encoding.
        let declared = if base == 0 { Encoding::detected(bytes) } else { None };
        if let Some(encoding) = declared.or(named).filter(|encoding| !encoding.is_utf8()) {
            let decoded = encoding.decode(bytes, base);
            return if u32::try_from(decoded.text.len()).is_ok() { Ok(decoded) } else { Err(TooLarge) };
        }
        let body = bytes.strip_prefix(BYTE_ORDER_MARK).filter(|_| base == 0).unwrap_or(bytes);
        let base = base + (bytes.len() - body.len()) as u64;
        Ok(match simdutf8::basic::from_utf8(body) {
            Ok(text) => Decoded {
                text: Cow::Borrowed(text),
                encoding: None,
                base,
                units: Units::Utf8,
                widths: None,
                wrong: Vec::new(),
            },
            Err(_) => decode_lossy(body, base),
        })
    }

    /// Whether the bytes should be UTF-8, and some of them are not.
    pub fn is_invalid_utf8(&self) -> bool {
        self.encoding.is_none() && !self.wrong.is_empty()
    }

    /// Returns the text as a source named `path`.
    pub fn source<'s>(&'s self, path: &'s str) -> Source<'s> {
        let chunk = Chunk { text: &self.text, base: self.base, units: self.units, widths: self.widths.as_ref() };
        Source { path, chunk, wrong: &self.wrong }
    }

    /// Encodes a changed text. `bytes` are those that were decoded; their byte order mark, of `mark` bytes, is kept.
    /// Fails with the reason if the result would also differ where the text is unchanged.
    pub fn encode(&self, changed: &str, bytes: &[u8], mark: usize) -> Result<Vec<u8>, &'static str> {
        // The text has a replacement for each of these bytes, which would be written in its place.
        if !self.wrong.is_empty() {
            return Err("some of its bytes are not characters in its encoding");
        }
        let Some(encoding) = self.encoding else { return Ok([&bytes[..mark], changed.as_bytes()].concat()) };
        if encoding.bytes_of(&self.text).is_none_or(|encoded| encoded != bytes[mark..]) {
            return Err(
                "its encoding has several byte sequences for the same character, and not all of them can be written",
            );
        }
        let encoded = encoding.bytes_of(changed).ok_or("its encoding lacks a character of the new text")?;
        Ok([&bytes[..mark], &encoded].concat())
    }
}

/// Whether bytes can be text in an encoding that keeps ASCII: no NUL in the first bytes.
pub fn looks_like_text(bytes: &[u8]) -> bool {
    memchr::memchr(0, &bytes[..bytes.len().min(NUL_PROBE)]).is_none()
}
