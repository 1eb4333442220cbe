//! Where in a journal an article stands, as people write it: `155-166`, `S87–96`, `xii-xv`, `e0123456`.
//!
//! The value is parsed once, with the range of every part in it, so that rules judge and point without reading it
//! again. The grammar takes what libraries and publishers really write; what it does not take is
//! [`Kind::Unparsed`], never an error.

use std::ops::Range;

/// What a statement of pages turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One page: `155`.
    Single,
    /// From one page to another: `155-166`.
    Range,
    /// A range whose last page leaves out what it shares with the first: `155-66`, `S87-96`.
    Abbreviated,
    /// Several pages or ranges: `7,41,73-97`.
    List,
    /// No page but the number of an article: `e0123456`.
    ArticleNumber,
    /// From a page on: `43+`, `155 ff.`
    Open,
    /// One page with a roman number: `iv`.
    Roman,
    /// How many pages there are, not which: `12 s.`
    Extent,
    /// None of these.
    Unparsed,
}

/// How a page is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numeral {
    /// In digits.
    Arabic,
    /// In the letters of roman numbers, well formed and in one case.
    Roman,
    /// In those letters, but not well formed: `xiix`, `xI`.
    BrokenRoman,
}

/// One page number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Atom {
    /// All of it, within the raw value.
    pub range: Range<usize>,
    /// The section before a colon, as in `4:56`; taken over from the first page of a range where the last has none.
    pub section: Option<u64>,
    /// Letters before the number, in lower case; taken over likewise.
    pub prefix: String,
    /// The number; of a last page with the digits that it leaves out.
    pub number: u64,
    /// How many digits are written.
    pub digits: usize,
    /// How it is numbered.
    pub numeral: Numeral,
    /// Letters after the number, in lower case.
    pub suffix: String,
    /// Whether it left out a prefix or digits, which were taken over from the first page.
    pub shortened: bool,
}

/// A page, or the first and the last of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The first page.
    pub first: Atom,
    /// The last page of a range.
    pub last: Option<Atom>,
    /// The sign between them, within the raw value.
    pub separator: Range<usize>,
    /// Whether it goes on from there: `+`, `ff.`
    pub open: bool,
}

/// A statement of pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages<'a> {
    /// As written.
    pub raw: &'a str,
    /// What it is.
    pub kind: Kind,
    /// Its pages and ranges; none for an article number, an extent and what is not parsed.
    pub parts: Vec<Part>,
    label: Option<Range<usize>>,
}

/// Words that say "page" before a number, in lower case and without their dot: English, Polish and Czech, Hungarian
/// (`o.`, behind the number), German, Spanish, French and Latin folios, Russian and Ukrainian.
const LABELS: &[&str] =
    &["p", "pp", "pag", "pág", "s", "ss", "str", "sp", "szp", "k", "f", "с", "стр", "стор", "page", "pages", "strony"];

/// Words that say "pages" behind a number of them.
const UNITS: &[&str] =
    &["s", "ss", "str", "stron", "strony", "p", "pp", "pages", "k", "l", "f", "с", "стр", "стор", "seiten"];

/// Words that say "and those that follow".
const FOLLOWING: &[&str] = &["et seq", "i n", "sqq", "ff", "nn", "sq", "f", "n"];

impl<'a> Pages<'a> {
    /// Reads a statement of pages.
    pub fn parse(raw: &'a str) -> Self {
        let start = raw.len() - raw.trim_start().len();
        let end = start + raw.trim().len();
        if is_extent(&raw[start..end]) {
            return Self { raw, kind: Kind::Extent, parts: Vec::new(), label: None };
        }
        let label = label(raw, start, end);
        let body = match &label {
            Some(label) if label.start == start => label.end..end,
            Some(label) => start..label.start,
            None => start..end,
        };
        let (kind, parts) = kind_of(raw, body);
        Self { raw, kind, parts, label }
    }

    /// A word such as `s.` or `pp.` that a field of pages does not need, with the blanks beside it.
    pub fn label(&self) -> Option<Range<usize>> {
        self.label.clone()
    }

    /// Whether nothing could be made of it.
    pub fn is_unparsable(&self) -> bool {
        self.kind == Kind::Unparsed
    }

    /// The first range whose last page comes before its first.
    pub fn descending(&self) -> Option<&Part> {
        self.parts.iter().find(|part| part.is_descending())
    }

