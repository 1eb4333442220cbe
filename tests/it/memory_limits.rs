//! Small files cannot use much memory: texts that are repeated by references are limited, and a file is rejected at the
//! position where it exceeds the limit.
#![allow(clippy::format_collect, clippy::format_push_string)] // The text of a test may be made slowly.

use crate::support;

use recordlint::diagnostic::{Finding, Place};
use recordlint::ruleset::schema::Schema;
use recordlint::syntax::{JsonMode, Reader, Syntax};
use recordlint::text::{Files, FilesError, Source};
use recordlint::tree::{Arena, NodeId, Tree};
use std::fs;
use std::path::Path;

/// The number of bytes that references may repeat, in addition to twice the length of the file.
const MOST_TEXT: usize = 1 << 20;

/// The number of values that the aliases of a YAML file may repeat, in addition to one for every four bytes of the file.
const MOST_VALUES: usize = 100_000;

/// The size of the records of a file.
#[derive(Debug, Default)]
struct Size {
    /// The number of lists, objects, texts and other values.
    values: usize,
    /// The number of bytes in texts and names.
    text: usize,
    /// The number of records that parse.
    readable: usize,
    findings: Vec<Finding>,
}

impl Size {
    fn of(text: &str, syntax: Syntax) -> Self {
        let source = Source::of_text("x", text).expect("a test's text is UTF-8");
        let mut reader = Reader::new(source.chunk, syntax, JsonMode::DetectLines, |_| true);
        let (mut arena, mut held) = (Arena::default(), Size::default());
        while let Some(record) = reader.next(&mut arena, &mut held.findings) {
            if record.readable {
                held.readable += 1;
                let tree = Tree::new(source.chunk, &arena).expect("a record");
                held.add(tree, tree.root());
            }
        }
        held
    }

    fn add(&mut self, tree: Tree<'_>, node: NodeId) {
        self.values += 1;
        self.text += tree.text(node).map_or(0, str::len);
        for child in tree.children(node) {
            self.text += child.key.map_or(0, |key| tree.key_name(key).len());
            self.add(tree, child.value);
        }
    }

    /// Asserts that the file was rejected once for its size, at `part`, and that there is no other finding.
    fn assert_rejected_at(&self, text: &str, part: &str, reason: &str) {
        let [finding] = self.findings.as_slice() else { panic!("one finding, not {:?}", self.findings) };
        assert!(finding.message.contains(reason), "{}", finding.message);
        let Place::Bytes(span) = finding.place else { panic!("a place in the text") };
        assert_eq!(&text[span.range()], part);
    }

    fn assert_bounded(&self, text: &str) {
        assert!(self.text <= MOST_TEXT + 3 * text.len(), "{} bytes of text from {}", self.text, text.len());
        assert!(self.values <= MOST_VALUES + 2 * text.len(), "{} values from {} bytes", self.values, text.len());
    }
}

const ALIASES: &str = "the aliases make this document many times larger than it is written";

/// Returns a list of 20,000 equal items.
fn list(item: &str) -> String {
    format!("[{}]", vec![item; 20_000].join(", "))
}

#[test]
fn yaml_aliases_are_limited() {
    let long = "x".repeat(10_000);
    let many = vec!["a"; 10_000].join(", ");
    let members: String = (0..2_000).map(|number| format!("k{number}: v, ")).collect();
    let bombs = [
        ("a long text", format!("t: &t {long}\nl: {}\n", list("*t"))),
        ("a long text in quotes", format!("t: &t \"{long}\"\nl: {}\n", list("*t"))),
        ("a long text with an escape", format!("t: &t \"\\t{long}\"\nl: {}\n", list("*t"))),
        ("a block", format!("t: &t |\n  {long}\nl: {}\n", list("*t"))),
        ("a list", format!("t: &t [{many}]\nl: {}\n", list("*t"))),
        ("an object", format!("t: &t {{{members}}}\nl: {}\n", list("*t"))),
        ("an item of a list of records", format!("- &t {{title: {long}}}\n{}", "- *t\n".repeat(20_000))),
        ("a long name", format!("t: &t {long}\nl: {}\n", list("{*t : 1}"))),
        ("an object that is merged", format!("t: &t {{a: {long}}}\nl: {}\n", list("{<<: *t}"))),
        ("a list of objects that are merged", format!("t: &t {{{members}}}\nl: {{<<: {}}}\n", list("*t"))),
    ];
    for (what, text) in bombs {
        let held = Size::of(&text, Syntax::Yaml);
        held.assert_rejected_at(&text, "*t", ALIASES);
        held.assert_bounded(&text);
        assert_eq!(held.readable, 0, "{what}");
    }
}

#[test]
fn nested_aliases_are_limited() {
    let mut text = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..60 {
        let below = level - 1;
        text += &format!("a{level}: &a{level} [*a{below}, *a{below}]\n");
    }
    let held = Size::of(&text, Syntax::Yaml);
    assert!(held.findings[0].message.contains(ALIASES), "{}", held.findings[0].message);
    assert_eq!((held.findings.len(), held.readable), (1, 0));
}

#[test]
fn the_limit_applies_to_all_documents_of_a_file() {
    let one = format!("---\nt: &t {}\nl: [*t, *t, *t, *t, *t]\n", "x".repeat(1_000));
    let text = one.repeat(2_000);
    let held = Size::of(&text, Syntax::Yaml);
    held.assert_bounded(&text);
    assert!(held.readable > 500, "{}", held.readable);
    assert_eq!(held.readable + held.findings.len(), 2_000);
}

