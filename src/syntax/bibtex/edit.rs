//! Turns changes of nodes into edits of the bytes of an entry.
//!
//! Unchanged text keeps its bytes, and so its commands and braces. A range that contains half of a pair of braces, or
//! half of a command's output, is not rewritten, nor is an unknown command.

use super::Reader;
use super::locate::{find, reading_mode, value};
use super::parser::Part;
use super::tex::{ReadingMode, escaped};
use crate::diagnostic::{Change, Edit};
use crate::syntax::rewrite::{LONGEST_READ_BACK, replacements};
use crate::text::{Chunk, Span};
use crate::tree::{Arena, NodeId, Tree};

/// Returns the edits for `changes`, in the order of the text. `None` if they cannot be made together.
pub(in crate::syntax) fn edits(tree: Tree<'_>, changes: &[Change]) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for change in changes {
        edits.push(match change {
            Change::Replace { node, range: None, text } => replaced(tree, *node, text)?,
            Change::Replace { node, range: Some(range), text } => within(tree, *node, range.clone(), text)?,
            Change::Remove { node } => removed(tree, *node)?,
            Change::Rename { node, name } => {
                reading_mode(tree, *node)?;
                is_field(name).then_some(())?;
                Edit { span: tree.span(tree.key_of(*node)?), text: name.clone() }
            }
            Change::Insert { node, name, text } => inserted(tree, *node, name, text)?,
            Change::Split { .. } | Change::Put { .. } | Change::Divide { .. } => return None,
        });
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let overlap = edits.windows(2).any(|pair| pair[0].span.end > pair[1].span.start);
    let is_read_back = || replacements(changes).into_iter().all(|(node, own)| is_read_back(tree, node, own, &edits));
    (!overlap && is_read_back()).then_some(edits)
}

/// Whether a value is parsed as intended after the edits: surrounding and consecutive spaces are not preserved by the
/// parser. A node that is not a field, or that contains a macro, is not verified.
fn is_read_back(tree: Tree<'_>, node: NodeId, changes: Vec<&Change>, edits: &[Edit]) -> bool {
    let is_plain = value(tree, node).is_some_and(|value| {
        value.parts.iter().all(|part| matches!(part, Part::Delimited(_))) && !value.parts.is_empty()
    });
    let Some(key) = tree.key_of(node).filter(|_| is_plain && reading_mode(tree, node).is_some()) else { return true };
    if tree.raw(node).len() > LONGEST_READ_BACK {
        return false;
    }
    let (start, end) = (tree.span(node).start, tree.span(node).end);
    let own = edits.iter().filter(|edit| edit.span.start >= start && edit.span.end <= end);
    let moved: Vec<Edit> = own
        .map(|edit| Edit { span: Span::new(edit.span.start - start, edit.span.end - start), text: edit.text.clone() })
        .collect();
    let after = Edit::apply(tree.raw(node), &moved);
    let entry = format!("@misc{{k,\n{} = {after}}}\n", tree.key_name(key));
    let (chunk, mut arena) = (Chunk::new(&entry, 0), Arena::default());
    Reader::new(chunk).next(&mut arena, &mut Vec::new());
    let read = Tree::new(chunk, &arena).and_then(|tree| {
        let field = tree.children(tree.root()).last()?;
        tree.string(field.value).map(str::to_owned)
    });
    read.is_some() && read == crate::syntax::replaced(tree, node, changes)
}

fn is_field(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b':'))
}

fn is_type_name(text: &str) -> bool {
    let is_entry = !["comment", "preamble", "string"].iter().any(|other| text.eq_ignore_ascii_case(other));
    is_entry && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && !text.contains(|letter: char| letter.is_whitespace() || "\"#%'(),={}~\\".contains(letter))
}

/// Replaces the text of a value, keeping its delimiters; or of a type or a key, if the text is valid there.
fn replaced(tree: Tree<'_>, node: NodeId, text: &str) -> Option<Edit> {
    let span = tree.span(node);
    let Some(reading_mode) = reading_mode(tree, node) else {
        let is_type = tree.key_of(node).is_some_and(|key| tree.key_name(key) == "@type");
        let is_right = if is_type { is_type_name(text) } else { is_key(text) };
        return is_right.then(|| Edit { span, text: text.to_owned() });
    };
    if reading_mode != ReadingMode::Verbatim && tree.string(node).is_some_and(|own| own.contains('\\')) {
        return None;
    }
    let value = value(tree, node);
    let parts = value.as_ref().map_or(&[][..], |value| value.parts.as_slice());
    Some(match parts {
        [Part::Delimited(inside)] => {
            let text = escaped(text, reading_mode, is_quoted(tree, inside))?;
            Edit { span: Span::new(inside.start as u32, inside.end as u32), text }
        }
        [Part::Word(_)] if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() => {
            Edit { span, text: text.to_owned() }
        }
        _ => Edit { span, text: format!("{{{}}}", escaped(text, reading_mode, false)?) },
    })
}

/// Whether a part of a value is between quotes.
fn is_quoted(tree: Tree<'_>, inside: &std::ops::Range<usize>) -> bool {
    let before = inside.start.checked_sub(1);
    before.is_some_and(|at| tree.chunk().text.as_bytes().get(at) == Some(&b'"'))
}

