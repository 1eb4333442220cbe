//! An institution is entered as a person.
//!
//! ## Why
//!
//! `Uniwersytet Koszalin` has neither given names nor a surname. As a person it is listed among the authors, is
//! abbreviated to `Uniwersytet, K.`, and is counted among people. An organisation must be marked as one. This
//! includes `Doe & Co.`, and names that CSL marks with `isInstitution`.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Koszalin", "family": "University" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "family": "Komitet Redakcyjny" },
//!     { "role": "author", "given": "Anna", "family": "Nowicka" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "family": "Doe & Co." }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "id": "a", "type": "book", "title": "Reading in small towns",
//!   "author": [{ "family": "Doe Brothers", "isInstitution": "true" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[name/is-institution]: `Koszalin University` is an institution, but is entered as a person
//!    ╭─[record.json:4:57   record Reading in small towns · /contributors/0/family]
//!  3 │   "contributors": [
//!  4 │     { "role": "author", "given": "Koszalin", "family": "University" }
//!    ·                                                         ─────┬────
//!    ·                                                              ╰── an institution
//!  5 │   ]
//!    ╰────
//!   help: write its whole name under `organization`
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "organization": "University of Warsaw" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "John", "family": "Council" },
//!     { "role": "author", "given": "Anna", "family": "Zakład" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Maria", "family": "Institutska" },
//!     { "role": "author", "given": "David", "family": "Center" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Albert", "family": "Co" },
//!     { "role": "author", "given": "Ronald", "family": "Corp" }
//!   ]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::person::{NameMarks, Part, Person, institution};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use std::ops::Range;

pub const RULE: Rule = Rule {
    id: "name/is-institution",
    severity: Severity::Warning,
    reads: &[Symbol::CONTRIBUTORS],
    instead_of: &[
        "name/title-or-degree",
        "name/suffix-in-surname",
        "name/affil-marker",
        "name/all-caps",
        "name/all-lower",
        "name/case-after-dot",
        "field/empty",
    ],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

const MARKS: NameMarks = NameMarks::UPPER.or(NameMarks::LOWER);

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    // Some formats have no other way to write an organisation.
    let is_marked = |person: &Person<'_>| context.shape.id == "csl" && record.is_marked_as_institution(person.node);
    if !context.shape.marks_institutions() || record.names_are_plain() && !record.people().all().iter().any(is_marked) {
        return;
    }
    for (person, part) in record.people().families(MARKS) {
        let found = institution(part.text, person.given.is_none()).map(|range| (part, range));
        let whole = || is_marked(person).then_some((part, 0..part.text.len()));
        let Some((place, range)) = found.or_else(|| divided(record, person)).or_else(whole) else { continue };
        let particle = record.text(person.node, Symbol::PARTICLE).map(|(_, text)| text.trim());
        let parts = [person.given.map(|given| given.text.trim()), particle, Some(part.text.trim())];
        let full = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let message = format!("{} is an institution, but is entered as a person", show::quoted(&full));
        let finding = findings.at(Place::Within(place.node, range), message);
        finding.caption("an institution").value(&*full);
        if let Some(empty) = record.member(person.node, Symbol::GIVEN).filter(|_| person.given.is_none()) {
            finding.label(Place::Value(empty), "nothing here");
        }
        // With several authors, braces around the whole field would make a single name of all of them.
        finding.help(if record.is_tex() && record.people().all().len() > 1 {
            "put its whole name in braces of its own, as in `{World Health Organization} and Smith, John`"
        } else {
            context.shape.organization_advice()
        });
        if person.given.is_none() && person.organization.is_none() {
            let name = Symbol::ORGANIZATION.name().to_owned();
            let change = Change::Rename { node: part.node, name };
            finding.fix("mark it as an organisation", Applicability::Unsafe, vec![change]);
        }
    }
}

/// Returns the word for an institution in the given names of a BibTeX name that lacks braces and was therefore split
/// like a personal name: `National Centre for Chronic Conditions`. Personal names do not contain `for`.
fn divided<'a>(record: &Record<'_>, person: &Person<'a>) -> Option<(Part<'a>, Range<usize>)> {
    let given = person.given.filter(|_| record.is_tex())?;
    let particle = record.text(person.node, Symbol::PARTICLE).map_or("", |(_, text)| text);
    let mut words = given.text.split_whitespace().chain(particle.split_whitespace());
    let has_for = words.any(|word| matches!(word, "for" | "für" | "pour" | "para"));
    institution(given.text, true).filter(|_| has_for).map(|range| (given, range))
}
