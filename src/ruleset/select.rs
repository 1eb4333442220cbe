//! Selects the rules of a run: those of the profile, changed by selectors.

use super::{BuiltIn, Catalogue, Check, Entry, Opt, Profile, Rule, Setting};
use crate::diagnostic::{RuleId, Severity, show};
use crate::record::{FieldSet, Marks};
use crate::shape::{SHAPES, Shape};
use crate::text::edit_distance;
use globset::{Glob, GlobMatcher};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// The user's selection in addition to the profile.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only these rules instead of the profile's, unless empty.
    pub select: Vec<String>,
    /// Additional rules.
    pub extend_select: Vec<String>,
    /// Excluded rules.
    pub ignore: Vec<String>,
    /// Severities by selector; `None` for off. Of equally specific selectors, the last one applies.
    pub severity: Vec<(String, Option<Severity>)>,
    /// Only fixes of these rules are applied, unless empty.
    pub fixable: Vec<String>,
    /// Fixes of these rules are not applied.
    pub unfixable: Vec<String>,
    /// Options: rule, name, value. The last one applies.
    pub options: Vec<(String, String, String)>,
}

impl Selection {
    /// Merges this selection over another one. A rule that this one names is not ignored by the other, and the reverse.
    #[must_use]
    pub fn over(self, base: &Selection) -> Selection {
        let mut merged = base.clone();
        if !self.select.is_empty() {
            merged.select.clone_from(&self.select);
        }
        let is_named = |text: &String| self.select.contains(text) || self.extend_select.contains(text);
        merged.ignore.retain(|text| !is_named(text));
        merged.severity.retain(|(text, severity)| severity.is_some() || !is_named(text));
        merged.extend_select.retain(|text| !self.ignore.contains(text));
        merged.extend_select.extend(self.extend_select);
        merged.ignore.extend(self.ignore);
        merged.severity.extend(self.severity);
        if !self.fixable.is_empty() {
            merged.unfixable.retain(|text| !self.fixable.contains(text));
            merged.fixable = self.fixable;
        }
        merged.unfixable.extend(self.unfixable);
        merged.options.extend(self.options);
        merged
    }
}

/// A selector that matches no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSelector {
    /// The selector as written.
    pub selector: String,
    /// The most similar id or group, if there is one.
    pub nearest: Option<String>,
}

/// A rule of the run.
#[derive(Clone, Debug)]
pub struct ActiveRule {
    /// The rule.
    pub entry: Entry,
    /// Its severity after the profile and the user's settings.
    pub severity: Option<Severity>,
    /// Whether its findings are shown. A rule that the user ignores still suppresses others, so that ignoring it does
    /// not bring back a less specific finding about the same mistake.
    pub shown: bool,
    /// Whether its fixes may be applied; otherwise they are only shown.
    pub fixable: bool,
    /// Whether the profile or the user requests it by its name, its group, or a severity, and not only with all rules.
    pub is_requested: bool,
    /// The values of its options, by name.
    pub settings: Vec<(&'static str, Setting)>,
}

/// All rules, and those that a run uses.
#[derive(Clone, Debug)]
pub struct RuleSet {
    profile: Profile,
    active: Vec<ActiveRule>,
    /// The indices of the rules in `active`, by id.
    places: HashMap<RuleId, usize>,
    /// The rules that check texts: the marks they check, and their indices in `active`.
    texts: Vec<(Marks, usize)>,
    /// The union of these marks.
    marks: Marks,
    /// The rules that check whole records.
    of_records: Vec<RecordRule>,
    /// The plan for the records of each of [`SHAPES`], computed on first use.
    plans: Vec<OnceLock<Plan>>,
    all: Arc<Catalogue>,
}

/// The rules of the run for the records of a format.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The rules that are run.
    pub rules: Vec<RecordRule>,
    /// The rules that are not run because the format lacks the fields.
    pub not_held: Vec<RuleId>,
}

/// A rule that is run on each record that has the fields it is about.
#[derive(Clone, Copy, Debug)]
pub struct RecordRule {
    /// Its index in [`RuleSet::active`].
    pub place: usize,
    /// The fields it is about. `None` if it is run on every record.
    pub about: Option<FieldSet>,
}

/// A selector: an id, a group, a glob of ids, or `all`.
struct Selector {
    /// The matcher of a glob; a name is compared literally.
    matcher: Option<GlobMatcher>,
    name: String,
    group: String,
    /// The number of literal characters; more of them make it more specific.
    weight: usize,
}

