//! The mapping from a string to its source text, piece by piece, for strings that are not verbatim.

use super::NodeId;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// A piece of a string and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelled {
    /// Its end in the string. It begins at the end of the previous piece.
    pub end: usize,
    /// Its bytes in the file.
    pub raw: Range<usize>,
    /// Whether the source equals the text of the piece.
    pub is_literal: bool,
    /// Whether it is in a `<![CDATA[` section of XML, where nothing is escaped.
    pub is_cdata: bool,
}

/// A string and its pieces, if its source could be read again.
type Entry = (NodeId, Option<Arc<[Spelled]>>);

/// Caches the pieces of the most recent string. A string with many findings would otherwise be read again for each.
#[derive(Debug, Default)]
pub(super) struct LastSpelled(Mutex<Option<Entry>>);

impl LastSpelled {
    pub(super) fn clear(&mut self) {
        *self.0.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub(super) fn of(&self, node: NodeId, read: impl FnOnce() -> Option<Vec<Spelled>>) -> Option<Arc<[Spelled]>> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, pieces)) = &*last
            && *known == node
        {
            return pieces.clone();
        }
        let pieces: Option<Arc<[Spelled]>> = read().map(Arc::from);
        *last = Some((node, pieces.clone()));
        pieces
    }
}
