//! References, relations to other works, licences, rights and grants of an article.

use super::{LANGUAGE, LINE, Parts, address, attribute_text};
use crate::shape::fields::list;
use crate::shape::xml::{self, Reading, all, attribute, children, first, text_from, word, words_in_a_row};
use crate::shape::{Builder, Joined, Origin};
use crate::tree::{NodeId, Symbol, Tree};

/// How the words of a reference are read.
const REFERENCE: Reading<'static> =
    Reading { without: &["label", "tex-math", "annotation", "annotation-xml"], is_prose: false };

/// Beginnings of DOI resolver addresses.
const DOI_ADDRESSES: &[&str] =
    &["info:doi/", "doi:", "https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/"];

pub(super) fn write(builder: &mut Builder<'_>, parts: Parts) {
    relations(builder, parts.meta);
    references(builder, parts.article);
    permissions(builder, parts.meta);
    funding(builder, parts.meta);
}

/// Returns the native word for a relation, if there is one.
fn native_relation(own: &str) -> &str {
    match own {
        "corrected-article" | "correction" => "corrects",
        "retracted-article" | "partial-retraction" => "retracts",
        "translated-article" | "translation-of" => "isTranslationOf",
        "reviewed-article" | "reviewed-book" => "reviews",
        own => own,
    }
}

fn relations(builder: &mut Builder<'_>, meta: NodeId) {
    let tree = builder.source();
    let found =
        children(tree, meta).filter(|(name, _)| matches!(*name, "related-article" | "related-object" | "product"));
    let found: Vec<(&str, NodeId)> = found.collect();
    let Some((_, first)) = found.first().copied() else { return };
    builder.key_from(Symbol::RELATIONS, first);
    builder.array(Origin::Node(first), |builder| {
        for (name, element) in found {
            builder.object(Origin::Node(element), |builder| match name {
                // The reviewed work.
                "product" => {
                    builder.member(Symbol::TYPE, Origin::None, "reviews");
                    words(builder, element, words_in_a_row(tree, element, REFERENCE, ", "));
                }
                _ => related(builder, element),
            });
        }
    });
}

fn related(builder: &mut Builder<'_>, element: NodeId) {
    let tree = builder.source();
    let kind = ["related-article-type", "link-type"].iter().find_map(|name| attribute(tree, element, name));
    if let Some(kind) = kind {
        xml::word_from(
            builder,
            Symbol::TYPE,
            Some(kind),
            native_relation(tree.string(kind).unwrap_or_default().trim()),
        );
    }
    if let Some(address) = address(tree, element) {
        let text = tree.string(address).unwrap_or_default();
        let scheme = attribute_text(tree, element, "ext-link-type");
        let prefix = DOI_ADDRESSES.iter().find(|prefix| text.starts_with(**prefix));
        let scheme = if prefix.is_some() || scheme.is_empty() && text.starts_with("10.") { "doi" } else { scheme };
        if !scheme.is_empty() {
            builder.member(Symbol::SCHEME, Origin::None, scheme);
        }
        builder.part_from(Symbol::VALUE, address, prefix.map_or(0, |prefix| prefix.len())..text.len());
    }
    let text = words_in_a_row(tree, element, LINE, ", ");
    if !text.parts.is_empty() {
        words(builder, element, text);
    }
}

fn words(builder: &mut Builder<'_>, element: NodeId, words: Joined) {
    builder.key_from(Symbol::TEXT, element);
    xml::joined(builder, element, words);
}

fn references(builder: &mut Builder<'_>, article: NodeId) {
    let tree = builder.source();
    let Some(back) = first(tree, article, "back") else { return };
    // A list may be nested in another one, or in a section.
    let found: Vec<NodeId> =
        xml::within(tree, back).filter(|(name, _)| *name == "ref").map(|(_, found)| found).collect();
    let lists = outer_lists(tree, back);
    list(builder, Symbol::REFERENCES, &found, |builder, reference| {
        let after = lists.partition_point(|list| *list < reference);
        let own = after.checked_sub(1).filter(|at| reference < tree.after(lists[*at]));
        builder.object(Origin::Node(reference), |builder| {
            let (cited, text) = cited(tree, reference);
            words(builder, cited, text);
            if let Some(doi) = doi(tree, reference) {
                text_from(builder, Symbol::DOI, doi, Reading::LINE);
            }
            if let Some(number) = own.filter(|_| lists.len() > 1) {
                builder.member(Symbol::X_LIST, Origin::None, &number.to_string());
            }
        });
    });
}

/// Returns the outermost reference lists. An appendix has a list of its own.
fn outer_lists(tree: Tree<'_>, back: NodeId) -> Vec<NodeId> {
    let mut found: Vec<NodeId> = Vec::new();
    for (_, list) in xml::within(tree, back).filter(|(name, _)| *name == "ref-list") {
        if found.last().is_none_or(|last| list >= tree.after(*last)) {
            found.push(list);
        }
    }
    found
}

