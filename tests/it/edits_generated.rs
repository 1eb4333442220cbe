//! Composite values, inserted into generated files in all notations: the result must parse as intended, and nothing else may
//! change.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use recordlint::diagnostic::{Change, Edit, New};
use recordlint::syntax::{JsonMode, Reader, Syntax};
use recordlint::text::Chunk;
use recordlint::tree::{Arena, Kind, NodeId, Pointer, Tree};
use serde_json::{Map, Value, json};
use std::cell::Cell;

/// The style of a YAML document.
#[derive(Clone, Copy, Debug)]
struct YamlStyle {
    step: usize,
    dash: usize,
    gap: usize,
    quote: Option<char>,
    /// Values deeper than this are in brackets.
    brackets: usize,
    /// Whether long texts are below a `|`.
    blocks: bool,
    mark: &'static str,
    last_mark: bool,
}

fn styles() -> impl Strategy<Value = YamlStyle> {
    let quotes = prop_oneof![Just(None), Just(Some('"')), Just(Some('\''))];
    let marks = prop_oneof![3 => Just("\n"), 1 => Just("\r\n")];
    (1..5_usize, 0..4_usize, 1..4_usize, quotes, 0..5_usize, any::<bool>(), marks, any::<bool>()).prop_map(
        |(step, dash, gap, quote, brackets, blocks, mark, last_mark)| YamlStyle {
            step,
            dash,
            gap,
            quote,
            brackets,
            blocks,
            mark,
            last_mark,
        },
    )
}

/// Words that YAML does not read as strings, and some that it does.
fn texts() -> impl Strategy<Value = String> {
    let hard = prop::sample::select(vec![
        "no",
        "12",
        "a: b",
        "a #b",
        "- a",
        "it's",
        "\"x\"",
        "[a]",
        "a, b",
        "łódź",
        "x\ny",
        " a",
        "a ",
        "",
        "?",
        "%a",
        "'",
        "\\",
        "null",
        "1e5",
        "a\tb",
        "&a",
        "*a",
        "!a",
        "@a",
        "{",
        "---",
        "a:",
        "#",
        "|",
        ">",
        "~",
        "2001-12-14",
        "\u{85}",
        "a\n\nb",
    ]);
    prop_oneof![2 => "[a-zA-Z]{1,8}( [a-z]{1,8}){0,4}", 3 => hard.prop_map(str::to_owned)]
}

/// A record with a list of objects, and other members around it.
fn records() -> impl Strategy<Value = Value> {
    let item = prop::collection::vec(texts(), 1..4).prop_map(|texts| {
        let names = ["name", "lang", "note"];
        let members = names.iter().zip(texts).map(|(name, text)| ((*name).to_owned(), Value::String(text)));
        Value::Object(members.collect())
    });
    (prop::collection::vec(item, 1..4), texts(), texts(), any::<bool>()).prop_map(|(items, title, last, has_last)| {
        let mut record = Map::new();
        record.insert("title".to_owned(), json!({ "text": title, "lang": "en" }));
        record.insert("list".to_owned(), Value::Array(items));
        if has_last {
            record.insert("volume".to_owned(), Value::String(last));
        }
        Value::Object(record)
    })
}

fn news() -> impl Strategy<Value = New> {
    let names = prop::sample::select(vec!["name", "lang", "note", "items", "no", "a b"]);
    texts().prop_map(New::Text).prop_recursive(3, 12, 3, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(New::List),
            prop::collection::btree_map(names.clone(), inner, 0..3).prop_map(|members| {
                New::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
            }),
        ]
    })
}

fn value_of(new: &New) -> Value {
    match new {
        New::Text(text) => Value::String(text.clone()),
        New::List(items) => Value::Array(items.iter().map(value_of).collect()),
        New::Object(members) => {
            Value::Object(members.iter().map(|(name, value)| (name.clone(), value_of(value))).collect())
        }
    }
}

