//! Finds the nodes that errors are about, and names them.

use crate::diagnostic::show::quoted;
use crate::tree::{NodeId, Pointer, Tree};
use std::collections::HashMap;

/// A node and its name in a sentence.
#[derive(Clone, Debug)]
pub(super) struct NamedNode {
    pub(super) node: NodeId,
    /// "`title`", "item 3 of `keywords`", "the record".
    pub(super) display_name: String,
}

/// Finds nodes by their path. A list or an object is indexed on first access, so that ten thousand errors in one list
/// take ten thousand steps.
pub(super) struct Finder<'t> {
    tree: Tree<'t>,
    root: NodeId,
    items: HashMap<NodeId, Vec<NodeId>>,
    members: HashMap<NodeId, HashMap<&'t str, NodeId>>,
}

impl<'t> Finder<'t> {
    pub(super) fn new(tree: Tree<'t>, root: NodeId) -> Self {
        Self { tree, root, items: HashMap::new(), members: HashMap::new() }
    }

    /// Returns the node at the JSON Pointer `path`, relative to the validated value.
    pub(super) fn target(&mut self, path: &str) -> Option<NamedNode> {
        let mut node = self.root;
        let mut name: Option<String> = None;
        let mut item = None;
        for segment in Pointer::segments(path) {
            if self.tree.is_object(node) {
                node = self.member(node, &segment)?;
                name = Some(segment);
                item = None;
            } else {
                let index: usize = segment.parse().ok()?;
                node = *self.items(node).get(index)?;
                item = Some(index + 1);
            }
        }
        Some(NamedNode { node, display_name: display_name(name.as_deref(), item) })
    }

    /// Returns the value of the member `name` of `object`; the last one if repeated.
    pub(super) fn member(&mut self, object: NodeId, name: &str) -> Option<NodeId> {
        let tree = self.tree;
        let index = self.members.entry(object).or_insert_with(|| {
            let children = tree.children(object);
            children.filter_map(|child| Some((tree.key_name(child.key?), child.value))).collect()
        });
        index.get(name).copied()
    }

    fn items(&mut self, list: NodeId) -> &[NodeId] {
        let tree = self.tree;
        self.items.entry(list).or_insert_with(|| tree.items(list).collect())
    }
}

/// Returns the name of the value `node` in a sentence.
pub(super) fn display_name_of(tree: Tree<'_>, node: NodeId) -> String {
    let name = |value: NodeId| tree.key_of(value).map(|key| tree.key_name(key));
    let list = tree.ancestors(node).last().copied().filter(|around| tree.is_array(*around));
    let item = list.and_then(|list| Some(tree.items(list).position(|item| item == node)? + 1));
    display_name(list.map_or_else(|| name(node), name), item)
}

fn display_name(name: Option<&str>, item: Option<usize>) -> String {
    match (name, item) {
        (None, None) => "the record".to_owned(),
        (None, Some(number)) => format!("item {number}"),
        (Some(name), None) => quoted(name),
        (Some(name), Some(number)) => format!("item {number} of {}", quoted(name)),
    }
}
