//! BWMETA, the exchange format of YADDA: `element` in `bwmeta` (`bwmeta-1.0.5.xsd`, `1.2.0`, `2.0.0`, `2.1.0`).
//!
//! An article, its number, the volume, the year, the journal and its publisher are elements of their own, and each
//! names its parent: in 1.x as `hierarchy/element-ref`, from 1.2 on as `structure/ancestor`, which may repeat the names
//! of all ancestors. The year of an article is therefore found three or four levels up; see [`Hierarchy`].
//!
//! Articles are publications, and so are elements in another hierarchy or in none. The elements above articles have
//! names and numbers, which are checked there; they need no abstract. An element that is deleted or merged into another
//! one has no content.

mod ancestors;
mod hierarchy;
mod identifiers;
mod people;
mod texts;
#[cfg(test)]
mod tests;

pub use hierarchy::Hierarchy;

use super::fields::{self, list};
use super::xml::{self, Reading, all, attribute, attribute_text, children, first, text_from};
use super::{Builder, Origin, Shape};
use crate::syntax::Syntax;
use crate::tree::{NodeId, Symbol, Tree};
use hierarchy::{Level, Place};
use identifiers::{identifier, identifiers, issns, scheme};
use std::ops::Range;

pub(super) const SHAPE: Shape = Shape {
    id: "bwmeta",
    syntaxes: &[Syntax::Xml],
    detect: |tree| element(tree).is_some(),
    read,
    lacks: &[
        Symbol::ANONYMOUS,
        Symbol::ARTICLE_NUMBER,
        Symbol::FUNDING,
        Symbol::ISSUE_YEAR,
        Symbol::LICENSES,
        Symbol::ORDER_REFERENCE,
        Symbol::PAGE_COUNT,
        Symbol::POSITION,
        Symbol::RELATIONS,
        Symbol::RIGHTS,
    ],
    writes: &[
        (Symbol::TITLE, Symbol::LANG, "@lang"),
        (Symbol::TITLE_VARIANTS, Symbol::LANG, "@lang"),
        (Symbol::ABSTRACTS, Symbol::LANG, "@lang"),
    ],
    is_of_works: false,
    ..Shape::PLAIN
};

/// The attribute with the language of a text.
const LANG: &str = "lang";

/// Fields that a publication outside a journal does not need.
const OF_JOURNALS: &[Symbol] = &[Symbol::ISSUE, Symbol::JOURNAL, Symbol::PAGES, Symbol::VOLUME, Symbol::YEAR];

/// Fields that journals, years, volumes, numbers and deleted elements do not need.
const OF_PUBLICATIONS: &[Symbol] = &[
    Symbol::ABSTRACTS,
    Symbol::AFFILIATIONS,
    Symbol::CONTRIBUTORS,
    Symbol::DATES,
    Symbol::IDENTIFIERS,
    Symbol::ISSUE,
    Symbol::JOURNAL,
    Symbol::KEYWORDS,
    Symbol::LANGUAGES,
    Symbol::LINKS,
    Symbol::PAGES,
    Symbol::PHYSICAL_DESCRIPTION,
    Symbol::REFERENCES,
    Symbol::SUBJECTS,
    Symbol::TITLE,
    Symbol::TITLE_VARIANTS,
    Symbol::TYPE,
    Symbol::VOLUME,
    Symbol::YEAR,
];

/// Returns the BWMETA element of the tree, as a record of its own or inside a harvested record.
fn element(tree: Tree<'_>) -> Option<NodeId> {
    let (name, record) = xml::record(tree)?;
    let element = match name {
        "element" => record,
        "record" => xml::at(tree, record, &["metadata", "bwmeta", "element"])?,
        _ => return None,
    };
    let id = attribute_text(tree, element, "id");
    let is_bwmeta = ["bwmeta1.", "nonstd."].iter().any(|start| id.starts_with(start));
    let is_placed = || children(tree, element).any(|(name, _)| matches!(name, "hierarchy" | "structure"));
    (is_bwmeta || is_placed()).then_some(element)
}

/// Returns whether an element is deleted or merged: `7D` is deleted in its seventh version, `7Mbwmeta1.element.x` is
/// merged into another element.
fn status(tree: Tree<'_>, element: NodeId) -> Option<(NodeId, &'static str)> {
    let version = attribute(tree, element, "version")?;
    let rest = tree.string(version)?.trim().trim_start_matches(|character: char| character.is_ascii_digit());
    match rest.as_bytes().first()? {
        b'D' => Some((version, "deleted")),
        b'M' => Some((version, "merged")),
        _ => None,
    }
}

