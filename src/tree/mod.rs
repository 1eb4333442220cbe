//! Every value and every key of a record with its place in the file.
//!
//! A syntax fills an [`Arena`]; a [`Tree`] reads it together with the text it came from. Both are made once a
//! record; schema validation, rules and reports read the same nodes.

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

/// One record's nodes and the text they point into. Two references, copied freely.
///
/// A tree always has a root: there is none for an arena without a node, as after a record that could not be read.
#[derive(Clone, Copy, Debug)]
pub struct Tree<'a> {
    chunk: Chunk<'a>,
    arena: &'a Arena,
    /// Whether texts keep the line end that they have from their writing alone.
    in_full: bool,
}

/// A value inside a container, with its key where the container is an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Child {
    /// The key node; absent in a list.
    pub key: Option<NodeId>,
    /// The value.
    pub value: NodeId,
}

impl<'a> Tree<'a> {
    /// The tree in `arena`, read from `chunk`; `None` if the arena holds no node, as after a record that could not be
    /// read.
    pub fn new(chunk: Chunk<'a>, arena: &'a Arena) -> Option<Self> {
        (!arena.is_empty()).then_some(Self { chunk, arena, in_full: false })
    }

    /// The tree of one string alone, which is what the crate that validates asks for as the name of a member.
    pub(self) fn of_string(arena: &'a mut Arena, text: &str) -> Self {
        arena.clear();
        arena.decoded(Span::default(), text);
        Self { chunk: Chunk::new("", 0), arena, in_full: false }
    }

    /// The same tree, in which a text has all that the definition of its syntax gives it: the text below a `|` of YAML
    /// its last line end, which is how such a text is written and nothing that anybody wanted to say.
    #[must_use]
    pub fn in_full(self) -> Self {
        Self { in_full: true, ..self }
    }

