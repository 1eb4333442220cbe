//! A tree as the `jsonschema` crate sees it: the only place where the two meet.
//!
//! The validator asks for members, items, texts and numbers, and gets them straight from the nodes; no
//! `serde_json::Value` of a record is built. Of several members of one name there is only the last, as for other
//! readers; objects without such members pay nothing for it.

use super::{Arena, Child, Children, Kind, NodeId, Symbol, Tree};
use crate::text::{Chunk, Span};
use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object, cmp};
use serde_json::{Number, Value};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::ControlFlow;

/// The representation: what `jsonschema::options_for` is given.
#[derive(Clone, Copy, Debug)]
pub struct SpannedJson;

/// A name that a schema asks for, with its symbol, if it has one.
#[derive(Clone, Debug)]
pub struct PreparedKey {
    symbol: Symbol,
    text: Box<str>,
}

/// Of which lists and objects [`Node::to_value`] is the value; of others it is `null`.
///
/// The crate copies a value into each of its errors, branch by branch of a union. Whoever words the errors from the
/// tree has no use for the copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// Of all.
    All,
    /// Of the outermost. The crate looks into it for the text on which a pattern failed to come to an end.
    Outermost,
    /// Of none. Only for a schema without patterns.
    None,
}

/// A copy of the value `node` of `tree`, for texts that are no records: rules, configurations.
pub fn value_of(tree: Tree<'_>, node: NodeId) -> Value {
    SpannedNode::new(&tree, node, Values::All).to_value().into_owned()
}

/// A node as the validator holds it. A key node is a text, so that demands on names need no copy of them.
#[derive(Clone, Copy, Debug)]
pub struct SpannedNode<'a> {
    tree: &'a Tree<'a>,
    node: NodeId,
    values: Values,
}

impl<'a> SpannedNode<'a> {
    /// The value `node` of `tree`.
    pub fn new(tree: &'a Tree<'a>, node: NodeId, values: Values) -> Self {
        Self { tree, node, values }
    }

    fn at(self, node: NodeId) -> Self {
        Self { node, ..self }
    }

    fn kind(self) -> Kind {
        self.tree.kind(self.node)
    }

    fn is_built(self) -> bool {
        match self.values {
            Values::All => true,
            Values::Outermost => self.node == NodeId::ROOT,
            Values::None => false,
        }
    }

    fn str(self) -> Option<&'a str> {
        match self.kind() {
            Kind::String => self.tree.string(self.node),
            Kind::Key => Some(self.tree.key_name(self.node)),
            _ => None,
        }
    }
}

impl Json for SpannedJson {
    type Node<'a> = SpannedNode<'a>;
    type PreparedKey = PreparedKey;
    type StringBuffer = Arena;

    /// Never: a lookup compares one small number a member, a pass over the members compares texts.
    const KEYS_PER_LOOKUP: usize = 0;
    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> PreparedKey {
        PreparedKey { symbol: Symbol::of(key), text: key.into() }
    }

    fn with_string_node<T>(buffer: &mut Arena, string: &str, f: impl FnOnce(SpannedNode<'_>) -> T) -> T {
        buffer.clear();
        buffer.decoded(Span::default(), string);
        f(SpannedNode::new(&Tree::new(Chunk::new("", 0), buffer), NodeId::ROOT, Values::All))
    }
}

impl<'a> Node<'a, SpannedJson> for SpannedNode<'a> {
    type Object = Members<'a>;
    type Array = Items<'a>;
    type Number = Spelled<'a>;

