//! A work in the XML of Crossref: a deposit (`doi_batch`, schemas 4.3 to 5.5), or a query result (`crossref_result`),
//! which contains the same elements.
//!
//! The record is one journal article, conference paper, book, chapter, report, standard, data set, preprint,
//! dissertation or review, or a work that is accepted but not yet published (`pending_publication`). Data shared by the
//! works of one journal, issue, volume or book precedes them once and applies to each of them; the data of a book, a
//! report or a standard is also a record of its own. A title has no language of its own: it is in the language of the
//! work, which is given by the title in the original language.

mod numbers;
mod people;
mod related;
#[cfg(test)]
mod tests;

use super::fields::{self, Issn, list};
use super::jats::TEASERS;
use super::xml::{self, Reading, all, attribute, attribute_text, first, text_from};
use super::{Builder, Origin, Shape};
use crate::syntax::Syntax;
use crate::tree::{NodeId, Symbol, Tree};

pub(super) const SHAPE: Shape = Shape {
    id: "crossref-xml",
    syntaxes: &[Syntax::Xml],
    detect: |tree| work(tree).is_some(),
    read,
    lacks: &[
        Symbol::ID,
        Symbol::KEYWORDS,
        Symbol::ORDER_REFERENCE,
        Symbol::PAGE_COUNT,
        Symbol::PHYSICAL_DESCRIPTION,
        Symbol::POSITION,
        // Publisher of a journal; books have one.
        Symbol::PUBLISHER,
        Symbol::RIGHTS,
        Symbol::STATUS,
    ],
    types: TYPES,
    untagged: &[Symbol::TITLE_VARIANTS],
    writes: &[(Symbol::ABSTRACTS, Symbol::LANG, "@xml:lang")],
    ..Shape::PLAIN
};

/// The elements that are works, and the kinds of posted content (`posted_content/@type`).
const TYPES: &[(&str, &str)] = &[
    ("journal_article", "article"),
    ("conference_paper", "conference-paper"),
    ("content_item", "chapter"),
    ("posted_content", "preprint"),
    ("dissertation", "other"),
    (REVIEW, "other"),
    (PENDING, "other"),
    ("dataset", "other"),
    ("preprint", "preprint"),
    ("working_paper", "preprint"),
    ("letter", "letter"),
    ("report", "report"),
    ("review", "other"),
    ("other", "other"),
    ("book", "other"),
    ("conference", "other"),
    ("journal", "other"),
    ("report-paper", "report"),
    ("standard", "other"),
    ("database", "other"),
];

/// The number of types that are elements.
const ELEMENTS: usize = 8;

/// A report or a response in a peer review.
const REVIEW: &str = "peer_review";

/// Fields that a review has no element for.
const NOT_IN_REVIEWS: &[Symbol] =
    &[Symbol::ABSTRACTS, Symbol::ARTICLE_NUMBER, Symbol::FUNDING, Symbol::JOURNAL, Symbol::PAGES, Symbol::REFERENCES];

/// A work whose DOI is registered on acceptance. It must have the DOI, the journal and the acceptance date (schema 5.3,
/// `pending_publication`).
const PENDING: &str = "pending_publication";

/// Fields that are not missing in it.
const NOT_YET: &[Symbol] = &[
    Symbol::ABSTRACTS,
    Symbol::ARTICLE_NUMBER,
    Symbol::CONTRIBUTORS,
    Symbol::ISSUE,
    Symbol::LANGUAGES,
    Symbol::LICENSES,
    Symbol::LINKS,
    Symbol::PAGES,
    Symbol::REFERENCES,
    Symbol::TITLE,
    Symbol::VOLUME,
    Symbol::YEAR,
];

/// Elements of which a work has at least one.
const OWN: &[&str] = &["doi", "doi_data", "titles"];

/// JATS and MathML elements in a text whose words are not part of it.
const ASIDE: &[&str] = &["annotation", "annotation-xml", "fn", "label", "xref"];

/// The same, and headings.
const ASIDE_AND_HEADINGS: &[&str] = &["annotation", "annotation-xml", "fn", "label", "title", "xref"];

/// A title or a name, without elements that are not part of it.
const LINE: Reading<'static> = Reading { without: ASIDE, is_prose: false };

