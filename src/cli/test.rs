//! `recordlint test [FILES]`: runs rules on their own examples.

use super::session::{Choice, CommandError, Session, print_errors};
use super::{CLEAN, Color, FAILED, FOUND, complain, console, print, style};
use crate::config::own_rules;
use crate::diagnostic::{Finding, Place, Severity, show};
use crate::engine::{self, Disk};
use crate::report::{FileReport, full};
use crate::ruleset::Catalogue;
use crate::ruleset::declared::{self, BUNDLED};
use crate::text::{Files, LineIndex, Source};
use crate::tree::Tree;
use crate::{config, rule_examples};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Rule files, or folders with rule files. The default is those that the configuration of this folder names.
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    choice: Choice,
    /// When to use colours.
    #[arg(long, default_value = "auto")]
    color: Color,
}

/// The totals of the tests of all files.
#[derive(Default)]
struct Tally {
    rules: usize,
    examples: usize,
    faults: usize,
    /// The number of files whose rule cannot be tested.
    broken: usize,
    /// The number of files in a folder that are not rules.
    others: usize,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    match test(arguments) {
        Ok(status) => status,
        Err(error) => error.report(),
    }
}

fn test(arguments: &Arguments) -> Result<u8, CommandError> {
    let mut session = Session::new(&arguments.choice, None, arguments.color)?;
    let number = session.config_here()?;
    let catalogue = Arc::clone(&session.configs[number].catalogue);
    let mut tally = Tally::default();
    let mut seen: Vec<(String, String)> = Vec::new();
    for (path, shown, is_named) in files(arguments, &session, number)? {
        let text =
            if arguments.files.is_empty() { read_found(session.files(number), &path) } else { read_named(&path) };
        let text = text.map_err(|reason| format!("{}: {reason}", show::visible(&shown)))?;
        if !is_named && !looks_like_rule(&text) {
            tally.others += 1;
            continue;
        }
        test_file(&text, &shown, &catalogue, &mut seen, &mut tally, arguments.color);
    }
    let mut line = format!(
        "{}, {}: {}",
        plural(tally.rules, "rule"),
        plural(tally.examples, "example"),
        if tally.faults == 0 { "all passed".to_owned() } else { plural(tally.faults, "failure") }
    );
    if tally.broken > 0 {
        line = format!("{line}; {} cannot be used", plural(tally.broken, "file"));
    }
    if tally.others > 0 {
        line = format!(
            "{line}; {} not a rule",
            if tally.others == 1 { "1 file is".into() } else { format!("{} files are", tally.others) }
        );
    }
    print(&format!("{line}.\n"));
    if tally.rules + tally.broken == 0 {
        return Err(CommandError::Message("there is no rule to test".to_owned()));
    }
    Ok(match (tally.broken, tally.faults) {
        (0, 0) => CLEAN,
        (0, _) => FOUND,
        _ => FAILED,
    })
}

/// Returns the files to test: the path, the name to display, and whether the user named the file.
fn files(
    arguments: &Arguments,
    session: &Session<'_>,
    number: usize,
) -> Result<Vec<(PathBuf, String, bool)>, CommandError> {
    if arguments.files.is_empty() {
        if session.paths[number].is_none() {
            let hint = super::folder_hint("test");
            let message =
                format!("name the rule files to test: there is no configuration here that names rule files{hint}");
            return Err(CommandError::Message(message));
        }
        let found = session.configs[number].rule_files(session.files(number));
        return Ok(found
            .into_iter()
            .map(|path| (path.clone(), super::session::relative_to_here(&path), true))
            .collect());
    }
    let (inputs, missing) = engine::find(&arguments.files, None);
    if let Some(missing) = missing.first() {
        return Err(CommandError::Message(format!("{}: {}", missing.path, missing.reason)));
    }
    if let Some((input, reason)) = inputs.iter().find_map(|input| Some((input, input.unreadable()?))) {
        return Err(CommandError::Message(format!(
            "{}: {reason}",
            crate::diagnostic::show::visible(&input.display_path)
        )));
    }
    let is_yaml = |path: &Path| path.extension().is_some_and(|name| name == "yaml" || name == "yml");
    let found =
        inputs.into_iter().map(|input| (input.identity().to_owned(), input.display_path.clone(), input.is_named));
    Ok(found.filter(|(path, _, is_named)| *is_named || is_yaml(path)).collect())
}

/// Reads a rule that a configuration names.
fn read_found(files: &dyn Files, path: &Path) -> Result<String, String> {
    files.read(path).map_err(|error| error.message)
}

/// Reads a rule that the user named. A link that leads elsewhere is refused, because its target may be confidential.
fn read_named(path: &Path) -> Result<String, String> {
    let disk = Disk::for_named(path).map_err(|error| error.to_string())?;
    if disk.is_external_link() {
        return Err("it is a link that leads elsewhere: name the file itself".to_owned());
    }
    read_found(&disk, disk.location().unwrap_or(path))
}

/// Whether a file in a folder of rules is a rule. Profiles and configurations have no message and no examples.
fn looks_like_rule(text: &str) -> bool {
    let starts = |key: &str| text.lines().any(|line| line.starts_with(key));
    starts("examples:") || starts("message:") || starts("checks:")
}

fn test_file(
    text: &str,
    shown: &str,
    catalogue: &Arc<Catalogue>,
    seen: &mut Vec<(String, String)>,
    tally: &mut Tally,
    color: Color,
) {
    let file = own_rules::read(text, shown, catalogue);
    if let Some(wrong) = file.invalid {
        tally.broken += 1;
        print_errors(&[wrong], color);
    }
    let Some(rule) = file.rule else { return };
    let id = rule.id.to_string();
    let is_ours = BUNDLED.iter().any(|(_, ours)| *ours == text);
    let owner = seen.iter().find(|(known, _)| *known == id).map(|(_, path)| path.clone());
    let bundled = catalogue.find(&id).filter(|entry| entry.is_bundled() && !is_ours);
    if let Some(owner) = owner.or_else(|| bundled.map(|_| "this program".to_owned())) {
        tally.broken += 1;
        complain(&format!("{shown}: the id `{id}` is taken by {owner}"));
        return;
    }
    seen.push((id, shown.to_owned()));
    let rule = Arc::new(rule);
    tally.rules += 1;
    tally.examples += rule.examples.len();
    let faults = rule_examples::check(&rule, catalogue);
    tally.faults += faults.len();
    let findings: Vec<Finding> = faults
        .into_iter()
        .map(|fault| {
            let mut finding = Finding::new("rule/invalid", Severity::Error, Place::Value(fault.node), fault.message);
            finding.help(fault.help);
            finding
        })
        .collect();
    let Ok(source) = Source::of_text(shown, text) else { return };
    let loaded = declared::load(text, shown, true);
    let index = LineIndex::new(source.chunk);
    let tree = Tree::new(source.chunk, &loaded.arena);
    let diagnostics = config::diagnostics(&findings, tree, source, &index, catalogue);
    let report = FileReport { source, index: &index, diagnostics: &diagnostics, record_a_line: false };
    // If standard output is closed, there is nowhere to report to.
    let _ = full::render(&mut console::bytes(), &report, style(color));
}

fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
