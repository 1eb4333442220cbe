//! Values as they may appear in a message: clipped, and with everything invisible made visible.

use std::fmt::Write;

/// Longest value in a message, in characters.
const CLIP: usize = 40;

/// `text` in backticks, clipped to 40 characters, with controls, bidi marks and the like as visible names.
pub fn quoted(text: &str) -> String {
    format!("`{}`", clipped(text))
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
    shown
}

/// Characters that act on a terminal or cannot be seen: controls, format characters (Unicode category Cf) that
/// occur in records, line and paragraph separators, fillers, and the tag and noncharacter planes.
pub fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{A0}' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}'
        | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{2000}'..='\u{200F}' | '\u{2028}'..='\u{202F}'
        | '\u{205F}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0E}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
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