impl YamlStyle {
    fn text(self, text: &str, in_brackets: bool) -> String {
        let is_plain = !text.is_empty() && text.chars().all(|letter| letter.is_ascii_alphabetic() || letter == ' ');
        let is_word = is_plain && text.trim() == text && !["no", "null"].contains(&text);
        match self.quote {
            None if is_word => text.to_owned(),
            Some('\'') if is_plain => format!("'{text}'"),
            _ if in_brackets || !text.contains('\n') => json!(text).to_string(),
            _ => json!(text).to_string(),
        }
    }

    fn name(self, name: &str) -> String {
        self.quote.map_or_else(|| name.to_owned(), |quote| format!("{quote}{name}{quote}"))
    }

    fn short(self, value: &Value) -> String {
        match value {
            Value::Array(items) => {
                format!("[{}]", items.iter().map(|item| self.short(item)).collect::<Vec<_>>().join(", "))
            }
            Value::Object(members) => {
                let members = members.iter().map(|(name, value)| format!("{}: {}", self.name(name), self.short(value)));
                format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
            }
            other => self.text(other.as_str().expect("a text"), true),
        }
    }

    /// Formats a value after a colon (with the column of its name) or, with `is_item`, after a dash in this column.
    fn long(self, value: &Value, column: usize, depth: usize, is_item: bool) -> String {
        let line = |column: usize| format!("{}{}", self.mark, " ".repeat(column));
        let space = if is_item { "" } else { " " };
        match value {
            Value::Array(items) if depth < self.brackets && !is_item => {
                let column = column + self.dash;
                let dash = format!("{}-{}", line(column), " ".repeat(self.gap));
                items
                    .iter()
                    .map(|item| dash.clone() + &self.long(item, column + 1 + self.gap, depth + 1, true))
                    .collect()
            }
            Value::Object(members) if depth < self.brackets => {
                let column = if is_item { column } else { column + self.step };
                let member = |(name, value): (&String, &Value)| {
                    format!("{}:{}", self.name(name), self.long(value, column, depth + 1, false))
                };
                let members: Vec<String> = members.iter().map(member).collect();
                let first = if is_item { String::new() } else { line(column) };
                first + &members.join(&line(column))
            }
            Value::String(text) if self.blocks && !is_item && is_block(text) => {
                let column = column + self.step;
                let lines = text
                    .split('\n')
                    .map(|part| if part.is_empty() { self.mark.to_owned() } else { line(column) + part });
                format!(" |{}", lines.collect::<String>())
            }
            Value::String(text) => format!("{space}{}", self.text(text, false)),
            other => format!("{space}{}", self.short(other)),
        }
    }

    fn document(self, value: &Value) -> String {
        let text = if self.brackets == 0 { self.short(value) } else { self.long(value, 0, 0, true) };
        let ends = self.last_mark || text.contains('|');
        if ends { text + self.mark } else { text }
    }
}

fn is_block(text: &str) -> bool {
    let is_edge = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
    let is_odd = |letter: char| letter.is_control() && letter != '\n';
    !is_edge(text.chars().next()) && !is_edge(text.chars().last()) && !text.contains(is_odd)
}

fn read(tree: Tree<'_>, node: NodeId) -> Value {
    match tree.kind(node) {
        Kind::Array => Value::Array(tree.items(node).map(|item| read(tree, item)).collect()),
        Kind::Object => {
            let member = |child: recordlint::tree::Child| {
                (tree.key_name(child.key.expect("a name")).to_owned(), read(tree, child.value))
            };
            Value::Object(tree.children(node).map(member).collect())
        }
        Kind::String => Value::String(tree.string(node).unwrap_or_default().to_owned()),
        other => panic!("{other:?} was no text"),
    }
}

