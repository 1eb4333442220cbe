//! Helpers for several formats: lists that may be a single value, names with a comma, dates in parts, several numbers
//! in one text.

use super::{Builder, Joined, Origin};
use crate::tree::{Kind, NodeId, Symbol, Tree};
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

/// Returns the member of an object. Programs write `null` for a missing value.
pub(super) fn member(tree: Tree<'_>, object: NodeId, name: &str) -> Option<NodeId> {
    let found = tree.get_named(object, name).map(|child| child.value);
    found.filter(|node| tree.kind(*node) != Kind::Null)
}

/// Returns a member that must be an object. Anything else is reported.
pub(super) fn object(builder: &mut Builder<'_>, object: NodeId, name: &str) -> Option<NodeId> {
    let tree = builder.source();
    let found = member(tree, object, name)?;
    if !tree.is_object(found) {
        builder.unmapped(found, "an object");
        return None;
    }
    Some(found)
}

/// Returns the text of a member, or the spelling of a number, even if blank.
pub(super) fn word<'a>(tree: Tree<'a>, object: NodeId, name: &str) -> Option<&'a str> {
    tree.text(member(tree, object, name)?)
}

/// Returns the items of a member that is a list, or the single value in its place.
pub(super) fn listed(tree: Tree<'_>, object: NodeId, name: &str) -> Vec<NodeId> {
    match member(tree, object, name) {
        Some(list) if tree.is_array(list) => tree.items(list).filter(|item| tree.kind(*item) != Kind::Null).collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
}

/// Returns the items of a member that must be a list of objects. Anything else is reported.
pub(super) fn objects(builder: &mut Builder<'_>, object: NodeId, name: &str, field: Symbol) -> Vec<NodeId> {
    let tree = builder.source();
    let Some(list) = member(tree, object, name) else { return Vec::new() };
    if tree.is_array(list) {
        return entries(builder, object, name, field);
    }
    builder.unmapped_for(field, list, "a list");
    Vec::new()
}

/// Returns the objects of a member that is a list of them or a single object. Anything else is reported.
pub(super) fn entries(builder: &mut Builder<'_>, object: NodeId, name: &str, field: Symbol) -> Vec<NodeId> {
    let tree = builder.source();
    let (found, others): (Vec<NodeId>, Vec<NodeId>) =
        listed(tree, object, name).into_iter().partition(|item| tree.is_object(*item));
    others.into_iter().for_each(|item| builder.unmapped_for(field, item, "an object"));
    found
}

/// Returns the origin of a list with the items `items`: the list that contains the first of them.
fn list_of(tree: Tree<'_>, items: &[NodeId]) -> Origin {
    // XML has no lists, and searching for one from the root would be slow in a long article.
    if tree.allows_repeated_names() {
        return items.first().copied().map_or(Origin::None, Origin::Node);
    }
    let holder = items.first().and_then(|first| tree.ancestors(*first).last().copied());
    holder.filter(|holder| tree.is_array(*holder)).or(items.first().copied()).map_or(Origin::None, Origin::Node)
}

/// Writes a list; `item` writes each item. Writes nothing if there are no items.
pub(super) fn list(
    builder: &mut Builder<'_>,
    field: Symbol,
    items: &[NodeId],
    mut item: impl FnMut(&mut Builder<'_>, NodeId),
) {
    if items.is_empty() {
        return;
    }
    let tree = builder.source();
    let origin = list_of(tree, items);
    match &origin {
        Origin::Node(node) => builder.key_from(field, *node),
        _ => builder.key(field, Origin::None),
    }
    builder.array(origin, |builder| items.iter().for_each(|node| item(builder, *node)));
}

/// Writes a list of items, each with additional data.
pub(super) fn list_with<T>(
    builder: &mut Builder<'_>,
    field: Symbol,
    items: &[(NodeId, T)],
    mut item: impl FnMut(&mut Builder<'_>, NodeId, &T),
) {
    let nodes: Vec<NodeId> = items.iter().map(|(node, _)| *node).collect();
    let mut beside = items.iter().map(|(_, beside)| beside);
    list(builder, field, &nodes, |builder, node| {
        if let Some(beside) = beside.next() {
            item(builder, node, beside);
        }
    });
}

/// Groups nodes with equal keys, in the order of first occurrence.
pub(super) fn grouped<K: Copy + Eq + Hash>(
    nodes: impl IntoIterator<Item = NodeId>,
    same: impl Fn(NodeId) -> K,
) -> Vec<(K, Vec<NodeId>)> {
    let mut groups: Vec<(K, Vec<NodeId>)> = Vec::new();
    let mut places: HashMap<K, usize> = HashMap::new();
    for node in nodes {
        let own = same(node);
        let place = *places.entry(own).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, group)) => group.push(node),
            None => groups.push((own, vec![node])),
        }
    }
    groups
}

