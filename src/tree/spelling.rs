//! How the file spells a text, piece by piece, where that is another way than the text itself.

use super::NodeId;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// A piece of a text and what spells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelled {
    /// Where it ends in the text; it begins where the one before it ends.
    pub end: usize,
    /// The bytes of the file.
    pub raw: Range<usize>,
    /// Whether they spell it byte by byte.
    pub is_literal: bool,
    /// Whether they stand where nothing is escaped, in a `<![CDATA[` of XML.
    pub is_cdata: bool,
}

/// A text that was read again, and its pieces where they are its.
type Read = (NodeId, Option<Arc<[Spelled]>>);

/// The spelling of the text that was asked for last: a text in which much is found would be read as often.
#[derive(Debug, Default)]
pub(super) struct LastSpelled(Mutex<Option<Read>>);

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
