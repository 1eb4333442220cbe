//! The steps of writing that a system may refuse: a disk is full, a network is gone, a device fails.
//!
//! Each is named where it is taken, so that a test can refuse any one of them and see what becomes of the file.

use std::io;

/// What is asked of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The file that is fixed is opened.
    Open,
    /// The new file is made.
    Create,
    /// Of the old file, what stays is read.
    Read,
    /// Bytes are written to the new file.
    Write,
    /// The new file gets the mode of the old one.
    Mode,
    /// The new file goes to the disk.
    Flush,
    /// The new file is read again.
    ReadAgain,
    /// The old file is read once more, to see that it is still the same.
    Compare,
    /// The two files change places.
    Exchange,
    /// The one takes the place of the other, where they cannot change places.
    Rename,
}

/// Says that a step is about to be taken; an error where a test refuses it.
#[cfg(not(test))]
#[inline]
#[allow(clippy::unnecessary_wraps)] // In tests it may fail.
pub(super) fn taken(_: Step) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(super) use refused::{Refusal, refuse, steps, taken};

#[cfg(test)]
mod refused {
    use super::{Step, io};
    use std::cell::RefCell;

    /// Which steps are refused, and how.
    #[derive(Clone, Copy, Debug)]
    pub(in super::super) struct Refusal {
        /// The first of them, counted from 0.
        pub(in super::super) from: usize,
        /// Whether all behind it are refused too.
        pub(in super::super) all: bool,
        /// The number of the system's error.
        pub(in super::super) error: i32,
    }

    thread_local! {
        static TAKEN: RefCell<(Option<Refusal>, Vec<Step>)> = const { RefCell::new((None, Vec::new())) };
    }

    /// Begins to count steps anew, and refuses some.
    pub(in super::super) fn refuse(refusal: Option<Refusal>) {
        TAKEN.with_borrow_mut(|taken| *taken = (refusal, Vec::new()));
    }

    /// The steps that were asked for since then.
    pub(in super::super) fn steps() -> Vec<Step> {
        TAKEN.with_borrow(|taken| taken.1.clone())
    }

    pub(in super::super) fn taken(step: Step) -> io::Result<()> {
        TAKEN.with_borrow_mut(|(refusal, steps)| {
            let number = steps.len();
            steps.push(step);
            let is_refused = |refusal: &Refusal| number == refusal.from || refusal.all && number > refusal.from;
            let refused = refusal.filter(is_refused);
            refused.map_or(Ok(()), |refusal| Err(io::Error::from_raw_os_error(refusal.error)))
        })
    }
}
