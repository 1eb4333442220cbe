//! Values as they may appear in a message: clipped, and with everything invisible made visible.

use std::borrow::Cow;
use std::fmt::Write;

/// How often: `twice`, `3 times`.
pub fn times(count: usize) -> String {
    if count == 2 { "twice".to_owned() } else { format!("{count} times") }
}

/// Longest value in a message, in characters.
const CLIP: usize = 40;

/// `text` in backticks, clipped to 40 characters, with controls, bidi marks and the like as visible names.
pub fn quoted(text: &str) -> String {
    format!("`{}`", clipped(text))
}

/// The piece of `text` around the byte `at` in backticks, made visible: all of a short text; of a longer one a few words
/// before the place and what follows, with an ellipsis where something is left out.
pub fn quoted_around(text: &str, at: usize) -> String {
    /// Characters before the place.
    const BEFORE: usize = 16;
    if text.chars().nth(CLIP).is_none() {
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

/// A number of bytes for a person: `64 MiB`, `1.5 GiB`, `17 bytes`.
pub fn size(bytes: u64) -> String {
    let units = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    match units.into_iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) if bytes.is_multiple_of(unit) => format!("{} {name}", bytes / unit),
        Some((unit, name)) => format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit),
        None => format!("{bytes} bytes"),
    }
}

/// `text` clipped to 40 characters and made visible.
pub fn clipped(text: &str) -> String {
    let mut letters = text.chars();
    let head: String = letters.by_ref().take(CLIP).collect();
    let mut shown = visible(&head);
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// `text` with everything that could move, colour or break a terminal, or that cannot be seen, as `<U+XXXX>`.
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

/// `text` with the second `#` of each `##[`, `##vso[` and similar prefix replaced by `hash`: they start a command of a CI
/// runner anywhere in a line.
pub fn without_commands<'t>(text: &'t str, hash: &str) -> Cow<'t, str> {
    // A variation selector is invisible, and some comparisons ignore it.
    let passed = |letter: char| letter == '\u{FE0F}';
    let begins = |at: &usize| {
        let word = text[at + 1..].trim_start_matches(passed).strip_prefix('#');
        let behind =
            word.map(|word| word.trim_start_matches(|letter: char| letter.is_ascii_alphabetic() || passed(letter)));
        behind.is_some_and(|behind| behind.starts_with('['))
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

/// The offset of a `::` that starts a command of a CI runner: only whitespace may precede it.
pub fn command_line(line: &str) -> Option<usize> {
    let bare = line.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{FE0F}');
    let is_command = bare.strip_prefix(':').is_some_and(|rest| rest.trim_start_matches('\u{FE0F}').starts_with(':'));
    is_command.then_some(line.len() - bare.len())
}

/// A path at the beginning of a line, where `::` would begin a command in some logs.
pub fn path(text: &str) -> String {
    let shown = visible(text);
    if command_line(&shown).is_some() { format!("./{shown}") } else { shown }
}

/// A text of JSON in which nothing acts: what cannot be seen is escaped, which means the same.
pub fn json(text: &str) -> Cow<'_, str> {
    // Nearly every text is ASCII without DEL, which is a fast check.
    let acts = |letter: char| letter == '\u{7F}' || !letter.is_ascii() && is_invisible(letter);
    let may_act = !text.is_ascii() || memchr::memchr(0x7F, text.as_bytes()).is_some();
    let escaped = if may_act && text.chars().any(acts) { Cow::Owned(escaped(text, acts)) } else { Cow::Borrowed(text) };
    match without_commands(&escaped, "\\u0023") {
        Cow::Owned(harmless) => Cow::Owned(harmless),
        Cow::Borrowed(_) => escaped,
    }
}

/// A text of JSON with some of its characters as `\uXXXX`.
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

/// Characters that act on a terminal or cannot be seen: controls, format characters (Unicode category Cf) that
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
    fn nothing_in_a_value_acts() {
        assert_eq!(quoted("a\u{1b}[31mb"), "`a<U+001B>[31mb`");
        assert_eq!(quoted("secu\u{AD}rity"), "`secu<U+00AD>rity`");
        assert_eq!(quoted("\u{202E}x"), "`<U+202E>x`");
    }

    #[test]
    fn commands_of_runners_are_broken() {
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
