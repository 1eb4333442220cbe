//! Detection of duplicate names outside of records: in the wrapper around a list of records and in its other values.
//!
//! Rules do not see these values, and only one of two lists with the same name is read. Within records, the rule
//! `field/duplicate-key` finds duplicates.

use crate::diagnostic::{Finding, Place, Severity, ids, show};
use crate::text::Span;
use crate::tree::{NodeId, Tree};
use std::collections::HashMap;

/// The names of an object so far, with the first span of each and whether a duplicate has been reported.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(HashMap<String, (Option<Span>, bool)>);

impl Names {
    /// Creates the names of an object whose list has this name and was entered in an earlier segment of the file.
    pub(super) fn known(name: &str) -> Self {
        Self(HashMap::from([(name.to_owned(), (None, false))]))
    }

    /// Adds a name, and reports its first repetition.
    pub(super) fn add(&mut self, name: String, span: Span, findings: &mut Vec<Finding>) {
        match self.0.get_mut(&name) {
            Some((first, is_reported)) => {
                if !std::mem::replace(is_reported, true) {
                    findings.push(duplicate(&name, *first, span));
                }
            }
            None => {
                self.0.insert(name, (Some(span), false));
            }
        }
    }
}

/// Reports duplicate names in the objects of `tree`, except within `record`, where the rule reports them.
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

fn duplicate(name: &str, first: Option<Span>, again: Span) -> Finding {
    let message = format!("{} is written twice", show::quoted(name));
    let mut finding = Finding::new(ids::FIELD_DUPLICATE_KEY, Severity::Error, Place::Bytes(again), message);
    let builder = finding.caption("again here").value(name);
    builder.help("keep the right value, and remove or rename the other");
    if let Some(first) = first {
        builder.label(Place::Bytes(first), "first here");
    }
    finding
}