/// Writes `{scheme, value}`.
pub(super) fn identifier(builder: &mut Builder<'_>, scheme: &str, node: NodeId, range: Option<Range<usize>>) {
    let Some(text) = builder.source().text(node) else { return builder.unmapped(node, "text") };
    builder.object(Origin::Node(node), |builder| {
        builder.member(Symbol::SCHEME, Origin::None, scheme);
        match range {
            Some(range) => builder.part_from(Symbol::VALUE, node, range),
            None => builder.member(Symbol::VALUE, Origin::Node(node), text),
        }
    });
}

/// Writes the identifiers of a record, each with a scheme, from a node or a part of its text.
pub(super) fn identifiers(builder: &mut Builder<'_>, found: Vec<(NodeId, &str, Option<Range<usize>>)>) {
    let Some((first, ..)) = found.first() else { return };
    let first = *first;
    builder.key_from(Symbol::IDENTIFIERS, first);
    builder.array(Origin::Node(first), |builder| {
        found.into_iter().for_each(|(node, scheme, range)| identifier(builder, scheme, node, range));
    });
}

/// Returns the range of the DOI in a resolver address such as `https://doi.org/10.1000/182`. `None` if the address has
/// anything after it, or escapes that would have to be decoded.
pub(super) fn doi_in_address(text: &str) -> Option<Range<usize>> {
    let whole = text.trim();
    let start = text.len() - text.trim_start().len();
    let after = ["https://", "http://"].into_iter().find_map(|scheme| {
        whole.get(..scheme.len()).filter(|head| head.eq_ignore_ascii_case(scheme)).map(|_| &whole[scheme.len()..])
    })?;
    let hosts = ["doi.org/", "dx.doi.org/", "www.doi.org/"];
    let is_host = |host: &&str| after.get(..host.len()).is_some_and(|head| head.eq_ignore_ascii_case(host));
    let doi = &after[hosts.into_iter().find(is_host)?.len()..];
    let is_plain = doi.starts_with("10.") && doi.contains('/') && !doi.contains(['%', '?', '#', ' ', ';']);
    let at = start + whole.len() - doi.len();
    is_plain.then_some(at..at + doi.len())
}

/// Normalizes a DOI for comparison. A slash or a full stop at its end is not part of it.
pub(super) fn bare_doi(text: &str) -> String {
    text.trim().trim_end_matches(['/', '.']).to_lowercase()
}

/// Whether a text is this DOI, with or without an address or a label before it.
pub(super) fn ends_with_doi(text: &str, doi: &str) -> bool {
    let (text, doi) = (bare_doi(text), bare_doi(doi));
    text == doi || text.strip_suffix(&*doi).is_some_and(|before| before.ends_with(['/', ':', ' ']))
}

/// Returns the DOIs that a text may be, with or without an address or a label before it, in the form of [`bare_doi`].
pub(super) fn doi_endings(text: &str) -> Vec<String> {
    // A DOI may contain another one; a text in which more DOIs begin is not a DOI.
    const MOST: usize = 8;
    let bare = bare_doi(text);
    let starts = bare.match_indices("10.").map(|(at, _)| at).filter(|at| bare[..*at].ends_with(['/', ':', ' ']));
    let inner: Vec<String> = starts.take(MOST).map(|at| bare[at..].to_owned()).collect();
    std::iter::once(bare).chain(inner).collect()
}

/// Whether a text is a DOI, with or without an address or a label before it.
pub(super) fn ends_with_any_doi(text: &str) -> bool {
    text.find("10.").is_some_and(|at| text[at..].contains('/') && !text[at..].contains(char::is_whitespace))
}

/// Returns several ISBNs in one text, separated by spaces or commas; or one ISBN with a catalogue's note after it, as
/// in `0-321-35668-3 (paperback)`.
pub(super) fn isbns(text: &str) -> Option<Vec<Range<usize>>> {
    let digits = |range: &Range<usize>| text[range.clone()].bytes().filter(u8::is_ascii_alphanumeric).count();
    let is_isbn = |range: &Range<usize>| matches!(digits(range), 10 | 13);
    if let Some((number, after)) = text.split_once(" (")
        && after.ends_with(')')
    {
        return Some(pieces(number, char::is_whitespace)).filter(|all| all.len() == 1 && all.iter().all(is_isbn));
    }
    let all = pieces(text, |character| character.is_whitespace() || matches!(character, ',' | ';'));
    (all.len() > 1 && all.iter().all(is_isbn)).then_some(all)
}

