//! An article in the XML of DOAJ, the Directory of Open Access Journals (`doajArticles.xsd`): `record` in `records`.
//!
//! Titles, abstracts and keywords may occur in several languages, each with an attribute `language`, in the
//! three-letter codes of ISO 639-2/B. Names of authors are one text; their affiliations are in a separate list.

use super::fields::{self, Issn, inverted, list};
use super::xml::{self, Reading, all, attribute_from, first, text_from, text_object, word};
use super::{Builder, LanguageCodes, Origin, Shape, Unread};
use crate::diagnostic::Severity;
use crate::syntax::Syntax;
use crate::tree::{NodeId, Symbol, Tree};

pub(super) const SHAPE: Shape = Shape {
    id: "doaj",
    syntaxes: &[Syntax::Xml],
    detect: |tree| article(tree).is_some(),
    read,
    lacks: &[
        Symbol::ANONYMOUS,
        Symbol::ARTICLE_NUMBER,
        Symbol::FUNDING,
        Symbol::ISSUE_TITLE,
        Symbol::ISSUE_YEAR,
        Symbol::LICENSES,
        Symbol::ORDER_REFERENCE,
        Symbol::PAGE_COUNT,
        Symbol::PHYSICAL_DESCRIPTION,
        Symbol::POSITION,
        Symbol::REFERENCES,
        Symbol::RELATIONS,
        Symbol::RIGHTS,
        Symbol::STATUS,
        Symbol::SUBJECTS,
    ],
    writes: &[
        (Symbol::TITLE, Symbol::LANG, "@language"),
        (Symbol::TITLE_VARIANTS, Symbol::LANG, "@language"),
        (Symbol::ABSTRACTS, Symbol::LANG, "@language"),
        (Symbol::KEYWORDS, Symbol::LANG, "@language"),
    ],
    language_codes: LanguageCodes::Bibliographic,
    // Both are optional in the schema: the document type, and titles in further languages.
    at_most: &[("type/missing", Severity::Warning), ("abstract/translation-count", Severity::Note)],
    unread: Unread::Elements,
    ..Shape::PLAIN
};

/// The attribute with the language of a text.
const LANGUAGE: &str = "language";

/// Names that no other `record` contains.
const DISTINCTIVE: &[&str] =
    &["affiliationsList", "eissn", "fullTextUrl", "journalTitle", "publicationDate", "publisherRecordId"];

/// Returns the article, if the tree is one.
fn article(tree: Tree<'_>) -> Option<NodeId> {
    let (_, record) = xml::record(tree).filter(|(name, _)| *name == "record")?;
    xml::children(tree, record).any(|(name, _)| DISTINCTIVE.contains(&name)).then_some(record)
}

fn read(builder: &mut Builder<'_>) -> bool {
    let tree = builder.source();
    // A format set in the configuration is read without detection.
    let Some(record) = article(tree).or_else(|| Some(xml::record(tree)?.1)) else { return false };
    builder.object(Origin::Node(record), |builder| {
        let line = |builder: &mut Builder<'_>, name: &str, field: Symbol| {
            if let Some(element) = first(tree, record, name) {
                text_from(builder, field, element, Reading::LINE);
            }
        };
        line(builder, "publisherRecordId", Symbol::ID);
        line(builder, "documentType", Symbol::TYPE);
        let languages: Vec<NodeId> = all(tree, record, "language").collect();
        list(builder, Symbol::LANGUAGES, &languages, |builder, element| xml::text(builder, element, Reading::LINE));
        texts(builder, record);
        journal(builder, record);
        dates(builder, record);
        line(builder, "volume", Symbol::VOLUME);
        line(builder, "issue", Symbol::ISSUE);
        xml::pages(builder, first(tree, record, "startPage"), first(tree, record, "endPage"));
        people(builder, record);
        affiliations(builder, record);
        if let Some(element) = first(tree, record, "doi") {
            list(builder, Symbol::IDENTIFIERS, &[element], |builder, element| xml::identifier(builder, "doi", element));
        }
        links(builder, record);
    });
    true
}

/// Writes titles, abstracts and keywords. The first title is that of the article, the others are translations.
fn texts(builder: &mut Builder<'_>, record: NodeId) {
    let tree = builder.source();
    let titles: Vec<NodeId> = all(tree, record, "title").collect();
    if let Some((main, variants)) = titles.split_first() {
        builder.key_from(Symbol::TITLE, *main);
        text_object(builder, *main, LANGUAGE, None, Reading::LINE);
        list(builder, Symbol::TITLE_VARIANTS, variants, |builder, element| {
            text_object(builder, element, LANGUAGE, None, Reading::LINE);
        });
    }
    let abstracts: Vec<NodeId> = all(tree, record, "abstract").collect();
    list(builder, Symbol::ABSTRACTS, &abstracts, |builder, element| {
        text_object(builder, element, LANGUAGE, None, Reading::PROSE);
    });
    let groups: Vec<NodeId> = all(tree, record, "keywords").collect();
    list(builder, Symbol::KEYWORDS, &groups, |builder, group| {
        builder.object(Origin::Node(group), |builder| {
            attribute_from(builder, Symbol::LANG, group, LANGUAGE);
            let words: Vec<NodeId> = all(tree, group, "keyword").collect();
            list(builder, Symbol::TERMS, &words, |builder, element| xml::text(builder, element, Reading::LINE));
        });
    });
}

