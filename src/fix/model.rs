//! The content of a record independent of its spelling, for comparing the result of a fix with the intended result.
//!
//! The model keeps the spelling of numbers, the order of members, and all members of the same name, so that no change
//! goes unnoticed.

use crate::diagnostic::{Change, New};
use crate::syntax::{Syntax, replaced, stays_number};
use crate::text::Span;
use crate::tree::{Child, Kind, NodeId, Tree};
use std::collections::HashMap;

/// The name of the member for a text run in an XML element.
const TEXT: &str = "#text";

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// `null`, `true` or `false`.
    Word(Kind),
    /// The source text of a number.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object.
    Object(Vec<(String, Value)>),
}

/// The new texts of values that are written once and occur in several places, by their spans. A change of such a value
/// also changes its aliases.
pub(super) type Shared = HashMap<Span, String>;

/// Returns the content of the record with `changes` applied. `None` if the changes contradict each other or are not
/// possible.
pub(super) fn with_changes(tree: Tree<'_>, syntax: Syntax, changes: &[Change], shared: &Shared) -> Option<Value> {
    let mut by_node: HashMap<NodeId, Vec<&Change>> = HashMap::new();
    for change in changes {
        by_node.entry(change.node()).or_default().push(change);
    }
    let model = Model { tree, syntax, changes, by_node, shared };
    match model.values(tree.root(), false)?.as_mut_slice() {
        [value] => Some(std::mem::replace(value, Value::Word(Kind::Null))),
        _ => None,
    }
}

/// Collects the new texts of the values in `changes` that occur in several places.
pub(super) fn collect_shared(tree: Tree<'_>, changes: &[Change], found: &mut Shared) -> Option<()> {
    for node in changes.iter().map(Change::node).filter(|node| tree.is_shared(*node)) {
        found.insert(tree.span(node), replaced_with_line_end(tree, node, changes)?);
    }
    Some(())
}

/// Returns the text of a value after its replacements, with the line end that is due to its notation.
fn replaced_with_line_end(tree: Tree<'_>, node: NodeId, changes: &[Change]) -> Option<String> {
    Some(replaced(tree, node, changes)? + tree.line_end(node))
}

struct Model<'a> {
    tree: Tree<'a>,
    syntax: Syntax,
    changes: &'a [Change],
    by_node: HashMap<NodeId, Vec<&'a Change>>,
    shared: &'a Shared,
}

impl Model<'_> {
    /// Returns the values that replace `node`: normally one, none if it is removed, several if it is split. The depth
    /// of the recursion is bounded, since every syntax limits the nesting.
    fn values(&self, node: NodeId, may_repeat: bool) -> Option<Vec<Value>> {
        let changes = self.by_node.get(&node).map(Vec::as_slice).unwrap_or_default();
        // A value may be replaced, renamed and extended at once. One that is removed or split has no other changes.
        match changes {
            [Change::Remove { .. }] => return Some(Vec::new()),
            [Change::Split { texts, .. }] if may_repeat && !self.tree.is_object(node) => {
                return Some(texts.iter().map(|text| self.text(text)).collect());
            }
            [Change::Divide { values, .. }] if may_repeat => return Some(values.iter().map(Value::from).collect()),
            [] | [Change::Split { .. }] if may_repeat && self.tree.is_object(node) => {
                if let Some(elements) = self.elements(node) {
                    return Some(elements);
                }
                changes.is_empty().then_some(())?;
            }
            all if all.iter().copied().any(is_exclusive) => return None,
            _ => {}
        }
        self.value(node, changes).map(|value| vec![value])
    }

    /// Returns the XML elements that replace an element whose text is split, each with the same attributes. `None` if
    /// no text is split, or if the element has other content.
    fn elements(&self, element: NodeId) -> Option<Vec<Value>> {
        let tree = self.tree;
        let named = |child: &Child| child.key.map_or("", |key| tree.key_name(key));
        let (attributes, content): (Vec<Child>, Vec<Child>) =
            tree.children(element).partition(|child| named(child).starts_with('@'));
        let [text] = content.as_slice() else { return None };
        let split = |node: NodeId| match self.by_node.get(&node).map(Vec::as_slice) {
            Some([Change::Split { texts, .. }]) => Some(texts),
            _ => None,
        };
        let texts = split(element).or_else(|| split(text.value)).filter(|_| named(text) == TEXT)?;
        let mut members = Vec::new();
        for attribute in &attributes {
            let values = self.values(attribute.value, false)?;
            members.extend(values.into_iter().map(|value| (named(attribute).to_owned(), value)));
        }
        let with = |text: &String| {
            let text = (TEXT.to_owned(), Value::Text(text.clone()));
            Value::Object(members.iter().cloned().chain([text]).collect())
        };
        Some(texts.iter().map(with).collect())
    }

    /// Returns a new text as it will be read back.
    fn text(&self, text: &str) -> Value {
        Value::Text(self.syntax.read_back(text.to_owned()))
    }

    fn value(&self, node: NodeId, changes: &[&Change]) -> Option<Value> {
        let tree = self.tree;
        let kind = tree.kind(node);
        let text = if changes.iter().any(|change| matches!(change, Change::Replace { .. })) {
            Some(replaced_with_line_end(tree, node, self.changes)?)
        } else {
            self.shared.get(&tree.span(node)).filter(|_| tree.is_shared(node)).cloned()
        };
        if let Some(text) = text {
            let is_single = !matches!(kind, Kind::Array | Kind::Object);
            let value = if stays_number(kind, &text) { Value::Number(text) } else { self.text(&text) };
            return is_single.then_some(value);
        }
        match kind {
            Kind::Array => {
                let mut items = Vec::new();
                for item in tree.items(node) {
                    items.extend(self.values(item, true)?);
                }
                Some(Value::List(items))
            }
            Kind::Object => self.object(node, changes),
            Kind::Number => Some(Value::Number(tree.raw(node).to_owned())),
            Kind::String | Kind::Key => {
                Some(Value::Text(tree.with_final_line_ends().string(node).unwrap_or_default().to_owned()))
            }
            Kind::Null | Kind::True | Kind::False => Some(Value::Word(kind)),
        }
    }

    fn object(&self, node: NodeId, changes: &[&Change]) -> Option<Value> {
        let mut members = Vec::new();
        for Child { key, value } in self.tree.children(node) {
            let name = self.by_node.get(&value).into_iter().flatten().find_map(|change| match change {
                Change::Rename { name, .. } => Some(name.clone()),
                _ => None,
            });
            let name = name.unwrap_or_else(|| self.tree.key_name(key.unwrap_or(value)).to_owned());
            // If repeated members are separate values, a text run of XML is nevertheless not one.
            let may_repeat = self.tree.allows_repeated_names() && name != TEXT;
            members.extend(self.values(value, may_repeat)?.into_iter().map(|value| (name.clone(), value)));
        }
        if self.tree.allows_repeated_names() {
            members = join_text_runs(members);
        }
        for change in changes {
            match change {
                Change::Insert { name, text, .. } => {
                    // Attributes of XML precede all other members of their element.
                    let attributes = members.iter().take_while(|(known, _)| known.starts_with('@')).count();
                    let at = if name.starts_with('@') { attributes } else { members.len() };
                    members.insert(at, (name.clone(), self.text(text)));
                }
                Change::Put { name, value, .. } => members.push((name.clone(), Value::from(value))),
                _ => {}
            }
        }
        Some(Value::Object(members))
    }
}

