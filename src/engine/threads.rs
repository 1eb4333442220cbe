//! Threads, as far as the system gives any.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{Builder, JoinHandle};

/// Starts the threads of a run. A system may refuse to start one, as under a limit on processes: a run then goes on with
/// those that it has.
#[derive(Clone, Debug, Default)]
pub struct Threads {
    /// How many more are started; nothing where only the system sets a limit.
    left: Option<Arc<AtomicUsize>>,
}

impl Threads {
    /// Refuses to start more than this many threads, as a system at its limit does. For tests.
    #[doc(hidden)]
    pub fn at_most(count: usize) -> Self {
        Self { left: Some(Arc::new(AtomicUsize::new(count))) }
    }

    /// Starts a thread, or says why there is none.
    pub(super) fn spawn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> io::Result<JoinHandle<T>> {
        if let Some(left) = &self.left {
            let one_less = |left: usize| left.checked_sub(1);
            let taken = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less);
            taken.map_err(|_| io::Error::from(io::ErrorKind::WouldBlock))?;
        }
        Builder::new().spawn(work)
    }
}
