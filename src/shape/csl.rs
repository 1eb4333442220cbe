//! CSL-JSON, as reference managers export it (`csl-data.json` of CSL 1.0.2): one object per item, usually in a list.
//!
//! It has what a citation needs: no affiliations, no list of references, one language for the whole item. Programs use
//! numbers and strings interchangeably; a date is a list of numbers, a text in the Extended Date/Time Format, or words.
//! In YAML, where pandoc and Better BibTeX keep the items under `references`, a date has a year, a month and a day by
//! name, and an interval is a list of two dates.

use super::dates::{self, DatePart};
use super::fields::{self, issns, list, list_with, member, objects, pieces, word};
use super::{Builder, Joined, Origin, OwnId, Shape};
use crate::diagnostic::Severity;
use crate::syntax::Syntax;
use crate::tree::{Kind, NodeId, Symbol, Tree};

pub(super) const SHAPE: Shape = Shape {
    id: "csl",
    syntaxes: &[Syntax::Json, Syntax::Ndjson, Syntax::Yaml],
    detect,
    read,
    lacks: &[
        Symbol::AFFILIATIONS,
        Symbol::ANONYMOUS,
        Symbol::ARTICLE_NUMBER,
        Symbol::FUNDING,
        Symbol::ISSUE_TITLE,
        Symbol::ISSUE_YEAR,
        Symbol::LANG,
        Symbol::LICENSES,
        Symbol::ORDER_REFERENCE,
        Symbol::PHYSICAL_DESCRIPTION,
        Symbol::POSITION,
        Symbol::REFERENCES,
        Symbol::RELATIONS,
        Symbol::RIGHTS,
        Symbol::SUBJECTS,
    ],
    types: TYPES,
    markup: &[Symbol::TITLE, Symbol::TITLE_VARIANTS, Symbol::JOURNAL],
    // Read by citeproc-js and written by Zotero.
    tags: &["b", "i", "sc", "scp", "span", "sub", "sup"],
    is_citation_format: true,
    own_id: Some(OwnId {
        name: "id",
        shown: "id",
        severity: Severity::Error,
        advice: "give each record an id of its own, and correct the citations that mean this one",
    }),
    writes: &[
        (Symbol::CONTRIBUTORS, Symbol::GIVEN, "given"),
        (Symbol::CONTRIBUTORS, Symbol::SUFFIX, "suffix"),
        (Symbol::OTHER, Symbol::ISSUE, "issue"),
        (Symbol::OTHER, Symbol::DOI, "DOI"),
        (Symbol::CONTRIBUTORS, Symbol::ORGANIZATION, "literal"),
    ],
    ..Shape::PLAIN
};

/// The item types of the CSL 1.0.2 specification, appendix III. A word that is also a native type is mapped to itself,
/// except `article`, which CSL uses for preprints, and `review`.
const TYPES: &[(&str, &str)] = &[
    ("article", "preprint"),
    ("article-journal", "article"),
    ("article-magazine", "article"),
    ("article-newspaper", "article"),
    ("bill", "other"),
    ("book", "other"),
    ("broadcast", "other"),
    ("chapter", "chapter"),
    ("classic", "other"),
    ("collection", "other"),
    ("dataset", "other"),
    ("document", "other"),
    ("entry", "other"),
    ("entry-dictionary", "other"),
    ("entry-encyclopedia", "other"),
    ("event", "other"),
    ("figure", "other"),
    ("graphic", "other"),
    ("hearing", "other"),
    ("interview", "interview"),
    ("legal_case", "other"),
    ("legislation", "other"),
    ("manuscript", "other"),
    ("map", "other"),
    ("motion_picture", "other"),
    ("musical_score", "other"),
    ("pamphlet", "other"),
    ("paper-conference", "conference-paper"),
    ("patent", "other"),
    ("performance", "other"),
    ("periodical", "other"),
    ("personal_communication", "other"),
    ("post", "other"),
    ("post-weblog", "other"),
    ("regulation", "other"),
    ("report", "report"),
    ("review", "book-review"),
    ("review-book", "book-review"),
    ("software", "other"),
    ("song", "other"),
    ("speech", "other"),
    ("standard", "other"),
    ("thesis", "other"),
    ("treaty", "other"),
    ("webpage", "other"),
];

