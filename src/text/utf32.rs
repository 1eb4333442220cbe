//! UTF-32, which is not part of the Encoding Standard: four bytes per character.

use super::{REPLACEMENT, WrongByte};

/// The order of the four bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

/// The number of bytes of a character.
pub(super) const WIDTH: usize = 4;

impl Order {
    /// Detects the order by the byte order mark, or by the first two characters of JSON, which are ASCII (RFC 4627,
    /// section 3).
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xFE, 0, 0, ..] | [b'{' | b'[', 0, 0, 0, 1..=0x7F, 0, 0, 0, ..] => Some(Self::Little),
            [0, 0, 0xFE, 0xFF, ..] | [0, 0, 0, b'{' | b'[', 0, 0, 0, 1..=0x7F, ..] => Some(Self::Big),
            _ => None,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Little => "UTF-32LE",
            Self::Big => "UTF-32BE",
        }
    }

    /// Decodes four bytes, if they are a character.
    fn character(self, bytes: [u8; WIDTH]) -> Option<char> {
        char::from_u32(match self {
            Self::Little => u32::from_le_bytes(bytes),
            Self::Big => u32::from_be_bytes(bytes),
        })
    }

    /// Returns the length in bytes of the byte order mark.
    pub(super) fn mark(self, bytes: &[u8]) -> usize {
        let has_mark = bytes.first_chunk().and_then(|first| self.character(*first)) == Some('\u{FEFF}');
        if has_mark { WIDTH } else { 0 }
    }

    /// Decodes `bytes`, with a replacement for each invalid character. Also returns the positions of those.
    pub(super) fn decode(self, bytes: &[u8]) -> (String, Vec<WrongByte>) {
        let mut text = String::with_capacity(bytes.len() / 3);
        let mut wrong = Vec::new();
        for four in bytes.chunks(WIDTH) {
            let whole = <[u8; WIDTH]>::try_from(four).ok();
            if let Some(character) = whole.and_then(|four| self.character(four)) {
                text.push(character);
                continue;
            }
            wrong.push(WrongByte { at: text.len() as u32, byte: four[0] });
            // An incomplete character at the end gets no replacement.
            text.extend(whole.map(|_| REPLACEMENT));
        }
        (text, wrong)
    }

    /// Encodes `text`.
    pub(super) fn encode(self, text: &str) -> Vec<u8> {
        let bytes = |letter: char| match self {
            Self::Little => u32::from(letter).to_le_bytes(),
            Self::Big => u32::from(letter).to_be_bytes(),
        };
        text.chars().flat_map(bytes).collect()
    }
}
