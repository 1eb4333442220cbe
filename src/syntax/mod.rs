//! The syntaxes of files: parses text to one spanned tree per record, and maps ranges of values back to bytes.
//!
//! Parsing never fails. A [`Reader`] yields the records of a chunk, and a finding for each parse error. A broken
//! record does not hide its neighbours. A syntax does not depend on rules.

mod bibtex;
mod detect;
mod json;
mod magic;
mod open;
pub mod page;
mod reason;
mod rewrite;
mod ris;
mod unread;
mod xml;
mod yaml;

pub(crate) use bibtex::protected;
pub use detect::detect;
pub use json::{Items, List, Splitter};
pub use magic::by_content;
pub use open::{OpenedFile, open};
pub use reason::Reason;
pub(crate) use rewrite::{differences, narrowed, replaced, replacements, stays_number};
pub use unread::known_export;

use crate::diagnostic::{Change, Edit, Finding, Place, Severity, ids};
use crate::text::{Chunk, Span};
use crate::tree::{Arena, Kind, NodeId, Tree};
use std::borrow::Cow;
use std::ops::Range;

/// A syntax in which records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// One JSON value: a record, an array of records, or an array of records in a wrapper object.
    Json,
    /// A sequence of JSON values, usually one per line.
    Ndjson,
    /// YAML: a record per document, or a list of records.
    Yaml,
    /// XML: a record per record element, or else the whole document.
    Xml,
    /// BibTeX or biblatex: a record per entry.
    Bibtex,
    /// RIS: a record from `TY` to `ER`.
    Ris,
    /// The text of a record page of a YADDA repository.
    Page,
}

impl Syntax {
    /// All syntaxes, in the order of help texts.
    pub const ALL: [Syntax; 7] =
        [Syntax::Json, Syntax::Ndjson, Syntax::Yaml, Syntax::Xml, Syntax::Bibtex, Syntax::Ris, Syntax::Page];

    /// Returns the name for the command line and for rule ids.
    pub const fn name(self) -> &'static str {
        match self {
            Syntax::Json => "json",
            Syntax::Ndjson => "ndjson",
            Syntax::Yaml => "yaml",
            Syntax::Xml => "xml",
            Syntax::Bibtex => "bibtex",
            Syntax::Ris => "ris",
            Syntax::Page => "page",
        }
    }

    /// Returns the syntax with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|syntax| syntax.name() == name)
    }

    /// Returns the id of the rule for parse errors.
    pub const fn rule(self) -> &'static str {
        match self {
            Syntax::Json => ids::SYNTAX_JSON,
            Syntax::Ndjson => ids::SYNTAX_NDJSON,
            Syntax::Yaml => ids::SYNTAX_YAML,
            Syntax::Xml => ids::SYNTAX_XML,
            Syntax::Bibtex => ids::SYNTAX_BIBTEX,
            Syntax::Ris => ids::SYNTAX_RIS,
            Syntax::Page => ids::SYNTAX_PAGE,
        }
    }

    /// Whether the syntax supports a change. A heading of a page is never removed: its content was lost earlier, and
    /// should be restored.
    pub const fn can_write(self, change: &Change) -> bool {
        match change {
            Change::Remove { .. } | Change::Rename { .. } => !matches!(self, Syntax::Page),
            // Structured values have other forms in the other syntaxes.
            Change::Put { .. } | Change::Divide { .. } => matches!(self, Syntax::Json | Syntax::Ndjson | Syntax::Yaml),
            Change::Replace { .. } | Change::Insert { .. } | Change::Split { .. } => true,
        }
    }

    /// Returns the value that is read back after `text` is written. RIS has no spaces around a value.
    pub(crate) fn read_back(self, text: String) -> String {
        match self {
            Syntax::Ris => text.trim().to_owned(),
            _ => text,
        }
    }

    /// Converts changes to edits of the file. `None` if the syntax does not support them.
    pub fn edits(self, tree: Tree<'_>, changes: &[Change]) -> Option<Vec<Edit>> {
        match self {
            Syntax::Json | Syntax::Ndjson => json::edits(tree, changes),
            Syntax::Yaml => yaml::edits(tree, changes),
            Syntax::Page => page::edits(tree, changes),
            Syntax::Xml => xml::edits(tree, changes),
            Syntax::Bibtex => bibtex::edits(tree, changes),
            Syntax::Ris => ris::edits(tree, changes),
        }
    }

    /// Adds the same changes for values that are duplicates of a changed one, which would otherwise contradict it.
    pub(crate) fn with_duplicates(self, tree: Tree<'_>, changes: Vec<Change>) -> Vec<Change> {
        match self {
            Syntax::Ris => ris::with_duplicates(tree, changes),
            _ => changes,
        }
    }

    /// Returns the comments of a file in file order. Empty if the syntax has no comments.
    pub fn comments(self, chunk: Chunk<'_>) -> Vec<Span> {
        match self {
            Syntax::Yaml => yaml::comments(chunk),
            Syntax::Xml => xml::comments(chunk),
            Syntax::Json | Syntax::Ndjson | Syntax::Bibtex | Syntax::Ris | Syntax::Page => Vec::new(),
        }
    }

    /// Returns the span of a range of the decoded text of `node`. Reads the value again unless it is verbatim.
    pub fn locate(self, tree: Tree<'_>, node: NodeId, range: Range<usize>) -> Span {
        if tree.is_verbatim(node) {
            let start = tree.text_start(node);
            return Span::new(start + range.start as u32, start + range.end as u32);
        }
        match self {
            Syntax::Json | Syntax::Ndjson => json::locate(tree, node, range),
            Syntax::Yaml => yaml::locate(tree, node, range),
            Syntax::Xml => xml::locate(tree, node, range),
            Syntax::Bibtex => bibtex::locate(tree, node, range),
            Syntax::Ris => ris::locate(tree, node, range),
            Syntax::Page => tree.span(node),
        }
    }
}

