//! Bibliographic records: the meaning of a tree to a librarian.
//!
//! A [`Record`] reads the canonical tree of one record. It does not depend on files and formats.

pub mod affiliations;
pub mod arxiv;
pub mod country;
mod dangling;
pub mod date;
mod deleted;
pub mod doi;
pub mod entities;
mod fields;
pub mod isbn;
pub mod issn;
mod language;
pub mod license;
mod lists;
mod marks;
pub mod mojibake;
pub mod orcid;
mod outline;
pub mod pages;
pub mod person;
mod plain;
mod repeats;
pub mod ror;
mod texts;
pub mod url;
mod written;
pub mod year;

pub use dangling::dangling_words;
pub use deleted::{Deletion, deletion};
pub use fields::{FIELDS, Field, FieldSet, Required, label, verb};
pub use language::{Agreement, COUNTRIES_TOO, CodeForm, Language, LanguageTag, Recogniser, Verdict};
pub use lists::{Affiliation, KeywordGroup, LONGEST_KEYWORD, NodeText, Reference, SHORTEST_REFERENCE};
pub use marks::Marks;
pub use outline::{FieldKind, Outline, outline};
pub use repeats::{by_first, exact, folded, is_same, may_begin_with, repeats, trimmed};
pub use texts::{LONGEST_LABEL, LanguageGap, Text, copies};

use crate::shape::{Canonical, Shape};
use crate::text::StringSummary;
use crate::tree::{Kind, NodeId, Symbol, Tree};
use person::People;
use repeats::FEW;
use std::cell::{OnceCell, RefCell};

/// Whether a field is present and has a value. The three states lead to three different messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// No such member.
    Absent,
    /// A member without a value: whitespace, `null`, an empty list or object.
    Empty(NodeId),
    /// A member with a value.
    Present(NodeId),
}

/// A value with a scheme: `{scheme: doi, value: 10.1000/x}`.
#[derive(Clone, Copy, Debug)]
pub struct Identifier<'a> {
    /// The scheme, as written.
    pub scheme: &'a str,
    /// The value's node.
    pub node: NodeId,
    /// The value.
    pub value: &'a str,
}

/// Whether a text is empty or whitespace. Nearly every text begins with a letter, which decides at once.
fn is_blank(text: &str) -> bool {
    text.as_bytes().first().is_none_or(|first| !first.is_ascii_graphic()) && text.chars().all(char::is_whitespace)
}

/// The texts of a record that have marks.
#[derive(Debug, Default)]
struct Marked {
    /// In the order of the file.
    texts: Vec<(NodeId, Marks)>,
    all: Marks,
}