    fn as_object(&self) -> Option<Members<'a>> {
        (self.kind() == Kind::Object).then_some(Members(*self))
    }

    fn as_array(&self) -> Option<Items<'a>> {
        (self.kind() == Kind::Array).then_some(Items(*self))
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        self.str().map(Cow::Borrowed)
    }

    fn as_number(&self) -> Option<Spelled<'a>> {
        self.is_number().then(|| Spelled(self.tree.raw(self.node)))
    }

    fn as_boolean(&self) -> Option<bool> {
        match self.kind() {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        self.kind() == Kind::Null
    }

    fn is_number(&self) -> bool {
        self.kind() == Kind::Number
    }

    fn is_string(&self) -> bool {
        matches!(self.kind(), Kind::String | Kind::Key)
    }

    fn json_type(&self) -> JsonType {
        match self.kind() {
            Kind::Null => JsonType::Null,
            Kind::False | Kind::True => JsonType::Boolean,
            Kind::Number => JsonType::Number,
            Kind::String | Kind::Key => JsonType::String,
            Kind::Array => JsonType::Array,
            Kind::Object => JsonType::Object,
        }
    }

    fn string_length(&self) -> Option<u64> {
        self.str().map(|text| text.chars().count() as u64)
    }

    fn string_length_within(&self, min: u64, max: u64) -> Option<bool> {
        let text = self.str()?;
        // A character takes one to four bytes, so the number of bytes decides most cases.
        let bytes = text.len() as u64;
        let fewest = bytes.div_ceil(4);
        if bytes < min || fewest > max {
            return Some(false);
        }
        if min <= fewest && bytes <= max {
            return Some(true);
        }
        Some((min..=max).contains(&(text.chars().count() as u64)))
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match expected {
            Value::Null => self.is_null(),
            Value::Bool(expected) => self.as_boolean() == Some(*expected),
            Value::String(expected) => self.str() == Some(expected.as_str()),
            Value::Number(expected) => self.as_number().is_some_and(|number| cmp::equal_numbers(&number, expected)),
            Value::Array(expected) => self.as_array().is_some_and(|items| {
                items.len() == expected.len()
                    && items.elements().zip(expected).all(|(item, value)| item.equals_value(value))
            }),
            Value::Object(expected) => self.as_object().is_some_and(|members| {
                members.len() == expected.len()
                    && members.members().all(|(name, node)| expected.get(name).is_some_and(|v| node.equals_value(v)))
            }),
        }
    }

    fn to_value(&self) -> Cow<'a, Value> {
        let value = match self.kind() {
            Kind::Null => Value::Null,
            Kind::False => Value::Bool(false),
            Kind::True => Value::Bool(true),
            Kind::Number => Value::Number(Spelled(self.tree.raw(self.node)).number()),
            Kind::String | Kind::Key => Value::String(self.str().unwrap_or_default().to_owned()),
            Kind::Array | Kind::Object if !self.is_built() => return Cow::Borrowed(&Value::Null),
            Kind::Array => {
                let all = Items(Self { values: Values::All, ..*self });
                all.elements().map(|item| item.to_value().into_owned()).collect()
            }
            Kind::Object => {
                let all = Members(Self { values: Values::All, ..*self });
                all.members().map(|(name, node)| (name, node.to_value().into_owned())).collect()
            }
        };
        Cow::Owned(value)
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::tagged(std::ptr::from_ref(self.tree.arena).addr(), self.node.0))
    }
}

/// An object: its members, of each name the last.
#[derive(Clone, Copy, Debug)]
pub struct Members<'a>(SpannedNode<'a>);

impl<'a> Object<'a, SpannedJson> for Members<'a> {
    type Node = SpannedNode<'a>;
    type MemberName = &'a str;
    type MembersIter = MembersIter<'a>;

    fn len(&self) -> usize {
        self.children().count()
    }

    fn is_empty(&self) -> bool {
        let node = self.0.node;
        self.0.tree.after(node).0 == node.0 + 1
    }

    fn get(&self, key: &PreparedKey) -> Option<SpannedNode<'a>> {
        let tree = self.0.tree;
        let is_wanted = |child: &Child| {
            child.key.is_some_and(|name| {
                tree.symbol(name) == key.symbol && (key.symbol != Symbol::OTHER || tree.key_name(name) == &*key.text)
            })
        };
        let child = tree.counting(self.0.node, tree.children(self.0.node).filter(is_wanted));
        child.map(|child| self.0.at(child.value))
    }

    fn members(&self) -> MembersIter<'a> {
        MembersIter { object: self.0, children: self.children() }
    }

    fn try_for_each_name_node<B>(
        &self,
        _: &mut Arena,
        f: impl FnMut(SpannedNode<'_>) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        self.children().filter_map(|child| child.key).map(|key| self.0.at(key)).try_for_each(f)
    }
}

impl<'a> Members<'a> {
    fn children(&self) -> OneOfEach<'a> {
        let children = self.0.tree.children(self.0.node);
        if !self.0.tree.has_duplicates(self.0.node) {
            return OneOfEach::All(children);
        }
        OneOfEach::Picked(self.0.tree.counted(self.0.node).0.into_iter())
    }
}

/// The members of an object, of several of the same name the one that counts.
#[derive(Debug)]
enum OneOfEach<'a> {
    All(Children<'a>),
    Picked(std::vec::IntoIter<Child>),
}

impl Iterator for OneOfEach<'_> {
    type Item = Child;

    fn next(&mut self) -> Option<Child> {
        match self {
            OneOfEach::All(children) => children.next(),
            OneOfEach::Picked(children) => children.next(),
        }
    }
}

