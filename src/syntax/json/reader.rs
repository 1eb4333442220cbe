//! The reader of the records of a JSON text, with recovery after broken records.

use super::parser::Parser;
use super::repeats::{self, Names};
use super::splitter::{Items, List, next_item};
use super::wrapper::{self, Wrapper};
use crate::diagnostic::Finding;
use crate::syntax::{Fault, IsRecord, JsonMode, Problem, RecordAt, Syntax, not_an_object};
use crate::text::{Chunk, Span};
use crate::tree::{Arena, Kind, NodeId, Tree};

/// Up to this length in bytes, a value is read as a record before checking for a wrapper. Most values are records, and
/// reading a short one again is cheap.
const SHORT_LENGTH: usize = 1 << 16;

/// The state of the reader.
#[derive(Clone, Debug)]
enum Mode {
    /// Before a top-level value.
    Top,
    /// In a list of records, before an item or the end.
    List { pointer: String, item: u64, wrapper: Option<Wrapper> },
    /// At the end, or after an error without recovery.
    Done,
}

/// A reader of the records of a JSON text.
#[derive(Debug)]
pub(in crate::syntax) struct Reader<'a> {
    chunk: Chunk<'a>,
    parser: Parser<'a>,
    syntax: Syntax,
    json_mode: JsonMode,
    is_record: IsRecord,
    mode: Mode,
    /// The list at the start of the chunk, if it is already known.
    known: Option<List>,
    /// The names of the objects around the list, the outermost first.
    around: Vec<Names>,
    /// Whether the list continues after the end of the chunk.
    continues: bool,
    /// The number of top-level values so far.
    values: u64,
    /// The number of records so far.
    records: u64,
}

impl<'a> Reader<'a> {
    /// Creates a reader of a document.
    pub(in crate::syntax) fn document(chunk: Chunk<'a>, json_mode: JsonMode, is_record: IsRecord) -> Self {
        Self::new(chunk, Syntax::Json, json_mode, is_record)
    }

    /// Creates a reader of one value per line.
    pub(in crate::syntax) fn lines(chunk: Chunk<'a>) -> Self {
        Self::new(chunk, Syntax::Ndjson, JsonMode::DetectLines, |_| true)
    }

    /// Creates a reader of some items of a long list.
    pub(in crate::syntax) fn items(chunk: Chunk<'a>, items: &Items, is_record: IsRecord) -> Self {
        let mut reader = Self::new(chunk, Syntax::Json, JsonMode::DetectLines, is_record);
        reader.continues = !items.is_last;
        reader.known = Some(items.list.clone()).filter(|_| items.is_first);
        if !items.is_first {
            let list = &items.list;
            reader.values = 1;
            reader.around = list.wrapper.as_ref().map(Wrapper::names).unwrap_or_default();
            reader.mode = Mode::List { pointer: list.pointer(), item: 0, wrapper: list.wrapper.clone() };
        }
        reader
    }

    fn new(chunk: Chunk<'a>, syntax: Syntax, json_mode: JsonMode, is_record: IsRecord) -> Self {
        let parser = Parser::new(chunk);
        let (mode, around) = (Mode::Top, Vec::new());
        let (known, continues, values, records) = (None, false, 0, 0);
        Self { chunk, parser, syntax, json_mode, is_record, mode, known, around, continues, values, records }
    }

    /// Sets whether a summary of each string is computed.
    pub(in crate::syntax) fn summarise_strings(&mut self, is_enabled: bool) {
        self.parser.summarise_strings(is_enabled);
    }

    /// Reads the next record. Returns `None` at the end.
    pub(in crate::syntax) fn next(&mut self, arena: &mut Arena, findings: &mut Vec<Finding>) -> Option<RecordAt> {
        loop {
            arena.clear();
            let mode = std::mem::replace(&mut self.mode, Mode::Done);
            let found = match mode {
                Mode::Done => return None,
                Mode::Top if self.syntax == Syntax::Ndjson => self.line(arena, findings),
                Mode::Top => self.top(arena, findings),
                Mode::List { pointer, item, wrapper } => self.item(pointer, item, wrapper, arena, findings),
            };
            if found.is_some() {
                return found;
            }
        }
    }

