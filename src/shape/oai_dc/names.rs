//! People and institutions: `Family, Given`, and additions by catalogues and programs.

use super::super::fields::pieces;
use super::super::xml::{self, Reading, all};
use super::super::{Builder, Origin};
use super::{Line, words};
use crate::tree::{NodeId, Symbol};
use std::ops::Range;

/// Writes the creators, who are authors, and the contributors, whose role is unknown.
pub(super) fn write(builder: &mut Builder<'_>, dc: NodeId) {
    let tree = builder.source();
    let creators = all(tree, dc, "creator").map(|element| (element, "author"));
    let others = all(tree, dc, "contributor").map(|element| (element, "other"));
    let found: Vec<(NodeId, &str)> = creators.chain(others).collect();
    let Some((origin, _)) = found.first().copied() else { return };
    builder.key_from(Symbol::CONTRIBUTORS, origin);
    builder.array(Origin::Node(origin), |builder| {
        for (element, role) in found {
            builder.object(Origin::Node(element), |builder| {
                builder.member(Symbol::ROLE, Origin::None, role);
                name(builder, element);
            });
        }
    });
}

fn name(builder: &mut Builder<'_>, element: NodeId) {
    let line = Line::of(builder.source(), element);
    match line.map(|line| (Name::of(line.text), line)) {
        Some((Name::Person { family, given }, line)) => {
            line.part(builder, Symbol::GIVEN, given);
            line.part(builder, Symbol::FAMILY, family);
        }
        Some((Name::Several | Name::Whole, _)) => xml::text_from(builder, Symbol::FAMILY, element, Reading::LINE),
        _ => xml::text_from(builder, Symbol::ORGANIZATION, element, Reading::LINE),
    }
}

/// The result of classifying the text of a creator.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// The ranges of both names.
    Person { family: Range<usize>, given: Range<usize> },
    /// An institution, or not distinguishable from one.
    Institution,
    /// A given name and a surname in the spoken order.
    Whole,
    /// Several names.
    Several,
}

impl Name {
    pub(super) fn of(text: &str) -> Self {
        // Older versions of OJS write the affiliation after the name.
        let head = text.split_once(';').map_or(text, |(head, after)| {
            let is_name = after.split_whitespace().count() <= 4 && !words::is_institution(after);
            if is_name { text } else { head }
        });
        if head.contains(';') {
            return Name::Several;
        }
        let found = pieces(head, |character| character == ',');
        let [family, given, after @ ..] = found.as_slice() else {
            return if words::is_whole_name(head) { Name::Whole } else { Name::Institution };
        };
        if words::is_institution(head) {
            return Name::Institution;
        }
        // Years of birth and death, and roles: `Mickiewicz, Adam (1798-1855)`, `Nowicka, Anna, 1950-`, `Red.`
        let is_addition = |piece: &Range<usize>| {
            let piece = &head[piece.clone()];
            piece.ends_with('.') || piece.contains(|character: char| character.is_ascii_digit())
        };
        if !after.iter().all(is_addition) {
            return Name::Several;
        }
        let own = &head[given.clone()];
        let words = own.split(['(', '[']).next().unwrap_or_default().trim_end();
        if words.is_empty() {
            return Name::Institution;
        }
        Name::Person { family: family.clone(), given: given.start..given.start + words.len() }
    }
}
