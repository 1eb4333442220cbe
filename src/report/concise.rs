//! One line per finding, for logs and for searching: `path:line:column: severity[rule] message`. Notes about missing
//! fields are one line per file.

use super::absences::{Absences, Placement};
use super::{Ending, FileReport, Format, Reporter, Sanitised, summary};
use crate::diagnostic::{Diagnostic, show};
use std::io::{self, Write};

/// For people: one line per finding.
pub const FORMAT: Format = Format {
    name: "concise",
    has_summary: true,
    reporter: |_| Box::new(Sanitised(Concise::default())),
    ..Format::MACHINE
};

/// Writes `concise`.
#[derive(Debug, Default)]
pub struct Concise {
    absences: Absences,
}

impl Reporter for Concise {
    fn file(&mut self, out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        if self.absences.is_before(file) {
            self.absences(out)?;
        }
        for (one, placement) in file.diagnostics.iter().zip(self.absences.placements(file)) {
            match placement {
                Placement::Single => line(out, one, &one.rule, &show::visible(&one.message))?,
                Placement::Combined => self.absences.add(one),
            }
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()> {
        self.absences(out)?;
        summary::write(out, ending)
    }
}

impl Concise {
    /// Writes the line about missing fields in the records of a file.
    fn absences(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut absences = std::mem::take(&mut self.absences);
        let Some(first) = absences.first.take() else { return Ok(()) };
        let (rules, facts) = absences.describe();
        line(out, &first, &rules, &facts)
    }
}

/// Writes one line for each finding of a file.
pub fn write(out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
    file.diagnostics.iter().try_for_each(|one| line(out, one, &one.rule, &show::visible(&one.message)))
}

fn line(out: &mut dyn Write, one: &Diagnostic, rules: &str, message: &str) -> io::Result<()> {
    let start = one.start();
    let (path, severity) = (show::path(&one.path), one.severity.name());
    writeln!(out, "{path}:{}:{}: {severity}[{rules}] {message}", start.line, start.column)
}
