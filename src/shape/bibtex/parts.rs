//! The dates, identifiers and addresses of an entry.

use super::first;
use crate::shape::dates::{self, DatePart};
use crate::shape::fields::{self, member, word};
use crate::shape::{Builder, Joined, Origin};
use crate::tree::{NodeId, Symbol, Tree};
use std::ops::Range;

/// Writes the `date` of biblatex, else `year`, `month` and the `day` that some programs write; and the other dates of
/// biblatex.
pub(super) fn dates(builder: &mut Builder<'_>) {
    let published = published(builder);
    let tree = builder.source();
    let mut others = other_dates(tree);
    others.extend(date_in_words(tree).map(|node| (Symbol::X_BIBDATE, node)));
    let first = published.as_ref().map(|(start, _)| *start).or(others.first().map(|(_, node)| *node));
    let Some(start) = first else { return };
    builder.key_from(Symbol::DATES, start);
    builder.object(Origin::Node(start), |builder| {
        match published {
            Some((_, Published::Parts(parts))) => dates::date(builder, Symbol::PUBLISHED, parts),
            Some((node, Published::Text)) => builder.text_from(Symbol::PUBLISHED, node),
            None => {}
        }
        others.into_iter().for_each(|(symbol, node)| builder.text_from(symbol, node));
    });
}

/// The date of publication in canonical form.
enum Published {
    /// Combined from several parts.
    Parts(Vec<DatePart>),
    /// The text of the field.
    Text,
}

/// Writes the year. Returns the date and the field in which it begins.
fn published(builder: &mut Builder<'_>) -> Option<(NodeId, Published)> {
    let tree = builder.source();
    let root = tree.root();
    let text = |node: NodeId| tree.text(node).unwrap_or_default();
    let has_text = |node: &NodeId| !text(*node).trim().is_empty();
    let year = member(tree, root, "year");
    if let Some(node) = member(tree, root, "date").filter(has_text) {
        // A text that is not a biblatex date is a note by a BibTeX user, who gives the year in a separate field.
        let is_iso =
            text(node).starts_with(|character: char| character.is_ascii_digit()) && !text(node).contains([' ', ',']);
        if is_iso || year.is_none() {
            return iso(builder, node, year).map(|published| (node, published));
        }
    }
    if year.is_none() && member(tree, root, "pubstate").is_some() {
        builder.lacks(&[Symbol::YEAR]);
    }
    let node = year?;
    // The output of a command depends on the style: `\bibstring{nodate}`. A year before the common era is also a year.
    if dates::is_no_year(text(node)) || text(node).contains('\\') || dates::is_bce(text(node)) {
        builder.lacks(&[Symbol::YEAR]);
        return None;
    }
    let year = dates::reprint(text(node)).unwrap_or_else(|| dates::year(text(node)));
    match dates::double_year(text(node)) {
        Some((first, second)) => {
            let mut years = Joined::default();
            years.part(node, first.clone(), &text(node)[first]);
            years.own("/");
            years.part(node, second.clone(), &text(node)[second]);
            builder.joined(Symbol::YEAR, years);
        }
        None => builder.part_from(Symbol::YEAR, node, year.clone()),
    }
    let mut parts = vec![DatePart { node, range: year.clone(), text: text(node)[year].to_owned() }];
    let is_plain = parts[0].text.len() == 4 && parts[0].text.bytes().all(|byte| byte.is_ascii_digit());
    let month = member(tree, root, "month").filter(|_| is_plain)?;
    let Some((range, number)) = month_of(text(month)) else {
        // A misspelt month is written unchanged, so that it is reported.
        let range = dates::month_misspelt(text(month))?;
        let text = text(month)[range.clone()].to_owned();
        parts.push(DatePart { node: month, range, text });
        return Some((node, Published::Parts(parts)));
    };
    parts.push(DatePart::number(month, range, number));
    let beside = dates::day_in_words(text(month)).filter(|_| parts[1].range != (0..text(month).len()));
    let day = member(tree, root, "day").filter(has_text);
    match day.map(|day| (day, dates::day_in_words(text(day)))) {
        Some((day, Some((range, number)))) => parts.push(DatePart::number(day, range, number)),
        Some((_, None)) => {}
        None => parts.extend(beside.map(|(range, number)| DatePart::number(month, range, number))),
    }
    Some((node, Published::Parts(parts)))
}

/// Parses a month in words or as a number. `None` for a season or an ambiguous text.
fn month_of(text: &str) -> Option<(Range<usize>, u32)> {
    let is_number = matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { Some((0..text.len(), text.parse().ok()?)) } else { dates::month_in_words(text) }
}

/// Writes a date in ISO 8601-2. Years before the first journals, years of another calendar and unknown years are left
/// out: biblatex accepts them, and rules about publications do not apply to them.
fn iso(builder: &mut Builder<'_>, node: NodeId, beside: Option<NodeId>) -> Option<Published> {
    let tree = builder.source();
    let text = tree.text(node).unwrap_or_default();
    let is_year = |year: &str| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let start = text.get(..4).filter(|year| is_year(year));
    let is_old = start.is_some_and(|year| year < "1000");
    let is_open = text.starts_with(['/', '.', '-', 'y', 'Y']) || text.contains("/-");
    let is_vague = text.get(..4).is_some_and(|year| year.contains('X'));
    if dates::is_no_year(text) || (is_old || is_open || is_vague) && !has_plain_end(text) {
        builder.lacks(&[Symbol::YEAR]);
        return None;
    }
    // The separate year is compared with the date.
    let beside = beside.filter(|year| tree.text(*year).is_some_and(|year| is_year(year.trim())));
    match (start, beside) {
        (Some(_), Some(year)) => builder.text_from(Symbol::YEAR, year),
        (Some(_), None) => builder.part_from(Symbol::YEAR, node, 0..4),
        (None, _) => {}
    }
    (text.len() > 4 || start.is_none() || beside.is_some()).then_some(Published::Text)
}

