//! Replaces the text of a value, keeping its style.

use super::edit;
use crate::diagnostic::Edit;
use crate::syntax::rewrite::{Rewrite, stays_number};
use crate::syntax::yaml::Reader;
use crate::syntax::yaml::layout;
use crate::syntax::yaml::locate::exact;
use crate::syntax::yaml::spell::{Style, inside_double, is_plain, is_printable, spelled};
use crate::text::Chunk;
use crate::tree::{Arena, NodeId, Tree};

/// Returns the edits that replace the text of a value.
pub(super) fn rewritten(tree: Tree<'_>, rewrite: &Rewrite) -> Option<Vec<Edit>> {
    let Rewrite { node, text, parts } = rewrite;
    let is_flow = layout::is_in_flow(tree, *node);
    let Some(parts) = parts else { return whole(tree, *node, text, is_flow).map(|edit| vec![edit]) };
    let scalar = Scalar::of(tree, *node, is_flow)?;
    scalar.in_place(parts, text).or_else(|| {
        // If the text no longer fits the style, it is quoted; lines are not joined for that.
        let is_line = scalar.style != Style::Block && !scalar.raw.contains(['\n', '\r']);
        let raw = spelled(text, scalar.style, is_flow);
        (is_line && scalar.reads(&raw, text)).then(|| vec![edit(scalar.start, scalar.start + scalar.raw.len(), raw)])
    })
}

/// Replaces a number, a boolean or null by a text.
fn whole(tree: Tree<'_>, node: NodeId, text: &str, is_flow: bool) -> Option<Edit> {
    let is_number = stays_number(tree.kind(node), text);
    let raw = if is_number { text.to_owned() } else { spelled(text, Style::Plain, is_flow) };
    if !layout::is_nothing(tree, node) {
        let span = tree.span(node);
        return Some(edit(span.start as usize, span.end as usize, raw));
    }
    let at = layout::colon(tree, tree.key_of(node)?)?;
    let rest = &tree.chunk().text[at..];
    let rest = rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())].trim_start();
    let is_free = rest.is_empty() || rest.starts_with('#') || is_flow && rest.starts_with([',', '}', ']']);
    is_free.then(|| edit(at, at, format!(" {raw}")))
}

/// A text as spelled in the file.
struct Scalar<'a> {
    tree: Tree<'a>,
    node: NodeId,
    raw: &'a str,
    start: usize,
    style: Style,
    /// For a block scalar, its header.
    header: &'a str,
    is_flow: bool,
}

impl<'a> Scalar<'a> {
    /// Returns `None` if its spelling is not understood.
    fn of(tree: Tree<'a>, node: NodeId, is_flow: bool) -> Option<Self> {
        let (raw, start) = (tree.raw(node), tree.span(node).start as usize);
        let header = if is_flow { None } else { layout::header(tree.chunk().text, start) };
        let style = match raw.bytes().next() {
            _ if header.is_some() => Style::Block,
            Some(b'\'') => Style::Single,
            Some(b'"') => Style::Double,
            _ => Style::Plain,
        };
        let scalar = Self { tree, node, raw, start, style, header: header.map_or("", |(header, _)| header), is_flow };
        scalar.reads(raw, tree.string(node)?).then_some(scalar)
    }

    /// Returns edits within the value, if the result is read as `text`.
    fn in_place(&self, parts: &[(std::ops::Range<usize>, String)], text: &str) -> Option<Vec<Edit>> {
        let mut edits = Vec::new();
        let mut raw = String::with_capacity(self.raw.len());
        let mut done = 0;
        for (range, new) in parts {
            let span = exact(self.tree, self.node, range.clone())?;
            let (start, end) = (span.start as usize - self.start, span.end as usize - self.start);
            let new = self.inside(new)?;
            raw.push_str(self.raw.get(done..start)?);
            raw.push_str(&new);
            done = end;
            edits.push(Edit { span, text: new });
        }
        raw.push_str(self.raw.get(done..)?);
        let is_safe = self.style != Style::Plain || is_plain(text, self.is_flow);
        (is_safe && self.reads(&raw, text)).then_some(edits)
    }

    /// Returns the spelling of a text inside the value.
    fn inside(&self, text: &str) -> Option<String> {
        match self.style {
            Style::Plain => is_printable(text).then(|| text.to_owned()),
            Style::Single => is_printable(text).then(|| text.replace('\'', "''")),
            Style::Double => Some(inside_double(text)),
            Style::Block if self.header.starts_with('>') => is_printable(text).then(|| text.to_owned()),
            Style::Block => {
                let source = self.tree.chunk().text;
                let line = format!("{}{}", layout::mark(source, self.start), layout::before(source, self.start));
                text.split('\n').all(is_printable).then(|| text.replace('\n', &line))
            }
        }
    }

    /// Whether the value would be read as `text` with this spelling.
    fn reads(&self, raw: &str, text: &str) -> bool {
        let source = match self.style {
            Style::Block if self.header.bytes().any(|byte| byte.is_ascii_digit()) => return false,
            Style::Block => {
                let indent = layout::before(self.tree.chunk().text, self.start);
                // All headers except `+` read any number of final line ends as one.
                let ends = (text.len() - text.trim_end_matches('\n').len()).max(1);
                format!("k: {}\n{indent}{raw}{}", self.header, "\n".repeat(ends))
            }
            _ if self.is_flow => format!("k: [{raw}]\n"),
            _ => format!("k: {raw}\n"),
        };
        let chunk = Chunk::new(&source, 0);
        let (mut arena, mut findings) = (Arena::default(), Vec::new());
        let mut reader = Reader::new(chunk);
        let is_read = reader.next(&mut arena, &mut findings).is_some_and(|record| record.readable);
        let Some(tree) = Tree::new(chunk, &arena).filter(|_| is_read) else { return false };
        let members: Vec<NodeId> = tree.children(tree.root()).map(|child| child.value).collect();
        let found = match members.as_slice() {
            [list] if self.is_flow => match tree.items(*list).collect::<Vec<_>>().as_slice() {
                [item] => Some(*item),
                _ => None,
            },
            [value] => Some(*value),
            _ => None,
        };
        let is_same = found.is_some_and(|value| tree.string(value) == Some(text));
        is_same && reader.next(&mut arena, &mut findings).is_none() && findings.is_empty()
    }
}