/// The metadata of a book, a report, a conference or a journal, which are the work if they have a DOI and contain no
/// other work, each with its type.
const WHOLES: &[(&str, &str)] = &[
    ("book_metadata", "book"),
    ("book_series_metadata", "book"),
    ("book_set_metadata", "book"),
    ("report-paper_metadata", "report-paper"),
    ("report-paper_series_metadata", "report-paper"),
    ("standard_metadata", "standard"),
    ("database_metadata", "database"),
    ("proceedings_metadata", "conference"),
    ("proceedings_series_metadata", "conference"),
    ("journal_metadata", "journal"),
];

/// The number of these that a deposit has as records of their own.
const DEPOSITED: usize = 6;

/// Whole works that have authors, like papers.
const WRITTEN: &[&str] = &["book", "report-paper", "standard"];

/// The elements around `crossref` in an OAI-PMH record and in a query result.
const ANSWERS: &[&str] =
    &["GetRecord", "ListRecords", "record", "metadata", "query_result", "body", "query", "doi_record", "crossref"];

/// Returns the work with the name of its element, if the tree is one.
fn work(tree: Tree<'_>) -> Option<(&str, NodeId)> {
    let all = parts(tree);
    let has_one_of = |element: NodeId, names: &[&str]| names.iter().any(|part| first(tree, element, part).is_some());
    let (name, element) = all.last().copied()?;
    let is_known = |name: &str| TYPES.iter().take(ELEMENTS).any(|(known, _)| *known == name);
    let is_deposited = |name: &str| WHOLES.iter().take(DEPOSITED).any(|(known, _)| *known == name);
    if answer(tree).is_none() {
        let is_one = is_known(name) || is_deposited(name);
        return (is_one && has_one_of(element, OWN)).then_some((name, element));
    }
    let is_work = |(name, element): &&(&str, NodeId)| is_known(name) && has_one_of(*element, OWN);
    let whole = || {
        let is_whole = |name: &str| all.iter().copied().find(|(own, _)| *own == name);
        let found = WHOLES.iter().find_map(|(name, _)| is_whole(name))?;
        Some(found).filter(|(_, element)| has_one_of(*element, &["doi_data", "titles", "full_title"]))
    };
    all.iter().find(is_work).copied().or_else(whole)
}

/// Returns the element `crossref` of a record that is read as a whole, or the book in it.
fn answer(tree: Tree<'_>) -> Option<NodeId> {
    let (name, element) = xml::record(tree)?;
    if matches!(name, "book" | "database" | "report-paper" | "standard") {
        return Some(element);
    }
    let mut found = Some((name, element)).filter(|_| ANSWERS.contains(&name) || name == "crossref_result");
    while let Some((name, element)) = found {
        if name == "crossref" {
            return Some(element);
        }
        found = xml::children(tree, element).find(|(name, _)| ANSWERS.contains(name));
    }
    None
}

/// Returns the work and the preceding elements that apply to it.
fn parts(tree: Tree<'_>) -> Vec<(&str, NodeId)> {
    let Some(answer) = answer(tree) else { return xml::children(tree, tree.root()).collect() };
    let is_holder =
        |name: &str| matches!(name, "book" | "conference" | "database" | "journal" | "report-paper" | "standard");
    let inside = xml::children(tree, answer).find(|(name, _)| is_holder(name));
    xml::children(tree, inside.map_or(answer, |(_, holder)| holder)).collect()
}

/// Returns the nearest preceding element of this name that applies to the work.
fn around(tree: Tree<'_>, name: &str) -> Option<NodeId> {
    parts(tree).into_iter().rev().find(|(own, _)| *own == name).map(|(_, element)| element)
}

