//! Combines notes about missing fields to one line per file. They are the most frequent findings, and not important
//! for a single record. Formats for programs contain each of them.

use super::FileReport;
use crate::diagnostic::{Diagnostic, Severity, ids, show};

/// The rule about fields without a value. Exports often contain the same empty fields in every record.
const EMPTY: &str = ids::FIELD_EMPTY;

/// Whether a finding is a note about a missing field.
fn is_absence(one: &Diagnostic) -> bool {
    one.severity == Severity::Note && (one.rule.ends_with("/missing") || &*one.rule == EMPTY)
}

/// The notes of one file, whose findings may come in several batches.
#[derive(Debug, Default)]
pub(super) struct Absences {
    /// The first note, if there is one. It determines the location of the line.
    pub(super) first: Option<Diagnostic>,
    /// The rule and message of each kind of note, and the number of records.
    kinds: Vec<(String, String, u64)>,
}

/// How a report shows a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placement {
    /// Shown like any other finding.
    Single,
    /// Combined with other notes of its file.
    Combined,
}

impl Absences {
    /// Whether the notes belong to an earlier file, so that they are complete.
    pub(super) fn is_before(&self, file: &FileReport<'_>) -> bool {
        self.first.as_ref().is_some_and(|first| &*first.path != file.source.path)
    }

    /// Returns how each finding of a file is shown. A single note is shown like any other finding.
    pub(super) fn placements(&self, file: &FileReport<'_>) -> Vec<Placement> {
        let is_single = self.first.is_none() && file.diagnostics.iter().filter(|one| is_absence(one)).count() < 2;
        let placement =
            |one: &Diagnostic| if is_absence(one) && !is_single { Placement::Combined } else { Placement::Single };
        file.diagnostics.iter().map(placement).collect()
    }

    pub(super) fn add(&mut self, one: &Diagnostic) {
        self.first.get_or_insert_with(|| one.clone());
        // Messages of one rule may differ in numbers. The first one is shown for all.
        let is_same = |rule: &str, message: &str| *rule == *one.rule && (rule != EMPTY || message == one.message);
        match self.kinds.iter_mut().find(|(rule, message, _)| is_same(rule, message)) {
            Some((.., count)) => *count += one.count(),
            None => self.kinds.push((one.rule.to_string(), one.message.clone(), one.count())),
        }
    }

    /// Returns the rules, and the messages in one sentence: `the abstract is missing in 12 records`.
    pub(super) fn describe(&mut self) -> (String, String) {
        self.kinds.sort_by(|left, right| right.2.cmp(&left.2).then_with(|| left.0.cmp(&right.0)));
        let mut rules: Vec<&str> = Vec::new();
        for (rule, ..) in &self.kinds {
            if !rules.contains(&rule.as_str()) {
                rules.push(rule);
            }
        }
        let facts = self.kinds.iter().map(|(_, message, count)| match count {
            1 => show::visible(message),
            _ => format!("{} in {count} records", show::visible(message)),
        });
        (rules.join(", "), facts.collect::<Vec<_>>().join("; "))
    }
}
