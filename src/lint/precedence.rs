//! One mistake, one finding: of several rules that speak at one value, the one that explains it best.

use crate::diagnostic::{Finding, Place};
use crate::ruleset::RuleSet;
use crate::tree::{NodeId, Symbol, Tree};
use std::collections::{HashMap, HashSet};

/// Findings that explain a value so completely that nothing else is said of it, or of what lies below it.
const ABOVE_ALL: &[&str] = &["schema/type", "field/duplicate-key"];

/// Findings about a name that is not known, and was probably meant to be another.
const MISSPELT: &[&str] = &["field/unknown", "schema/unknown-property"];

/// Drops the findings in whose stead another one speaks. It takes no longer than there are findings, however many a record
/// has: each is compared with those at its own place only.
pub(super) fn settle(findings: &mut Vec<Finding>, rules: &RuleSet, tree: Tree<'_>) {
    if findings.len() < 2 {
        return;
    }
    let places = Places::new(findings, tree);
    let silenced: Vec<bool> = findings.iter().map(|finding| places.is_silenced(finding, findings, rules)).collect();
    let mut at = 0;
    findings.retain(|_| {
        at += 1;
        !silenced[at - 1]
    });
}

/// The value a finding is about: a node, and at an opening the member that is missing there.
type Subject = (NodeId, Option<Symbol>);

fn subject(finding: &Finding) -> Option<Subject> {
    finding.place.node().map(|node| (node, finding.subject))
}

fn is_above_all(finding: &Finding) -> bool {
    ABOVE_ALL.contains(&&*finding.rule)
}

/// Where the findings of a record stand.
struct Places {
    /// The findings that are about a value, or have a label there, by the value.
    about: HashMap<Subject, Vec<usize>>,
    /// The subtrees of which nothing else is said, from their first node to the first behind them, in order and apart.
    explained: Vec<(NodeId, NodeId)>,
    /// The members that misspelt names were meant to be, with the objects that they are missing in.
    meant: HashSet<Subject>,
}

impl Places {
    fn new(findings: &[Finding], tree: Tree<'_>) -> Self {
        let mut places = Self { about: HashMap::new(), explained: Vec::new(), meant: HashSet::new() };
        let mut explained = Vec::new();
        for (number, finding) in findings.iter().enumerate() {
            let Some(at) = subject(finding) else { continue };
            places.about.entry(at).or_default().push(number);
            let labels = finding.labels.iter().filter_map(|label| label.place.node()).map(|node| (node, None));
            for label in labels.filter(|label| *label != at) {
                places.about.entry(label).or_default().push(number);
            }
            if is_above_all(finding) && at.1.is_none() {
                explained.push((at.0, tree.after(at.0)));
            }
            if let (true, Place::Key(value)) = (MISSPELT.contains(&&*finding.rule), &finding.place) {
                let meant = finding.suggestion.as_deref().map(Symbol::of);
                let object = meant.and_then(|_| tree.ancestors(*value).last().copied());
                places.meant.extend(object.map(|object| (object, meant)));
            }
        }
        explained.sort_unstable();
        for (start, end) in explained {
            match places.explained.last_mut() {
                Some((_, last)) if start < *last => *last = end.max(*last),
                _ => places.explained.push((start, end)),
            }
        }
        places
    }

    fn is_silenced(&self, finding: &Finding, findings: &[Finding], rules: &RuleSet) -> bool {
        let Some(at) = subject(finding) else { return false };
        // What is missing was written under a misspelt name.
        if at.1.is_some() && matches!(finding.place, Place::Opening(_)) && self.meant.contains(&at) {
            return true;
        }
        if at.1.is_none() && !is_above_all(finding) && self.is_explained(at.0) {
            return true;
        }
        let others = self.about.get(&at).into_iter().flatten().map(|number| &findings[*number]);
        let mut others = others.filter(|other| other.rule != finding.rule);
        others.any(|other| rules.find(&other.rule).is_some_and(|active| active.entry.is_instead_of(&finding.rule)))
    }

    fn is_explained(&self, node: NodeId) -> bool {
        let before = self.explained.partition_point(|(start, _)| *start <= node);
        before.checked_sub(1).is_some_and(|last| node < self.explained[last].1)
    }
}
