//! JSON Pointers (RFC 6901) to nodes.
//!
//! If several members of the same name are separate values, as in XML, they are numbered from 1 as in XPath,
//! `fpage[2]`, and a text run has the pointer of its element.

use super::{Kind, NodeId, Symbol, Tree};
use std::borrow::Cow;
use std::fmt;

/// A JSON Pointer. Empty for the record itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// Returns the pointer to `node`, or to the member that it names if it is a key.
    pub fn of(tree: Tree<'_>, node: NodeId) -> Self {
        if tree.allows_repeated_names() {
            return Self::numbered(tree, node);
        }
        Self::walk(tree, node, |list, item| {
            let number = tree.place(item).map(|place| place.number as usize);
            let number = number.or_else(|| tree.items(list).position(|other| other == item));
            number.unwrap_or_default().to_string().into()
        })
    }

    /// Returns the pointer in a tree that allows repeated names.
    fn numbered(tree: Tree<'_>, node: NodeId) -> Self {
        let mut path = tree.ancestors(node);
        path.push(node);
        let mut pointer = Pointer::default();
        for pair in path.windows(2) {
            let (outer, inner) = (pair[0], pair[1]);
            let value = if tree.kind(inner) == Kind::Key { NodeId::new(inner.index() as u32 + 1) } else { inner };
            let Some(key) = tree.key_of(value) else { continue };
            let name = tree.key_name(key);
            if name == "#text" {
                continue;
            }
            let number = match tree.place(value) {
                _ if !tree.has_duplicates(outer) => 0,
                Some(place) => place.number as usize,
                None => {
                    let all: Vec<NodeId> = tree.all_named(outer, name).collect();
                    if all.len() > 1 { all.iter().filter(|other| **other <= value).count() } else { 0 }
                }
            };
            if number > 0 { pointer.push(&format!("{name}[{number}]")) } else { pointer.push(name) }
        }
        pointer
    }

    /// Returns the pointer with `*` for each array index, which is the same for a field in every record.
    pub fn pattern(tree: Tree<'_>, node: NodeId) -> Self {
        Self::walk(tree, node, |_, _| Cow::Borrowed("*"))
    }

    fn walk(tree: Tree<'_>, node: NodeId, index: impl Fn(NodeId, NodeId) -> Cow<'static, str>) -> Self {
        let mut path = tree.ancestors(node);
        path.push(node);
        let mut pointer = Pointer::default();
        for pair in path.windows(2) {
            let (outer, inner) = (pair[0], pair[1]);
            if !tree.is_object(outer) {
                pointer.push(&index(outer, inner));
            } else if tree.kind(inner) == Kind::Key {
                pointer.push(tree.key_name(inner));
            } else if let Some(key) = tree.key_of(inner) {
                pointer.push(tree.key_name(key));
            }
        }
        pointer
    }

    /// Appends a segment, escaped according to the standard.
    pub fn push(&mut self, segment: &str) {
        self.0.push('/');
        for letter in segment.chars() {
            match letter {
                '~' => self.0.push_str("~0"),
                '/' => self.0.push_str("~1"),
                other => self.0.push(other),
            }
        }
    }

    /// Converts the pointer to a string.
    pub fn into_text(self) -> String {
        self.0
    }

    /// Returns the pointer as a string slice.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it points to the record itself.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// Iterates over the unescaped segments of a pointer.
    pub fn segments(text: &str) -> impl Iterator<Item = String> + '_ {
        text.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~"))
    }

    /// Returns the node in `tree` that a pointer points to.
    pub fn find(text: &str, tree: Tree<'_>) -> Option<NodeId> {
        let mut at = tree.root();
        for segment in Self::segments(text) {
            at = if tree.is_object(at) && tree.allows_repeated_names() {
                let (name, number) = name_and_index(&segment);
                tree.all_named(at, name).nth(number)?
            } else if tree.is_object(at) {
                tree.get_named(at, &segment)?.value
            } else {
                tree.items(at).nth(segment.parse().ok()?)?
            };
        }
        Some(at)
    }
}

/// Splits a segment into the name and the index among the members of that name, from 0. Without a number, it is the
/// first.
fn name_and_index(segment: &str) -> (&str, usize) {
    let parts = segment.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    match parts.and_then(|(name, number)| Some((name, number.parse::<usize>().ok()?.checked_sub(1)?))) {
        Some(found) => found,
        None => (segment, 0),
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<Symbol> for Pointer {
    fn from(symbol: Symbol) -> Self {
        let mut pointer = Pointer::default();
        pointer.push(symbol.name());
        pointer
    }
}
