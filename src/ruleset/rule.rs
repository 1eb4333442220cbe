//! The form of a built-in rule, and what it is given when it looks at a record.

use super::Profile;
use crate::diagnostic::{Finding, Place, Severity};
use crate::record::{Record, State, verb};
use crate::shape::Shape;
use crate::tree::Symbol;

/// How a rule finds what it reports.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// It looks at fields, and is not run on a record that has none of [`Rule::reads`].
    Present(fn(&Record<'_>, &Ask<'_>, &mut Findings<'_>)),
    /// It judges what is absent as well, and is run on every record of a format that can hold [`Rule::reads`].
    Absent(fn(&Record<'_>, &Ask<'_>, &mut Findings<'_>)),
    /// A syntax or a schema finds it; the rule is its name, its severity and its page.
    Elsewhere,
}

/// A built-in rule. Its page is the comment at the head of its file.
#[derive(Debug)]
pub struct Rule {
    /// `group/name`, the path of its file.
    pub id: &'static str,
    /// Before any profile.
    pub severity: Severity,
    /// The release in which it appeared.
    pub since: &'static str,
    /// The top-level fields it is about.
    pub reads: &'static [Symbol],
    /// Rules that are silent at a value where this one speaks. `*` stands for all that are not above it.
    pub instead_of: &'static [&'static str],
    /// What it does.
    pub check: Check,
}

/// A rule and the text of the file it is written in, whose head is its page.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The rule.
    pub rule: &'static Rule,
    /// The text of its file.
    pub source: &'static str,
}

impl Entry {
    /// The page: the comment at the head of the file, in Markdown.
    pub fn page(&self) -> String {
        let lines = self.source.lines().map_while(|line| line.strip_prefix("//!"));
        lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
    }

    /// The first line of the page.
    pub fn summary(&self) -> String {
        self.page().lines().next().unwrap_or_default().to_owned()
    }
}

/// What a rule may know besides the record.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// What is demanded.
    pub profile: &'a Profile,
    /// The format the record is kept in; what it cannot hold is not missing.
    pub shape: &'static Shape,
    /// The year of the run, since a rule has no clock.
    pub year: i32,
}

impl Ask<'_> {
    /// Whether the format can hold the field.
    pub fn holds(&self, field: Symbol) -> bool {
        self.shape.holds(field)
    }
}

/// Where a rule puts what it finds. It stamps the rule's own id and severity.
#[derive(Debug)]
pub struct Findings<'f> {
    rule: &'static Rule,
    out: &'f mut Vec<Finding>,
}

impl<'f> Findings<'f> {
    /// Findings of `rule`, added to `out`.
    pub fn new(rule: &'static Rule, out: &'f mut Vec<Finding>) -> Self {
        Self { rule, out }
    }

    /// A finding at a place.
    pub fn at(&mut self, place: Place, message: impl Into<String>) -> &mut Finding {
        self.add(Finding::new(self.rule.id, self.rule.severity, place, message))
    }

    /// A finding about a field of the record that is absent or empty: the record's opening, or the empty value.
    pub fn missing(&mut self, record: &Record<'_>, field: Symbol, what: &str) -> Option<&mut Finding> {
        match record.state(field) {
            State::Present(_) => None,
            State::Absent => {
                let finding = self.at(Place::Opening(record.root()), format!("{what} {} missing", verb(what)));
                finding.subject = Some(field);
                Some(finding)
            }
            State::Empty(node) => {
                let finding = self.at(Place::Value(node), format!("{what} {} empty", verb(what)));
                finding.caption("nothing here");
                Some(finding)
            }
        }
    }

    fn add(&mut self, finding: Finding) -> &mut Finding {
        let place = self.out.len();
        self.out.push(finding);
        &mut self.out[place]
    }
}
