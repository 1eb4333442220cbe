//! The journal or the book of a citation, its dates, numbers, pages and identifiers.

use super::Parts;
use crate::shape::fields::{self, Issn};
use crate::shape::xml::{self, Reading, all, at, attribute_text, children, first, text_from, word};
use crate::shape::{Builder, Joined, Origin};
use crate::tree::{NodeId, Symbol, Tree};

pub(super) fn write(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let journal = first(tree, parts.article, "Journal");
    let issue = journal.and_then(|journal| first(tree, journal, "JournalIssue"));
    match journal {
        Some(journal) => write_journal(builder, parts, journal),
        None => write_publisher(builder, parts),
    }
    dates(builder, parts, issue);
    for (name, field) in [("Volume", Symbol::VOLUME), ("Issue", Symbol::ISSUE)] {
        if let Some(element) = issue.or(parts.book).and_then(|holder| first(tree, holder, name)) {
            text_from(builder, field, element, Reading::LINE);
        }
    }
    pages(builder, parts);
    identifiers(builder, parts);
    links(builder, parts);
}

fn write_journal(builder: &mut Builder<'_>, parts: Parts, journal: NodeId) {
    let tree = builder.source();
    let medline = first(tree, parts.citation, "MedlineJournalInfo");
    let short = first(tree, journal, "ISOAbbreviation").or_else(|| first(tree, medline?, "MedlineTA"));
    let own = all(tree, journal, "ISSN").filter_map(|element| {
        let medium = match attribute_text(tree, element, "IssnType") {
            "Print" => Some(Symbol::PRINT),
            "Electronic" => Some(Symbol::ELECTRONIC),
            _ => None,
        };
        xml::issn(tree, element, medium)
    });
    let linking = medline.and_then(|medline| first(tree, medline, "ISSNLinking"));
    let linking = linking.and_then(|element| xml::issn(tree, element, Some(Symbol::LINKING)));
    let numbers: Vec<Issn> = own.chain(linking).collect();
    builder.key_from(Symbol::JOURNAL, journal);
    builder.object(Origin::Node(journal), |builder| {
        for (field, element) in [(Symbol::TITLE, first(tree, journal, "Title")), (Symbol::ABBREVIATION, short)] {
            if let Some(element) = element {
                text_from(builder, field, element, Reading::LINE);
            }
        }
        fields::issn_object(builder, numbers);
    });
}

/// A book has a publisher and no journal.
fn write_publisher(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let Some(name) = parts.book.and_then(|book| at(tree, book, &["Publisher", "PublisherName"])) else { return };
    builder.key_from(Symbol::JOURNAL, name);
    builder.object(Origin::Node(name), |builder| text_from(builder, Symbol::PUBLISHER, name, Reading::LINE));
}

fn dates(builder: &mut Builder<'_>, parts: Parts, issue: Option<NodeId>) {
    let tree = builder.source();
    let date = issue.or(parts.book).and_then(|holder| first(tree, holder, "PubDate"));
    if let Some(date) = date {
        year(builder, date);
    }
    let history = parts.data.and_then(|data| first(tree, data, "History"));
    let status = |name: &str| {
        let dates = all(tree, history?, "PubMedPubDate");
        dates.filter(|date| attribute_text(tree, *date, "PubStatus") == name).last()
    };
    let found = [
        (Symbol::RECEIVED, status("received")),
        (Symbol::REVISED, status("revised")),
        (Symbol::ACCEPTED, status("accepted")),
        (Symbol::PUBLISHED, date),
        (Symbol::PUBLISHED_ONLINE, first(tree, parts.article, "ArticleDate")),
    ];
    let found = found.into_iter().filter_map(|(field, date)| Some((field, day(tree, date?))));
    xml::dates(builder, history, found.collect());
}

fn day(tree: Tree<'_>, date: NodeId) -> Joined {
    xml::date(tree, ["Year", "Month", "Day"].map(|name| first(tree, date, name)))
}

