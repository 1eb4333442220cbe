//! Compares the scanner with a classification byte by byte.

use super::*;
use fearless_simd::{Level, dispatch};
use proptest::prelude::*;

/// Parts of strings that are of interest or that are close to something of interest.
const PIECES: &[&str] = &[
    "plain words",
    "a",
    " ",
    "-",
    "\"",
    "\\\\",
    "&",
    "<",
    ">",
    "$",
    "%",
    "{",
    "[",
    "?",
    "A",
    "@",
    "z",
    "\n",
    "\u{1}",
    "ł",
    "ść",
    "é",
    "ê",
    "æ",
    "ñ",
    "œ",
    "Ÿ",
    "Ċ",
    "ĳ",
    "ħ",
    "Ħ",
    "\u{a0}",
    "\u{ad}",
    "–",
    "“",
    "‧",
    "\u{2028}",
    "\u{2060}",
    "†",
    "о",
    "α",
    "中",
    "𝒜",
    "\u{301}",
];

fn texts() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..120).prop_map(|pieces| pieces.concat())
}

/// Whether the character at `at` is of interest.
fn is_odd(bytes: &[u8], at: usize) -> bool {
    let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
    let (here, next) = (byte(at), byte(at + 1));
    match here {
        ..=0x1F | b'&' | b'$' | b'\\' | b'{' | b'[' | 0xC2 | 0xC6..=0xE1 | 0xE3.. => true,
        b' ' | b'-' => next == b' ',
        b'%' => next == b'%',
        b'?' => next > b'@',
        0xC3 => matches!(next, 0xA6 | 0xAA | 0xB1),
        0xC4 => matches!(next, 0x8A | 0x8B | 0x9E..=0xB3),
        0xC5 => matches!(next, 0x93 | 0xB8),
        0xE2 => next != 0x80 || !matches!(byte(at + 2), 0x90..=0xA7 | 0xB0..=0xBE),
        _ => false,
    }
}

fn is_adjacent(bytes: &[u8], at: usize) -> bool {
    bytes[at] >= 0xC0 && at > 0 && bytes[at - 1] >= 0x80
}

fn is_end(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | ..=0x1F)
}

fn is_isolated(bytes: &[u8], at: usize) -> bool {
    let is_ascii = |at: usize| bytes.get(at).is_none_or(u8::is_ascii);
    matches!(bytes[at], 0xC0..0xE0) && (at == 0 || is_ascii(at - 1)) && is_ascii(at + 2)
}

/// Scans a string byte by byte.
fn text_at(bytes: &[u8], at: usize) -> Option<(usize, StringSummary)> {
    let end = at + bytes[at..].iter().position(|byte| is_end(*byte))?;
    let has = |matches: fn(&[u8], usize) -> bool| (at..end).any(|at| matches(bytes, at));
    let summary = match (has(is_adjacent) && !has(is_isolated), bytes[at..end].contains(&b'<')) {
        _ if has(is_odd) => StringSummary::Odd,
        (true, true) => StringSummary::Odd,
        (true, false) => StringSummary::Adjacent,
        (false, true) => StringSummary::LessThan,
        (false, false) => StringSummary::Plain,
    };
    Some((end, summary))
}

/// Scans a string in a kernel.
struct Text<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Kernel for Text<'_> {
    type Output = (Option<(usize, StringSummary)>, Option<usize>);

    fn run<S: Simd>(self, simd: S) -> Self::Output {
        (scan_string(simd, self.bytes, self.at), string_end(simd, self.bytes, self.at))
    }
}

proptest! {
    #[test]
    fn blocks_agree_with_single_bytes(text in texts(), from in 0..90_usize) {
        let bytes = text.as_bytes();
        for at in (from..bytes.len()).chain([bytes.len()]) {
            let expected = if at < bytes.len() { text_at(bytes, at) } else { None };
            let ended = expected.map(|(end, _)| end);
            prop_assert_eq!(with_best(Text { bytes, at }), (expected, ended));
            for level in [Level::new(), Level::baseline()] {
                let found = dispatch!(level, simd => Text { bytes, at }.run(simd));
                prop_assert_eq!(found, (expected, ended));
            }
        }
    }
}
