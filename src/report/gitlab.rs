//! GitLab's report of code quality: one JSON array.

use super::{Ending, FileReport, Reporter, item};
use crate::diagnostic::{Severity, show};
use serde_json::json;
use std::io::{self, Write};

/// See the module.
#[derive(Debug)]
pub struct Gitlab {
    is_first: bool,
}

impl Default for Gitlab {
    fn default() -> Self {
        Self { is_first: true }
    }
}

impl Reporter for Gitlab {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[\n")
    }

    fn file(&mut self, out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        for one in file.diagnostics {
            let severity = match one.severity {
                Severity::Error => "critical",
                Severity::Warning => "minor",
                Severity::Note => "info",
            };
            let value = json!({
                "description": show::visible(&one.message),
                "check_name": one.rule,
                // Two findings of one mistake, in records that are alike, must not be taken for one.
                "fingerprint": format!("{}:{}:{}", one.fingerprint, one.path, one.start().offset),
                "severity": severity,
                "location": {
                    "path": &*one.path,
                    "positions": {
                        "begin": { "line": one.start().line, "column": one.start().column },
                        "end": { "line": one.end().line, "column": one.end().column }
                    },
                    "lines": { "begin": one.start().line, "end": one.end().line }
                }
            });
            item(out, &mut self.is_first, &value)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, _: &Ending<'_>) -> io::Result<()> {
        out.write_all(b"\n]\n")
    }
}
