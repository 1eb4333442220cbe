//! RIS: from `TY` to `ER`, one field per line.
//!
//! There are dialects (Reference Manager, EndNote, Zotero, Mendeley, and the exports of publishers and databases): the
//! title is `TI` or `T1`, the journal `JF`, `JO` or `T2`, the year `PY` or `Y1`, and several values may be in one line.
//! A field is read under each of its names, the most specific first. Tags whose meaning depends on the dialect (`M1`,
//! `N1`, `U1`, `C1` to `C8` without `C7`) are not read, nor are author addresses (`AD`), since they do not name the
//! author. A language is a name or any code (`LA  - English`), a title in brackets is a translation, as in MEDLINE, and
//! the DOI may be in `M3`, `L3`, or the address in `UR` or `LK`.

mod types;

use super::dates::{self, DatePart};
use super::fields::{self, Issn, issns, list, pieces};
use super::institutions::institution;
use super::{Builder, Joined, Origin, OwnId, Shape, Unread};
use crate::diagnostic::Severity;
use crate::syntax::Syntax;
use crate::tree::{NodeId, Symbol, Tree};
use std::collections::HashSet;
use std::ops::Range;
use types::{BOOKS, IN_SERIALS, TYPES};

pub(super) const SHAPE: Shape = Shape {
    id: "ris",
    syntaxes: &[Syntax::Ris],
    detect,
    read,
    lacks: &[
        Symbol::AFFILIATIONS,
        Symbol::ANONYMOUS,
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
    is_citation_format: true,
    // A RIS record is not cited by its number, but programs that import it match by it.
    own_id: Some(OwnId {
        name: "ID",
        shown: "`ID`",
        severity: Severity::Warning,
        advice: "give each record an `ID` of its own, or leave the line out",
    }),
    unread: Unread::Lines,
    // The specification does not require a language code.
    names_languages: true,
    // RIS Format Specifications (2001): `YYYY/MM/DD/other`.
    slashed_dates: &["PY", "Y1"],
    places: &["CY", "PP"],
    allows: &["language/code-form"],
    writes: &[
        (Symbol::OTHER, Symbol::ISSUE, "IS"),
        (Symbol::OTHER, Symbol::LAST_PAGE, "EP"),
        (Symbol::OTHER, Symbol::DOI, "DO"),
    ],
    ..Shape::PLAIN
};

fn detect(tree: Tree<'_>) -> bool {
    tree.get_named(tree.root(), "TY").is_some()
}

fn text(tree: Tree<'_>, node: NodeId) -> &str {
    tree.text(node).unwrap_or_default()
}

/// Returns all values of some tags, in the order of the tags.
fn all(tree: Tree<'_>, tags: &[&str]) -> Vec<NodeId> {
    tags.iter().flat_map(|tag| tree.all_named(tree.root(), tag).collect::<Vec<_>>()).collect()
}

/// Returns the first non-blank value of several tags with the same meaning; else an existing blank one.
fn first(tree: Tree<'_>, tags: &[&str]) -> Option<NodeId> {
    let found = all(tree, tags);
    found.iter().copied().find(|node| has_text(tree, *node)).or(found.first().copied())
}

fn has_text(tree: Tree<'_>, node: NodeId) -> bool {
    !text(tree, node).trim().is_empty()
}

fn read(builder: &mut Builder<'_>) -> bool {
    let tree = builder.source();
    let kind = first(tree, &["TY"]).map(|node| text(tree, node)).unwrap_or_default();
    builder.object(Origin::Node(tree.root()), |builder| {
        if let Some(node) = first(tree, &["ID", "AN"]) {
            builder.text_from(Symbol::ID, node);
        }
        if let Some(node) = first(tree, &["TY"]) {
            // A following line without a tag is not part of the type.
            let line = lines(tree, node).into_iter().next().unwrap_or_default();
            builder.part_from(Symbol::TYPE, node, line);
        }
        languages(builder);
        titles(builder, kind);
        if let Some(node) = first(tree, &["AB", "N2"]) {
            list(builder, Symbol::ABSTRACTS, &[node], |builder, node| {
                builder.object(Origin::Node(node), |builder| builder.text_from(Symbol::TEXT, node));
            });
        }
        keywords(builder);
        let numbers = numbers(builder, kind);
        journal(builder, kind, numbers.issns);
        published(builder);
        for (tags, field) in [(&["VL"], Symbol::VOLUME), (&["IS"], Symbol::ISSUE), (&["C7"], Symbol::ARTICLE_NUMBER)] {
            if let Some(node) = first(tree, tags) {
                builder.text_from(field, node);
            }
        }
        pages(builder);
        people(builder);
        identifiers(builder, numbers.isbns);
        links(builder);
    });
    true
}

/// Writes the languages; some programs write several in one line.
fn languages(builder: &mut Builder<'_>) {
    let tree = builder.source();
    let nodes = all(tree, &["LA"]);
    let Some(start) = nodes.first().copied() else { return };
    builder.key_from(Symbol::LANGUAGES, start);
    builder.array(Origin::Node(start), |builder| {
        for node in nodes {
            let whole = text(tree, node);
            let several = pieces(whole, |character| matches!(character, ';' | ',' | '|'));
            if several.len() < 2 {
                builder.text(Origin::Node(node), whole);
                continue;
            }
            for range in several {
                builder.text(Origin::Part(node, range.clone()), &whole[range]);
            }
        }
    });
}

/// Whether a title is in brackets, with which databases such as MEDLINE mark a translation.
fn is_bracketed(title: &str) -> bool {
    title.trim().trim_end_matches('.').strip_prefix('[').is_some_and(|rest| rest.ends_with(']'))
}

fn titles(builder: &mut Builder<'_>, kind: &str) {
    let tree = builder.source();
    let tags: &[&str] = if BOOKS.contains(&kind) { &["TI", "T1", "CT", "BT"] } else { &["TI", "T1", "CT"] };
    if let Some(node) = first(tree, tags) {
        builder.key_from(Symbol::TITLE, node);
        builder.object(Origin::Node(node), |builder| builder.text_from(Symbol::TEXT, node));
    }
    // `OP` is the original publication; for a translated title, it is the original title.
    let is_translated = first(tree, tags).is_some_and(|node| is_bracketed(text(tree, node)));
    let is_title = |node: &NodeId| text(tree, *node).chars().filter(|character| character.is_alphabetic()).count() > 2;
    let original = first(tree, &["OP"]).filter(|_| is_translated).filter(is_title);
    let variants: Vec<NodeId> = all(tree, &["TT", "ST"]).into_iter().chain(original).collect();
    list(builder, Symbol::TITLE_VARIANTS, &variants, |builder, node| {
        let role = match tree.key_of(node).map_or("", |key| tree.key_name(key)) {
            "ST" => "short",
            "OP" => "original",
            _ => "translated",
        };
        builder.object(Origin::Node(node), |builder| {
            builder.text_from(Symbol::TEXT, node);
            builder.member(Symbol::ROLE, Origin::None, role);
        });
    });
}

/// Writes one keyword per line; some programs write several, separated by semicolons or in lines without a tag.
fn keywords(builder: &mut Builder<'_>) {
    let tree = builder.source();
    let nodes = all(tree, &["KW"]);
    let Some(start) = nodes.first().copied() else { return };
    builder.key_from(Symbol::KEYWORDS, start);
    builder.array(Origin::Node(start), |builder| {
        if !nodes.iter().any(|node| has_text(tree, *node)) {
            return;
        }
        builder.object(Origin::Node(start), |builder| {
            builder.key_from(Symbol::TERMS, start);
            builder.array(Origin::Node(start), |builder| nodes.iter().for_each(|node| terms(builder, *node)));
        });
    });
}

fn terms(builder: &mut Builder<'_>, node: NodeId) {
    let tree = builder.source();
    let whole = text(tree, node);
    let mut found = fields::between_semicolons(whole);
    if found.len() == 1 {
        found = lines(tree, node);
    }
    match found.as_slice() {
        [_] => builder.text(Origin::Node(node), whole),
        several => {
            for range in several {
                builder.text(Origin::Part(node, range.clone()), &whole[range.clone()]);
            }
        }
    }
}

/// Returns the ranges of the original lines in a value, in which they are joined.
fn lines(tree: Tree<'_>, node: NodeId) -> Vec<Range<usize>> {
    let whole = text(tree, node);
    let mut found = Vec::new();
    let mut at = 0;
    for line in tree.raw(node).split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()) {
        at = whole.len() - whole[at..].trim_start().len();
        if !whole[at..].starts_with(line) {
            return std::iter::once(0..whole.len()).collect();
        }
        found.push(at..at + line.len());
        at += line.len();
    }
    found
}

