//! The text that TeX prints: the characters for accents and commands, piece by piece.
//!
//! An unknown command is kept as in the file, with the braces of its arguments, since its output is not known. The
//! argument of `\bibstring{number}` alone would be a word that is never printed, and without its braces, in
//! `\fracoander`, it would be joined with its neighbours. This way the user sees what could not be interpreted, a rule
//! that searches for a backslash finds it, and a name is not split inside it. The text inside those braces is read like
//! any other.

use crate::text::tex::{QUOTING, SILENT, VANISHING, accented, letter, letter_accent, symbol_accent};
use std::borrow::Cow;
use std::ops::Range;

/// Characters that are escaped in addresses although this is not needed.
const VERBATIM_ESCAPES: &[u8] = b"_%&#$~{}";

/// A part of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    /// Its range in the file's text.
    pub(super) raw: Range<usize>,
    /// Its printed text.
    pub(super) text: Cow<'t, str>,
    /// Whether the printed text equals the source, byte by byte.
    pub(super) is_literal: bool,
}

/// How a field is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReadingMode {
    /// As printed by TeX.
    Printed,
    /// As TeX prints each item of a list, after BibTeX has split it at ` and `.
    List,
    /// Verbatim, except for unnecessary escapes: addresses and file names.
    Verbatim,
}

impl ReadingMode {
    /// Returns how the field with this lower-case name is read. biblatex's verbatim and URI fields are verbatim, and so
    /// are dates, in which `~` means "about".
    pub(super) fn of(field: &str) -> Self {
        const VERBATIM: &[&str] = &[
            "date",
            "doi",
            "eprint",
            "eventdate",
            "file",
            "origdate",
            "pdf",
            "url",
            "urldate",
            "urlraw",
            "verba",
            "verbb",
            "verbc",
        ];
        // Lists of names, and biblatex's literal lists and key lists.
        const LISTS: &[&str] = &[
            "address",
            "afterword",
            "annotator",
            "author",
            "bookauthor",
            "commentator",
            "editor",
            "editora",
            "editorb",
            "editorc",
            "foreword",
            "holder",
            "institution",
            "introduction",
            "language",
            "location",
            "organization",
            "origlanguage",
            "origlocation",
            "origpublisher",
            "publisher",
            "school",
            "shortauthor",
            "shorteditor",
            "translator",
        ];
        if VERBATIM.contains(&field) {
            ReadingMode::Verbatim
        } else if LISTS.contains(&field) {
            ReadingMode::List
        } else {
            ReadingMode::Printed
        }
    }
}

/// Whether a text is printed unchanged. Spaces at its ends and runs of spaces are not.
pub(super) fn is_plain(text: &str) -> bool {
    let is_special = |byte: u8| matches!(byte, b'\\' | b'{' | b'}' | b'~' | b'$' | b'\t' | b'\n' | b'\r' | b'`');
    !text.bytes().any(is_special)
        && !text.contains("  ")
        && !text.contains("''")
        && !text.starts_with(' ')
        && !text.ends_with(' ')
}

/// Returns the content of a pair of braces that encloses the whole part, else the part. Exports of the Web of Science
/// have such a pair around every value (`DOI = {{10.1000/x1}}`); it does not belong to the address.
fn without_outer_pair(text: &str, part: Range<usize>) -> Range<usize> {
    let whole = text[part.clone()].trim_ascii();
    let inside = whole.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    match inside {
        Some(inside) if !inside.contains(['{', '}']) => {
            let start = part.start + text[part.clone()].find('{').map_or(0, |brace| brace + 1);
            start..start + inside.len()
        }
        _ => part,
    }
}

/// Whether a text begins with `\''` before a letter, in braces or not: a mistake for the diaeresis `\"`.
pub(super) fn is_not_accent(text: &str) -> bool {
    text.strip_prefix("\\''").is_some_and(|after| after.trim_start_matches('{').starts_with(char::is_alphabetic))
}

/// Computes the printed text of a part.
pub(super) struct Printer<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    reading_mode: ReadingMode,
    /// For each open brace, the text printed at its end.
    braces: Vec<&'static str>,
    /// The text printed at the end of the next brace. If it is not empty, the brace itself is also printed.
    closing: &'static str,
}

impl<'t> Printer<'t> {
    pub(super) fn new(text: &'t str, part: Range<usize>, reading_mode: ReadingMode) -> Self {
        let part = if reading_mode == ReadingMode::Verbatim { without_outer_pair(text, part) } else { part };
        Self { text, at: part.start, end: part.end, reading_mode, braces: Vec::new(), closing: "" }
    }