    /// Reads one line of a file with a value per line. An error does not affect the next line.
    fn line(&mut self, arena: &mut Arena, findings: &mut Vec<Finding>) -> Option<RecordAt> {
        self.parser.limit(self.chunk.text.len());
        self.parser.peek()?;
        self.mode = Mode::Top;
        let start = self.parser.at;
        // The end of the line is only searched for after an error.
        if self.parser.value_on_its_line(arena) {
            return Some(self.record(String::new(), Ok(()), arena, findings));
        }
        arena.clear();
        self.parser.at = start;
        let end = memchr::memchr2(b'\n', b'\r', &self.chunk.text.as_bytes()[start..])
            .map_or(self.chunk.text.len(), |length| start + length);
        self.parser.limit(end);
        let result = self.parser.value(arena);
        let follows = match self.parser.peek() {
            None | Some(b'{' | b'[') => Ok(()),
            Some(_) => Err(self.trailing("text after the record")),
        };
        let result = result.and(follows);
        if result.is_err() {
            self.parser.at = end;
        }
        Some(self.record(String::new(), result, arena, findings))
    }

    /// Reads a top-level value.
    fn top(&mut self, arena: &mut Arena, findings: &mut Vec<Finding>) -> Option<RecordAt> {
        let first = self.parser.peek();
        if self.values > 0 {
            first?;
            if self.json_mode == JsonMode::Single || !matches!(first, Some(b'{' | b'[')) {
                findings.push(self.trailing("text after the end of the JSON value").finding(self.syntax));
                return None;
            }
        }
        self.values += 1;
        let known = self.known.take();
        let bytes = self.chunk.text.as_bytes();
        if first == Some(b'[') && (known.is_some() || wrapper::holds_records(bytes, self.parser.at)) {
            self.parser.at += 1;
            self.mode = Mode::List { pointer: String::new(), item: 0, wrapper: None };
            return None;
        }
        let start = self.parser.at;
        let is_short = self.chunk.text.len() - start < SHORT_LENGTH;
        let read = is_short.then(|| self.parser.value(arena));
        let may_wrap = match &read {
            Some(Ok(())) => Tree::new(self.chunk, arena).is_some_and(wrapper::may_wrap),
            _ => first == Some(b'{'),
        };
        let found = || wrapper::find(bytes, start, self.is_record).filter(|_| may_wrap);
        if let Some(wrapper) = known.map_or_else(found, |list| list.wrapper) {
            self.parser.at = start;
            arena.clear();
            return self.enter(wrapper, arena, findings);
        }
        let result = read.unwrap_or_else(|| self.parser.value(arena));
        if result.is_ok() || (self.json_mode == JsonMode::DetectLines && self.resume_at_record(start)) {
            self.mode = Mode::Top;
        }
        Some(self.record(String::new(), result, arena, findings))
    }

    /// Reads a wrapper up to the start of its list.
    fn enter(&mut self, wrapper: Wrapper, arena: &mut Arena, findings: &mut Vec<Finding>) -> Option<RecordAt> {
        match wrapper.enter(&mut self.parser, arena, findings) {
            Ok(around) => {
                self.around = around;
                self.mode = Mode::List { pointer: wrapper.pointer(), item: 0, wrapper: Some(wrapper) };
            }
            Err(problem) => findings.push(problem.finding(self.syntax)),
        }
        None
    }

    /// Reads an item of a list of records, or the end of the list.
    fn item(
        &mut self,
        pointer: String,
        item: u64,
        wrapper: Option<Wrapper>,
        arena: &mut Arena,
        findings: &mut Vec<Finding>,
    ) -> Option<RecordAt> {
        if item == 0 && self.parser.eat(b']') {
            return self.end_of_list(wrapper, arena, findings);
        }
        if self.parser.peek().is_none() && self.continues {
            return None;
        }
        let start = self.parser.at;
        let inner = wrapper.as_ref().and_then(|wrapper| wrapper.inner_record(self.chunk, start));
        let result = self.item_value(inner, start, arena, findings);
        let record_pointer = match (&wrapper, inner) {
            (Some(wrapper), Some(_)) => format!("{pointer}/{item}/{}", wrapper.inner_name()),
            _ => format!("{pointer}/{item}"),
        };
        let result = result.and_then(|()| self.after_item());
        let next = Mode::List { pointer, item: item + 1, wrapper: wrapper.clone() };
        match result {
            Ok(true) => {
                self.mode = next;
                Some(self.record(record_pointer, Ok(()), arena, findings))
            }
            Ok(false) => {
                self.end_of_list(wrapper, &mut Arena::default(), findings);
                Some(self.record(record_pointer, Ok(()), arena, findings))
            }
            Err(problem) => {
                // Brackets are counted from the start of the item. If they are balanced, the next items are intact.
                if self.resume_after(start) {
                    self.mode = next;
                }
                Some(self.record(record_pointer, Err(problem), arena, findings))
            }
        }
    }

