//! The definition of a built-in rule, and its input.

use super::declared::{self, Declared};
use super::{Choice, Integer, Opt, Pattern, Profile, Setting};
use crate::diagnostic::{Applicability, Finding, Place, RuleId, Severity, ids};
use crate::record::{Marks, Record, Required, State, verb};
use crate::shape::Shape;
use crate::tree::{NodeId, Symbol};
use regex::Regex;
use std::sync::Arc;

/// How a rule finds errors.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Checks fields. Not run on a record that has none of [`Rule::reads`].
    Present(fn(&Record<'_>, &RuleContext<'_>, &mut Findings<'_>)),
    /// Also checks for absent fields. Run on every record of a format that has [`Rule::reads`].
    Absent(fn(&Record<'_>, &RuleContext<'_>, &mut Findings<'_>)),
    /// Checks every text that has one of these marks.
    Text(Marks, fn(&Record<'_>, NodeId, &str, &mut Findings<'_>)),
    /// Implemented by a syntax or a schema; the rule only has a name, a severity and a page.
    Elsewhere,
}

/// The cost of a rule, the cheapest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cost {
    /// None: errors are found while a record is read.
    Nothing,
    /// Checks a few fields.
    Fields,
    /// Checks every text.
    Texts,
    /// Checks a few fields with a schema or an expression.
    Declared,
    /// Detects the language of a text.
    Language,
}

impl Cost {
    /// Returns its word in lists.
    pub const fn name(self) -> &'static str {
        match self {
            Cost::Nothing => "nothing",
            Cost::Fields => "fields",
            Cost::Texts => "texts",
            Cost::Declared => "declared",
            Cost::Language => "language",
        }
    }
}

/// A built-in rule. Its page is the comment at the head of its file.
#[derive(Debug)]
pub struct Rule {
    /// `group/name`, the path of its file.
    pub id: &'static str,
    /// The severity before any profile.
    pub severity: Severity,
    /// The release in which it appeared.
    pub since: &'static str,
    /// The top-level fields it is about.
    pub reads: &'static [Symbol],
    /// Its options.
    pub options: &'static [Opt],
    /// Rules, and groups of rules, that do not report a value that this one reports.
    pub instead_of: &'static [&'static str],
    /// The best applicability of its fixes. `None` if it has no fixes.
    pub fix: Option<Applicability>,
    /// Its cost.
    pub cost: Cost,
    /// Its check.
    pub check: Check,
}

impl Rule {
    /// The defaults of a rule's header.
    pub const PLAIN: Rule = Rule {
        id: "",
        severity: Severity::Warning,
        since: "0.1.0",
        reads: &[],
        options: &[],
        instead_of: &[],
        fix: None,
        cost: Cost::Fields,
        check: Check::Elsewhere,
    };
}

/// A built-in rule with the source text of its file, whose head comment is its page.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// The rule.
    pub rule: &'static Rule,
    /// The text of its file.
    pub source: &'static str,
}

/// A rule of either kind.
#[derive(Clone, Debug)]
pub enum Entry {
    /// Written in Rust.
    BuiltIn(BuiltIn),
    /// Written in YAML.
    Declared(Arc<Declared>),
}

impl Entry {
    /// Returns the id, `group/name`.
    pub fn id(&self) -> &str {
        match self {
            Entry::BuiltIn(entry) => entry.rule.id,
            Entry::Declared(rule) => &rule.id,
        }
    }

    /// Returns the id as used in findings.
    pub fn rule_id(&self) -> RuleId {
        match self {
            Entry::BuiltIn(entry) => RuleId::Borrowed(entry.rule.id),
            Entry::Declared(rule) => rule.id.clone(),
        }
    }

    /// Returns the severity before any profile.
    pub fn severity(&self) -> Severity {
        match self {
            Entry::BuiltIn(entry) => entry.rule.severity,
            Entry::Declared(rule) => rule.severity,
        }
    }

    /// Returns the release in which it appeared; empty for a rule of the user.
    pub fn since(&self) -> &str {
        match self {
            Entry::BuiltIn(entry) => entry.rule.since,
            Entry::Declared(rule) => &rule.since,
        }
    }