/// Returns the text of a reference: as printed, or else its parts joined.
fn cited(tree: Tree<'_>, reference: NodeId) -> (NodeId, Joined) {
    let holder = first(tree, reference, "citation-alternatives").unwrap_or(reference);
    let named = |wanted: &[&str]| {
        let mut found = children(tree, holder).filter(|(name, _)| wanted.contains(name));
        found.next().map(|(_, found)| found)
    };
    if let Some(printed) = named(&["mixed-citation"]) {
        return (printed, words_in_a_row(tree, printed, REFERENCE, " "));
    }
    let cited = named(&["element-citation", "nlm-citation", "citation", "product"]).unwrap_or(reference);
    (cited, words_in_a_row(tree, cited, REFERENCE, ", "))
}

fn doi(tree: Tree<'_>, reference: NodeId) -> Option<NodeId> {
    let found = |is_of_issue: bool| {
        move |(name, element): &(&str, NodeId)| match *name {
            "issue-id" if is_of_issue => attribute_text(tree, *element, "pub-id-type") == "doi",
            "pub-id" | "object-id" => attribute_text(tree, *element, "pub-id-type") == "doi",
            "ext-link" => {
                attribute_text(tree, *element, "ext-link-type") == "doi" && word(tree, *element).starts_with("10.")
            }
            _ => false,
        }
    };
    // Without another DOI, publishers put that of the article into the element for the issue.
    let first = |is_of_issue| xml::within(tree, reference).find(found(is_of_issue)).map(|(_, element)| element);
    first(false).or_else(|| first(true))
}

fn permissions(builder: &mut Builder<'_>, meta: NodeId) {
    let tree = builder.source();
    // The first tag sets had no element around them.
    let permissions = first(tree, meta, "permissions").unwrap_or(meta);
    let licenses: Vec<NodeId> =
        all(tree, permissions, "license").filter(|license| terms(tree, *license).is_some()).collect();
    list(builder, Symbol::LICENSES, &licenses, |builder, license| {
        let other = other_terms(tree, license);
        builder.object(Origin::Node(license), |builder| {
            match terms(tree, license) {
                Some(Terms::Attribute(node)) => builder.text_from(Symbol::URL, node),
                Some(Terms::Element(element)) => text_from(builder, Symbol::URL, element, Reading::LINE),
                None => {}
            }
            xml::attribute_from(builder, Symbol::LANG, license, LANGUAGE);
            xml::attribute_from(builder, Symbol::APPLIES_TO, license, "specific-use");
        });
        if let Some((node, range)) = other {
            builder.object(Origin::Node(license), |builder| builder.part_from(Symbol::URL, node, range));
        }
    });
    let holder = first(tree, permissions, "copyright-holder");
    let year = first(tree, permissions, "copyright-year");
    let Some(origin) = holder.or(year) else { return };
    builder.key_from(Symbol::RIGHTS, origin);
    builder.object(Origin::Node(permissions), |builder| {
        for (field, element) in [(Symbol::HOLDER, holder), (Symbol::YEAR, year)] {
            if let Some(element) = element {
                text_from(builder, field, element, LINE);
            }
        }
    });
}

/// Returns the kind of a Creative Commons licence from its address: `by`, `by-nc-nd`.
pub fn creative_commons_kind(address: &str) -> Option<&str> {
    let (_, path) = address.split_once("creativecommons.org/licenses/")?;
    let kind = path.split(['/', '.', ')', ',', ' ']).next().unwrap_or_default();
    (!kind.is_empty()).then_some(kind)
}

/// Returns the address in the text of a licence, if it belongs to another licence than the one in the attribute.
fn other_terms(tree: Tree<'_>, license: NodeId) -> Option<(NodeId, std::ops::Range<usize>)> {
    let own = address(tree, license).and_then(|node| tree.string(node)).and_then(creative_commons_kind)?;
    let is_other = |text: &str| creative_commons_kind(text).is_some_and(|kind| !kind.eq_ignore_ascii_case(own));
    let links = xml::within(tree, license).filter_map(|(_, element)| address(tree, element));
    let link = links.map(|node| (node, tree.string(node).unwrap_or_default())).find(|(_, text)| is_other(text));
    if let Some((node, text)) = link {
        return Some((node, 0..text.len()));
    }
    let parts = xml::words(tree, license, Reading::LINE).parts;
    parts.into_iter().find_map(|part| {
        let text = tree.string(part.node)?;
        let start = part.from.start + text.get(part.from)?.find("http")?;
        let length = text[start..].find([' ', ')', ',', ';', '<']).unwrap_or(text.len() - start);
        let range = start..start + text[start..start + length].trim_end_matches('.').len();
        is_other(&text[range.clone()]).then_some((part.node, range))
    })
}