/// Names that only CSL has; no other JSON record format uses this spelling with a text value.
const DISTINCTIVE: &[&str] = &[
    "container-title",
    "container-title-short",
    "citation-key",
    "citation-label",
    "collection-title",
    "event-place",
    "event-title",
    "number-of-pages",
    "number-of-volumes",
    "original-title",
    "page-first",
    "part-title",
    "publisher-place",
    "reviewed-title",
    "title-short",
    "volume-title",
    "volume-title-short",
    "DOI",
    "ISBN",
    "ISSN",
    "PMCID",
    "PMID",
    "URL",
];

/// Further names of CSL, which are not sufficient to detect it.
const SHARED: &[&str] = &[
    "abstract",
    "accessed",
    "annote",
    "archive",
    "author",
    "authority",
    "call-number",
    "chair",
    "chapter-number",
    "collection-editor",
    "collection-number",
    "composer",
    "container-author",
    "contributor",
    "custom",
    "dimensions",
    "director",
    "edition",
    "editor",
    "event",
    "event-date",
    "genre",
    "id",
    "illustrator",
    "interviewer",
    "issue",
    "issued",
    "journalAbbreviation",
    "jurisdiction",
    "keyword",
    "language",
    "medium",
    // Written by Juris-M next to the fields, for their forms in other languages.
    "multi",
    "note",
    "number",
    "original-author",
    "original-date",
    "original-publisher",
    "page",
    "part-number",
    "publisher",
    "recipient",
    "references",
    "scale",
    "seeAlso",
    "section",
    "shortTitle",
    "source",
    "status",
    "submitted",
    "title",
    "translator",
    "type",
    "version",
    "volume",
];

/// Names of other formats that also use some of the names above.
const FOREIGN: &[&str] = &[
    "$schema",
    "@context",
    "@type",
    "abstracts",
    "attributes",
    "contributors",
    "creators",
    "dependencies",
    "reference-count",
    "titleVariants",
    "titles",
    "types",
];

fn detect(tree: Tree<'_>) -> bool {
    let root = tree.root();
    let names: Vec<&str> = tree.children(root).filter_map(|child| child.key).map(|key| tree.key_name(key)).collect();
    // A Crossref work in CSL form also has the counts, but a single title.
    let is_foreign = |name: &&str| FOREIGN.contains(name) && *name != "reference-count";
    if !tree.is_object(root) || names.iter().any(is_foreign) {
        return false;
    }
    let is_single = |name| member(tree, root, name).is_none_or(|value| tree.text(value).is_some());
    let known = word(tree, root, "type").is_some_and(|own| SHAPE.native_type(own).is_some());
    // A list of titles is Crossref's, unless the type is specific to CSL.
    if !is_single("type") || !is_single("title") && !known {
        return false;
    }
    let is_distinct = has_csl_date(tree, root) || has_csl_names(tree, root) || has_distinctive_name(tree, root, &names);
    if is_distinct {
        return known || word(tree, root, "title").is_some() || member(tree, root, "id").is_some();
    }
    let is_item = names.iter().all(|name| DISTINCTIVE.contains(name) || SHARED.contains(name));
    let is_own = word(tree, root, "type").is_some_and(is_own_type);
    let is_named = member(tree, root, "id").is_some_and(|id| tree.text(id).is_some());
    let is_titled = word(tree, root, "title").is_some();
    let is_sure = is_own && (is_named || is_titled);
    is_item && (is_sure || known && is_named && is_titled && has_only_texts(tree, root))
}

/// Whether every member of an item is a text or a number. With an id, a title and a type that native records also have,
/// such an object is a CSL item: the title of a native record is usually an object, and other members have other names.
fn has_only_texts(tree: Tree<'_>, root: NodeId) -> bool {
    tree.children(root).all(|child| tree.text(child.value).is_some())
}

/// Whether an object may be a CSL item though all its names are those of native records: it has an id, its title is a
/// plain text, and its type is a CSL type.
pub(super) fn may_be_item(tree: Tree<'_>, title: NodeId, own: NodeId) -> bool {
    tree.kind(title) == Kind::String
        && tree.text(own).is_some_and(|own| SHAPE.native_type(own).is_some())
        && tree.get(tree.root(), Symbol::ID).is_some()
}