/// The numbers in `SN`, which belong to the journal or to the book.
struct Numbers {
    issns: Vec<Issn>,
    isbns: Vec<(NodeId, &'static str, Option<Range<usize>>)>,
}

fn numbers(builder: &mut Builder<'_>, kind: &str) -> Numbers {
    let tree = builder.source();
    let mut found = Numbers { issns: Vec::new(), isbns: Vec::new() };
    for node in all(tree, &["SN"]) {
        let whole = text(tree, node);
        let words = pieces(whole, |character| character.is_whitespace() || matches!(character, ',' | ';' | '('));
        let length = |range: &Range<usize>| {
            let is_number = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'X' | b'x');
            let digits = whole[range.clone()].bytes().filter(|byte| *byte != b'-').count();
            if whole[range.clone()].bytes().all(is_number) { digits } else { 0 }
        };
        let isbns: Vec<_> = words.iter().filter(|word| matches!(length(word), 10 | 13)).cloned().collect();
        if !isbns.is_empty() {
            found.isbns.extend(isbns.into_iter().map(|range| (node, "isbn", Some(range))));
        } else if words.iter().any(|word| length(word) == 8) || IN_SERIALS.contains(&kind) {
            found.issns.extend(issns(builder, node, None));
        } else if has_text(tree, node) && (BOOKS.contains(&kind) || matches!(kind, "CHAP" | "THES")) {
            found.isbns.push((node, "isbn", None));
        }
    }
    found
}