    /// Whether a page in it has the number 0.
    pub fn has_zero(&self) -> bool {
        let is_zero = |atom: &Atom| atom.numeral == Numeral::Arabic && atom.number == 0;
        self.parts.iter().any(|part| is_zero(&part.first) || part.last.as_ref().is_some_and(is_zero))
    }
}

impl Part {
    /// Whether the last page comes before the first. Only what is counted in the same way can be compared: front
    /// matter in roman numbers runs on in arabic ones, and `S12-R18` is another mistake.
    pub fn is_descending(&self) -> bool {
        let Some(last) = &self.last else { return false };
        let comparable = self.first.numeral == last.numeral
            && last.numeral != Numeral::BrokenRoman
            && self.first.prefix == last.prefix
            && self.first.section.is_some() == last.section.is_some();
        comparable && (last.section, last.number) < (self.first.section, self.first.number)
    }

    /// How many pages it covers, where that can be counted.
    pub fn length(&self) -> Option<u64> {
        let last = self.last.as_ref()?;
        let same = self.first.numeral == last.numeral && self.first.section == last.section;
        if same { last.number.checked_sub(self.first.number).map(|length| length.saturating_add(1)) } else { None }
    }

    /// Whether the last page leaves something out and comes after the first all the same.
    pub fn is_abbreviated(&self) -> bool {
        self.last.as_ref().is_some_and(|last| last.shortened && last.number > self.first.number)
    }
}

fn kind_of(raw: &str, body: Range<usize>) -> (Kind, Vec<Part>) {
    let text = &raw[body.clone()];
    if is_article_number(text) {
        return (Kind::ArticleNumber, Vec::new());
    }
    let Some(parts) = parts(raw, body.clone(), false).or_else(|| parts(raw, body, true)) else {
        let kind = if is_token(text) { Kind::ArticleNumber } else { Kind::Unparsed };
        return (kind, Vec::new());
    };
    let kind = match parts.as_slice() {
        [part] if part.open => Kind::Open,
        [part] if part.is_abbreviated() => Kind::Abbreviated,
        [part] if part.last.is_some() => Kind::Range,
        [part] if part.first.numeral == Numeral::Arabic => Kind::Single,
        [_] => Kind::Roman,
        _ => Kind::List,
    };
    (kind, parts)
}

