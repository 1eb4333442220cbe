//! A tree as the `jsonschema` crate sees it: the only place where the two meet.
//!
//! The validator asks for members, items, texts and numbers, and gets them straight from the nodes; no
//! `serde_json::Value` of a record is built. Of several members of one name there is only the last, as for other
//! readers; objects without such members pay nothing for it.

// The crate walks through every object of every record.
#![expect(clippy::inline_always)]

mod numbers;
mod twins;

pub use numbers::Spelled;
pub use twins::twins;

use super::{Arena, Child, Children, Kind, NodeId, Symbol, Tree};
use jsonschema::JsonType;
use jsonschema::json::{Array, Json, Node, NodeIdentity, Object, cmp};
use serde_json::Value;
use std::borrow::Cow;
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
    /// Of none. Only for a schema of which every pattern comes to an end.
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
        f(SpannedNode::new(&Tree::of_string(buffer, string), NodeId::ROOT, Values::All))
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

    #[inline(always)]
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

    #[inline(always)]
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

#[cfg(test)]
mod tests;
