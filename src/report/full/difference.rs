//! Shows the changes of a fix as removed and added lines, with only as much context as is needed, however long the line
//! is.

use super::window::{ellipsis, harmless, prefix, suffix};
use crate::diagnostic::{Edit, ResolvedEdit};
use crate::report::Style;
use crate::text::Chunk;
use std::ops::Range;

/// The number of changes of a fix that are shown.
const SHOWN: usize = 3;

/// The number of columns on either side of a change, unless a quotation mark ends the value earlier.
const CONTEXT: usize = 24;

/// The maximum width of removed or added text, in columns. Longer text is truncated.
const LONGEST: usize = 72;

/// Changes on one line with at most this many bytes between them are shown as one.
const MAX_GAP: u32 = 40;

/// A change: the removed and the added text.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference {
    /// The removed text, sanitised.
    pub old: Option<String>,
    /// The added text, sanitised.
    pub new: Option<String>,
}

/// Returns the changes of a fix that are shown, and the number of the others.
pub fn differences(chunk: Chunk<'_>, edits: &[ResolvedEdit], style: Style) -> (Vec<Difference>, usize) {
    let groups: Vec<&[ResolvedEdit]> = edits
        .chunk_by(|one, next| {
            let between = next.edit.span.start.saturating_sub(one.edit.span.end);
            one.end.line == next.start.line && between <= MAX_GAP
        })
        .collect();
    let shown = groups.iter().take(SHOWN).map(|group| difference(chunk.text, group, style)).collect();
    (shown, groups.len().saturating_sub(SHOWN))
}

fn difference(text: &str, edits: &[ResolvedEdit], style: Style) -> Difference {
    let (Some(first), Some(last)) = (edits.first(), edits.last()) else { return Difference { old: None, new: None } };
    let range = first.edit.span.start as usize..last.edit.span.end as usize;
    let old = text.get(range.clone()).unwrap_or_default();
    let moved: Vec<Edit> = edits
        .iter()
        .map(|one| {
            let mut edit = one.edit.clone();
            edit.span.start -= range.start as u32;
            edit.span.end -= range.start as u32;
            edit
        })
        .collect();
    let new = Edit::apply(old, &moved);
    // Members and items that are added or removed are shown without the commas and spaces around them.
    let is_item = |text: &str| text.strip_prefix("- ").is_some_and(|item| !item.trim().is_empty());
    let is_member = |text: &str| text.starts_with([',', '"']) || text.ends_with(',') || is_item(text);
    let is_whole = |text: &str| text.contains('\n') || is_member(text.trim_start());
    if old.is_empty() && is_whole(&new) {
        return Difference { old: None, new: Some(member(&new, style)) };
    }
    if new.is_empty() && is_whole(old) {
        return Difference { old: Some(member(old, style)), new: None };
    }
    // A value that changes as a whole has its own quotation marks.
    let is_value = old.len() > 1 && old.starts_with('"') && old.ends_with('"');
    let around = || (before(text, range.start, style), after(text, range.end, style));
    let (left, right) = if is_value { Default::default() } else { around() };
    let line = |inner: &str| format!("{left}{}{right}", clipped(&harmless(&on_one_line(inner)), style));
    Difference { old: Some(line(old)), new: Some(line(&new)) }
}

/// Replaces each line end, and the spaces around it, with a space.
fn on_one_line(text: &str) -> String {
    let mut lines = text.split(['\n', '\r']);
    let first = lines.next().unwrap_or_default().trim_end_matches([' ', '\t']).to_owned();
    if text.contains('\n') {
        lines.map(str::trim).filter(|line| !line.is_empty()).fold(first, |all, line| format!("{all} {line}"))
    } else {
        text.to_owned()
    }
}

/// Formats a member on one line, without the commas that separate it from its neighbours.
fn member(text: &str, style: Style) -> String {
    let bare = text.trim_matches(|letter: char| letter == ',' || letter.is_whitespace());
    let words: Vec<&str> = bare.split_whitespace().collect();
    clipped(&harmless(&words.join(" ")), style)
}

