//! The authors and editors of a citation, each with affiliations.

use super::Parts;
use crate::shape::fields::list;
use crate::shape::xml::{self, Reading, all, attribute_text, first, text_from};
use crate::shape::{Builder, Origin};
use crate::tree::{NodeId, Symbol, Tree};

pub(super) fn write(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let mut found: Vec<(NodeId, &str)> = Vec::new();
    for holder in [Some(parts.article), parts.book].into_iter().flatten() {
        for authors in all(tree, holder, "AuthorList") {
            let role = if attribute_text(tree, authors, "Type") == "editors" { "editor" } else { "author" };
            // Names that NLM marked as invalid are only kept for the history of the citation.
            let valid = all(tree, authors, "Author").filter(|one| attribute_text(tree, *one, "ValidYN") != "N");
            found.extend(valid.map(|author| (author, role)));
        }
    }
    let Some((first, _)) = found.first().copied() else { return };
    builder.key_from(Symbol::CONTRIBUTORS, first);
    builder.array(Origin::Node(first), |builder| {
        for (author, role) in found {
            builder.object(Origin::Node(author), |builder| contributor(builder, author, role));
        }
    });
}

/// Returns the first of these elements in an element.
fn either(tree: Tree<'_>, element: NodeId, names: &[&str]) -> Option<NodeId> {
    names.iter().find_map(|name| first(tree, element, name))
}

fn contributor(builder: &mut Builder<'_>, author: NodeId, role: &str) {
    let tree = builder.source();
    builder.member(Symbol::ROLE, Origin::None, role);
    let members = [
        (Symbol::GIVEN, either(tree, author, &["ForeName", "FirstName", "Initials"])),
        (Symbol::FAMILY, first(tree, author, "LastName")),
        (Symbol::SUFFIX, first(tree, author, "Suffix")),
        (Symbol::ORGANIZATION, first(tree, author, "CollectiveName")),
    ];
    for (field, element) in members {
        if let Some(element) = element {
            text_from(builder, field, element, Reading::LINE);
        }
    }
    let (orcids, others): (Vec<NodeId>, Vec<NodeId>) = all(tree, author, "Identifier")
        .partition(|id| attribute_text(tree, *id, "Source").eq_ignore_ascii_case("orcid"));
    if let Some(orcid) = orcids.first() {
        text_from(builder, Symbol::ORCID, *orcid, Reading::LINE);
    }
    list(builder, Symbol::IDENTIFIERS, &others, |builder, id| {
        xml::identifier(builder, attribute_text(tree, id, "Source"), id);
    });
    // The older form has the affiliation without an element around it.
    let institutions: Vec<NodeId> = xml::children(tree, author)
        .filter(|(name, _)| matches!(*name, "AffiliationInfo" | "Affiliation"))
        .map(|(_, institution)| institution)
        .collect();
    list(builder, Symbol::AFFILIATIONS, &institutions, |builder, institution| {
        builder.object(Origin::Node(institution), |builder| affiliation(builder, institution));
    });
}

fn affiliation(builder: &mut Builder<'_>, institution: NodeId) {
    let tree = builder.source();
    let name = first(tree, institution, "Affiliation").unwrap_or(institution);
    text_from(builder, Symbol::NAME, name, Reading::LINE);
    let mut ids = all(tree, institution, "Identifier");
    if let Some(ror) = ids.find(|id| attribute_text(tree, *id, "Source").eq_ignore_ascii_case("ror")) {
        text_from(builder, Symbol::ROR, ror, Reading::LINE);
    }
}
