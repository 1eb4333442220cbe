//! The interface between trees and the `jsonschema` crate.
//!
//! The validator accesses members, items, strings and numbers directly in the nodes; records are not converted to
//! `serde_json::Value`. Only the effective one of several members of the same name is visible, without a cost for
//! objects that have no such members.

// The crate walks every object of every record.
#![expect(clippy::inline_always)]

mod numbers;
mod steps;
mod duplicates;

pub use duplicates::first_duplicate;
pub use numbers::SpelledNumber;
pub use steps::{Exhausted, Steps};

use super::{Arena, Child, Children, Kind, NodeId, Symbol, Tree};
use jsonschema::JsonType;
use jsonschema::json::{Array, Json, Node, NodeIdentity, Object, cmp};
use serde_json::Value;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;
use steps::{BYTES_PER_STEP, MEMBERS_PER_STEP, STEPS_PER_ABORTED_PATTERN, STEPS_PER_ERROR};

/// The representation type for `jsonschema::options_for`.
#[derive(Clone, Copy, Debug)]
pub struct SpannedJson;

/// A member name in a schema, with its symbol.
#[derive(Clone, Debug)]
pub struct PreparedKey {
    symbol: Symbol,
    text: Box<str>,
}

/// The arrays and objects for which [`Node::to_value`] returns the value instead of `null`.
///
/// The crate copies a value into each of its errors, for each branch of a union. Callers that word the errors from the
/// tree do not need the copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// All.
    All,
    /// Only the outermost one. The crate searches it for the string on which a pattern exceeded its limit.
    Outermost,
    /// None. Only for a schema in which no pattern can exceed its limit.
    None,
}

/// Converts `node` to a JSON value. For documents that are not records, such as rules and configurations.
pub fn value_of(tree: Tree<'_>, node: NodeId) -> Value {
    match tree.kind(node) {
        Kind::Null => Value::Null,
        Kind::False => Value::Bool(false),
        Kind::True => Value::Bool(true),
        Kind::Number => Value::Number(SpelledNumber(tree.raw(node)).number()),
        Kind::String => Value::String(tree.string(node).unwrap_or_default().to_owned()),
        Kind::Key => Value::String(tree.key_name(node).to_owned()),
        Kind::Array => tree.items(node).map(|item| value_of(tree, item)).collect(),
        Kind::Object => {
            let members = tree.effective_members(node).0.into_iter();
            let named = |child: Child| (child.key.map_or("", |key| tree.key_name(key)), child.value);
            members.map(named).map(|(name, value)| (name.to_owned(), value_of(tree, value))).collect()
        }
    }
}

/// The view of a tree in one validation.
#[derive(Debug)]
pub struct View<'a> {
    tree: Tree<'a>,
    values: Values,
    steps: Steps,
    /// Strings that could not be checked, each with the keyword that exceeded its limit, as a JSON Pointer.
    unchecked: RefCell<BTreeSet<(NodeId, Arc<str>)>>,
    /// Whether unchecked strings are valid.
    accepts_unchecked: bool,
}

impl<'a> View<'a> {
    /// Creates a view of `tree`, with a limit on the steps according to its size.
    pub fn new(tree: Tree<'a>, values: Values) -> Self {
        let steps = Steps::new(tree.node_count(), tree.span(tree.root()).range().len());
        Self { tree, values, steps, unchecked: RefCell::default(), accepts_unchecked: true }
    }

    /// Makes strings that cannot be checked invalid.
    #[must_use]
    pub fn reject_unchecked(self) -> Self {
        Self { accepts_unchecked: false, ..self }
    }

    /// Returns the strings that could not be checked, in file order, each with the first keyword that exceeded its
    /// limit.
    pub fn unchecked(&self) -> Vec<(NodeId, Arc<str>)> {
        let mut found: Vec<(NodeId, Arc<str>)> = self.unchecked.borrow().iter().cloned().collect();
        found.dedup_by_key(|(node, _)| *node);
        found
    }

    /// Returns `node` for the validator.
    pub fn node(&self, node: NodeId) -> SpannedNode<'_> {
        SpannedNode { view: self, node }
    }

    /// Runs `work` on `node`. Fails when the steps are used up.
    pub fn run<'v, T>(&'v self, node: NodeId, work: impl FnOnce(SpannedNode<'v>) -> T) -> Result<T, Exhausted> {
        self.steps.run(|| work(self.node(node)))
    }
}

/// A node for the validator. A key node is a string, so that constraints on names need no copy of them.
#[derive(Clone, Copy, Debug)]
pub struct SpannedNode<'a> {
    view: &'a View<'a>,
    node: NodeId,
}

impl<'a> SpannedNode<'a> {
    fn tree(&self) -> Tree<'a> {
        self.view.tree
    }

    fn at(self, node: NodeId) -> Self {
        Self { node, ..self }
    }

    /// Counts steps of work on this node that is done elsewhere.
    pub fn count(self, steps: usize) {
        self.view.steps.take(steps as u64);
    }

    /// Returns the result of `judge` for this node and the keyword at a JSON Pointer. If there is no result, returns
    /// the default for unchecked strings; `judge` is then not called again for the same node and keyword.
    pub fn check_keyword(self, keyword: &Arc<str>, judge: impl FnOnce() -> Option<bool>) -> bool {
        let place = (self.node, Arc::clone(keyword));
        if self.view.unchecked.borrow().contains(&place) {
            return self.view.accepts_unchecked;
        }
        judge().unwrap_or_else(|| {
            self.view.unchecked.borrow_mut().insert(place);
            self.view.steps.take(STEPS_PER_ABORTED_PATTERN);
            self.view.accepts_unchecked
        })
    }

    fn kind(self) -> Kind {
        self.view.steps.take(1);
        self.view.tree.kind(self.node)
    }

    fn is_built(self) -> bool {
        match self.view.values {
            Values::All => true,
            Values::Outermost => self.node == NodeId::ROOT,
            Values::None => false,
        }
    }

    fn str(self) -> Option<&'a str> {
        match self.kind() {
            Kind::String => self.tree().string(self.node),
            Kind::Key => Some(self.tree().key_name(self.node)),
            _ => None,
        }
    }
}

