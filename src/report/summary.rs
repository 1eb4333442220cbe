//! The summary at the end: the number of findings, records and files, and what was not checked.

use super::{Ending, FileReport, Reporter};
use crate::diagnostic::{Severity, show};
use crate::lint::{NotChecked, Summary};
use crate::syntax::Reason;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The maximum number of unchecked files that are named. If there are more, they are counted by reason.
const NAMED: usize = 5;

/// Writes `summary`: counts by severity and rule. A rule may have findings of several severities.
#[derive(Debug, Default)]
pub struct Counts {
    rules: BTreeMap<(Reverse<Severity>, String), u64>,
}

impl Reporter for Counts {
    fn file(&mut self, _: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        for one in file.diagnostics {
            *self.rules.entry((Reverse(one.severity), one.rule.to_string())).or_default() += one.count();
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()> {
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort_by_key(|((severity, _), count)| (*severity, Reverse(**count)));
        for ((Reverse(severity), rule), count) in rules {
            writeln!(out, "{count:>8}  {:<7}  {rule}", severity.name())?;
        }
        if !self.rules.is_empty() {
            writeln!(out)?;
        }
        write(out, ending)
    }
}

/// Writes the counts of a run.
pub fn write(out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()> {
    let summary = ending.summary;
    let [notes, warnings, errors] = summary.counts;
    let counts: Vec<String> = [(errors, "error"), (warnings, "warning"), (notes, "note")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| plural(count, what))
        .collect();
    fixes(out, summary)?;
    let checked = format!("{} in {}", plural(summary.records, "record"), plural(summary.files, "file"));
    if counts.is_empty() && summary.files == 0 {
        write!(out, "Nothing was checked.")?;
    } else if counts.is_empty() {
        write!(out, "No problem found: {checked} checked.")?;
    } else {
        write!(
            out,
            "Found {}: {checked} checked, {} with findings.",
            list(&counts),
            plural(summary.files_with_findings, "file")
        )?;
    }
    for remark in &summary.remarks {
        write!(out, " {remark}")?;
    }
    writeln!(out)?;
    let mut fixable = Vec::new();
    if summary.safe_fixes > 0 {
        fixable.push(format!("{} can be fixed safely", summary.safe_fixes));
    }
    match summary.unsafe_fixes {
        0 => {}
        1 => fixable.push("1 has a fix to be confirmed".to_owned()),
        count => fixable.push(format!("{count} have a fix to be confirmed")),
    }
    if !fixable.is_empty() {
        writeln!(out, "{}.", list(&fixable))?;
    }
    unchecked_files_and_rules(out, ending)
}

/// Writes the number of fixed problems, and which allowed fixes were not made.
pub fn fixes(out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
    let Some(fixes) = &summary.fixes else { return Ok(()) };
    let remaining: u64 = summary.counts.iter().sum();
    let done = if fixes.writes { "Fixed" } else { "Would fix" };
    let remain = if remaining == 1 { "1 remains".to_owned() } else { format!("{remaining} remain") };
    match fixes.problems {
        0 => writeln!(out, "{done} nothing, {remain}.")?,
        problems => {
            writeln!(out, "{done} {} in {}, {remain}.", plural(problems, "problem"), plural(fixes.files, "file"))?;
        }
    }
    for (reason, count) in &fixes.refused {
        writeln!(out, "Not fixed: {} ({reason}).", plural(*count, "problem"))?;
    }
    let not_fixed = &fixes.not_fixed;
    if not_fixed.len() <= NAMED {
        for file in not_fixed {
            writeln!(out, "Not fixed: {} ({}).", show::visible(&file.path), show::visible(&file.reason))?;
        }
        return Ok(());
    }
    let mut by_reason: BTreeMap<&str, u64> = BTreeMap::new();
    for file in not_fixed {
        *by_reason.entry(&file.reason).or_default() += 1;
    }
    for (reason, count) in by_reason {
        writeln!(out, "Not fixed: {} ({}).", plural(count, "file"), show::visible(reason))?;
    }
    Ok(())
}

/// Writes what a report for programs does not show to the user: remarks, and what was not checked.
pub fn not_checked(out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()> {
    for remark in &ending.summary.remarks {
        writeln!(out, "{remark}")?;
    }
    unchecked_files_and_rules(out, ending)
}

/// Writes the files that were not checked and, if requested, the rules that did not run.
fn unchecked_files_and_rules(out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()> {
    if ending.is_verbose {
        inapplicable_rules(out, ending.summary)?;
    }
    unchecked_files(out, &ending.summary.not_checked)
}

/// Writes the rules that did not run because a format has no place for what they check.
fn inapplicable_rules(out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
    let mut by_shape: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (rule, shape) in &summary.not_held {
        by_shape.entry(shape).or_default().push(rule);
    }
    for (shape, rules) in by_shape {
        let count = plural(rules.len() as u64, "rule");
        writeln!(
            out,
            "Not checked in `{shape}` records: {count} about fields that the format does not have ({}).",
            rules.join(", ")
        )?;
    }
    Ok(())
}

/// Writes the files that were not checked: the number of each kind and, if they are few, each file with the reason.
fn unchecked_files(out: &mut dyn Write, files: &[NotChecked]) -> io::Result<()> {
    if files.len() > 1 {
        writeln!(out, "{} not checked: {}.", plural(files.len() as u64, "file"), kinds(files.iter()))?;
    }
    if files.len() <= NAMED {
        for file in files {
            writeln!(out, "Not checked: {} ({}).", show::visible(&file.path), file.reason.fact)?;
        }
    }
    Ok(())
}

/// Returns the number of files of each kind, the most frequent first: `2 spreadsheets, 1 empty`.
pub fn kinds<'f>(files: impl Iterator<Item = &'f NotChecked>) -> String {
    let mut counts: Vec<(&Reason, u64)> = Vec::new();
    for file in files {
        match counts.iter_mut().find(|(reason, _)| reason.many == file.reason.many) {
            Some((_, count)) => *count += 1,
            None => counts.push((file.reason, 1)),
        }
    }
    counts.sort_by_key(|(reason, count)| (Reverse(*count), reason.many));
    let counted = counts.iter().map(|(reason, count)| match count {
        1 => format!("1 {}", reason.one),
        _ => format!("{count} {}", reason.many),
    });
    list(&counted.collect::<Vec<_>>())
}

pub(super) fn plural(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn list(items: &[String]) -> String {
    items.join(", ")
}
