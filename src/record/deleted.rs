//! Records of what is no more: a repository says so of a record, and Crossref keeps one of every DOI that its publisher took
//! back.

use super::Record;
use crate::tree::Symbol;

/// The title of the journal of such records, in small letters (Crossref, "Deleted DOIs").
const LISTING: &str = "crossref listing of deleted dois";

/// What was deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deletion {
    /// The record: its format says so in its header, and there is nothing else in it.
    OfRecord,
    /// The DOI that it is about: all that the record says besides is that.
    OfDoi,
}

/// What a record says was deleted, if anything.
pub fn deletion(record: &Record<'_>) -> Option<Deletion> {
    let status = || record.text(record.root(), Symbol::STATUS).map(|(_, status)| status);
    if record.source().is_some() && status() == Some("deleted") {
        return Some(Deletion::OfRecord);
    }
    let journal = record.field(Symbol::JOURNAL).and_then(|journal| record.text(journal, Symbol::TITLE));
    let is_listed = journal.is_some_and(|(_, title)| title.trim().eq_ignore_ascii_case(LISTING));
    is_listed.then_some(Deletion::OfDoi)
}
