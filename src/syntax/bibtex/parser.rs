//! The grammar of BibTeX: entries, fields, and values in parts.

use super::tex::{Piece, Printer, ReadingMode, is_plain};
use crate::syntax::{Fault, Problem};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// A part of a value. Parts are joined by `#`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Text in braces or quotes, without them.
    Delimited(Range<usize>),
    /// A number, or the name of an abbreviation.
    Word(Range<usize>),
}

/// A value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) span: Range<usize>,
    pub(super) parts: Vec<Part>,
}

/// The abbreviations defined by `@string`, by lower-case name.
#[derive(Clone, Debug, Default)]
pub(super) struct Strings {
    texts: Texts,
    /// The remaining number of bytes to which abbreviations may expand, in all values of the file.
    left: usize,
}

/// The texts of abbreviations by lower-case name.
pub(super) type Texts = HashMap<String, Arc<str>>;

/// The number of bytes to which the abbreviations of a file may expand, in addition to [`GROWTH`] times its length.
const MAX_EXPANDED: usize = 1 << 20;

/// See [`MAX_EXPANDED`].
const GROWTH: usize = 2;

impl Strings {
    /// Creates an empty set for a file of this many bytes.
    pub(super) fn new(length: usize) -> Self {
        Self { texts: Texts::new(), left: MAX_EXPANDED.saturating_add(length.saturating_mul(GROWTH)) }
    }

    /// Creates a set of these texts.
    pub(super) fn known(texts: &Texts) -> Self {
        Self { texts: texts.clone(), left: 0 }
    }

    /// Returns the abbreviations in values of `text`, with their texts. In a file with thousands of abbreviations, a
    /// record must not store all of them.
    pub(super) fn named_in<'v>(&self, values: impl Iterator<Item = &'v Value>, text: &str) -> Texts {
        let words = values.flat_map(|value| &value.parts).filter_map(|part| match part {
            Part::Word(word) => Some(text[word.clone()].to_ascii_lowercase()),
            Part::Delimited(_) => None,
        });
        words.filter_map(|name| self.get(&name).map(|meaning| (name, meaning))).collect()
    }

    pub(super) fn get(&self, name: &str) -> Option<Arc<str>> {
        self.texts.get(&name.to_ascii_lowercase()).map(Arc::clone)
    }

    /// Adds an abbreviation.
    pub(super) fn define(&mut self, name: &str, text: String) {
        self.texts.insert(name.to_ascii_lowercase(), text.into());
    }

    /// Charges the expansion of the abbreviations in a value of `text` before it is built: values of abbreviations that
    /// are each defined by the previous one double with every line.
    pub(super) fn spend(&mut self, value: &Value, text: &str) -> Result<(), Fault> {
        for part in &value.parts {
            let Part::Word(word) = part else { continue };
            let length = self.get(&text[word.clone()]).map_or(0, |meaning| meaning.len());
            let Some(left) = self.left.checked_sub(length) else {
                let message = "the abbreviations of this file make it many times larger than it is";
                return Err(Problem::new(word.start, word.end, message, "write the text itself here"));
            };
            self.left = left;
        }
        Ok(())
    }
}

impl Value {
    /// Returns the text if the file has it verbatim, in delimiters or bare.
    pub(super) fn verbatim(&self, text: &str, strings: &Strings, reading_mode: ReadingMode) -> Option<&Part> {
        let [part] = self.parts.as_slice() else { return None };
        let is_verbatim = match part {
            Part::Word(word) => strings.get(&text[word.clone()]).is_none(),
            Part::Delimited(inside) if reading_mode == ReadingMode::Verbatim => {
                let inside = &text[inside.clone()];
                !inside.contains(['\\', '\n', '\r', '\t']) && !inside.starts_with([' ', '{']) && !inside.ends_with(' ')
            }
            Part::Delimited(inside) => is_plain(&text[inside.clone()]),
        };
        is_verbatim.then_some(part)
    }

    /// Returns the pieces of the expanded value, without spaces at its ends.
    pub(super) fn pieces<'t>(&self, text: &'t str, strings: &Strings, reading_mode: ReadingMode) -> Vec<Piece<'t>> {
        let mut pieces = self.joined(text, strings, reading_mode);
        trim(&mut pieces.iter_mut(), str::trim_ascii_start);
        trim(&mut pieces.iter_mut().rev(), str::trim_ascii_end);
        pieces
    }

    /// Returns the text of an abbreviation that is defined as this value, with the spaces at its ends, which separate
    /// it from adjacent parts.
    pub(super) fn meaning(&self, text: &str, strings: &Strings) -> String {
        self.joined(text, strings, ReadingMode::Printed).into_iter().map(|piece| piece.text).collect()
    }

    /// Returns the pieces of all parts. Of the spaces on both sides of a `#`, one is kept.
    fn joined<'t>(&self, text: &'t str, strings: &Strings, reading_mode: ReadingMode) -> Vec<Piece<'t>> {
        let mut pieces: Vec<Piece<'t>> = Vec::new();
        let mut is_divided = false;
        for part in &self.parts {
            let first = pieces.len();
            match part {
                Part::Delimited(inside) => pieces.extend(Printer::new(text, inside.clone(), reading_mode)),
                Part::Word(word) => {
                    let name = &text[word.clone()];
                    let piece = match strings.get(name) {
                        Some(meaning) => {
                            Piece { raw: word.clone(), text: meaning.to_string().into(), is_literal: false }
                        }
                        None => Piece { raw: word.clone(), text: name.into(), is_literal: true },
                    };
                    pieces.push(piece);
                }
            }
            if is_divided {
                trim(&mut pieces[first..].iter_mut(), str::trim_ascii_start);
            }
            if let Some(last) = pieces[first..].iter().rfind(|piece| !piece.text.is_empty()) {
                is_divided = last.text.ends_with(' ');
            }
        }
        pieces
    }
}

