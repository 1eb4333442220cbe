//! The results of checking and fixing.

use crate::diagnostic::{Applicability, Diagnostic, RuleId, Severity};
use crate::lint::{FileCounts, Outcome};
use crate::ruleset::{ActiveRule, Entry};
use crate::syntax::{Reason, Syntax};
use std::collections::BTreeMap;

/// The result of checking a file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    name: String,
    diagnostics: Vec<Diagnostic>,
    syntax: Option<Syntax>,
    counts: FileCounts,
    reason: Option<&'static Reason>,
    failed: Vec<RuleId>,
}

impl Report {
    pub(super) fn new(name: &str, syntax: Syntax, counts: FileCounts, outcome: Outcome<'static>) -> Self {
        let Outcome { diagnostics, failed, .. } = outcome;
        Self { name: name.to_owned(), diagnostics, syntax: Some(syntax), counts, reason: counts.reason(), failed }
    }

    pub(super) fn not_checked(name: &str, reason: &'static Reason) -> Self {
        Self {
            name: name.to_owned(),
            diagnostics: Vec::new(),
            syntax: None,
            counts: FileCounts::default(),
            reason: Some(reason),
            failed: Vec::new(),
        }
    }

    /// Returns the name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the findings, in file order.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Returns the findings, in file order, without the report.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// Returns the syntax of the file. `None` if it is not a file of records.
    pub fn syntax(&self) -> Option<Syntax> {
        self.syntax
    }

    /// Returns the number of records, including those that could not be read.
    pub fn records(&self) -> u64 {
        self.counts.records
    }

    /// Returns the number of findings of a severity.
    pub fn count(&self, severity: Severity) -> u64 {
        self.diagnostics.iter().filter(|one| one.severity == severity).map(Diagnostic::count).sum()
    }

    /// Returns why the file was not checked, or only in part. `None` if all of its records were checked.
    pub fn reason_not_checked(&self) -> Option<&'static Reason> {
        self.reason
    }

    /// Returns the rules whose expression failed on a record, so that the result is incomplete.
    pub fn failed_rules(&self) -> impl Iterator<Item = &str> {
        self.failed.iter().map(|rule| &**rule)
    }
}

/// The result of fixing a file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Fixed {
    /// The new bytes of the file. `None` if nothing was fixed.
    pub bytes: Option<Vec<u8>>,
    /// The number of findings that were fixed.
    pub count: u64,
    /// The number of fixes that were allowed but could not be made, by reason.
    pub refused: BTreeMap<&'static str, u64>,
    /// The findings that remain.
    pub report: Report,
    /// Why nothing was fixed, if the reason is in the file as a whole.
    pub reason: Option<&'static str>,
}

impl Fixed {
    pub(super) fn unchanged(report: Report) -> Self {
        Self { bytes: None, count: 0, refused: BTreeMap::new(), report, reason: None }
    }
}

/// A rule, as selected by the profile and the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleInfo {
    /// Its id: `group/name`.
    pub id: String,
    /// What it reports, in one sentence.
    pub summary: String,
    /// The severity of its findings in this run, unless a format lowers it.
    pub severity: Severity,
    /// Whether its findings are reported.
    pub is_selected: bool,
    /// Whether it offers fixes, and how far they can be trusted.
    pub fix: Option<Applicability>,
}

impl RuleInfo {
    pub(super) fn of(entry: &Entry, active: Option<&ActiveRule>) -> Self {
        Self {
            id: entry.id().to_owned(),
            summary: entry.summary(),
            severity: active.and_then(|active| active.severity).unwrap_or(entry.severity()),
            is_selected: active.is_some_and(|active| active.shown),
            fix: entry.fix(),
        }
    }
}
