//! Limits how many parts of a schema apply to the same value.
//!
//! `anyOf`, `allOf`, `$ref` and the like apply further schemas to the value itself. If each of twenty definitions
//! refers to the next one twice, a schema of a kilobyte is applied a million times, and the crate has no limit for
//! that. The applications are therefore counted before the crate compiles the schema. References inside members and
//! items, as in the schema of a tree, are harmless, since the record limits them.
//!
//! The count follows each reference that is understood here. Any other reference counts as a single application.

use super::documents::without_fragment;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// The limit for applications to one value, in addition to two for every part of the schema.
const MAX_APPLICATIONS: u64 = 10_000;

/// The same limit for the sum over all parts with `unevaluatedProperties` or `unevaluatedItems`, for each of which the
/// crate compiles its applications again.
const MAX_UNEVALUATED: u64 = 100_000;

/// The limit for nested applications, each of which uses stack.
const MAX_LEVELS: u32 = 500;

/// Keywords that apply a schema, a list of them, or named ones, to the value itself.
const APPLICATORS: &[&str] =
    &["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "dependencies"];

/// Keywords that apply the referenced schema.
const REFERENCES: &[&str] = &["$ref", "$dynamicRef", "$recursiveRef"];

/// A part of the schema that is applied too often, or a chain of parts that is too long.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excess {
    /// The index of the document.
    pub(super) document: usize,
    /// The part, as a JSON Pointer.
    pub(super) pointer: String,
    what: What,
}

#[derive(Debug, PartialEq, Eq)]
enum What {
    Applications,
    Levels,
    Unevaluated,
}

impl Excess {
    pub(super) fn message(&self) -> String {
        match self.what {
            What::Applications => format!(
                "too complicated: it applies more than {MAX_APPLICATIONS} schemas to one value, since `anyOf`, `allOf` or \
                 `$ref` inside one another multiply"
            ),
            What::Levels => {
                format!("too complicated: more than {MAX_LEVELS} schemas inside one another apply to one value")
            }
            What::Unevaluated => format!(
                "too complicated: its `unevaluatedProperties` and `unevaluatedItems` look into more than \
                 {MAX_UNEVALUATED} schemas"
            ),
        }
    }
}

/// Counts the applications of the schemas in `documents`, each with its URI.
pub(super) fn check(documents: &[(&str, &Value)]) -> Result<(), Excess> {
    let mut graph = Graph::default();
    for (number, (uri, root)) in documents.iter().enumerate() {
        graph.add(number, uri, root);
    }
    let edges: Vec<Vec<usize>> = graph.parts.iter().map(|part| graph.applied(part)).collect();
    let counts = counts(&edges);
    let more = 2 * graph.parts.len() as u64;
    let mut unevaluated = 0_u64;
    for (number, count) in counts.iter().enumerate() {
        let keywords = graph.parts[number].keywords;
        if keywords.contains_key("unevaluatedProperties") || keywords.contains_key("unevaluatedItems") {
            unevaluated = unevaluated.saturating_add(count.applications);
        }
        let what = if count.levels > MAX_LEVELS {
            What::Levels
        } else if count.applications > MAX_APPLICATIONS + more {
            What::Applications
        } else if unevaluated > MAX_UNEVALUATED + more {
            What::Unevaluated
        } else {
            continue;
        };
        return Err(graph.excess(number, what));
    }
    Ok(())
}

/// An object in a schema.
struct Part<'s> {
    keywords: &'s Map<String, Value>,
    /// The index of the URI against which its references are resolved.
    base: usize,
    document: usize,
    /// The parent object and the path from it.
    parent: Option<(usize, String)>,
}

/// The parts of a schema, with the names used in references.
#[derive(Default)]
struct Graph<'s> {
    parts: Vec<Part<'s>>,
    /// Indices by address in memory.
    numbers: HashMap<usize, usize>,
    bases: Vec<String>,
    resources: HashMap<String, &'s Value>,
    anchors: HashMap<(usize, &'s str), usize>,
    dynamic: HashMap<&'s str, Vec<usize>>,
    /// The possible targets of `$recursiveRef`.
    recursive: Vec<usize>,
}