fn read(builder: &mut Builder<'_>) -> bool {
    let tree = builder.source();
    // A format set in the configuration is read without detection.
    let Some(element) = element(tree).or_else(|| Some(xml::record(tree)?.1)) else { return false };
    builder.object(Origin::Node(element), |builder| {
        // An empty id is reported as an identifier.
        if !attribute_text(tree, element, "id").is_empty() {
            xml::attribute_from(builder, Symbol::ID, element, "id");
        }
        if let Some((version, word)) = status(tree, element) {
            builder.member(Symbol::STATUS, Origin::Node(version), word);
            return builder.lacks(OF_PUBLICATIONS);
        }
        let place = Place::of(tree, element);
        languages(builder, element);
        match place.as_ref().map_or(Level::Other, |place| place.level) {
            Level::Article => article(builder, element, place.as_ref()),
            Level::Other => {
                builder.lacks(OF_JOURNALS);
                publication(builder, element);
            }
            level => {
                builder.lacks(OF_PUBLICATIONS);
                if let Some(place) = place.filter(|_| level == Level::Journal) {
                    ancestors::journal_requirements(builder, &place);
                }
                ancestors::level(builder, element, level);
                people::contributors(builder, element);
                identifiers(builder, element, level != Level::Journal);
                links(builder, element);
            }
        }
    });
    true
}

fn article(builder: &mut Builder<'_>, element: NodeId, place: Option<&Place>) {
    if let Some(place) = place {
        ancestors::of_article(builder, element, place);
        pages(builder, place);
    }
    publication(builder, element);
}

/// Writes the fields of any publication.
fn publication(builder: &mut Builder<'_>, element: NodeId) {
    let tree = builder.source();
    for own in all(tree, element, "attribute") {
        // There is no list of keys; the one of CEJSH is known.
        let field = match attribute_text(tree, own, "key") {
            "bibliographical.description" => Symbol::PHYSICAL_DESCRIPTION,
            key if key.ends_with("paper-type") || key.ends_with("document-type") => Symbol::TYPE,
            _ => continue,
        };
        match value_of(tree, own) {
            Some(value) if !value.is_blank(tree) => value.write(builder, field),
            // A key without a value is treated as one value with it.
            _ => builder.member(field, Origin::Node(own), ""),
        }
    }
    texts::titles(builder, element);
    texts::abstracts(builder, element);
    texts::keywords(builder, element);
    subjects(builder, element);
    dates(builder, element);
    people::contributors(builder, element);
    people::affiliations(builder, element);
    identifiers(builder, element, true);
    links(builder, element);
    references(builder, element);
}

/// A value: an XML attribute, or the text of an element.
#[derive(Clone, Copy, Debug)]
enum Value {
    Attribute(NodeId),
    Element(NodeId),
}

impl Value {
    fn node(self) -> NodeId {
        match self {
            Value::Attribute(node) | Value::Element(node) => node,
        }
    }

    fn is_blank(self, tree: Tree<'_>) -> bool {
        match self {
            Value::Attribute(node) => tree.string(node).is_none_or(|text| text.trim().is_empty()),
            Value::Element(element) => xml::words(tree, element, Reading::LINE).text.trim().is_empty(),
        }
    }

    fn write(self, builder: &mut Builder<'_>, field: Symbol) {
        match self {
            Value::Attribute(node) => builder.text_from(field, node),
            Value::Element(element) => text_from(builder, field, element, Reading::LINE),
        }
    }
}

/// Returns the value in `attribute`: `@value` in 1.x, an element `value` in 2.x.
fn value_of(tree: Tree<'_>, own: NodeId) -> Option<Value> {
    let value = attribute(tree, own, "value").map(Value::Attribute);
    value.or_else(|| first(tree, own, "value").map(Value::Element))
}

/// Returns the values of `attribute` with their keys.
fn attributes(tree: Tree<'_>, element: NodeId) -> impl Iterator<Item = (&str, Value)> {
    let all = all(tree, element, "attribute");
    all.filter_map(move |own| Some((attribute_text(tree, own, "key"), value_of(tree, own)?)))
}

/// Returns the `attribute` with this key.
fn keyed(tree: Tree<'_>, element: NodeId, key: &str) -> Option<NodeId> {
    all(tree, element, "attribute").find(|own| attribute_text(tree, *own, "key") == key)
}

