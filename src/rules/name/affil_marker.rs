//! A name bears the mark of a footnote.
//!
//! ## Why
//!
//! In print a small figure or an asterisk joins an author to an institution or an address. In data it makes `Kowalski1*`
//! another name than `Kowalski`. Years of birth and death, which libraries write behind names, are left alone. The fix is to
//! be confirmed: the mark may be all that says which institution an author is at, and `Daft Punk 2` may be a name.
//!
//! Four digits that begin with a zero are the number with which dblp tells namesakes apart, as in `Ann Doe 0001` (dblp.org,
//! FAQ); its exports have it, and a bibliography prints it.
//!
//! A number that numbers the names is no footnote mark: `Given01`, `author-2`, `Roe1` beside `Roe2` of the same given
//! name, and the name of a user, such as `reader77`.
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
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use std::ops::Range;

/// See the module.
pub const RULE: Rule = Rule {
    id: "name/affil-marker",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::CONTRIBUTORS],
    options: &[],
    instead_of: &["name/all-caps", "name/all-lower", "name/case-after-dot"],
    fix: Some(Applicability::Unsafe),
    cost: Cost::Fields,
    check: Check::Present(check),
};

const MARKS: NameMarks = NameMarks::DIGIT.or(NameMarks::SYMBOL);

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let mut namesakes = None;
    for (person, part) in record.people().parts(MARKS) {
        let Part { node, text, .. } = part;
        // One letter and a number are no name that bears a mark, but the name of something.
        let has_letters = text.chars().filter(|sign| sign.is_alphabetic()).take(2).count() == 2;
        if let Some(number) = number_of_dblp(text) {
            report_number(findings, part, number);
            continue;
        }
        let Some(first) = text.find(is_mark).filter(|_| has_letters && !has_year(text)) else { continue };
        let mut is_of_namesake = || {
            let all = namesakes.get_or_insert_with(|| namesakes_of(record.people().all()));
            all.binary_search(&without_numbers(person)).is_ok()
        };
        if is_numbered(person, text) || unnumbered(text).is_some() && is_of_namesake() {
            continue;
        }
        let name = text.trim_end_matches(|sign: char| is_mark(sign) || is_around(sign));
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

/// Whether the number at the end of a name is part of a name that was made up or chosen: `Given01`, `author-2`, `Name7`,
/// a number at the end of both parts, the name of a user in small letters.
fn is_numbered(person: &Person<'_>, text: &str) -> bool {
    let Some((name, number)) = unnumbered(text) else { return false };
    let are_both = || person.family.is_some() && person.given.is_some_and(|given| unnumbered(given.text).is_some());
    let is_user =
        || person.alone().is_some() && !name.contains(char::is_whitespace) && name.starts_with(char::is_lowercase);
    name.ends_with(['-', '_'])
        || number.starts_with('0')
        || is_placeholder_with_number(text)
        || are_both() && person.family.is_some_and(|family| unnumbered(family.text).is_some())
        || is_user()
}

/// The names that two people of a list have in common but for the numbers at their ends, in order: these tell them apart.
fn namesakes_of(people: &[Person<'_>]) -> Vec<[String; 2]> {
    let mut names: Vec<[String; 2]> = people.iter().map(without_numbers).collect();
    names.sort_unstable();
    let mut found: Vec<[String; 2]> =
        names.windows(2).filter(|two| two[0] == two[1]).map(|two| two[0].clone()).collect();
    found.dedup();
    found
}

/// The family name and the given names in small letters, without the numbers at their ends.
fn without_numbers(person: &Person<'_>) -> [String; 2] {
    [person.family, person.given].map(|part| {
        let text = part.map_or("", |part| part.text).trim();
        unnumbered(text).map_or(text, |(name, _)| name).trim_end().to_lowercase()
    })
}

/// The number of dblp with which a name ends, with the space before it.
fn number_of_dblp(text: &str) -> Option<Range<usize>> {
    let end = text.trim_end().len();
    let (name, number) = text[..end].rsplit_once(' ')?;
    let is_number = number.len() == 4 && number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && name.chars().any(char::is_alphabetic)).then_some(name.trim_end().len()..end)
}

fn report_number(findings: &mut Findings<'_>, part: Part<'_>, range: Range<usize>) {
    let Part { node, text, .. } = part;
    let (name, number) = (&text[..range.start], text[range.clone()].trim());
    let place = range.end - number.len()..range.end;
    let message = format!("the number {} of dblp is part of a name", show::quoted(number));
    let finding = findings.at(Place::Within(node, place), message);
    finding.caption("a number of dblp").value(text).suggestion(name).help(format!("write {}", show::quoted(name)));
    let change = Change::Replace { node, range: Some(range.start..text.len()), text: String::new() };
    finding.fix("remove the number", Applicability::Unsafe, vec![change]);
}

fn is_mark(sign: char) -> bool {
    sign.is_ascii_digit()
        || matches!(sign, '*' | '†' | '‡' | '§' | '¶' | '∗' | '⁎' | '※' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// What stands around marks: brackets, commas, blanks.
fn is_around(sign: char) -> bool {
    matches!(sign, '(' | ')' | '[' | ']' | ',' | ';') || sign.is_whitespace()
}

/// Whether three digits or more stand together: a year, or the name of a thing.
fn has_year(text: &str) -> bool {
    text.as_bytes().windows(3).any(|three| three.iter().all(u8::is_ascii_digit))
}
