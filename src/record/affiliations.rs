//! Affiliations, their names, and the references of contributors to them.

use super::{Affiliation, Record};
use crate::tree::{NodeId, Symbol};
use std::collections::HashSet;

/// Complete values that people and programs write instead of a missing name.
const PLACEHOLDERS: &[&str] = &["n/a", "brak", "b.d.", "null", "none", "nan", "undefined"];

/// The length of the longest placeholder, with a few spaces around it.
const LONGEST_PLACEHOLDER: usize = 12;

/// The name of an affiliation, or what is there instead.
pub enum Name<'a> {
    /// It has a name, or is identified in another way.
    Given,
    /// It has no member for a name.
    Absent,
    /// The member has no text.
    Blank(NodeId),
    /// A text without letters and digits.
    Punctuation(NodeId, &'a str),
    /// A placeholder.
    Placeholder(NodeId, &'a str),
}

/// Whether an affiliation does not identify an institution.
pub fn is_nameless<'a>(record: &Record<'a>, affiliation: &Affiliation<'a>) -> bool {
    !matches!(name(record, affiliation), Name::Given)
}

/// Determines the name of an affiliation.
pub fn name<'a>(record: &Record<'a>, affiliation: &Affiliation<'a>) -> Name<'a> {
    let is_long = |text: &str| text.len() > LONGEST_PLACEHOLDER && text.as_bytes()[0].is_ascii_alphabetic();
    if affiliation.name.is_some_and(|(_, name)| is_long(name)) {
        return Name::Given;
    }
    let affiliation = affiliation.node;
    let Some(node) = record.member(affiliation, Symbol::NAME) else {
        let alternatives = [Symbol::ROR, Symbol::VARIANTS].map(|field| record.member(affiliation, field));
        let is_identified = alternatives.into_iter().flatten().any(|node| !record.is_blank(node));
        return if is_identified { Name::Given } else { Name::Absent };
    };
    if record.is_blank(node) {
        return Name::Blank(node);
    }
    let Some(text) = record.tree().string(node) else { return Name::Given };
    let is_short = text.len() <= LONGEST_PLACEHOLDER;
    if is_short && PLACEHOLDERS.iter().any(|placeholder| placeholder.eq_ignore_ascii_case(text.trim())) {
        Name::Placeholder(node, text)
    } else if text.chars().any(char::is_alphanumeric) {
        Name::Given
    } else {
        Name::Punctuation(node, text)
    }
}

/// Returns the affiliations that have a name and are not referenced by a contributor. An object in a
/// contributor's own list with the same id or name counts as a reference, too.
pub fn unreferenced<'a, 'r>(record: &'r Record<'a>) -> Vec<&'r Affiliation<'a>> {
    let tree = record.tree();
    let (inline, ids): (Vec<NodeId>, Vec<NodeId>) =
        record.affiliations_of_people().partition(|item| tree.is_object(*item));
    let inline: Vec<Affiliation<'_>> = inline.into_iter().map(|item| Affiliation::read(record, item)).collect();
    let inline_ids = inline.iter().filter_map(|other| other.id.map(|(_, id)| id));
    let ids: HashSet<&str> = ids.into_iter().filter_map(|item| tree.text(item)).chain(inline_ids).collect();
    let names: HashSet<&str> = inline.iter().filter_map(|other| other.name.map(|(_, name)| name.trim())).collect();
    let is_referenced = |affiliation: &Affiliation<'_>| {
        affiliation.id.is_some_and(|(_, id)| ids.contains(id))
            || affiliation.name.is_some_and(|(_, name)| names.contains(name.trim()))
    };
    let unreferenced = record.affiliations().iter().filter(|affiliation| !is_referenced(affiliation));
    unreferenced.filter(|affiliation| !is_nameless(record, affiliation)).collect()
}

/// Returns the references that match no affiliation id. A blank reference is excluded, because it refers to nothing.
pub fn dangling(record: &Record<'_>) -> Vec<NodeId> {
    let tree = record.tree();
    record
        .affiliations_of_people()
        .filter(|item| tree.string(*item).is_some_and(|id| !record.has_affiliation(id) && !id.trim().is_empty()))
        .collect()
}
