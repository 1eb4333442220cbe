//! Declared rules: a YAML file with a JSON Schema or an expression, a message, and examples.
//!
//! Bundled rules and the user's own are loaded in the same way by [`load()`]; [`Declared::check`] runs them.

mod bundled;
mod check_examples;
mod example;
pub mod expression;
mod given;
mod load;
mod repair;
mod template;
mod terms;

pub use bundled::BUNDLED;
pub use example::Example;
pub use load::{Loaded, load};

use super::schema::Fragment;
use super::{Findings, RuleContext};
use crate::diagnostic::{Applicability, Finding, Label, Place, RuleId, Severity};
use crate::record::Record;
use crate::tree::schema::Exhausted;
use crate::tree::{NodeId, Symbol, Tree};
use expression::{Expression, Subject};
use given::Given;
use regex::Regex;
use repair::Repair;
use std::collections::HashSet;
use std::fmt::Write;
use template::Template;

/// The year in which all examples are checked, so that they never become outdated.
pub const EXAMPLE_YEAR: i32 = 2026;

/// A rule written as data.
#[derive(Debug)]
pub struct Declared {
    /// `group/name`.
    pub id: RuleId,
    /// What it reports, in one line.
    pub summary: String,
    /// Why that matters.
    pub why: String,
    /// The severity before any profile.
    pub severity: Severity,
    /// The release in which it appeared; empty for a rule of the user.
    pub since: String,
    /// The top-level fields it is about.
    pub reads: Vec<Symbol>,
    /// Rules that do not report where this one reports.
    pub instead_of: Vec<String>,
    /// The path of its file, as the user knows it.
    pub path: String,
    /// Records that it must report, and records that it must not report.
    pub examples: Vec<Example>,
    parts: Vec<Part>,
}

/// A check of a rule, with its own message.
#[derive(Debug)]
struct Part {
    /// The records to which it applies; all if absent.
    when: Option<Condition>,
    /// Native document types to which it does not apply. Types of other formats are converted.
    except_types: Vec<String>,
    given: Vec<Given>,
    condition: Condition,
    severity: Option<Severity>,
    message: Template,
    help: Option<Template>,
    /// A short label at the reported value.
    caption: Option<String>,
    /// The member of an object at which a finding of an expression is reported.
    point_at: Option<String>,
    /// The part of a wrong text that is underlined.
    mark: Option<Regex>,
    labels: Vec<Also>,
    repair: Option<Repair>,
}

/// The condition that must hold.
#[derive(Debug)]
enum Condition {
    Schema(Box<Fragment>),
    Expression(Box<Expression>),
}

/// Related locations: the nodes below `given` that do not satisfy `unless`.
#[derive(Debug)]
struct Also {
    given: Given,
    unless: Option<Fragment>,
    text: String,
}

/// An expression that could not be evaluated on a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The location at which it was evaluated.
    pub place: Place,
    /// The error, in words.
    pub reason: String,
}

impl Declared {
    /// Returns the best applicability of its fixes. `None` if it has no fixes.
    pub fn fix(&self) -> Option<Applicability> {
        self.parts.iter().filter_map(|part| part.repair.as_ref()).map(|repair| repair.applicability).max()
    }

    /// Whether it checks records that have none of the fields it is about.
    pub fn checks_absence(&self) -> bool {
        self.parts.iter().flat_map(|part| &part.given).any(Given::is_record)
    }

    /// Checks a record. Evaluation errors are returned; the findings of other parts are kept.
    pub fn check(
        &self,
        record: &Record<'_>,
        context: &RuleContext<'_>,
        findings: &mut Findings<'_>,
    ) -> Result<(), Failure> {
        let mut reported: HashSet<(Place, Option<Symbol>)> = HashSet::new();
        let mut outcome = Ok(());
        for part in &self.parts {
            let failure = part.check(record, context, &mut reported, findings).err();
            outcome = outcome.and(failure.map_or(Ok(()), Err));
        }
        outcome
    }

    /// Returns the page, in Markdown.
    pub fn page(&self) -> String {
        let mut page = format!("{}\n\n## Why\n\n{}\n", self.summary, self.why.trim());
        for (title, good) in [("Bad", false), ("Good", true)] {
            let _ = writeln!(page, "\n## {title}");
            for example in self.examples.iter().filter(|example| example.is_good == good) {
                let _ = writeln!(page, "\n```yaml\n{}\n```", example.shown.trim_end());
            }
        }
        page
    }
}

