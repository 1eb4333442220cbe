//! The publication of an article: its journal, dates, numbers, pages, identifiers and addresses.

use super::{LANGUAGE, LINE, Parts, address, attribute_text, language};
use crate::shape::fields::{self, Issn, list};
use crate::shape::xml::{self, Reading, all, at, children, first, text_from, word};
use crate::shape::{Builder, Joined, Origin};
use crate::tree::{NodeId, Symbol, Tree};
use std::collections::HashSet;

pub(super) fn write(builder: &mut Builder<'_>, parts: Parts, id: Option<NodeId>) {
    journal(builder, parts);
    dates(builder, parts.meta);
    numbers(builder, parts.meta);
    identifiers(builder, parts.meta, id);
    links(builder, parts);
}

/// Returns the publisher's own number of the article.
pub(super) fn own_id(tree: Tree<'_>, meta: NodeId) -> Option<NodeId> {
    all(tree, meta, "article-id").find(|id| attribute_text(tree, *id, "pub-id-type") == "publisher-id")
}

/// Whether a date or an event of the article is its retraction.
pub(super) fn is_retracted(tree: Tree<'_>, meta: NodeId) -> bool {
    let is_retraction = |own: &str| {
        let own = own.to_ascii_lowercase();
        own.contains("retract") || own.contains("withdraw")
    };
    xml::within(tree, meta).any(|(name, element)| match name {
        "pub-date" | "date" => {
            ["date-type", "pub-type"].iter().any(|own| is_retraction(attribute_text(tree, element, own)))
        }
        "event" => is_retraction(attribute_text(tree, element, "event-type")),
        "article-version" => {
            is_retraction(attribute_text(tree, element, "article-version-type")) || is_retraction(word(tree, element))
        }
        _ => false,
    })
}

fn journal(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let Some(journal) = parts.journal else { return };
    // The older tag sets have the titles without a group.
    let titles = first(tree, journal, "journal-title-group").unwrap_or(journal);
    let members = [
        (Symbol::TITLE, first(tree, titles, "journal-title")),
        (Symbol::ABBREVIATION, first(tree, titles, "abbrev-journal-title")),
        (Symbol::PUBLISHER, at(tree, journal, &["publisher", "publisher-name"])),
    ];
    let translated: Vec<NodeId> = all(tree, titles, "trans-title-group").collect();
    let country = at(tree, journal, &["publisher", "publisher-loc", "country"]);
    let country = country.and_then(|country| xml::attribute(tree, country, "country"));
    let numbers: Vec<Issn> = children(tree, journal).filter_map(|(name, element)| issn(tree, name, element)).collect();
    builder.key_from(Symbol::JOURNAL, journal);
    builder.object(Origin::Node(journal), |builder| {
        for (field, element) in members {
            if let Some(element) = element {
                text_from(builder, field, element, LINE);
            }
        }
        list(builder, Symbol::TITLE_VARIANTS, &translated, |builder, group| {
            let Some(title) = first(tree, group, "trans-title") else { return };
            builder.object(Origin::Node(title), |builder| {
                text_from(builder, Symbol::TEXT, title, LINE);
                if let Some(language) = language(tree, title, xml::attribute(tree, group, LANGUAGE)) {
                    builder.text_from(Symbol::LANG, language);
                }
            });
        });
        fields::issn_object(builder, numbers);
        if let Some(country) = country {
            builder.text_from(Symbol::COUNTRY, country);
        }
    });
}

fn issn(tree: Tree<'_>, name: &str, element: NodeId) -> Option<Issn> {
    let medium = match name {
        "issn-l" => Some(Symbol::LINKING),
        "issn" => {
            let words = ["publication-format", "pub-type"].map(|name| attribute_text(tree, element, name));
            let word = words.into_iter().find(|word| !word.is_empty()).unwrap_or_default();
            match word.to_ascii_lowercase().as_str() {
                "print" | "ppub" => Some(Symbol::PRINT),
                "electronic" | "epub" | "online" | "online-only" => Some(Symbol::ELECTRONIC),
                "linking" | "issn-l" => Some(Symbol::LINKING),
                _ => None,
            }
        }
        _ => return None,
    };
    xml::issn(tree, element, medium)
}