    /// Reads the item at `start`; of a wrapped item, only the record in it.
    fn item_value(
        &mut self,
        inner: Option<usize>,
        start: usize,
        arena: &mut Arena,
        findings: &mut Vec<Finding>,
    ) -> Result<(), Fault> {
        self.parser.value(arena)?;
        let Some(inner) = inner else { return Ok(()) };
        let end = self.parser.at;
        let mut whole = std::mem::take(arena);
        self.parser.at = inner;
        debug_assert!(inner > start);
        let result = self.parser.value(arena);
        let record = Span::new(inner as u32, self.parser.at as u32);
        repeats::within(Tree::new(self.chunk, &whole), Some(record), findings);
        whole.clear();
        self.parser.at = end;
        result
    }

    /// Reads the separator after an item. Returns true if another item follows, false if the list ends.
    fn after_item(&mut self) -> Result<bool, Fault> {
        if self.parser.eat(b']') {
            return Ok(false);
        }
        let comma = self.parser.at;
        if self.parser.eat(b',') {
            if self.parser.peek() == Some(b']') {
                return Err(Problem::new(comma, comma + 1, "nothing follows this comma", "remove the comma"));
            }
            return Ok(true);
        }
        let (start, end) = self.parser.here();
        let (message, help) = if start == end {
            ("this list is not closed: `]` is missing at the end", "add `]`, or look for what was cut off")
        } else {
            ("expected a comma or `]` after a record", "write a comma if another record follows, else `]`")
        };
        Err(Problem::new(start, end, message, help))
    }

    fn end_of_list(
        &mut self,
        wrapper: Option<Wrapper>,
        arena: &mut Arena,
        findings: &mut Vec<Finding>,
    ) -> Option<RecordAt> {
        self.mode = Mode::Top;
        if let Some(wrapper) = wrapper
            && let Err(problem) = wrapper.leave(std::mem::take(&mut self.around), &mut self.parser, arena, findings)
        {
            findings.push(problem.finding(self.syntax));
            self.mode = Mode::Done;
        }
        None
    }

    /// Counts the record, and reports a parse error or a value that is not an object.
    fn record(
        &mut self,
        pointer: String,
        result: Result<(), Fault>,
        arena: &mut Arena,
        findings: &mut Vec<Finding>,
    ) -> RecordAt {
        let index = self.records;
        self.records += 1;
        let mut readable = true;
        if let Err(problem) = result {
            findings.push(problem.finding(self.syntax));
            arena.clear();
            readable = false;
        } else if let Some(tree) = Tree::new(self.chunk, arena)
            && tree.kind(NodeId::ROOT) != Kind::Object
        {
            findings.push(not_an_object(self.chunk, tree.kind(NodeId::ROOT), tree.span(NodeId::ROOT)));
            readable = false;
        }
        RecordAt { index, pointer, readable }
    }

    /// Moves from the item at `start` to the next one. Returns false if its start cannot be determined.
    fn resume_after(&mut self, start: usize) -> bool {
        let bytes = self.chunk.text.as_bytes();
        if let Some(end) = wrapper::skip_value(bytes, start).filter(|end| *end > start) {
            self.parser.at = end;
            let follows = self.parser.eat(b',');
            match self.parser.peek() {
                // Even if the comma is missing.
                Some(b'{') => return true,
                None if follows && self.continues => return true,
                _ => {}
            }
        }
        // Unbalanced brackets: the next item is the next one at the start of a line with the same indentation.
        let line = memchr::memrchr(b'\n', &bytes[..start]).map_or(0, |end| end + 1);
        let indent = &bytes[line..start];
        let next = if indent.trim_ascii().is_empty() { next_item(bytes, start, indent) } else { None };
        self.parser.at = next.unwrap_or(bytes.len());
        next.is_some() || self.continues
    }

    /// Moves to the next line that begins with a brace, after the broken value at `start`.
    fn resume_at_record(&mut self, start: usize) -> bool {
        let from = self.parser.at.max(start + 1);
        let text = self.chunk.text;
        let found = memchr::memmem::find(text.as_bytes().get(from..).unwrap_or_default(), b"\n{");
        let Some(at) = found else { return false };
        self.parser.at = from + at + 1;
        true
    }

    fn trailing(&self, message: &str) -> Fault {
        let (start, end) = self.parser.here();
        Problem::new(start, end, message, "remove it, or look for a bracket that is closed too early")
    }
}
