//! Many diagnostics of one cause in one record become one.
//!
//! A record with two thousand authors whose iDs all begin with `http://` has one mistake, not two thousand: the first place
//! is reported with the number of the others, some of them are labels, and one fix repairs all.

use crate::diagnostic::{Applicability, Diagnostic, ResolvedEdit, ResolvedLabel, Severity};
use std::collections::HashMap;

/// Up to this many diagnostics of one cause are reported one by one.
const MOST_SINGLE: usize = 5;

/// Further places that are labels of the first; the rest is only counted.
const MOST_LABELS: usize = 9;

/// What diagnostics with the same cause have in common.
#[derive(PartialEq, Eq, Hash)]
struct Cause {
    rule: String,
    severity: Severity,
    /// The words at the place.
    caption: String,
    /// How far the fix can be trusted, and whether it can be made.
    fix: Option<(Applicability, bool)>,
}

impl Cause {
    /// The cause of a diagnostic that can be joined with others: one with words at its place and no other labels. What a
    /// schema or a syntax reports has a cause of its own each time.
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

/// Joins the diagnostics from `from` on, which are those of one record, where more than [`MOST_SINGLE`] have one cause: at
/// the first of these.
pub(super) fn join(diagnostics: &mut Vec<Diagnostic>, from: usize) {
    if diagnostics.len() - from <= MOST_SINGLE {
        return;
    }
    // Those of other records are not gone through again: a file may have millions.
    let mut own = diagnostics.split_off(from);
    let mut causes: HashMap<Cause, Vec<usize>> = HashMap::new();
    for (at, one) in own.iter().enumerate() {
        if let Some(cause) = Cause::of(one) {
            causes.entry(cause).or_default().push(at);
        }
    }
    let mut is_joined = vec![false; own.len()];
    for places in causes.into_values().filter(|places| places.len() > MOST_SINGLE) {
        let others: Vec<Diagnostic> = places[1..].iter().map(|at| own[*at].clone()).collect();
        if absorb(&mut own[places[0]], others) {
            places[1..].iter().for_each(|at| is_joined[*at] = true);
        }
    }
    let kept = own.into_iter().zip(is_joined).filter(|(_, is_joined)| !is_joined);
    diagnostics.extend(kept.map(|(one, _)| one));
}

/// Joins `others` to `first`. Not where two of their edits are about the same bytes, so that one would undo the other.
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
    let labels = others.into_iter().take(MOST_LABELS).flat_map(|other| other.labels);
    first.labels.extend(labels.map(|label| ResolvedLabel { primary: false, ..label }));
    true
}