/// Returns the text before a change on the same line, from the quotation mark if there is one nearby.
fn before(text: &str, at: usize, style: Style) -> String {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let near = at - suffix(&text[line..at], CONTEXT)..at;
    // A quotation mark that ends a name or a value does not begin one.
    let begins = |(quote, _): &(usize, &str)| !text[near.start + quote + 1..].starts_with([':', ',', '}', ']']);
    match text[near.clone()].rmatch_indices('"').find(begins).map(|(quote, _)| quote) {
        Some(quote) => harmless(&text[near.start + quote..at]),
        None if near.start == line => harmless(text[near].trim_start()),
        None => format!("{}{}", ellipsis(style), harmless(&text[near])),
    }
}

/// Returns the text after a change on the same line, up to the quotation mark if there is one nearby.
fn after(text: &str, at: usize, style: Style) -> String {
    let line = text[at..].find(['\n', '\r']).map_or(text.len(), |length| at + length);
    let near: Range<usize> = at..at + prefix(&text[at..line], CONTEXT);
    match text[near.clone()].find('"') {
        Some(quote) => harmless(&text[at..=at + quote]),
        None if near.end == line => harmless(&text[near]),
        None => format!("{}{}", harmless(&text[near]), ellipsis(style)),
    }
}

fn clipped(text: &str, style: Style) -> String {
    let length = prefix(text, LONGEST);
    if length == text.len() { text.to_owned() } else { format!("{}{}", &text[..length], ellipsis(style)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{LineIndex, Span};

    const STYLE: Style = Style { color: false, unicode: true, width: 80 };

    /// Checks what is shown if each of the words is replaced by the other one.
    fn check(text: &str, changes: &[(&str, &str)], expected: &[(Option<&str>, Option<&str>)]) {
        let chunk = Chunk::new(text, 0);
        let index = LineIndex::new(chunk);
        let edit = |(old, new): &(&str, &str)| {
            let start = text.find(old).expect("it is there") as u32;
            let span = Span::new(start, start + old.len() as u32);
            let edit = Edit { span, text: (*new).to_owned() };
            ResolvedEdit { edit, start: index.position(span.start), end: index.position(span.end) }
        };
        let edits: Vec<ResolvedEdit> = changes.iter().map(edit).collect();
        let (found, _) = differences(chunk, &edits, STYLE);
        let found: Vec<_> = found.iter().map(|one| (one.old.as_deref(), one.new.as_deref())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_value_is_shown_with_its_quotation_marks() {
        let text = r#"{ "title": "a", "DOI": "https://doi.org/10.1000/xyz.", "pages": "s. 1-9" }"#;
        let all = (Some(r#""https://doi.org/10.1000/xyz.""#), Some(r#""10.1000/xyz""#));
        check(text, &[("https://doi.org/", ""), ("xyz.", "xyz")], &[all]);
        check(text, &[("s. ", "")], &[(Some(r#""s. 1-9""#), Some(r#""1-9""#))]);
    }

    #[test]
    fn a_whole_value_is_shown_alone() {
        let text = r#"{ "title": "a.", "x": 1 }"#;
        check(text, &[("\"a.\"", "\"a\"")], &[(Some("\"a.\""), Some("\"a\""))]);
    }

    #[test]
    fn a_long_text_is_shown_around_the_change() {
        let long = format!("\"{} war\u{ad}ning {}\"", "a ".repeat(60), "b ".repeat(60));
        let old = "…a a a a a a a a a a  war<U+00AD>ning b b b b b b b b b b…";
        let new = "…a a a a a a a a a a  warning b b b b b b b b b b…";
        check(&long, &[("\u{ad}", "")], &[(Some(old), Some(new))]);
    }

    #[test]
    fn members_are_added_and_removed_without_their_commas() {
        let text = "{\n  \"a\": \"\",\n  \"b\": \"x\"\n}";
        check(text, &[("\"a\": \"\",\n  ", "")], &[(Some("\"a\": \"\""), None)]);
        check("{\n  \"a\": 1 }", &[("1 }", "1,\n  \"b\": 2 }")], &[(Some("\"a\": 1 }"), Some("\"a\": 1, \"b\": 2 }"))]);
        check("{\"a\": 1}", &[("}", ", \"b\": 2}")], &[(Some("\"a\": 1}"), Some("\"a\": 1, \"b\": 2}"))]);
    }

    #[test]
    fn a_plain_line_is_shown_from_its_beginning() {
        check("  pages: s. 1-9\nx: y", &[("s. ", "")], &[(Some("pages: s. 1-9"), Some("pages: 1-9"))]);
    }
}
