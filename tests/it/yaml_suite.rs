//! The YAML test suite: valid texts have the expected values, and invalid texts have a finding inside the text.

use crate::support;

use recordlint::diagnostic::Finding;
use recordlint::syntax::{JsonMode, Reader, Syntax};
use recordlint::text::Source;
use recordlint::tree::{Arena, Kind, NodeId, Tree};
use serde_json::{Map, Value};
use std::fs;

/// Differences from the suite, and why.
const DIFFERENCES: &[(&str, &str)] = &[
    ("4FJ6-0", NAME),
    ("6BFJ-0", NAME),
    ("6PBE-0", NAME),
    ("9MMW-0", NAME),
    ("KK5P-0", NAME),
    ("LX3P-0", NAME),
    ("M2N8-0", NAME),
    ("M2N8-1", NAME),
    ("M5DY-0", NAME),
    ("Q9WF-0", NAME),
    ("RZP5-0", NAME),
    ("SBG9-0", NAME),
    ("V9D5-0", NAME),
    ("X38W-0", NAME),
    ("XW4D-0", NAME),
    ("6XDY-0", NOTHING),
    ("DK95-7", NOTHING),
    ("MUS6-2", NOTHING),
    ("PUW8-0", NOTHING),
    ("ZYU8-0", NOTHING),
    ("ZYU8-2", DIRECTIVE),
    ("C4HZ-0", TAG),
];

const NAME: &str = "a list or an object is the name of a member: in a record, names are strings, and this is a finding";
const NOTHING: &str = "an empty document is not a record";
const TAG: &str = "a value with a custom tag is a text: its meaning is unknown";
const DIRECTIVE: &str = "words after the version in `%YAML` are rejected by the parser library";

fn value(tree: Tree<'_>, node: NodeId) -> Value {
    match tree.kind(node) {
        Kind::Null | Kind::Key => Value::Null,
        Kind::False => Value::Bool(false),
        Kind::True => Value::Bool(true),
        Kind::Number => {
            serde_json::from_str(tree.raw(node)).unwrap_or_else(|_| Value::String(tree.raw(node).to_owned()))
        }
        Kind::String => Value::String(tree.string(node).expect("a text").to_owned()),
        Kind::Array => tree.items(node).map(|item| value(tree, item)).collect(),
        Kind::Object => {
            let member = |child: recordlint::tree::Child| {
                (child.key.map_or_else(String::new, |key| tree.key_name(key).to_owned()), value(tree, child.value))
            };
            Value::Object(tree.children(node).map(member).collect::<Map<_, _>>())
        }
    }
}

/// Returns the records of a text, or the syntax errors in it.
fn read(text: &str) -> Result<Vec<Value>, Vec<Finding>> {
    let source = Source::of_text("case.yaml", text).expect("UTF-8");
    let mut reader = Reader::new(source.chunk, Syntax::Yaml, JsonMode::Single, |_| true);
    let (mut arena, mut findings, mut values) = (Arena::default(), Vec::new(), Vec::new());
    while let Some(record) = reader.next(&mut arena, &mut findings) {
        if record.readable {
            let tree = Tree::new(source.chunk, &arena).expect("a record").with_final_line_ends();
            values.push(value(tree, tree.root()));
        }
    }
    for finding in &findings {
        if let recordlint::diagnostic::Place::Bytes(span) = finding.place {
            assert!(source.chunk.text.get(span.range()).is_some(), "a span outside of the text");
        }
    }
    if findings.is_empty() { Ok(values) } else { Err(findings) }
}

/// Converts a text of the suite, which uses symbols for spaces, tabs, carriage returns and missing line endings.
fn shown(text: &str) -> String {
    let mut text = text.replace('␣', " ").replace('↵', "").replace('←', "\r").replace('⇔', "\u{feff}");
    if let Some(cut) = text.strip_suffix("∎\n") {
        text = cut.to_owned();
    }
    for dashes in ["————»", "———»", "——»", "—»", "»"] {
        text = text.replace(dashes, "\t");
    }
    text
}

/// Converts a list to several records.
fn records(values: Vec<Value>) -> Vec<Value> {
    values.into_iter().flat_map(|value| if let Value::Array(items) = value { items } else { vec![value] }).collect()
}

/// Compares values with numbers as texts: the suite writes the value of `0x1F`, the tree keeps the notation.
fn alike(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| alike(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, value)| right.get(name).is_some_and(|other| alike(value, other)))
        }
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        _ => left == right,
    }
}

#[test]
fn the_suite_is_read_as_required() {
    let Some(folder) = support::shared("suites/yaml-test-suite/src") else { return };
    let (mut cases, mut wrong) = (0, Vec::new());
    for path in support::files(&folder) {
        let id = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
        let text = fs::read_to_string(&path).expect("a case");
        let tests = match read(&text) {
            Ok(tests) => tests,
            Err(findings) => {
                wrong.push(format!("{id}: the case itself is not read: {}", findings[0].message));
                continue;
            }
        };
        let mut yaml = String::new();
        for (number, test) in tests.iter().enumerate() {
            cases += 1;
            let name = format!("{id}-{number}");
            if let Some(text) = test.get("yaml").and_then(Value::as_str) {
                yaml = shown(text);
            }
            if let Some((_, why)) = DIFFERENCES.iter().find(|(known, _)| *known == name) {
                println!("{name}: {why}");
                let _ = read(&yaml);
                continue;
            }
            let fails = test.get("fail").is_some_and(|fail| fail == &Value::Bool(true));
            match (read(&yaml), fails) {
                (Ok(_), true) => wrong.push(format!("{name}: accepted, but it is an error")),
                // If some items of a list are objects, these are records, and the others are not.
                (Err(findings), false) if findings.iter().all(|one| one.rule == "record/not-an-object") => {}
                (Err(findings), false) => wrong.push(format!("{name}: refused: {}", findings[0].message)),
                (Ok(found), false) => {
                    let Some(json) = test.get("json").and_then(Value::as_str) else { continue };
                    let expected = serde_json::Deserializer::from_str(json).into_iter::<Value>();
                    let expected: Vec<Value> = expected.map(|value| value.expect("JSON")).collect();
                    let expected = records(expected);
                    let expected = Value::Array(expected);
                    // A list of records is read item by item, any other list as a single value.
                    let read_in_items = alike(&Value::Array(found.clone()), &expected);
                    if !read_in_items && !alike(&Value::Array(records(found.clone())), &expected) {
                        wrong.push(format!("{name}: {} instead of {}", Value::Array(found), expected));
                    }
                }
                (Err(_), true) => {}
            }
        }
    }
    println!("{cases} cases, {} differences that are known", DIFFERENCES.len());
    assert!(wrong.is_empty(), "{} of {cases} wrong\n{}", wrong.len(), wrong.join("\n"));
}
