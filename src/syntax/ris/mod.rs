//! RIS: records from `TY  -` to `ER  -`, one field per line.
//!
//! The tree of a record is an object: a member for each line that has a tag, in the order of the file, `TY` first. A
//! tag may be repeated, and a pointer numbers it: `/AU[2]`. A line without a tag continues the value before it. Similar
//! formats (MEDLINE's `PMID- `, ISI's `PT J`, EndNote's `%0`) are recognised by [`other_format`].

mod edit;
mod line;
mod reader;
#[cfg(test)]
mod tests;

pub(super) use edit::{edits, with_duplicates};
pub(super) use line::locate;
pub(super) use reader::Reader;

use super::Reason;
use line::{Tag, lines};

/// The number of lines that are searched for a field when RIS is detected.
const PROBE_LINES: usize = 400;

/// Whether a text has a line that begins a record.
pub(super) fn looks_like_ris(text: &str) -> bool {
    lines(text, 0).take(PROBE_LINES).any(|line| Tag::of(text, &line).is_some_and(|tag| tag.name(text) == "TY"))
}

/// Returns the format of a text with similar tags that is not RIS.
pub(super) fn other_format(text: &str) -> Option<&'static Reason> {
    let is_in = |line: &str, signatures: &[&str]| signatures.iter().any(|signature| line.starts_with(signature));
    let mut lines = lines(text, 0).take(PROBE_LINES).map(|line| &text[line]).filter(|line| !line.trim().is_empty());
    let first = lines.next()?.trim_start_matches('\u{feff}');
    if is_in(first, &["%0 ", "%A ", "%T "]) {
        return Some(&Reason::ENDNOTE);
    }
    if is_in(first, &["FN ", "PT "]) {
        return Some(&Reason::ISI);
    }
    if is_in(first, &["RT "]) {
        return Some(&Reason::REFWORKS);
    }
    let is_medline = is_in(first, &["PMID- ", "OWN - "]);
    is_medline.then_some(&Reason::MEDLINE)
}
