//! Turns changes of nodes into edits of the bytes of a YAML text.
//!
//! A value keeps its style: unquoted if every reader still takes it for a text, else quoted; within a block scalar on
//! its own line. A rewritten value is parsed again by itself before the edit is returned. An entry is removed with its
//! lines, unless they contain a comment; comments are kept. If the result is not certain, there is no edit. The target
//! of an alias is changed at its anchor; merge keys are never written, and nothing is removed from, or inserted into, a
//! value that is read in several places.

mod added;
mod composed;
mod removed;
mod scalar;

use super::layout;
use super::spell::{Style, spelled};
use crate::diagnostic::{Change, Edit, New};
use crate::syntax::rewrite::rewrites;
use crate::text::Span;
use crate::tree::{NodeId, Tree};
use added::{divided, inserted, split};
use removed::removed;
use scalar::rewritten;

/// Returns the edits for `changes`, in the order of the text. `None` if they cannot be made together, or not safely.
pub(in crate::syntax) fn edits(tree: Tree<'_>, changes: &[Change]) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for rewrite in rewrites(tree, changes)? {
        edits.extend(rewritten(tree, &rewrite)?);
    }
    let gone: Vec<NodeId> = changes.iter().filter(|one| is_removal(one)).map(Change::node).collect();
    let mut containers: Vec<(NodeId, Vec<NodeId>)> = Vec::new();
    for change in changes {
        if !matches!(change, Change::Replace { .. }) && is_shared(tree, change.node()) {
            return None;
        }
        match change {
            Change::Replace { .. } => {}
            Change::Rename { node, name } => edits.push(renamed(tree, *node, name)?),
            Change::Insert { node, name, text } => {
                edits.push(inserted(tree, *node, name, &New::text(text), &gone)?);
            }
            Change::Put { node, name, value } => edits.push(inserted(tree, *node, name, value, &gone)?),
            Change::Divide { node, values } => edits.push(divided(tree, *node, values)?),
            Change::Split { node, texts } => edits.extend(split(tree, *node, texts)?),
            Change::Remove { node } => {
                let container = *tree.ancestors(*node).last()?;
                match containers.iter_mut().find(|(known, _)| *known == container) {
                    Some((_, gone)) => gone.push(*node),
                    None => containers.push((container, vec![*node])),
                }
            }
        }
    }
    for (container, gone) in containers {
        edits.extend(removed(tree, container, &gone)?);
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let overlap = edits.windows(2).any(|pair| pair[0].span.end > pair[1].span.start || pair[0].span == pair[1].span);
    (!overlap).then_some(edits)
}

fn is_removal(change: &Change) -> bool {
    matches!(change, Change::Remove { .. })
}

/// Whether a value, or something in it, is also read elsewhere.
fn is_shared(tree: Tree<'_>, node: NodeId) -> bool {
    let from = tree.key_of(node).unwrap_or(node).index() as u32;
    (from..tree.after(node).index() as u32).map(NodeId::new).any(|node| tree.is_shared(node))
}

fn edit(start: usize, end: usize, text: impl Into<String>) -> Edit {
    Edit { span: Span::new(start as u32, end as u32), text: text.into() }
}

/// Renames a member, keeping the quotes of its name.
fn renamed(tree: Tree<'_>, node: NodeId, name: &str) -> Option<Edit> {
    let key = tree.key_of(node)?;
    layout::colon(tree, key)?;
    let span = tree.span(key);
    Some(edit(span.start as usize, span.end as usize, spelled(name, quotes(tree, key), true)))
}

/// Whether a value is written on one line, and not below a `|` or a `>`.
fn is_line(tree: Tree<'_>, node: NodeId) -> bool {
    !tree.raw(node).contains('\n') && layout::header(tree.chunk().text, tree.span(node).start as usize).is_none()
}

fn quotes(tree: Tree<'_>, node: NodeId) -> Style {
    match tree.raw(node).bytes().next() {
        Some(b'\'') => Style::Single,
        Some(b'"') => Style::Double,
        _ => Style::Plain,
    }
}

#[cfg(test)]
mod tests;
