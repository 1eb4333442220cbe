//! The name of a record, for users and for fingerprints.

use crate::diagnostic::{RecordName, show};
use crate::record::Record;
use crate::syntax::RecordAt;
use crate::tree::{Pointer, Symbol, Tree};

/// Returns the name for users and the identity for fingerprints: the id, else the DOI, else the title (with the year
/// in the identity), else the number as the name and an empty identity.
///
/// `configured` is the source tree with the pointer to the name in it, if the user has configured one.
pub(super) fn of(tree: Tree<'_>, at: &RecordAt, configured: Option<(&str, Tree<'_>)>) -> (RecordName, String) {
    let name = |id: String| RecordName { id, index: at.index, pointer: at.pointer.clone() };
    let own = configured.and_then(|(pointer, source)| source.text(Pointer::find(pointer, source)?));
    if let Some(id) = own.filter(|id| !id.trim().is_empty()) {
        return (name(show::clipped(id)), format!("id:{id}"));
    }
    let record = Record::new(tree);
    if let Some((_, id)) = record.text(record.root(), Symbol::ID) {
        return (name(show::clipped(id)), format!("id:{id}"));
    }
    let doi = record.identifiers("doi").map(|identifier| identifier.value).find(|value| !value.trim().is_empty());
    if let Some(doi) = doi {
        return (name(show::clipped(doi)), format!("doi:{}", doi.to_ascii_lowercase()));
    }
    if let Some(title) = record.title() {
        let year = record.text(record.root(), Symbol::YEAR).map_or("", |(_, year)| year);
        return (name(show::clipped(title.text)), format!("title:{}\n{year}", title.text));
    }
    (name(format!("#{}", at.index + 1)), String::new())
}
