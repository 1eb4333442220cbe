//! Formatting of values in messages: clipped, and with visible names for invisible characters.

use std::borrow::Cow;
use std::fmt::Write;

/// Formats a number of times: `twice`, `3 times`.
pub fn times(count: usize) -> String {
    if count == 2 { "twice".to_owned() } else { format!("{count} times") }
}

/// The maximum length of a value in a message, in characters.
const MAX_LENGTH: usize = 40;

/// Formats `text` in backticks, clipped to 40 characters, with visible names for invisible characters.
pub fn quoted(text: &str) -> String {
    format!("`{}`", clipped(text))
}

/// Formats `text` around the byte `at` in backticks: all of a short text; of a longer one a few words before `at` and
/// the text after it, with an ellipsis for omitted text.
pub fn quoted_around(text: &str, at: usize) -> String {
    /// The maximum number of characters before `at`.
    const BEFORE: usize = 16;
    if text.chars().nth(MAX_LENGTH).is_none() {
        return quoted(text);
    }
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let from = text[..at].char_indices().rev().take(BEFORE).last().map_or(at, |(from, _)| from);
    let start = match text[from..at].find(' ') {
        _ if from == 0 => 0,
        Some(space) => from + space + 1,
        None => from,
    };
    let ellipsis = if start > 0 { "…" } else { "" };
    format!("`{ellipsis}{}`", clipped(&text[start..]))
}

/// Formats a number of bytes: `64 MiB`, `1.5 GiB`, `17 bytes`.
pub fn size(bytes: u64) -> String {
    let units = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    match units.into_iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) if bytes.is_multiple_of(unit) => format!("{} {name}", bytes / unit),
        Some((unit, name)) => format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit),
        None => format!("{bytes} bytes"),
    }
}

/// Clips `text` to 40 characters and makes invisible characters visible.
pub fn clipped(text: &str) -> String {
    let mut letters = text.chars();
    let head: String = letters.by_ref().take(MAX_LENGTH).collect();
    let mut shown = visible(&head);
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// Replaces characters that control a terminal or are invisible by `<U+XXXX>`.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_invisible(letter) {
            // Writing to a String cannot fail.
            let _ = write!(shown, "<U+{:04X}>", u32::from(letter));
        } else {
            shown.push(letter);
        }
    }
    // A similar character replaces one of them.
    match without_commands(&shown, "♯") {
        Cow::Owned(harmless) => harmless,
        Cow::Borrowed(_) => shown,
    }
}

/// Replaces the second `#` of each `##[`, `##vso[` and similar prefix by `hash`. These prefixes start a command of a CI
/// runner anywhere in a line.
pub fn without_commands<'t>(text: &'t str, hash: &str) -> Cow<'t, str> {
    // A variation selector is invisible, and some comparisons ignore it.
    let is_ignored = |letter: char| letter == '\u{FE0F}';
    let begins = |at: &usize| {
        let word = text[at + 1..].trim_start_matches(is_ignored).strip_prefix('#');
        let rest =
            word.map(|word| word.trim_start_matches(|letter: char| letter.is_ascii_alphabetic() || is_ignored(letter)));
        rest.is_some_and(|rest| rest.starts_with('['))
    };
    let mut found = String::new();
    let mut written = 0;
    for at in memchr::memchr_iter(b'#', text.as_bytes()).filter(begins) {
        found.push_str(&text[written..=at]);
        found.push_str(hash);
        written = at + 1 + text[at + 1..].find('#').map_or(0, |length| length + 1);
    }
    if written == 0 {
        return Cow::Borrowed(text);
    }
    found.push_str(&text[written..]);
    Cow::Owned(found)
}

/// Returns the offset of a `::` that starts a command of a CI runner. Only whitespace may precede it.
pub fn command_line(line: &str) -> Option<usize> {
    let bare = line.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{FE0F}');
    let is_command = bare.strip_prefix(':').is_some_and(|rest| rest.trim_start_matches('\u{FE0F}').starts_with(':'));
    is_command.then_some(line.len() - bare.len())
}

/// Formats a path for the start of a line, where `::` would start a command of a CI runner.
pub fn path(text: &str) -> String {
    let shown = visible(text);
    if command_line(&shown).is_some() { format!("./{shown}") } else { shown }
}

/// Escapes control and invisible characters in JSON text, which does not change its value.
pub fn json(text: &str) -> Cow<'_, str> {
    // Most text is ASCII without DEL, which is checked fast.
    let is_unsafe = |letter: char| letter == '\u{7F}' || !letter.is_ascii() && is_invisible(letter);
    let may_be_unsafe = !text.is_ascii() || memchr::memchr(0x7F, text.as_bytes()).is_some();
    let escaped = if may_be_unsafe && text.chars().any(is_unsafe) {
        Cow::Owned(escaped(text, is_unsafe))
    } else {
        Cow::Borrowed(text)
    };
    match without_commands(&escaped, "\\u0023") {
        Cow::Owned(harmless) => Cow::Owned(harmless),
        Cow::Borrowed(_) => escaped,
    }
}

/// Escapes some characters of JSON text as `\uXXXX`.
fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> String {
    let mut found = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if is_escaped(letter) {
            let mut units = [0; 2];
            for unit in letter.encode_utf16(&mut units) {
                // Writing to a String cannot fail.
                let _ = write!(found, "\\u{unit:04x}");
            }
        } else {
            found.push(letter);
        }
    }
    found
}

/// Whether a character controls a terminal or is invisible: controls, format characters (Unicode category Cf) that
/// occur in records, line and paragraph separators, fillers, and the tag and noncharacter planes.
pub fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{A0}' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}'
        | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{2000}'..='\u{200F}' | '\u{2028}'..='\u{202F}'
        | '\u{205F}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0E}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{FFFE}'..='\u{FFFF}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown() {
        assert_eq!(quoted("a\u{1b}[31mb"), "`a<U+001B>[31mb`");
        assert_eq!(quoted("secu\u{AD}rity"), "`secu<U+00AD>rity`");
        assert_eq!(quoted("\u{202E}x"), "`<U+202E>x`");
    }

    #[test]
    fn runner_commands_are_disabled() {
        assert_eq!(visible("##[error]x"), "#♯[error]x");
        assert_eq!(
            visible("###[a ##vso[b ##\u{FE0F}[c #\u{FE0F}#TeamCity[d"),
            "##♯[a #♯vso[b #♯\u{FE0F}[c #♯TeamCity[d"
        );
        assert_eq!(visible("## [a] ##1["), "## [a] ##1[");
        assert_eq!(json("\"\\\\##[a\""), "\"\\\\#\\u0023[a\"");
        assert_eq!(json("\"a\u{9b}\u{7f}\u{202e}\""), r#""a\u009b\u007f\u202e""#);
        assert_eq!(path("\u{3000}::error::x"), "./\u{3000}::error::x");
        assert_eq!(
            [command_line("  a::b"), command_line("\t ::b"), command_line(":\u{FE0F}:b")],
            [None, Some(2), Some(0)]
        );
    }

    #[test]
    fn a_long_value_is_clipped_by_characters() {
        assert_eq!(clipped(&"ż".repeat(41)), format!("{}…", "ż".repeat(40)));
        assert_eq!(clipped(&"ż".repeat(40)), "ż".repeat(40));
    }
}
