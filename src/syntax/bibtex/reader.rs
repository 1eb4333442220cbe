//! Reads the entries of a file one by one, and the text between them.

use super::checks;
use super::parser::{Parser, Part, Strings, Value, begins_entry};
use super::pointers::Pointers;
use super::tex::ReadingMode;
use crate::diagnostic::{Finding, Severity, show};
use crate::syntax::{Fault, Problem, RecordAt, Syntax};
use crate::text::{Chunk, Span};
use crate::tree::{Arena, Kind};
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// How an abbreviation is defined.
const DEFINITION: &str = "write `@string{name = {text}}`";

/// The number of entries without a key that are reported one by one.
const MAX_KEYLESS: usize = 5;

/// The abbreviations of months, which every style defines.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The months in words.
const LONG_MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A field of an entry.
struct Field {
    name: Range<usize>,
    value: Value,
}

/// An entry before its tree is built.
struct Entry {
    start: usize,
    kind: Range<usize>,
    key: Option<Range<usize>>,
    fields: Vec<Field>,
    end: usize,
}

/// The result of a step.
enum Step {
    /// An entry, and whether it could be parsed.
    Entry { readable: bool },
    /// Something else.
    Other,
    /// The end of the file.
    End,
}

/// See the module.
#[derive(Debug)]
pub(in crate::syntax) struct Reader<'a> {
    chunk: Chunk<'a>,
    parser: Parser<'a>,
    strings: Strings,
    pointers: Pointers<'a>,
    /// Abbreviations that were already reported.
    reported: HashSet<&'a str>,
    /// Errors that do not end an entry.
    soft: Vec<Finding>,
    /// Whether a comment's brace was never closed. Other comments are then not searched to the end of the file.
    has_open_comment: bool,
    /// The entries without a key: their number, and the type of the first one that was not reported separately.
    keyless: (usize, Option<Range<usize>>),
    /// Whether the last thing read was an entry.
    is_after_entry: bool,
    records: u64,
}

impl<'a> Reader<'a> {
    pub(in crate::syntax) fn new(chunk: Chunk<'a>) -> Self {
        Self {
            chunk,
            parser: Parser { text: chunk.text, at: 0 },
            strings: Strings::new(chunk.text.len()),
            pointers: Pointers::default(),
            reported: HashSet::new(),
            soft: Vec::new(),
            has_open_comment: false,
            keyless: (0, None),
            is_after_entry: false,
            records: 0,
        }
    }

    /// Reads the next entry. `None` at the end.
    pub(in crate::syntax) fn next(&mut self, arena: &mut Arena, findings: &mut Vec<Finding>) -> Option<RecordAt> {
        loop {
            let found = self.step(arena);
            findings.append(&mut self.soft);
            match found {
                Step::Entry { readable } => {
                    let index = self.records;
                    self.records += 1;
                    return Some(RecordAt { index, pointer: String::new(), readable });
                }
                Step::Other => {}
                Step::End => return None,
            }
        }
    }

    /// Reads up to and including the next construct that begins with `@`.
    fn step(&mut self, arena: &mut Arena) -> Step {
        let text = self.chunk.text;
        let from = self.parser.at;
        let character = memchr::memchr(b'@', &text.as_bytes()[from..]);
        let at = character.map_or(text.len(), |character| from + character);
        self.between(from, at);
        if character.is_none() {
            self.soft.extend(self.pointers.dangling(text));
            self.other_keyless();
            return Step::End;
        }
        self.parser.at = at + 1;
        self.parser.skip_whitespace();
        let Some(kind) = self.parser.name() else { return Step::Other };
        self.parser.skip_whitespace();
        let close = match self.parser.peek() {
            Some(b'{') => b'}',
            Some(b'(') => b')',
            _ => return Step::Other,
        };
        let open = self.parser.at;
        self.parser.at += 1;
        let result = match text[kind.clone()].to_ascii_lowercase().as_str() {
            "comment" => {
                self.comment(open);
                Ok(())
            }
            "preamble" => self.preamble(open, close),
            "string" => self.definition(open, close),
            _ => return self.record(at, kind, close, arena),
        };
        if let Err(fault) = result {
            self.broken(fault);
        }
        Step::Other
    }

