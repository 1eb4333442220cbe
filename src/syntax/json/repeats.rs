//! Members of one name outside of the records: of the object around a list of records, and of what else is in it.
//!
//! No rule sees these values, and a list that is there twice is read once. Within records, the rule
//! `field/duplicate-key` finds the same.

use crate::diagnostic::{Finding, Place, Severity, show};
use crate::text::Span;
use crate::tree::{NodeId, Tree};
use std::collections::HashMap;

/// The names that an object has so far: where each is first, and whether it was reported.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(HashMap<String, (Option<Span>, bool)>);

impl Names {
    /// A list of records has this name in a part of the file that was read before.
    pub(super) fn known(name: &str) -> Self {
        Self(HashMap::from([(name.to_owned(), (None, false))]))
    }

    /// Adds a name, and reports it where it is there for the second time.
    pub(super) fn add(&mut self, name: String, span: Span, findings: &mut Vec<Finding>) {
        match self.0.get_mut(&name) {
            Some((first, is_reported)) => {
                if !std::mem::replace(is_reported, true) {
                    findings.push(repeated(&name, *first, span));
                }
            }
            None => {
                self.0.insert(name, (Some(span), false));
            }
        }
    }
}

/// Reports the names that objects of `tree` have more than once; those of objects within `record` are left to the rule.
pub(super) fn within(tree: Option<Tree<'_>>, record: Option<Span>, findings: &mut Vec<Finding>) {
    let Some(tree) = tree.filter(|tree| tree.may_have_duplicates()) else { return };
    let is_in_record = |span: Span| record.is_some_and(|record| record.start <= span.start && span.end <= record.end);
    for node in (0..tree.node_count()).map(|index| NodeId::new(index as u32)) {
        if tree.has_duplicates(node) && !is_in_record(tree.span(node)) {
            let mut names = Names::default();
            for key in tree.children(node).filter_map(|child| child.key) {
                names.add(tree.key_name(key).to_owned(), tree.span(key), findings);
            }
        }
    }
}

fn repeated(name: &str, first: Option<Span>, again: Span) -> Finding {
    let message = format!("{} is written twice", show::quoted(name));
    let mut finding = Finding::new("field/duplicate-key", Severity::Error, Place::Bytes(again), message);
    let builder = finding.caption("again here").value(name);
    builder.help("keep the right value, and remove or rename the other");
    if let Some(first) = first {
        builder.label(Place::Bytes(first), "first here");
    }
    finding
}