/// Returns the value with this key.
fn value(tree: Tree<'_>, element: NodeId, key: &str) -> Option<Value> {
    attributes(tree, element).find(|(own, _)| *own == key).map(|(_, value)| value)
}

/// Writes a language code. YADDA writes it in capitals, and its wiki in lower case.
fn code(builder: &mut Builder<'_>, origin: Origin, tag: &str) {
    let is_short = tag.len() <= 3 && tag.bytes().all(|byte| byte.is_ascii_uppercase());
    builder.text(origin, &if is_short { tag.to_ascii_lowercase() } else { tag.to_owned() });
}

/// Writes the language of a text, if given.
fn lang(builder: &mut Builder<'_>, element: NodeId) {
    let tree = builder.source();
    if let Some(node) = attribute(tree, element, LANG) {
        builder.key_from(Symbol::LANG, node);
        code(builder, Origin::Node(node), tree.string(node).unwrap_or_default());
    }
}

/// Returns the words of the attribute `langs`, which is a list.
fn langs(tree: Tree<'_>, element: NodeId) -> Option<(NodeId, Vec<Range<usize>>)> {
    let node = attribute(tree, element, "langs")?;
    Some((node, fields::pieces(tree.string(node)?, char::is_whitespace)))
}

fn languages(builder: &mut Builder<'_>, element: NodeId) {
    let tree = builder.source();
    if let Some((node, words)) = langs(tree, element) {
        builder.key_from(Symbol::LANGUAGES, node);
        builder.array(Origin::Node(node), |builder| {
            for word in words {
                let tag = tree.string(node).and_then(|text| text.get(word.clone())).unwrap_or_default();
                code(builder, Origin::Part(node, word), tag);
            }
        });
        return;
    }
    let all: Vec<NodeId> = all(tree, element, "language").collect();
    let is_blank = |language: &NodeId| xml::words(tree, *language, Reading::LINE).text.trim().is_empty();
    if let Some(first) = all.first().filter(|_| all.iter().all(is_blank)) {
        builder.key_from(Symbol::LANGUAGES, *first);
        return builder.array(Origin::Node(*first), |_| {});
    }
    list(builder, Symbol::LANGUAGES, &all, |builder, language| xml::text(builder, language, Reading::LINE));
}

/// Writes the pages, which are the position of an article in its number.
fn pages(builder: &mut Builder<'_>, place: &Place) {
    let tree = builder.source();
    if let Some(position) = place.position {
        return builder.text_from(Symbol::PAGES, position);
    }
    let Some(range) = first(tree, place.holder, "range") else { return };
    let mut pages = super::Joined::default();
    for (field, name) in [(Symbol::FIRST_PAGE, "from"), (Symbol::LAST_PAGE, "to")] {
        let Some(node) = attribute(tree, range, name) else { continue };
        let text = tree.string(node).unwrap_or_default();
        builder.text_from(field, node);
        if !pages.text.is_empty() {
            pages.own("-");
        }
        pages.part(node, 0..text.len(), text);
    }
    builder.joined(Symbol::PAGES, pages);
}

/// Writes disciplines: a list of ids in 1.0, a code in an attribute of converted records, `category-ref` in 2.x.
fn subjects(builder: &mut Builder<'_>, element: NodeId) {
    let tree = builder.source();
    let mut found: Vec<(NodeId, Option<Range<usize>>)> = Vec::new();
    for (name, child) in children(tree, element) {
        match name {
            "categories" => {
                let ids = attribute(tree, child, "ids").and_then(|node| Some((node, tree.string(node)?)));
                let words = ids.into_iter().flat_map(|(node, text)| {
                    fields::pieces(text, char::is_whitespace).into_iter().map(move |word| (node, Some(word)))
                });
                found.extend(words);
            }
            "category-ref" => found.extend(attribute(tree, child, "code").map(|node| (node, None))),
            "attribute" if attribute_text(tree, child, "key") == "bwmeta-pre-1-2.category-ref" => {
                let code = value(tree, child, "bwmeta-pre-1-2.category-ref-code").map(Value::node);
                found.extend(code.filter(|node| tree.string(*node).is_some()).map(|node| (node, None)));
            }
            _ => {}
        }
    }
    let Some((holder, _)) = found.first() else { return };
    builder.key_from(Symbol::SUBJECTS, *holder);
    builder.array(Origin::Node(*holder), |builder| {
        for (node, word) in found {
            builder.object(Origin::Node(node), |builder| match word {
                Some(word) => builder.part_from(Symbol::CODE, node, word),
                None => builder.text_from(Symbol::CODE, node),
            });
        }
    });
}

