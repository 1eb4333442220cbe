//! A Crossref work as returned by the REST API: lists of titles, dates in parts, an abstract in JATS.
//!
//! The record is the work itself, or the `message` of a response about one work. Titles and abstracts are XML by
//! definition: their words are read without tags.

use super::csl::{is_list_of_texts, languages};
use super::fields::{self, Issn, issns, list, list_with, listed, member, objects, word};
use super::{Builder, Joined, Origin, Shape, jats};
use crate::syntax::Syntax;
use crate::tree::{NodeId, Symbol, Tree};

pub(super) const SHAPE: Shape = Shape {
    id: "crossref",
    syntaxes: &[Syntax::Json, Syntax::Ndjson, Syntax::Yaml],
    detect: |tree| work(tree).is_some(),
    read,
    lacks: &[
        Symbol::ANONYMOUS,
        Symbol::ID,
        Symbol::ISSUE_TITLE,
        Symbol::ISSUE_YEAR,
        Symbol::KEYWORDS,
        Symbol::LANG,
        Symbol::ORDER_REFERENCE,
        Symbol::PAGE_COUNT,
        Symbol::PHYSICAL_DESCRIPTION,
        Symbol::POSITION,
        Symbol::RIGHTS,
        Symbol::STATUS,
    ],
    types: TYPES,
    writes: &[
        (Symbol::CONTRIBUTORS, Symbol::GIVEN, "given"),
        (Symbol::CONTRIBUTORS, Symbol::SUFFIX, "suffix"),
        (Symbol::OTHER, Symbol::ISSUE, "issue"),
        (Symbol::CONTRIBUTORS, Symbol::ORGANIZATION, "name"),
    ],
    ..Shape::PLAIN
};

/// The types of the REST API (`https://api.crossref.org/types`).
const TYPES: &[(&str, &str)] = &[
    ("book", "other"),
    ("book-chapter", "chapter"),
    ("book-part", "chapter"),
    ("book-section", "chapter"),
    ("book-series", "other"),
    ("book-set", "other"),
    ("book-track", "other"),
    ("component", "other"),
    ("database", "other"),
    ("dataset", "other"),
    ("dissertation", "other"),
    ("edited-book", "other"),
    ("grant", "other"),
    ("journal", "other"),
    ("journal-article", "article"),
    ("journal-issue", "other"),
    ("journal-volume", "other"),
    ("monograph", "other"),
    ("other", "other"),
    ("peer-review", "other"),
    ("posted-content", "preprint"),
    ("proceedings", "other"),
    ("proceedings-article", "conference-paper"),
    ("proceedings-series", "other"),
    ("reference-book", "other"),
    ("reference-entry", "other"),
    ("report", "report"),
    ("report-component", "other"),
    ("report-series", "other"),
    ("standard", "other"),
];

/// Names that occur only in the REST API.
const DISTINCTIVE: &[&str] = &[
    "alternative-id",
    "content-domain",
    "deposited",
    "indexed",
    "is-referenced-by-count",
    "isbn-type",
    "issn-type",
    "member",
    "prefix",
    "published-online",
    "published-print",
    "reference-count",
    "references-count",
    "short-container-title",
];

/// Returns the work, if the tree is one.
fn work(tree: Tree<'_>) -> Option<NodeId> {
    let root = tree.root();
    let inner = member(tree, root, "message").filter(|_| member(tree, root, "status").is_some());
    let found = inner.unwrap_or(root);
    is_work(tree, found).then_some(found)
}

/// Whether it has lists where CSL has one text, and a name that no other format has.
fn is_work(tree: Tree<'_>, work: NodeId) -> bool {
    let has_list = |name| member(tree, work, name).is_some_and(|node| is_list_of_texts(tree, node));
    let has_text = |name| word(tree, work, name).is_some();
    if tree.get_named(work, "@context").is_some() || has_text("container-title") && !has_list("title") {
        return false;
    }
    let distinctive = DISTINCTIVE.iter().filter(|name| tree.get_named(work, name).is_some()).count();
    let is_listed = has_list("title") || has_list("container-title");
    is_listed
        && (distinctive > 0
            || has_text("DOI")
            || word(tree, work, "type").is_some_and(|own| SHAPE.native_type(own).is_some()))
        || distinctive > 2 && has_text("DOI") && !has_text("container-title")
}