/// Removes leading spaces: whole pieces, and those of an abbreviation.
fn trim<'p, 't: 'p>(pieces: &mut dyn Iterator<Item = &'p mut Piece<'t>>, trimmed: fn(&str) -> &str) {
    for piece in pieces {
        let rest = trimmed(&piece.text);
        if rest.len() < piece.text.len() {
            (piece.text, piece.is_literal) = (rest.to_owned().into(), false);
        }
        if !piece.text.is_empty() {
            return;
        }
    }
}

/// A position in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl Parser<'_> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    pub(super) fn skip_whitespace(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Consumes a name of a type, a field or an abbreviation.
    pub(super) fn name(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let is_end = |letter: char| letter.is_whitespace() || "\"#%'(),={}@\\".contains(letter);
        let rest = &self.text[start..];
        self.at += rest.find(is_end).unwrap_or(rest.len());
        (self.at > start).then_some(start..self.at)
    }

    pub(super) fn fault(&self, message: impl Into<String>, help: &'static str) -> Fault {
        let length = self.text[self.at..].chars().next().map_or(0, char::len_utf8);
        Problem::new(self.at, self.at + length, message, help)
    }

    /// Consumes a value.
    pub(super) fn value(&mut self) -> Result<Value, Fault> {
        let mut value = Value { span: self.at..self.at, parts: Vec::new() };
        loop {
            let part = match self.peek() {
                Some(b'{') => Part::Delimited(self.delimited(b'}')?),
                Some(b'"') => Part::Delimited(self.delimited(b'"')?),
                _ => {
                    let help = "write the value in braces or double quotes";
                    Part::Word(self.name().ok_or_else(|| self.fault("expected a value here", help))?)
                }
            };
            value.parts.push(part);
            value.span.end = self.at;
            let after = self.at;
            self.skip_whitespace();
            if !self.eat(b'#') {
                self.at = after;
                return Ok(value);
            }
            self.skip_whitespace();
        }
    }

    /// Consumes a text in braces or quotes with balanced braces. If an entry begins a line inside it, the text was
    /// never closed, and the position is left there.
    fn delimited(&mut self, end: u8) -> Result<Range<usize>, Fault> {
        let start = self.at;
        self.at += 1;
        let mut depth = 0_usize;
        loop {
            let Some(found) = next_delimiter(&self.text.as_bytes()[self.at..], end) else {
                self.at = self.text.len();
                break;
            };
            self.at += found;
            let byte = self.text.as_bytes()[self.at];
            match byte {
                b'}' if depth > 0 => depth -= 1,
                _ if byte == end && depth == 0 => {
                    self.at += 1;
                    return Ok(start + 1..self.at - 1);
                }
                // The brace of the entry, or of a later field.
                b'}' if !closes_later(&self.text[self.at + 1..]) => break,
                b'}' => {
                    let help = "remove it, or add the `{` that belongs to it";
                    return Err(Problem::new(self.at, self.at + 1, "this brace closes nothing", help));
                }
                b'{' => depth += 1,
                b'@' if begins_line(&self.text[start..self.at]) && begins_entry(self.text, self.at) => break,
                _ => {}
            }
            self.at += 1;
        }
        let (what, character) = if end == b'}' { ("brace", '}') } else { ("quote", '"') };
        let help = format!("add the `{character}` at the end of the value");
        Err(Problem::new(start, start + 1, format!("this {what} is never closed"), help))
    }
}

/// Whether the next quote of a text closes a value that began before it, rather than opening another one.
fn closes_later(rest: &str) -> bool {
    rest.find('"').is_some_and(|quote| !rest[..quote].contains(['=', '@']))
}

/// Returns the position of the first brace, `@` or `end`: other bytes between delimiters do not matter.
fn next_delimiter(bytes: &[u8], end: u8) -> Option<usize> {
    match end {
        b'}' => memchr::memchr3(b'{', b'}', b'@', bytes),
        _ => bytes.iter().position(|byte| matches!(byte, b'{' | b'}' | b'@') || *byte == end),
    }
}

/// Whether a text ends with a line end followed only by whitespace.
fn begins_line(before: &str) -> bool {
    before.bytes().rev().take_while(u8::is_ascii_whitespace).any(|byte| matches!(byte, b'\n' | b'\r'))
}

/// The limit for the length of a key in the detection of an entry.
const LONGEST_KEY: usize = 200;

/// Whether the `@` at `at` begins an entry: a type, a bracket, and a key with a comma or a field with a `=`.
pub(in crate::syntax) fn begins_entry(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let length = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).take(40).count();
    let mut open = at + 1 + length;
    while bytes.get(open).is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
        open += 1;
    }
    if length == 0 || !matches!(bytes.get(open), Some(b'{' | b'(')) {
        return false;
    }
    let after = &bytes[open + 1..bytes.len().min(open + LONGEST_KEY)];
    after
        .iter()
        .find(|byte| matches!(byte, b',' | b'=' | b'{' | b'}' | b'"' | b'\\'))
        .is_some_and(|byte| matches!(byte, b',' | b'='))
}
