//! The documents of a schema and its references, used for their titles, names and allowed values.

use jsonschema::ValidationError;
use serde_json::Value;
use std::collections::HashMap;

/// The depth limit for references and nested schemas in the search for names and titles.
const DEPTH: u8 = 6;

/// The schema itself and the files it refers to.
#[derive(Debug, Default)]
pub(super) struct Documents {
    root: Value,
    /// The URIs of the schema itself.
    own: Vec<String>,
    /// The other documents by URI, without a fragment.
    others: HashMap<String, Value>,
}

/// The keyword that causes an error.
#[derive(Clone, Copy, Debug)]
pub(super) struct FailedKeyword<'s> {
    document: &'s Value,
    /// The schema object with the keyword; `null` if it is not known.
    pub(super) schema: &'s Value,
    /// The value of the keyword.
    pub(super) value: &'s Value,
}

impl Documents {
    /// Indexes the documents. `own` are the URIs of `root`; the others are found by the URIs of their requests and by
    /// their own absolute `$id`.
    pub(super) fn new(root: Value, own: Vec<String>, mut others: HashMap<String, Value>) -> Self {
        let named = others.values().filter_map(|document| {
            let id = text(document, "$id").filter(|id| id.contains("://"))?;
            Some((without_fragment(id).to_owned(), document.clone()))
        });
        let named: Vec<_> = named.collect();
        others.extend(named);
        Self { root, own, others }
    }

    /// Returns the keyword that is violated.
    pub(super) fn failed(&self, error: &ValidationError<'_>) -> FailedKeyword<'_> {
        let pointer = error.schema_path().as_str();
        let document = match error.absolute_keyword_location().map(|uri| without_fragment(uri.as_str())) {
            None => &self.root,
            Some(uri) if self.own.iter().any(|own| own == uri) => &self.root,
            // A part with an `$id` of its own is not searched. Missing words are better than wrong ones.
            Some(uri) => self.others.get(uri).unwrap_or(&Value::Null),
        };
        let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        FailedKeyword {
            document,
            schema: document.pointer(parent).unwrap_or(&Value::Null),
            value: document.pointer(pointer).unwrap_or(&Value::Null),
        }
    }
}

impl<'s> FailedKeyword<'s> {
    /// Returns the description of the keyword's schema, else its title.
    pub(super) fn explanation(&self) -> Option<&'s str> {
        text(self.schema, "description").or_else(|| text(self.schema, "title"))
    }

    /// Returns the title of the keyword's schema, else its description.
    pub(super) fn title(&self) -> Option<&'s str> {
        text(self.schema, "title").or_else(|| text(self.schema, "description"))
    }

    /// Returns the property names known to the keyword's schema and the schemas combined with it.
    pub(super) fn names(&self) -> Vec<&'s str> {
        let mut names = Vec::new();
        self.collect_names(self.schema, DEPTH, &mut names);
        names.sort_unstable();
        names.dedup();
        names
    }

    fn collect_names(&self, schema: &'s Value, depth: u8, names: &mut Vec<&'s str>) {
        let Some(inner) = depth.checked_sub(1) else { return };
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            names.extend(properties.keys().map(String::as_str));
        }
        // Only `unevaluatedProperties` considers adjacent schemas.
        if schema.get("unevaluatedProperties").is_none() && depth == DEPTH {
            return;
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            for branch in schema.get(keyword).and_then(Value::as_array).into_iter().flatten() {
                self.collect_names(branch, inner, names);
            }
        }
        for keyword in ["if", "then", "else"] {
            if let Some(branch) = schema.get(keyword) {
                self.collect_names(branch, inner, names);
            }
        }
        if let Some(target) = self.target(schema) {
            self.collect_names(target, inner, names);
        }
    }

    /// Follows references from `schema` within its document, as long as it consists of nothing else.
    pub(super) fn resolved(&self, schema: &'s Value) -> &'s Value {
        let mut schema = schema;
        for _ in 0..DEPTH {
            match self.target(schema) {
                Some(target) if text(schema, "title").is_none() => schema = target,
                _ => break,
            }
        }
        schema
    }

    fn target(&self, schema: &'s Value) -> Option<&'s Value> {
        self.document.pointer(schema.get("$ref")?.as_str()?.strip_prefix('#')?)
    }
}

/// Returns the document that a URI points into.
pub(super) fn without_fragment(uri: &str) -> &str {
    uri.split_once('#').map_or(uri, |(document, _)| document)
}

/// Returns the text at `keyword`, unless it is empty.
pub(super) fn text<'s>(schema: &'s Value, keyword: &str) -> Option<&'s str> {
    schema.get(keyword).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}
