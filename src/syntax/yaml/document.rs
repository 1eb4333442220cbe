//! One document: the events that the parser tells, and the tree that they come to.

use super::writer::Writer;
use super::{layout, scalar};
use crate::syntax::{Fault, Problem};
use crate::text::{Chunk, Span};
use crate::tree::{Arena, Kind};
use saphyr_parser::{Event as Told, Marker, Parser, ScalarStyle, ScanError, StrInput, Tag};
use std::collections::{HashMap, HashSet};

/// Values inside values inside values: more than this no record needs, and no reader here descends further.
const MAX_DEPTH: usize = 128;

/// Aliases may make a document so many times larger than it is written.
const MAX_GROWTH: usize = 10;

/// A document is not refused for its aliases below so many values.
const SMALL: usize = 1000;

/// So many values are too many for one document with aliases, however long it is.
const MAX_EXPANDED: usize = 1_000_000;

/// Something that stands in a document.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) event: Event,
    pub(super) span: Span,
}

#[derive(Debug)]
pub(super) enum Event {
    /// A scalar; its text where the file spells it in another way.
    Scalar { kind: Kind, style: ScalarStyle, is_quoted: bool, text: Option<Box<str>> },
    /// A list or an object, with the number of the event that ends it.
    Open { kind: Kind, end: usize },
    /// The end of the innermost one that is open.
    Close,
    /// What the event with this number is.
    Alias(usize),
}

/// One document.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) events: Vec<Placed>,
    /// The events that aliases name.
    pub(super) named: HashSet<usize>,
}

/// The events of a file from a place on.
pub(super) struct Events<'a> {
    chunk: Chunk<'a>,
    parser: Parser<'a, StrInput<'a>>,
    places: Places<'a>,
}

/// From characters to bytes: the parser counts the former, and moves forward but for a little.
struct Places<'a> {
    text: &'a str,
    start: usize,
    is_ascii: bool,
    /// The byte at which every character whose number is a multiple of [`STEP`] begins.
    steps: Vec<u32>,
}

const STEP: usize = 64;

/// The length of a text in quotes with both of them; of any other, all of it.
fn closed(raw: &str) -> usize {
    let bytes = raw.as_bytes();
    let Some(quote @ (b'\'' | b'"')) = bytes.first().copied() else { return raw.len() };
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            // Two of them stand for one.
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
        let rest = &text[start..];
        let is_ascii = rest.is_ascii();
        let steps =
            if is_ascii { Vec::new() } else { rest.char_indices().step_by(STEP).map(|(at, _)| at as u32).collect() };
        Self { text, start, is_ascii, steps }
    }

    fn byte(&self, marker: Marker) -> u32 {
        let characters = marker.index();
        let rest = &self.text[self.start..];
        let at = if self.is_ascii {
            characters.min(rest.len())
        } else {
            let from = self.steps.get(characters / STEP).map_or(rest.len(), |byte| *byte as usize);
            rest[from..].char_indices().nth(characters % STEP).map_or(rest.len(), |(more, _)| from + more)
        };
        (self.start + at) as u32
    }
}

impl<'a> Events<'a> {
    pub(super) fn new(chunk: Chunk<'a>, start: usize) -> Self {
        let parser = Parser::new_from_str(&chunk.text[start..]);
        Self { chunk, parser, places: Places::new(chunk.text, start) }
    }

