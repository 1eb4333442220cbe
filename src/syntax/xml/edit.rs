//! Turns changes of nodes into edits of the bytes of a document.
//!
//! Unchanged text keeps its bytes. Unsafe changes are not made: a text that contains a comment is not rewritten, and
//! half of a reference's expansion is not removed.

use super::cursor::{Cursor, is_all_whitespace, is_name};
use super::document::TEXT;
use super::locate::{find, is_attribute};
use super::tag::{self, Start};
use crate::diagnostic::{Change, Edit};
use crate::text::Span;
use crate::tree::{Child, NodeId, Tree};

/// Returns the edits for `changes`, in the order of the text. `None` if they cannot be made together.
pub(in crate::syntax) fn edits(tree: Tree<'_>, changes: &[Change]) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for change in changes {
        match change {
            Change::Replace { node, range: None, text } => edits.push(replaced(tree, *node, text)?),
            Change::Replace { node, range: Some(range), text } => {
                let found = find(tree, *node, range.clone()).filter(|found| found.is_exact)?;
                let text = match found.is_cdata {
                    true if text.contains("]]>") => return None,
                    true => text.clone(),
                    false => escaped(text, quote_of(tree, *node)),
                };
                edits.push(Edit { span: found.span, text });
            }
            Change::Remove { node } => edits.push(removed(tree, *node)?),
            Change::Rename { node, name } => renamed(tree, *node, name, &mut edits)?,
            Change::Insert { node, name, text } => edits.push(inserted(tree, *node, name, text)?),
            Change::Put { .. } | Change::Divide { .. } => return None,
            Change::Split { node, texts } => edits.push(split(tree, *node, texts)?),
        }
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let overlap = edits.windows(2).any(|pair| pair[0].span.end > pair[1].span.start);
    (!overlap).then_some(edits)
}

/// Returns the quote around an attribute value; `None` for text.
fn quote_of(tree: Tree<'_>, node: NodeId) -> Option<char> {
    if is_attribute(tree, node) { tree.raw(node).chars().next() } else { None }
}

/// Escapes a text for use between tags, or between two quotes.
fn escaped(text: &str, quote: Option<char>) -> String {
    let mut found = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => found.push_str("&amp;"),
            '<' => found.push_str("&lt;"),
            '>' => found.push_str("&gt;"),
            '"' if quote == Some('"') => found.push_str("&quot;"),
            '\'' if quote == Some('\'') => found.push_str("&apos;"),
            // Written verbatim, they would be read as other whitespace.
            '\r' => found.push_str("&#13;"),
            '\n' if quote.is_some() => found.push_str("&#10;"),
            '\t' if quote.is_some() => found.push_str("&#9;"),
            other => found.push(other),
        }
    }
    found
}

/// Replaces an attribute value, a text node, or the text of an element that contains nothing else.
fn replaced(tree: Tree<'_>, node: NodeId, text: &str) -> Option<Edit> {
    let span = tree.span(node);
    if let Some(quote) = quote_of(tree, node) {
        return Some(Edit { span: Span::new(span.start + 1, span.end - 1), text: escaped(text, Some(quote)) });
    }
    if tree.is_object(node) {
        let mut members = tree.children(node).filter(|child| !is_attribute(tree, child.value));
        return match (members.next(), members.next()) {
            (Some(child), None) if tree.key_name(child.key?) == TEXT => replaced(tree, child.value, text),
            (None, _) => filled(tree, node, &escaped(text, None)),
            _ => None,
        };
    }
    (!has_comments_or_instructions(tree.raw(node))).then(|| Edit { span, text: escaped(text, None) })
}

/// Whether there are comments or processing instructions in a part of a document.
fn has_comments_or_instructions(raw: &str) -> bool {
    raw.contains("<!--") || raw.contains("<?")
}

/// Inserts an escaped text into an element without content except whitespace.
fn filled(tree: Tree<'_>, element: NodeId, text: &str) -> Option<Edit> {
    let (cursor, start) = opening(tree, element)?;
    if start.is_empty {
        let name = &cursor.text[start.name];
        let end = cursor.at as u32;
        return Some(Edit { span: Span::new(end - 2, end), text: format!(">{text}</{name}>") });
    }
    let end = tree.span(element).end as usize;
    let inside = cursor.rest().find('<').filter(|length| is_all_whitespace(&cursor.rest()[..*length]))?;
    let is_end = cursor.text[cursor.at + inside..end].starts_with("</");
    let span = Span::new(cursor.at as u32, (cursor.at + inside) as u32);
    is_end.then(|| Edit { span, text: text.to_owned() })
}

/// Returns the start tag of an element, and the position after it.
fn opening(tree: Tree<'_>, element: NodeId) -> Option<(Cursor<'_>, Start)> {
    let mut cursor = Cursor::new(tree.chunk().text, tree.span(element).start as usize);
    let start = tag::start(&mut cursor, &mut Vec::new()).ok()?;
    Some((cursor, start))
}

