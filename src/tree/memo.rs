//! Data that a syntax keeps about a record, for locating and fixing its findings later.

use super::NodeId;
use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

type Shared = Arc<dyn Any + Send + Sync>;

/// Data that is kept until the next record is read.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// The reader's context at the start of the record.
    context: Option<Shared>,
    /// The most recent result, with its node. A list with ten thousand findings is then not scanned for each of them.
    last: Mutex<Option<(NodeId, Shared)>>,
}

impl Memo {
    pub(super) fn clear(&mut self) {
        self.context = None;
        *self.last.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub(super) fn set_context(&mut self, context: Shared) {
        self.context = Some(context);
    }

    pub(super) fn context<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        Arc::clone(self.context.as_ref()?).downcast().ok()
    }

    /// Returns the result of `find` for a node. Called again only after a call for another node.
    pub(super) fn of<T: Send + Sync + 'static>(&self, node: NodeId, find: impl FnOnce() -> T) -> Arc<T> {
        let known = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((of, known)) = known
            && of == node
            && let Ok(known) = known.downcast()
        {
            return known;
        }
        let found = Arc::new(find());
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some((node, Arc::clone(&found) as Shared));
        found
    }
}
