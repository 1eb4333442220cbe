//! How many segments of files may be under way at one time, which bounds what is in memory.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// So many segments for each worker may be under way: being read, checked, or waiting for their turn to be told. A longer
/// segment, which a long record makes, counts for several, and at most for as many as a worker has.
const SEGMENTS_PER_WORKER: usize = 4;

/// For how many a segment of so many bytes counts.
pub(super) fn weight(length: u64, usual: usize) -> usize {
    let whole = length / (usual as u64).max(1);
    usize::try_from(whole).unwrap_or(SEGMENTS_PER_WORKER).clamp(1, SEGMENTS_PER_WORKER)
}

/// How many segments may still be taken up.
pub(super) struct Gate {
    /// The room that is left, and whether anything is wanted at all.
    state: Mutex<(usize, bool)>,
    changed: Condvar,
}

impl Gate {
    /// With room for what so many workers may have.
    pub(super) fn new(workers: usize) -> Self {
        Self { state: Mutex::new((workers * SEGMENTS_PER_WORKER, true)), changed: Condvar::new() }
    }

    /// Waits for room for a segment of this weight, and takes it. False if nothing more is wanted.
    pub(super) fn enter(&self, weight: usize) -> bool {
        let state = self.lock();
        let waiting = self.changed.wait_while(state, |(room, is_open)| *room < weight && *is_open);
        let mut state = waiting.unwrap_or_else(PoisonError::into_inner);
        state.0 = state.0.saturating_sub(weight);
        state.1
    }

    /// Gives the room of a segment of this weight back.
    pub(super) fn leave(&self, weight: usize) {
        self.lock().0 += weight;
        self.changed.notify_one();
    }

    /// Nothing more is wanted.
    pub(super) fn close(&self) {
        self.lock().1 = false;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, (usize, bool)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_segments_count_for_several() {
        assert_eq!(weight(0, 1 << 20), 1);
        assert_eq!(weight(1 << 20, 1 << 20), 1);
        assert_eq!(weight(2 << 20, 1 << 20), 2);
        assert_eq!(weight(1 << 40, 1 << 20), SEGMENTS_PER_WORKER);
        assert_eq!(weight(10, 0), SEGMENTS_PER_WORKER);
        // A segment of the greatest weight finds room as long as nothing else is under way.
        let gate = Gate::new(1);
        assert!(gate.enter(SEGMENTS_PER_WORKER));
        gate.leave(SEGMENTS_PER_WORKER);
        assert!(gate.enter(1));
    }
}