fn address(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}

impl<'s> Graph<'s> {
    /// Adds the parts of a document recursively. The depth is limited by the JSON reader.
    fn add(&mut self, document: usize, uri: &str, root: &'s Value) {
        self.resources.insert(without_fragment(uri).to_owned(), root);
        self.bases.push(without_fragment(uri).to_owned());
        let base = self.bases.len() - 1;
        self.walk(root, base, document, None);
    }

    fn walk(&mut self, value: &'s Value, mut base: usize, document: usize, parent: Option<(usize, String)>) {
        match value {
            Value::Object(keywords) => {
                let number = self.parts.len();
                let own = ["$id", "id"].iter().find_map(|name| keywords.get(*name)).and_then(Value::as_str);
                if let Some(id) = own.filter(|id| !id.starts_with('#')) {
                    let uri = without_fragment(&joined(&self.bases[base], id)).to_owned();
                    self.resources.insert(uri.clone(), value);
                    self.bases.push(uri);
                    base = self.bases.len() - 1;
                }
                self.numbers.insert(address(value), number);
                self.parts.push(Part { keywords, base, document, parent });
                let fragment = own.and_then(|id| id.strip_prefix('#'));
                let anchors = ["$anchor", "$dynamicAnchor"].iter().filter_map(|name| keywords.get(*name)?.as_str());
                for anchor in anchors.chain(fragment) {
                    self.anchors.insert((base, anchor), number);
                }
                if let Some(name) = keywords.get("$dynamicAnchor").and_then(Value::as_str) {
                    self.dynamic.entry(name).or_default().push(number);
                }
                if keywords.get("$recursiveAnchor") == Some(&Value::Bool(true)) {
                    self.recursive.push(number);
                }
                for (name, inner) in keywords {
                    self.walk(inner, base, document, Some((number, segment(name))));
                }
            }
            Value::Array(items) => {
                let (around, path) = parent.unwrap_or_default();
                for (number, item) in items.iter().enumerate() {
                    self.walk(item, base, document, Some((around, format!("{path}/{number}"))));
                }
            }
            _ => {}
        }
    }

    /// Returns the parts that a part applies to the same value, with repetitions.
    fn applied(&self, part: &Part<'s>) -> Vec<usize> {
        let mut found = Vec::new();
        let number = |value: &Value| self.numbers.get(&address(value)).copied();
        for (keyword, value) in APPLICATORS.iter().filter_map(|name| Some((*name, part.keywords.get(*name)?))) {
            match value {
                Value::Array(schemas) => found.extend(schemas.iter().filter_map(number)),
                Value::Object(named) if keyword.starts_with("depend") => {
                    found.extend(named.values().filter_map(number));
                }
                schema => found.extend(number(schema)),
            }
        }
        for keyword in REFERENCES {
            if let Some(reference) = part.keywords.get(*keyword).and_then(Value::as_str) {
                found.extend(self.target(part.base, reference));
                let name = reference.rsplit_once('#').map_or("", |(_, name)| name);
                match *keyword {
                    "$dynamicRef" => found.extend(self.dynamic.get(name).and_then(|all| all.first())),
                    "$recursiveRef" => found.extend(self.recursive.first()),
                    _ => {}
                }
            }
        }
        found
    }

    /// Returns the part that a reference points to.
    fn target(&self, base: usize, reference: &str) -> Option<usize> {
        let uri = joined(&self.bases[base], reference);
        let (document, fragment) = uri.split_once('#').unwrap_or((&uri, ""));
        let resource = *self.resources.get(document)?;
        let fragment = decoded(fragment);
        if fragment.is_empty() || fragment.starts_with('/') {
            return self.numbers.get(&address(resource.pointer(&fragment)?)).copied();
        }
        let base = self.parts[*self.numbers.get(&address(resource))?].base;
        self.anchors.get(&(base, fragment.as_str())).copied()
    }