    /// The next document; nothing at the end of the file.
    pub(super) fn document(&mut self) -> Result<Option<Document>, Fault> {
        let mut document = Document { events: Vec::new(), named: HashSet::new() };
        let mut open: Vec<usize> = Vec::new();
        let mut anchors: HashMap<usize, usize> = HashMap::new();
        loop {
            let (told, span) = match self.parser.next_event() {
                None => return Ok(None),
                Some(Ok(found)) => found,
                Some(Err(error)) => return Err(self.problem(&error)),
            };
            let place =
                Span::new(self.places.byte(span.start), self.places.byte(span.end).max(self.places.byte(span.start)));
            let number = document.events.len();
            match told {
                Told::StreamEnd => return Ok(None),
                Told::StreamStart | Told::DocumentStart(_) | Told::Nothing => {}
                // A document of nothing is no record.
                Told::DocumentEnd if document.is_nothing() => document.events.clear(),
                Told::DocumentEnd => return self.checked(document).map(Some),
                Told::Alias(anchor) => {
                    let target = anchors.get(&anchor).copied().filter(|target| !open.contains(target));
                    let Some(target) = target else {
                        let problem = Problem::new(
                            place.start as usize,
                            place.end as usize,
                            "an alias stands inside its own anchor",
                        );
                        return Err(problem);
                    };
                    document.named.insert(target);
                    document.events.push(Placed { event: Event::Alias(target), span: place });
                }
                Told::Scalar(text, style, anchor, tag) => {
                    anchors.insert(anchor, number);
                    document.events.push(self.scalar(&text, style, tag.as_deref(), place));
                }
                Told::SequenceStart(anchor, _) | Told::MappingStart(anchor, _) => {
                    anchors.insert(anchor, number);
                    let kind = if matches!(told, Told::SequenceStart(..)) { Kind::Array } else { Kind::Object };
                    if open.len() >= MAX_DEPTH {
                        let message = format!("more than {MAX_DEPTH} values inside each other");
                        return Err(Problem::new(place.start as usize, place.end as usize, message));
                    }
                    open.push(number);
                    let span = self.trimmed(place);
                    document.events.push(Placed { event: Event::Open { kind, end: 0 }, span });
                }
                Told::SequenceEnd | Told::MappingEnd => {
                    self.close(&mut document, open.pop().unwrap_or_default(), place);
                }
            }
        }
    }

    /// Ends a list or an object: at its bracket, or where it has none behind its last value.
    fn close(&self, document: &mut Document, opened: usize, place: Span) {
        let number = document.events.len();
        let bracket = self.chunk.text.as_bytes().get(place.start as usize).copied();
        let start = document.events[opened].span;
        let is_flow = matches!(self.chunk.text.as_bytes().get(start.start as usize), Some(b'[' | b'{'))
            && start.end > start.start;
        let end = match bracket {
            Some(b']' | b'}') if is_flow => place.start + 1,
            // Behind a last comma the parser tells another place.
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

    /// Just behind the bracket that follows `at`, after blanks, commas and comments.
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
        // The parser counts a comment behind a text in quotes as part of it where the line ends in a carriage return.
        span.end = span.start + closed(self.chunk.slice(span)) as u32;
        let raw = self.chunk.slice(span);
        let is_plain = style == ScalarStyle::Plain;
        let is_text = tag.is_some_and(|tag| !tag.is_yaml_core_schema() || tag.suffix == "str");
        let kind = if is_plain && !is_text { scalar::kind(text) } else { Kind::String };
        let is_quoted = raw.len() >= 2 && raw.get(1..raw.len() - 1) == Some(text) && !is_plain;
        let is_bare = raw == text;
        let text = (!is_quoted && !is_bare).then(|| text.into());
        Placed { event: Event::Scalar { kind, style, is_quoted, text }, span }
    }

    /// The place of the lines below a `|` or a `>`. The parser counts what announces them as part of it where an anchor
    /// or a tag stands before; and the lines themselves may begin as an anchor or a tag does.
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

    /// The place of a value without its anchor, its tag, and the blanks around it.
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

    fn problem(&self, error: &ScanError) -> Fault {
        let at = self.places.byte(*error.marker()) as usize;
        // The parser stops at the end of a text that ends too early; there is nothing to underline.
        let end = self.chunk.text[at..].chars().next().map_or(at, |letter| at + letter.len_utf8());
        Problem::new(at, end, worded(error.info()))
    }

    /// The document, unless its aliases make too much of it.
    fn checked(&self, document: Document) -> Result<Document, Fault> {
        let mut sizes = vec![0_usize; document.events.len()];
        let limit = (self.chunk.text.len() * MAX_GROWTH).clamp(SMALL, MAX_EXPANDED);
        let mut depths = vec![0_usize; document.events.len()];
        // An alias stands behind its anchor, so that sizes are known when they are needed.
        let mut open: Vec<usize> = Vec::new();
        for (number, placed) in document.events.iter().enumerate() {
            let (size, depth) = match placed.event {
                Event::Scalar { .. } => (1, 0),
                Event::Alias(target) => (sizes[target], depths[target]),
                Event::Open { .. } => {
                    sizes[number] = 1;
                    open.push(number);
                    continue;
                }
                Event::Close => {
                    let opened = open.pop().unwrap_or_default();
                    (sizes[opened], depths[opened] + 1)
                }
            };
            if let Some(outer) = open.last().copied() {
                sizes[outer] = sizes[outer].saturating_add(size);
                depths[outer] = depths[outer].max(depth);
            }
            if matches!(placed.event, Event::Scalar { .. }) {
                sizes[number] = 1;
            }
            let total: usize = open.first().map_or(size, |root| sizes[*root]);
            let is_alias = matches!(placed.event, Event::Alias(_));
            if is_alias && (total > limit || depth + open.len() > MAX_DEPTH) {
                let problem = Problem::new(
                    placed.span.start as usize,
                    placed.span.end as usize,
                    "the aliases make this document many times larger than it is written",
                );
                return Err(problem.help("write what is meant instead of an alias"));
            }
        }
        Ok(document)
    }
}

impl std::fmt::Debug for Events<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Events").field("chunk", &self.chunk).finish_non_exhaustive()
    }
}

