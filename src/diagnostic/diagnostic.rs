//! What a person is told: a finding with its file, its lines and its record.

use super::{Applicability, Change, Edit, RuleId, Severity};
use crate::text::{Position, Span};
use std::sync::Arc;

/// How a record is named to a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordName {
    /// Its id, else its DOI, else its title, else `#n`.
    pub id: String,
    /// Its number in the file, from 0.
    pub index: u64,
    /// The JSON Pointer from the document to the record.
    pub pointer: String,
}

/// A place in a file with words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedLabel {
    /// Bytes of the chunk.
    pub span: Span,
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// What is there; at most five words, or nothing.
    pub text: String,
    /// Whether it is the place of the finding itself.
    pub primary: bool,
}

/// A repair, in bytes of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedFix {
    /// An imperative: "remove the label".
    pub title: String,
    /// How far it can be trusted.
    pub applicability: Applicability,
    /// The edits, in the order of the file; nothing where they cannot be made in this syntax.
    pub edits: Option<Vec<ResolvedEdit>>,
    /// What the edits do to the record as its syntax reads it: its nodes are those of the record's source tree, which is
    /// the same whenever the same text is read.
    pub changes: Vec<Change>,
    /// How many findings it repairs: more than one where several of one cause were joined.
    pub repairs: u64,
}

/// An edit of a fix with its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedEdit {
    /// What is replaced, and by what.
    pub edit: Edit,
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
}

/// Where in a schema a demand stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaPlace {
    /// The schema's file, or its name if it is bundled.
    pub path: String,
    /// JSON Pointer into the schema.
    pub pointer: String,
}

/// A finding ready to be reported. It owns all that it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's id.
    pub rule: RuleId,
    /// After profile and configuration.
    pub severity: Severity,
    /// The fact, in one line.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The offending value.
    pub value: Option<String>,
    /// What was expected.
    pub expected: Option<String>,
    /// What was probably meant.
    pub suggestion: Option<String>,
    /// The file, as given.
    pub path: Arc<str>,
    /// The record; absent for what concerns the file.
    pub record: Option<RecordName>,
    /// The address in the source, as the person sees it.
    pub pointer: String,
    /// The address in the canonical record.
    pub field: String,
    /// The places, the primary one first.
    pub labels: Vec<ResolvedLabel>,
    /// For findings of a schema.
    pub schema: Option<SchemaPlace>,
    /// A repair.
    pub fix: Option<ResolvedFix>,
    /// The same for the same mistake in the same record, wherever the lines move.
    pub fingerprint: String,
    /// How many more findings of the rule there are in the record, which are counted with this one and not listed.
    pub more: u64,
}

impl Diagnostic {
    /// How many findings it represents.
    pub fn count(&self) -> u64 {
        1 + self.more
    }

    /// The place of the finding itself.
    pub fn primary(&self) -> Option<&ResolvedLabel> {
        self.labels.first()
    }

    /// Where it begins.
    pub fn start(&self) -> Position {
        self.primary().map(|label| label.start).unwrap_or_default()
    }

    /// Where it ends.
    pub fn end(&self) -> Position {
        self.primary().map(|label| label.end).unwrap_or_default()
    }
}