    /// The line end that the text of `node` has in full and not otherwise; else nothing.
    pub fn line_end(self, node: NodeId) -> &'static str {
        self.arena.line_end(node)
    }

    /// The text the nodes point into.
    pub fn chunk(self) -> Chunk<'a> {
        self.chunk
    }

    /// How many nodes there are.
    pub fn node_count(self) -> usize {
        self.arena.len()
    }

    /// The outermost value.
    pub fn root(self) -> NodeId {
        NodeId::ROOT
    }

    /// What `node` is.
    pub fn kind(self, node: NodeId) -> Kind {
        self.arena.kind(node)
    }

    /// The bytes that spell `node`, quotes and brackets included.
    pub fn span(self, node: NodeId) -> Span {
        self.arena.span(node)
    }

    /// The text below the span of `node`, as the file spells it.
    pub fn raw(self, node: NodeId) -> &'a str {
        self.chunk.slice(self.span(node))
    }

    /// The text of a string, decoded; the spelling of a number; nothing of anything else.
    #[inline]
    pub fn text(self, node: NodeId) -> Option<&'a str> {
        self.arena.quoted_text(node, self.chunk.text).or_else(|| self.other_text(node))
    }

    /// The text of a string, decoded; nothing of a number.
    #[inline]
    pub fn string(self, node: NodeId) -> Option<&'a str> {
        let quoted = self.arena.quoted_text(node, self.chunk.text);
        quoted.or_else(|| self.other_text(node).filter(|_| self.kind(node) == Kind::String))
    }

    /// The same of whatever it is. Not inlined, and so that no copy of the tree is made for it.
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
        // Nearly no text has one: comparing nothing with every text would take a quarter of a run.
        match self.arena.line_end(node) {
            "" => text,
            end if !self.in_full => text.strip_suffix(end).unwrap_or(text),
            _ => text,
        }
    }

    /// Whether the text of `node` surely begins with a visible sign of ASCII: a look at one byte of the file.
    pub fn begins_visibly(self, node: NodeId) -> bool {
        let is_spelled = self.arena.is_verbatim(node) && !self.span(node).is_empty();
        is_spelled && {
            let (start, end) = (self.arena.text_start(node), self.span(node).end);
            // The closing quotation mark of an empty text is no part of it.
            let first = self.chunk.text.as_bytes().get(start as usize);
            start + 1 < end && first.is_some_and(u8::is_ascii_graphic)
        }
    }

    /// All strings, in the order of the file.
    pub fn strings(self) -> impl Iterator<Item = NodeId> {
        (0..self.node_count() as u32).map(NodeId).filter(move |node| self.kind(*node) == Kind::String)
    }

    /// The strings in which a rule on texts may be interested, in the order of the file, each with what its reader saw in
    /// it.
    pub fn unusual_strings(self) -> &'a [(NodeId, StringSummary)] {
        self.arena.unusual_strings()
    }

    /// The pieces of the text of `node`, as `read` finds them; kept until those of another are asked for.
    pub fn spelling(self, node: NodeId, read: impl FnOnce() -> Option<Vec<Spelled>>) -> Option<Arc<[Spelled]>> {
        self.arena.spelling().of(node, read)
    }

    /// What the reader knew where the record begins, if it kept something of this type.
    pub fn context<T: Send + Sync + 'static>(self) -> Option<Arc<T>> {
        self.arena.memo().context()
    }

    /// What `find` says of `node`; kept until another node is asked about.
    pub fn remembered<T: Send + Sync + 'static>(self, node: NodeId, find: impl FnOnce() -> T) -> Arc<T> {
        self.arena.memo().of(node, find)
    }

    /// What the reader of the string `node` saw in its text.
    pub fn summary(self, node: NodeId) -> StringSummary {
        let all = self.unusual_strings();
        all.binary_search_by_key(&node, |(node, _)| *node).map_or(StringSummary::Plain, |at| all[at].1)
    }

    /// The name that a key node holds.
    #[inline]
    pub fn key_name(self, key: NodeId) -> &'a str {
        match self.symbol(key) {
            Symbol::OTHER => self.arena.text(key, self.chunk.text),
            symbol => symbol.name(),
        }
    }

    /// The length in bytes of the longest name of a member.
    pub fn longest_name(self) -> usize {
        let keys = (0..self.node_count() as u32).map(NodeId).filter(|node| self.kind(*node) == Kind::Key);
        keys.map(|key| self.key_name(key).len()).max().unwrap_or_default()
    }

    /// The symbol of a key node.
    pub fn symbol(self, key: NodeId) -> Symbol {
        self.arena.symbol(key)
    }

    /// Whether the file spells the text of `node` as it is, so that a range of it is a range of the file.
    pub fn is_verbatim(self, node: NodeId) -> bool {
        self.arena.is_verbatim(node)
    }

    /// Where the text of `node` begins in the chunk, if it is verbatim: behind the quote, if there is one.
    pub fn text_start(self, node: NodeId) -> u32 {
        self.arena.text_start(node)
    }

    /// Whether the object `node` has two members of one name.
    pub fn has_duplicates(self, node: NodeId) -> bool {
        self.arena.has_duplicates(node)
    }

    /// Whether any object may have two members of one name: where not, none has.
    pub fn may_have_duplicates(self) -> bool {
        self.arena.may_have_duplicates()
    }

    /// How many `null`s and containers with nothing in them there are at most.
    pub fn most_hollow(self) -> usize {
        self.arena.most_hollow() as usize
    }

    /// Whether what the file says here once is read in several places, as what an alias of YAML names.
    pub fn is_shared(self, node: NodeId) -> bool {
        self.arena.is_shared(node)
    }

    /// Whether the file protects the letters of a text against a change of case, as braces of BibTeX do: their case is
    /// meant.
    pub fn is_protected(self, node: NodeId) -> bool {
        self.arena.is_protected(node)
    }

    /// Whether `node` is a list.
    pub fn is_array(self, node: NodeId) -> bool {
        self.kind(node) == Kind::Array
    }

    /// Whether `node` is an object.
    pub fn is_object(self, node: NodeId) -> bool {
        self.kind(node) == Kind::Object
    }

    /// The first node behind the subtree of `node`.
    pub fn after(self, node: NodeId) -> NodeId {
        self.arena.after(node)
    }

    /// What the container `node` holds, in order; nothing where it is none. Duplicate members all appear.
    pub fn children(self, node: NodeId) -> Children<'a> {
        let kind = self.kind(node);
        let is_container = matches!(kind, Kind::Array | Kind::Object);
        let next = NodeId(node.0 + 1);
        let end = if is_container { self.after(node) } else { next };
        Children { tree: self, next, end, keyed: kind == Kind::Object }
    }

    /// The values of the list `node`; nothing where it is none.
    pub fn items(self, node: NodeId) -> impl Iterator<Item = NodeId> + use<'a> {
        let end = if self.is_array(node) { self.after(node) } else { NodeId(node.0 + 1) };
        Children { tree: self, next: NodeId(node.0 + 1), end, keyed: false }.map(|child| child.value)
    }

    /// The member of the object `node` with this symbol; of several of the same name the one that counts.
    pub fn get(self, node: NodeId, symbol: Symbol) -> Option<Child> {
        let found = self.object_children(node).filter(|child| child.key.is_some_and(|key| self.symbol(key) == symbol));
        self.counting(node, found)
    }

    /// The member of the object `node` with this name; of several of the same name the one that counts.
    pub fn get_named(self, node: NodeId, name: &str) -> Option<Child> {
        let symbol = Symbol::of(name);
        if symbol != Symbol::OTHER {
            return self.get(node, symbol);
        }
        let found = self.object_children(node).filter(|child| child.key.is_some_and(|key| self.key_name(key) == name));
        self.counting(node, found)
    }

    /// Of the members of one name of the object `node` the one that counts.
    fn counting(self, node: NodeId, mut members: impl Iterator<Item = Child>) -> Option<Child> {
        let is_last = self.is_object(node) && self.has_duplicates(node) && !self.takes_first();
        if is_last { members.last() } else { members.next() }
    }

    /// The members of the object `node`, in order: those of several of the same name that count, and the others.
    pub fn counted(self, node: NodeId) -> (Vec<Child>, Vec<Child>) {
        let mut all: Vec<Child> = self.object_children(node).collect();
        if !self.is_object(node) || !self.has_duplicates(node) {
            return (all, Vec::new());
        }
        let turn = |members: &mut Vec<Child>| {
            if !self.takes_first() {
                members.reverse();
            }
        };
        turn(&mut all);
        let mut seen = HashSet::new();
        let is_new = |child: &Child| child.key.is_some_and(|key| seen.insert(self.key_name(key)));
        let (mut counting, mut others): (Vec<Child>, Vec<Child>) = all.into_iter().partition(is_new);
        turn(&mut counting);
        turn(&mut others);
        (counting, others)
    }

    /// Whether of members of one name the first counts, and not the last: BibTeX leaves a field out that was there
    /// before, other readers overwrite it.
    pub fn takes_first(self) -> bool {
        self.arena.takes_first()
    }

    /// The values of all members of the object `node` with this name, in order.
    pub fn all_named(self, node: NodeId, name: &str) -> impl Iterator<Item = NodeId> + use<'a, '_> {
        self.object_children(node)
            .filter(move |child| child.key.is_some_and(|key| self.key_name(key) == name))
            .map(|child| child.value)
    }

    /// Whether members of one name are several values, each in its own right, and not mistakes.
    pub fn numbers_repeats(self) -> bool {
        self.arena.numbers_repeats()
    }

    fn object_children(self, node: NodeId) -> Children<'a> {
        let mut children = self.children(node);
        if !children.keyed {
            children.next = children.end;
        }
        children
    }

    /// The key of the value `node`, where it is the member of an object.
    pub fn key_of(self, node: NodeId) -> Option<NodeId> {
        let before = NodeId(node.0.checked_sub(1)?);
        (self.kind(before) == Kind::Key).then_some(before)
    }

    /// Where `node` stands, if that is known of all nodes: when many were asked about.
    fn place(self, node: NodeId) -> Option<ancestors::Place> {
        self.arena.ancestors().place(self, node)
    }

    /// The containers that hold `node`, outermost first, without `node` itself.
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

/// What a container holds; see [`Tree::children`].
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
