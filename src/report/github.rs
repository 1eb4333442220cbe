//! Annotations of GitHub Actions: workflow commands, the most severe first, because a step shows only ten of each
//! severity.

use super::{Ending, FileReport, Format, Reporter};
use crate::diagnostic::{Diagnostic, Severity, show};
use std::io::{self, Write};

/// Annotations of GitHub Actions.
pub const FORMAT: Format =
    Format { name: "github", uses_checkout_paths: true, reporter: |_| Box::new(Github::default()), ..Format::MACHINE };

/// The number of annotations of each severity that a step shows.
const SHOWN: usize = 10;

/// Writes `github`.
#[derive(Debug, Default)]
pub struct Github {
    /// The first commands of each severity: notes, warnings, errors.
    commands: [Vec<String>; 3],
}

impl Reporter for Github {
    fn file(&mut self, _: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        for one in file.diagnostics {
            let commands = &mut self.commands[one.severity as usize];
            if commands.len() < SHOWN {
                commands.push(command(one));
            }
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()> {
        for command in self.commands.iter().rev().flatten() {
            writeln!(out, "{command}")?;
        }
        let shown: usize = self.commands.iter().map(Vec::len).sum();
        let all: u64 = ending.summary.counts.iter().sum();
        if all > shown as u64 {
            writeln!(out, "{shown} of {all} findings are annotated: the first {SHOWN} of each severity.")?;
        }
        Ok(())
    }
}

fn command(one: &Diagnostic) -> String {
    let name = match one.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let (start, end) = (one.start(), one.end());
    // Columns of different lines cannot be compared, so only the lines are given.
    let columns = if start.line == end.line && end.column > start.column {
        format!(",col={},endColumn={}", start.column, end.column)
    } else {
        String::new()
    };
    let help = one.help.as_ref().map(|help| format!("\n{}", show::visible(help))).unwrap_or_default();
    format!(
        "::{name} file={},line={},endLine={}{columns},title={}::{}",
        property(&one.path),
        start.line,
        end.line.max(start.line),
        property(&one.rule),
        data(&(show::visible(&one.message) + &help))
    )
}

/// Escapes a message, which only line breaks would end.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property, which a colon or a comma would end as well.
fn property(text: &str) -> String {
    data(&show::visible(text)).replace(':', "%3A").replace(',', "%2C")
}
