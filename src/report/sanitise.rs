//! Sanitises text for people before it reaches a terminal or a log.
//!
//! Everything that the program writes for people passes through a [`Sanitiser`], so no message, summary or page can
//! forget to. Control and invisible characters become visible names, and no line starts like a command of a CI runner.
//! Colours are not text: they are passed as styles ([`Sanitiser::painted`]).

use crate::diagnostic::show;
use std::borrow::Cow;
use std::fmt::{Display, Write as _};
use std::io::{self, Write};

/// Placeholder for the text in a style, which is passed as the escape sequences around it.
pub const HOLE: &str = "\0";

/// A writer that sanitises text line by line.
#[derive(Debug)]
pub struct Sanitiser<W: Write> {
    out: W,
    /// The part of the current line that is not written yet. Its only control characters are tabs and our own colours.
    line: String,
    /// Whether more than whitespace of the current line is written already.
    is_begun: bool,
    /// The first bytes of an incomplete character.
    rest: Vec<u8>,
}

impl<W: Write> Sanitiser<W> {
    /// Sanitises what goes to `out`.
    pub fn new(out: W) -> Self {
        Self { out, line: String::new(), is_begun: false, rest: Vec::new() }
    }

    /// Writes `text` in a style; `around` is [`HOLE`] in that style.
    pub fn painted(&mut self, around: &dyn Display, text: &str) -> io::Result<()> {
        let around = around.to_string();
        let (before, after) = around.split_once(HOLE).unwrap_or_default();
        self.line.push_str(before);
        self.text(text)?;
        self.line.push_str(after);
        Ok(())
    }

    /// Writes a drawing that contains our own colours. The caller must have sanitised its text before drawing, because
    /// colours in the text could not be distinguished from ours here.
    pub fn picture(&mut self, drawn: &str) -> io::Result<()> {
        let mut rest = drawn;
        while let Some(at) = rest.find('\u{1b}') {
            let (text, after) = rest.split_at(at);
            self.text(text)?;
            let length = colour(after);
            let (colour, after) = after.split_at(length.max(1));
            if length > 0 {
                self.line.push_str(colour);
            } else {
                self.text(colour)?;
            }
            rest = after;
        }
        self.text(rest)
    }

    /// Writes the current line so far.
    pub fn finish(&mut self) -> io::Result<()> {
        if self.line.is_empty() {
            return Ok(());
        }
        let line = std::mem::take(&mut self.line);
        let begin = if self.is_begun { line.len() } else { beginning(&line) };
        self.is_begun |= begin < line.len();
        self.out.write_all(harmless(&line, begin).as_bytes())
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        for piece in text.split_inclusive('\n') {
            self.line.push_str(&inert(piece));
            if piece.ends_with('\n') {
                self.finish()?;
                self.is_begun = false;
            }
        }
        Ok(())
    }
}

impl<W: Write> Write for Sanitiser<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.rest.extend_from_slice(bytes);
        let bytes = std::mem::take(&mut self.rest);
        let whole = bytes.len() - open_character(&bytes);
        self.rest = bytes[whole..].to_vec();
        self.text(&String::from_utf8_lossy(&bytes[..whole]))?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write(bytes).map(|_| ())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.finish()?;
        self.out.flush()
    }
}

impl<W: Write> Drop for Sanitiser<W> {
    fn drop(&mut self) {
        // A caller that needs the result calls `finish`.
        let _ = self.finish();
    }
}

/// `text` without control characters other than line ends and tabs. Lines that start like a command are left to
/// [`Sanitiser`], which knows where lines start.
pub fn inert(text: &str) -> Cow<'_, str> {
    let acts = |letter: char| !matches!(letter, '\n' | '\t') && show::is_invisible(letter);
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut found = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if acts(letter) {
            // Writing to a String cannot fail.
            let _ = write!(found, "<U+{:04X}>", u32::from(letter));
        } else {
            found.push(letter);
        }
    }
    Cow::Owned(found)
}