/// Whether a type is specific to CSL. An article, a chapter, an interview and a report with only an id and a title may
/// be anything.
pub(super) fn is_own_type(own: &str) -> bool {
    const SHARED: [&str; 6] = ["article", "chapter", "interview", "report", "event", "software"];
    !SHARED.contains(&own) && SHAPE.native_type(own).is_some()
}

fn has_distinctive_name(tree: Tree<'_>, root: NodeId, names: &[&str]) -> bool {
    let is_text = |name: &str| member(tree, root, name).is_some_and(|value| tree.text(value).is_some());
    names.iter().any(|name| DISTINCTIVE.contains(name) && is_text(name))
}

fn has_csl_date(tree: Tree<'_>, root: NodeId) -> bool {
    let Some(issued) = member(tree, root, "issued") else { return false };
    let date = beginning(tree, issued);
    ["date-parts", "literal", "raw", "season", "year"].iter().any(|name| tree.get_named(date, name).is_some())
}

/// Whether there are names in CSL form. An `author` with a `name` is of another format.
fn has_csl_names(tree: Tree<'_>, root: NodeId) -> bool {
    let is_name = |person: NodeId| {
        let has = |name| tree.get_named(person, name).is_some();
        (has("family") || has("given") || has("literal")) && !has("name") && !has("affiliation")
    };
    let names = PEOPLE.iter().map(|(name, _)| *name).chain(OTHER_PEOPLE.iter().copied());
    let people = names.filter_map(|name| member(tree, root, name));
    people.flat_map(|list| tree.items(list)).any(is_name)
}

/// Lists of names of people who contributed to another work, or have no role here (CSL 1.0.2, appendix IV).
const OTHER_PEOPLE: &[&str] = &[
    "collection-editor",
    "composer",
    "container-author",
    "director",
    "editorial-director",
    "original-author",
    "recipient",
    "reviewed-author",
];

/// The lists of names with their roles.
const PEOPLE: &[(&str, &str)] = &[
    ("author", "author"),
    ("editor", "editor"),
    ("translator", "translator"),
    ("compiler", "compiler"),
    ("illustrator", "illustrator"),
    ("interviewer", "interviewer"),
];

fn read(builder: &mut Builder<'_>) -> bool {
    let tree = builder.source();
    let root = tree.root();
    builder.object(Origin::Node(root), |builder| {
        for (name, field) in [("id", Symbol::ID), ("type", Symbol::TYPE)] {
            if let Some(node) = member(tree, root, name) {
                builder.text_from(field, node);
            }
        }
        if let Some(node) = member(tree, root, "language") {
            languages(builder, node);
        }
        titles(builder);
        if let Some(node) = member(tree, root, "abstract") {
            list(builder, Symbol::ABSTRACTS, &[node], text_object);
        }
        keywords(builder);
        journal(builder);
        dates(builder);
        for (name, field) in [("volume", Symbol::VOLUME), ("issue", Symbol::ISSUE), ("page", Symbol::PAGES)] {
            if let Some(node) = member(tree, root, name) {
                builder.scalar_from(field, node);
            }
        }
        if let Some(node) = member(tree, root, "number-of-pages") {
            builder.number_from(Symbol::PAGE_COUNT, node);
        }
        people(builder);
        identifiers(builder);
        if let Some(node) = member(tree, root, "URL") {
            list(builder, Symbol::LINKS, &[node], |builder, node| {
                builder.object(Origin::Node(node), |builder| builder.text_from(Symbol::URL, node));
            });
        }
    });
    true
}

/// Writes the language of the item; some programs write a list.
pub(super) fn languages(builder: &mut Builder<'_>, node: NodeId) {
    let tree = builder.source();
    let all: Vec<NodeId> = if tree.is_array(node) { tree.items(node).collect() } else { vec![node] };
    let (found, others): (Vec<NodeId>, Vec<NodeId>) = all.into_iter().partition(|item| tree.text(*item).is_some());
    others.into_iter().for_each(|item| builder.unmapped_for(Symbol::LANGUAGES, item, "text"));
    list(builder, Symbol::LANGUAGES, &found, |builder, item| {
        let text = builder.source().text(item).unwrap_or_default();
        builder.text(Origin::Node(item), text);
    });
}

