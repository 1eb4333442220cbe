//! What a removal would take out beside what the rule saw.
//!
//! A rule sees the fields of a record; an element or an object of the file may say more: an attribute, a child that no
//! field holds, an id by which others refer to it. Then it is not for a fix to remove it.

use super::View;
use crate::diagnostic::Change;
use crate::shape::Origin;
use crate::syntax::{Syntax, replaced, replacements};
use crate::text::is_unseen;
use crate::tree::{Kind, NodeId, Tree};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Whether the source node says something that is in no field at or below the canonical node that it is removed for.
pub(super) fn says_more(view: View<'_>, canonical: NodeId, source: NodeId) -> bool {
    let Some(built) = view.built else { return false };
    let tree = view.source;
    let seen = origins(&built.origins[canonical.index()..view.canonical.after(canonical).index()]);
    let nodes = (source.index() as u32..tree.after(source).index() as u32).map(NodeId::new);
    let is_value = |node: &NodeId| !matches!(tree.kind(*node), Kind::Key | Kind::Array | Kind::Object | Kind::Null);
    nodes.filter(is_value).filter(|node| !is_aside(tree, *node)).any(|node| {
        let text = tree.text(node).unwrap_or("-");
        !text.trim().is_empty() && !seen.get(&node).is_some_and(|ranges| cover(ranges, text))
    })
}

/// The source nodes that fields come from, and the ranges of their texts; none where all of the text is meant.
fn origins(all: &[Origin]) -> HashMap<NodeId, Vec<Range<usize>>> {
    let mut found: HashMap<NodeId, Vec<Range<usize>>> = HashMap::new();
    let whole = 0..usize::MAX;
    for origin in all {
        match origin {
            Origin::Node(node) => found.entry(*node).or_default().push(whole.clone()),
            Origin::Part(node, range) => found.entry(*node).or_default().push(range.clone()),
            Origin::Parts(parts) => {
                parts.iter().for_each(|part| found.entry(part.node).or_default().push(part.from.clone()));
            }
            Origin::Elsewhere(_) | Origin::None => {}
        }
    }
    found
}

/// Whether only punctuation and spaces are outside of the ranges.
fn cover(ranges: &[Range<usize>], text: &str) -> bool {
    let is_covered = |at: usize| ranges.iter().any(|range| range.contains(&at));
    text.char_indices().all(|(at, letter)| !letter.is_alphanumeric() || is_covered(at))
}

/// Whether a value is an attribute that says nothing without its element: its id, its language, what it points at, the
/// names of namespaces.
fn is_aside(tree: Tree<'_>, node: NodeId) -> bool {
    let name = tree.key_of(node).map_or("", |key| tree.key_name(key));
    is_id(name) || matches!(name, "@xml:lang" | "@rid" | "@ref-type") || name.starts_with("@xmlns")
}

/// The element of a reference where its target is removed: `<xref/>` without `rid` refers to nothing.
pub(super) fn with_reference(tree: Tree<'_>, node: NodeId) -> NodeId {
    let is_target = tree.numbers_repeats() && tree.key_of(node).is_some_and(|key| tree.key_name(key) == "@rid");
    if is_target { tree.ancestors(node).last().copied().unwrap_or(node) } else { node }
}

fn is_id(name: &str) -> bool {
    matches!(name, "@id" | "@xml:id" | "@ID" | "@Id")
}

/// Whether nothing can be seen any more of a text of which something could, or of a part that it is split into.
pub(super) fn leaves_nothing(tree: Tree<'_>, changes: &[Change]) -> bool {
    let is_lost = |(node, own): (NodeId, Vec<&Change>)| {
        tree.text(node).is_some_and(|old| !is_unseen(old))
            && replaced(tree, node, own).is_some_and(|text| is_unseen(&text))
    };
    let has_unseen = |change: &Change| match change {
        Change::Split { texts, .. } => texts.iter().any(|text| is_unseen(text)),
        _ => false,
    };
    changes.iter().any(has_unseen) || replacements(changes).into_iter().any(is_lost)
}

/// Whether something outside of the elements that `changes` remove refers to one of them by its id.
pub(super) fn leaves_references(syntax: Syntax, tree: Tree<'_>, changes: &[Change]) -> bool {
    if syntax != Syntax::Xml {
        return false;
    }
    let removed = changes.iter().filter_map(|change| match change {
        Change::Remove { node } => Some(node.index()..tree.after(*node).index()),
        _ => None,
    });
    let removed: HashSet<NodeId> = removed.flatten().map(|index| NodeId::new(index as u32)).collect();
    let name = |node: NodeId| tree.key_of(node).map_or("", |key| tree.key_name(key));
    let ids = removed.iter().filter(|node| is_id(name(**node))).filter_map(|node| tree.text(*node));
    let ids: HashSet<&str> = ids.map(str::trim).collect();
    if ids.is_empty() {
        return false;
    }
    let is_kept = |node: &NodeId| !removed.contains(node);
    let is_reference = |node: &NodeId| name(*node).starts_with('@') && !is_id(name(*node));
    let texts = tree.strings().filter(is_reference).filter(is_kept).filter_map(|node| tree.text(node));
    texts.flat_map(str::split_whitespace).any(|word| ids.contains(word.trim_start_matches('#')))
}
