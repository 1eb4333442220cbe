//! Escapes text for XML, and replaces the characters that XML 1.0 forbids.

use crate::diagnostic::show;

/// Escapes a text for use as content or as the value of an attribute in double quotes.
pub(super) fn escaped(text: &str) -> String {
    // Invisible characters are replaced by their names. This includes the forbidden ones.
    let mut found = String::with_capacity(text.len());
    let shown = show::visible(text);
    // The text may be placed at the start of a line.
    let command = show::command_line(&shown);
    for (at, letter) in shown.char_indices() {
        match letter {
            ':' if Some(at) == command => found.push_str("&#58;"),
            '&' => found.push_str("&amp;"),
            '<' => found.push_str("&lt;"),
            '>' => found.push_str("&gt;"),
            '"' => found.push_str("&quot;"),
            '\'' => found.push_str("&apos;"),
            other => found.push(other),
        }
    }
    found
}
