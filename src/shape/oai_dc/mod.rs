//! An OAI-PMH 2.0 record in unqualified Dublin Core (`oai_dc`), or the `dc` element alone: fifteen elements, each
//! repeatable, each optionally with `xml:lang`.
//!
//! The meaning of an element mostly depends on its content. A description may be an abstract or any note; `source`
//! contains the journal, the issue and the pages in one line, as OJS writes it; `identifier` contains a DOI, an
//! address, an ISBN. Uncertain content is left out, so that it is not reported. A deleted record has only a header.

mod names;
mod source;
#[cfg(test)]
mod tests;
mod words;

use super::fields::{self, Issn, grouped, list};
use super::xml::{self, Reading, all, attribute_from, attribute_text, first, text_from, text_object, word};
use super::{Builder, Origin, Shape};
use crate::diagnostic::Severity;
use crate::syntax::Syntax;
use crate::tree::{NodeId, Symbol, Tree};
use source::Source;
use std::collections::HashSet;
use std::ops::Range;
use words::{TYPES, VERSIONS};

pub(super) const SHAPE: Shape = Shape {
    id: "oai-dc",
    syntaxes: &[Syntax::Xml],
    detect: |tree| Home::find(tree).is_some_and(|home| home.is_record(tree)),
    read,
    lacks: &[
        Symbol::AFFILIATIONS,
        Symbol::ANONYMOUS,
        Symbol::ARTICLE_NUMBER,
        Symbol::FUNDING,
        Symbol::ORDER_REFERENCE,
        Symbol::PAGE_COUNT,
        Symbol::PHYSICAL_DESCRIPTION,
        Symbol::POSITION,
        Symbol::REFERENCES,
    ],
    types: TYPES,
    takes_any_type: true,
    writes: &[
        (Symbol::TITLE, Symbol::LANG, "@xml:lang"),
        (Symbol::TITLE_VARIANTS, Symbol::LANG, "@xml:lang"),
        (Symbol::ABSTRACTS, Symbol::LANG, "@xml:lang"),
    ],
    // Simple Dublin Core defines no form of names.
    at_most: &[("name/unsplit", Severity::Note), ("type/missing", Severity::Warning)],
    is_of_works: false,
    ..Shape::PLAIN
};

/// The attribute with the language of a text.
const LANGUAGE: &str = "xml:lang";

/// The elements of Dublin Core, version 1.1.
const ELEMENTS: &[&str] = &[
    "contributor",
    "coverage",
    "creator",
    "date",
    "description",
    "format",
    "identifier",
    "language",
    "publisher",
    "relation",
    "rights",
    "source",
    "subject",
    "title",
    "type",
];

/// The elements of a record.
#[derive(Clone, Copy)]
struct Home {
    /// The record's element.
    record: NodeId,
    header: Option<NodeId>,
    /// The parent of the Dublin Core elements.
    dc: Option<NodeId>,
}

impl Home {
    fn find(tree: Tree<'_>) -> Option<Self> {
        let (name, record) = xml::record(tree)?;
        if name == "dc" {
            return Some(Self { record, header: None, dc: Some(record) });
        }
        // SRU search results have it in another element.
        let dc = ["metadata", "recordData"].into_iter().find_map(|around| xml::at(tree, record, &[around, "dc"]));
        (name == "record").then(|| Self { record, header: first(tree, record, "header"), dc })
    }

    /// Whether it is a Dublin Core record, or a deleted one.
    fn is_record(self, tree: Tree<'_>) -> bool {
        match self.dc {
            Some(dc) => xml::children(tree, dc).next().is_some_and(|(name, _)| ELEMENTS.contains(&name)),
            None => self.is_deleted(tree),
        }
    }

    fn is_deleted(self, tree: Tree<'_>) -> bool {
        self.header.is_some_and(|header| attribute_text(tree, header, "status") == "deleted")
            && first(tree, self.record, "metadata").is_none()
    }
}

