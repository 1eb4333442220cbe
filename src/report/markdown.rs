//! A summary in Markdown for the page of a job: totals, counts by rule, and the first errors.

use super::summary::plural;
use super::{Ending, FileReport, Format, Reporter};
use crate::diagnostic::{Severity, show};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

/// A job summary in Markdown.
pub const FORMAT: Format = Format {
    name: "markdown",
    uses_checkout_paths: true,
    reporter: |_| Box::new(Markdown::default()),
    ..Format::MACHINE
};

/// The number of findings that are listed.
const LISTED: usize = 20;

/// Writes `markdown`.
#[derive(Debug, Default)]
pub struct Markdown {
    rules: BTreeMap<String, Row>,
    listed: Vec<String>,
}

/// The findings of a rule.
#[derive(Debug)]
struct Row {
    severity: Severity,
    count: u64,
    files: u64,
    last_file: String,
}

impl Reporter for Markdown {
    fn file(&mut self, _: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        for one in file.diagnostics {
            let fresh = || Row { severity: one.severity, count: 0, files: 0, last_file: String::new() };
            let row = self.rules.entry(one.rule.to_string()).or_insert_with(fresh);
            row.severity = row.severity.max(one.severity);
            row.count += one.count();
            if row.last_file != *one.path {
                row.files += 1;
                row.last_file = one.path.to_string();
            }
            if self.listed.len() < LISTED && one.severity == Severity::Error {
                let start = one.start();
                let place = format!("{}:{}:{}", one.path, start.line, start.column);
                self.listed.push(format!("| {} | `{}` | {} |", cell(&place), one.rule, cell(&one.message)));
            }
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()> {
        let summary = ending.summary;
        let [notes, warnings, errors] = summary.counts;
        let mut text = format!(
            "## recordlint\n\n{}, {} and {} in {} of {}.\n",
            plural(errors, "error"),
            plural(warnings, "warning"),
            plural(notes, "note"),
            plural(summary.records, "record"),
            plural(summary.files, "file")
        );
        if !self.rules.is_empty() {
            text.push_str("\n| severity | rule | findings | files |\n|---|---|--:|--:|\n");
        }
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort_by_key(|(_, row)| (Reverse(row.severity), Reverse(row.count)));
        for (rule, Row { severity, count, files, .. }) in rules {
            let _ = writeln!(text, "| {} | `{rule}` | {count} | {files} |", severity.name());
        }
        if !self.listed.is_empty() {
            let _ = writeln!(text, "\n| place | rule | error |\n|---|---|---|\n{}", self.listed.join("\n"));
        }
        if errors as usize > self.listed.len() {
            let _ = writeln!(text, "\nThe first {} of {errors} errors are listed.", self.listed.len());
        }
        if !summary.not_checked.is_empty() {
            let _ = writeln!(text, "\nNot checked: {} files.", summary.not_checked.len());
        }
        out.write_all(text.as_bytes())
    }
}

/// Escapes a text in a table, so that nothing in it is markup, a link, a mention or the end of the cell.
fn cell(text: &str) -> String {
    let mut found = String::new();
    for letter in show::visible(text).chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '!' | '|' | '~' | '@' | ':' => {
                let _ = write!(found, "&#{};", u32::from(letter));
            }
            '&' => found.push_str("&amp;"),
            '<' => found.push_str("&lt;"),
            '>' => found.push_str("&gt;"),
            other => found.push(other),
        }
    }
    found
}
