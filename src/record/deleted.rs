//! Records of deleted items: a repository marks a record as deleted, and Crossref keeps a record of every DOI that its
//! publisher withdrew.

use super::Record;
use crate::tree::Symbol;

/// The journal title of such records, in lower case (Crossref, "Deleted DOIs").
const LISTING: &str = "crossref listing of deleted dois";

/// What was deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deletion {
    /// The record. Its format marks it as deleted in the header, and it has no other content.
    OfRecord,
    /// The DOI of the record. The record has no other content.
    OfDoi,
}

/// Returns what a record declares as deleted.
pub fn deletion(record: &Record<'_>) -> Option<Deletion> {
    let status = || record.text(record.root(), Symbol::STATUS).map(|(_, status)| status);
    if record.source().is_some() && status() == Some("deleted") {
        return Some(Deletion::OfRecord);
    }
    let journal = record.field(Symbol::JOURNAL).and_then(|journal| record.text(journal, Symbol::TITLE));
    let is_listed = journal.is_some_and(|(_, title)| title.trim().eq_ignore_ascii_case(LISTING));
    is_listed.then_some(Deletion::OfDoi)
}
