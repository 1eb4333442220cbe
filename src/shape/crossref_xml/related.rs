//! Identifiers, addresses, relations, references, licences and grants of a work.

use super::super::crossref::UPDATES;
use super::super::fields::list;
use super::super::xml::{self, Reading, all, attribute, attribute_from, attribute_text, first, text_from, word};
use super::super::{Builder, Joined, Origin};
use super::{CONTAINERS, LINE, around};
use crate::tree::{NodeId, Symbol, Tree};

pub(super) fn write(builder: &mut Builder<'_>, work: NodeId) {
    identifiers(builder, work);
    links(builder, work);
    relations(builder, work);
    references(builder, work);
    licenses(builder, work);
    funding(builder, work);
}

/// Writes the DOI, the ISBNs of the book and other identifiers that the publisher gave.
fn identifiers(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    let doi = xml::at(tree, work, &["doi_data", "doi"]).or_else(|| first(tree, work, "doi"));
    let holder = CONTAINERS.iter().find_map(|name| around(tree, name)).filter(|holder| *holder != work);
    let books = [Some(work), holder].into_iter().flatten().flat_map(|element| all(tree, element, "isbn"));
    let books: Vec<NodeId> = books.collect();
    let item = first(tree, work, "publisher_item");
    // The DOI has its own field.
    let is_other = |id: &NodeId| !matches!(attribute_text(tree, *id, "id_type"), "" | "doi");
    let others: Vec<NodeId> =
        item.into_iter().flat_map(|item| all(tree, item, "identifier")).filter(is_other).collect();
    let Some(origin) = doi.or(books.first().copied()).or(others.first().copied()) else { return };
    builder.key_from(Symbol::IDENTIFIERS, origin);
    builder.array(Origin::Node(origin), |builder| {
        if let Some(doi) = doi {
            xml::identifier(builder, "doi", doi);
        }
        books.into_iter().for_each(|isbn| xml::identifier(builder, "isbn", isbn));
        for id in others {
            builder.object(Origin::Node(id), |builder| {
                attribute_from(builder, Symbol::SCHEME, id, "id_type");
                text_from(builder, Symbol::VALUE, id, Reading::LINE);
            });
        }
    });
}

/// Writes the page that the DOI resolves to, and the addresses for text mining.
fn links(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    let Some(data) = first(tree, work, "doi_data") else { return };
    let mut found: Vec<(NodeId, Option<&str>)> =
        all(tree, data, "resource").map(|address| (address, Some("landing"))).collect();
    for collection in all(tree, data, "collection") {
        let is_text = attribute_text(tree, collection, "property") == "text-mining";
        let role = is_text.then_some("fulltext");
        let addresses = all(tree, collection, "item").flat_map(|item| all(tree, item, "resource"));
        found.extend(addresses.map(|address| (address, role)));
    }
    let Some((origin, _)) = found.first().copied() else { return };
    builder.key_from(Symbol::LINKS, origin);
    builder.array(Origin::Node(origin), |builder| {
        for (address, role) in found {
            builder.object(Origin::Node(address), |builder| {
                text_from(builder, Symbol::URL, address, Reading::LINE);
                if let Some(role) = role {
                    builder.member(Symbol::ROLE, Origin::None, role);
                }
                attribute_from(builder, Symbol::FORMAT, address, "mime_type");
            });
        }
    });
}

/// Returns the first program of the work or of its Crossmark that contains this element. Licences, grants and relations
/// are in one program each.
fn program(tree: Tree<'_>, work: NodeId, holds: &str) -> Option<NodeId> {
    let mark = xml::at(tree, work, &["crossmark", "custom_metadata"]);
    let mut programs = [Some(work), mark].into_iter().flatten().flat_map(|around| all(tree, around, "program"));
    programs.find(|program| first(tree, *program, holds).is_some())
}

fn relations(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    let mut found: Vec<(NodeId, Option<NodeId>)> = Vec::new();
    if let Some(program) = program(tree, work, "related_item") {
        for item in all(tree, program, "related_item") {
            let description = first(tree, item, "description");
            let all_related = xml::children(tree, item).filter(|(name, _)| name.ends_with("_work_relation"));
            found.extend(all_related.map(|(_, related)| (related, description)));
        }
    }
    if let Some(updates) = xml::at(tree, work, &["crossmark", "updates"]) {
        found.extend(all(tree, updates, "update").map(|update| (update, None)));
    }
    let Some((origin, _)) = found.first().copied() else { return };
    builder.key_from(Symbol::RELATIONS, origin);
    builder.array(Origin::Node(origin), |builder| {
        for (related, description) in found {
            builder.object(Origin::Node(related), |builder| relation(builder, related, description));
        }
    });
}