fn journal(builder: &mut Builder<'_>, kind: &str, numbers: Vec<Issn>) {
    let tree = builder.source();
    let full: &[&str] = match kind {
        // There `T2` is the series.
        kind if BOOKS.contains(&kind) => &["JF"],
        "JOUR" | "EJOUR" | "MGZN" | "NEWS" | "INPR" | "ABST" => &["JF", "T2"],
        _ => &["JF", "T2", "BT"],
    };
    let short = first(tree, &["JA", "J2", "J1"]).filter(|node| has_text(tree, *node));
    let own = first(tree, full).filter(|node| has_text(tree, *node));
    let other = first(tree, &["JO"]);
    // `JO` is the full title or its abbreviation, whichever was available.
    let title = own.or(other);
    let abbreviation = short.or(other.filter(|_| own.is_some()));
    let publisher = first(tree, &["PB"]);
    fields::journal(builder, title, abbreviation, publisher, numbers);
}

/// Writes the year, and the date of publication if it is more precise. A date is written `2023/05/06/spring`, with each
/// part optional; some programs use other forms.
fn published(builder: &mut Builder<'_>) {
    let tree = builder.source();
    let nodes = all(tree, &["PY", "Y1", "DA"]);
    // Received and accepted dates are not publication dates.
    let is_other = |node: &NodeId| text(tree, *node).ends_with("received") || text(tree, *node).ends_with("accepted");
    let nodes: Vec<NodeId> = nodes.into_iter().filter(|node| has_text(tree, *node) && !is_other(node)).collect();
    let is_day = |node: &NodeId| tree.key_of(*node).is_some_and(|key| tree.key_name(key) == "DA");
    let year = nodes.iter().copied().find_map(|node| {
        let range = year_of(text(tree, node), is_day(&node))?;
        Some((node, range))
    });
    let Some((node, range)) = year else {
        // A day or a month without a year.
        let Some(node) = nodes.first().copied().filter(|node| dates::month_in_words(text(tree, *node)).is_some())
        else {
            return;
        };
        builder.key_from(Symbol::DATES, node);
        return builder.object(Origin::Node(node), |builder| builder.text_from(Symbol::PUBLISHED, node));
    };
    builder.part_from(Symbol::YEAR, node, range.clone());
    let year = &text(tree, node)[range.clone()];
    let beside = nodes.iter().filter_map(|other| month_of(node, &range, year, *other, text(tree, *other)));
    let dates = nodes.iter().filter_map(|node| date_of(*node, text(tree, *node)).filter(|parts| parts[0].text == year));
    // Of two dates, the more precise one.
    let Some(parts) = dates.chain(beside).max_by_key(Vec::len).filter(|parts| parts.len() > 1) else { return };
    builder.key_from(Symbol::DATES, parts[0].node);
    builder.object(Origin::Node(parts[0].node), |builder| dates::date(builder, Symbol::PUBLISHED, parts));
}

