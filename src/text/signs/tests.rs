//! What is seen of many bytes at once is what is seen of one after the other.

use super::blocks::{Kernel, Looking, with_best};
use super::*;
use fearless_simd::{Level, dispatch};
use proptest::prelude::*;

/// Pieces of texts of which each is of interest or next to something that is.
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

/// What is of interest at a place, sign by sign.
fn is_odd(bytes: &[u8], at: usize) -> bool {
    let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
    let (here, next) = (byte(at), byte(at + 1));
    match here {
        ..=0x1F | b'&' | b'<' | b'$' | b'\\' | b'{' | b'[' | 0xC2 | 0xC6..=0xE1 | 0xE3.. => true,
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

fn is_beside(bytes: &[u8], at: usize) -> bool {
    bytes[at] >= 0xC0 && at > 0 && bytes[at - 1] >= 0x80
}

fn is_end(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | ..=0x1F)
}

fn is_lone(bytes: &[u8], at: usize) -> bool {
    let is_ascii = |at: usize| bytes.get(at).is_none_or(u8::is_ascii);
    matches!(bytes[at], 0xC0..0xE0) && (at == 0 || is_ascii(at - 1)) && is_ascii(at + 2)
}

/// The text that begins at a place, looked at sign by sign.
fn text_at(bytes: &[u8], at: usize) -> Option<(usize, Look)> {
    let end = at + bytes[at..].iter().position(|byte| is_end(*byte))?;
    let look = match at..end {
        range if range.clone().any(|at| is_odd(bytes, at)) => Look::Odd,
        range if range.clone().any(|at| is_beside(bytes, at)) && !range.clone().any(|at| is_lone(bytes, at)) => {
            Look::Beside
        }
        _ => Look::Plain,
    };
    Some((end, look))
}

proptest! {
    #[test]
    fn bits_tell_what_single_bytes_do(text in texts(), from in 0..8_usize, step in 1..90_usize) {
        let bytes = text.as_bytes();
        let base = from.min(bytes.len());
        let (mut signs, mut ends) = (Signs::default(), Signs::default());
        signs.look_for_rules(true);
        signs.begin(base);
        ends.begin(base);
        let mut at = base;
        loop {
            let expected = text_at(bytes, at);
            prop_assert_eq!(signs.text(bytes, at), expected);
            prop_assert_eq!(ends.text(bytes, at), expected.map(|(end, _)| (end, Look::Unknown)));
            let Some((end, _)) = expected else { break };
            at = end + 1;
        }
        // What is known is kept where another text begins.
        let base = base + (bytes.len() - base) / 3;
        signs.begin(base);
        for at in (base..bytes.len()).step_by(step) {
            let expected = text_at(bytes, at);
            prop_assert_eq!(signs.text(bytes, at), expected);
        }
    }

    #[test]
    fn every_processor_tells_the_same(text in texts()) {
        let padded = format!(" {text}{}", " ".repeat(AROUND));
        let text = padded.as_bytes();
        let count = (text.len() + BLOCK - AROUND) / BLOCK;
        let mut expected = vec![Block::default(); count];
        with_best(Looking { text, blocks: &mut expected });
        for level in [Level::new(), Level::baseline()] {
            let mut found = vec![Block::default(); count];
            dispatch!(level, simd => Looking { text, blocks: &mut found }.run(simd));
            prop_assert_eq!(&found, &expected);
        }
    }
}

#[test]
fn what_is_known_of_another_text_is_forgotten() {
    let mut signs = Signs::default();
    signs.look_for_rules(true);
    signs.begin(3);
    assert_eq!(signs.text(b"abc\"abc\"abc", 4), Some((7, Look::Plain)));
    signs.forget();
    signs.begin(3);
    assert_eq!(signs.text(b"abc\"<abcd\"bc", 4), Some((9, Look::Odd)));
    assert_eq!(Signs::default().text(b"", 0), None);
}
