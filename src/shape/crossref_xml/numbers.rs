//! The publication of a work: dates, volume, issue, pages.

use super::super::xml::{self, Reading, all, attribute_text, first, text_from};
use super::super::{Builder, Joined, Origin};
use super::around;
use crate::tree::{NodeId, Symbol, Tree};

pub(super) fn write(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    dates(builder, work);
    let issue = around(tree, "journal_issue");
    let series = ["proceedings_series_metadata", "book_series_metadata", "report-paper_series_metadata"];
    let series = series.into_iter().find_map(|name| around(tree, name));
    let volume = issue.and_then(|issue| xml::at(tree, issue, &["journal_volume", "volume"]));
    let number =
        issue.and_then(|issue| first(tree, issue, "issue").or_else(|| first(tree, issue, "special_numbering")));
    let members = [
        (Symbol::ISSUE_TITLE, issue.and_then(|issue| xml::at(tree, issue, &["titles", "title"]))),
        (Symbol::VOLUME, volume.or_else(|| first(tree, series?, "volume"))),
        (Symbol::ISSUE, number),
    ];
    for (field, element) in members {
        if let Some(element) = element {
            text_from(builder, field, element, Reading::LINE);
        }
    }
    if let Some(pages) = first(tree, work, "pages") {
        self::pages(builder, pages);
    }
    if let Some(element) = article_number(tree, work) {
        text_from(builder, Symbol::ARTICLE_NUMBER, element, Reading::LINE);
    }
}

/// Writes the first and last page, and further ones.
fn pages(builder: &mut Builder<'_>, pages: NodeId) {
    let tree = builder.source();
    let [start, end, others] = ["first_page", "last_page", "other_pages"].map(|name| first(tree, pages, name));
    let words = |element: NodeId| xml::words(tree, element, Reading::LINE);
    let Some(others) = others.map(words).filter(|words| !words.parts.is_empty()) else {
        return xml::pages(builder, start, end);
    };
    let mut all = Joined::default();
    for (field, element) in [(Symbol::FIRST_PAGE, start), (Symbol::LAST_PAGE, end)] {
        let Some(element) = element else { continue };
        text_from(builder, field, element, Reading::LINE);
        all.joined("-", words(element));
    }
    all.joined(", ", others);
    builder.joined(Symbol::PAGES, all);
}

/// Returns the article number in a journal without pages. Other numbers are the publisher's own.
fn article_number(tree: Tree<'_>, work: NodeId) -> Option<NodeId> {
    let item = first(tree, work, "publisher_item")?;
    let is_article = |kind: &str| matches!(kind, "article_number" | "article-number");
    all(tree, item, "item_number").find(|number| is_article(attribute_text(tree, *number, "item_number_type")))
}

/// Date elements, with their canonical fields.
const DATES: &[(&str, Symbol)] = &[
    ("acceptance_date", Symbol::ACCEPTED),
    ("posted_date", Symbol::PUBLISHED),
    ("approval_date", Symbol::PUBLISHED),
    ("review_date", Symbol::PUBLISHED),
    ("creation_date", Symbol::PUBLISHED),
];

/// Writes the dates of the work, or if it has none, those of its container.
fn dates(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    let holders = ["journal_issue", "proceedings_metadata", "proceedings_series_metadata", "book_metadata"];
    let holders = holders.into_iter().chain(["book_series_metadata", "book_set_metadata", "report-paper_metadata"]);
    let holders = holders.chain(["report-paper_series_metadata", "standard_metadata"]);
    let holder = holders.filter_map(|name| around(tree, name)).find(|holder| !published(tree, *holder).is_empty());
    let mut own = published(tree, work);
    // The dates of a data set have a separate element, in which the publication date follows the creation date.
    own.extend(first(tree, work, "database_date").and_then(|dates| published(tree, dates).pop()));
    let is_own = own.iter().any(|(_, field)| *field != Symbol::ACCEPTED);
    let of_holder = holder.map(|holder| published(tree, holder)).unwrap_or_default();
    let issue_year = year(tree, &of_holder).filter(|_| is_own && around(tree, "journal_issue") == holder);
    let mut found = own;
    if !is_own {
        found.extend(of_holder);
    }
    if let Some(element) = year(tree, &found) {
        text_from(builder, Symbol::YEAR, element, Reading::LINE);
    }
    if let Some(element) = issue_year {
        text_from(builder, Symbol::ISSUE_YEAR, element, Reading::LINE);
    }
    let Some((origin, _)) = found.first().copied() else { return };
    builder.key_from(Symbol::DATES, origin);
    builder.object(Origin::Node(origin), |builder| {
        let mut written: Vec<Symbol> = Vec::new();
        for (element, field) in found {
            if !written.contains(&field) {
                written.push(field);
                builder.joined(field, date(tree, element));
            }
        }
    });
}

/// Returns the dates in an element.
fn published(tree: Tree<'_>, element: NodeId) -> Vec<(NodeId, Symbol)> {
    let of = |name: &str, found: NodeId| match (name, attribute_text(tree, found, "media_type")) {
        ("publication_date", "online") => Some(Symbol::PUBLISHED_ONLINE),
        // Without an attribute, it is the print date.
        ("publication_date", "print" | "") => Some(Symbol::PUBLISHED_PRINT),
        ("publication_date", _) => Some(Symbol::PUBLISHED),
        _ => DATES.iter().find(|(known, _)| *known == name).map(|(_, field)| *field),
    };
    xml::children(tree, element).filter_map(|(name, found)| Some((found, of(name, found)?))).collect()
}

/// Returns the year of publication: the print year, which is cited, if there is one.
fn year(tree: Tree<'_>, dates: &[(NodeId, Symbol)]) -> Option<NodeId> {
    let printed = dates.iter().find(|(_, field)| *field == Symbol::PUBLISHED_PRINT);
    let (date, _) = printed.or_else(|| dates.iter().find(|(_, field)| *field != Symbol::ACCEPTED))?;
    first(tree, *date, "year")
}

/// Reads a date. Months above twelve are seasons, which have no days, and quarters, which other formats have no number
/// for.
fn date(tree: Tree<'_>, element: NodeId) -> Joined {
    let [year, month, day] = ["year", "month", "day"].map(|name| first(tree, element, name));
    let is = |kind: &[&str]| month.is_some_and(|month| kind.contains(&xml::word(tree, month)));
    if is(&["31", "32", "33", "34"]) {
        return xml::date(tree, [year, None, None]);
    }
    xml::date(tree, [year, month, day.filter(|_| !is(&["21", "22", "23", "24"]))])
}
