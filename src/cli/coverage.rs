//! Tracks what the configurations of a run exclude, so that a run that checks nothing does not succeed.

use super::session::{Session, Unusable};
use crate::diagnostic::show;
use crate::lint::Policy;
use crate::lint::{NotChecked, Summary};
use crate::ruleset::RuleSet;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The number of files of one configuration.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    included: u64,
    /// Files that `files` excludes.
    excluded: u64,
    /// Whether the configuration switches every rule off. Known once a file was included.
    switches_all_off: Option<bool>,
}

/// What the configurations of a run exclude.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    counts: BTreeMap<usize, Counts>,
    unusable: Vec<(NotChecked, Unusable)>,
    /// Whether a configuration cannot be used, even if it has no files.
    is_unusable: bool,
    remarks: Vec<String>,
}

impl Coverage {
    /// Counts a file that is checked with this policy.
    pub(super) fn add_included(&mut self, config: usize, policy: &Policy, session: &Session<'_>) {
        let counts = self.counts.entry(config).or_default();
        counts.included += 1;
        counts.switches_all_off.get_or_insert_with(|| {
            // Rules that are switched off on the command line need not be reported.
            has_all_off(&policy.rules)
                && session.linter_without_arguments(config).is_ok_and(|linter| has_all_off(linter.rule_set()))
        });
    }

    /// Counts a file that the configuration's `files` exclude.
    pub(super) fn add_excluded(&mut self, config: usize) {
        self.counts.entry(config).or_default().excluded += 1;
    }

    /// Adds a file that cannot be checked because of its configuration.
    pub(super) fn add_unusable(&mut self, path: &str, why: Unusable) {
        self.is_unusable = true;
        // The failure is reported for the configuration, not for each file.
        let file = NotChecked { path: path.to_owned(), reason: why.reason, is_expected: false };
        self.unusable.push((file, why));
    }

    /// Notes that a configuration cannot be used, even if no file needs it.
    pub(super) fn mark_unusable(&mut self) {
        self.is_unusable = true;
    }

    /// Adds a sentence for the end of the run.
    pub(super) fn remark(&mut self, sentence: String) {
        self.remarks.push(sentence);
    }

    /// Adds remarks about what was excluded, after all files were counted.
    pub(super) fn finish(&mut self, session: &Session<'_>) {
        let is_nothing = self.is_nothing();
        for (config, counts) in self.counts.clone() {
            let name = session.paths[config].as_deref().map(show::visible).unwrap_or_default();
            let Counts { included, excluded, switches_all_off } = counts;
            if included == 0 && is_nothing {
                self.remark(format!("`files` in `{name}` excludes {}.", all(excluded)));
            } else if included == 0 {
                self.remark(format!("`files` in `{name}` excludes everything below it: {}.", files(excluded)));
            } else if switches_all_off == Some(true) {
                self.remark(format!("`rules` in `{name}` switches off every rule for {}.", files(included)));
            }
        }
        let mut unchecked: BTreeMap<Arc<str>, u64> = BTreeMap::new();
        for (_, why) in &self.unusable {
            *unchecked.entry(Arc::clone(&why.description)).or_default() += 1;
        }
        for (why, count) in unchecked {
            let were = if count == 1 { "was" } else { "were" };
            self.remark(format!("{} {were} not checked: {why}.", files(count)));
        }
        if is_nothing && self.counts.is_empty() {
            self.remark("There are only configurations, rules and schemas, but no records.".to_owned());
        }
    }

    /// Whether no file is included.
    fn is_nothing(&self) -> bool {
        !self.is_unusable && self.counts.values().all(|counts| counts.included == 0)
    }

    /// Whether the run fails: a configuration cannot be used, or the configurations leave nothing to check. With
    /// `may_be_empty`, no file needs to be included, for example because a hook listed only other files.
    pub(super) fn fails(&self, may_be_empty: bool) -> bool {
        let mut included = self.counts.values().filter(|counts| counts.included > 0).peekable();
        let switches_all_off =
            included.peek().is_some() && included.all(|counts| counts.switches_all_off == Some(true));
        self.is_unusable || switches_all_off || self.is_nothing() && !may_be_empty
    }

    /// Adds the remarks and the unusable files to the summary of the run.
    pub(super) fn add_to(&self, summary: &mut Summary) {
        summary.not_checked.splice(0..0, self.unusable.iter().map(|(file, _)| file.clone()));
        summary.remarks.extend(self.remarks.iter().cloned());
    }
}

fn files(count: u64) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

fn all(count: u64) -> String {
    if count == 1 { "the only file".to_owned() } else { format!("all {count} files") }
}

/// Whether all rules are switched off, except those that cannot be.
fn has_all_off(rules: &RuleSet) -> bool {
    let mut others = rules.active().iter().filter(|rule| !rule.entry.is_always_on()).peekable();
    others.peek().is_some() && others.all(|rule| !rule.shown)
}
