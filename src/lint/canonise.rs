//! The records of a source as the rules see them, for those who want to see them too.

use super::{Policy, View, origin};
use crate::shape::{self, Builder, Canonical, Hierarchy, Origin, Shape};
use crate::syntax::{JsonMode, Syntax};
use crate::text::{LineIndex, Source, Span};
use crate::tree::schema::value_of;
use crate::tree::{Arena, Kind, NodeId, Pointer, Tree};
use serde_json::Value;
use std::sync::Arc;

/// A record in the native form.
#[derive(Debug)]
pub struct Canonised<'a> {
    /// Its number in the file, from 1.
    pub number: u64,
    /// The format it was in; nothing where that is none that is known.
    pub shape: Option<&'static Shape>,
    syntax: Syntax,
    /// Nothing of a record that could not be read.
    view: Option<View<'a>>,
    index: &'a LineIndex<'a>,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilePlace {
    /// Where it begins, in bytes of the file.
    pub start: u64,
    /// Where it ends.
    pub end: u64,
    /// The line, from 1.
    pub line: u64,
    /// The column, from 1.
    pub column: u64,
}

/// Hands the records of a source on in the native form, one after the other.
pub fn canonise(
    source: Source<'_>,
    syntax: Syntax,
    json_mode: JsonMode,
    policy: &Policy,
    each: &mut dyn FnMut(&Canonised<'_>),
) {
    canonise_among(None, source, syntax, json_mode, policy, each);
}

/// The same of a source that is one of several, of whose records `hierarchy` says what stands above others.
pub fn canonise_among(
    hierarchy: Option<&Arc<Hierarchy>>,
    source: Source<'_>,
    syntax: Syntax,
    json_mode: JsonMode,
    policy: &Policy,
    each: &mut dyn FnMut(&Canonised<'_>),
) {
    let mut reader = shape::reader(source.chunk, syntax, json_mode);
    let index = LineIndex::new(source.chunk);
    let hierarchy = Hierarchy::known(hierarchy, syntax, source.chunk);
    let (mut arena, mut canonical, mut findings) = (Arena::default(), Canonical::default(), Vec::new());
    while let Some(at) = reader.next(&mut arena, &mut findings) {
        findings.clear();
        let number = at.index + 1;
        let Some(tree) = Tree::new(source.chunk, &arena) else {
            each(&Canonised { number, shape: None, syntax, view: None, index: &index });
            continue;
        };
        let shape = policy.shape.or_else(|| shape::detect(syntax, tree));
        let builder = &mut Builder::new(tree, &mut canonical).among(hierarchy.as_deref());
        let is_built = shape.is_some_and(|shape| (shape.read)(builder));
        let view = View::of(tree, &canonical, shape, is_built);
        each(&Canonised { number, shape, syntax, view: Some(view), index: &index });
    }
}

impl<'a> Canonised<'a> {
    /// The record; nothing where it could not be read, or is in no format that is known.
    pub fn value(&self) -> Option<Value> {
        let tree = self.tree()?;
        Some(value_of(tree, tree.root()))
    }

    /// The tree that the rules see, under the same conditions.
    pub fn tree(&self) -> Option<Tree<'a>> {
        self.view.filter(|_| self.shape.is_some()).map(|view| view.canonical)
    }

    /// Whether it parses; one that does not has no value.
    pub fn is_readable(&self) -> bool {
        self.view.is_some()
    }

    /// The places of each value, by its pointer, in the order of the record.
    pub fn spans(&self) -> Vec<(String, Vec<FilePlace>)> {
        let Some(view) = self.view else { return Vec::new() };
        let tree = view.canonical;
        let nodes = (0..tree.node_count() as u32).map(NodeId::new).filter(|node| tree.kind(*node) != Kind::Key);
        nodes.map(|node| (Pointer::of(tree, node).into_text(), self.places(view, node))).collect()
    }

    fn places(&self, view: View<'_>, node: NodeId) -> Vec<FilePlace> {
        let source = view.source;
        let spans = match origin::of(view, node) {
            Origin::Parts(parts) => {
                parts.iter().map(|part| origin::located(self.syntax, source, part.node, part.from.clone())).collect()
            }
            other => vec![origin::whole(self.syntax, source, &other)],
        };
        spans.into_iter().map(|span| self.place(span)).collect()
    }

    fn place(&self, span: Span) -> FilePlace {
        let (start, end) = (self.index.position(span.start), self.index.position(span.end));
        FilePlace { start: start.offset, end: end.offset, line: start.line, column: start.column }
    }
}
