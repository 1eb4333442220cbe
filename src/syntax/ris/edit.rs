//! Turns changes of nodes into edits of the lines of a record.

use super::line::{Tag, find, lines, pieces};
use super::reader::is_once;
use crate::diagnostic::{Change, Edit};
use crate::syntax::rewrite::{LONGEST_READ_BACK, replacements};
use crate::syntax::{Syntax, replaced};
use crate::text::Span;
use crate::tree::{NodeId, Tree};

/// Returns the edits for `changes`, in the order of the text. `None` if they cannot be made together.
pub(in crate::syntax) fn edits(tree: Tree<'_>, changes: &[Change]) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for change in changes {
        edits.push(match change {
            Change::Replace { node, range: None, text } => filled(tree, *node, &one_line(text)?)?,
            Change::Replace { node, range: Some(range), text } => {
                let (span, is_exact) = find(tree, *node, range.clone())?;
                is_exact.then_some(())?;
                Edit { span, text: one_line(text)? }
            }
            Change::Remove { node } => removed(tree, *node)?,
            Change::Rename { node, name } => {
                is_tag(name).then_some(())?;
                Edit { span: tree.span(tree.key_of(*node)?), text: name.clone() }
            }
            Change::Insert { node, name, text } => {
                (is_tag(name) && *node == NodeId::ROOT).then_some(())?;
                let last = tree.children(*node).last()?.value;
                let at = tree.span(last).end;
                let line = format!("{}{name}  - {}", line_end(tree, last), one_line(text)?);
                Edit { span: Span::new(at, at), text: line }
            }
            Change::Put { .. } | Change::Divide { .. } => return None,
            Change::Split { node, texts } => {
                let texts = texts.iter().map(|text| one_line(text)).collect::<Option<Vec<_>>>()?;
                let lead = &tree.chunk().text[start_of_line(tree, *node)?..tree.span(*node).start as usize];
                let lead = format!("{}{}", line_end(tree, *node), lead.trim_start_matches('\u{feff}'));
                Edit { span: tree.span(*node), text: texts.join(&lead) }
            }
        });
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let overlap = edits.windows(2).any(|pair| pair[0].span.end > pair[1].span.start);
    let is_read_back = || replacements(changes).into_iter().all(|(node, own)| is_read_back(tree, node, own, &edits));
    (!overlap && is_read_back()).then_some(edits)
}

/// Adds the same changes for repeated equal values of a tag that may only occur once: programs read one of them, and if
/// they differed, the right one would be unknown.
pub(in crate::syntax) fn with_duplicates(tree: Tree<'_>, mut changes: Vec<Change>) -> Vec<Change> {
    let mut more = Vec::new();
    for change in &changes {
        let Change::Replace { node, range, text } = change else { continue };
        let Some(name) = tree.key_of(*node).map(|key| tree.key_name(key)).filter(|name| is_once(name)) else {
            continue;
        };
        let own = tree.string(*node);
        let duplicates =
            tree.all_named(tree.root(), name).filter(|duplicate| duplicate != node && tree.string(*duplicate) == own);
        let duplicates = duplicates.filter(|duplicate| !changes.iter().any(|other| other.node() == *duplicate));
        more.extend(duplicates.map(|node| Change::Replace { node, range: range.clone(), text: text.clone() }));
    }
    changes.append(&mut more);
    changes
}

/// Whether the field is parsed as intended after the edits: a continuation line must not look like a tag, and spaces
/// around each line are not part of the value.
fn is_read_back(tree: Tree<'_>, node: NodeId, changes: Vec<&Change>, edits: &[Edit]) -> bool {
    if tree.raw(node).len() > LONGEST_READ_BACK {
        return false;
    }
    let Some(start) = start_of_line(tree, node) else { return false };
    let (end, text) = (tree.span(node).end, tree.chunk().text);
    // A line added after the field is not part of it.
    let is_added = |edit: &&Edit| edit.span.is_empty() && edit.text.starts_with(['\n', '\r']);
    let own = edits.iter().filter(|edit| edit.span.start as usize >= start && edit.span.end <= end);
    let own = own.filter(|edit| !is_added(edit));
    let moved: Vec<Edit> = own
        .map(|edit| Edit {
            span: Span::new(edit.span.start - start as u32, edit.span.end - start as u32),
            text: edit.text.clone(),
        })
        .collect();
    let after = Edit::apply(&text[start..end as usize], &moved);
    let meant = replaced(tree, node, changes).map(|text| Syntax::Ris.read_back(text));
    meant.is_some() && meant == value_of(&after)
}

/// Returns the value of a field, from its tag to its end. `None` if it is not a single field.
fn value_of(field: &str) -> Option<String> {
    let mut lines = lines(field, 0);
    let tag = Tag::of(field, &lines.next()?)?;
    let is_one = lines.all(|line| Tag::of(field, &line).is_none());
    let end = tag.value.start + field[tag.value.start..].trim_end().len();
    let value = pieces(field, tag.value.start..end.max(tag.value.start)).into_iter().map(|piece| piece.text).collect();
    is_one.then_some(value)
}

fn is_tag(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() == 2
        && bytes[0].is_ascii_uppercase()
        && (bytes[1].is_ascii_uppercase() || bytes[1].is_ascii_digit())
        && !matches!(name, "TY" | "ER")
}

/// Returns a text on one line. Line ends cannot be written.
fn one_line(text: &str) -> Option<String> {
    (!text.contains(['\n', '\r'])).then(|| text.to_owned())
}

/// Replaces the text of a value. An empty value may have no space before it.
fn filled(tree: Tree<'_>, node: NodeId, text: &str) -> Option<Edit> {
    tree.key_of(node)?;
    let span = tree.span(node);
    let lacks_space = tree.chunk().text[..span.start as usize].ends_with('-');
    Some(Edit { span, text: if lacks_space { format!(" {text}") } else { text.to_owned() } })
}

/// Returns the start of the line of a field.
fn start_of_line(tree: Tree<'_>, node: NodeId) -> Option<usize> {
    Some(tree.span(tree.key_of(node)?).start as usize)
}

/// Returns the line end after a value; on the last line of a file, the default one.
fn line_end(tree: Tree<'_>, node: NodeId) -> &str {
    let after = tree.chunk().text[tree.span(node).end as usize..].trim_start_matches([' ', '\t']);
    ["\r\n", "\n", "\r"].into_iter().find(|end| after.starts_with(end)).unwrap_or("\n")
}

/// Removes a field with its lines. A record must keep its type.
fn removed(tree: Tree<'_>, node: NodeId) -> Option<Edit> {
    let key = tree.key_of(node)?;
    if tree.key_name(key) == "TY" {
        return None;
    }
    let text = tree.chunk().text;
    let end = tree.span(node).end as usize;
    let after = text[end..].trim_start_matches([' ', '\t']);
    let line_end = ["\r\n", "\n", "\r"].into_iter().find(|character| after.starts_with(character)).map_or(0, str::len);
    let span = Span::new(tree.span(key).start, (text.len() - after.len() + line_end) as u32);
    Some(Edit { span, text: String::new() })
}
