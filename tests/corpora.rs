//! Real records: no crash, every span inside its file and on a character boundary, and every value at the position in the
//! tree.
#![allow(clippy::expect_used, clippy::print_stderr, clippy::print_stdout)] // A test that cannot go on says so.
#![allow(missing_docs)]

#[path = "it/support/mod.rs"]
mod support;

use recordlint::diagnostic::Finding;
use recordlint::lint::{self, Scratch};
use recordlint::syntax::{JsonMode, Reader, Syntax};
use recordlint::text::{Decoded, Units};
use recordlint::tree::{Arena, Kind, NodeId, Tree};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Decodes the text of a node from the bytes of its span with another parser.
fn decoded_by_other_parser(tree: Tree<'_>, node: NodeId) -> Option<Value> {
    serde_json::from_str(tree.raw(node)).ok()
}

/// Compares a value with the one that `serde_json` found at the same position.
fn compare(tree: Tree<'_>, node: NodeId, theirs: &Value, path: &str, wrong: &mut Vec<String>) {
    let agrees = match (tree.kind(node), theirs) {
        (Kind::Object, Value::Object(members)) => {
            for (name, theirs) in members {
                match tree.get_named(node, name) {
                    Some(child) => compare(tree, child.value, theirs, path, wrong),
                    None => wrong.push(format!("{path}: `{name}` is not in the tree")),
                }
            }
            true
        }
        (Kind::Array, Value::Array(items)) => {
            let ours: Vec<NodeId> = tree.items(node).collect();
            ours.iter().zip(items).for_each(|(ours, theirs)| compare(tree, *ours, theirs, path, wrong));
            ours.len() == items.len()
        }
        (Kind::String, Value::String(text)) => {
            tree.string(node) == Some(text) && decoded_by_other_parser(tree, node).as_ref() == Some(theirs)
        }
        (_, theirs) => decoded_by_other_parser(tree, node).as_ref() == Some(theirs),
    };
    if !agrees {
        wrong.push(format!("{path}: {} is not {theirs}", tree.raw(node)));
    }
}