/// `{text}`.
fn text_object(builder: &mut Builder<'_>, node: NodeId) {
    builder.object(Origin::Node(node), |builder| builder.text_from(Symbol::TEXT, node));
}

fn titles(builder: &mut Builder<'_>) {
    let tree = builder.source();
    let root = tree.root();
    if let Some(node) = member(tree, root, "title") {
        if tree.text(node).is_some() {
            builder.key_from(Symbol::TITLE, node);
            text_object(builder, node);
        } else {
            builder.unmapped_for(Symbol::TITLE, node, "text");
        }
    }
    let short = if member(tree, root, "title-short").is_some() { "title-short" } else { "shortTitle" };
    let roles = [("original-title", "original"), (short, "short"), ("reviewed-title", "alternative")];
    // A review without a title of its own is cited by the title of the reviewed work.
    let is_untitled = member(tree, root, "title").is_none();
    let variants: Vec<(NodeId, &str)> = roles[..if is_untitled { 3 } else { 2 }]
        .iter()
        .filter_map(|(name, role)| Some((member(tree, root, name)?, *role)))
        .collect();
    list_with(builder, Symbol::TITLE_VARIANTS, &variants, |builder, node, role| {
        builder.object(Origin::Node(node), |builder| {
            builder.text_from(Symbol::TEXT, node);
            builder.member(Symbol::ROLE, Origin::None, role);
        });
    });
}

/// Writes keywords from one text, separated by semicolons, or by commas if there are none. Some programs write a list.
fn keywords(builder: &mut Builder<'_>) {
    let tree = builder.source();
    let root = tree.root();
    let Some(node) = member(tree, root, "keyword") else { return };
    let is_list = tree.is_array(node);
    let Some(text) = tree.text(node).or(is_list.then_some("")) else {
        return builder.unmapped_for(Symbol::KEYWORDS, node, "text");
    };
    // An entity such as `&eacute;` also ends with a semicolon.
    let character = if text.contains("; ") || !text.contains(',') { ';' } else { ',' };
    list(builder, Symbol::KEYWORDS, &[node], |builder, node| {
        builder.object(Origin::Node(node), |builder| {
            builder.key_from(Symbol::TERMS, node);
            builder.array(Origin::Node(node), |builder| {
                for range in pieces(text, |other| other == character) {
                    let term = &text[range.clone()];
                    builder.text(Origin::Part(node, range), term);
                }
                for item in tree.items(node) {
                    match tree.text(item) {
                        Some(term) => builder.text(Origin::Node(item), term),
                        None => builder.unmapped(item, "text"),
                    }
                }
            });
        });
    });
}

fn journal(builder: &mut Builder<'_>) {
    let tree = builder.source();
    let root = tree.root();
    let title = member(tree, root, "container-title");
    let abbreviation =
        member(tree, root, "container-title-short").or_else(|| member(tree, root, "journalAbbreviation"));
    let publisher = member(tree, root, "publisher");
    let mut numbers = Vec::new();
    for node in fields::listed(tree, root, "ISSN") {
        numbers.extend(issns(builder, node, None));
    }
    fields::journal(builder, title, abbreviation, publisher, numbers);
}

