//! Where the nodes of one record live.
//!
//! Nodes stand in document order, a container before what it holds, so that the end of a subtree is one number
//! and skipping a value is one step. A member of an object is a key node followed by the value's subtree.

use super::Symbol;
use super::ancestors::Ancestors;
use super::memo::Memo;
use super::spelling::LastSpelled;
use crate::text::{Span, StringSummary};
use std::any::Any;
use std::sync::Arc;

/// The number of a node in its arena; valid until the arena is cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// The outermost value of a tree.
    pub const ROOT: NodeId = NodeId(0);

    /// The node with this place in document order.
    pub(crate) const fn new(place: u32) -> Self {
        Self(place)
    }

    /// Its place in tables indexed by node.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// `null`
    Null,
    /// `false`
    False,
    /// `true`
    True,
    /// A number; its spelling is the text below its span.
    Number,
    /// A text.
    String,
    /// A list.
    Array,
    /// An object: key, value, key, value.
    Object,
    /// The name of a member; the value follows it.
    Key,
}

/// How the text of a string or a key is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Spelling {
    /// The text below the span, without its first and last byte.
    Quoted,
    /// The text below the span.
    Bare,
    /// In the side buffer: the source writes it with escapes, or does not write it at all.
    Decoded,
}

/// Sixteen bytes: a record of seven kilobytes has some two hundred nodes.
#[derive(Clone, Copy, Debug)]
struct Node {
    start: u32,
    end: u32,
    /// Of a container, the first node behind its subtree; of a decoded text, its number in the side buffer.
    link: u32,
    kind: Kind,
    flags: u8,
    symbol: Symbol,
}

const _: () = assert!(size_of::<Node>() == 16);

impl Node {
    /// The text below the span, without its first and last byte.
    #[inline]
    fn quoted<'a>(&self, source: &'a str) -> Option<&'a str> {
        source.get(self.start as usize + 1..(self.end as usize).saturating_sub(1))
    }
}

/// The object has two members of one name.
const DUPLICATES: u8 = 0b100;
const SPELLING: u8 = 0b011;
/// The text stands in the file once and is read in several places.
const SHARED: u8 = 0b1000;
/// The text ends with a line end because it is written on lines of its own, not because it says so.
const ENDED: u8 = 0b1_0000;
/// The file protects the letters of the text against a change of case, as braces of BibTeX do.
const PROTECTED: u8 = 0b10_0000;

/// What nearly no record has, noted while it is read, so that nobody looks for it in vain.
#[derive(Clone, Copy, Debug, Default)]
struct Oddities {
    /// An object with two members of one name.
    duplicates: bool,
    /// How many `null`s and containers with nothing in them.
    hollow: u32,
}

/// The nodes of one record and the texts that had to be decoded. Cleared and used again for the next record.
#[derive(Debug, Default)]
pub struct Arena {
    nodes: Vec<Node>,
    text: String,
    decoded: Vec<Span>,
    repeats: bool,
    oddities: Oddities,
    unusual_strings: Vec<(NodeId, StringSummary)>,
    ancestors: Ancestors,
    first: bool,
    spelling: LastSpelled,
    memo: Memo,
}

impl Arena {
    /// Forgets all nodes, keeps the memory.
    pub fn clear(&mut self) {
        self.nodes.clear();
        self.text.clear();
        self.decoded.clear();
        self.repeats = false;
        self.oddities = Oddities::default();
        self.unusual_strings.clear();
        self.first = false;
        self.ancestors.clear();
        self.spelling.clear();
        self.memo.clear();
    }

    /// Keeps what the reader knows where the record begins.
    pub fn set_context<T: Any + Send + Sync>(&mut self, context: Arc<T>) {
        self.memo.set_context(context);
    }

    pub(super) fn memo(&self) -> &Memo {
        &self.memo
    }

    pub(super) fn spelling(&self) -> &LastSpelled {
        &self.spelling
    }

    pub(super) fn ancestors(&self) -> &Ancestors {
        &self.ancestors
    }

    /// Says that members of one name are several values here, each in its own right, as the elements of XML are.
    pub fn number_repeats(&mut self) {
        self.repeats = true;
    }

    pub(super) fn numbers_repeats(&self) -> bool {
        self.repeats
    }

    /// Says that of members of one name the first counts here, as in BibTeX, and not the last.
    pub fn take_first(&mut self) {
        self.first = true;
    }

