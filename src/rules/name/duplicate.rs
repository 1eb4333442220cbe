//! A contributor is named twice.
//!
//! ## Why
//!
//! A name that stands twice in one list was usually copied twice, or left from a form that was sent again. Namesakes exist,
//! so that it is no more than a warning; two ORCID iDs tell them apart. The same person may have two roles.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Jan", "family": "Kowalski" },
//!     { "role": "author", "given": "Jan", "family": "Kowalski" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka" },
//!     { "role": "author", "given": "Jan", "family": "Kowalski" },
//!     { "role": "author", "given": "ANNA", "family": "Nowicka" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[name/duplicate]: `Jan Kowalski` is named twice
//!    ╭─[record.json:5:51   record Reading in small towns · /contributors/1/family]
//!  3 │   "contributors": [
//!  4 │     { "role": "author", "given": "Jan", "family": "Kowalski" },
//!    ·                                                   ─────┬────
//!    ·                                                        ╰── first here
//!  5 │     { "role": "author", "given": "Jan", "family": "Kowalski" }
//!    ·                                                   ─────┬────
//!    ·                                                        ╰── again here
//!  6 │   ]
//!    ╰────
//!   help: take one out, or tell the two apart by their ORCID iDs
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Jan", "family": "Kowalski" },
//!     { "role": "editor", "given": "Jan", "family": "Kowalski" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Wei", "family": "Wang", "orcid": "0009-0001-6756-6661" },
//!     { "role": "author", "given": "Wei", "family": "Wang", "orcid": "0000-0002-9079-593X" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Jan", "family": "Kowalski" },
//!     { "role": "author", "given": "Janina", "family": "Kowalski" }
//!   ]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::record::person::{Part, Person};
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::Symbol;
use std::hash::{DefaultHasher, Hash, Hasher};

/// See the module.
pub const RULE: Rule = Rule {
    id: "name/duplicate",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::CONTRIBUTORS],
    options: &[],
    instead_of: &[],
    fix: None,
    cost: Cost::Fields,
    check: Check::Present(check),
};

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    let people = record.people().all();
    if people.len() < 2 {
        return;
    }
    // A list of thousands, as experiments in physics have, is compared by numbers first.
    let mut known: Vec<(u64, usize)> = people.iter().map(number).zip(0..).collect();
    known.sort_unstable();
    let mut twice: Vec<(usize, usize)> = Vec::new();
    for same in known.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() > 1) {
        let first = same[0].1;
        let again = same[1..].iter().map(|(_, at)| *at);
        twice.extend(again.filter(|at| is_same(record, &people[first], &people[*at])).map(|at| (first, at)));
    }
    twice.sort_unstable_by_key(|(_, at)| *at);
    for (first, at) in twice {
        let (Some(first), Some(part)) = (shown(&people[first]), shown(&people[at])) else { continue };
        let full = if people[at].organization.is_some() { part.text.to_owned() } else { people[at].full() };
        let message = format!("{} is named twice", show::quoted(&full));
        let finding = findings.at(Place::Value(part.node), message);
        finding.caption("again here").label(Place::Value(first.node), "first here").value(full);
        finding.help("take one out, or tell the two apart by their ORCID iDs");
    }
}

/// The part of a name that is pointed at.
fn shown<'a>(person: &Person<'a>) -> Option<Part<'a>> {
    person.family.or(person.organization).or(person.given)
}

/// The parts of a name, in an order that is always the same.
fn parts<'a>(person: &Person<'a>) -> impl Iterator<Item = &'a str> {
    [person.family, person.given, person.organization].into_iter().map(|part| part.map_or("", |part| part.text))
}

/// The letters of a name, whatever their case and whatever blanks stand between them.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase)
}

/// A number that is the same for the same name; of contributors without a name it is one of their own.
fn number(person: &Person<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    if shown(person).is_none() {
        person.node.hash(&mut hasher);
    }
    for part in parts(person) {
        if part.is_ascii() {
            part.bytes()
                .filter(|byte| !byte.is_ascii_whitespace())
                .for_each(|byte| hasher.write_u32(u32::from(byte.to_ascii_lowercase())));
        } else {
            letters(part).for_each(|letter| hasher.write_u32(u32::from(letter)));
        }
        hasher.write_u8(0);
    }
    hasher.finish()
}

/// Whether two contributors are one: of one name and one role. Different ORCID iDs tell namesakes apart, and one iD at
/// both is told by `orcid/shared-in-record`.
fn is_same(record: &Record<'_>, one: &Person<'_>, other: &Person<'_>) -> bool {
    let text = |person: &Person<'_>, field| record.text(person.node, field).map(|(_, text)| text.trim());
    let has_orcid = |person| text(person, Symbol::ORCID).is_some();
    let is_told = has_orcid(one) && has_orcid(other);
    shown(one).is_some()
        && !is_told
        && text(one, Symbol::ROLE) == text(other, Symbol::ROLE)
        && parts(one).zip(parts(other)).all(|(one, other)| letters(one).eq(letters(other)))
}
