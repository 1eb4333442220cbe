//! Marks: the features of a text, found in one pass for all rules that examine every text.
//!
//! Nearly every text has no feature that interests a rule. One pass over its bytes finds which of a few byte classes
//! occur. Only texts that contain them are examined further: for pairs of characters, and for non-ASCII characters.

mod non_ascii;

use crate::text::{StringSummary, ends};
use non_ascii::{has_isolated, may_be_marked, non_ascii};

/// A set of marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(u32);

impl Marks {
    /// A character below the space: a control character, a tab, a line break.
    pub const CONTROL: Marks = Marks(1);
    /// `&`, with which an HTML entity begins.
    pub const AMPERSAND: Marks = Marks(1 << 1);
    /// `<`, with which a tag begins.
    pub const LESS: Marks = Marks(1 << 2);
    /// A backslash or a dollar sign, as in TeX.
    pub const TEX: Marks = Marks(1 << 3);
    /// Two adjacent spaces.
    pub const SPACES: Marks = Marks(1 << 4);
    /// White space at either end.
    pub const EDGE: Marks = Marks(1 << 5);
    /// It has the length and the first letter of a placeholder word.
    pub const WORD: Marks = Marks(1 << 6);
    /// `[[`, `{{`, `%%` or `[e`, which are left behind by platforms.
    pub const PLATFORM: Marks = Marks(1 << 7);
    /// A hyphen followed by a space.
    pub const HYPHEN_SPACE: Marks = Marks(1 << 8);
    /// A question mark followed by a letter.
    pub const QUESTION: Marks = Marks(1 << 9);
    /// U+0080 to U+009F.
    pub const C1: Marks = Marks(1 << 10);
    /// A space other than U+0020.
    pub const OTHER_SPACE: Marks = Marks(1 << 11);
    /// An invisible character other than a space.
    pub const INVISIBLE: Marks = Marks(1 << 12);
    /// U+FFFD.
    pub const REPLACEMENT: Marks = Marks(1 << 13);
    /// A ligature, which should be left to the font.
    pub const LIGATURE: Marks = Marks(1 << 14);
    /// A character with another representation under Unicode's canonical equivalence.
    pub const DECOMPOSED: Marks = Marks(1 << 15);
    /// Two adjacent characters that may be one, read in the wrong encoding; and no character that rules this out.
    pub const MISREAD_PAIR: Marks = Marks(1 << 16);
    /// Letters, or symbols after letters, that may be others, read in the wrong encoding.
    pub const MISREAD_LETTER: Marks = Marks(1 << 17);
    /// A Greek or Cyrillic letter next to a Latin one.
    pub const MIXED: Marks = Marks(1 << 18);
    /// A letter as left by old Central European fonts in the text of a PDF, or a spacing accent.
    pub const OLD_FONT: Marks = Marks(1 << 19);

    /// Empty, or only whitespace.
    pub const EMPTY: Marks = Marks(1 << 20);

    /// Returns the marks of a text.
    pub fn of(text: &str) -> Marks {
        let bytes = text.as_bytes();
        let Classes { seen, doubled, following, may_be_marked } = Classes::of(bytes);
        let mut found = u32::from(seen & DIRECT) | Self::at_ends(text).0;
        let mut add = |is_found: bool, mark: Marks| found |= mark.0 * u32::from(is_found);
        add(doubled & SPACE != 0, Marks::SPACES);
        add(following & SPACE != 0, Marks::HYPHEN_SPACE);
        add(following & ABOVE != 0, Marks::QUESTION);
        if seen & BRACKET != 0 {
            add(bytes.windows(2).any(|pair| is_platform(pair[0], pair[1])), Marks::PLATFORM);
        }
        let found = Marks(found);
        if may_be_marked || seen & HIGH != 0 && !has_isolated(bytes) { found.or(non_ascii(text)) } else { found }
    }

    /// Returns the marks of a text that was summarized while it was parsed.
    pub(super) fn known(text: &str, summary: StringSummary) -> Marks {
        let found = match summary {
            StringSummary::Plain => Marks::default(),
            StringSummary::Ends => Self::at_ends(text),
            StringSummary::Adjacent if has_isolated(text.as_bytes()) => Self::at_ends(text),
            StringSummary::Adjacent => Self::at_ends(text).or(non_ascii(text)),
            StringSummary::LessThan => Self::at_ends(text).or(Marks::LESS),
            StringSummary::Odd | StringSummary::Unknown => Self::of(text),
        };
        debug_assert_eq!(found, Self::of(text), "{text:?} was taken for {summary:?}");
        found
    }

