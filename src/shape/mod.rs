//! Which node of a file is which field of a record: from a source tree to the canonical tree.
//!
//! The canonical tree is one form for all formats, the one that `schemas/record.schema.json` defines; each of its
//! nodes knows its [`Origin`] in the source tree, so that one set of rules serves every format and every finding
//! points into the file the person has open.

mod builder;
mod elements;
mod native;
mod yadda_page;

pub use builder::{Builder, Canonical, Origin};
pub use elements::{is_context_element, is_record_element};
pub use native::is_native;

use crate::syntax::Syntax;
use crate::tree::{Symbol, Tree};

/// A format of records: how it is told, how it is read, and what it can say at all.
#[derive(Debug)]
pub struct Shape {
    /// The name used on the command line: `native`, `yadda-page`.
    pub id: &'static str,
    /// The syntaxes it is written in.
    pub syntaxes: &'static [Syntax],
    /// Whether this tree is a record of the format.
    pub detect: fn(Tree<'_>) -> bool,
    /// Builds the canonical record; false where the source tree is itself canonical, and nothing was built.
    pub read: fn(&mut Builder<'_>) -> bool,
    /// Fields of the canonical record that the format cannot hold. What cannot be said is not missing.
    pub lacks: &'static [Symbol],
}

/// All shapes, the more particular first.
pub const SHAPES: &[&Shape] = &[&yadda_page::SHAPE, &native::SHAPE];

/// The shape of a record, where it has a known one.
pub fn detect(syntax: Syntax, tree: Tree<'_>) -> Option<&'static Shape> {
    if tree.is_empty() {
        return None;
    }
    SHAPES.iter().copied().find(|shape| shape.syntaxes.contains(&syntax) && (shape.detect)(tree))
}

/// The shape with this name.
pub fn named(name: &str) -> Option<&'static Shape> {
    SHAPES.iter().copied().find(|shape| shape.id == name)
}

impl Shape {
    /// Whether the format can hold this field of the canonical record.
    pub fn holds(&self, field: Symbol) -> bool {
        !self.lacks.contains(&field)
    }
}