    /// Returns the top-level fields it is about.
    pub fn reads(&self) -> &[Symbol] {
        match self {
            Entry::BuiltIn(entry) => entry.rule.reads,
            Entry::Declared(rule) => &rule.reads,
        }
    }

    /// Returns its options.
    pub fn options(&self) -> &'static [Opt] {
        match self {
            Entry::BuiltIn(entry) => entry.rule.options,
            Entry::Declared(_) => &[],
        }
    }

    /// Whether the rule `loser` does not report a value that this one reports.
    pub fn is_instead_of(&self, loser: &str) -> bool {
        let names = |name: &str| loser.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        match self {
            Entry::BuiltIn(entry) => entry.rule.instead_of.iter().any(|name| names(name)),
            Entry::Declared(rule) => rule.instead_of.iter().any(|name| names(name)),
        }
    }

    /// Returns the best applicability of its fixes. `None` if it has no fixes.
    pub fn fix(&self) -> Option<Applicability> {
        match self {
            Entry::BuiltIn(entry) => entry.rule.fix,
            Entry::Declared(rule) => rule.fix(),
        }
    }

    /// Returns its cost.
    pub fn cost(&self) -> Cost {
        match self {
            Entry::BuiltIn(entry) => entry.rule.cost,
            Entry::Declared(_) => Cost::Declared,
        }
    }

    /// Whether it checks for absent fields, so that it does not apply to a format without [`Entry::reads`].
    pub fn checks_absence(&self) -> bool {
        match self {
            Entry::BuiltIn(entry) => matches!(entry.rule.check, Check::Absent(_)),
            Entry::Declared(rule) => rule.checks_absence(),
        }
    }

    /// Whether records of a format can have the fields that it reports as missing.
    pub fn can_apply_to(&self, shape: &Shape) -> bool {
        self.is_held(shape.lacks)
    }

    /// Whether a record that cannot have these fields can have those that it reports as missing.
    pub fn is_held(&self, lacks: &[Symbol]) -> bool {
        if lacks.is_empty() {
            return true;
        }
        let reads = self.reads();
        if self.checks_absence() && !reads.is_empty() && reads.iter().all(|field| lacks.contains(field)) {
            return false;
        }
        // The record has authors but cannot have their affiliations.
        let is_own = |field: &Symbol| Required::named(field.name()).and_then(|all| all.own_rule()) == Some(self.id());
        !(self.reports_missing() && lacks.iter().any(is_own))
    }

    /// Whether it reports something as missing.
    pub fn reports_missing(&self) -> bool {
        self.id().ends_with("missing") || self.id() == ids::KEYWORD_LANG
    }

    /// Whether it reports fields that a citation does not need as missing. In citation formats such a field is
    /// optional: most records have no abstract there. A field that a profile requires is not included.
    pub fn reports_beyond_citing(&self) -> bool {
        const FOR_CITING: &[&str] = &[
            ids::CONTRIBUTOR_MISSING,
            ids::DATE_YEAR_MISSING,
            ids::FIELD_REQUIRED_MISSING,
            ids::JOURNAL_MISSING,
            ids::TITLE_MISSING,
            ids::TYPE_MISSING,
        ];
        self.reports_missing() && !FOR_CITING.contains(&self.id())
    }

    /// Whether it cannot be switched off: a file that does not parse cannot be checked.
    pub fn is_always_on(&self) -> bool {
        let elsewhere = matches!(self, Entry::BuiltIn(entry) if matches!(entry.rule.check, Check::Elsewhere));
        elsewhere && (self.id().starts_with("syntax/") || self.id() == ids::RULE_FAILED)
    }

    /// Whether it is bundled.
    pub fn is_bundled(&self) -> bool {
        match self {
            Entry::BuiltIn(_) => true,
            Entry::Declared(rule) => {
                let own = format!("rules/{}.yaml", rule.id);
                declared::BUNDLED.iter().any(|(path, _)| *path == own)
            }
        }
    }

    /// Returns the page, in Markdown: for a built-in rule, the comment at the head of its file.
    pub fn page(&self) -> String {
        match self {
            Entry::BuiltIn(entry) => entry.page(),
            Entry::Declared(rule) => rule.page(),
        }
    }

    /// Returns the code of a built-in rule without its tests, from which the page derives exceptions.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Entry::BuiltIn(entry) => {
                let code = entry.source.find("\nuse ").map_or("", |start| &entry.source[start..]);
                code.split("#[cfg(test)]").next().unwrap_or_default()
            }
            Entry::Declared(_) => "",
        }
    }

    /// Returns the first line of the page.
    pub fn summary(&self) -> String {
        self.page().lines().next().unwrap_or_default().to_owned()
    }
}

