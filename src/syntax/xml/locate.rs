//! Maps a range of a text to the bytes that spell it.

use super::dtd;
use super::entities::{Entities, Within, names};
use super::pieces::Pieces;
use crate::text::Span;
use crate::tree::{NodeId, Spelled, Tree};
use std::ops::Range;

/// The bytes that spell a range of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) span: Span,
    /// Whether they spell nothing else, and are either all inside a `<![CDATA[` or all outside.
    pub(super) is_exact: bool,
    pub(super) is_cdata: bool,
}

/// Returns the bytes that spell `range` of the text of `node`; all bytes of the node if this cannot be determined.
pub(in crate::syntax) fn locate(tree: Tree<'_>, node: NodeId, range: Range<usize>) -> Span {
    find(tree, node, range).map_or(tree.span(node), |found| found.span)
}

/// Whether `node` is the value of an attribute.
pub(super) fn is_attribute(tree: Tree<'_>, node: NodeId) -> bool {
    tree.key_of(node).is_some_and(|key| tree.key_name(key).starts_with('@'))
}

/// See [`locate`].
pub(super) fn find(tree: Tree<'_>, node: NodeId, range: Range<usize>) -> Option<Found> {
    let pieces = tree.spelling(node, || read(tree, node))?;
    let is_before = |end: usize| if range.is_empty() { end < range.start } else { end <= range.start };
    let first = pieces.partition_point(|piece| is_before(piece.end));
    let mut done = if first > 0 { pieces[first - 1].end } else { 0 };
    let piece = pieces.get(first)?;
    let inner = if piece.is_literal { range.start - done } else { 0 };
    let mut is_exact = piece.is_literal || range.start == done;
    let start = piece.raw.start + inner;
    let mut end = range.is_empty().then_some(start);
    let mut is_cdata = None;
    for piece in &pieces[first..] {
        let next = piece.end;
        let is_touched = done < range.end && range.start < next || range.is_empty() && next == range.start;
        if end.is_some() && !is_touched {
            break;
        }
        // A comment or an empty `<![CDATA[` section would be lost.
        is_exact &= !(next == done && range.start < done && done < range.end);
        if is_touched {
            is_exact &= is_cdata.is_none_or(|known| known == piece.is_cdata);
            is_cdata = Some(piece.is_cdata);
        }
        if end.is_none() && range.end <= next {
            is_exact &= piece.is_literal || range.end == next;
            end = Some(if piece.is_literal { piece.raw.start + range.end - done } else { piece.raw.end });
        }
        done = next;
    }
    let span = Span::new(start as u32, end? as u32);
    Some(Found { span, is_exact, is_cdata: is_cdata.unwrap_or_default() })
}

/// Parses the pieces of the text of `node`. `None` if they do not match its text.
fn read(tree: Tree<'_>, node: NodeId) -> Option<Vec<Spelled>> {
    let text = tree.chunk().text;
    let mut part = tree.span(node).range();
    let mut within = Within::Content;
    if is_attribute(tree, node) {
        part = part.start + 1..part.end - 1;
        within = Within::Attribute;
    }
    // Declarations are only needed for names that are specific to the document.
    let mut entities = if names(text.get(part.clone())?).all(dtd::is_plain) {
        Entities::default_for(text)
    } else {
        dtd::entities(text)
    };
    let expected = tree.string(node)?;
    let mut pieces = Vec::new();
    let mut done = 0;
    for piece in Pieces::new(text, part, within, &mut entities) {
        let next = done + piece.text.len();
        if expected.get(done..next) != Some(&*piece.text) {
            return None;
        }
        pieces.push(Spelled { end: next, raw: piece.raw, is_literal: piece.is_literal, is_cdata: piece.is_cdata });
        done = next;
    }
    (done == expected.len()).then_some(pieces)
}