fn read(builder: &mut Builder<'_>) -> bool {
    let tree = builder.source();
    // A format set in the configuration is read without detection.
    let Some((name, work)) = work(tree).or_else(|| xml::record(tree)) else { return false };
    let whole = WHOLES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
    if whole.is_some_and(|kind| !WRITTEN.contains(&kind)) {
        builder.lacks(&[Symbol::ABSTRACTS, Symbol::CONTRIBUTORS, Symbol::PAGES, Symbol::YEAR]);
    }
    if name == "dataset" {
        // All of this is optional there, and the content is described in `description`.
        builder.lacks(&[Symbol::ABSTRACTS, Symbol::CONTRIBUTORS, Symbol::PAGES, Symbol::YEAR]);
    }
    // Chapters are also deposited without the book.
    if whole.is_some() && answer(tree).is_none() && first(tree, work, "doi_data").is_none() {
        builder.lacks(&[Symbol::IDENTIFIERS]);
    }
    if name == REVIEW {
        builder.lacks(NOT_IN_REVIEWS);
    }
    if name == PENDING {
        builder.lacks(NOT_YET);
    }
    builder.object(Origin::Node(work), |builder| {
        if let Some(own) = attribute(tree, work, "type").filter(|_| name == "posted_content") {
            builder.text_from(Symbol::TYPE, own);
        } else {
            let origin = tree.key_of(work).map_or(Origin::None, Origin::Node);
            builder.member(Symbol::TYPE, origin, whole.unwrap_or(name));
        }
        // A withdrawn preprint is marked (schema 5.4, `status`).
        if let Some(status) = first(tree, work, "status") {
            let is_back = ["withdrawn", "removed"].contains(&xml::attribute_text(tree, status, "type"));
            if is_back {
                builder.member(Symbol::X_STATUS, Origin::None, "withdrawn");
            }
        }
        // The metadata of journals, proceedings and books also have the attribute.
        let language = |element: NodeId| attribute(tree, element, "language");
        let of_holder = || CONTAINERS.iter().find_map(|name| language(around(tree, name)?));
        if let Some(node) = language(work).or_else(of_holder) {
            list(builder, Symbol::LANGUAGES, &[node], |builder, node| {
                builder.text(Origin::Node(node), tree.string(node).unwrap_or_default());
            });
        }
        titles(builder, work);
        abstracts(builder, work);
        let groups: Vec<NodeId> = all(tree, work, "group_title").collect();
        list(builder, Symbol::SUBJECTS, &groups, |builder, group| {
            builder.object(Origin::Node(group), |builder| text_from(builder, Symbol::TEXT, group, LINE));
        });
        container(builder, work);
        numbers::write(builder, work);
        people::write(builder, work);
        related::write(builder, work);
    });
    true
}

/// Writes titles. The first title is that of the work; others, subtitles and the title in the original language are
/// variants.
fn titles(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    let mut found: Vec<(NodeId, Option<&str>)> = Vec::new();
    for group in all(tree, work, "titles") {
        found.extend(xml::children(tree, group).filter_map(|(name, element)| match name {
            "title" => Some((element, None)),
            "subtitle" => Some((element, Some("subtitle"))),
            "original_language_title" => Some((element, Some("original"))),
            _ => None,
        }));
    }
    if found.is_empty() {
        found.extend(titles_of(tree, work).into_iter().map(|title| (title, None)));
    }
    let main = found.iter().position(|(_, role)| role.is_none()).map(|at| found.remove(at).0);
    if let Some(element) = main {
        builder.key_from(Symbol::TITLE, element);
        builder.object(Origin::Node(element), |builder| {
            text_from(builder, Symbol::TEXT, element, LINE);
            xml::attribute_from(builder, Symbol::LANG, work, "language");
        });
    }
    let Some((origin, _)) = found.first().copied() else { return };
    builder.key_from(Symbol::TITLE_VARIANTS, origin);
    builder.array(Origin::Node(origin), |builder| {
        for (element, role) in found {
            xml::text_object(builder, element, "language", role, LINE);
        }
    });
}

fn abstracts(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    let found: Vec<NodeId> = all(tree, work, "abstract").collect();
    let is_only = found.len() == 1;
    list(builder, Symbol::ABSTRACTS, &found, |builder, element| {
        builder.object(Origin::Node(element), |builder| {
            // A heading of the whole abstract repeats what the element declares.
            let is_headed = xml::children(tree, element).next().is_some_and(|(name, _)| name == "title");
            let without = if is_headed { ASIDE_AND_HEADINGS } else { ASIDE };
            text_from(builder, Symbol::TEXT, element, Reading { without, is_prose: true });
            if let Some(node) = language_of(tree, element) {
                builder.text_from(Symbol::LANG, node);
            }
            if let Some(role) = role_of(attribute_text(tree, element, "abstract-type"), is_only) {
                builder.member(Symbol::ROLE, Origin::None, role);
            }
        });
    });
}