    fn excess(&self, number: usize, what: What) -> Excess {
        let mut segments = Vec::new();
        let mut at = number;
        while let Some((around, path)) = &self.parts[at].parent {
            segments.push(path.as_str());
            at = *around;
        }
        segments.reverse();
        Excess { document: self.parts[number].document, pointer: segments.concat(), what }
    }
}

/// The counts for a part.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    /// The number of schemas that are applied to one value, including itself.
    applications: u64,
    /// The greatest number of them nested in one another.
    levels: u32,
}

/// Counts for all parts. A part inside itself counts once there: the crate does not apply it to the same value again.
fn counts(edges: &[Vec<usize>]) -> Vec<Count> {
    let mut counts = vec![Count::default(); edges.len()];
    let mut is_begun = vec![false; edges.len()];
    for first in 0..edges.len() {
        // Not recursive: the chain of references may be longer than the stack.
        let mut open = vec![(first, 0)];
        while let Some((number, next)) = open.pop() {
            if next == 0 && std::mem::replace(&mut is_begun[number], true) {
                continue;
            }
            match edges[number].get(next) {
                Some(inner) => {
                    open.push((number, next + 1));
                    open.push((*inner, 0));
                }
                None => counts[number] = sum(&edges[number], &counts),
            }
        }
    }
    counts
}

fn sum(inner: &[usize], counts: &[Count]) -> Count {
    let mut whole = Count { applications: 1, levels: 1 };
    for count in inner.iter().map(|number| counts[*number]) {
        whole.applications = whole.applications.saturating_add(count.applications.max(1));
        whole.levels = whole.levels.max(count.levels.saturating_add(1));
    }
    whole
}

