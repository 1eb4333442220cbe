//! Time measurements by stage and rule. Only on request, and without effect on the findings.

use crate::diagnostic::RuleId;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// A stage of processing a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading the file, decompressing it and splitting it into segments.
    Read,
    /// Detecting the encoding and the syntax.
    Decode,
    /// Parsing the text to a tree.
    Parse,
    /// Converting the source tree to the canonical one.
    Shape,
    /// Validating against the schema.
    Schema,
    /// Running the rules.
    Rules,
    /// Selecting and locating the findings.
    Place,
    /// Writing the reports.
    Report,
}

impl Stage {
    /// All stages in processing order.
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

    /// Returns the name for tables.
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

/// Times by stage and rule, for one worker or all of them.
#[derive(Clone, Debug, Default)]
pub struct Timings {
    is_on: bool,
    last: Option<Instant>,
    stages: [Duration; Stage::ALL.len()],
    /// The times by index among the active rules, followed by the time of all text rules and of the preparation. Not
    /// yet recorded under the names of the rules.
    current: Vec<Duration>,
    rules: BTreeMap<RuleId, Duration>,
}

/// The name of the pass over all strings in the list of rules.
pub const TEXTS: &str = "all rules on texts";

/// The name of the preparation of a record in the list of rules: the collection of data that the rules share.
pub const PREPARATION: &str = "what is usual, for all rules";

impl Timings {
    /// Creates timings that measure, or that do nothing.
    pub fn new(is_on: bool) -> Self {
        Self { is_on, ..Self::default() }
    }

    /// Starts the measurement.
    pub fn begin(&mut self) {
        if self.is_on {
            self.last = Some(Instant::now());
        }
    }

    /// Adds the time since the last call to `stage`.
    pub fn lap(&mut self, stage: Stage) {
        if let Some(last) = self.last {
            let now = Instant::now();
            self.stages[stage as usize] += now - last;
            self.last = Some(now);
        }
    }

    /// Adds the time since `begun` to `stage`.
    pub fn spend(&mut self, stage: Stage, begun: Instant) {
        if self.is_on {
            self.stages[stage as usize] += begun.elapsed();
        }
    }

    /// Adds the time since the last call to the rule at this index.
    #[inline]
    pub(super) fn rule(&mut self, place: usize) {
        if let Some(last) = self.last {
            self.add_to_rule(place, last.elapsed());
        }
    }

    #[cold]
    fn add_to_rule(&mut self, place: usize, elapsed: Duration) {
        if self.current.len() <= place {
            self.current.resize(place + 1, Duration::ZERO);
        }
        self.current[place] += elapsed;
        self.stages[Stage::Rules as usize] += elapsed;
        self.last = Some(Instant::now());
    }

    /// Records the measured times under the names of the rules.
    pub(super) fn assign_names(&mut self, names: impl Iterator<Item = RuleId>) {
        for (name, elapsed) in names.chain([TEXTS, PREPARATION].map(RuleId::Borrowed)).zip(&mut self.current) {
            *self.rules.entry(name).or_default() += std::mem::take(elapsed);
        }
    }

    /// Adds the times of another worker.
    pub fn add(&mut self, other: &Timings) {
        for (all, one) in self.stages.iter_mut().zip(other.stages) {
            *all += one;
        }
        for (rule, elapsed) in &other.rules {
            *self.rules.entry(rule.clone()).or_default() += *elapsed;
        }
    }

    /// Returns the time spent in a stage.
    pub fn stage(&self, stage: Stage) -> Duration {
        self.stages[stage as usize]
    }

    /// Returns the time spent in each rule, in descending order.
    pub fn rules(&self) -> Vec<(&RuleId, Duration)> {
        let mut found: Vec<_> = self.rules.iter().map(|(rule, elapsed)| (rule, *elapsed)).collect();
        found.sort_by_key(|(_, elapsed)| std::cmp::Reverse(*elapsed));
        found
    }
}