impl Document {
    /// Whether the document is a list of records.
    pub(super) fn is_list(&self) -> bool {
        matches!(self.events.first().map(|first| &first.event), Some(Event::Open { kind: Kind::Array, .. }))
    }

    fn is_nothing(&self) -> bool {
        match self.events.first() {
            None => true,
            Some(first) => {
                matches!(first.event, Event::Scalar { kind: Kind::Null, .. }) && first.span.start == first.span.end
            }
        }
    }

    /// The event behind the value that begins at `event`.
    pub(super) fn after(&self, event: usize) -> usize {
        match self.events[event].event {
            Event::Open { end, .. } => end + 1,
            _ => event + 1,
        }
    }

    /// Writes the value that begins at `event`.
    pub(super) fn write(&self, chunk: Chunk<'_>, event: usize, arena: &mut Arena) -> Result<(), Fault> {
        arena.clear();
        Writer::new(self, chunk).value(event, arena)
    }
}

/// What the parser says, in a person's words.
fn worded(info: &str) -> String {
    let told = [
        ("mapping values are not allowed", "a colon stands where no value can begin: put the text in quotes"),
        ("did not find expected key", "this line does not fit the indentation above it"),
        ("could not find expected ':'", "a colon is missing behind the name"),
        ("simple key expect", "a colon is missing behind the name"),
        ("simple key", "a colon is missing behind the name"),
        ("tab", "a tab stands where blanks must indent the line"),
        ("invalid indentation", "this line does not fit the indentation above it"),
        ("unknown anchor", "an alias names an anchor that is not there"),
        ("quoted scalar", "a text in quotes is not closed, or holds what quotes cannot"),
        ("flow", "a list or an object in brackets is not closed, or holds what brackets cannot"),
        ("block", "this line does not fit the block it stands in"),
        ("directive", "a line that begins with `%` is not understood"),
        ("tag", "a tag (a word that begins with `!`) is not understood"),
        ("anchor", "an anchor or an alias has no name"),
    ];
    let lower = info.to_lowercase();
    let found = told.iter().find(|(part, _)| lower.contains(part));
    found.map_or_else(|| "this is not YAML".to_owned(), |(_, words)| (*words).to_owned())
}
