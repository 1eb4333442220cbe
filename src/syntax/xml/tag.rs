//! The tags of elements, with the position of every name and value in them.

use super::cursor::Cursor;
use crate::diagnostic::show;
use crate::syntax::{Fault, Problem};
use crate::text::Span;
use std::collections::HashSet;
use std::ops::Range;

/// An attribute of a start tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute {
    pub(super) name: Span,
    /// The value with its quotes.
    pub(super) value: Span,
}

/// A start tag.
#[derive(Clone, Debug)]
pub(super) struct Start {
    pub(super) name: Range<usize>,
    /// Whether it ends with `/>`: the element is empty and has no end tag.
    pub(super) is_empty: bool,
}

/// Advice for a malformed attribute.
const ATTRIBUTE: &str = "write attributes as `name=\"value\"`";

/// Above this number, attributes are compared using a table.
const FEW: usize = 8;

/// Consumes a start tag from its `<`, and adds its attributes to `attributes`.
pub(super) fn start(cursor: &mut Cursor<'_>, attributes: &mut Vec<Attribute>) -> Result<Start, Fault> {
    let begin = cursor.at;
    cursor.at += 1;
    let Some(name) = cursor.name() else {
        return Err(Problem::new(begin, begin + 1, "a bare `<`: no tag follows it", "in a text, write `&lt;`"));
    };
    let first = attributes.len();
    loop {
        let has_whitespace = cursor.skip_whitespace();
        let is_empty = cursor.eat("/>");
        if is_empty || cursor.eat(">") {
            check_names(cursor.text, &attributes[first..])?;
            return Ok(Start { name, is_empty });
        }
        if matches!(cursor.peek(), None | Some(b'<')) {
            let message = format!("the tag of `{}` is not closed: `>` is missing", &cursor.text[name.clone()]);
            return Err(Problem::new(begin, name.end, message, "add the `>`"));
        }
        if !has_whitespace {
            return Err(cursor.without_space());
        }
        attributes.push(attribute(cursor, name.clone())?);
    }
}

/// Consumes an attribute of the element with this name.
fn attribute(cursor: &mut Cursor<'_>, element: Range<usize>) -> Result<Attribute, Fault> {
    let name = cursor.name().ok_or_else(|| cursor.fault("expected the name of an attribute here", ATTRIBUTE))?;
    cursor.skip_whitespace();
    if matches!(cursor.peek(), Some(b'>' | b'/')) {
        let (element, own) = (&cursor.text[element], &cursor.text[name]);
        let message = format!(
            "the attribute {} has no value; is the tag {} broken?",
            show::quoted(own),
            show::quoted(&format!("<{element} {own}>"))
        );
        return Err(cursor.fault(message, "join the tag if it was broken, or give the attribute a value"));
    }
    cursor.expect("=", "a `=` is missing between an attribute and its value")?;
    cursor.skip_whitespace();
    let start = cursor.at;
    let inside = cursor.quoted("the value of an attribute")?;
    if let Some(character) = memchr::memchr(b'<', &cursor.text.as_bytes()[inside.clone()]) {
        let at = inside.start + character;
        let help = "write `&lt;`, or look for a quote that is missing";
        return Err(Problem::new(at, at + 1, "a `<` in the value of an attribute", help));
    }
    Ok(Attribute { name: span(name), value: Span::new(start as u32, cursor.at as u32) })
}

fn check_names(text: &str, attributes: &[Attribute]) -> Result<(), Fault> {
    let twice = |attribute: &Attribute| {
        let name = &text[attribute.name.range()];
        let range = attribute.name.range();
        let message = format!("this tag has the attribute `{name}` twice");
        Problem::new(range.start, range.end, message, "remove one of the two")
    };
    let name = |attribute: &Attribute| &text[attribute.name.range()];
    if attributes.len() <= FEW {
        for (number, attribute) in attributes.iter().enumerate() {
            if attributes[..number].iter().any(|other| name(other) == name(attribute)) {
                return Err(twice(attribute));
            }
        }
        return Ok(());
    }
    let mut seen = HashSet::with_capacity(attributes.len());
    attributes.iter().find(|attribute| !seen.insert(name(attribute))).map_or(Ok(()), |found| Err(twice(found)))
}

/// Consumes an end tag, after its `</`. Returns the name in it.
pub(super) fn end(cursor: &mut Cursor<'_>) -> Result<Range<usize>, Fault> {
    let name = cursor.expect_name()?;
    cursor.skip_whitespace();
    cursor.expect(">", "this end tag is not closed: `>` is missing")?;
    Ok(name)
}

/// Converts a range of a text of less than 4 GiB to a span.
pub(super) fn span(range: Range<usize>) -> Span {
    Span::new(range.start as u32, range.end as u32)
}
