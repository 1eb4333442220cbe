//! Converts changes of nodes to edits of JSON text.
//!
//! Unchanged parts keep their bytes: a comma is removed with its member, a new member is formatted like the last one,
//! and only the changed range of a string is replaced.

use crate::diagnostic::{Change, Edit, New};
use crate::syntax::Syntax;
use crate::syntax::rewrite::{Rewrite, rewrites, stays_number};
use crate::text::Span;
use crate::tree::{Child, NodeId, Tree};
use std::collections::{HashMap, HashSet};

/// Converts changes to edits in text order. `None` if the changes conflict.
pub(in crate::syntax) fn edits(tree: Tree<'_>, changes: &[Change]) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for rewrite in rewrites(tree, changes)? {
        let Rewrite { node, text, parts } = rewrite;
        let Some(parts) = parts else {
            edits.push(Edit { span: tree.span(node), text: value(tree, node, &text) });
            continue;
        };
        for (range, text) in parts {
            let span = Syntax::Json.locate(tree, node, range);
            let quoted = quoted(&text);
            edits.push(Edit { span, text: quoted[1..quoted.len() - 1].to_owned() });
        }
    }
    for change in changes {
        match change {
            Change::Rename { node, name } => {
                edits.push(Edit { span: tree.span(tree.key_of(*node)?), text: quoted(name) });
            }
            Change::Insert { node, name, text } => edits.push(insertion(tree, *node, name, &quoted(text))?),
            Change::Put { node, name, value } => edits.push(insertion(tree, *node, name, &formatted(value))?),
            Change::Split { node, texts } => {
                let all: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
                edits.push(split(tree, *node, &all)?);
            }
            Change::Divide { node, values } => {
                let all: Vec<String> = values.iter().map(formatted).collect();
                edits.push(split(tree, *node, &all)?);
            }
            Change::Replace { .. } | Change::Remove { .. } => {}
        }
    }
    let mut removed: HashMap<NodeId, HashSet<NodeId>> = HashMap::new();
    for change in changes {
        if let Change::Remove { node } = change {
            removed.entry(*tree.ancestors(*node).last()?).or_default().insert(*node);
        }
    }
    removed.iter().for_each(|(container, children)| remove_children(tree, *container, children, &mut edits));
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let overlap = edits.windows(2).any(|pair| pair[0].span.end > pair[1].span.start);
    (!overlap).then_some(edits)
}

/// Removes the children of `container` that are in `removed`, with their commas.
fn remove_children(tree: Tree<'_>, container: NodeId, removed: &HashSet<NodeId>, edits: &mut Vec<Edit>) {
    let only = removed.iter().next().filter(|_| removed.len() == 1);
    if let Some(edit) = only.and_then(|only| remove_one(tree, container, *only)) {
        return edits.push(edit);
    }
    let children: Vec<Child> = tree.children(container).collect();
    let is_removed = |child: &Child| removed.contains(&child.value);
    let start = |child: &Child| tree.span(child.key.unwrap_or(child.value)).start;
    let end = |child: &Child| tree.span(child.value).end;
    let mut delete = |start, end| edits.push(Edit { span: Span::new(start, end), text: String::new() });
    if children.iter().all(&is_removed) {
        let inside = tree.span(container);
        return delete(inside.start + 1, inside.end - 1);
    }
    let mut at = 0;
    while at < children.len() {
        if !is_removed(&children[at]) {
            at += 1;
            continue;
        }
        let run = children[at..].iter().take_while(|child| is_removed(child)).count();
        match children.get(at + run) {
            Some(next) => delete(start(&children[at]), start(next)),
            None => delete(end(&children[at - 1]), end(&children[at + run - 1])),
        }
        at += run;
    }
}

/// Removes one child that is not the last one, without visiting all children.
fn remove_one(tree: Tree<'_>, container: NodeId, child: NodeId) -> Option<Edit> {
    let next = tree.after(child);
    if next >= tree.after(container) {
        return None;
    }
    // The name of a member is removed as well. The next node is the next name or item.
    let start = tree.span(tree.key_of(child).unwrap_or(child)).start;
    Some(Edit { span: Span::new(start, tree.span(next).start), text: String::new() })
}

/// Replaces an item of an array by several, each on its own line if the item was.
fn split(tree: Tree<'_>, node: NodeId, all: &[String]) -> Option<Edit> {
    let list = *tree.ancestors(node).last()?;
    if !tree.is_array(list) || all.is_empty() {
        return None;
    }
    let separator = line_before(tree, list, node).map_or_else(|| ", ".to_owned(), |line| format!(",{line}"));
    Some(Edit { span: tree.span(node), text: all.join(&separator) })
}

