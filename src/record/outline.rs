//! The fields of a record at every depth: their names, types and meaning, read from `schemas/record.schema.json` so
//! that they are written down once.
//!
//! The outline describes the canonical form. Where the schema also allows another form (a plain text for `{text,
//! lang}`, a map of languages for a list), only the canonical branch is kept.

use crate::tree::Symbol;
use serde_json::{Map, Value};
use std::sync::OnceLock;

/// Fields that are used in calculations. Volumes and issues are not, although many consist of digits.
const NUMBERS: &[&str] = &["issueYear", "pageCount", "position", "year"];

const SCHEMA: &str = include_str!("../../schemas/record.schema.json");

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// An object with members.
    Object,
    /// A list with items of one type.
    List,
    /// A text.
    Text,
    /// A number, or a text with a number.
    Number,
    /// A boolean.
    Flag,
}

/// A field with its subfields.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Its name in the record. Empty for an item of a list.
    pub name: String,
    /// Its name in a sentence: `title`, a record, an item of `references`.
    pub display_name: String,
    /// Its title in the schema.
    pub title: String,
    /// Its description.
    pub description: String,
    /// Its type.
    pub kind: FieldKind,
    /// For an object, its members; for a list, the single outline of its items.
    pub children: Vec<Outline>,
    /// Whether its items may also be texts: an affiliation of a contributor is an object or the id of an affiliation, a
    /// licence is an address or an object.
    is_mixed: bool,
    /// For each symbol, the number of the member in `children`, counted from 1.
    places: Vec<u8>,
}

/// Returns the outline of a record.
pub fn outline() -> &'static Outline {
    static OUTLINE: OnceLock<Outline> = OnceLock::new();
    OUTLINE.get_or_init(|| {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap_or_default();
        Reader { definitions: schema.get("$defs").and_then(Value::as_object) }.read(
            "",
            "a record".to_owned(),
            &schema,
            0,
        )
    })
}

impl Outline {
    /// Returns the member with this name.
    pub fn member(&self, name: &str) -> Option<&Outline> {
        let symbol = Symbol::of(name);
        if symbol == Symbol::OTHER {
            return self.children.iter().find(|field| self.kind == FieldKind::Object && field.name == name);
        }
        self.symbol(symbol)
    }

    /// Returns the member with this symbol.
    pub fn symbol(&self, symbol: Symbol) -> Option<&Outline> {
        let place = usize::from(*self.places.get(symbol.index())?);
        self.children.get(place.checked_sub(1)?)
    }

    /// Returns the outline of the items of a list. `None` if they are not all of one type.
    pub fn item(&self) -> Option<&Outline> {
        self.children.first().filter(|_| self.kind == FieldKind::List && !self.is_mixed)
    }

    /// Returns the names of its members, or for a list, of its items' members.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.children.iter().map(|field| field.name.as_str()).filter(|name| !name.is_empty())
    }

    /// Returns the field at a pointer whose segments are names, and `*` or a number for the items of a list.
    pub fn at<'s>(&self, segments: impl IntoIterator<Item = &'s str>) -> Option<&Outline> {
        segments.into_iter().try_fold(self, |at, segment| match at.kind {
            FieldKind::List => at.children.first(),
            _ => at.member(segment),
        })
    }
}

struct Reader<'s> {
    definitions: Option<&'s Map<String, Value>>,
}