impl Selector {
    fn new(text: &str) -> Option<Self> {
        let pattern = if text == "all" { "**" } else { text };
        let weight = if text == "all" { 0 } else { text.find(['*', '?', '[', '{']).unwrap_or(text.len()) };
        let is_name = pattern.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/' | b'_'));
        let matcher = if is_name { None } else { Some(Glob::new(pattern).ok()?.compile_matcher()) };
        Some(Self { matcher, name: pattern.to_owned(), group: format!("{text}/"), weight })
    }

    fn matches(&self, id: &str) -> bool {
        self.matcher.as_ref().map_or(self.name == id, |glob| glob.is_match(id)) || id.starts_with(&self.group)
    }
}

impl RuleSet {
    /// Applies `profile` and `selection` to all rules.
    pub fn new(all: &Arc<Catalogue>, profile: Profile, selection: &Selection) -> Result<Self, UnknownSelector> {
        let select = selectors(all, &selection.select)?;
        let extend = selectors(all, &selection.extend_select)?;
        let ignore = selectors(all, &selection.ignore)?;
        let fixable = selectors(all, &selection.fixable)?;
        let unfixable = selectors(all, &selection.unfixable)?;
        let severity_texts: Vec<String> = selection.severity.iter().map(|(text, _)| text.clone()).collect();
        let severities = selectors(all, &severity_texts)?;
        let requested = |id: &str| {
            let found = severities.iter().zip(&selection.severity).filter(|(selector, _)| selector.matches(id));
            found.max_by_key(|(selector, _)| selector.weight).map(|(_, (_, severity))| *severity)
        };
        let best = |selectors: &[Selector], id: &str| {
            selectors.iter().filter(|selector| selector.matches(id)).map(|selector| selector.weight).max()
        };
        let mut active = Vec::new();
        for entry in all.entries() {
            let id = entry.id();
            let by_profile = if select.is_empty() { !profile.is_off(id) } else { best(&select, id).is_some() };
            let wanted = best(&extend, id).max(best(&select, id));
            let ignored = best(&ignore, id);
            let is_on = by_profile || wanted.is_some();
            // The longer literal prefix wins; of equal ones, the exclusion.
            let is_ignored = ignored.is_some() && ignored >= wanted && !entry.is_always_on();
            let requested = requested(id).filter(|severity| severity.is_some() || !entry.is_always_on());
            let (nearest_match, kept) = (best(&fixable, id), best(&unfixable, id));
            if is_on || entry.is_always_on() {
                active.push(ActiveRule {
                    fixable: (fixable.is_empty() || nearest_match.is_some())
                        && (kept.is_none() || kept < nearest_match),
                    entry: entry.clone(),
                    severity: requested.flatten().or_else(|| profile.severity_of(id)),
                    is_requested: requested.is_some()
                        || profile.severity_of(id).is_some()
                        || wanted.is_some_and(|weight| weight > 0),
                    shown: !is_ignored && requested != Some(None),
                    settings: settings(entry, &profile.options, &selection.options),
                });
            }
        }
        let places = active.iter().enumerate().map(|(at, rule)| (rule.entry.rule_id(), at)).collect();
        let marked = |(at, rule): (usize, &ActiveRule)| rule.marks().map(|marks| (marks, at));
        let texts: Vec<(Marks, usize)> = active.iter().enumerate().filter_map(marked).collect();
        let marks = texts.iter().fold(Marks::default(), |all, (marks, _)| all.or(*marks));
        let of_records = active.iter().enumerate().filter(|(_, rule)| rule.checks_records());
        let of_records = of_records.map(|(place, rule)| RecordRule { place, about: rule.about() }).collect();
        let plans = vec![OnceLock::new(); SHAPES.len()];
        Ok(Self { profile, active, places, texts, marks, of_records, plans, all: Arc::clone(all) })
    }

    /// Whether a selector matches a rule.
    pub fn is_known(all: &Catalogue, selector: &str) -> bool {
        matching(all, selector).is_some()
    }

