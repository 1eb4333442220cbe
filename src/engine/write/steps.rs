//! The steps of writing that may fail: a disk is full, a network is gone, a device fails.
//!
//! Each step is announced before it is taken, so that a test can make any of them fail and examine the file.

use std::io;

/// A request to the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Open the file that is fixed.
    Open,
    /// Create the new file.
    Create,
    /// Read unchanged bytes of the old file.
    Read,
    /// Write bytes to the new file.
    Write,
    /// Set the mode of the new file to that of the old one.
    Mode,
    /// Flush the new file to the disk.
    Flush,
    /// Read the new file again.
    ReadAgain,
    /// Read the old file again, to verify that it is unchanged.
    Compare,
    /// Exchange the two files.
    Exchange,
    /// Replace the old file, if the two cannot be exchanged.
    Rename,
}

/// Announces a step. Returns an error if a test makes the step fail.
#[cfg(not(test))]
#[inline]
#[allow(clippy::unnecessary_wraps)] // It may fail in tests.
pub(super) fn begin_step(_: Step) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(super) use failing::{Failure, begin_step, fail_steps, steps};

#[cfg(test)]
mod failing {
    use super::{Step, io};
    use std::cell::RefCell;

    /// Which steps fail, and how.
    #[derive(Clone, Copy, Debug)]
    pub(in super::super) struct Failure {
        /// The first failing step, counted from 0.
        pub(in super::super) from: usize,
        /// Whether all later steps fail as well.
        pub(in super::super) all: bool,
        /// The error number of the system.
        pub(in super::super) error: i32,
    }

    thread_local! {
        static STATE: RefCell<(Option<Failure>, Vec<Step>)> = const { RefCell::new((None, Vec::new())) };
    }

    /// Restarts the count of steps, and sets which of them fail.
    pub(in super::super) fn fail_steps(failure: Option<Failure>) {
        STATE.with_borrow_mut(|state| *state = (failure, Vec::new()));
    }

    /// Returns the steps that were announced since then.
    pub(in super::super) fn steps() -> Vec<Step> {
        STATE.with_borrow(|state| state.1.clone())
    }

    pub(in super::super) fn begin_step(step: Step) -> io::Result<()> {
        STATE.with_borrow_mut(|(failure, steps)| {
            let number = steps.len();
            steps.push(step);
            let fails = |failure: &Failure| number == failure.from || failure.all && number > failure.from;
            let failing = failure.filter(fails);
            failing.map_or(Ok(()), |failure| Err(io::Error::from_raw_os_error(failure.error)))
        })
    }
}
