//! Changes of texts in real files: the result must parse as intended, and nothing else may change.

use crate::support;

use recordlint::diagnostic::{Change, Edit};
use recordlint::shape;
use recordlint::syntax::{JsonMode, Reader, Syntax};
use recordlint::text::Chunk;
use recordlint::tree::{Arena, NodeId, Tree};
use std::fs;

/// The number of records in a file, and of texts in a record, that are changed.
const RECORDS: usize = 2;
const TEXTS: usize = 5;

/// The maximum length of a text. Longer texts are tested elsewhere.
const LONGEST: usize = 50_000;

/// Reads the record with this number into the arena. Returns whether it parses.
fn read(text: &str, syntax: Syntax, number: usize, arena: &mut Arena) -> bool {
    let reader = Reader::new(Chunk::new(text, 0), syntax, JsonMode::DetectLines, |_| true);
    let mut reader = reader.elements(shape::is_record_element, shape::is_context_element);
    let mut findings = Vec::new();
    for _ in 0..number {
        if reader.next(arena, &mut findings).is_none() {
            return false;
        }
    }
    reader.next(arena, &mut findings).is_some_and(|record| record.readable)
}

/// Returns all texts of a record.
fn texts(tree: Tree<'_>) -> Vec<String> {
    tree.strings().filter_map(|node| tree.string(node)).map(str::to_owned).collect()
}

/// Changes the text with the number `at`, and compares all texts with the expected ones. Returns whether the change was made.
fn change(text: &str, syntax: Syntax, number: usize, at: usize, by: &dyn Fn(NodeId, &str) -> (Change, String)) -> bool {
    let mut arena = Arena::default();
    assert!(read(text, syntax, number, &mut arena));
    let tree = Tree::new(Chunk::new(text, 0), &arena).expect("a record");
    let node = tree.strings().nth(at).expect("a text");
    let mut expected = texts(tree);
    let (change, meant) = by(node, &expected[at]);
    let Some(edits) = syntax.edits(tree, std::slice::from_ref(&change)) else { return false };
    let edited = Edit::apply(text, &edits);
    expected[at] = meant;
    assert!(read(&edited, syntax, number, &mut arena), "{change:?} leaves no record");
    let found = texts(Tree::new(Chunk::new(&edited, 0), &arena).expect("a record"));
    assert_eq!(found, expected, "{change:?}: {edits:?}");
    true
}

fn every_file(ending: &str, syntax: Syntax) {
    let Some(folder) = support::shared("corpora") else { return };
    let (mut made, mut refused) = (0, 0);
    for path in support::files(&folder) {
        if path.extension().is_none_or(|found| found != ending) {
            continue;
        }
        let bytes = fs::read(&path).expect("a file of the corpora can be read");
        let Some(source) = support::utf8("file", &bytes) else { continue };
        let text = source.chunk.text;
        if text.len() > LONGEST {
            continue;
        }
        let mut arena = Arena::default();
        for number in 0..RECORDS {
            if !read(text, syntax, number, &mut arena) {
                continue;
            }
            let count = texts(Tree::new(source.chunk, &arena).expect("a record")).len();
            for at in (0..count).step_by(1 + count / TEXTS) {
                let whole =
                    |node, old: &str| (Change::Replace { node, range: None, text: old.to_owned() }, old.to_owned());
                // The first space and the character after it are replaced with two others.
                let part = |node, old: &str| {
                    let start = old.find(' ').unwrap_or_default();
                    let end = old[start..].char_indices().nth(2).map_or(old.len(), |(length, _)| start + length);
                    let new = "_&ł";
                    let meant = format!("{}{new}{}", &old[..start], &old[end..]);
                    (Change::Replace { node, range: Some(start..end), text: new.to_owned() }, meant)
                };
                for by in [&whole as &dyn Fn(NodeId, &str) -> (Change, String), &part] {
                    let is_made = change(text, syntax, number, at, by);
                    made += usize::from(is_made);
                    refused += usize::from(!is_made);
                }
            }
        }
    }
    println!("{ending}: {made} changes made, {refused} refused");
    assert!(made > refused * 5, "{made} made, {refused} refused");
}

#[test]
fn changed_xml_parses_as_intended() {
    every_file("xml", Syntax::Xml);
}

#[test]
fn changed_bibtex_parses_as_intended() {
    every_file("bib", Syntax::Bibtex);
}

#[test]
fn changed_ris_parses_as_intended() {
    every_file("ris", Syntax::Ris);
}