fn dates(builder: &mut Builder<'_>) {
    let tree = builder.source();
    let root = tree.root();
    let issued = member(tree, root, "issued");
    let mut published = None;
    let mut written = None;
    match issued.map(|node| beginning(tree, node)) {
        Some(node) if tree.is_object(node) => {
            let parts = modern(tree, parts_of(builder, node));
            if let Some(year) = parts.first() {
                builder.scalar_from(Symbol::YEAR, *year);
                let end = fields::end_parts(tree, node);
                published = Some((parts, end)).filter(|(parts, end)| parts.len() > 1 || !end.is_empty());
            } else if let Some(raw) = member(tree, node, "raw").or_else(|| member(tree, node, "literal")) {
                year_in(builder, raw);
            }
        }
        Some(node) if tree.is_array(node) && tree.items(node).next().is_none() => {}
        Some(node) if tree.text(node).is_some() => {
            year_in(builder, node);
            written = Some(node).filter(|node| is_date(tree.text(*node).unwrap_or_default()));
        }
        Some(node) => builder.unmapped(node, "a date"),
        None => {}
    }
    let submitted = member(tree, root, "submitted").map(|date| beginning(tree, date));
    let submitted = submitted.filter(|date| tree.is_object(*date)).map(|date| parts_of(builder, date));
    let submitted = modern(tree, submitted.unwrap_or_default());
    let Some(origin) = issued.or_else(|| submitted.first().copied()) else { return };
    if published.is_none() && written.is_none() && submitted.is_empty() {
        return;
    }
    builder.key_from(Symbol::DATES, origin);
    builder.object(Origin::Node(origin), |builder| {
        date(builder, Symbol::RECEIVED, &submitted);
        if let Some((parts, end)) = published {
            if end.is_empty() {
                date(builder, Symbol::PUBLISHED, &parts);
            } else {
                fields::interval(builder, Symbol::PUBLISHED, &parts, &end);
            }
        }
        if let Some(node) = written {
            builder.text_from(Symbol::PUBLISHED, node);
        }
    });
}

/// Returns the first date of an interval, which pandoc writes as a list of two dates; any other date is returned
/// unchanged.
fn beginning(tree: Tree<'_>, date: NodeId) -> NodeId {
    let first = if tree.is_array(date) { tree.items(date).next() } else { None };
    first.filter(|first| tree.is_object(*first)).unwrap_or(date)
}

/// Returns the year, the month or season, and the day of a date: from `date-parts`, or by name as in pandoc.
fn parts_of(builder: &mut Builder<'_>, date: NodeId) -> Vec<NodeId> {
    let tree = builder.source();
    if member(tree, date, "date-parts").is_some() {
        return fields::date_parts(builder, date);
    }
    let part = |name: &str| member(tree, date, name).filter(|part| tree.text(*part).is_some());
    let month = part("month");
    let day = part("day").filter(|_| month.is_some());
    [part("year"), month.or(part("season")), day].into_iter().map_while(|part| part).collect()
}

/// Writes a date with these parts. Months from 13 to 16 are seasons in citeproc-js, as are 21 to 24 in the Extended
/// Date/Time Format; a `season` has a number from 1 to 4. A season has no days.
fn date(builder: &mut Builder<'_>, field: Symbol, parts: &[NodeId]) {
    let tree = builder.source();
    let season = |part: NodeId| {
        let number = tree.text(part)?.trim().parse::<u32>().ok()?;
        let is_named = tree.key_of(part).is_some_and(|key| tree.key_name(key) == "season");
        match number {
            1..=4 if is_named => Some(number + 20),
            13..=16 if parts.len() < 3 => Some(number + 8),
            21..=24 => Some(number),
            _ => None,
        }
    };
    let (Some(year), Some((month, number))) =
        (parts.first(), parts.get(1).and_then(|month| Some((*month, season(*month)?))))
    else {
        return fields::date(builder, field, parts);
    };
    let text = |node: NodeId| tree.text(node).unwrap_or_default();
    let whole = |node: NodeId| 0..text(node).len();
    let year = DatePart { node: *year, range: whole(*year), text: text(*year).to_owned() };
    dates::date(builder, field, vec![year, DatePart::number(month, whole(month), number)]);
}

/// Returns the non-empty parts of a date. Ancient years, which CSL writes as small or negative numbers, cannot be the
/// year of a publication and are left out.
fn modern(tree: Tree<'_>, mut parts: Vec<NodeId>) -> Vec<NodeId> {
    while parts.len() > 1
        && parts.last().is_some_and(|part| tree.text(*part).is_some_and(|text| text.trim().is_empty()))
    {
        parts.pop();
    }
    let year = parts.first().and_then(|year| tree.text(*year)).and_then(|year| year.trim().parse::<i64>().ok());
    if year.is_some_and(|year| year < 1000) { Vec::new() } else { parts }
}

/// Whether a text is meant to be a date more precise than a year. Words and years are not.
fn is_date(text: &str) -> bool {
    text.len() > 4 && text.starts_with(|character: char| character.is_ascii_digit()) && text.contains(['-', '/'])
}

