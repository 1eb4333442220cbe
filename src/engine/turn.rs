//! Tracks which task is being reported. Workers with too many findings to keep wait for their turn.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The number of the task that is being reported.
pub(super) struct Turn {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    /// The task whose turn it is.
    next: u64,
    /// The number of batches that were reported.
    batches: u64,
    /// Whether more results are wanted.
    is_open: bool,
}

impl Turn {
    /// Starts with the turn of the first task.
    pub(super) fn new() -> Self {
        Self { state: Mutex::new(State { next: 0, batches: 0, is_open: true }), changed: Condvar::new() }
    }

    /// Sends a batch of the task `number` with `send`. Waits until it is the turn of the task, and then until the batch
    /// was reported, so that each worker has at most one batch in flight. Returns false if no more results are wanted.
    pub(super) fn send(&self, number: u64, send: impl FnOnce() -> bool) -> bool {
        let batches = {
            let state = self.wait_while(|state| state.next < number);
            if !state.is_open {
                return false;
            }
            state.batches
        };
        send() && self.wait_while(|state| state.batches == batches).is_open
    }

    /// Notes that a batch was reported.
    pub(super) fn batch_reported(&self) {
        self.change(|state| state.batches += 1);
    }

    /// Gives the turn to the task `next`.
    pub(super) fn advance_to(&self, next: u64) {
        self.change(|state| state.next = next);
    }

    /// Notes that no more results are wanted.
    pub(super) fn close(&self) {
        self.change(|state| state.is_open = false);
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }

    fn wait_while(&self, is_early: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        let waited = self.changed.wait_while(self.lock(), |state| state.is_open && is_early(state));
        waited.unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn a_batch_waits_for_its_turn_and_for_its_report() {
        let turn = Turn::new();
        let (send, receive) = channel();
        std::thread::scope(|scope| {
            for number in [1, 0] {
                let (turn, send) = (&turn, send.clone());
                scope.spawn(move || {
                    for batch in 0..2 {
                        assert!(turn.send(number, || send.send((number, batch)).is_ok()));
                    }
                });
            }
            for expected in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                assert_eq!(receive.recv(), Ok(expected));
                if expected == (0, 1) {
                    turn.advance_to(1);
                }
                turn.batch_reported();
            }
        });
        turn.close();
        assert!(!turn.send(5, || true));
    }
}
