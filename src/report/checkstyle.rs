//! Checkstyle's XML: a file with its errors, read by many build servers.

use super::xml::escaped;
use super::{Ending, FileReport, Format, Reporter};
use crate::diagnostic::Severity;
use std::io::{self, Write};

/// Checkstyle XML.
pub const FORMAT: Format = Format { name: "checkstyle", reporter: |_| Box::new(Checkstyle), ..Format::MACHINE };

/// Writes `checkstyle`.
#[derive(Debug)]
pub struct Checkstyle;

impl Reporter for Checkstyle {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\">")
    }

    fn file(&mut self, out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        writeln!(out, "<file name=\"{}\">", escaped(file.source.path))?;
        for one in file.diagnostics {
            let severity = match one.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "info",
            };
            let start = one.start();
            writeln!(
                out,
                "  <error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{}\" source=\"recordlint.{}\"/>",
                start.line,
                start.column,
                escaped(&one.message),
                escaped(&one.rule)
            )?;
        }
        writeln!(out, "</file>")
    }

    fn end(&mut self, out: &mut dyn Write, _: &Ending<'_>) -> io::Result<()> {
        writeln!(out, "</checkstyle>")
    }
}
