//! Real files with parts removed, inserted or moved: no panic, parsing ends, and every position is within the text.

use crate::support;

use crate::support::Numbers;
use recordlint::diagnostic::{Change, Edit, New, Place};
use recordlint::shape;
use recordlint::syntax::{JsonMode, Reader, Syntax};
use recordlint::text::Chunk;
use recordlint::tree::{Arena, Pointer, Tree};
use std::fs;

/// The maximum size of a file, so that many files can be tested.
const LONGEST: usize = 30_000;

/// The number of changed versions of each file.
const TIMES: usize = 12;

/// The texts to insert.
const SCRAPS: &[&str] = &[
    "<",
    ">",
    "&",
    "</",
    "/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE a [",
    "<?",
    "&#",
    "&x;",
    "=\"",
    "'",
    "{",
    "}",
    "\"",
    "@",
    "@misc{",
    "#",
    ",",
    "\\",
    "\\'",
    "\n",
    "\r\n",
    "TY  - ",
    "ER  - ",
    "ł",
    "\u{0}",
    "\u{feff}",
    "%",
    "$",
    "~",
    "\n  ",
    ": ",
    "- ",
    "|\n",
    ">-\n",
    "&a ",
    "*a",
    "---\n",
    "[",
    "]",
];

/// Returns a random position between two characters.
fn place(numbers: &mut Numbers, text: &str) -> usize {
    let mut at = numbers.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn mutated(text: &str, numbers: &mut Numbers) -> String {
    let (one, other) = (place(numbers, text), place(numbers, text));
    let (start, end) = (one.min(other), one.max(other));
    match numbers.below(4) {
        0 => text[..start].to_owned(),
        1 => {
            let behind = text[start..].char_indices().nth(40).map_or(text.len(), |(length, _)| start + length);
            [&text[..start], &text[behind..]].concat()
        }
        2 => [&text[..end], &text[start..]].concat(),
        _ => [&text[..start], SCRAPS[numbers.below(SCRAPS.len())], &text[start..]].concat(),
    }
}

/// Parses a text completely, and requests every position and every kind of edit.
fn exercise(text: &str, syntax: Syntax) {
    let chunk = Chunk::new(text, 0);
    let reader = Reader::new(chunk, syntax, JsonMode::DetectLines, |_| true);
    let mut reader = reader.elements(shape::is_record_element, shape::is_context_element);
    let (mut arena, mut findings) = (Arena::default(), Vec::new());
    while let Some(record) = reader.next(&mut arena, &mut findings) {
        if !record.readable {
            continue;
        }
        let tree = Tree::new(chunk, &arena).expect("a record");
        let count = tree.strings().count();
        let value = New::List(vec![New::object([("x", "y: z")])]);
        for node in tree.strings().step_by(1 + count / 10) {
            let own = tree.string(node).expect("a text");
            let first = own.chars().next().map_or(0, char::len_utf8);
            for range in [0..own.len(), 0..first, own.len()..own.len()] {
                let span = syntax.locate(tree, node, range.clone());
                assert!(text.get(span.range()).is_some(), "{own:?} {range:?}: {span:?}");
            }
            assert!(node == tree.root() || !Pointer::of(tree, node).is_root());
            for change in [
                Change::Remove { node },
                Change::Replace { node, range: Some(0..first), text: "x".to_owned() },
                Change::Insert { node: tree.root(), name: "KW".to_owned(), text: "x".to_owned() },
                Change::Rename { node, name: "KW".to_owned() },
                Change::Split { node, texts: vec!["x".to_owned(), "y".to_owned()] },
                Change::Put { node: tree.root(), name: "KW".to_owned(), value: value.clone() },
                Change::Divide { node, values: vec![value.clone(), value.clone()] },
            ] {
                let edits = syntax.edits(tree, &[change]).unwrap_or_default();
                assert!(edits.iter().all(|edit| text.get(edit.span.range()).is_some()));
                let _ = Edit::apply(text, &edits);
            }
        }
    }
    for finding in findings {
        let Place::Bytes(span) = finding.place else { panic!("a syntax reports byte ranges") };
        assert!(text.get(span.range()).is_some(), "{}: {span:?}", finding.message);
    }
}

#[test]
fn damaged_files_cause_no_panic() {
    let Some(folder) = support::shared("corpora") else { return };
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let mut tried = 0;
    for path in support::files(&folder) {
        let syntax = match path.extension().and_then(|ending| ending.to_str()) {
            Some("xml") => Syntax::Xml,
            Some("bib") => Syntax::Bibtex,
            Some("ris") => Syntax::Ris,
            Some("yaml" | "yml") => Syntax::Yaml,
            Some("json") => Syntax::Json,
            _ => continue,
        };
        let bytes = fs::read(&path).expect("a file of the corpora can be read");
        let Some(source) = support::utf8("file", &bytes) else { continue };
        if source.chunk.text.len() > LONGEST {
            continue;
        }
        let mut text = source.chunk.text.to_owned();
        for _ in 0..TIMES {
            text = mutated(&text, &mut numbers);
            exercise(&text, syntax);
            tried += 1;
            if text.is_empty() || text.len() > LONGEST {
                text = source.chunk.text.to_owned();
            }
        }
    }
    println!("{tried} texts");
    assert!(tried > 5000, "{tried}");
}