    /// Returns the ids that a selector matches.
    pub fn selected<'c>(all: &'c Catalogue, selector: &str) -> Result<Vec<&'c str>, UnknownSelector> {
        let selectors = selectors(all, &[selector.to_owned()])?;
        let matches = |id: &&str| selectors.iter().any(|selector| selector.matches(id));
        Ok(all.entries().iter().map(Entry::id).filter(matches).collect())
    }

    /// Returns the rules of the run.
    pub fn active(&self) -> &[ActiveRule] {
        &self.active
    }

    /// Returns the profile.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Returns the rule of the run with this id.
    pub fn find(&self, id: &str) -> Option<&ActiveRule> {
        self.places.get(id).map(|at| &self.active[*at])
    }

    /// Returns the rules of the run that check texts, with the marks that they check.
    pub fn text_rules(&self) -> impl Iterator<Item = (Marks, &ActiveRule)> {
        self.texts.iter().map(|(marks, at)| (*marks, &self.active[*at]))
    }

    /// Returns the union of these marks.
    pub fn text_marks(&self) -> Marks {
        self.marks
    }

    /// Returns the rules of the run for the records of a format, which is one of [`SHAPES`].
    pub fn plan(&self, shape: &'static Shape) -> &Plan {
        const NONE: &Plan = &Plan { rules: Vec::new(), not_held: Vec::new() };
        let known = SHAPES.iter().position(|known| known.id == shape.id);
        known.and_then(|at| self.plans.get(at)).map_or(NONE, |plan| plan.get_or_init(|| self.plan_of(shape)))
    }

    fn plan_of(&self, shape: &'static Shape) -> Plan {
        let entry = |rule: &RecordRule| &self.active[rule.place].entry;
        let rules = self.of_records.iter().filter(|rule| !shape.allows.contains(&entry(rule).id()));
        let (rules, others): (Vec<RecordRule>, Vec<RecordRule>) =
            rules.partition(|rule| entry(rule).can_apply_to(shape));
        Plan { rules, not_held: others.iter().map(|rule| entry(rule).rule_id()).collect() }
    }

    /// Returns all rules, on or off.
    pub fn all(&self) -> &Arc<Catalogue> {
        &self.all
    }
}

impl ActiveRule {
    /// Returns the marks of the texts that it checks, if it checks texts.
    pub fn marks(&self) -> Option<Marks> {
        match &self.entry {
            Entry::BuiltIn(BuiltIn { rule: Rule { check: Check::Text(marks, _), .. }, .. }) => Some(*marks),
            _ => None,
        }
    }

    /// Returns the fields without which it is not run on a record. `None` if it is run on every record.
    fn about(&self) -> Option<FieldSet> {
        let reads = self.entry.reads();
        (!self.entry.checks_absence() && !reads.is_empty()).then(|| FieldSet::of(reads))
    }

    /// Whether it checks whole records; other rules check texts, or are implemented by a syntax or a schema.
    fn checks_records(&self) -> bool {
        match &self.entry {
            Entry::BuiltIn(entry) => {
                matches!(entry.rule.check, Check::Present(_) | Check::Absent(_))
            }
            Entry::Declared(_) => true,
        }
    }
}

/// Returns the values of the options of a rule: those of the profile, overridden by the user's.
fn settings(
    entry: &Entry,
    profile: &[(String, String, String)],
    own: &[(String, String, String)],
) -> Vec<(&'static str, Setting)> {
    let of_option = |option: &Opt| {
        let requested = own.iter().rev().chain(profile.iter().rev());
        let mut requested = requested.filter(|(rule, name, _)| rule == entry.id() && name == option.name());
        requested.find_map(|(_, _, value)| option.parse(value)).map(|setting| (option.name(), setting))
    };
    entry.options().iter().filter_map(of_option).collect()
}

fn selectors(all: &Catalogue, texts: &[String]) -> Result<Vec<Selector>, UnknownSelector> {
    texts
        .iter()
        .map(|text| {
            matching(all, text).ok_or_else(|| UnknownSelector { selector: text.clone(), nearest: nearest(all, text) })
        })
        .collect()
}

/// Parses a selector. `None` if it matches no rule.
fn matching(all: &Catalogue, text: &str) -> Option<Selector> {
    Selector::new(text).filter(|selector| all.entries().iter().any(|entry| selector.matches(entry.id())))
}

/// Returns the id or group that was probably intended.
fn nearest(all: &Catalogue, text: &str) -> Option<String> {
    let ids = all.entries().iter().map(Entry::id);
    let groups = ids.clone().filter_map(|id| id.split_once('/')).map(|(group, _)| group);
    ids.chain(groups)
        .filter_map(|name| Some((edit_distance(name, text, 3)?, name)))
        .filter(|(distance, name)| distance * 3 <= name.len())
        .min()
        .map(|(_, name)| name.to_owned())
}

impl fmt::Display for UnknownSelector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = show::quoted(&self.selector);
        match &self.nearest {
            Some(nearest) => write!(formatter, "there is no rule {name}; did you mean `{nearest}`?"),
            None => write!(formatter, "there is no rule {name}"),
        }
    }
}

impl UnknownSelector {
    /// Creates the error for an unknown rule id, with the most similar name.
    pub fn of(all: &Catalogue, text: &str) -> Self {
        Self { selector: text.to_owned(), nearest: nearest(all, text) }
    }
}
