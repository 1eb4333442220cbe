//! Builds the canonical tree and records the source of each node.

use super::Hierarchy;
use super::native::TOP_LEVEL;
use crate::text::{Span, StringSummary};
use crate::tree::{Arena, Kind, NodeId, Symbol, Tree};
use std::ops::Range;
use std::sync::OnceLock;

/// The source of a canonical node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// This node; for a key, this key or this value.
    Node(NodeId),
    /// A byte range of this node's decoded text.
    Part(NodeId, Range<usize>),
    /// Text combined from several parts, in this order: first and last page, the parts of a date, the words between
    /// tags. Text between two parts is added by the format's reader.
    Parts(Vec<Part>),
    /// A value in another record, of this file or of another one, to which this node refers. Errors in it are reported
    /// there.
    Elsewhere(NodeId),
    /// Not in the source; its ancestors are used instead.
    None,
}

/// A part of a canonical text, and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The byte range in the canonical text.
    pub at: Range<usize>,
    /// The node of the source tree.
    pub node: NodeId,
    /// The byte range in that node's decoded text.
    pub from: Range<usize>,
}

impl Part {
    /// Returns the byte range of the source node's text that corresponds to `range` of the canonical text; the whole
    /// part if it is spelled differently there, and `None` if the ranges do not overlap.
    pub fn meant(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let (start, end) = (range.start.max(self.at.start), range.end.min(self.at.end));
        // An empty range is a position between two characters.
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

/// A value of the source that cannot be mapped to its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmapped {
    /// The value.
    pub node: NodeId,
    /// What is expected: "text", "a list".
    pub expected: &'static str,
    /// The top-level field that is absent because of this; [`Symbol::OTHER`] if there is none.
    pub field: Symbol,
}

/// A text that is combined from parts.
#[derive(Debug, Default)]
pub struct Joined {
    /// The text so far.
    pub text: String,
    /// Its parts.
    pub parts: Vec<Part>,
}

impl Joined {
    /// Appends text that does not come from the source.
    pub fn own(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Appends `text`, which comes from the range `from` of the text of `node`, even if it is spelled differently
    /// there.
    pub fn part(&mut self, node: NodeId, from: Range<usize>, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.parts.push(Part { at: start..self.text.len(), node, from });
    }

    /// Removes XML whitespace at the end.
    pub fn trim_end(&mut self) {
        let end = self.text.trim_end_matches([' ', '\t', '\n', '\r']).len();
        self.text.truncate(end);
        while self.parts.pop_if(|part| part.at.start >= end).is_some() {}
        if let Some(last) = self.parts.last_mut().filter(|last| last.at.end > end) {
            last.from.end -= last.at.end - end;
            last.at.end = end;
        }
    }

    /// Appends another text with all its parts, preceded by `between` unless one of the two is empty.
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

/// The canonical tree of one record and the source of each of its nodes. It is reused for all records.
#[derive(Debug, Default)]
pub struct Canonical {
    /// The nodes.
    pub arena: Arena,
    /// The origin of each node.
    pub origins: Vec<Origin>,
    /// Values that could not be mapped, to be reported.
    pub unmapped: Vec<Unmapped>,
    /// Fields that this record cannot contain or whose absence cannot be determined, in addition to those of its
    /// format.
    pub lacks: Vec<Symbol>,
    /// The canonical nodes by source node, computed on first use.
    by_source: OnceLock<Vec<(NodeId, NodeId)>>,
}

impl Canonical {
    /// Returns the nodes that come from a source node or a part of it, in order. Texts combined from several nodes are
    /// not included.
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

    /// Whether a node comes from another record.
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
    /// The number of open containers.
    depth: u32,
}

impl<'a> Builder<'a> {
    /// Creates a builder and clears `canonical`.
    pub fn new(source: Tree<'a>, canonical: &'a mut Canonical) -> Self {
        canonical.arena.clear();
        canonical.origins.clear();
        canonical.unmapped.clear();
        canonical.lacks.clear();
        canonical.by_source = OnceLock::new();
        Self { source, canonical, hierarchy: None, depth: 0 }
    }

    /// Adds what other records declare about this record's ancestors.
    #[must_use]
    pub fn among(self, hierarchy: Option<&'a Hierarchy>) -> Self {
        Self { hierarchy, ..self }
    }

    /// Returns what other records declare about this record's ancestors.
    pub fn hierarchy(&self) -> Option<&'a Hierarchy> {
        self.hierarchy
    }

    /// Declares that this record cannot contain these fields, so that they are not reported as missing.
    pub fn lacks(&mut self, fields: &[Symbol]) {
        self.canonical.lacks.extend_from_slice(fields);
    }

    /// Declares that this record can contain a field nevertheless.
    pub fn holds(&mut self, field: Symbol) {
        self.canonical.lacks.retain(|lacked| *lacked != field);
    }

    /// Returns the source tree.
    pub fn source(&self) -> Tree<'a> {
        self.source
    }

