//! The marks of the characters that are not ASCII: a table for those of two bytes, which are nearly all.

use super::{Marks, STEP};
use std::ops::Range;

/// The marks of the characters that are not ASCII.
pub(super) fn foreign(text: &str) -> Marks {
    let bytes = text.as_bytes();
    let mut found = Found { text, marks: 0, end: 0, kind: 0, misread: Misread::default() };
    let (words, rest) = bytes.as_chunks::<8>();
    for (place, word) in words.iter().enumerate() {
        found.bytes(place * 8, u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    found.bytes(bytes.len() - rest.len(), u64::from_le_bytes(last));
    let Found { mut marks, misread, .. } = found;
    marks &= !(LEAD | TRAIL | MISREAD | OTHER_ALPHABET);
    if misread.pair && !misread.lone {
        marks |= Marks::MISREAD_PAIR.0;
    }
    if misread.letters || misread.longest >= LONG && !misread.lone {
        marks |= Marks::MISREAD_LETTER.0;
    }
    Marks(marks)
}

/// What was found on the way through a text.
struct Found<'t> {
    text: &'t str,
    marks: u32,
    /// Where the last character that is not ASCII ends, and what it is.
    end: usize,
    kind: u32,
    misread: Misread,
}

impl Found<'_> {
    /// Looks at the characters that begin among eight bytes.
    fn bytes(&mut self, start: usize, word: u64) {
        let mut high = word & HIGH_BITS;
        while high != 0 {
            let at = start + high.trailing_zeros() as usize / 8;
            high &= high - 1;
            if at >= self.end {
                self.character(at);
            }
        }
    }

    fn character(&mut self, at: usize) {
        let bytes = self.text.as_bytes();
        // Nearly all are of two bytes: Latin with accents, Greek, Cyrillic.
        let (letter, end, kind) = if let [one @ 0xC2..=0xDF, two, ..] = bytes[at..] {
            let code = u32::from(one & 0x1F) << 6 | u32::from(two & 0x3F);
            (char::from_u32(code).unwrap_or_default(), at + 2, KINDS[code as usize - 0x80])
        } else {
            let letter = self.text[at..].chars().next().unwrap_or_default();
            (letter, at + letter.len_utf8(), kind_of(letter))
        };
        // Nothing stands before the first.
        let is_behind = self.end == at && at > 0;
        self.misread.pair |= is_behind && self.kind & LEAD != 0 && kind & TRAIL != 0;
        // A character that stands alone is none that was written as several bytes: the text was not misread as a whole.
        self.misread.run = match (is_of_other_alphabet(letter), is_behind) {
            (true, true) => self.misread.run + 1,
            (is_first, _) => u32::from(is_first),
        };
        self.misread.longest = self.misread.longest.max(self.misread.run);
        self.misread.lone |= !is_behind && bytes.get(end).is_none_or(u8::is_ascii);
        self.marks |= kind;
        if kind & (MISREAD | OTHER_ALPHABET) != 0 {
            unusual(letter, bytes, at..end, &mut self.misread, &mut self.marks);
        }
        (self.end, self.kind) = (end, kind);
    }
}

/// Whether a character stands alone between ASCII: then the text was not misread as a whole. Mostly the first does.
pub(super) fn has_lone(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(next) = high(&bytes[at..]) {
        let start = at + next;
        let length = bytes[start..].iter().position(u8::is_ascii).unwrap_or(bytes.len() - start);
        let width = match bytes[start] {
            0x80..0xE0 => 2,
            0xE0..0xF0 => 3,
            _ => 4,
        };
        if length == width {
            return true;
        }
        at = start + length;
    }
    false
}