/// A line, or a part of one, without commands of CI runners; `begin` is the offset of its first visible character.
fn harmless(line: &str, begin: usize) -> Cow<'_, str> {
    match show::command_line(&line[begin..]) {
        Some(at) => {
            let (before, after) = (&line[..begin + at], &line[begin + at + 1..]);
            Cow::Owned(format!("{before}<U+003A>{}", show::without_commands(after, "♯")))
        }
        None => show::without_commands(line, "♯"),
    }
}

/// The offset of the first character that is not whitespace. Colours are skipped: logs may be stripped of them.
fn beginning(line: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let space = rest.chars().next().filter(|letter| letter.is_whitespace()).map_or(0, char::len_utf8);
        match space + colour(rest) {
            0 => return at,
            length => at += length,
        }
    }
}

/// The length of the colour sequence (SGR of ECMA-48) at the start of `text`, or 0.
fn colour(text: &str) -> usize {
    let Some(after) = text.strip_prefix("\u{1b}[") else { return 0 };
    let digits = after.len() - after.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ';').len();
    if after[digits..].starts_with('m') { digits + 3 } else { 0 }
}

/// The number of bytes at the end that are the start of an incomplete character.
fn open_character(bytes: &[u8]) -> usize {
    let tail = &bytes[bytes.len().saturating_sub(3)..];
    let lead = tail.iter().rposition(|byte| *byte >= 0xC0);
    let Some(at) = lead else { return 0 };
    match std::str::from_utf8(&tail[at..]) {
        Err(error) if error.error_len().is_none() => tail.len() - at,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sanitised(text: &str) -> String {
        let mut out = Vec::new();
        Sanitiser::new(&mut out).write_all(text.as_bytes()).expect("memory");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn controls_are_shown_and_lines_stay() {
        assert_eq!(
            sanitised("a\tb\n\u{1b}[31mc\r\u{9b}\u{7f}\u{202e}\n"),
            "a\tb\n<U+001B>[31mc<U+000D><U+009B><U+007F><U+202E>\n"
        );
        assert_eq!(sanitised("żółć 漢字 👩"), "żółć 漢字 👩");
    }

    #[test]
    fn no_line_is_a_command() {
        assert_eq!(
            sanitised("::a\n  \t::b\n\u{3000}::c\nx ::d"),
            "<U+003A>:a\n  \t<U+003A>:b\n\u{3000}<U+003A>:c\nx ::d"
        );
        assert_eq!(sanitised("x ##[a\n##vso[b"), "x #♯[a\n#♯vso[b");
    }

    #[test]
    fn a_command_in_pieces_is_sanitised() {
        let mut out = Vec::new();
        let mut sanitiser = Sanitiser::new(&mut out);
        for piece in [" ", ":", ":a\n#", "#", "[b\n"] {
            sanitiser.write_all(piece.as_bytes()).expect("memory");
        }
        for byte in "ż\u{9b}\n".bytes() {
            sanitiser.write_all(&[byte]).expect("memory");
        }
        sanitiser.write_all(b"\xFF\xC5").expect("memory");
        drop(sanitiser);
        assert_eq!(String::from_utf8(out).expect("UTF-8"), " <U+003A>:a\n#♯[b\nż<U+009B>\n\u{FFFD}");
    }

    #[test]
    fn only_our_colours_pass() {
        let mut out = Vec::new();
        let mut sanitiser = Sanitiser::new(&mut out);
        sanitiser.painted(&format!("\u{1b}[1;31m{HOLE}\u{1b}[0m"), "a\u{1b}[32mb").expect("memory");
        sanitiser.picture("\u{1b}[31m ::x\u{1b}[0m \u{1b}]8;;u\u{1b}\\\n\u{1b}[31m::y\n").expect("memory");
        drop(sanitiser);
        let expected = "\u{1b}[1;31ma<U+001B>[32mb\u{1b}[0m\u{1b}[31m ::x\u{1b}[0m <U+001B>]8;;u<U+001B>\\\n\u{1b}[31m<U+003A>:y\n";
        assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
    }
}
