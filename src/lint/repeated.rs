//! Many findings of one cause in one record become one finding.
//!
//! A record with two thousand authors whose iDs all begin with `http://` has one mistake, not two thousand: the first place
//! is reported with the number of the others, some of them are labels, and one fix repairs all.

use crate::diagnostic::{Applicability, Finding, Label, Severity};
use std::collections::HashMap;

/// Up to this many findings of one cause are reported one by one.
const MOST_SINGLE: usize = 5;

/// Further places that are shown with the first; the rest is only counted.
const MOST_LABELS: usize = 9;

/// Findings with the same cause have these in common: the rule, how bad it is, the words at the place, and whether there
/// is a fix and how far it can be trusted.
#[derive(PartialEq, Eq, Hash)]
struct Cause {
    rule: String,
    severity: Severity,
    caption: String,
    fix: Option<Applicability>,
}

impl Cause {
    /// The cause of a finding that can be joined with others: one about a value, whose labels do not say anything of their
    /// own. What a schema or a syntax reports has a cause of its own each time.
    fn of(finding: &Finding) -> Option<Self> {
        let is_single = finding.rule.starts_with("schema/") || finding.rule.starts_with("syntax/");
        let is_plain = finding.labels.is_empty() && finding.subject.is_none() && finding.place.node().is_some();
        (is_plain && !is_single && !finding.caption.is_empty()).then(|| Self {
            rule: finding.rule.to_string(),
            severity: finding.severity,
            caption: finding.caption.to_string(),
            fix: finding.fix.as_ref().map(|fix| fix.applicability),
        })
    }
}

/// Joins the findings of each cause that has more than [`MOST_SINGLE`] of them, at the first of these.
pub(super) fn join(findings: &mut Vec<Finding>) {
    if findings.len() <= MOST_SINGLE {
        return;
    }
    let mut causes: HashMap<Cause, Vec<usize>> = HashMap::new();
    for (at, finding) in findings.iter().enumerate() {
        if let Some(cause) = Cause::of(finding) {
            causes.entry(cause).or_default().push(at);
        }
    }
    let mut joined = vec![false; findings.len()];
    for places in causes.into_values().filter(|places| places.len() > MOST_SINGLE) {
        for at in &places[1..] {
            joined[*at] = true;
        }
        let others: Vec<Finding> = places[1..].iter().map(|at| findings[*at].clone()).collect();
        absorb(&mut findings[places[0]], others);
    }
    let mut at = 0;
    findings.retain(|_| {
        at += 1;
        !joined[at - 1]
    });
}

fn absorb(first: &mut Finding, others: Vec<Finding>) {
    let more: u64 = others.iter().map(|other| 1 + other.more).sum();
    first.more += more;
    for (number, other) in others.into_iter().enumerate() {
        if number < MOST_LABELS {
            first.labels.push(Label { place: other.place, text: other.caption });
        }
        if let (Some(fix), Some(also)) = (&mut first.fix, other.fix) {
            fix.changes.extend(also.changes);
            fix.repairs += also.repairs;
        }
    }
    if let Some(fix) = first.fix.as_mut().filter(|fix| fix.repairs > 1) {
        fix.title = format!("{}, and repair {} more in the same way", fix.title, fix.repairs - 1);
    }
}