/// The names and values of an object.
#[derive(Debug)]
pub struct MembersIter<'a> {
    object: SpannedNode<'a>,
    children: OneOfEach<'a>,
}

impl<'a> Iterator for MembersIter<'a> {
    type Item = (&'a str, SpannedNode<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let child = self.children.next()?;
        let name = child.key.map_or("", |key| self.object.tree.key_name(key));
        Some((name, self.object.at(child.value)))
    }
}

/// A list.
#[derive(Clone, Copy, Debug)]
pub struct Items<'a>(SpannedNode<'a>);

impl<'a> Array<'a, SpannedJson> for Items<'a> {
    type Node = SpannedNode<'a>;
    type ElementsIter = ItemsIter<'a>;

    fn len(&self) -> usize {
        self.0.tree.children(self.0.node).count()
    }

    fn elements(&self) -> ItemsIter<'a> {
        ItemsIter { list: self.0, children: self.0.tree.children(self.0.node) }
    }

    fn is_unique(&self) -> bool {
        twins(*self.0.tree, self.0.node).is_none()
    }
}

/// The values of a list.
#[derive(Debug)]
pub struct ItemsIter<'a> {
    list: SpannedNode<'a>,
    children: Children<'a>,
}

impl<'a> Iterator for ItemsIter<'a> {
    type Item = SpannedNode<'a>;

    fn next(&mut self) -> Option<SpannedNode<'a>> {
        self.children.next().map(|child| self.list.at(child.value))
    }
}

/// Up to so many texts are compared each with each, which is faster than remembering them.
const FEW: usize = 16;

/// The first item of the list `node` that repeats another, with that other one before it.
pub fn twins(tree: Tree<'_>, node: NodeId) -> Option<(NodeId, NodeId)> {
    let mut few: [(&str, NodeId); FEW] = [("", NodeId::ROOT); FEW];
    let mut count = 0;
    for item in tree.items(node) {
        match tree.string(item) {
            Some(text) if count < FEW => {
                if let Some((_, first)) = few[..count].iter().find(|(other, _)| *other == text) {
                    return Some((*first, item));
                }
                few[count] = (text, item);
                count += 1;
            }
            _ => return twins_of_many(tree, node),
        }
    }
    None
}

fn twins_of_many(tree: Tree<'_>, node: NodeId) -> Option<(NodeId, NodeId)> {
    let mut texts: HashMap<&str, NodeId> = HashMap::new();
    let mut others: HashMap<String, NodeId> = HashMap::new();
    tree.items(node).find_map(|item| {
        let first = match tree.string(item) {
            Some(text) => texts.insert(text, item),
            None => others.insert(normal(tree, item), item),
        };
        first.map(|first| (first, item))
    })
}

/// A text that is the same for equal values only: members sorted, numbers without their spelling.
fn normal(tree: Tree<'_>, node: NodeId) -> String {
    match tree.kind(node) {
        Kind::Number => Decimal::new(tree.raw(node)).normal(),
        Kind::String => format!("{:?}", tree.string(node).unwrap_or_default()),
        Kind::Array => {
            let items: Vec<String> = tree.items(node).map(|item| normal(tree, item)).collect();
            format!("[{}]", items.join(","))
        }
        Kind::Object => {
            let members = Members(SpannedNode::new(&tree, tree.root(), Values::All).at(node));
            let mut members: Vec<String> =
                members.members().map(|(name, member)| format!("{name:?}:{}", normal(tree, member.node))).collect();
            members.sort_unstable();
            format!("{{{}}}", members.join(","))
        }
        kind => format!("{kind:?}"),
    }
}

/// A number as the file spells it; it has no other form until somebody asks.
#[derive(Clone, Copy, Debug)]
pub struct Spelled<'a>(&'a str);

impl Spelled<'_> {
    fn number(&self) -> Number {
        // Beyond the range of `f64` only the sign is left, and the largest number there is.
        let extreme = if self.0.starts_with('-') { f64::MIN } else { f64::MAX };
        serde_json::from_str(self.0)
            .ok()
            .or_else(|| self.of_other_base().map(Number::from))
            // YAML spells numbers as `+1`, `012` and `.5`, too.
            .or_else(|| self.as_i64().map(Number::from))
            .or_else(|| self.as_f64().and_then(Number::from_f64))
            .or_else(|| Number::from_f64(extreme))
            .unwrap_or_else(|| Number::from(0))
    }

    /// YAML's `0o14` and `0xC`.
    fn of_other_base(&self) -> Option<u64> {
        let (digits, base) = self
            .0
            .strip_prefix("0o")
            .map(|digits| (digits, 8))
            .or_else(|| self.0.strip_prefix("0x").map(|digits| (digits, 16)))?;
        u64::from_str_radix(digits, base).ok()
    }

    fn is_digits(&self) -> bool {
        !self.0.contains(['.', 'e', 'E'])
    }
}

