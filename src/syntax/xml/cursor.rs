//! A position in XML text, and the smallest constructs: characters, whitespace, names, quoted literals.

use crate::syntax::{Fault, Problem};
use std::borrow::Cow;
use std::ops::Range;

/// Whether a character is allowed in a document (XML 1.0, production 2).
pub(super) const fn is_char(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

/// Whether a name may begin with a character (XML 1.0, fifth edition, production 4).
pub(super) const fn is_name_start(letter: char) -> bool {
    matches!(letter,
        ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

/// Whether a name may contain a character (production 4a).
pub(super) const fn is_name_char(letter: char) -> bool {
    is_name_start(letter)
        || matches!(letter, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// XML whitespace (production 3).
pub(super) const fn is_whitespace(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether a text is empty or whitespace.
pub(super) fn is_all_whitespace(text: &str) -> bool {
    text.bytes().all(is_whitespace)
}

/// Whether a text is a name.
pub(super) fn is_name(text: &str) -> bool {
    name_length(text) == text.len() && !text.is_empty()
}

fn name_length(text: &str) -> usize {
    if !text.starts_with(is_name_start) {
        return 0;
    }
    text.find(|letter| !is_name_char(letter)).unwrap_or(text.len())
}

/// Creates the error for a processing instruction that begins at `start` and has no end.
pub(super) fn unclosed_instruction(start: usize) -> Fault {
    let message = "this instruction is never closed: `?>` is missing";
    Problem::new(start, start + 2, message, "add `?>` where the instruction ends")
}

/// A position in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) const fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    /// Returns the rest of the text.
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Returns the next byte.
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Whether these characters come next.
    pub(super) fn sees(&self, what: &str) -> bool {
        self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(what.as_bytes()))
    }

    /// Consumes these characters if they come next.
    pub(super) fn eat(&mut self, what: &str) -> bool {
        let sees = self.sees(what);
        self.at += if sees { what.len() } else { 0 };
        sees
    }

    /// Consumes a word if it comes next as a complete name.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let is_whole = self.sees(word)
            && !self.text.get(self.at + word.len()..).is_some_and(|after| after.starts_with(is_name_char));
        is_whole && self.eat(word)
    }

    /// Consumes whitespace. Returns whether there was any.
    pub(super) fn skip_whitespace(&mut self) -> bool {
        let start = self.at;
        while self.peek().is_some_and(is_whitespace) {
            self.at += 1;
        }
        self.at > start
    }

    /// Consumes a name.
    pub(super) fn name(&mut self) -> Option<Range<usize>> {
        let length = name_length(self.rest());
        let start = self.at;
        self.at += length;
        (length > 0).then_some(start..self.at)
    }

    /// Consumes name characters, in any order (production 7).
    pub(super) fn name_token(&mut self) -> Option<Range<usize>> {
        let rest = self.rest();
        let length = rest.find(|letter| !is_name_char(letter)).unwrap_or(rest.len());
        let start = self.at;
        self.at += length;
        (length > 0).then_some(start..self.at)
    }

    /// Consumes everything up to and including `end`. Returns the text before it.
    pub(super) fn until(&mut self, end: &str) -> Option<Range<usize>> {
        let found = memchr::memmem::find(self.rest().as_bytes(), end.as_bytes())?;
        let start = self.at;
        self.at += found + end.len();
        Some(start..start + found)
    }

    /// Consumes a literal in quotes of either kind. Returns the text between them.
    pub(super) fn quoted(&mut self, what: &str) -> Result<Range<usize>, Fault> {
        let quote = match self.peek() {
            Some(b'"') => "\"",
            Some(b'\'') => "'",
            _ => return Err(self.fault(format!("expected {what} in quotes here"), "put it in double quotes")),
        };
        let start = self.at;
        self.at += 1;
        let help = "add the second quote";
        self.until(quote).ok_or_else(|| Problem::new(start, start + 1, "this quote is never closed", help))
    }

    /// Requires these characters.
    pub(super) fn expect(&mut self, what: &str, message: &str) -> Result<(), Fault> {
        if self.eat(what) { Ok(()) } else { Err(self.fault(message, format!("add `{what}`"))) }
    }

    /// Requires whitespace.
    pub(super) fn expect_whitespace(&mut self) -> Result<(), Fault> {
        if self.skip_whitespace() { Ok(()) } else { Err(self.without_space()) }
    }

    /// Creates the error for missing whitespace.
    pub(super) fn without_space(&self) -> Fault {
        self.fault("a space is missing here", "add a space")
    }

    /// Requires a name.
    pub(super) fn expect_name(&mut self) -> Result<Range<usize>, Fault> {
        self.name().ok_or_else(|| self.fault("expected a name here", "write a name: a letter, then letters or digits"))
    }

    /// Creates an error at the next character.
    pub(super) fn fault(&self, message: impl Into<String>, help: impl Into<Cow<'static, str>>) -> Fault {
        let end = self.rest().chars().next().map_or(self.at, |letter| self.at + letter.len_utf8());
        Problem::new(self.at, end, message, help)
    }

    /// Consumes a comment, after its `<!--`.
    pub(super) fn comment(&mut self) -> Result<(), Fault> {
        let start = self.at - 4;
        let Some(inside) = self.until("--") else {
            let message = "this comment is never closed: `-->` is missing";
            return Err(Problem::new(start, start + 4, message, "add `-->` where the comment ends"));
        };
        if self.eat(">") {
            return Ok(());
        }
        Err(Problem::new(inside.end, inside.end + 2, "two hyphens inside of a comment", "remove one of them"))
    }

    /// Consumes a processing instruction, after its `<?`.
    pub(super) fn instruction(&mut self) -> Result<(), Fault> {
        let start = self.at - 2;
        let target = self.expect_name()?;
        let name = &self.text[target.clone()];
        if name.eq_ignore_ascii_case("xml") {
            let message = "an XML declaration must be at the very beginning of the file";
            return Err(Problem::new(start, target.end, message, "remove it here"));
        }
        if self.eat("?>") {
            return Ok(());
        }
        self.expect_whitespace()?;
        self.until("?>").map(|_| ()).ok_or_else(|| unclosed_instruction(start))
    }

    /// Parses a reference after the `&`.
    pub(super) fn reference(&mut self) -> Option<Reference> {
        let from = *self;
        self.at += 1;
        let found = if self.eat("#") { self.character() } else { self.name().map(Reference::Entity) };
        let found = found.filter(|_| self.eat(";"));
        if found.is_none() {
            *self = from;
        }
        found
    }

    fn character(&mut self) -> Option<Reference> {
        let radix = if self.eat("x") { 16 } else { 10 };
        let rest = self.rest();
        let length = rest.find(|letter: char| !letter.is_digit(radix)).unwrap_or(rest.len());
        // A number that is too long is not a reference.
        let letter = u32::from_str_radix(&rest[..length], radix).ok().and_then(char::from_u32)?;
        self.at += length;
        is_char(letter).then_some(Reference::Character(letter))
    }
}

/// The content of a reference, between `&` and `;`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// A character reference.
    Character(char),
    /// The name of an entity.
    Entity(Range<usize>),
}
