//! One JSON object per finding and line, written while streaming. It contains everything that the reports for people
//! do.

use super::{Ending, FileReport, Format, Reporter};
use crate::diagnostic::{Diagnostic, ResolvedFix, ResolvedLabel, show};
use crate::text::Position;
use std::io::{self, Write};

/// One JSON object per finding.
pub const FORMAT: Format = Format { name: "jsonl", reporter: |_| Box::new(Jsonl), ..Format::MACHINE };

/// Writes `jsonl`.
#[derive(Debug)]
pub struct Jsonl;

impl Reporter for Jsonl {
    fn file(&mut self, out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        write(out, file)
    }

    fn end(&mut self, _: &mut dyn Write, _: &Ending<'_>) -> io::Result<()> {
        Ok(())
    }
}

/// Writes one finding as an object.
pub(super) fn object(out: &mut dyn Write, diagnostic: &Diagnostic) -> io::Result<()> {
    let mut line = Line::default();
    line.diagnostic(diagnostic)?;
    line.write(out)
}

/// Writes one line for each finding of a file.
pub fn write(out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
    let mut line = Line::default();
    for diagnostic in file.diagnostics {
        line.text.clear();
        line.diagnostic(diagnostic)?;
        line.text.push(b'\n');
        line.write(out)?;
    }
    Ok(())
}

/// The buffer of the current line, which is reused for all lines.
#[derive(Debug, Default)]
struct Line {
    text: Vec<u8>,
}

impl Line {
    /// Writes the line, with control and invisible characters escaped.
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        match std::str::from_utf8(&self.text) {
            Ok(text) => out.write_all(show::json(text).as_bytes()),
            Err(_) => out.write_all(&self.text),
        }
    }

    /// Appends the members in the order in which people would read them.
    fn diagnostic(&mut self, diagnostic: &Diagnostic) -> io::Result<()> {
        let path: &str = &diagnostic.path;
        self.open('{');
        self.string("rule", &diagnostic.rule)?;
        self.string("severity", diagnostic.severity.name())?;
        self.string("message", &diagnostic.message)?;
        self.optional("help", diagnostic.help.as_deref())?;
        self.optional("value", diagnostic.value.as_deref())?;
        self.optional("expected", diagnostic.expected.as_deref())?;
        self.optional("suggestion", diagnostic.suggestion.as_deref())?;
        self.string("path", path)?;
        self.name("record");
        match &diagnostic.record {
            Some(record) => {
                self.open('{');
                self.string("id", &record.id)?;
                self.number("index", record.index)?;
                self.string("pointer", &record.pointer)?;
                self.close('}');
            }
            None => self.raw("null"),
        }
        self.string("pointer", &diagnostic.pointer)?;
        self.string("field", &diagnostic.field)?;
        self.position("start", diagnostic.start())?;
        self.position("end", diagnostic.end())?;
        self.name("labels");
        self.open('[');
        for label in &diagnostic.labels {
            self.separate();
            self.label(label, path)?;
        }
        self.close(']');
        self.name("schema");
        match &diagnostic.schema {
            Some(schema) => {
                self.open('{');
                self.string("path", &schema.path)?;
                self.string("pointer", &schema.pointer)?;
                self.name("line");
                self.raw("null");
                self.close('}');
            }
            None => self.raw("null"),
        }
        self.name("fix");
        match &diagnostic.fix {
            Some(fix) => self.fix(fix)?,
            None => self.raw("null"),
        }
        self.string("fingerprint", &diagnostic.fingerprint)?;
        if diagnostic.more > 0 {
            self.number("more", diagnostic.more)?;
        }
        self.name("suppressed");
        self.raw("null");
        self.close('}');
        Ok(())
    }

    fn fix(&mut self, fix: &ResolvedFix) -> io::Result<()> {
        self.open('{');
        self.string("title", &fix.title)?;
        self.string("applicability", fix.applicability.name())?;
        self.name("edits");
        match &fix.edits {
            Some(edits) => {
                self.open('[');
                for edit in edits {
                    self.separate();
                    self.open('{');
                    self.position("start", edit.start)?;
                    self.position("end", edit.end)?;
                    self.string("text", &edit.edit.text)?;
                    self.close('}');
                }
                self.close(']');
            }
            None => self.raw("null"),
        }
        self.close('}');
        Ok(())
    }

    fn label(&mut self, label: &ResolvedLabel, path: &str) -> io::Result<()> {
        self.open('{');
        self.string("path", path)?;
        self.position("start", label.start)?;
        self.position("end", label.end)?;
        self.string("text", &label.text)?;
        self.name("primary");
        self.raw(if label.primary { "true" } else { "false" });
        self.close('}');
        Ok(())
    }

    fn position(&mut self, name: &str, position: Position) -> io::Result<()> {
        self.name(name);
        self.open('{');
        self.number("line", position.line)?;
        self.number("column", position.column)?;
        self.number("offset", position.offset)?;
        self.close('}');
        Ok(())
    }

    fn raw(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
    }

    fn open(&mut self, bracket: char) {
        self.text.push(bracket as u8);
    }

    fn close(&mut self, bracket: char) {
        self.text.push(bracket as u8);
    }

    /// Appends a comma, unless a bracket was just opened.
    fn separate(&mut self) {
        if !matches!(self.text.last(), Some(b'{' | b'[')) {
            self.text.push(b',');
        }
    }

    /// Appends the name of a member. The names are constants and need no escape.
    fn name(&mut self, name: &str) {
        self.separate();
        self.text.push(b'"');
        self.raw(name);
        self.raw("\":");
    }

    fn string(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.optional(name, Some(text))
    }

    fn optional(&mut self, name: &str, text: Option<&str>) -> io::Result<()> {
        self.name(name);
        Ok(serde_json::to_writer(&mut self.text, &text)?)
    }

    fn number(&mut self, name: &str, number: u64) -> io::Result<()> {
        self.name(name);
        Ok(serde_json::to_writer(&mut self.text, &number)?)
    }
}