/// One record.
#[derive(Debug)]
pub struct Record<'a> {
    tree: Tree<'a>,
    /// The node of each top-level field, by symbol. For absent fields the root, which is not a field.
    members: [NodeId; Symbol::COUNT],
    /// The fields that are present.
    fields: FieldSet,
    // Many rules need these; they are collected once.
    titles: OnceCell<Vec<Text<'a>>>,
    titles_in_languages: OnceCell<Vec<Text<'a>>>,
    all_abstracts: OnceCell<Vec<Text<'a>>>,
    abstracts: OnceCell<Vec<Text<'a>>>,
    identifiers: OnceCell<Vec<Identifier<'a>>>,
    codes: OnceCell<Vec<(NodeId, &'a str)>>,
    named: OnceCell<Vec<Language>>,
    pages: OnceCell<Option<(NodeId, pages::Pages<'a>)>>,
    people: OnceCell<People<'a>>,
    affiliations: OnceCell<Vec<Affiliation<'a>>>,
    affiliation_ids: OnceCell<Vec<&'a str>>,
    references: OnceCell<Vec<Reference<'a>>>,
    keywords: OnceCell<Vec<KeywordGroup<'a>>>,
    marked: OnceCell<Marked>,
    copied: OnceCell<Vec<NodeId>>,
    plain: plain::Answers,
    plain_pages: OnceCell<Option<(u32, u32)>>,
    verdicts: RefCell<Vec<(NodeId, Verdict)>>,
    agreements: RefCell<Vec<(NodeId, Agreement)>>,
    recogniser: &'a Recogniser,
    /// The format of the record, if known. Types and other terms are interpreted as in that format.
    shape: Option<&'static Shape>,
    /// The record as it is in its file, and the source of each canonical node. `None` if both are the same tree.
    source: Option<(Tree<'a>, &'a Canonical)>,
}

impl<'a> Record<'a> {
    /// Creates the record of a canonical tree. Languages are detected among the usual ones.
    pub fn new(tree: Tree<'a>) -> Self {
        Self::with_recogniser(tree, Recogniser::usual())
    }

    /// Creates the record of a canonical tree. Languages are detected by `recogniser`.
    pub fn with_recogniser(tree: Tree<'a>, recogniser: &'a Recogniser) -> Self {
        let mut members = [NodeId::ROOT; Symbol::COUNT];
        let mut fields = FieldSet::default();
        for child in tree.children(tree.root()) {
            if let Some(symbol) = child.key.map(|key| tree.symbol(key)).filter(|symbol| *symbol != Symbol::OTHER) {
                members[symbol.index()] = child.value;
                fields = fields.with(symbol);
            }
        }
        Self {
            tree,
            members,
            fields,
            titles: OnceCell::new(),
            titles_in_languages: OnceCell::new(),
            all_abstracts: OnceCell::new(),
            abstracts: OnceCell::new(),
            identifiers: OnceCell::new(),
            codes: OnceCell::new(),
            named: OnceCell::new(),
            pages: OnceCell::new(),
            people: OnceCell::new(),
            affiliations: OnceCell::new(),
            affiliation_ids: OnceCell::new(),
            references: OnceCell::new(),
            keywords: OnceCell::new(),
            marked: OnceCell::new(),
            copied: OnceCell::new(),
            plain: plain::Answers::default(),
            plain_pages: OnceCell::new(),
            verdicts: RefCell::default(),
            agreements: RefCell::default(),
            recogniser,
            shape: None,
            source: None,
        }
    }

    /// Returns the record with the format in which it is stored.
    #[must_use]
    pub fn of_shape(mut self, shape: &'static Shape) -> Self {
        self.shape = Some(shape);
        self
    }

    /// Returns the record with the tree of its file, so that messages name fields as the file does.
    #[must_use]
    pub fn read_from(mut self, source: Tree<'a>, canonical: Option<&'a Canonical>) -> Self {
        self.source = canonical.map(|canonical| (source, canonical));
        self
    }

    /// Returns the record without shortcuts: no field counts as plain, every text is examined, and every rule does its
    /// full check. The findings are the same.
    #[must_use]
    pub fn without_shortcuts(mut self) -> Self {
        self.plain = plain::Answers::off();
        self
    }

    /// Returns the canonical tree.
    pub fn tree(&self) -> Tree<'a> {
        self.tree
    }

    /// Returns the root node.
    pub fn root(&self) -> NodeId {
        NodeId::ROOT
    }

    /// Returns the set of top-level fields that are present.
    pub fn fields(&self) -> FieldSet {
        self.fields
    }

    /// Returns the value of a top-level field.
    pub fn field(&self, field: Symbol) -> Option<NodeId> {
        let node = self.members[field.index()];
        (node != NodeId::ROOT).then_some(node)
    }

    /// Whether a top-level field is present and has a value.
    pub fn state(&self, field: Symbol) -> State {
        match self.field(field) {
            None => State::Absent,
            Some(node) if self.is_blank(node) => State::Empty(node),
            Some(node) => State::Present(node),
        }
    }

    /// Whether a value is blank: whitespace, `null`, an empty list or object.
    pub fn is_blank(&self, node: NodeId) -> bool {
        match self.tree.kind(node) {
            Kind::Null => true,
            // The first character after the quotation mark nearly always decides.
            Kind::String => !self.tree.starts_with_visible_ascii(node) && self.tree.string(node).is_some_and(is_blank),
            Kind::Array | Kind::Object => self.tree.children(node).next().is_none(),
            _ => false,
        }
    }

    /// Returns the union of the marks of all texts.
    pub fn marks(&self) -> Marks {
        self.marked_texts().all
    }

    /// Returns the texts that have any of these marks, with all marks of each, in the order of the file.
    pub fn marked(&self, marks: Marks) -> impl Iterator<Item = (NodeId, Marks)> + '_ {
        let marked = self.marked_texts();
        let texts = if marked.all.intersects(marks) { marked.texts.as_slice() } else { &[] };
        texts.iter().copied().filter(move |(_, found)| found.intersects(marks))
    }

    fn marked_texts(&self) -> &Marked {
        self.marked.get_or_init(|| {
            let mut marked = Marked::default();
            debug_assert!(self.tree.strings().all(|node| self.tree.summary(node) != StringSummary::Plain
                || self.tree.string(node).is_some_and(|text| Marks::of(text).is_none())));
            let mut add = |node, found: Marks| {
                if !found.is_none() {
                    marked.texts.push((node, found));
                    marked.all = marked.all.or(found);
                }
            };
            if self.plain.are_off() {
                self.tree.strings().for_each(|node| add(node, Marks::of(self.tree.string(node).unwrap_or_default())));
            } else {
                for &(node, look) in self.tree.unusual_strings() {
                    add(node, Marks::known(self.tree.string(node).unwrap_or_default(), look));
                }
            }
            marked
        })
    }

    /// Returns the member of an object inside the record.
    pub fn member(&self, object: NodeId, name: Symbol) -> Option<NodeId> {
        self.tree.get(object, name).map(|child| child.value)
    }

    /// Returns the text of a member unless it is blank. The text of a number is its spelling.
    pub fn text(&self, object: NodeId, name: Symbol) -> Option<(NodeId, &'a str)> {
        let node = if object == NodeId::ROOT { self.field(name) } else { self.member(object, name) }?;
        let text = self.tree.text(node)?;
        (!is_blank(text)).then_some((node, text))
    }

    /// Returns the texts of several members of an object, found in one pass; each as in [`Record::text`].
    pub fn texts_of<const N: usize>(&self, object: NodeId, names: [Symbol; N]) -> [lists::NodeText<'a>; N] {
        if !self.tree.is_object(object) || self.tree.has_duplicates(object) {
            return names.map(|name| self.text(object, name));
        }
        let mut found = [None; N];
        for child in self.tree.children(object) {
            let symbol = child.key.map_or(Symbol::OTHER, |key| self.tree.symbol(key));
            if let Some(place) = names.iter().position(|name| *name == symbol) {
                found[place] =
                    self.tree.text(child.value).filter(|text| !is_blank(text)).map(|text| (child.value, text));
            }
        }
        found
    }

    /// Returns the parsed pages. They are parsed once per record.
    pub fn pages(&self) -> Option<&(NodeId, pages::Pages<'a>)> {
        let read = || self.text(NodeId::ROOT, Symbol::PAGES).map(|(node, raw)| (node, pages::Pages::parse(raw)));
        self.pages.get_or_init(read).as_ref()
    }

    /// Returns the languages of publication, as written.
    pub fn languages(&self) -> impl Iterator<Item = (NodeId, &'a str)> + '_ {
        self.items(Symbol::LANGUAGES).filter_map(|item| Some((item, self.tree.string(item)?)))
    }

    /// Returns every non-blank language code: of the publication, of titles, abstracts and keywords.
    pub fn language_codes(&self) -> impl Iterator<Item = (NodeId, &'a str)> + '_ {
        self.codes.get_or_init(|| self.read_codes()).iter().copied()
    }

    /// Returns the languages that these codes name, each once.
    pub fn named_languages(&self) -> &[Language] {
        self.named.get_or_init(|| {
            let mut named = Vec::new();
            for language in self.language_codes().filter_map(|(_, code)| Language::of_tag(code)) {
                if !named.contains(&language) {
                    named.push(language);
                }
            }
            named
        })
    }

    fn read_codes(&self) -> Vec<(NodeId, &'a str)> {
        const TEXTS: [Symbol; 3] = [Symbol::TITLE_VARIANTS, Symbol::ABSTRACTS, Symbol::KEYWORDS];
        let title = self.field(Symbol::TITLE).filter(|title| self.tree.is_object(*title));
        let texts = TEXTS.into_iter().flat_map(|field| self.items(field)).filter(|item| self.tree.is_object(*item));
        let tagged = title.into_iter().chain(texts).filter_map(|object| self.text(object, Symbol::LANG));
        self.languages().filter(|(_, code)| !is_blank(code)).chain(tagged).collect()
    }

    /// Whether a link has this address.
    pub fn links_to(&self, address: &str) -> bool {
        let address = address.trim().trim_end_matches('/');
        let mut links = self.items(Symbol::LINKS).filter_map(|link| self.text(link, Symbol::URL));
        links.any(|(_, link)| link.trim().trim_end_matches('/') == address)
    }

    /// Returns the contributors that are objects.
    pub fn contributors(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.items(Symbol::CONTRIBUTORS).filter(|item| self.tree.is_object(*item))
    }

    /// Returns the contributors and their names. They are read once per record.
    pub fn people(&self) -> &People<'a> {
        self.people.get_or_init(|| People::read(self))
    }

    /// Returns the items of the contributors' affiliation lists: ids and objects.
    pub fn affiliations_of_people(&self) -> impl Iterator<Item = NodeId> + '_ {
        let lists = self.people().all().iter().filter_map(|person| person.affiliations);
        lists.flat_map(|list| self.tree.items(list))
    }

    /// Returns the affiliations of the record that are objects.
    pub fn affiliations(&self) -> &[Affiliation<'a>] {
        let read = |item| self.tree.is_object(item).then(|| Affiliation::read(self, item));
        self.affiliations.get_or_init(|| self.entries(Symbol::AFFILIATIONS, read))
    }

    /// Returns every affiliation that is an object: those of the record, then those inside contributors. An object
    /// inside a contributor that repeats the id of a record's affiliation is the same affiliation and is left out.
    pub fn every_affiliation(&self) -> impl Iterator<Item = Affiliation<'a>> + '_ {
        let inline = self.affiliations_of_people().filter(|item| self.tree.is_object(*item));
        let inline = inline.map(|item| Affiliation::read(self, item));
        let is_own = |affiliation: &Affiliation<'a>| affiliation.id.is_none_or(|(_, id)| !self.has_affiliation(id));
        self.affiliations().iter().copied().chain(inline.filter(is_own))
    }

    /// Whether an affiliation of the record has this id.
    pub fn has_affiliation(&self, id: &str) -> bool {
        let all = self.affiliations();
        if all.len() <= FEW {
            return all.iter().any(|affiliation| affiliation.is_called(id));
        }
        let ids = self.affiliation_ids.get_or_init(|| {
            let mut ids: Vec<&str> = all.iter().filter_map(|affiliation| affiliation.id.map(|(_, id)| id)).collect();
            ids.sort_unstable();
            ids
        });
        ids.binary_search(&id).is_ok()
    }

    /// Returns the references of the record.
    pub fn references(&self) -> &[Reference<'a>] {
        let read = |item| Some(Reference::read(self, item));
        self.references.get_or_init(|| self.entries(Symbol::REFERENCES, read))
    }

    /// Returns the keyword groups that have a member for terms.
    pub fn keywords(&self) -> &[KeywordGroup<'a>] {
        let read = |item| KeywordGroup::read(self, item);
        self.keywords.get_or_init(|| self.entries(Symbol::KEYWORDS, read))
    }

    /// Reads the items of a top-level list. Memory is allocated once: an item has at least four nodes.
    fn entries<T>(&self, field: Symbol, read: impl Fn(NodeId) -> Option<T>) -> Vec<T> {
        let nodes = self.field(field).map_or(0, |list| self.tree.after(list).index() - list.index());
        let mut entries = Vec::with_capacity(nodes / 4);
        entries.extend(self.items(field).filter_map(read));
        entries
    }

    /// Returns the identifiers of a scheme, compared case-insensitively, including blank ones.
    pub fn identifiers<'s>(&'s self, scheme: &'s str) -> impl Iterator<Item = Identifier<'a>> + 's {
        let all = self.identifiers.get_or_init(|| {
            let identifier = |item| {
                let (_, scheme) = self.text(item, Symbol::SCHEME)?;
                let node = self.member(item, Symbol::VALUE)?;
                Some(Identifier { scheme, node, value: self.tree.text(node)? })
            };
            self.items(Symbol::IDENTIFIERS).filter_map(identifier).collect()
        });
        all.iter().filter(move |found| found.scheme.eq_ignore_ascii_case(scheme)).copied()
    }

    /// Returns the items of a top-level list.
    pub fn items(&self, field: Symbol) -> impl Iterator<Item = NodeId> + use<'a> {
        let tree = self.tree;
        self.field(field).into_iter().flat_map(move |list| tree.items(list))
    }

    /// Whether the document type is one of `types`, compared case-insensitively, either as written or as the nearest
    /// native type of the format's own type.
    pub fn has_type<T: AsRef<str>>(&self, types: &[T]) -> bool {
        let Some((_, found)) = self.text(NodeId::ROOT, Symbol::TYPE) else { return false };
        let native = self.shape.and_then(|shape| shape.native_type(found));
        // A type that the format defines is not compared by its spelling: `article` of CSL is a preprint.
        let found = native.unwrap_or(trimmed(found));
        types.iter().any(|known| known.as_ref().eq_ignore_ascii_case(found))
    }

    /// Whether the work appeared in a journal, by its type. An article in JATS always did.
    pub fn is_of_journal(&self) -> bool {
        const TYPES: &[&str] =
            &["article", "review-article", "book-review", "editorial", "letter", "erratum", "retraction"];
        self.shape.is_some_and(|shape| shape.id == "jats") || self.has_type(TYPES)
    }

    /// Whether the work is a whole, so that its pages are not cited: a book, a thesis, a report, by the types of
    /// BibTeX, RIS, CSL and Crossref.
    pub fn is_whole_work(&self) -> bool {
        const TYPES: &[&str] = &[
            "book",
            "booklet",
            "collection",
            "dissertation",
            "ebook",
            "edbook",
            "edited-book",
            "manual",
            "mastersthesis",
            "monograph",
            "mvbook",
            "mvcollection",
            "mvproceedings",
            "mvreference",
            "phdthesis",
            "proceedings",
            "reference",
            "reference-book",
            "report",
            "rprt",
            "techreport",
            "thes",
            "thesis",
        ];
        let kind = self.text(NodeId::ROOT, Symbol::TYPE).map_or("", |(_, kind)| trimmed(kind));
        TYPES.iter().any(|known| known.eq_ignore_ascii_case(kind))
    }

    /// Whether the pages of this record may be combined from two fields, so that no message quotes them as a whole.
    pub fn joins_pages(&self) -> bool {
        const JOINING: &[&str] = &["bwmeta", "crossref-xml", "datacite", "datacite-xml", "doaj", "jats", "ris"];
        self.shape.is_some_and(|shape| JOINING.contains(&shape.id))
            && self.text(NodeId::ROOT, Symbol::PAGES).is_some_and(|(_, pages)| pages.contains('-'))
    }

    /// Returns what a person can compare the record with: the article, the book or the work itself.
    pub fn original(&self) -> &'static str {
        if self.is_of_journal() {
            "the printed article"
        } else if self.is_whole_work() {
            "the book"
        } else if self.has_type(&["conference-paper"]) {
            "the paper"
        } else {
            "the work itself"
        }
    }

    /// Whether a text is in a field that may contain any markup in this format.
    pub fn allows_markup(&self, node: NodeId) -> bool {
        self.shape.is_some_and(|shape| shape.tags.is_empty()) && self.may_hold_markup(node)
    }

    /// Whether a text is in a field that may contain this tag in this format.
    pub fn allows_tag(&self, node: NodeId, name: &str) -> bool {
        let is_known = |tags: &[&str]| tags.is_empty() || tags.iter().any(|tag| tag.eq_ignore_ascii_case(name));
        self.shape.is_some_and(|shape| is_known(shape.tags)) && self.may_hold_markup(node)
    }

    fn may_hold_markup(&self, node: NodeId) -> bool {
        let fields = self.shape.map(|shape| shape.markup).unwrap_or_default();
        fields.iter().filter_map(|field| self.field(*field)).any(|at| at <= node && node < self.tree.after(at))
    }

    /// Whether texts of this format are written in TeX, so that its special characters and commands are valid.
    pub fn is_tex(&self) -> bool {
        self.shape.is_some_and(|shape| shape.is_tex)
    }

    /// Whether a text is a code that means "not known" in this format.
    pub fn is_code(&self, text: &str) -> bool {
        self.shape.is_some_and(|shape| shape.codes.iter().any(|code| code.eq_ignore_ascii_case(text.trim())))
    }

    /// Returns the recogniser that detects the languages of texts.
    pub fn recogniser(&self) -> &'a Recogniser {
        self.recogniser
    }
}
