//! A document: the events of the parser, and the construction of its tree.

use super::{layout, scalar};
use crate::syntax::{Fault, Problem};
use crate::text::{Chunk, Span};
use crate::tree::Kind;
use saphyr_parser::{Event as ParserEvent, Marker, Parser, ScalarStyle, ScanError, StrInput, Tag};
use std::collections::{HashMap, HashSet};

/// The limit for nested values, which no record needs to exceed. It bounds the recursion of every reader here.
const MAX_DEPTH: usize = 128;

/// The number of values that the aliases of a file may repeat, in addition to one for every [`BYTES_PER_VALUE`] bytes
/// of the file.
const MAX_VALUES: usize = 100_000;

/// See [`MAX_VALUES`].
const BYTES_PER_VALUE: usize = 4;

/// The number of bytes of text that the aliases of a file may repeat, in addition to [`TEXT_GROWTH`] times its length.
const MAX_TEXT: usize = 1 << 20;

/// See [`MAX_TEXT`].
const TEXT_GROWTH: usize = 2;

/// The size of a value including everything inside it and everything that its aliases repeat.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    values: usize,
    /// Bytes of text.
    text: usize,
    /// Levels of lists and objects.
    depth: usize,
}

impl Size {
    /// Adds the size of a nested value.
    fn add(&mut self, inner: Size) {
        self.values = self.values.saturating_add(inner.values);
        self.text = self.text.saturating_add(inner.text);
        self.depth = self.depth.max(inner.depth + 1);
    }
}

/// The remaining allowance for aliases in a file. It is shared by all documents, since a file may have any number of
/// them.
#[derive(Debug)]
pub(super) struct Allowance {
    values: usize,
    text: usize,
}

impl Allowance {
    /// Creates the allowance for a file of this many bytes.
    pub(super) fn new(length: usize) -> Self {
        Self {
            values: MAX_VALUES + length / BYTES_PER_VALUE,
            text: MAX_TEXT.saturating_add(length.saturating_mul(TEXT_GROWTH)),
        }
    }

    /// Takes the size of an alias. `None` if it exceeds the allowance.
    fn take(&mut self, size: Size) -> Option<()> {
        let (values, text) = (self.values.checked_sub(size.values)?, self.text.checked_sub(size.text)?);
        (self.values, self.text) = (values, text);
        Some(())
    }
}

/// A value with an anchor.
#[derive(Clone, Copy, Debug)]
struct Anchored {
    event: usize,
    size: Size,
}

/// A list or an object whose end has not been read yet.
#[derive(Debug)]
struct Open {
    event: usize,
    anchor: usize,
    size: Size,
}

/// The parser's number for a value without an anchor.
const NO_ANCHOR: usize = 0;

/// An event of a document.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) event: Event,
    pub(super) span: Span,
}

#[derive(Debug)]
pub(super) enum Event {
    /// A scalar, with its text if it differs from the spelling in the file.
    Scalar { kind: Kind, style: ScalarStyle, is_quoted: bool, text: Option<Box<str>> },
    /// A list or an object, with the number of the event that ends it.
    Open { kind: Kind, end: usize },
    /// The end of the innermost open container.
    Close,
    /// An alias of the event with this number.
    Alias(usize),
}

/// One document.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) events: Vec<Placed>,
    /// The events that aliases refer to.
    pub(super) named: HashSet<usize>,
}

/// The events of a file from a given position.
pub(super) struct Events<'a> {
    chunk: Chunk<'a>,
    parser: Parser<'a, StrInput<'a>>,
    places: Places<'a>,
}

/// Converts character positions to byte positions. The parser counts characters, and nearly always moves forward.
struct Places<'a> {
    start: usize,
    /// The text from `start` on.
    text: &'a str,
    /// The byte positions in `text` of the characters whose number is a multiple of [`STEP`], as far as they were
    /// needed: after a broken document, the rest is parsed again.
    steps: Vec<usize>,
}

