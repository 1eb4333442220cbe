//! A name contains a footnote mark.
//!
//! ## Why
//!
//! In print a superscript digit or an asterisk links an author to an institution or an address. In data it makes
//! `Kowalski1*` a different name from `Kowalski`. Years of birth and death, which libraries write after names, are
//! not reported. The fix needs review: the mark may be the only hint at the author's institution, and `Daft Punk 2`
//! may be a real name.
//!
//! Four digits that begin with a zero are the number by which dblp distinguishes people of the same name, as in
//! `Ann Doe 0001` (dblp.org, FAQ). Its exports contain the number, and a bibliography prints it.
//!
//! A number that is part of an invented or chosen name is not a footnote mark: `Given01`, `author-2`, `Roe1` beside
//! `Roe2` with the same given name, and a user name such as `reader77`.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Jan", "family": "Kowalski1*" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka²" },
//!     { "role": "author", "given": "Piotr", "family": "Zając (1)" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[name/affil-marker]: the footnote mark `1*` is part of a name
//!    ╭─[record.json:4:60   record Reading in small towns · /contributors/0/family]
//!  3 │   "contributors": [
//!  4 │     { "role": "author", "given": "Jan", "family": "Kowalski1*" }
//!    ·                                                            ─┬
//!    ·                                                             ╰── mark of a footnote
//!  5 │   ]
//!    ╰────
//!   help: write `Kowalski`
//!   fix to be confirmed: remove the mark
//!     - "Kowalski1*"
//!     + "Kowalski"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Adam", "family": "Mickiewicz (1798-1855)" },
//!     { "role": "author", "given": "Anna", "family": "Nowicka" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "organization": "SciPy 1.0 Contributors" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "William (Bill)", "family": "Gates" },
//!     { "role": "author", "given": "Owen", "family": "O’Brien" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Ann", "family": "Roe1" },
//!     { "role": "author", "given": "Ann", "family": "Roe2" },
//!     { "role": "author", "family": "reader77" }
//!   ]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::person::{NameMarks, Part, Person, is_placeholder_with_number, unnumbered};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use std::ops::Range;

pub const RULE: Rule = Rule {
    id: "name/affil-marker",
    severity: Severity::Warning,
    reads: &[Symbol::CONTRIBUTORS],
    instead_of: &["name/all-caps", "name/all-lower", "name/case-after-dot"],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

const MARKS: NameMarks = NameMarks::DIGIT.or(NameMarks::SYMBOL);

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let mut shared = None;
    for (person, part) in record.people().parts(MARKS) {
        let Part { node, text, .. } = part;
        // One letter with a number names a thing, not a person.
        let has_letters = text.chars().filter(|character| character.is_alphabetic()).take(2).count() == 2;
        if let Some(number) = dblp_number(text) {
            report_dblp_number(findings, part, number);
            continue;
        }
        let Some(first) = text.find(is_mark).filter(|_| has_letters && !has_year(text)) else { continue };
        let mut is_shared = || {
            let all = shared.get_or_insert_with(|| shared_names(record.people().all()));
            all.binary_search(&without_numbers(person)).is_ok()
        };
        if is_numbered(person, text) || unnumbered(text).is_some() && is_shared() {
            continue;
        }
        let name = text.trim_end_matches(|character: char| is_mark(character) || is_punctuation(character));
        let is_trailing = name.chars().any(char::is_alphabetic) && !name.contains(is_mark);
        let range = if is_trailing {
            name.len() + text[name.len()..].len() - text[name.len()..].trim_start().len()..text.trim_end().len()
        } else {
            first..first + text[first..].chars().next().map_or(0, char::len_utf8)
        };
        let message = format!("the footnote mark {} is part of a name", show::quoted(&text[range.clone()]));
        let finding = findings.at(Place::Within(node, range), message);
        finding.caption("mark of a footnote").value(text);
        if !is_trailing {
            finding.help("write the name without it");
            continue;
        }
        finding.suggestion(name).help(format!("write {}", show::quoted(&record.spelled(name))));
        let change = Change::Replace { node, range: Some(name.len()..text.len()), text: String::new() };
        finding.fix("remove the mark", Applicability::Unsafe, vec![change]);
    }
}

/// Whether the number at the end of a name belongs to an invented or chosen name: `Given01`, `author-2`, `Name7`,
/// numbers at the end of both the given and the family name, or a user name in lower case.
fn is_numbered(person: &Person<'_>, text: &str) -> bool {
    let Some((name, number)) = unnumbered(text) else { return false };
    let has_both = || person.family.is_some() && person.given.is_some_and(|given| unnumbered(given.text).is_some());
    let is_user =
        || person.alone().is_some() && !name.contains(char::is_whitespace) && name.starts_with(char::is_lowercase);
    name.ends_with(['-', '_'])
        || number.starts_with('0')
        || is_placeholder_with_number(text)
        || has_both() && person.family.is_some_and(|family| unnumbered(family.text).is_some())
        || is_user()
}

/// Returns, sorted, the names that at least two people of a list share apart from the numbers at their ends. The
/// numbers distinguish these people.
fn shared_names(people: &[Person<'_>]) -> Vec<[String; 2]> {
    let mut names: Vec<[String; 2]> = people.iter().map(without_numbers).collect();
    names.sort_unstable();
    let mut found: Vec<[String; 2]> =
        names.windows(2).filter(|two| two[0] == two[1]).map(|two| two[0].clone()).collect();
    found.dedup();
    found
}

/// Returns the family name and the given names in lower case, without the numbers at their ends.
fn without_numbers(person: &Person<'_>) -> [String; 2] {
    [person.family, person.given].map(|part| {
        let text = part.map_or("", |part| part.text).trim();
        unnumbered(text).map_or(text, |(name, _)| name).trim_end().to_lowercase()
    })
}

/// Returns the range of the dblp number at the end of a name, including the space before it.
fn dblp_number(text: &str) -> Option<Range<usize>> {
    let end = text.trim_end().len();
    let (name, number) = text[..end].rsplit_once(' ')?;
    let is_number = number.len() == 4 && number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && name.chars().any(char::is_alphabetic)).then_some(name.trim_end().len()..end)
}

fn report_dblp_number(findings: &mut Findings<'_>, part: Part<'_>, range: Range<usize>) {
    let Part { node, text, .. } = part;
    let (name, number) = (&text[..range.start], text[range.clone()].trim());
    let place = range.end - number.len()..range.end;
    let message = format!("the dblp number {} is part of a name", show::quoted(number));
    let finding = findings.at(Place::Within(node, place), message);
    finding.caption("a dblp number").value(text).suggestion(name).help(format!("write {}", show::quoted(name)));
    let change = Change::Replace { node, range: Some(range.start..text.len()), text: String::new() };
    finding.fix("remove the number", Applicability::Unsafe, vec![change]);
}

fn is_mark(character: char) -> bool {
    character.is_ascii_digit()
        || matches!(character, '*' | '†' | '‡' | '§' | '¶' | '∗' | '⁎' | '※' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// Whether a character may surround a mark: a bracket, a comma, a semicolon or whitespace.
fn is_punctuation(character: char) -> bool {
    matches!(character, '(' | ')' | '[' | ']' | ',' | ';') || character.is_whitespace()
}

/// Whether a text contains three consecutive digits: a year, or the name of a thing.
fn has_year(text: &str) -> bool {
    text.as_bytes().windows(3).any(|three| three.iter().all(u8::is_ascii_digit))
}
