//! How a shape writes the canonical tree, and remembers where each node came from.

use crate::text::Span;
use crate::tree::{Arena, Kind, NodeId, Symbol, Tree};
use std::ops::Range;

/// Where a canonical node comes from in the source tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is this node; of a key, this key or this value.
    Node(NodeId),
    /// It is a range of bytes of this node's decoded text.
    Part(NodeId, Range<usize>),
    /// The source says nothing of it; its ancestors tell.
    None,
}

/// The canonical tree of one record and the origin of each of its nodes. Reused from record to record.
#[derive(Debug, Default)]
pub struct Canonical {
    /// The nodes.
    pub arena: Arena,
    /// One origin a node.
    pub origins: Vec<Origin>,
}

/// Writes a [`Canonical`] from a source tree, in document order.
#[derive(Debug)]
pub struct Builder<'a> {
    source: Tree<'a>,
    canonical: &'a mut Canonical,
}

impl<'a> Builder<'a> {
    /// Begins anew.
    pub fn new(source: Tree<'a>, canonical: &'a mut Canonical) -> Self {
        canonical.arena.clear();
        canonical.origins.clear();
        Self { source, canonical }
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

    /// Writes a member with the name `name` and a text.
    pub fn member(&mut self, name: Symbol, origin: Origin, text: &str) {
        self.key(name, origin.clone());
        self.text(origin, text);
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
                self.text(Origin::Node(node), source.string(node).unwrap_or_default());
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
        // Whoever asks for a member gets the last of its name, as in the source.
        if matches!(&origin, Origin::Node(source) if self.source.is_object(*source) && self.source.has_duplicates(*source))
        {
            self.canonical.arena.mark_duplicates(node);
        }
        self.canonical.origins.push(origin);
        inside(self);
        self.canonical.arena.close(node, 0);
    }
}