    fn record(&mut self, start: usize, kind: Range<usize>, close: u8, arena: &mut Arena) -> Step {
        let entry = self.entry(start, kind, close);
        let readable = entry.is_ok();
        match entry {
            Ok(entry) => self.write(&entry, arena),
            Err(fault) => self.broken(fault),
        }
        self.is_after_entry = readable;
        Step::Entry { readable }
    }

    #[expect(clippy::boxed_local, reason = "a fault is made behind a pointer")]
    fn broken(&mut self, fault: Fault) {
        fault.finding(Syntax::Bibtex).add_to(&mut self.soft);
        self.recover();
    }

    /// Text between two entries is ignored, unless it looks like the rest of an entry that ended too early.
    fn between(&mut self, from: usize, end: usize) {
        if !std::mem::take(&mut self.is_after_entry) {
            return;
        }
        let text = self.chunk.text[from..end].trim_start();
        if text.starts_with(['}', ',', ')']) {
            let start = end - text.len();
            let length = text.find(['\n', '\r']).unwrap_or(text.len());
            let end = start + text[..length].trim_end().len();
            let help = "look for a brace that is closed too early";
            let problem = Problem::new(start, end, "text after the end of an entry", help);
            problem.finding(Syntax::Bibtex).add_to(&mut self.soft);
        }
    }

    /// Skips a comment: its balanced braces, or if they are not balanced, its line.
    fn comment(&mut self, open: usize) {
        self.parser.at = open;
        let mut depth = 0_usize;
        let bytes = self.chunk.text.as_bytes();
        if bytes[open] == b'{' && !self.has_open_comment {
            for at in memchr::memchr2_iter(b'{', b'}', &bytes[open..]) {
                depth = if bytes[open + at] == b'{' { depth + 1 } else { depth - 1 };
                if depth == 0 {
                    self.parser.at = open + at + 1;
                    return;
                }
            }
        }
        self.has_open_comment |= bytes[open] == b'{';
        let rest = &bytes[open..];
        self.parser.at = open + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
    }

    fn preamble(&mut self, open: usize, close: u8) -> Result<(), Fault> {
        self.parser.skip_whitespace();
        self.parser.value()?;
        self.close(open, close)
    }

    fn definition(&mut self, open: usize, close: u8) -> Result<(), Fault> {
        self.parser.skip_whitespace();
        let name = self.parser.name().ok_or_else(|| self.parser.fault("the abbreviation has no name", DEFINITION))?;
        self.parser.skip_whitespace();
        if !self.parser.eat(b'=') {
            return Err(self.parser.fault("a `=` is missing after the name of the abbreviation", DEFINITION));
        }
        self.parser.skip_whitespace();
        let value = self.parser.value()?;
        let text = self.chunk.text;
        self.strings.spend(&value, text)?;
        let meaning = value.meaning(text, &self.strings);
        self.strings.define(&text[name], meaning);
        self.parser.skip_whitespace();
        self.parser.eat(b',');
        self.close(open, close)
    }

    fn close(&mut self, open: usize, close: u8) -> Result<(), Fault> {
        self.parser.skip_whitespace();
        if self.parser.eat(close) {
            return Ok(());
        }
        if self.parser.peek().is_none() {
            let help = format!("add `{}` at the end of it", char::from(close));
            return Err(Problem::new(open, open + 1, "this bracket is never closed", help));
        }
        let message = format!("expected `{}` here", char::from(close));
        Err(self.parser.fault(message, "close the bracket here, or remove what is too much"))
    }

    fn entry(&mut self, start: usize, kind: Range<usize>, close: u8) -> Result<Entry, Fault> {
        let open = self.parser.at - 1;
        let key = self.key(close, &kind);
        let mut entry = Entry { start, kind, key, fields: Vec::new(), end: 0 };
        self.fields(&mut entry, open, close)?;
        entry.end = self.parser.at;
        Ok(entry)
    }