/// Whether the rules can check the end of an interval: a word, which biblatex does not accept, or a date after an open
/// beginning.
fn has_plain_end(text: &str) -> bool {
    let Some((start, end)) = text.split_once('/') else { return false };
    let is_word = |end: &str| end.len() > 2 && end.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_word(start) || is_word(end) || matches!(start, "" | "..") && is_numeric(end)
}

/// Whether a text is a date since the year 1000 in digits: `2012-05-06`.
fn is_numeric(text: &str) -> bool {
    let year = text.split('-').next().unwrap_or_default();
    year.len() == 4 && year >= "1000" && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// Returns a `date` next to a `year` that is not a biblatex date. BibTeX does not read it, and biber drops it.
fn date_in_words(tree: Tree<'_>) -> Option<NodeId> {
    let date = member(tree, tree.root(), "date")?;
    let text = tree.text(date).unwrap_or_default();
    let has_text = |name: &str| word(tree, tree.root(), name).is_some_and(|text| !text.trim().is_empty());
    let is_date = text.starts_with(|character: char| character.is_ascii_digit()) && !text.contains([' ', ',']);
    let is_judged = !text.trim().is_empty() && !is_date && !text.contains('\\') && !dates::is_no_year(text);
    (is_judged && has_text("year")).then_some(date)
}

/// Whether a text is a day in digits separated by points or slashes: `1.5.1998`.
fn is_in_digits(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split(['.', '/']).collect();
    parts.len() == 3
        && parts.iter().all(|part| matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns the dates other than the publication date, if they are in biblatex's form or in digits with points. Dates in
/// other forms, such as `March 2012`, are printed unchanged by BibTeX styles.
fn other_dates(tree: Tree<'_>) -> Vec<(Symbol, NodeId)> {
    const FIELDS: [(&str, Symbol); 3] =
        [("urldate", Symbol::X_URLDATE), ("origdate", Symbol::X_ORIGDATE), ("eventdate", Symbol::X_EVENTDATE)];
    let found = FIELDS.iter().filter_map(|(name, symbol)| Some((*symbol, member(tree, tree.root(), name)?)));
    let is_judged = |node: NodeId| {
        let text = tree.text(node).unwrap_or_default();
        text.contains('-') && text.split('/').all(is_numeric) || is_in_digits(text)
    };
    found.filter(|(_, node)| is_judged(*node)).collect()
}

/// Returns the scheme of an `eprint`, from `eprinttype` of biblatex or `archiveprefix` of arXiv.
fn archive(tree: Tree<'_>) -> Option<&'static str> {
    const SCHEMES: [(&str, &str); 4] = [("arxiv", "arxiv"), ("pubmed", "pmid"), ("pmid", "pmid"), ("hdl", "handle")];
    let own = first(tree, &["eprinttype", "archiveprefix"]).and_then(|node| tree.text(node))?;
    SCHEMES.iter().find(|(known, _)| own.trim().eq_ignore_ascii_case(known)).map(|(_, scheme)| *scheme)
}

pub(super) fn identifiers(builder: &mut Builder<'_>) {
    const SCHEMES: [(&str, &str); 4] = [("doi", "doi"), ("isbn", "isbn"), ("pmid", "pmid"), ("pmcid", "pmcid")];
    let tree = builder.source();
    let archive = archive(tree).map(|scheme| ("eprint", scheme));
    let mut found = Vec::new();
    for (name, scheme) in SCHEMES.into_iter().chain(archive) {
        let Some(node) = member(tree, tree.root(), name) else { continue };
        let several = fields::isbns(tree.text(node).unwrap_or_default()).filter(|_| scheme == "isbn");
        match several {
            Some(ranges) => found.extend(ranges.into_iter().map(|range| (node, scheme, Some(range)))),
            None => found.push((node, scheme, None)),
        }
    }
    // An address instead of a number is kept, so that it is reported. An arXiv address contains the number.
    let is_address = |node: &NodeId| {
        let text = tree.text(*node).unwrap_or_default();
        (text.starts_with("http://") || text.starts_with("https://")) && !text.contains("arxiv.org/")
    };
    if archive.is_none() {
        found.extend(member(tree, tree.root(), "eprint").filter(is_address).map(|node| (node, "eprint", None)));
    }
    fields::identifiers(builder, found);
}

/// Writes the address. It may be inside a TeX command.
pub(super) fn link(builder: &mut Builder<'_>) {
    let tree = builder.source();
    let Some(node) = member(tree, tree.root(), "url") else { return };
    let text = word(tree, tree.root(), "url").unwrap_or_default();
    let inside = text.strip_prefix("\\url{").and_then(|rest| rest.strip_suffix('}'));
    let range = inside.map_or(0..text.len(), |inside| 5..5 + inside.len());
    builder.key_from(Symbol::LINKS, node);
    builder.array(Origin::Node(node), |builder| {
        builder.object(Origin::Node(node), |builder| builder.part_from(Symbol::URL, node, range));
    });
}
