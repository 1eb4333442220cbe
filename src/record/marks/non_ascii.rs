//! The marks of non-ASCII characters. Two-byte characters, which are nearly all, use a table.

use super::{Marks, STEP};
use std::ops::Range;

/// Returns the marks of the non-ASCII characters.
pub(super) fn non_ascii(text: &str) -> Marks {
    let bytes = text.as_bytes();
    let mut found = Pass { text, marks: 0, end: 0, kind: 0, misread: Misread::default() };
    let (words, rest) = bytes.as_chunks::<8>();
    for (place, word) in words.iter().enumerate() {
        found.bytes(place * 8, u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    found.bytes(bytes.len() - rest.len(), u64::from_le_bytes(last));
    let Pass { mut marks, misread, .. } = found;
    marks &= !(LEAD | TRAIL | MISREAD | OTHER_ALPHABET);
    if misread.pair && !misread.isolated {
        marks |= Marks::MISREAD_PAIR.0;
    }
    if misread.letters || misread.longest >= LONGEST_RUN && !misread.isolated {
        marks |= Marks::MISREAD_LETTER.0;
    }
    Marks(marks)
}

/// The state of a pass over a text.
struct Pass<'t> {
    text: &'t str,
    marks: u32,
    /// The end of the last non-ASCII character, and its kind.
    end: usize,
    kind: u32,
    misread: Misread,
}

impl Pass<'_> {
    /// Examines the characters that begin in a block of eight bytes.
    fn bytes(&mut self, start: usize, word: u64) {
        let mut first_non_ascii = word & HIGH_BITS;
        while first_non_ascii != 0 {
            let at = start + first_non_ascii.trailing_zeros() as usize / 8;
            first_non_ascii &= first_non_ascii - 1;
            if at >= self.end {
                self.character(at);
            }
        }
    }

    fn character(&mut self, at: usize) {
        let bytes = self.text.as_bytes();
        // Nearly all have two bytes: accented Latin, Greek, Cyrillic.
        let (letter, end, kind) = if let [one @ 0xC2..=0xDF, two, ..] = bytes[at..] {
            let code = u32::from(one & 0x1F) << 6 | u32::from(two & 0x3F);
            (char::from_u32(code).unwrap_or_default(), at + 2, KINDS[code as usize - 0x80])
        } else {
            let letter = self.text[at..].chars().next().unwrap_or_default();
            (letter, at + letter.len_utf8(), kind_of(letter))
        };
        // The first character has no predecessor.
        let is_adjacent = self.end == at && at > 0;
        self.misread.pair |= is_adjacent && self.kind & LEAD != 0 && kind & TRAIL != 0;
        // A character alone was not written as several bytes, so the text was not misread as a whole.
        self.misread.run = match (is_of_other_alphabet(letter), is_adjacent) {
            (true, true) => self.misread.run + 1,
            (is_first, _) => u32::from(is_first),
        };
        self.misread.longest = self.misread.longest.max(self.misread.run);
        self.misread.isolated |= !is_adjacent && bytes.get(end).is_none_or(u8::is_ascii);
        self.marks |= kind;
        if kind & (MISREAD | OTHER_ALPHABET) != 0 {
            examine_context(letter, bytes, at..end, &mut self.misread, &mut self.marks);
        }
        (self.end, self.kind) = (end, kind);
    }
}

