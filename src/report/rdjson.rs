//! reviewdog's JSON: diagnostics with ranges whose columns count UTF-8 bytes.

use super::{Ending, FileReport, Format, Reporter, item};
use crate::diagnostic::{Severity, show};
use crate::text::Position;
use serde_json::{Value, json};
use std::io::{self, Write};

/// reviewdog's JSON.
pub const FORMAT: Format = Format { name: "rdjson", reporter: |_| Box::new(Rdjson::default()), ..Format::MACHINE };

/// Writes `rdjson`.
#[derive(Debug)]
pub struct Rdjson {
    is_first: bool,
}

impl Default for Rdjson {
    fn default() -> Self {
        Self { is_first: true }
    }
}

impl Reporter for Rdjson {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"{\"source\":{\"name\":\"recordlint\"},\"diagnostics\":[\n")
    }

    fn file(&mut self, out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        let place = |position: Position| {
            let line = file.source.chunk.slice(file.index.line(position.line));
            let before = line.chars().take(position.column.saturating_sub(1) as usize);
            let column = before.map(char::len_utf8).sum::<usize>() + 1;
            json!({ "line": position.line, "column": column })
        };
        for one in file.diagnostics {
            let severity = match one.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Note => "INFO",
            };
            let edits = one.fix.iter().filter_map(|fix| fix.edits.as_ref()).flatten();
            let suggestions: Vec<Value> = edits
                .map(|edit| {
                    json!({ "range": { "start": place(edit.start), "end": place(edit.end) }, "text": edit.edit.text })
                })
                .collect();
            let value = json!({
                "message": show::visible(&one.message),
                "location": { "path": &*one.path, "range": { "start": place(one.start()), "end": place(one.end()) } },
                "severity": severity,
                "code": { "value": one.rule },
                "suggestions": suggestions,
            });
            item(out, &mut self.is_first, &value)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, _: &Ending<'_>) -> io::Result<()> {
        out.write_all(b"\n]}\n")
    }
}
