//! How a file is written: from bytes to one spanned tree a record, and from a range of a value back to bytes.
//!
//! Parsing never fails. A [`Reader`] yields the records of a chunk one after the other, and a finding for each
//! place that does not parse; a broken record does not hide its neighbours. A syntax knows nothing of rules.

mod bibtex;
mod detect;
mod json;
mod magic;
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
pub use reason::Reason;
pub(crate) use rewrite::{differences, narrowed, replaced, replacements, stays_number};
pub use unread::known_export;

use crate::diagnostic::{Change, Edit, Finding, Place, Severity};
use crate::text::{Chunk, Span};
use crate::tree::{Arena, Kind, NodeId, Tree};
use std::borrow::Cow;
use std::ops::Range;

/// A way of writing records down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// One JSON value: a record, a list of records, or a list of records in a wrapper.
    Json,
    /// One JSON value after the other, usually one a line.
    Ndjson,
    /// YAML: a record a document, or a list of records.
    Yaml,
    /// XML: a record an element that is one, else the whole document.
    Xml,
    /// BibTeX or biblatex: a record an entry.
    Bibtex,
    /// RIS: a record from `TY` to `ER`.
    Ris,
    /// The text of a record page of a YADDA repository.
    Page,
}

impl Syntax {
    /// Every syntax, in the order in which help texts name them.
    pub const ALL: [Syntax; 7] =
        [Syntax::Json, Syntax::Ndjson, Syntax::Yaml, Syntax::Xml, Syntax::Bibtex, Syntax::Ris, Syntax::Page];

    /// The name used on the command line and in ids of findings.
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

    /// The syntax with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|syntax| syntax.name() == name)
    }

    /// The id under which its own findings are reported.
    pub const fn rule(self) -> &'static str {
        match self {
            Syntax::Json => "syntax/json",
            Syntax::Ndjson => "syntax/ndjson",
            Syntax::Yaml => "syntax/yaml",
            Syntax::Xml => "syntax/xml",
            Syntax::Bibtex => "syntax/bibtex",
            Syntax::Ris => "syntax/ris",
            Syntax::Page => "syntax/page",
        }
    }

    /// Whether files in this syntax can be changed so. A heading is never taken off a page: what stood below it was
    /// lost on the way, and is to be found again.
    pub const fn can_write(self, change: &Change) -> bool {
        match change {
            Change::Remove { .. } | Change::Rename { .. } => !matches!(self, Syntax::Page),
            // Values of several parts have a form of their own elsewhere.
            Change::Put { .. } | Change::Divide { .. } => matches!(self, Syntax::Json | Syntax::Ndjson | Syntax::Yaml),
            Change::Replace { .. } | Change::Insert { .. } | Change::Split { .. } => true,
        }
    }

    /// What is read where `text` is written as a value. RIS has no spaces around a value.
    pub(crate) fn read_back(self, text: String) -> String {
        match self {
            Syntax::Ris => text.trim().to_owned(),
            _ => text,
        }
    }

    /// The edits of the file that make `changes`; nothing where they cannot be made in this syntax.
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

    /// The changes, with the same ones of values that say the same in the place of one: they would contradict each other.
    pub(crate) fn with_twins(self, tree: Tree<'_>, changes: Vec<Change>) -> Vec<Change> {
        match self {
            Syntax::Ris => ris::with_twins(tree, changes),
            _ => changes,
        }
    }

    /// The comments of a file, in its order; nothing where the syntax has none.
    pub fn comments(self, chunk: Chunk<'_>) -> Vec<Span> {
        match self {
            Syntax::Yaml => yaml::comments(chunk),
            Syntax::Xml => xml::comments(chunk),
            Syntax::Json | Syntax::Ndjson | Syntax::Bibtex | Syntax::Ris | Syntax::Page => Vec::new(),
        }
    }

    /// The bytes that spell `range` of the decoded text of `node`, found by reading that one value again.
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

