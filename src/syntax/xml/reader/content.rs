//! The content between tags and in attribute values: texts, references, and characters that are not allowed.

use super::super::cursor::unclosed_instruction;
use super::super::cursor::{Cursor, Reference, is_all_whitespace, is_char};
use super::super::document::Spelling;
use super::super::entities::{Meaning, TOO_MUCH, Within};
use super::super::pieces::Pieces;
use super::{Collecting, Reader, Step};
use crate::diagnostic::{Severity, show};
use crate::syntax::{Fault, Problem, Syntax};
use crate::text::Span;

const CDATA_END: &str = "]]>";
const INSTRUCTION_END: &str = "?>";

impl Reader<'_> {
    /// Reads the values of the attributes from `first`.
    pub(super) fn attributes(&mut self, first: usize) -> Result<(), Fault> {
        for at in first..self.tokens.attributes.len() {
            let value = self.tokens.attributes[at].value;
            let inside = value.start as usize + 1..value.end as usize - 1;
            let raw = &self.chunk.text.as_bytes()[inside.clone()];
            let is_verbatim = !raw.iter().any(|byte| matches!(byte, b'&' | b'\r' | b'\n' | b'\t'));
            let spelling = if is_verbatim {
                Spelling::Verbatim
            } else {
                for character in memchr::memchr_iter(b'&', raw) {
                    self.reference(inside.start + character, Within::Attribute)?;
                }
                self.decoded(inside, Within::Attribute)
            };
            self.tokens.values.push(spelling);
        }
        Ok(())
    }

    fn decoded(&mut self, part: std::ops::Range<usize>, within: Within) -> Spelling {
        let start = self.tokens.decoded.len() as u32;
        for piece in Pieces::new(self.chunk.text, part, within, &mut self.entities) {
            self.tokens.decoded.push_str(&piece.text);
        }
        Spelling::Decoded(Span::new(start, self.tokens.decoded.len() as u32))
    }

    /// Reads a text node up to the next tag, with comments and instructions in it.
    pub(super) fn text(&mut self) -> Result<Step, Fault> {
        let mut cursor = self.cursor();
        let (mut first, mut last) = (None, cursor.at);
        let (mut parts, mut is_verbatim, mut is_whitespace) = (0, true, true);
        loop {
            let start = cursor.at;
            match cursor.peek() {
                None => break,
                Some(b'<') => {
                    if cursor.eat("<!--") {
                        cursor.comment()?;
                        continue;
                    } else if cursor.eat("<?") {
                        self.instruction(&mut cursor)?;
                        continue;
                    } else if cursor.eat("<![CDATA[") {
                        let message = "this `<![CDATA[` is never closed";
                        let open = || Problem::new(start, start + 9, message, "add `]]>` where the text ends");
                        let is_closed = !self.absent.contains(&CDATA_END) && cursor.until(CDATA_END).is_some();
                        if !is_closed {
                            self.absent.push(CDATA_END);
                            return Err(open());
                        }
                        (is_verbatim, is_whitespace) = (false, false);
                    } else if cursor.sees("<!") {
                        let message = "a declaration inside of an element";
                        let help = "remove it, or write `&lt;!` if it is part of the text";
                        return Err(Problem::new(start, start + 2, message, help));
                    } else {
                        break;
                    }
                }
                Some(b'&') => {
                    let known = self.reference(start, Within::Content)?;
                    cursor.at = known;
                    (is_verbatim, is_whitespace) = (false, false);
                }
                Some(_) => {
                    let rest = cursor.rest();
                    let length = memchr::memchr2(b'<', b'&', rest.as_bytes()).unwrap_or(rest.len());
                    self.literal(start, &rest[..length]);
                    // A comment between whitespace is not text.
                    is_whitespace &= is_all_whitespace(&rest[..length]);
                    is_verbatim &= memchr::memchr(b'\r', &rest.as_bytes()[..length]).is_none();
                    cursor.at += length;
                }
            }
            parts += 1;
            first.get_or_insert(start);
            last = cursor.at;
        }
        self.at = cursor.at;
        let Some(first) = first.filter(|_| self.collecting != Collecting::Nothing) else { return Ok(Step::More) };
        let is_verbatim = is_verbatim && parts == 1;
        let spelling = if is_verbatim { Spelling::Verbatim } else { self.decoded(first..last, Within::Content) };
        self.tokens.text(Span::new(first as u32, last as u32), spelling, is_whitespace);
        Ok(Step::More)
    }

    /// Consumes an instruction, after its `<?`.
    pub(super) fn instruction(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        if self.absent.contains(&INSTRUCTION_END) {
            return Err(unclosed_instruction(cursor.at - 2));
        }
        let found = cursor.instruction();
        if found.as_ref().is_err_and(|fault| fault.message.contains("never closed")) {
            self.absent.push(INSTRUCTION_END);
        }
        found
    }

    fn literal(&mut self, start: usize, text: &str) {
        if let Some(at) = memchr::memmem::find(text.as_bytes(), b"]]>") {
            let message = "`]]>` in a text, where it closes nothing";
            self.soften(Problem::new(start + at, start + at + 3, message, "write `]]&gt;`"));
        }
    }

    /// Checks the reference after the `&` at `at`. Returns its end.
    fn reference(&mut self, at: usize, within: Within) -> Result<usize, Fault> {
        let mut cursor = Cursor::new(self.chunk.text, at);
        let name = match cursor.reference() {
            Some(Reference::Character(_)) => return Ok(cursor.at),
            Some(Reference::Entity(name)) => &cursor.text[name],
            None => {
                if let Some(length) = forbidden(&self.chunk.text[at..]) {
                    let shown = show::visible(&self.chunk.text[at..at + length]);
                    let message = format!("`{shown}` is a character that XML does not allow");
                    let help = "remove it, or write the character that was meant";
                    self.soften(Problem::new(at, at + length, message, help));
                    return Ok(at + length);
                }
                self.soften(Problem::new(at, at + 1, "a bare `&` in a text", "write `&amp;`"));
                return Ok(at + 1);
            }
        };
        let (message, severity, help) = match self.entities.meaning(name, within) {
            Meaning::Text(_) => return Ok(cursor.at),
            Meaning::Wrong(message) if message == TOO_MUCH => {
                return Err(Problem::new(at, cursor.at, TOO_MUCH, "write the text itself here"));
            }
            Meaning::Wrong(message) => {
                let help = "write the text itself here, or correct the declaration".to_owned();
                (format!("`&{name};` cannot be used here: {message}"), Severity::Error, help)
            }
            Meaning::Undeclared(text) => {
                let help =
                    format!("write `{}`, or `&#{};`", show::visible(text), text.chars().next().map_or(0, u32::from));
                (format!("`&{name};` is not declared: XML itself has five such names"), Severity::Error, help)
            }
            Meaning::Unknown { is_wrong: true } => {
                let help = "write the character itself, or `&amp;` if an `&` is meant".to_owned();
                (format!("`&{name};` is not declared"), Severity::Error, help)
            }
            Meaning::Unknown { is_wrong: false } => {
                let help = "write the character itself, so that every program reads it".to_owned();
                (format!("`&{name};` may be declared in a DTD, which is not read"), Severity::Warning, help)
            }
            Meaning::External => {
                let help = "write the text itself here, so that it can be checked".to_owned();
                (format!("the text of `&{name};` is in another file, which is not read"), Severity::Warning, help)
            }
        };
        if self.reported.insert(name) {
            let mut finding = Problem::new(at, cursor.at, message, help).finding(Syntax::Xml);
            finding.severity(severity);
            finding.add_to(&mut self.soft);
        }
        Ok(cursor.at)
    }

    /// Reports the skipped characters that XML does not allow.
    pub(super) fn report_invalid_chars(&mut self) {
        while let Some(at) = self.invalid_char.filter(|at| *at < self.at) {
            let letter = self.chunk.text[at..].chars().next().unwrap_or_default();
            let message = format!("XML does not allow the character U+{:04X}", u32::from(letter));
            let help = "remove it, or write the character that was meant";
            self.soften(Problem::new(at, at + letter.len_utf8(), message, help));
            self.invalid_char = next_invalid_char(self.chunk.text, at + letter.len_utf8());
        }
    }
}

/// Returns the next character from `from` that is not allowed in a document.
pub(super) fn next_invalid_char(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        // These are control characters, or U+FFFE and U+FFFF, which begin with this byte.
        at += bytes
            .get(at..)?
            .iter()
            .position(|byte| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') || *byte == 0xEF)?;
        let letter = text[at..].chars().next()?;
        if !is_char(letter) {
            return Some(at);
        }
        at += letter.len_utf8();
    }
}

/// Returns the length of a character reference to a number that is not a character of XML (XML 1.0, section 2.2):
/// `&#xFFFE;`, `&#0;`.
fn forbidden(text: &str) -> Option<usize> {
    const LONGEST: usize = 12;
    let number = text.strip_prefix("&#")?;
    let end = number.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let (digits, is_digit): (&str, fn(&u8) -> bool) = match number[..end].strip_prefix('x') {
        Some(digits) => (digits, u8::is_ascii_hexdigit),
        None => (&number[..end], u8::is_ascii_digit),
    };
    (!digits.is_empty() && digits.bytes().all(|byte| is_digit(&byte))).then_some("&#".len() + end + 1)
}
