//! Each case is a schema, a record, and the expected findings: `rule place message`, one per line.

use super::{Schema, SchemaError};
use crate::diagnostic::{Finding, MAX_PER_RULE, Place};
use crate::syntax::{JsonMode, Reader, Syntax};
use crate::text::{Chunk, Files, FilesError};
use crate::tree::{Arena, Tree};
use std::path::Path;

/// Files provided by a test.
struct Given(&'static [(&'static str, &'static str)]);

impl Files for Given {
    fn read(&self, path: &Path) -> Result<String, FilesError> {
        let found = self.0.iter().find(|(name, _)| Path::new(name) == path);
        found
            .map(|(_, text)| (*text).to_owned())
            .ok_or_else(|| FilesError { message: format!("`{}`: no such file or folder", path.display()) })
    }
}

fn load(schema: &str) -> Result<Schema, SchemaError> {
    struct One<'a>(&'a str);
    impl Files for One<'_> {
        fn read(&self, _: &Path) -> Result<String, FilesError> {
            Ok(self.0.to_owned())
        }
    }
    Schema::load(Path::new("my.json"), "my.json", &One(schema))
}

fn findings(schema: &Schema, record: &str, native: bool) -> Vec<(Finding, String)> {
    let mut arena = Arena::default();
    let mut findings = Vec::new();
    let chunk = Chunk::new(record, 0);
    Reader::new(chunk, Syntax::Json, JsonMode::Single, |_| true).next(&mut arena, &mut findings);
    assert!(findings.is_empty(), "{record}: {findings:?}");
    let tree = Tree::new(chunk, &arena).expect("a record");
    schema.check(tree, native, &mut findings);
    let shown = |place: &Place| match place {
        Place::Key(node) => tree.key_of(*node).map_or("?", |key| tree.raw(key)),
        Place::Opening(node) => &tree.raw(*node)[..1],
        Place::Value(node) => tree.raw(*node),
        _ => "?",
    };
    findings
        .into_iter()
        .map(|finding| {
            let place = shown(&finding.place).to_owned();
            (finding, place)
        })
        .collect()
}

fn said(schema: &Schema, record: &str, native: bool) -> Vec<String> {
    let findings = findings(schema, record, native);
    for (finding, _) in &findings {
        assert!(finding.message.chars().count() <= 100, "too long: {}", finding.message);
        assert!(
            finding.caption.split(' ').count() <= 5 && !finding.caption.is_empty(),
            "caption of {}",
            finding.message
        );
        assert!(finding.schema_pointer.is_some(), "{}", finding.message);
        assert!(finding.labels.iter().all(|label| label.text.split(' ').count() <= 5));
        for word in ["instance", "schema ", "subschema", "oneOf", "anyOf", "dditionalProperties", "valuatedProperties"]
        {
            assert!(!finding.message.contains(word), "{}", finding.message);
        }
    }
    findings.into_iter().map(|(finding, place)| format!("{} {place} {}", finding.rule, finding.message)).collect()
}

#[track_caller]
fn check(schema: &str, record: &str, expected: &[&str]) {
    let schema = load(schema).expect("a schema");
    assert_eq!(said(&schema, record, false), expected, "{record}");
}

