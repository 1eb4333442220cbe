//! From a range of a text to the bytes that spell it.

use super::parser::{Parser, Part, Strings, Value};
use super::reader::strings;
use super::tex::Manner;
use crate::text::Span;
use crate::tree::{NodeId, Tree};
use std::ops::Range;

/// The bytes that spell a range of a text, and whether they spell it and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) span: Span,
    pub(super) is_exact: bool,
}

/// The bytes that spell `range` of the text of `node`; all of them where that cannot be told.
pub(in crate::syntax) fn locate(tree: Tree<'_>, node: NodeId, range: Range<usize>) -> Span {
    find(tree, node, range).map_or(tree.span(node), |found| whole_groups(tree.chunk().text, found.span))
}

/// The same place with the brace beside it whose partner it holds: all of `{\L}ukasz`, not `\L}ukasz`.
fn whole_groups(text: &str, span: Span) -> Span {
    let bytes = text.as_bytes();
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    let (mut open, mut lacking) = (0_usize, 0_usize);
    for byte in bytes.get(start..end).unwrap_or_default() {
        match byte {
            b'{' => open += 1,
            b'}' if open > 0 => open -= 1,
            b'}' => lacking += 1,
            _ => {}
        }
    }
    while lacking > 0 && start > 0 && bytes[start - 1] == b'{' {
        (start, lacking) = (start - 1, lacking - 1);
    }
    while open > 0 && bytes.get(end) == Some(&b'}') {
        (end, open) = (end + 1, open - 1);
    }
    Span::new(start as u32, end as u32)
}

/// How the field whose value is `node` is read; nothing of what is no field.
pub(super) fn manner(tree: Tree<'_>, node: NodeId) -> Option<Manner> {
    let name = tree.key_of(node).map(|key| tree.key_name(key))?;
    (!name.starts_with('@')).then(|| Manner::of(name))
}

/// The parts of the value `node`.
pub(super) fn value(tree: Tree<'_>, node: NodeId) -> Option<Value> {
    let span = tree.span(node);
    let mut parser = Parser { text: tree.chunk().text.get(..span.end as usize)?, at: span.start as usize };
    parser.value().ok()
}

/// See [`locate`].
pub(super) fn find(tree: Tree<'_>, node: NodeId, range: Range<usize>) -> Option<Found> {
    let text = tree.chunk().text;
    let expected = tree.string(node)?;
    let whole = tree.span(node);
    let Some(manner) = manner(tree, node) else {
        // A type in capitals is as long as in small letters.
        let span = Span::new(whole.start + range.start as u32, whole.start + range.end as u32);
        return (expected.len() == whole.range().len()).then_some(Found { span, is_exact: true });
    };
    let value = value(tree, node)?;
    if let [Part::Word(_)] = value.parts.as_slice() {
        // An abbreviation stands for all of it.
        return Some(Found { span: whole, is_exact: range == (0..expected.len()) });
    }
    let has_words = value.parts.iter().any(|part| matches!(part, Part::Word(_)));
    let strings = if has_words { strings(text, tree.span(NodeId::ROOT).range().start) } else { Strings::default() };
    let (mut start, mut end) = (None, None);
    let mut is_exact = true;
    let mut done = 0;
    for piece in value.pieces(text, &strings, manner) {
        let next = done + piece.text.len();
        if expected.get(done..next) != Some(&*piece.text) {
            return None;
        }
        if start.is_none() && (range.start < next || range.is_empty() && range.start == next && next > 0) {
            is_exact &= piece.is_literal || range.start == done;
            start = Some(if piece.is_literal { piece.raw.start + range.start - done } else { piece.raw.start });
        }
        if start.is_some() && end.is_none() && range.end <= next {
            is_exact &= piece.is_literal || range.end == next;
            end = Some(if piece.is_literal { piece.raw.start + range.end - done } else { piece.raw.end });
        }
        done = next;
    }
    let (start, end) = (start?, end?);
    (done == expected.len() && start <= end).then_some(Found { span: Span::new(start as u32, end as u32), is_exact })
}