impl BuiltIn {
    /// Returns the page: the comment at the head of the file, in Markdown.
    pub fn page(&self) -> String {
        let lines = self.source.lines().map_while(|line| line.strip_prefix("//!"));
        lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
    }
}

/// The input of a rule besides the record.
#[derive(Clone, Copy, Debug)]
pub struct RuleContext<'a> {
    /// The requirements.
    pub profile: &'a Profile,
    /// The format of the record. Fields that it does not have are not missing.
    pub shape: &'static Shape,
    /// Further fields that this record cannot have.
    pub lacks: &'a [Symbol],
    /// The year of the run. Rules have no clock.
    pub year: i32,
    /// The values of the rule's options, by name.
    pub options: &'a [(&'static str, Setting)],
}

impl RuleContext<'_> {
    /// Returns the value of an integer option.
    pub fn integer(&self, option: &Integer) -> i64 {
        match self.setting(option.name) {
            Some(Setting::Integer(number)) => *number,
            _ => option.default,
        }
    }

    /// Returns the value of a choice option.
    pub fn choice(&self, option: &Choice) -> &'static str {
        match self.setting(option.name) {
            Some(Setting::Choice(word)) => word,
            _ => option.default,
        }
    }

    /// Returns the pattern of an option.
    pub fn pattern(&self, option: &Pattern) -> Option<&Regex> {
        match self.setting(option.name) {
            Some(Setting::Pattern(pattern)) => pattern.as_deref(),
            _ => None,
        }
    }

    fn setting(&self, name: &str) -> Option<&Setting> {
        self.options.iter().find(|(option, _)| *option == name).map(|(_, setting)| setting)
    }

    /// Whether the record can have the field.
    pub fn holds(&self, field: Symbol) -> bool {
        self.shape.holds(field) && !self.lacks.contains(&field)
    }
}

/// Collects the findings of a rule and sets its id and severity.
#[derive(Debug)]
pub struct Findings<'f> {
    speaker: Speaker<'f>,
    out: &'f mut Vec<Finding>,
}

/// The rule that reports; it is only copied into a finding.
#[derive(Clone, Copy, Debug)]
enum Speaker<'f> {
    Entry(&'f Entry),
    Declared(&'f Declared),
}

impl<'f> Findings<'f> {
    /// Collects findings of the rule `entry` in `out`.
    pub fn new(entry: &'f Entry, out: &'f mut Vec<Finding>) -> Self {
        Self { speaker: Speaker::Entry(entry), out }
    }

    /// Collects findings of a rule that is not in the catalogue.
    pub fn of(rule: &'f Declared, out: &'f mut Vec<Finding>) -> Self {
        Self { speaker: Speaker::Declared(rule), out }
    }

    /// Adds a finding at a place.
    pub fn at(&mut self, place: Place, message: impl Into<String>) -> &mut Finding {
        let (rule, severity) = match self.speaker {
            Speaker::Entry(entry) => (entry.rule_id(), entry.severity()),
            Speaker::Declared(rule) => (rule.id.clone(), rule.severity),
        };
        Finding::new(rule, severity, place, message).add_to(self.out)
    }

    /// Adds a finding about an absent or empty field of the record, at the opening of the record or at the empty value.
    /// The message uses the format's name of the field, or else `what`.
    pub fn missing(&mut self, record: &Record<'_>, field: Symbol, what: &str) -> Option<&mut Finding> {
        let state = record.state(field);
        if matches!(state, State::Present(_)) {
            return None;
        }
        let own = record.format_name(field);
        let what = own.as_deref().unwrap_or(what);
        match state {
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
}
