//! Two contributors have the same ORCID iD.
//!
//! ## Why
//!
//! An ORCID iD belongs to one person. If two contributors have the same iD, one is credited with the works of the
//! other. It usually comes from a copied row.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "0009-0001-6756-6661" },
//!     { "role": "author", "given": "Piotr", "family": "Zając", "orcid": "0009-0001-6756-6661" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "0009-0001-6756-6661" },
//!     { "role": "author", "given": "Piotr", "family": "Zając", "orcid": "https://orcid.org/0009-0001-6756-6661" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "0000-0002-1825-0097" },
//!     { "role": "author", "given": "A.", "family": "Nowicka", "orcid": "0000-0002-1825-0097" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[orcid/shared-in-record]: `0009-0001-6756-6661` also belongs to another contributor
//!    ╭─[record.json:5:71   record Reading in small towns · /contributors/1/orcid]
//!  3 │   "contributors": [
//!  4 │ …y": "Nowicka", "orcid": "0009-0001-6756-6661" },
//!    ·                          ──────────┬──────────
//!    ·                                    ╰── first here
//!  5 │ …mily": "Zając", "orcid": "0009-0001-6756-6661" }
//!    ·                           ──────────┬──────────
//!    ·                                     ╰── again here
//!  6 │   ]
//!    ╰────
//!   help: look up whose iD it is, and remove it from the other
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "0009-0001-6756-6661" },
//!     { "role": "author", "given": "Piotr", "family": "Zając", "orcid": "0000-0002-9079-593X" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "0009-0001-6756-6661" },
//!     { "role": "author", "given": "Piotr", "family": "Zając" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "0009-0001-6756-6661" },
//!     { "role": "translator", "given": "Anna", "family": "Nowicka", "orcid": "0009-0001-6756-6661" }
//!   ]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

pub const RULE: Rule = Rule {
    id: "orcid/shared-in-record",
    severity: Severity::Error,
    reads: &[Symbol::CONTRIBUTORS],
    instead_of: &["orcid/fake"],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Whether two names may be spellings of one name: each word equals the corresponding word of the other, or its
/// initial.
fn is_other_spelling(one: &str, other: &str) -> bool {
    let words = |name: &str| {
        let pieces = name.split([' ', '.', ',', '-']).filter(|word| !word.is_empty());
        pieces.map(str::to_lowercase).collect::<Vec<_>>()
    };
    let (one, other) = (words(one), words(other));
    let is_same = |(left, right): (&String, &String)| {
        let is_initial = |short: &String, long: &String| short.chars().count() == 1 && long.starts_with(short.as_str());
        left == right || is_initial(left, right) || is_initial(right, left)
    };
    let is_whole = |words: &[String]| words.iter().any(|word| word.chars().count() > 1);
    one.len() == other.len() && is_whole(&one) && is_whole(&other) && one.iter().zip(&other).all(is_same)
}

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.orcids_are_plain() {
        return;
    }
    let mut seen: HashMap<String, (NodeId, NodeId)> = HashMap::new();
    for person in record.people().all() {
        let Some((node, raw)) = person.orcid else { continue };
        let contributor = person.node;
        let digits = raw.trim().get(raw.trim().len().saturating_sub(19)..).unwrap_or(raw);
        let (first, other) = match seen.entry(digits.to_ascii_lowercase()) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => {
                place.insert((node, contributor));
                continue;
            }
        };
        // One person may have two roles.
        let name = |contributor| {
            [Symbol::FAMILY, Symbol::GIVEN].map(|part| record.text(contributor, part).map(|(_, name)| name.trim()))
        };
        let is_incomplete = digits.len() < 16;
        if is_incomplete || name(contributor) == name(other) {
            continue;
        }
        let full = |contributor| {
            let [family, given] = name(contributor);
            [given, family].into_iter().flatten().collect::<Vec<_>>().join(" ")
        };
        let (one, two) = (full(other), full(contributor));
        if is_other_spelling(&one, &two) {
            let message = format!("{} has the iD of {}", show::quoted(&two), show::quoted(&one));
            let finding = findings.at(Place::Value(node), message);
            finding.severity(Severity::Warning).caption("again here").label(Place::Value(first), "first here");
            finding.value(raw).help("keep one of them, if they are two spellings of one person");
            continue;
        }
        let finding =
            findings.at(Place::Value(node), format!("{} also belongs to another contributor", show::quoted(digits)));
        finding.caption("again here").label(Place::Value(first), "first here").value(raw);
        finding.help("look up whose iD it is, and remove it from the other");
    }
}