/// How many values a JSON document may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonMode {
    /// Exactly one: the user named the syntax.
    Single,
    /// One, or several one after the other, as in a file of JSON lines with the extension `.json`.
    DetectLines,
}

impl JsonMode {
    /// The mode for a file of which the user requested this syntax, if any.
    pub const fn for_request(syntax: Option<Syntax>) -> Self {
        if syntax.is_some() { Self::Single } else { Self::DetectLines }
    }
}

/// The position of a record in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordAt {
    /// The index of the record in the file, from 0.
    pub index: u64,
    /// The JSON Pointer from the document to the record.
    pub pointer: String,
    /// Whether the record was read into the arena. If not, there is a finding with the reason.
    pub readable: bool,
}

/// Determines from the member names of an object whether it is a record and not a wrapper of records.
pub type IsRecord = fn(&[&str]) -> bool;

/// Determines from the name of an element and of its parent whether it is a record. The names have no prefixes.
pub type IsRecordElement = fn(&str, Option<&str>) -> bool;

/// A reader of the records of one chunk.
#[derive(Debug)]
pub struct Reader<'a> {
    inner: Inner<'a>,
}

#[derive(Debug)]
enum Inner<'a> {
    Json(json::Reader<'a>),
    Yaml(yaml::Reader<'a>),
    Xml(Box<xml::Reader<'a>>),
    Bibtex(Box<bibtex::Reader<'a>>),
    Ris(ris::Reader<'a>),
    Page(page::Reader<'a>),
}

impl<'a> Reader<'a> {
    /// Creates a reader of `chunk` in `syntax`. `json_mode` only applies to JSON.
    pub fn new(chunk: Chunk<'a>, syntax: Syntax, json_mode: JsonMode, is_record: IsRecord) -> Self {
        let inner = match syntax {
            Syntax::Json => Inner::Json(json::Reader::document(chunk, json_mode, is_record)),
            Syntax::Ndjson => Inner::Json(json::Reader::lines(chunk)),
            Syntax::Yaml => Inner::Yaml(yaml::Reader::new(chunk)),
            // The root is the record, unless `elements` is called.
            Syntax::Xml => Inner::Xml(Box::new(xml::Reader::new(chunk))),
            Syntax::Bibtex => Inner::Bibtex(Box::new(bibtex::Reader::new(chunk))),
            Syntax::Ris => Inner::Ris(ris::Reader::new(chunk)),
            Syntax::Page => Inner::Page(page::Reader::new(chunk)),
        };
        Self { inner }
    }

    /// Sets the record elements of XML; if there are none in the document, the root is the record. An element for which
    /// `is_context` is true belongs to each record after it in the same parent.
    #[must_use]
    pub fn elements(self, is_record: IsRecordElement, is_context: IsRecordElement) -> Self {
        match self.inner {
            Inner::Xml(reader) => Self { inner: Inner::Xml(Box::new(reader.with(is_record, is_context))) },
            inner => Self { inner },
        }
    }

    /// Creates a reader of some items of a long JSON array.
    pub fn items(chunk: Chunk<'a>, items: &Items, is_record: IsRecord) -> Self {
        Self { inner: Inner::Json(json::Reader::items(chunk, items, is_record)) }
    }

    /// Sets whether the JSON reader computes a summary of each string. It reads every byte anyway. Other readers do not
    /// support this.
    #[must_use]
    pub fn summarising_strings(mut self, is_enabled: bool) -> Self {
        if let Inner::Json(reader) = &mut self.inner {
            reader.summarise_strings(is_enabled);
        }
        self
    }

    /// Reads the next record into the arena and adds parse errors to `findings`. Returns `None` at the end. The arena
    /// is empty for a record that does not parse, so that a part of it is not taken for a record.
    pub fn next(&mut self, arena: &mut Arena, findings: &mut Vec<Finding>) -> Option<RecordAt> {
        arena.clear();
        let record = match &mut self.inner {
            Inner::Json(reader) => reader.next(arena, findings),
            Inner::Yaml(reader) => reader.next(arena, findings),
            Inner::Xml(reader) => reader.next(arena, findings),
            Inner::Bibtex(reader) => reader.next(arena, findings),
            Inner::Ris(reader) => reader.next(arena, findings),
            Inner::Page(reader) => reader.next(arena, findings),
        };
        // The JSON reader clears the arena itself, but keeps a complete value that is not an object.
        let is_json = matches!(self.inner, Inner::Json(_));
        if record.as_ref().is_some_and(|record| !record.readable && !is_json) {
            arena.clear();
        }
        record
    }
}

/// A parse error.
#[derive(Debug)]
struct Problem {
    span: Span,
    message: String,
    help: Cow<'static, str>,
}

/// A boxed parse error. Errors are rare and should not make the results of all parser functions large.
type Fault = Box<Problem>;

impl Problem {
    /// Creates an error for the bytes from `start` to `end`, with a message and advice.
    fn new(start: usize, end: usize, message: impl Into<String>, help: impl Into<Cow<'static, str>>) -> Fault {
        Box::new(Self { span: Span::new(start as u32, end as u32), message: message.into(), help: help.into() })
    }

    fn finding(self, syntax: Syntax) -> Finding {
        let mut finding = Finding::new(syntax.rule(), Severity::Error, Place::Bytes(self.span), self.message);
        finding.help(self.help);
        finding
    }
}

/// Creates the finding about a value that is not an object where a record is expected. Its label is at the start of the
/// value.
fn not_an_object(chunk: Chunk<'_>, kind: Kind, span: Span) -> Finding {
    const SHOWN: u32 = 40;
    let what = match kind {
        Kind::Array => "a list",
        Kind::String | Kind::Key => "a text",
        Kind::Number => "a number",
        Kind::Null => "`null`",
        Kind::True | Kind::False => "a truth value",
        Kind::Object => "an object",
    };
    let mut end = span.end.min(span.start + SHOWN);
    while !chunk.text.is_char_boundary(end as usize) {
        end -= 1;
    }
    let message = format!("{what} in the place of a record");
    let place = Place::Bytes(Span::new(span.start, end));
    let mut finding = Finding::new(ids::RECORD_NOT_AN_OBJECT, Severity::Error, place, message);
    finding.help("a record is an object: names and values between `{` and `}`");
    finding
}
