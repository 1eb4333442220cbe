//! The address of a node: JSON Pointer (RFC 6901).
//!
//! Where members of one name are several values, as in XML, one of several is numbered from 1 as in an XPath, `fpage[2]`,
//! and a run of text has the address of its element.

use super::{Kind, NodeId, Symbol, Tree};
use std::borrow::Cow;
use std::fmt;

/// A JSON Pointer. Empty for the record itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The address of `node`, or of the member that it names, if it is a key.
    pub fn of(tree: Tree<'_>, node: NodeId) -> Self {
        if tree.numbers_repeats() {
            return Self::numbered(tree, node);
        }
        Self::walk(tree, node, |list, item| {
            let number = tree.place(item).map(|place| place.number as usize);
            let number = number.or_else(|| tree.items(list).position(|other| other == item));
            number.unwrap_or_default().to_string().into()
        })
    }

    /// The address in a tree that numbers members of one name.
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

    /// The pointer with each index of a list written as `*`: one text for the same field of every record.
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

    /// Adds a segment, escaped as the standard says.
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

    /// The pointer as text of its own.
    pub fn into_text(self) -> String {
        self.0
    }

    /// The pointer as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it names the record itself.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The segments of a pointer's text, unescaped.
    pub fn segments(text: &str) -> impl Iterator<Item = String> + '_ {
        text.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~"))
    }

    /// The node that the text of a pointer names in `tree`.
    pub fn find(text: &str, tree: Tree<'_>) -> Option<NodeId> {
        let mut at = tree.root();
        for segment in Self::segments(text) {
            at = if tree.is_object(at) && tree.numbers_repeats() {
                let (name, number) = one_of_several(&segment);
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

/// The name in a segment, and which of the members of that name it means, from 0: the first, if it does not say.
fn one_of_several(segment: &str) -> (&str, usize) {
    let told = segment.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    match told.and_then(|(name, number)| Some((name, number.parse::<usize>().ok()?.checked_sub(1)?))) {
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