    pub(super) fn takes_first(&self) -> bool {
        self.first
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether nothing was read.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Begins an [`Kind::Array`] or an [`Kind::Object`]; [`Arena::close`] ends it.
    pub fn open(&mut self, kind: Kind, start: u32) -> NodeId {
        self.push(Node { start, end: start, link: 0, kind, flags: 0, symbol: Symbol::OTHER })
    }

    /// Ends the container `node` just behind `end`.
    pub fn close(&mut self, node: NodeId, end: u32) {
        let link = self.nodes.len() as u32;
        self.oddities.hollow += u32::from(link == node.0 + 1);
        let node = &mut self.nodes[node.index()];
        node.end = end;
        node.link = link;
    }

    /// Adds `null`, `true`, `false` or a number.
    pub fn scalar(&mut self, kind: Kind, span: Span) -> NodeId {
        self.oddities.hollow += u32::from(kind == Kind::Null);
        self.push(Node { start: span.start, end: span.end, link: 0, kind, flags: 0, symbol: Symbol::OTHER })
    }

    /// Adds a string whose text is the source between the quotes at both ends of `span`.
    pub fn quoted(&mut self, span: Span) -> NodeId {
        self.string(Kind::String, Symbol::OTHER, span, Spelling::Quoted)
    }

    /// Adds such a string, of which its reader saw what it has in it.
    pub fn quoted_with_summary(&mut self, span: Span, summary: StringSummary) -> NodeId {
        let flags = Spelling::Quoted as u8;
        let node = Node { start: span.start, end: span.end, link: 0, kind: Kind::String, flags, symbol: Symbol::OTHER };
        let node = self.push(node);
        if summary != StringSummary::Plain {
            self.unusual_strings.push((node, summary));
        }
        node
    }

    /// Adds a string whose text is the source below `span`.
    pub fn bare(&mut self, span: Span) -> NodeId {
        self.string(Kind::String, Symbol::OTHER, span, Spelling::Bare)
    }

    /// Adds a string spelled below `span` in another way than its `text`.
    pub fn decoded(&mut self, span: Span, text: &str) -> NodeId {
        let node = self.string(Kind::String, Symbol::OTHER, span, Spelling::Decoded);
        self.remember(node, text);
        node
    }

    /// Adds such a string, of which is known what it has in it.
    pub fn decoded_with_summary(&mut self, span: Span, text: &str, summary: StringSummary) -> NodeId {
        let node = self.decoded(span, text);
        self.unusual_strings.pop();
        if summary != StringSummary::Plain {
            self.unusual_strings.push((node, summary));
        }
        node
    }

    /// Adds such a string, whose `text` ends with the one line end that its writing gives to every text.
    pub fn decoded_with_line_end(&mut self, span: Span, text: &str) -> NodeId {
        let node = self.decoded(span, text);
        self.nodes[node.index()].flags |= ENDED;
        node
    }

    /// Adds a key whose `name` is the source between the quotes at both ends of `span`.
    pub fn quoted_key(&mut self, span: Span, name: &str) -> NodeId {
        self.string(Kind::Key, Symbol::of(name), span, Spelling::Quoted)
    }

    /// Adds a key whose name, between the quotes at both ends of `span`, has this symbol, which may be none.
    pub fn quoted_key_of(&mut self, span: Span, symbol: Symbol) -> NodeId {
        self.string(Kind::Key, symbol, span, Spelling::Quoted)
    }

    /// Adds a key whose `name` is the source below `span`.
    pub fn bare_key(&mut self, span: Span, name: &str) -> NodeId {
        self.string(Kind::Key, Symbol::of(name), span, Spelling::Bare)
    }

    /// Adds a key spelled below `span` in another way than its `name`.
    pub fn decoded_key(&mut self, span: Span, name: &str) -> NodeId {
        let node = self.string(Kind::Key, Symbol::of(name), span, Spelling::Decoded);
        self.remember(node, name);
        node
    }

    /// Marks the object `node` as having two members of one name.
    pub fn mark_duplicates(&mut self, node: NodeId) {
        self.nodes[node.index()].flags |= DUPLICATES;
        self.oddities.duplicates = true;
    }

    /// How many `null`s and containers with nothing in them there are; those that were dropped again count.
    pub(super) fn most_hollow(&self) -> u32 {
        self.oddities.hollow
    }

    /// Whether any object was marked so; those that were dropped again count.
    pub(super) fn may_have_duplicates(&self) -> bool {
        self.oddities.duplicates
    }

    /// Marks `node` and all that came after it as written once and read in several places.
    pub fn mark_shared(&mut self, node: NodeId) {
        self.nodes.iter_mut().skip(node.index()).for_each(|node| node.flags |= SHARED);
    }

    /// Marks the last node as a text whose letters the file protects.
    pub fn protect_last(&mut self) {
        if let Some(node) = self.nodes.last_mut() {
            node.flags |= PROTECTED;
        }
    }

    /// Drops `node` and all that came after it.
    pub fn truncate(&mut self, node: NodeId) {
        self.nodes.truncate(node.index());
        let kept = self.unusual_strings.partition_point(|(text, _)| *text < node);
        self.unusual_strings.truncate(kept);
    }

    fn string(&mut self, kind: Kind, symbol: Symbol, span: Span, spelling: Spelling) -> NodeId {
        let node = self.push(Node { start: span.start, end: span.end, link: 0, kind, flags: spelling as u8, symbol });
        if kind == Kind::String {
            self.unusual_strings.push((node, StringSummary::Unknown));
        }
        node
    }

    fn remember(&mut self, node: NodeId, text: &str) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.nodes[node.index()].link = self.decoded.len() as u32;
        self.decoded.push(Span::new(start, self.text.len() as u32));
    }

