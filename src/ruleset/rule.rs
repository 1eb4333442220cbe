//! The form of a built-in rule, and what it is given when it looks at a record.

use super::declared::{self, Declared};
use super::{Choice, Integer, Opt, Pattern, Profile, Setting};
use crate::diagnostic::{Applicability, Finding, Place, RuleId, Severity};
use crate::record::{Marks, Record, Required, State, verb};
use crate::shape::Shape;
use crate::tree::{NodeId, Symbol};
use regex::Regex;
use std::sync::Arc;

/// How a rule finds what it reports.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// It looks at fields, and is not run on a record that has none of [`Rule::reads`].
    Present(fn(&Record<'_>, &RuleContext<'_>, &mut Findings<'_>)),
    /// It judges what is absent as well, and is run on every record of a format that can hold [`Rule::reads`].
    Absent(fn(&Record<'_>, &RuleContext<'_>, &mut Findings<'_>)),
    /// It looks at every text that bears one of these marks.
    Text(Marks, fn(&Record<'_>, NodeId, &str, &mut Findings<'_>)),
    /// A syntax or a schema finds it; the rule is its name, its severity and its page.
    Elsewhere,
}

/// What a rule takes, the cheapest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cost {
    /// Nothing: it is found while a record is read.
    Nothing,
    /// A look at a few fields.
    Fields,
    /// A look at every text.
    Texts,
    /// A look at a few fields through a schema or an expression.
    Declared,
    /// The language of a text is recognised.
    Language,
}

impl Cost {
    /// The word for it in lists.
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
    /// Before any profile.
    pub severity: Severity,
    /// The release in which it appeared.
    pub since: &'static str,
    /// The top-level fields it is about.
    pub reads: &'static [Symbol],
    /// Its settings.
    pub options: &'static [Opt],
    /// Rules, and groups of rules, that are silent at a value where this one speaks.
    pub instead_of: &'static [&'static str],
    /// How far its fixes can be trusted at best; nothing if it has none.
    pub fix: Option<Applicability>,
    /// What it takes.
    pub cost: Cost,
    /// What it does.
    pub check: Check,
}

/// A built-in rule and the text of the file it is written in, whose head is its page.
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
    /// `group/name`.
    pub fn id(&self) -> &str {
        match self {
            Entry::BuiltIn(entry) => entry.rule.id,
            Entry::Declared(rule) => &rule.id,
        }
    }

    /// The id as findings bear it.
    pub fn rule_id(&self) -> RuleId {
        match self {
            Entry::BuiltIn(entry) => RuleId::Borrowed(entry.rule.id),
            Entry::Declared(rule) => rule.id.clone(),
        }
    }

    /// Before any profile.
    pub fn severity(&self) -> Severity {
        match self {
            Entry::BuiltIn(entry) => entry.rule.severity,
            Entry::Declared(rule) => rule.severity,
        }
    }

    /// The release in which it appeared; of a rule of the user's own nothing.
    pub fn since(&self) -> &str {
        match self {
            Entry::BuiltIn(entry) => entry.rule.since,
            Entry::Declared(rule) => &rule.since,
        }
    }

    /// The top-level fields it is about.
    pub fn reads(&self) -> &[Symbol] {
        match self {
            Entry::BuiltIn(entry) => entry.rule.reads,
            Entry::Declared(rule) => &rule.reads,
        }
    }

    /// Its settings.
    pub fn options(&self) -> &'static [Opt] {
        match self {
            Entry::BuiltIn(entry) => entry.rule.options,
            Entry::Declared(_) => &[],
        }
    }

    /// Whether the rule `loser` is silent at a value where this one speaks.
    pub fn is_instead_of(&self, loser: &str) -> bool {
        let names = |name: &str| loser.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        match self {
            Entry::BuiltIn(entry) => entry.rule.instead_of.iter().any(|name| names(name)),
            Entry::Declared(rule) => rule.instead_of.iter().any(|name| names(name)),
        }
    }

    /// How far its fixes can be trusted at best; nothing if it has none.
    pub fn fix(&self) -> Option<Applicability> {
        match self {
            Entry::BuiltIn(entry) => entry.rule.fix,
            Entry::Declared(rule) => rule.fix(),
        }
    }

    /// What it takes.
    pub fn cost(&self) -> Cost {
        match self {
            Entry::BuiltIn(entry) => entry.rule.cost,
            Entry::Declared(_) => Cost::Declared,
        }
    }

    /// Whether it judges what is absent, so that a format which cannot hold [`Entry::reads`] is not judged by it.
    pub fn judges_absence(&self) -> bool {
        match self {
            Entry::BuiltIn(entry) => matches!(entry.rule.check, Check::Absent(_)),
            Entry::Declared(rule) => rule.judges_absence(),
        }
    }

    /// Whether records of a format can have what it misses. What cannot be said is not missing.
    pub fn is_held_by(&self, shape: &Shape) -> bool {
        self.is_held(shape.lacks)
    }

    /// Whether a record without these fields can have what it misses.
    pub fn is_held(&self, lacks: &[Symbol]) -> bool {
        if lacks.is_empty() {
            return true;
        }
        let reads = self.reads();
        if self.judges_absence() && !reads.is_empty() && reads.iter().all(|field| lacks.contains(field)) {
            return false;
        }
        // The authors are there, their institutions cannot be.
        let is_own = |field: &Symbol| Required::named(field.name()).and_then(|all| all.own_rule()) == Some(self.id());
        !(self.misses() && lacks.iter().any(is_own))
    }

    /// Whether it tells that something is not there.
    pub fn misses(&self) -> bool {
        self.id().ends_with("missing") || self.id() == "keyword/lang"
    }

    /// Whether it misses what a citation does not need. In formats that are kept for citing such a field is a choice: most
    /// records have no abstract there. What a profile requires is not such a field.
    pub fn misses_beyond_citing(&self) -> bool {
        const FOR_CITING: &[&str] = &[
            "contributor/missing",
            "date/year-missing",
            "field/required-missing",
            "journal/missing",
            "title/missing",
            "type/missing",
        ];
        self.misses() && !FOR_CITING.contains(&self.id())
    }

    /// Whether it can be switched off; a file that does not parse cannot be checked.
    pub fn is_always_on(&self) -> bool {
        let elsewhere = matches!(self, Entry::BuiltIn(entry) if matches!(entry.rule.check, Check::Elsewhere));
        elsewhere && (self.id().starts_with("syntax/") || self.id() == "rule/failed")
    }

    /// Whether it comes with this program.
    pub fn is_bundled(&self) -> bool {
        match self {
            Entry::BuiltIn(_) => true,
            Entry::Declared(rule) => {
                let own = format!("rules/{}.yaml", rule.id);
                declared::BUNDLED.iter().any(|(path, _)| *path == own)
            }
        }
    }

    /// The page, in Markdown: of a built-in rule the comment at the head of its file.
    pub fn page(&self) -> String {
        match self {
            Entry::BuiltIn(entry) => entry.page(),
            Entry::Declared(rule) => rule.page(),
        }
    }

    /// The code of a built-in rule without its tests, from which the page takes what the rule may do besides the usual.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Entry::BuiltIn(entry) => {
                let code = entry.source.find("\nuse ").map_or("", |start| &entry.source[start..]);
                code.split("#[cfg(test)]").next().unwrap_or_default()
            }
            Entry::Declared(_) => "",
        }
    }

    /// The first line of the page.
    pub fn summary(&self) -> String {
        self.page().lines().next().unwrap_or_default().to_owned()
    }
}

