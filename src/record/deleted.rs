//! Records of works that are no more: Crossref keeps a record of every DOI that its publisher took back.

use super::Record;
use crate::tree::Symbol;

/// The title of the journal of such records, in small letters (Crossref, "Deleted DOIs").
const LISTING: &str = "crossref listing of deleted dois";

/// Whether a record is that of a DOI that was deleted: all that it says besides is that.
pub fn is_deleted(record: &Record<'_>) -> bool {
    let journal = record.field(Symbol::JOURNAL).and_then(|journal| record.text(journal, Symbol::TITLE));
    journal.is_some_and(|(_, title)| title.trim().eq_ignore_ascii_case(LISTING))
}
