//! Where the time goes, by stage and rule. Measured only where it was asked for; what is found does not depend on it.

use crate::diagnostic::RuleId;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// What is done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading the file, unpacking it and cutting it into pieces.
    Read,
    /// Telling its encoding and its syntax.
    Decode,
    /// From text to a tree.
    Parse,
    /// From the source tree to the canonical one.
    Shape,
    /// Validation.
    Schema,
    /// The rules, all of them.
    Rules,
    /// Settling and placing what was found.
    Place,
    /// Writing the reports.
    Report,
}

impl Stage {
    /// Every stage, in the order in which a record goes through them.
    pub const ALL: [Stage; 8] = [
        Stage::Read,
        Stage::Decode,
        Stage::Parse,
        Stage::Shape,
        Stage::Schema,
        Stage::Rules,
        Stage::Place,
        Stage::Report,
    ];

    /// Its name in a table.
    pub const fn name(self) -> &'static str {
        match self {
            Stage::Read => "read",
            Stage::Decode => "decode",
            Stage::Parse => "parse",
            Stage::Shape => "shape",
            Stage::Schema => "schema",
            Stage::Rules => "rules",
            Stage::Place => "place",
            Stage::Report => "report",
        }
    }
}

/// The time that was spent, over all workers.
#[derive(Clone, Debug, Default)]
pub struct Timings {
    is_on: bool,
    last: Option<Instant>,
    stages: [Duration; Stage::ALL.len()],
    /// By the place of a rule among those that are active; the rules that look at texts share one visit, and what is told
    /// for all rules stands behind it.
    present: Vec<Duration>,
    rules: BTreeMap<RuleId, Duration>,
}

/// What the visit to all texts is called among the rules.
pub const TEXTS: &str = "all rules on texts";

/// What is told of a record before its rules are asked: the lists that they share, and which fields are in their usual form.
pub const FORMS: &str = "what is usual, for all rules";

impl Timings {
    /// Measures, or does nothing.
    pub fn new(is_on: bool) -> Self {
        Self { is_on, ..Self::default() }
    }

    /// What is done from now on is measured.
    pub fn begin(&mut self) {
        if self.is_on {
            self.last = Some(Instant::now());
        }
    }

    /// What was done since the last call was `stage`.
    pub fn lap(&mut self, stage: Stage) {
        if let Some(last) = self.last {
            let now = Instant::now();
            self.stages[stage as usize] += now - last;
            self.last = Some(now);
        }
    }

    /// What was done since `begun` was `stage`.
    pub fn spend(&mut self, stage: Stage, begun: Instant) {
        if self.is_on {
            self.stages[stage as usize] += begun.elapsed();
        }
    }

    /// What was done since the last call was the rule at this place.
    #[inline]
    pub(super) fn rule(&mut self, place: usize) {
        if let Some(last) = self.last {
            self.book_rule(place, last.elapsed());
        }
    }

    #[cold]
    fn book_rule(&mut self, place: usize, passed: Duration) {
        if self.present.len() <= place {
            self.present.resize(place + 1, Duration::ZERO);
        }
        self.present[place] += passed;
        self.stages[Stage::Rules as usize] += passed;
        self.last = Some(Instant::now());
    }

    /// Books what was measured under the names of the rules.
    pub(super) fn book(&mut self, names: impl Iterator<Item = RuleId>) {
        for (name, passed) in names.chain([TEXTS, FORMS].map(RuleId::Borrowed)).zip(&mut self.present) {
            *self.rules.entry(name).or_default() += std::mem::take(passed);
        }
    }

    /// Adds what another worker spent.
    pub fn add(&mut self, other: &Timings) {
        for (all, one) in self.stages.iter_mut().zip(other.stages) {
            *all += one;
        }
        for (rule, passed) in &other.rules {
            *self.rules.entry(rule.clone()).or_default() += *passed;
        }
    }

    /// The time spent in a stage.
    pub fn stage(&self, stage: Stage) -> Duration {
        self.stages[stage as usize]
    }

    /// The time spent in each rule, the longest first.
    pub fn rules(&self) -> Vec<(&RuleId, Duration)> {
        let mut found: Vec<_> = self.rules.iter().map(|(rule, passed)| (rule, *passed)).collect();
        found.sort_by_key(|(_, passed)| std::cmp::Reverse(*passed));
        found
    }
}