/// Writes the year at the beginning of a date in words or in the Extended Date/Time Format, or the year alone.
fn year_in(builder: &mut Builder<'_>, node: NodeId) {
    let Some(text) = builder.source().text(node) else { return builder.unmapped(node, "text") };
    if dates::is_undated(text) {
        return builder.text_from(Symbol::YEAR, node);
    }
    let years: Vec<_> = pieces(text, |character| !character.is_ascii_digit());
    let mut four = years.into_iter().filter(|range| range.len() == 4);
    if let Some(range) = four.next() {
        builder.part_from(Symbol::YEAR, node, range);
    }
}

fn people(builder: &mut Builder<'_>) {
    let root = builder.source().root();
    let mut found: Vec<(NodeId, &str)> = Vec::new();
    for (name, role) in PEOPLE {
        found.extend(objects(builder, root, name, Symbol::CONTRIBUTORS).into_iter().map(|person| (person, *role)));
    }
    let tree = builder.source();
    if found.is_empty() {
        // A list without names is an empty field.
        if let Some(empty) = member(tree, root, "author").filter(|list| tree.is_array(*list)) {
            builder.key_from(Symbol::CONTRIBUTORS, empty);
            builder.array(Origin::Node(empty), |_| {});
        }
        return;
    }
    list_with(builder, Symbol::CONTRIBUTORS, &found, |builder, person, role| contributor(builder, person, role));
}

fn contributor(builder: &mut Builder<'_>, person: NodeId, role: &str) {
    let tree = builder.source();
    let text = |name| member(tree, person, name);
    let has_text = |node: &NodeId| tree.text(*node).is_some_and(|text| !text.trim().is_empty());
    builder.object(Origin::Node(person), |builder| {
        builder.member(Symbol::ROLE, Origin::None, role);
        let (family, given) = (text("family"), text("given"));
        if let Some(literal) = text("literal").filter(|_| family.or(given).is_none()) {
            return builder.text_from(Symbol::ORGANIZATION, literal);
        }
        for (field, node) in [(Symbol::GIVEN, given), (Symbol::FAMILY, family), (Symbol::SUFFIX, text("suffix"))] {
            if let Some(node) = node {
                builder.text_from(field, node);
            }
        }
        let particles: Vec<NodeId> =
            ["dropping-particle", "non-dropping-particle"].into_iter().filter_map(text).filter(has_text).collect();
        let mut joined = Joined::default();
        for node in particles {
            let text = tree.text(node).unwrap_or_default();
            if !joined.text.is_empty() {
                joined.own(" ");
            }
            joined.part(node, 0..text.len(), text);
        }
        builder.joined(Symbol::PARTICLE, joined);
    });
}

fn identifiers(builder: &mut Builder<'_>) {
    const SCHEMES: [(&str, &str); 4] = [("DOI", "doi"), ("ISBN", "isbn"), ("PMID", "pmid"), ("PMCID", "pmcid")];
    let tree = builder.source();
    let mut found = Vec::new();
    for (name, scheme) in SCHEMES {
        for node in fields::listed(tree, tree.root(), name) {
            let text = tree.text(node).unwrap_or_default();
            let several = fields::isbns(text).filter(|_| scheme == "isbn");
            match several {
                Some(ranges) => found.extend(ranges.into_iter().map(|range| (node, scheme, Some(range)))),
                None => found.push((node, scheme, None)),
            }
        }
    }
    // The address leads to another DOI than the field has: one of the two is wrong.
    let named = member(tree, tree.root(), "DOI").and_then(|doi| tree.text(doi)).filter(|doi| doi.contains("10."));
    if let (Some(named), Some(url)) = (named, member(tree, tree.root(), "URL"))
        && let Some(range) = fields::doi_in_address(tree.text(url).unwrap_or_default())
        && !fields::ends_with_doi(named, &tree.text(url).unwrap_or_default()[range.clone()])
    {
        found.push((url, "doi", Some(range)));
    }
    fields::identifiers(builder, found);
}

/// Whether a value is a list of texts.
pub(super) fn is_list_of_texts(tree: Tree<'_>, node: NodeId) -> bool {
    tree.is_array(node) && tree.items(node).all(|item| tree.kind(item) == Kind::String)
}