fn journal(builder: &mut Builder<'_>, record: NodeId) {
    let tree = builder.source();
    let [title, publisher] = ["journalTitle", "publisher"].map(|name| first(tree, record, name));
    let numbers: Vec<Issn> = [("issn", Symbol::PRINT), ("eissn", Symbol::ELECTRONIC)]
        .into_iter()
        .filter_map(|(name, medium)| xml::issn(tree, first(tree, record, name)?, Some(medium)))
        .collect();
    let Some(origin) = title.or(publisher).or(numbers.first().map(|issn| issn.node)) else { return };
    builder.key_from(Symbol::JOURNAL, origin);
    builder.object(Origin::Node(origin), |builder| {
        for (field, element) in [(Symbol::TITLE, title), (Symbol::PUBLISHER, publisher)] {
            if let Some(element) = element {
                text_from(builder, field, element, Reading::LINE);
            }
        }
        fields::issn_object(builder, numbers);
    });
}

/// Writes dates. `publicationDate` is a year, or a date that begins with one.
fn dates(builder: &mut Builder<'_>, record: NodeId) {
    let tree = builder.source();
    let Some(element) = first(tree, record, "publicationDate") else { return };
    let text = word(tree, element);
    let year = text.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    let words = xml::words(tree, element, Reading::LINE);
    match (year, words.parts.as_slice()) {
        (Some(_), [only]) if text.as_bytes().get(4) == Some(&b'-') => {
            builder.part_from(Symbol::YEAR, only.node, only.from.start..only.from.start + 4);
            builder.key_from(Symbol::DATES, element);
            builder.object(Origin::Node(element), |builder| {
                text_from(builder, Symbol::PUBLISHED, element, Reading::LINE);
            });
        }
        _ => text_from(builder, Symbol::YEAR, element, Reading::LINE),
    }
}

fn people(builder: &mut Builder<'_>, record: NodeId) {
    let tree = builder.source();
    let Some(authors) = first(tree, record, "authors") else { return };
    builder.key_from(Symbol::CONTRIBUTORS, authors);
    builder.array(Origin::Node(authors), |builder| {
        for author in all(tree, authors, "author") {
            builder.object(Origin::Node(author), |builder| contributor(builder, author));
        }
    });
}

fn contributor(builder: &mut Builder<'_>, author: NodeId) {
    let tree = builder.source();
    builder.member(Symbol::ROLE, Origin::None, "author");
    if let Some(name) = first(tree, author, "name") {
        let words = xml::words(tree, name, Reading::LINE);
        match (words.parts.as_slice(), inverted(&words.text)) {
            ([only], Some((given, family))) => {
                let of = |range: std::ops::Range<usize>| only.from.start + range.start..only.from.start + range.end;
                builder.part_from(Symbol::GIVEN, only.node, of(given));
                builder.part_from(Symbol::FAMILY, only.node, of(family));
            }
            // Without a comma, the beginning of the family name is unknown.
            _ => text_from(builder, Symbol::FAMILY, name, Reading::LINE),
        }
    }
    for (name, field) in [("email", Symbol::EMAIL), ("orcid_id", Symbol::ORCID)] {
        if let Some(element) = first(tree, author, name) {
            text_from(builder, field, element, Reading::LINE);
        }
    }
    let ids: Vec<NodeId> = all(tree, author, "affiliationId").collect();
    list(builder, Symbol::AFFILIATIONS, &ids, |builder, element| xml::text(builder, element, Reading::LINE));
}

fn affiliations(builder: &mut Builder<'_>, record: NodeId) {
    let tree = builder.source();
    let Some(names) = first(tree, record, "affiliationsList") else { return };
    builder.key_from(Symbol::AFFILIATIONS, names);
    builder.array(Origin::Node(names), |builder| {
        for name in all(tree, names, "affiliationName") {
            builder.object(Origin::Node(name), |builder| {
                attribute_from(builder, Symbol::ID, name, "affiliationId");
                text_from(builder, Symbol::NAME, name, Reading::LINE);
            });
        }
    });
}

fn links(builder: &mut Builder<'_>, record: NodeId) {
    let tree = builder.source();
    let urls: Vec<NodeId> = all(tree, record, "fullTextUrl").collect();
    list(builder, Symbol::LINKS, &urls, |builder, element| {
        builder.object(Origin::Node(element), |builder| {
            text_from(builder, Symbol::URL, element, Reading::LINE);
            builder.member(Symbol::ROLE, Origin::None, "fulltext");
            attribute_from(builder, Symbol::FORMAT, element, "format");
        });
    });
}
