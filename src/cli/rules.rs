//! `recordlint rules`: all rules, which of them a profile runs, and what each is about.

use super::{CLEAN, complain};
use crate::rules::RULES;
use crate::ruleset::{Entry, Profile, RuleSet, Selection};
use clap::ValueEnum;
use serde_json::json;
use std::fmt::Write as _;
use std::io::Write as _;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Columns for people.
    Table,
    /// One JSON object a rule, in a list.
    Json,
    /// A table in Markdown.
    Markdown,
}

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Only these rules: an id, a group, a glob of ids, or `all`.
    #[arg(value_name = "RULES")]
    rules: Vec<String>,
    /// The set of demands that says which rules run.
    #[arg(long, value_name = "NAME", default_value = "core")]
    profile: String,
    /// How the list is written.
    #[arg(long, default_value = "table")]
    format: Format,
}

/// A rule as the profile has it.
struct Line<'a> {
    entry: &'a Entry,
    is_on: bool,
    severity: &'static str,
    /// Whether the profile gives it another severity than its own.
    is_changed: bool,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    match written(arguments) {
        Ok(text) => match std::io::stdout().write_all(text.as_bytes()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => complain(&format!("cannot write: {error}")),
            _ => CLEAN,
        },
        Err(message) => complain(&message),
    }
}

fn written(arguments: &Arguments) -> Result<String, String> {
    let profile = Profile::bundled(&arguments.profile).map_err(|error| error.to_string())?;
    let wanted = Selection { select: arguments.rules.clone(), ..Selection::default() };
    let listed = RuleSet::new(RULES, profile.clone(), &wanted).map_err(|error| super::check::unknown(&error))?;
    let lines: Vec<Line<'_>> = RULES
        .iter()
        .filter(|entry| {
            let is_named =
                arguments.rules.iter().any(|rule| RuleSet::is_known(std::slice::from_ref(entry), rule).is_ok());
            arguments.rules.is_empty() || is_named && listed.find(entry.rule.id).is_some()
        })
        .map(|entry| {
            let own = entry.rule.severity;
            let severity = profile.severity_of(entry.rule.id).unwrap_or(own);
            let is_on = !profile.is_off(entry.rule.id);
            Line { entry, is_on, severity: severity.name(), is_changed: severity != own }
        })
        .collect();
    Ok(match arguments.format {
        Format::Table => table(&lines, &profile.id),
        Format::Json => json(&lines),
        Format::Markdown => markdown(&lines),
    })
}

fn table(lines: &[Line<'_>], profile: &str) -> String {
    let width = lines.iter().map(|line| line.entry.rule.id.len()).max().unwrap_or_default();
    let mut text = String::new();
    for line in lines {
        let state = if line.is_on { line.severity } else { "off" };
        let mark = if line.is_changed { "*" } else { " " };
        let _ = writeln!(text, "{:width$}  {state:7}{mark} {}", line.entry.rule.id, line.entry.summary());
    }
    let on = lines.iter().filter(|line| line.is_on).count();
    let _ = writeln!(text, "\n{on} of {} rules run with profile `{profile}`.", lines.len());
    if lines.iter().any(|line| line.is_changed) {
        text.push_str("* the profile gives it another severity than its own.\n");
    }
    text
}

fn json(lines: &[Line<'_>]) -> String {
    let rules: Vec<serde_json::Value> = lines
        .iter()
        .map(|line| {
            json!({
                "id": line.entry.rule.id,
                "on": line.is_on,
                "severity": line.severity,
                "since": line.entry.rule.since,
                "summary": line.entry.summary(),
                "reads": line.entry.rule.reads.iter().map(|field| field.name()).collect::<Vec<_>>(),
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(rules))
}

fn markdown(lines: &[Line<'_>]) -> String {
    let mut text = "| rule | severity | what it finds |\n|---|---|---|\n".to_owned();
    for line in lines {
        let state = if line.is_on { line.severity } else { "off" };
        let _ = writeln!(text, "| `{}` | {state} | {} |", line.entry.rule.id, line.entry.summary());
    }
    text
}
