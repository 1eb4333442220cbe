//! The entries of a record's long lists with the texts that many rules need, read once per record.

use super::{Record, is_blank};
use crate::tree::{NodeId, Symbol};

/// A text with content, and its node.
pub type NodeText<'a> = Option<(NodeId, &'a str)>;

/// An institution at which contributors work.
#[derive(Clone, Copy, Debug)]
pub struct Affiliation<'a> {
    /// The object.
    pub node: NodeId,
    /// The id by which contributors refer to it.
    pub id: NodeText<'a>,
    /// Its name.
    pub name: NodeText<'a>,
    /// The code of its country.
    pub country: NodeText<'a>,
    /// Its identifier in the Research Organization Registry.
    pub ror: NodeText<'a>,
    /// Its International Standard Name Identifier.
    pub isni: NodeText<'a>,
}

impl<'a> Affiliation<'a> {
    /// Reads the affiliation from an object.
    pub fn read(record: &Record<'a>, node: NodeId) -> Self {
        let fields = [Symbol::ID, Symbol::NAME, Symbol::COUNTRY, Symbol::ROR, Symbol::X_ISNI];
        let [id, name, country, ror, isni] = record.texts_of(node, fields);
        Self { node, id, name, country, ror, isni }
    }

    /// Whether this is its id.
    pub fn is_called(&self, id: &str) -> bool {
        self.id.is_some_and(|(_, known)| known == id)
    }
}

/// A work that is cited.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'a> {
    /// The entry of the list.
    pub node: NodeId,
    /// The text of the reference.
    pub text: NodeText<'a>,
    /// The DOI of the work.
    pub doi: NodeText<'a>,
}

/// A shorter reference (in bytes) is `Ibid.` or the like, which has no meaning by itself.
pub const SHORTEST_REFERENCE: usize = 20;

impl<'a> Reference<'a> {
    pub(super) fn read(record: &Record<'a>, node: NodeId) -> Self {
        let [text, doi] = record.texts_of(node, [Symbol::TEXT, Symbol::DOI]);
        Self { node, text, doi }
    }
}

/// The keywords in one language.
#[derive(Clone, Debug)]
pub struct KeywordGroup<'a> {
    /// The object.
    pub node: NodeId,
    /// The code of the language.
    pub lang: NodeText<'a>,
    /// Its list of terms.
    pub list: NodeId,
    /// The terms with content.
    pub terms: Vec<(NodeId, &'a str)>,
}

/// The largest number of characters in a keyword.
pub const LONGEST_KEYWORD: usize = 100;

impl<'a> KeywordGroup<'a> {
    pub(super) fn read(record: &Record<'a>, node: NodeId) -> Option<Self> {
        let tree = record.tree();
        let list = record.member(node, Symbol::TERMS)?;
        let [lang] = record.texts_of(node, [Symbol::LANG]);
        // A list of texts has the same number of nodes.
        let mut terms = Vec::with_capacity(tree.after(list).index() - list.index() - 1);
        let texts = tree.items(list).filter_map(|item| Some((item, tree.string(item)?)));
        terms.extend(texts.filter(|(_, term)| !is_blank(term)));
        Some(Self { node, lang, list, terms })
    }
}
