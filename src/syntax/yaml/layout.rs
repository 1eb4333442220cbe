//! The layout of lists and objects in the file: the lines, dashes, colons and commas of their entries.
//!
//! A YAML tree contains values; edits also need the layout. The value of an alias is elsewhere, so the end of an entry
//! with an alias is not known.

use crate::text::Span;
use crate::tree::{Child, Kind, NodeId, Tree};
use std::ops::Range;

/// An entry of a list or an object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// The value.
    pub(super) value: NodeId,
    /// The name, in an object.
    pub(super) key: Option<NodeId>,
    /// Its start: its name, its dash, or, in brackets, its value.
    pub(super) start: usize,
    /// Its end, without a comment after it.
    pub(super) end: usize,
}

/// Whether a list or an object is written in brackets.
pub(super) fn is_bracketed(tree: Tree<'_>, container: NodeId) -> bool {
    let start = tree.span(container).start;
    let first = tree.children(container).next().map(|child| tree.span(child.key.unwrap_or(child.value)).start);
    // A bracket at which the first entry begins belongs to that entry.
    tree.raw(container).starts_with(['[', '{']) && first != Some(start)
}

/// Whether a value is inside brackets.
pub(super) fn is_in_flow(tree: Tree<'_>, node: NodeId) -> bool {
    tree.ancestors(node).into_iter().any(|outer| is_bracketed(tree, outer))
}

/// Returns the entries of a container, without merged ones. `None` if the end of one of them is not known.
pub(super) fn entries(tree: Tree<'_>, container: NodeId) -> Option<Vec<Entry>> {
    let is_flow = is_in_flow(tree, container) || is_bracketed(tree, container);
    own(tree, container).map(|child| entry(tree, child, is_flow)).collect()
}

/// Returns the entry of an item of a list. `None` if its end is not known.
pub(super) fn item(tree: Tree<'_>, list: NodeId, item: NodeId) -> Option<Entry> {
    let is_flow = is_in_flow(tree, list) || is_bracketed(tree, list);
    entry(tree, Child { key: None, value: item }, is_flow)
}

/// Returns the children that are written in the container itself.
pub(super) fn own(tree: Tree<'_>, container: NodeId) -> impl Iterator<Item = Child> {
    let is_shared = tree.is_shared(container);
    tree.children(container).filter(move |child| is_shared || !child.key.is_some_and(|key| tree.is_shared(key)))
}

fn entry(tree: Tree<'_>, child: Child, is_flow: bool) -> Option<Entry> {
    let Child { key, value } = child;
    let span = tree.span(value);
    if let Some(key) = key {
        let named = tree.span(key);
        let floor = colon(tree, key).or(is_flow.then_some(named.end as usize))?;
        return Some(Entry {
            value,
            key: Some(key),
            start: named.start as usize,
            end: end(tree, value, floor, is_flow)?,
        });
    }
    if is_nothing(tree, value) {
        return None;
    }
    let start = if is_flow { span.start as usize } else { dash(tree.chunk().text, span.start as usize)? };
    Some(Entry { value, key, start, end: end(tree, value, start, is_flow)? })
}

/// Returns the position after the colon of a name.
pub(super) fn colon(tree: Tree<'_>, key: NodeId) -> Option<usize> {
    let end = tree.span(key).end as usize;
    let rest = &tree.chunk().text[end..];
    let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    rest[spaces..].starts_with(':').then_some(end + spaces + 1)
}

/// Whether a value is implicit, so that it has no text.
pub(super) fn is_nothing(tree: Tree<'_>, value: NodeId) -> bool {
    tree.kind(value) == Kind::Null && !matches!(tree.raw(value), "~" | "null" | "Null" | "NULL")
}