/// What a `pub-date` refers to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Event {
    /// The volume or the issue that contains the article.
    Collection,
    /// Publication in print.
    Print,
    /// Publication in an unspecified medium.
    Publication,
    /// Publication online.
    Online,
    /// Publication, in the publisher's own terms.
    Other,
}

/// Parts of words for dates other than publication: a change, an earlier step, the deposit.
const NOT_PUBLICATION: &[&str] = &[
    "accept", "correct", "deposit", "embargo", "nihms", "pmc", "preprint", "receiv", "recd", "retract", "revis",
    "submit", "update", "version", "withdraw",
];

impl Event {
    /// Returns the kind of a date. `None` for the date of something else, such as the deposit in an archive. The values
    /// of the attributes are not a closed list.
    fn of(tree: Tree<'_>, date: NodeId) -> Option<Self> {
        let word = |name| attribute_text(tree, date, name).to_ascii_lowercase();
        match (word("date-type").as_str(), word("pub-type").as_str()) {
            ("collection" | "issue" | "issue-pub" | "cover" | "cover-date", _)
            | ("", "collection" | "issue" | "issue-ppub" | "cover" | "cover-date") => Some(Event::Collection),
            ("ppub", _) | ("", "ppub") => Some(Event::Print),
            ("epub" | "online", _) | ("", "epub") => Some(Event::Online),
            ("pub" | "publication" | "published" | "original-publication", _) | ("", "" | "pub" | "epub-ppub") => {
                Some(match word("publication-format").as_str() {
                    "print" => Event::Print,
                    "electronic" | "online" | "online-only" => Event::Online,
                    _ => Event::Publication,
                })
            }
            ("", own) | (own, _) => {
                let is_another = NOT_PUBLICATION.iter().any(|part| own.contains(part));
                (!is_another).then_some(Event::Other)
            }
        }
    }
}

/// Writes dates. The year of an article is that of its issue, by which it is cited; without an issue, the year of its
/// date.
fn dates(builder: &mut Builder<'_>, meta: NodeId) {
    let tree = builder.source();
    let events: Vec<(Event, NodeId)> =
        all(tree, meta, "pub-date").filter_map(|date| Some((Event::of(tree, date)?, date))).collect();
    let of = |wanted: Event| events.iter().find(|(event, _)| *event == wanted).map(|(_, date)| *date);
    let order = [Event::Collection, Event::Print, Event::Publication, Event::Online, Event::Other];
    let mut years = order.into_iter().filter_map(|event| first(tree, of(event)?, "year"));
    match years.next() {
        Some(year) => text_from(builder, Symbol::YEAR, year, Reading::LINE),
        // A date of another kind may be the publication date.
        None if first(tree, meta, "pub-date").is_some() => builder.lacks(&[Symbol::YEAR]),
        None => {}
    }
    let history = first(tree, meta, "history");
    // JATS 1.2 and later also has the steps as events.
    let events = all(tree, meta, "pub-history").flat_map(|history| all(tree, history, "event"));
    let holders: Vec<NodeId> = all(tree, meta, "history").chain(events).collect();
    // If a step has several rounds, the last one counts.
    let step = |names: &[&str]| {
        let steps = holders.iter().flat_map(|holder| all(tree, *holder, "date"));
        let is_step = |date: &NodeId| {
            let own = attribute_text(tree, *date, "date-type").to_ascii_lowercase();
            names.contains(&own.as_str())
        };
        steps.filter(is_step).last()
    };
    let found = [
        (Symbol::RECEIVED, step(&["received", "receiveddate"])),
        (Symbol::REVISED, step(&["rev-recd", "revised", "rev-received"])),
        (Symbol::ACCEPTED, step(&["accepted", "accepteddate"])),
        (Symbol::PUBLISHED, of(Event::Publication)),
        (Symbol::PUBLISHED_ONLINE, of(Event::Online)),
        (Symbol::PUBLISHED_PRINT, of(Event::Print)),
    ];
    let found = found.into_iter().filter_map(|(field, date)| Some((field, day(tree, date?))));
    xml::dates(builder, history, found.collect());
    let steps = holders.iter().flat_map(|holder| children(tree, *holder)).filter(|(name, _)| is_date(name));
    let published = children(tree, meta).filter(|(name, _)| is_date(name));
    let both = published.chain(steps).map(|(_, date)| date);
    let both: Vec<NodeId> = both.filter(|date| xml::attribute(tree, *date, ISO).is_some()).collect();
    list(builder, Symbol::X_ISO_DATES, &both, |builder, date| {
        builder.object(Origin::Node(date), |builder| {
            builder.joined(Symbol::TEXT, day(tree, date));
            xml::attribute_from(builder, Symbol::VALUE, date, ISO);
        });
    });
}

