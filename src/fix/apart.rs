//! Fixes that must not be made together: each leaves something of a value, and all of them nothing.
//!
//! A rule sees to it that its own fix leaves something to see. Of `<b>` and an invisible character behind it, one rule takes
//! out the tag and another one the character. The first is made, and the other one is looked at again in the next pass,
//! in which its rule sees what is left.

use super::proof::Side;
use super::{RecordLayout, Selected};
use crate::diagnostic::Change;
use crate::syntax::{Syntax, replaced};
use crate::text::{Chunk, is_unseen};
use crate::tree::{Kind, NodeId, Tree};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The fixes that may be made in one pass.
pub(super) fn apart<'d>(chunk: Chunk<'_>, layout: &RecordLayout<'_>, selected: Vec<Selected<'d>>) -> Vec<Selected<'d>> {
    let mut of_record: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (number, fix) in selected.iter().enumerate() {
        of_record.entry(fix.record).or_default().push(number);
    }
    of_record.retain(|_, fixes| fixes.len() > 1);
    let Some(last) = of_record.keys().next_back().copied() else { return selected };
    let mut waiting = BTreeSet::new();
    let mut side = Side::new(chunk, layout);
    while let Some(record) = side.next().filter(|record| record.index <= last) {
        let Some(fixes) = of_record.get(&record.index).filter(|_| record.readable) else { continue };
        if let Some(tree) = side.tree() {
            Together::new(tree, &selected, fixes).wait(layout.syntax(), &mut waiting);
        }
    }
    let made = selected.into_iter().enumerate().filter(|(number, _)| !waiting.contains(number));
    made.map(|(_, fix)| fix).collect()
}

/// The fixes of one record.
struct Together<'t> {
    tree: Tree<'t>,
    /// What is done to each value, and by which fix.
    by_node: BTreeMap<NodeId, Vec<(usize, &'t Change)>>,
}

impl<'t> Together<'t> {
    fn new(tree: Tree<'t>, selected: &'t [Selected<'_>], fixes: &[usize]) -> Self {
        let mut by_node: BTreeMap<NodeId, Vec<(usize, &Change)>> = BTreeMap::new();
        let all = fixes.iter().flat_map(|number| selected[*number].fix.changes.iter().map(|change| (*number, change)));
        all.for_each(|(number, change)| by_node.entry(change.node()).or_default().push((number, change)));
        Self { tree, by_node }
    }

    /// Adds the fixes that have to wait.
    fn wait(&self, syntax: Syntax, waiting: &mut BTreeSet<usize>) {
        for (node, changes) in &self.by_node {
            if self.is_seen(*node) && self.is_emptied(*node, changes) {
                self.first_ones(*node, changes, waiting);
            }
        }
        // The words of an element of XML may be in several runs of text.
        if syntax == Syntax::Xml {
            self.of_elements(waiting);
        }
    }

    /// Of the fixes of one value that together empty it, the first ones that do not.
    fn first_ones(&self, node: NodeId, changes: &[(usize, &'t Change)], waiting: &mut BTreeSet<usize>) {
        let of = |number: usize| changes.iter().copied().filter(move |(own, _)| *own == number);
        let numbers: BTreeSet<usize> = changes.iter().map(|(number, _)| *number).collect();
        let mut made: Vec<(usize, &Change)> = Vec::new();
        for number in numbers {
            let together: Vec<_> = made.iter().copied().chain(of(number)).collect();
            let alone: Vec<_> = of(number).collect();
            if self.is_emptied(node, &together) && !self.is_emptied(node, &alone) {
                waiting.insert(number);
            } else {
                made = together;
            }
        }
    }

    /// Whether a value is a run of text in an element.
    fn is_run(&self, node: NodeId) -> bool {
        let tree = self.tree;
        tree.kind(node) == Kind::String && tree.key_of(node).is_some_and(|key| tree.key_name(key) == "#text")
    }

    fn is_seen(&self, node: NodeId) -> bool {
        self.tree.text(node).is_some_and(|text| !is_unseen(text))
    }

    /// Whether these changes of a value leave nothing of it to be seen.
    fn is_emptied(&self, node: NodeId, changes: &[(usize, &Change)]) -> bool {
        let replaces = changes.iter().any(|(_, change)| matches!(change, Change::Replace { .. }));
        let all = changes.iter().map(|(_, change)| *change);
        replaces && replaced(self.tree, node, all).is_some_and(|text| is_unseen(&text))
    }

    /// Lets all but one of the fixes wait that together empty an element.
    fn of_elements(&self, waiting: &mut BTreeSet<usize>) {
        let mut emptied: BTreeMap<NodeId, Vec<usize>> = BTreeMap::new();
        for (node, changes) in self.by_node.iter().filter(|(node, _)| self.is_run(**node) && self.is_seen(**node)) {
            let made: Vec<_> = changes.iter().copied().filter(|(number, _)| !waiting.contains(number)).collect();
            let is_removed = made.iter().any(|(_, change)| matches!(change, Change::Remove { .. }));
            if is_removed || self.is_emptied(*node, &made) {
                emptied.insert(*node, made.into_iter().map(|(number, _)| number).collect());
            }
        }
        // What is known of the elements around: whether something is left of them.
        let mut known: HashMap<NodeId, bool> = HashMap::new();
        for node in emptied.keys() {
            for element in self.tree.ancestors(*node).into_iter().rev() {
                if known.contains_key(&element) {
                    break;
                }
                let is_left = self.is_left(element, &emptied);
                known.insert(element, is_left);
                if is_left {
                    break;
                }
                let behind = self.tree.after(element);
                let fixes: BTreeSet<usize> =
                    emptied.range(element..behind).flat_map(|(_, fixes)| fixes).copied().collect();
                waiting.extend(fixes.into_iter().skip(1));
            }
        }
    }

    /// Whether something is left to be seen in an element.
    fn is_left(&self, element: NodeId, emptied: &BTreeMap<NodeId, Vec<usize>>) -> bool {
        let tree = self.tree;
        let (mut at, end) = (NodeId::new(element.index() as u32 + 1), tree.after(element));
        while at < end {
            if self.is_run(at) && self.is_seen(at) && !emptied.contains_key(&at) {
                return true;
            }
            at = NodeId::new(at.index() as u32 + 1);
        }
        false
    }
}