    fn push(&mut self, node: Node) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(node);
        id
    }

    /// The strings of which is not known that no rule on texts is interested in them, in order, each with what its reader
    /// saw in it.
    pub(super) fn unusual_strings(&self) -> &[(NodeId, StringSummary)] {
        &self.unusual_strings
    }

    pub(super) fn kind(&self, node: NodeId) -> Kind {
        self.nodes[node.index()].kind
    }

    pub(super) fn symbol(&self, node: NodeId) -> Symbol {
        self.nodes[node.index()].symbol
    }

    pub(super) fn span(&self, node: NodeId) -> Span {
        let node = &self.nodes[node.index()];
        Span::new(node.start, node.end)
    }

    pub(super) fn has_duplicates(&self, node: NodeId) -> bool {
        self.nodes[node.index()].flags & DUPLICATES != 0
    }

    pub(super) fn is_protected(&self, node: NodeId) -> bool {
        self.nodes[node.index()].flags & PROTECTED != 0
    }

    pub(super) fn is_shared(&self, node: NodeId) -> bool {
        self.nodes[node.index()].flags & SHARED != 0
    }

    /// The first node behind the subtree of `node`.
    pub(super) fn after(&self, node: NodeId) -> NodeId {
        let inner = &self.nodes[node.index()];
        match inner.kind {
            Kind::Array | Kind::Object => NodeId(inner.link),
            _ => NodeId(node.0 + 1),
        }
    }

    /// The text of a string or key, as `source` spells it or from the side buffer.
    #[inline(never)]
    pub(super) fn text<'a>(&'a self, node: NodeId, source: &'a str) -> &'a str {
        let inner = &self.nodes[node.index()];
        let found = match inner.flags & SPELLING {
            spelling if spelling == Spelling::Quoted as u8 => inner.quoted(source),
            spelling if spelling == Spelling::Bare as u8 => source.get(inner.start as usize..inner.end as usize),
            _ => self.text.get(self.decoded[inner.link as usize].range()),
        };
        found.unwrap_or_default()
    }

    /// The text of a string that stands in `source` between quotation marks, as nearly all do; nothing of another value.
    #[inline]
    pub(super) fn quoted_text<'a>(&self, node: NodeId, source: &'a str) -> Option<&'a str> {
        let inner = &self.nodes[node.index()];
        let is_quoted = inner.flags & (SPELLING | ENDED) == Spelling::Quoted as u8 && inner.kind == Kind::String;
        if is_quoted { inner.quoted(source) } else { None }
    }

    /// The line end that the text of `node` has from its writing alone, else nothing.
    pub(super) fn line_end(&self, node: NodeId) -> &'static str {
        if self.nodes[node.index()].flags & ENDED == 0 { "" } else { "\n" }
    }

    /// Whether the source spells the text of `node` as it is.
    pub(super) fn is_verbatim(&self, node: NodeId) -> bool {
        self.nodes[node.index()].flags & SPELLING != Spelling::Decoded as u8
    }

    /// Where the text of a string begins, of one that is spelled as it is.
    pub(super) fn text_start(&self, node: NodeId) -> u32 {
        let inner = &self.nodes[node.index()];
        inner.start + u32::from(inner.flags & SPELLING == Spelling::Quoted as u8)
    }
}