/// The attribute with the whole date, next to the elements for its parts.
const ISO: &str = "iso-8601-date";

fn is_date(name: &str) -> bool {
    matches!(name, "date" | "pub-date")
}

fn day(tree: Tree<'_>, date: NodeId) -> Joined {
    xml::date(tree, ["year", "month", "day"].map(|name| first(tree, date, name)))
}

fn numbers(builder: &mut Builder<'_>, meta: NodeId) {
    let tree = builder.source();
    let all = [
        (Symbol::VOLUME, first(tree, meta, "volume")),
        (Symbol::ISSUE, first(tree, meta, "issue").or_else(|| first(tree, meta, "supplement"))),
        (Symbol::ISSUE_TITLE, first(tree, meta, "issue-title")),
        (Symbol::ARTICLE_NUMBER, first(tree, meta, "elocation-id")),
    ];
    for (field, element) in all {
        if let Some(element) = element {
            text_from(builder, field, element, LINE);
        }
    }
    let [start, end, range] = ["fpage", "lpage", "page-range"].map(|name| first(tree, meta, name));
    // The range has more information than the pages if it has gaps.
    match range.filter(|range| start.is_none() || word(tree, *range).contains([',', ';'])) {
        Some(range) => text_from(builder, Symbol::PAGES, range, Reading::LINE),
        None => xml::pages(builder, start, end),
    }
    let count = at(tree, meta, &["counts", "page-count"]).and_then(|count| xml::attribute(tree, count, "count"));
    if let Some(count) = count {
        builder.number_from(Symbol::PAGE_COUNT, count);
    }
}

/// Returns the name of a scheme. If there are several identifiers of one scheme, the qualifier becomes the name: the
/// DOI of a version (`specific-use="version"`, as JATS4R recommends) is next to that of the work.
fn scheme<'t>(words: [&'t str; 2], plain: &HashSet<&'t str>) -> &'t str {
    match words {
        ["publisher-id", use_] if !use_.is_empty() => use_,
        [own, use_] if !use_.is_empty() && plain.contains(own) => use_,
        ["pmc", _] => "pmcid",
        ["", _] => "other",
        [own, _] => own,
    }
}

fn identifiers(builder: &mut Builder<'_>, meta: NodeId, id: Option<NodeId>) {
    let tree = builder.source();
    let found: Vec<NodeId> = all(tree, meta, "article-id").filter(|other| Some(*other) != id).collect();
    let words = |id: NodeId| ["pub-id-type", "specific-use"].map(|name| attribute_text(tree, id, name));
    // The schemes of identifiers without a qualifier.
    let plain = found.iter().map(|id| words(*id)).filter(|[_, use_]| use_.is_empty()).map(|[own, _]| own).collect();
    list(builder, Symbol::IDENTIFIERS, &found, |builder, element| {
        xml::identifier(builder, scheme(words(element), &plain), element);
    });
}

/// Writes web addresses. File names and other references to the text do not count.
fn links(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let found = all(tree, parts.meta, "self-uri").filter(|link| {
        let own = address(tree, *link).and_then(|node| tree.string(node)).unwrap_or(word(tree, *link)).trim();
        own.contains("//") || own.starts_with("www.")
    });
    let found: Vec<NodeId> = found.collect();
    list(builder, Symbol::LINKS, &found, |builder, element| {
        builder.object(Origin::Node(element), |builder| {
            match address(tree, element) {
                Some(address) => builder.text_from(Symbol::URL, address),
                None => text_from(builder, Symbol::URL, element, Reading::LINE),
            }
            builder.member(Symbol::ROLE, Origin::None, "fulltext");
            xml::attribute_from(builder, Symbol::FORMAT, element, "content-type");
            xml::attribute_from(builder, Symbol::LANG, element, LANGUAGE);
        });
    });
}
