//! The storage of the nodes of one record.
//!
//! Nodes are in document order, a container before its contents, so that the end of a subtree is one number and
//! skipping a value is one step. A member of an object is a key node followed by the subtree of the value.

use super::Symbol;
use super::ancestors::Ancestors;
use super::memo::Memo;
use super::spelling::LastSpelled;
use crate::text::{Span, StringSummary};
use std::any::Any;
use std::sync::Arc;

/// The index of a node in its arena. Valid until the arena is cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// The outermost value.
    pub const ROOT: NodeId = NodeId(0);

    /// Creates the id of the node at this index in document order.
    pub(crate) const fn new(place: u32) -> Self {
        Self(place)
    }

    /// Returns the index, for tables indexed by node.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The kind of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// `null`
    Null,
    /// `false`
    False,
    /// `true`
    True,
    /// A number. Its spelling is the source text of its span.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object: alternating keys and values.
    Object,
    /// The name of a member. The value follows it.
    Key,
}

/// Where the text of a string or a key is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Spelling {
    /// In the source: the span without its first and last byte.
    Quoted,
    /// In the source: the span.
    Bare,
    /// In the side buffer: the text has escapes in the source or is not in the source.
    Decoded,
}

/// A node of 16 bytes. A record of 7 kB has about 200 nodes.
#[derive(Clone, Copy, Debug)]
struct Node {
    start: u32,
    end: u32,
    /// For a container, the first node after its subtree; for a decoded text, its index in `Arena::decoded`.
    link: u32,
    kind: Kind,
    flags: u8,
    symbol: Symbol,
}

const _: () = assert!(size_of::<Node>() == 16);

impl Node {
    /// Returns the source text of the span without its first and last byte.
    #[inline]
    fn quoted<'a>(&self, source: &'a str) -> Option<&'a str> {
        source.get(self.start as usize + 1..(self.end as usize).saturating_sub(1))
    }
}

/// The object has two members of the same name.
const DUPLICATES: u8 = 0b100;
/// The bits of a [`Spelling`].
const SPELLING: u8 = 0b011;
/// The text is written once and occurs in several places of the tree.
const SHARED: u8 = 0b1000;
/// The text ends with a line end only because of its notation as a block of lines.
const ENDED: u8 = 0b1_0000;
/// The file protects the text against changes of case, as braces in BibTeX do.
const PROTECTED: u8 = 0b10_0000;

/// Features that few records have, collected while reading so that rules can skip the search for them.
#[derive(Clone, Copy, Debug, Default)]
struct RareFeatures {
    /// Whether there is an object with two members of the same name.
    duplicates: bool,
    /// The number of `null`s and empty containers.
    empty_values: u32,
}

/// The nodes of one record and the texts that had to be decoded. Reused for the next record.
#[derive(Debug, Default)]
pub struct Arena {
    nodes: Vec<Node>,
    text: String,
    decoded: Vec<Span>,
    allows_repeated_names: bool,
    rare: RareFeatures,
    unusual_strings: Vec<(NodeId, StringSummary)>,
    ancestors: Ancestors,
    first_member_wins: bool,
    spelling: LastSpelled,
    memo: Memo,
}

impl Arena {
    /// Removes all nodes and keeps the memory.
    pub fn clear(&mut self) {
        self.nodes.clear();
        self.text.clear();
        self.decoded.clear();
        self.allows_repeated_names = false;
        self.rare = RareFeatures::default();
        self.unusual_strings.clear();
        self.first_member_wins = false;
        self.ancestors.clear();
        self.spelling.clear();
        self.memo.clear();
    }

    /// Stores the reader's context at the start of the record.
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

    /// Declares that several members of the same name are separate values, as elements of XML are.
    pub fn allow_repeated_names(&mut self) {
        self.allows_repeated_names = true;
    }

    pub(super) fn allows_repeated_names(&self) -> bool {
        self.allows_repeated_names
    }

    /// Declares that the first of several members with the same name is the effective one, as in BibTeX.
    pub fn let_first_member_win(&mut self) {
        self.first_member_wins = true;
    }

    pub(super) fn first_member_wins(&self) -> bool {
        self.first_member_wins
    }

    /// Returns the number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are no nodes.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Begins a [`Kind::Array`] or a [`Kind::Object`]. [`Arena::close`] ends it.
    pub fn open(&mut self, kind: Kind, start: u32) -> NodeId {
        self.push(Node { start, end: start, link: 0, kind, flags: 0, symbol: Symbol::OTHER })
    }

    /// Ends the container `node` at `end`, the offset after its last byte.
    pub fn close(&mut self, node: NodeId, end: u32) {
        let link = self.nodes.len() as u32;
        self.rare.empty_values += u32::from(link == node.0 + 1);
        let node = &mut self.nodes[node.index()];
        node.end = end;
        node.link = link;
    }

    /// Adds `null`, `true`, `false` or a number.
    pub fn scalar(&mut self, kind: Kind, span: Span) -> NodeId {
        self.rare.empty_values += u32::from(kind == Kind::Null);
        self.push(Node { start: span.start, end: span.end, link: 0, kind, flags: 0, symbol: Symbol::OTHER })
    }

    /// Adds a string whose text is the source between the quotes at the ends of `span`.
    pub fn quoted(&mut self, span: Span) -> NodeId {
        self.string(Kind::String, Symbol::OTHER, span, Spelling::Quoted)
    }