    /// Consumes the optional key and its comma.
    fn key(&mut self, close: u8, kind: &Range<usize>) -> Option<Range<usize>> {
        let text = self.chunk.text;
        self.parser.skip_whitespace();
        let start = self.parser.at;
        let is_end = |byte: &u8| matches!(byte, b',' | b'=' | b'{' | b'}' | b'"') || *byte == close;
        let length = text.as_bytes()[start..].iter().position(is_end);
        let end = length.map_or(text.len(), |length| start + length);
        let found = text[start..end].trim_end();
        let end_sign = text.as_bytes().get(end).copied();
        let place = |length: usize| start..start + length;
        // A field, or a key and a field after it without a comma between them.
        if end_sign == Some(b'=') {
            let words = found.find(['\n', '\r']).map(|line| (found[..line].trim_end(), found[line..].trim_start()));
            let Some((key, _)) = words.filter(|(key, name)| !key.is_empty() && !name.contains(char::is_whitespace))
            else {
                self.without_key(kind);
                return None;
            };
            self.parser.at = start + key.len();
            let message = "a comma is missing after the key";
            self.soften(place(key.len()), Severity::Error, message, "add the comma");
            return Some(place(key.len()));
        }
        if end_sign.is_none_or(|character| matches!(character, b'{' | b'"')) {
            return None;
        }
        self.parser.at = end;
        self.parser.eat(b',');
        if found.is_empty() {
            self.without_key(kind);
            return None;
        }
        if found.contains(char::is_whitespace) {
            let message = "there is a space in this key: BibTeX ends a key there";
            self.soften(place(found.len()), Severity::Warning, message, "write the key without spaces");
        }
        self.soft.extend(self.pointers.add(found, place(found.len()), self.chunk));
        Some(place(found.len()))
    }

    /// Reports an entry without a key. If there are many in a file, only the first ones are reported.
    fn without_key(&mut self, kind: &Range<usize>) {
        self.keyless.0 += 1;
        if self.keyless.0 > MAX_KEYLESS {
            self.keyless.1.get_or_insert_with(|| kind.clone());
            return;
        }
        let help = format!("write a key and a comma after the brace: `@{}{{key,`", &self.chunk.text[kind.clone()]);
        self.soften(kind.clone(), Severity::Warning, "this entry has no key: it cannot be cited", help);
    }

    /// Reports the entries without a key that were not reported one by one.
    fn other_keyless(&mut self) {
        let (count, Some(kind)) = std::mem::take(&mut self.keyless) else { return };
        let message = match count - MAX_KEYLESS {
            1 => "one more entry of this file has no key".to_owned(),
            others => format!("{others} more entries of this file have no key"),
        };
        self.soften(kind, Severity::Warning, &message, "write a key and a comma after the brace of each");
    }

    fn soften(&mut self, place: Range<usize>, severity: Severity, message: &str, help: impl Into<Cow<'static, str>>) {
        let mut finding = Problem::new(place.start, place.end, message, help).finding(Syntax::Bibtex);
        finding.severity(severity);
        finding.add_to(&mut self.soft);
    }

    fn fields(&mut self, entry: &mut Entry, open: usize, close: u8) -> Result<(), Fault> {
        loop {
            self.parser.skip_whitespace();
            match self.parser.peek() {
                Some(byte) if byte == close => {
                    self.parser.at += 1;
                    return Ok(());
                }
                Some(b',') => {
                    self.parser.at += 1;
                    continue;
                }
                None => {
                    let help = "look for a value in it whose brace is not closed, or for what was cut off";
                    return Err(Problem::new(open, open + 1, "this entry is never closed", help));
                }
                Some(b'@') if begins_entry(self.chunk.text, self.parser.at) => {
                    let help = "look for a value in it whose brace is not closed";
                    return Err(Problem::new(open, open + 1, "this entry is not closed before the next one", help));
                }
                Some(_) => {}
            }
            let field = self.field(close)?;
            entry.fields.push(field);
            self.parser.skip_whitespace();
            let next = self.parser.peek();
            let is_separated = next.is_none_or(|byte| matches!(byte, b',' | b'@') || byte == close);
            if !is_separated {
                let end = self.parser.at;
                if let Some(fault) = entry.fields.last().and_then(|field| self.ended_by_escaped(field)) {
                    return Err(fault);
                }
                let is_field = self.parser.name().is_some() && {
                    self.parser.skip_whitespace();
                    self.parser.peek() == Some(b'=')
                };
                if !is_field {
                    self.parser.at = end;
                    if let Some(fault) = entry.fields.last().and_then(|field| self.ended_early(field)) {
                        return Err(fault);
                    }
                    let help = "put values in braces, and a comma after each";
                    return Err(self.parser.fault("expected a comma or the end of the entry here", help));
                }
                self.parser.at = end;
                self.parser.name();
                let message = "a comma is missing before this field";
                self.soften(end..self.parser.at, Severity::Error, message, "add the comma after the field before it");
                self.parser.at = end;
            }
        }
    }

