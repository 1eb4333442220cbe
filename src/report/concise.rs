//! One line a finding, for logs and for searching: `path:line:column: severity[rule] message`.

use super::FileReport;
use crate::diagnostic::show;
use std::io::{self, Write};

/// Writes one line for each finding of a file.
pub fn write(out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
    for diagnostic in file.diagnostics {
        let start = diagnostic.start();
        writeln!(
            out,
            "{}:{}:{}: {}[{}] {}",
            show::visible(&diagnostic.path),
            start.line,
            start.column,
            diagnostic.severity.name(),
            diagnostic.rule,
            show::visible(&diagnostic.message),
        )?;
    }
    Ok(())
}
