//! Contributors to a work and their affiliations.

use super::super::fields::list;
use super::super::xml::{self, Reading, all, attribute_from, attribute_text, first, text_from};
use super::super::{Builder, Origin};
use super::{LINE, around};
use crate::tree::{NodeId, Symbol, Tree};

/// Writes the contributors, or `anonymous` if all of them are anonymous.
pub(super) fn write(builder: &mut Builder<'_>, work: NodeId) {
    let tree = builder.source();
    // In older dissertations the author is directly in the work.
    let holder = first(tree, work, "contributors").or_else(|| authors_of_book(tree)).unwrap_or(work);
    let is_contributor = |name: &str| matches!(name, "person_name" | "organization");
    let named = xml::children(tree, holder).any(|(name, _)| is_contributor(name));
    if !named {
        match first(tree, holder, "anonymous") {
            Some(anonymous) => builder.flag(Symbol::ANONYMOUS, anonymous),
            None if holder != work => {
                builder.key_from(Symbol::CONTRIBUTORS, holder);
                builder.array(Origin::Node(holder), |_| {});
            }
            None => {}
        }
        return;
    }
    builder.key_from(Symbol::CONTRIBUTORS, holder);
    builder.array(Origin::Node(holder), |builder| {
        for (name, element) in xml::children(tree, holder).filter(|(name, _)| is_contributor(name)) {
            builder.object(Origin::Node(element), |builder| {
                builder.member(Symbol::ROLE, Origin::None, role_of(tree, element));
                match name {
                    "organization" => text_from(builder, Symbol::ORGANIZATION, element, LINE),
                    _ => person(builder, element),
                }
                affiliations(builder, element);
            });
        }
    });
}

/// Returns the contributors of the book or the report around a chapter, if there are authors among them: editors did
/// not write the chapters.
fn authors_of_book(tree: Tree<'_>) -> Option<NodeId> {
    let books = ["book_metadata", "book_series_metadata", "book_set_metadata", "report-paper_metadata"];
    let books = books.into_iter().chain(["report-paper_series_metadata", "standard_metadata"]);
    let groups = books.filter_map(|name| first(tree, around(tree, name)?, "contributors"));
    let is_author = |person: NodeId| role_of(tree, person) == "author";
    let has_authors = |group: &NodeId| {
        xml::children(tree, *group).any(|(name, one)| matches!(name, "person_name" | "organization") && is_author(one))
    };
    groups.into_iter().find(has_authors)
}

/// Returns the role of a contributor: its attribute `contributor_role`, or from schema 5.5 on its elements `role`. With
/// several elements, one that makes it an author takes precedence; CRediT elements name a contribution, not a role.
fn role_of(tree: Tree<'_>, element: NodeId) -> &'static str {
    let own = attribute_text(tree, element, "contributor_role");
    let mut roles = all(tree, element, "role")
        .filter(|role| !attribute_text(tree, *role, "vocab").eq_ignore_ascii_case("credit"))
        .map(|role| attribute_text(tree, role, "type"));
    if !own.is_empty() {
        return role(own);
    }
    let first = roles.next().unwrap_or_default();
    if roles.any(|other| other == "author") { "author" } else { role(first) }
}

/// Returns the role by its Crossref name; others are readers and chairs.
fn role(own: &str) -> &'static str {
    match own {
        "author" | "" => "author",
        "editor" => "editor",
        "translator" => "translator",
        "reviewer" | "review-assistant" | "stats-reviewer" | "reviewer-external" => "reviewer",
        _ => "other",
    }
}

fn person(builder: &mut Builder<'_>, person: NodeId) {
    let tree = builder.source();
    let members = [
        ("given_name", Symbol::GIVEN),
        ("surname", Symbol::FAMILY),
        ("suffix", Symbol::SUFFIX),
        ("ORCID", Symbol::ORCID),
    ];
    for (name, field) in members {
        if let Some(element) = first(tree, person, name) {
            text_from(builder, field, element, LINE);
        }
    }
    let variants: Vec<NodeId> = all(tree, person, "alt-name")
        .map(|other| first(tree, other, "name").or_else(|| first(tree, other, "string-name")).unwrap_or(other))
        .collect();
    list(builder, Symbol::NAME_VARIANTS, &variants, |builder, variant| {
        builder.object(Origin::Node(variant), |builder| {
            let given = ["given_name", "given-names"].into_iter().find_map(|name| first(tree, variant, name));
            if let Some(element) = given {
                text_from(builder, Symbol::GIVEN, element, LINE);
            }
            text_from(builder, Symbol::FAMILY, first(tree, variant, "surname").unwrap_or(variant), LINE);
            attribute_from(builder, Symbol::LANG, variant, "xml:lang");
        });
    });
}

/// Writes affiliations: texts in the older schemas, and institutions with identifiers from 5.0 on.
fn affiliations(builder: &mut Builder<'_>, contributor: NodeId) {
    let tree = builder.source();
    let holder = first(tree, contributor, "affiliations");
    let within = holder.into_iter().flat_map(|around| all(tree, around, "institution"));
    let found: Vec<NodeId> = all(tree, contributor, "affiliation").chain(within).collect();
    let Some(origin) = holder.or(found.first().copied()) else { return };
    builder.key_from(Symbol::AFFILIATIONS, origin);
    builder.array(Origin::Node(origin), |builder| {
        found.into_iter().for_each(|element| affiliation(builder, element));
    });
}

fn affiliation(builder: &mut Builder<'_>, element: NodeId) {
    let tree = builder.source();
    builder.object(Origin::Node(element), |builder| {
        // A bare text is the name; an institution may have only an identifier.
        if xml::children(tree, element).all(|(name, _)| !name.starts_with("institution_")) {
            return text_from(builder, Symbol::NAME, element, LINE);
        }
        let names = ["institution_department", "institution_name"].map(|name| first(tree, element, name));
        match names {
            [None, Some(only)] | [Some(only), None] => text_from(builder, Symbol::NAME, only, LINE),
            [Some(_), Some(_)] => {
                builder.joined(Symbol::NAME, xml::words_between(tree, names.into_iter().flatten(), ", ", LINE));
            }
            [None, None] => {}
        }
        for (kind, field) in [("ror", Symbol::ROR), ("isni", Symbol::X_ISNI)] {
            let is_one = |id: &NodeId| attribute_text(tree, *id, "type").eq_ignore_ascii_case(kind);
            if let Some(id) = all(tree, element, "institution_id").find(is_one) {
                text_from(builder, field, id, Reading::LINE);
            }
        }
    });
}
