//! An object has two members with the same name.
//!
//! ## Why
//!
//! Most programs keep one of two members with the same name, some the first and some the last, without a warning: a
//! value is lost, and which one depends on the program. The standard of JSON (RFC 8259) recommends unique names
//! within an object.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "year": 2022,
//!   "year": 2023
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en", "lang": "en", "lang": "en" },
//!   "volume": "16"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[field/duplicate-key]: `year` is written twice
//!    ╭─[record.json:4:3   record Czytelnictwo w małych miastach · /year]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "year": 2022,
//!    ·   ───┬──
//!    ·      ╰── first here
//!  4 │   "year": 2023
//!    ·   ───┬──
//!    ·      ╰── again here
//!  5 │ }
//!    ╰────
//!   help: keep the right value, and remove or rename the other
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "year": 2023
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "titleVariants": [{ "text": "Czytelnictwo w małych miastach", "lang": "pl" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "x-note": "first",
//!   "x-Note": "second"
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, ids, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{Kind, NodeId, Tree};
use std::collections::HashMap;

pub const RULE: Rule = Rule {
    id: ids::FIELD_DUPLICATE_KEY,
    severity: Severity::Error,
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let tree = record.tree();
    if !tree.may_have_duplicates() {
        return;
    }
    let mut at = tree.root();
    let end = tree.after(at);
    while at < end {
        if tree.has_duplicates(at) {
            report_duplicates(tree, at, findings);
        }
        at = following(at);
    }
}

fn following(node: NodeId) -> NodeId {
    NodeId::new(node.index() as u32 + 1)
}

/// Reports the names that occur more than once in an object.
fn report_duplicates(tree: Tree<'_>, object: NodeId, findings: &mut Findings<'_>) {
    let mut names: Vec<(&str, Vec<NodeId>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for child in tree.children(object) {
        let Some(name) = child.key.map(|key| tree.key_name(key)) else { continue };
        let place = *places.entry(name).or_insert(names.len());
        match names.get_mut(place) {
            Some((_, values)) => values.push(child.value),
            None => names.push((name, vec![child.value])),
        }
    }
    for (name, values) in names {
        let ([first, later @ ..], [earlier @ .., last]) = (values.as_slice(), values.as_slice()) else { continue };
        if later.is_empty() {
            continue;
        }
        // The fix keeps the effective member, so that the value does not change for programs.
        let removed = if tree.first_member_wins() { later } else { earlier };
        let times = if removed.len() == 1 { "twice".to_owned() } else { format!("{} times", values.len()) };
        let finding = findings.at(Place::Key(*last), format!("{} is written {times}", show::quoted(name)));
        finding.caption("again here").label(Place::Key(*first), "first here").value(name);
        if earlier.iter().all(|value| is_same(tree, *value, *last)) {
            let changes = removed.iter().map(|node| Change::Remove { node: *node }).collect();
            finding.help("keep one of them: their values are the same");
            finding.fix("remove the repetition", Applicability::Safe, changes);
        } else {
            finding.help("keep the right value, and remove or rename the other");
        }
    }
}

/// Whether two values are equal, node by node. The text of their spans cannot be compared, because a built tree has
/// no text of its own.
fn is_same(tree: Tree<'_>, left: NodeId, right: NodeId) -> bool {
    let size = |node: NodeId| tree.after(node).index() - node.index();
    let (mut left_node, mut right_node) = (left, right);
    let end = tree.after(left);
    while left_node < end {
        let is_equal = tree.kind(left_node) == tree.kind(right_node)
            && size(left_node) == size(right_node)
            && match tree.kind(left_node) {
                Kind::Key => tree.key_name(left_node) == tree.key_name(right_node),
                _ => tree.text(left_node) == tree.text(right_node),
            };
        if !is_equal {
            return false;
        }
        (left_node, right_node) = (following(left_node), following(right_node));
    }
    true
}