/// Combines a month in words, and possibly a day, with the year in another field, as in `DA  - Sep 12`.
fn month_of(node: NodeId, range: &Range<usize>, year: &str, other: NodeId, text: &str) -> Option<Vec<DatePart>> {
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let (month, number) = dates::month_in_words(text).filter(|_| is_year && year_of(text, true).is_none())?;
    let year = DatePart { node, range: range.clone(), text: year.to_owned() };
    let day = dates::day_in_words(text).map(|(range, day)| DatePart::number(other, range, day));
    Some([year, DatePart::number(other, month, number)].into_iter().chain(day).collect())
}

/// Returns the range of the year in a date. Not every `DA` has one, so one that cannot be parsed is ignored.
fn year_of(text: &str, is_day: bool) -> Option<Range<usize>> {
    let head = text.split('/').next().unwrap_or_default();
    let iso = text.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()) && text[4..].starts_with('-'));
    let range = match iso {
        Some(year) => 0..year.len(),
        None => dates::year(head.trim_end()),
    };
    if range.is_empty() || dates::is_no_year(head) {
        return None;
    }
    let is_year = range.len() == 4 && text[range.clone()].bytes().all(|byte| byte.is_ascii_digit());
    (is_year || !is_day).then_some(range)
}

/// Returns the parts of a date: a year, a month in digits or in words, and a day.
fn date_of(node: NodeId, text: &str) -> Option<Vec<DatePart>> {
    let year = year_of(text, true)?;
    let mut parts = vec![DatePart { node, range: year.clone(), text: text[year.clone()].to_owned() }];
    let is_between = |character: char| matches!(character, '/' | '-');
    if year.start > 0 || !text[4..].starts_with(is_between) {
        // `Aug. 2020`
        let month = dates::month_in_words(text);
        parts.extend(month.map(|(range, number)| DatePart::number(node, range, number)));
        return Some(parts);
    }
    let mut at = year.end;
    for _ in 0..2 {
        let rest = text[at..].strip_prefix(is_between)?;
        let length = rest.find(is_between).unwrap_or(rest.len());
        let range = text.len() - rest.len()..text.len() - rest.len() + length;
        at = range.end;
        let part = &text[range.clone()];
        let word = dates::month_in_words(part).filter(|_| parts.len() == 1);
        match part.trim().parse::<u32>() {
            Ok(0) | Err(_) if word.is_none() => break,
            Ok(number) => parts.push(DatePart::number(node, range, number)),
            Err(_) => {
                let word = word.map(|(inner, number)| (range.start + inner.start..range.start + inner.end, number));
                parts.extend(word.map(|(range, number)| DatePart::number(node, range, number)));
            }
        }
        if at == text.len() {
            break;
        }
    }
    Some(parts)
}

/// Writes `SP` and `EP`; some programs write everything into `SP`.
fn pages(builder: &mut Builder<'_>) {
    let tree = builder.source();
    let Some(start) = first(tree, &["SP"]) else { return };
    if is_range(text(tree, start)) {
        builder.text_from(Symbol::FIRST_PAGE, start);
        if let Some(end) = first(tree, &["EP"]) {
            builder.text_from(Symbol::LAST_PAGE, end);
        }
    }
    let end = first(tree, &["EP"]).filter(|node| has_text(tree, *node) && has_text(tree, start));
    let has_symbol = text(tree, start).contains(['-', '\u{2013}', '\u{2014}', '\u{2212}']);
    let Some(end) = end.filter(|_| !has_symbol) else { return builder.text_from(Symbol::PAGES, start) };
    let mut pages = Joined::default();
    for node in [start, end] {
        if !pages.parts.is_empty() {
            pages.own("-");
        }
        let page = text(tree, node);
        pages.part(node, 0..page.len(), page);
    }
    builder.joined(Symbol::PAGES, pages);
}

