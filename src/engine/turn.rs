//! Whose turn it is to be reported, for workers that cannot keep all they found until then.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The number of the load that is being reported.
pub(super) struct Turn {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    /// The load whose turn it is.
    next: u64,
    /// How many batches of loads were reported.
    batches: u64,
    /// Whether anything is wanted at all.
    is_open: bool,
}

impl Turn {
    /// The turn of the first load.
    pub(super) fn new() -> Self {
        Self { state: Mutex::new(State { next: 0, batches: 0, is_open: true }), changed: Condvar::new() }
    }

    /// Hands on a batch of the load `number` by `send`: waits until it is its turn, and then until the batch was
    /// reported, so that no worker has more than one batch under way. False if no more is wanted.
    pub(super) fn hand_on(&self, number: u64, send: impl FnOnce() -> bool) -> bool {
        let batches = {
            let state = self.wait_while(|state| state.next < number);
            if !state.is_open {
                return false;
            }
            state.batches
        };
        send() && self.wait_while(|state| state.batches == batches).is_open
    }

    /// A batch was reported.
    pub(super) fn batch_reported(&self) {
        self.change(|state| state.batches += 1);
    }

    /// It is the turn of the load `next`.
    pub(super) fn advance_to(&self, next: u64) {
        self.change(|state| state.next = next);
    }

    /// Nothing more is wanted.
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
    fn a_batch_waits_for_its_turn_and_until_it_was_reported() {
        let turn = Turn::new();
        let (send, receive) = channel();
        std::thread::scope(|scope| {
            for number in [1, 0] {
                let (turn, send) = (&turn, send.clone());
                scope.spawn(move || {
                    for batch in 0..2 {
                        assert!(turn.hand_on(number, || send.send((number, batch)).is_ok()));
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
        assert!(!turn.hand_on(5, || true));
    }
}
