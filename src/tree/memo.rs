//! What a syntax remembers of a record that it has read, for the findings that are placed and repaired in it later.

use super::NodeId;
use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

type Remembered = Arc<dyn Any + Send + Sync>;

/// What is kept until the next record is read.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// What the reader knew where the record begins.
    context: Option<Remembered>,
    /// What was last found out about a node: a list with ten thousand findings is not gone through for each of them.
    last: Mutex<Option<(NodeId, Remembered)>>,
}

impl Memo {
    pub(super) fn clear(&mut self) {
        self.context = None;
        *self.last.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub(super) fn set_context(&mut self, context: Remembered) {
        self.context = Some(context);
    }

    pub(super) fn context<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        Arc::clone(self.context.as_ref()?).downcast().ok()
    }

    /// What `find` says of a node, which is asked once as long as no other node comes between.
    pub(super) fn of<T: Send + Sync + 'static>(&self, node: NodeId, find: impl FnOnce() -> T) -> Arc<T> {
        let known = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((of, known)) = known
            && of == node
            && let Ok(known) = known.downcast()
        {
            return known;
        }
        let found = Arc::new(find());
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some((node, Arc::clone(&found) as Remembered));
        found
    }
}
