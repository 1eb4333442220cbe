//! A simple fix of a declared rule: what it changes of the node that is wrong.

use crate::diagnostic::{Applicability, Change, Fix};
use crate::tree::{NodeId, Symbol, Tree};
use regex::Regex;
use std::collections::HashMap;

/// What a fix does.
#[derive(Debug)]
pub(super) enum Action {
    /// Takes the node out.
    Remove,
    /// Gives the member another name.
    Rename(String),
    /// Gives the object these members, or these values to members it has.
    Set(Vec<(String, String)>),
    /// Writes another text.
    With(String),
    /// Writes another text for what a pattern matches; `$1` is its first group.
    Pattern(Regex, String),
    /// Writes for one text another.
    Values(HashMap<String, String>),
}

/// A fix of a declared rule.
#[derive(Debug)]
pub(super) struct Repair {
    /// What is done, as an imperative.
    pub(super) title: String,
    pub(super) applicability: Applicability,
    pub(super) action: Action,
}

impl Repair {
    /// The fix of `node`; nothing where it changes nothing.
    pub(super) fn of(&self, tree: Tree<'_>, node: NodeId) -> Option<Fix> {
        let replaced = |text: String| {
            let changes = tree.string(node).is_some_and(|own| own != text);
            changes.then(|| vec![Change::Replace { node, range: None, text }])
        };
        let changes = match &self.action {
            Action::Remove => Some(vec![Change::Remove { node }]),
            Action::Rename(name) => Some(vec![Change::Rename { node, name: name.clone() }]),
            Action::Set(members) if tree.is_object(node) => {
                let change = |(name, text): &(String, String)| match tree.get_named(node, name) {
                    Some(child) => Change::Replace { node: child.value, range: None, text: text.clone() },
                    None => Change::Insert { node, name: name.clone(), text: text.clone() },
                };
                Some(members.iter().map(change).collect())
            }
            Action::Set(_) => None,
            Action::With(text) => replaced(text.clone()),
            Action::Pattern(pattern, with) => {
                replaced(pattern.replace_all(tree.string(node)?, with.as_str()).into_owned())
            }
            Action::Values(values) => replaced(values.get(tree.string(node)?.trim())?.clone()),
        }?;
        Some(Fix { title: self.title.clone(), applicability: self.applicability, changes })
    }

    /// Whether a name that it writes is one that records know.
    pub(super) fn writes_unknown_name(&self) -> Option<&str> {
        let names: Vec<&str> = match &self.action {
            Action::Rename(name) => vec![name],
            Action::Set(members) => members.iter().map(|(name, _)| name.as_str()).collect(),
            _ => Vec::new(),
        };
        names.into_iter().find(|name| Symbol::of(name) == Symbol::OTHER && !name.starts_with("x-"))
    }
}
