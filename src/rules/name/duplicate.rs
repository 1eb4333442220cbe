//! A contributor is named twice.
//!
//! ## Why
//!
//! A name that occurs twice in one list was usually copied twice, or comes from a form that was submitted again.
//! Different people may share a name, so it is only a warning; two ORCID iDs distinguish them, and so does a suffix
//! such as `Jr.`. It is a note if there are more than fifty contributors and only one of the two has an ORCID iD, or
//! the given names are initials. The same person may have two roles, such as the contributor types of DataCite.
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
//!   help: keep one of them, or give each an ORCID iD if they are different people
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
//!     { "role": "author", "given": "Jan", "family": "Nowak", "affiliations": [{ "name": "Uniwersytet Śląski" }] },
//!     { "role": "author", "given": "Jan", "family": "Nowak", "affiliations": [{ "name": "Politechnika Gdańska" }] },
//!     { "role": "author", "given": "Janina", "family": "Nowak" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Jan", "family": "Nowak" },
//!     { "role": "author", "given": "Jan", "family": "Nowak", "suffix": "Jr." }
//!   ]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::person::{Part, Person, is_initials};
use crate::record::{Record, by_first, folded, is_same, repeats};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "name/duplicate",
    severity: Severity::Warning,
    reads: &[Symbol::CONTRIBUTORS],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Among more contributors than this, two people may share a name.
const MANY: usize = 50;

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.names_are_plain() {
        return;
    }
    let people = record.people().all();
    let found = repeats(people, hash, |one, other| is_same_person(record, one, other));
    for (first_at, again) in by_first(found) {
        let places: Vec<Part<'_>> = again.iter().filter_map(|at| main_part(&people[*at])).collect();
        let (Some(first), [part, others @ ..]) = (main_part(&people[first_at]), places.as_slice()) else { continue };
        let person = &people[again[0]];
        let full = if person.organization.is_some() { part.text.to_owned() } else { person.full() };
        let message = format!("{} is named {}", show::quoted(&full), show::times(places.len() + 1));
        let finding = findings.at(Place::Value(part.node), message);
        finding.caption("again here").label(Place::Value(first.node), "first here").value(full);
        others.iter().for_each(|other| _ = finding.label(Place::Value(other.node), "again here"));
        finding.help(match () {
            () if person.organization.is_some() => "keep one of them",
            () if context.shape.has_orcid() => {
                "keep one of them, or give each an ORCID iD if they are different people"
            }
            () => "keep one of them, unless they are different people",
        });
        // Among many authors shared names are likely, even more so where only an initial of the given name is known.
        let is_short = person.given.is_some_and(|given| is_initials(given.text));
        let has_orcid = |at: usize| people[at].orcid.is_some();
        let differ = again.iter().all(|at| has_orcid(*at) != has_orcid(first_at));
        if people.len() > MANY && (is_short || differ) {
            finding.severity(Severity::Note);
        }
    }
}

/// Returns the part of a name that a finding points at.
fn main_part<'a>(person: &Person<'a>) -> Option<Part<'a>> {
    person.family.or(person.organization).or(person.given)
}

/// Returns the parts of a name in a fixed order.
fn parts<'a>(person: &Person<'a>) -> impl Iterator<Item = &'a str> {
    [person.family, person.given, person.organization].into_iter().map(|part| part.map_or("", |part| part.text))
}

/// Returns a hash that is equal for equal names.
fn hash(person: &Person<'_>) -> u64 {
    parts(person).fold(0, |all, part| all.rotate_left(1) ^ folded(part))
}

/// Whether two contributors are the same person: equal name, suffix and role, and a common institution. Different
/// ORCID iDs distinguish two people, and the same iD twice is reported by `orcid/shared-in-record`.
fn is_same_person(record: &Record<'_>, one: &Person<'_>, other: &Person<'_>) -> bool {
    let text = |person: &Person<'_>, field| record.text(person.node, field).map(|(_, text)| text.trim());
    let has_orcid = |person| text(person, Symbol::ORCID).is_some();
    let is_distinguished = has_orcid(one) && has_orcid(other);
    main_part(one).is_some()
        && !is_distinguished
        && text(one, Symbol::ROLE) == text(other, Symbol::ROLE)
        && written_role(record, one) == written_role(record, other)
        // Father and son may differ only in the suffix.
        && text(one, Symbol::SUFFIX) == text(other, Symbol::SUFFIX)
        && parts(one).zip(parts(other)).all(|(one, other)| is_same(one, other))
        && share_institution(record, one, other)
}

/// Returns the role of a contributor as DataCite writes it. Many of its roles have no native equivalent:
/// `DataCurator`, `RightsHolder`.
fn written_role<'a>(record: &Record<'a>, person: &Person<'_>) -> Option<&'a str> {
    let (tree, node) = (record.source()?, record.source_of(person.node)?);
    let kind = ["@contributorType", "contributorType"].into_iter().find_map(|name| tree.get_named(node, name));
    tree.string(kind?.value)
}

/// Whether two people may work at the same institution. If both have affiliations, they must share one.
fn share_institution(record: &Record<'_>, one: &Person<'_>, other: &Person<'_>) -> bool {
    let tree = record.tree();
    let places = |person: &Person<'_>| {
        let list = record.member(person.node, Symbol::AFFILIATIONS);
        let named = move |node| tree.string(node).or_else(|| record.text(node, Symbol::NAME).map(|(_, name)| name));
        list.into_iter().flat_map(move |list| tree.items(list)).filter_map(named).collect::<Vec<_>>()
    };
    let (here, there) = (places(one), places(other));
    here.is_empty() || there.is_empty() || here.iter().any(|place| there.contains(place))
}
