//! No contributor refers to an affiliation of the record.
//!
//! ## Why
//!
//! A record lists the institutions of its contributors, and each contributor refers to their own. An institution
//! without a reference usually means that the name of a person or a link was lost: reports by institution will
//! not count the work. JATS and BWMETA link an affiliation to a contributor by its identifier in the same way.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [
//!     { "id": "a1", "name": "Uniwersytet Śląski" },
//!     { "id": "a2", "name": "Politechnika Koszalińska" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "affiliations": [{ "name": "Koszalin University of Technology" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[affiliation/unreferenced]: no contributor belongs to this affiliation
//!    ╭─[record.json:6:27   record Czytelnictwo w małych miastach · /affiliations/1/name]
//!  5 │     { "id": "a1", "name": "Uniwersytet Śląski" },
//!  6 │     { "id": "a2", "name": "Politechnika Koszalińska" }
//!    ·                           ─────────────┬────────────
//!    ·                                        ╰── no contributor here
//!  7 │   ]
//!    ╰────
//!   help: say which contributor belongs to it, or remove it
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a2", "a1"] }],
//!   "affiliations": [
//!     { "id": "a1", "name": "Uniwersytet Śląski" },
//!     { "id": "a2", "name": "Politechnika Koszalińska" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] },
//!     { "role": "translator", "given": "Jan", "family": "Wilk", "affiliations": ["a1"] }
//!   ],
//!   "affiliations": [{ "id": "a1", "name": "University of Silesia" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": [{ "name": "University of Silesia" }] }
//!   ]
//! }
//! ```

use crate::diagnostic::{Place, Severity};
use crate::record::affiliations::{dangling, unreferenced};
use crate::record::{Affiliation, Record};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "affiliation/unreferenced",
    severity: Severity::Warning,
    reads: &[Symbol::AFFILIATIONS],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Returns the first contributor whose cross-references to institutions have no target, if no contributor has a
/// reference with a target.
fn without_target(record: &Record<'_>) -> Option<NodeId> {
    let has_no_target =
        |contributor: &NodeId| record.text(*contributor, Symbol::X_KIND).is_some_and(|(_, kind)| kind == "no-rid");
    record.contributors().find(has_no_target).filter(|_| record.affiliations_of_people().next().is_none())
}

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.affiliations_are_plain() {
        return;
    }
    if !context.holds(Symbol::CONTRIBUTORS) {
        return;
    }
    let unreferenced = unreferenced(record);
    // A dangling reference and an unreferenced institution are one mistake, which is reported at the reference.
    if unreferenced.len() == 1 && dangling(record).len() == 1 {
        return;
    }
    if let Some(contributor) = without_target(record).filter(|_| !unreferenced.is_empty()) {
        let message = "the cross-references of the contributors do not name an institution";
        let finding = findings.at(Place::Opening(contributor), message);
        finding.caption("no `rid`");
        finding.help("add the `id` of the `<aff>` to each, as in `<xref ref-type=\"aff\" rid=\"A1\">`");
        return;
    }
    for affiliation in unreferenced {
        let Affiliation { node, name, id, .. } = *affiliation;
        let place = name.map_or(Place::Opening(node), |(node, _)| Place::Value(node));
        let finding = findings.at(place, "no contributor belongs to this affiliation");
        finding.caption("no contributor here");
        finding.help(context.shape.belonging_advice(id.map(|(_, id)| id)));
        if let Some((_, name)) = name {
            finding.value(name);
        }
    }
}