/// Removes an attribute with the space before it, or an element or a text; an element with lines of its own is removed
/// with them.
fn removed(tree: Tree<'_>, node: NodeId) -> Option<Edit> {
    let text = tree.chunk().text;
    let mut span = tree.span(node);
    if is_attribute(tree, node) {
        let before = &text[..tree.span(tree.key_of(node)?).start as usize];
        span.start = before.trim_end_matches([' ', '\t', '\r', '\n']).len() as u32;
    } else if tree.is_object(node) {
        // The root of a tree is not an element, and a record is not removed from its file. Comments and instructions
        // were written on purpose.
        if tree.ancestors(node).len() < 2 || has_comments_or_instructions(tree.raw(node)) {
            return None;
        }
        let before = text[..span.range().start].trim_end_matches([' ', '\t']);
        let after = text[span.range().end..].trim_start_matches([' ', '\t']);
        let line_end = ["\r\n", "\n", "\r"].into_iter().find(|end| after.starts_with(end));
        let has_lines = before.ends_with(['\n', '\r']) && !is_in_mixed_content(tree, node);
        if let Some(line_end) = line_end.filter(|_| has_lines) {
            span = Span::new(before.len() as u32, (text.len() - after.len() + line_end.len()) as u32);
        }
    } else if has_comments_or_instructions(tree.raw(node)) {
        return None;
    }
    Some(Edit { span, text: String::new() })
}

fn renamed(tree: Tree<'_>, node: NodeId, name: &str, edits: &mut Vec<Edit>) -> Option<()> {
    let key = tree.key_of(node)?;
    if is_attribute(tree, node) {
        let name = name.strip_prefix('@').filter(|name| is_name(name))?;
        edits.push(Edit { span: tree.span(key), text: name.to_owned() });
        return Some(());
    }
    if !tree.is_object(node) || !is_name(name) {
        return None;
    }
    edits.push(Edit { span: tree.span(key), text: name.to_owned() });
    let (_, start) = opening(tree, node)?;
    if !start.is_empty {
        let raw = tree.raw(node);
        let at = tree.span(node).start as usize + raw.rfind("</")? + 2;
        edits.push(Edit { span: Span::new(at as u32, (at + start.name.len()) as u32), text: name.to_owned() });
    }
    Some(())
}

/// Inserts an attribute, a text into an empty element, or an element after the last one.
fn inserted(tree: Tree<'_>, element: NodeId, name: &str, text: &str) -> Option<Edit> {
    if !tree.is_object(element) || tree.ancestors(element).is_empty() {
        return None;
    }
    let (cursor, start) = opening(tree, element)?;
    if let Some(name) = name.strip_prefix('@') {
        let inside = &cursor.text[..cursor.at - if start.is_empty { 2 } else { 1 }];
        let at = inside.trim_end().len() as u32;
        let attribute = format!(" {name}=\"{}\"", escaped(text, Some('"')));
        return is_name(name).then(|| Edit { span: Span::new(at, at), text: attribute });
    }
    if name == TEXT {
        let mut members = tree.children(element);
        let is_empty = members.all(|child| is_attribute(tree, child.value));
        return if is_empty { filled(tree, element, &escaped(text, None)) } else { None };
    }
    if !is_name(name) {
        return None;
    }
    let new = format!("<{name}>{}</{name}>", escaped(text, None));
    let has_text = tree.children(element).any(|child| child.key.is_some_and(|key| tree.key_name(key) == TEXT));
    if has_text {
        return None;
    }
    let Some(last) = tree.children(element).filter(|child| tree.is_object(child.value)).last() else {
        return filled(tree, element, &new);
    };
    let at = tree.span(last.value).end;
    Some(Edit { span: Span::new(at, at), text: format!("{}{new}", line_before(tree, last.value)) })
}

/// Whether an element is in mixed content, where line ends and spaces around it are text, too.
fn is_in_mixed_content(tree: Tree<'_>, element: NodeId) -> bool {
    let ancestors = tree.ancestors(element);
    let is_text = |child: Child| child.key.is_some_and(|key| tree.key_name(key) == TEXT);
    ancestors.last().is_some_and(|parent| tree.children(*parent).any(is_text))
}

/// Returns the line end and the indentation before an element that begins a line; empty for others.
fn line_before(tree: Tree<'_>, element: NodeId) -> &str {
    if is_in_mixed_content(tree, element) {
        return "";
    }
    let before = &tree.chunk().text[..tree.span(element).start as usize];
    let line = before.trim_end_matches([' ', '\t']);
    let end = if line.ends_with("\r\n") { 2 } else { usize::from(line.ends_with(['\n', '\r'])) };
    if end == 0 { "" } else { &before[line.len() - end..] }
}

/// Splits an element with a text into several, each with the same tags.
fn split(tree: Tree<'_>, node: NodeId, texts: &[String]) -> Option<Edit> {
    // An attribute has one value, and its element must not be split.
    if is_attribute(tree, node) {
        return None;
    }
    let element = if tree.is_object(node) { node } else { *tree.ancestors(node).last()? };
    let mut members = tree.children(element).filter(|child| !is_attribute(tree, child.value));
    let only = members.next().filter(|child| child.key.is_some_and(|key| tree.key_name(key) == TEXT))?;
    // Two elements cannot have one id.
    let has_id = tree
        .children(element)
        .any(|child| child.key.is_some_and(|key| matches!(tree.key_name(key), "@id" | "@xml:id" | "@ID")));
    let raw = tree.raw(only.value);
    if members.next().is_some() || has_id || has_comments_or_instructions(raw) {
        return None;
    }
    let (whole, inside, text) = (tree.span(element), tree.span(only.value), tree.chunk().text);
    let (before, after) =
        (&text[whole.range().start..inside.range().start], &text[inside.range().end..whole.range().end]);
    let all: Vec<String> = texts.iter().map(|text| format!("{before}{}{after}", escaped(text, None))).collect();
    Some(Edit { span: whole, text: all.join(line_before(tree, element)) })
}