/// Escapes a name as a segment of a JSON Pointer.
fn segment(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Decodes the fragment of a URI (RFC 3986, section 2.1).
fn decoded(fragment: &str) -> String {
    if !fragment.contains('%') {
        return fragment.to_owned();
    }
    let mut bytes = Vec::new();
    let mut rest = fragment.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Resolves a reference to an absolute URI (RFC 3986, section 5.2), as far as schemas use it.
fn joined(base: &str, reference: &str) -> String {
    let scheme = reference.find(':').filter(|colon| !reference[..*colon].contains(['/', '?', '#']));
    if scheme.is_some() {
        return reference.to_owned();
    }
    if reference.is_empty() || reference.starts_with('#') {
        return format!("{base}{reference}");
    }
    let authority = base.find("://").map_or(0, |at| base[at + 3..].find('/').map_or(base.len(), |end| at + 3 + end));
    if reference.starts_with('/') {
        return format!("{}{reference}", &base[..authority]);
    }
    let folder = base.rfind('/').filter(|at| *at >= authority).map_or(base, |at| &base[..at]);
    let (mut path, mut rest) = (folder.to_owned(), reference);
    loop {
        if let Some(tail) = rest.strip_prefix("../") {
            path.truncate(path.rfind('/').filter(|at| *at >= authority).unwrap_or(path.len()));
            rest = tail;
        } else if let Some(tail) = rest.strip_prefix("./") {
            rest = tail;
        } else {
            return format!("{path}/{rest}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn excess(schema: &Value) -> Option<(String, What)> {
        check(&[("local:///s.json", schema)]).err().map(|excess| (excess.pointer, excess.what))
    }

    /// Returns definitions of which each applies the next one several times.
    fn chain(length: usize, reference: impl Fn(String) -> Value) -> Value {
        let mut definitions = Map::new();
        for number in 0..length {
            definitions.insert(format!("d{number}"), reference(format!("d{}", number + 1)));
        }
        definitions.insert(format!("d{length}"), json!({"type": "string"}));
        json!({"$ref": "#/$defs/d0", "$defs": definitions})
    }

    #[test]
    fn exponential_schemas_are_rejected() {
        let twice = |name: String| json!([{"$ref": format!("#/$defs/{name}")}, {"$ref": format!("#/$defs/{name}")}]);
        for keyword in ["anyOf", "oneOf", "allOf"] {
            let schema = |length| chain(length, |next| json!({keyword: twice(next)}));
            assert_eq!(excess(&schema(9)), None, "{keyword}");
            assert!(matches!(excess(&schema(30)), Some((_, What::Applications))), "{keyword}");
        }
        let conditional = chain(30, |next| {
            let one = json!({"$ref": format!("#/$defs/{next}")});
            json!({"if": one, "then": one, "dependentSchemas": {"a": one}})
        });
        assert!(excess(&conditional).is_some());
    }

    #[test]
    fn names_do_not_hide_growth() {
        let by_anchor = (0..30).map(|number| {
            let next = json!({"$ref": format!("#d{}", number + 1)});
            json!({"$anchor": format!("d{number}"), "anyOf": [next, next]})
        });
        let last = json!({"$anchor": "d30"});
        assert!(excess(&json!({"$defs": {"all": by_anchor.chain([last]).collect::<Value>()}})).is_some());
        let by_id = (0..30).map(|number| {
            let next = json!({"$ref": format!("../x/d{}.json#", number + 1)});
            json!({"$id": format!("https://example.org/x/d{number}.json"), "anyOf": [next, next]})
        });
        let last = json!({"$id": "https://example.org/x/d30.json"});
        assert!(excess(&json!({"$defs": {"all": by_id.chain([last]).collect::<Value>()}})).is_some());
        let by_escape = chain(30, |next| {
            let one = json!({"$ref": format!("#/%24defs/{next}")});
            json!({"anyOf": [one, one]})
        });
        assert!(excess(&by_escape).is_some());
    }

    #[test]
    fn references_into_the_value_are_accepted() {
        let tree = json!({
            "anyOf": [{"properties": {"child": {"$ref": "#"}}}, {"items": {"$ref": "#"}}, {"not": {"$ref": "#"}}]
        });
        assert_eq!(excess(&tree), None);
        let wide: Value = (0..20_000).map(|number| json!({"const": number})).collect();
        assert_eq!(excess(&json!({"oneOf": wide})), None);
        let members = chain(20_000, |next| json!({"properties": {"a": {"$ref": format!("#/$defs/{next}")}}}));
        assert_eq!(excess(&members), None);
    }

    #[test]
    fn long_chains_are_rejected() {
        let schema = chain(100_000, |next| json!({"$ref": format!("#/$defs/{next}")}));
        assert!(matches!(excess(&schema), Some((_, What::Levels))));
    }

    #[test]
    fn unevaluated_keywords_are_counted_together() {
        let definitions = chain(
            9,
            |next| json!({"anyOf": [{"$ref": format!("#/$defs/{next}")}, {"$ref": format!("#/$defs/{next}")}]}),
        );
        let user = json!({"$ref": "#/$defs/d0", "unevaluatedProperties": false});
        let users: Value = vec![user; 200].into();
        let schema = json!({"$defs": definitions["$defs"], "items": {"oneOf": []}, "examples": users});
        assert!(matches!(excess(&schema), Some((_, What::Unevaluated))));
    }

    #[test]
    fn references_are_joined() {
        for (reference, expected) in [
            ("#/a", "https://x.org/a/b.json#/a"),
            ("c.json", "https://x.org/a/c.json"),
            ("../c.json#d", "https://x.org/c.json#d"),
            ("./c.json", "https://x.org/a/c.json"),
            ("/c.json", "https://x.org/c.json"),
            ("urn:a", "urn:a"),
            ("https://y.org/", "https://y.org/"),
        ] {
            assert_eq!(joined("https://x.org/a/b.json", reference), expected);
        }
    }
}
