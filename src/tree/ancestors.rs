//! A lazily built table of parents, so that a list of ten thousand items is not scanned for each of its findings.

use super::{Kind, NodeId, Tree};
use std::collections::HashMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// Number of requests for a record after which the table is built.
const REQUESTS_WITHOUT_TABLE: u32 = 16;

/// The place of a node.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// The container around the node; for the root, the root itself.
    pub(super) parent: u32,
    /// The index in an array, from 0; or the number among several members of the same name, from 1.
    pub(super) number: u32,
}

/// The number of requests for a record, and the table if it has been built.
#[derive(Debug, Default)]
pub(super) struct Ancestors {
    requests: AtomicU32,
    table: OnceLock<Vec<Place>>,
}

impl Ancestors {
    /// Resets the table for the next record.
    pub(super) fn clear(&mut self) {
        if std::mem::take(self.requests.get_mut()) > 0 {
            self.table.take();
        }
    }

    /// Returns the place of `node`. `None` for the first requests, while the table has not been built.
    pub(super) fn place(&self, tree: Tree<'_>, node: NodeId) -> Option<Place> {
        if self.requests.load(Relaxed) < REQUESTS_WITHOUT_TABLE {
            self.requests.fetch_add(1, Relaxed);
            return None;
        }
        self.table.get_or_init(|| table(tree)).get(node.index()).copied()
    }
}

fn table(tree: Tree<'_>) -> Vec<Place> {
    let mut places = vec![Place::default(); tree.node_count()];
    // The open containers, each with the first node after it.
    let mut open: Vec<(NodeId, NodeId)> = Vec::new();
    let mut numbers: HashMap<&str, (u32, NodeId)> = HashMap::new();
    for at in 0..tree.node_count() as u32 {
        let node = NodeId(at);
        while open.pop_if(|(_, after)| *after <= node).is_some() {}
        if let Some((parent, _)) = open.last() {
            places[node.index()].parent = parent.0;
        }
        if !matches!(tree.kind(node), Kind::Array | Kind::Object) {
            continue;
        }
        open.push((node, tree.after(node)));
        if tree.is_array(node) {
            for (number, item) in tree.items(node).enumerate() {
                places[item.index()].number = number as u32;
            }
        } else if tree.has_duplicates(node) {
            numbers.clear();
            for child in tree.children(node) {
                let Some(key) = child.key else { continue };
                let (count, first) = numbers.entry(tree.key_name(key)).or_insert((0, child.value));
                *count += 1;
                if *count > 1 {
                    places[first.index()].number = 1;
                    places[child.value.index()].number = *count;
                }
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use crate::syntax::{JsonMode, Reader, Syntax};
    use crate::text::Chunk;
    use crate::tree::{Arena, NodeId, Pointer, Tree};

    #[test]
    fn the_table_agrees_with_single_requests() {
        let xml = "<r a='1'><b>x</b><c><b>y</b>z</c><b>w<i/>v</b><d/><d><e/></d></r>";
        let json = r#"{"a": [1, [2, {"b": "c"}], []], "d": {}, "a": {"e": [[["f"]]]}, "g": "h"}"#;
        for (text, syntax) in [(xml, Syntax::Xml), (json, Syntax::Json)] {
            let (mut arena, chunk) = (Arena::default(), Chunk::new(text, 0));
            let read = |arena: &mut Arena| {
                Reader::new(chunk, syntax, JsonMode::Single, |_| true).next(arena, &mut Vec::new());
            };
            read(&mut arena);
            let count = arena.len() as u32;
            let request = |arena: &Arena, node: u32| {
                let tree = Tree::new(chunk, arena).expect("a record");
                (tree.ancestors(NodeId(node)), Pointer::of(tree, NodeId(node)))
            };
            let mut without_table = Vec::new();
            for node in 0..count {
                // Reading again resets the table.
                read(&mut arena);
                without_table.push(request(&arena, node));
            }
            for _ in 0..20 {
                request(&arena, 0);
            }
            let with_table: Vec<_> = (0..count).map(|node| request(&arena, node)).collect();
            assert_eq!(with_table, without_table, "{text}");
        }
    }
}
