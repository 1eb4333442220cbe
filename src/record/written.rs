//! The names that the file itself uses for the fields of a record, for messages that a person compares with the file.
//!
//! Formats have several names for one field (`AB` and `N2` in RIS, `journal` and `journaltitle` in BibTeX), so a name
//! from a table would often not occur in the file.

use super::Record;
use crate::diagnostic::show;
use crate::shape::Origin;
use crate::syntax::Syntax;
use crate::tree::{Kind, NodeId, Tree};
use std::borrow::Cow;

impl<'a> Record<'a> {
    /// Returns the tree of the file, if it differs from the canonical tree.
    pub fn source(&self) -> Option<Tree<'a>> {
        self.source.map(|(source, _)| source)
    }

    /// Returns the source node of a canonical node. `None` if it does not come from the file.
    pub fn source_of(&self, node: NodeId) -> Option<NodeId> {
        let (_, canonical) = self.source?;
        match canonical.origins.get(node.index())? {
            Origin::Node(source) | Origin::Part(source, _) => Some(*source),
            Origin::Parts(parts) => parts.first().map(|part| part.node),
            Origin::Elsewhere(_) | Origin::None => None,
        }
    }

    /// Returns the source text of a canonical node before it was split into parts: for a person in BibTeX and RIS, the
    /// whole name.
    pub fn written_text(&self, node: NodeId) -> Option<&'a str> {
        let (tree, canonical) = self.source?;
        match canonical.origins.get(node.index())? {
            Origin::Node(source) => tree.text(*source),
            Origin::Part(source, range) => tree.text(*source)?.get(range.clone()),
            Origin::Parts(_) | Origin::Elsewhere(_) | Origin::None => None,
        }
    }

    /// Whether the file marks a contributor as an institution other than by the name: by `isInstitution` in CSL.
    /// Programs write it as a value of its own, as the text `true` and as 1.
    pub fn is_marked_as_institution(&self, person: NodeId) -> bool {
        let Some((tree, source)) = self.source().zip(self.source_of(person)) else { return false };
        tree.is_object(source)
            && tree.get_named(source, "isInstitution").is_some_and(|said| {
                tree.kind(said.value) == Kind::True
                    || tree.text(said.value).is_some_and(|text| matches!(text.trim(), "true" | "1"))
            })
    }

    /// Whether a text is combined from several elements or fields that include `source`.
    pub fn is_made_of(&self, node: NodeId, source: NodeId) -> bool {
        self.made_of(node).any(|part| part == source)
    }

    /// Returns the source nodes of a text that is combined from several.
    pub fn made_of(&self, node: NodeId) -> impl Iterator<Item = NodeId> + use<'a> {
        let origin = self.source.and_then(|(_, canonical)| canonical.origins.get(node.index()));
        let parts = match origin {
            Some(Origin::Parts(parts)) => parts.as_slice(),
            _ => &[],
        };
        parts.iter().map(|part| part.node)
    }

    /// Returns the word for a value in the file: an element of XML, a line of RIS, a field of any other format.
    pub fn noun(&self) -> &'static str {
        match self.shape {
            Some(shape) if shape.syntaxes.contains(&Syntax::Xml) => "element",
            Some(shape) if shape.id == "ris" => "line",
            _ => "field",
        }
    }

    /// Returns a text as the file spells it, for advice on what to write: `&amp;` in XML, `\&` for TeX.
    pub fn spelled<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.shape {
            Some(shape) if text.contains(['&', '<', '%', '#', '_']) => Cow::Owned(shape.spelled(text)),
            _ => Cow::Borrowed(text),
        }
    }

    /// Returns the same for the part of a text around a byte, in backticks.
    pub fn spelled_around(&self, text: &str, at: usize) -> String {
        let at = self.spelled(text.get(..at).unwrap_or_default()).len();
        show::quoted_around(&self.spelled(text), at)
    }

    /// Returns the same for an identifier or an address, which TeX files contain unescaped.
    pub fn spelled_as_is<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.is_tex() { Cow::Borrowed(text) } else { self.spelled(text) }
    }

    /// Returns the canonical nodes that come from a node of the file.
    pub fn nodes_of(&self, source: NodeId) -> impl Iterator<Item = NodeId> + use<'a> {
        self.source.into_iter().flat_map(move |(_, canonical)| canonical.nodes_of(source))
    }

    /// Returns the file's name for the field of a canonical node, in backticks: `` `N2` ``, `` `<fullTextUrl>` ``, ``
    /// `<article-id pub-id-type="doi">` ``. `None` in native records, whose names are those of the canonical tree.
    pub fn written(&self, node: NodeId) -> Option<String> {
        let tree = self.source()?;
        let name = self.written_name(node)?;
        let is_xml = self.shape.is_some_and(|shape| shape.syntaxes.contains(&Syntax::Xml));
        if !is_xml {
            return Some(format!("`{name}`"));
        }
        if let Some(attribute) = name.strip_prefix('@') {
            return Some(format!("the attribute `{attribute}`"));
        }
        let element = element_of(tree, self.source_of(node)?);
        let kind = kind_of(tree, element).map_or_else(String::new, |(name, value)| format!(" {name}=\"{value}\""));
        Some(format!("`<{name}{kind}>`"))
    }

    /// Returns the file's name for a node of its own that is the value of a field, in backticks, without attributes:
    /// `<lpage>`, `EP`.
    pub fn called(&self, source: NodeId) -> Option<String> {
        let tree = self.source()?;
        let name = tree.key_name(tree.key_of(source)?);
        let is_xml = self.shape.is_some_and(|shape| shape.syntaxes.contains(&Syntax::Xml));
        Some(if is_xml { format!("`<{name}>`") } else { format!("`{name}`") })
    }

    /// Returns the file's bare name for the field of a canonical node: a tag, a key, an element, or an attribute with a
    /// leading `@`. An item of a list has no name of its own.
    pub fn written_name(&self, node: NodeId) -> Option<&'a str> {
        let tree = self.source()?;
        let source = self.source_of(node)?;
        if tree.kind(source) == Kind::Key {
            return Some(tree.key_name(source));
        }
        let key = tree.key_of(element_of(tree, source))?;
        Some(tree.key_name(key))
    }
}

/// Returns the element that contains a text node; any other node is returned unchanged.
fn element_of(tree: Tree<'_>, node: NodeId) -> NodeId {
    let is_run = tree.key_of(node).is_some_and(|key| tree.key_name(key) == "#text");
    if is_run { tree.ancestors(node).last().copied().unwrap_or(node) } else { node }
}

/// Returns the attribute that distinguishes kinds of an element, such as `pub-id-type="doi"`, or the `key` of bwmeta's
/// `<attribute>`.
fn kind_of(tree: Tree<'_>, element: NodeId) -> Option<(&str, &str)> {
    tree.is_object(element).then_some(())?;
    tree.children(element).find_map(|child| {
        let name = tree.key_name(child.key?).strip_prefix('@')?;
        let value = tree.string(child.value).map(str::trim).filter(|value| !value.is_empty())?;
        (name == "key" || name.to_ascii_lowercase().ends_with("type")).then_some((name, value))
    })
}