#[test]
fn every_json_value_is_at_its_position_in_the_tree() {
    let Some(folder) = support::shared("corpora") else { return };
    let mut wrong = Vec::new();
    let (mut files, mut compared) = (0, 0);
    for path in support::files(&folder) {
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        files += 1;
        let shown = path.display().to_string();
        let bytes = fs::read(&path).expect("a file of the corpora can be read");
        let Some(source) = support::utf8(&shown, &bytes) else { continue };
        let Ok(theirs) = serde_json::from_str::<Value>(source.chunk.text) else { continue };
        compared += 1;
        // Whole documents, as one record, so that every value of the file is compared.
        let mut arena = Arena::default();
        let mut findings: Vec<Finding> = Vec::new();
        let mut reader = Reader::new(source.chunk, Syntax::Json, JsonMode::Single, |_| true);
        let mut at = 0;
        while let Some(record) = reader.next(&mut arena, &mut findings) {
            match (Tree::new(source.chunk, &arena), theirs.pointer(&record.pointer)) {
                (Some(tree), Some(theirs)) => compare(tree, tree.root(), theirs, &shown, &mut wrong),
                _ => wrong.push(format!("{shown}: record {at} at `{}` cannot be found", record.pointer)),
            }
            at += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    eprintln!("{files} files, {compared} of them compared value by value");
    assert!(compared > 1000, "only {compared} of {files} files were compared");
}

/// Returns the byte offsets of the lines of a file, as `grep -n` counts them: after each line feed. In UTF-16 and UTF-32,
/// a line feed is a unit of two or four bytes.
fn line_starts(bytes: &[u8], units: Units) -> Vec<u64> {
    let width = match units {
        Units::Utf16 => 2,
        Units::Utf32 => 4,
        _ => 1,
    };
    let is_end = |unit: &[u8]| {
        unit.iter().filter(|byte| **byte != 0).eq([&b'\n']) && (unit[0] == b'\n' || unit[width - 1] == b'\n')
    };
    let ends = bytes.chunks_exact(width).enumerate().filter(|(_, unit)| is_end(unit));
    std::iter::once(0).chain(ends.map(|(at, _)| ((at + 1) * width) as u64)).collect()
}

#[test]
fn every_finding_points_into_its_file() {
    let Some(folder) = support::shared("corpora") else { return };
    let policy = support::policy("cejsh", &["all"]);
    let (mut records, mut encoded) = (0, 0);
    let mut wrong = Vec::new();
    for path in support::files(&folder) {
        let bytes = fs::read(&path).expect("a file can be read");
        let name = path.to_string_lossy();
        let decoded = Decoded::new(&bytes, 0, None).expect("it is short");
        encoded += u32::from(decoded.encoding.is_some());
        let source = decoded.source(&name);
        let Ok(syntax) = recordlint::syntax::detect(&name, source.chunk.text) else { continue };
        let outcome = lint::lint(source, syntax, JsonMode::DetectLines, &policy, &mut Scratch::default());
        records += outcome.records;
        let starts = line_starts(&bytes, source.chunk.units);
        for diagnostic in &outcome.diagnostics {
            assert!(diagnostic.message.chars().count() <= 120, "{}: {}", diagnostic.rule, diagnostic.message);
            for label in &diagnostic.labels {
                let range = label.span.range();
                assert!(source.chunk.text.get(range).is_some(), "{name}: {}", diagnostic.rule);
                for place in [label.start, label.end] {
                    let line = starts.partition_point(|start| *start <= place.offset);
                    if place.offset > bytes.len() as u64 || place.line != line as u64 {
                        wrong.push(format!("{name}: {} at {place:?}, which is in line {line}", diagnostic.rule));
                    }
                }
                // Columns count characters of the line. Long lines are skipped, because counting takes too long.
                let before = &source.chunk.text[..label.span.start as usize];
                let begins = before.rfind('\n').map_or(0, |end| end + 1);
                if before.len() - begins < 10_000 {
                    let column = before[begins..].chars().count() as u64 + 1;
                    assert_eq!(label.start.column, column, "{name}: {}", diagnostic.rule);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
    assert!(records > 1000 && encoded > 3, "{records} records, {encoded} encoded files");
}

/// The numbers of findings in a folder by rule, one per line, to show changes of behaviour.
#[test]
fn counts_by_rule_are_unchanged() {
    let Some(folder) = support::shared("corpora") else { return };
    let policy = support::policy("core", &[]);
    let mut counts: BTreeMap<(String, String), u64> = BTreeMap::new();
    for path in support::files(&folder) {
        let bytes = fs::read(&path).expect("a file can be read");
        let Some(source) = support::utf8("file", &bytes) else { continue };
        let name = path.to_string_lossy();
        let Ok(syntax) = recordlint::syntax::detect(&name, source.chunk.text) else { continue };
        let below = path.strip_prefix(&folder).expect("it was found there");
        let group: Vec<_> = below.iter().take(2).map(|part| part.to_string_lossy().into_owned()).collect();
        let group = group.join("/");
        let outcome = support::lint(&name, source.chunk.text, syntax, JsonMode::DetectLines, &policy);
        *counts.entry((group.clone(), "records".to_owned())).or_default() += outcome.records - outcome.unchecked;
        for diagnostic in &outcome.diagnostics {
            *counts.entry((group.clone(), diagnostic.rule.to_string())).or_default() += 1;
        }
    }
    let found: String = counts.iter().fold(String::new(), |mut all, ((group, rule), count)| {
        let _ = writeln!(all, "{group} {rule} {count}");
        all
    });
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora-counts.txt");
    if std::env::var_os("RECORDLINT_BLESS").is_some() {
        fs::write(&path, &found).expect("the counts can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, expected, "RECORDLINT_BLESS=1 rewrites them");
}

/// The expected findings in the first record of this project.
#[test]
fn the_page_gets_its_eleven_findings() {
    let Some(folder) = support::shared("seed") else { return };
    let text = fs::read_to_string(folder.join("yadda-page.txt")).expect("the page");
    let findings = |profile: &str| {
        let policy = support::policy(profile, &[]);
        let syntax = recordlint::syntax::detect("yadda-page.txt", &text).expect("a page");
        let outcome = support::lint("yadda-page.txt", &text, syntax, JsonMode::DetectLines, &policy);
        let line =
            |one: &recordlint::diagnostic::Diagnostic| (one.start().line, one.rule.to_string(), one.severity.name());
        let mut found: Vec<_> = outcome.diagnostics.iter().map(line).collect();
        found.sort_unstable();
        found
    };
    let cejsh = [
        (1, "doi/missing", "warning"),
        (1, "keyword/missing", "warning"),
        (10, "title/variant-lang-missing", "error"),
        (12, "language/missing", "error"),
        (15, "abstract/lang-missing", "error"),
        (16, "abstract/lang-missing", "error"),
        (23, "field/empty", "warning"),
        (28, "affiliation/unreferenced", "warning"),
        (31, "type/missing", "error"),
        (33, "field/empty", "warning"),
        (36, "field/empty", "error"),
    ];
    let cejsh = cejsh.map(|(line, rule, severity)| (line, rule.to_owned(), severity));
    assert_eq!(findings("cejsh"), cejsh);
    let core: Vec<_> = findings("core").into_iter().map(|(line, rule, _)| (line, rule)).collect();
    assert_eq!(core, cejsh[2..].iter().map(|(line, rule, _)| (*line, rule.clone())).collect::<Vec<_>>());
}
