//! A limit on the work of a validation.
//!
//! A schema of a kilobyte can require more work than any machine can do: nested unions double it with each level, and
//! so do references that several branches follow into the value. The crate has no limit of its own, but it cannot do
//! anything without accessing nodes. So every access is counted as a step, and the validation unwinds when it has
//! taken too many steps or too much of the stack.

use std::cell::Cell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// The steps allowed for any validation.
const MAX_STEPS: u64 = 10_000_000;

/// Additional steps per value of the record. A large schema for articles takes about a hundred.
const STEPS_PER_VALUE: u64 = 1_000;

/// Additional steps per byte of the record.
const STEPS_PER_BYTE: u64 = 4;

/// The stack in bytes that a validation may use. A thread has two megabytes.
const MAX_STACK: usize = 1 << 20;

/// Steps per error: the crate keeps some hundred bytes for each until the end.
pub(super) const STEPS_PER_ERROR: u64 = 100;

/// Steps per string on which a pattern exceeded its limit.
pub(super) const STEPS_PER_ABORTED_PATTERN: u64 = 500_000;

/// Bytes per step for a string that is read completely.
pub(super) const BYTES_PER_STEP: usize = 32;

/// Members per step for a lookup in an object.
pub(super) const MEMBERS_PER_STEP: u64 = 8;

/// The error of a validation that took too many steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exhausted;

impl fmt::Display for Exhausted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the schema takes too many steps on this value")
    }
}

impl std::error::Error for Exhausted {}

/// The remaining steps of a validation.
#[derive(Debug)]
pub struct Steps {
    left: Cell<u64>,
    /// The stack address at the start of the validation.
    stack: usize,
}

impl Steps {
    /// Creates the limit for a tree with this number of values and of bytes in the file.
    pub fn new(values: usize, bytes: usize) -> Self {
        let more = STEPS_PER_VALUE.saturating_mul(values as u64).saturating_add(STEPS_PER_BYTE * bytes as u64);
        Self::limited(MAX_STEPS.saturating_add(more))
    }

    /// Creates a limit of `steps`.
    pub(super) fn limited(steps: u64) -> Self {
        Self { left: Cell::new(steps), stack: stack() }
    }

    /// Runs `work`, which counts its steps here. Fails when they are used up.
    pub fn run<T>(&self, work: impl FnOnce() -> T) -> Result<T, Exhausted> {
        // Unwind safe: the state of an aborted validation is not used again.
        catch_unwind(AssertUnwindSafe(work)).map_err(|reason| match reason.downcast::<Exhausted>() {
            Ok(exhausted) => *exhausted,
            Err(panic) => resume_unwind(panic),
        })
    }

    /// Takes steps, and aborts the validation if there are too few left.
    #[inline]
    pub(super) fn take(&self, steps: u64) {
        let left = self.left.get();
        if left < steps || stack().abs_diff(self.stack) > MAX_STACK {
            exhausted();
        }
        self.left.set(left - steps);
    }
}

/// Returns the approximate stack address.
#[inline]
fn stack() -> usize {
    let here = 0_u8;
    std::ptr::from_ref(&here).addr()
}

#[cold]
#[inline(never)]
fn exhausted() -> ! {
    // Unlike a panic, this prints no message: it is not a bug of the program.
    resume_unwind(Box::new(Exhausted))
}