/// What stands at the next place of a file where a record belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordAt {
    /// The record's number in the file, from 0.
    pub index: u64,
    /// JSON Pointer from the document to the record.
    pub pointer: String,
    /// Whether the arena holds it; if not, a finding says why.
    pub readable: bool,
}

/// Tells from the names of an object's members whether it is itself a record, and no wrapper of records.
pub type IsRecord = fn(&[&str]) -> bool;

/// Tells from the name of an element, and that of the element around it, whether it is a record; names are without
/// their prefixes.
pub type IsRecordElement = fn(&str, Option<&str>) -> bool;

/// The records of one chunk, one after the other.
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
    /// Reads `chunk` as `syntax`; `insist` on one JSON value, where the person named the syntax.
    pub fn new(chunk: Chunk<'a>, syntax: Syntax, insist: bool, is_record: IsRecord) -> Self {
        let inner = match syntax {
            Syntax::Json => Inner::Json(json::Reader::document(chunk, insist, is_record)),
            Syntax::Ndjson => Inner::Json(json::Reader::lines(chunk)),
            Syntax::Yaml => Inner::Yaml(yaml::Reader::new(chunk)),
            // Unless told otherwise, the root is the record.
            Syntax::Xml => Inner::Xml(Box::new(xml::Reader::new(chunk))),
            Syntax::Bibtex => Inner::Bibtex(Box::new(bibtex::Reader::new(chunk))),
            Syntax::Ris => Inner::Ris(ris::Reader::new(chunk)),
            Syntax::Page => Inner::Page(page::Reader::new(chunk)),
        };
        Self { inner }
    }

    /// The same, and of XML the records are the elements that `is_record` names; where there are none, the root. An
    /// element that `is_context` names belongs to each record behind it in the element around it.
    #[must_use]
    pub fn elements(self, is_record: IsRecordElement, is_context: IsRecordElement) -> Self {
        match self.inner {
            Inner::Xml(reader) => Self { inner: Inner::Xml(Box::new(reader.with(is_record, is_context))) },
            inner => Self { inner },
        }
    }

    /// Reads some items of a long JSON list.
    pub fn items(chunk: Chunk<'a>, items: &Items, is_record: IsRecord) -> Self {
        Self { inner: Inner::Json(json::Reader::items(chunk, items, is_record)) }
    }

    /// The same, and where `is_looking`, the reader of JSON notes of each text what a rule on texts may be interested in:
    /// it sees every byte anyway.
    #[must_use]
    pub fn looking_for_rules(mut self, is_looking: bool) -> Self {
        if let Inner::Json(reader) = &mut self.inner {
            reader.look_for_rules(is_looking);
        }
        self
    }

    /// Fills the arena with the next record and adds what does not parse to `findings`; nothing at the end. Of a record
    /// that does not parse the arena holds nothing, so that no half of one is taken for a record.
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
        // The reader of JSON does so itself, and keeps a whole value that is not an object.
        let is_json = matches!(self.inner, Inner::Json(_));
        if record.as_ref().is_some_and(|record| !record.readable && !is_json) {
            arena.clear();
        }
        record
    }
}

/// A place that does not parse.
#[derive(Debug)]
struct Problem {
    span: Span,
    message: String,
    help: Cow<'static, str>,
}

/// A problem behind a pointer: what almost never happens must not make every step return a large value.
type Fault = Box<Problem>;

impl Problem {
    /// A problem of the bytes from `start` to `end`: what is wrong, and what a person can do about it.
    fn new(start: usize, end: usize, message: impl Into<String>, help: impl Into<Cow<'static, str>>) -> Fault {
        Box::new(Self { span: Span::new(start as u32, end as u32), message: message.into(), help: help.into() })
    }

    fn finding(self, syntax: Syntax) -> Finding {
        let mut finding = Finding::new(syntax.rule(), Severity::Error, Place::Bytes(self.span), self.message);
        finding.help(self.help);
        finding
    }
}

/// A value that is not an object in the place of a record; of a long value the beginning is shown.
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
    let mut finding = Finding::new("record/not-an-object", Severity::Error, place, message);
    finding.help("a record is an object: names and values between `{` and `}`");
    finding
}