/// Whether the first page is a range with a dash: digits, optionally with a letter before them.
fn is_range(text: &str) -> bool {
    let characters = ['-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}'];
    let is_page = |page: &str| {
        let digits = page.trim_start_matches(|character: char| character.is_ascii_alphabetic());
        page.len() - digits.len() <= 1 && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut pages = text.trim().split(characters).map(str::trim).filter(|page| !page.is_empty());
    let (first, last, other) = (pages.next(), pages.next(), pages.next());
    first.is_some_and(is_page) && last.is_some_and(is_page) && other.is_none()
}

/// The tags of people with their roles.
const PEOPLE: &[(&str, &str)] = &[
    ("AU", "author"),
    ("A1", "author"),
    ("A2", "editor"),
    ("ED", "editor"),
    ("A3", "editor"),
    ("TA", "translator"),
    ("A4", "other"),
];

fn people(builder: &mut Builder<'_>) {
    let tree = builder.source();
    let tags: Vec<&str> = PEOPLE.iter().map(|(tag, _)| *tag).collect();
    let nodes = all(tree, &tags);
    let Some(start) = nodes.first().copied() else { return };
    builder.key_from(Symbol::CONTRIBUTORS, start);
    builder.array(Origin::Node(start), |builder| {
        // A tag without a name has no meaning.
        for node in nodes.into_iter().filter(|node| has_text(tree, *node)) {
            let tag = tree.key_of(node).map_or("", |key| tree.key_name(key));
            let role = PEOPLE.iter().find(|(known, _)| *known == tag).map_or("", |(_, role)| role);
            builder.object(Origin::Node(node), |builder| {
                builder.member(Symbol::ROLE, Origin::None, role);
                name(builder, node);
            });
        }
    });
}

/// Particles that follow the given names if a name is sorted without them, as in `Berg, T. ten`. Dutch, German, French,
/// Italian, Portuguese, Scandinavian.
const PARTICLES: &[&str] = &[
    "af",
    "av",
    "d'",
    "da",
    "de",
    "de la",
    "del",
    "della",
    "den",
    "der",
    "di",
    "do",
    "dos",
    "du",
    "ten",
    "ter",
    "van",
    "van de",
    "van den",
    "van der",
    "vom",
    "von",
    "von der",
    "von und zu",
    "zu",
    "zum",
    "zur",
];

/// Returns the end of the given names before a particle, and the range of the particle.
fn trailing_particle(given: &str) -> Option<(usize, Range<usize>)> {
    // The longest one is `von und zu`. No more is examined, since a name may have thousands of spaces.
    const LONGEST: usize = 10;
    let end = given.trim_end().len();
    let is_particle = |at: &usize| given.get(*at..end).is_some_and(|words| PARTICLES.contains(&words.trim()));
    let spaces = (end.saturating_sub(LONGEST + 1)..end).filter(|at| given.as_bytes()[*at] == b' ');
    let at = spaces.into_iter().find(is_particle)?;
    let start = given.len() - given[at..].trim_start().len();
    Some((given[..at].trim_end().len(), start..given.trim_end().len()))
}

/// Whether the text after the second comma of a name can be a suffix, a degree or initials: one short word, or one with
/// full stops.
fn is_suffix(text: &str) -> bool {
    const LONGEST: usize = 6;
    let is_short = |word: &str| word.contains('.') || word.chars().count() <= LONGEST;
    text.split_whitespace().count() == 1 && is_short(text) || text.split_whitespace().all(|word| word.contains('.'))
}

/// Writes `Family, Given, Suffix`. EndNote ends the name of an organisation with a comma; a name without a comma that
/// has institution words is an institution.
fn name(builder: &mut Builder<'_>, node: NodeId) {
    let tree = builder.source();
    let whole = text(tree, node);
    let parts = pieces(whole, |character| character == ',');
    let commas = whole.matches(',').count();
    match parts.as_slice() {
        [only] if commas == 1 && whole.ends_with(',') => builder.part_from(Symbol::ORGANIZATION, node, only.clone()),
        // `Dahl, Luke, Jr.`, but `Luke Dahl, Douglas Bowman, Thomas Martin` are three names.
        [_, _, third] if !is_suffix(&whole[third.clone()]) => builder.part_from(Symbol::FAMILY, node, 0..whole.len()),
        // Semicolons separate several names, which are not split.
        [family, rest @ ..] if commas == rest.len() && (1..=2).contains(&rest.len()) && !whole.contains(';') => {
            let given = &whole[rest[0].clone()];
            let after = trailing_particle(given);
            let end = after.as_ref().map_or(given.len(), |(end, _)| *end);
            builder.part_from(Symbol::GIVEN, node, rest[0].start..rest[0].start + end);
            if let Some(suffix) = rest.get(1) {
                builder.part_from(Symbol::SUFFIX, node, suffix.clone());
            }
            builder.part_from(Symbol::FAMILY, node, family.clone());
            if let Some((_, range)) = after {
                let start = rest[0].start;
                builder.part_from(Symbol::PARTICLE, node, start + range.start..start + range.end);
            }
        }
        [_] if commas == 0 && !whole.contains(';') && institution(whole, true).is_some() => {
            builder.part_from(Symbol::ORGANIZATION, node, 0..whole.len());
        }
        _ => builder.part_from(Symbol::FAMILY, node, 0..whole.len()),
    }
}

fn identifiers(builder: &mut Builder<'_>, isbns: Vec<(NodeId, &'static str, Option<Range<usize>>)>) {
    let tree = builder.source();
    let named: Vec<NodeId> = all(tree, &["DO"]);
    let mut found: Vec<(NodeId, &str, Option<Range<usize>>)> = named.iter().map(|node| (*node, "doi", None)).collect();
    let is_named = named.iter().any(|node| has_text(tree, *node));
    // In this field, some programs write the kind of work or a related work, and others its DOI.
    let is_doi = |node: &NodeId| {
        let whole = text(tree, *node).trim_start();
        whole.starts_with("10.") || whole.get(..4).is_some_and(|lead| lead.eq_ignore_ascii_case("doi:"))
    };
    let other = all(tree, &["M3", "L3"]).into_iter().find(is_doi).filter(|_| !is_named);
    found.extend(other.map(|node| (node, "doi", None)));
    let named_any = named.iter().any(|node| fields::ends_with_any_doi(text(tree, *node)));
    let mut is_only = found.iter().all(|(node, ..)| !has_text(tree, *node));
    let mut known: HashSet<String> =
        found.iter().flat_map(|(node, ..)| fields::doi_endings(text(tree, *node))).collect();
    // The address of a DOI leads to this DOI, or to another one: then one of the two is wrong.
    for node in all(tree, &["UR", "LK", "L3"]) {
        let Some(range) = fields::doi_in_address(text(tree, node)) else { continue };
        let doi = &text(tree, node)[range.clone()];
        if !known.contains(&fields::bare_doi(doi)) && (is_only || named_any) {
            is_only = false;
            known.extend(fields::doi_endings(doi));
            found.push((node, "doi", Some(range)));
        }
    }
    found.extend(isbns);
    fields::identifiers(builder, found);
}

