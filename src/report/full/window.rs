//! The part of a line that is drawn, and how it is written so that nothing in it acts on a terminal.
//!
//! A record may be one line of a megabyte. Every walk here goes outward from the place of interest and stops after
//! a screen's width, so that the cost of a finding does not depend on the line.

use crate::diagnostic::show::{is_invisible, visible};
use crate::report::Style;
use std::ops::Range;

/// What stands where a line was cut.
pub fn mark(style: Style) -> &'static str {
    if style.unicode { "…" } else { "..." }
}

/// The bytes of `line` that are drawn: at most about `columns` wide, with the beginning of `anchor` inside.
///
/// The anchor lies within the line and on its character boundaries.
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
    // At the line's end the window reaches further back, though not so far that no room is left for a label's words.
    let start = if end == line.len() { start.min(end - suffix(line, columns * 2 / 3)) } else { start };
    start..end
}

/// Whether `text` takes no more than so many columns.
pub fn fits(text: &str, columns: usize) -> bool {
    width(text, columns) <= columns
}

/// `text` on one line: a tab is one blank, whatever else acts or cannot be seen is named.
pub fn harmless(text: &str) -> String {
    visible(&text.replace('\t', " "))
}

/// The nearest character boundary at or before `at`, within the text.
pub fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// Columns of `text`; counting stops beyond `limit`.
fn width(text: &str, limit: usize) -> usize {
    let mut taken = 0;
    for letter in text.chars() {
        taken += columns_of(letter);
        if taken > limit {
            break;
        }
    }
    taken
}

/// Bytes at the beginning of `text` that take no more than so many columns.
pub fn prefix(text: &str, columns: usize) -> usize {
    let mut letters = text.chars();
    taken(&mut letters, columns)
}

/// Bytes at the end of `text` that take no more than so many columns.
pub fn suffix(text: &str, columns: usize) -> usize {
    taken(&mut text.chars().rev(), columns)
}

fn taken(letters: &mut dyn Iterator<Item = char>, columns: usize) -> usize {
    let mut left = columns;
    let mut bytes = 0;
    for letter in letters {
        let Some(rest) = left.checked_sub(columns_of(letter)) else { break };
        left = rest;
        bytes += letter.len_utf8();
    }
    bytes
}

/// Columns that a character is reckoned with. An estimate that only decides where a line is cut, on the safe side:
/// a combining mark counts too, or a heap of them would have no end.
fn columns_of(letter: char) -> usize {
    match letter {
        '\t' => 1,
        _ if is_invisible(letter) => "<U+200B>".len(),
        '\0'..'\u{1100}' => 1,
        _ => 2,
    }
}