/// Whether a non-ASCII character occurs alone between ASCII characters, so that the text was not misread as a whole.
/// Usually the first one does.
pub(super) fn has_isolated(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(next) = first_non_ascii(&bytes[at..]) {
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

/// Returns the index of the first non-ASCII byte, found eight bytes at a time.
fn first_non_ascii(bytes: &[u8]) -> Option<usize> {
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

/// Whether a character that begins in the block of [`STEP`] bytes from `at` may have a mark of its own. Accented Latin
/// letters, dashes and quotation marks have none. True if the two bytes after the block do not exist.
pub(super) fn may_be_marked(bytes: &[u8], at: usize) -> bool {
    let part = |at: usize| bytes.get(at..).and_then(<[u8]>::first_chunk::<STEP>);
    let (Some(here), Some(next)) = (part(at), part(at + 1)) else { return true };
    let (may_be, has_symbol) = letters(here, next);
    let is_usual = |character: &[u8]| matches!(character, [0xE2, 0x80, 0x90..=0xA7 | 0xB0..=0xBE]);
    may_be || has_symbol && (at..at + STEP).any(|at| bytes[at] == 0xE2 && !bytes.get(at..at + 3).is_some_and(is_usual))
}

/// Whether a letter that begins in `here` may have a mark, and whether a symbol begins there with the first byte of
/// dashes and quotation marks. Sixteen bytes are compared at once, as in [`super::scan_block`].
#[inline(never)]
fn letters(here: &[u8; STEP], next: &[u8; STEP]) -> (bool, bool) {
    let (mut found, mut symbols) = (0, 0);
    for at in 0..STEP {
        let (byte, next) = (here[at], next[at]);
        let is = |found: bool| u8::from(found);
        let among = |byte: u8, first: u8, count: u8| is(byte.wrapping_sub(first) < count);
        let is_symbol = is(byte == 0xE2);
        symbols |= is_symbol;
        found |= is(byte == 0xC2) | among(byte, 0xC6, 0x3A) & !is_symbol;
        // æ, ê, ñ
        found |= is(byte == 0xC3) & (is(next == 0xA6) | is(next == 0xAA) | is(next == 0xB1));
        // Remains of old fonts, the Dutch ligatures, and a few letters between them.
        found |= is(byte == 0xC4) & (among(next, 0x8A, 2) | among(next, 0x9E, 0x16));
        // œ, Ÿ
        found |= is(byte == 0xC5) & (is(next == 0x93) | is(next == 0xB8));
    }
    (found != 0, symbols != 0)
}

/// Examines a character together with its neighbours.
fn examine_context(letter: char, bytes: &[u8], at: Range<usize>, misread: &mut Misread, found: &mut u32) {
    match letter {
        'ñ' | 'ê' | 'æ' | 'œ' | 'Ÿ' => {
            let beside = [at.start.checked_sub(1).and_then(|left| bytes.get(left)), bytes.get(at.end)];
            let is_beside = beside.into_iter().flatten().any(|byte| !byte.is_ascii());
            misread.letters |= is_beside || misread.letter.is_some_and(|other| other != letter);
            misread.letter = Some(letter);
        }
        '¹' | '³' | '¿' | '£' | '¶' | '±' => {
            let before = at.start.checked_sub(1).map(|before| bytes[before]);
            misread.letters |=
                before.is_some_and(|character| !character.is_ascii_whitespace() && !character.is_ascii_punctuation());
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
/// The first byte of a UTF-8 character, when it is misread.
const LEAD: u32 = 1 << 28;
/// A later byte of a UTF-8 character, when it is misread.
const TRAIL: u32 = 1 << 29;
/// A letter or symbol that may be another one, misread.
const MISREAD: u32 = 1 << 30;
/// Greek or Cyrillic.
const OTHER_ALPHABET: u32 = 1 << 31;

/// The kind of each two-byte character.
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

/// Evidence that a text was read in the wrong encoding.
#[derive(Default)]
struct Misread {
    /// Two adjacent characters may be one.
    pair: bool,
    /// A character between ASCII characters, which was not misread.
    isolated: bool,
    /// The last letter that may be another one.
    letter: Option<char>,
    /// Two different ones, or a symbol after a letter.
    letters: bool,
    /// The number of adjacent Western European letters that may be Cyrillic.
    run: u32,
    /// The largest such number.
    longest: u32,
}

/// No Western European word has this number of adjacent accented letters.
const LONGEST_RUN: u32 = 4;

/// Whether a character may be a windows-1251 letter that was read as a Western European one.
const fn is_of_other_alphabet(letter: char) -> bool {
    matches!(letter, 'À'..='ÿ')
}

/// Returns the mark of a non-ASCII character.
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
        | '\u{3000}' => Marks::OTHER_SPACE,
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
        // The last ten are spacing accents.
        'Ī' | 'ī' | 'Ċ' | 'ċ' | 'Ğ' | 'ĩ' | 'Ĩ' | 'ħ' | 'Ħ' | '¨' | '´' | '¸' | 'ˆ' | 'ˇ' | '˘' | '˚' | '˛' | '˜'
        | '˝' => Marks::OLD_FONT,
        // Latin and Cyrillic letters and common punctuation have only one representation.
        '\u{A1}'..='\u{2FF}'
        | '\u{400}'..='\u{482}'
        | '\u{48A}'..='\u{52F}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205E}' => Marks(0),
        _ => Marks::DECOMPOSED,
    }
}

/// Whether a character is the first byte of a UTF-8 character, read as windows-1252, windows-1250 or ISO 8859-1 or -2.
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

/// Whether a character is a later byte of a UTF-8 character, misread in the same way.
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
    fn a_non_ascii_character_is_found_at_every_position() {
        for length in 0..20 {
            for at in 0..=length {
                for character in ["\u{ad}", "\u{fffd}", "\u{200b}", "𝔸"] {
                    let text = format!("{}{character}{}", "x".repeat(at), "y".repeat(length - at));
                    let marks = character.chars().next().map_or(Marks(0), mark_of);
                    assert_eq!(non_ascii(&text), marks, "{text:?}");
                    let among = format!("{}ł{character}ł{}", "x".repeat(at), "y".repeat(length - at));
                    assert_eq!(non_ascii(&among), marks, "{among:?}");
                }
            }
        }
        assert_eq!(non_ascii("plain"), Marks(0));
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
    fn isolated_characters_are_detected() {
        for text in ["ł", "mały", "część ł", "“a", "x𝔸", "Å‚ ł"] {
            assert!(has_isolated(text.as_bytes()), "{text}");
        }
        for text in ["", "plain", "Å‚", "xęśx", "“„"] {
            assert!(!has_isolated(text.as_bytes()), "{text}");
        }
    }
}
