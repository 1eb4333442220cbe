//! JUnit XML: a test suite for each file with findings, a test case for each finding.

use super::xml::escaped;
use super::{Ending, FileReport, Format, Reporter};
use crate::diagnostic::{Diagnostic, Severity};
use std::io::{self, Write};

/// JUnit XML.
pub const FORMAT: Format = Format { name: "junit", reporter: |_| Box::new(Junit), ..Format::MACHINE };

/// Writes `junit`.
#[derive(Debug)]
pub struct Junit;

impl Reporter for Junit {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"recordlint\">")
    }

    fn file(&mut self, out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        let failures = file.diagnostics.iter().filter(|one| one.severity > Severity::Note).count();
        let path = escaped(file.source.path);
        writeln!(
            out,
            "<testsuite name=\"{path}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">",
            file.diagnostics.len()
        )?;
        file.diagnostics.iter().try_for_each(|one| case(out, one, &path))?;
        writeln!(out, "</testsuite>")
    }

    fn end(&mut self, out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()> {
        // Consumers treat a report without test cases as a run that did not happen.
        let summary = ending.summary;
        if summary.files_with_findings == 0 {
            writeln!(out, "<testsuite name=\"recordlint\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">")?;
            writeln!(out, "  <testcase name=\"{} records\" classname=\"recordlint\"/>", summary.records)?;
            writeln!(out, "</testsuite>")?;
        }
        writeln!(out, "</testsuites>")
    }
}

fn case(out: &mut dyn Write, one: &Diagnostic, path: &str) -> io::Result<()> {
    let start = one.start();
    let (rule, message) = (escaped(&one.rule), escaped(&one.message));
    let place = format!("{path}:{}:{}", start.line, start.column);
    writeln!(
        out,
        "  <testcase name=\"{rule} at {}:{}\" classname=\"{path}\" line=\"{}\">",
        start.line, start.column, start.line
    )?;
    let help = one.help.as_deref().map(escaped).unwrap_or_default();
    if one.severity > Severity::Note {
        let severity = one.severity.name();
        writeln!(
            out,
            "    <failure message=\"{message}\" type=\"{severity}\">{place}: {severity}[{rule}] {message}\n{help}</failure>"
        )?;
    } else {
        writeln!(out, "    <system-out>{place}: note[{rule}] {message}\n{help}</system-out>")?;
    }
    writeln!(out, "  </testcase>")
}