/// Writes the year. For a date in words (`MedlineDate`: `1998 Dec-1999 Jan`), the year at its beginning.
fn year(builder: &mut Builder<'_>, date: NodeId) {
    let tree = builder.source();
    if let Some(year) = first(tree, date, "Year") {
        return text_from(builder, Symbol::YEAR, year, Reading::LINE);
    }
    let Some(words) = first(tree, date, "MedlineDate") else { return };
    let parts = xml::words(tree, words, Reading::LINE).parts;
    let text = word(tree, words);
    let is_year = text.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    match parts.as_slice() {
        [only] if is_year && !text.as_bytes().get(4).is_some_and(u8::is_ascii_digit) => {
            let own = tree.string(only.node).unwrap_or_default();
            let start = own.len() - own.trim_start().len();
            builder.part_from(Symbol::YEAR, only.node, start..start + 4);
        }
        _ => text_from(builder, Symbol::YEAR, words, Reading::LINE),
    }
}

/// Writes the pages as in MEDLINE, without pages of other items: `29-34; discussion 35-6`.
fn pages(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let Some(pagination) = first(tree, parts.article, "Pagination") else { return };
    let [start, end, whole] = ["StartPage", "EndPage", "MedlinePgn"].map(|name| first(tree, pagination, name));
    let Some(whole) = whole else { return xml::pages(builder, start, end) };
    for (field, element) in [(Symbol::FIRST_PAGE, start), (Symbol::LAST_PAGE, end)] {
        if let Some(element) = element {
            text_from(builder, field, element, Reading::LINE);
        }
    }
    let words = xml::words(tree, whole, Reading::LINE);
    let more = words.text.find(';').filter(|at| {
        let more = words.text[at + 1..].trim_start();
        ["author reply", "discussion", "quiz"].iter().any(|word| more.starts_with(word))
    });
    match (more, words.parts.as_slice()) {
        (Some(end), [only]) => builder.part_from(Symbol::PAGES, only.node, only.from.start..only.from.start + end),
        _ => text_from(builder, Symbol::PAGES, whole, Reading::LINE),
    }
}

fn identifiers(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let mut found: Vec<(&str, NodeId)> = Vec::new();
    found.extend(first(tree, parts.citation, "PMID").map(|number| ("pmid", number)));
    let valid = |element: &NodeId| attribute_text(tree, *element, "ValidYN") != "N";
    let places = [Some(parts.article), parts.book];
    for place in places.into_iter().flatten() {
        let own = all(tree, place, "ELocationID").filter(valid);
        found.extend(own.map(|element| (attribute_text(tree, element, "EIdType"), element)));
    }
    if let Some(book) = parts.book {
        found.extend(all(tree, book, "Isbn").map(|element| ("isbn", element)));
    }
    found.extend(article_ids(tree, parts).filter_map(|id| {
        let scheme = match attribute_text(tree, id, "IdType") {
            "pubmed" => "pmid",
            "pmc" | "pmcid" => "pmcid",
            "url" | "" => return None,
            other => other,
        };
        Some((scheme, id))
    }));
    let Some((_, first)) = found.first().copied() else { return };
    builder.key_from(Symbol::IDENTIFIERS, first);
    builder.array(Origin::Node(first), |builder| {
        found.into_iter().for_each(|(scheme, element)| xml::identifier(builder, scheme, element));
    });
}

/// Returns the identifiers that PubMed collects, and those of a book.
fn article_ids(tree: Tree<'_>, parts: Parts) -> impl Iterator<Item = NodeId> {
    let lists = [parts.book.map(|_| parts.citation), parts.data].into_iter().flatten();
    let lists = lists.flat_map(move |holder| children(tree, holder).filter(|(name, _)| *name == "ArticleIdList"));
    lists.flat_map(move |(_, ids)| all(tree, ids, "ArticleId"))
}

fn links(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let found: Vec<NodeId> =
        article_ids(tree, parts).filter(|id| attribute_text(tree, *id, "IdType") == "url").collect();
    fields::list(builder, Symbol::LINKS, &found, |builder, element| {
        builder.object(Origin::Node(element), |builder| text_from(builder, Symbol::URL, element, Reading::LINE));
    });
}