const STEP: usize = 64;

/// Returns the length of a quoted text including both quotes; of any other text, the whole length.
fn closed(raw: &str) -> usize {
    let bytes = raw.as_bytes();
    let Some(quote @ (b'\'' | b'"')) = bytes.first().copied() else { return raw.len() };
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            // A doubled quote is an escaped one.
            byte if *byte == quote && quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 1,
            byte if *byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    raw.len()
}

impl<'a> Places<'a> {
    fn new(text: &'a str, start: usize) -> Self {
        Self { start, text: &text[start..], steps: vec![0] }
    }

    fn byte(&mut self, marker: Marker) -> u32 {
        let characters = marker.index();
        let mut from = self.steps.get(characters / STEP).or(self.steps.last()).map_or(0, |from| *from);
        while self.steps.len() <= characters / STEP {
            from = after(self.text, from, STEP);
            self.steps.push(from);
        }
        (self.start + after(self.text, from, characters % STEP)) as u32
    }
}

/// Returns the byte position of the character that is `characters` after the one at `from`, or the end.
fn after(text: &str, from: usize, characters: usize) -> usize {
    match text.as_bytes().get(from..from + characters) {
        Some(bytes) if bytes.is_ascii() => from + characters,
        _ => text[from..].char_indices().nth(characters).map_or(text.len(), |(more, _)| from + more),
    }
}

impl<'a> Events<'a> {
    pub(super) fn new(chunk: Chunk<'a>, start: usize) -> Self {
        let parser = Parser::new_from_str(&chunk.text[start..]);
        Self { chunk, parser, places: Places::new(chunk.text, start) }
    }

    /// Reads the next document. `None` at the end of the file.
    pub(super) fn document(&mut self, allowance: &mut Allowance) -> Result<Option<Document>, Fault> {
        let mut document = Document { events: Vec::new(), named: HashSet::new() };
        let mut values = Values::default();
        loop {
            let (parser_event, span) = match self.parser.next_event() {
                None => return Ok(None),
                Some(Ok(found)) => found,
                Some(Err(error)) => return Err(self.problem(&error)),
            };
            let start = self.places.byte(span.start);
            let place = Span::new(start, self.places.byte(span.end).max(start));
            let number = document.events.len();
            match parser_event {
                ParserEvent::StreamEnd => return Ok(None),
                ParserEvent::StreamStart | ParserEvent::DocumentStart(_) | ParserEvent::Nothing => {}
                // An empty document is not a record.
                ParserEvent::DocumentEnd if document.is_nothing() => document.events.clear(),
                ParserEvent::DocumentEnd => return Ok(Some(document)),
                ParserEvent::Alias(anchor) => {
                    let target = values.alias(anchor, place, allowance)?;
                    document.named.insert(target);
                    document.events.push(Placed { event: Event::Alias(target), span: place });
                }
                ParserEvent::Scalar(text, style, anchor, tag) => {
                    let scalar = self.scalar(&text, style, tag.as_deref(), place);
                    let length = text.len().max(scalar.span.range().len());
                    values.end(number, anchor, Size { values: 1, text: length, depth: 0 });
                    document.events.push(scalar);
                }
                ParserEvent::SequenceStart(anchor, _) | ParserEvent::MappingStart(anchor, _) => {
                    let kind =
                        if matches!(parser_event, ParserEvent::SequenceStart(..)) { Kind::Array } else { Kind::Object };
                    values.open(number, anchor, place)?;
                    let span = self.trimmed(place);
                    document.events.push(Placed { event: Event::Open { kind, end: 0 }, span });
                }
                ParserEvent::SequenceEnd | ParserEvent::MappingEnd => {
                    let opened = values.close();
                    self.close(&mut document, opened, place);
                }
            }
        }
    }

