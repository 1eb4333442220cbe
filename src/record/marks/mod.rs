//! What a text has in it, found in one pass for all rules that look at every text.
//!
//! Nearly every text has nothing that any rule is interested in. One pass over its bytes tells which of a few classes
//! there are; what follows looks only at texts that have them: at pairs of signs, and at the
//! characters that are not ASCII.

mod foreign;

use foreign::foreign;

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
    /// At most forty bytes.
    pub const SHORT: Marks = Marks(1 << 6);
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
    /// A letter as old fonts of Central Europe left it in the text of a PDF.
    pub const OLD_FONT: Marks = Marks(1 << 19);

    /// The marks of a text.
    pub fn of(text: &str) -> Marks {
        let bytes = text.as_bytes();
        let (seen, twice) = classes(bytes);
        let has = |class: u16| seen & class != 0;
        let mut found = u32::from(seen & AS_THEY_ARE);
        let mut add = |is_found: bool, mark: Marks| found |= mark.0 * u32::from(is_found);
        add(bytes.len() <= SHORT, Marks::SHORT);
        add(twice & BLANK != 0, Marks::BLANKS);
        add(is_edged(text), Marks::EDGE);
        if has(HYPHEN | QUESTION | BRACKET) {
            add(has_pair(bytes, |left, right| left == b'-' && right == b' '), Marks::HYPHEN_BLANK);
            add(has_pair(bytes, |left, right| left == b'?' && right > b'@'), Marks::QUESTION);
            add(has_pair(bytes, is_platform), Marks::PLATFORM);
        }
        let found = Marks(found);
        if has(HIGH) { found.or(foreign(text)) } else { found }
    }

    /// Both sets.
    #[must_use]
    pub const fn or(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// Whether the sets share a mark.
    pub const fn meets(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }
}

/// A text of at most so many bytes is short.
const SHORT: usize = 40;

// What bytes there are in a text; each class is a bit, and of the first the same as that of its mark.
const CONTROL: u16 = Marks::CONTROL.0 as u16;
const AMPERSAND: u16 = Marks::AMPERSAND.0 as u16;
const LESS: u16 = Marks::LESS.0 as u16;
const TEX: u16 = Marks::TEX.0 as u16;
const AS_THEY_ARE: u16 = CONTROL | AMPERSAND | LESS | TEX;
const HYPHEN: u16 = 1 << 4;
const QUESTION: u16 = 1 << 5;
/// `[`, `{`, `%`, of which platforms make their marks.
const BRACKET: u16 = 1 << 6;
const HIGH: u16 = 1 << 7;
const BLANK: u16 = 1 << 8;

const fn class(byte: u8) -> u16 {
    match byte {
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

/// The classes of all bytes, and those that stand twice in a row. Of stretches in which nothing is of interest only
/// [`HIGH`] is told: a hyphen before a letter is none, and one blank is like another.
fn classes(bytes: &[u8]) -> (u16, u16) {
    let (mut seen, mut twice, mut at) = (0, 0, 0);
    while let Some(here) = bytes[at..].first_chunk::<STEP>()
        && let Some(next) = bytes[at + 1..].first_chunk::<STEP>()
    {
        let (holds_any, is_ascii) = look(here, next);
        if holds_any {
            // What stands twice may begin at the last byte.
            let found = by_table(&bytes[at..=at + STEP]);
            (seen, twice) = (seen | found.0, twice | found.1);
        } else if !is_ascii {
            seen |= HIGH;
        }
        at += STEP;
    }
    let rest = by_table(&bytes[at..]);
    (seen | rest.0, twice | rest.1)
}

/// The same, byte by byte.
fn by_table(bytes: &[u8]) -> (u16, u16) {
    let (mut seen, mut twice, mut before) = (0, 0, 0);
    for byte in bytes {
        let class = CLASSES[usize::from(*byte)];
        seen |= class;
        twice |= class & before;
        before = class;
    }
    (seen, twice)
}

/// Whether a byte of ASCII may be of interest, by itself or with the one behind it; and whether there is no other byte.
/// Written so that the compiler compares sixteen of them at once: few comparisons, some of which take a neighbour in.
#[allow(clippy::needless_bitwise_bool)] // Short circuits are steps, and there would be no comparing at once.
fn look(here: &[u8; STEP], next: &[u8; STEP]) -> (bool, bool) {
    let (mut found, mut high) = (false, false);
    for (here, next) in here.iter().zip(next) {
        high |= *here >= 0x80;
        found |= *here < 0x20;
        // `$` and `&`; `[` and `{`.
        found |= (*here & 0xFD == b'$') | (*here & 0xDF == b'[');
        found |= (*here == b'<') | (*here == b'\\') | (*here == b'?') | (*here == b'%');
        found |= ((*here == b' ') | (*here == b'-')) & (*next == b' ');
    }
    (found, !high)
}

fn has_pair(bytes: &[u8], is_it: impl Fn(u8, u8) -> bool) -> bool {
    bytes.windows(2).any(|pair| is_it(pair[0], pair[1]))
}

fn is_platform(left: u8, right: u8) -> bool {
    left == b'[' && matches!(right, b'[' | b'e') || left == right && matches!(left, b'{' | b'%')
}

/// Whether white space stands at either end; nearly every text begins and ends with a sign that tells at once.
fn is_edged(text: &str) -> bool {
    let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    !(is_plain(bytes.first()) && is_plain(bytes.last()))
        && (text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_find_what_single_bytes_do() {
        let words =
            ["plain words ", "a & b ", "two  blanks ", "Łódź ", "[[x]] ", "long- term ", "x?y ", "{{a}} ", "5% "];
        for number in 0..2000_usize {
            let mut text = String::new();
            for step in 0..number % 23 {
                let at = if (number + step) % 3 > 0 { 0 } else { (number / 7 + step) % words.len() };
                text.push_str(words[at]);
            }
            let text = text.get(number % 5..).unwrap_or_default();
            let (seen, twice) = classes(text.as_bytes());
            let (all, pairs) = by_table(text.as_bytes());
            let asked = CONTROL | AMPERSAND | LESS | TEX | HIGH;
            assert_eq!((seen & asked, twice & BLANK), (all & asked, pairs & BLANK), "{text}");
            assert!(seen & HYPHEN != 0 || !text.contains("- "), "{text}");
            assert!(seen & QUESTION != 0 || !text.contains("?y"), "{text}");
            assert!(seen & BRACKET != 0 || !text.contains("[[") && !text.contains("{{"), "{text}");
        }
    }

    #[test]
    fn each_mark_is_found_and_no_other() {
        let long = "x".repeat(50);
        let cases = [
            (String::new(), Marks::SHORT),
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
