//! Runs a declared rule on its own examples when it is loaded.

use super::{Declared, EXAMPLE_YEAR};
use crate::diagnostic::{Finding, Place, Severity, ids};
use crate::record::Record;
use crate::ruleset::{Findings, Profile, RuleContext};
use crate::shape::{self, Builder, Canonical};
use crate::syntax::{JsonMode, Reader, Syntax};
use crate::text::Chunk;
use crate::tree::{Arena, Tree};

/// Runs the rule on its own examples. An expression that fails there would fail on any record.
pub(super) fn failures(rule: &Declared) -> Vec<Finding> {
    let profile = Profile::default();
    let mut found = Vec::new();
    for example in &rule.examples {
        let chunk = Chunk::new(&example.text, 0);
        let (mut arena, mut canonical) = (Arena::default(), Canonical::default());
        Reader::new(chunk, Syntax::Json, JsonMode::Single, |_| true).next(&mut arena, &mut Vec::new());
        let (Some(tree), Some(shape)) = (Tree::new(chunk, &arena), shape::named("native")) else { continue };
        let is_built = (shape.read)(&mut Builder::new(tree, &mut canonical));
        let built = Tree::new(chunk, &canonical.arena).filter(|_| is_built);
        let record = Record::new(built.unwrap_or(tree));
        let context = RuleContext { profile: &profile, shape, lacks: &[], year: EXAMPLE_YEAR, options: &[] };
        let mut ignored = Vec::new();
        if let Err(failure) = rule.check(&record, &context, &mut Findings::of(rule, &mut ignored)) {
            let message = format!("the expression fails on this example: {}", failure.reason);
            found.push(Finding::new(ids::RULE_INVALID, Severity::Error, Place::Value(example.node), message));
        }
    }
    found
}