    /// Ends a list or an object: at its bracket, or if it has none, after its last value.
    fn close(&self, document: &mut Document, opened: usize, place: Span) {
        let number = document.events.len();
        let bracket = self.chunk.text.as_bytes().get(place.start as usize).copied();
        let start = document.events[opened].span;
        let is_flow = matches!(self.chunk.text.as_bytes().get(start.start as usize), Some(b'[' | b'{'))
            && start.end > start.start;
        let end = match bracket {
            Some(b']' | b'}') if is_flow => place.start + 1,
            // After a trailing comma, the parser reports another position.
            _ if is_flow && document.events.len() > opened + 1 => {
                let last = document.events.last().map_or(place.start, |last| last.span.end);
                self.closing(last).unwrap_or(last)
            }
            _ => document.events.last().map_or(place.start, |last| last.span.end),
        };
        if let Event::Open { end: link, .. } = &mut document.events[opened].event {
            *link = number;
        }
        let first =
            document.events.get(opened + 1).filter(|_| !is_flow && opened + 1 < number).map(|first| first.span.start);
        let opening = &mut document.events[opened].span;
        opening.start = first.map_or(opening.start, |first| first.min(opening.start.max(first)));
        opening.end = end.max(opening.start);
        document.events.push(Placed { event: Event::Close, span: Span::new(end, end) });
    }

    /// Returns the position after the next closing bracket, skipping whitespace, commas and comments.
    fn closing(&self, at: u32) -> Option<u32> {
        let mut rest = &self.chunk.text[at as usize..];
        loop {
            rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == ',');
            match rest.as_bytes().first()? {
                b']' | b'}' => return Some((self.chunk.text.len() - rest.len() + 1) as u32),
                b'#' => rest = &rest[rest.find('\n')?..],
                _ => return None,
            }
        }
    }

    fn scalar(&self, text: &str, style: ScalarStyle, tag: Option<&Tag>, place: Span) -> Placed {
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let mut span = if is_block { self.below(place) } else { self.trimmed(place) };
        // If the line ends with a carriage return, the parser includes a comment after a quoted text in the text.
        if matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) {
            span.end = span.start + closed(self.chunk.slice(span)) as u32;
        }
        let raw = self.chunk.slice(span);
        let is_plain = style == ScalarStyle::Plain;
        let is_text = tag.is_some_and(|tag| !tag.is_yaml_core_schema() || tag.suffix == "str");
        let kind = if is_plain && !is_text { scalar::kind(text) } else { Kind::String };
        let is_quoted = raw.len() >= 2 && raw.get(1..raw.len() - 1) == Some(text) && !is_plain;
        let is_bare = raw == text;
        let text = (!is_quoted && !is_bare).then(|| text.into());
        Placed { event: Event::Scalar { kind, style, is_quoted, text }, span }
    }

    /// Returns the span of the lines below a `|` or a `>`. The parser includes the header if an anchor or a tag
    /// precedes it; and the lines themselves may begin like an anchor or a tag.
    fn below(&self, place: Span) -> Span {
        if layout::header(self.chunk.text, place.start as usize).is_some() {
            return Span::new(place.start, place.start + self.chunk.slice(place).trim_end().len() as u32);
        }
        let span = self.trimmed(place);
        let raw = self.chunk.slice(span);
        let line = raw.starts_with(['|', '>']).then(|| raw.find('\n')).flatten().unwrap_or_default();
        let lines = raw[line..].trim_start();
        Span::new(span.end - lines.len() as u32, span.end)
    }

    /// Returns the span of a value without its anchor, its tag, and surrounding whitespace.
    fn trimmed(&self, place: Span) -> Span {
        let mut raw = self.chunk.slice(place);
        raw = raw.trim_end();
        let mut start = place.start;
        while raw.starts_with(['&', '!']) {
            let word = raw.find(char::is_whitespace).unwrap_or(raw.len());
            let rest = raw[word..].trim_start();
            start += (raw.len() - rest.len()) as u32;
            raw = rest;
        }
        Span::new(start, start + raw.len() as u32)
    }

    fn problem(&mut self, error: &ScanError) -> Fault {
        let at = self.places.byte(*error.marker()) as usize;
        // The parser stops at the end of a truncated text; there is nothing to underline.
        let end = self.chunk.text[at..].chars().next().map_or(at, |letter| at + letter.len_utf8());
        let (message, help) = worded(error.info());
        Problem::new(at, end, message, help)
    }
}