fn read(builder: &mut Builder<'_>) -> bool {
    let tree = builder.source();
    // A format set in the configuration is read without detection.
    let work = work(tree).unwrap_or(tree.root());
    builder.object(Origin::Node(work), |builder| {
        if let Some(node) = member(tree, work, "type") {
            builder.text_from(Symbol::TYPE, node);
        }
        if let Some(node) = member(tree, work, "language") {
            languages(builder, node);
        }
        titles(builder, work);
        let texts = listed(tree, work, "abstract");
        list(builder, Symbol::ABSTRACTS, &texts, |builder, node| text_object(builder, node, None, true));
        let subjects = listed(tree, work, "subject");
        list(builder, Symbol::SUBJECTS, &subjects, |builder, node| {
            builder.object(Origin::Node(node), |builder| builder.text_from(Symbol::TEXT, node));
        });
        journal(builder, work);
        dates(builder, work);
        let numbers = [
            ("volume", Symbol::VOLUME),
            ("issue", Symbol::ISSUE),
            ("page", Symbol::PAGES),
            ("article-number", Symbol::ARTICLE_NUMBER),
        ];
        for (name, field) in numbers {
            if let Some(node) = member(tree, work, name) {
                builder.scalar_from(field, node);
            }
        }
        people(builder, work);
        identifiers(builder, work);
        links(builder, work);
        relations(builder, work);
        references(builder, work);
        licenses(builder, work);
        funding(builder, work);
    });
    true
}

/// Writes `{text, role}` with the words without markup.
fn text_object(builder: &mut Builder<'_>, node: NodeId, role: Option<&str>, is_prose: bool) {
    let text = builder.source().string(node).filter(|text| jats::is_marked(text));
    builder.object(Origin::Node(node), |builder| {
        match text.map(|text| jats::words(node, text, is_prose)) {
            Some(words) if words.parts.is_empty() => builder.member(Symbol::TEXT, Origin::Node(node), ""),
            Some(words) => builder.joined(Symbol::TEXT, words),
            None => builder.text_from(Symbol::TEXT, node),
        }
        if let Some(role) = role {
            builder.member(Symbol::ROLE, Origin::None, role);
        }
    });
}

fn titles(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    let titles = listed(tree, work, "title");
    if let Some(first) = titles.first() {
        builder.key_from(Symbol::TITLE, if tree.key_of(*first).is_some() { *first } else { holder(tree, *first) });
        text_object(builder, *first, None, false);
    }
    let mut variants: Vec<(NodeId, Option<&str>)> = titles.iter().skip(1).map(|node| (*node, None)).collect();
    for (name, role) in [("subtitle", "subtitle"), ("original-title", "original"), ("short-title", "short")] {
        variants.extend(listed(tree, work, name).into_iter().map(|node| (node, Some(role))));
    }
    list_with(builder, Symbol::TITLE_VARIANTS, &variants, |builder, node, role| {
        text_object(builder, node, *role, false);
    });
}

/// Returns the list that contains an item.
fn holder(tree: Tree<'_>, item: NodeId) -> NodeId {
    tree.ancestors(item).last().copied().unwrap_or(item)
}

fn journal(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    let titles = listed(tree, work, "container-title");
    let abbreviation = listed(tree, work, "short-container-title").first().copied();
    let publisher = member(tree, work, "publisher");
    let numbers = journal_numbers(builder, work);
    let first = titles.first().copied().or(abbreviation).or(publisher).or(numbers.first().map(|issn| issn.node));
    let Some(first) = first else { return };
    builder.key_from(Symbol::JOURNAL, if tree.key_of(first).is_some() { first } else { holder(tree, first) });
    builder.object(Origin::Node(first), |builder| {
        let members = [
            (Symbol::TITLE, titles.first().copied()),
            (Symbol::ABBREVIATION, abbreviation),
            (Symbol::PUBLISHER, publisher),
        ];
        for (field, node) in members {
            if let Some(node) = node {
                builder.text_from(field, node);
            }
        }
        list(builder, Symbol::TITLE_VARIANTS, titles.get(1..).unwrap_or_default(), |builder, node| {
            text_object(builder, node, None, false);
        });
        fields::issn_object(builder, numbers);
    });
}

/// Returns the ISSNs, whose media are declared in `issn-type`.
fn journal_numbers(builder: &mut Builder<'_>, work: NodeId) -> Vec<Issn> {
    let tree = builder.source();
    let mut found = Vec::new();
    for entry in objects(builder, work, "issn-type", Symbol::JOURNAL) {
        let medium = match word(tree, entry, "type") {
            Some("print") => Some(Symbol::PRINT),
            Some("electronic") => Some(Symbol::ELECTRONIC),
            _ => None,
        };
        if let Some(node) = member(tree, entry, "value") {
            found.extend(issns(builder, node, medium));
        }
    }
    for node in listed(tree, work, "ISSN") {
        found.extend(issns(builder, node, None));
    }
    found
}

