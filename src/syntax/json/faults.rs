//! Messages and positions of JSON syntax errors.

use super::parser::{Container, Frame, MAX_DEPTH, Parser};
use super::strings::widen;
use crate::syntax::{Fault, Problem};
use std::borrow::Cow;

/// Each method creates an error at `at` and moves the parser there.
impl Parser<'_> {
    /// Moves to `at` and returns the range of the character there.
    fn stop(&mut self, at: usize) -> (usize, usize) {
        self.at = at;
        self.here()
    }

    #[cold]
    pub(super) fn missing_value(&mut self, at: usize) -> Fault {
        self.at_end(at, "the file ends before the value", "add the value, or look for what was cut off")
    }

    #[cold]
    pub(super) fn too_deep(&mut self, at: usize) -> Fault {
        self.at = at;
        let help = "no record needs so many levels: look for brackets that were never closed";
        Problem::new(at, at + 1, format!("nested deeper than {MAX_DEPTH} levels"), help)
    }

    #[cold]
    pub(super) fn trailing_comma(&mut self, comma: usize, at: usize) -> Fault {
        self.at = at;
        Problem::new(comma, comma + 1, "nothing follows this comma", "remove the comma")
    }

    /// After a value in a container, there is neither a comma nor the end of the container.
    #[cold]
    pub(super) fn missing_comma(&mut self, at: usize, within: Frame) -> Fault {
        let (start, end) = self.stop(at);
        match self.bytes.get(at) {
            None => self.unclosed(at, within),
            Some(b'"') => {
                Problem::new(start, end, "a comma is missing before this text", "put a comma after the value before it")
            }
            Some(_) => {
                let bracket = if within.container == Container::Object { "`}`" } else { "`]`" };
                let help = format!("write a comma if more follows, {bracket} if this is the end");
                Problem::new(start, end, format!("expected a comma or {bracket} here"), help)
            }
        }
    }

    fn unclosed(&mut self, at: usize, within: Frame) -> Fault {
        let is_object = within.container == Container::Object;
        let (what, bracket) = if is_object { ("object", "}") } else { ("list", "]") };
        let message = format!("this {what} is not closed: `{bracket}` is missing at the end");
        self.at_end(at, &message, format!("add `{bracket}`, or look for what was cut off"))
    }

    #[cold]
    pub(super) fn missing_name(&mut self, at: usize, within: Frame) -> Fault {
        if at >= self.bytes.len() {
            return self.unclosed(at, within);
        }
        let (start, end) = self.stop(at);
        Problem::new(start, end, "expected a name in double quotes", "write names in double quotes: \"title\"")
    }

    #[cold]
    pub(super) fn missing_colon(&mut self, at: usize) -> Fault {
        let (start, end) = self.stop(at);
        Problem::new(start, end, "a colon is missing between the name and its value", "add the colon")
    }

    #[cold]
    pub(super) fn unclosed_string(&mut self, start: usize, at: usize) -> Fault {
        self.at = at;
        Problem::new(start, start + 1, "this text is not closed: its second quote is missing", "add the quote")
    }

    pub(super) fn control_in_string(&mut self, start: usize, at: usize) -> Fault {
        self.at = at;
        let byte = self.bytes[at];
        if matches!(byte, b'\n' | b'\r') {
            let help = "close it with a quote, or write a line break as \\n";
            return Problem::new(start, start + 1, "this text is not closed on its line", help);
        }
        let help = "write it as an escape, such as \\t, or remove it";
        Problem::new(at, at + 1, format!("control character U+{byte:04X} in a text"), help)
    }

    pub(super) fn invalid_escape(&mut self, at: usize) -> Fault {
        self.at = at;
        let length = self.bytes.len();
        let (_, end) = widen(self.chunk.text, (at + 1).min(length));
        let end = end.max(at + 1).min(length);
        Problem::new(at, end, "JSON has no escape like this", "write a backslash itself as two: \\\\")
    }

    #[cold]
    pub(super) fn invalid_number(&mut self, start: usize, at: usize, leading_zero: bool) -> Fault {
        self.at = at;
        let message = if leading_zero { "a number cannot begin with 0" } else { "not a complete number" };
        Problem::new(start, at.max(start + 1), message, "put quotes around it if it is a text")
    }

    #[cold]
    pub(super) fn invalid_value(&mut self, at: usize) -> Fault {
        let (start, end) = self.stop(at);
        let first = self.bytes[at];
        let (message, help) = match first {
            b',' => ("expected a value, found a comma", "remove the comma, or write the value"),
            b']' | b'}' => {
                ("expected a value, found a closing bracket", "write the value, or remove what announces it")
            }
            b'\'' => ("expected a value, found a single quote", "write texts in double quotes"),
            _ => ("this is not a JSON value", "write a text in double quotes, a number, a list or an object"),
        };
        Problem::new(start, end, message, help)
    }

    /// Creates an error at the last character of the text.
    fn at_end(&mut self, at: usize, message: &str, help: impl Into<Cow<'static, str>>) -> Fault {
        self.at = at;
        let end = self.bytes.len();
        let kept = self.chunk.text[..end].trim_end().len();
        let start = self.chunk.text[..kept].char_indices().next_back().map_or(0, |(at, _)| at);
        Problem::new(start, kept.max(start), message, help)
    }
}