/// The open values of a document, and those with an anchor.
#[derive(Debug, Default)]
struct Values {
    open: Vec<Open>,
    anchored: HashMap<usize, Anchored>,
}

impl Values {
    /// Begins a list or an object.
    fn open(&mut self, event: usize, anchor: usize, place: Span) -> Result<(), Fault> {
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep(place));
        }
        self.open.push(Open { event, anchor, size: Size { values: 1, text: 0, depth: 1 } });
        Ok(())
    }

    /// Ends the innermost list or object and returns its first event.
    fn close(&mut self) -> usize {
        let Some(Open { event, anchor, size }) = self.open.pop() else { return 0 };
        self.end(event, anchor, size);
        event
    }

    /// Records the size of a complete value.
    fn end(&mut self, event: usize, anchor: usize, size: Size) {
        if anchor != NO_ANCHOR {
            self.anchored.insert(anchor, Anchored { event, size });
        }
        self.count(size);
    }

    fn count(&mut self, size: Size) {
        if let Some(outer) = self.open.last_mut() {
            outer.size.add(size);
        }
    }

    /// Returns the event that an alias repeats, if its size is within the allowance.
    fn alias(&mut self, anchor: usize, place: Span, allowance: &mut Allowance) -> Result<usize, Fault> {
        let (start, end) = (place.start as usize, place.end as usize);
        // A value that is still open cannot be repeated.
        let Some(Anchored { event, size }) = self.anchored.get(&anchor).copied() else {
            let message = "an alias inside of what it repeats";
            return Err(Problem::new(start, end, message, "write the value itself here"));
        };
        if self.open.len() + size.depth > MAX_DEPTH {
            return Err(too_deep(place));
        }
        if allowance.take(size).is_none() {
            let message = "the aliases make this document many times larger than it is written";
            return Err(Problem::new(start, end, message, "write the value itself here"));
        }
        self.count(size);
        Ok(event)
    }
}

fn too_deep(place: Span) -> Fault {
    let message = format!("more than {MAX_DEPTH} values inside each other");
    let help = "no record needs so many levels: look for brackets that were never closed";
    Problem::new(place.start as usize, place.end as usize, message, help)
}

impl std::fmt::Debug for Events<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Events").field("chunk", &self.chunk).finish_non_exhaustive()
    }
}

impl Document {
    /// Returns the first event of the list of records that the document is or contains, and the pointer to it.
    pub(super) fn list(&self, chunk: Chunk<'_>) -> Option<(usize, &'static str)> {
        if self.holds_records(0) {
            return Some((0, ""));
        }
        let list = self.member(chunk, 0, "references").filter(|list| self.holds_records(*list))?;
        // Native records have a list with this name whose items have no id.
        let has = |item: usize, names: &[&str]| names.iter().any(|name| self.member(chunk, item, name).is_some());
        let is_csl = |item: usize| has(item, &["id"]) && has(item, &["type", "title", "issued", "author"]);
        self.items(list).any(is_csl).then_some((list, "/references"))
    }

    /// Whether the value that begins at `event` is a list in which at least half of the first items are objects. A list
    /// of texts or numbers does not contain a broken record.
    fn holds_records(&self, event: usize) -> bool {
        const PROBED: usize = 32;
        let Some(Event::Open { kind: Kind::Array, .. }) = self.events.get(event).map(|placed| &placed.event) else {
            return false;
        };
        let is_object = |item: &usize| self.kind(*item) == Kind::Object;
        let (objects, others): (Vec<_>, Vec<_>) = self.items(event).take(PROBED).partition(is_object);
        objects.len() >= others.len()
    }