#[test]
fn common_aliases_are_read() {
    let publisher = "&p {name: Some University Press, place: Warszawa, issn: {print: 1234-5679, online: 2049-3630}}";
    let first = format!("- {{title: The first, publisher: {publisher}}}\n");
    let others = "- {id: x, title: Another title of some length, year: 2020, publisher: *p}\n".repeat(20_000);
    let text = first + &others;
    let held = Size::of(&text, Syntax::Yaml);
    assert_eq!((held.readable, held.findings.len()), (20_001, 0));
}

const ABBREVIATIONS: &str = "the abbreviations of this file make it many times larger than it is";

#[test]
fn bibtex_abbreviations_are_limited() {
    let long = "x".repeat(10_000);
    let many = vec!["t"; 20_000].join(" # ");
    let in_field = format!("@string{{t = \"{long}\"}}\n@article{{a, title = {many}}}\n");
    let in_string = format!("@string{{t = \"{long}\"}}\n@string{{u = {many}}}\n");
    for text in [in_field, in_string] {
        let held = Size::of(&text, Syntax::Bibtex);
        held.assert_rejected_at(&text, "t", ABBREVIATIONS);
        held.assert_bounded(&text);
    }
    let mut doubling = "@string{a0 = \"xy\"}\n".to_owned();
    for level in 1..60 {
        let below = level - 1;
        doubling += &format!("@string{{a{level} = a{below} # a{below}}}\n");
    }
    let held = Size::of(&doubling, Syntax::Bibtex);
    assert!(held.findings.iter().all(|finding| finding.message.contains(ABBREVIATIONS)), "{:?}", held.findings);
    assert!(!held.findings.is_empty());
    let entries = format!("@string{{t = \"{long}\"}}\n{}", "@misc{,title=t}\n".repeat(20_000));
    Size::of(&entries, Syntax::Bibtex).assert_bounded(&entries);
}

#[test]
fn common_abbreviations_are_read() {
    let defined = "@string{pra = \"Physical Review A: Atomic, Molecular, and Optical Physics\"}\n";
    let entries =
        "@article{, title = {Some title of the article}, journal = pra, month = jan # \"~1\"}\n".repeat(20_000);
    let held = Size::of(&(defined.to_owned() + &entries), Syntax::Bibtex);
    assert_eq!(held.readable, 20_000);
    assert!(!held.findings.iter().any(|finding| finding.message.contains(ABBREVIATIONS)));
}

#[test]
fn xml_entities_are_limited() {
    let long = "x".repeat(10_000);
    for content in ["&t;".repeat(20_000), "<b c='&t;'/>".repeat(20_000)] {
        let text = format!("<!DOCTYPE a [<!ENTITY t \"{long}\">]><a>{content}</a>");
        let held = Size::of(&text, Syntax::Xml);
        held.assert_bounded(&text);
        assert!(
            held.findings.iter().any(|finding| finding.message.contains("many times larger")),
            "{:?}",
            held.findings
        );
    }
}

#[test]
fn a_repeated_name_counts_once() {
    let members: String = (0..3_000).map(|number| format!("k{number}: 1\n")).collect();
    let source = Source::of_text("x", &members).expect("a test's text is UTF-8");
    let mut arena = Arena::default();
    let mut findings = Vec::new();
    let read = |text: &str, arena: &mut Arena, findings: &mut Vec<Finding>| {
        let source = Source::of_text("x", text).expect("a test's text is UTF-8");
        Reader::new(source.chunk, Syntax::Yaml, JsonMode::DetectLines, |_| true).next(arena, findings);
    };
    read(&members, &mut arena, &mut findings);
    assert!(!Tree::new(source.chunk, &arena).expect("a record").may_have_duplicates());
    read(&format!("{members}k7: 2\n"), &mut arena, &mut findings);
    assert!(Tree::new(source.chunk, &arena).expect("a record").may_have_duplicates());
    assert!(findings.is_empty());
}

/// The only schema.
struct Alone(String);

impl Files for Alone {
    fn read(&self, path: &Path) -> Result<String, FilesError> {
        if path == Path::new("s.json") {
            return Ok(self.0.clone());
        }
        Err(FilesError { message: "no such file".to_owned() })
    }
}

fn loaded(schema: &str) -> Result<Schema, String> {
    Schema::load(Path::new("s.json"), "s.json", &Alone(schema.to_owned())).map_err(|error| error.to_string())
}

#[test]
fn common_schemas_are_not_too_complicated() {
    let mut read = 0;
    if let Some(folder) = support::shared("corpora/json/elife-schemas") {
        for path in support::files(&folder) {
            let text = fs::read_to_string(&path).expect("a schema");
            assert!(loaded(&text).is_ok(), "{}: {:?}", path.display(), loaded(&text).err());
            read += 1;
        }
        assert_eq!(read, 43);
    }
    let Some(folder) = support::shared("suites/json-schema-test-suite/tests") else { return };
    let mut schemas = 0;
    for path in support::files(&folder) {
        let text = fs::read_to_string(&path).expect("a file of the suite");
        let Ok(serde_json::Value::Array(groups)) = serde_json::from_str(&text) else { continue };
        for group in groups {
            schemas += 1;
            let error = loaded(&group["schema"].to_string()).err().unwrap_or_default();
            assert!(!error.contains("too complicated"), "{}: {}: {error}", path.display(), group["description"]);
        }
    }
    assert!(schemas > 2_000, "{schemas}");
}