    fn bytes(&self) -> &'t [u8] {
        &self.text.as_bytes()[..self.end]
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes().get(at).copied()
    }

    fn piece(&mut self, end: usize, text: impl Into<Cow<'t, str>>) -> Piece<'t> {
        let raw = self.at..end;
        self.at = end;
        let text = text.into();
        let is_literal = self.text[raw.clone()] == *text;
        Piece { raw, text, is_literal }
    }

    fn skip_spaces(&self, mut at: usize) -> usize {
        while self.byte(at).is_some_and(|byte| byte.is_ascii_whitespace()) {
            at += 1;
        }
        at
    }

    /// Returns the position after the spaces that only end the name of a command. The space before an ` and ` that
    /// splits a list is not one of them, since TeX never sees it.
    fn after_word(&self, end: usize) -> usize {
        let after = self.skip_spaces(end);
        let is_list = self.reading_mode == ReadingMode::List && self.braces.is_empty() && after > end;
        let divides = || match self.bytes().get(after..after + 4) {
            Some([and @ .., space]) => and.eq_ignore_ascii_case(b"and") && space.is_ascii_whitespace(),
            _ => false,
        };
        if is_list && divides() { end } else { after }
    }

    /// Consumes a run of ordinary characters.
    fn literal(&mut self) -> Piece<'t> {
        let is_special = |byte: &u8| match self.reading_mode {
            ReadingMode::Printed | ReadingMode::List => {
                matches!(byte, b'\\' | b'{' | b'}' | b'~' | b'$' | b'`' | b'\'') || byte.is_ascii_whitespace()
            }
            ReadingMode::Verbatim => matches!(byte, b'\\' | b'{') || byte.is_ascii_whitespace(),
        };
        let rest = &self.bytes()[self.at..];
        // The first character may be special but printed unchanged.
        let length = rest.iter().skip(1).position(is_special).map_or(rest.len(), |length| length + 1);
        let mut end = self.at + length;
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        let text = &self.text[self.at..end];
        self.piece(end, text)
    }

    fn pair(&mut self, character: u8, text: &'static str) -> Piece<'t> {
        if self.byte(self.at + 1) == Some(character) { self.piece(self.at + 2, text) } else { self.literal() }
    }

    /// Consumes an escaped character in braces of its own, as `{\_}` in an address: programs write it this way for TeX.
    fn braced(&mut self) -> Option<Piece<'t>> {
        let escaped = match self.bytes().get(self.at..self.at + 4)? {
            [b'{', b'\\', escaped, b'}'] if VERBATIM_ESCAPES.contains(escaped) => self.at + 2,
            _ => return None,
        };
        let text = &self.text[escaped..=escaped];
        Some(self.piece(self.at + 4, text))
    }

    /// Consumes a command after its backslash.
    fn command(&mut self) -> Piece<'t> {
        let start = self.at + 1;
        let Some(character) = self.byte(start) else { return self.literal() };
        if self.reading_mode == ReadingMode::Verbatim {
            return match character {
                character if VERBATIM_ESCAPES.contains(&character) => {
                    let text = &self.text[start..=start];
                    self.piece(start + 1, text)
                }
                _ => self.literal(),
            };
        }
        if character.is_ascii_alphabetic() {
            let length = self.bytes()[start..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            return self.word(start..start + length);
        }
        // Not an accent: two apostrophes after a backslash are not a quotation mark either.
        if is_not_accent(&self.text[self.at..self.end]) {
            let text = &self.text[self.at..self.at + 3];
            return self.piece(self.at + 3, text);
        }
        if let Some((accent, alone)) = symbol_accent(character) {
            return self.accent(accent, alone, start + 1);
        }
        match character {
            b'&' | b'%' | b'$' | b'#' | b'_' | b'{' | b'}' => {
                let text = &self.text[start..=start];
                self.piece(start + 1, text)
            }
            b',' | b';' | b':' | b' ' | b'\\' | b'\n' | b'\t' | b'\r' => self.piece(start + 1, " "),
            b'-' | b'/' | b'!' | b'@' | b'(' | b')' => self.piece(start + 1, ""),
            _ => self.literal(),
        }
    }

    /// Consumes a command whose name is a word. A space after it only ends the name.
    fn word(&mut self, name: Range<usize>) -> Piece<'t> {
        let (name, end) = (&self.text[name.clone()], name.end);
        if let Some(accent) = letter_accent(name.as_bytes()) {
            return self.accent(accent, "", end);
        }
        if let Some(text) = letter(name) {
            return self.piece(self.after_word(end), text);
        }
        if QUOTING.contains(&name) && self.byte(self.skip_spaces(end)) == Some(b'{') {
            self.closing = "”";
            return self.piece(self.skip_spaces(end), "“");
        }
        if VANISHING.contains(&name) {
            return self.piece(self.after_group(self.skip_spaces(end)), "");
        }
        if SILENT.contains(&name) {
            return self.piece(self.after_word(end), "");
        }
        if self.byte(end) == Some(b'{') {
            self.closing = "}";
        }
        self.literal()
    }

    /// Returns the position after a group in braces, if one begins here.
    fn after_group(&self, start: usize) -> usize {
        let mut depth = 0_usize;
        for (at, byte) in self.bytes().iter().enumerate().skip(start) {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return if at > start { at + 1 } else { start };
            }
        }
        start
    }

    /// Consumes an accent and its letter, in braces or not; the letter may itself be a command.
    fn accent(&mut self, accent: char, alone: &'static str, end: usize) -> Piece<'t> {
        let from = self.skip_spaces(end);
        let is_group = self.byte(from) == Some(b'{');
        let inner = self.skip_spaces(from + usize::from(is_group));
        if is_group && self.byte(inner) == Some(b'}') {
            return self.piece(inner + 1, alone);
        }
        let base = match self.byte(inner) {
            Some(b'\\') => {
                let length = self.bytes()[inner + 1..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
                let name = &self.text[inner + 1..inner + 1 + length];
                let base = match name {
                    "i" => Some("i"),
                    "j" => Some("j"),
                    _ => letter(name),
                };
                let end = inner + 1 + length;
                base.map(|base| (base, if is_group { self.skip_spaces(end) } else { self.after_word(end) }))
            }
            Some(_) => self.text[inner..self.end]
                .chars()
                .next()
                .filter(|letter| letter.is_alphabetic())
                .map(|letter| (&self.text[inner..inner + letter.len_utf8()], inner + letter.len_utf8())),
            None => None,
        };
        let Some((base, end)) = base else {
            if self.byte(end) == Some(b'{') {
                self.closing = "}";
            }
            return self.literal();
        };
        let mut letters = base.chars();
        let first = letters.next().unwrap_or_default();
        let text = accented(first, accent) + letters.as_str();
        let is_closed = is_group && self.byte(end) == Some(b'}');
        if is_group && !is_closed {
            // The accent applies to the first of several letters; the brace ends after the others.
            self.braces.push("");
        }
        self.piece(end + usize::from(is_closed), text)
    }
}

impl<'t> Iterator for Printer<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        let first = self.byte(self.at)?;
        if first.is_ascii_whitespace() {
            return Some(self.piece(self.skip_spaces(self.at), " "));
        }
        if first == b'\\' {
            return Some(self.command());
        }
        if self.reading_mode == ReadingMode::Verbatim {
            return Some(self.braced().unwrap_or_else(|| self.literal()));
        }
        Some(match first {
            b'{' => {
                let closing = std::mem::take(&mut self.closing);
                self.braces.push(closing);
                self.piece(self.at + 1, if closing == "}" { "{" } else { "" })
            }
            b'}' => {
                let text = self.braces.pop().unwrap_or_default();
                if text == "}" && self.byte(self.at + 1) == Some(b'{') {
                    // A further argument.
                    self.closing = "}";
                }
                self.piece(self.at + 1, text)
            }
            b'$' => self.piece(self.at + 1, ""),
            b'~' => self.piece(self.at + 1, "\u{A0}"),
            b'`' => self.pair(b'`', "“"),
            b'\'' => self.pair(b'\'', "”"),
            _ => self.literal(),
        })
    }
}

