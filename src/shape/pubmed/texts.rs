//! The titles, abstracts, keywords and subjects of a citation.

use super::Parts;
use crate::shape::fields::list;
use crate::shape::xml::{self, Reading, all, attribute, attribute_text, children, first, text_from, words};
use crate::shape::{Builder, Joined, Origin};
use crate::tree::{NodeId, Symbol, Tree};

pub(super) fn write(builder: &mut Builder<'_>, parts: Parts) {
    titles(builder, parts);
    abstracts(builder, parts);
    keywords(builder, parts);
    subjects(builder, parts);
}

/// Writes titles. The original title is the main one, the translation in brackets is a variant.
fn titles(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let book = parts.book.and_then(|book| first(tree, book, "BookTitle"));
    let [title, vernacular] = ["ArticleTitle", "VernacularTitle"].map(|name| first(tree, parts.article, name));
    let title = title.or(book);
    let is_translated = title.is_some_and(|title| words(tree, title, Reading::LINE).text.trim().starts_with('['));
    let (main, variant) = match (title, vernacular) {
        (Some(title), Some(vernacular)) if is_translated => (Some(vernacular), Some(title)),
        (Some(_), other) => (title, other),
        (None, other) => (other, None),
    };
    let object = |builder: &mut Builder<'_>, element: NodeId| {
        builder.object(Origin::Node(element), |builder| text_from(builder, Symbol::TEXT, element, Reading::LINE));
    };
    if let Some(main) = main {
        builder.key_from(Symbol::TITLE, main);
        object(builder, main);
    }
    let variant: Vec<NodeId> = variant.into_iter().collect();
    list(builder, Symbol::TITLE_VARIANTS, &variant, object);
}

fn abstracts(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let own = all(tree, parts.article, "Abstract");
    let found: Vec<NodeId> = own.chain(all(tree, parts.citation, "OtherAbstract")).collect();
    list(builder, Symbol::ABSTRACTS, &found, |builder, element| {
        builder.object(Origin::Node(element), |builder| {
            builder.key_from(Symbol::TEXT, element);
            xml::joined(builder, element, summary(tree, element));
            if let Some(language) = attribute(tree, element, "Language") {
                builder.text_from(Symbol::LANG, language);
            }
            if attribute_text(tree, element, "Type") == "plain-language-summary" {
                builder.member(Symbol::ROLE, Origin::None, "plain");
            }
        });
    });
}

/// Joins the sections of an abstract, each with its heading, into one text.
fn summary(tree: Tree<'_>, element: NodeId) -> Joined {
    /// Headings that only mean "abstract", or that there is no heading.
    const EMPTY_HEADINGS: &[&str] = &["abstract", "summary", "unlabelled"];
    let sections: Vec<NodeId> = all(tree, element, "AbstractText").collect();
    let mut pieces = Vec::new();
    for section in &sections {
        let heading = attribute(tree, *section, "Label").filter(|label| {
            let own = tree.string(*label).unwrap_or_default().trim().to_ascii_lowercase();
            sections.len() > 1 && !own.is_empty() && !EMPTY_HEADINGS.contains(&own.as_str())
        });
        pieces.extend(heading);
        pieces.push(*section);
    }
    xml::words_of(tree, &pieces, Reading::PROSE)
}

fn keywords(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let groups: Vec<NodeId> = all(tree, parts.citation, "KeywordList").collect();
    list(builder, Symbol::KEYWORDS, &groups, |builder, group| {
        builder.object(Origin::Node(group), |builder| {
            let terms: Vec<NodeId> = all(tree, group, "Keyword").collect();
            list(builder, Symbol::TERMS, &terms, |builder, term| xml::text(builder, term, Reading::LINE));
        });
    });
}

/// Writes the MeSH headings.
fn subjects(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let headings = first(tree, parts.citation, "MeshHeadingList").into_iter().flat_map(|list| children(tree, list));
    let found: Vec<NodeId> = headings.filter_map(|(_, heading)| first(tree, heading, "DescriptorName")).collect();
    list(builder, Symbol::SUBJECTS, &found, |builder, subject| {
        builder.object(Origin::Node(subject), |builder| {
            builder.member(Symbol::SCHEME, Origin::None, "mesh");
            xml::attribute_from(builder, Symbol::CODE, subject, "UI");
            text_from(builder, Symbol::TEXT, subject, Reading::LINE);
        });
    });
}