impl JsonNumber for Spelled<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok().or_else(|| self.of_other_base())
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        let number =
            self.0.parse().ok().or_else(|| self.of_other_base().and_then(|number| Number::from(number).as_f64()));
        number.filter(|number: &f64| number.is_finite())
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn to_number(&self) -> Cow<'_, Number> {
        Cow::Owned(self.number())
    }

    fn is_integer(&self) -> bool {
        self.is_digits() || Decimal::new(self.0).is_integer()
    }

    fn is_written_as_integer(&self) -> bool {
        self.is_digits()
    }
}

/// A number as its significant digits and a power of ten, so that thirty digits are compared as thirty digits.
#[derive(Debug, PartialEq, Eq)]
struct Decimal {
    negative: bool,
    /// Without zeros at either end; none at all for zero.
    digits: String,
    exponent: i64,
}

impl Decimal {
    fn new(text: &str) -> Self {
        let (unsigned, negative) = text.strip_prefix('-').map_or((text, false), |rest| (rest, true));
        let (mantissa, power) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        // A power that does not fit is as good as the largest that does.
        let limit = if power.starts_with('-') { i64::MIN / 2 } else { i64::MAX / 2 };
        let power = power.parse().unwrap_or(limit).clamp(i64::MIN / 2, i64::MAX / 2);
        let all = format!("{whole}{fraction}");
        let digits = all.trim_end_matches('0');
        // No text is longer than 4 GiB.
        let exponent = power - i64::from(fraction.len() as u32) + i64::from((all.len() - digits.len()) as u32);
        let digits = digits.trim_start_matches('0').to_owned();
        if digits.is_empty() {
            return Self { negative: false, digits, exponent: 0 };
        }
        Self { negative, digits, exponent }
    }

    fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    fn normal(&self) -> String {
        format!("{}{}e{}", if self.negative { "-" } else { "" }, self.digits, self.exponent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Reader, Syntax};
    use serde_json::json;

    fn read(text: &str, arena: &mut Arena) {
        let mut findings = Vec::new();
        let chunk = Chunk::new(text, 0);
        Reader::new(chunk, Syntax::Json, true, |_| true).next(arena, &mut findings);
        assert!(findings.is_empty(), "{findings:?}");
    }

    fn with<T>(text: &str, f: impl FnOnce(SpannedNode<'_>) -> T) -> T {
        let mut arena = Arena::default();
        read(text, &mut arena);
        let tree = Tree::new(Chunk::new(text, 0), &arena);
        f(SpannedNode::new(&tree, tree.root(), Values::All))
    }

    /// Whether the value spelled `text`, in a record, is as `schema` demands.
    fn is_valid(schema: &Value, text: &str) -> bool {
        let schema = json!({"properties": {"value": schema}});
        let validator = jsonschema::options_for::<SpannedJson>().build(&schema).expect("a schema");
        with(&format!("{{\"value\": {text}}}"), |root| validator.is_valid(root))
    }

    /// The document of the crate's `conformance::document`, and what its `assert_conformance` asks, for builds
    /// without that feature.
    #[test]
    fn the_tree_answers_as_the_crate_expects() {
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
    fn of_several_members_of_one_name_there_is_the_last() {
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
        for text in
            ["1", "-1", "1.0", "1e2", "10e-1", "1.50e1", "0.0e-5", "-0", "123456789012345678901234567890", "1e400"]
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
    fn equal_items_are_found_however_they_are_spelled() {
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
        for text in [
            r#"["a", "\u0061"]"#,
            "[1, 1.0]",
            "[100, 1e2]",
            "[0, -0.0]",
            r#"[{"a": 1, "b": [2]}, {"b": [2.0], "a": 1}]"#,
        ] {
            assert!(!is_valid(&unique, text), "{text}");
        }
    }

    #[test]
    fn names_are_texts_to_demands_on_names() {
        let schema = json!({"propertyNames": {"maxLength": 4}});
        assert!(is_valid(&schema, r#"{"Łódź": 1}"#));
        assert!(!is_valid(&schema, r#"{"Łódź2": 1}"#));
    }
}
