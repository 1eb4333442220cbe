//! Decides whether a file counts as checked: whether it contains records, and whether something checked them.

use super::{Outcome, Policy};
use crate::shape;
use crate::syntax::{self, Reason, Syntax};

/// What is known about a file apart from its text.
#[derive(Clone, Copy, Debug)]
pub struct FileFacts<'a> {
    /// Its name, without the extension of a compressed file.
    pub name: &'a str,
    /// The policy of the check.
    pub policy: &'a Policy,
    /// Whether the user or a configuration says that the file contains records.
    pub is_expected: bool,
    /// Whether the text is all of the file.
    pub is_whole: bool,
}

impl FileFacts<'_> {
    /// Whether nothing declares that the text contains records, and nothing in it looks like a record.
    pub fn may_be_foreign(&self, syntax: Syntax, text: &str) -> bool {
        !self.is_declared() && !shape::has_evidence_of_record(self.name, syntax, text)
    }

    fn is_declared(&self) -> bool {
        self.is_expected || self.policy.own_schema.is_some() || self.policy.shape.is_some()
    }

    /// Returns why the findings in a text are ignored, if they are: it does not contain records. `is_foreign` is whether
    /// the check was given up because of that.
    pub fn reason_to_ignore(
        &self,
        syntax: Syntax,
        text: &str,
        outcome: &Outcome<'_>,
        is_foreign: bool,
    ) -> Option<&'static Reason> {
        let has_findings = is_foreign || !outcome.diagnostics.is_empty();
        if outcome.recognised == 0 && has_findings && self.may_be_foreign(syntax, text) {
            let is_well_formed = outcome.diagnostics.iter().all(|one| one.rule != syntax.rule());
            return Some(if is_well_formed { &Reason::NO_EVIDENCE } else { Reason::not_well_formed(syntax) });
        }
        self.holds_no_object(outcome).then_some(&Reason::NO_OBJECTS)
    }

    /// Whether a whole file consists of strings, numbers or lists, so that it contains no record.
    fn holds_no_object(&self, outcome: &Outcome<'_>) -> bool {
        self.is_whole
            && self.policy.own_schema.is_none()
            && self.policy.shape.is_none()
            && outcome.recognised + outcome.shapeless == 0
            && !outcome.diagnostics.is_empty()
            && outcome.diagnostics.iter().all(|one| one.rule == "record/not-an-object")
    }
}

/// The counts of a file that has been checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileCounts {
    /// The number of records.
    pub records: u64,
    /// The number of records of an unknown format.
    pub shapeless: u64,
    /// The number of records of an unknown format that were not validated either.
    pub unchecked: u64,
    /// The number of findings.
    pub findings: u64,
    /// Where the records of an unknown format come from, if that is known.
    pub hint: Option<&'static Reason>,
}

impl FileCounts {
    /// Counts the records of a text. Its findings are counted by the caller, who may have received them in batches.
    pub fn of(outcome: &Outcome<'_>, syntax: Syntax, text: &str) -> Self {
        let Outcome { records, shapeless, unchecked, .. } = *outcome;
        let hint = if shapeless > 0 { syntax::known_export(syntax, text) } else { None };
        Self { records, shapeless, unchecked, findings: 0, hint }
    }

    /// Adds the counts of the next part of the file.
    pub fn add(&mut self, next: FileCounts) {
        self.records += next.records;
        self.shapeless += next.shapeless;
        self.unchecked += next.unchecked;
        self.findings += next.findings;
        self.hint = self.hint.or(next.hint);
    }

    /// Whether something was checked. Records that were only parsed do not count.
    pub fn is_checked(&self) -> bool {
        if self.records == 0 { self.findings > 0 } else { self.unchecked < self.records }
    }

    /// Returns why the file was not checked, or only in part. `None` if all of it was checked.
    pub fn reason(&self) -> Option<&'static Reason> {
        let are_all = self.shapeless == self.records;
        Some(match (self.hint, self.unchecked > 0) {
            _ if self.shapeless == 0 && (self.records > 0 || self.findings > 0) => return None,
            _ if self.shapeless == 0 => &Reason::NO_RECORD,
            (Some(hint), true) if are_all => hint,
            (_, true) if are_all => &Reason::NO_FORMAT,
            (_, true) => &Reason::SOME_NO_FORMAT,
            (_, false) if are_all => &Reason::VALIDATED,
            (_, false) => &Reason::SOME_VALIDATED,
        })
    }
}
