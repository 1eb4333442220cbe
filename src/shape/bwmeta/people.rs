//! Contributors and their affiliations: in 1.x inside each contributor, in 2.x in a separate list with references.

use super::{Value, attributes, keyed, value};
use crate::shape::fields::list;
use crate::shape::xml::{self, Reading, all, attribute, attribute_from, attribute_text, first, text_from};
use crate::shape::yadda_page::name_parts;
use crate::shape::{Builder, Origin};
use crate::tree::{NodeId, Symbol, Tree};

/// The role of publishers, who are not contributors.
const PUBLISHER: &str = "publisher";

/// Returns the publisher among the contributors.
pub(super) fn publisher(tree: Tree<'_>, element: NodeId) -> Option<Value> {
    let found = all(tree, element, "contributor").find(|one| attribute_text(tree, *one, "role") == PUBLISHER)?;
    whole_name(tree, found)
}

/// Returns the name of a contributor as cited: an attribute in 1.x, an element in 2.x.
fn whole_name(tree: Tree<'_>, contributor: NodeId) -> Option<Value> {
    let name =
        all(tree, contributor, "name").find(|name| matches!(attribute_text(tree, *name, "type"), "" | "canonical"));
    attribute(tree, contributor, "title").map(Value::Attribute).or_else(|| name.map(Value::Element))
}

pub(super) fn contributors(builder: &mut Builder<'_>, element: NodeId) {
    let tree = builder.source();
    let all = all(tree, element, "contributor").filter(|one| attribute_text(tree, *one, "role") != PUBLISHER);
    let all: Vec<NodeId> = all.collect();
    list(builder, Symbol::CONTRIBUTORS, &all, |builder, contributor| {
        builder.object(Origin::Node(contributor), |builder| {
            if let Some(role) = attribute(tree, contributor, "role") {
                let word = tree.string(role).unwrap_or_default();
                let role_of = if word.trim() == "unknown" { "other" } else { word };
                builder.member(Symbol::ROLE, Origin::Node(role), role_of);
            }
            names(builder, contributor);
            for (key, value) in attributes(tree, contributor) {
                match key {
                    "contact-email" => value.write(builder, Symbol::EMAIL),
                    key if key.to_ascii_lowercase().contains("orcid") => value.write(builder, Symbol::ORCID),
                    _ => {}
                }
            }
            affiliated(builder, contributor);
        });
    });
}

/// Writes the parts of a name, or if there are none, the parts of the name as cited.
fn names(builder: &mut Builder<'_>, contributor: NodeId) {
    let tree = builder.source();
    if let Some(name) = institution(tree, contributor) {
        return name.write(builder, Symbol::ORGANIZATION);
    }
    let person = keyed(tree, contributor, "person");
    let typed = |kind: &str| all(tree, contributor, "name").find(|name| attribute_text(tree, *name, "type") == kind);
    let part = |key: &str, kind: &str| {
        let own = person.and_then(|person| value(tree, person, key));
        own.or_else(|| typed(kind).map(Value::Element))
    };
    let given = part("person.firstname", "forenames");
    let family = part("person.surname", "surname");
    if given.is_some() || family.is_some() {
        for (field, value) in [(Symbol::GIVEN, given), (Symbol::FAMILY, family)] {
            if let Some(value) = value {
                value.write(builder, field);
            }
        }
        return;
    }
    match whole_name(tree, contributor) {
        Some(Value::Attribute(node)) => split(builder, node, tree.string(node).unwrap_or_default(), 0),
        Some(Value::Element(name)) => match xml::words(tree, name, Reading::LINE).parts.as_slice() {
            [only] => {
                let text = tree.string(only.node).and_then(|text| text.get(only.from.clone()));
                split(builder, only.node, text.unwrap_or_default(), only.from.start);
            }
            _ => text_from(builder, Symbol::FAMILY, name, Reading::LINE),
        },
        None => {}
    }
}

/// Splits `Anna Nowicka` or `Nowicka, Anna`.
fn split(builder: &mut Builder<'_>, node: NodeId, name: &str, from: usize) {
    let (given, family) = name_parts(name);
    for (field, range) in [(Symbol::GIVEN, given), (Symbol::FAMILY, family)] {
        if !range.is_empty() {
            builder.part_from(field, node, from + range.start..from + range.end);
        }
    }
}

/// Returns the name of a contributor that is not a person.
fn institution(tree: Tree<'_>, contributor: NodeId) -> Option<Value> {
    let named = keyed(tree, contributor, "institution").and_then(|own| value(tree, own, "institution.name"));
    let is_one = first(tree, contributor, "institution-ref").is_some()
        || matches!(attribute_text(tree, contributor, "institution"), "true" | "yes");
    named.or_else(|| whole_name(tree, contributor).filter(|_| is_one))
}

/// Writes the affiliations of a contributor.
fn affiliated(builder: &mut Builder<'_>, contributor: NodeId) {
    let tree = builder.source();
    let own: Vec<(NodeId, Value)> = all(tree, contributor, "affiliation")
        .filter_map(|affiliation| Some((affiliation, value(tree, affiliation, "text")?)))
        .collect();
    let references: Vec<NodeId> =
        all(tree, contributor, "affiliation-ref").filter_map(|one| attribute(tree, one, "ref")).collect();
    if own.is_empty() && references.is_empty() {
        // A referenced institution is defined elsewhere, with its name.
        if first(tree, contributor, "affiliation").is_some() {
            builder.lacks(&[Symbol::AFFILIATIONS]);
        }
        return;
    }
    let holder = own.first().map(|(affiliation, _)| *affiliation).or(references.first().copied());
    let origin = holder.map_or(Origin::None, Origin::Node);
    builder.key(Symbol::AFFILIATIONS, origin.clone());
    builder.array(origin, |builder| {
        for (affiliation, name) in own {
            builder.object(Origin::Node(affiliation), |builder| name.write(builder, Symbol::NAME));
        }
        for reference in references {
            builder.text(Origin::Node(reference), tree.string(reference).unwrap_or_default());
        }
    });
}

/// Writes the separate list of affiliations of 2.x.
pub(super) fn affiliations(builder: &mut Builder<'_>, element: NodeId) {
    let tree = builder.source();
    let all: Vec<NodeId> = all(tree, element, "affiliation").collect();
    list(builder, Symbol::AFFILIATIONS, &all, |builder, affiliation| {
        builder.object(Origin::Node(affiliation), |builder| {
            attribute_from(builder, Symbol::ID, affiliation, "id");
            let name = first(tree, affiliation, "text");
            text_from(builder, Symbol::NAME, name.unwrap_or(affiliation), Reading::LINE);
        });
    });
}