/// An element with a single text node, as nearly all have: a range of its text is a range of the file.
struct Line<'a> {
    element: NodeId,
    run: NodeId,
    start: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn of(tree: Tree<'a>, element: NodeId) -> Option<Self> {
        let words = xml::words(tree, element, Reading::LINE);
        let [only] = words.parts.as_slice() else { return None };
        let text = tree.string(only.node)?.get(only.from.clone())?;
        Some(Self { element, run: only.node, start: only.from.start, text })
    }

    fn origin(&self, range: &Range<usize>) -> Origin {
        Origin::Part(self.run, self.start + range.start..self.start + range.end)
    }

    /// Writes a member that is part of the line.
    fn part(&self, builder: &mut Builder<'_>, field: Symbol, range: Range<usize>) {
        builder.key_from(field, self.element);
        builder.text(self.origin(&range), self.text.get(range).unwrap_or_default());
    }
}

fn read(builder: &mut Builder<'_>) -> bool {
    let tree = builder.source();
    // A format set in the configuration is read without detection.
    let Some(home) = Home::find(tree).or_else(|| {
        let (_, record) = xml::record(tree)?;
        Some(Home { record, header: None, dc: Some(record) })
    }) else {
        return false;
    };
    builder.object(Origin::Node(home.record), |builder| {
        if let Some(header) = home.header {
            if let Some(element) = first(tree, header, "identifier") {
                text_from(builder, Symbol::ID, element, Reading::LINE);
            }
            attribute_from(builder, Symbol::STATUS, header, "status");
        }
        let Some(dc) = home.dc else { return };
        if let Some(element) = type_of(tree, dc) {
            text_from(builder, Symbol::TYPE, element, Reading::LINE);
        }
        let languages: Vec<NodeId> = all(tree, dc, "language").collect();
        list(builder, Symbol::LANGUAGES, &languages, |builder, element| xml::text(builder, element, Reading::LINE));
        texts(builder, dc);
        subjects(builder, dc);
        let sources: Vec<Source<'_>> = all(tree, dc, "source")
            .filter_map(|element| Source::read(tree, element))
            .take(source::MAX_SOURCES)
            .collect();
        journal(builder, dc, &sources);
        source::numbers(builder, &sources);
        date(builder, dc);
        names::write(builder, dc);
        identifiers(builder, dc);
        rights(builder, dc);
    });
    true
}

/// Returns the most specific of several types. Versions and review states are not types, and "text" is unspecific.
fn type_of(tree: Tree<'_>, dc: NodeId) -> Option<NodeId> {
    let is_version = |element: &NodeId| {
        let own = word(tree, *element);
        let name = own.strip_prefix("info:eu-repo/semantics/").unwrap_or(own);
        VERSIONS.iter().any(|version| version.eq_ignore_ascii_case(name)) || own.contains("/coar/version/")
    };
    let rank = |element: &NodeId| match SHAPE.native_type(word(tree, *element)) {
        Some("other") => 1,
        Some(_) => 0,
        None => 2,
    };
    all(tree, dc, "type").filter(|element| !is_version(element)).min_by_key(rank)
}

/// Writes texts. The first title is the work's, the others are variants; descriptions are only written if they are
/// abstracts.
fn texts(builder: &mut Builder<'_>, dc: NodeId) {
    let tree = builder.source();
    let titles: Vec<NodeId> = all(tree, dc, "title").collect();
    if let Some((main, variants)) = titles.split_first() {
        builder.key_from(Symbol::TITLE, *main);
        text_object(builder, *main, LANGUAGE, None, Reading::LINE);
        list(builder, Symbol::TITLE_VARIANTS, variants, |builder, element| {
            text_object(builder, element, LANGUAGE, None, Reading::LINE);
        });
    }
    let mut tagged: HashSet<&str> = HashSet::new();
    let mut abstracts: Vec<NodeId> = Vec::new();
    for element in all(tree, dc, "description") {
        let lang = attribute_text(tree, element, LANGUAGE);
        // A second description in a language is something else: a note, a table of contents.
        if !tagged.contains(lang) && words::is_abstract(&xml::words(tree, element, Reading::PROSE).text) {
            abstracts.push(element);
            tagged.extend(Some(lang).filter(|lang| !lang.is_empty()));
        }
    }
    list(builder, Symbol::ABSTRACTS, &abstracts, |builder, element| {
        text_object(builder, element, LANGUAGE, None, Reading::PROSE);
    });
}