/// Returns the end of a value that begins after `floor`. `None` if it is elsewhere.
fn end(tree: Tree<'_>, value: NodeId, floor: usize, is_flow: bool) -> Option<usize> {
    if is_nothing(tree, value) {
        return Some(floor);
    }
    let span = tree.span(value);
    if (span.start as usize) < floor {
        return None;
    }
    let is_container = matches!(tree.kind(value), Kind::Array | Kind::Object);
    if !is_container || is_bracketed(tree, value) {
        return Some(span.end as usize);
    }
    // A block ends with its last entry.
    let last = own(tree, value).last()?;
    entry(tree, last, is_flow).map(|last| last.end)
}

/// Returns the dash of the item whose value begins at `start`, before anchors and tags.
pub(super) fn dash(text: &str, start: usize) -> Option<usize> {
    let mut before = text[..start].trim_end();
    loop {
        // Computed from its length, since whitespace before it, in a comment or a name, may take several bytes.
        let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let word = before.len() - last.len();
        match last {
            "-" => return Some(word),
            named if named.starts_with(['&', '!']) => before = before[..word].trim_end(),
            _ => return None,
        }
    }
}

/// Returns the start of the line at a position.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// Returns the text on the line before a position.
pub(super) fn before(text: &str, at: usize) -> &str {
    &text[line_start(text, at)..at]
}

/// Whether there is only whitespace before a position on its line.
pub(super) fn begins_line(text: &str, at: usize) -> bool {
    before(text, at).bytes().all(|byte| byte == b' ')
}

/// Returns the end of the line on which an entry ends at `at`, without and with the line end. `None` if there is more
/// than a comment after the entry.
pub(super) fn line_end(text: &str, at: usize) -> Option<(usize, usize)> {
    let rest = &text[at..];
    let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let tail = &rest[..length];
    let spaces = tail.trim_start_matches([' ', '\t']);
    let is_free = spaces.is_empty() || spaces.starts_with('#') && spaces.len() < tail.len();
    let mark = if rest[length..].starts_with("\r\n") { 2 } else { usize::from(length < rest.len()) };
    is_free.then_some((at + length, at + length + mark))
}

/// Returns the lines of an entry, so that removing them leaves no gap: all of them with their ends, or with the
/// previous line end if the file has no final one.
pub(super) fn lines(text: &str, entry: Range<usize>) -> Option<Span> {
    let start = line_start(text, entry.start);
    let (end, after) = line_end(text, entry.end)?;
    // A comment is not removed with an entry: it may be the only copy. A `#` in a value is treated as a comment, too.
    let is_comment =
        |line: &str| line.trim_start().starts_with('#') || [" #", "\t#"].iter().any(|mark| line.contains(mark));
    if !begins_line(text, entry.start) || text[start..end].lines().any(is_comment) {
        return None;
    }
    if after == end && start > 0 {
        let mark = if text[..start].ends_with("\r\n") { 2 } else { 1 };
        return Some(Span::new((start - mark) as u32, end as u32));
    }
    Some(Span::new(start as u32, after as u32))
}

/// Returns the line end used in a text: the one before or after a position, else that of the text's first line.
pub(super) fn mark(text: &str, at: usize) -> &str {
    let (before, after) = text.split_at(at);
    let after = after.find(['\n', '\r']).map(|end| &after[end..]);
    let before = before.find(['\n', '\r']).map(|end| &before[end..]);
    match after.or(before) {
        Some(rest) if rest.starts_with("\r\n") => "\r\n",
        Some(rest) if rest.starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// Returns the header of the block scalar whose first letter is at `start`, such as `|-` or `>`, and its end.
pub(super) fn header(text: &str, start: usize) -> Option<(&str, usize)> {
    if !begins_line(text, start) {
        return None;
    }
    let above = text[..line_start(text, start)].trim_end();
    let begin = line_start(above, above.len());
    let line = &above[begin..];
    let line = line.find(" #").map_or(line, |comment| &line[..comment]).trim_end();
    let word = line.rfind([' ', '\t']).map_or(line, |padding| &line[padding + 1..]);
    let rest = word.strip_prefix(['|', '>'])?;
    rest.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'1'..=b'9')).then_some((word, begin + line.len()))
}