/// Returns the trimmed pieces of a text between separators.
pub(super) fn pieces(text: &str, is_between: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for piece in text.split(is_between) {
        let words = piece.trim();
        if !words.is_empty() {
            let start = words.as_ptr().addr() - text.as_ptr().addr();
            found.push(start..start + words.len());
        }
    }
    found
}

/// Whether a semicolon ends an HTML entity, as in `caf&eacute;`, and so is not a separator.
pub(super) fn ends_entity(text: &str, at: usize) -> bool {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'#';
    let length = before.iter().rev().take(10).take_while(is_part).count();
    length >= 2 && before[..at - length].ends_with(b"&")
}

/// Returns the trimmed pieces of a text between semicolons.
pub(super) fn between_semicolons(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let ends = text.match_indices(';').map(|(at, _)| at).filter(|at| !ends_entity(text, *at));
    for end in ends.chain([text.len()]) {
        let words = text[start..end].trim();
        if !words.is_empty() {
            let from = end - text[start..end].trim_start().len();
            found.push(from..from + words.len());
        }
        start = (end + 1).min(text.len());
    }
    found
}

/// An ISSN, with the medium if the format gives it: `print`, `electronic`, or none.
pub(super) struct Issn {
    pub(super) node: NodeId,
    pub(super) range: Range<usize>,
    pub(super) medium: Option<Symbol>,
}

/// Returns the ISSNs in a text: one, or several separated by spaces or commas. Any other text is not split.
pub(super) fn issns(builder: &mut Builder<'_>, node: NodeId, medium: Option<Symbol>) -> Vec<Issn> {
    let Some(text) = builder.source().text(node) else {
        builder.unmapped(node, "text");
        return Vec::new();
    };
    let Some(all) = issn_list(text) else { return vec![Issn { node, range: 0..text.len(), medium }] };
    all.into_iter().map(|(range, own)| Issn { node, range, medium: medium.or(own) }).collect()
}

/// Parses several ISSNs in one text, or one with its medium: `1999-7777(Electronic),0222-6666(Print)`.
fn issn_list(text: &str) -> Option<Vec<(Range<usize>, Option<Symbol>)>> {
    let all = pieces(text, |character| character.is_whitespace() || matches!(character, ',' | ';' | '(' | ')'));
    if all.len() < 2 {
        return None;
    }
    let mut found: Vec<(Range<usize>, Option<Symbol>)> = Vec::new();
    for range in all {
        let piece = &text[range.clone()];
        let is_bare =
            piece.len() == 8 && piece.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'X' | b'x'));
        if is_bare || piece.len() == 9 && piece.contains('-') {
            found.push((range, None));
            continue;
        }
        let said = match piece.to_ascii_lowercase().as_str() {
            "print" => Some(Symbol::PRINT),
            "electronic" | "online" => Some(Symbol::ELECTRONIC),
            "linking" => Some(Symbol::LINKING),
            "issn" => None,
            _ => return None,
        };
        // A word before the number is a label, which the rules handle.
        found.last_mut()?.1 = said;
    }
    Some(found)
}

/// Writes the journal, each of whose members is one text of the source. Writes nothing if there are none.
pub(super) fn journal(
    builder: &mut Builder<'_>,
    title: Option<NodeId>,
    abbreviation: Option<NodeId>,
    publisher: Option<NodeId>,
    numbers: Vec<Issn>,
) {
    let members = [(Symbol::TITLE, title), (Symbol::ABBREVIATION, abbreviation), (Symbol::PUBLISHER, publisher)];
    let first = members.iter().find_map(|(_, node)| *node).or(numbers.first().map(|issn| issn.node));
    let Some(first) = first else { return };
    builder.key_from(Symbol::JOURNAL, first);
    builder.object(Origin::Node(first), |builder| {
        for (field, node) in members {
            if let Some(node) = node {
                builder.text_from(field, node);
            }
        }
        issn_object(builder, numbers);
    });
}