/// Writes keywords grouped by language; an element may contain several. Classes of a classification are not keywords.
fn subjects(builder: &mut Builder<'_>, dc: NodeId) {
    let tree = builder.source();
    let (coded, free): (Vec<NodeId>, Vec<NodeId>) =
        all(tree, dc, "subject").partition(|element| words::is_class(word(tree, *element)));
    let groups = grouped(free, |element| attribute_text(tree, element, LANGUAGE));
    if let Some(first) = groups.first().and_then(|(_, group)| group.first()).copied() {
        builder.key_from(Symbol::KEYWORDS, first);
        builder.array(Origin::Node(first), |builder| {
            groups.iter().for_each(|(_, group)| keywords(builder, group));
        });
    }
    list(builder, Symbol::SUBJECTS, &coded, |builder, element| {
        builder.object(Origin::Node(element), |builder| text_from(builder, Symbol::CODE, element, Reading::LINE));
    });
}

fn keywords(builder: &mut Builder<'_>, group: &[NodeId]) {
    let tree = builder.source();
    let Some(first) = group.first().copied() else { return };
    builder.object(Origin::Node(first), |builder| {
        attribute_from(builder, Symbol::LANG, first, LANGUAGE);
        builder.key_from(Symbol::TERMS, first);
        builder.array(Origin::Node(first), |builder| {
            for element in group {
                let line = Line::of(tree, *element);
                let terms = line.as_ref().map(|line| words::terms(line.text)).unwrap_or_default();
                match line.filter(|_| terms.len() > 1) {
                    Some(line) => terms.into_iter().for_each(|term| {
                        builder.text(line.origin(&term), line.text.get(term).unwrap_or_default());
                    }),
                    None => xml::text(builder, *element, Reading::LINE),
                }
            }
        });
    });
}

fn journal(builder: &mut Builder<'_>, dc: NodeId, sources: &[Source<'_>]) {
    let tree = builder.source();
    let mut numbers: Vec<Issn> = Vec::new();
    for element in all(tree, dc, "source").chain(all(tree, dc, "identifier")) {
        let line = Line::of(tree, element);
        numbers.extend(line.and_then(|line| {
            let range = words::issn(line.text)?;
            Some(Issn { node: line.run, range: line.start + range.start..line.start + range.end, medium: None })
        }));
    }
    let mut known = HashSet::new();
    let titles: Vec<&Source<'_>> = sources.iter().filter(|source| known.insert(source.title())).collect();
    let publisher = first(tree, dc, "publisher");
    let element = titles.first().map(|source| source.line.element);
    let Some(origin) = element.or(publisher).or(numbers.first().map(|issn| issn.node)) else { return };
    builder.key_from(Symbol::JOURNAL, origin);
    builder.object(Origin::Node(origin), |builder| {
        if let Some((main, variants)) = titles.split_first() {
            main.line.part(builder, Symbol::TITLE, main.title.clone());
            let elements: Vec<NodeId> = variants.iter().map(|source| source.line.element).collect();
            let mut variants = variants.iter();
            list(builder, Symbol::TITLE_VARIANTS, &elements, |builder, element| {
                builder.object(Origin::Node(element), |builder| {
                    if let Some(source) = variants.next() {
                        source.line.part(builder, Symbol::TEXT, source.title.clone());
                    }
                    attribute_from(builder, Symbol::LANG, element, LANGUAGE);
                });
            });
        }
        if let Some(element) = publisher {
            text_from(builder, Symbol::PUBLISHER, element, Reading::LINE);
        }
        fields::issn_object(builder, numbers);
    });
}