/// Joins text runs that are adjacent because an element between them was removed.
fn join_text_runs(members: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let mut joined: Vec<(String, Value)> = Vec::with_capacity(members.len());
    for member in members {
        match (joined.last_mut(), member) {
            (Some((before, Value::Text(text))), (name, Value::Text(more))) if before == TEXT && name == TEXT => {
                text.push_str(&more);
            }
            (_, member) => joined.push(member),
        }
    }
    joined
}

/// Whether a value with this change cannot have any other.
fn is_exclusive(change: &Change) -> bool {
    matches!(change, Change::Remove { .. } | Change::Split { .. } | Change::Divide { .. })
}

impl From<&New> for Value {
    fn from(new: &New) -> Self {
        match new {
            New::Text(text) => Value::Text(text.clone()),
            New::List(items) => Value::List(items.iter().map(Value::from).collect()),
            New::Object(members) => {
                Value::Object(members.iter().map(|(name, value)| (name.clone(), Value::from(value))).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{JsonMode, Reader};
    use crate::text::Chunk;
    use crate::tree::{Arena, Pointer};

    fn model(text: &str, changes: impl FnOnce(&dyn Fn(&str) -> NodeId) -> Vec<Change>) -> Option<Value> {
        let mut arena = Arena::default();
        let chunk = Chunk::new(text, 0);
        Reader::new(chunk, Syntax::Json, JsonMode::Single, |_| true).next(&mut arena, &mut Vec::new());
        let tree = Tree::new(chunk, &arena).expect("a record");
        let changes = changes(&|pointer| Pointer::find(pointer, tree).expect(pointer));
        with_changes(tree, Syntax::Json, &changes, &Shared::new())
    }

    #[test]
    fn changes_are_applied() {
        let found = model(r#"{"a":[1,"b;c",null],"x":1,"t":"one two","o":{},"g":1.50}"#, |at| {
            vec![
                Change::Split { node: at("/a/1"), texts: vec!["b".into(), "c".into()] },
                Change::Rename { node: at("/x"), name: "y".into() },
                Change::Replace { node: at("/x"), range: None, text: "2".into() },
                Change::Replace { node: at("/t"), range: Some(0..4), text: String::new() },
                Change::Insert { node: at("/o"), name: "n".into(), text: "v".into() },
                Change::Remove { node: at("/a/2") },
            ]
        });
        let expected = model(r#"{"a":[1,"b","c"],"y":2,"t":"two","o":{"n":"v"},"g":1.50}"#, |_| Vec::new());
        assert_eq!(found, expected);
        assert_ne!(expected, model(r#"{"a":[1,"b","c"],"y":2,"t":"two","o":{"n":"v"},"g":1.5}"#, |_| Vec::new()));
    }

    #[test]
    fn contradictory_changes_are_rejected() {
        let both = |at: &dyn Fn(&str) -> NodeId| {
            vec![Change::Remove { node: at("/a") }, Change::Rename { node: at("/a"), name: "b".into() }]
        };
        assert_eq!(model(r#"{"a":1}"#, both), None);
        let member = |at: &dyn Fn(&str) -> NodeId| vec![Change::Split { node: at("/a"), texts: vec!["b".into()] }];
        assert_eq!(model(r#"{"a":"b"}"#, member), None);
        let whole = |at: &dyn Fn(&str) -> NodeId| vec![Change::Remove { node: at("") }];
        assert_eq!(model(r#"{"a":"b"}"#, whole), None);
    }
}
