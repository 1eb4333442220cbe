//! Dates, identifiers and addresses of an entry.

use super::first;
use crate::shape::dates::{self, DatePart};
use crate::shape::fields::{self, member, word};
use crate::shape::{Builder, Joined, Origin};
use crate::tree::{NodeId, Symbol, Tree};
use std::ops::Range;

/// `date` of biblatex, else `year`, `month` and the `day` that some programs write.
pub(super) fn dates(builder: &mut Builder<'_>) {
    let tree = builder.source();
    let root = tree.root();
    let text = |node: NodeId| tree.text(node).unwrap_or_default();
    let is_said = |node: &NodeId| !text(*node).trim().is_empty();
    let year = member(tree, root, "year");
    if let Some(node) = member(tree, root, "date").filter(is_said) {
        // What is no date of biblatex is a note of those who write BibTeX, and say the year beside it.
        let is_iso = text(node).starts_with(|sign: char| sign.is_ascii_digit()) && !text(node).contains([' ', ',']);
        if is_iso || year.is_none() {
            return iso(builder, node);
        }
    }
    let Some(node) = year else { return };
    if dates::is_no_year(text(node)) {
        return;
    }
    // What a command prints that we do not know, as one that the preamble defines, nobody can tell.
    if text(node).contains('\\') {
        return builder.astray_for(Symbol::YEAR, node, "a year without commands");
    }
    let year = dates::year(text(node));
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
    let Some(month) = member(tree, root, "month").filter(|_| is_plain) else { return };
    let Some((range, number)) = month_of(text(month)) else { return };
    parts.push(DatePart::number(month, range, number));
    let beside = dates::day_in_words(text(month)).filter(|_| parts[1].range != (0..text(month).len()));
    let day = member(tree, root, "day").filter(is_said);
    match day.map(|day| (day, dates::day_in_words(text(day)))) {
        Some((day, Some((range, number)))) => parts.push(DatePart::number(day, range, number)),
        Some((_, None)) => {}
        None => parts.extend(beside.map(|(range, number)| DatePart::number(month, range, number))),
    }
    builder.key_from(Symbol::DATES, node);
    builder.object(Origin::Node(node), |builder| dates::date(builder, Symbol::PUBLISHED, parts));
}

/// A month in words or as a number; nothing of a season and of what cannot be told.
fn month_of(text: &str) -> Option<(Range<usize>, u32)> {
    let is_number = matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { Some((0..text.len(), text.parse().ok()?)) } else { dates::month_in_words(text) }
}

/// A date as ISO 8601-2 writes it. Years before the first journals, and those that are counted otherwise or not known, are
/// left out: biblatex takes them, and rules about publications have nothing to say of them.
fn iso(builder: &mut Builder<'_>, node: NodeId) {
    let text = builder.source().text(node).unwrap_or_default();
    let is_year = |year: &str| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let start = text.get(..4).filter(|year| is_year(year));
    let is_old = start.is_some_and(|year| year < "1000");
    let is_open = text.starts_with(['/', '.', '-', 'y', 'Y']) || text.contains("/-") || text.contains("unknown");
    let is_vague = text.get(..4).is_some_and(|year| year.contains('X'));
    if is_old || is_open || is_vague || dates::is_no_year(text) {
        return;
    }
    if start.is_some() {
        builder.part_from(Symbol::YEAR, node, 0..4);
    }
    if text.len() > 4 || start.is_none() {
        builder.key_from(Symbol::DATES, node);
        builder.object(Origin::Node(node), |builder| builder.text_from(Symbol::PUBLISHED, node));
    }
}

/// The scheme of an `eprint`, by `eprinttype` of biblatex or `archiveprefix` of arXiv.
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
    fields::identifiers(builder, found);
}

/// The address. Some put it into the command that typesets it.
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
