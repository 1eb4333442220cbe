//! Maps a range of a text to the bytes that spell it.

use super::parser::{Parser, Part, Strings, Texts, Value};
use super::tex::ReadingMode;
use crate::text::Span;
use crate::tree::{NodeId, Spelled, Tree};
use std::ops::Range;

/// The bytes that spell a range of a text, and whether they spell nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) span: Span,
    pub(super) is_exact: bool,
    /// Whether some of the bytes print nothing: a brace, a delimiter of a formula, a formatting command.
    pub(super) has_unprinted: bool,
}

/// Returns the bytes that spell `range` of the text of `node`; all bytes of the node if this cannot be determined.
pub(in crate::syntax) fn locate(tree: Tree<'_>, node: NodeId, range: Range<usize>) -> Span {
    find(tree, node, range).map_or(tree.span(node), |found| whole_groups(tree.chunk().text, found.span))
}

/// Extends a span by an adjacent brace whose partner it contains: the whole `{\L}ukasz`, not `\L}ukasz`.
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

/// Returns how the field with the value `node` is read. `None` if it is not a field.
pub(super) fn reading_mode(tree: Tree<'_>, node: NodeId) -> Option<ReadingMode> {
    let name = tree.key_of(node).map(|key| tree.key_name(key))?;
    (!name.starts_with('@')).then(|| ReadingMode::of(name))
}

/// Parses the parts of the value `node`.
pub(super) fn value(tree: Tree<'_>, node: NodeId) -> Option<Value> {
    let span = tree.span(node);
    let mut parser = Parser { text: tree.chunk().text.get(..span.end as usize)?, at: span.start as usize };
    parser.value().ok()
}

/// See [`locate`].
pub(super) fn find(tree: Tree<'_>, node: NodeId, range: Range<usize>) -> Option<Found> {
    if reading_mode(tree, node).is_none() {
        // A type in capitals has the same length in lower case.
        let whole = tree.span(node);
        let span = Span::new(whole.start + range.start as u32, whole.start + range.end as u32);
        let found = Found { span, is_exact: true, has_unprinted: false };
        return (tree.string(node)?.len() == whole.range().len()).then_some(found);
    }
    let pieces = tree.spelling(node, || read(tree, node))?;
    let is_before = |end: usize| if range.is_empty() && end > 0 { end < range.start } else { end <= range.start };
    let first = pieces.partition_point(|piece| is_before(piece.end));
    let mut done = if first > 0 { pieces[first - 1].end } else { 0 };
    let piece = pieces.get(first)?;
    let mut is_exact = piece.is_literal || range.start == done;
    let start = if piece.is_literal { piece.raw.start + range.start - done } else { piece.raw.start };
    let last = first + pieces[first..].iter().position(|piece| range.end <= piece.end)?;
    let piece = &pieces[last];
    if last > first {
        done = pieces[last - 1].end;
    }
    is_exact &= piece.is_literal || range.end == piece.end;
    let end = if piece.is_literal { piece.raw.start + range.end - done } else { piece.raw.end };
    let has_unprinted = pieces[first..=last].windows(2).any(|pair| pair[0].end == pair[1].end);
    let span = Span::new(start as u32, end as u32);
    (start <= end).then_some(Found { span, is_exact, has_unprinted })
}

/// Parses the pieces of the value `node`. `None` if they do not match its text.
fn read(tree: Tree<'_>, node: NodeId) -> Option<Vec<Spelled>> {
    let text = tree.chunk().text;
    let expected = tree.string(node)?;
    let value = value(tree, node)?;
    if let [Part::Word(_)] = value.parts.as_slice() {
        // An abbreviation spells the whole text.
        let raw = tree.span(node).range();
        return Some(vec![Spelled { end: expected.len(), raw, is_literal: false, is_cdata: false }]);
    }
    let strings = tree.context::<Texts>().map_or_else(Strings::default, |texts| Strings::known(&texts));
    let mut pieces = Vec::new();
    let mut done = 0;
    for piece in value.pieces(text, &strings, reading_mode(tree, node)?) {
        let next = done + piece.text.len();
        if expected.get(done..next) != Some(&*piece.text) {
            return None;
        }
        pieces.push(Spelled { end: next, raw: piece.raw, is_literal: piece.is_literal, is_cdata: false });
        done = next;
    }
    (done == expected.len()).then_some(pieces)
}
