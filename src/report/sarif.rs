//! SARIF 2.1.0 (OASIS), for code scanning: the results, followed by the rules that have results.

use super::{Ending, FileReport, Format, Reporter, item, uri};
use crate::diagnostic::{Diagnostic, ResolvedLabel, Severity, show};
use crate::ruleset::Entry;
use crate::text::Position;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// SARIF 2.1.0.
pub const FORMAT: Format =
    Format { name: "sarif", uses_checkout_paths: true, reporter: |_| Box::new(Sarif::default()), ..Format::MACHINE };

/// Writes `sarif`.
#[derive(Debug)]
pub struct Sarif {
    is_first: bool,
    /// The rules that have results.
    rules: BTreeSet<String>,
}

impl Default for Sarif {
    fn default() -> Self {
        Self { is_first: true, rules: BTreeSet::new() }
    }
}

impl Reporter for Sarif {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(
            b"{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\n\
              \"columnKind\":\"unicodeCodePoints\",\"results\":[\n",
        )
    }

    fn file(&mut self, out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        for one in file.diagnostics {
            if !self.rules.contains(&*one.rule) {
                self.rules.insert(one.rule.to_string());
            }
            item(out, &mut self.is_first, &result(one))?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()> {
        let rule = |id: &String| {
            let entry = ending.rules.find(id);
            let summary = entry.map_or_else(|| id.clone(), Entry::summary);
            let page = entry.map_or_else(|| id.clone(), Entry::page);
            let severity = entry.map_or(Severity::Warning, Entry::severity);
            json!({
                "id": id,
                "shortDescription": { "text": show::visible(&summary) },
                "help": { "text": summary, "markdown": page },
                "defaultConfiguration": { "level": severity.name() },
            })
        };
        let rules: Vec<Value> = self.rules.iter().map(rule).collect();
        let driver = json!({
            "driver": { "name": "recordlint", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules }
        });
        writeln!(out, "\n],\"tool\":{driver}\n}}]}}")
    }
}

fn result(one: &Diagnostic) -> Value {
    let logical = one.record.as_ref().map(
        |record| json!([{ "name": show::visible(&record.id), "fullyQualifiedName": one.pointer, "kind": "element" }]),
    );
    let mut location = json!({ "physicalLocation": physical(&one.path, one.start(), one.end()) });
    if let Some(logical) = logical {
        location["logicalLocations"] = logical;
    }
    let related: Vec<Value> = one
        .labels
        .iter()
        .filter(|label| !label.primary)
        .enumerate()
        .map(|(number, label)| related(number, label, &one.path))
        .collect();
    let mut value = json!({
        "ruleId": one.rule,
        "level": one.severity.name(),
        "message": { "text": text(one) },
        "locations": [location],
        "partialFingerprints": { "recordlint/v1": one.fingerprint },
    });
    if one.more > 0 {
        value["occurrenceCount"] = Value::from(one.count());
    }
    if !related.is_empty() {
        value["relatedLocations"] = Value::from(related);
    }
    if let Some((fix, edits)) = one.fix.as_ref().and_then(|fix| Some((fix, fix.edits.as_ref()?))) {
        let replacements: Vec<Value> = edits
            .iter()
            .map(|edit| {
                json!({
                    "deletedRegion": region(edit.start, edit.end),
                    "insertedContent": { "text": edit.edit.text },
                })
            })
            .collect();
        value["fixes"] = json!([{
            "description": { "text": show::visible(&fix.title) },
            "artifactChanges": [{ "artifactLocation": { "uri": uri(&one.path) }, "replacements": replacements }],
        }]);
    }
    value
}

/// Returns the message and the advice.
fn text(one: &Diagnostic) -> String {
    match &one.help {
        Some(help) => format!("{}: {}", show::visible(&one.message), show::visible(help)),
        None => show::visible(&one.message),
    }
}

fn related(number: usize, label: &ResolvedLabel, path: &str) -> Value {
    json!({
        "id": number,
        "physicalLocation": physical(path, label.start, label.end),
        "message": { "text": show::visible(&label.text) },
    })
}

fn physical(path: &str, start: Position, end: Position) -> Value {
    json!({ "artifactLocation": { "uri": uri(path) }, "region": region(start, end) })
}

fn region(start: Position, end: Position) -> Value {
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}
