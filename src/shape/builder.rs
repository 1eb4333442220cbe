//! How a shape writes the canonical tree, and remembers where each node came from.

use super::Hierarchy;
use super::native::TOP_LEVEL;
use crate::text::{Span, StringSummary};
use crate::tree::{Arena, Kind, NodeId, Symbol, Tree};
use std::ops::Range;
use std::sync::OnceLock;

/// Where a canonical node comes from in the source tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is this node; of a key, this key or this value.
    Node(NodeId),
    /// It is a range of bytes of this node's decoded text.
    Part(NodeId, Range<usize>),
    /// Its text is put together of several parts, in this order: first and last page, the parts of a date, the words
    /// between tags. What stands between two parts is the shape's own.
    Parts(Vec<Part>),
    /// It stands in another record, of this file or of another one, to which this node refers. What is wrong with it is
    /// told where it stands.
    Elsewhere(NodeId),
    /// The source says nothing of it; its ancestors tell.
    None,
}

/// A part of a canonical text, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The bytes of the canonical text.
    pub at: Range<usize>,
    /// The node of the source tree.
    pub node: NodeId,
    /// The bytes of that node's decoded text.
    pub from: Range<usize>,
}

impl Part {
    /// The bytes of the source node's text that are meant by `range` of the canonical text; all of the part where it is
    /// spelled in another way there, nothing where the range does not touch it.
    pub fn meant(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let (start, end) = (range.start.max(self.at.start), range.end.min(self.at.end));
        // An empty range is a place between two letters.
        if start > end || start == end && !range.is_empty() {
            return None;
        }
        if self.at.len() != self.from.len() {
            return Some(self.from.clone());
        }
        let shift = self.from.start;
        Some(start - self.at.start + shift..end - self.at.start + shift)
    }
}

/// A value of the source that stands in the place of a field and cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmapped {
    /// The value.
    pub node: NodeId,
    /// What belongs there: "text", "a list".
    pub expected: &'static str,
    /// The top-level field that is therefore not there; [`Symbol::OTHER`] where none is.
    pub field: Symbol,
}

/// A text that is put together of parts.
#[derive(Debug, Default)]
pub struct Joined {
    /// The text so far.
    pub text: String,
    /// Its parts.
    pub parts: Vec<Part>,
}

impl Joined {
    /// Adds what is the shape's own.
    pub fn own(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds `text`, which stands in `from` of the text of `node`, be it spelled in another way there.
    pub fn part(&mut self, node: NodeId, from: Range<usize>, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.parts.push(Part { at: start..self.text.len(), node, from });
    }

    /// Removes the white space of XML at the end.
    pub fn trim_end(&mut self) {
        let end = self.text.trim_end_matches([' ', '\t', '\n', '\r']).len();
        self.text.truncate(end);
        while self.parts.pop_if(|part| part.at.start >= end).is_some() {}
        if let Some(last) = self.parts.last_mut().filter(|last| last.at.end > end) {
            last.from.end -= last.at.end - end;
            last.at.end = end;
        }
    }

    /// Adds another text with all its parts, and `between` before it, unless one of the two is empty.
    pub fn joined(&mut self, between: &str, other: Joined) {
        if !self.text.is_empty() && !other.text.is_empty() {
            self.own(between);
        }
        let shift = self.text.len();
        self.text.push_str(&other.text);
        let shifted = |part: Part| Part { at: part.at.start + shift..part.at.end + shift, ..part };
        self.parts.extend(other.parts.into_iter().map(shifted));
    }
}

/// The canonical tree of one record and the origin of each of its nodes. Reused from record to record.
#[derive(Debug, Default)]
pub struct Canonical {
    /// The nodes.
    pub arena: Arena,
    /// One origin a node.
    pub origins: Vec<Origin>,
    /// What could not be taken over, so that it is told.
    pub unmapped: Vec<Unmapped>,
    /// Fields that this one record cannot hold, or of which nobody here can know, beside those that its format cannot.
    pub lacks: Vec<Symbol>,
    /// The canonical nodes by the source node that each comes from, once it was asked.
    by_source: OnceLock<Vec<(NodeId, NodeId)>>,
}

impl Canonical {
    /// The nodes that come from a source node or a part of it, in order; of a text put together of several none does.
    pub fn nodes_of(&self, source: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let all = self.by_source.get_or_init(|| {
            let nodes = (0..).map(NodeId::new).zip(&self.origins);
            let mut all: Vec<(NodeId, NodeId)> = nodes
                .filter_map(|(node, origin)| match origin {
                    Origin::Node(source) | Origin::Part(source, _) => Some((*source, node)),
                    Origin::Parts(_) | Origin::Elsewhere(_) | Origin::None => None,
                })
                .collect();
            all.sort_unstable();
            all
        });
        let first = all.partition_point(|(known, _)| *known < source);
        all[first..].iter().take_while(move |(known, _)| *known == source).map(|(_, node)| *node)
    }

