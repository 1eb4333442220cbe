//! Conversion of the records of a source to the native form in which the rules see them.

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
    /// The number of the record in the file, from 1.
    pub number: u64,
    /// Its original format. `None` if the format is unknown.
    pub shape: Option<&'static Shape>,
    syntax: Syntax,
    /// `None` if the record could not be read.
    view: Option<View<'a>>,
    index: &'a LineIndex<'a>,
}

/// A span of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilePlace {
    /// The start, in bytes of the file.
    pub start: u64,
    /// The end.
    pub end: u64,
    /// The line of the start, from 1.
    pub line: u64,
    /// The column of the start, from 1.
    pub column: u64,
}

/// Converts the records of a source to the native form and passes each to `each`.
pub fn canonise(
    source: Source<'_>,
    syntax: Syntax,
    json_mode: JsonMode,
    policy: &Policy,
    each: &mut dyn FnMut(&Canonised<'_>),
) {
    canonise_with_hierarchy(None, source, syntax, json_mode, policy, each);
}

/// Does the same as [`canonise`] for one of several sources, with the hierarchy of the records of all of them.
pub fn canonise_with_hierarchy(
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
    /// Returns the record. `None` if it could not be read or if its format is unknown.
    pub fn value(&self) -> Option<Value> {
        let tree = self.tree()?;
        Some(value_of(tree, tree.root()))
    }

    /// Returns the tree that the rules see, under the same conditions.
    pub fn tree(&self) -> Option<Tree<'a>> {
        self.view.filter(|_| self.shape.is_some()).map(|view| view.canonical)
    }

    /// Whether the record could be read.
    pub fn is_readable(&self) -> bool {
        self.view.is_some()
    }

    /// Returns the source spans of each value with its pointer, in record order.
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
