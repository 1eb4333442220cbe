//! What the configurations of a run leave out, so that a run that looks at nothing does not pass for a clean one.

use super::session::{Session, Unusable};
use crate::diagnostic::show;
use crate::engine::{NotChecked, Summary};
use crate::lint::Policy;
use crate::ruleset::RuleSet;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What became of the files of one configuration.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    taken: u64,
    /// Left out by `files`.
    left_out: u64,
    /// Whether it switches every rule off, once a file was taken.
    is_silent: Option<bool>,
}

/// What the configurations of a run leave out.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    shares: BTreeMap<usize, Share>,
    unusable: Vec<(NotChecked, Unusable)>,
    /// A configuration cannot be used, whether or not it has files.
    is_unusable: bool,
    remarks: Vec<String>,
}

impl Coverage {
    /// A file is checked, by this policy.
    pub(super) fn takes(&mut self, config: usize, policy: &Policy, session: &Session<'_>) {
        let share = self.shares.entry(config).or_default();
        share.taken += 1;
        share.is_silent.get_or_insert_with(|| {
            // Who switches rules off on the command line knows it.
            is_silent(&policy.rules) && session.own_rules(config).is_some_and(|rules| is_silent(&rules))
        });
    }

    /// The configuration's `files` leave a file out.
    pub(super) fn leaves_out(&mut self, config: usize) {
        self.shares.entry(config).or_default().left_out += 1;
    }

    /// A file cannot be checked, since what its configuration asks for cannot be had.
    pub(super) fn unusable(&mut self, path: &str, why: Unusable) {
        self.is_unusable = true;
        // That the run fails is said of the configuration, and not of each file.
        let file = NotChecked { path: path.to_owned(), reason: why.reason, is_expected: false };
        self.unusable.push((file, why));
    }

    /// A configuration cannot be used, though no file may need it.
    pub(super) fn unusable_here(&mut self) {
        self.is_unusable = true;
    }

    /// Adds a sentence for the end of the run.
    pub(super) fn remark(&mut self, sentence: String) {
        self.remarks.push(sentence);
    }

    /// Says what was left out, once every file was seen.
    pub(super) fn close(&mut self, session: &Session<'_>) {
        let is_nothing = self.is_nothing();
        for (config, share) in self.shares.clone() {
            let name = session.paths[config].as_deref().map(show::visible).unwrap_or_default();
            let Share { taken, left_out, is_silent } = share;
            if taken == 0 && is_nothing {
                self.remark(format!("`files` in `{name}` leaves out {}.", all(left_out)));
            } else if taken == 0 {
                self.remark(format!("`files` in `{name}` leaves out everything below it: {}.", files(left_out)));
            } else if is_silent == Some(true) {
                self.remark(format!("`rules` in `{name}` switches off every rule for {}.", files(taken)));
            }
        }
        let mut unchecked: BTreeMap<Arc<str>, u64> = BTreeMap::new();
        for (_, why) in &self.unusable {
            *unchecked.entry(Arc::clone(&why.words)).or_default() += 1;
        }
        for (why, count) in unchecked {
            let were = if count == 1 { "was" } else { "were" };
            self.remark(format!("{} {were} not checked: {why}.", files(count)));
        }
        if is_nothing && self.shares.is_empty() {
            self.remark("There are only configurations, rules and schemas, and no records.".to_owned());
        }
    }

    /// Whether no file at all is left.
    fn is_nothing(&self) -> bool {
        !self.is_unusable && self.shares.values().all(|share| share.taken == 0)
    }

    /// Whether the job could not be done: a configuration cannot be used, or the configurations leave nothing to check.
    /// A program that `lists` files, such as a hook, may list none that is to be checked.
    pub(super) fn fails(&self, lists: bool) -> bool {
        let mut taken = self.shares.values().filter(|share| share.taken > 0).peekable();
        let is_silent = taken.peek().is_some() && taken.all(|share| share.is_silent == Some(true));
        self.is_unusable || is_silent || self.is_nothing() && !lists
    }

    /// Adds what is to be said at the end of the run.
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

/// Whether rules are switched off, and none is left but those that cannot be.
fn is_silent(rules: &RuleSet) -> bool {
    let mut others = rules.active().iter().filter(|rule| !rule.entry.is_always_on()).peekable();
    others.peek().is_some() && others.all(|rule| !rule.shown)
}
