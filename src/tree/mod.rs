//! The values and keys of a record with their positions in the file.
//!
//! A syntax fills an [`Arena`], and a [`Tree`] combines it with the text that it was read from. Both exist once per
//! record: schema validation, rules and reports read the same nodes.

mod ancestors;
mod arena;
mod memo;
mod pointer;
pub mod schema;
mod spelling;
mod symbol;

pub use arena::{Arena, Kind, NodeId};
pub use pointer::Pointer;
pub use spelling::Spelled;
pub use symbol::Symbol;

use crate::text::{Chunk, Span, StringSummary};
use std::collections::HashSet;
use std::sync::Arc;

/// The nodes of a record and the text that they point into. Cheap to copy.
///
/// A tree always has a root: an arena without nodes, as after a record that could not be read, has no tree.
#[derive(Clone, Copy, Debug)]
pub struct Tree<'a> {
    chunk: Chunk<'a>,
    arena: &'a Arena,
    /// Whether strings keep a final line end that is only due to the notation.
    has_final_line_ends: bool,
}

/// A value in a container, with its key if the container is an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Child {
    /// The key node; `None` in a list.
    pub key: Option<NodeId>,
    /// The value.
    pub value: NodeId,
}

impl<'a> Tree<'a> {
    /// Creates the tree of `arena`, which was read from `chunk`. `None` if the arena is empty, as after a record that
    /// could not be read.
    pub fn new(chunk: Chunk<'a>, arena: &'a Arena) -> Option<Self> {
        (!arena.is_empty()).then_some(Self { chunk, arena, has_final_line_ends: false })
    }

    /// Creates the tree of a single string, which the validation crate needs for the name of a member.
    pub(self) fn of_string(arena: &'a mut Arena, text: &str) -> Self {
        arena.clear();
        arena.decoded(Span::default(), text);
        Self { chunk: Chunk::new("", 0), arena, has_final_line_ends: false }
    }

    /// Returns the tree with strings exactly as the syntax defines them: the string after a `|` of YAML keeps its final
    /// line end, which is part of the notation and rarely intended.
    #[must_use]
    pub fn with_final_line_ends(self) -> Self {
        Self { has_final_line_ends: true, ..self }
    }

