//! The last lines: how much was found, in how much, and what was not checked.

use crate::diagnostic::show;
use crate::engine::Summary;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// So many files that were not checked are named one by one; more are counted by reason.
const NAMED: usize = 5;

/// Writes the counts of a run.
pub fn write(out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
    let [notes, warnings, errors] = summary.counts;
    let counts: Vec<String> = [(errors, "error"), (warnings, "warning"), (notes, "note")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| plural(count, what))
        .collect();
    let checked = format!("{} in {}", plural(summary.records, "record"), plural(summary.files, "file"));
    if counts.is_empty() {
        writeln!(out, "No problem found: {checked} checked.")?;
    } else {
        writeln!(
            out,
            "Found {}: {checked} checked, {} with findings.",
            list(&counts),
            plural(summary.files_with_findings, "file")
        )?;
    }
    let mut fixes = Vec::new();
    if summary.safe_fixes > 0 {
        fixes.push(format!("{} can be fixed safely", summary.safe_fixes));
    }
    match summary.unsafe_fixes {
        0 => {}
        1 => fixes.push("1 has a fix to be confirmed".to_owned()),
        count => fixes.push(format!("{count} have a fix to be confirmed")),
    }
    if !fixes.is_empty() {
        writeln!(out, "{}.", list(&fixes))?;
    }
    not_checked(out, summary)
}

/// Writes what was left out, and why.
pub fn not_checked(out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
    let mut by_shape: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (rule, shape) in &summary.not_held {
        by_shape.entry(shape).or_default().push(rule);
    }
    for (shape, rules) in by_shape {
        let count = plural(rules.len() as u64, "rule");
        writeln!(out, "Not checked: {count} about what a {shape} cannot hold ({}).", rules.join(", "))?;
    }
    let left_out = &summary.not_checked;
    if left_out.len() <= NAMED {
        for file in left_out {
            writeln!(out, "Not checked: {} ({}).", show::visible(&file.path), show::visible(&file.reason))?;
        }
        return Ok(());
    }
    let mut by_reason: BTreeMap<&str, u64> = BTreeMap::new();
    for file in left_out {
        *by_reason.entry(&file.reason).or_default() += 1;
    }
    for (reason, count) in by_reason {
        writeln!(out, "Not checked: {} ({}).", plural(count, "file"), show::visible(reason))?;
    }
    Ok(())
}

fn plural(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn list(items: &[String]) -> String {
    items.join(", ")
}
