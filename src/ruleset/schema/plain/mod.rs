//! A fast validator for the keywords that nearly all record schemas use: types, properties, allowed words. It decides
//! in a single walk whether a record is valid, using the symbols of names, in a fifth of the time that the crate takes.
//!
//! Only a positive answer is used. Any other record, whether it is invalid or needs another keyword, is left to the
//! crate.

// Called for every value of every record.
#![expect(clippy::inline_always)]

#[cfg(test)]
mod tests;

use crate::tree::{Child, Kind, NodeId, Symbol, Tree};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// The version of JSON Schema that defines the keywords below.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Annotation keywords, which are not constraints.
const ANNOTATIONS: &[&str] =
    &["$comment", "$defs", "default", "deprecated", "description", "examples", "readOnly", "title", "writeOnly"];

/// A set of value types.
type Kinds = u8;

const ALL_KINDS: Kinds = Kinds::MAX;

const fn bit(kind: Kind) -> Kinds {
    1 << kind as u8
}

/// The index of a constraint, and the types that it accepts without further checks. Most values have one of these
/// types, so that the constraint need not be looked up.
#[derive(Clone, Copy, Debug)]
struct Place {
    number: u16,
    at_once: Kinds,
}

impl Place {
    /// A constraint that is not supported here.
    const UNSUPPORTED: Place = Place::new(0);
    /// No constraint: any value is valid.
    const ANYTHING: Place = Place::new(1);

    const fn new(number: u16) -> Self {
        Self { number, at_once: 0 }
    }

    const fn is_told(self) -> bool {
        self.number != Self::UNSUPPORTED.number
    }
}

/// The constraints of a schema on a value.
#[derive(Clone, Debug)]
struct Constraint {
    kinds: Kinds,
    /// The types that are accepted without further checks.
    at_once: Kinds,
    /// The allowed words for a text; all if empty.
    words: Vec<String>,
    items: Place,
    /// The constraints on members, by symbol.
    members: [Place; Symbol::COUNT],
    /// The required members.
    required: Vec<Symbol>,
}

impl Constraint {
    /// Returns a constraint on the type alone.
    const fn of(kinds: Kinds) -> Self {
        let members = [Place::UNSUPPORTED; Symbol::COUNT];
        Self { kinds, at_once: kinds, words: Vec::new(), items: Place::ANYTHING, members, required: Vec::new() }
    }
}

/// The constraints of a schema.
#[derive(Debug)]
pub(super) struct Plain {
    constraints: Vec<Constraint>,
    root: Place,
}

impl Plain {
    /// Reads the constraints of a schema. `None` if none of them is supported.
    pub(super) fn of(root: &Value) -> Option<Self> {
        if root.get("$schema")?.as_str()? != DIALECT || root.as_object()?.values().any(has_identifier) {
            return None;
        }
        let mut builder =
            Builder { root, known: HashMap::new(), constraints: vec![Constraint::of(0), Constraint::of(ALL_KINDS)] };
        let place = builder.schema(root, Some(""));
        let mut plain = place.is_told().then_some(Self { constraints: builder.constraints, root: place })?;
        let at_once: Vec<Kinds> = plain.constraints.iter().map(|constraint| constraint.at_once).collect();
        let complete = |place: &mut Place| place.at_once = at_once[usize::from(place.number)];
        complete(&mut plain.root);
        for constraint in &mut plain.constraints {
            complete(&mut constraint.items);
            constraint.members.iter_mut().for_each(complete);
        }
        Some(plain)
    }

    /// Whether a record is certainly valid.
    pub(super) fn accepts(&self, tree: Tree<'_>) -> bool {
        self.accepts_value(&tree, tree.root(), self.root)
    }

    /// Most values are texts without further constraints, for which no call is made.
    #[inline(always)]
    fn accepts_value(&self, tree: &Tree<'_>, node: NodeId, place: Place) -> bool {
        place.at_once & bit(tree.kind(node)) != 0 || self.accepts_inside(tree, node, place)
    }

    /// Checks a value that has further constraints.
    #[inline(never)]
    fn accepts_inside(&self, tree: &Tree<'_>, node: NodeId, place: Place) -> bool {
        let constraint = &self.constraints[usize::from(place.number)];
        let kind = tree.kind(node);
        match kind {
            _ if constraint.kinds & bit(kind) == 0 => false,
            Kind::Object => {
                let is_member = |child: Child| {
                    let symbol = child.key.map_or(Symbol::OTHER, |key| tree.symbol(key));
                    self.accepts_value(tree, child.value, constraint.members[symbol.index()])
                };
                !tree.has_duplicates(node)
                    && tree.children(node).all(is_member)
                    && constraint.required.iter().all(|symbol| tree.get(node, *symbol).is_some())
            }
            Kind::Array => tree.items(node).all(|item| self.accepts_value(tree, item, constraint.items)),
            Kind::String => tree.string(node).is_some_and(|text| constraint.words.iter().any(|word| word == text)),
            Kind::Number => {
                let text = tree.raw(node).as_bytes();
                let digits = text.strip_prefix(b"-").unwrap_or(text);
                !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
            }
            _ => false,
        }
    }
}

/// The state while the constraints of a schema are read.
struct Builder<'s> {
    root: &'s Value,
    /// The referenced schemas by their pointers.
    known: HashMap<&'s str, Place>,
    constraints: Vec<Constraint>,
}

