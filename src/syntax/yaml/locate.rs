//! Locates a range of a decoded text in the file by parsing that value again.

use crate::text::Span;
use crate::tree::{NodeId, Tree};
use std::ops::Range;

/// Returns the bytes that spell `range` of the text of `node`; the whole value if its spelling is not understood.
pub(in crate::syntax) fn locate(tree: Tree<'_>, node: NodeId, range: Range<usize>) -> Span {
    exact(tree, node, range).unwrap_or_else(|| tree.span(node))
}

/// Returns the same, but `None` if the spelling is not understood.
pub(super) fn exact(tree: Tree<'_>, node: NodeId, range: Range<usize>) -> Option<Span> {
    if tree.is_verbatim(node) {
        let start = tree.text_start(node);
        return Some(Span::new(start + range.start as u32, start + range.end as u32));
    }
    let (span, raw, text) = (tree.span(node), tree.raw(node), tree.string(node)?);
    let start = position(raw, text, range.start)?;
    // Whitespace dropped by folding after the last letter is not included.
    let end = if range.is_empty() { start } else { spelled(raw, text, range.end)? };
    (start <= end).then(|| Span::new(span.start + start as u32, span.start + end as u32))
}

/// Returns the position in `raw` of the letter at `at` in `text`.
fn position(raw: &str, text: &str, at: usize) -> Option<usize> {
    let quote = quote(raw);
    let mut place = spelled(raw, text, at)?;
    // Whitespace dropped by folding is skipped.
    if let Some(next) = text[at..].chars().next().filter(|next| !next.is_whitespace()) {
        // The position may be invalid if a block was taken for a quoted text because its first letter is a quote.
        let mut rest = raw.get(place..)?;
        if quote == Some('"') && rest.strip_prefix('\\').is_some_and(|after| after.starts_with(['\n', '\r'])) {
            place += 1;
            rest = &raw[place..];
        }
        let spaces = rest.len() - rest.trim_start().len();
        if rest.trim_start().starts_with(next) {
            place += spaces;
        }
    }
    Some(place)
}

fn quote(raw: &str) -> Option<char> {
    raw.chars().next().filter(|character| matches!(character, '"' | '\''))
}

/// Returns the end in `raw` of the letters of `text` before `at`.
fn spelled(raw: &str, text: &str, at: usize) -> Option<usize> {
    let quote = quote(raw);
    let letters = text.get(..at)?.chars();
    letters.into_iter().try_fold(usize::from(quote.is_some()), |place, letter| after(raw, place, letter, quote))
}

/// Returns the position after the spelling of `letter`, which begins at `place`.
fn after(raw: &str, mut place: usize, letter: char, quote: Option<char>) -> Option<usize> {
    // Not recursive: a text may have a million folded line ends before its next letter.
    loop {
        let rest = raw.get(place..)?;
        if quote == Some('"') && rest.starts_with('\\') {
            let escaped = rest[1..].chars().next()?;
            match escaped {
                'x' => return Some(place + 4),
                'u' => return Some(place + 6),
                'U' => return Some(place + 10),
                // A continuation line: nothing is spelled yet.
                '\n' | '\r' => {
                    place += 1 + rest[1..].len() - rest[1..].trim_start().len();
                    continue;
                }
                other => return Some(place + 1 + other.len_utf8()),
            }
        }
        if quote == Some('\'') && rest.starts_with("''") {
            return Some(place + 2);
        }
        let first = rest.chars().next()?;
        let spaces = rest.len() - rest.trim_start().len();
        match letter {
            // A fold: spaces, one line end, and the indentation of the next line.
            ' ' if rest[..spaces].contains('\n') => return Some(place + spaces),
            '\n' => return Some(place + rest.find('\n')? + 1),
            _ if first == letter => return Some(place + first.len_utf8()),
            _ if spaces > 0 => place += spaces,
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_found_in_every_style() {
        let cases = [
            (r#""a\u0142b""#, "ałb", 'b', 8),
            ("'it''s'", "it's", 's', 5),
            ("one\n  two", "one two", 't', 6),
            ("Line\n  two\n", "Line\ntwo\n", 't', 7),
            ("a\n\n  b", "a\nb", 'b', 5),
            (
                r#""a \
   b""#,
                "a b",
                'b',
                8,
            ),
        ];
        for (raw, text, letter, expected) in cases {
            let at = text.find(letter).expect("it is there");
            assert_eq!(position(raw, text, at), Some(expected), "{raw}");
        }
        assert_eq!(position("abc", "xyz", 2), None);
    }
}