    /// Returns the error for a value with text after its last brace or quote: the brace is too early, or the quote
    /// belongs to the next field.
    fn ended_early(&self, field: &Field) -> Option<Fault> {
        let text = self.chunk.text;
        let [Part::Delimited(inside)] = field.value.parts.as_slice() else { return None };
        let value = &text[inside.clone()];
        let start = inside.start - 1;
        if text[start..].starts_with('"') {
            let head = value.trim_end().strip_suffix('=')?.trim_end();
            let name = head.rsplit(char::is_whitespace).next()?;
            let is_name = name.len() < head.len() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
            let help = "add the `\"` at the end of the value";
            return is_name.then(|| Problem::new(start, start + 1, "this quote is never closed", help));
        }
        let line = text[self.parser.at..].lines().next()?;
        let at = line.find(['{', '}']).filter(|at| line[*at..].starts_with('}'))?;
        if line[..at].contains('=') {
            return None;
        }
        let word = value.split_whitespace().next_back()?;
        let help = format!("the value goes on: remove the brace after {}", show::quoted(word));
        Some(Problem::new(inside.end, inside.end + 1, "this brace closes the value too early", help))
    }

    /// Returns the error for a value that ends at a brace after a backslash, followed by text.
    fn ended_by_escaped(&self, field: &Field) -> Option<Fault> {
        let text = self.chunk.text;
        let end = field.value.span.end;
        let is_escaped = text[..end].ends_with("\\}") && !text[..end].ends_with("\\\\}");
        let name = show::quoted(&text[field.name.clone()]);
        let message = format!("{name} ends at this `\\}}`: BibTeX counts braces after a backslash too");
        let help = "remove the `\\}`, or write `{\\textbraceright}`";
        is_escaped.then(|| Problem::new(end - 2, end, message, help))
    }

    /// Returns the error for a field name with a space in it: another name and a `=` follow.
    fn divided_name(&mut self, name: &Range<usize>) -> Option<Fault> {
        let text = self.chunk.text;
        let start = self.parser.at;
        let second = self.parser.name();
        self.parser.skip_whitespace();
        let is_divided = self.parser.peek() == Some(b'=');
        self.parser.at = start;
        let second = second.filter(|second| is_divided && !text[name.end..second.start].contains('\n'))?;
        let whole = format!("{}{}", &text[name.clone()], &text[second.clone()]);
        let shown = show::quoted(&text[name.start..second.end]);
        let message = format!("the field name {shown} has a space in it");
        Some(Problem::new(name.start, second.end, message, format!("write {}", show::quoted(&whole))))
    }

    fn field(&mut self, close: u8) -> Result<Field, Fault> {
        let form = "write `name = {value}`, with a comma between two fields";
        let name = self.parser.name().ok_or_else(|| self.parser.fault("expected the name of a field here", form))?;
        self.parser.skip_whitespace();
        if !self.parser.eat(b'=') {
            let shown = show::quoted(&self.chunk.text[name.clone()]);
            if let Some(fault) = self.divided_name(&name) {
                return Err(fault);
            }
            return Err(Problem::new(name.start, name.end, format!("a `=` is missing after {shown}"), form));
        }
        self.parser.skip_whitespace();
        let at = self.parser.at;
        if self.parser.peek().is_some_and(|byte| byte == b',' || byte == close) {
            let shown = format!("the field {} has no value", show::quoted(&self.chunk.text[name.clone()]));
            self.soften(name.clone(), Severity::Error, &shown, "write its value in braces, or remove the field");
            return Ok(Field { name, value: Value { span: at..at, parts: Vec::new() } });
        }
        let value = self.parser.value()?;
        self.strings.spend(&value, self.chunk.text)?;
        let text = self.chunk.text;
        self.pointers.field(&text[name.clone()], text, &value.parts);
        self.soft.extend(checks::misspelt(&text[name.clone()], name.clone()));
        self.soft.extend(checks::findings(&text[name.clone()], text, &value.parts));
        for part in &value.parts {
            let Part::Word(word) = part else { continue };
            let text = &self.chunk.text[word.clone()];
            let is_known = text.bytes().all(|byte| byte.is_ascii_digit())
                || MONTHS.iter().any(|month| text.eq_ignore_ascii_case(month))
                || self.strings.get(text).is_some();
            if !is_known && self.reported.insert(text) {
                self.undefined(word.clone());
            }
        }
        Ok(Field { name, value })
    }

