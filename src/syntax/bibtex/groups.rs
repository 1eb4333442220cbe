//! Ranges in braces, where a comma or an `and` is not a separator.

use super::locate::{reading_mode, value};
use super::parser::{Part, Strings};
use crate::tree::{NodeId, Tree};
use std::ops::Range;

/// Returns the ranges of the text of `node` in braces, only outermost ones, in order. An accented letter in braces,
/// BibTeX's "special character", is an ordinary letter. Empty for a value with abbreviations: their texts have lost
/// their braces.
pub(crate) fn protected(tree: Tree<'_>, node: NodeId) -> Vec<Range<usize>> {
    if tree.is_verbatim(node) {
        return Vec::new();
    }
    let (Some(reading_mode), Some(value), Some(own)) = (reading_mode(tree, node), value(tree, node), tree.string(node))
    else {
        return Vec::new();
    };
    if value.parts.iter().any(|part| matches!(part, Part::Word(_))) {
        return Vec::new();
    }
    let text = tree.chunk().text;
    let mut found = Vec::new();
    let (mut depth, mut done, mut start, mut is_special) = (0_i32, 0, 0, false);
    for piece in value.pieces(text, &Strings::default(), reading_mode) {
        let raw = &text[piece.raw.clone()];
        let before = depth;
        if !raw.starts_with("\\{") && !raw.starts_with("\\}") {
            depth += raw.bytes().map(|byte| i32::from(byte == b'{') - i32::from(byte == b'}')).sum::<i32>();
        }
        if before == 0 && depth > 0 {
            start = done;
            is_special = raw == "{" && text[piece.raw.end..].starts_with('\\');
        }
        done += piece.text.len();
        if before > 0 && depth <= 0 && start < done {
            let is_letter = is_special && own.get(start..done).is_some_and(|inner| !inner.contains([' ', ',']));
            if !is_letter {
                found.push(start..done);
            }
        }
    }
    found
}
