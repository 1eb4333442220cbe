//! Insertions into lists and objects: members, and several items in place of one.

use super::composed::Formatting;
use super::{edit, is_line, quotes};
use crate::diagnostic::{Edit, New};
use crate::syntax::yaml::layout::{self, Entry};
use crate::syntax::yaml::spell::{Style, spelled};
use crate::tree::{NodeId, Tree};

/// Inserts a member after the last one that is not removed, in the same style.
pub(super) fn inserted(tree: Tree<'_>, object: NodeId, name: &str, value: &New, gone: &[NodeId]) -> Option<Edit> {
    if !tree.is_object(object) || layout::own(tree, object).count() != tree.children(object).count() {
        return None;
    }
    let entries = layout::entries(tree, object)?;
    let source = tree.chunk().text;
    let formatting = Formatting::of(tree, object);
    let stays = |entry: &&Entry| !gone.contains(&entry.value);
    let Some((last, key)) = entries.iter().rfind(stays).and_then(|last| Some((last, last.key?))) else {
        let inside = tree.span(object).start as usize + 1;
        let is_empty = tree.raw(object).starts_with('{') && tree.children(object).next().is_none();
        let formatting = formatting.quoting(Style::Plain);
        let member = format!("{}: {}", spelled(name, Style::Plain, true), formatting.in_brackets(value));
        return is_empty.then(|| edit(inside, inside, member));
    };
    let is_flow = layout::is_bracketed(tree, object);
    if !is_flow && layout::is_in_flow(tree, object) {
        return None;
    }
    let is_text = tree.string(last.value).is_some() && is_line(tree, last.value);
    let formatting = match value {
        _ if is_text => formatting.quoting(quotes(tree, last.value)),
        New::Text(_) => formatting.quoting(Style::Plain),
        _ => formatting,
    };
    let named = spelled(name, quotes(tree, key), true);
    if is_flow {
        return Some(edit(last.end, last.end, format!(", {named}: {}", formatting.in_brackets(value))));
    }
    if !is_closed(tree, last.value) {
        return None;
    }
    let (end, _) = layout::line_end(source, last.end)?;
    let column = column(source, last.start);
    let member = format!("{}{named}:{}", " ".repeat(column), formatting.member(name, value, column));
    Some(edit(end, end, format!("{}{member}", layout::mark(source, end))))
}

fn column(source: &str, at: usize) -> usize {
    layout::before(source, at).chars().count()
}

/// Whether a line can follow a value without becoming part of it or changing how it ends.
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

/// Returns an item with its list.
fn item(tree: Tree<'_>, node: NodeId) -> Option<(NodeId, Entry)> {
    let list = *tree.ancestors(node).last()?;
    let entry = tree.is_array(list).then(|| layout::item(tree, list, node))??;
    Some((list, entry))
}

/// Returns the separator of the items of a list in brackets: a comma, and a line end if each item is on a line of its
/// own.
fn separator(tree: Tree<'_>, list: NodeId, entry: &Entry) -> String {
    let source = tree.chunk().text;
    let is_own = layout::begins_line(source, entry.start) && entry.start > tree.span(list).start as usize;
    if is_own {
        return format!(",{}{}", layout::mark(source, entry.start), layout::before(source, entry.start));
    }
    ", ".to_owned()
}

/// Splits a text of a list into several, each in the same style.
pub(super) fn split(tree: Tree<'_>, node: NodeId, texts: &[String]) -> Option<Vec<Edit>> {
    let (first, rest) = texts.split_first()?;
    if !is_line(tree, node) {
        return None;
    }
    let (list, entry) = item(tree, node)?;
    let source = tree.chunk().text;
    let is_flow = layout::is_bracketed(tree, list);
    let style = quotes(tree, node);
    let span = tree.span(node);
    let item = |text: &String| spelled(text, style, is_flow);
    if is_flow {
        let all: Vec<String> = texts.iter().map(item).collect();
        return Some(vec![edit(span.start as usize, span.end as usize, all.join(&separator(tree, list, &entry)))]);
    }
    if layout::is_in_flow(tree, list) {
        return None;
    }
    let (end, _) = layout::line_end(source, entry.end)?;
    let line = format!("{}{}- ", layout::mark(source, end), " ".repeat(column(source, entry.start)));
    let after: String = rest.iter().map(|text| line.clone() + &item(text)).collect();
    let own = edit(span.start as usize, span.end as usize, item(first));
    Some(if after.is_empty() { vec![own] } else { vec![own, edit(end, end, after)] })
}

/// Replaces an item of a list by several composed items at the same position.
pub(super) fn divided(tree: Tree<'_>, node: NodeId, values: &[New]) -> Option<Edit> {
    let (list, entry) = item(tree, node)?;
    let source = tree.chunk().text;
    if values.is_empty() || has_comment(tree, node) {
        return None;
    }
    let formatting = Formatting::of(tree, node);
    if layout::is_bracketed(tree, list) {
        let all: Vec<String> = values.iter().map(|value| formatting.in_brackets(value)).collect();
        return Some(edit(entry.start, entry.end, all.join(&separator(tree, list, &entry))));
    }
    // A comment after the item might belong to any of them.
    let (end, _) = layout::line_end(source, entry.end)?;
    if layout::is_in_flow(tree, list) || !source[entry.end..end].trim().is_empty() {
        return None;
    }
    let after = &source[entry.start + 1..entry.end];
    let spaces = after.len() - after.trim_start_matches(' ').len();
    let gap = " ".repeat(if after[spaces..].starts_with(['\n', '\r']) { 1 } else { spaces.max(1) });
    let at = column(source, entry.start);
    let is_short = layout::is_bracketed(tree, node);
    let item =
        |value: &New| if is_short { formatting.in_brackets(value) } else { formatting.item(value, at + 1 + gap.len()) };
    let all: Vec<String> = values.iter().map(item).collect();
    let line = format!("{}{}-{gap}", layout::mark(source, entry.start), " ".repeat(at));
    Some(edit(entry.start + 1, entry.end, format!("{gap}{}", all.join(&line))))
}

/// Whether there may be a comment between the parts of a value.
fn has_comment(tree: Tree<'_>, node: NodeId) -> bool {
    let source = tree.chunk().text;
    let mut at = tree.span(node).start as usize;
    for part in (node.index() as u32..tree.after(node).index() as u32).map(NodeId::new) {
        let span = tree.span(part);
        if tree.is_array(part) || tree.is_object(part) {
            continue;
        }
        if source.get(at..span.start as usize).is_none_or(|between| between.contains('#')) {
            return true;
        }
        at = span.end as usize;
    }
    source.get(at..(tree.span(node).end as usize).max(at)).is_none_or(|rest| rest.contains('#'))
}