fn dates(builder: &mut Builder<'_>, work: NodeId) {
    let mut parts = |name: &str| {
        let date = fields::object(builder, work, name)?;
        Some(fields::date_parts(builder, date)).filter(|parts| !parts.is_empty())
    };
    let issued = parts("issued").or_else(|| parts("published"));
    let print = parts("published-print");
    let online = parts("published-online");
    let accepted = parts("accepted");
    let Some(first) = issued.as_ref().or(print.as_ref()).or(online.as_ref()) else { return };
    let year = first[0];
    builder.scalar_from(Symbol::YEAR, year);
    builder.key_from(Symbol::DATES, year);
    let tree = builder.source();
    // The source is the whole date: the object that contains the parts.
    let date = tree.ancestors(year).iter().rev().nth(2).copied().unwrap_or(work);
    builder.object(Origin::Node(date), |builder| {
        let all = [
            (Symbol::ACCEPTED, &accepted),
            (Symbol::PUBLISHED, &issued),
            (Symbol::PUBLISHED_ONLINE, &online),
            (Symbol::PUBLISHED_PRINT, &print),
        ];
        for (field, parts) in all {
            fields::date(builder, field, parts.as_deref().unwrap_or_default());
        }
    });
}

/// The lists of names, and the role of each.
const PEOPLE: &[(&str, &str)] =
    &[("author", "author"), ("editor", "editor"), ("translator", "translator"), ("chair", "other")];

fn people(builder: &mut Builder<'_>, work: NodeId) {
    let mut found: Vec<(NodeId, &str)> = Vec::new();
    for (name, role) in PEOPLE {
        found.extend(objects(builder, work, name, Symbol::CONTRIBUTORS).into_iter().map(|person| (person, *role)));
    }
    list_with(builder, Symbol::CONTRIBUTORS, &found, |builder, person, role| contributor(builder, person, role));
}

fn contributor(builder: &mut Builder<'_>, person: NodeId, role: &str) {
    let members = [
        ("given", Symbol::GIVEN),
        ("family", Symbol::FAMILY),
        ("suffix", Symbol::SUFFIX),
        ("name", Symbol::ORGANIZATION),
        ("ORCID", Symbol::ORCID),
    ];
    let tree = builder.source();
    builder.object(Origin::Node(person), |builder| {
        builder.member(Symbol::ROLE, Origin::None, role);
        for (name, field) in members {
            if let Some(node) = member(tree, person, name) {
                builder.text_from(field, node);
            }
        }
        let affiliations = objects(builder, person, "affiliation", Symbol::AFFILIATIONS);
        list(builder, Symbol::AFFILIATIONS, &affiliations, |builder, node| {
            builder.object(Origin::Node(node), |builder| {
                if let Some(name) = member(tree, node, "name") {
                    builder.text_from(Symbol::NAME, name);
                }
                let ids = objects(builder, node, "id", Symbol::OTHER);
                for (kind, field) in [("ror", Symbol::ROR), ("isni", Symbol::X_ISNI)] {
                    let is_one =
                        |id: &&NodeId| word(tree, **id, "id-type").is_some_and(|own| own.eq_ignore_ascii_case(kind));
                    if let Some(id) = ids.iter().find(is_one).and_then(|id| member(tree, *id, "id")) {
                        builder.text_from(field, id);
                    }
                }
            });
        });
    });
}

fn identifiers(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    let schemes = [("DOI", "doi"), ("ISBN", "isbn")];
    let found: Vec<(NodeId, &str)> = schemes
        .iter()
        .flat_map(|(name, scheme)| listed(tree, work, name).into_iter().map(|node| (node, *scheme)))
        .collect();
    let Some((first, _)) = found.first() else { return };
    let first = *first;
    builder.key_from(Symbol::IDENTIFIERS, first);
    builder.array(Origin::Node(first), |builder| {
        found.into_iter().for_each(|(node, scheme)| fields::identifier(builder, scheme, node, None));
    });
}

fn links(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    let mut nodes: Vec<NodeId> = member(tree, work, "URL").into_iter().collect();
    nodes.extend(objects(builder, work, "link", Symbol::LINKS));
    list(builder, Symbol::LINKS, &nodes, |builder, node| {
        builder.object(Origin::Node(node), |builder| {
            if !tree.is_object(node) {
                return builder.text_from(Symbol::URL, node);
            }
            for (name, field) in [("URL", Symbol::URL), ("content-type", Symbol::FORMAT)] {
                // The API writes this if the publisher did not give the type.
                if let Some(value) = member(tree, node, name).filter(|value| tree.text(*value) != Some("unspecified")) {
                    builder.text_from(field, value);
                }
            }
        });
    });
}

/// The effect of an update on the updated work, and the native word for it.
pub(super) const UPDATES: &[(&str, &str)] = &[
    ("correction", "corrects"),
    ("corrigendum", "corrects"),
    ("erratum", "corrects"),
    ("retraction", "retracts"),
    ("partial_retraction", "retracts"),
    ("withdrawal", "retracts"),
];