    /// Whether a node stands in another record.
    pub fn is_elsewhere(&self, node: NodeId) -> bool {
        matches!(self.origins.get(node.index()), Some(Origin::Elsewhere(_)))
    }
}

/// Writes a [`Canonical`] from a source tree, in document order.
#[derive(Debug)]
pub struct Builder<'a> {
    source: Tree<'a>,
    canonical: &'a mut Canonical,
    hierarchy: Option<&'a Hierarchy>,
    /// How many containers are open.
    depth: u32,
}

impl<'a> Builder<'a> {
    /// Begins anew.
    pub fn new(source: Tree<'a>, canonical: &'a mut Canonical) -> Self {
        canonical.arena.clear();
        canonical.origins.clear();
        canonical.unmapped.clear();
        canonical.lacks.clear();
        canonical.by_source = OnceLock::new();
        Self { source, canonical, hierarchy: None, depth: 0 }
    }

    /// The same, with what other records say of those that stand above this one.
    #[must_use]
    pub fn among(self, hierarchy: Option<&'a Hierarchy>) -> Self {
        Self { hierarchy, ..self }
    }

    /// What other records say of those that stand above this one.
    pub fn hierarchy(&self) -> Option<&'a Hierarchy> {
        self.hierarchy
    }

    /// Says that this one record cannot hold these fields, so that they are not missing.
    pub fn lacks(&mut self, fields: &[Symbol]) {
        self.canonical.lacks.extend_from_slice(fields);
    }

    /// Says that this one record can hold a field all the same.
    pub fn holds(&mut self, field: Symbol) {
        self.canonical.lacks.retain(|lacked| *lacked != field);
    }

    /// The tree that is read.
    pub fn source(&self) -> Tree<'a> {
        self.source
    }

    /// Writes an object whose members `inside` writes.
    pub fn object(&mut self, origin: Origin, inside: impl FnOnce(&mut Self)) {
        self.container(Kind::Object, origin, inside);
    }

    /// Writes a list whose items `inside` writes.
    pub fn array(&mut self, origin: Origin, inside: impl FnOnce(&mut Self)) {
        self.container(Kind::Array, origin, inside);
    }

    /// Writes the name of the member whose value comes next.
    pub fn key(&mut self, name: Symbol, origin: Origin) {
        self.canonical.arena.decoded_key(Span::default(), name.name());
        self.canonical.origins.push(origin);
    }

    /// Writes a text that the source spells in another way, or as part of a text.
    pub fn text(&mut self, origin: Origin, text: &str) {
        self.canonical.arena.decoded(Span::default(), text);
        self.canonical.origins.push(origin);
    }

    /// Writes the whole text of `node`, of which is known what its reader saw in it.
    fn text_of(&mut self, node: NodeId, text: &str) {
        let look =
            if self.source.kind(node) == Kind::String { self.source.summary(node) } else { StringSummary::Unknown };
        self.canonical.arena.decoded_with_summary(Span::default(), text, look);
        self.canonical.origins.push(Origin::Node(node));
    }

    /// Writes a member that is true, as `node` says.
    pub fn truth(&mut self, name: Symbol, node: NodeId) {
        self.key_from(name, node);
        self.canonical.arena.scalar(Kind::True, Span::default());
        self.canonical.origins.push(Origin::Node(node));
    }

    /// Writes a member with the name `name` and a text.
    pub fn member(&mut self, name: Symbol, origin: Origin, text: &str) {
        self.key(name, origin.clone());
        self.text(origin, text);
    }

    /// Says that a value cannot be what stands in its place, and is left out.
    pub fn unmapped(&mut self, node: NodeId, expected: &'static str) {
        self.astray_for(Symbol::OTHER, node, expected);
    }

    /// Says that a value cannot be the field that it stands for, so that the field is not missing, but wrong.
    pub fn astray_for(&mut self, field: Symbol, node: NodeId, expected: &'static str) {
        // Below the record itself, names of fields mean something else: the title of a journal.
        let field = if self.depth == 1 { field } else { Symbol::OTHER };
        self.canonical.unmapped.push(Unmapped { node, expected, field });
    }

    /// Says that the record takes what it does not say itself from another one, so that nothing is missing.
    pub fn inherits(&mut self) {
        self.lacks(TOP_LEVEL);
    }

    /// Writes the name of a member that comes from the value `node`, and from the name of that value.
    pub fn key_from(&mut self, name: Symbol, node: NodeId) {
        self.key(name, Origin::Node(self.source.key_of(node).unwrap_or(node)));
    }

    /// Writes a member that is a text: a text of the source, or the spelling of a number.
    pub fn text_from(&mut self, name: Symbol, node: NodeId) {
        match self.source.text(node) {
            Some(text) => {
                self.key_from(name, node);
                self.text_of(node, text);
            }
            None => self.astray_for(name, node, "text"),
        }
    }

    /// Writes a member that may be a text or a whole number; any other number is taken as it is spelled.
    pub fn scalar_from(&mut self, name: Symbol, node: NodeId) {
        let is_whole = |text: &str| text.parse::<i64>().is_ok();
        match self.source.text(node) {
            Some(text) => {
                self.key_from(name, node);
                let is_number = self.source.kind(node) == Kind::Number;
                if is_number && is_whole(text) { self.copy(node) } else { self.text_of(node, text) }
            }
            None => self.astray_for(name, node, "text or a number"),
        }
    }

    /// Writes a member whose text is a part of the text of `node`.
    pub fn part_from(&mut self, name: Symbol, node: NodeId, range: Range<usize>) {
        let text = self.source.text(node).and_then(|text| text.get(range.clone())).unwrap_or_default();
        self.key_from(name, node);
        self.text(Origin::Part(node, range), text);
    }

    /// Says that the source protects the letters of the text that was written last.
    pub fn protect(&mut self) {
        self.canonical.arena.protect_last();
    }

    /// Writes a member whose text is put together of parts; nothing where there are none.
    pub fn joined(&mut self, name: Symbol, joined: Joined) {
        let Some(first) = joined.parts.first() else { return };
        self.key_from(name, first.node);
        self.text(Origin::Parts(joined.parts), &joined.text);
    }

    /// Writes a member that is a whole number, which the source has as a number or as digits in quotes.
    pub fn number_from(&mut self, name: Symbol, node: NodeId) {
        let source = self.source;
        let is_whole = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let Some(text) = source.text(node).filter(|text| is_whole(text)) else { return };
        let start = match source.kind(node) {
            Kind::Number => source.span(node).start,
            _ if source.is_verbatim(node) => source.text_start(node),
            _ => return,
        };
        self.key_from(name, node);
        self.canonical.arena.scalar(Kind::Number, Span::new(start, start + text.len() as u32));
        self.canonical.origins.push(Origin::Node(node));
    }

    /// Writes a member that holds, since `node` is there.
    pub fn flag(&mut self, name: Symbol, node: NodeId) {
        self.key_from(name, node);
        self.canonical.arena.scalar(Kind::True, Span::default());
        self.canonical.origins.push(Origin::Node(node));
    }

    /// Copies a value of the source as it is, with all that it holds.
    pub fn copy(&mut self, node: NodeId) {
        let source = self.source;
        match source.kind(node) {
            Kind::Object | Kind::Array => {
                let kind = source.kind(node);
                self.container(kind, Origin::Node(node), |builder| {
                    for child in source.children(node) {
                        if let Some(key) = child.key {
                            builder.copy_key(key);
                        }
                        builder.copy(child.value);
                    }
                });
            }
            Kind::String | Kind::Key => {
                self.text_of(node, source.string(node).unwrap_or_default());
            }
            scalar => {
                self.canonical.arena.scalar(scalar, source.span(node));
                self.canonical.origins.push(Origin::Node(node));
            }
        }
    }

    /// Copies the name of a member.
    pub fn copy_key(&mut self, key: NodeId) {
        self.canonical.arena.decoded_key(self.source.span(key), self.source.key_name(key));
        self.canonical.origins.push(Origin::Node(key));
    }

    fn container(&mut self, kind: Kind, origin: Origin, inside: impl FnOnce(&mut Self)) {
        let node = self.canonical.arena.open(kind, 0);
        // Whoever asks for a member gets the last of its name, as in the source. Members that may stand there many times
        // are no members of the canonical record.
        let source = self.source;
        let has_duplicates = |node: NodeId| source.is_object(node) && source.has_duplicates(node);
        if !source.allows_repeated_names() && matches!(&origin, Origin::Node(node) if has_duplicates(*node)) {
            self.canonical.arena.mark_duplicates(node);
        }
        self.canonical.origins.push(origin);
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.canonical.arena.close(node, 0);
    }
}