/// Writes addresses; several may be in one line. Local files (`L1` to `L4`) are not addresses, nor is EndNote's
/// placeholder for a Web of Science record.
fn links(builder: &mut Builder<'_>) {
    let tree = builder.source();
    let mut found: Vec<(NodeId, Range<usize>)> = Vec::new();
    for node in all(tree, &["UR", "LK", "L1", "L2", "L3", "L4"]) {
        let whole = text(tree, node);
        let is_file = tree.key_of(node).is_some_and(|key| tree.key_name(key).starts_with('L'));
        let several = pieces(whole, |character| character.is_whitespace() || character == ';');
        let is_web = |range: &Range<usize>| whole[range.clone()].starts_with("http");
        if several.len() > 1 && several.iter().all(is_web) {
            found.extend(several.into_iter().map(|range| (node, range)));
        } else if !whole.starts_with("<Go to ") && (!is_file || whole.starts_with("http")) {
            found.push((node, 0..whole.len()));
        }
    }
    let Some((start, _)) = found.first().cloned() else { return };
    builder.key_from(Symbol::LINKS, start);
    builder.array(Origin::Node(start), |builder| {
        for (node, range) in found {
            builder.object(Origin::Node(node), |builder| builder.part_from(Symbol::URL, node, range));
        }
    });
}