impl Json for SpannedJson {
    type Node<'a> = SpannedNode<'a>;
    type PreparedKey = PreparedKey;
    type StringBuffer = Arena;

    /// Never iterate instead of looking up: a lookup compares one small number per member, an iteration compares
    /// strings.
    const KEYS_PER_LOOKUP: usize = 0;
    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> PreparedKey {
        PreparedKey { symbol: Symbol::of(key), text: key.into() }
    }

    fn with_string_node<T>(buffer: &mut Arena, string: &str, f: impl FnOnce(SpannedNode<'_>) -> T) -> T {
        f(View::new(Tree::of_string(buffer, string), Values::All).node(NodeId::ROOT))
    }
}

impl<'a> Node<'a, SpannedJson> for SpannedNode<'a> {
    type Object = Members<'a>;
    type Array = Items<'a>;
    type Number = SpelledNumber<'a>;

    fn as_object(&self) -> Option<Members<'a>> {
        (self.kind() == Kind::Object).then_some(Members(*self))
    }

    fn as_array(&self) -> Option<Items<'a>> {
        (self.kind() == Kind::Array).then_some(Items(*self))
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        let text = self.str()?;
        self.view.steps.take((text.len() / BYTES_PER_STEP) as u64);
        Some(Cow::Borrowed(text))
    }

    fn as_number(&self) -> Option<SpelledNumber<'a>> {
        self.is_number().then(|| SpelledNumber(self.tree().raw(self.node)))
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
        self.view.steps.take((text.len() / BYTES_PER_STEP) as u64);
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
        // Only called for errors.
        self.view.steps.take(STEPS_PER_ERROR);
        match self.kind() {
            Kind::Array | Kind::Object if !self.is_built() => Cow::Borrowed(&Value::Null),
            _ => Cow::Owned(value_of(self.tree(), self.node)),
        }
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::tagged(std::ptr::from_ref(self.view.tree.arena).addr(), self.node.0))
    }
}

/// An object with its effective members.
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
        self.0.tree().after(node).0 == node.0 + 1
    }

    fn get(&self, key: &PreparedKey) -> Option<SpannedNode<'a>> {
        let tree = self.0.tree();
        let mut seen = 0;
        let is_wanted = |child: &Child| {
            seen += 1;
            child.key.is_some_and(|name| {
                tree.symbol(name) == key.symbol && (key.symbol != Symbol::OTHER || tree.key_name(name) == &*key.text)
            })
        };
        let child = tree.effective(self.0.node, tree.children(self.0.node).filter(is_wanted));
        self.0.view.steps.take(1 + seen / MEMBERS_PER_STEP);
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
    fn children(&self) -> EffectiveMembers<'a> {
        let children = self.0.tree().children(self.0.node);
        if !self.0.tree().has_duplicates(self.0.node) {
            return EffectiveMembers::All(children);
        }
        EffectiveMembers::Picked(self.0.tree().effective_members(self.0.node).0.into_iter())
    }
}

/// An iterator over the effective members of an object.
#[derive(Debug)]
enum EffectiveMembers<'a> {
    All(Children<'a>),
    Picked(std::vec::IntoIter<Child>),
}

impl Iterator for EffectiveMembers<'_> {
    type Item = Child;

    #[inline(always)]
    fn next(&mut self) -> Option<Child> {
        match self {
            EffectiveMembers::All(children) => children.next(),
            EffectiveMembers::Picked(children) => children.next(),
        }
    }
}

/// An iterator over the names and values of an object.
#[derive(Debug)]
pub struct MembersIter<'a> {
    object: SpannedNode<'a>,
    children: EffectiveMembers<'a>,
}

impl<'a> Iterator for MembersIter<'a> {
    type Item = (&'a str, SpannedNode<'a>);

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        let child = self.children.next()?;
        self.object.view.steps.take(1);
        let name = child.key.map_or("", |key| self.object.tree().key_name(key));
        Some((name, self.object.at(child.value)))
    }
}

/// An array.
#[derive(Clone, Copy, Debug)]
pub struct Items<'a>(SpannedNode<'a>);

impl<'a> Array<'a, SpannedJson> for Items<'a> {
    type Node = SpannedNode<'a>;
    type ElementsIter = ItemsIter<'a>;

    fn len(&self) -> usize {
        self.0.tree().children(self.0.node).count()
    }

    fn elements(&self) -> ItemsIter<'a> {
        ItemsIter { list: self.0, children: self.0.tree().children(self.0.node) }
    }

    fn is_unique(&self) -> bool {
        first_duplicate(self.0.tree(), self.0.node).is_none()
    }
}

/// An iterator over the items of an array.
#[derive(Debug)]
pub struct ItemsIter<'a> {
    list: SpannedNode<'a>,
    children: Children<'a>,
}

impl<'a> Iterator for ItemsIter<'a> {
    type Item = SpannedNode<'a>;

    fn next(&mut self) -> Option<SpannedNode<'a>> {
        self.list.view.steps.take(1);
        self.children.next().map(|child| self.list.at(child.value))
    }
}

#[cfg(test)]
mod tests;
