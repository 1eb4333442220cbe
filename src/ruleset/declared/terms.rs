//! Checks the names in the schema of a rule: keywords of JSON Schema 2020-12, and fields of records. Validators ignore
//! a misspelt keyword, so that the rule would never report anything.

use crate::diagnostic::{Finding, Place, Severity};
use crate::record::{FieldKind, Outline};
use crate::text::nearest;
use crate::tree::{Kind, NodeId, Tree};
use serde_json::Value;

/// Keywords whose value is one schema.
const SCHEMA: &[&str] = &[
    "additionalProperties",
    "contains",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keywords whose value is a list of schemas.
const SCHEMAS: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems"];

/// Keywords whose value is a map of schemas by name.
const NAMED: &[&str] = &["$defs", "dependentSchemas", "patternProperties", "properties"];

/// The other keywords.
const PLAIN: &[&str] = &[
    "$comment",
    "$ref",
    "$schema",
    "const",
    "dependentRequired",
    "description",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "required",
    "title",
    "type",
    "uniqueItems",
];

/// Adds findings for unknown names in the schema `node`, which applies to values described by `outline`.
pub(super) fn check(tree: Tree<'_>, node: NodeId, outline: Option<&'static Outline>, findings: &mut Vec<Finding>) {
    for child in tree.children(node) {
        let Some(key) = child.key else { continue };
        let (keyword, value) = (tree.key_name(key), child.value);
        if SCHEMA.contains(&keyword) {
            let of = match keyword {
                "items" | "contains" | "unevaluatedItems" => outline.and_then(Outline::item),
                "additionalProperties" | "propertyNames" | "unevaluatedProperties" => None,
                _ => outline,
            };
            check(tree, value, of, findings);
        } else if SCHEMAS.contains(&keyword) {
            tree.items(value).for_each(|item| check(tree, item, outline, findings));
        } else if NAMED.contains(&keyword) {
            for member in tree.children(value) {
                let name = member.key.map(|key| tree.key_name(key)).unwrap_or_default();
                let below = outline.and_then(|outline| outline.member(name));
                if keyword == "properties" {
                    field(outline, name, Place::Key(member.value), findings);
                }
                check(tree, member.value, below.filter(|_| keyword == "properties"), findings);
            }
        } else if keyword == "required" {
            for item in tree.items(value).filter(|item| tree.kind(*item) == Kind::String) {
                field(outline, tree.string(item).unwrap_or_default(), Place::Value(item), findings);
            }
        } else if !PLAIN.contains(&keyword) {
            let known = SCHEMA.iter().chain(SCHEMAS).chain(NAMED).chain(PLAIN).copied();
            let near = nearest(keyword, known).map(str::to_owned);
            complain(findings, Place::Key(value), format!("`{keyword}` is no keyword of JSON Schema"), near);
        }
    }
}

/// Adds to each `not` the type of value to which its keywords apply.
///
/// A validator ignores keywords for texts if the value is not a text, so that `not: { pattern: … }` rejects every
/// number. No author intends that.
pub(super) fn imply_kinds(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Object(inner)) = members.get_mut("not") {
                let kind = KINDS.iter().find(|(_, keywords)| keywords.iter().any(|word| inner.contains_key(*word)));
                if let Some((kind, _)) = kind.filter(|_| !inner.contains_key("type")) {
                    inner.insert("type".to_owned(), Value::from(*kind));
                }
            }
            members.values_mut().for_each(imply_kinds);
        }
        Value::Array(items) => items.iter_mut().for_each(imply_kinds),
        _ => {}
    }
}

/// Keywords that apply to a single type of value.
const KINDS: &[(&str, &[&str])] = &[
    ("string", &["pattern", "minLength", "maxLength", "format"]),
    ("array", &["items", "contains", "minItems", "maxItems", "uniqueItems", "prefixItems"]),
    ("object", &["required", "properties", "minProperties", "maxProperties", "patternProperties", "propertyNames"]),
    ("number", &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
];

/// Reports a name that the object does not have.
fn field(outline: Option<&'static Outline>, name: &str, place: Place, findings: &mut Vec<Finding>) {
    let Some(object) = outline.filter(|outline| outline.kind == FieldKind::Object && !outline.children.is_empty())
    else {
        return;
    };
    if object.member(name).is_none() && !name.starts_with("x-") {
        let of = &object.display_name;
        let near = nearest(name, object.names()).map(str::to_owned);
        complain(findings, place, format!("there is no field `{name}` in {of}"), near);
    }
}

fn complain(findings: &mut Vec<Finding>, place: Place, mut message: String, near: Option<String>) {
    if let Some(near) = &near {
        message.push_str("; did you mean `");
        message.push_str(near);
        message.push_str("`?");
    }
    let mut finding = Finding::new("rule/invalid", Severity::Error, place, message);
    finding.caption("not known").suggestion = near;
    findings.push(finding);
}