    /// Adds such a string with a known character summary.
    pub fn quoted_with_summary(&mut self, span: Span, summary: StringSummary) -> NodeId {
        let flags = Spelling::Quoted as u8;
        let node = Node { start: span.start, end: span.end, link: 0, kind: Kind::String, flags, symbol: Symbol::OTHER };
        let node = self.push(node);
        if summary != StringSummary::Plain {
            self.unusual_strings.push((node, summary));
        }
        node
    }

    /// Adds a string whose text is the source of `span`.
    pub fn bare(&mut self, span: Span) -> NodeId {
        self.string(Kind::String, Symbol::OTHER, span, Spelling::Bare)
    }

    /// Adds a string whose source in `span` differs from its `text`.
    pub fn decoded(&mut self, span: Span, text: &str) -> NodeId {
        let node = self.string(Kind::String, Symbol::OTHER, span, Spelling::Decoded);
        self.store_text(node, text);
        node
    }

    /// Adds such a string with a known character summary.
    pub fn decoded_with_summary(&mut self, span: Span, text: &str, summary: StringSummary) -> NodeId {
        let node = self.decoded(span, text);
        self.unusual_strings.pop();
        if summary != StringSummary::Plain {
            self.unusual_strings.push((node, summary));
        }
        node
    }

    /// Adds such a string whose `text` ends with a line end that is only due to the notation.
    pub fn decoded_with_line_end(&mut self, span: Span, text: &str) -> NodeId {
        let node = self.decoded(span, text);
        self.nodes[node.index()].flags |= ENDED;
        node
    }

    /// Adds a key whose `name` is the source between the quotes at the ends of `span`.
    pub fn quoted_key(&mut self, span: Span, name: &str) -> NodeId {
        self.string(Kind::Key, Symbol::of(name), span, Spelling::Quoted)
    }

    /// Adds a key whose name, between the quotes at the ends of `span`, has this symbol, which may be
    /// [`Symbol::OTHER`].
    pub fn quoted_key_of(&mut self, span: Span, symbol: Symbol) -> NodeId {
        self.string(Kind::Key, symbol, span, Spelling::Quoted)
    }

    /// Adds a key whose `name` is the source of `span`.
    pub fn bare_key(&mut self, span: Span, name: &str) -> NodeId {
        self.string(Kind::Key, Symbol::of(name), span, Spelling::Bare)
    }

    /// Adds a key whose source in `span` differs from its `name`.
    pub fn decoded_key(&mut self, span: Span, name: &str) -> NodeId {
        let node = self.string(Kind::Key, Symbol::of(name), span, Spelling::Decoded);
        self.store_text(node, name);
        node
    }

    /// Marks the object `node` as having two members of the same name.
    pub fn mark_duplicates(&mut self, node: NodeId) {
        self.nodes[node.index()].flags |= DUPLICATES;
        self.rare.duplicates = true;
    }

    /// Returns the number of `null`s and empty containers, including those that were removed again.
    pub(super) fn max_empty_values(&self) -> u32 {
        self.rare.empty_values
    }

    /// Whether any object was marked as having duplicates, including those that were removed again.
    pub(super) fn may_have_duplicates(&self) -> bool {
        self.rare.duplicates
    }

    /// Marks `node` and all later nodes as written once and occurring in several places of the tree.
    pub fn mark_shared(&mut self, node: NodeId) {
        self.nodes.iter_mut().skip(node.index()).for_each(|node| node.flags |= SHARED);
    }

    /// Marks the last node as a text that the file protects against changes of case.
    pub fn protect_last(&mut self) {
        if let Some(node) = self.nodes.last_mut() {
            node.flags |= PROTECTED;
        }
    }

    /// Removes `node` and all later nodes.
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

    fn store_text(&mut self, node: NodeId, text: &str) {
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

    /// Returns the strings that are not known to be plain, in order, with their summaries.
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

    /// Returns the first node after the subtree of `node`.
    pub(super) fn after(&self, node: NodeId) -> NodeId {
        let inner = &self.nodes[node.index()];
        match inner.kind {
            Kind::Array | Kind::Object => NodeId(inner.link),
            _ => NodeId(node.0 + 1),
        }
    }

    /// Returns the text of a string or key, from `source` or from the side buffer.
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

    /// Returns the text of a string that is in `source` between quotation marks, as most strings are. `None` for other
    /// nodes.
    #[inline]
    pub(super) fn quoted_text<'a>(&self, node: NodeId, source: &'a str) -> Option<&'a str> {
        let inner = &self.nodes[node.index()];
        let is_quoted = inner.flags & (SPELLING | ENDED) == Spelling::Quoted as u8 && inner.kind == Kind::String;
        if is_quoted { inner.quoted(source) } else { None }
    }

    /// Returns the line end at the end of a text that is only due to its notation, or an empty string.
    pub(super) fn line_end(&self, node: NodeId) -> &'static str {
        if self.nodes[node.index()].flags & ENDED == 0 { "" } else { "\n" }
    }

    /// Whether the text of `node` is in the source without escapes.
    pub(super) fn is_verbatim(&self, node: NodeId) -> bool {
        self.nodes[node.index()].flags & SPELLING != Spelling::Decoded as u8
    }

    /// Returns the start of the text of a verbatim string.
    pub(super) fn text_start(&self, node: NodeId) -> u32 {
        let inner = &self.nodes[node.index()];
        inner.start + u32::from(inner.flags & SPELLING == Spelling::Quoted as u8)
    }
}