/// Crossref relations with a native word; others keep their own.
const RELATIONS: &[(&str, &str)] = &[
    ("is-translation-of", "isTranslationOf"),
    ("is-review-of", "reviews"),
    ("is-preprint-of", "isPreprintOf"),
    ("is-part-of", "isPartOf"),
    ("is-supplement-to", "isSupplementTo"),
];

fn relations(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    let relation = fields::object(builder, work, "relation");
    let mut found: Vec<(NodeId, &str)> = Vec::new();
    for child in relation.into_iter().flat_map(|relation| tree.children(relation)) {
        let name = child.key.map_or("", |key| tree.key_name(key));
        found.extend(tree.items(child.value).filter(|item| tree.is_object(*item)).map(|item| (item, name)));
    }
    for update in objects(builder, work, "update-to", Symbol::RELATIONS) {
        found.push((update, word(tree, update, "type").unwrap_or_default()));
    }
    // A retracted work refers to its notice there.
    if fields::listed(tree, work, "updated-by").iter().any(|update| {
        word(tree, *update, "type").is_some_and(|own| own.contains("retract") || own.contains("withdraw"))
    }) {
        builder.member(Symbol::X_STATUS, Origin::None, "retracted");
    }
    list_with(builder, Symbol::RELATIONS, &found, |builder, node, own| {
        let kind = RELATIONS.iter().chain(UPDATES).find(|(name, _)| name == own).map_or(*own, |(_, kind)| kind);
        builder.object(Origin::Node(node), |builder| {
            builder.member(Symbol::TYPE, Origin::None, kind);
            match (member(tree, node, "id"), member(tree, node, "DOI")) {
                (Some(id), _) => {
                    if let Some(scheme) = member(tree, node, "id-type") {
                        builder.text_from(Symbol::SCHEME, scheme);
                    }
                    builder.text_from(Symbol::VALUE, id);
                }
                (None, Some(doi)) => {
                    builder.member(Symbol::SCHEME, Origin::None, "doi");
                    builder.text_from(Symbol::VALUE, doi);
                }
                (None, None) => {}
            }
        });
    });
}

/// The parts of an unformatted reference, in the order of a bibliography.
const REFERENCE: &[&str] = &[
    "author",
    "year",
    "article-title",
    "volume-title",
    "series-title",
    "journal-title",
    "volume",
    "issue",
    "first-page",
];

fn references(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    let entries = objects(builder, work, "reference", Symbol::REFERENCES);
    list(builder, Symbol::REFERENCES, &entries, |builder, entry| {
        builder.object(Origin::Node(entry), |builder| {
            if let Some(text) = member(tree, entry, "unstructured") {
                builder.text_from(Symbol::TEXT, text);
            } else {
                let mut joined = Joined::default();
                for node in REFERENCE.iter().filter_map(|name| member(tree, entry, name)) {
                    let Some(text) = tree.text(node).filter(|text| !text.trim().is_empty()) else { continue };
                    if !joined.text.is_empty() {
                        joined.own(", ");
                    }
                    joined.part(node, 0..text.len(), text);
                }
                builder.joined(Symbol::TEXT, joined);
            }
            if let Some(doi) = member(tree, entry, "DOI") {
                builder.text_from(Symbol::DOI, doi);
            }
        });
    });
}

fn licenses(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    let entries = objects(builder, work, "license", Symbol::LICENSES);
    list(builder, Symbol::LICENSES, &entries, |builder, entry| {
        builder.object(Origin::Node(entry), |builder| {
            for (name, field) in [("URL", Symbol::URL), ("content-version", Symbol::APPLIES_TO)] {
                if let Some(node) = member(tree, entry, name) {
                    builder.text_from(field, node);
                }
            }
        });
    });
}

/// Writes each grant as an item. A funder without grants is also an item.
fn funding(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    let mut grants: Vec<(NodeId, Option<NodeId>)> = Vec::new();
    for funder in objects(builder, work, "funder", Symbol::FUNDING) {
        let awards = listed(tree, funder, "award");
        grants.extend(awards.iter().map(|award| (funder, Some(*award))));
        if awards.is_empty() {
            grants.push((funder, None));
        }
    }
    let Some((first, _)) = grants.first() else { return };
    let holder = holder(tree, *first);
    builder.key_from(Symbol::FUNDING, holder);
    builder.array(Origin::Node(holder), |builder| {
        for (funder, award) in grants {
            builder.object(Origin::Node(funder), |builder| {
                for (name, field) in [("name", Symbol::FUNDER), ("DOI", Symbol::FUNDER_ID)] {
                    if let Some(node) = member(tree, funder, name) {
                        builder.text_from(field, node);
                    }
                }
                if let Some(award) = award {
                    builder.text_from(Symbol::AWARD, award);
                }
            });
        }
    });
}
