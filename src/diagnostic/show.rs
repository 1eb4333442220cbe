//! Values as they may appear in a message: clipped, and with everything invisible made visible.

use std::borrow::Cow;
use std::fmt::Write;

/// Longest value in a message, in characters.
const CLIP: usize = 40;

/// `text` in backticks, clipped to 40 characters, with controls, bidi marks and the like as visible names.
pub fn quoted(text: &str) -> String {
    format!("`{}`", clipped(text))
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
    // In some logs these begin a command wherever they stand; a sign that looks alike takes the place of one.
    if shown.contains("##[") || shown.contains("##vso[") {
        shown = shown.replace("##[", "#♯[").replace("##vso[", "#♯vso[");
    }
    shown
}

/// A path at the beginning of a line, where `::` would begin a command in some logs.
pub fn path(text: &str) -> String {
    let shown = visible(text);
    if shown.trim_start().starts_with("::") { format!("./{shown}") } else { shown }
}

/// A text of JSON in which nothing acts: what cannot be seen is escaped, which means the same.
pub fn json(text: &str) -> Cow<'_, str> {
    let acts = |letter: char| letter == '\u{7F}' || !letter.is_ascii() && is_invisible(letter);
    // Nearly every text is ASCII without these signs, which is told many bytes at a time.
    let has = |sign: u8| memchr::memchr(sign, text.as_bytes()).is_some();
    let is_command = has(b'#') && (text.contains("##[") || text.contains("##vso["));
    let may_act = !text.is_ascii() || has(0x7F);
    let acts_somewhere = may_act && text.chars().any(acts);
    if !(is_command || acts_somewhere) {
        return Cow::Borrowed(text);
    }
    let mut found = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if acts(letter) {
            let mut units = [0; 2];
            for unit in letter.encode_utf16(&mut units) {
                // Writing to a String cannot fail.
                let _ = write!(found, "\\u{unit:04x}");
            }
        } else {
            found.push(letter);
        }
    }
    Cow::Owned(found.replace("##[", "#\\u0023[").replace("##vso[", "#\\u0023vso["))
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
    fn a_long_value_is_clipped_by_characters() {
        assert_eq!(clipped(&"ż".repeat(41)), format!("{}…", "ż".repeat(40)));
        assert_eq!(clipped(&"ż".repeat(40)), "ż".repeat(40));
    }
}
