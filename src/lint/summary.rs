//! The totals of a run over many files.

use super::Timings;
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::syntax::Reason;
use std::collections::BTreeMap;

/// A file that was not checked, or only in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotChecked {
    /// The path of the file, as given.
    pub path: String,
    /// Why it was not checked.
    pub reason: &'static Reason,
    /// Whether the user or a configuration expects the file to be checked, so that the run fails.
    pub is_expected: bool,
}

/// A file in which nothing was fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFixed {
    /// The path of the file, as given.
    pub path: String,
    /// Why it was not fixed.
    pub reason: String,
}

/// A file that could not be read or written, so that the run fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The path of the file, as given.
    pub path: String,
    /// The error of the system.
    pub reason: String,
}

/// The totals of a run.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// The number of files whose records were checked.
    pub files: u64,
    /// The number of files with findings.
    pub files_with_findings: u64,
    /// The number of records that were checked.
    pub records: u64,
    /// The number of findings by severity: notes, warnings, errors.
    pub counts: [u64; 3],
    /// The number of findings with a safe fix.
    pub safe_fixes: u64,
    /// The number of findings with a fix that the user must confirm.
    pub unsafe_fixes: u64,
    /// The files that were not checked.
    pub not_checked: Vec<NotChecked>,
    /// The files that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Other remarks for the user, one sentence each.
    pub remarks: Vec<String>,
    /// Whether a rule failed on some record.
    pub has_failed: bool,
    /// The fixes that were made. `None` if files were only checked.
    pub fixes: Option<Fixes>,
    /// Rules that did not run on records of a shape, because that shape has no place for what they check: rule, shape.
    pub not_held: Vec<(RuleId, &'static str)>,
    /// Whether the run was stopped before its end.
    pub is_stopped: bool,
    /// The time of each stage and rule, if it was measured.
    pub timings: Timings,
}

/// The fixes of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixes {
    /// The number of findings that were fixed.
    pub problems: u64,
    /// The number of files with such findings.
    pub files: u64,
    /// The number of findings whose fix was allowed but could not be made, by reason.
    pub refused: BTreeMap<&'static str, u64>,
    /// The files in which nothing was fixed, and why.
    pub not_fixed: Vec<NotFixed>,
    /// The files that could not be written, so that the run fails.
    pub unwritten: Vec<Unreadable>,
    /// Rules whose fix was left out because it did not have the intended effect, which is a bug in the program.
    pub faulty: Vec<RuleId>,
    /// Whether files were written. Otherwise the fixes were only proposed.
    pub writes: bool,
}

impl Summary {
    /// Returns the number of findings at or above `threshold`.
    pub fn at_least(&self, threshold: Severity) -> u64 {
        self.counts[threshold as usize..].iter().sum()
    }

    /// Counts findings. Fixes are counted unless the file cannot be fixed (`is_left_unfixed`).
    pub fn count(&mut self, diagnostics: &[Diagnostic], is_left_unfixed: bool) {
        use crate::diagnostic::Applicability::{Safe, Unsafe};
        for diagnostic in diagnostics {
            self.counts[diagnostic.severity as usize] += diagnostic.count();
            let fix = diagnostic.fix.as_ref().filter(|fix| fix.edits.is_some() && !is_left_unfixed);
            match fix.map(|fix| (fix.applicability, fix.repairs)) {
                Some((Safe, repairs)) => self.safe_fixes += repairs,
                Some((Unsafe, repairs)) => self.unsafe_fixes += repairs,
                _ => {}
            }
        }
    }

    /// Whether nothing was checked.
    pub fn is_empty(&self) -> bool {
        self.files == 0 && self.counts == [0; 3]
    }
}
