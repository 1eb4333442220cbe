//! Entries taken out of a list or an object.

use super::edit;
use crate::diagnostic::Edit;
use crate::syntax::yaml::layout::{self, Entry};
use crate::tree::{NodeId, Tree};

/// Takes entries out of a container.
pub(super) fn removed(tree: Tree<'_>, container: NodeId, gone: &[NodeId]) -> Option<Vec<Edit>> {
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
