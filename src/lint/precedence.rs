//! One mistake, one finding: of several rules that speak at one value, the one that explains it best.

use crate::diagnostic::{Finding, Place};
use crate::ruleset::RuleSet;
use crate::tree::{NodeId, Symbol, Tree};

/// Findings that explain a value so completely that nothing else is said of it, or of what lies below it.
const ABOVE_ALL: &[&str] = &["schema/type", "field/duplicate-key"];

/// Findings about a name that is not known, and was probably meant to be another.
const MISSPELT: &[&str] = &["field/unknown", "schema/unknown-property"];

/// Drops the findings in whose stead another one speaks.
pub(super) fn settle(findings: &mut Vec<Finding>, rules: &RuleSet, tree: Tree<'_>) {
    if findings.len() < 2 {
        return;
    }
    let silenced: Vec<bool> =
        findings.iter().map(|finding| findings.iter().any(|other| silences(other, finding, rules, tree))).collect();
    let mut at = 0;
    findings.retain(|_| {
        at += 1;
        !silenced[at - 1]
    });
}

/// The value a finding is about: a node, and at an opening the member that is missing there.
fn subject(finding: &Finding) -> Option<(NodeId, Option<Symbol>)> {
    finding.place.node().map(|node| (node, finding.subject))
}

fn silences(winner: &Finding, loser: &Finding, rules: &RuleSet, tree: Tree<'_>) -> bool {
    if winner.rule == loser.rule {
        return false;
    }
    if MISSPELT.contains(&&*winner.rule) && is_meant(winner, loser, tree) {
        return true;
    }
    let (Some(at), Some(place)) = (subject(winner), subject(loser)) else { return false };
    if ABOVE_ALL.contains(&&*winner.rule) && !ABOVE_ALL.contains(&&*loser.rule) {
        let below = at.0 <= place.0 && place.0 < tree.after(at.0);
        return below && at.1.is_none() && place.1.is_none();
    }
    let named = rules.find(&winner.rule).is_some_and(|active| active.entry.is_instead_of(&loser.rule));
    named && (at == place || is_labelled(winner, place))
}

/// Whether a finding about several places has a label at this one.
fn is_labelled(winner: &Finding, place: (NodeId, Option<Symbol>)) -> bool {
    place.1.is_none() && winner.labels.iter().any(|label| label.place.node() == Some(place.0))
}

/// Whether `loser` misses the field that a misspelt name beside it was meant to be.
fn is_meant(misspelt: &Finding, loser: &Finding, tree: Tree<'_>) -> bool {
    let (Place::Key(value), Place::Opening(object)) = (&misspelt.place, &loser.place) else { return false };
    let meant = misspelt.suggestion.as_deref().map(Symbol::of);
    meant.is_some() && meant == loser.subject && tree.ancestors(*value).last() == Some(object)
}
