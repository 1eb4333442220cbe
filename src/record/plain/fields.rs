//! The plain forms of numbers, of identifiers and of the fields that every record has.

use crate::record::issn::Issn;
use crate::record::{Record, State, doi};
use crate::tree::{Kind, NodeId, Symbol};

/// Parses a number of up to five digits without a leading zero. Longer numbers are article numbers.
fn number(text: &str) -> Option<u32> {
    let is_number =
        matches!(text.as_bytes(), [b'1'..=b'9', rest @ ..] if rest.len() < 5 && rest.iter().all(u8::is_ascii_digit));
    is_number.then(|| text.bytes().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
}

/// Splits a short text at the first occurrence of a byte.
fn halves(text: &str, separator: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == separator)?;
    Some((&text[..at], &text[at + 1..]))
}

pub(super) fn pages(record: &Record<'_>) -> Option<(u32, u32)> {
    const OTHERS: [Symbol; 3] = [Symbol::FIRST_PAGE, Symbol::LAST_PAGE, Symbol::ARTICLE_NUMBER];
    if OTHERS.into_iter().any(|field| record.field(field).is_some()) {
        return None;
    }
    let (first, last) = halves(record.text(NodeId::ROOT, Symbol::PAGES)?.1, b'-')?;
    let (first, last) = (number(first)?, number(last)?);
    (first < last).then_some((first, last))
}

pub(super) fn numbers(record: &Record<'_>) -> bool {
    let is_plain = |field| {
        record.field(field).is_none()
            || record.text(NodeId::ROOT, field).is_some_and(|(_, text)| number(text).is_some())
    };
    is_plain(Symbol::VOLUME) && is_plain(Symbol::ISSUE)
}

pub(super) fn doi(record: &Record<'_>) -> bool {
    let mut items = record.items(Symbol::IDENTIFIERS);
    let (Some(only), None) = (items.next(), items.next()) else { return false };
    let [scheme, value] = record.texts_of(only, [Symbol::SCHEME, Symbol::VALUE]);
    scheme.is_some_and(|(_, scheme)| scheme == "doi") && value.is_some_and(|(_, value)| is_plain_doi(value))
}

/// Whether it has the form `10.1234/abc.5`: a registrant code of digits, then digits, lower-case letters, full stops,
/// hyphens and underscores, ending with a digit. `x` is excluded because placeholders contain it.
fn is_plain_doi(value: &str) -> bool {
    let Some((registrant, suffix)) = value.strip_prefix("10.").and_then(|rest| halves(rest, b'/')) else {
        return false;
    };
    let is_plain = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'w' | b'y' | b'z' | b'.' | b'-' | b'_');
    // A registrant code has at least four digits (DOI Handbook, 2.2).
    let is_used =
        |number: u32| number >= 1000 && number != doi::TEST_REGISTRANT && !doi::EXAMPLE_REGISTRANTS.contains(&number);
    number(registrant).is_some_and(is_used)
        && suffix.bytes().all(is_plain)
        && suffix.ends_with(|character: char| character.is_ascii_digit())
}

pub(super) fn issns(record: &Record<'_>) -> bool {
    let Some(issn) = record.field(Symbol::JOURNAL).and_then(|journal| record.member(journal, Symbol::ISSN)) else {
        return true;
    };
    let all @ [print, electronic, _] = record.texts_of(issn, [Symbol::PRINT, Symbol::ELECTRONIC, Symbol::LINKING]);
    let is_good = |(_, text): (NodeId, &str)| matches!(Issn::parse(text), Issn::Good);
    let is_distinguished = print.zip(electronic).is_none_or(|((_, print), (_, electronic))| print != electronic);
    is_distinguished && all.into_iter().flatten().all(is_good)
}

pub(super) fn filled(record: &Record<'_>) -> bool {
    const LISTS: [Symbol; 3] = [Symbol::ABSTRACTS, Symbol::LANGUAGES, Symbol::CONTRIBUTORS];
    let tree = record.tree();
    let has_items = |field| {
        let is_list = |node| tree.kind(node) == Kind::Array;
        matches!(record.state(field), State::Present(node) if is_list(node))
    };
    let title = record.titles().first().filter(|title| record.field(Symbol::TITLE) == Some(title.node));
    let kind = record.field(Symbol::TYPE).and_then(|node| tree.string(node));
    !tree.has_duplicates(NodeId::ROOT)
        && LISTS.into_iter().all(has_items)
        && title.is_some_and(|title| title.text.starts_with(|first: char| first.is_ascii_alphabetic()))
        && kind.is_some_and(|kind| kind.starts_with(|first: char| first.is_ascii_lowercase()))
}
