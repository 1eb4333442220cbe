//! From changes of nodes to edits of the bytes of a YAML text.
//!
//! A value keeps the way it is written: without quotes where every reader still takes it for a text, else in quotes;
//! within a block on the line it stands on. A value that is written anew is read again by itself before the edit is
//! offered. An entry goes with its lines and the comment behind it; other comments stay. Where that cannot be told for
//! certain, there is no edit. What an alias names is changed where it stands; merge keys are never written, and
//! nothing is taken out of, or put into, what is read in several places.

use super::Reader;
use super::layout::{self, Entry};
use super::locate::exact;
use super::spell::{Style, inside_double, is_plain, is_printable, spelled};
use crate::diagnostic::{Change, Edit};
use crate::syntax::rewrite::{Rewrite, rewrites, stays_number};
use crate::text::{Chunk, Span};
use crate::tree::{Arena, NodeId, Tree};

/// The edits that make `changes`, in the order of the text; nothing where they cannot be made together, or not surely.
pub(in crate::syntax) fn edits(tree: Tree<'_>, changes: &[Change]) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for rewrite in rewrites(tree, changes)? {
        edits.extend(rewritten(tree, &rewrite)?);
    }
    let mut containers: Vec<(NodeId, Vec<NodeId>)> = Vec::new();
    for change in changes {
        if !matches!(change, Change::Replace { .. }) && is_shared(tree, change.node()) {
            return None;
        }
        match change {
            Change::Replace { .. } => {}
            Change::Rename { node, name } => edits.push(renamed(tree, *node, name)?),
            Change::Insert { node, name, text } => edits.push(inserted(tree, *node, name, text)?),
            Change::Put { .. } | Change::Divide { .. } => return None,
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

/// Whether a value, or something in it, is read elsewhere too.
fn is_shared(tree: Tree<'_>, node: NodeId) -> bool {
    let from = tree.key_of(node).unwrap_or(node).index() as u32;
    (from..tree.after(node).index() as u32).map(NodeId::new).any(|node| tree.is_shared(node))
}

fn edit(start: usize, end: usize, text: impl Into<String>) -> Edit {
    Edit { span: Span::new(start as u32, end as u32), text: text.into() }
}

/// Another text for a value.
fn rewritten(tree: Tree<'_>, rewrite: &Rewrite) -> Option<Vec<Edit>> {
    let Rewrite { node, text, parts } = rewrite;
    let is_flow = layout::is_in_flow(tree, *node);
    let Some(parts) = parts else { return whole(tree, *node, text, is_flow).map(|edit| vec![edit]) };
    let scalar = Scalar::of(tree, *node, is_flow)?;
    scalar.in_place(parts, text).or_else(|| {
        // What no longer fits as it is written gets quotes; lines are not joined for it.
        let is_line = scalar.style != Style::Block && !scalar.raw.contains(['\n', '\r']);
        let raw = spelled(text, scalar.style, is_flow);
        (is_line && scalar.reads(&raw, text)).then(|| vec![edit(scalar.start, scalar.start + scalar.raw.len(), raw)])
    })
}

/// A text where there was a number, a truth value or nothing.
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

/// A text as the file spells it.
struct Scalar<'a> {
    tree: Tree<'a>,
    node: NodeId,
    raw: &'a str,
    start: usize,
    style: Style,
    /// Of a block, its announcement.
    header: &'a str,
    is_flow: bool,
}

impl<'a> Scalar<'a> {
    /// Nothing where its spelling is not understood.
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

    /// The edits within the value, if what comes of them is read as `text`.
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

    /// What stands for a text inside of the value.
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

    /// Whether the value would be read as `text` if it were spelled so.
    fn reads(&self, raw: &str, text: &str) -> bool {
        let source = match self.style {
            Style::Block if self.header.bytes().any(|byte| byte.is_ascii_digit()) => return false,
            Style::Block => {
                let indent = layout::before(self.tree.chunk().text, self.start);
                // All but a `+` take as many line ends as there are for one.
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
        if !is_read || arena.is_empty() {
            return false;
        }
        let tree = Tree::new(chunk, &arena);
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

/// Another name for a member, in the quotes of the old one.
fn renamed(tree: Tree<'_>, node: NodeId, name: &str) -> Option<Edit> {
    let key = tree.key_of(node)?;
    layout::colon(tree, key)?;
    let span = tree.span(key);
    Some(edit(span.start as usize, span.end as usize, key_spelled(tree, key, name)))
}

/// A name in the quotes of another.
fn key_spelled(tree: Tree<'_>, like: NodeId, name: &str) -> String {
    spelled(name, quotes(tree, like), true)
}

fn quotes(tree: Tree<'_>, node: NodeId) -> Style {
    match tree.raw(node).bytes().next() {
        Some(b'\'') => Style::Single,
        Some(b'"') => Style::Double,
        _ => Style::Plain,
    }
}

/// A member more, behind the last one and as that one stands.
fn inserted(tree: Tree<'_>, object: NodeId, name: &str, text: &str) -> Option<Edit> {
    if !tree.is_object(object) || layout::own(tree, object).count() != tree.children(object).count() {
        return None;
    }
    let entries = layout::entries(tree, object)?;
    let source = tree.chunk().text;
    let Some((last, key)) = entries.last().and_then(|last| Some((last, last.key?))) else {
        let inside = tree.span(object).start as usize + 1;
        let is_empty = tree.raw(object).starts_with('{') && tree.children(object).next().is_none();
        let member = format!("{}: {}", spelled(name, Style::Plain, true), spelled(text, Style::Plain, true));
        return is_empty.then(|| edit(inside, inside, member));
    };
    let is_flow = layout::is_bracketed(tree, object);
    if !is_flow && layout::is_in_flow(tree, object) {
        return None;
    }
    let style = if tree.string(last.value).is_some() && is_line(tree, last.value) {
        quotes(tree, last.value)
    } else {
        Style::Plain
    };
    let member = format!("{}: {}", key_spelled(tree, key, name), spelled(text, style, is_flow));
    if is_flow {
        return Some(edit(last.end, last.end, format!(", {member}")));
    }
    if !is_closed(tree, last.value) {
        return None;
    }
    let (end, _) = layout::line_end(source, last.end)?;
    let indent = " ".repeat(layout::before(source, last.start).chars().count());
    Some(edit(end, end, format!("{}{indent}{member}", layout::mark(source, end))))
}

/// Whether a value is written on one line, and not below a `|` or a `>`.
fn is_line(tree: Tree<'_>, node: NodeId) -> bool {
    !tree.raw(node).contains('\n') && layout::header(tree.chunk().text, tree.span(node).start as usize).is_none()
}

/// Whether a line can follow a value without becoming part of it, or changing how it ends.
fn is_closed(tree: Tree<'_>, value: NodeId) -> bool {
    let mut last = value;
    while let Some(inner) = layout::own(tree, last).last() {
        last = inner.value;
    }
    let (text, span) = (tree.chunk().text, tree.span(last));
    let Some((header, _)) = tree.string(last).and_then(|_| layout::header(text, span.start as usize)) else {
        return true;
    };
    let is_ended = !text[span.end as usize..].trim_matches([' ', '\t']).is_empty();
    header.contains('-') || !header.contains('+') && is_ended
}

/// One item of a list as several, each written as the one was.
fn split(tree: Tree<'_>, node: NodeId, texts: &[String]) -> Option<Vec<Edit>> {
    let list = *tree.ancestors(node).last()?;
    let (first, rest) = texts.split_first()?;
    if !tree.is_array(list) || !is_line(tree, node) {
        return None;
    }
    let source = tree.chunk().text;
    let entry = layout::entries(tree, list)?.into_iter().find(|entry| entry.value == node)?;
    let is_flow = layout::is_bracketed(tree, list);
    let style = quotes(tree, node);
    let span = tree.span(node);
    let item = |text: &String| spelled(text, style, is_flow);
    if is_flow {
        let is_own = layout::begins_line(source, entry.start) && entry.start > tree.span(list).start as usize;
        let line = format!(",{}{}", layout::mark(source, entry.start), layout::before(source, entry.start));
        let separator = if is_own { line.as_str() } else { ", " };
        let all: Vec<String> = texts.iter().map(item).collect();
        return Some(vec![edit(span.start as usize, span.end as usize, all.join(separator))]);
    }
    if layout::is_in_flow(tree, list) {
        return None;
    }
    let (end, _) = layout::line_end(source, entry.end)?;
    let indent = " ".repeat(layout::before(source, entry.start).chars().count());
    let line = format!("{}{indent}- ", layout::mark(source, end));
    let behind: String = rest.iter().map(|text| line.clone() + &item(text)).collect();
    let own = edit(span.start as usize, span.end as usize, item(first));
    Some(if behind.is_empty() { vec![own] } else { vec![own, edit(end, end, behind)] })
}

/// Takes entries out of a container.
fn removed(tree: Tree<'_>, container: NodeId, gone: &[NodeId]) -> Option<Vec<Edit>> {
    let entries = layout::entries(tree, container)?;
    let goes = |entry: &Entry| gone.contains(&entry.value);
    let is_merged = layout::own(tree, container).count() != tree.children(container).count();
    if entries.iter().filter(|entry| goes(entry)).count() != gone.len() {
        return None;
    }
    let all = entries.iter().all(goes);
    if layout::is_bracketed(tree, container) {
        return from_brackets(tree, container, &entries, &goes);
    }
    if layout::is_in_flow(tree, container) || all && is_merged {
        return None;
    }
    if all { emptied(tree, container, &entries).map(|edit| vec![edit]) } else { from_block(tree, &entries, &goes) }
}

/// Takes entries out of a list or an object in brackets, with the commas that belong to them.
fn from_brackets(
    tree: Tree<'_>,
    container: NodeId,
    entries: &[Entry],
    goes: &dyn Fn(&Entry) -> bool,
) -> Option<Vec<Edit>> {
    let text = tree.chunk().text;
    let span = tree.span(container);
    let (open, close) = (span.start as usize + 1, span.end as usize - 1);
    if !tree.raw(container).ends_with([']', '}']) {
        return None;
    }
    let is_comma = |between: &str| between.trim() == ",";
    let is_plain = entries.windows(2).all(|pair| text.get(pair[0].end..pair[1].start).is_some_and(is_comma));
    let (first, last) = (entries.first()?, entries.last()?);
    let tail = text.get(last.end..close)?.trim();
    if !is_plain || !text.get(open..first.start)?.trim().is_empty() || !matches!(tail, "" | ",") {
        return None;
    }
    if entries.iter().all(goes) {
        return Some(vec![edit(open, close, "")]);
    }
    let mut edits = Vec::new();
    let mut at = 0;
    while at < entries.len() {
        let run = entries[at..].iter().take_while(|entry| goes(entry)).count();
        if run > 0 {
            edits.push(match entries.get(at + run) {
                Some(next) => edit(entries[at].start, next.start, ""),
                None => edit(entries[at - 1].end, entries[at + run - 1].end, ""),
            });
        }
        at += run.max(1);
    }
    Some(edits)
}

/// Takes entries out of a block with their lines; of one that begins behind a dash, what follows moves up to it.
fn from_block(tree: Tree<'_>, entries: &[Entry], goes: &dyn Fn(&Entry) -> bool) -> Option<Vec<Edit>> {
    let text = tree.chunk().text;
    let mut edits = Vec::new();
    let leading = entries.iter().take_while(|entry| goes(entry)).count();
    let mut from = 0;
    if leading > 0 && !layout::begins_line(text, entries[0].start) {
        let next = entries.get(leading)?;
        if !is_close(text, &entries[..=leading]) || !layout::begins_line(text, next.start) {
            return None;
        }
        edits.push(edit(entries[0].start, next.start, ""));
        from = leading;
    }
    for entry in entries[from..].iter().filter(|entry| goes(entry)) {
        edits.push(Edit { span: layout::lines(text, entry.start..entry.end)?, text: String::new() });
    }
    Some(edits)
}

/// Whether nothing but white space stands between entries.
fn is_close(text: &str, entries: &[Entry]) -> bool {
    let is_blank = |between: &str| between.trim().is_empty();
    entries.windows(2).all(|pair| text.get(pair[0].end..pair[1].start).is_some_and(is_blank))
}

/// What is left of a block of which everything goes: empty brackets, behind the name where it has one.
fn emptied(tree: Tree<'_>, container: NodeId, entries: &[Entry]) -> Option<Edit> {
    let text = tree.chunk().text;
    let (first, last) = (entries.first()?, entries.last()?);
    let brackets = if tree.is_array(container) { "[]" } else { "{}" };
    layout::line_end(text, last.end)?;
    if !is_close(text, entries) {
        return None;
    }
    let Some(key) = tree.key_of(container) else { return Some(edit(first.start, last.end, brackets)) };
    let colon = layout::colon(tree, key)?;
    if text.get(colon..first.start)?.trim().is_empty() {
        return Some(edit(colon, last.end, format!(" {brackets}")));
    }
    let column = |at: usize| layout::before(text, at).chars().count();
    let is_inside = column(first.start) > column(tree.span(key).start as usize);
    is_inside.then(|| edit(first.start, last.end, brackets))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Pointer;

    type At<'a> = &'a dyn Fn(&str) -> NodeId;

    fn edited(text: &str, changes: impl FnOnce(At<'_>) -> Vec<Change>) -> Option<String> {
        let mut arena = Arena::default();
        let chunk = Chunk::new(text, 0);
        let mut findings = Vec::new();
        Reader::new(chunk).next(&mut arena, &mut findings);
        assert!(findings.is_empty(), "{findings:?}");
        let tree = Tree::new(chunk, &arena);
        let changes = changes(&|pointer| Pointer::find(pointer, tree).expect(pointer));
        edits(tree, &changes).map(|edits| Edit::apply(text, &edits))
    }

    fn replaced(text: &str, new: &str) -> Option<String> {
        edited(text, |at| vec![Change::Replace { node: at("/t"), range: None, text: new.into() }])
    }

    fn removed(text: &str, pointers: &[&str]) -> Option<String> {
        edited(text, |at| pointers.iter().map(|pointer| Change::Remove { node: at(pointer) }).collect())
    }

    fn inserted(text: &str, pointer: &str, new: &str) -> Option<String> {
        edited(text, |at| vec![Change::Insert { node: at(pointer), name: "m".into(), text: new.into() }])
    }

    /// Text, what becomes of it.
    fn check(cases: &[(&str, Option<&str>)], change: impl Fn(&str) -> Option<String>) {
        for (text, expected) in cases {
            assert_eq!(change(text).as_deref(), *expected, "{text}");
        }
    }

    #[test]
    fn a_value_keeps_its_quotes() {
        assert_eq!(replaced("t: s. 9-12 # c\n", "9-12").as_deref(), Some("t: 9-12 # c\n"));
        assert_eq!(replaced("t: s. 9\n", "9").as_deref(), Some("t: '9'\n"));
        assert_eq!(replaced("t: a\n", "no").as_deref(), Some("t: 'no'\n"));
        assert_eq!(replaced("t: a b\n", "a: b").as_deref(), Some("t: 'a: b'\n"));
        assert_eq!(replaced("t: 's. 9'\n", "9").as_deref(), Some("t: '9'\n"));
        assert_eq!(replaced("t: 'its x'\n", "it's x").as_deref(), Some("t: 'it''s x'\n"));
        assert_eq!(replaced("t: 'it''s  x'\n", "it's x").as_deref(), Some("t: 'it''s x'\n"));
        assert_eq!(replaced("t: \"\\u0142  \\x41\"\n", "ł A").as_deref(), Some("t: \"\\u0142 \\x41\"\n"));
        assert_eq!(replaced("t: \"a\"\n", "a\"\n").as_deref(), Some("t: \"a\\\"\\n\"\n"));
        assert_eq!(replaced("t: [a]\n", "b"), None);
        assert_eq!(
            edited("t: [x  y, z]", |at| {
                vec![Change::Replace { node: at("/t/0"), range: None, text: "x, y".into() }]
            })
            .as_deref(),
            Some("t: ['x, y', z]")
        );
    }

    #[test]
    fn what_was_no_text_becomes_one() {
        assert_eq!(replaced("t: 12\n", "13").as_deref(), Some("t: 13\n"));
        assert_eq!(replaced("t: 12\n", "12a").as_deref(), Some("t: 12a\n"));
        assert_eq!(replaced("t: 012\n", "012").as_deref(), Some("t: '012'\n"));
        assert_eq!(replaced("t: # c\nu: 1\n", "x").as_deref(), Some("t: x # c\nu: 1\n"));
        assert_eq!(replaced("t:\n", "x").as_deref(), Some("t: x\n"));
        assert_eq!(replaced("{t: , u: 1}\n", "x").as_deref(), Some("{t: x , u: 1}\n"));
        assert_eq!(replaced("t: ~\n", "x").as_deref(), Some("t: x\n"));
    }

    #[test]
    fn a_block_is_changed_on_its_lines() {
        let literal = "t: |\r\n  one  two\r\n  three\r\nu: 1\r\n";
        assert_eq!(replaced(literal, "one two\nthree").as_deref(), Some("t: |\r\n  one two\r\n  three\r\nu: 1\r\n"));
        assert_eq!(
            replaced(literal, "one  two\nx\nthree").as_deref(),
            Some("t: |\r\n  one  two\r\n  x\r\n  three\r\nu: 1\r\n")
        );
        let folded = "t: >- # c\n  one  two\n  three\n\n  four\n";
        assert_eq!(
            replaced(folded, "one two three\nfour").as_deref(),
            Some("t: >- # c\n  one two\n  three\n\n  four\n")
        );
        assert_eq!(
            replaced(folded, "one  two three\nfive").as_deref(),
            Some("t: >- # c\n  one  two\n  three\n\n  five\n")
        );
        // The line end below a `|` is there without being part of the text; below a `|+` it is part.
        assert_eq!(replaced("t: |\n  a  b\n", "a b").as_deref(), Some("t: |\n  a b\n"));
        assert_eq!(replaced("t: >\n  a  b\n\n", "a b").as_deref(), Some("t: >\n  a b\n\n"));
        assert_eq!(replaced("t: |\n  a  b", "a b").as_deref(), Some("t: |\n  a b"));
        assert_eq!(replaced("t: |+\n  a  b\n", "a b\n").as_deref(), Some("t: |+\n  a b\n"));
        assert_eq!(replaced("t: |\n  a\n", "a\n"), None);
        // A blank at the beginning of a block would say how far it stands in.
        assert_eq!(replaced("t: |\n  one\n", " one"), None);
        assert_eq!(replaced("t: one\n  two  three\n", "one two three").as_deref(), Some("t: one\n  two three\n"));
    }

    #[test]
    fn an_entry_goes_with_its_lines() {
        check(
            &[
                ("a: 1\nx: 2 # c\n# d\nb: 3\n", Some("a: 1\n# d\nb: 3\n")),
                ("x: 2\nb: 3", Some("b: 3")),
                ("b: 3\nx: 2", Some("b: 3")),
                ("b: 3\r\nx: 2\r\n", Some("b: 3\r\n")),
                ("x:\nb: 3\n", Some("b: 3\n")),
                ("b: 3\nx:\n  - 1\n  - c: 2\n    d:\nc: 1\n", Some("b: 3\nc: 1\n")),
                ("b: 3\nx: |\n  one\n\n  two\nc: 1\n", Some("b: 3\nc: 1\n")),
                ("x: 2\n", Some("{}\n")),
                ("{x: 2, b: 3}", Some("{b: 3}")),
                ("{b: 3, x: }", Some("{b: 3 }")),
                ("{ x: 2 }", Some("{}")),
                ("{\n  b: 3,\n  x: 2,\n}", Some("{\n  b: 3,\n}")),
                ("{\n  b: 3, # c\n  x: 2\n}", None),
                ("b: 3\nx:\n  # c\n  - 1\n", None),
                ("? x\n: 1\n", None),
                ("b: &b 1\nx: *b\n", None),
                ("x: &b 1\nb: *b\n", None),
            ],
            |text| removed(text, &["/x"]),
        );
    }

    #[test]
    fn an_item_goes_with_its_dash() {
        check(
            &[
                ("l:\n  - a\n  - b # c\n  # d\n  - e\n", Some("l:\n  - a\n  # d\n  - e\n")),
                ("l:\n- a\n- b\n", Some("l:\n- a\n")),
                ("l: [a, b, c]\n", Some("l: [a, c]\n")),
                ("l:\n  - a: 1\n  - a: 2\n    b: 3\n", Some("l:\n  - a: 1\n")),
                ("l: [a: 1, b]\n", Some("l: [a: 1]\n")),
            ],
            |text| removed(text, &["/l/1"]),
        );
        assert_eq!(removed("l:\n  - a: 1\n    b: 2\n", &["/l/0/a"]).as_deref(), Some("l:\n  - b: 2\n"));
        assert_eq!(removed("l:\n  - a: 1 # c\n    b: 2\n", &["/l/0/a"]), None);
        assert_eq!(removed("l:\n  - - a\n    - b\n", &["/l/0/0"]).as_deref(), Some("l:\n  - - b\n"));
        assert_eq!(removed("l:\n  - a\n  - b\nc: 1\n", &["/l/0", "/l/1"]).as_deref(), Some("l: []\nc: 1\n"));
        assert_eq!(removed("l:\n  - a: 1\n", &["/l/0/a"]).as_deref(), Some("l:\n  - {}\n"));
        assert_eq!(removed("l: # c\n- a\n", &["/l/0"]), None);
        assert_eq!(removed("l: # c\n  - a\n", &["/l/0"]).as_deref(), Some("l: # c\n  []\n"));
        assert_eq!(removed("o:\n  p:\n    q: 1\n", &["/o/p/q"]).as_deref(), Some("o:\n  p: {}\n"));
        assert_eq!(removed("l: [a: 1, b]\n", &["/l/0/a"]), None);
    }

    #[test]
    fn a_member_is_added_as_the_last_one_stands() {
        check(
            &[
                ("a: 1\n", Some("a: 1\nm: x\n")),
                ("a: 1", Some("a: 1\nm: x")),
                ("a: 'b' # c\n\n# d\n", Some("a: 'b' # c\nm: 'x'\n\n# d\n")),
                ("a:\r\n  - 1\r\n", Some("a:\r\n  - 1\r\nm: x\r\n")),
                ("{a: 1}", Some("{a: 1, m: x}")),
                ("{\"a\": \"b\"}", Some("{\"a\": \"b\", \"m\": \"x\"}")),
                ("a: |\n  one\n", Some("a: |\n  one\nm: x\n")),
                ("a: |\n  one", None),
                ("a: |+\n  one\n\n", None),
                ("a: |-\n  one", Some("a: |-\n  one\nm: x")),
                ("a:\n", Some("a:\nm: x\n")),
            ],
            |text| inserted(text, "", "x"),
        );
        assert_eq!(
            inserted("l:\n  - a: 1\n  - b\n", "/l/0", "12").as_deref(),
            Some("l:\n  - a: 1\n    m: '12'\n  - b\n")
        );
        assert_eq!(inserted("o: {}\n", "/o", "x").as_deref(), Some("o: {m: x}\n"));
        assert_eq!(inserted("b: &b {x: 1}\no:\n  <<: *b\n  y: 2\n", "/o", "x"), None);
        assert_eq!(inserted("b: &b {x: 1}\no: *b\n", "/b", "x"), None);
    }

    #[test]
    fn an_item_becomes_several() {
        let split = |text: &str| {
            edited(text, |at| vec![Change::Split { node: at("/l/0"), texts: vec!["a".into(), "12".into()] }])
        };
        assert_eq!(split("l:\n  - a; b # c\n  - d\n").as_deref(), Some("l:\n  - a # c\n  - '12'\n  - d\n"));
        assert_eq!(split("l:\n  - \"a; b\"").as_deref(), Some("l:\n  - \"a\"\n  - \"12\""));
        assert_eq!(split("l: [a; b, d]").as_deref(), Some("l: [a, '12', d]"));
        assert_eq!(split("l: [\n  a; b,\n  d\n]").as_deref(), Some("l: [\n  a,\n  '12',\n  d\n]"));
    }

    #[test]
    fn a_name_keeps_its_quotes() {
        let renamed =
            |text: &str, name: &str| edited(text, |at| vec![Change::Rename { node: at("/t"), name: name.into() }]);
        assert_eq!(renamed("t : 1\n", "title").as_deref(), Some("title : 1\n"));
        assert_eq!(renamed("\"t\": 1\n", "title").as_deref(), Some("\"title\": 1\n"));
        assert_eq!(renamed("{t: 1}\n", "no").as_deref(), Some("{'no': 1}\n"));
    }

    #[test]
    fn what_an_alias_names_is_changed_where_it_stands() {
        assert_eq!(replaced("a: &a b  c\nt: *a\n", "b c").as_deref(), Some("a: &a b c\nt: *a\n"));
    }
}