/// Returns the TeX source for a text, between quotes or braces.
pub(super) fn escaped(text: &str, reading_mode: ReadingMode, is_quoted: bool) -> Option<String> {
    if reading_mode == ReadingMode::Verbatim {
        let is_safe = !text.contains(['{', '}', '\\', '"']);
        return is_safe.then(|| text.to_owned());
    }
    // TeX treats a line end as a space and has no notation for it.
    if text.contains(['\n', '\r', '\t']) {
        return None;
    }
    let mut found = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' | '%' | '$' | '#' | '_' => found.extend(['\\', letter]),
            '\\' => found.push_str("\\textbackslash{}"),
            '~' => found.push_str("\\textasciitilde{}"),
            '^' => found.push_str("\\textasciicircum{}"),
            '"' if is_quoted => found.push_str("{\"}"),
            '{' => found.push_str("\\textbraceleft{}"),
            '}' => found.push_str("\\textbraceright{}"),
            '\u{A0}' => found.push('~'),
            // TeX collapses consecutive spaces.
            ' ' if found.ends_with(' ') => found.push_str("\\ "),
            other => found.push(other),
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> String {
        let pieces: Vec<_> = Printer::new(text, 0..text.len(), ReadingMode::Printed).collect();
        assert_eq!(
            pieces.iter().map(|piece| &text[piece.raw.clone()]).collect::<String>(),
            text,
            "nothing is left out"
        );
        pieces.iter().map(|piece| &*piece.text).collect()
    }

    #[test]
    fn printed_text_of_commands() {
        for (text, expected) in [
            (r"G{\'o}ra G\'{o}ra G\'ora {G\'ora}", "Góra Góra Góra Góra"),
            (r#"M{\"u}ller \"Ubung \" o"#, "Müller Übung ö"),
            (r"{\'\i} \'{\i} \v{c}\v s \c{c} \k{a}\H o \r{a} \.z", "í í čš ç ąő å ż"),
            (r"\L{}\'od\'z {\L}ask \l adny \o{} stra{\ss}e \ss", "Łódź Łask ładny ø straße ß"),
            (r"{The {DNA} of} \emph{Homo} {\em sapiens}", "The DNA of Homo sapiens"),
            (r"A \& B 5\% \$ \# \_ \{x\}", "A & B 5% $ # _ {x}"),
            ("12--15 a---b", "12--15 a---b"),
            ("Smith~J.\n   \t and", "Smith\u{A0}J. and"),
            ("``quoted'' it's `so'", "“quoted” it's `so'"),
            (r"\enquote{a {b}} c", "“a b” c"),
            (r"{\noopsort{1973b}}1973 \noopsort {x}y", "1973 y"),
            (r"$\alpha$-helix $x^2$", "α-helix x^2"),
            (r"\unknown{x} \", r"\unknown{x} \"),
            (r"W\frac{o}{{\'a}n}der {\bibstring{number} 42} {x}", r"W\frac{o}{án}der \bibstring{number} 42 x"),
            (r"\unknown x {y}", r"\unknown x y"),
            (r"methodology\hyphen independent A\nobreakdash-B 1\slash 2", "methodology-independent A-B 1/2"),
            (r"\autocap{f}orthcoming\space x", "forthcoming x"),
            (r"Stra\ss and", "Straßand"),
            (r"\'{ou} \~{} \^{}x \'1", "óu ~ ^x \\'1"),
            (r"Doppelg{\''a}nger M\''{u}ller", r"Doppelg\''anger M\''uller"),
            (r"\'ę \c{\'e} \'{1}", "ę\u{301} \\c{é} \\'{1}"),
        ] {
            assert_eq!(printed(text), expected, "{text}");
        }
    }

    #[test]
    fn lists_are_divided_before_they_are_printed() {
        let printed = |text: &str| -> String {
            Printer::new(text, 0..text.len(), ReadingMode::List).map(|piece| piece.text.into_owned()).collect()
        };
        for (text, expected) in [
            (r"Fl\o and Hans", "Flø and Hans"),
            ("Fl\\o  AND\tHans", "Flø AND Hans"),
            (r"Mart\'\i and K. \l andy", "Martí and K. łandy"),
            (r"{Fl\o and Hans} \ss and", "Fløand Hans ßand"),
            (r"\'{\i and}", "íand"),
        ] {
            assert_eq!(printed(text), expected, "{text}");
        }
    }

    #[test]
    fn addresses_are_not_typeset() {
        let printed = |text: &str| -> String {
            Printer::new(text, 0..text.len(), ReadingMode::Verbatim).map(|piece| piece.text.into_owned()).collect()
        };
        assert_eq!(printed(r"http://x.org/~me/a\_b?c=$d\&e{1}"), "http://x.org/~me/a_b?c=$d&e{1}");
    }

    #[test]
    fn escaped_text_is_read_back() {
        let text = r#"50 % of {x} & "y" _z_ #1 $ ^ ~ \ ł"#;
        for is_quoted in [false, true] {
            assert_eq!(printed(&escaped(text, ReadingMode::Printed, is_quoted).expect("a text")), text);
        }
        assert_eq!(escaped("a{b", ReadingMode::Verbatim, false), None);
        assert_eq!(escaped("a\nb", ReadingMode::Printed, false), None);
    }
}
