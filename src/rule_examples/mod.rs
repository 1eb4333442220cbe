//! Runs a declared rule on its own examples. Checks that it reports the expected findings and no others, and that its
//! fix resolves them.

use crate::diagnostic::{Diagnostic, Edit, show};
use crate::lint::{self, Outcome, Policy, Scratch};
use crate::ruleset::declared::{Declared, EXAMPLE_YEAR, Example};
use crate::ruleset::{Catalogue, Profile, RuleSet, Selection};
use crate::shape;
use crate::syntax::{JsonMode, Syntax};
use crate::text::Source;
use crate::tree::NodeId;
use std::sync::Arc;

/// The file name of an example in reports.
const NAME: &str = "example.json";

/// An example on which the rule does not behave as declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The example in the rule's file.
    pub node: NodeId,
    /// The problem, in one line.
    pub message: String,
    /// How to fix it.
    pub help: String,
}

/// Checks every example of `rule`. `catalogue` contains the built-in rules.
pub fn check(rule: &Arc<Declared>, catalogue: &Catalogue) -> Vec<Fault> {
    let mut all = catalogue.clone();
    all.replace(Arc::clone(rule));
    let all = Arc::new(all);
    rule.examples.iter().filter_map(|example| ExampleCheck { rule, example, all: &all }.run()).collect()
}

/// An example of a rule, and the catalogue that contains the rule.
struct ExampleCheck<'a> {
    rule: &'a Declared,
    example: &'a Example,
    all: &'a Arc<Catalogue>,
}

impl ExampleCheck<'_> {
    fn run(&self) -> Option<Fault> {
        let example = self.example;
        let policy = match self.policy() {
            Ok(policy) => policy,
            Err(message) => return Some(self.fault(message, "name a bundled profile")),
        };
        let outcome = lint_example(&example.text, &policy);
        if let Some(failed) = outcome.diagnostics.iter().find(|one| one.rule == "rule/failed") {
            return Some(self.fault(failed.message.clone(), "mend the expression"));
        }
        let own: Vec<&Diagnostic> = outcome.diagnostics.iter().filter(|one| one.rule == self.rule.id).collect();
        if example.is_good {
            let first = own.first()?;
            let message = format!("noisy: the rule speaks at {} of this good example", pointer(&first.field));
            return Some(self.fault(message, "make the rule narrower, or the example bad"));
        }
        if own.is_empty() {
            let message = "missing: the rule is silent on this bad example".to_owned();
            return Some(self.fault(message, "make the rule wider, or the example good"));
        }
        if let Some(at) = example.at.as_ref().filter(|at| own.iter().all(|one| one.field != **at)) {
            let first = own.first()?;
            let message = format!("wrong place: the rule speaks at {}, not at {}", pointer(&first.field), pointer(at));
            return Some(self.fault(message, "correct `at`, or what is `given`"));
        }
        self.check_fixes(&own, &policy)
    }

    /// Checks that the fixes resolve the findings, and that the fixed record is as expected.
    fn check_fixes(&self, own: &[&Diagnostic], policy: &Policy) -> Option<Fault> {
        let Some(text) = apply_fixes(&self.example.text, own) else {
            let is_expected = self.example.fixed.is_some();
            return is_expected
                .then(|| self.fault("the rule fixes nothing here".to_owned(), "remove `fixed`, or add a `fix`"));
        };
        let again = lint_example(&text, policy);
        let has_fix = |one: &&Diagnostic| one.rule == self.rule.id && one.fix.is_some();
        if let Some(still) = again.diagnostics.iter().find(has_fix) {
            let message = format!("not idempotent: after its fix the rule speaks again, at {}", pointer(&still.field));
            return Some(self.fault(message, "make the fix reach what the rule asks for"));
        }
        let was_fixed = |one: &&Diagnostic| {
            let is_same = |before: &&&Diagnostic| before.fix.is_some() && before.field == one.field;
            one.rule == self.rule.id && own.iter().any(|before| is_same(&before))
        };
        if let Some(still) = again.diagnostics.iter().find(was_fixed) {
            let message = format!("not silenced: after its fix the rule still speaks, at {}", pointer(&still.field));
            return Some(self.fault(message, "make the fix reach what the rule asks for"));
        }
        let expected = self.example.fixed.as_ref()?;
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
        (value(expected) != value(&text)).then(|| {
            let message = format!("the fix makes another record: {}", show::visible(&text));
            self.fault(message, "correct `fixed`, or the `fix`")
        })
    }

    fn policy(&self) -> Result<Policy, String> {
        let profile = Profile::bundled(self.example.profile.as_deref().unwrap_or("core"));
        let profile = profile.map_err(|error| error.to_string())?;
        let selection = Selection { select: vec![self.rule.id.to_string()], ..Selection::default() };
        let rules = RuleSet::new(self.all, profile, &selection).map_err(|error| error.to_string())?;
        Ok(Policy { shape: shape::named("native"), ..Policy::new(rules, EXAMPLE_YEAR) })
    }

    fn fault(&self, message: String, help: &str) -> Fault {
        Fault { node: self.example.node, message, help: help.to_owned() }
    }
}

fn lint_example<'a>(text: &'a str, policy: &'a Policy) -> Outcome<'a> {
    match Source::of_text(NAME, text) {
        Ok(source) => lint::lint(source, Syntax::Json, JsonMode::Single, policy, &mut Scratch::default()),
        Err(_) => Outcome::default(),
    }
}

/// Applies the fixes of `diagnostics` that do not overlap. `None` if there is nothing to fix.
pub fn apply_fixes(text: &str, diagnostics: &[&Diagnostic]) -> Option<String> {
    let mut edits: Vec<Edit> = Vec::new();
    let fixes = diagnostics.iter().filter_map(|one| one.fix.as_ref()).filter_map(|fix| fix.edits.as_ref());
    for fix in fixes {
        let fits = |edit: &Edit| {
            let clashes = |other: &Edit| {
                edit.span.start < other.span.end && other.span.start < edit.span.end || edit.span == other.span
            };
            !edits.iter().any(clashes)
        };
        if fix.iter().all(|edit| fits(&edit.edit)) {
            edits.extend(fix.iter().map(|edit| edit.edit.clone()));
        }
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    (!edits.is_empty()).then(|| Edit::apply(text, &edits))
}

fn pointer(field: &str) -> String {
    if field.is_empty() { "the record".to_owned() } else { format!("`{}`", show::visible(field)) }
}
