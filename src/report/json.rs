//! One JSON object: all findings, followed by the totals of the run. `schemas/report.schema.json` describes it.

use super::{Ending, FileReport, Format, Reporter, jsonl};
use crate::diagnostic::show;
use serde_json::json;
use std::io::{self, Write};

/// One JSON object.
pub const FORMAT: Format = Format { name: "json", reporter: |_| Box::new(Json::default()), ..Format::MACHINE };

/// The version of the format.
const VERSION: u32 = 1;

/// Writes `json`.
#[derive(Debug, Default)]
pub struct Json {
    has_items: bool,
}

impl Reporter for Json {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"version\":{VERSION},\"columns\":\"unicode-scalars\",\"diagnostics\":[")
    }

    fn file(&mut self, out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        for one in file.diagnostics {
            let separator: &[u8] = if std::mem::replace(&mut self.has_items, true) { b",\n" } else { b"\n" };
            out.write_all(separator)?;
            jsonl::object(out, one)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()> {
        let summary = ending.summary;
        let [notes, warnings, errors] = summary.counts;
        let files = summary.not_checked.iter().map(|file| json!({ "path": file.path, "reason": file.reason.fact }));
        let rules = summary.not_held.iter().map(|(rule, shape)| json!({ "rule": rule, "shape": shape }));
        let unreadable = summary.unreadable.iter().map(|file| json!({ "path": file.path, "reason": file.reason }));
        let fixed = summary.fixes.as_ref().map(|fixes| {
            let refused = fixes.refused.iter().map(|(reason, count)| json!({ "reason": reason, "count": count }));
            let not_fixed = fixes.not_fixed.iter().map(|file| json!({ "path": file.path, "reason": file.reason }));
            let unwritten = fixes.unwritten.iter().map(|file| json!({ "path": file.path, "reason": file.reason }));
            json!({
                "problems": fixes.problems,
                "files": fixes.files,
                "refused": refused.collect::<Vec<_>>(),
                "not_fixed": not_fixed.collect::<Vec<_>>(),
                "unwritten": unwritten.collect::<Vec<_>>(),
                "faulty": fixes.faulty,
            })
        });
        let end = json!({
            "files": summary.files,
            "records": summary.records,
            "counts": { "error": errors, "warning": warnings, "note": notes },
            "fixed": fixed,
            "not_checked": files.collect::<Vec<_>>(),
            "rules_not_run": rules.collect::<Vec<_>>(),
            "unreadable": unreadable.collect::<Vec<_>>(),
        });
        let end = end.to_string();
        writeln!(out, "\n],{}", show::json(&end[1..]))
    }
}