/// Writes the ISSNs of a journal: those of a known medium in their fields, others in the fields that are left. A
/// repeated number is written once.
pub(super) fn issn_object(builder: &mut Builder<'_>, mut issns: Vec<Issn>) {
    const PLACES: [Symbol; 3] = [Symbol::PRINT, Symbol::ELECTRONIC, Symbol::LINKING];
    let tree = builder.source();
    let text = |issn: &Issn| tree.text(issn.node).and_then(|text| text.get(issn.range.clone())).unwrap_or_default();
    issns.sort_by_key(|issn| issn.medium.is_none());
    let mut placed: Vec<(Symbol, Issn)> = Vec::new();
    for issn in issns {
        if placed
            .iter()
            .any(|(_, known)| text(known) == text(&issn) && (known.medium == issn.medium || issn.medium.is_none()))
        {
            continue;
        }
        let is_free = |place: &Symbol| placed.iter().all(|(taken, _)| taken != place);
        let place = issn.medium.filter(is_free).or_else(|| PLACES.into_iter().find(is_free));
        if let Some(place) = place {
            placed.push((place, issn));
        }
    }
    let Some((_, first)) = placed.first() else { return };
    let node = first.node;
    builder.key_from(Symbol::ISSN, node);
    builder.object(Origin::Node(node), |builder| {
        for (place, issn) in placed {
            builder.part_from(place, issn.node, issn.range);
        }
    });
}

/// Returns the first list of numbers in a date of the form `{"date-parts": [[2023, 5, 6]]}`; for an interval, its
/// beginning.
pub(super) fn date_parts(builder: &mut Builder<'_>, date: NodeId) -> Vec<NodeId> {
    let tree = builder.source();
    let Some(parts) = member(tree, date, "date-parts") else { return Vec::new() };
    let Some(first) = tree.items(parts).next().filter(|first| tree.is_array(*first)) else {
        if tree.children(parts).next().is_some() || !tree.is_array(parts) {
            builder.unmapped(parts, "a list of lists");
        }
        return Vec::new();
    };
    let mut found = Vec::new();
    for part in tree.items(first).filter(|part| tree.kind(*part) != Kind::Null) {
        if tree.text(part).is_none() {
            builder.unmapped(part, "text or a number");
            break;
        }
        found.push(part);
    }
    found
}

/// Returns the second list of numbers in such a date, the end of an interval. Empty if it is neither open nor complete.
pub(super) fn end_parts(tree: Tree<'_>, date: NodeId) -> Vec<NodeId> {
    let second = member(tree, date, "date-parts").and_then(|parts| tree.items(parts).nth(1));
    let parts: Vec<NodeId> = second.into_iter().flat_map(|second| tree.items(second)).collect();
    let is_number = |node: &NodeId| {
        let text = tree.text(*node).unwrap_or_default();
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && text != "0"
    };
    let is_year = |node: &NodeId| tree.text(*node).is_some_and(|text| text.len() == 4);
    if parts.first().is_some_and(is_year) && parts.iter().all(is_number) { parts } else { Vec::new() }
}

/// Writes a date given in parts: `2023-05-06`. A year alone is also a date.
pub(super) fn date(builder: &mut Builder<'_>, field: Symbol, parts: &[NodeId]) {
    interval(builder, field, parts, &[]);
}

/// Writes the same for an interval, with its end: `2023-05/2023-06`.
pub(super) fn interval(builder: &mut Builder<'_>, field: Symbol, parts: &[NodeId], end: &[NodeId]) {
    let tree = builder.source();
    let mut date = joined_date(tree, parts);
    if !parts.is_empty() {
        let end = joined_date(tree, end);
        date.joined("/", end);
    }
    builder.joined(field, date);
}

fn joined_date(tree: Tree<'_>, parts: &[NodeId]) -> Joined {
    let mut date = Joined::default();
    for (place, part) in parts.iter().take(3).enumerate() {
        let text = tree.text(*part).unwrap_or_default();
        let is_short = place > 0 && text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_digit());
        if place > 0 {
            date.own("-");
        }
        let written = if is_short { format!("0{text}") } else { text.to_owned() };
        date.part(*part, 0..text.len(), &written);
    }
    date
}

/// Returns the ranges of the given and the family name in `Family, Given`. `None` without a comma, or with several.
pub(super) fn inverted(name: &str) -> Option<(Range<usize>, Range<usize>)> {
    match pieces(name, |character| character == ',').as_slice() {
        [family, given] => Some((given.clone(), family.clone())),
        _ => None,
    }
}
