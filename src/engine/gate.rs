//! Limits the number of segments in flight, which bounds the memory in use.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The number of segments in flight per worker: being read, checked, or waiting to be reported. A longer segment,
/// caused by a long record, counts as several, but at most as many as one worker may have.
const SEGMENTS_PER_WORKER: usize = 4;

/// Returns the number of segments that a segment of this length counts as.
pub(super) fn weight(length: u64, segment_size: usize) -> usize {
    let whole = length / (segment_size as u64).max(1);
    usize::try_from(whole).unwrap_or(SEGMENTS_PER_WORKER).clamp(1, SEGMENTS_PER_WORKER)
}

/// The number of segments that may still enter.
pub(super) struct Gate {
    /// The remaining capacity, and whether more segments are wanted.
    state: Mutex<(usize, bool)>,
    changed: Condvar,
}

impl Gate {
    /// Creates a gate with the capacity for this number of workers.
    pub(super) fn new(workers: usize) -> Self {
        Self { state: Mutex::new((workers * SEGMENTS_PER_WORKER, true)), changed: Condvar::new() }
    }

    /// Waits until a segment of this weight may enter. Returns false if no more segments are wanted.
    pub(super) fn enter(&self, weight: usize) -> bool {
        let state = self.lock();
        let waiting = self.changed.wait_while(state, |(capacity, is_open)| *capacity < weight && *is_open);
        let mut state = waiting.unwrap_or_else(PoisonError::into_inner);
        state.0 = state.0.saturating_sub(weight);
        state.1
    }

    /// Frees the capacity that a segment of this weight used.
    pub(super) fn leave(&self, weight: usize) {
        self.lock().0 += weight;
        self.changed.notify_one();
    }

    /// Notes that no more segments are wanted.
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
    fn a_long_segment_counts_as_several() {
        assert_eq!(weight(0, 1 << 20), 1);
        assert_eq!(weight(1 << 20, 1 << 20), 1);
        assert_eq!(weight(2 << 20, 1 << 20), 2);
        assert_eq!(weight(1 << 40, 1 << 20), SEGMENTS_PER_WORKER);
        assert_eq!(weight(10, 0), SEGMENTS_PER_WORKER);
        // A segment of the greatest weight can enter if nothing else is in flight.
        let gate = Gate::new(1);
        assert!(gate.enter(SEGMENTS_PER_WORKER));
        gate.leave(SEGMENTS_PER_WORKER);
        assert!(gate.enter(1));
    }
}