/// Returns the language of an abstract. It may be declared at the paragraphs if all of them have the same.
fn language_of(tree: Tree<'_>, element: NodeId) -> Option<NodeId> {
    const LANGUAGE: &str = "xml:lang";
    let own = attribute(tree, element, LANGUAGE);
    let mut below = xml::children(tree, element).map(|(_, part)| attribute(tree, part, LANGUAGE));
    own.or_else(|| {
        let first = below.next()??;
        below.all(|other| other.is_some_and(|other| tree.string(other) == tree.string(first))).then_some(first)
    })
}

/// Returns the role of an abstract by its `abstract-type`. The only abstract is a full one, unless its type declares
/// otherwise.
fn role_of(own: &str, is_only: bool) -> Option<&'static str> {
    match own {
        "" | "abstract" | "section" => None,
        "graphical" => Some("graphical"),
        "executive-summary" | "plain-language-summary" => Some("plain"),
        own if is_only && !TEASERS.iter().any(|known| known.eq_ignore_ascii_case(own)) => None,
        _ => Some("teaser"),
    }
}

/// The elements with data shared by the works in one volume.
const CONTAINERS: &[&str] = &[
    "journal_metadata",
    "proceedings_metadata",
    "proceedings_series_metadata",
    "book_metadata",
    "book_series_metadata",
    "book_set_metadata",
    "report-paper_metadata",
    "report-paper_series_metadata",
    "standard_metadata",
    "database_metadata",
];

/// Writes the journal, the proceedings or the book.
fn container(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    // A book that is itself the work is contained in its series.
    let holder = CONTAINERS.iter().filter_map(|name| around(tree, name)).find(|holder| *holder != work);
    let holder = holder.or_else(|| first(tree, work, "publication"));
    let titles: Vec<NodeId> = holder.map(|holder| titles_of(tree, holder)).unwrap_or_default();
    let abbreviation = holder.and_then(|holder| first(tree, holder, "abbrev_title"));
    let publisher = holder.and_then(|holder| xml::at(tree, holder, &["publisher", "publisher_name"]));
    let publisher = publisher.or_else(|| xml::at(tree, work, &["publisher", "publisher_name"]));
    let publisher = publisher.or_else(|| xml::at(tree, work, &["institution", "institution_name"]));
    let numbers = issns(tree, holder.unwrap_or(work));
    let main = titles.first().copied();
    let Some(origin) = main.or(abbreviation).or(publisher).or(numbers.first().map(|issn| issn.node)) else { return };
    builder.key_from(Symbol::JOURNAL, origin);
    builder.object(Origin::Node(origin), |builder| {
        let members = [(Symbol::TITLE, main), (Symbol::ABBREVIATION, abbreviation), (Symbol::PUBLISHER, publisher)];
        for (field, element) in members {
            if let Some(element) = element {
                text_from(builder, field, element, LINE);
            }
        }
        list(builder, Symbol::TITLE_VARIANTS, titles.get(1..).unwrap_or_default(), |builder, element| {
            builder.object(Origin::Node(element), |builder| text_from(builder, Symbol::TEXT, element, LINE));
        });
        fields::issn_object(builder, numbers);
    });
}

fn titles_of(tree: Tree<'_>, holder: NodeId) -> Vec<NodeId> {
    let own = |name| all(tree, holder, name);
    let listed = own("titles").flat_map(|group| all(tree, group, "title"));
    own("full_title").chain(own("proceedings_title")).chain(listed).collect()
}

/// Returns the ISSNs of a journal, or of the series that contains the volume.
fn issns(tree: Tree<'_>, holder: NodeId) -> Vec<Issn> {
    let series = first(tree, holder, "series_metadata");
    let elements = [Some(holder), series].into_iter().flatten().flat_map(|around| all(tree, around, "issn"));
    let medium = |element| match attribute_text(tree, element, "media_type") {
        "print" => Some(Symbol::PRINT),
        "electronic" => Some(Symbol::ELECTRONIC),
        _ => None,
    };
    elements.filter_map(|element| xml::issn(tree, element, medium(element))).collect()
}
