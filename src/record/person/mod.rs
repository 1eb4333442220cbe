//! People among the contributors, and the features of their names, found in one pass for all rules about names.
//!
//! Nearly every name has no feature that interests a rule. Its marks show this, and the union of the marks shows it for
//! a whole record.

mod casing;
mod given;
mod titles;
mod words;

pub use crate::shape::{institution, is_company, may_be_institution};
pub use casing::{has_case, is_in_capitals, is_in_small_letters, meant_case, meant_case_of_given};
pub use given::{is_given_name, is_whole_spoken, may_be_whole_name};
pub use titles::{is_addition, is_degree, leading_titles, trailing_degree};
pub use words::{
    folded_eq, is_initials, is_leftover, is_name_word, is_no_name, is_particle, is_placeholder_with_number, names_in,
    split_suffix, unnumbered, words,
};

use super::{Record, is_blank};
use crate::tree::{NodeId, Symbol};
use std::sync::OnceLock;

/// A set of marks of a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NameMarks(u16);

impl NameMarks {
    /// An upper-case letter.
    pub const UPPER: NameMarks = NameMarks(1);
    /// A lower-case letter.
    pub const LOWER: NameMarks = NameMarks(1 << 1);
    /// A letter of a script without case.
    pub const CASELESS: NameMarks = NameMarks(1 << 2);
    /// White space.
    pub const WHITESPACE: NameMarks = NameMarks(1 << 3);
    /// A full stop.
    pub const DOT: NameMarks = NameMarks(1 << 4);
    /// A comma.
    pub const COMMA: NameMarks = NameMarks(1 << 5);
    /// A digit.
    pub const DIGIT: NameMarks = NameMarks(1 << 6);
    /// A separator: `;`, `/`, `&`.
    pub const SEPARATOR: NameMarks = NameMarks(1 << 7);
    /// Any other symbol except hyphens and apostrophes: `*`, `(`, `†`, `²`.
    pub const SYMBOL: NameMarks = NameMarks(1 << 8);
    /// `@` or `:`, one of which every address contains.
    pub const ADDRESS: NameMarks = NameMarks(1 << 9);

    /// Returns the marks of a text.
    pub fn of(text: &str) -> NameMarks {
        let bytes = text.as_bytes();
        let mut found = NameMarks::default();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            if let Some(mark) = TABLE.get(usize::from(*byte)) {
                found.0 |= mark;
                at += 1;
                continue;
            }
            // Nearly all non-ASCII characters are Latin letters of two bytes.
            let character = match (byte, bytes.get(at + 1)) {
                (0xC2..0xE0, Some(next)) => char::from_u32(u32::from(byte & 0x1F) << 6 | u32::from(next & 0x3F)),
                _ => text[at..].chars().next(),
            };
            let character = character.unwrap_or_default();
            found = found.or(non_ascii_mark(character));
            at += character.len_utf8();
        }
        found
    }

    /// Returns the union of both sets.
    #[must_use]
    pub const fn or(self, other: NameMarks) -> NameMarks {
        NameMarks(self.0 | other.0)
    }

    /// Whether the sets share a mark.
    pub const fn intersects(self, other: NameMarks) -> bool {
        self.0 & other.0 != 0
    }
}

/// The marks of each ASCII character.
const TABLE: [u16; 128] = table();

const fn table() -> [u16; 128] {
    let mut marks = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        marks[byte as usize] = match byte {
            b'A'..=b'Z' => NameMarks::UPPER.0,
            b'a'..=b'z' => NameMarks::LOWER.0,
            b'0'..=b'9' => NameMarks::DIGIT.0,
            b'\t'..=b'\r' | b' ' => NameMarks::WHITESPACE.0,
            b'.' => NameMarks::DOT.0,
            b',' => NameMarks::COMMA.0,
            b';' | b'/' | b'&' => NameMarks::SEPARATOR.0,
            b'@' | b':' => NameMarks::ADDRESS.0,
            b'-' | b'\'' | b'`' | b'"' => 0,
            b'!'..=b'~' => NameMarks::SYMBOL.0,
            _ => 0,
        };
        byte += 1;
    }
    marks
}

