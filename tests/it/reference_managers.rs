//! Real BibTeX and RIS files from reference managers: no crash, every span inside its file, every text found at its
//! position, and the number of records that parse.

use crate::support;

use recordlint::diagnostic::{Finding, Place, Severity};
use recordlint::syntax::{JsonMode, Reader, Syntax};
use recordlint::text::Decoded;
use recordlint::tree::{Arena, Tree};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Compares positions: every character of a text must be inside its value, and in the order of the text.
fn compare_places(tree: Tree<'_>, syntax: Syntax, name: &str, wrong: &mut Vec<String>) {
    for node in tree.strings() {
        let text = tree.string(node).unwrap_or_default();
        let outer = tree.span(node);
        let mut last = 0;
        for (at, letter) in text.char_indices().take(50) {
            let span = syntax.locate(tree, node, at..at + letter.len_utf8());
            let raw = tree.chunk().text.get(span.range());
            let is_inside = outer.start <= span.start && span.end <= outer.end;
            if raw.is_none() || !is_inside || span.start < last {
                wrong.push(format!("{name}: {letter:?} of {text:?} is not {raw:?}"));
            }
            last = span.start;
        }
    }
}

/// Reads all files with this extension. Returns the number of records, and of broken records.
fn read_all(folder: &Path, ending: &str, syntax: Syntax) -> (usize, usize) {
    let (mut files, mut entries, mut broken, mut wrong) = (0, 0, 0, Vec::new());
    let mut reported: BTreeMap<String, usize> = BTreeMap::new();
    for path in support::files(folder) {
        if path.extension().is_none_or(|found| found != ending) {
            continue;
        }
        files += 1;
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let bytes = fs::read(&path).expect("a file of the corpora can be read");
        let decoded = Decoded::new(&bytes, 0, None).expect("it is short");
        let chunk = decoded.source(&name).chunk;
        let mut reader = Reader::new(chunk, syntax, JsonMode::Single, |_| true);
        let (mut arena, mut findings) = (Arena::default(), Vec::<Finding>::new());
        let mut end = 0;
        while let Some(record) = reader.next(&mut arena, &mut findings) {
            entries += 1;
            if !record.readable {
                broken += 1;
                continue;
            }
            let tree = Tree::new(chunk, &arena).expect("a record");
            let span = tree.span(tree.root());
            if span.start < end || chunk.text.get(span.range()).is_none() {
                wrong.push(format!("{name}: an entry at {span:?}"));
            }
            end = span.end;
            // Abbreviations are searched from the beginning of a file for each position.
            if entries % 7 == 0 || syntax == Syntax::Ris {
                compare_places(tree, syntax, &name, &mut wrong);
            }
        }
        for finding in findings {
            let Place::Bytes(span) = finding.place else { panic!("a syntax speaks of bytes") };
            if chunk.text.get(span.range()).is_none() {
                wrong.push(format!("{name}: {} at {span:?}", finding.message));
            }
            if finding.severity == Severity::Error {
                println!("{name}: {}", finding.message);
            }
            *reported.entry(finding.message.split('`').next().unwrap_or_default().to_owned()).or_default() += 1;
        }
    }
    println!("{files} files, {entries} records, {broken} of them broken; {reported:#?}");
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
    (entries, broken)
}

#[test]
fn bibtex_files_are_read_completely() {
    let Some(folder) = support::shared("corpora") else { return };
    let (entries, broken) = read_all(&folder, "bib", Syntax::Bibtex);
    assert!(entries > 5000 && broken * 50 < entries, "{broken} of {entries} entries are broken");
}

#[test]
fn ris_files_are_read_completely() {
    let Some(folder) = support::shared("corpora") else { return };
    let (records, broken) = read_all(&folder, "ris", Syntax::Ris);
    // One export has the line `TY` eight times before a record.
    assert!(records > 50 && broken == 8, "{broken} of {records} records are broken");
}