fn within(tree: Tree<'_>, node: NodeId, range: std::ops::Range<usize>, text: &str) -> Option<Edit> {
    let Some(reading_mode) = reading_mode(tree, node) else {
        let own = tree.string(node)?;
        return replaced(tree, node, &[own.get(..range.start)?, text, own.get(range.end..)?].concat());
    };
    let is_known = |own: &str| own.get(range.clone()).is_some_and(|part| !part.contains('\\'));
    if reading_mode != ReadingMode::Verbatim && !tree.string(node).is_some_and(is_known) {
        return None;
    }
    let span = if tree.is_verbatim(node) {
        let start = tree.text_start(node);
        Span::new(start + range.start as u32, start + range.end as u32)
    } else {
        // Bytes between two letters that print nothing still have a meaning, and would be lost.
        find(tree, node, range.clone())
            .filter(|found| found.is_exact && (text.is_empty() || !found.has_unprinted))?
            .span
    };
    let value = value(tree, node)?;
    // Text must be inside delimiters.
    let holder = value.parts.iter().find_map(|part| match part {
        Part::Delimited(inside) => {
            (inside.start <= span.start as usize && span.end as usize <= inside.end).then_some(inside)
        }
        Part::Word(_) => None,
    });
    let Some(inside) = holder else {
        let own = tree.string(node)?;
        let is_whole = range == (0..own.len());
        let is_word = matches!(value.parts.as_slice(), [Part::Word(_)]);
        let whole = [own.get(..range.start)?, text, own.get(range.end..)?].concat();
        return if is_whole || is_word { replaced(tree, node, &whole) } else { None };
    };
    let raw = tree.chunk().slice(span);
    let source = tree.chunk().text;
    // In `&amp;` the `&` itself does not change, but without the rest it becomes a special character of TeX.
    let before = source.get(inside.start..span.start as usize).unwrap_or_default();
    if reading_mode != ReadingMode::Verbatim && before.ends_with('&') && !before.ends_with("\\&") {
        let span = Span::new(span.start - 1, span.end);
        let is_balanced = balanced(raw);
        let text = escaped(&format!("&{text}"), reading_mode, is_quoted(tree, inside))?;
        return is_balanced.then_some(Edit { span, text });
    }
    let is_balanced = reading_mode == ReadingMode::Verbatim || balanced(raw);
    is_balanced.then(|| escaped(text, reading_mode, is_quoted(tree, inside))).flatten().map(|text| Edit { span, text })
}

/// Whether the braces in a text are balanced, and no formula is cut.
fn balanced(text: &str) -> bool {
    let mut depth = 0_i32;
    for byte in text.bytes() {
        depth += i32::from(byte == b'{') - i32::from(byte == b'}');
        if depth < 0 {
            return false;
        }
    }
    let count = |delimiter: &str| text.matches(delimiter).count();
    depth == 0 && count("$").is_multiple_of(2) && count("\\(") == count("\\)") && count("\\[") == count("\\]")
}

/// Removes a field with its comma; with its lines if it has lines of its own.
fn removed(tree: Tree<'_>, node: NodeId) -> Option<Edit> {
    reading_mode(tree, node)?;
    let text = tree.chunk().text;
    let mut start = tree.span(tree.key_of(node)?).range().start;
    let mut end = tree.span(node).range().end;
    let after = text[end..].trim_start();
    if after.starts_with(',') {
        end = text.len() - after.len() + 1;
    }
    let line = text[..start].trim_end_matches([' ', '\t']);
    let rest = text[end..].trim_start_matches([' ', '\t']);
    let line_end = ["\r\n", "\n", "\r"].into_iter().find(|character| rest.starts_with(character));
    match line_end {
        Some(line_end) if line.ends_with(['\n', '\r']) => {
            start = line.len();
            end = text.len() - rest.len() + line_end.len();
        }
        _ => end = text.len() - rest.len(),
    }
    Some(Edit { span: Span::new(start as u32, end as u32), text: String::new() })
}

/// Inserts a field after the last one, in its style.
fn inserted(tree: Tree<'_>, entry: NodeId, name: &str, text: &str) -> Option<Edit> {
    if entry != NodeId::ROOT || !is_field(name) {
        return None;
    }
    let source = tree.chunk().text;
    let text = escaped(text, ReadingMode::of(name), false)?;
    let last = tree.children(entry).last()?;
    let key = tree.span(last.key?).range();
    let end = tree.span(last.value).range().end;
    let is_field = reading_mode(tree, last.value).is_some();
    let (lead, character) = if is_field {
        let before = &source[..key.start];
        let line = before.trim_end_matches([' ', '\t']);
        let is_line = line.ends_with(['\n', '\r']);
        let feed = if line.ends_with("\r\n") { 2 } else { usize::from(is_line) };
        let lead = if is_line { &before[line.len() - feed..] } else { " " };
        (lead, &source[key.end..tree.span(last.value).range().start])
    } else {
        ("\n  ", " = ")
    };
    let field = format!("{lead}{name}{character}{{{text}}}");
    let after = source[end..].trim_start();
    if after.starts_with(',') {
        let at = (source.len() - after.len() + 1) as u32;
        return Some(Edit { span: Span::new(at, at), text: format!("{field},") });
    }
    let at = end as u32;
    Some(Edit { span: Span::new(at, at), text: format!(",{field}") })
}
