//! `recordlint rules`: lists all rules, which of them run here, and why.

use super::session::{Choice, Session};
use super::{Color, complain, console, print};
use crate::config::Setting;
use crate::diagnostic::{Applicability, show};
use crate::ruleset::{Catalogue, Entry, Profile, RuleSet};
use crate::shape::SHAPES;
use clap::ValueEnum;
use serde_json::json;
use std::fmt::Write;

/// The format of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// In columns.
    Table,
    /// One JSON array.
    Json,
    /// A table in Markdown.
    Markdown,
}

#[derive(Debug, clap::Args)]
#[command(after_help = profile_list())]
pub(super) struct Arguments {
    /// List only these rules: ids, groups or globs of ids.
    #[arg(value_name = "RULES")]
    rules: Vec<String>,
    #[command(flatten)]
    choice: Choice,
    /// The format of the list. `--format` is a synonym.
    #[arg(long, alias = "format", value_name = "FORMAT", default_value = "table")]
    output_format: Format,
}

/// A rule and its state in this run.
struct Line<'a> {
    entry: &'a Entry,
    /// `error`, `warning`, `note` or `off`.
    state: &'static str,
    /// What determines the state. Empty if it is the default of the rule.
    why: String,
    /// The record formats that it does not run for.
    not_for: Vec<&'static str>,
}

/// Returns the sentence of the help text that lists the profiles.
fn profile_list() -> String {
    format!("Profiles: {}.", Profile::names().collect::<Vec<_>>().join(", "))
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    let mut session = match Session::new(&arguments.choice, None, Color::Auto) {
        Ok(session) => session,
        Err(error) => return error.report(),
    };
    let config = match session.config_here() {
        Ok(config) => config,
        Err(error) => return error.report(),
    };
    let rules = match session.rules(config) {
        Ok(rules) => rules,
        Err(message) => return complain(&message),
    };
    let trail = &session.configs[config].trail;
    let all = rules.all();
    let mut wanted: Vec<&str> = Vec::new();
    for selector in &arguments.rules {
        match RuleSet::selected(all, selector) {
            Ok(ids) => wanted.extend(ids),
            Err(error) => return complain(&error.to_string()),
        }
    }
    let lines: Vec<Line<'_>> = all
        .entries()
        .iter()
        .filter(|entry| arguments.rules.is_empty() || wanted.contains(&entry.id()))
        .map(|entry| line(entry, &rules, &arguments.choice, trail))
        .collect();
    match arguments.output_format {
        Format::Table => print(&table(&lines, rules.profile())),
        Format::Json => console::print_json(&json(&lines)),
        Format::Markdown => print(&markdown(&lines)),
    }
}

fn line<'a>(entry: &'a Entry, rules: &RuleSet, choice: &Choice, trail: &[Setting]) -> Line<'a> {
    let active = rules.find(entry.id()).filter(|active| active.shown);
    let state = active.map_or("off", |active| active.severity.unwrap_or(entry.severity()).name());
    let lacks = |shape: &&&crate::shape::Shape| !entry.can_apply_to(shape);
    let not_for = SHAPES.iter().filter(lacks).map(|shape| shape.id).collect();
    Line { entry, state, why: why(entry.id(), rules, choice, trail), not_for }
}

/// Returns what determines the state of a rule: the command line, a line of the configuration, or the profile.
fn why(id: &str, rules: &RuleSet, choice: &Choice, trail: &[Setting]) -> String {
    let matches = |selector: &str| is_selected(rules.all(), selector, id);
    let named = |selectors: &[String]| selectors.iter().any(|selector| matches(selector));
    let options =
        [("--ignore", &choice.ignore), ("--extend-select", &choice.extend_select), ("--select", &choice.select)];
    if let Some((option, _)) = options.iter().find(|(_, selectors)| named(selectors)) {
        return (*option).to_owned();
    }
    if !choice.select.is_empty() {
        return "--select".to_owned();
    }
    let decides = |set: &&Setting| {
        let severity = set.key.strip_prefix("rules.severity ").is_some_and(&matches);
        let listed = ["rules.select", "rules.extend-select", "rules.ignore"].contains(&set.key.as_str());
        severity || listed && matches(&set.value)
    };
    if let Some(set) = trail.iter().rev().find(decides).or_else(|| trail.iter().find(|set| set.key == "rules.select")) {
        return format!("{}:{}", set.path, set.line);
    }
    let requirement = rules.profile().requirements_on(id).last();
    requirement.map(|requirement| format!("profile {}", requirement.profile)).unwrap_or_default()
}