/// Formats a value on one line.
fn formatted(value: &New) -> String {
    match value {
        New::Text(text) => quoted(text),
        New::List(items) => format!("[{}]", items.iter().map(formatted).collect::<Vec<_>>().join(", ")),
        New::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("{}: {}", quoted(name), formatted(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Adds a member, formatted like the last one.
fn insertion(tree: Tree<'_>, object: NodeId, name: &str, value: &str) -> Option<Edit> {
    if !tree.is_object(object) {
        return None;
    }
    let mut members: Vec<Child> = tree.children(object).collect();
    let Some(last) = members.pop() else {
        let at = tree.span(object).start + 1;
        let text = format!("{}{}: {value}", first_line(tree, object), quoted(name));
        return Some(Edit { span: Span::new(at, at), text });
    };
    let key = last.key?;
    let between = |from: NodeId, to: NodeId| tree.chunk().slice(Span::new(tree.span(from).end, tree.span(to).start));
    let is_single_line = |text: &&str| !text.contains(['\n', '\r']);
    let colon = Some(between(key, last.value)).filter(is_single_line).unwrap_or(": ");
    let separator = match (line_before(tree, object, key), members.last()) {
        (Some(line), _) => format!(",{line}"),
        (None, Some(before)) => Some(between(before.value, key)).filter(is_single_line).unwrap_or(", ").to_owned(),
        // Programs that write no space after colons write none after commas.
        (None, None) => if colon.ends_with(':') { "," } else { ", " }.to_owned(),
    };
    let at = tree.span(last.value).end;
    Some(Edit { span: Span::new(at, at), text: format!("{separator}{}{colon}{value}", quoted(name)) })
}

/// Returns the line end and the indentation before a node that begins a line in `container`.
fn line_before(tree: Tree<'_>, container: NodeId, node: NodeId) -> Option<String> {
    let source = tree.chunk().text;
    let start = tree.span(node).start as usize;
    // Scans backwards from the node, since the line may be the whole file.
    let line = source[..start].trim_end_matches([' ', '\t']).len();
    let before = &source[line..start];
    let is_own = line > tree.span(container).start as usize && source[..line].ends_with(['\n', '\r']);
    is_own.then(|| format!("{}{before}", line_end(&source[..line])))
}

/// Returns the line end at the end of `text`.
fn line_end(text: &str) -> &'static str {
    match text {
        text if text.ends_with("\r\n") => "\r\n",
        text if text.ends_with('\r') => "\r",
        _ => "\n",
    }
}

/// Returns the line end and the indentation for the first member of an empty object on several lines: indented by the
/// same step as the object in its own container, or by two spaces.
fn first_line(tree: Tree<'_>, object: NodeId) -> String {
    let span = tree.span(object);
    let source = tree.chunk().text;
    let inside = &source[span.start as usize + 1..span.end as usize - 1];
    let Some(last) = inside.rfind(['\n', '\r']) else { return String::new() };
    let closing = &inside[last + 1..];
    let outer = *tree.ancestors(object).last().unwrap_or(&object);
    let named = tree.key_of(object).unwrap_or(object);
    let own = line_before(tree, outer, named).unwrap_or_default();
    let own = own.trim_start_matches(['\n', '\r']);
    let outer_line = source[..tree.span(outer).start as usize].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let outer_indent: &str = &source[outer_line..];
    let outer_indent = &outer_indent[..outer_indent.len() - outer_indent.trim_start_matches([' ', '\t']).len()];
    let step = own.strip_prefix(outer_indent).filter(|step| !step.is_empty()).unwrap_or("  ");
    format!("{}{closing}{step}", line_end(&inside[..=last]))
}

/// Formats a new value. A number remains a number.
fn value(tree: Tree<'_>, node: NodeId, text: &str) -> String {
    if stays_number(tree.kind(node), text) { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{JsonMode, Reader};
    use crate::text::Chunk;
    use crate::tree::{Arena, Pointer};

    fn edited(text: &str, changes: impl FnOnce(&dyn Fn(&str) -> NodeId) -> Vec<Change>) -> Option<String> {
        let mut arena = Arena::default();
        let chunk = Chunk::new(text, 0);
        Reader::new(chunk, Syntax::Json, JsonMode::Single, |_| true).next(&mut arena, &mut Vec::new());
        let tree = Tree::new(chunk, &arena).expect("a record");
        let changes = changes(&|pointer| Pointer::find(pointer, tree).expect(pointer));
        edits(tree, &changes).map(|edits| Edit::apply(text, &edits))
    }

    fn removed(text: &str, pointers: &[&str]) -> Option<String> {
        edited(text, |at| pointers.iter().map(|pointer| Change::Remove { node: at(pointer) }).collect())
    }

    #[test]
    fn commas_are_removed_with_members() {
        let text = r#"{ "a": 1, "b": 2, "c": 3 }"#;
        assert_eq!(removed(text, &["/a"]).as_deref(), Some(r#"{ "b": 2, "c": 3 }"#));
        assert_eq!(removed(text, &["/b"]).as_deref(), Some(r#"{ "a": 1, "c": 3 }"#));
        assert_eq!(removed(text, &["/c"]).as_deref(), Some(r#"{ "a": 1, "b": 2 }"#));
        assert_eq!(removed(text, &["/b", "/c"]).as_deref(), Some(r#"{ "a": 1 }"#));
        assert_eq!(removed(text, &["/c", "/a"]).as_deref(), Some(r#"{ "b": 2 }"#));
        assert_eq!(removed(text, &["/a", "/b", "/c"]).as_deref(), Some("{}"));
        assert_eq!(removed(r#"{"l":[1, [2, 3], 4]}"#, &["/l/1/0", "/l/2"]).as_deref(), Some(r#"{"l":[1, [3]]}"#));
    }

    #[test]
    fn new_members_are_formatted_like_the_last_one() {
        let insert = |text: &str| {
            edited(text, |at| vec![Change::Insert { node: at(""), name: "b".into(), text: "x\"y".into() }])
        };
        assert_eq!(insert("{}").as_deref(), Some(r#"{"b": "x\"y"}"#));
        assert_eq!(insert(r#"{"a":1}"#).as_deref(), Some(r#"{"a":1,"b":"x\"y"}"#));
        assert_eq!(insert(r#"{"a": 1}"#).as_deref(), Some(r#"{"a": 1, "b": "x\"y"}"#));
        assert_eq!(insert(r#"{ "a" :1,"c" : 2 }"#).as_deref(), Some(r#"{ "a" :1,"c" : 2,"b" : "x\"y" }"#));
        assert_eq!(insert("{\r\n  \"a\": 1\r\n}").as_deref(), Some("{\r\n  \"a\": 1,\r\n  \"b\": \"x\\\"y\"\r\n}"));
        assert_eq!(insert("{\n}\n").as_deref(), Some("{\n  \"b\": \"x\\\"y\"\n}\n"));
        assert_eq!(insert("7"), None);
        let inner = edited("{\r\n\t\"o\": {\r\n\t}\r\n}", |at| {
            vec![Change::Insert { node: at("/o"), name: "b".into(), text: "x".into() }]
        });
        assert_eq!(inner.as_deref(), Some("{\r\n\t\"o\": {\r\n\t\t\"b\": \"x\"\r\n\t}\r\n}"));
    }

    #[test]
    fn only_the_range_of_a_string_is_written() {
        let text = r#"{"l":["\u0142 s. 1", 2]}"#;
        let within =
            edited(text, |at| vec![Change::Replace { node: at("/l/0"), range: Some(3..6), text: String::new() }]);
        assert_eq!(within.as_deref(), Some(r#"{"l":["\u0142 1", 2]}"#));
        let whole = edited(text, |at| vec![Change::Replace { node: at("/l/1"), range: None, text: "3".into() }]);
        assert_eq!(whole.as_deref(), Some(r#"{"l":["\u0142 s. 1", 3]}"#));
        let split = edited(text, |at| vec![Change::Split { node: at("/l/1"), texts: vec!["a".into(), "b".into()] }]);
        assert_eq!(split.as_deref(), Some(r#"{"l":["\u0142 s. 1", "a", "b"]}"#));
        let both =
            |at: &dyn Fn(&str) -> NodeId| vec![Change::Split { node: at("/l/0"), texts: vec!["a".into(), "b".into()] }];
        assert_eq!(edited("{\"l\":[\n 1\n]}", both).as_deref(), Some("{\"l\":[\n \"a\",\n \"b\"\n]}"));
        // Only an item of an array can be split.
        let member = |at: &dyn Fn(&str) -> NodeId| vec![Change::Split { node: at("/l"), texts: vec!["a".into()] }];
        assert_eq!(edited("{\"l\": \"a\"}", member), None);
    }

    #[test]
    fn escapes_outside_of_differences_are_kept() {
        let whole = |text: &str, new: &str| {
            edited(text, |at| vec![Change::Replace { node: at("/t"), range: None, text: new.into() }])
        };
        let text = r#"{"t": "<b>\u0142an</b> a\/b \ud83d\ude00"}"#;
        assert_eq!(whole(text, "łan a/b 😀").as_deref(), Some(r#"{"t": "\u0142an a\/b \ud83d\ude00"}"#));
        assert_eq!(whole(r#"{"t": "a\tb"}"#, "a\tb").as_deref(), Some(r#"{"t": "a\tb"}"#));
        assert_eq!(whole(r#"{"t": null}"#, "x").as_deref(), Some(r#"{"t": "x"}"#));
    }

    #[test]
    fn conflicting_changes_are_rejected() {
        let both = edited(r#"{"a": "x"}"#, |at| {
            vec![Change::Remove { node: at("/a") }, Change::Rename { node: at("/a"), name: "b".into() }]
        });
        assert_eq!(both, None);
    }
}