/// Reads the only record of a text. Returns `None` if it does not parse.
fn with<T>(text: &str, syntax: Syntax, look: impl FnOnce(Tree<'_>) -> T) -> Option<T> {
    let (mut arena, mut findings) = (Arena::default(), Vec::new());
    let chunk = Chunk::new(text, 0);
    let mut reader = Reader::new(chunk, syntax, JsonMode::Single, |_| true);
    let record = reader.next(&mut arena, &mut findings)?;
    if !record.readable || !findings.is_empty() {
        return None;
    }
    let found = look(Tree::new(chunk, &arena).expect("a record"));
    assert!(reader.next(&mut arena, &mut findings).is_none() && findings.is_empty(), "there is more:\n{text}");
    Some(found)
}

/// Makes a change and compares the result. Returns whether the change was made.
fn is_made(text: &str, syntax: Syntax, change: impl FnOnce(Tree<'_>) -> Change, expected: &Value) -> bool {
    let edits = with(text, syntax, |tree| syntax.edits(tree, &[change(tree)])).expect("a record");
    let Some(edits) = edits else { return false };
    let after = Edit::apply(text, &edits);
    let found = with(&after, syntax, |tree| read(tree, tree.root()));
    assert_eq!(found.as_ref(), Some(expected), "\n{text}\nbecomes\n{after}");
    true
}

/// Inserts a value into the record and into an object in it, and replaces each item with several.
fn every_change(text: &str, syntax: Syntax, record: &Value, new: &New, made: &Cell<(usize, usize)>) {
    assert_eq!(with(text, syntax, |tree| read(tree, tree.root())).as_ref(), Some(record), "\n{text}");
    let count = |is_made: bool| {
        let (yes, no) = made.get();
        made.set((yes + usize::from(is_made), no + usize::from(!is_made)));
    };
    let at = |tree: Tree<'_>, pointer: &str| Pointer::find(pointer, tree).expect("it is there");
    for pointer in ["", "/title", "/list/0"] {
        let mut expected = record.clone();
        let object = expected.pointer_mut(pointer).and_then(Value::as_object_mut).expect("an object");
        object.insert("more".to_owned(), value_of(new));
        let put = |tree: Tree<'_>| Change::Put { node: at(tree, pointer), name: "more".into(), value: new.clone() };
        count(is_made(text, syntax, put, &expected));
    }
    let values = vec![New::object([("name", "a"), ("lang", "no")]), new.clone(), New::object([("name", "it's\nb")])];
    for item in 0..record["list"].as_array().map_or(0, Vec::len) {
        let mut expected = record.clone();
        let list = expected["list"].as_array_mut().expect("a list");
        list.splice(item..=item, values.iter().map(value_of));
        let pointer = format!("/list/{item}");
        let divide = |tree: Tree<'_>| Change::Divide { node: at(tree, &pointer), values: values.clone() };
        count(is_made(text, syntax, divide, &expected));
    }
}

fn check<S: Strategy>(values: &S, property: impl Fn(S::Value)) {
    let config = Config { cases: 1500, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(values, |value| {
        property(value);
        Ok(())
    });
    result.expect("the property is true");
}

#[test]
fn inserted_yaml_parses_as_intended() {
    let made = Cell::new((0, 0));
    check(&(records(), styles(), news()), |(record, hand, new)| {
        every_change(&hand.document(&record), Syntax::Yaml, &record, &new, &made);
    });
    let (made, refused) = made.get();
    eprintln!("{made} changes made, {refused} rejected");
    assert!(made > refused * 20, "{made} made, {refused} refused");
}

#[test]
fn inserted_json_parses_as_intended() {
    let made = Cell::new((0, 0));
    check(&(records(), any::<bool>(), news()), |(record, is_pretty, new)| {
        let text = if is_pretty { serde_json::to_string_pretty(&record).expect("JSON") } else { record.to_string() };
        every_change(&text, Syntax::Json, &record, &new, &made);
    });
    assert!(made.get().0 > 1000 && made.get().1 == 0, "{made:?}");
}