    /// Returns the final line end that [`Tree::with_final_line_ends`] would add to the string `node`, or an empty
    /// string.
    pub fn line_end(self, node: NodeId) -> &'static str {
        self.arena.line_end(node)
    }

    /// Returns the text that the nodes point into.
    pub fn chunk(self) -> Chunk<'a> {
        self.chunk
    }

    /// Returns the number of nodes.
    pub fn node_count(self) -> usize {
        self.arena.len()
    }

    /// Returns the outermost value.
    pub fn root(self) -> NodeId {
        NodeId::ROOT
    }

    /// Returns the kind of `node`.
    pub fn kind(self, node: NodeId) -> Kind {
        self.arena.kind(node)
    }

    /// Returns the bytes of `node`, including quotes and brackets.
    pub fn span(self, node: NodeId) -> Span {
        self.arena.span(node)
    }

    /// Returns the source text of `node`.
    pub fn raw(self, node: NodeId) -> &'a str {
        self.chunk.slice(self.span(node))
    }

    /// Returns the decoded text of a string, or the source text of a number. `None` for other kinds.
    #[inline]
    pub fn text(self, node: NodeId) -> Option<&'a str> {
        self.arena.quoted_text(node, self.chunk.text).or_else(|| self.other_text(node))
    }

    /// Returns the decoded text of a string. `None` for other kinds.
    #[inline]
    pub fn string(self, node: NodeId) -> Option<&'a str> {
        let quoted = self.arena.quoted_text(node, self.chunk.text);
        quoted.or_else(|| self.other_text(node).filter(|_| self.kind(node) == Kind::String))
    }

    /// The slow path of [`Tree::text`]. Not inlined, and by reference so that the tree is not copied for it.
    #[inline(never)]
    fn other_text(&self, node: NodeId) -> Option<&'a str> {
        match self.kind(node) {
            Kind::String => Some(self.string_of(node)),
            Kind::Number => Some(self.raw(node)),
            _ => None,
        }
    }

    fn string_of(self, node: NodeId) -> &'a str {
        let text = self.arena.text(node, self.chunk.text);
        // Few strings have one. Comparing every string with the empty one would take a quarter of the run time.
        match self.arena.line_end(node) {
            "" => text,
            end if !self.has_final_line_ends => text.strip_suffix(end).unwrap_or(text),
            _ => text,
        }
    }

    /// Whether the string `node` is known to begin with a visible ASCII character. Only examines one byte of the file,
    /// so it may return false negatives.
    pub fn starts_with_visible_ascii(self, node: NodeId) -> bool {
        let is_in_source = self.arena.is_verbatim(node) && !self.span(node).is_empty();
        is_in_source && {
            let (start, end) = (self.arena.text_start(node), self.span(node).end);
            // The closing quotation mark of an empty string is not part of it.
            let first = self.chunk.text.as_bytes().get(start as usize);
            start + 1 < end && first.is_some_and(u8::is_ascii_graphic)
        }
    }

    /// Iterates over all strings in file order.
    pub fn strings(self) -> impl Iterator<Item = NodeId> {
        (0..self.node_count() as u32).map(NodeId).filter(move |node| self.kind(*node) == Kind::String)
    }

    /// Returns the strings that are not known to be plain, in file order, with their summaries.
    pub fn unusual_strings(self) -> &'a [(NodeId, StringSummary)] {
        self.arena.unusual_strings()
    }

    /// Returns the pieces of the string `node` as read by `read`. Cached until called for another node.
    pub fn spelling(self, node: NodeId, read: impl FnOnce() -> Option<Vec<Spelled>>) -> Option<Arc<[Spelled]>> {
        self.arena.spelling().of(node, read)
    }

    /// Returns the reader's context at the start of the record, if it stored one of this type.
    pub fn context<T: Send + Sync + 'static>(self) -> Option<Arc<T>> {
        self.arena.memo().context()
    }

    /// Returns the result of `find` for `node`. Cached until called for another node.
    pub fn cached<T: Send + Sync + 'static>(self, node: NodeId, find: impl FnOnce() -> T) -> Arc<T> {
        self.arena.memo().of(node, find)
    }

    /// Returns the character summary of the string `node`.
    pub fn summary(self, node: NodeId) -> StringSummary {
        let all = self.unusual_strings();
        all.binary_search_by_key(&node, |(node, _)| *node).map_or(StringSummary::Plain, |at| all[at].1)
    }

    /// Returns the name of a key node.
    #[inline]
    pub fn key_name(self, key: NodeId) -> &'a str {
        match self.symbol(key) {
            Symbol::OTHER => self.arena.text(key, self.chunk.text),
            symbol => symbol.name(),
        }
    }

    /// Returns the length in bytes of the longest member name.
    pub fn longest_name(self) -> usize {
        let keys = (0..self.node_count() as u32).map(NodeId).filter(|node| self.kind(*node) == Kind::Key);
        keys.map(|key| self.key_name(key).len()).max().unwrap_or_default()
    }

    /// Returns the symbol of a key node.
    pub fn symbol(self, key: NodeId) -> Symbol {
        self.arena.symbol(key)
    }

    /// Whether the file has the string `node` without escapes, so that a range of it is a range of the file.
    pub fn is_verbatim(self, node: NodeId) -> bool {
        self.arena.is_verbatim(node)
    }

    /// Returns the start of the text of a verbatim string in the chunk, after its quote if it has one.
    pub fn text_start(self, node: NodeId) -> u32 {
        self.arena.text_start(node)
    }

    /// Whether the object `node` has two members of the same name.
    pub fn has_duplicates(self, node: NodeId) -> bool {
        self.arena.has_duplicates(node)
    }

    /// Whether any object may have two members of the same name. No false negatives.
    pub fn may_have_duplicates(self) -> bool {
        self.arena.may_have_duplicates()
    }

    /// Returns an upper bound on the number of `null`s and empty containers.
    pub fn max_empty_values(self) -> usize {
        self.arena.max_empty_values() as usize
    }

    /// Whether `node` is written once and occurs in several places of the tree, as the target of a YAML alias does.
    pub fn is_shared(self, node: NodeId) -> bool {
        self.arena.is_shared(node)
    }

    /// Whether the file protects the string against changes of case, as braces in BibTeX do: its case is intended.
    pub fn is_protected(self, node: NodeId) -> bool {
        self.arena.is_protected(node)
    }

    /// Whether `node` is an array.
    pub fn is_array(self, node: NodeId) -> bool {
        self.kind(node) == Kind::Array
    }

    /// Whether `node` is an object.
    pub fn is_object(self, node: NodeId) -> bool {
        self.kind(node) == Kind::Object
    }

    /// Returns the first node after the subtree of `node`.
    pub fn after(self, node: NodeId) -> NodeId {
        self.arena.after(node)
    }

    /// Iterates over the children of the container `node` in order, including all duplicate members. Empty if it is
    /// not a container.
    pub fn children(self, node: NodeId) -> Children<'a> {
        let kind = self.kind(node);
        let is_container = matches!(kind, Kind::Array | Kind::Object);
        let next = NodeId(node.0 + 1);
        let end = if is_container { self.after(node) } else { next };
        Children { tree: self, next, end, keyed: kind == Kind::Object }
    }

    /// Iterates over the items of the array `node`. Empty if it is not an array.
    pub fn items(self, node: NodeId) -> impl Iterator<Item = NodeId> + use<'a> {
        let end = if self.is_array(node) { self.after(node) } else { NodeId(node.0 + 1) };
        Children { tree: self, next: NodeId(node.0 + 1), end, keyed: false }.map(|child| child.value)
    }

    /// Returns the member of the object `node` with this symbol; the effective one of several with the same name.
    pub fn get(self, node: NodeId, symbol: Symbol) -> Option<Child> {
        let found = self.object_children(node).filter(|child| child.key.is_some_and(|key| self.symbol(key) == symbol));
        self.effective(node, found)
    }

    /// Returns the member of the object `node` with this name; the effective one of several with the same name.
    pub fn get_named(self, node: NodeId, name: &str) -> Option<Child> {
        let symbol = Symbol::of(name);
        if symbol != Symbol::OTHER {
            return self.get(node, symbol);
        }
        let found = self.object_children(node).filter(|child| child.key.is_some_and(|key| self.key_name(key) == name));
        self.effective(node, found)
    }

    /// Returns the effective one of several members of the object `node` with the same name.
    fn effective(self, node: NodeId, mut members: impl Iterator<Item = Child>) -> Option<Child> {
        let is_last = self.is_object(node) && self.has_duplicates(node) && !self.first_member_wins();
        if is_last { members.last() } else { members.next() }
    }

    /// Returns the effective members of the object `node` in order, and the members that are overridden.
    pub fn effective_members(self, node: NodeId) -> (Vec<Child>, Vec<Child>) {
        let mut all: Vec<Child> = self.object_children(node).collect();
        if !self.is_object(node) || !self.has_duplicates(node) {
            return (all, Vec::new());
        }
        let reverse_if_last_wins = |members: &mut Vec<Child>| {
            if !self.first_member_wins() {
                members.reverse();
            }
        };
        reverse_if_last_wins(&mut all);
        let mut seen = HashSet::new();
        let is_new = |child: &Child| child.key.is_some_and(|key| seen.insert(self.key_name(key)));
        let (mut effective, mut overridden): (Vec<Child>, Vec<Child>) = all.into_iter().partition(is_new);
        reverse_if_last_wins(&mut effective);
        reverse_if_last_wins(&mut overridden);
        (effective, overridden)
    }

    /// Whether the first of several members with the same name is the effective one. BibTeX ignores a field that was
    /// already set; readers of other syntaxes overwrite it.
    pub fn first_member_wins(self) -> bool {
        self.arena.first_member_wins()
    }

    /// Iterates over the values of all members of the object `node` with this name.
    pub fn all_named(self, node: NodeId, name: &str) -> impl Iterator<Item = NodeId> + use<'a, '_> {
        self.object_children(node)
            .filter(move |child| child.key.is_some_and(|key| self.key_name(key) == name))
            .map(|child| child.value)
    }

    /// Whether several members of the same name are separate values, and not mistakes.
    pub fn allows_repeated_names(self) -> bool {
        self.arena.allows_repeated_names()
    }

    fn object_children(self, node: NodeId) -> Children<'a> {
        let mut children = self.children(node);
        if !children.keyed {
            children.next = children.end;
        }
        children
    }

    /// Returns the key of the value `node` if it is a member of an object.
    pub fn key_of(self, node: NodeId) -> Option<NodeId> {
        let before = NodeId(node.0.checked_sub(1)?);
        (self.kind(before) == Kind::Key).then_some(before)
    }

    /// Returns the place of `node` if the table of places has been built, which happens after several requests.
    fn place(self, node: NodeId) -> Option<ancestors::Place> {
        self.arena.ancestors().place(self, node)
    }

    /// Returns the containers around `node`, outermost first, without `node` itself.
    pub fn ancestors(self, node: NodeId) -> Vec<NodeId> {
        let mut path = Vec::new();
        if let Some(place) = self.place(node) {
            let (mut below, mut at) = (node, place.parent);
            while NodeId(at) != below {
                path.push(NodeId(at));
                below = NodeId(at);
                at = self.place(below).map_or(at, |place| place.parent);
            }
            path.reverse();
            return path;
        }
        let mut at = self.root();
        while at < node {
            path.push(at);
            let Some(inner) = self.children(at).find(|child| self.after(child.value) > node) else { break };
            // A key belongs to the object, not to its value.
            if inner.value > node {
                break;
            }
            at = inner.value;
        }
        path
    }
}

/// An iterator over the children of a container. See [`Tree::children`].
#[derive(Clone, Debug)]
pub struct Children<'a> {
    tree: Tree<'a>,
    next: NodeId,
    end: NodeId,
    keyed: bool,
}

impl Iterator for Children<'_> {
    type Item = Child;

    fn next(&mut self) -> Option<Child> {
        if self.next >= self.end {
            return None;
        }
        let key = self.keyed.then_some(self.next);
        let value = NodeId(self.next.0 + u32::from(self.keyed));
        self.next = self.tree.after(value);
        Some(Child { key, value })
    }
}
