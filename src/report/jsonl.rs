//! One JSON object a finding and a line, as it goes: for machines, which see everything that people are told.

use super::FileReport;
use crate::diagnostic::{Diagnostic, ResolvedLabel};
use crate::text::Position;
use serde_json::Value;
use std::io::{self, Write};

/// Writes one line for each finding of a file.
pub fn write(out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
    for diagnostic in file.diagnostics {
        writeln!(out, "{}", line(diagnostic))?;
    }
    Ok(())
}

/// The members in the order in which a person would read them.
fn line(diagnostic: &Diagnostic) -> String {
    let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::String).to_string();
    let labels: Vec<String> = diagnostic.labels.iter().map(|label| self::label(label, diagnostic)).collect();
    object(&[
        ("rule", string(diagnostic.rule)),
        ("severity", string(diagnostic.severity.name())),
        ("message", string(&diagnostic.message)),
        ("help", text(&diagnostic.help)),
        ("value", text(&diagnostic.value)),
        ("expected", text(&diagnostic.expected)),
        ("suggestion", text(&diagnostic.suggestion)),
        ("path", string(&diagnostic.path)),
        ("record", record(diagnostic)),
        ("pointer", string(&diagnostic.pointer)),
        ("field", string(&diagnostic.field)),
        ("start", position(diagnostic.start())),
        ("end", position(diagnostic.end())),
        ("labels", format!("[{}]", labels.join(","))),
        ("schema", schema(diagnostic)),
        ("fix", "null".to_owned()),
        ("fingerprint", string(&diagnostic.fingerprint)),
        ("suppressed", "null".to_owned()),
    ])
}

fn record(diagnostic: &Diagnostic) -> String {
    diagnostic.record.as_ref().map_or("null".to_owned(), |record| {
        object(&[("id", string(&record.id)), ("index", record.index.to_string()), ("pointer", string(&record.pointer))])
    })
}

fn schema(diagnostic: &Diagnostic) -> String {
    diagnostic.schema.as_ref().map_or("null".to_owned(), |schema| {
        object(&[("path", string(&schema.path)), ("pointer", string(&schema.pointer)), ("line", "null".to_owned())])
    })
}

fn label(label: &ResolvedLabel, diagnostic: &Diagnostic) -> String {
    object(&[
        ("path", string(&diagnostic.path)),
        ("start", position(label.start)),
        ("end", position(label.end)),
        ("text", string(&label.text)),
        ("primary", label.primary.to_string()),
    ])
}

fn position(position: Position) -> String {
    object(&[
        ("line", position.line.to_string()),
        ("column", position.column.to_string()),
        ("offset", position.offset.to_string()),
    ])
}

fn string(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

/// An object of members that are JSON already.
fn object(members: &[(&str, String)]) -> String {
    let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", members.join(","))
}
