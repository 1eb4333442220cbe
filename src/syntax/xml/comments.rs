//! The comments of a document.

use super::cursor::Cursor;
use crate::text::{Chunk, Span};

/// Returns the spans of all comments, from `<!--` to `-->`, in document order, up to the first construct that is never
/// closed.
pub(in crate::syntax) fn comments(chunk: Chunk<'_>) -> Vec<Span> {
    let mut found = Vec::new();
    let mut cursor = Cursor::new(chunk.text, 0);
    while let Some(character) = memchr::memchr(b'<', cursor.rest().as_bytes()) {
        cursor.at += character;
        let start = cursor.at;
        let end = if cursor.eat("<!--") {
            "-->"
        } else if cursor.eat("<![CDATA[") {
            "]]>"
        } else if cursor.eat("<?") {
            "?>"
        } else {
            cursor.at += 1;
            continue;
        };
        if cursor.until(end).is_none() {
            break;
        }
        if end == "-->" {
            found.push(Span::new(start as u32, cursor.at as u32));
        }
    }
    found
}
