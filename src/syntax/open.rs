//! From the bytes of a whole file to its text and syntax.

use super::{JsonMode, Reason, Syntax, by_content, detect};
use crate::text::{Decoded, Encoding, looks_like_text};

/// A file that can be parsed.
#[derive(Clone, Debug)]
pub struct OpenedFile<'a> {
    /// The text, and how it was decoded.
    pub decoded: Decoded<'a>,
    /// The syntax.
    pub syntax: Syntax,
    /// How many values a JSON document may have.
    pub json_mode: JsonMode,
}

/// Decodes a file and detects its syntax, unless the user named one. Fails with the reason if it is not a text, is empty,
/// or has no known syntax. An encoding that the file itself declares takes precedence over `encoding`.
pub fn open<'a>(
    name: &str,
    bytes: &'a [u8],
    named: Option<Syntax>,
    encoding: Option<Encoding>,
) -> Result<OpenedFile<'a>, &'static Reason> {
    if let Some(reason) = by_content(name, bytes) {
        return Err(reason);
    }
    let decoded = Decoded::new(bytes, 0, encoding).map_err(|_| &Reason::TOO_LARGE)?;
    if decoded.text.trim().is_empty() {
        return Err(&Reason::EMPTY);
    }
    if named.is_none() && decoded.is_invalid_utf8() && !looks_like_text(bytes) {
        return Err(&Reason::BINARY);
    }
    let syntax = named.map_or_else(|| detect(name, &decoded.text), Ok)?;
    Ok(OpenedFile { decoded, syntax, json_mode: JsonMode::for_request(named) })
}