    /// Returns the marks that depend on the first and last characters and the length.
    fn at_ends(text: &str) -> Marks {
        let bytes = text.as_bytes();
        let mut found = if ends::may_be_placeholder(bytes) { Marks::WORD } else { Marks::default() };
        if !ends::has_visible_ends(bytes) {
            if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
                found = found.or(Marks::EDGE);
            }
            if text.chars().all(char::is_whitespace) {
                found = found.or(Marks::EMPTY);
            }
        }
        found
    }

    /// Returns the union of both sets.
    #[must_use]
    pub const fn or(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// Whether the set is empty.
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether the sets share a mark.
    pub const fn intersects(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }
}

// The classes of bytes, one bit each. The first classes have the bit of their mark.
const CONTROL: u16 = Marks::CONTROL.0 as u16;
const AMPERSAND: u16 = Marks::AMPERSAND.0 as u16;
const LESS: u16 = Marks::LESS.0 as u16;
const TEX: u16 = Marks::TEX.0 as u16;
const DIRECT: u16 = CONTROL | AMPERSAND | LESS | TEX;
// A class that matters after another one has the bit after the other's.
const HYPHEN: u16 = 1 << 4;
const SPACE: u16 = HYPHEN << 1;
const QUESTION: u16 = 1 << 6;
/// Bytes above `@`: letters and others.
const ABOVE: u16 = QUESTION << 1;
/// `[`, `{`, `%`, which occur in platform markers.
const BRACKET: u16 = 1 << 8;
const HIGH: u16 = 1 << 9;

const fn class(byte: u8) -> u16 {
    let above = if byte > b'@' { ABOVE } else { 0 };
    above
        | match byte {
            0..=0x1F => CONTROL,
            b' ' => SPACE,
            b'&' => AMPERSAND,
            b'<' => LESS,
            b'\\' | b'$' => TEX,
            b'-' => HYPHEN,
            b'?' => QUESTION,
            b'[' | b'{' | b'%' => BRACKET,
            0x80.. => HIGH,
            _ => 0,
        }
}

/// The class of each byte.
const CLASSES: [u16; 256] = table();

const fn table() -> [u16; 256] {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = class(byte as u8);
        byte += 1;
    }
    classes
}

/// The number of bytes that are examined at once.
const STEP: usize = 32;

/// The features of some bytes.
#[derive(Clone, Copy, Default)]
struct Classes {
    /// The classes of the bytes.
    seen: u16,
    /// The classes of two adjacent bytes.
    doubled: u16,
    /// The classes of bytes that follow a byte of the class below.
    following: u16,
    /// Whether there may be a non-ASCII character with a mark of its own.
    may_be_marked: bool,
}

impl Classes {
    /// Classifies a whole text. For blocks without an interesting byte, only [`HIGH`] is set: a hyphen before a letter
    /// and a single space do not matter.
    fn of(bytes: &[u8]) -> Self {
        let mut found = Self::default();
        if bytes.len() <= STEP && are_plain(bytes) {
            return found;
        }
        let mut at = 0;
        while let Some(here) = bytes[at..].first_chunk::<STEP>()
            && let Some(next) = bytes[at + 1..].first_chunk::<STEP>()
        {
            let (holds_any, is_ascii) = scan_block(here, next);
            if holds_any {
                // A pair may begin at the last byte.
                found.add(&bytes[at..=at + STEP]);
            }
            if !is_ascii {
                found.seen |= HIGH;
                found.may_be_marked |= may_be_marked(bytes, at);
            }
            at += STEP;
        }
        // The rest of a long text is also examined in one step, overlapping with the bytes before.
        if at > 0
            && let Some(window) = bytes.last_chunk::<{ STEP + 1 }>()
            && let (Some(here), Some(next)) = (window.first_chunk::<STEP>(), window.last_chunk::<STEP>())
            && let (false, is_ascii) = scan_block(here, next)
        {
            if !is_ascii {
                // Only a two-byte character at the end is not covered.
                let start = bytes.len().saturating_sub(STEP + 2);
                found.seen |= HIGH;
                found.may_be_marked |= may_be_marked(bytes, start) || bytes[bytes.len() - 2] >= 0xC0;
            }
            found.add(&bytes[bytes.len() - 1..]);
            return found;
        }
        found.add(&bytes[at..]);
        found.may_be_marked |= !bytes[at..].is_ascii();
        found
    }