impl<'s> Builder<'s> {
    /// Returns the index of the constraints of a schema, which others may refer to by `pointer`.
    fn schema(&mut self, schema: &'s Value, pointer: Option<&'s str>) -> Place {
        match schema {
            Value::Bool(true) => Place::ANYTHING,
            Value::Object(keywords) => {
                let place = Place::new(self.constraints.len() as u16);
                // A schema may refer to itself.
                self.known.extend(pointer.map(|pointer| (pointer, place)));
                self.constraints.push(Constraint::of(0));
                if self.constraints.len() > usize::from(u16::MAX) {
                    return Place::UNSUPPORTED;
                }
                match self.constraint(keywords, pointer == Some("")) {
                    Some(constraint) => self.constraints[usize::from(place.number)] = constraint,
                    None => return Place::UNSUPPORTED,
                }
                place
            }
            _ => Place::UNSUPPORTED,
        }
    }

    /// Returns the index of the constraints of a part of a schema.
    fn part(&mut self, schema: &'s Value) -> Place {
        let Some(keywords) = schema.as_object() else { return self.schema(schema, None) };
        let Some(reference) = keywords.get("$ref") else { return self.schema(schema, None) };
        let is_alone = keywords.keys().all(|keyword| keyword == "$ref" || ANNOTATIONS.contains(&keyword.as_str()));
        // A name with escapes is left to the crate.
        let pointer = reference.as_str().and_then(|reference| reference.strip_prefix('#'));
        let Some(pointer) = pointer.filter(|pointer| is_alone && !pointer.contains(['%', '~'])) else {
            return Place::UNSUPPORTED;
        };
        match (self.known.get(pointer), self.root.pointer(pointer)) {
            (Some(place), _) => *place,
            (None, Some(target)) if target.get("$ref").is_none() => self.schema(target, Some(pointer)),
            _ => Place::UNSUPPORTED,
        }
    }

    /// Reads the constraints of a schema that is an object. `None` if one of them is not supported.
    fn constraint(&mut self, keywords: &'s Map<String, Value>, is_root: bool) -> Option<Constraint> {
        let mut constraint = Constraint::of(ALL_KINDS);
        let mut is_whole = false;
        for (keyword, value) in keywords {
            match keyword.as_str() {
                "$schema" | "$id" if is_root => {}
                "type" => (constraint.kinds, is_whole) = kinds(value)?,
                "items" => constraint.items = self.part(value),
                "enum" => constraint.words = texts(value)?,
                "required" => {
                    constraint.required = texts(value)?.iter().map(|name| Symbol::of(name)).collect();
                    if constraint.required.contains(&Symbol::OTHER) {
                        return None;
                    }
                }
                "properties" | "patternProperties" | "additionalProperties" => {}
                other if ANNOTATIONS.contains(&other) => {}
                _ => return None,
            }
        }
        if !constraint.words.is_empty() {
            constraint.kinds &= bit(Kind::String);
        }
        constraint.at_once = constraint.kinds & !(bit(Kind::Array) | bit(Kind::Object));
        if !constraint.words.is_empty() {
            constraint.at_once &= !bit(Kind::String);
        }
        if is_whole {
            constraint.at_once &= !bit(Kind::Number);
        }
        self.members(keywords, &mut constraint)?;
        Some(constraint)
    }

    fn members(&mut self, keywords: &'s Map<String, Value>, constraint: &mut Constraint) -> Option<()> {
        let others = keywords.get("additionalProperties").map_or(Place::ANYTHING, |others| self.part(others));
        constraint.members = [others; Symbol::COUNT];
        let named = keywords.get("properties").map(Value::as_object);
        for (name, value) in named.unwrap_or_default().into_iter().flatten() {
            constraint.members[Symbol::of(name).index()] = self.part(value);
        }
        // Names without a symbol are left to the crate, and so are names that may be subject to a pattern.
        constraint.members[Symbol::OTHER.index()] = Place::UNSUPPORTED;
        let patterns = keywords.get("patternProperties").map(Value::as_object);
        for (pattern, _) in patterns.unwrap_or_default().into_iter().flatten() {
            let beginning = pattern.strip_prefix('^')?;
            if !beginning.bytes().all(|character| character.is_ascii_alphanumeric() || matches!(character, b'-' | b'_'))
            {
                return None;
            }
            for symbol in Symbol::all().filter(|symbol| symbol.name().starts_with(beginning)) {
                constraint.members[symbol.index()] = Place::UNSUPPORTED;
            }
        }
        Some(())
    }
}

/// Whether a part of a schema has an identifier, so that references are not resolved against the root.
fn has_identifier(part: &Value) -> bool {
    match part {
        Value::Object(members) => {
            let is_name = |key: &String| matches!(key.as_str(), "$id" | "$anchor" | "$dynamicAnchor");
            members.keys().any(is_name) || members.values().any(has_identifier)
        }
        Value::Array(items) => items.iter().any(has_identifier),
        _ => false,
    }
}

/// Returns the types in a `type` keyword, and whether its numbers must be integers.
fn kinds(value: &Value) -> Option<(Kinds, bool)> {
    let names = match value {
        Value::String(name) => vec![name.as_str()],
        Value::Array(names) => names.iter().map(Value::as_str).collect::<Option<_>>()?,
        _ => return None,
    };
    let mut kinds = 0;
    for name in &names {
        kinds |= match *name {
            "null" => bit(Kind::Null),
            "boolean" => bit(Kind::False) | bit(Kind::True),
            "integer" | "number" => bit(Kind::Number),
            "string" => bit(Kind::String),
            "array" => bit(Kind::Array),
            "object" => bit(Kind::Object),
            _ => return None,
        };
    }
    Some((kinds, names.contains(&"integer") && !names.contains(&"number")))
}

/// Returns a non-empty list of texts.
fn texts(value: &Value) -> Option<Vec<String>> {
    let texts: Vec<String> =
        value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<_>>()?;
    (!texts.is_empty()).then_some(texts)
}