    /// Writes an object. `inside` writes its members.
    pub fn object(&mut self, origin: Origin, inside: impl FnOnce(&mut Self)) {
        self.container(Kind::Object, origin, inside);
    }

    /// Writes a list. `inside` writes its items.
    pub fn array(&mut self, origin: Origin, inside: impl FnOnce(&mut Self)) {
        self.container(Kind::Array, origin, inside);
    }

    /// Writes the name of the next member.
    pub fn key(&mut self, name: Symbol, origin: Origin) {
        self.canonical.arena.decoded_key(Span::default(), name.name());
        self.canonical.origins.push(origin);
    }

    /// Writes a text that is spelled differently in the source or is part of a text.
    pub fn text(&mut self, origin: Origin, text: &str) {
        self.canonical.arena.decoded(Span::default(), text);
        self.canonical.origins.push(origin);
    }

    /// Writes the whole text of `node`, with the summary from its parser.
    fn text_of(&mut self, node: NodeId, text: &str) {
        let summary =
            if self.source.kind(node) == Kind::String { self.source.summary(node) } else { StringSummary::Unknown };
        self.canonical.arena.decoded_with_summary(Span::default(), text, summary);
        self.canonical.origins.push(Origin::Node(node));
    }

    /// Writes a member with the value true, which comes from `node`.
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

    /// Reports that a value cannot be mapped to its field and is dropped.
    pub fn unmapped(&mut self, node: NodeId, expected: &'static str) {
        self.unmapped_for(Symbol::OTHER, node, expected);
    }

    /// Reports that a value cannot be mapped to `field`, so that the field is invalid rather than missing.
    pub fn unmapped_for(&mut self, field: Symbol, node: NodeId, expected: &'static str) {
        // Below the record itself, field names have another meaning: the title of a journal.
        let field = if self.depth == 1 { field } else { Symbol::OTHER };
        self.canonical.unmapped.push(Unmapped { node, expected, field });
    }

    /// Declares that the record inherits fields from another one, so that nothing is reported as missing.
    pub fn inherits(&mut self) {
        self.lacks(TOP_LEVEL);
    }

    /// Writes the name of a member whose source is the value `node` and its key.
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
            None => self.unmapped_for(name, node, "text"),
        }
    }

    /// Writes a member that may be a text or an integer. Any other number is written as it is spelled.
    pub fn scalar_from(&mut self, name: Symbol, node: NodeId) {
        let is_whole = |text: &str| text.parse::<i64>().is_ok();
        match self.source.text(node) {
            Some(text) => {
                self.key_from(name, node);
                let is_number = self.source.kind(node) == Kind::Number;
                if is_number && is_whole(text) { self.copy(node) } else { self.text_of(node, text) }
            }
            None => self.unmapped_for(name, node, "text or a number"),
        }
    }

    /// Writes a member whose text is part of the text of `node`.
    pub fn part_from(&mut self, name: Symbol, node: NodeId, range: Range<usize>) {
        let text = self.source.text(node).and_then(|text| text.get(range.clone())).unwrap_or_default();
        self.key_from(name, node);
        self.text(Origin::Part(node, range), text);
    }

    /// Declares that the source protects the case of the last text.
    pub fn protect(&mut self) {
        self.canonical.arena.protect_last();
    }

    /// Writes a member whose text is combined from parts. Writes nothing if there are no parts.
    pub fn joined(&mut self, name: Symbol, joined: Joined) {
        let Some(first) = joined.parts.first() else { return };
        self.key_from(name, first.node);
        self.text(Origin::Parts(joined.parts), &joined.text);
    }

    /// Writes a member that is an integer. In the source it is a number or a string of digits.
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

    /// Writes a member with the value true because `node` exists.
    pub fn flag(&mut self, name: Symbol, node: NodeId) {
        self.key_from(name, node);
        self.canonical.arena.scalar(Kind::True, Span::default());
        self.canonical.origins.push(Origin::Node(node));
    }

    /// Copies a value of the source with all its descendants.
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

    /// Copies the key of a member.
    pub fn copy_key(&mut self, key: NodeId) {
        self.canonical.arena.decoded_key(self.source.span(key), self.source.key_name(key));
        self.canonical.origins.push(Origin::Node(key));
    }

    fn container(&mut self, kind: Kind, origin: Origin, inside: impl FnOnce(&mut Self)) {
        let node = self.canonical.arena.open(kind, 0);
        // A lookup returns the last member with a name, as in the source. Repeated members are not part of the
        // canonical record.
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
