//! Reads the records of an XML document, and continues after broken ones.

mod content;

use super::cursor::{Cursor, is_name_char};
use super::document::{self, Tokens};
use super::dtd::{self, Declaration};
use super::entities::{Entities, TOO_MUCH};
use super::namespaces::{Namespaces, local};
use super::tag::{self, Start, span};
use crate::diagnostic::{Finding, show};
use crate::syntax::{Fault, IsRecordElement, Problem, RecordAt, Syntax};
use crate::text::{Chunk, Units};
use crate::tree::Arena;
use content::next_invalid_char;

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::ops::Range;

/// The limit for nested elements, which no record needs to exceed. The same as for JSON, for the same reasons.
const MAX_DEPTH: usize = 128;

/// Limits in bytes and in elements for the context of records, which is parsed again with each of them.
const MAX_CONTEXT_SIZE: usize = 64 << 10;
const MAX_CONTEXTS: usize = 8;

/// An open element.
#[derive(Debug)]
struct Open<'a> {
    name: &'a str,
    start: usize,
    /// Its number among the elements of this name in its parent, from 1.
    number: u32,
    /// The number of child elements of each name; only counted outside records.
    children: HashMap<&'a str, u32>,
}

/// The part of a document that is being collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Collecting {
    /// Nothing: elements around records are discarded.
    Nothing,
    /// Everything from the root, which is the record unless one is found inside.
    Root,
    /// A record with this number of open ancestors.
    Record(usize),
}

/// The state of the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// No error.
    Normal,
    /// After an error, with no record since: consequential errors are not reported.
    Lost,
    /// At the end.
    Done,
}

/// The result of a step.
enum Step {
    More,
    /// A complete record.
    Record,
    End,
}

/// See the module.
#[derive(Debug)]
pub(in crate::syntax) struct Reader<'a> {
    chunk: Chunk<'a>,
    at: usize,
    is_record: IsRecordElement,
    is_context: IsRecordElement,
    /// The elements that precede the records and apply to each of them, with the number of their open ancestors.
    contexts: Vec<(usize, Tokens)>,
    declaration: Declaration<'a>,
    entities: Entities,
    namespaces: Namespaces<'a>,
    open: Vec<Open<'a>>,
    collecting: Collecting,
    tokens: Tokens,
    /// The next character that is not allowed in a document.
    invalid_char: Option<usize>,
    has_type: bool,
    state: State,
    /// Errors that do not end a record.
    soft: Vec<Finding>,
    /// End markers that do not occur in the rest of the file, so that it is not searched for them again.
    absent: Vec<&'static str>,
    /// The entities that were already reported.
    reported: HashSet<&'a str>,
    roots: u32,
    records: u64,
}

impl<'a> Reader<'a> {
    /// Reads `chunk`, whose root is the record.
    pub(in crate::syntax) fn new(chunk: Chunk<'a>) -> Self {
        Self { invalid_char: next_invalid_char(chunk.text, 0), ..Self::at(chunk, 0) }
    }

    /// Starts at a position between two tags.
    fn at(chunk: Chunk<'a>, at: usize) -> Self {
        Self {
            chunk,
            at,
            is_record: |_, around| around.is_none(),
            is_context: |_, _| false,
            contexts: Vec::new(),
            declaration: Declaration::default(),
            entities: Entities::new(chunk.text.len()),
            namespaces: Namespaces::default(),
            open: Vec::new(),
            collecting: Collecting::Nothing,
            tokens: Tokens::default(),
            invalid_char: None,
            has_type: false,
            state: State::Normal,
            soft: Vec::new(),
            absent: Vec::new(),
            reported: HashSet::new(),
            roots: 0,
            records: 0,
        }
    }

    /// Sets how records and their context are recognised by the names of elements.
    pub(in crate::syntax) fn with(self, is_record: IsRecordElement, is_context: IsRecordElement) -> Self {
        Self { is_record, is_context, ..self }
    }

    /// Reads the next record. `None` at the end.
    pub(in crate::syntax) fn next(&mut self, arena: &mut Arena, findings: &mut Vec<Finding>) -> Option<RecordAt> {
        while self.state != State::Done {
            let step = self.step();
            self.report_invalid_chars();
            match step {
                Ok(Step::More) => {}
                Ok(Step::End) => self.state = State::Done,
                Ok(Step::Record) => {
                    findings.append(&mut self.soft);
                    let contexts = self.contexts.iter().map(|(_, context)| context);
                    document::write(self.chunk, contexts, &self.tokens, arena);
                    let at = self.record(self.pointer(), true);
                    self.finish();
                    self.state = State::Normal;
                    return Some(at);
                }
                Err(fault) => {
                    let at = self.fault(fault);
                    if at.is_some() {
                        findings.append(&mut self.soft);
                        return at;
                    }
                }
            }
        }
        findings.append(&mut self.soft);
        None
    }