    /// Returns the first events of the items of a list.
    pub(super) fn items(&self, list: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = list + 1;
        std::iter::from_fn(move || {
            let item = at;
            let is_item = !matches!(self.events.get(item).map(|placed| &placed.event), None | Some(Event::Close));
            at = if is_item { self.after(item) } else { item };
            is_item.then_some(item)
        })
    }

    /// Returns the first event of a member of an object.
    fn member(&self, chunk: Chunk<'_>, object: usize, name: &str) -> Option<usize> {
        let object = self.target(object);
        let Event::Open { kind: Kind::Object, .. } = self.events.get(object)?.event else { return None };
        let mut keys = self.items(object).step_by(2);
        let is_named = |key: &usize| match &self.events[*key] {
            Placed { event: Event::Scalar { text: Some(text), .. }, .. } => &**text == name,
            Placed { event: Event::Scalar { .. }, span } => chunk.slice(*span).trim_matches(['"', '\'']) == name,
            _ => false,
        };
        keys.find(is_named).map(|key| self.after(key))
    }

    /// Returns the kind of the value that begins at `event`, resolving aliases.
    pub(super) fn kind(&self, event: usize) -> Kind {
        match self.events[self.target(event)].event {
            Event::Scalar { kind, .. } | Event::Open { kind, .. } => kind,
            Event::Close | Event::Alias(_) => Kind::Null,
        }
    }

    /// Returns the event that an alias refers to, else the event itself.
    pub(super) fn target(&self, mut event: usize) -> usize {
        while let Some(Event::Alias(target)) = self.events.get(event).map(|placed| &placed.event) {
            event = *target;
        }
        event
    }

    fn is_nothing(&self) -> bool {
        match self.events.first() {
            None => true,
            Some(first) => {
                matches!(first.event, Event::Scalar { kind: Kind::Null, .. }) && first.span.start == first.span.end
            }
        }
    }

    /// Returns the event after the value that begins at `event`.
    pub(super) fn after(&self, event: usize) -> usize {
        match self.events[event].event {
            Event::Open { end, .. } => end + 1,
            _ => event + 1,
        }
    }
}

/// Rewords a message of the parser for the user.
fn worded(info: &str) -> (&'static str, &'static str) {
    const INDENT: &str = "indent it like the other names of its object";
    const COLON: &str = "write `name: value`";
    let wordings = [
        (
            "mapping values are not allowed",
            "a colon in the middle of a value",
            "put a value with a colon in quotes; write one above indented names on a line of its own, as in `text: ...`",
        ),
        ("did not find expected key", "this line does not fit the indentation above it", INDENT),
        ("could not find expected ':'", "a colon is missing after the name", COLON),
        ("simple key expect", "a colon is missing after the name", COLON),
        ("simple key", "a colon is missing after the name", COLON),
        ("tab", "a tab indents this line", "indent lines with spaces"),
        ("invalid indentation", "this line does not fit the indentation above it", INDENT),
        ("unknown anchor", "this alias has no anchor", "write the value itself, or in quotes if it begins with `*`"),
        (
            "quoted scalar",
            "a text in quotes is not closed, or has a wrong escape",
            "close the quote, or write a backslash as two",
        ),
        ("flow", "a list or an object in brackets is not closed", "close the bracket, and put commas between values"),
        ("block", "this line does not fit the block around it", INDENT),
        ("directive", "a line that begins with `%` is not understood", "put a value that begins with `%` in quotes"),
        ("tag", "a tag (a word that begins with `!`) is not understood", "put a value that begins with `!` in quotes"),
        ("anchor", "an anchor or an alias has no name", "put a value that begins with `&` or `*` in quotes"),
    ];
    let lower = info.to_lowercase();
    let found = wordings.into_iter().find(|(part, ..)| lower.contains(part));
    found.map_or(("this is not YAML", "look for a quote or a bracket that is not closed"), |(_, words, help)| {
        (words, help)
    })
}