/// `12 s.`, `[4] k.`: a number, then a unit that is a word of its own.
fn is_extent(text: &str) -> bool {
    let digits = text.strip_prefix('[').unwrap_or(text);
    let behind = digits.trim_start_matches(|letter: char| letter.is_ascii_digit());
    if behind.len() == digits.len() {
        return false;
    }
    let unit = behind.strip_prefix(']').unwrap_or(behind);
    let word = unit.trim_start();
    let dotted = word.ends_with('.');
    let apart = word.len() < unit.len() || dotted;
    apart && UNITS.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

/// The label of a value. `S12` and `s123` have none: their letter belongs to the number; only a dot or a blank makes
/// it a word.
fn label(raw: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let text = &raw[start..end];
    let word = text.find(|letter: char| !letter.is_alphabetic()).unwrap_or(text.len());
    let behind = &text[word..];
    let dot = usize::from(behind.starts_with('.'));
    let blanks = behind[dot..].len() - behind[dot..].trim_start().len();
    let length = word + dot + blanks;
    if word > 0 && dot + blanks > 0 && length < text.len() && LABELS.contains(&text[..word].to_lowercase().as_str()) {
        return Some(start..start + length);
    }
    hungarian_label(text).map(|from| start + from..end)
}

/// `o.` (oldal) behind the number: `155-166. o.`
fn hungarian_label(text: &str) -> Option<usize> {
    let before = text.strip_suffix("o.").or_else(|| text.strip_suffix("old."))?;
    let number = before.trim_end();
    let number = number.strip_suffix('.').unwrap_or(number);
    (number.len() < before.len() && number.ends_with(|letter: char| letter.is_ascii_digit())).then_some(number.len())
}

/// `e0123456`, `eaaw4325`, `PLoSD12345`, `123456`: too long for a page, or with the `e` of electronic numbers.
fn is_article_number(text: &str) -> bool {
    let digits = text.len() - text.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    let head = &text[..text.len() - digits];
    let letters = head.strip_suffix('.').unwrap_or(head);
    let electronic =
        head.starts_with(['e', 'E']) && head.len() <= 5 && head.bytes().skip(1).all(|byte| byte.is_ascii_lowercase());
    let lettered = (1..=5).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    (electronic && digits >= 4) || (lettered && digits >= 5) || (head.is_empty() && digits >= 6)
}

/// One word of letters and digits with dots or hyphens in it, such as `PS-2B.16`.
fn is_token(text: &str) -> bool {
    let edges = text.starts_with(|letter: char| letter.is_ascii_alphanumeric())
        && text.ends_with(|letter: char| letter.is_ascii_alphanumeric());
    let all = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-');
    let has = |what: fn(&u8) -> bool| text.as_bytes().iter().any(what);
    edges && all && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
}

/// The parts of a list. With `hyphenated`, a number may be two with a hyphen (`118-1–118-12`), and then the sign of
/// a range is another one.
fn parts(raw: &str, body: Range<usize>, hyphenated: bool) -> Option<Vec<Part>> {
    let mut scanner = Scanner { text: &raw[..body.end], at: body.start, hyphenated };
    let mut parts = vec![scanner.part()?];
    loop {
        scanner.blanks();
        if scanner.rest().is_empty() {
            return Some(parts);
        }
        if !scanner.eat(|letter| matches!(letter, ',' | ';' | '&')) {
            return None;
        }
        scanner.blanks();
        parts.push(scanner.part()?);
    }
}

/// A place in the raw value.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    hyphenated: bool,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, wanted: impl Fn(char) -> bool) -> bool {
        let found = self.rest().chars().next().filter(|letter| wanted(*letter));
        self.at += found.map_or(0, char::len_utf8);
        found.is_some()
    }

    /// The letters that satisfy `wanted`, consumed.
    fn run(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|letter| !wanted(letter)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn part(&mut self) -> Option<Part> {
        let first = self.atom()?;
        let before = self.at;
        self.blanks();
        let start = self.at;
        if !self.separator() {
            self.at = before;
            let open = self.tail();
            return Some(Part { first, last: None, separator: start..start, open });
        }
        let separator = start..self.at;
        self.blanks();
        let mut last = self.atom()?;
        expand(&mut last, &first);
        let open = self.tail();
        Some(Part { first, last: Some(last), separator, open })
    }

    /// The sign of a range: up to three hyphens, a dash, a minus, a slash or a tilde.
    fn separator(&mut self) -> bool {
        let hyphens = if self.hyphenated { "" } else { self.run(|letter| letter == '-') };
        if !hyphens.is_empty() {
            return hyphens.len() <= 3;
        }
        self.eat(|letter| matches!(letter, '\u{2010}'..='\u{2015}' | '\u{2212}' | '/' | '~'))
    }

    fn tail(&mut self) -> bool {
        let before = self.at;
        self.blanks();
        if self.eat(|letter| letter == '+') {
            return true;
        }
        for word in FOLLOWING {
            if let Some(behind) = self.rest().strip_prefix(word)
                && !behind.starts_with(char::is_alphanumeric)
            {
                self.at += word.len();
                self.eat(|letter| letter == '.');
                return true;
            }
        }
        self.at = before;
        false
    }

    /// A page number; brackets around it are cataloguers', for a page that bears none.
    fn atom(&mut self) -> Option<Atom> {
        let start = self.at;
        self.eat(|letter| letter == '[');
        let section = self.section();
        let mut atom = self.arabic().or_else(|| self.roman())?;
        self.eat(|letter| letter == '*');
        self.eat(|letter| letter == ']');
        atom.section = section.or(atom.section);
        atom.range = start..self.at;
        Some(atom)
    }

    fn section(&mut self) -> Option<u64> {
        let before = self.at;
        let digits = self.run(|letter| letter.is_ascii_digit());
        if !digits.is_empty() && self.eat(|letter| letter == ':') {
            return Some(number(digits));
        }
        self.at = before;
        None
    }

    fn arabic(&mut self) -> Option<Atom> {
        let before = self.at;
        let letters = self.run(|letter| letter.is_ascii_alphabetic());
        // `C-12` has a prefix; `xii-3` is a range, in which the front matter runs on.
        let is_number = (letters.len() > 1 || letters.starts_with(|letter: char| letter.is_lowercase()))
            && roman(letters).is_some();
        if !letters.is_empty() {
            self.eat(|letter| letter == '.' || (letter == '-' && !is_number));
        }
        let mut digits = self.run(|letter| letter.is_ascii_digit());
        if digits.is_empty() || letters.len() > 4 {
            self.at = before;
            return None;
        }
        let mut section = None;
        let is_double =
            self.rest().strip_prefix('-').is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()));
        if self.hyphenated && letters.is_empty() && is_double {
            section = Some(number(digits));
            self.at += 1;
            digits = self.run(|letter| letter.is_ascii_digit());
        }
        let suffix = self.suffix();
        Some(Atom {
            range: before..self.at,
            section,
            prefix: letters.to_ascii_lowercase(),
            number: number(digits),
            digits: digits.len(),
            numeral: Numeral::Arabic,
            suffix,
            shortened: false,
        })
    }

    /// One or two letters behind the number (`12a`, `7v`), unless they say that more pages follow.
    fn suffix(&mut self) -> String {
        let before = self.at;
        let letters = self.run(|letter| letter.is_ascii_alphabetic());
        if letters.len() > 2 || FOLLOWING.contains(&letters) {
            self.at = before;
            return String::new();
        }
        letters.to_ascii_lowercase()
    }

    fn roman(&mut self) -> Option<Atom> {
        let before = self.at;
        let letters = self.run(|letter| "ivxlcdmIVXLCDM".contains(letter));
        if letters.is_empty() || self.rest().starts_with(char::is_alphanumeric) {
            self.at = before;
            return None;
        }
        let value = roman(letters);
        Some(Atom {
            range: before..self.at,
            section: None,
            prefix: String::new(),
            number: value.unwrap_or_default(),
            digits: 0,
            numeral: if value.is_some() { Numeral::Roman } else { Numeral::BrokenRoman },
            suffix: String::new(),
            shortened: false,
        })
    }
}

