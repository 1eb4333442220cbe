//! One line a finding, for logs and for searching: `path:line:column: severity[rule] message`.

use super::{Ending, FileReport, Reporter, summary};
use crate::diagnostic::show;
use std::io::{self, Write};

/// See the module.
#[derive(Debug)]
pub struct Concise;

impl Reporter for Concise {
    fn file(&mut self, out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        write(out, file)
    }

    fn end(&mut self, out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()> {
        summary::write(out, ending.summary)
    }
}

/// Writes one line for each finding of a file.
pub fn write(out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
    for diagnostic in file.diagnostics {
        let start = diagnostic.start();
        writeln!(
            out,
            "{}:{}:{}: {}[{}] {}",
            show::path(&diagnostic.path),
            start.line,
            start.column,
            diagnostic.severity.name(),
            diagnostic.rule,
            show::visible(&diagnostic.message),
        )?;
    }
    Ok(())
}