/// Returns the mark of a non-ASCII character. Latin letters use a table, since Unicode lookups are slow.
fn non_ascii_mark(character: char) -> NameMarks {
    const LATIN: std::ops::Range<usize> = 0x80..0x250;
    static MARKS: OnceLock<Vec<NameMarks>> = OnceLock::new();
    if !LATIN.contains(&(character as usize)) {
        return unicode_mark(character);
    }
    let marks = MARKS.get_or_init(|| {
        LATIN.map(|code| char::from_u32(code as u32).map_or(NameMarks::default(), unicode_mark)).collect()
    });
    marks[character as usize - LATIN.start]
}

/// Returns the mark of a non-ASCII character according to Unicode.
fn unicode_mark(character: char) -> NameMarks {
    match character {
        // Unicode classifies apostrophes and modifiers as letters, but they have no case to lose: `ʻAbd`.
        '\u{2B0}'..='\u{2FF}' | '’' | '‘' | '´' | '\u{2010}'..='\u{2015}' | 'ª' | 'º' => NameMarks::default(),
        '；' | '、' | '／' | '＆' => NameMarks::SEPARATOR,
        '，' | '،' => NameMarks::COMMA,
        '*' | '†' | '‡' | '§' | '¶' | '∗' | '⁎' | '※' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' => {
            NameMarks::SYMBOL
        }
        _ if casing::is_caseless(character) => NameMarks::CASELESS,
        _ if character.is_uppercase() => NameMarks::UPPER,
        _ if character.is_lowercase() => NameMarks::LOWER,
        _ if character.is_whitespace() => NameMarks::WHITESPACE,
        // Digraphs in title case, as in `ǈ`.
        _ if character.is_alphabetic() => NameMarks::UPPER.or(NameMarks::LOWER),
        _ => NameMarks::default(),
    }
}

/// A part of a name that is not blank.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The text's node.
    pub node: NodeId,
    /// The text.
    pub text: &'a str,
    /// Its marks.
    pub marks: NameMarks,
}

/// A contributor's name. A person has a family name or a given name. Without either, the contributor is an organisation
/// or has no name.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    /// The contributor.
    pub node: NodeId,
    /// The family name.
    pub family: Option<Part<'a>>,
    /// The given names.
    pub given: Option<Part<'a>>,
    /// The name of an organisation.
    pub organization: Option<Part<'a>>,
    /// The ORCID iD, if not blank.
    pub orcid: Option<(NodeId, &'a str)>,
    /// The list of the affiliations.
    pub affiliations: Option<NodeId>,
    /// The list of the other identifiers.
    pub identifiers: Option<NodeId>,
}

impl<'a> Person<'a> {
    /// Reads the contributor's name from the texts that are not blank.
    fn read(record: &Record<'a>, node: NodeId) -> Self {
        let tree = record.tree();
        let (family, given, organization) = (None, None, None);
        let (orcid, affiliations, identifiers) = (None, None, None);
        let mut person = Person { node, family, given, organization, orcid, affiliations, identifiers };
        for child in tree.children(node) {
            let part = match child.key.map(|key| tree.symbol(key)) {
                Some(Symbol::FAMILY) => &mut person.family,
                Some(Symbol::GIVEN) => &mut person.given,
                Some(Symbol::ORGANIZATION) => &mut person.organization,
                Some(Symbol::ORCID) => {
                    let text = tree.text(child.value).filter(|text| !is_blank(text));
                    person.orcid = text.map(|text| (child.value, text));
                    continue;
                }
                Some(Symbol::AFFILIATIONS) => {
                    person.affiliations = Some(child.value);
                    continue;
                }
                Some(Symbol::IDENTIFIERS) => {
                    person.identifiers = Some(child.value);
                    continue;
                }
                _ => continue,
            };
            let text = tree.string(child.value).filter(|text| !is_blank(text));
            *part = text.map(|text| Part { node: child.value, text, marks: NameMarks::of(text) });
        }
        person
    }

