//! What a text has in it, found in one pass for all rules that look at every text.
//!
//! Nearly every text has nothing that any rule is interested in. One pass over its bytes tells which of a few classes
//! there are; what follows looks only at texts that have them: at pairs of signs, and at the
//! characters that are not ASCII.

mod foreign;

use crate::text::{StringSummary, ends};
use foreign::{foreign, has_lone, may_be_marked};

/// A set of marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(u32);

impl Marks {
    /// A character below the blank: a control, a tab, a line break.
    pub const CONTROL: Marks = Marks(1);
    /// `&`, with which an entity of HTML begins.
    pub const AMPERSAND: Marks = Marks(1 << 1);
    /// `<`, with which a tag begins.
    pub const LESS: Marks = Marks(1 << 2);
    /// A backslash or a dollar, as TeX has them.
    pub const TEX: Marks = Marks(1 << 3);
    /// Two blanks side by side.
    pub const BLANKS: Marks = Marks(1 << 4);
    /// White space at either end.
    pub const EDGE: Marks = Marks(1 << 5);
    /// As long as one of the words that stand for no value, and with its first letter.
    pub const WORD: Marks = Marks(1 << 6);
    /// `[[`, `{{`, `%%` or `[e`: what platforms leave behind.
    pub const PLATFORM: Marks = Marks(1 << 7);
    /// A hyphen and a blank.
    pub const HYPHEN_BLANK: Marks = Marks(1 << 8);
    /// A question mark before a letter.
    pub const QUESTION: Marks = Marks(1 << 9);
    /// U+0080 to U+009F.
    pub const C1: Marks = Marks(1 << 10);
    /// A blank that is no U+0020.
    pub const OTHER_BLANK: Marks = Marks(1 << 11);
    /// A character that cannot be seen, and is no blank.
    pub const INVISIBLE: Marks = Marks(1 << 12);
    /// U+FFFD.
    pub const REPLACEMENT: Marks = Marks(1 << 13);
    /// A ligature that a font should make.
    pub const LIGATURE: Marks = Marks(1 << 14);
    /// A character that may be written as another by Unicode's canonical equivalence.
    pub const DECOMPOSED: Marks = Marks(1 << 15);
    /// Two characters side by side that may be one, read in the wrong encoding, and none that cannot be.
    pub const MISREAD_PAIR: Marks = Marks(1 << 16);
    /// Letters, or signs behind letters, that may be others, read in the wrong encoding.
    pub const MISREAD_LETTER: Marks = Marks(1 << 17);
    /// A letter of Greek or Cyrillic beside a Latin one.
    pub const MIXED: Marks = Marks(1 << 18);
    /// A letter as old fonts of Central Europe left it in the text of a PDF, or an accent that is a character of its own.
    pub const OLD_FONT: Marks = Marks(1 << 19);

    /// Nothing, or nothing but white space.
    pub const EMPTY: Marks = Marks(1 << 20);

    /// The marks of a text.
    pub fn of(text: &str) -> Marks {
        let bytes = text.as_bytes();
        let Classes { seen, twice, behind, may_be_marked } = Classes::of(bytes);
        let mut found = u32::from(seen & AS_THEY_ARE) | Self::at_ends(text).0;
        let mut add = |is_found: bool, mark: Marks| found |= mark.0 * u32::from(is_found);
        add(twice & BLANK != 0, Marks::BLANKS);
        add(behind & BLANK != 0, Marks::HYPHEN_BLANK);
        add(behind & ABOVE != 0, Marks::QUESTION);
        if seen & BRACKET != 0 {
            add(bytes.windows(2).any(|pair| is_platform(pair[0], pair[1])), Marks::PLATFORM);
        }
        let found = Marks(found);
        if may_be_marked || seen & HIGH != 0 && !has_lone(bytes) { found.or(foreign(text)) } else { found }
    }

    /// The marks of a text that was looked at while it was read.
    pub(super) fn known(text: &str, look: StringSummary) -> Marks {
        let found = match look {
            StringSummary::Plain => Marks::default(),
            StringSummary::Ends => Self::at_ends(text),
            StringSummary::Adjacent if has_lone(text.as_bytes()) => Self::at_ends(text),
            StringSummary::Adjacent => Self::at_ends(text).or(foreign(text)),
            StringSummary::LessThan => Self::at_ends(text).or(Marks::LESS),
            StringSummary::Odd | StringSummary::Unknown => Self::of(text),
        };
        debug_assert_eq!(found, Self::of(text), "{text:?} was taken for {look:?}");
        found
    }

    /// The marks that the first and the last signs and the length tell.
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