/// Where the address of a licence is.
enum Terms {
    Attribute(NodeId),
    Element(NodeId),
}

/// Returns the address of a licence: in an attribute, in NISO's `license_ref`, or in its text. A licence without an
/// address has none.
fn terms(tree: Tree<'_>, license: NodeId) -> Option<Terms> {
    if let Some(node) = address(tree, license) {
        return Some(Terms::Attribute(node));
    }
    xml::within(tree, license).find_map(|(name, element)| match name {
        "license_ref" => Some(Terms::Element(element)),
        "ext-link" | "uri" => {
            let node = address(tree, element)?;
            let is_known = tree.string(node).is_some_and(|text| text.contains("creativecommons.org/"));
            is_known.then_some(Terms::Attribute(node))
        }
        _ => None,
    })
}

/// A grant: the funder and the award number.
struct Grant {
    source: Option<NodeId>,
    award: Option<NodeId>,
}

fn funding(builder: &mut Builder<'_>, meta: NodeId) {
    let tree = builder.source();
    let mut grants: Vec<Grant> = Vec::new();
    for group in all(tree, meta, "funding-group").flat_map(|group| all(tree, group, "award-group")) {
        let mut sources = all(tree, group, "funding-source").peekable();
        let mut awards = all(tree, group, "award-id").peekable();
        // Several numbers belong to one funder; several funders gave one grant.
        let (mut source, mut award) = (sources.next(), awards.next());
        while source.is_some() || award.is_some() {
            grants.push(Grant { source, award });
            (source, award) = (sources.next().or(source.filter(|_| awards.peek().is_some())), awards.next());
        }
    }
    let Some(first) = grants.first().and_then(|grant| grant.source.or(grant.award)) else { return };
    builder.key_from(Symbol::FUNDING, first);
    builder.array(Origin::Node(first), |builder| {
        for grant in grants {
            let Some(origin) = grant.source.or(grant.award) else { continue };
            builder.object(Origin::Node(origin), |builder| write_grant(builder, &grant));
        }
    });
}

fn write_grant(builder: &mut Builder<'_>, grant: &Grant) {
    let tree = builder.source();
    if let Some(source) = grant.source {
        builder.key_from(Symbol::FUNDER, source);
        let words = funder(tree, source);
        xml::joined(builder, source, words);
        let id = xml::within(tree, source).find(|(name, element)| is_funder_id(tree, name, *element));
        if let Some((_, id)) = id {
            text_from(builder, Symbol::FUNDER_ID, id, Reading::LINE);
        }
        if let Some(id) = super::people::institution_id(tree, source, "isni") {
            text_from(builder, Symbol::X_ISNI, id, Reading::LINE);
        }
    }
    if let Some(award) = grant.award {
        text_from(builder, Symbol::AWARD, award, LINE);
    }
}

/// Returns the name of a funder: the text of the source itself, or of its `named-content` elements that are not
/// identifiers.
fn funder(tree: Tree<'_>, source: NodeId) -> Joined {
    const FUNDER: Reading<'static> = Reading { without: &["institution-id", "named-content"], is_prose: false };
    let words = words_in_a_row(tree, source, FUNDER, ", ");
    if !words.parts.is_empty() {
        return words;
    }
    let is_name = |(name, element): &(&str, NodeId)| {
        let own = word(tree, *element);
        *name == "named-content" && !is_id_type(attribute_text(tree, *element, "content-type")) && !own.contains("://")
    };
    let names = xml::within(tree, source).filter(is_name).map(|(_, element)| element);
    xml::words_between(tree, names, ", ", FUNDER)
}

/// Whether a content type means an identifier: `funder-id`, `fundref-id`, `doi`, `ror`.
fn is_id_type(own: &str) -> bool {
    own.split(['-', '_', ' ']).any(|word| {
        ["id", "ids", "identifier", "doi", "ror", "fundref", "isni"]
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
    })
}

/// Whether an element contains an identifier of a funder, and not an institution's identifier in another registry.
fn is_funder_id(tree: Tree<'_>, name: &str, element: NodeId) -> bool {
    const OTHERS: &[&str] = &["grid", "isni", "ringgold", "wikidata", "vat", "url", "country"];
    match name {
        "institution-id" => {
            let own = attribute_text(tree, element, "institution-id-type");
            !OTHERS.iter().any(|other| own.eq_ignore_ascii_case(other))
        }
        "named-content" => {
            let own = attribute_text(tree, element, "content-type");
            is_id_type(own) && !OTHERS.iter().any(|other| own.eq_ignore_ascii_case(other))
        }
        _ => false,
    }
}
