//! What is wrong with a text that is no JSON, in words, and where.

use super::parser::{Container, Frame, MAX_DEPTH, Parser};
use super::strings::widen;
use crate::syntax::{Fault, Problem};

/// What is wrong with what stands at `at`. The parser stands there from then on.
impl Parser<'_> {
    /// The character at a place, as a range.
    fn stopped(&mut self, at: usize) -> (usize, usize) {
        self.at = at;
        self.here()
    }

    #[cold]
    pub(super) fn without_value(&mut self, at: usize) -> Fault {
        self.ended(at, "the file ends where a value is expected")
    }

    #[cold]
    pub(super) fn too_deep(&mut self, at: usize) -> Fault {
        self.at = at;
        Problem::new(at, at + 1, format!("nested deeper than {MAX_DEPTH} levels"))
            .help("no record needs so many levels: look for brackets that were never closed")
    }

    #[cold]
    pub(super) fn nothing_behind(&mut self, comma: usize, at: usize) -> Fault {
        self.at = at;
        Problem::new(comma, comma + 1, "a comma with nothing behind it").help("remove the comma")
    }

    /// Behind a value of a container there is neither a comma nor its end.
    #[cold]
    pub(super) fn without_comma(&mut self, at: usize, within: Frame) -> Fault {
        let (start, end) = self.stopped(at);
        match self.bytes.get(at) {
            None => self.unclosed(at, within),
            Some(b'"') => Problem::new(start, end, "a comma is missing before this text")
                .help("put a comma behind the value before it"),
            Some(_) => {
                let bracket = if within.container == Container::Object { "`}`" } else { "`]`" };
                Problem::new(start, end, format!("expected a comma or {bracket} here"))
            }
        }
    }

    fn unclosed(&mut self, at: usize, within: Frame) -> Fault {
        let is_object = within.container == Container::Object;
        let what = if is_object { "object is not closed: `}`" } else { "list is not closed: `]`" };
        self.ended(at, &format!("this {what} is missing at the end"))
    }

    #[cold]
    pub(super) fn without_name(&mut self, at: usize, within: Frame) -> Fault {
        if at >= self.bytes.len() {
            return self.unclosed(at, within);
        }
        let (start, end) = self.stopped(at);
        Problem::new(start, end, "expected a name in double quotes")
            .help("names of members stand in double quotes: \"title\"")
    }

    #[cold]
    pub(super) fn without_colon(&mut self, at: usize) -> Fault {
        let (start, end) = self.stopped(at);
        Problem::new(start, end, "a colon is missing between the name and its value")
    }

    #[cold]
    pub(super) fn unclosed_text(&mut self, start: usize, at: usize) -> Fault {
        self.at = at;
        Problem::new(start, start + 1, "this text is not closed: its second quote is missing")
    }

    pub(super) fn control_in_text(&mut self, start: usize, at: usize) -> Fault {
        self.at = at;
        let byte = self.bytes[at];
        if matches!(byte, b'\n' | b'\r') {
            return Problem::new(start, start + 1, "this text is not closed on its line")
                .help("close it with a quote, or write a line break as \\n");
        }
        Problem::new(at, at + 1, format!("control character U+{byte:04X} inside a text"))
            .help("write it as an escape, such as \\t, or remove it")
    }

    pub(super) fn no_escape(&mut self, at: usize) -> Fault {
        self.at = at;
        let length = self.bytes.len();
        let (_, end) = widen(self.chunk.text, (at + 1).min(length));
        let end = end.max(at + 1).min(length);
        Problem::new(at, end, "a backslash that begins no escape").help("write a backslash itself as two: \\\\")
    }

    #[cold]
    pub(super) fn no_number(&mut self, start: usize, at: usize, leading_zero: bool) -> Fault {
        self.at = at;
        let message = if leading_zero { "a number may not begin with 0" } else { "not a complete number" };
        Problem::new(start, at.max(start + 1), message).help("put quotes around it if it is a text")
    }

    #[cold]
    pub(super) fn no_value(&mut self, at: usize) -> Fault {
        let (start, end) = self.stopped(at);
        let first = self.bytes[at];
        let message = match first {
            b',' => "a comma where a value is expected".to_owned(),
            b']' | b'}' => "a bracket where a value is expected".to_owned(),
            b'\'' => "a single quote where a value is expected".to_owned(),
            _ => "expected a value: a text in double quotes, a number, a list or an object".to_owned(),
        };
        let problem = Problem::new(start, end, message);
        if first == b'\'' { problem.help("texts stand in double quotes") } else { problem }
    }

    /// A problem at the end of the text: its last character is pointed at.
    fn ended(&mut self, at: usize, message: &str) -> Fault {
        self.at = at;
        let end = self.bytes.len();
        let kept = self.chunk.text[..end].trim_end().len();
        let start = self.chunk.text[..kept].char_indices().next_back().map_or(0, |(at, _)| at);
        Problem::new(start, kept.max(start), message)
    }
}
