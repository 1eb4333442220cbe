use super::*;
use crate::syntax::{JsonMode, Reader, Syntax};
use crate::text::Chunk;
use serde_json::json;

fn read(text: &str, arena: &mut Arena) {
    let mut findings = Vec::new();
    let chunk = Chunk::new(text, 0);
    Reader::new(chunk, Syntax::Json, JsonMode::Single, |_| true).next(arena, &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
}

fn with<T>(text: &str, f: impl FnOnce(SpannedNode<'_>) -> T) -> T {
    let mut arena = Arena::default();
    read(text, &mut arena);
    let tree = Tree::new(Chunk::new(text, 0), &arena).expect("a record");
    f(View::new(tree, Values::All).node(tree.root()))
}

/// Whether the value `text` in a record is valid under `schema`.
fn is_valid(schema: &Value, text: &str) -> bool {
    let schema = json!({"properties": {"value": schema}});
    let validator = jsonschema::options_for::<SpannedJson>().build(&schema).expect("a schema");
    with(&format!("{{\"value\": {text}}}"), |root| validator.is_valid(root))
}

/// The document and the checks of the crate's `conformance` module, for builds without that feature.
#[test]
fn the_tree_conforms_to_the_crate() {
    let document = json!({
        "string": "héllo", "integer": 42, "float": 1.5, "boolean": true, "null": null, "array": [10, 20, 30],
        "duplicates": [1, {"a": 1}, {"a": 1}], "object": {"nested": "value"}
    });
    with(&document.to_string(), |root| {
        assert_eq!(*root.to_value(), document);
        assert!(root.equals_value(&document));
        let members = root.as_object().expect("an object");
        let member = |name: &str| members.get(&SpannedJson::prepare_key(name)).expect("present");
        assert_eq!(members.len(), 8);
        assert!(members.get(&SpannedJson::prepare_key("missing")).is_none());
        assert_eq!(member("string").string_length(), Some(5));
        assert_eq!(member("integer").string_length(), None);
        assert!(member("integer").equals_value(&json!(42.0)));
        assert!(!member("boolean").equals_value(&json!(1)));
        assert!(!member("duplicates").as_array().expect("a list").is_unique());
        assert!(member("array").as_array().expect("a list").is_unique());
        assert_ne!(root.identity(), member("object").identity());
        assert_eq!(member("object").identity(), member("object").identity());
    });
    SpannedJson::with_string_node(&mut Arena::default(), "héllo", |node| {
        assert_eq!(node.as_string().as_deref(), Some("héllo"));
    });
}

#[test]
fn the_last_of_several_members_is_effective() {
    with(r#"{"title": 1, "x": 1, "title": 2, "x": 3, "y": 4}"#, |root| {
        let members = root.as_object().expect("an object");
        let names: Vec<&str> = members.members().map(|(name, _)| name).collect();
        assert_eq!(names, ["title", "x", "y"]);
        assert_eq!(members.len(), 3);
        assert_eq!(*root.to_value(), json!({"title": 2, "x": 3, "y": 4}));
        for (name, value) in [("title", 2), ("x", 3), ("y", 4)] {
            let found = members.get(&SpannedJson::prepare_key(name)).expect("present");
            assert!(found.equals_value(&json!(value)), "{name}");
        }
    });
    assert!(is_valid(&json!({"maxProperties": 1, "properties": {"a": {"const": 2}}}), r#"{"a": 1, "a": 2}"#));
}

#[test]
fn numbers_keep_their_digits() {
    let integer = json!({"type": "integer"});
    for text in ["1", "-1", "1.0", "1e2", "10e-1", "1.50e1", "0.0e-5", "-0", "123456789012345678901234567890", "1e400"]
    {
        assert!(is_valid(&integer, text), "{text}");
    }
    for text in ["1.5", "1e-1", "15e-1", "1e-99999999999999999999", "0.1"] {
        assert!(!is_valid(&integer, text), "{text}");
    }
    assert!(!is_valid(&json!({"maximum": 10}), "123456789012345678901234567890"));
    assert!(!is_valid(&json!({"maximum": 10}), "1e400"));
    assert!(is_valid(&json!({"maximum": 10}), "-1e400"));
    assert!(is_valid(&json!({"const": 100}), "1e2"));
    assert!(!is_valid(&json!({"const": 9_007_199_254_740_992_u64}), "9007199254740993"));
}

#[test]
fn equal_items_are_found_in_any_spelling() {
    let unique = json!({"uniqueItems": true});
    for text in [
        r#"["a", "A"]"#,
        "[1, \"1\", true, null]",
        "[123456789012345678901234567890, 123456789012345678901234567891]",
        r#"[{"a": 1}, {"a": 2}, "x"]"#,
        r#"[["a", "b"], ["a,b"]]"#,
    ] {
        assert!(is_valid(&unique, text), "{text}");
    }
    let long: Vec<String> = (0..40).map(|number| format!("\"{number}\"")).collect();
    assert!(is_valid(&unique, &format!("[{}]", long.join(","))));
    assert!(!is_valid(&unique, &format!("[{}, \"7\"]", long.join(","))));
    for text in
        [r#"["a", "\u0061"]"#, "[1, 1.0]", "[100, 1e2]", "[0, -0.0]", r#"[{"a": 1, "b": [2]}, {"b": [2.0], "a": 1}]"#]
    {
        assert!(!is_valid(&unique, text), "{text}");
    }
}

#[test]
fn constraints_on_names_see_strings() {
    let schema = json!({"propertyNames": {"maxLength": 4}});
    assert!(is_valid(&schema, r#"{"Łódź": 1}"#));
    assert!(!is_valid(&schema, r#"{"Łódź2": 1}"#));
}
