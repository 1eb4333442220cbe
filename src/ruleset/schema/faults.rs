//! Selects which of the crate's many errors are reported: one mistake, one finding.
//!
//! Unions are resolved first. Errors below a value of the wrong type are dropped, a missing name is combined with the
//! misspelt one next to it, and an error in several branches is reported once.

use super::documents::Documents;
use super::fault::{Fault, What, is_dependency};
use super::finder::{Finder, NamedNode};
use super::union;
use super::wording;
use crate::diagnostic::{Finding, Place};
use crate::text::{MAX_COMPARISONS, nearest};
use crate::tree::{NodeId, Tree};
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use std::collections::{HashMap, HashSet};

/// Returns the findings for `errors` about the value `root` in `tree`.
pub(super) fn findings(
    tree: Tree<'_>,
    root: NodeId,
    documents: &Documents,
    errors: &[ValidationError<'_>],
    native: bool,
) -> Vec<Finding> {
    let mut faults = Vec::new();
    for error in errors {
        union::resolve(error, documents, &mut faults);
    }
    let mut finder = Finder::new(tree, root);
    let located = faults.into_iter().filter_map(|fault| Some((finder.target(fault.path())?, fault))).collect();
    let mut sorter = Sorter {
        tree,
        documents,
        finder,
        native,
        unknown: Vec::new(),
        missing: Vec::new(),
        out: Vec::new(),
        compared: 0,
    };
    for (target, fault) in drop_below_wrong_types(tree, located) {
        sorter.take(&target, &fault);
    }
    sorter.finish()
}

/// Drops the errors of, and below, values of the wrong type, except the type error.
fn drop_below_wrong_types<'e>(tree: Tree<'_>, mut located: Vec<(NamedNode, Fault<'e>)>) -> Vec<(NamedNode, Fault<'e>)> {
    located.sort_by_key(|(target, fault)| (target.node, !fault.is_type()));
    let mut silent_until = NodeId::ROOT;
    let mut wrong = None;
    located.retain(|(target, fault)| {
        if target.node < silent_until {
            return fault.is_type() && wrong == Some(target.node);
        }
        if fault.is_type() {
            silent_until = tree.after(target.node);
            wrong = Some(target.node);
        }
        true
    });
    located
}

/// A name that is not in the schema.
struct Unknown<'e> {
    object: NodeId,
    value: NodeId,
    name: &'e str,
    /// The known name that was probably intended.
    near: Option<&'e str>,
    error: &'e ValidationError<'e>,
}

/// A name that the schema requires.
struct Missing<'e> {
    target: NamedNode,
    name: &'e str,
    error: &'e ValidationError<'e>,
    /// Whether it is reported together with a misspelt name.
    joined: bool,
}

struct Sorter<'t, 'e> {
    tree: Tree<'t>,
    documents: &'e Documents,
    finder: Finder<'t>,
    native: bool,
    unknown: Vec<Unknown<'e>>,
    missing: Vec<Missing<'e>>,
    out: Vec<Finding>,
    /// The number of name comparisons for suggestions.
    compared: usize,
}

impl<'t: 'e, 'e> Sorter<'t, 'e> {
    fn take(&mut self, target: &NamedNode, fault: &Fault<'e>) {
        let error = fault.error;
        if !matches!(fault.what, What::Plain) {
            self.word(target, fault);
            return;
        }
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected }
            | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
                self.unknown_names(target, unexpected, error);
            }
            ValidationErrorKind::FalseSchema if forbids_all_names(error) && self.tree.is_object(target.node) => {
                let tree = self.tree;
                let names = tree.children(target.node).filter_map(|child| child.key).map(|key| tree.key_name(key));
                self.unknown_names(target, names, error);
            }
            ValidationErrorKind::Required { property } if !is_dependency(error) => {
                let name = property.as_str().unwrap_or_default();
                self.missing.push(Missing { target: target.clone(), name, error, joined: false });
            }
            _ => self.word(target, fault),
        }
    }

    fn word(&mut self, target: &NamedNode, fault: &Fault<'e>) {
        let finding = wording::finding(self.tree, target, fault, &self.documents.failed(fault.error), &mut self.finder);
        finding.add_to(&mut self.out);
    }

    fn unknown_names<S: AsRef<str> + ?Sized + 'e>(
        &mut self,
        target: &NamedNode,
        names: impl IntoIterator<Item = &'e S>,
        error: &'e ValidationError<'e>,
    ) {
        let present: HashSet<&str> =
            self.tree.children(target.node).filter_map(|c| c.key).map(|k| self.tree.key_name(k)).collect();
        let mut known = self.documents.failed(error).names();
        // A name that is present was not misspelt.
        known.retain(|name| !present.contains(name));
        for name in names {
            let name = name.as_ref();
            let Some(value) = self.finder.member(target.node, name) else { continue };
            self.compared += known.len();
            let near = if self.compared > MAX_COMPARISONS { None } else { nearest(name, known.iter().copied()) };
            self.unknown.push(Unknown { object: target.node, value, name, near, error });
        }
    }

    fn finish(mut self) -> Vec<Finding> {
        self.join();
        // A rule reports a native record without a title.
        let has_own_rule =
            |missing: &&Missing<'_>| self.native && missing.name == "title" && missing.target.node == NodeId::ROOT;
        let missing = self.missing.iter().filter(|missing| !missing.joined && !has_own_rule(missing));
        for missing in missing {
            wording::missing(&missing.target, missing.name, missing.error).add_to(&mut self.out);
        }
        once_each(self.out)
    }

    /// Writes the findings for unknown names, each with the missing name that it probably replaces.
    fn join(&mut self) {
        let mut by_object: HashMap<NodeId, Vec<usize>> = HashMap::new();
        for (index, missing) in self.missing.iter().enumerate() {
            by_object.entry(missing.target.node).or_default().push(index);
        }
        for unknown in &self.unknown {
            let beside = by_object.get(&unknown.object).map_or(&[][..], Vec::as_slice);
            self.compared += beside.len();
            let open = beside.iter().filter(|index| !self.missing[**index].joined);
            let meant = if self.compared > MAX_COMPARISONS {
                None
            } else {
                nearest(unknown.name, open.map(|index| self.missing[*index].name))
            };
            // Several branches may require the same name; all of them are resolved.
            for index in beside.iter().filter(|_| meant.is_some()) {
                let missing = &mut self.missing[*index];
                missing.joined |= Some(missing.name) == meant;
            }
            let finding =
                wording::unknown(unknown.value, unknown.name, meant, unknown.near, unknown.error, self.native);
            finding.add_to(&mut self.out);
        }
    }
}

/// Whether a schema has `additionalProperties: false` and no known names.
fn forbids_all_names(error: &ValidationError<'_>) -> bool {
    error.schema_path().as_str().ends_with("/additionalProperties")
}

/// Sorts findings by position and removes duplicates.
fn once_each(mut findings: Vec<Finding>) -> Vec<Finding> {
    // A key is just before its value.
    let position = |finding: &Finding| match finding.place {
        Place::Key(node) => node.index().saturating_sub(1),
        ref place => place.node().map_or(0, NodeId::index),
    };
    findings.sort_by_key(position);
    let mut said = HashSet::new();
    findings.retain(|finding| said.insert((position(finding), finding.rule.clone(), finding.message.clone())));
    findings
}