/// Writes the first date in the form of ISO 8601. A date with a time of day was written by a program. A date in another
/// form yields its year, if any.
fn date(builder: &mut Builder<'_>, dc: NodeId) {
    let tree = builder.source();
    let lines: Vec<Line<'_>> = all(tree, dc, "date").filter_map(|element| Line::of(tree, element)).collect();
    let plain = lines.iter().find(|line| words::is_date(line.text) && !line.text.contains('T'));
    let Some(line) = plain.or_else(|| lines.iter().find(|line| words::is_date(line.text))).or(lines.first()) else {
        return;
    };
    let year = words::year(line.text);
    let is_date = words::is_date(line.text) || words::is_date_with_year_last(line.text) || year.is_none();
    if let Some(year) = year {
        line.part(builder, Symbol::YEAR, year);
    }
    if is_date {
        builder.key_from(Symbol::DATES, line.element);
        builder.object(Origin::Node(line.element), |builder| {
            text_from(builder, Symbol::PUBLISHED, line.element, Reading::LINE);
        });
    }
}

/// Writes DOIs, ISBNs and other numbers, addresses, and related works.
fn identifiers(builder: &mut Builder<'_>, dc: NodeId) {
    let tree = builder.source();
    let lines: Vec<Line<'_>> = all(tree, dc, "identifier").filter_map(|element| Line::of(tree, element)).collect();
    let (addresses, mut known): (Vec<Line<'_>>, Vec<Line<'_>>) =
        lines.into_iter().partition(|line| words::is_address(line.text));
    known.retain(|line| words::issn(line.text).is_none());
    if let Some(first) = known.first() {
        builder.key_from(Symbol::IDENTIFIERS, first.element);
        builder.array(Origin::Node(first.element), |builder| {
            for line in &known {
                let scheme = words::scheme(line.text);
                builder.object(Origin::Node(line.element), |builder| {
                    if let Some((scheme, _)) = scheme {
                        builder.member(Symbol::SCHEME, Origin::None, scheme);
                    }
                    line.part(builder, Symbol::VALUE, scheme.map_or(0, |(_, start)| start)..line.text.len());
                });
            }
        });
    }
    let addresses: Vec<NodeId> = addresses.iter().map(|line| line.element).collect();
    list(builder, Symbol::LINKS, &addresses, |builder, element| {
        builder.object(Origin::Node(element), |builder| text_from(builder, Symbol::URL, element, Reading::LINE));
    });
    let all_related: Vec<NodeId> = all(tree, dc, "relation").collect();
    list(builder, Symbol::RELATIONS, &all_related, |builder, element| {
        builder.object(Origin::Node(element), |builder| text_from(builder, Symbol::TEXT, element, Reading::LINE));
    });
}

/// Writes rights. Licences have an address; others describe access to the text.
fn rights(builder: &mut Builder<'_>, dc: NodeId) {
    let tree = builder.source();
    let (licensed, others): (Vec<NodeId>, Vec<NodeId>) =
        all(tree, dc, "rights").partition(|element| words::is_address(word(tree, *element)));
    list(builder, Symbol::LICENSES, &licensed, |builder, element| {
        builder.object(Origin::Node(element), |builder| {
            text_from(builder, Symbol::URL, element, Reading::LINE);
            attribute_from(builder, Symbol::LANG, element, LANGUAGE);
        });
    });
    let access = |element: &NodeId| word(tree, *element).ends_with("Access");
    if let Some(element) = others.into_iter().find(access) {
        builder.key_from(Symbol::RIGHTS, element);
        builder.object(Origin::Node(element), |builder| text_from(builder, Symbol::ACCESS, element, Reading::LINE));
    }
}
