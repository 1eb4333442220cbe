//! Some authors have no affiliation.
//!
//! ## Why
//!
//! Institutions are counted, evaluated and funded by the works of their members; a work without an affiliation
//! counts for none of them. More than half of the articles in large open collections lack it. Collective authors
//! do not need one.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Nowicka", "given": "Anna", "affiliations": ["a1"] }, { "family": "Kowal", "given": "Jan" }],
//!   "affiliations": [{ "id": "a1", "name": "Uniwersytet Śląski" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Nowicka", "given": "Anna", "affiliations": [] }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[affiliation/missing]: 1 of 2 contributors has no affiliation
//!    ╭─[record.json:3:86   record Czytelnictwo w małych miastach · /contributors/1]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │ …ffiliations": ["a1"] }, { "family": "Kowal", "given": "Jan" }],
//!    ·                          ┬
//!    ·                          ╰── no affiliation
//!  4 │   "affiliations": [{ "id": "a1", "name": "Uniwersytet Śląski" }]
//!    ╰────
//!   help: add the institution at which the author works
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Nowicka", "given": "Anna", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "Uniwersytet Śląski" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "organization": "Komisja Historyczna" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": []
//! }
//! ```

use crate::diagnostic::{Place, Severity, ids};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: ids::AFFILIATION_MISSING,
    severity: Severity::Note,
    reads: &[Symbol::CONTRIBUTORS],
    instead_of: &["text/placeholder", "field/empty"],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.affiliations_are_plain() {
        return;
    }
    let Some(list) = record.field(Symbol::CONTRIBUTORS) else { return };
    let tree = record.tree();
    let count = tree.items(list).count();
    let lacking: Vec<NodeId> = record.contributors().filter(|person| lacks_affiliation(record, *person)).collect();
    // An empty list is the place for the institutions.
    let place = |person| match record.member(person, Symbol::AFFILIATIONS) {
        Some(empty) => Place::Value(empty),
        None => Place::Opening(person),
    };
    match lacking[..] {
        [] => {}
        [only] => {
            let subject =
                if count == 1 { "the author has".to_owned() } else { format!("1 of {count} contributors has") };
            let finding = findings.at(place(only), format!("{subject} no affiliation"));
            finding.caption("no affiliation").help("add the institution at which the author works");
        }
        _ => {
            let message = format!("{} of {count} contributors have no affiliation", lacking.len());
            let finding = findings.at(Place::Opening(list), message);
            finding.help("add the institution at which each author works");
            for person in lacking {
                finding.label(place(person), "no affiliation");
            }
        }
    }
}

/// Whether a contributor is an author without an institution. A collective author does not need one.
fn lacks_affiliation(record: &Record<'_>, person: NodeId) -> bool {
    let tree = record.tree();
    let has_some = record.member(person, Symbol::AFFILIATIONS).is_some_and(|list| tree.items(list).next().is_some());
    let role = record.text(person, Symbol::ROLE).map_or("author", |(_, role)| role);
    !has_some && record.member(person, Symbol::ORGANIZATION).is_none() && role == "author"
}