/// Gives the last page what it leaves out: section, prefix, leading digits.
fn expand(last: &mut Atom, first: &Atom) {
    if last.numeral != Numeral::Arabic || first.numeral != Numeral::Arabic {
        return;
    }
    last.section = last.section.or(first.section);
    if last.prefix.is_empty() && !first.prefix.is_empty() {
        last.prefix.clone_from(&first.prefix);
        last.shortened = true;
    }
    if last.digits < first.digits && last.prefix == first.prefix && last.section == first.section {
        last.shortened = true;
        let scale = 10u64.saturating_pow(last.digits as u32);
        last.number = (first.number / scale).saturating_mul(scale).saturating_add(last.number);
    }
}

/// The number that digits spell; of more digits than a number holds, the largest there is.
fn number(digits: &str) -> u64 {
    digits.parse().unwrap_or(u64::MAX)
}

/// The value of a roman number in the usual form (no letter four times, `ix` and not `viiii`), in one case.
fn roman(letters: &str) -> Option<u64> {
    const STEPS: [(&str, u64); 13] = [
        ("m", 1000),
        ("cm", 900),
        ("d", 500),
        ("cd", 400),
        ("c", 100),
        ("xc", 90),
        ("l", 50),
        ("xl", 40),
        ("x", 10),
        ("ix", 9),
        ("v", 5),
        ("iv", 4),
        ("i", 1),
    ];
    /// A longer run of letters is no page.
    const LONGEST: usize = 20;
    let lower = letters.to_ascii_lowercase();
    let one_case = lower == letters || letters.to_ascii_uppercase() == letters;
    if !one_case || letters.len() > LONGEST {
        return None;
    }
    let mut rest = lower.as_str();
    let mut value = 0;
    let mut usual = String::new();
    for (step, worth) in STEPS {
        while let Some(behind) = rest.strip_prefix(step) {
            rest = behind;
            value += worth;
        }
    }
    let mut left = value;
    for (step, worth) in STEPS {
        while left >= worth {
            left -= worth;
            usual.push_str(step);
        }
    }
    (rest.is_empty() && usual == lower).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(raw: &str) -> Kind {
        Pages::parse(raw).kind
    }

    #[test]
    fn what_people_write_is_told_apart() {
        use Kind::{Abbreviated, ArticleNumber, Extent, List, Open, Range, Roman, Single, Unparsed};
        let cases = [
            ("155-166", Range),
            ("155–166", Range),
            ("155\u{2212}166", Range),
            ("155\u{2011}166", Range),
            ("155--166", Range),
            ("155---166", Range),
            ("155 - 166", Range),
            ("155/166", Range),
            ("155~166", Range),
            ("S12-S18", Range),
            ("R795-R804", Range),
            ("4:1-4:56", Range),
            ("4:1--4:56", Range),
            ("xii-xv", Range),
            ("xii-3", Range),
            ("1-1", Range),
            ("166-155", Range),
            ("155-16", Range),
            ("xiix-xv", Range),
            ("118-1–118-12", Range),
            ("S12-R18", Range),
            ("[155]-[166]", Range),
            ("12a-12c", Range),
            ("155-66", Abbreviated),
            ("1002-5", Abbreviated),
            ("S87-96", Abbreviated),
            ("S87–96", Abbreviated),
            ("e123-45", Abbreviated),
            ("155", Single),
            ("A19", Single),
            ("D12", Single),
            ("s123", Single),
            ("P5", Single),
            ("42*", Single),
            ("[4]", Single),
            ("7v", Single),
            ("C-12", Single),
            ("v-3", Range),
            ("0155", Single),
            ("iv", Roman),
            ("XII", Roman),
            ("7,41,73-97", List),
            ("12-14, 20", List),
            ("vi, 1-20", List),
            ("3; 5", List),
            ("3 & 5", List),
            ("43+", Open),
            ("155 ff.", Open),
            ("155 sq.", Open),
            ("155ff", Open),
            ("155 i n.", Open),
            ("155-166 ff.", Open),
            ("e0123456", ArticleNumber),
            ("eaaw4325", ArticleNumber),
            ("PS-2B.16", ArticleNumber),
            ("123456", ArticleNumber),
            ("e1002166", ArticleNumber),
            ("cs.12345", ArticleNumber),
            ("12 s.", Extent),
            ("166 p.", Extent),
            ("[4] k.", Extent),
            ("12 stron", Extent),
            ("155/166?", Unparsed),
            ("", Unparsed),
            ("-", Unparsed),
            ("155-", Unparsed),
            ("-1", Unparsed),
            ("12-14-16", Unparsed),
            ("online first", Unparsed),
            ("155----166", Unparsed),
            ("n/a", Unparsed),
        ];
        for (raw, expected) in cases {
            assert_eq!(kind(raw), expected, "{raw}");
        }
    }

    #[test]
    fn a_last_page_before_the_first_is_seen() {
        for raw in ["166-155", "155-16", "S18-S12", "xv-xii", "4:56-4:1", "7, 97-73", "s. 166-155", "118-12–118-1"] {
            assert!(Pages::parse(raw).descending().is_some(), "{raw}");
        }
        for raw in
            ["155-66", "1002-5", "S87-96", "xii-3", "S12-R18", "4:1-4:56", "1-1", "118-1–118-12", "99-101", "12-9"]
        {
            assert!(Pages::parse(raw).descending().is_none(), "{raw}");
        }
    }

    #[test]
    fn labels_are_words_and_not_prefixes() {
        let label = |raw: &'static str| Pages::parse(raw).label().map(|range| &raw[range]);
        for (raw, expected) in [
            ("s. 155-166", "s. "),
            ("pp. 155", "pp. "),
            ("pp 155", "pp "),
            ("S. 12", "S. "),
            ("с. 5-7", "с. "),
            ("pág. 3", "pág. "),
            ("155-166. o.", ". o."),
            ("p.5", "p."),
        ] {
            assert_eq!(label(raw), Some(expected), "{raw}");
            assert!(!Pages::parse(raw).is_unparsable(), "{raw}");
        }
        for raw in ["S12", "P5", "s123", "155-166", "A.19", "12 s.", "s."] {
            assert_eq!(label(raw), None, "{raw}");
        }
    }

    #[test]
    fn ranges_point_into_the_raw_value() {
        let raw = " s. [155] – 66 ";
        let pages = Pages::parse(raw);
        let part = &pages.parts[0];
        assert_eq!(&raw[part.first.range.clone()], "[155]");
        assert_eq!(&raw[part.separator.clone()], "–");
        let last = part.last.as_ref().expect("a last page");
        assert_eq!((&raw[last.range.clone()], last.number), ("66", 166));
        assert_eq!(part.length(), Some(12));
    }

    #[test]
    fn roman_numbers_are_read_in_their_usual_form() {
        for (letters, value) in [("iv", 4), ("xii", 12), ("MCMXCIX", 1999), ("xl", 40)] {
            assert_eq!(roman(letters), Some(value), "{letters}");
        }
        for letters in ["xiix", "xI", "iiii", "vx", "ic"] {
            assert_eq!(roman(letters), None, "{letters}");
        }
    }

    #[test]
    fn nothing_is_too_strange() {
        let long = "9".repeat(1_000_000);
        for raw in [long.as_str(), "[[[", "é-ż", "1-é", "〜5", "1:2:3", "][", "\u{301}5", "a", "--", ".", "1.", "5 f"]
        {
            let pages = Pages::parse(raw);
            for part in &pages.parts {
                assert!(raw.get(part.first.range.clone()).is_some(), "{raw}");
            }
        }
        assert!(Pages::parse(&format!("{long}-{long}")).descending().is_none());
    }
}
