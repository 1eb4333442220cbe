//! GitLab's report of code quality: one JSON array.

use super::{Ending, FileReport, Format, Reporter, item};
use crate::diagnostic::{Diagnostic, Severity, show};
use serde_json::json;
use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

/// GitLab's code quality report.
pub const FORMAT: Format =
    Format { name: "gitlab", uses_checkout_paths: true, reporter: |_| Box::new(Gitlab::default()), ..Format::MACHINE };

/// Writes `gitlab`.
#[derive(Debug)]
pub struct Gitlab {
    is_first: bool,
    /// The current file, and how often each fingerprint has occurred in it.
    path: Arc<str>,
    seen: HashMap<String, u32>,
}

impl Default for Gitlab {
    fn default() -> Self {
        Self { is_first: true, path: Arc::from(""), seen: HashMap::new() }
    }
}

impl Gitlab {
    /// A unique fingerprint that does not change when earlier lines do. Equal findings in similar records are numbered.
    fn fingerprint(&mut self, one: &Diagnostic) -> String {
        // Findings come file by file.
        if self.path != one.path {
            self.path = Arc::clone(&one.path);
            self.seen.clear();
        }
        let number = self.seen.entry(one.fingerprint.clone()).or_default();
        *number += 1;
        match number {
            1 => format!("{}:{}", one.fingerprint, one.path),
            number => format!("{}:{}:{number}", one.fingerprint, one.path),
        }
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
                "fingerprint": self.fingerprint(one),
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
