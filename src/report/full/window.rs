//! Selects the part of a line that is drawn, and sanitises it for a terminal.
//!
//! A record may be one line of a megabyte. Every scan here starts at the position of interest and stops after the width
//! of a screen, so that the cost of a finding does not depend on the length of the line.

use crate::diagnostic::show::{is_invisible, visible};
use crate::report::Style;
use std::ops::Range;

/// Returns the ellipsis for a truncated line.
pub fn ellipsis(style: Style) -> &'static str {
    if style.unicode { "…" } else { "..." }
}

/// Returns the range of `line` that is drawn: at most about `columns` wide, including the beginning of `anchor`.
///
/// The anchor must be within the line and on character boundaries.
pub fn cut(line: &str, anchor: &Range<usize>, columns: usize) -> Range<usize> {
    if fits(line, columns) {
        return 0..line.len();
    }
    if fits(&line[..anchor.end], columns * 3 / 4) {
        return 0..prefix(line, columns);
    }
    let room = columns.saturating_sub(width(&line[anchor.clone()], columns));
    let before = room.clamp(columns / 6, columns / 3);
    let start = anchor.start - suffix(&line[..anchor.start], before);
    let end = start + prefix(&line[start..], columns);
    // At the end of the line, the window extends further back, but leaves room for the text of a label.
    let start = if end == line.len() { start.min(end - suffix(line, columns * 2 / 3)) } else { start };
    start..end
}

/// Whether `text` fits in this number of columns.
pub fn fits(text: &str, columns: usize) -> bool {
    width(text, columns) <= columns
}

/// Sanitises `text` for one line: a tab becomes a space, and other control or invisible characters become visible
/// names.
pub fn harmless(text: &str) -> String {
    visible(&text.replace('\t', " "))
}

/// Returns the nearest character boundary at or before `at`, within the text.
pub fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// Returns the width of `text` in columns. Counting stops beyond `limit`.
fn width(text: &str, limit: usize) -> usize {
    let mut used = 0;
    for letter in text.chars() {
        used += columns_of(letter);
        if used > limit {
            break;
        }
    }
    used
}

/// Returns the number of bytes at the beginning of `text` that fit in this number of columns.
pub fn prefix(text: &str, columns: usize) -> usize {
    let mut letters = text.chars();
    fitting(&mut letters, columns)
}

/// Returns the number of bytes at the end of `text` that fit in this number of columns.
pub fn suffix(text: &str, columns: usize) -> usize {
    fitting(&mut text.chars().rev(), columns)
}

fn fitting(letters: &mut dyn Iterator<Item = char>, columns: usize) -> usize {
    let mut left = columns;
    let mut bytes = 0;
    for letter in letters {
        let Some(rest) = left.checked_sub(columns_of(letter)) else { break };
        left = rest;
        bytes += letter.len_utf8();
    }
    bytes
}

/// Returns the estimated width of a character in columns. It only determines where a line is truncated, and is never
/// too small: combining marks count as well, because otherwise any number of them would fit.
fn columns_of(letter: char) -> usize {
    match letter {
        '\t' => 1,
        _ if is_invisible(letter) => "<U+200B>".len(),
        '\0'..'\u{1100}' => 1,
        _ => 2,
    }
}