    /// Returns the family name and the given names that are present.
    pub fn names(&self) -> impl Iterator<Item = Part<'a>> + use<'a> {
        self.family.into_iter().chain(self.given)
    }

    /// Returns the family name if there is no other name.
    pub fn alone(&self) -> Option<Part<'a>> {
        self.family.filter(|_| self.given.is_none())
    }

    /// Returns both names in the spoken order.
    pub fn full(&self) -> String {
        let parts: Vec<&str> = self.given.into_iter().chain(self.family).map(|part| part.text.trim()).collect();
        parts.join(" ")
    }
}

/// The contributors of a record, and the marks of all of them.
#[derive(Debug, Default)]
pub struct People<'a> {
    list: Vec<Person<'a>>,
    /// The marks of the family names, of the given names, of the organisations.
    marks: [NameMarks; 3],
}

impl<'a> People<'a> {
    /// Reads the contributors of a record.
    pub(super) fn read(record: &Record<'a>) -> Self {
        let mut people = People::default();
        for node in record.contributors() {
            let person = Person::read(record, node);
            for (all, part) in people.marks.iter_mut().zip([person.family, person.given, person.organization]) {
                *all = all.or(part.map_or(NameMarks::default(), |part| part.marks));
            }
            people.list.push(person);
        }
        people
    }

    /// Returns every contributor, including organisations.
    pub fn all(&self) -> &[Person<'a>] {
        &self.list
    }

    /// Returns the union of the marks of all names.
    pub fn marks(&self) -> NameMarks {
        self.marks[0].or(self.marks[1]).or(self.marks[2])
    }

    /// Returns the parts of people's names that have one of the marks, with the person.
    pub fn parts(&self, marks: NameMarks) -> impl Iterator<Item = (&Person<'a>, Part<'a>)> {
        let is_any = self.marks[0].or(self.marks[1]).intersects(marks);
        let list = if is_any { self.list.as_slice() } else { &[] };
        let parts = list.iter().flat_map(|person| person.names().map(move |part| (person, part)));
        parts.filter(move |(_, part)| part.marks.intersects(marks))
    }

    /// Returns the family names that have one of the marks, with the person.
    pub fn families(&self, marks: NameMarks) -> impl Iterator<Item = (&Person<'a>, Part<'a>)> {
        let list = if self.marks[0].intersects(marks) { self.list.as_slice() } else { &[] };
        let parts = list.iter().filter_map(|person| Some((person, person.family?)));
        parts.filter(move |(_, part)| part.marks.intersects(marks))
    }

    /// Returns the names of organisations.
    pub fn organizations(&self) -> impl Iterator<Item = Part<'a>> {
        let list = if self.marks[2] == NameMarks::default() { &[] } else { self.list.as_slice() };
        list.iter().filter_map(|person| person.organization)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_is_found_and_no_other() {
        let usual = NameMarks::UPPER.or(NameMarks::LOWER);
        for (text, marks) in [
            ("", NameMarks::default()),
            ("Kowalski", usual),
            ("Źdźbło-O’Neil", usual),
            ("NG", NameMarks::UPPER),
            ("ÖZ", NameMarks::UPPER),
            ("żak", NameMarks::LOWER),
            ("王", NameMarks::CASELESS),
            ("დავითი", NameMarks::CASELESS),
            ("ʻAbd", usual),
            ("Mª", NameMarks::UPPER),
            ("de\u{a0}la", NameMarks::LOWER.or(NameMarks::WHITESPACE)),
            ("J.", NameMarks::UPPER.or(NameMarks::DOT)),
            ("Ng¹", usual.or(NameMarks::SYMBOL)),
            ("王、李", NameMarks::CASELESS.or(NameMarks::SEPARATOR)),
            ("a@b", NameMarks::LOWER.or(NameMarks::ADDRESS)),
            ("A, 1", NameMarks::UPPER.or(NameMarks::COMMA).or(NameMarks::WHITESPACE).or(NameMarks::DIGIT)),
        ] {
            assert_eq!(NameMarks::of(text), marks, "{text}");
        }
    }
}
