//! What stands above each node, for whoever asks about many: a list of ten thousand items is not gone through for each
//! of its findings.

use super::{Kind, NodeId, Tree};
use std::collections::HashMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// After so many questions about one record the table is made; before, each is answered by itself.
const FEW: u32 = 16;

/// The place of a node.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// The container that holds it; of the root, itself.
    pub(super) parent: u32,
    /// Its number among the items of a list from 0, or among the members of its name, where there are several, from 1.
    pub(super) number: u32,
}

/// What was asked of an arena, and the table if it was worth making one.
#[derive(Debug, Default)]
pub(super) struct Ancestors {
    asked: AtomicU32,
    table: OnceLock<Vec<Place>>,
}

impl Ancestors {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        if std::mem::take(self.asked.get_mut()) > 0 {
            self.table.take();
        }
    }

    /// The place of `node`, where it is worth knowing it of all nodes.
    pub(super) fn place(&self, tree: Tree<'_>, node: NodeId) -> Option<Place> {
        if self.asked.load(Relaxed) < FEW {
            self.asked.fetch_add(1, Relaxed);
            return None;
        }
        self.table.get_or_init(|| table(tree)).get(node.index()).copied()
    }
}

fn table(tree: Tree<'_>) -> Vec<Place> {
    let mut places = vec![Place::default(); tree.node_count()];
    // The containers that are open, with the first node behind each.
    let mut open: Vec<(NodeId, NodeId)> = Vec::new();
    let mut numbers: HashMap<&str, (u32, NodeId)> = HashMap::new();
    for at in 0..tree.node_count() as u32 {
        let node = NodeId(at);
        while open.pop_if(|(_, behind)| *behind <= node).is_some() {}
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
    fn what_the_table_says_is_what_is_found_without_it() {
        let xml = "<r a='1'><b>x</b><c><b>y</b>z</c><b>w<i/>v</b><d/><d><e/></d></r>";
        let json = r#"{"a": [1, [2, {"b": "c"}], []], "d": {}, "a": {"e": [[["f"]]]}, "g": "h"}"#;
        for (text, syntax) in [(xml, Syntax::Xml), (json, Syntax::Json)] {
            let (mut arena, chunk) = (Arena::default(), Chunk::new(text, 0));
            let read = |arena: &mut Arena| {
                Reader::new(chunk, syntax, JsonMode::Single, |_| true).next(arena, &mut Vec::new());
            };
            read(&mut arena);
            let count = arena.len() as u32;
            let asked = |arena: &Arena, node: u32| {
                let tree = Tree::new(chunk, arena).expect("a record");
                (tree.ancestors(NodeId(node)), Pointer::of(tree, NodeId(node)))
            };
            let mut alone = Vec::new();
            for node in 0..count {
                // Read again, nothing has been asked.
                read(&mut arena);
                alone.push(asked(&arena, node));
            }
            for _ in 0..20 {
                asked(&arena, 0);
            }
            let together: Vec<_> = (0..count).map(|node| asked(&arena, node)).collect();
            assert_eq!(together, alone, "{text}");
        }
    }
}