impl<'s> Reader<'s> {
    fn read(&self, name: &str, display_name: String, schema: &'s Value, depth: usize) -> Outline {
        let target = self.target(schema);
        let word = |key| {
            let own = schema.get(key).and_then(Value::as_str);
            own.or_else(|| target.get(key).and_then(Value::as_str)).unwrap_or_default().to_owned()
        };
        let types = types(target);
        let members = target.get("properties").and_then(Value::as_object);
        let items = target.get("items").filter(|items| items.is_object());
        // A list may also be written as a map, and an object as a text.
        let (kind, children) = if let Some(items) = items {
            (FieldKind::List, vec![self.read("", format!("an item of {display_name}"), items, depth + 1)])
        } else if let Some(members) = members {
            (
                FieldKind::Object,
                members.iter().map(|(name, schema)| self.read(name, format!("`{name}`"), schema, depth + 1)).collect(),
            )
        } else {
            let kind = match () {
                () if types.contains(&"array") => FieldKind::List,
                () if types.contains(&"object") => FieldKind::Object,
                () if NUMBERS.contains(&name) => FieldKind::Number,
                () if types.contains(&"boolean") => FieldKind::Flag,
                () => FieldKind::Text,
            };
            (kind, Vec::new())
        };
        let mut places = vec![0; if kind == FieldKind::Object { Symbol::COUNT } else { 0 }];
        for (at, field) in children.iter().enumerate() {
            if let Some(place) = places.get_mut(Symbol::of(&field.name).index()) {
                *place = at as u8 + 1;
            }
        }
        let is_mixed = name == Symbol::LICENSES.name() || name == Symbol::AFFILIATIONS.name() && depth > 1;
        let (title, description) = (word("title"), word("description"));
        Outline { name: name.to_owned(), display_name, title, description, kind, children, is_mixed, places }
    }

    /// Resolves a reference in the schema. For alternatives, returns the branch that describes an object.
    fn target(&self, schema: &'s Value) -> &'s Value {
        let name = schema.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix("#/$defs/"));
        let named = name.and_then(|name| self.definitions?.get(name));
        let branches = ["anyOf", "oneOf"].into_iter().find_map(|key| schema.get(key)?.as_array());
        let chosen = branches.and_then(|branches| {
            let targets = branches.iter().map(|branch| self.target(branch));
            targets.clone().find(|target| target.get("properties").is_some()).or_else(|| targets.clone().next())
        });
        match (named, chosen) {
            (Some(named), _) => self.target(named),
            (None, Some(chosen)) => chosen,
            (None, None) => schema,
        }
    }
}

fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(name)) => vec![name.as_str()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_at_every_depth() {
        let kind = |pointer: &str| outline().at(pointer.split('/').filter(|part| !part.is_empty())).map(|f| f.kind);
        assert_eq!(kind(""), Some(FieldKind::Object));
        assert_eq!(kind("title"), Some(FieldKind::Object));
        assert_eq!(kind("title/lang"), Some(FieldKind::Text));
        assert_eq!(kind("titleVariants"), Some(FieldKind::List));
        assert_eq!(kind("titleVariants/*/lang"), Some(FieldKind::Text));
        assert_eq!(kind("keywords/*/terms"), Some(FieldKind::List));
        assert_eq!(kind("keywords/*/terms/0"), Some(FieldKind::Text));
        assert_eq!(kind("contributors/*/family"), Some(FieldKind::Text));
        assert_eq!(kind("contributors/*/affiliations"), Some(FieldKind::List));
        assert_eq!(kind("journal/title"), Some(FieldKind::Text));
        assert_eq!(kind("journal/issn"), Some(FieldKind::Object));
        assert_eq!(kind("year"), Some(FieldKind::Number));
        assert_eq!(kind("anonymous"), Some(FieldKind::Flag));
        assert_eq!(kind("languages/*"), Some(FieldKind::Text));
        assert_eq!(kind("titel"), None);
    }

    #[test]
    fn every_field_says_what_it_is() {
        fn collect_undescribed(field: &Outline, path: &str, found: &mut Vec<String>) {
            let path = format!("{path}/{}", field.name);
            if field.description.is_empty() {
                found.push(path.clone());
            }
            field.children.iter().for_each(|children| collect_undescribed(children, &path, found));
        }
        let mut found = Vec::new();
        collect_undescribed(outline(), "", &mut found);
        assert!(found.is_empty(), "{found:?}");
    }
}
