//! A PubMed citation, from the database of the National Library of Medicine: `PubmedArticle`, and `PubmedBookArticle`
//! for a book or a chapter of one, as distributed (`pubmed_*.dtd`).
//!
//! Title and abstract are in English by definition, whatever the language of the work: a translated title is in square
//! brackets, and the original title is `VernacularTitle`, if recorded. Titles end with a full stop, and last pages are
//! abbreviated.

mod people;
mod publication;
mod texts;
mod types;

use super::fields::list;
use super::xml::{self, Reading, all, at, attribute_text, first, text_from};
use super::{Builder, LanguageCodes, Origin, Shape};
use crate::syntax::Syntax;
use crate::tree::{NodeId, Symbol, Tree};

pub(super) const SHAPE: Shape = Shape {
    id: "pubmed",
    syntaxes: &[Syntax::Xml],
    detect: |tree| xml::record(tree).is_some_and(|(name, _)| NAMES.contains(&name)),
    read,
    lacks: &[
        Symbol::ANONYMOUS,
        Symbol::ARTICLE_NUMBER,
        Symbol::ISSUE_TITLE,
        Symbol::ISSUE_YEAR,
        Symbol::LANG,
        Symbol::LICENSES,
        Symbol::ORDER_REFERENCE,
        Symbol::PAGE_COUNT,
        Symbol::PHYSICAL_DESCRIPTION,
        Symbol::POSITION,
        // Publisher of a journal; books have one.
        Symbol::PUBLISHER,
        Symbol::RIGHTS,
        Symbol::STATUS,
    ],
    types: types::TYPES,
    language_codes: LanguageCodes::Bibliographic,
    codes: &["und", "mul", "[Not Available].", "[Not Available]"],
    allows: &["pages/abbreviated", "title/trailing-period", "title/translated-bracketed"],
    ..Shape::PLAIN
};

const NAMES: &[&str] = &["PubmedArticle", "PubmedBookArticle"];

/// The parts of a citation that are read.
#[derive(Clone, Copy)]
struct Parts {
    /// `MedlineCitation` or `BookDocument`.
    citation: NodeId,
    /// `Article`; for a book the document, which has the same content.
    article: NodeId,
    /// The book.
    book: Option<NodeId>,
    /// PubMed's own data about the citation.
    data: Option<NodeId>,
}

impl Parts {
    fn of(tree: Tree<'_>, record: NodeId) -> Self {
        let either = |names: [&str; 2]| names.iter().find_map(|name| first(tree, record, name));
        let citation = either(["MedlineCitation", "BookDocument"]).unwrap_or(record);
        Self {
            citation,
            article: first(tree, citation, "Article").unwrap_or(citation),
            book: first(tree, citation, "Book"),
            data: either(["PubmedData", "PubmedBookData"]),
        }
    }
}

fn read(builder: &mut Builder<'_>) -> bool {
    let tree = builder.source();
    // A format set in the configuration is read without detection.
    let Some((_, record)) = xml::record(tree) else { return false };
    let parts = Parts::of(tree, record);
    builder.object(Origin::Node(record), |builder| {
        if let Some(id) = first(tree, parts.citation, "PMID") {
            text_from(builder, Symbol::ID, id, Reading::LINE);
        }
        types::write(builder, parts);
        let languages: Vec<NodeId> = all(tree, parts.article, "Language").collect();
        list(builder, Symbol::LANGUAGES, &languages, |builder, code| xml::text(builder, code, Reading::LINE));
        if types::is_retracted(tree, parts) {
            builder.member(Symbol::X_STATUS, Origin::None, "retracted");
        }
        texts::write(builder, parts);
        publication::write(builder, parts);
        people::write(builder, parts);
        relations(builder, parts);
        references(builder, parts);
        grants(builder, parts);
    });
    true
}

/// Returns the native word for the relation of a comment or a correction to this article, if there is one.
fn native_relation(own: &str) -> &str {
    match own {
        "ErratumFor" => "corrects",
        "RetractionOf" | "PartialRetractionOf" => "retracts",
        own => own,
    }
}

/// Returns the relations to other works; cited works are references.
fn commented(tree: Tree<'_>, parts: Parts) -> impl Iterator<Item = NodeId> {
    let lists = first(tree, parts.citation, "CommentsCorrectionsList").into_iter();
    lists.flat_map(move |list| all(tree, list, "CommentsCorrections"))
}

fn relations(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let found: Vec<NodeId> =
        commented(tree, parts).filter(|other| attribute_text(tree, *other, "RefType") != "Cites").collect();
    list(builder, Symbol::RELATIONS, &found, |builder, other| {
        builder.object(Origin::Node(other), |builder| {
            let kind = attribute_text(tree, other, "RefType");
            xml::word_from(builder, Symbol::TYPE, xml::attribute(tree, other, "RefType"), native_relation(kind));
            if let Some(number) = first(tree, other, "PMID") {
                builder.member(Symbol::SCHEME, Origin::None, "pmid");
                text_from(builder, Symbol::VALUE, number, Reading::LINE);
            }
            if let Some(source) = first(tree, other, "RefSource") {
                text_from(builder, Symbol::TEXT, source, Reading::LINE);
            }
        });
    });
}

/// Writes the references; older citations have them among the comments.
fn references(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let own = parts.data.into_iter().flat_map(|data| all(tree, data, "ReferenceList"));
    let own = own.flat_map(|list| xml::within(tree, list)).filter(|(name, _)| *name == "Reference");
    let cited = commented(tree, parts).filter(|other| attribute_text(tree, *other, "RefType") == "Cites");
    let found: Vec<NodeId> = own.map(|(_, reference)| reference).chain(cited).collect();
    list(builder, Symbol::REFERENCES, &found, |builder, reference| {
        builder.object(Origin::Node(reference), |builder| {
            let text = ["Citation", "RefSource"].iter().find_map(|name| first(tree, reference, name));
            if let Some(text) = text {
                text_from(builder, Symbol::TEXT, text, Reading::LINE);
            }
            let ids = first(tree, reference, "ArticleIdList").into_iter().flat_map(|ids| all(tree, ids, "ArticleId"));
            if let Some(doi) = ids.into_iter().find(|id| attribute_text(tree, *id, "IdType") == "doi") {
                text_from(builder, Symbol::DOI, doi, Reading::LINE);
            }
        });
    });
}

fn grants(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let lists = [parts.article, parts.citation].into_iter().find_map(|holder| first(tree, holder, "GrantList"));
    let found: Vec<NodeId> = lists.into_iter().flat_map(|grants| all(tree, grants, "Grant")).collect();
    list(builder, Symbol::FUNDING, &found, |builder, grant| {
        builder.object(Origin::Node(grant), |builder| {
            for (name, field) in [("Agency", Symbol::FUNDER), ("GrantID", Symbol::AWARD)] {
                if let Some(element) = at(tree, grant, &[name]) {
                    text_from(builder, field, element, Reading::LINE);
                }
            }
        });
    });
}