    /// Classifies further bytes one by one.
    fn add(&mut self, bytes: &[u8]) {
        let seen = bytes.iter().fold(0, |seen, byte| seen | CLASSES[usize::from(*byte)]);
        self.seen |= seen;
        // Without one of these classes, no pair can occur.
        if seen & (SPACE | QUESTION) == 0 {
            return;
        }
        let mut before = 0;
        for byte in bytes {
            let class = CLASSES[usize::from(*byte)];
            self.doubled |= class & before;
            self.following |= class & (before << 1);
            before = class;
        }
    }
}

/// Whether the bytes of a short text are ASCII and none of them is interesting. Eight bytes are examined at once; the
/// last one is also the first of the next eight, to cover pairs.
fn are_plain(bytes: &[u8]) -> bool {
    let Some(last) = bytes.last_chunk::<8>() else {
        let mut padded = [b'x'; 8];
        padded[..bytes.len()].copy_from_slice(bytes);
        return is_plain_word(u64::from_le_bytes(padded));
    };
    let words = bytes.windows(8).step_by(7).filter_map(<[u8]>::first_chunk::<8>);
    words.chain([last]).all(|word| is_plain_word(u64::from_le_bytes(*word)))
}

/// Whether eight bytes are ASCII and none of them is interesting. With the high bit of each byte set, this bit remains
/// after a subtraction if the byte is large enough.
const fn is_plain_word(word: u64) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGHS: u64 = ONES << 7;
    const fn among(set: u64, first: u8, end: u8) -> u64 {
        set.wrapping_sub(ONES * first as u64) & !set.wrapping_sub(ONES * end as u64)
    }
    let set = word | HIGHS;
    let folded = word & (ONES * 0xDF) | HIGHS;
    let spaces = among(set, b' ', b' ' + 1) & HIGHS;
    let hyphens = among(set, b'-', b'-' + 1) & HIGHS;
    let pairs = (spaces | hyphens) & (spaces >> 8);
    // Control characters; `$`, `%`, `&`; `<`, `=`, `>`, `?`; brackets, backslash and bar, as in [`scan_block`].
    let symbols = !set.wrapping_sub(ONES * 0x20) | among(set, b'$', b'\'') | among(set, b'<', b'@');
    (word | symbols | among(folded, b'[', b'^')) & HIGHS == 0 && pairs == 0
}

/// Whether an ASCII byte may be interesting, by itself or with its successor, and whether all bytes are ASCII. In a
/// function of its own, the compiler compares sixteen bytes at once. There are few comparisons, of ranges rather than
/// single characters, so that some ranges include a neighbour.
#[inline(never)]
fn scan_block(here: &[u8; STEP], next: &[u8; STEP]) -> (bool, bool) {
    let (mut found, mut high) = (0, 0);
    for at in 0..STEP {
        let byte = here[at];
        let among = |first: u8, count: u8| u8::from(byte.wrapping_sub(first) < count);
        high |= byte;
        // Control characters; `$`, `%` and `&`; `<`, `=`, `>` and `?`.
        found |= u8::from(byte < 0x20) | among(b'$', 3) | among(b'<', 4);
        // `[`, `\` and `]`, and with one more bit `{`, `|` and `}`.
        found |= u8::from((byte & 0xDF).wrapping_sub(b'[') < 3);
        found |= (u8::from(byte == b' ') | u8::from(byte == b'-')) & u8::from(next[at] == b' ');
    }
    (found != 0, high < 0x80)
}

