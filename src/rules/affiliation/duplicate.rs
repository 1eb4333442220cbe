//! An affiliation is listed twice.
//!
//! ## Why
//!
//! An institution is listed once in a record, and contributors refer to it. Some systems list it again for each
//! author; a count of institutions is then a count of authors.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }, { "role": "author", "given": "Piotr", "family": "Zając", "affiliations": ["a2"] }],
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw" }, { "id": "a2", "name": "University of Warsaw" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }, { "role": "author", "given": "Piotr", "family": "Zając", "affiliations": ["a2"] }],
//!   "affiliations": [{ "id": "a1", "name": "Uniwersytet Śląski" }, { "id": "a2", "name": "UNIWERSYTET ŚLĄSKI" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[affiliation/duplicate]: the affiliation `University of Warsaw` is listed twice [*]
//!    ╭─[record.json:4:90   record Reading in small towns · /affiliations/1/name]
//!  4 │ …, { "id": "a2", "name": "University of Warsaw" }]
//!    ·                          ───────────┬──────────
//!    ·                                     ╰── again here
//!  5 │ }
//!    ╰────
//!    ╭─[record.json:4:42]
//!  3 │   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowick…
//!  4 │ … [{ "id": "a1", "name": "University of Warsaw" }, { "id": "a2", "name": "…
//!    ·                          ───────────┬──────────
//!    ·                                     ╰── first here
//!    ╰────
//!   help: list the institution once, and refer to it
//!     - "a2"
//!     + "a1"
//!     - { "id": "a2", "name": "University of Warsaw" }
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }, { "role": "author", "given": "Piotr", "family": "Zając", "affiliations": ["a2"] }],
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw" }, { "id": "a2", "name": "Uniwersytet Śląski" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }, { "role": "author", "given": "Piotr", "family": "Zając", "affiliations": ["a2"] }],
//!   "affiliations": [{ "id": "a1", "name": "Institute of History" }, { "id": "a2", "name": "Institute of Law" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Affiliation, Record, folded, is_same, repeats};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

pub const RULE: Rule = Rule {
    id: "affiliation/duplicate",
    severity: Severity::Note,
    reads: &[Symbol::AFFILIATIONS],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn name<'a>(affiliation: &Affiliation<'a>) -> &'a str {
    affiliation.name.map_or("", |(_, name)| name)
}

/// The references of the contributors to affiliations.
pub(super) struct Pointers<'a> {
    /// The lists that contain each id, with the item in the list.
    by_id: HashMap<&'a str, Vec<(NodeId, NodeId)>>,
    /// All pairs of a list and an id in it.
    in_list: HashSet<(NodeId, &'a str)>,
    /// The ids that several affiliations share.
    shared: HashSet<&'a str>,
}

impl<'a> Pointers<'a> {
    pub(super) fn of(record: &Record<'a>) -> Self {
        let tree = record.tree();
        let mut ids = HashSet::new();
        let known = record.affiliations().iter().filter_map(|affiliation| Some(affiliation.id?.1));
        let shared = known.filter(|id| !ids.insert(*id)).collect();
        let mut found = Self { by_id: HashMap::new(), in_list: HashSet::new(), shared };
        for list in record.contributors().filter_map(|person| record.member(person, Symbol::AFFILIATIONS)) {
            for (item, id) in tree.items(list).filter_map(|item| Some((item, tree.string(item)?))) {
                found.by_id.entry(id).or_default().push((list, item));
                found.in_list.insert((list, id));
            }
        }
        found
    }

    /// Returns the lists that refer to an affiliation by its id, with the item in each list. Returns `None`
    /// if several affiliations have this id, because the intended one is not known.
    pub(super) fn to(&self, id: &str) -> Option<&[(NodeId, NodeId)]> {
        let pointing = self.by_id.get(id).map(Vec::as_slice).unwrap_or_default();
        (!self.shared.contains(id)).then_some(pointing)
    }
}

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    // A page lists the institution of each contributor and has no references.
    if record.affiliations_are_plain() || context.shape.id == "yadda-page" {
        return;
    }
    if record.affiliations().len() < 2 {
        return;
    }
    let tree = record.tree();
    let all = record.affiliations();
    let is_equal = |left: &Affiliation<'_>, right: &Affiliation<'_>| is_same(name(left), name(right));
    let pointers = OnceCell::new();
    for (first, again) in repeats(all, |affiliation| folded(name(affiliation)), is_equal) {
        let (Some((first_node, _)), Some((node, name))) = (all[first].name, all[again].name) else { continue };
        let finding =
            findings.at(Place::Value(node), format!("the affiliation {} is listed twice", show::quoted(name)));
        finding.caption("again here").label(Place::Value(first_node), "first here").value(name);
        finding.help("list the institution once, and refer to it");
        let affiliation = all[again].node;
        let (Some((_, id)), Some((_, kept))) = (all[again].id, all[first].id) else { continue };
        // Other members of the second affiliation would be lost.
        let has_only_id_and_name = tree.children(affiliation).all(|child| {
            let symbol = child.key.map_or(Symbol::OTHER, |key| tree.symbol(key));
            matches!(symbol, Symbol::ID | Symbol::NAME)
        });
        if !has_only_id_and_name || id == kept || name != tree.string(first_node).unwrap_or_default() {
            continue;
        }
        let pointers = pointers.get_or_init(|| Pointers::of(record));
        let Some(pointing) = pointers.to(id) else { continue };
        let mut changes = vec![Change::Remove { node: affiliation }];
        for (list, item) in pointing.iter().copied() {
            changes.push(if pointers.in_list.contains(&(list, kept)) {
                Change::Remove { node: item }
            } else {
                Change::Replace { node: item, range: None, text: kept.to_owned() }
            });
        }
        finding.fix("keep the first, and refer to it", Applicability::Safe, changes);
    }
}
