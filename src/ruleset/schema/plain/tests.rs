//! Tests that the crate accepts every record that the fast validator accepts.
#![allow(clippy::print_stderr)]

use super::super::{NoFiles, Schema, load};
use super::*;
use crate::syntax::{JsonMode, Reader, Syntax};
use crate::text::Chunk;
use crate::tree::Arena;
use serde_json::json;
use std::path::Path;

fn compiled(schema: &Value) -> Option<Schema> {
    load::compile(&schema.to_string(), Path::new("my.json"), "my.json", &NoFiles).ok()
}

/// Whether the fast validator accepts the record. False if the schema is not supported.
fn accepts_surely(schema: &Schema, record: &str) -> bool {
    let mut arena = Arena::default();
    let chunk = Chunk::new(record, 0);
    Reader::new(chunk, Syntax::Json, JsonMode::Single, |_| true).next(&mut arena, &mut Vec::new());
    let Some(tree) = Tree::new(chunk, &arena) else { return false };
    let is_accepted = schema.plain.as_ref().is_some_and(|plain| plain.accepts(tree));
    assert!(!is_accepted || schema.accepts(tree, tree.root()) == Ok(true), "{record} is not right");
    is_accepted
}

#[test]
fn common_valid_records_are_accepted_and_invalid_ones_are_not() {
    let bundled = Schema::bundled().expect("the bundled schema is sound");
    let right = [
        json!({ "title": "x" }),
        json!({ "title": { "text": "x", "lang": "en" }, "year": 1976, "volume": "1", "pageCount": -3 }),
        json!({ "title": { "text": "x" }, "keywords": [{ "lang": "en", "terms": ["a", "b"] }], "references": [] }),
        json!({ "title": "x", "abstracts": [{ "text": "y", "role": "graphical" }], "anonymous": false }),
    ];
    for record in &right {
        assert!(accepts_surely(&bundled, &record.to_string()), "{record}");
    }
    // Invalid, or left to the crate.
    let others = [
        json!({}),
        json!([]),
        json!({ "title": 1 }),
        json!({ "title": "x", "year": null }),
        json!({ "title": "x", "year": 1976.5 }),
        json!({ "title": "x", "abstracts": [{ "text": "y", "role": "graphic" }] }),
        json!({ "title": "x", "keywords": [{ "terms": [1] }] }),
        json!({ "title": "x", "tilte": "y" }),
        json!({ "title": "x", "text": "y" }),
        json!({ "title": "x", "journal": { "year": 1 } }),
        json!({ "title": "x", "x-own": "y" }),
        json!({ "title": "x", "titleVariants": { "pl": "y" } }),
    ];
    for record in &others {
        assert!(!accepts_surely(&bundled, &record.to_string()), "{record}");
    }
    assert!(!accepts_surely(&bundled, r#"{ "title": "x", "title": 1 }"#));
    assert!(!accepts_surely(&bundled, r#"{ "title": "x", "year": 1e3 }"#));
}

#[test]
fn schemas_with_other_keywords_are_left_to_the_crate() {
    let dialect = |schema: Value| {
        let mut schema = schema;
        schema["$schema"] = json!(DIALECT);
        schema
    };
    let members = |of: Value| dialect(json!({ "properties": { "title": of } }));
    let record = json!({ "title": "x" }).to_string();
    let is_accepted = |schema: &Value| accepts_surely(&compiled(schema).expect("a schema"), &record);
    assert!(is_accepted(&members(json!({ "type": "string", "title": "a title", "default": "" }))));
    assert!(is_accepted(&members(json!(true))) && is_accepted(&members(json!({ "enum": ["w", "x"] }))));
    assert!(is_accepted(&dialect(json!({ "properties": { "title": { "$ref": "#/$defs/a" } }, "$defs": { "a": {} } }))));
    assert!(is_accepted(&dialect(json!({ "properties": { "title": {}, "year": { "$ref": "#" } } }))));
    assert!(!is_accepted(&json!({ "properties": { "title": true } })));
    for other in [
        json!({ "minLength": 1 }),
        json!({ "pattern": "x" }),
        json!({ "format": "uri" }),
        json!({ "const": "x" }),
        json!({ "anyOf": [true] }),
        json!({ "$ref": "#/$defs/a", "type": "string" }),
        json!({ "enum": ["x", 1] }),
        json!({ "$anchor": "a" }),
    ] {
        let mut schema = members(other);
        schema["$defs"] = json!({ "a": true });
        assert!(!is_accepted(&schema), "{schema}");
    }
    let patterns = |pattern: &str| {
        let (mut patterns, other) = (serde_json::Map::new(), json!({ "type": "string" }));
        patterns.insert(pattern.to_owned(), other);
        dialect(json!({ "properties": { "title": true }, "patternProperties": patterns }))
    };
    assert!(is_accepted(&patterns("^x-")));
    assert!(!is_accepted(&patterns("^ti")) && !is_accepted(&patterns("t")) && !is_accepted(&patterns("^x|t")));
}

/// The cases of the JSON Schema test suite, with names that have symbols instead of its own names.
#[test]
fn no_invalid_case_of_the_suite_is_accepted() {
    const NAMES: [(&str, &str); 6] =
        [("foo", "pages"), ("bar", "issue"), ("baz", "doi"), ("quux", "lang"), ("a", "year"), ("b", "rights")];
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/suites/json-schema-test-suite/tests/draft2020-12");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("SKIPPED: {} is absent, and what it would show is not shown", folder.display());
        return;
    };
    let (mut count, mut accepted_valid) = (0, 0);
    for entry in entries {
        let Ok(mut text) = std::fs::read_to_string(entry.expect("an entry").path()) else { continue };
        for (name, known) in NAMES {
            text = text.replace(&format!("\"{name}\""), &format!("\"{known}\""));
        }
        let groups: Vec<Value> = serde_json::from_str(&text).expect("the suite is JSON");
        for group in groups {
            let mut schema = group["schema"].clone();
            if schema.is_object() && schema.get("$schema").is_none() {
                schema["$schema"] = json!(DIALECT);
            }
            let Some(schema) = compiled(&schema) else { continue };
            for case in group["tests"].as_array().expect("a list of tests") {
                count += 1;
                accepted_valid += usize::from(accepts_surely(&schema, &case["data"].to_string()));
            }
        }
    }
    assert!(count > 1000 && accepted_valid > 50, "{accepted_valid} of {count}");
}
