//! JSON strings: their ends, their escapes, and the positions of their parts in the file.

use crate::text::Span;
use crate::tree::{NodeId, Tree};
use std::ops::Range;

/// Returns the range of the character at `at`, which is empty at the end of the text.
pub(super) fn widen(text: &str, at: usize) -> (usize, usize) {
    let width = text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    (at, at + width)
}

/// Sets the high bit of each of eight bytes that is a quote, a backslash or a control character. Bits above the lowest
/// one set may be wrong, because of the borrow ("Bit Twiddling Hacks", "determine if a word has a byte less than n").
pub(super) const fn string_ends(word: u64) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGHS: u64 = ONES << 7;
    const fn zeros(word: u64) -> u64 {
        word.wrapping_sub(ONES) & !word
    }
    let quotes = zeros(word ^ (ONES * b'"' as u64));
    let backslashes = zeros(word ^ (ONES * b'\\' as u64));
    let controls = word.wrapping_sub(ONES * b' ' as u64) & !word;
    (quotes | backslashes | controls) & HIGHS
}

/// Decodes the escape at `at` and returns the character and the length of the escape in bytes. An unpaired surrogate,
/// which RFC 8259 leaves undefined, is decoded as the replacement character.
pub(super) fn decode_escape(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let letter = match bytes.get(at + 1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return decode_unicode(bytes, at),
        _ => return None,
    };
    Some((letter, 2))
}

fn decode_unicode(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let high = hex4(bytes, at + 2)?;
    if let Some(letter) = char::from_u32(high) {
        return Some((letter, 6));
    }
    let follows = (0xD800..0xDC00).contains(&high) && bytes.get(at + 6..at + 8) == Some(b"\\u");
    let low = if follows { hex4(bytes, at + 8) } else { None };
    match low {
        Some(low @ 0xDC00..=0xDFFF) => {
            let letter = char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00))?;
            Some((letter, 12))
        }
        _ => Some((char::REPLACEMENT_CHARACTER, 6)),
    }
}

fn hex4(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..at + 4)?;
    digits.iter().try_fold(0, |value, digit| Some(value * 16 + char::from(*digit).to_digit(16)?))
}

/// Returns the span of a range of the decoded text of a string with escapes.
pub(in crate::syntax) fn locate(tree: Tree<'_>, node: NodeId, range: Range<usize>) -> Span {
    let span = tree.span(node);
    let bytes = tree.chunk().text.as_bytes();
    let mut at = span.start as usize + 1;
    let end = (span.end as usize).saturating_sub(1);
    let mut decoded = 0;
    let (mut from, mut to) = (None, None);
    while at < end {
        if decoded >= range.start && from.is_none() {
            from = Some(at);
        }
        if decoded >= range.end && to.is_none() {
            to = Some(at);
            break;
        }
        let (width, length) = if bytes[at] == b'\\' {
            decode_escape(bytes, at).map_or((1, 1), |(letter, length)| (letter.len_utf8(), length))
        } else {
            let (_, next) = widen(tree.chunk().text, at);
            (next - at, next - at)
        };
        decoded += width;
        at += length.max(1);
    }
    let from = from.unwrap_or(end);
    Span::new(from as u32, to.unwrap_or(end).max(from) as u32)
}
