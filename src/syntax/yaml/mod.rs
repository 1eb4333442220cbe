//! YAML 1.2 with the core schema: each document is a record, or each item of a list that is a document.
//!
//! The events come from the `saphyr-parser` crate, whose character positions are converted to bytes. An alias is
//! replaced by a copy of its anchor's value with the positions of the anchor. Merge keys are supported. The values and
//! bytes of text that aliases repeat are counted while the events are read, so that a small file cannot exhaust memory.

mod comments;
mod document;
mod edit;
mod layout;
mod locate;
mod merges;
mod scalar;
mod spell;
mod writer;

pub(super) use comments::comments;
pub(super) use edit::edits;
pub(super) use locate::locate;

use super::{Problem, RecordAt, Syntax, not_an_object};
use crate::diagnostic::Finding;
use crate::text::Chunk;
use crate::tree::{Arena, Kind};
use document::{Allowance, Document, Event, Events};

/// Reads the documents of a file one by one.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    chunk: Chunk<'a>,
    /// The start of the next document. `None` at the end.
    at: Option<usize>,
    /// A document that is a list whose items are being returned.
    list: Option<List>,
    records: u64,
    documents: u64,
    /// The remaining allowance for aliases.
    allowance: Allowance,
    /// Documents read before an error, in the order of the file.
    ready: std::collections::VecDeque<Ready>,
}

/// A document, or the position of a syntax error.
#[derive(Debug)]
enum Ready {
    Document(Document),
    Broken(Box<Problem>),
}

/// A list of records and its next item.
#[derive(Debug)]
struct List {
    document: Document,
    /// The pointer to the list.
    pointer: &'static str,
    event: usize,
    item: u64,
}

impl<'a> Reader<'a> {
    pub(super) fn new(chunk: Chunk<'a>) -> Self {
        Self {
            chunk,
            at: Some(0),
            list: None,
            records: 0,
            documents: 0,
            allowance: Allowance::new(chunk.text.len()),
            ready: std::collections::VecDeque::new(),
        }
    }

    /// Reads the next record. `None` at the end.
    pub(super) fn next(&mut self, arena: &mut Arena, findings: &mut Vec<Finding>) -> Option<RecordAt> {
        loop {
            if let Some(list) = self.list.take() {
                if let Some(record) = self.item(list, arena, findings) {
                    return Some(record);
                }
                continue;
            }
            match self.ready.pop_front() {
                Some(Ready::Document(document)) => {
                    document.repeated_merges(self.chunk, findings);
                    if let Some((list, pointer)) = document.list(self.chunk) {
                        self.list = Some(List { document, pointer, event: list + 1, item: 0 });
                        continue;
                    }
                    let result = writer::write(&document, self.chunk, 0, arena);
                    return Some(self.record(String::new(), result, findings));
                }
                Some(Ready::Broken(problem)) => return Some(self.record(String::new(), Err(problem), findings)),
                None => self.read()?,
            }
        }
    }

    /// Returns the next item of a list. `None` after the last.
    fn item(&mut self, list: List, arena: &mut Arena, findings: &mut Vec<Finding>) -> Option<RecordAt> {
        let List { document, pointer, event, item } = list;
        if matches!(document.events[event].event, Event::Close) {
            return None;
        }
        let kind = document.kind(event);
        let span = document.events[event].span;
        let result = writer::write(&document, self.chunk, event, arena);
        let next = document.after(event);
        self.list = Some(List { document, pointer, event: next, item: item + 1 });
        let mut at = self.record(format!("{pointer}/{item}"), result, findings);
        if at.readable && kind != Kind::Object {
            findings.push(not_an_object(self.chunk, kind, span));
            at.readable = false;
        }
        Some(at)
    }

    fn record(&mut self, pointer: String, result: Result<(), Box<Problem>>, findings: &mut Vec<Finding>) -> RecordAt {
        let index = self.records;
        self.records += 1;
        let readable = result.is_ok();
        if let Err(problem) = result {
            findings.push(problem.finding(Syntax::Yaml));
        }
        RecordAt { index, pointer, readable }
    }

    /// Reads the documents up to the end or to an error, after which it resumes at the next `---`.
    fn read(&mut self) -> Option<()> {
        let start = self.at.take()?;
        let mut events = Events::new(self.chunk, start);
        loop {
            match events.document(&mut self.allowance) {
                Ok(Some(document)) => self.ready.push_back(Ready::Document(document)),
                Ok(None) => return Some(()),
                Err(problem) => {
                    let from = problem.span.start as usize;
                    self.at = next_document(self.chunk.text, start, from);
                    self.ready.push_back(Ready::Broken(problem));
                    return Some(());
                }
            }
            self.documents += 1;
        }
    }
}

/// Returns the start of the next line that begins a document, at or after `from`, and after `start`.
fn next_document(text: &str, start: usize, from: usize) -> Option<usize> {
    let mut at = from.saturating_sub(1).max(start + 1);
    loop {
        at += memchr::memchr(b'\n', text.as_bytes().get(at..)?)? + 1;
        let rest = &text[at..];
        if rest.starts_with("---") && !rest[3..].starts_with(|character: char| !character.is_whitespace()) {
            return Some(at);
        }
    }
}
