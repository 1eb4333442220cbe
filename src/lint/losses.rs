//! Detection of content that a removal would lose.
//!
//! A rule sees the fields of a record. The element or object in the file may have more content: an attribute, a child
//! without a field, an id that others refer to. A fix must not remove it then.

use super::View;
use crate::diagnostic::Change;
use crate::shape::Origin;
use crate::syntax::{Syntax, replaced, replacements};
use crate::text::is_unseen;
use crate::tree::{Kind, NodeId, Tree};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Whether the source node has content that is not in any field in the subtree of the canonical node.
pub(super) fn has_unmapped_content(view: View<'_>, canonical: NodeId, source: NodeId) -> bool {
    let Some(built) = view.built else { return false };
    let tree = view.source;
    let seen = origins(&built.origins[canonical.index()..view.canonical.after(canonical).index()]);
    let nodes = (source.index() as u32..tree.after(source).index() as u32).map(NodeId::new);
    let is_value = |node: &NodeId| !matches!(tree.kind(*node), Kind::Key | Kind::Array | Kind::Object | Kind::Null);
    nodes.filter(is_value).filter(|node| !is_auxiliary(tree, *node)).any(|node| {
        let text = tree.text(node).unwrap_or("-");
        !text.trim().is_empty() && !seen.get(&node).is_some_and(|ranges| covers_words(ranges, text))
    })
}

/// Collects the source nodes of fields with the ranges of their texts.
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

/// Whether only punctuation and spaces are outside the ranges.
fn covers_words(ranges: &[Range<usize>], text: &str) -> bool {
    let is_covered = |at: usize| ranges.iter().any(|range| range.contains(&at));
    text.char_indices().all(|(at, letter)| !letter.is_alphanumeric() || is_covered(at))
}

/// Whether a value is an attribute without meaning of its own: an id, a language, a reference, a namespace.
fn is_auxiliary(tree: Tree<'_>, node: NodeId) -> bool {
    let name = tree.key_of(node).map_or("", |key| tree.key_name(key));
    is_id(name) || matches!(name, "@xml:lang" | "@rid" | "@ref-type") || name.starts_with("@xmlns")
}

/// Returns the element of a reference if `node` is its target, since `<xref/>` without `rid` is useless; otherwise
/// `node`.
pub(super) fn with_reference(tree: Tree<'_>, node: NodeId) -> NodeId {
    let is_target = tree.allows_repeated_names() && tree.key_of(node).is_some_and(|key| tree.key_name(key) == "@rid");
    if is_target { tree.ancestors(node).last().copied().unwrap_or(node) } else { node }
}

fn is_id(name: &str) -> bool {
    matches!(name, "@id" | "@xml:id" | "@ID" | "@Id")
}

/// Whether no visible character is left of a string that had some, or of a part that it is split into.
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

/// Whether something outside the elements removed by `changes` refers to one of them by its id.
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
