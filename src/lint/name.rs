//! What a record is called, to a person and in a fingerprint.

use crate::diagnostic::{RecordName, show};
use crate::record::Record;
use crate::syntax::RecordAt;
use crate::tree::{Pointer, Symbol, Tree};

/// The name shown to people, and the identity that fingerprints use: own id, else DOI, else title (with the year for
/// a fingerprint), else the number for people and nothing for fingerprints.
///
/// `asked` is the pointer to the name in the source tree, where the person said which it is.
pub(super) fn of(tree: Tree<'_>, at: &RecordAt, asked: Option<(&str, Tree<'_>)>) -> (RecordName, String) {
    let name = |id: String| RecordName { id, index: at.index, pointer: at.pointer.clone() };
    let own = asked.and_then(|(pointer, source)| source.text(Pointer::find(pointer, source)?));
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