impl Part {
    fn check(
        &self,
        record: &Record<'_>,
        context: &RuleContext<'_>,
        reported: &mut HashSet<(Place, Option<Symbol>)>,
        findings: &mut Findings<'_>,
    ) -> Result<(), Failure> {
        let root = Subject::new(record, record.root(), Some(crate::record::outline()), context.year);
        // Most records are valid, so whether the check applies at all is only determined for a violation.
        let mut applies = (self.when.is_none() && self.except_types.is_empty()).then_some(true);
        let mut outcome = Ok(());
        for given in &self.given {
            given.select_in(record, &mut |node| {
                let subject = Subject { this: node, outline: given.outline, ..root };
                if applies == Some(false) || self.condition.is_met(&subject) {
                    return;
                }
                if applies.is_none() {
                    let is_excepted = record.has_type(&self.except_types);
                    applies = match self.when.as_ref().map_or(Ok(true), |when| when.holds(&root)) {
                        Ok(answer) => Some(answer && !is_excepted),
                        Err(reason) => {
                            outcome = Err(Failure { place: Place::Opening(root.this), reason });
                            Some(false)
                        }
                    };
                }
                if applies == Some(false) {
                    return;
                }
                let found = self.check_node(&subject, reported, findings);
                let failure = found.err().map(|reason| Failure { place: place_of(root.tree, node), reason });
                if let (Some(failure), true) = (failure, outcome.is_ok()) {
                    outcome = Err(failure);
                }
            });
        }
        outcome
    }

    fn check_node(
        &self,
        subject: &Subject<'_>,
        reported: &mut HashSet<(Place, Option<Symbol>)>,
        findings: &mut Findings<'_>,
    ) -> Result<(), String> {
        let (place, missing) = match &self.condition {
            Condition::Schema(schema) => match schema.deepest_fault(subject.tree, subject.this).map_err(describe)? {
                None => return Ok(()),
                Some(_) if self.point_at.is_some() => (self.chosen_place(subject), None),
                Some(fault) => fault,
            },
            Condition::Expression(expression) => {
                if expression.holds(subject)? {
                    return Ok(());
                }
                (self.chosen_place(subject), None)
            }
        };
        if !reported.insert((place.clone(), missing)) {
            return Ok(());
        }
        let message = self.message.fill(subject, &place)?;
        let help = self.help.as_ref().map(|help| help.fill(subject, &place)).transpose()?;
        let text = place.node().and_then(|node| subject.tree.text(node));
        let marked_place = self.marked(&place, text);
        let finding = findings.at(marked_place, message);
        finding.subject = missing;
        if let Some(caption) = self.caption.clone().filter(|_| missing.is_none()) {
            finding.caption(caption);
        }
        finding.help = help;
        if let Some(severity) = self.severity {
            finding.severity(severity);
        }
        finding.value = text.map(str::to_owned);
        self.add_details(finding, subject, &place);
        Ok(())
    }

    /// Returns the location that the rule chooses: a member, or the value itself.
    fn chosen_place(&self, subject: &Subject<'_>) -> Place {
        let (tree, this) = (subject.tree, subject.this);
        let member = self.point_at.as_deref().and_then(|name| tree.get_named(this, name));
        place_of(tree, member.map_or(this, |child| child.value))
    }

    /// Returns the wrong part of the text, if the rule marks it.
    fn marked(&self, place: &Place, text: Option<&str>) -> Place {
        let range = self.mark.as_ref().zip(text).and_then(|(mark, text)| mark.find(text)).map(|found| found.range());
        match (place, range.filter(|range| !range.is_empty())) {
            (Place::Value(node), Some(range)) => Place::Within(*node, range),
            _ => place.clone(),
        }
    }

    /// Adds related locations and the fix.
    fn add_details(&self, finding: &mut Finding, subject: &Subject<'_>, place: &Place) {
        for also in &self.labels {
            also.given.select(subject.tree, subject.tree.root(), &mut |node| {
                let violates =
                    also.unless.as_ref().is_none_or(|schema| schema.accepts(subject.tree, node) == Ok(false));
                let label = Label { place: place_of(subject.tree, node), text: also.text.clone().into() };
                if violates && label.place != finding.place {
                    finding.labels.push(label);
                }
            });
        }
        let node = place.node();
        finding.fix = self.repair.as_ref().zip(node).and_then(|(repair, node)| repair.of(subject.tree, node));
    }
}

impl Condition {
    /// Whether a schema accepts the value. Always false for an expression, which is not evaluated twice.
    fn is_met(&self, subject: &Subject<'_>) -> bool {
        matches!(self, Condition::Schema(schema) if schema.accepts(subject.tree, subject.this) == Ok(true))
    }

    fn holds(&self, subject: &Subject<'_>) -> Result<bool, String> {
        match self {
            Condition::Schema(schema) => schema.accepts(subject.tree, subject.this).map_err(describe),
            Condition::Expression(expression) => expression.holds(subject),
        }
    }
}

/// Explains why a rule has no result.
fn describe(exhausted: Exhausted) -> String {
    exhausted.to_string()
}

/// Returns the place of a finding about a node: a text, or the opening of an object or a list.
fn place_of(tree: Tree<'_>, node: NodeId) -> Place {
    if tree.is_object(node) || tree.is_array(node) { Place::Opening(node) } else { Place::Value(node) }
}
