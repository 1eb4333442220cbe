//! The source tree of a record and the canonical tree that the rules see.

use crate::shape::{Canonical, Shape};
use crate::tree::Tree;

/// The two trees of a record, which are the same if no canonical tree was built.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub(super) source: Tree<'a>,
    pub(super) canonical: Tree<'a>,
    pub(super) built: Option<&'a Canonical>,
    /// The format of the record, if it is known.
    pub(super) shape: Option<&'static Shape>,
}

impl<'a> View<'a> {
    pub(super) fn plain(tree: Tree<'a>) -> Self {
        Self { source: tree, canonical: tree, built: None, shape: None }
    }

    pub(super) fn built(tree: Tree<'a>, canonical: &'a Canonical, shape: Option<&'static Shape>) -> Self {
        match Tree::new(tree.chunk(), &canonical.arena) {
            Some(built) => Self { source: tree, canonical: built, built: Some(canonical), shape },
            None => Self::plain(tree),
        }
    }

    /// Creates the view of a record, with its canonical tree if it was built.
    pub(super) fn of(tree: Tree<'a>, canonical: &'a Canonical, shape: Option<&'static Shape>, is_built: bool) -> Self {
        if is_built { Self::built(tree, canonical, shape) } else { Self::plain(tree) }
    }

    /// Whether the names in the source tree are the same as in the canonical one.
    pub(super) fn is_native(&self) -> bool {
        is_native(self.shape)
    }
}

/// Whether a record is in the native format.
pub(super) fn is_native(shape: Option<&Shape>) -> bool {
    shape.is_some_and(Shape::is_native)
}
