//! Identifiers: the element's own, which is that of YADDA, and identifiers of other schemes.

use super::Value;
use crate::shape::fields::Issn;
use crate::shape::xml::{self, all, attribute, attribute_text};
use crate::shape::{Builder, Origin};
use crate::tree::{NodeId, Symbol, Tree};

/// Returns the scheme of an identifier without the common prefix: `DOI` for `bwmeta1.id-class.DOI`.
pub(super) fn scheme(tree: Tree<'_>, id: NodeId) -> &str {
    let name = ["class", "scheme"].into_iter().map(|name| attribute_text(tree, id, name)).find(|name| !name.is_empty());
    name.unwrap_or_default().rsplit('.').next().unwrap_or_default()
}

/// Returns the value of an identifier: the attribute in 2.x, the text in 1.x.
pub(super) fn identifier(tree: Tree<'_>, id: NodeId) -> Value {
    attribute(tree, id, "value").map_or(Value::Element(id), Value::Attribute)
}

/// Returns the ISSNs among the identifiers of an element.
pub(super) fn issns(tree: Tree<'_>, element: NodeId) -> Vec<Issn> {
    let medium = |scheme: &str| match scheme.to_ascii_lowercase().as_str() {
        "issn" => Some(None),
        "eissn" | "e-issn" => Some(Some(Symbol::ELECTRONIC)),
        "pissn" | "p-issn" => Some(Some(Symbol::PRINT)),
        _ => None,
    };
    let found = all(tree, element, "id").filter_map(|id| Some((medium(scheme(tree, id))?, identifier(tree, id))));
    let issn = |(medium, value)| match value {
        Value::Attribute(node) => {
            let length = tree.string(node).map(str::len).filter(|length| *length > 0)?;
            Some(Issn { node, range: 0..length, medium })
        }
        Value::Element(id) => xml::issn(tree, id, medium),
    };
    found.filter_map(issn).collect()
}

pub(super) fn identifiers(builder: &mut Builder<'_>, element: NodeId, is_public: bool) {
    let tree = builder.source();
    let own = attribute(tree, element, "id");
    // The ISSN belongs to the journal, even if an article has it.
    let others = all(tree, element, "id").filter(|id| !scheme(tree, *id).to_ascii_lowercase().ends_with("issn"));
    let others: Vec<NodeId> = others.filter(|_| is_public).collect();
    let Some(holder) = own.or(others.first().copied()) else { return };
    builder.key_from(Symbol::IDENTIFIERS, holder);
    builder.array(Origin::Node(element), |builder| {
        if let Some(own) = own {
            builder.object(Origin::Node(own), |builder| {
                builder.member(Symbol::SCHEME, Origin::None, "yadda");
                builder.text_from(Symbol::VALUE, own);
            });
        }
        for id in others {
            builder.object(Origin::Node(id), |builder| {
                builder.member(Symbol::SCHEME, Origin::None, &scheme(tree, id).to_ascii_lowercase());
                identifier(tree, id).write(builder, Symbol::VALUE);
            });
        }
    });
}
