//! The comments of a file: after a `#` at the beginning of a line or after whitespace, and outside every value.

use super::document::{Allowance, Event, Events};
use super::next_document;
use crate::text::{Chunk, Span};

/// Returns the spans of all comments, from the `#` to the end of the line, in the order of the file.
///
/// The text between a syntax error and the next document is skipped: it cannot be determined there whether a `#` begins
/// a comment.
pub(in crate::syntax) fn comments(chunk: Chunk<'_>) -> Vec<Span> {
    let text = chunk.text;
    let mut found = Vec::new();
    let mut next = Some(0);
    let mut allowance = Allowance::new(text.len());
    while let Some(start) = next {
        let (values, end, again) = values(chunk, start, &mut allowance);
        found.extend(outside(text, start..end, &values));
        next = again;
    }
    found
}

/// Returns the values of the documents from `start`, the end of the parsed text, and where parsing can resume.
fn values(chunk: Chunk<'_>, start: usize, allowance: &mut Allowance) -> (Vec<Span>, usize, Option<usize>) {
    let mut events = Events::new(chunk, start);
    let mut values = Vec::new();
    loop {
        match events.document(allowance) {
            Ok(Some(document)) => {
                let scalars = document.events.iter().filter(|placed| matches!(placed.event, Event::Scalar { .. }));
                values.extend(scalars.map(|placed| body(chunk.text, placed.span)));
            }
            Ok(None) => return (values, chunk.text.len(), None),
            Err(problem) => {
                let from = problem.span.start as usize;
                let known = values.last().map_or(start, |value: &Span| value.end as usize);
                return (values, understood(chunk.text, known, from), next_document(chunk.text, start, from));
            }
        }
    }
}

/// Returns the end of the parsed text if it does not parse at `from`: the start of the broken document, or else the end
/// of the line of the last value.
fn understood(text: &str, known: usize, from: usize) -> usize {
    let broken = text.get(known..from).and_then(|between| between.rfind("\n---")).map(|at| known + at + 1);
    broken.unwrap_or_else(|| text[known..].find('\n').map_or(text.len(), |at| known + at))
}

/// Returns the part of a value in which a `#` is text: for a block scalar, everything after its header line.
fn body(text: &str, span: Span) -> Span {
    let written = &text[span.range()];
    let header = written.starts_with(['|', '>']).then(|| written.find('\n')).flatten().unwrap_or_default();
    Span::new(span.start + header as u32, span.end)
}

/// Returns the comments in a part of a text that are not inside `values`, which must be sorted.
fn outside(text: &str, part: std::ops::Range<usize>, values: &[Span]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut values = values.iter().peekable();
    let mut at = part.start;
    while let Some(character) = memchr::memchr(b'#', &text.as_bytes()[at..part.end]).map(|character| at + character) {
        while values.next_if(|value| value.end as usize <= character).is_some() {}
        if let Some(value) = values.peek().filter(|value| value.start as usize <= character) {
            at = value.end as usize;
            continue;
        }
        let before = text[..character].chars().next_back();
        if before.is_none_or(|letter| letter.is_whitespace() || letter == '\u{feff}') {
            let length = text[character..].find(['\n', '\r']).unwrap_or(text.len() - character);
            found.push(Span::new(character as u32, (character + length) as u32));
            at = character + length;
        } else {
            at = character + 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comments_of(text: &str) -> Vec<&str> {
        comments(Chunk::new(text, 0)).into_iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn comments_are_outside_values() {
        let text = "# one\n%YAML 1.2 # two\n---\na: b # three\nc: 'x # no' #four\r\nd: \"y # no\"\ne: C# and #no\n  # five\nf: | # six\n  # no\n  text # no\n# seven\ng: >-\n  # no\nh: [1, # eight\n  2#no\n]\nk#: 3\n# ł nine";
        let expected =
            ["# one", "# two", "# three", "#four", "#no", "# five", "# six", "# seven", "# eight", "# ł nine"];
        assert_eq!(comments_of(text), expected);
    }

    #[test]
    fn a_text_without_records_may_have_comments() {
        assert_eq!(comments_of(""), Vec::<&str>::new());
        assert_eq!(comments_of("# nothing yet\n"), ["# nothing yet"]);
    }

    #[test]
    fn the_document_after_a_broken_one_is_read() {
        assert_eq!(comments_of("a: 1 # one\n---\nb: [ # lost\n---\nc: 3 # three\n"), ["# one", "# three"]);
    }
}
