//! No contributor belongs to an affiliation of the record.
//!
//! ## Why
//!
//! A record lists the institutions of its contributors, and each contributor points at their own. An institution at
//! which nobody points is usually a person whose name got lost, or a link that did: reports by institution will not
//! count the work. JATS and BWMETA, too, tie an affiliation to a contributor by its identifier.
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
//!    ·                                        ╰── nobody's institution
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

use super::{dangling_ref, empty};
use crate::diagnostic::{Place, Severity};
use crate::record::Record;
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::{NodeId, Symbol};

/// See the module.
pub const RULE: Rule = Rule {
    id: "affiliation/unreferenced",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::AFFILIATIONS],
    options: &[],
    instead_of: &[],
    fix: None,
    cost: Cost::Fields,
    check: Check::Present(check),
};

/// The affiliations of the record with a name, at which no contributor points. An object that repeats the id or the
/// name of one in a contributor's own list points at it, too.
pub(super) fn unreferenced(record: &Record<'_>) -> Vec<NodeId> {
    let tree = record.tree();
    let mut ids = Vec::new();
    let mut names = Vec::new();
    for item in empty::of_contributors(record) {
        ids.extend(if tree.is_object(item) {
            record.text(item, Symbol::ID).map(|(_, id)| id)
        } else {
            tree.text(item)
        });
        names.extend(record.text(item, Symbol::NAME).map(|(_, name)| name.trim()));
    }
    let pointed_at = |affiliation: NodeId| {
        record.text(affiliation, Symbol::ID).is_some_and(|(_, id)| ids.contains(&id))
            || record.text(affiliation, Symbol::NAME).is_some_and(|(_, name)| names.contains(&name.trim()))
    };
    let institutions = record.affiliations().filter(|affiliation| !empty::is_nameless(record, *affiliation));
    institutions.filter(|affiliation| !pointed_at(*affiliation)).collect()
}

fn check(record: &Record<'_>, ask: &Ask<'_>, findings: &mut Findings<'_>) {
    if !ask.holds(Symbol::CONTRIBUTORS) {
        return;
    }
    let alone = unreferenced(record);
    // One link that leads nowhere and one institution without a link: they are one mistake, told at the link.
    if alone.len() == 1 && dangling_ref::dangling(record).len() == 1 {
        return;
    }
    for affiliation in alone {
        let name = record.text(affiliation, Symbol::NAME);
        let place = name.map_or(Place::Opening(affiliation), |(node, _)| Place::Value(node));
        let finding = findings.at(place, "no contributor belongs to this affiliation");
        finding.caption("nobody's institution").help("say which contributor belongs to it, or remove it");
        if let Some((_, name)) = name {
            finding.value(name);
        }
    }
}