fn is_platform(left: u8, right: u8) -> bool {
    left == b'[' && matches!(right, b'[' | b'e') || left == right && matches!(left, b'{' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_find_what_single_bytes_do() {
        let words = [
            "plain words ",
            "a & b ",
            "two  blanks ",
            "Łódź ",
            "[[x]] ",
            "long- term ",
            "x?y ",
            "{{a}} ",
            "5% ",
            "\u{ad}",
        ];
        for number in 0..2000_usize {
            let mut text = String::new();
            for step in 0..number % 23 {
                let at = if (number + step) % 3 > 0 { 0 } else { (number / 7 + step) % words.len() };
                text.push_str(words[at]);
            }
            let text = text.get(number % 5..).unwrap_or_default();
            let found = Classes::of(text.as_bytes());
            let mut all = Classes::default();
            all.add(text.as_bytes());
            let plain_fields = CONTROL | AMPERSAND | LESS | TEX | BRACKET | HIGH;
            assert_eq!(
                (found.seen & plain_fields, found.doubled & SPACE),
                (all.seen & plain_fields, all.doubled & SPACE),
                "{text}"
            );
            assert!(
                found.may_be_marked || text.chars().all(|letter| letter.is_ascii() || "Łódźczęść“”".contains(letter)),
                "{text}"
            );
            assert_eq!(found.following & (SPACE | ABOVE), all.following & (SPACE | ABOVE), "{text}");
        }
    }

    #[test]
    fn short_texts_are_plain_where_no_byte_is_of_interest() {
        let is_of_interest = |text: &str| {
            let mut all = Classes::default();
            all.add(text.as_bytes());
            let plain_fields = CONTROL | AMPERSAND | LESS | TEX | BRACKET | QUESTION | HIGH;
            all.seen & plain_fields != 0 || all.doubled & SPACE != 0 || all.following & SPACE != 0
        };
        for length in 0..=STEP {
            for at in 0..length {
                for byte in 0..=0x7F_u8 {
                    for following in [b'a', b' ', b'-'] {
                        let mut bytes = vec![b'a'; length];
                        bytes[at] = byte;
                        if let Some(next) = bytes.get_mut(at + 1) {
                            *next = following;
                        }
                        let text = String::from_utf8(bytes).expect("ASCII");
                        let is_plain = are_plain(text.as_bytes());
                        assert!(!(is_plain && is_of_interest(&text)), "{text:?}");
                        // A few characters are treated like their neighbours.
                        let is_near = matches!(byte, b'=' | b'>' | b']' | b'|' | b'}' | 0x7F);
                        assert!(is_plain || is_near || is_of_interest(&text), "{text:?}");
                    }
                }
            }
            let non_ascii = format!("{}ł", "a".repeat(length));
            assert!(!are_plain(non_ascii.as_bytes()));
        }
    }

    #[test]
    fn each_mark_is_found_and_no_other() {
        let long = "x".repeat(50);
        let cases = [
            (String::new(), Marks::EMPTY),
            (" \u{a0}".to_owned(), Marks::EMPTY.or(Marks::EDGE).or(Marks::WORD).or(Marks::OTHER_SPACE)),
            ("n/a".to_owned(), Marks::WORD),
            ("N/A ".to_owned(), Marks::WORD.or(Marks::EDGE)),
            (long.clone(), Marks::default()),
            (format!("{long}\n{long}"), Marks::CONTROL),
            (format!("{long}ł"), Marks::default()),
            (format!("{long}&"), Marks::AMPERSAND),
            (format!("{long}<"), Marks::LESS),
            (format!("{long}$5"), Marks::TEX),
            (format!("{long}  {long}"), Marks::SPACES),
            (format!("{long} "), Marks::EDGE),
            (format!("\u{a0}{long}"), Marks::EDGE.or(Marks::OTHER_SPACE)),
            (format!("{long}[[x"), Marks::PLATFORM),
            (format!("{long}- x"), Marks::HYPHEN_SPACE),
            (format!("{long}?x"), Marks::QUESTION),
            (format!("{long}? x"), Marks::default()),
            (format!("{long}\u{94}"), Marks::C1),
            (format!("{long}\u{ad}"), Marks::INVISIBLE),
            (format!("{long}\u{fffd}"), Marks::REPLACEMENT),
            (format!("{long}ﬁ"), Marks::LIGATURE),
            (format!("{long}n\u{301}"), Marks::DECOMPOSED),
            (format!("{long}Å‚"), Marks::MISREAD_PAIR),
            (format!("{long} ł Å‚"), Marks::default()),
            (format!("{long} część"), Marks::MISREAD_PAIR),
            (format!("{long}ñ"), Marks::default()),
            (format!("{long}ñxê"), Marks::MISREAD_LETTER),
            (format!("{long}a³a"), Marks::MISREAD_LETTER),
            (format!("{long} £5 ±3"), Marks::default()),
            (format!("{long}\\"), Marks::TEX),
            (format!("\n{long}").replace('x', "{{"), Marks::CONTROL.or(Marks::EDGE).or(Marks::PLATFORM)),
            (format!("{long}о"), Marks::MIXED),
            (format!("{long} роль"), Marks::default()),
            (format!("{long}ħ"), Marks::OLD_FONT),
            ("Małe państwa i rzeki pod Warszawą, a także łódź z kością słoniową".to_owned(), Marks::default()),
        ];
        for (text, marks) in cases {
            assert_eq!(Marks::of(&text), marks, "{text:?}");
        }
    }
}
