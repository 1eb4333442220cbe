//! The plain forms of titles, abstracts, keywords and references.

use crate::record::repeats::{FEW, Numbers, are_different, sampled};
use crate::record::{
    LONGEST_KEYWORD, LONGEST_LABEL, Language, Record, SHORTEST_REFERENCE, Text, dangling, doi, folded, trimmed,
};
use crate::text::StringSummary;
use crate::tree::{NodeId, Symbol};

pub(super) fn codes(record: &Record<'_>) -> bool {
    let is_usual = |said: Option<(NodeId, &str)>| said.is_none_or(|(_, code)| Language::is_usual_code(code));
    // A member without text may still have a code, which the rules check themselves.
    let main = usize::from(record.field(Symbol::TITLE).is_some());
    record.titles().len() == main + record.items(Symbol::TITLE_VARIANTS).count()
        && record.all_abstracts().len() == record.items(Symbol::ABSTRACTS).count()
        && record.keywords().len() == record.items(Symbol::KEYWORDS).count()
        && record.languages().all(|(_, code)| Language::is_usual_code(code))
        && record.titles().iter().chain(record.all_abstracts()).all(|text| is_usual(text.lang))
        && record.keywords().iter().all(|group| is_usual(group.lang))
}

pub(super) fn tagged(record: &Record<'_>) -> bool {
    record.titles().iter().chain(record.all_abstracts()).all(|text| text.language.is_some())
        && record.keywords().iter().all(|group| group.lang.is_some())
}

pub(super) fn titles(record: &Record<'_>) -> bool {
    let titles = record.titles();
    let (Some(main), true) = (titles.first(), titles.len() <= FEW) else { return false };
    let is_new = |(place, title): (usize, &Text<'_>)| {
        title.language.is_some() && titles[..place].iter().all(|other| other.language != title.language)
    };
    record.field(Symbol::TITLE) == Some(main.node)
        && record.languages().next().is_some_and(|(_, code)| Language::of_tag(code) == main.language)
        && titles.iter().enumerate().all(is_new)
        && titles.iter().all(|title| is_usual_title(title.text))
}

/// Whether a title has several words of letters, digits and a few other characters, without a capital after a
/// lower-case letter, and does not end with a preposition: those of `title/truncated` are short and have no digit.
fn is_usual_title(text: &str) -> bool {
    let bytes = text.as_bytes();
    let [b'A'..=b'Z', .., last] = bytes else { return false };
    let (mut found, mut before) = (0, 0);
    for byte in bytes {
        let kind = KINDS[usize::from(*byte)];
        found |= kind & (ODD | before >> 1 & UPPER);
        before = kind;
    }
    let word = memchr::memrchr(b' ', bytes).map_or(0, |space| bytes.len() - space - 1);
    found == 0
        && word > 0
        && word < bytes.len()
        && (last.is_ascii_digit() || last.is_ascii_alphabetic() && word > dangling::LONGEST)
}

/// An ASCII capital.
const UPPER: u8 = 1;
/// A lower-case letter or a non-ASCII byte. It matters before a capital, so its bit follows that of the capitals.
const SMALL: u8 = UPPER << 1;
/// Characters that no common title contains: brackets, quotation marks, and non-ASCII symbols (which begin with the
/// bytes C2 and E2).
const ODD: u8 = 1 << 2;

const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'A'..=b'Z' => UPPER,
            ..b' ' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'"' => ODD,
            0xC2 | 0xE2 => ODD | SMALL,
            byte if byte > b'Z' => SMALL,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

pub(super) fn abstracts(record: &Record<'_>) -> bool {
    // A text that was summarized during parsing has no control character, such as a line end, unless it is odd.
    let is_one_line = |text: &Text<'_>| match record.tree().summary(text.text_node) {
        StringSummary::Plain | StringSummary::Ends | StringSummary::LessThan | StringSummary::Adjacent => true,
        StringSummary::Odd | StringSummary::Unknown => memchr::memchr(b'\n', text.text.as_bytes()).is_none(),
    };
    record.all_abstracts().iter().all(|text| is_usual_abstract(text) && is_one_line(text))
}

fn is_usual_abstract(text: &Text<'_>) -> bool {
    let bytes = text.text.as_bytes();
    let [first, .., last, b'.'] = bytes else { return false };
    let head = &bytes[..bytes.len().min(LONGEST_LABEL)];
    first.is_ascii_alphabetic()
        && last.is_ascii_alphanumeric()
        && bytes.len() > LONGEST_LABEL
        && memchr::memchr2(b'.', b':', head).is_none()
}

pub(super) fn keywords(record: &Record<'_>) -> bool {
    record.keywords().iter().all(|group| {
        let mut are_plain = true;
        group.terms.len() <= FEW
            && are_different(&group.terms, |(_, term)| {
                let number =
                    Some(term).filter(|term| term.len() <= LONGEST_KEYWORD).and_then(|term| plain_number(term));
                are_plain &= number.is_some();
                number.unwrap_or_default()
            })
            && are_plain
    })
}

/// Returns a hash that is equal for keywords that differ only in case and whitespace. `None` for a keyword with
/// uncommon characters.
fn plain_number(term: &str) -> Option<u64> {
    let mut number = 0_u64;
    for byte in term.bytes() {
        match CLASSES[usize::from(byte)] {
            UNCOMMON => return None,
            0 => {}
            letter => number = number.rotate_left(5) ^ u64::from(letter),
        }
    }
    Some(if number == 0 { folded(term) } else { number })
}

/// The characters of keywords: the lower-case letter for ASCII letters, zero for spaces, hyphens, apostrophes and
/// non-ASCII letters. Commas, semicolons, bullets (which begin with the byte E2) and the like separate several
/// keywords.
const CLASSES: [u8; 256] = {
    let mut classes = [UNCOMMON; 256];
    let mut byte = 0;
    while byte < 256 {
        match byte as u8 {
            letter if letter.is_ascii_alphabetic() => classes[byte] = letter.to_ascii_lowercase(),
            0xE2 => {}
            b' ' | b'-' | b'\'' | 0x80.. => classes[byte] = 0,
            _ => {}
        }
        byte += 1;
    }
    classes
};

const UNCOMMON: u8 = u8::MAX;

pub(super) fn references(record: &Record<'_>) -> bool {
    let tree = record.tree();
    let (mut dois, mut texts) = (Numbers::new(), Numbers::new());
    for item in record.items(Symbol::REFERENCES) {
        if tree.has_duplicates(item) {
            return false;
        }
        let (mut words, mut number) = ("", "");
        for child in tree.children(item) {
            match child.key.map(|key| tree.symbol(key)) {
                Some(Symbol::TEXT) => words = tree.string(child.value).unwrap_or_default(),
                Some(Symbol::DOI) => number = tree.string(child.value).unwrap_or_default(),
                _ => {}
            }
        }
        // A non-ASCII Latin, Greek or Cyrillic letter begins with one of the last of these bytes.
        let is_begun = matches!(words.as_bytes(), [b'A'..=b'Z' | b'a'..=b'z' | 0xC3..=0xD3, ..]);
        let is_usual = is_begun
            && words.len() >= SHORTEST_REFERENCE
            && number.as_bytes().last().is_some_and(u8::is_ascii_digit)
            && doi::is_doi(number)
            && !doi::is_of_journal(number)
            && dois.is_new(doi::ending(number))
            && texts.is_new(sampled(trimmed(words)));
        if !is_usual {
            return false;
        }
    }
    true
}