/// The place of the first byte that is not ASCII, found eight bytes in one step.
fn high(bytes: &[u8]) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    for (place, word) in words.iter().enumerate() {
        let found = u64::from_le_bytes(*word) & HIGH_BITS;
        if found != 0 {
            return Some(place * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    rest.iter().position(|byte| !byte.is_ascii()).map(|place| bytes.len() - rest.len() + place)
}

const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// Whether a character that begins among the bytes from `at` on, so many as are looked at in one step, may have a mark
/// of its own; those of Latin letters with accents and of dashes and quotation marks have none. True where the two bytes
/// behind are not there.
pub(super) fn may_be_marked(bytes: &[u8], at: usize) -> bool {
    let part = |at: usize| bytes.get(at..).and_then(<[u8]>::first_chunk::<STEP>);
    let (Some(here), Some(next)) = (part(at), part(at + 1)) else { return true };
    let (may_be, has_sign) = letters(here, next);
    let is_usual = |sign: &[u8]| matches!(sign, [0xE2, 0x80, 0x90..=0xA7 | 0xB0..=0xBE]);
    may_be || has_sign && (at..at + STEP).any(|at| bytes[at] == 0xE2 && !bytes.get(at..at + 3).is_some_and(is_usual))
}

/// Whether a letter that begins in `here` may have a mark, and whether a sign begins there as dashes and quotation marks
/// do. Compared sixteen at once, as [`super::look`].
#[inline(never)]
fn letters(here: &[u8; STEP], next: &[u8; STEP]) -> (bool, bool) {
    let (mut found, mut signs) = (0, 0);
    for at in 0..STEP {
        let (byte, next) = (here[at], next[at]);
        let is = |found: bool| u8::from(found);
        let among = |byte: u8, first: u8, count: u8| is(byte.wrapping_sub(first) < count);
        let is_sign = is(byte == 0xE2);
        signs |= is_sign;
        found |= is(byte == 0xC2) | among(byte, 0xC6, 0x3A) & !is_sign;
        // æ, ê, ñ
        found |= is(byte == 0xC3) & (is(next == 0xA6) | is(next == 0xAA) | is(next == 0xB1));
        // What old fonts leave, the ligatures of Dutch, and a few that stand between them.
        found |= is(byte == 0xC4) & (among(next, 0x8A, 2) | among(next, 0x9E, 0x16));
        // œ, Ÿ
        found |= is(byte == 0xC5) & (is(next == 0x93) | is(next == 0xB8));
    }
    (found != 0, signs != 0)
}

/// What is to be said of a character from those around it.
fn unusual(letter: char, bytes: &[u8], at: Range<usize>, misread: &mut Misread, found: &mut u32) {
    match letter {
        'ñ' | 'ê' | 'æ' | 'œ' | 'Ÿ' => {
            let beside = [at.start.checked_sub(1).and_then(|left| bytes.get(left)), bytes.get(at.end)];
            let is_beside = beside.into_iter().flatten().any(|byte| !byte.is_ascii());
            misread.letters |= is_beside || misread.letter.is_some_and(|other| other != letter);
            misread.letter = Some(letter);
        }
        '¹' | '³' | '¿' | '£' | '¶' | '±' => {
            let before = at.start.checked_sub(1).map(|before| bytes[before]);
            misread.letters |= before.is_some_and(|sign| !sign.is_ascii_whitespace() && !sign.is_ascii_punctuation());
        }
        _ => {
            let beside = [at.start.checked_sub(1).and_then(|left| bytes.get(left)), bytes.get(at.end)];
            if beside.into_iter().flatten().any(u8::is_ascii_alphabetic) {
                *found |= Marks::MIXED.0;
            }
        }
    }
}

// What a character is, beside the mark that it makes: bits that are no marks.
/// What the first byte of a character in UTF-8 becomes.
const LEAD: u32 = 1 << 28;
/// What a later byte becomes.
const TRAIL: u32 = 1 << 29;
/// A letter or a sign that may be another.
const MISREAD: u32 = 1 << 30;
/// Greek or Cyrillic.
const OTHER_ALPHABET: u32 = 1 << 31;

/// What each character of two bytes is.
static KINDS: [u32; 0x780] = kinds();

const fn kinds() -> [u32; 0x780] {
    let mut kinds = [0; 0x780];
    let mut code = 0x80;
    while code < 0x800 {
        if let Some(letter) = char::from_u32(code) {
            kinds[code as usize - 0x80] = kind_of(letter);
        }
        code += 1;
    }
    kinds
}

const fn kind_of(letter: char) -> u32 {
    let mut kind = mark_of(letter).0;
    if is_lead(letter) {
        kind |= LEAD;
    }
    if is_trail(letter) {
        kind |= TRAIL;
    }
    if matches!(letter, 'ñ' | 'ê' | 'æ' | 'œ' | 'Ÿ' | '¹' | '³' | '¿' | '£' | '¶' | '±') {
        kind |= MISREAD;
    }
    if matches!(letter, '\u{370}'..'\u{530}') {
        kind |= OTHER_ALPHABET;
    }
    kind
}

/// What tells of a text that it may have been read in the wrong encoding.
#[derive(Default)]
struct Misread {
    /// Two characters that may be one.
    pair: bool,
    /// One between characters of ASCII, which is as it was written.
    lone: bool,
    /// The last letter that may be another.
    letter: Option<char>,
    /// Two different ones, or a sign behind a letter.
    letters: bool,
    /// How many letters of Western Europe that may be Cyrillic are side by side.
    run: u32,
    /// How many there were at most.
    longest: u32,
}

/// So many letters with accents side by side are in no word of Western Europe.
const LONG: u32 = 4;

/// Whether a character may be a letter of windows-1251 that was read as one of Western Europe.
const fn is_of_other_alphabet(letter: char) -> bool {
    matches!(letter, 'À'..='ÿ')
}

/// The marks of one character that is not ASCII.
const fn mark_of(letter: char) -> Marks {
    match letter {
        '\u{80}'..='\u{9F}' => Marks::C1,
        '\u{A0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200A}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202F}'
        | '\u{205F}'
        | '\u{3000}' => Marks::OTHER_BLANK,
        '\u{AD}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FDD0}'..='\u{FDEF}'
        | '\u{FEFF}' => Marks::INVISIBLE,
        _ if letter as u32 & 0xFFFE == 0xFFFE => Marks::INVISIBLE,
        '\u{FFFD}' => Marks::REPLACEMENT,
        'ĳ' | 'Ĳ' | '\u{FB00}'..='\u{FB06}' => Marks::LIGATURE,
        // The last ten are accents that are characters of their own.
        'Ī' | 'ī' | 'Ċ' | 'ċ' | 'Ğ' | 'ĩ' | 'Ĩ' | 'ħ' | 'Ħ' | '¨' | '´' | '¸' | 'ˆ' | 'ˇ' | '˘' | '˚' | '˛' | '˜'
        | '˝' => Marks::OLD_FONT,
        // Letters of Latin and Cyrillic and the usual punctuation are written in one way only.
        '\u{A1}'..='\u{2FF}'
        | '\u{400}'..='\u{482}'
        | '\u{48A}'..='\u{52F}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205E}' => Marks(0),
        _ => Marks::DECOMPOSED,
    }
}

/// Whether a character is what the first byte of one in UTF-8 becomes in windows-1252, windows-1250 or ISO 8859-1 or -2.
const fn is_lead(letter: char) -> bool {
    matches!(letter, 'Â'..='ô')
        || matches!(
            letter,
            'Ă' | 'Ĺ'
                | 'Ć'
                | 'Č'
                | 'Ę'
                | 'Ě'
                | 'Ď'
                | 'Đ'
                | 'Ń'
                | 'Ň'
                | 'Ő'
                | 'Ř'
                | 'Ů'
                | 'Ű'
                | 'Ţ'
                | 'ŕ'
                | 'ă'
                | 'ĺ'
                | 'ć'
                | 'č'
                | 'ę'
                | 'ě'
                | 'ď'
                | 'đ'
                | 'ń'
                | 'ň'
        )
}

/// Whether a character is what a later byte becomes.
const fn is_trail(letter: char) -> bool {
    matches!(letter, '\u{80}'..='\u{BF}' | '\u{2013}'..='\u{203A}' | '€' | '™')
        || matches!(
            letter,
            'ƒ' | 'ˆ'
                | 'Š'
                | 'Œ'
                | 'Ž'
                | '˜'
                | 'š'
                | 'œ'
                | 'ž'
                | 'Ÿ'
                | 'Ś'
                | 'Ť'
                | 'Ź'
                | 'ś'
                | 'ť'
                | 'ź'
                | 'ˇ'
                | '˘'
                | 'Ł'
                | 'Ą'
                | 'Ş'
                | 'Ż'
                | '˛'
                | 'ł'
                | 'ą'
                | 'ş'
                | 'Ľ'
                | '˝'
                | 'ľ'
                | 'ż'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_character_is_found_wherever_it_stands() {
        for length in 0..20 {
            for at in 0..=length {
                for sign in ["\u{ad}", "\u{fffd}", "\u{200b}", "𝔸"] {
                    let text = format!("{}{sign}{}", "x".repeat(at), "y".repeat(length - at));
                    let marks = sign.chars().next().map_or(Marks(0), mark_of);
                    assert_eq!(foreign(&text), marks, "{text:?}");
                    let among = format!("{}ł{sign}ł{}", "x".repeat(at), "y".repeat(length - at));
                    assert_eq!(foreign(&among), marks, "{among:?}");
                }
            }
        }
        assert_eq!(foreign("plain"), Marks(0));
    }

    #[test]
    fn no_character_with_a_mark_is_passed_over() {
        let mut passed = 0;
        for letter in '\u{80}'..='\u{ffff}' {
            for before in [0, 17, STEP - 1] {
                let text = format!("{}{letter}{}", "x".repeat(before), "y".repeat(2 * STEP));
                let has_kind = kind_of(letter) & !(LEAD | TRAIL) != 0;
                let found = may_be_marked(text.as_bytes(), 0);
                assert!(found || !has_kind, "{letter:?} {before}");
                passed += usize::from(!found);
            }
        }
        // Latin letters, dashes and quotation marks.
        assert!(passed > 3 * 200, "{passed}");
        assert!(may_be_marked(b"short", 0));
    }

    #[test]
    fn a_character_alone_is_told_from_several() {
        for text in ["ł", "mały", "część ł", "“a", "x𝔸", "Å‚ ł"] {
            assert!(has_lone(text.as_bytes()), "{text}");
        }
        for text in ["", "plain", "Å‚", "xęśx", "“„"] {
            assert!(!has_lone(text.as_bytes()), "{text}");
        }
    }
}
