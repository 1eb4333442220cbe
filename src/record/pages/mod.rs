//! Page numbers of an article in a journal, as people write them: `155-166`, `S87–96`, `xii-xv`, `e0123456`.
//!
//! The value is parsed once, with the byte range of every part, so that rules need not read it again. The grammar
//! accepts what libraries and publishers really write. Anything else is [`Kind::Unparsed`], never an error.

mod scanner;

use scanner::{Joint, parts};
use std::ops::Range;

/// The kind of a page statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One page: `155`.
    Single,
    /// From one page to another: `155-166`.
    Range,
    /// A range whose last page omits what it shares with the first: `155-66`, `S87-96`.
    Abbreviated,
    /// Several pages or ranges: `7,41,73-97`.
    List,
    /// An article number instead of pages: `e0123456`.
    ArticleNumber,
    /// An open range: `43+`, `155 ff.`
    Open,
    /// One page with a Roman numeral: `iv`.
    Roman,
    /// The number of pages: `12 s.`
    Extent,
    /// None of these.
    Unparsed,
}

/// The numeral system of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numeral {
    /// Arabic digits.
    Arabic,
    /// A well-formed Roman numeral in one case.
    Roman,
    /// Letters of Roman numerals that are not well-formed: `xiix`, `xI`.
    BrokenRoman,
}

/// One page number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Atom {
    /// Its byte range in the raw value.
    pub range: Range<usize>,
    /// The section before a colon, as in `4:56`; inherited from the first page of a range if the last has none.
    pub section: Option<u64>,
    /// Letters before the number, in lower case; inherited in the same way.
    pub prefix: String,
    /// The number; for a last page, including the digits that it omits.
    pub number: u64,
    /// The number of digits as written.
    pub digits: usize,
    /// Its numeral system.
    pub numeral: Numeral,
    /// Letters after the number, in lower case.
    pub suffix: String,
    /// Whether it omitted a prefix or digits, which were inherited from the first page.
    pub shortened: bool,
}

/// A page, or the first and last page of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The first page.
    pub first: Atom,
    /// The last page of a range.
    pub last: Option<Atom>,
    /// The byte range of the separator in the raw value.
    pub separator: Range<usize>,
    /// Whether the range is open: `+`, `ff.`
    pub open: bool,
}

/// A page statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages<'a> {
    /// As written.
    pub raw: &'a str,
    /// Its kind.
    pub kind: Kind,
    /// Its pages and ranges; empty for an article number, an extent and an unparsed value.
    pub parts: Vec<Part>,
    label: Option<Range<usize>>,
}

/// Words for "page" before a number, in lower case and without their dot: English, Polish and Czech, Hungarian (`o.`,
/// after the number), German, Spanish, French and Latin folios, Russian and Ukrainian.
const LABELS: &[&str] =
    &["p", "pp", "pag", "pág", "s", "ss", "str", "sp", "szp", "k", "f", "с", "стр", "стор", "page", "pages", "strony"];

/// Words for "pages" after their number.
const UNITS: &[&str] =
    &["s", "ss", "str", "stron", "strony", "p", "pp", "pages", "k", "l", "f", "с", "стр", "стор", "seiten"];

/// Words for "and the following pages".
const FOLLOWING: &[&str] = &["et seq", "i n", "sqq", "ff", "nn", "sq", "f", "n"];

impl<'a> Pages<'a> {
    /// Parses a page statement.
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

    /// Returns a redundant word such as `s.` or `pp.` with the spaces next to it.
    pub fn label(&self) -> Option<Range<usize>> {
        self.label.clone()
    }

    /// Whether it could not be parsed.
    pub fn is_unparsable(&self) -> bool {
        self.kind == Kind::Unparsed
    }

    /// Returns the first range whose last page is before its first.
    pub fn descending(&self) -> Option<&Part> {
        self.parts.iter().find(|part| part.is_descending())
    }

    /// Whether it has a page with the number 0.
    pub fn has_zero(&self) -> bool {
        let is_zero = |atom: &Atom| atom.numeral == Numeral::Arabic && atom.number == 0;
        self.parts.iter().any(|part| is_zero(&part.first) || part.last.as_ref().is_some_and(is_zero))
    }
}

impl Part {
    /// Whether the last page is before the first. Only pages with the same numbering are compared: front matter in
    /// Roman numerals continues in Arabic ones, and `S12-R18` is another mistake.
    pub fn is_descending(&self) -> bool {
        let Some(last) = &self.last else { return false };
        let comparable = self.first.numeral == last.numeral
            && last.numeral != Numeral::BrokenRoman
            && self.first.prefix == last.prefix
            && self.first.section.is_some() == last.section.is_some();
        comparable && (last.section, last.number) < (self.first.section, self.first.number)
    }

    /// Returns the number of pages if they can be counted.
    pub fn length(&self) -> Option<u64> {
        let last = self.last.as_ref()?;
        let same = self.first.numeral == last.numeral && self.first.section == last.section;
        if same { last.number.checked_sub(self.first.number).map(|length| length.saturating_add(1)) } else { None }
    }

