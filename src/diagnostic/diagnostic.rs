//! A finding with its file, lines and record, ready to be reported.

use super::{Applicability, Change, Edit, RuleId, Severity};
use crate::text::{Position, Span};
use std::sync::Arc;

/// The name of a record for users.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordName {
    /// Its id, else its DOI, else its title, else `#n`.
    pub id: String,
    /// Its index in the file, from 0.
    pub index: u64,
    /// The JSON Pointer from the document to the record.
    pub pointer: String,
}

/// A labelled span of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedLabel {
    /// The span in the chunk.
    pub span: Span,
    /// The start of the span.
    pub start: Position,
    /// The end of the span.
    pub end: Position,
    /// A description of at most five words, or an empty string.
    pub text: String,
    /// Whether it is the location of the finding itself.
    pub primary: bool,
}

/// A fix as edits of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedFix {
    /// An imperative: "remove the label".
    pub title: String,
    /// Whether it may be applied without review.
    pub applicability: Applicability,
    /// The edits in file order. `None` if the syntax does not support the changes.
    pub edits: Option<Vec<ResolvedEdit>>,
    /// The changes of the record's source tree that the edits make. The node ids are stable: reading the same text
    /// gives the same tree.
    pub changes: Vec<Change>,
    /// The number of findings that it fixes, which is greater than one if findings with the same cause were merged.
    pub repairs: u64,
}

/// An edit of a fix with its positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedEdit {
    /// The replaced span and the new text.
    pub edit: Edit,
    /// The start of the replaced span.
    pub start: Position,
    /// The end of the replaced span.
    pub end: Position,
}

/// The location of a keyword in a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaPlace {
    /// The file of the schema, or its name if it is bundled.
    pub path: String,
    /// The JSON Pointer into the schema.
    pub pointer: String,
}

/// A finding that is ready to be reported. Owns all its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The id of the rule.
    pub rule: RuleId,
    /// The severity according to the profile and the configuration.
    pub severity: Severity,
    /// The finding, in one line.
    pub message: String,
    /// Advice on what to do.
    pub help: Option<String>,
    /// The offending value.
    pub value: Option<String>,
    /// The expected value.
    pub expected: Option<String>,
    /// The value that was probably intended.
    pub suggestion: Option<String>,
    /// The path of the file as given by the user.
    pub path: Arc<str>,
    /// The record. `None` for findings about the file.
    pub record: Option<RecordName>,
    /// The pointer in the source.
    pub pointer: String,
    /// The pointer in the canonical record.
    pub field: String,
    /// The labels, the primary one first.
    pub labels: Vec<ResolvedLabel>,
    /// The schema keyword, for findings of a schema.
    pub schema: Option<SchemaPlace>,
    /// A fix.
    pub fix: Option<ResolvedFix>,
    /// An identifier that is stable for the same mistake in the same record when lines move.
    pub fingerprint: String,
    /// The number of further findings of the rule in the record that are counted with this one and not listed.
    pub more: u64,
}

impl Diagnostic {
    /// Returns the id of the rule.
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// Returns the finding in one line, for users.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the number of findings that it represents.
    pub fn count(&self) -> u64 {
        1 + self.more
    }

    /// Returns the label of the finding itself.
    pub fn primary(&self) -> Option<&ResolvedLabel> {
        self.labels.first()
    }

    /// Returns the start of the primary label.
    pub fn start(&self) -> Position {
        self.primary().map(|label| label.start).unwrap_or_default()
    }

    /// Returns the end of the primary label.
    pub fn end(&self) -> Position {
        self.primary().map(|label| label.end).unwrap_or_default()
    }
}
