//! A contributor refers to an affiliation that the record does not have.
//!
//! ## Why
//!
//! A contributor's affiliation is given by the identifier of one in the record's own list, as in JATS and BWMETA.
//! If no affiliation has that identifier, the link leads nowhere: the contributor appears without an institution,
//! and the intended institution is not counted.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["aff2"] }],
//!   "affiliations": [{ "id": "aff1", "name": "Uniwersytet Śląski" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["silesia"] },
//!     { "role": "author", "given": "Jan", "family": "Wilk", "affiliations": ["Silesia"] }
//!   ],
//!   "affiliations": [{ "id": "silesia", "name": "University of Silesia" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[affiliation/dangling-ref]: no affiliation of this record has the id `aff2`
//!    ╭─[record.json:3:95   record Czytelnictwo w małych miastach · /contributors/0/affiliations/0]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │ …family": "Nowicka", "affiliations": ["aff2"] }],
//!    ·                                       ───┬──
//!    ·                                          ╰── leads nowhere
//!  4 │   "affiliations": [{ "id": "aff1", "name": "Uniwersytet Śląski" }]
//!    ·                                            ──────────┬─────────
//!    ·                                                      ╰── perhaps this one
//!  5 │ }
//!    ╰────
//!   help: did you mean `aff1`?
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["aff1"] }],
//!   "affiliations": [{ "id": "aff1", "name": "Uniwersytet Śląski" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1", { "name": "Jagiellonian Library" }] }
//!   ],
//!   "affiliations": [{ "id": "a1", "name": "University of Silesia" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::affiliations;
use crate::record::{Affiliation, Record};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::text::edit_distance;
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "affiliation/dangling-ref",
    severity: Severity::Error,
    reads: &[Symbol::CONTRIBUTORS],
    instead_of: &["affiliation/unreferenced"],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// The maximum number of pairs of ids that are compared to find the intended one. Above it no suggestion is made.
const MAX_COMPARISONS: usize = 100_000;

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.affiliations_are_plain() {
        return;
    }
    let dangling = affiliations::dangling(record);
    if dangling.is_empty() {
        return;
    }
    let unreferenced = affiliations::unreferenced(record);
    let only = if dangling.len() == 1 && unreferenced.len() == 1 { unreferenced.first().copied() } else { None };
    let are_too_many = dangling.len() * record.affiliations().len() > MAX_COMPARISONS;
    for reference in dangling {
        let Some(id) = record.tree().string(reference) else { continue };
        let message = format!("no affiliation of this record has the id {}", show::quoted(id));
        let suggestion = only
            .or_else(|| if are_too_many { None } else { nearest(record, id) })
            .and_then(|meant| meant.id)
            .map(|(_, id)| id);
        let finding = findings.at(Place::Value(reference), message);
        finding.caption("leads nowhere").value(id).expected("the id of one of the record's affiliations");
        if let Some(only) = only {
            let place = only.name.map_or(Place::Opening(only.node), |(node, _)| Place::Value(node));
            finding.label(place, "perhaps this one");
        }
        match suggestion {
            Some(suggestion) => {
                finding.suggestion(suggestion).help(format!("did you mean {}?", show::quoted(suggestion)));
            }
            None => {
                finding.help(context.shape.institution_advice());
            }
        }
    }
}

/// Returns the affiliation that was probably meant: one with this name, or with a similar id. `a1` is not similar
/// to `a2`.
fn nearest<'a, 'r>(record: &'r Record<'a>, reference: &str) -> Option<&'r Affiliation<'a>> {
    let target = reference.trim();
    let known = || record.affiliations().iter().filter_map(|affiliation| Some((affiliation, affiliation.id?.1)));
    let is_named = |affiliation: &Affiliation<'_>| affiliation.name.is_some_and(|(_, name)| name.trim() == target);
    if let Some((affiliation, _)) = known().find(|(affiliation, _)| is_named(affiliation)) {
        return Some(affiliation);
    }
    let target = target.to_lowercase();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    known()
        .filter_map(|(affiliation, id)| Some((edit_distance(&id.trim().to_lowercase(), &target, 2)?, affiliation, id)))
        .filter(|(distance, _, id)| {
            *distance == 0 || distance * 3 <= target.chars().count() && digits(id) == digits(reference)
        })
        .min_by_key(|(distance, ..)| *distance)
        .map(|(_, affiliation, _)| affiliation)
}
