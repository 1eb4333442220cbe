//! An article in JATS, the Journal Article Tag Suite (ANSI/NISO Z39.96), in its archiving and publishing tag sets, in
//! the older tag sets of the National Library of Medicine, and in the SciELO Publishing Schema.
//!
//! The record is `front`, and the list of references in `back`; the body is not read. A `sub-article` that is a
//! translation adds titles, abstracts and keywords to the article and nothing else: its DOI and its authors are its
//! own. Other sub-articles, such as responses and reviewers' reports, are other works.
//!
//! `xml:lang` applies to everything in an element, so that a title without it is in the language of the article.

mod back;
mod fragment;
mod people;
mod publication;
mod texts;

pub(super) use fragment::{is_marked, words};
pub(super) use texts::TEASERS;

pub use back::creative_commons_kind;

use super::xml::{self, Reading, all, at, attribute, attribute_text, first, text_from};
use super::{Builder, Origin, Shape};
use crate::diagnostic::Severity;
use crate::syntax::Syntax;
use crate::tree::{NodeId, Symbol, Tree};

pub(super) const SHAPE: Shape = Shape {
    id: "jats",
    syntaxes: &[Syntax::Xml],
    detect: |tree| article(tree).is_some(),
    read,
    lacks: &[
        Symbol::ISSUE_YEAR,
        Symbol::ORDER_REFERENCE,
        Symbol::PHYSICAL_DESCRIPTION,
        Symbol::POSITION,
        Symbol::STATUS,
    ],
    types: TYPES,
    // For a single page, both elements have it.
    allows: &["pages/equal"],
    writes: &[
        (Symbol::TITLE_VARIANTS, Symbol::LANG, "@xml:lang"),
        (Symbol::ABSTRACTS, Symbol::LANG, "@xml:lang"),
        (Symbol::KEYWORDS, Symbol::LANG, "@xml:lang"),
    ],
    // Every DTD of JATS and of the older NLM tag sets declares `xml:lang NMTOKEN 'en'` for `article`.
    default_language: Some("en"),
    // `article-type` is #IMPLIED in every DTD, and its values are an open list.
    at_most: &[("type/missing", Severity::Warning), ("type/unknown", Severity::Warning)],
    ..Shape::PLAIN
};

/// The values of `article/@article-type`: those suggested by the JATS Tag Library, and those of the SciELO Publishing
/// Schema.
const TYPES: &[(&str, &str)] = &[
    ("research-article", "article"),
    ("review-article", "review-article"),
    ("book-review", "book-review"),
    ("editorial", "editorial"),
    ("letter", "letter"),
    ("interview", "interview"),
    ("obituary", "obituary"),
    ("report", "report"),
    ("translation", "translation"),
    ("data-paper", "data-paper"),
    ("correction", "erratum"),
    ("retraction", "retraction"),
    ("preprint", "preprint"),
    ("abstract", "other"),
    ("addendum", "erratum"),
    ("announcement", "note"),
    ("article-commentary", "essay"),
    ("books-received", "bibliography"),
    ("brief-report", "article"),
    ("calendar", "other"),
    ("case-report", "article"),
    ("clinical-instruction", "article"),
    ("clinical-trial", "article"),
    ("collection", "other"),
    ("data-article", "data-paper"),
    ("discussion", "essay"),
    ("dissertation", "other"),
    ("errata", "erratum"),
    ("expression-of-concern", "note"),
    ("guideline", "report"),
    ("in-brief", "note"),
    ("introduction", "editorial"),
    ("meeting-report", "report"),
    ("methods-article", "article"),
    ("news", "note"),
    ("oration", "other"),
    ("other", "other"),
    ("partial-retraction", "retraction"),
    ("press-release", "note"),
    ("product-review", "book-review"),
    ("rapid-communication", "article"),
    ("referee-report", "other"),
    ("reply", "letter"),
    ("reprint", "other"),
    ("reviewer-report", "other"),
    ("systematic-review", "review-article"),
    ("technical-report", "report"),
    ("update", "note"),
];

/// The attribute with the language of an element.
const LANGUAGE: &str = "xml:lang";

/// A line without note references and formula sources.
const LINE: Reading<'static> = Reading { without: NOT_TEXT, is_prose: false };

/// Elements of a line whose words are not part of it.
const NOT_TEXT: &[&str] = &["fn", "xref", "tex-math", "annotation", "annotation-xml"];

/// Returns the article, if the tree is one, by itself or inside OAI-PMH.
fn article(tree: Tree<'_>) -> Option<NodeId> {
    let (name, found) = xml::record(tree)?;
    let article = match name {
        "article" => found,
        "record" => at(tree, found, &["metadata", "article"])?,
        _ => return None,
    };
    let is_one = ["front", "front-stub"].iter().any(|name| first(tree, article, name).is_some())
        || attribute(tree, article, "article-type").is_some();
    is_one.then_some(article)
}

/// The parts of an article that are read.
#[derive(Clone, Copy)]
struct Parts {
    article: NodeId,
    /// The metadata of the journal.
    journal: Option<NodeId>,
    /// The metadata of the article; the article itself if there are none.
    meta: NodeId,
    /// The attribute with the language of the article.
    language: Option<NodeId>,
}

impl Parts {
    fn of(tree: Tree<'_>, article: NodeId) -> Self {
        let front = ["front-stub", "front"].iter().find_map(|name| first(tree, article, name)).unwrap_or(article);
        Self {
            article,
            journal: first(tree, front, "journal-meta"),
            meta: first(tree, front, "article-meta").unwrap_or(front),
            language: attribute(tree, article, LANGUAGE),
        }
    }

    /// Returns the translations inside the article.
    fn translations(self, tree: Tree<'_>) -> Vec<Parts> {
        let others = all(tree, self.article, "sub-article");
        let translations = others.filter(|other| attribute_text(tree, *other, "article-type") == "translation");
        translations.map(|translation| Parts::of(tree, translation)).collect()
    }
}

/// Returns the attribute with the language of an element: its own, or else `inherited`.
fn language(tree: Tree<'_>, element: NodeId, inherited: Option<NodeId>) -> Option<NodeId> {
    attribute(tree, element, LANGUAGE).or(inherited)
}

/// Returns the address that an element links to.
fn address(tree: Tree<'_>, element: NodeId) -> Option<NodeId> {
    attribute(tree, element, "xlink:href").or_else(|| attribute(tree, element, "href"))
}

fn read(builder: &mut Builder<'_>) -> bool {
    let tree = builder.source();
    // A format set in the configuration is read without detection.
    let Some(article) = article(tree).or_else(|| Some(xml::record(tree)?.1)) else { return false };
    let parts = Parts::of(tree, article);
    builder.object(Origin::Node(article), |builder| {
        let id = publication::own_id(tree, parts.meta);
        if let Some(id) = id {
            text_from(builder, Symbol::ID, id, Reading::LINE);
        }
        xml::attribute_from(builder, Symbol::TYPE, article, "article-type");
        if publication::is_retracted(tree, parts.meta) {
            builder.member(Symbol::X_STATUS, Origin::None, "retracted");
        }
        if let Some(language) = parts.language {
            builder.key_from(Symbol::LANGUAGES, language);
            let text = tree.string(language).unwrap_or_default();
            builder.array(Origin::Node(language), |builder| builder.text(Origin::Node(language), text));
        }
        texts::write(builder, parts);
        publication::write(builder, parts, id);
        people::write(builder, parts);
        back::write(builder, parts);
    });
    true
}
