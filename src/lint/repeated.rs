//! Merges many diagnostics with the same cause in one record.
//!
//! A record with two thousand authors whose iDs all begin with `http://` has one mistake, not two thousand. The first
//! place is reported with the number of the others, some of which are labels, and one fix repairs all.

use crate::diagnostic::{Applicability, Diagnostic, ResolvedEdit, ResolvedLabel, Severity};
use std::collections::HashMap;

/// Up to this number, diagnostics with the same cause are reported separately.
const MAX_SEPARATE: usize = 5;

/// The maximum number of further places with labels. The others are only counted.
const MAX_LABELS: usize = 9;

/// The common properties of diagnostics with the same cause.
#[derive(PartialEq, Eq, Hash)]
struct Cause {
    rule: String,
    severity: Severity,
    /// The label at the place.
    caption: String,
    /// The applicability of the fix, and whether it has edits.
    fix: Option<(Applicability, bool)>,
}

impl Cause {
    /// Returns the cause of a diagnostic that can be merged with others: one with a label at its place and without
    /// other labels. Findings of schemas and syntaxes always have separate causes.
    fn of(one: &Diagnostic) -> Option<Self> {
        let is_single = one.rule.starts_with("schema/") || one.rule.starts_with("syntax/");
        let [label] = &one.labels[..] else { return None };
        (!is_single && !label.text.is_empty()).then(|| Self {
            rule: one.rule.to_string(),
            severity: one.severity,
            caption: label.text.clone(),
            fix: one.fix.as_ref().map(|fix| (fix.applicability, fix.edits.is_some())),
        })
    }
}

/// Merges the diagnostics from `from` on, which are those of one record, if more than [`MAX_SEPARATE`] have the same
/// cause. The first of them is kept.
pub(super) fn merge(diagnostics: &mut Vec<Diagnostic>, from: usize) {
    if diagnostics.len() - from <= MAX_SEPARATE {
        return;
    }
    // Only those of this record are visited: a file may have millions.
    let mut own = diagnostics.split_off(from);
    let mut causes: HashMap<Cause, Vec<usize>> = HashMap::new();
    for (at, one) in own.iter().enumerate() {
        if let Some(cause) = Cause::of(one) {
            causes.entry(cause).or_default().push(at);
        }
    }
    let mut is_merged = vec![false; own.len()];
    for places in causes.into_values().filter(|places| places.len() > MAX_SEPARATE) {
        let others: Vec<Diagnostic> = places[1..].iter().map(|at| own[*at].clone()).collect();
        if absorb(&mut own[places[0]], others) {
            places[1..].iter().for_each(|at| is_merged[*at] = true);
        }
    }
    let kept = own.into_iter().zip(is_merged).filter(|(_, is_merged)| !is_merged);
    diagnostics.extend(kept.map(|(one, _)| one));
}

/// Merges `others` into `first`. Returns false if two of their edits overlap.
fn absorb(first: &mut Diagnostic, others: Vec<Diagnostic>) -> bool {
    let fixes = || first.fix.iter().chain(others.iter().filter_map(|other| other.fix.as_ref()));
    let mut edits: Vec<ResolvedEdit> = fixes().filter_map(|fix| fix.edits.clone()).flatten().collect();
    edits.sort_by_key(|edit| (edit.edit.span.start, edit.edit.span.end));
    if edits.windows(2).any(|pair| pair[0].edit.span.end > pair[1].edit.span.start) {
        return false;
    }
    let changes = fixes().flat_map(|fix| fix.changes.clone()).collect();
    let repairs = fixes().map(|fix| fix.repairs).sum();
    if let Some(fix) = &mut first.fix {
        (fix.changes, fix.repairs) = (changes, repairs);
        fix.edits = fix.edits.is_some().then_some(edits);
        fix.title = format!("{}, and repair {} more in the same way", fix.title, repairs - 1);
    }
    let more: u64 = others.iter().map(Diagnostic::count).sum();
    first.more += more;
    first.message = format!("{} (and {more} more in this record)", first.message);
    let labels = others.into_iter().take(MAX_LABELS).flat_map(|other| other.labels);
    first.labels.extend(labels.map(|label| ResolvedLabel { primary: false, ..label }));
    true
}
