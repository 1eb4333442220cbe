//! How much work the validation of one value may take.
//!
//! A schema of a kilobyte can ask for more than any machine can do: unions inside unions double with each level, and so do
//! references that are followed from several branches into the value. The crate has no limit of its own, but it can do
//! nothing without looking at nodes. So every look is counted, and the validation unwinds when it took too many of them, or
//! too much of the stack.

use std::cell::Cell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Steps that any validation may take.
const MOST_STEPS: u64 = 10_000_000;

/// Further steps for every value of the record. A large schema of articles takes about a hundred.
const STEPS_PER_VALUE: u64 = 1_000;

/// Further steps for every byte of the record.
const STEPS_PER_BYTE: u64 = 4;

/// Bytes of the stack that a validation may take. A thread has two megabytes.
const MOST_STACK: usize = 1 << 20;

/// What an error costs: the crate keeps some hundred bytes of each until all are known.
pub(super) const STEPS_PER_ERROR: u64 = 100;

/// What a text costs on which a pattern came to no end.
pub(super) const STEPS_PER_DOUBT: u64 = 500_000;

/// How often one step is counted for a text that is read to its end.
pub(super) const BYTES_PER_STEP: usize = 32;

/// How many members of an object are passed over in a step, in search of one of them.
pub(super) const MEMBERS_PER_STEP: u64 = 8;

/// A validation took too many steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exhausted;

impl fmt::Display for Exhausted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the schema takes too many steps on this value")
    }
}

impl std::error::Error for Exhausted {}

/// The steps that a validation may still take.
#[derive(Debug)]
pub struct Steps {
    left: Cell<u64>,
    /// Where the stack was when the validation began.
    stack: usize,
}

impl Steps {
    /// For a value with this many values in it, which the file spells in this many bytes.
    pub fn new(values: usize, bytes: usize) -> Self {
        let more = STEPS_PER_VALUE.saturating_mul(values as u64).saturating_add(STEPS_PER_BYTE * bytes as u64);
        Self::limited(MOST_STEPS.saturating_add(more))
    }

    /// This many.
    pub(super) fn limited(steps: u64) -> Self {
        Self { left: Cell::new(steps), stack: stack() }
    }

    /// Does what counts its steps here, as far as they suffice.
    pub fn run<T>(&self, work: impl FnOnce() -> T) -> Result<T, Exhausted> {
        // Nothing that is left half done is looked at again: a validation has no state but its own.
        catch_unwind(AssertUnwindSafe(work)).map_err(|reason| match reason.downcast::<Exhausted>() {
            Ok(exhausted) => *exhausted,
            Err(panic) => resume_unwind(panic),
        })
    }

    /// Counts steps, and ends the validation when there are no more.
    #[inline]
    pub(super) fn take(&self, steps: u64) {
        let left = self.left.get();
        if left < steps || stack().abs_diff(self.stack) > MOST_STACK {
            exhausted();
        }
        self.left.set(left - steps);
    }
}

/// About where the stack is.
#[inline]
fn stack() -> usize {
    let here = 0_u8;
    std::ptr::from_ref(&here).addr()
}

#[cold]
#[inline(never)]
fn exhausted() -> ! {
    // No message is printed for it, as for a panic: this is no mistake of the program.
    resume_unwind(Box::new(Exhausted))
}
