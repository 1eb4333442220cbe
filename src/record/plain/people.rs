//! The plain forms of contributors and their affiliations.

use crate::record::orcid::{self, Orcid};
use crate::record::person::{NameMarks, Person, may_be_institution};
use crate::record::repeats::{FEW, are_different, differ};
use crate::record::{Affiliation, Record, country, folded};
use crate::tree::NodeId;

/// The largest number of people that are compared with each other.
const MAX_PEOPLE: usize = 16;

pub(super) fn names(record: &Record<'_>) -> bool {
    let people = record.people().all();
    let is_usual = |person: &Person<'_>| match (person.family, person.given) {
        (Some(family), Some(_)) => {
            person.organization.is_none()
                && family.text.len() > 1
                && family.marks.intersects(NameMarks::UPPER)
                && !may_be_institution(family.text)
        }
        _ => false,
    };
    let is_new = |(place, person): (usize, &Person<'_>)| !people[..place].iter().any(|other| may_be_one(other, person));
    !record.people().marks().intersects(NameMarks::WHITESPACE.or(NameMarks::DOT))
        && people.len() <= MAX_PEOPLE
        && people.iter().all(is_usual)
        && people.iter().enumerate().all(is_new)
}

/// Whether two people may have the same name. They cannot if the first or last characters of their family or given
/// names are different ASCII letters.
fn may_be_one(one: &Person<'_>, other: &Person<'_>) -> bool {
    !names_of(one).into_iter().zip(names_of(other)).any(|(one, other)| differ_at_ends(one, other))
}

/// Whether the first or last characters of two texts show that they differ in more than case.
fn differ_at_ends(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    differ(one.first().copied(), other.first().copied()) || differ(one.last().copied(), other.last().copied())
}

fn names_of<'a>(person: &Person<'a>) -> [&'a str; 2] {
    [person.family, person.given].map(|part| part.map_or("", |part| part.text))
}

pub(super) fn orcids(record: &Record<'_>) -> bool {
    /// The length of a bare number, with which every form of an iD ends.
    const NUMBER: usize = 19;
    let people = record.people().all();
    let is_usual = |(_, text): (NodeId, &str)| {
        matches!(Orcid::parse(text), Orcid::Good) && orcid::is_issued(text) && orcid::number(text) != orcid::EXAMPLE
    };
    let number = |(_, text): (NodeId, &'_ str)| text.as_bytes().last_chunk::<NUMBER>().copied();
    let is_new = |(place, person): (usize, &Person<'_>)| {
        let own = person.orcid.and_then(number);
        own.is_none() || people[..place].iter().all(|other| other.orcid.and_then(number) != own)
    };
    people.len() <= MAX_PEOPLE
        && people.iter().filter_map(|person| person.orcid).all(is_usual)
        && people.iter().enumerate().all(is_new)
}

pub(super) fn affiliations(record: &Record<'_>) -> bool {
    let (all, tree) = (record.affiliations(), record.tree());
    let is_usual = |affiliation: &Affiliation<'_>| {
        affiliation.id.is_some()
            && affiliation.country.is_none_or(|(_, code)| country::is_code(code))
            && affiliation.name.is_some_and(|(_, name)| is_name(name))
    };
    if all.is_empty() || all.len() > FEW || !all.iter().all(is_usual) {
        return false;
    }
    // A bit for each affiliation that a contributor refers to.
    let mut pointed_at = 0_u32;
    for person in record.people().all() {
        let mut is_anywhere = false;
        for item in person.affiliations.into_iter().flat_map(|list| tree.items(list)) {
            let place = tree.string(item).and_then(|id| all.iter().position(|one| one.is_called(id)));
            let Some(place) = place else { return false };
            pointed_at |= 1 << place;
            is_anywhere = true;
        }
        if !is_anywhere {
            return false;
        }
    }
    pointed_at.count_ones() as usize == all.len() && have_distinct_names(all)
}

/// Whether no two affiliations have the same name. Nearly always the first or last letters decide.
fn have_distinct_names(all: &[Affiliation<'_>]) -> bool {
    let is_new = |(place, one): (usize, &Affiliation<'_>)| {
        all[..place].iter().all(|other| differ_at_ends(name_of(one), name_of(other)))
    };
    all.len() <= MAX_PEOPLE && all.iter().enumerate().all(is_new) || are_different(all, |one| folded(name_of(one)))
}

fn name_of<'a>(one: &Affiliation<'a>) -> &'a str {
    one.name.map_or("", |(_, name)| name)
}

/// Whether a text is an affiliation name of sufficient length that begins with an ASCII letter, which is not a footnote
/// mark, and has no separator between several institutions.
fn is_name(name: &str) -> bool {
    const SHORT: usize = 12;
    let bytes = name.as_bytes();
    matches!(bytes, [first, second, ..] if first.is_ascii_alphabetic() && *second != b')')
        && bytes.len() > SHORT
        && memchr::memchr2(b';', b'\n', bytes).is_none()
}
