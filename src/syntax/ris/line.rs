//! The lines of a file, their tags, and values of several lines.

use crate::text::Span;
use crate::tree::{NodeId, Tree};
use std::borrow::Cow;
use std::ops::Range;

/// Returns the lines of a text from `start`, without their ends, which are LF, CR LF or a lone CR.
pub(super) fn lines(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let mut at = start;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let begin = at;
        let end = memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |length| at + length);
        at = end + 1 + usize::from(bytes.get(end) == Some(&b'\r') && bytes.get(end + 1) == Some(&b'\n'));
        Some(begin..end)
    })
}

/// A tag at the beginning of a line, and the value after its hyphen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) at: usize,
    /// The trimmed range of the value.
    pub(super) value: Range<usize>,
    /// Whether there are two spaces between tag and hyphen, as required.
    pub(super) is_regular: bool,
}

impl Tag {
    /// Parses the tag of a line: a capital letter, a capital or a digit, at least one space, a hyphen, and then a space
    /// or the end. With two spaces before the hyphen, this is sufficient.
    pub(super) fn of(text: &str, line: &Range<usize>) -> Option<Self> {
        let whole = &text[line.clone()];
        // Byte order marks occur in the middle of concatenated files.
        let marked = whole.trim_start_matches('\u{feff}');
        let bytes = marked.as_bytes();
        let is_tag = bytes.first()?.is_ascii_uppercase()
            && bytes.get(1).is_some_and(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let spaces = bytes.get(2..)?.iter().take_while(|byte| **byte == b' ').count();
        let hyphen = 2 + spaces;
        if !is_tag || !(1..=4).contains(&spaces) || bytes.get(hyphen) != Some(&b'-') {
            return None;
        }
        let is_regular = spaces == 2;
        let after = &marked[hyphen + 1..];
        if !is_regular && !after.is_empty() && !after.starts_with(' ') {
            return None;
        }
        let value = after.trim();
        let start = if value.is_empty() { line.end - after.len() } else { line.end - after.trim_start().len() };
        Some(Self { at: line.end - marked.len(), value: start..start + value.len(), is_regular })
    }

    /// Returns the tag, and further tags with their values that some exports leave on its line, after two or more
    /// spaces.
    pub(super) fn divided(self, text: &str) -> Vec<Self> {
        let mut all = vec![self];
        while let Some(last) = all.last_mut() {
            let Some(next) = next_tag(text, &last.value) else { break };
            let end = last.value.end;
            let own = text[last.value.start..next].trim_end().len();
            last.value.end = last.value.start + own;
            let value = text[next + LEAD.len() + 2..end].trim_start();
            all.push(Self { at: next, value: end - value.len()..end, is_regular: true });
        }
        all
    }

    /// Returns the two letters.
    pub(super) fn name<'t>(&self, text: &'t str) -> &'t str {
        &text[self.at..self.at + 2]
    }
}

/// The text between a tag and its value.
const LEAD: &str = "  - ";

/// Returns where the next tag in a value begins: two letters after two spaces or a tab, and the rest of a tag.
fn next_tag(text: &str, value: &Range<usize>) -> Option<usize> {
    let inside = &text[value.clone()];
    memchr::memmem::find_iter(inside.as_bytes(), LEAD).find_map(|lead| {
        let at = lead.checked_sub(2)?;
        let name = inside.as_bytes().get(at..lead)?;
        let is_tag = name[0].is_ascii_uppercase() && (name[1].is_ascii_uppercase() || name[1].is_ascii_digit());
        // As bytes, since without a tag there may be the middle of a character before the hyphen.
        let before = &inside.as_bytes()[..at];
        let is_apart = before.ends_with(b"  ") || before.ends_with(b"\t");
        (is_tag && is_apart).then_some(value.start + at)
    })
}

/// A line of a value, or the separator of two lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    pub(super) raw: Range<usize>,
    pub(super) text: Cow<'t, str>,
    pub(super) is_literal: bool,
}

/// Returns the pieces of a value of several lines: its lines, joined by a space, or by an empty line if there is one.
pub(super) fn pieces(text: &str, part: Range<usize>) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut empty = false;
    for line in lines(&text[..part.end], part.start) {
        let inside = text[line.clone()].trim();
        if inside.is_empty() {
            empty = true;
            continue;
        }
        let start = line.end - text[line].trim_start().len();
        if let Some(last) = pieces.last() {
            let join = if empty { "\n\n" } else { " " };
            pieces.push(Piece { raw: last.raw.end..start, text: join.into(), is_literal: false });
        }
        pieces.push(Piece { raw: start..start + inside.len(), text: inside.into(), is_literal: true });
        empty = false;
    }
    pieces
}

/// Returns the bytes that spell `range` of the text of `node`; all bytes of the node if this cannot be determined.
pub(in crate::syntax) fn locate(tree: Tree<'_>, node: NodeId, range: Range<usize>) -> Span {
    find(tree, node, range).map_or(tree.span(node), |(span, _)| span)
}

/// Returns the bytes that spell a range of a text, and whether they spell nothing else.
pub(super) fn find(tree: Tree<'_>, node: NodeId, range: Range<usize>) -> Option<(Span, bool)> {
    if tree.is_verbatim(node) {
        let start = tree.text_start(node);
        return Some((Span::new(start + range.start as u32, start + range.end as u32), true));
    }
    let (mut start, mut end, mut is_exact, mut done) = (None, None, true, 0);
    for piece in pieces(tree.chunk().text, tree.span(node).range()) {
        let next = done + piece.text.len();
        if start.is_none() && range.start < next || start.is_none() && range.is_empty() && range.start == next {
            is_exact &= piece.is_literal || range.start == done;
            start = Some(if piece.is_literal { piece.raw.start + range.start - done } else { piece.raw.start });
        }
        if start.is_some() && end.is_none() && range.end <= next {
            is_exact &= piece.is_literal || range.end == next;
            end = Some(if piece.is_literal { piece.raw.start + range.end - done } else { piece.raw.end });
        }
        done = next;
    }
    Some((Span::new(start? as u32, end? as u32), is_exact))
}