    /// Both sets.
    #[must_use]
    pub const fn or(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// Whether there is no mark.
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether the sets share a mark.
    pub const fn meets(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }
}

// What bytes there are in a text; each class is a bit, and of the first the same as that of its mark.
const CONTROL: u16 = Marks::CONTROL.0 as u16;
const AMPERSAND: u16 = Marks::AMPERSAND.0 as u16;
const LESS: u16 = Marks::LESS.0 as u16;
const TEX: u16 = Marks::TEX.0 as u16;
const AS_THEY_ARE: u16 = CONTROL | AMPERSAND | LESS | TEX;
// What is looked for behind another has the bit that follows that of the other.
const HYPHEN: u16 = 1 << 4;
const BLANK: u16 = HYPHEN << 1;
const QUESTION: u16 = 1 << 6;
/// Above `@`: letters, and more.
const ABOVE: u16 = QUESTION << 1;
/// `[`, `{`, `%`, of which platforms make their marks.
const BRACKET: u16 = 1 << 8;
const HIGH: u16 = 1 << 9;

const fn class(byte: u8) -> u16 {
    let above = if byte > b'@' { ABOVE } else { 0 };
    above
        | match byte {
            0..=0x1F => CONTROL,
            b' ' => BLANK,
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

/// So many bytes are looked at in one step.
const STEP: usize = 32;

/// What there is in some bytes, as far as it is of interest.
#[derive(Clone, Copy, Default)]
struct Classes {
    /// The classes of the bytes.
    seen: u16,
    /// Those of two bytes side by side.
    twice: u16,
    /// Those of a byte behind one of the class below.
    behind: u16,
    /// Whether there may be a character that is not ASCII and has a mark of its own.
    may_be_marked: bool,
}

impl Classes {
    /// Of a whole text. Of stretches in which nothing is of interest only [`HIGH`] is told: a hyphen before a letter is
    /// none, and one blank is like another.
    fn of(bytes: &[u8]) -> Self {
        let mut found = Self::default();
        if bytes.len() <= STEP && are_plain(bytes) {
            return found;
        }
        let mut at = 0;
        while let Some(here) = bytes[at..].first_chunk::<STEP>()
            && let Some(next) = bytes[at + 1..].first_chunk::<STEP>()
        {
            let (holds_any, is_ascii) = look(here, next);
            if holds_any {
                // What stands twice may begin at the last byte.
                found.add(&bytes[at..=at + STEP]);
            }
            if !is_ascii {
                found.seen |= HIGH;
                found.may_be_marked |= may_be_marked(bytes, at);
            }
            at += STEP;
        }
        // The rest of a long text in one step as well, with some of what stands before it once more.
        if at > 0
            && let Some(window) = bytes.last_chunk::<{ STEP + 1 }>()
            && let (Some(here), Some(next)) = (window.first_chunk::<STEP>(), window.last_chunk::<STEP>())
            && let (false, is_ascii) = look(here, next)
        {
            if !is_ascii {
                // A character of two bytes at the end is the only one that this does not look at.
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

    /// Looks at more bytes, one by one.
    fn add(&mut self, bytes: &[u8]) {
        let seen = bytes.iter().fold(0, |seen, byte| seen | CLASSES[usize::from(*byte)]);
        self.seen |= seen;
        // Without one of these, nothing that is looked for stands behind another.
        if seen & (BLANK | QUESTION) == 0 {
            return;
        }
        let mut before = 0;
        for byte in bytes {
            let class = CLASSES[usize::from(*byte)];
            self.twice |= class & before;
            self.behind |= class & (before << 1);
            before = class;
        }
    }
}

/// Whether the bytes of a short text are ASCII and none of them is of interest: looked at eight at once, of which the last
/// is also the first of the next eight, for the sake of pairs.
fn are_plain(bytes: &[u8]) -> bool {
    let Some(last) = bytes.last_chunk::<8>() else {
        let mut padded = [b'x'; 8];
        padded[..bytes.len()].copy_from_slice(bytes);
        return is_plain_word(u64::from_le_bytes(padded));
    };
    let words = bytes.windows(8).step_by(7).filter_map(<[u8]>::first_chunk::<8>);
    words.chain([last]).all(|word| is_plain_word(u64::from_le_bytes(*word)))
}

/// Whether eight bytes are ASCII and none of them is of interest. With the high bit of each byte set, a subtraction tells
/// by that bit whether the byte is at least so great.
const fn is_plain_word(word: u64) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGHS: u64 = ONES << 7;
    const fn among(set: u64, first: u8, behind: u8) -> u64 {
        set.wrapping_sub(ONES * first as u64) & !set.wrapping_sub(ONES * behind as u64)
    }
    let set = word | HIGHS;
    let folded = word & (ONES * 0xDF) | HIGHS;
    let blanks = among(set, b' ', b' ' + 1) & HIGHS;
    let hyphens = among(set, b'-', b'-' + 1) & HIGHS;
    let pairs = (blanks | hyphens) & (blanks >> 8);
    // Controls; `$`, `%`, `&`; `<`, `=`, `>`, `?`; brackets, backslash and bar, as in [`look`].
    let signs = !set.wrapping_sub(ONES * 0x20) | among(set, b'$', b'\'') | among(set, b'<', b'@');
    (word | signs | among(folded, b'[', b'^')) & HIGHS == 0 && pairs == 0
}

/// Whether a byte of ASCII may be of interest, by itself or with the one behind it; and whether there is no other byte.
/// Written so that the compiler compares sixteen of them at once, which it does for a function of its own: few
/// comparisons, of ranges rather than of single signs, some of which take a neighbour in.
#[inline(never)]
fn look(here: &[u8; STEP], next: &[u8; STEP]) -> (bool, bool) {
    let (mut found, mut high) = (0, 0);
    for at in 0..STEP {
        let byte = here[at];
        let among = |first: u8, count: u8| u8::from(byte.wrapping_sub(first) < count);
        high |= byte;
        // Controls; `$`, `%` and `&`; `<`, `=`, `>` and `?`.
        found |= u8::from(byte < 0x20) | among(b'$', 3) | among(b'<', 4);
        // `[`, `\` and `]`, and with another bit `{`, `|` and `}`.
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
            let asked = CONTROL | AMPERSAND | LESS | TEX | BRACKET | HIGH;
            assert_eq!((found.seen & asked, found.twice & BLANK), (all.seen & asked, all.twice & BLANK), "{text}");
            assert!(
                found.may_be_marked || text.chars().all(|letter| letter.is_ascii() || "Łódźczęść“”".contains(letter)),
                "{text}"
            );
            assert_eq!(found.behind & (BLANK | ABOVE), all.behind & (BLANK | ABOVE), "{text}");
        }
    }

    #[test]
    fn short_texts_are_plain_where_no_byte_is_of_interest() {
        let is_of_interest = |text: &str| {
            let mut all = Classes::default();
            all.add(text.as_bytes());
            let asked = CONTROL | AMPERSAND | LESS | TEX | BRACKET | QUESTION | HIGH;
            all.seen & asked != 0 || all.twice & BLANK != 0 || all.behind & BLANK != 0
        };
        for length in 0..=STEP {
            for at in 0..length {
                for byte in 0..=0x7F_u8 {
                    for behind in [b'a', b' ', b'-'] {
                        let mut bytes = vec![b'a'; length];
                        bytes[at] = byte;
                        if let Some(next) = bytes.get_mut(at + 1) {
                            *next = behind;
                        }
                        let text = String::from_utf8(bytes).expect("ASCII");
                        let is_plain = are_plain(text.as_bytes());
                        assert!(!(is_plain && is_of_interest(&text)), "{text:?}");
                        // A few signs are taken for their neighbours.
                        let is_near = matches!(byte, b'=' | b'>' | b']' | b'|' | b'}' | 0x7F);
                        assert!(is_plain || is_near || is_of_interest(&text), "{text:?}");
                    }
                }
            }
            let foreign = format!("{}ł", "a".repeat(length));
            assert!(!are_plain(foreign.as_bytes()));
        }
    }

    #[test]
    fn each_mark_is_found_and_no_other() {
        let long = "x".repeat(50);
        let cases = [
            (String::new(), Marks::EMPTY),
            (" \u{a0}".to_owned(), Marks::EMPTY.or(Marks::EDGE).or(Marks::WORD).or(Marks::OTHER_BLANK)),
            ("n/a".to_owned(), Marks::WORD),
            ("N/A ".to_owned(), Marks::WORD.or(Marks::EDGE)),
            (long.clone(), Marks::default()),
            (format!("{long}\n{long}"), Marks::CONTROL),
            (format!("{long}ł"), Marks::default()),
            (format!("{long}&"), Marks::AMPERSAND),
            (format!("{long}<"), Marks::LESS),
            (format!("{long}$5"), Marks::TEX),
            (format!("{long}  {long}"), Marks::BLANKS),
            (format!("{long} "), Marks::EDGE),
            (format!("\u{a0}{long}"), Marks::EDGE.or(Marks::OTHER_BLANK)),
            (format!("{long}[[x"), Marks::PLATFORM),
            (format!("{long}- x"), Marks::HYPHEN_BLANK),
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