    /// Reports an abbreviation that the file does not define. Its text is not printed, unless another file defines it.
    fn undefined(&mut self, word: Range<usize>) {
        let name = &self.chunk.text[word.clone()];
        let message = format!("the abbreviation {} is not defined in this file", show::quoted(name));
        // `sept` and `january` are common mistakes for the abbreviations that every style defines.
        let lower = name.to_ascii_lowercase();
        let month = MONTHS.iter().zip(LONG_MONTHS).find(|(_, long)| lower.len() > 3 && long.starts_with(&lower));
        let help = match month {
            Some((month, _)) => format!("write `{month}`"),
            None => "write the text in braces, or define the abbreviation with `@string`".to_owned(),
        };
        self.soften(word, Severity::Warning, &message, help);
    }

    /// Skips to the next entry that begins a line.
    fn recover(&mut self) {
        let text = self.chunk.text;
        let mut at = self.parser.at;
        while let Some(character) = memchr::memchr(b'@', text.as_bytes().get(at..).unwrap_or_default()) {
            at += character;
            let line = text[..at].trim_end_matches([' ', '\t']);
            let begins_line = line.is_empty() || line.ends_with(['\n', '\r']);
            if begins_line && begins_entry(text, at) {
                break;
            }
            at += 1;
            if at >= text.len() {
                break;
            }
        }
        let rest = memchr::memchr(b'@', text.as_bytes().get(at..).unwrap_or_default());
        self.parser.at = if rest.is_some() { at } else { text.len() };
        self.is_after_entry = false;
    }

    fn write(&self, entry: &Entry, arena: &mut Arena) {
        let text = self.chunk.text;
        let root = arena.open(Kind::Object, entry.start as u32);
        arena.decoded_key(span(entry.start..entry.kind.end), "@type");
        with_lower_case(text, &entry.kind, |lower| match lower {
            Some(lower) => arena.decoded(span(entry.kind.clone()), lower),
            None => arena.bare(span(entry.kind.clone())),
        });
        if let Some(key) = &entry.key {
            arena.decoded_key(span(key.clone()), "@key");
            arena.bare(span(key.clone()));
        }
        let mut names = HashSet::new();
        let (mut has_duplicates, mut has_words) = (false, false);
        for Field { name, value } in &entry.fields {
            let lower = text[name.clone()].to_ascii_lowercase();
            let reading_mode = ReadingMode::of(&lower);
            with_lower_case(text, name, |lower| match lower {
                Some(lower) => arena.decoded_key(span(name.clone()), lower),
                None => arena.bare_key(span(name.clone()), &text[name.clone()]),
            });
            has_duplicates |= !names.insert(lower);
            let place = span(value.span.clone());
            has_words |= value.parts.iter().any(|part| matches!(part, Part::Word(_)));
            match value.verbatim(text, &self.strings, reading_mode) {
                Some(Part::Delimited(_)) => arena.quoted(place),
                Some(Part::Word(_)) => arena.bare(place),
                None if value.parts.is_empty() => arena.bare(place),
                None => {
                    let pieces = value.pieces(text, &self.strings, reading_mode);
                    let meaning: String = pieces.into_iter().map(|piece| piece.text).collect();
                    arena.decoded(place, &meaning)
                }
            };
        }
        if has_words {
            let values = entry.fields.iter().map(|field| &field.value);
            arena.set_context(Arc::new(self.strings.named_in(values, text)));
        }
        if has_duplicates {
            arena.mark_duplicates(root);
            // BibTeX ignores a repeated field (bibtex.web, "repeated fields"), and so does biber.
            arena.let_first_member_win();
        }
        arena.close(root, entry.end as u32);
    }
}

/// Passes a name in lower case, or `None` if it is in lower case already.
fn with_lower_case<T>(text: &str, name: &Range<usize>, each: impl FnOnce(Option<&str>) -> T) -> T {
    let name = &text[name.clone()];
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) { each(Some(&name.to_ascii_lowercase())) } else { each(None) }
}

fn span(range: Range<usize>) -> Span {
    Span::new(range.start as u32, range.end as u32)
}
