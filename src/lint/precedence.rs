//! One finding per mistake: of several findings about a value, only the one that explains it best is kept.

use crate::diagnostic::{Finding, Place, ids};
use crate::ruleset::RuleSet;
use crate::tree::{NodeId, Symbol, Tree};
use std::collections::{HashMap, HashSet};

/// Rules whose findings replace all other findings about the value and its subtree.
const OVERRIDE_ALL: &[&str] = &[ids::SCHEMA_TYPE, ids::FIELD_DUPLICATE_KEY];

/// Rules whose findings are about an unknown name that is probably misspelt.
const MISSPELT: &[&str] = &[ids::FIELD_UNKNOWN, ids::SCHEMA_UNKNOWN_PROPERTY];

/// Drops the findings that are replaced by others. Each is only compared with those at the same place, so that the
/// time is linear in the number of findings.
pub(super) fn apply(findings: &mut Vec<Finding>, rules: &RuleSet, tree: Tree<'_>) {
    if findings.len() < 2 {
        return;
    }
    let places = Places::new(findings, tree);
    let replaced: Vec<bool> = findings.iter().map(|finding| places.is_replaced(finding, findings, rules)).collect();
    let mut at = 0;
    findings.retain(|_| {
        at += 1;
        !replaced[at - 1]
    });
}

/// The value that a finding is about: a node, or a missing member of a node.
type Subject = (NodeId, Option<Symbol>);

fn subject(finding: &Finding) -> Option<Subject> {
    finding.place.node().map(|node| (node, finding.subject))
}

fn overrides_all(finding: &Finding) -> bool {
    OVERRIDE_ALL.contains(&&*finding.rule)
}

/// The findings of a record by place.
struct Places {
    /// The findings that are about a value or have a label at it, by value.
    about: HashMap<Subject, Vec<usize>>,
    /// The subtrees in which all other findings are dropped, as sorted and disjoint ranges of nodes.
    explained: Vec<(NodeId, NodeId)>,
    /// The intended names of misspelt members, with the objects in which they are missing.
    intended: HashSet<Subject>,
}

impl Places {
    fn new(findings: &[Finding], tree: Tree<'_>) -> Self {
        let mut places = Self { about: HashMap::new(), explained: Vec::new(), intended: HashSet::new() };
        let mut explained = Vec::new();
        for (number, finding) in findings.iter().enumerate() {
            let Some(at) = subject(finding) else { continue };
            places.about.entry(at).or_default().push(number);
            let labels = finding.labels.iter().filter_map(|label| label.place.node()).map(|node| (node, None));
            for label in labels.filter(|label| *label != at) {
                places.about.entry(label).or_default().push(number);
            }
            if overrides_all(finding) && at.1.is_none() {
                explained.push((at.0, tree.after(at.0)));
            }
            if let (true, Place::Key(value)) = (MISSPELT.contains(&&*finding.rule), &finding.place) {
                let intended = finding.suggestion.as_deref().map(Symbol::of);
                let object = intended.and_then(|_| tree.ancestors(*value).last().copied());
                places.intended.extend(object.map(|object| (object, intended)));
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

    fn is_replaced(&self, finding: &Finding, findings: &[Finding], rules: &RuleSet) -> bool {
        let Some(at) = subject(finding) else { return false };
        // The missing member has a misspelt name.
        if at.1.is_some() && matches!(finding.place, Place::Opening(_)) && self.intended.contains(&at) {
            return true;
        }
        if at.1.is_none() && !overrides_all(finding) && self.is_explained(at.0) {
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