    /// Continues after an error. Returns the record that it breaks, if it is inside one.
    fn fault(&mut self, fault: Fault) -> Option<RecordAt> {
        let (collecting, pointer) = (self.collecting, self.pointer());
        let is_end = fault.message == TOO_MUCH;
        let from = fault.span.start as usize;
        let is_resumed = !is_end && self.recover(from);
        let is_record = match collecting {
            Collecting::Nothing => false,
            // A root that contains a record is not a record itself.
            Collecting::Root => !is_resumed || self.cursor().sees("</"),
            Collecting::Record(_) => true,
        };
        if is_record || self.state != State::Lost {
            self.soften(fault);
        }
        self.state = if is_resumed { State::Lost } else { State::Done };
        is_record.then(|| self.record(pointer, false))
    }

    fn cursor(&self) -> Cursor<'a> {
        Cursor::new(self.chunk.text, self.at)
    }

    fn record(&mut self, pointer: String, readable: bool) -> RecordAt {
        let index = self.records;
        self.records += 1;
        RecordAt { index, pointer, readable }
    }

    /// Returns the path from the document to the current record, with numbers where a name is repeated.
    fn pointer(&self) -> String {
        let depth = if let Collecting::Record(around) = self.collecting { around } else { 0 };
        let mut pointer = String::new();
        for (level, open) in self.open.iter().enumerate().take(depth + 1) {
            pointer.push('/');
            pointer.push_str(open.name);
            if open.number > 1 || level == depth && level > 0 {
                // Writing to a String cannot fail.
                let _ = write!(pointer, "[{}]", open.number);
            }
        }
        pointer
    }

    /// Discards the element that ended with the record, unless it also applies to the following ones.
    fn finish(&mut self) {
        if let Some(open) = self.open.pop() {
            self.keep_context(&open, self.at);
        }
        self.namespaces.leave(self.open.len());
        self.collecting = Collecting::Nothing;
        self.tokens.clear();
    }

    /// Reads one construct.
    fn step(&mut self) -> Result<Step, Fault> {
        if self.open.is_empty() {
            return self.outside();
        }
        let mut cursor = self.cursor();
        if cursor.peek() == Some(b'<') && !matches!(cursor.text.as_bytes().get(cursor.at + 1), Some(b'!' | b'?')) {
            if !cursor.eat("</") {
                return self.start();
            }
            let start = cursor.at - 2;
            let name = tag::end(&mut cursor)?;
            return self.end(start, &cursor.text[name], cursor.at);
        }
        if cursor.peek().is_none() {
            let open = self.open.last().map_or((0, ""), |open| (open.start, open.name));
            let message = format!("{} is not closed: its end tag is missing", show::quoted(&format!("<{}>", open.1)));
            // The end of the file was reached.
            self.at = cursor.at;
            let help =
                format!("add `</{}>` where the element ends, or look for what was cut off", show::visible(open.1));
            return Err(Problem::new(open.0, open.0 + 1 + open.1.len(), message, help));
        }
        self.text()
    }

    /// Reads constructs outside the root: comments, instructions, the document type.
    fn outside(&mut self) -> Result<Step, Fault> {
        let mut cursor = self.cursor();
        let start = cursor.at;
        cursor.skip_whitespace();
        if cursor.peek().is_none() {
            if self.roots == 0 && self.state == State::Normal {
                return Err(cursor.fault("there is no element in this file", "look whether this is the right file"));
            }
            return Ok(Step::End);
        }
        let begin = cursor.at;
        let is_declaration = cursor.sees("<?xml") && !cursor.text[cursor.at + 5..].starts_with(is_name_char);
        if is_declaration {
            cursor.at += 5;
            let declaration = dtd::declaration(&mut cursor);
            self.at = cursor.at.max(begin + 5);
            self.declaration = declaration?;
            self.encoding(begin);
            if begin > 0 {
                let message = "an XML declaration must be at the very beginning of the file";
                self.soften(Problem::new(begin, begin + 5, message, "remove what is before it"));
            }
        } else if cursor.eat("<!--") {
            cursor.comment()?;
        } else if cursor.eat("<?") {
            self.instruction(&mut cursor)?;
        } else if cursor.eat("<!DOCTYPE") {
            if self.has_type || self.roots > 0 {
                let message = "a file has one document type, before the first element";
                self.soften(Problem::new(begin, cursor.at, message, "remove this one"));
                self.entities = Entities::new(self.chunk.text.len());
            }
            self.has_type = true;
            dtd::document_type(&mut cursor, self.declaration, &mut self.entities)?;
        } else if cursor.peek() == Some(b'<') {
            if self.roots > 0 {
                let message = "a second element after the end of the first";
                let help = "put all elements into one, or write a file for each";
                self.soften(Problem::new(begin, begin + 1, message, help));
            }
            self.at = begin;
            return self.start();
        } else {
            let length = memchr::memchr(b'<', cursor.rest().as_bytes()).unwrap_or(cursor.rest().len());
            let text = cursor.rest()[..length].trim_end();
            self.at = begin + length;
            let message = format!("{} is outside of every element", show::quoted(text));
            self.soften(Problem::new(begin, begin + text.len(), message, "remove it, or put it into an element"));
            let is_all = self.roots == 0 && self.at == self.chunk.text.len();
            return Ok(if is_all { Step::End } else { Step::More });
        }
        debug_assert!(cursor.at > start);
        self.at = cursor.at;
        Ok(Step::More)
    }

    /// Compares the encoding in the declaration at `begin` with that of the file.
    fn encoding(&mut self, begin: usize) {
        let Some(label) = self.declaration.encoding else { return };
        let says_one_of = |names: &[&str]| {
            names.iter().any(|wide| label.get(..wide.len()).is_some_and(|head| head.eq_ignore_ascii_case(wide)))
        };
        let says_utf16 = says_one_of(&["utf-16", "ucs-2", "iso-10646-ucs-2"]);
        let says_utf32 = says_one_of(&["utf-32", "ucs-4", "iso-10646-ucs-4"]);
        let is_utf16 = self.chunk.units == Units::Utf16;
        let is_utf32 = self.chunk.units == Units::Utf32;
        // After a UTF-8 byte order mark, no other encoding is possible.
        let is_marked = self.chunk.units == Units::Utf8 && self.chunk.base > 0;
        let says_other = !label.eq_ignore_ascii_case("utf-8");
        if says_utf16 != is_utf16 || says_utf32 != is_utf32 || is_marked && says_other {
            let message = format!("the file is not in the declared encoding {}", show::quoted(label));
            let start = begin + self.chunk.text[begin..].find(label).unwrap_or_default();
            let help = "declare the encoding that the file is in, or save the file in the declared one";
            self.soften(Problem::new(start, start + label.len(), message, help));
        }
    }

    #[expect(clippy::boxed_local, reason = "a fault is made behind a pointer")]
    fn soften(&mut self, fault: Fault) {
        fault.finding(Syntax::Xml).add_to(&mut self.soft);
    }

    fn start(&mut self) -> Result<Step, Fault> {
        let mut cursor = self.cursor();
        let begin = cursor.at;
        let text = self.chunk.text;
        let name = Cursor::new(text, begin + 1).name().unwrap_or_default();
        if self.open.len() >= MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} elements inside each other");
            let help = "no record needs so many levels: look for elements that were never closed";
            return Err(Problem::new(begin, name.end, message, help));
        }
        let around = self.open.len();
        self.opened(&text[name], begin);
        let first = self.tokens.attributes.len();
        let tag = tag::start(&mut cursor, &mut self.tokens.attributes).inspect_err(|_| {
            // A record that is broken in its first tag is still a record.
            if self.collecting == Collecting::Nothing {
                self.open.pop();
            }
        });
        let Start { name, is_empty } = tag?;
        self.attributes(first)?;
        let reported = self.namespaces.enter(text, around, &name, &self.tokens.attributes[first..]);
        for finding in reported {
            finding.add_to(&mut self.soft);
        }
        if self.collecting == Collecting::Nothing {
            self.tokens.clear();
        } else {
            self.tokens.start(begin as u32, span(name), first);
        }
        self.at = cursor.at;
        Ok(if is_empty { self.close(cursor.at) } else { Step::More })
    }

    /// Counts an element that begins, and starts to collect a record.
    fn opened(&mut self, name: &'a str, start: usize) {
        let around = self.open.len();
        let is_inside = matches!(self.collecting, Collecting::Record(_));
        let number = match self.open.last_mut() {
            // Inside a record, the tree has the numbers.
            Some(_) if is_inside => 1,
            Some(open) => {
                let number = open.children.entry(name).or_insert(0);
                *number += 1;
                *number
            }
            None => {
                self.roots += 1;
                self.roots
            }
        };
        if !is_inside && (self.is_record)(local(name), self.open.last().map(|open| local(open.name))) {
            self.tokens.clear();
            self.collecting = Collecting::Record(around);
        } else if around == 0 {
            self.collecting = Collecting::Root;
        }
        self.open.push(Open { name, start, number, children: HashMap::new() });
    }

    fn end(&mut self, start: usize, name: &str, end: usize) -> Result<Step, Fault> {
        let open = self.open.last().map_or("", |open| open.name);
        if open != name {
            let tags = (show::quoted(&format!("</{name}>")), show::quoted(&format!("</{open}>")));
            let help = format!("close the element with {}, or look for a tag that is missing between", tags.1);
            return Err(Problem::new(start, end, format!("expected {}, found {}", tags.1, tags.0), help));
        }
        self.at = end;
        Ok(self.close(end))
    }

    /// Ends the innermost element.
    fn close(&mut self, end: usize) -> Step {
        let around = self.open.len() - 1;
        while self.contexts.pop_if(|(level, _)| *level > around).is_some() {}
        if self.collecting != Collecting::Nothing {
            self.tokens.end(end as u32);
        }
        let is_record = match self.collecting {
            Collecting::Nothing => false,
            Collecting::Root => around == 0,
            Collecting::Record(level) => level == around,
        };
        if is_record {
            return Step::Record;
        }
        let is_around = !matches!(self.collecting, Collecting::Record(_));
        if let Some(open) = self.open.pop().filter(|_| is_around) {
            self.keep_context(&open, end);
        }
        self.namespaces.leave(around);
        Step::More
    }

    /// Keeps an ended element if it applies to the following records.
    fn keep_context(&mut self, ended: &Open<'a>, end: usize) {
        if (self.is_context)(local(ended.name), self.open.last().map(|open| local(open.name))) {
            self.keep(ended.start..end, self.open.len());
        }
    }

    /// Keeps an element for the following records in its parent. It is parsed again, and dropped if a record inside it
    /// does not parse.
    fn keep(&mut self, place: Range<usize>, around: usize) {
        if !self.has_room(place.clone()) {
            return;
        }
        let mut again = Self::at(self.chunk, place.start);
        again.entities = std::mem::take(&mut self.entities);
        let mut step = again.step();
        while matches!(step, Ok(Step::More)) {
            step = again.step();
        }
        self.entities = again.entities;
        if matches!(step, Ok(Step::Record)) {
            self.contexts.push((around, again.tokens));
        }
    }

    /// Whether an element can be kept for the following records within the limits.
    fn has_room(&self, place: Range<usize>) -> bool {
        place.len() <= MAX_CONTEXT_SIZE && self.contexts.len() < MAX_CONTEXTS
    }

    /// Continues after an error: at the next record, or at the end of the element that contains the records. Returns
    /// false if there is neither.
    fn recover(&mut self, fault: usize) -> bool {
        let around = match self.collecting {
            Collecting::Record(around) => around,
            Collecting::Root => self.open.len().min(1),
            Collecting::Nothing => self.open.len(),
        };
        self.open.truncate(around);
        self.namespaces.leave(around);
        while self.contexts.pop_if(|(level, _)| *level > around).is_some() {}
        self.collecting = Collecting::Nothing;
        self.tokens.clear();
        let text = self.chunk.text;
        let wrapper = self.open.last().map(|open| open.name);
        // Text is not read twice; the error may be before the current position, where an element began.
        let from = fault.max(self.at) + 1;
        for character in memchr::memchr_iter(b'<', text.as_bytes().get(from..).unwrap_or_default()) {
            let mut cursor = Cursor::new(text, from + character + 1);
            let is_end = cursor.eat("/");
            let Some(name) = cursor.name() else { continue };
            let name = &text[name];
            if is_end && wrapper == Some(name) || !is_end && (self.is_record)(local(name), wrapper.map(local)) {
                self.at = from + character;
                return true;
            }
        }
        self.at = text.len();
        false
    }
}
