//! Rules put to the test of their own examples: does the rule speak where it should, is it silent where it should be,
//! and does its fix make it silent?

use crate::diagnostic::{Diagnostic, Edit, show};
use crate::lint::{self, Outcome, Policy, Scratch};
use crate::ruleset::declared::{Declared, EXAMPLE_YEAR, Example};
use crate::ruleset::{Catalogue, Profile, RuleSet, Selection};
use crate::shape;
use crate::syntax::{JsonMode, Syntax};
use crate::text::Source;
use crate::tree::NodeId;
use std::sync::Arc;

/// What an example is called in reports.
const NAME: &str = "example.json";

/// An example that does not do what it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where the example stands in the rule's file.
    pub node: NodeId,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// Checks every example of `rule`; `catalogue` holds the rules of the program.
pub fn examples(rule: &Arc<Declared>, catalogue: &Catalogue) -> Vec<Fault> {
    let mut all = catalogue.clone();
    all.replace(Arc::clone(rule));
    let all = Arc::new(all);
    rule.examples.iter().filter_map(|example| Trial { rule, example, all: &all }.run()).collect()
}

struct Trial<'a> {
    rule: &'a Declared,
    example: &'a Example,
    all: &'a Arc<Catalogue>,
}

impl Trial<'_> {
    fn run(&self) -> Option<Fault> {
        let example = self.example;
        let policy = match self.policy() {
            Ok(policy) => policy,
            Err(message) => return Some(self.fault(message, "name a bundled profile")),
        };
        let found = check(&example.text, &policy);
        if let Some(failed) = found.diagnostics.iter().find(|one| one.rule == "rule/failed") {
            return Some(self.fault(failed.message.clone(), "mend the expression"));
        }
        let own: Vec<&Diagnostic> = found.diagnostics.iter().filter(|one| one.rule == self.rule.id).collect();
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
        self.fixed(&own, &policy)
    }

    /// Whether the fixes make the rule silent, and the record what it should be.
    fn fixed(&self, own: &[&Diagnostic], policy: &Policy) -> Option<Fault> {
        let Some(text) = fixed(&self.example.text, own) else {
            let asked = self.example.fixed.is_some();
            return asked
                .then(|| self.fault("the rule fixes nothing here".to_owned(), "remove `fixed`, or add a `fix`"));
        };
        let again = check(&text, policy);
        let fixable = |one: &&Diagnostic| one.rule == self.rule.id && one.fix.is_some();
        if let Some(still) = again.diagnostics.iter().find(fixable) {
            let message = format!("not idempotent: after its fix the rule speaks again, at {}", pointer(&still.field));
            return Some(self.fault(message, "make the fix reach what the rule asks for"));
        }
        let mended = |one: &&Diagnostic| {
            let is_same = |before: &&&Diagnostic| before.fix.is_some() && before.field == one.field;
            one.rule == self.rule.id && own.iter().any(|before| is_same(&before))
        };
        if let Some(still) = again.diagnostics.iter().find(mended) {
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

fn check<'a>(text: &'a str, policy: &'a Policy) -> Outcome<'a> {
    match Source::new(NAME, text.as_bytes()) {
        Ok(source) => lint::lint(source, Syntax::Json, JsonMode::Single, policy, &mut Scratch::default()),
        Err(_) => Outcome::default(),
    }
}

/// The text with all fixes made that can be made together; nothing if there is none.
pub fn fixed(text: &str, diagnostics: &[&Diagnostic]) -> Option<String> {
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