    /// Whether the last page omits something and is after the first nevertheless.
    pub fn is_abbreviated(&self) -> bool {
        self.last.as_ref().is_some_and(|last| last.shortened && last.number > self.first.number)
    }
}

fn kind_of(raw: &str, body: Range<usize>) -> (Kind, Vec<Part>) {
    let text = &raw[body.clone()];
    if is_article_number(text) {
        return (Kind::ArticleNumber, Vec::new());
    }
    let compound = || {
        let found = |joint| parts(raw, body.clone(), joint);
        // `1706.06083` alone is not a page of a paper, but the number of a preprint.
        let is_range = |parts: &Vec<Part>| parts.iter().all(is_range_of_papers);
        found(Joint::Hyphen).or_else(|| found(Joint::Slash)).or_else(|| found(Joint::Dot).filter(is_range))
    };
    let Some(parts) = parts(raw, body.clone(), Joint::None).or_else(compound) else {
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

/// Whether both pages of a range name the same paper: `112.1-112.11`.
fn is_range_of_papers(part: &Part) -> bool {
    part.first.section.is_some() && part.last.as_ref().is_some_and(|last| last.section == part.first.section)
}

/// Whether it is an extent. `12 s.`, `[4] k.`: a number, then a unit that is a word of its own; `vii + 184`, `xii, 184
/// p.`: the pages of the front matter and the pages after it.
fn is_extent(text: &str) -> bool {
    let mut text = text;
    // Numbers of unnumbered pages before the others: `xii+345`, `iv, 120 p.`.
    loop {
        let front = text.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(text.len());
        if front == 0 || scanner::roman(&text[..front]).is_none() {
            break;
        }
        let after = text[front..].trim_start();
        let number = after.trim_start_matches(['+', ',']).trim_start();
        if after.starts_with('+') {
            if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
                return true;
            }
        } else if !after.starts_with(',') || !number.starts_with(|digit: char| digit.is_ascii_digit()) {
            return false;
        }
        text = number;
    }
    let text = text.trim_end_matches([';', ' ']);
    let digits = text.strip_prefix('[').unwrap_or(text);
    let after = digits.trim_start_matches(|letter: char| letter.is_ascii_digit());
    if after.len() == digits.len() {
        return false;
    }
    let unit = after.strip_prefix(']').unwrap_or(after);
    let word = unit.trim_start();
    let dotted = word.ends_with('.');
    let apart = word.len() < unit.len() || dotted;
    apart && UNITS.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

/// Returns the label of a value. `S12` and `s123` have none: their letter belongs to the number. Only a dot or a space
/// makes it a word.
fn label(raw: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let text = &raw[start..end];
    let word = text.find(|letter: char| !letter.is_alphabetic()).unwrap_or(text.len());
    let after = &text[word..];
    let dot = usize::from(after.starts_with('.'));
    let spaces = after[dot..].len() - after[dot..].trim_start().len();
    let length = word + dot + spaces;
    if word > 0 && dot + spaces > 0 && length < text.len() && LABELS.contains(&text[..word].to_lowercase().as_str()) {
        return Some(start..start + length);
    }
    hungarian_label(text).map(|from| start + from..end)
}

/// `o.` (oldal) after the number: `155-166. o.`
fn hungarian_label(text: &str) -> Option<usize> {
    let before = text.strip_suffix("o.").or_else(|| text.strip_suffix("old."))?;
    let number = before.trim_end();
    let number = number.strip_suffix('.').unwrap_or(number);
    (number.len() < before.len() && number.ends_with(|letter: char| letter.is_ascii_digit())).then_some(number.len())
}

/// Whether it is an article number, such as `e0123456`, `eaaw4325`, `PLoSD12345`, `123456`: too long for a page, or
/// with the `e` of electronic numbers. SPIE proceedings append a page: `1251204-4`, and `1251204-1251204-4` from the
/// first to the last.
fn is_article_number(text: &str) -> bool {
    if let Some((number, page)) = text.rsplit_once('-') {
        let is_page = |page: &str| matches!(page.len(), 1 | 2) && page.bytes().all(|byte| byte.is_ascii_digit());
        let number = number.split_once('-').filter(|(one, two)| one == two).map_or(number, |(one, _)| one);
        return number.len() == 7 && number.bytes().all(|byte| byte.is_ascii_digit()) && is_page(page);
    }
    let digits = text.len() - text.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    let head = &text[..text.len() - digits];
    let letters = head.strip_suffix('.').unwrap_or(head);
    let electronic =
        head.starts_with(['e', 'E']) && head.len() <= 5 && head.bytes().skip(1).all(|byte| byte.is_ascii_lowercase());
    let lettered = (1..=5).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    (electronic && digits >= 4) || (lettered && digits >= 5) || (head.is_empty() && digits >= 6)
}

/// Whether it is one word of letters and digits with dots or hyphens in it, such as `PS-2B.16`.
fn is_token(text: &str) -> bool {
    let edges = text.starts_with(|letter: char| letter.is_ascii_alphanumeric())
        && text.ends_with(|letter: char| letter.is_ascii_alphanumeric());
    let all = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-');
    let has = |what: fn(&u8) -> bool| text.as_bytes().iter().any(what);
    edges && all && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
}

#[cfg(test)]
mod tests;