#[test]
fn types() {
    let schema = r#"{"properties": {
        "volume": {"type": ["string", "number"]}, "year": {"type": "integer", "minimum": 5}, "tags": {"items": {"type": "string"}},
        "title": {"type": "object", "required": ["text"]}}}"#;
    for (record, expected) in [
        (r#"{"volume": [1]}"#, "schema/type [1] `volume` is a list; expected text or a number"),
        (r#"{"year": 1.5}"#, "schema/type 1.5 `year` is `1.5`; expected a whole number"),
        (r#"{"year": "x"}"#, "schema/type \"x\" `year` is text; expected a whole number"),
        (r#"{"year": null}"#, "schema/type null `year` is `null`; expected a whole number"),
        (r#"{"tags": ["a", 2]}"#, "schema/type 2 item 2 of `tags` is a number; expected text"),
        (r#"{"title": []}"#, "schema/type [] `title` is a list; expected an object"),
        (r#"{"year": 1, "year": "x"}"#, "schema/type \"x\" `year` is text; expected a whole number"),
        (
            r#"{"year": 123456789012345678901234567890.5}"#,
            "schema/type 123456789012345678901234567890.5 `year` is `123456789012345678901234567890.5`; expected a whole number",
        ),
    ] {
        check(schema, record, &[expected]);
    }
    check(schema, r#"{"year": "x", "year": 7, "volume": 123456789012345678901234567890}"#, &[]);
    check(
        r#"{"properties": {"a": {"allOf": [{"type": "string"}, {"type": "string"}, {"enum": ["x"]}]}}}"#,
        r#"{"a": {"b": 1}}"#,
        &["schema/type {\"b\": 1} `a` is an object; expected text"],
    );
}

#[test]
fn names() {
    let schema = r#"{"required": ["title"], "additionalProperties": false, "properties": {
        "title": {}, "lang": {}, "page": {}, "pages": {},
        "journal": {"additionalProperties": false, "required": ["name", "issn"], "properties": {"name": {}, "issn": {}}}}}"#;
    for (record, expected) in [
        (
            r#"{"titel": 1}"#,
            &["schema/unknown-property \"titel\" `titel` is not a known name, and `title` is missing"][..],
        ),
        (r#"{"Title": 1}"#, &["schema/unknown-property \"Title\" `Title` is not a known name, and `title` is missing"]),
        (r#"{"lang": 1}"#, &["schema/required { `title` is missing"]),
        (
            r#"{"title": 1, "foo": 2, "lnag": 3, "titel": 4}"#,
            &[
                "schema/unknown-property \"foo\" `foo` is not a known name",
                "schema/unknown-property \"lnag\" `lnag` is not a known name; did you mean `lang`?",
                "schema/unknown-property \"titel\" `titel` is not a known name",
            ],
        ),
        // Two known names have the same distance.
        (r#"{"title": 1, "pagee": 2}"#, &["schema/unknown-property \"pagee\" `pagee` is not a known name"]),
        (
            r#"{"title": 1, "journal": {"nmae": 1}}"#,
            &[
                "schema/required { `issn` is missing in `journal`",
                "schema/unknown-property \"nmae\" `nmae` is not a known name, and `name` is missing",
            ],
        ),
    ] {
        check(schema, record, expected);
    }
    check(
        r#"{"additionalProperties": false}"#,
        r#"{"a": 1, "b": 2}"#,
        &[
            "schema/unknown-property \"a\" `a` is not a known name",
            "schema/unknown-property \"b\" `b` is not a known name",
        ],
    );
    check(
        r##"{"$ref": "#/$defs/base", "$defs": {"base": {"properties": {"title": {}}}}, "unevaluatedProperties": false}"##,
        r#"{"titel": 1}"#,
        &["schema/unknown-property \"titel\" `titel` is not a known name; did you mean `title`?"],
    );
    let long = format!("{{\"title\": 1, \"{}\": 2}}", "z".repeat(300));
    assert_eq!(said(&load(schema).expect("a schema"), &long, false).len(), 1);
}

#[test]
fn native() {
    let schema = Schema::bundled().expect("the bundled schema");
    let ours = findings(&schema, r#"{"yeer": 2020, "volume": []}"#, true);
    let reported: Vec<_> =
        ours.iter().map(|(f, _)| (&*f.rule, f.severity.name(), f.message.as_str(), f.suggestion.as_deref())).collect();
    assert_eq!(
        reported,
        [
            ("field/unknown", "warning", "`yeer` is not a known name; did you mean `year`?", Some("year")),
            ("schema/type", "error", "`volume` is a list; expected text or a whole number", None),
        ]
    );
    assert_eq!(schema.path(), "record.schema.json");
}

#[test]
fn values() {
    for (schema, value, expected) in [
        (r#"{"enum": ["a", "b", "c"]}"#, r#""d""#, "schema/enum \"d\" `v` is `d`; expected one of `a`, `b`, `c`"),
        (
            r#"{"enum": [1,2,3,4,5,6,7]}"#,
            "8",
            "schema/enum 8 `v` is `8`; expected one of `1`, `2`, `3`, `4`, `5` or 2 more",
        ),
        (r#"{"enum": ["only"]}"#, "[]", "schema/enum [] `v` is a list; expected `only`"),
        (r#"{"const": "a"}"#, r#""""#, "schema/other \"\" `v` is empty; expected `a`"),
        (r#"{"minLength": 1}"#, r#""""#, "schema/other \"\" `v` is empty"),
        (r#"{"minLength": 4}"#, r#""Łód""#, "schema/other \"Łód\" `v` has 3 characters; expected at least 4"),
        (r#"{"maxLength": 1}"#, r#""ab""#, "schema/other \"ab\" `v` has 2 characters; expected at most 1"),
        (r#"{"minItems": 2}"#, "[1]", "schema/other [1] `v` has 1 item; expected at least 2"),
        (r#"{"maxItems": 1}"#, "[1, 2]", "schema/other [1, 2] `v` has 2 items; expected at most 1"),
        (r#"{"minProperties": 1}"#, "{}", "schema/other {} `v` is empty"),
        (r#"{"maxProperties": 0}"#, r#"{"a": 1}"#, "schema/other {\"a\": 1} `v` has 1 field; expected at most 0"),
        (r#"{"minimum": 1400}"#, "12", "schema/other 12 `v` is `12`; expected at least 1400"),
        (r#"{"maximum": 3}"#, "1e400", "schema/other 1e400 `v` is `1e400`; expected at most 3"),
        (r#"{"exclusiveMaximum": 3}"#, "3", "schema/other 3 `v` is `3`; expected less than 3"),
        (r#"{"multipleOf": 5}"#, "3", "schema/other 3 `v` is `3`; expected a multiple of 5"),
        (r#"{"pattern": "^[0-9]+$"}"#, r#""x""#, "schema/other \"x\" `v` does not have the expected form"),
        (
            r#"{"pattern": "^[0-9]+$", "title": "Volume", "description": "The volume, in digits."}"#,
            r#""x""#,
            "schema/other \"x\" `v` does not have the expected form: The volume, in digits",
        ),
        (
            r#"{"format": "date"}"#,
            r#""2024-13-01""#,
            "schema/other \"2024-13-01\" `v` is not a valid date: `2024-13-01`",
        ),
        (r#"{"uniqueItems": true}"#, r#"["a", "b", "a"]"#, "schema/other \"a\" `v` contains `a` twice"),
        (
            r#"{"uniqueItems": true}"#,
            r#"[{"a": 1}, {"a": 1.0}]"#,
            "schema/other {\"a\": 1.0} `v` contains the same item twice",
        ),
        (
            r#"{"dependentRequired": {"first": ["last"]}}"#,
            r#"{"first": 1}"#,
            "schema/other { `last` is missing, but `first` requires it",
        ),
        (r#"{"not": {"const": "x"}}"#, r#""x""#, "schema/other \"x\" `v` is `x`, which is not allowed"),
        (
            r#"{"not": {"required": ["a", "b"]}}"#,
            r#"{"a": 1, "b": 2}"#,
            "schema/other \"b\" `a` and `b` exclude each other",
        ),
        (
            r#"{"contains": {"title": "An author", "const": 1}}"#,
            "[2]",
            "schema/other [2] `v` lacks an item of the expected form; expected An author",
        ),
        (
            r#"{"propertyNames": {"maxLength": 2}}"#,
            r#"{"abc": 1}"#,
            "schema/other \"abc\" `abc` is not an allowed name",
        ),
        (
            r#"{"propertyNames": {"enum": ["pl", "en"]}}"#,
            r#"{"eng": 1}"#,
            "schema/other \"eng\" `eng` is not an allowed name; expected one of `pl`, `en`",
        ),
        ("false", "1", "schema/other \"v\" `v` is not allowed here"),
        (r#"{"items": false}"#, "[1]", "schema/other 1 item 1 of `v` is not allowed here"),
        (
            r#"{"prefixItems": [{}], "unevaluatedItems": false}"#,
            "[1, 2]",
            "schema/other [1, 2] `v` has items that are not expected there",
        ),
        // A lone surrogate cannot occur in a text; an invisible character is displayed.
        (r#"{"enum": ["a"]}"#, "\"a\u{ad}\"", "schema/enum \"a\u{ad}\" `v` is `a<U+00AD>`; expected `a`"),
    ] {
        check(&format!(r#"{{"properties": {{"v": {schema}}}}}"#), &format!(r#"{{"v": {value}}}"#), &[expected]);
    }
}

#[test]
fn unions() {
    let typed = r#"{"properties": {"v": {"oneOf": [
        {"title": "A person", "type": "object", "required": ["kind", "family"], "properties": {"kind": {"const": "person"}}},
        {"title": "An organization", "type": "object", "required": ["kind", "name"], "properties": {"kind": {"const": "organization"}}},
        {"type": "string", "minLength": 3}]}}}"#;
    for (value, expected) in [
        ("[]", "schema/type [] `v` is a list; expected text or an object"),
        (r#""ab""#, "schema/other \"ab\" `v` has 2 characters; expected at least 3"),
        (r#"{"kind": "person"}"#, "schema/required { `family` is missing in `v`"),
        (r#"{"kind": "robot"}"#, "schema/enum \"robot\" `kind` is `robot`; expected one of `person`, `organization`"),
        ("{}", "schema/other {} `v` has none of the allowed forms; expected A person or An organization"),
    ] {
        check(typed, &format!(r#"{{"v": {value}}}"#), &[expected]);
    }
    for (schema, value, expected) in [
        (
            r#"{"anyOf": [{"const": "a"}, {"enum": ["b", "c"]}]}"#,
            r#""d""#,
            "schema/enum \"d\" `v` is `d`; expected one of `a`, `b`, `c`",
        ),
        (
            r#"{"anyOf": [{"required": ["doi"]}, {"required": ["issn"]}]}"#,
            "{}",
            "schema/required { `doi` or `issn` is missing in `v`",
        ),
        // The first form fits down to the second level.
        (
            r#"{"anyOf": [{"properties": {"a": {"properties": {"b": {"type": "string"}}}}}, {"required": ["x", "y"]}]}"#,
            r#"{"a": {"b": 1}}"#,
            "schema/type 1 `b` is a number; expected text",
        ),
        (
            r#"{"anyOf": [{"type": "null"}, {"anyOf": [{"type": "string"}, {"type": "integer"}]}]}"#,
            "1.5",
            "schema/type 1.5 `v` is `1.5`; expected text, a whole number or `null`",
        ),
        (
            r#"{"oneOf": [{"minimum": 1}, {"minimum": 2}]}"#,
            "3",
            "schema/other 3 `v` has more than one of the allowed forms",
        ),
        (
            r#"{"oneOf": [{"pattern": "^a", "title": "DOI"}, {"pattern": "^b", "title": "ISBN"}]}"#,
            r#""c""#,
            "schema/other \"c\" `v` has none of the allowed forms; expected DOI or ISBN",
        ),
    ] {
        check(&format!(r#"{{"properties": {{"v": {schema}}}}}"#), &format!(r#"{{"v": {value}}}"#), &[expected]);
    }
}

#[test]
fn relations_are_labelled() {
    let schema = load(r#"{"uniqueItems": true, "properties": {"v": {"uniqueItems": true}}}"#).expect("a schema");
    let found = findings(&schema, r#"{"v": ["a", "b", "a"]}"#, false);
    let labels: Vec<_> = found[0].0.labels.iter().map(|label| (label.text.as_ref(), label.place.clone())).collect();
    assert_eq!(found[0].1, "\"a\"");
    assert_eq!(labels.len(), 1);
    assert_eq!(labels[0].0, "first here");
}

#[test]
fn order_and_address() {
    let schema = load(
        r##"{"properties": {"b": {"$ref": "#/$defs/text"}, "a": {"$ref": "#/$defs/text"}}, "required": ["c"],
        "$defs": {"text": {"type": "string"}}}"##,
    )
    .expect("a schema");
    let found = findings(&schema, r#"{"b": 1, "a": 2}"#, false);
    let reported: Vec<_> = found.iter().map(|(f, place)| (place.as_str(), f.schema_pointer.as_deref())).collect();
    assert_eq!(reported, [("{", Some("/required")), ("1", Some("/$defs/text/type")), ("2", Some("/$defs/text/type"))]);
}

#[test]
fn many_faults_cost_little() {
    let schema = load(r#"{"properties": {"v": {"items": {"type": "string"}}}, "additionalProperties": false}"#)
        .expect("a schema");
    let names: Vec<String> = (0..20_000).map(|n| format!("\"name{n}\": 1")).collect();
    let items = vec!["1"; 20_000].join(",");
    let record = format!("{{\"v\": [{items}], {}}}", names.join(","));
    let found = findings(&schema, &record, false);
    assert_eq!(found.iter().map(|(finding, _)| 1 + finding.more).sum::<u64>(), 40_000);
    // They are counted but not kept.
    assert_eq!(found.len() as u32, 2 * (MAX_PER_RULE + 1));
}

#[test]
fn versions() {
    let old = r#"{"$schema": "http://json-schema.org/draft-04/schema#", "properties": {"v": {"minimum": 3, "exclusiveMinimum": true}}}"#;
    check(old, r#"{"v": 3}"#, &["schema/other 3 `v` is `3`; expected more than 3"]);
    check(old, r#"{"v": 4}"#, &[]);
    let old = r#"{"$schema": "http://json-schema.org/draft-07/schema#", "dependencies": {"a": ["b"]}, "properties": {"l": {"items": [{}], "additionalItems": false}}}"#;
    check(
        old,
        r#"{"a": 1, "l": [1, 2]}"#,
        &[
            "schema/other { `b` is missing, but `a` requires it",
            "schema/other [1, 2] `l` has 2 items; expected at most 1",
        ],
    );
    // Look-ahead, as in a real schema's ISBN pattern.
    let isbn = r#"{"properties": {"isbn": {"pattern": "^(?=.{13}$)978[0-9]+$"}}}"#;
    check(isbn, r#"{"isbn": "9780000000000"}"#, &[]);
    check(isbn, r#"{"isbn": "978"}"#, &["schema/other \"978\" `isbn` does not have the expected form"]);
    // A pattern that would run forever is stopped.
    let endless = r#"{"properties": {"v": {"pattern": "^(?=x)(x+x+)+(?<!y)y$"}}}"#;
    check(
        endless,
        r#"{"v": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}"#,
        &[
            "schema/other \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\" `v` could not be checked: its expected form is too complicated",
        ],
    );
}

#[test]
fn references() {
    let files = Given(&[
        (
            "s/my.json",
            r#"{"$id": "https://example.org/s/my.json", "$ref": "parts/a.json#/$defs/t", "$defs": {"t": {"properties": {"self": {"type": "string"}}}},
            "properties": {"r": {"$ref": "record.schema.json"}, "q": {"$ref": "my.json#/$defs/t"}}}"#,
        ),
        ("s/parts/a.json", r#"{"$defs": {"t": {"properties": {"v": {"$ref": "../b%20c.json"}}}}}"#),
        ("s/b c.json", r#"{"title": "Seven", "pattern": "^7$"}"#),
        ("plain.json", r#"{"properties": {"v": {"$ref": "../b.json"}, "w": {"$ref": "plain.json#/properties/v"}}}"#),
        ("../b.json", r#"{"type": "string"}"#),
    ]);
    let schema = Schema::load(Path::new("s/my.json"), "s/my.json", &files).expect("a schema");
    assert_eq!(
        said(&schema, r#"{"v": "8", "r": {"titel": "x"}, "q": {"self": 1}}"#, false),
        [
            "schema/other \"8\" `v` does not have the expected form: Seven",
            "schema/unknown-property \"titel\" `titel` is not a known name, and `title` is missing",
            "schema/type 1 `self` is a number; expected text",
        ]
    );
    let schema = Schema::load(Path::new("plain.json"), "plain.json", &files).expect("a schema");
    assert_eq!(said(&schema, r#"{"w": 1}"#, false), ["schema/type 1 `w` is a number; expected text"]);
}

#[test]
fn refused() {
    for (schema, expected) in [
        (
            r#"{"$ref": "https://example.org/x.json#/a"}"#,
            "the `$ref` to `https://example.org/x.json` is not followed: only files beside the schema and `record.schema.json` are",
        ),
        (
            r#"{"$ref": "file:///etc/passwd"}"#,
            "the `$ref` to `file:///etc/passwd` is not followed: only files beside the schema and `record.schema.json` are",
        ),
        (
            r#"{"$ref": "/etc/passwd"}"#,
            "the `$ref` to `/etc/passwd` is not followed: only files beside the schema and `record.schema.json` are",
        ),
        (
            r#"{"$ref": "//example.org/x"}"#,
            "the `$ref` to `example.org/x` is not followed: only files beside the schema and `record.schema.json` are",
        ),
        (
            r#"{"$ref": "a%2f..%2f..%2fetc"}"#,
            "the `$ref` to `a%2F..%2F..%2Fetc` is not followed: only files beside the schema and `record.schema.json` are",
        ),
        (r##"{"$ref": "#/$defs/none"}"##, "a `$ref` leads nowhere: there is no `/$defs/none`"),
        (
            r#"{"$schema": "https://example.org/dialect"}"#,
            "`$schema` names `https://example.org/dialect`, which is not known here",
        ),
        (
            "{\n  \"type\": \"strin\"\n}",
            "line 2, column 11: it is not a valid schema: `type` is `strin`; expected one of",
        ),
        (
            "{\"properties\": {\"a\": 5}}",
            "line 1, column 22: it is not a valid schema: `a` is a number; expected `true` or `false` or an object",
        ),
        ("{\"pattern\": \"(\"}", "line 1, column 13: it is not a valid schema: `pattern` is not a valid pattern: `(`"),
        ("{\n  \"a\": ł}", "line 2, column 8: it is not JSON: expected value"),
        ("[1]", "it is not a schema: a schema is an object"),
    ] {
        let error = load(schema).map(|_| ()).expect_err(schema).to_string();
        assert!(error.starts_with(expected), "{schema}: {error}");
    }
    let missing = Given(&[
        ("my.json", r#"{"$ref": "other.json"}"#),
        ("bad.json", r#"{"$ref": "broken.json"}"#),
        ("broken.json", "{"),
        ("half.json", r#"{"$ref": "wrong.json"}"#),
        ("wrong.json", "{\"properties\": {\"a\": {\"pattern\": \"(\"}}}"),
        ("odd.json", r#"{"properties": {"a": {"$ref": "odder.json"}}}"#),
        ("odder.json", r#"{"type": 5}"#),
    ]);
    let reported =
        |name: &str| Schema::load(Path::new(name), name, &missing).map(|_| ()).map_err(|error| error.to_string());
    assert_eq!(
        reported("my.json"),
        Err("the `$ref` to `other.json` fails: `other.json`: no such file or folder".to_owned())
    );
    assert_eq!(
        reported("bad.json"),
        Err("in `broken.json`, to which it refers: line 1, column 1: it is not JSON: EOF while parsing an object"
            .to_owned())
    );
    for (name, other) in [("half.json", "wrong.json"), ("odd.json", "odder.json")] {
        assert_eq!(reported(name), Err(format!("`{other}`, to which it refers, is not a valid schema")));
    }
}

/// For a user's own schema, a text below a `|` has the final line end that YAML gives it; for the rules it has none.
#[test]
fn line_ends_of_yaml() {
    let schema = load(r#"{"properties": {"a": {"maxLength": 3}}}"#).expect("a schema");
    for (text, value, is_fine) in
        [("a: |\n  abc\n", "abc", false), ("a: >\n  ab\n", "ab", true), ("a: |-\n  abc\n", "abc", true)]
    {
        let (mut arena, mut findings) = (Arena::default(), Vec::new());
        let chunk = Chunk::new(text, 0);
        Reader::new(chunk, Syntax::Yaml, JsonMode::DetectLines, |_| true).next(&mut arena, &mut findings);
        let tree = Tree::new(chunk, &arena).expect("a record");
        schema.check(tree, false, &mut findings);
        assert_eq!(findings.is_empty(), is_fine, "{text}: {findings:?}");
        let member = tree.children(tree.root()).next().expect("a member").value;
        assert_eq!(tree.string(member), Some(value), "{text}");
    }
}

/// The ISBN pattern in the schemas of eLife.
const ISBN: &str =
    "^(?=[0-9]{13}$|(?=(?:[0-9]+[- ]){4})[- 0-9]{17}$)97[89][- ]?[0-9]{1,5}[- ]?[0-9]+[- ]?[0-9]+[- ]?[0-9]$";

fn with_pattern(pattern: &str) -> Schema {
    load(&serde_json::json!({"properties": {"a": {"pattern": pattern}}}).to_string()).expect("a schema")
}

fn checked(schema: &Schema, text: &str) -> Vec<String> {
    let found = findings(schema, &serde_json::json!({ "a": text }).to_string(), false);
    found.into_iter().map(|(finding, _)| finding.message).collect()
}

const NOT_CHECKED: &str = "`a` could not be checked: its expected form is too complicated";
const MISMATCH: &str = "`a` does not have the expected form";

#[test]
fn patterns_with_look_around_are_checked() {
    let isbn = with_pattern(ISBN);
    assert_eq!(checked(&isbn, "9780306406157"), [""; 0]);
    assert_eq!(checked(&isbn, "978-0-306-40615-7"), [""; 0]);
    assert_eq!(checked(&isbn, "978-0-306-40615"), [MISMATCH]);
    // Each letter takes a few steps, or the whole text is read a few times.
    let tempered = with_pattern("^((?!secret).)*$");
    assert_eq!(checked(&tempered, &"word ".repeat(50)), [""; 0]);
    assert_eq!(checked(&tempered, &("word ".repeat(50) + "secret")), [MISMATCH]);
    let anchored = with_pattern("^(?!.*secret)");
    assert_eq!(checked(&anchored, &"word ".repeat(20_000)), [""; 0]);
    assert_eq!(checked(&anchored, &("word ".repeat(20_000) + "secret")), [MISMATCH]);
    // Next to them, a pattern without look-around is checked at every length.
    let both = serde_json::json!({"properties": {"a": {"pattern": "^(w|x)+$"}, "b": {"pattern": ISBN}}});
    let both = load(&both.to_string()).expect("a schema");
    assert_eq!(checked(&both, &"w".repeat(3_000_000)), [""; 0]);
    assert_eq!(checked(&both, &("w".repeat(3_000_000) + "!")), [MISMATCH]);
}

#[test]
fn patterns_that_do_not_finish_are_reported() {
    for pattern in ["(?=a)(a+)+$", "(?=(a+))a*b", "(?!b)(a|aa)+$", "(a+)+\\1!b", "(?<=a)(a|a?)+$"] {
        let schema = with_pattern(pattern);
        let text = "a".repeat(100_000) + "!";
        assert_eq!(checked(&schema, &text), [NOT_CHECKED], "{pattern}");
    }
    // Whatever the result, no uncertain finding is reported.
    let hostile = serde_json::json!({"pattern": "(?=a)(a+)+$"});
    for schema in [
        serde_json::json!({"properties": {"a": {"not": hostile}}}),
        serde_json::json!({"properties": {"a": {"anyOf": [hostile, {"type": "number"}]}}}),
        serde_json::json!({"properties": {"a": {"oneOf": [hostile, {"type": "string"}]}}}),
    ] {
        let schema = load(&schema.to_string()).expect("a schema");
        assert_eq!(checked(&schema, &("a".repeat(100_000) + "!")), [NOT_CHECKED]);
    }
    let names = load(r#"{"propertyNames": {"pattern": "(?=a)(a+)+$"}}"#).expect("a schema");
    let record = serde_json::json!({ "a".repeat(50_000) + "!": 1 }).to_string();
    let found = findings(&names, &record, false);
    assert_eq!(found.len(), 1);
    assert!(found[0].0.message.starts_with("the name `aaa"), "{}", found[0].0.message);
    assert!(matches!(found[0].0.place, Place::Key(_)));
}

#[test]
fn exponential_schemas_are_rejected_at_their_place() {
    let mut definitions = String::new();
    for number in 0..30 {
        let next = number + 1;
        let twice = format!("{{\"$ref\": \"#/$defs/d{next}\"}}");
        definitions
            .push_str(&[r#""d"#, &number.to_string(), r#"": {"anyOf": ["#, &twice, ", ", &twice, "]},\n"].concat());
    }
    let schema =
        format!("{{\"$ref\": \"#/$defs/d0\", \"$defs\": {{\n{definitions}\"d30\": {{\"type\": \"string\"}}}}}}");
    let error = load(&schema).expect_err("too much").to_string();
    assert!(error.starts_with("line 1, column 1: too complicated: "), "{error}");
}

#[test]
fn a_schema_that_multiplies_with_the_record_is_given_up() {
    let schema = r##"{"anyOf": [
        {"properties": {"c": {"$ref": "#"}}, "required": ["x"]},
        {"properties": {"c": {"$ref": "#"}}, "required": ["y"]}
    ]}"##;
    let schema = load(schema).expect("a schema");
    let record = "{\"c\":".repeat(100) + "{}" + &"}".repeat(100);
    let found = findings(&schema, &record, false);
    let messages: Vec<&str> = found.iter().map(|(finding, _)| finding.message.as_str()).collect();
    assert_eq!(messages, ["not valid against the schema, which takes too many steps to find out why"]);
    let shallow = "{\"c\":".repeat(2) + "{}" + &"}".repeat(2);
    assert!(!findings(&schema, &shallow, false).is_empty());
}