/// Writes one relation to another work. An update relates to the corrected work by its DOI.
fn relation(builder: &mut Builder<'_>, related: NodeId, description: Option<NodeId>) {
    let tree = builder.source();
    let kind = attribute(tree, related, "relationship-type").or_else(|| attribute(tree, related, "type"));
    if let Some(kind) = kind {
        let own = tree.string(kind).unwrap_or_default();
        let meant = match own {
            "isReviewOf" => "reviews",
            _ => UPDATES.iter().find(|(name, _)| *name == own).map_or(own, |(_, meant)| meant),
        };
        builder.key_from(Symbol::TYPE, kind);
        builder.text(Origin::Node(kind), meant);
    }
    match attribute(tree, related, "identifier-type") {
        Some(scheme) => builder.text_from(Symbol::SCHEME, scheme),
        None => builder.member(Symbol::SCHEME, Origin::None, "doi"),
    }
    text_from(builder, Symbol::VALUE, related, Reading::LINE);
    if let Some(description) = description {
        text_from(builder, Symbol::TEXT, description, LINE);
    }
}

/// The parts of an unformatted reference, in the order of a bibliography.
const REFERENCE: &[&str] = &[
    "author",
    "cYear",
    "article_title",
    "volume_title",
    "series_title",
    "journal_title",
    "volume",
    "issue",
    "first_page",
    "elocation_id",
];

fn references(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    let Some(cited) = first(tree, work, "citation_list") else { return };
    let entries: Vec<NodeId> = all(tree, cited, "citation").collect();
    list(builder, Symbol::REFERENCES, &entries, |builder, entry| {
        builder.object(Origin::Node(entry), |builder| {
            if let Some(text) = first(tree, entry, "unstructured_citation") {
                text_from(builder, Symbol::TEXT, text, LINE);
            } else {
                let parts = REFERENCE.iter().filter_map(|name| first(tree, entry, name));
                builder.joined(Symbol::TEXT, xml::words_between(tree, parts, ", ", LINE));
            }
            if let Some(doi) = first(tree, entry, "doi") {
                text_from(builder, Symbol::DOI, doi, Reading::LINE);
            }
        });
    });
}

fn licenses(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    let Some(program) = program(tree, work, "license_ref") else { return };
    let entries: Vec<NodeId> = all(tree, program, "license_ref").collect();
    list(builder, Symbol::LICENSES, &entries, |builder, entry| {
        builder.object(Origin::Node(entry), |builder| {
            text_from(builder, Symbol::URL, entry, Reading::LINE);
            attribute_from(builder, Symbol::START, entry, "start_date");
            attribute_from(builder, Symbol::APPLIES_TO, entry, "applies_to");
        });
    });
}

/// Writes each grant as an item. A funder without grants is also an item.
fn funding(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    let Some(program) = program(tree, work, "assertion") else { return };
    let mut groups: Vec<NodeId> = named(tree, program, "fundgroup").collect();
    // Funders without a group are directly in the program.
    if groups.is_empty() {
        groups.push(program);
    }
    let mut grants: Vec<(Option<NodeId>, Option<NodeId>)> = Vec::new();
    for group in groups {
        let funders = named(tree, group, "funder_name").chain(named(tree, group, "ror"));
        let funders: Vec<Option<NodeId>> = funders.map(Some).collect();
        let awards: Vec<Option<NodeId>> = named(tree, group, "award_number").map(Some).collect();
        let is_any = !(funders.is_empty() && awards.is_empty());
        let or_none = |found: Vec<Option<NodeId>>| if found.is_empty() { vec![None] } else { found };
        if is_any {
            let first = funders.first().copied().flatten();
            // Grants of several funders in one group are assigned to the first.
            grants.extend(or_none(awards).into_iter().map(|award| (first, award)));
            grants.extend(funders.into_iter().skip(1).map(|funder| (funder, None)));
        }
    }
    let Some((funder, award)) = grants.first().copied() else { return };
    builder.key_from(Symbol::FUNDING, funder.or(award).unwrap_or(program));
    builder.array(Origin::Node(program), |builder| {
        for (funder, award) in grants {
            builder.object(Origin::Node(funder.or(award).unwrap_or(program)), |builder| {
                if let Some(funder) = funder {
                    self::funder(builder, funder);
                }
                if let Some(award) = award {
                    text_from(builder, Symbol::AWARD, award, LINE);
                }
            });
        }
    });
}

/// Returns the assertions of a kind in an element.
fn named<'a>(tree: Tree<'a>, around: NodeId, kind: &'a str) -> impl Iterator<Item = NodeId> + use<'a> {
    all(tree, around, "assertion").filter(move |found| attribute_text(tree, *found, "name") == kind)
}

/// Writes the name of a funder and its nested identifier. Crossref itself writes only the number.
fn funder(builder: &mut Builder<'_>, funder: NodeId) {
    let tree = builder.source();
    if attribute_text(tree, funder, "name") == "ror" {
        return text_from(builder, Symbol::FUNDER_ID, funder, Reading::LINE);
    }
    text_from(builder, Symbol::FUNDER, funder, Reading { without: &["assertion"], is_prose: false });
    let Some(id) = named(tree, funder, "funder_identifier").next() else { return };
    let number = word(tree, id);
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || attribute_text(tree, id, "provider") != "crossref" {
        return text_from(builder, Symbol::FUNDER_ID, id, Reading::LINE);
    }
    let mut whole = Joined::default();
    whole.own("10.13039/");
    whole.joined("", xml::words(tree, id, Reading::LINE));
    builder.joined(Symbol::FUNDER_ID, whole);
}
