//! Which rules a run uses: the profile's, changed by selectors.

use super::{Check, Entry, Profile, Rule};
use crate::diagnostic::Severity;
use globset::{Glob, GlobMatcher};

/// What the person asked for besides the profile.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only these instead of the profile's, unless empty.
    pub select: Vec<String>,
    /// These too.
    pub extend_select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
    /// Severities by selector; nothing for off. Of equally particular ones the last holds.
    pub severity: Vec<(String, Option<Severity>)>,
}

/// A selector that matches no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSelector {
    /// What was written.
    pub selector: String,
    /// The nearest id or group, if one is really near.
    pub nearest: Option<String>,
}

/// A rule of the run.
#[derive(Clone, Copy, Debug)]
pub struct ActiveRule {
    /// The rule.
    pub rule: &'static Rule,
    /// What the profile makes of its severity.
    pub severity: Option<Severity>,
    /// Whether its findings are shown. A rule that the person ignores still speaks in place of others, so that
    /// ignoring it does not bring a lesser finding about the same mistake back.
    pub shown: bool,
}

/// All rules there are, and which of them a run uses.
#[derive(Clone, Debug)]
pub struct RuleSet {
    profile: Profile,
    active: Vec<ActiveRule>,
    all: &'static [Entry],
}

/// A selector: an id, a group, a glob of ids, or `all`.
struct Selector {
    matcher: GlobMatcher,
    group: String,
    /// How many letters are literal: the more, the more particular.
    weight: usize,
}

impl Selector {
    fn new(text: &str) -> Option<Self> {
        let pattern = if text == "all" { "**" } else { text };
        let weight = if text == "all" { 0 } else { text.find(['*', '?', '[', '{']).unwrap_or(text.len()) };
        let matcher = Glob::new(pattern).ok()?.compile_matcher();
        Some(Self { matcher, group: format!("{text}/"), weight })
    }

    fn matches(&self, id: &str) -> bool {
        self.matcher.is_match(id) || id.starts_with(&self.group)
    }
}

impl RuleSet {
    /// The rules that `profile` and `selection` leave of `all`.
    pub fn new(all: &'static [Entry], profile: Profile, selection: &Selection) -> Result<Self, UnknownSelector> {
        let select = selectors(all, &selection.select)?;
        let extend = selectors(all, &selection.extend_select)?;
        let ignore = selectors(all, &selection.ignore)?;
        let severity_texts: Vec<String> = selection.severity.iter().map(|(text, _)| text.clone()).collect();
        let severities = selectors(all, &severity_texts)?;
        let asked = |id: &str| {
            let found = severities.iter().zip(&selection.severity).filter(|(selector, _)| selector.matches(id));
            found.max_by_key(|(selector, _)| selector.weight).map(|(_, (_, severity))| *severity)
        };
        let best = |selectors: &[Selector], id: &str| {
            selectors.iter().filter(|selector| selector.matches(id)).map(|selector| selector.weight).max()
        };
        let mut active = Vec::new();
        for entry in all {
            let rule = entry.rule;
            let by_profile =
                if select.is_empty() { !profile.is_off(rule.id) } else { best(&select, rule.id).is_some() };
            let wanted = best(&extend, rule.id).max(best(&select, rule.id));
            let ignored = best(&ignore, rule.id);
            let is_on = by_profile || wanted.is_some();
            // The longer literal prefix wins, and of equal ones the refusal.
            let is_ignored = ignored.is_some() && ignored >= wanted && !is_always_on(rule);
            let asked = asked(rule.id).filter(|severity| severity.is_some() || !is_always_on(rule));
            if is_on || is_always_on(rule) {
                let severity = asked.flatten().or_else(|| profile.severity_of(rule.id));
                active.push(ActiveRule { rule, severity, shown: !is_ignored && asked != Some(None) });
            }
        }
        Ok(Self { profile, active, all })
    }

    /// Whether a selector matches a rule.
    pub fn is_known(all: &[Entry], selector: &str) -> Result<(), UnknownSelector> {
        selectors(all, &[selector.to_owned()]).map(|_| ())
    }

    /// The rules of the run.
    pub fn active(&self) -> &[ActiveRule] {
        &self.active
    }

    /// The profile.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The rule of the run with this id.
    pub fn find(&self, id: &str) -> Option<&ActiveRule> {
        self.active.iter().find(|active| active.rule.id == id)
    }

    /// All rules there are, on or off.
    pub fn all(&self) -> &'static [Entry] {
        self.all
    }
}

/// A file that does not parse cannot be checked: nobody may switch that off.
fn is_always_on(rule: &Rule) -> bool {
    matches!(rule.check, Check::Elsewhere) && rule.id.starts_with("syntax/")
}

fn selectors(all: &[Entry], texts: &[String]) -> Result<Vec<Selector>, UnknownSelector> {
    texts
        .iter()
        .map(|text| {
            Selector::new(text)
                .filter(|selector| all.iter().any(|entry| selector.matches(entry.rule.id)))
                .ok_or_else(|| UnknownSelector { selector: text.clone(), nearest: nearest(all, text) })
        })
        .collect()
}

/// The id or group that was probably meant.
pub(super) fn nearest(all: &[Entry], text: &str) -> Option<String> {
    let ids = all.iter().map(|entry| entry.rule.id);
    let groups = all.iter().filter_map(|entry| entry.rule.id.split_once('/')).map(|(group, _)| group);
    ids.chain(groups)
        .map(|name| (strsim::damerau_levenshtein(name, text), name))
        .filter(|(distance, name)| *distance <= 3 && distance * 3 <= name.len())
        .min()
        .map(|(_, name)| name.to_owned())
}

impl UnknownSelector {
    /// For a rule's id that was looked up: an error with the nearest name.
    pub fn of(all: &[Entry], text: &str) -> Self {
        Self { selector: text.to_owned(), nearest: nearest(all, text) }
    }
}