/// Writes dates: as a text, or in 2.x in parts.
fn dates(builder: &mut Builder<'_>, element: NodeId) {
    let tree = builder.source();
    let mut found: Vec<(Symbol, NodeId)> = Vec::new();
    for date in all(tree, element, "date") {
        let field = match attribute_text(tree, date, "type") {
            "published" | "issued" => Symbol::PUBLISHED,
            "printed" => Symbol::PUBLISHED_PRINT,
            "received" => Symbol::RECEIVED,
            "revised" => Symbol::REVISED,
            "accepted" => Symbol::ACCEPTED,
            _ => continue,
        };
        if found.iter().all(|(known, _)| *known != field) {
            found.push((field, date));
        }
    }
    let Some((_, holder)) = found.first() else { return };
    builder.key_from(Symbol::DATES, *holder);
    builder.object(Origin::Node(*holder), |builder| {
        for (field, date) in found {
            let part = |name: &str| first(tree, date, name);
            if part("year").is_some() {
                builder.joined(field, xml::date(tree, ["year", "month", "day"].map(part)));
            } else {
                text_from(builder, field, part("text").unwrap_or(date), Reading::LINE);
            }
        }
    });
}

/// Writes the addresses at which the text of a publication is available: web addresses. Files in a YADDA repository
/// have another kind of address, which only YADDA can resolve.
fn links(builder: &mut Builder<'_>, element: NodeId) {
    let tree = builder.source();
    let mut found: Vec<(NodeId, NodeId, Option<Value>)> = Vec::new();
    let holders = children(tree, element).filter(|(name, _)| matches!(*name, "contents" | "fulltext"));
    for (_, holder) in holders {
        let mut open = vec![holder];
        // Files are in folders of any depth.
        while let Some(holder) = open.pop() {
            let beside = first(tree, holder, "format");
            for (name, child) in children(tree, holder) {
                match name {
                    "directory" | "file" => open.push(child),
                    "location" => {
                        let format = first(tree, child, "format").and_then(|format| attribute(tree, format, "type"));
                        let address = first(tree, child, "localisation").unwrap_or(child);
                        found.push((child, address, format.map(Value::Attribute).or(beside.map(Value::Element))));
                    }
                    _ => {}
                }
            }
        }
    }
    found.sort_unstable_by_key(|(location, ..)| *location);
    found.retain(|(_, address, _)| {
        let text = xml::word(tree, *address);
        attribute_text(tree, *address, "remote") == "yes" || text.starts_with("http") || text.starts_with("www.")
    });
    let Some((holder, ..)) = found.first() else { return };
    builder.key_from(Symbol::LINKS, *holder);
    builder.array(Origin::Node(*holder), |builder| {
        for (location, address, format) in found {
            builder.object(Origin::Node(location), |builder| {
                text_from(builder, Symbol::URL, address, Reading::LINE);
                builder.member(Symbol::ROLE, Origin::None, "fulltext");
                if let Some(format) = format {
                    format.write(builder, Symbol::FORMAT);
                }
            });
        }
    });
}

/// Writes references: `cite` in 1.x, relations of a special type in 2.x.
fn references(builder: &mut Builder<'_>, element: NodeId) {
    let tree = builder.source();
    let mut found: Vec<(NodeId, Option<Value>)> = Vec::new();
    for (name, child) in children(tree, element) {
        if name == "references" {
            let cites = all(tree, child, "cite");
            found.extend(cites.map(|cite| (cite, attribute(tree, cite, "text").map(Value::Attribute))));
        } else if name == "relation" && attribute_text(tree, child, "type") == "reference-to" {
            found.push((child, value(tree, child, "reference-text")));
        }
    }
    let Some((holder, _)) = found.first() else { return };
    builder.key_from(Symbol::REFERENCES, *holder);
    builder.array(Origin::Node(*holder), |builder| {
        for (reference, text) in found {
            builder.object(Origin::Node(reference), |builder| {
                if let Some(text) = text {
                    text.write(builder, Symbol::TEXT);
                }
                let doi = all(tree, reference, "id").find(|id| scheme(tree, *id).eq_ignore_ascii_case("doi"));
                if let Some(doi) = doi {
                    identifier(tree, doi).write(builder, Symbol::DOI);
                }
            });
        }
    });
}
