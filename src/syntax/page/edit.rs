//! Turns changes of nodes into edits of the text of a record page.
//!
//! The meaning of a line depends on its form: a shortened paragraph may no longer be an abstract, and a word may be a
//! heading. The edited page is therefore parsed again, and the edits are only returned if the result is as intended.
//! Fields cannot be added to a page.

use super::Reader;
use crate::diagnostic::{Change, Edit};
use crate::syntax::rewrite::rewrites;
use crate::text::{Chunk, Span};
use crate::tree::{Arena, Kind, NodeId, Tree};
use std::collections::HashMap;

/// A longer text is not the page of a single record, and is not parsed again for every fix.
const LONGEST: usize = 1 << 16;

/// Returns the edits for `changes`, in the order of the text. `None` if they cannot be made together, or not safely.
pub(in crate::syntax) fn edits(tree: Tree<'_>, changes: &[Change]) -> Option<Vec<Edit>> {
    let text = tree.chunk().text;
    if text.len() > LONGEST {
        return None;
    }
    let mut edits = Vec::new();
    let mut meant: HashMap<NodeId, Vec<String>> = HashMap::new();
    for rewrite in rewrites(tree, changes)? {
        for (range, text) in rewrite.parts? {
            let start = tree.text_start(rewrite.node);
            edits.push(Edit { span: Span::new(start + range.start as u32, start + range.end as u32), text });
        }
        meant.insert(rewrite.node, vec![rewrite.text]);
    }
    for change in changes {
        match change {
            Change::Replace { .. } => {}
            Change::Split { node, texts } => {
                let span = tree.span(*node);
                let line = text[..span.start as usize].rfind(['\n', '\r']).map_or(0, |end| end + 1);
                let mark = if text[span.end as usize..].starts_with("\r\n") { "\r\n" } else { "\n" };
                // The text before the value, such as a bullet, is repeated before each new one.
                let separator = format!("{mark}{}", &text[line..span.start as usize]);
                edits.push(Edit { span, text: texts.join(&separator) });
                let is_twice = meant.insert(*node, texts.clone()).is_some();
                if is_twice {
                    return None;
                }
            }
            Change::Insert { .. }
            | Change::Rename { .. }
            | Change::Remove { .. }
            | Change::Put { .. }
            | Change::Divide { .. } => return None,
        }
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let overlap = edits.windows(2).any(|pair| pair[0].span.end > pair[1].span.start || pair[0].span == pair[1].span);
    if overlap {
        return None;
    }
    let after = Edit::apply(text, &edits);
    let (mut arena, mut findings) = (Arena::default(), Vec::new());
    let chunk = Chunk { text: &after, ..tree.chunk() };
    Reader::new(chunk).next(&mut arena, &mut findings)?;
    (content_of(tree, &meant) == content_of(Tree::new(chunk, &arena)?, &HashMap::new())).then_some(edits)
}

/// Returns the headings and the lines of a page, with `meant` replacing some lines.
fn content_of(tree: Tree<'_>, meant: &HashMap<NodeId, Vec<String>>) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    for node in (0..tree.node_count() as u32).map(NodeId::new) {
        match tree.kind(node) {
            Kind::Key => found.push((true, tree.key_name(node).to_owned())),
            _ => match (meant.get(&node), tree.string(node)) {
                (Some(lines), _) => found.extend(lines.iter().map(|line| (false, line.clone()))),
                (None, Some(line)) => found.push((false, line.to_owned())),
                (None, None) => {}
            },
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Pointer;

    fn edited(text: &str, pointer: &str, change: impl FnOnce(NodeId) -> Change) -> Option<String> {
        let mut arena = Arena::default();
        let chunk = Chunk::new(text, 0);
        Reader::new(chunk).next(&mut arena, &mut Vec::new());
        let tree = Tree::new(chunk, &arena).expect("a record");
        let node = Pointer::find(pointer, tree).expect(pointer);
        edits(tree, &[change(node)]).map(|edits| Edit::apply(text, &edits))
    }

    const PAGE: &str = "2021 | vol. 3 |  | s. 1-2\r\n\r\nArticle title\r\n  A  title \r\n\r\nKeywords\r\n• a; b\r\n";

    #[test]
    fn a_line_is_changed_in_place() {
        let replaced = |pointer: &str, new: &str| {
            edited(PAGE, pointer, |node| Change::Replace { node, range: None, text: new.to_owned() })
        };
        assert_eq!(replaced("/Article title/0", "A title"), Some(PAGE.replace("A  title", "A title")));
        assert_eq!(replaced("/Header/1", "3"), Some(PAGE.replace("vol. 3", "3")));
        assert_eq!(replaced("/Header/2", "4"), Some(PAGE.replace("|  |", "|  4|")));
        for new in ["", "Keywords", "a\nb", " a", "- a"] {
            assert_eq!(replaced("/Article title/0", new), None, "{new}");
        }
        assert_eq!(replaced("/Header/1", "3|4"), None);
    }

    #[test]
    fn a_line_becomes_several() {
        let texts = vec!["a".to_owned(), "b".to_owned()];
        let found = edited(PAGE, "/Keywords/0", |node| Change::Split { node, texts });
        assert_eq!(found, Some(PAGE.replace("• a; b", "• a\r\n• b")));
    }

    #[test]
    fn a_paragraph_that_would_not_be_an_abstract_is_kept() {
        let long = "word ".repeat(41);
        let page = format!("Article title\na\n\n\n{long}\n");
        let whole =
            |new: String| edited(&page, "/Abstracts/0", |node| Change::Replace { node, range: None, text: new });
        assert_eq!(whole("word ".repeat(20) + "x"), None);
        assert!(whole("word ".repeat(50) + "x").is_some());
    }
}