impl BuiltIn {
    /// The page: the comment at the head of the file, in Markdown.
    pub fn page(&self) -> String {
        let lines = self.source.lines().map_while(|line| line.strip_prefix("//!"));
        lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
    }
}

/// What a rule may know besides the record.
#[derive(Clone, Copy, Debug)]
pub struct RuleContext<'a> {
    /// What is demanded.
    pub profile: &'a Profile,
    /// The format the record is kept in; what it cannot hold is not missing.
    pub shape: &'static Shape,
    /// What this one record cannot hold beside that.
    pub lacks: &'a [Symbol],
    /// The year of the run, since a rule has no clock.
    pub year: i32,
    /// What the rule's options were set to, by name.
    pub options: &'a [(&'static str, Setting)],
}

impl RuleContext<'_> {
    /// What the option is set to.
    pub fn integer(&self, option: &Integer) -> i64 {
        match self.setting(option.name) {
            Some(Setting::Integer(number)) => *number,
            _ => option.default,
        }
    }

    /// What the option is set to.
    pub fn choice(&self, option: &Choice) -> &'static str {
        match self.setting(option.name) {
            Some(Setting::Choice(word)) => word,
            _ => option.default,
        }
    }

    /// The pattern that the option is set to.
    pub fn pattern(&self, option: &Pattern) -> Option<&Regex> {
        match self.setting(option.name) {
            Some(Setting::Pattern(pattern)) => pattern.as_deref(),
            _ => None,
        }
    }

    fn setting(&self, name: &str) -> Option<&Setting> {
        self.options.iter().find(|(option, _)| *option == name).map(|(_, setting)| setting)
    }

    /// Whether the record can hold the field.
    pub fn holds(&self, field: Symbol) -> bool {
        self.shape.holds(field) && !self.lacks.contains(&field)
    }
}

/// Where a rule puts what it finds. It stamps the rule's own id and severity.
#[derive(Debug)]
pub struct Findings<'f> {
    speaker: Speaker<'f>,
    out: &'f mut Vec<Finding>,
}

/// Who speaks: copied into a finding only where there is one.
#[derive(Clone, Copy, Debug)]
enum Speaker<'f> {
    Entry(&'f Entry),
    Declared(&'f Declared),
}

impl<'f> Findings<'f> {
    /// Findings of the rule `entry`, added to `out`.
    pub fn new(entry: &'f Entry, out: &'f mut Vec<Finding>) -> Self {
        Self { speaker: Speaker::Entry(entry), out }
    }

    /// Findings of a rule that is in no list yet.
    pub fn of(rule: &'f Declared, out: &'f mut Vec<Finding>) -> Self {
        Self { speaker: Speaker::Declared(rule), out }
    }

    /// A finding at a place.
    pub fn at(&mut self, place: Place, message: impl Into<String>) -> &mut Finding {
        let (rule, severity) = match self.speaker {
            Speaker::Entry(entry) => (entry.rule_id(), entry.severity()),
            Speaker::Declared(rule) => (rule.id.clone(), rule.severity),
        };
        Finding::new(rule, severity, place, message).add_to(self.out)
    }

    /// A finding about a field of the record that is absent or empty: the record's opening, or the empty value. It is named
    /// as the format names it, or else as `what`.
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