fn is_selected(all: &Catalogue, selector: &str, id: &str) -> bool {
    RuleSet::selected(all, selector).is_ok_and(|ids| ids.contains(&id))
}

fn table(lines: &[Line<'_>], profile: &Profile) -> String {
    let head = ["rule", "severity", "fix", "cost", "since", "decided by"];
    let row = |line: &Line<'_>| {
        let entry = line.entry;
        let fix = entry.fix().map_or("-", Applicability::name);
        let since = if entry.since().is_empty() { "-" } else { entry.since() };
        let why = if line.why.is_empty() { "-" } else { &line.why };
        [entry.id(), line.state, fix, entry.cost().name(), since, why].map(show::visible)
    };
    let rows: Vec<[String; 6]> = lines.iter().map(row).collect();
    let width = |column: usize| {
        rows.iter().map(|row| row[column].chars().count()).chain([head[column].len()]).max().unwrap_or_default()
    };
    let widths: [usize; 6] = std::array::from_fn(width);
    // On a terminal, each rule takes one line. In a pipe, nothing is truncated.
    let room = terminal_size::terminal_size().map_or(usize::MAX, |(width, _)| {
        usize::from(width.0).saturating_sub(widths.iter().map(|width| width + 2).sum())
    });
    let mut text = String::new();
    for (column, title) in head.iter().enumerate() {
        let _ = write!(text, "{title:<width$}  ", width = widths[column]);
    }
    text.push_str("what it finds\n");
    for (line, row) in lines.iter().zip(&rows) {
        for (column, word) in row.iter().enumerate() {
            let _ = write!(text, "{word:<width$}  ", width = widths[column]);
        }
        let mut about = line.entry.summary();
        if !line.not_for.is_empty() {
            let _ = write!(about, " Not for {}.", line.not_for.join(", "));
        }
        text.push_str(&truncated(&show::visible(&about), room));
        text.push('\n');
    }
    let on = lines.iter().filter(|line| line.state != "off").count();
    let _ = writeln!(text, "\n{on} of {} rules run with profile `{}`: {}", lines.len(), profile.id, profile.summary);
    let own: Vec<_> = profile.requirements.iter().filter(|requirement| requirement.profile == profile.id).collect();
    let shown = |rule: &str| lines.iter().any(|line| line.entry.id() == rule);
    let own: Vec<_> = own.into_iter().filter(|requirement| shown(&requirement.rule)).collect();
    if !own.is_empty() {
        let _ = writeln!(text, "\nRequirements of profile `{}`, and their sources:", profile.id);
    }
    for requirement in own {
        let _ = writeln!(text, "  {}: {} ({})", requirement.rule, requirement.what, requirement.source);
    }
    text
}

/// Truncates a text to `room` characters.
fn truncated(text: &str, room: usize) -> String {
    const MIN: usize = 20;
    let room = room.max(MIN);
    if text.chars().count() <= room {
        return text.to_owned();
    }
    text.chars().take(room - 1).chain(['…']).collect()
}

fn json(lines: &[Line<'_>]) -> String {
    let rules: Vec<serde_json::Value> = lines
        .iter()
        .map(|line| {
            let entry = line.entry;
            let options: Vec<_> = entry
                .options()
                .iter()
                .map(|option| {
                    json!({ "name": option.name(), "default": option.default().to_string(), "about": option.about() })
                })
                .collect();
            json!({
                "id": entry.id(),
                "on": line.state != "off",
                "severity": line.state,
                "decided_by": line.why,
                "fix": entry.fix().map(Applicability::name),
                "cost": entry.cost().name(),
                "since": entry.since(),
                "not_for": line.not_for,
                "options": options,
                "summary": entry.summary(),
                "reads": entry.reads().iter().map(|field| field.name()).collect::<Vec<_>>(),
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(rules))
}

fn markdown(lines: &[Line<'_>]) -> String {
    let mut text = "| rule | severity | decided by | fix | cost | since | not for | what it finds |\n\
                    |---|---|---|---|---|---|---|---|\n"
        .to_owned();
    for line in lines {
        let entry = line.entry;
        let fix = entry.fix().map_or("", Applicability::name);
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {fix} | {} | {} | {} | {} |",
            entry.id(),
            line.state,
            show::visible(&line.why),
            entry.cost().name(),
            entry.since(),
            line.not_for.join(", "),
            show::visible(&entry.summary()).replace('|', "\\|")
        );
    }
    text
}
