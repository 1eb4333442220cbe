//! Removal of entries from a list or an object.

use super::edit;
use crate::diagnostic::Edit;
use crate::syntax::yaml::layout::{self, Entry};
use crate::tree::{NodeId, Tree};

/// The layout of a container.
struct Layout {
    entries: Vec<Entry>,
    /// Whether some of its members are merged from elsewhere.
    is_merged: bool,
    /// Whether there are only commas between the entries.
    has_commas: bool,
}

impl Layout {
    fn of(tree: Tree<'_>, container: NodeId) -> Option<Self> {
        let text = tree.chunk().text;
        let entries = layout::entries(tree, container)?;
        let is_merged = layout::own(tree, container).count() != tree.children(container).count();
        let is_comma = |between: &str| between.trim() == ",";
        let has_commas = entries.windows(2).all(|pair| text.get(pair[0].end..pair[1].start).is_some_and(is_comma));
        Some(Self { entries, is_merged, has_commas })
    }

    /// Returns the indices of the entries with these values. `None` if one of them is not an entry.
    fn places(&self, values: &[NodeId]) -> Option<Vec<usize>> {
        let place = |value: &NodeId| self.entries.binary_search_by_key(value, |entry| entry.value).ok();
        let mut places: Vec<usize> = values.iter().map(place).collect::<Option<_>>()?;
        places.sort_unstable();
        places.is_sorted_by(|one, other| one < other).then_some(places)
    }
}

/// Removes entries from a container.
pub(super) fn removed(tree: Tree<'_>, container: NodeId, gone: &[NodeId]) -> Option<Vec<Edit>> {
    let layout = tree.cached(container, || Layout::of(tree, container));
    let layout = (*layout).as_ref()?;
    let gone = layout.places(gone)?;
    let all = gone.len() == layout.entries.len();
    if layout::is_bracketed(tree, container) {
        return from_brackets(tree, container, layout, &gone);
    }
    if layout::is_in_flow(tree, container) || all && layout.is_merged {
        return None;
    }
    if all {
        emptied(tree, container, &layout.entries).map(|edit| vec![edit])
    } else {
        from_block(tree, &layout.entries, &gone)
    }
}

/// Removes entries from a list or an object in brackets, with the commas that belong to them.
fn from_brackets(tree: Tree<'_>, container: NodeId, layout: &Layout, gone: &[usize]) -> Option<Vec<Edit>> {
    let text = tree.chunk().text;
    let span = tree.span(container);
    let (open, close) = (span.start as usize + 1, span.end as usize - 1);
    if !tree.raw(container).ends_with([']', '}']) {
        return None;
    }
    let entries = &layout.entries;
    let (first, last) = (entries.first()?, entries.last()?);
    let tail = text.get(last.end..close)?.trim();
    if !layout.has_commas || !text.get(open..first.start)?.trim().is_empty() || !matches!(tail, "" | ",") {
        return None;
    }
    if gone.len() == entries.len() {
        return Some(vec![edit(open, close, "")]);
    }
    let runs = gone.chunk_by(|one, next| one + 1 == *next).map(|run| (run[0], run[run.len() - 1]));
    let taken = runs.map(|(from, to)| match entries.get(to + 1) {
        Some(next) => edit(entries[from].start, next.start, ""),
        None => edit(entries[from - 1].end, entries[to].end, ""),
    });
    Some(taken.collect())
}

/// Removes entries from a block with their lines. If the first entry begins after a dash, the next one moves up to it.
fn from_block(tree: Tree<'_>, entries: &[Entry], gone: &[usize]) -> Option<Vec<Edit>> {
    let text = tree.chunk().text;
    let mut edits = Vec::new();
    let leading = gone.iter().enumerate().take_while(|(number, place)| number == *place).count();
    let mut from = 0;
    if leading > 0 && !layout::begins_line(text, entries[0].start) {
        let next = entries.get(leading)?;
        if !is_close(text, &entries[..=leading]) || !layout::begins_line(text, next.start) {
            return None;
        }
        edits.push(edit(entries[0].start, next.start, ""));
        from = leading;
    }
    for entry in gone[from..].iter().map(|place| &entries[*place]) {
        edits.push(Edit { span: layout::lines(text, entry.start..entry.end)?, text: String::new() });
    }
    Some(edits)
}

/// Whether there is only whitespace between entries.
fn is_close(text: &str, entries: &[Entry]) -> bool {
    let is_whitespace = |between: &str| between.trim().is_empty();
    entries.windows(2).all(|pair| text.get(pair[0].end..pair[1].start).is_some_and(is_whitespace))
}

/// Returns the edit for a block whose entries are all removed: empty brackets, after the name if there is one.
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
