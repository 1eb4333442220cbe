//! Notes about what records lack, as one line a file: they are the most frequent of all findings, and say little of one
//! record. Formats for programs have each of them.

use super::FileReport;
use crate::diagnostic::{Diagnostic, Severity, show};

/// The rule about fields without a value, of which exports write the same ones in every record.
const EMPTY: &str = "field/empty";

/// Whether a finding is such a note.
fn is_absence(one: &Diagnostic) -> bool {
    one.severity == Severity::Note && (one.rule.ends_with("/missing") || &*one.rule == EMPTY)
}

/// The notes of one file, of which findings may come in several batches.
#[derive(Debug, Default)]
pub(super) struct Absences {
    /// The first of them, if there is any: the place of the line.
    pub(super) first: Option<Diagnostic>,
    /// Rule and message of each kind, and how many records it was said of.
    kinds: Vec<(String, String, u64)>,
}

/// What a report does with a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is shown as any other.
    Now,
    /// It is summed up with others of its file.
    Summed,
}

impl Absences {
    /// Whether the notes are about another file, so that they are complete.
    pub(super) fn is_before(&self, file: &FileReport<'_>) -> bool {
        self.first.as_ref().is_some_and(|first| &*first.path != file.source.path)
    }

    /// What becomes of each finding of a file. A single note is shown as any other finding.
    pub(super) fn turns(&self, file: &FileReport<'_>) -> Vec<Turn> {
        let is_single = self.first.is_none() && file.diagnostics.iter().filter(|one| is_absence(one)).count() < 2;
        let turn = |one: &Diagnostic| if is_absence(one) && !is_single { Turn::Summed } else { Turn::Now };
        file.diagnostics.iter().map(turn).collect()
    }

    pub(super) fn add(&mut self, one: &Diagnostic) {
        self.first.get_or_insert_with(|| one.clone());
        // Messages of one rule may differ in numbers; the first one is shown for all.
        let is_same = |rule: &str, message: &str| *rule == *one.rule && (rule != EMPTY || message == one.message);
        match self.kinds.iter_mut().find(|(rule, message, _)| is_same(rule, message)) {
            Some((.., count)) => *count += one.count(),
            None => self.kinds.push((one.rule.to_string(), one.message.clone(), one.count())),
        }
    }

    /// The rules, and the facts in one sentence: `the abstract is missing in 12 records`.
    pub(super) fn words(&mut self) -> (String, String) {
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
