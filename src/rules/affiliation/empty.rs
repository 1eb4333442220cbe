//! An affiliation has no name.
//!
//! ## Why
//!
//! An affiliation is an institution, and an institution is identified by its name. A space, a dash or a word such
//! as `brak` or `n/a` identifies none, yet exports count it as an institution and print it on the page. In
//! catalogues and exchange formats (JATS, BWMETA) an unknown affiliation is left out.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": " " }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": [{ "name": "brak" }] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "country": "PL" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[affiliation/empty]: the affiliation's name is empty [*]
//!    ╭─[record.json:4:42   record Czytelnictwo w małych miastach · /affiliations/0/name]
//!  3 │   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowick…
//!  4 │   "affiliations": [{ "id": "a1", "name": " " }]
//!    ·                                          ─┬─
//!    ·                                           ╰── no institution
//!  5 │ }
//!    ╰────
//!   help: write the name, or remove the affiliation
//!     - "Nowicka", "affiliations": ["a1"] }], "affiliations": [{ "id": "a1", "name": " " …
//!     + "Nowicka" }]
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "3M" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": [{ "name": "Uniwersytet Śląski" }] }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "ror": "https://ror.org/01k4yrm29" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::affiliations::{self, Name};
use crate::record::{Affiliation, Record};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "affiliation/empty",
    severity: Severity::Error,
    reads: &[Symbol::AFFILIATIONS, Symbol::CONTRIBUTORS],
    instead_of: &["text/placeholder", "field/empty", "schema/required", "schema/enum", "schema/other"],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.affiliations_are_plain() {
        return;
    }
    // Computed for the first nameless affiliation. Most records have none.
    let mut fix: Option<Option<Vec<Change>>> = None;
    for affiliation in record.every_affiliation() {
        let (place, message, value) = match affiliations::name(record, &affiliation) {
            Name::Given => continue,
            Name::Absent => (Place::Opening(affiliation.node), "the affiliation has no name".to_owned(), None),
            Name::Blank(node) => (Place::Value(node), "the affiliation's name is empty".to_owned(), None),
            Name::Punctuation(node, text) => {
                (Place::Value(node), format!("{} is not the name of an affiliation", show::quoted(text)), Some(text))
            }
            Name::Placeholder(node, text) => {
                let message = format!("{} is a placeholder, not the name of an affiliation", show::quoted(text));
                (Place::Value(node), message, Some(text))
            }
        };
        let finding = findings.at(place, message);
        finding.caption("no institution").expected("the name of an institution");
        finding.help("write the name, or remove the affiliation");
        if let Some(value) = value {
            finding.value(value);
        }
        // One fix removes all nameless affiliations, so that no empty list remains.
        let fix = fix.get_or_insert_with(|| Some(removal(record)).filter(|fix| is_allowed(record, context, fix)));
        if let Some(changes) = fix.take_if(|_| is_bare(record, &affiliation)) {
            finding.fix("remove the nameless affiliation and what refers to it", Applicability::Safe, changes);
        }
    }
}

/// Whether removing the affiliation loses nothing: it has no name, and nothing else but an id.
fn is_bare<'a>(record: &Record<'a>, affiliation: &Affiliation<'a>) -> bool {
    affiliations::is_nameless(record, affiliation)
        && record.tree().children(affiliation.node).all(|child| {
            let symbol = child.key.map_or(Symbol::OTHER, |key| record.tree().symbol(key));
            matches!(symbol, Symbol::ID | Symbol::NAME) || record.is_blank(child.value)
        })
}

/// Returns the changes that remove the bare affiliations and all references to them. A list is removed if all of
/// its items are.
fn removal<'a>(record: &Record<'a>) -> Vec<Change> {
    let tree = record.tree();
    let (removed, kept): (Vec<&Affiliation<'a>>, Vec<&Affiliation<'a>>) =
        record.affiliations().iter().partition(|affiliation| is_bare(record, affiliation));
    let ids = |of: &[&Affiliation<'a>]| -> HashSet<&'a str> {
        of.iter().filter_map(|affiliation| affiliation.id.map(|(_, id)| id)).collect()
    };
    let (removed_ids, kept_ids) = (ids(&removed), ids(&kept));
    let removed: HashSet<NodeId> = removed.iter().map(|affiliation| affiliation.node).collect();
    let is_removed = |item: NodeId| {
        let inline = tree.is_object(item).then(|| Affiliation::read(record, item));
        let id = if let Some(inline) = inline { inline.id.map(|(_, id)| id) } else { tree.string(item) };
        let is_of_removed = id.is_some_and(|id| removed_ids.contains(id));
        let is_of_kept = id.is_some_and(|id| kept_ids.contains(id));
        !is_of_kept && inline.map_or(is_of_removed, |inline| is_bare(record, &inline))
    };
    let mut changes = Vec::new();
    if let Some(list) = record.field(Symbol::AFFILIATIONS) {
        let items = tree.items(list).collect::<Vec<_>>();
        remove_items(list, &items, |item| removed.contains(&item), &mut changes);
    }
    for contributor in record.contributors() {
        let Some(list) = record.member(contributor, Symbol::AFFILIATIONS) else { continue };
        let items = tree.items(list).collect::<Vec<_>>();
        remove_items(list, &items, is_removed, &mut changes);
    }
    changes
}

fn remove_items(list: NodeId, items: &[NodeId], is_removed: impl Fn(NodeId) -> bool, changes: &mut Vec<Change>) {
    if !items.is_empty() && items.iter().all(|item| is_removed(*item)) {
        changes.push(Change::Remove { node: list });
        return;
    }
    changes.extend(items.iter().filter(|item| is_removed(**item)).map(|item| Change::Remove { node: *item }));
}

/// Whether the profile allows the fix. It must not remove a list that the profile requires.
fn is_allowed(record: &Record<'_>, context: &RuleContext<'_>, changes: &[Change]) -> bool {
    let is_required = context.profile.required.iter().any(|required| required.field == Symbol::AFFILIATIONS);
    let removes_all = changes
        .iter()
        .any(|change| matches!(change, Change::Remove { node } if record.field(Symbol::AFFILIATIONS) == Some(*node)));
    !(changes.is_empty() || is_required && removes_all)
}
