//! The entries of a record's long lists with the texts that many rules ask for, read once a record.

use super::{Record, is_blank};
use crate::tree::{NodeId, Symbol};

/// A text that says something, and its node.
pub type Said<'a> = Option<(NodeId, &'a str)>;

/// An institution at which contributors work.
#[derive(Clone, Copy, Debug)]
pub struct Affiliation<'a> {
    /// The object.
    pub node: NodeId,
    /// By which contributors point at it.
    pub id: Said<'a>,
    /// What it is called.
    pub name: Said<'a>,
    /// The code of its country.
    pub country: Said<'a>,
    /// Its number in the Research Organization Registry.
    pub ror: Said<'a>,
}

impl<'a> Affiliation<'a> {
    /// The affiliation that an object is.
    pub fn read(record: &Record<'a>, node: NodeId) -> Self {
        let [id, name, country, ror] = record.texts_of(node, [Symbol::ID, Symbol::NAME, Symbol::COUNTRY, Symbol::ROR]);
        Self { node, id, name, country, ror }
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
    /// The reference in words.
    pub text: Said<'a>,
    /// The DOI of the work.
    pub doi: Said<'a>,
}

/// A reference of fewer bytes is `Ibid.` or the like, and says nothing by itself.
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
    pub lang: Said<'a>,
    /// Its list of terms.
    pub list: NodeId,
    /// The terms that say something.
    pub terms: Vec<(NodeId, &'a str)>,
}

/// No keyword has more characters.
pub const LONGEST_KEYWORD: usize = 100;

impl<'a> KeywordGroup<'a> {
    pub(super) fn read(record: &Record<'a>, node: NodeId) -> Option<Self> {
        let tree = record.tree();
        let list = record.member(node, Symbol::TERMS)?;
        let [lang] = record.texts_of(node, [Symbol::LANG]);
        // A list of texts has as many nodes.
        let mut terms = Vec::with_capacity(tree.after(list).index() - list.index() - 1);
        let texts = tree.items(list).filter_map(|item| Some((item, tree.string(item)?)));
        terms.extend(texts.filter(|(_, term)| !is_blank(term)));
        Some(Self { node, lang, list, terms })
    }
}
