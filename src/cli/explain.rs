//! `recordlint explain RULE`: the page of a rule.

use super::{CLEAN, complain};
use crate::rules::RULES;
use crate::ruleset::UnknownSelector;
use std::io::Write;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The rule's id, such as `pages/descending`.
    rule: String,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    let Some(entry) = RULES.iter().find(|entry| entry.rule.id == arguments.rule) else {
        return complain(&super::check::unknown(&UnknownSelector::of(RULES, &arguments.rule)));
    };
    let rule = entry.rule;
    let head = format!("{} ({}, since {})\n\n", rule.id, rule.severity.name(), rule.since);
    match std::io::stdout().write_all((head + &entry.page() + "\n").as_bytes()) {
        Ok(()) => CLEAN,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => CLEAN,
        Err(error) => complain(&format!("cannot write: {error}")),
    }
}
