//! The fix of a declared rule: a simple change of the wrong node.

use super::load::Draft;
use crate::diagnostic::{Applicability, Change, Fix, Place};
use crate::record::outline;
use crate::text::nearest;
use crate::tree::{Child, Kind, NodeId, Symbol, Tree};
use regex::Regex;
use std::collections::HashMap;

/// The change made by a fix.
#[derive(Debug)]
pub(super) enum Action {
    /// Removes the node.
    Remove,
    /// Renames the member.
    Rename(String),
    /// Sets members of the object.
    Set(Vec<(String, String)>),
    /// Replaces the text.
    With(String),
    /// Replaces the matches of a pattern; `$1` is the first group.
    Pattern(Regex, String),
    /// Replaces texts by a table.
    Values(HashMap<String, String>),
}

/// A fix of a declared rule.
#[derive(Debug)]
pub(super) struct Repair {
    /// What the fix does, in the imperative.
    pub(super) title: String,
    pub(super) applicability: Applicability,
    pub(super) action: Action,
}

impl Repair {
    /// Returns the fix of `node`. `None` if it would not change anything.
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

    /// Returns a name written by the fix that is not a known field.
    pub(super) fn writes_unknown_name(&self) -> Option<&str> {
        let names: Vec<&str> = match &self.action {
            Action::Rename(name) => vec![name],
            Action::Set(members) => members.iter().map(|(name, _)| name.as_str()).collect(),
            _ => Vec::new(),
        };
        names.into_iter().find(|name| Symbol::of(name) == Symbol::OTHER && !name.starts_with("x-"))
    }
}

impl Draft<'_> {
    /// Reads the fix that a rule describes.
    pub(super) fn repair(&mut self, fix: NodeId) -> Option<Repair> {
        let is_safe = self.member(fix, "safe").is_some_and(|node| self.tree.kind(node) == Kind::True);
        let actions: Vec<(&str, NodeId)> = ["remove", "rename", "set", "replace"]
            .into_iter()
            .filter_map(|name| Some((name, self.member(fix, name)?)))
            .collect();
        let [(name, node)] = actions.as_slice() else {
            self.wrong(Place::Opening(fix), "a fix does one of `remove`, `rename`, `set` and `replace`");
            return None;
        };
        let tree = self.tree;
        let action = match *name {
            "remove" => Action::Remove,
            "rename" => Action::Rename(tree.text(*node).unwrap_or_default().to_owned()),
            "set" => Action::Set(self.pairs(*node)),
            _ => self.replacement(*node)?,
        };
        let repair = Repair {
            title: self.word(fix, "title").map(|(_, title)| title.to_owned()).unwrap_or_default(),
            applicability: if is_safe { Applicability::Safe } else { Applicability::Unsafe },
            action,
        };
        if let Some(name) = repair.writes_unknown_name().map(str::to_owned) {
            let near = nearest(&name, outline().names()).map(str::to_owned);
            self.near(Place::Value(*node), &format!("there is no field `{name}`"), near);
            return None;
        }
        Some(repair)
    }

    fn pairs(&self, object: NodeId) -> Vec<(String, String)> {
        let tree = self.tree;
        let pair = |child: Child| {
            Some((tree.key_name(child.key?).to_owned(), tree.text(child.value).unwrap_or_default().to_owned()))
        };
        tree.children(object).filter_map(pair).collect()
    }

    fn replacement(&mut self, node: NodeId) -> Option<Action> {
        let with = self.word(node, "with").map(|(_, text)| text.to_owned());
        match (self.member(node, "values"), self.word(node, "pattern"), with) {
            (Some(values), None, None) => Some(Action::Values(self.pairs(values).into_iter().collect())),
            (None, Some((at, pattern)), Some(with)) => {
                self.pattern(at, pattern).map(|found| Action::Pattern(found, with))
            }
            (None, None, Some(with)) => Some(Action::With(with)),
            _ => {
                self.wrong(Place::Opening(node), "`replace` has `with`, or `pattern` and `with`, or `values`");
                None
            }
        }
    }
}
