//! The ancestors of an article: number, volume, year, journal and publisher, each an element of its own, in the file of
//! the article or in another one.
//!
//! A [`Hierarchy`] keeps the id of each such element, its name and the id of its parent: three short texts, however
//! long the element is. It is collected once, before records are checked.

use super::{element, identifier, scheme, status};
use crate::shape::reader;
use crate::shape::xml::{self, Reading, all, attribute, attribute_text, children, first};
use crate::syntax::{JsonMode, Syntax};
use crate::text::Chunk;
use crate::tree::{Arena, NodeId, Tree};
use std::collections::HashMap;
use std::sync::Arc;

/// The levels of the hierarchy of journals, from the top, and an element outside the hierarchy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Publisher,
    Journal,
    Year,
    Volume,
    Number,
    Article,
    Other,
}

impl Level {
    /// The levels above an article.
    pub(super) const ANCESTOR_LEVELS: [Level; 5] =
        [Level::Publisher, Level::Journal, Level::Year, Level::Volume, Level::Number];

    /// Returns the level with an id such as `bwmeta1.level.hierarchy_Journal_Year`.
    fn of(id: &str) -> Self {
        let name = id.trim().rsplit('.').next().and_then(|name| name.strip_prefix("hierarchy_Journal_"));
        match name {
            Some("Publisher") => Level::Publisher,
            Some("Journal") => Level::Journal,
            Some("Year") => Level::Year,
            Some("Volume") => Level::Volume,
            Some("Number" | "Issue") => Level::Number,
            Some("Article") => Level::Article,
            _ => Level::Other,
        }
    }
}

/// An element named as an ancestor: its level, the attribute with its id, and the parent of its names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ancestor {
    pub(super) level: Level,
    pub(super) reference: Option<NodeId>,
    pub(super) element: NodeId,
}

/// The position of an element in a hierarchy.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) level: Level,
    /// `hierarchy` or `structure`.
    pub(super) holder: NodeId,
    /// The attribute with its position in its parent.
    pub(super) position: Option<NodeId>,
    /// The ancestors named: in 1.x the parent, in 2.x all ancestors, the nearest first.
    pub(super) ancestors: Vec<Ancestor>,
}

impl Place {
    /// Returns the position in the hierarchy of journals; in another hierarchy, only if the element is in no other one.
    pub(super) fn of(tree: Tree<'_>, element: NodeId) -> Option<Self> {
        let holders = children(tree, element).filter(|(name, _)| matches!(*name, "hierarchy" | "structure"));
        holders.map(|(_, holder)| Self::in_holder(tree, holder)).min_by_key(|place| place.level == Level::Other)
    }

    fn in_holder(tree: Tree<'_>, holder: NodeId) -> Self {
        let current = first(tree, holder, "current").unwrap_or(holder);
        let level = Level::of(attribute_text(tree, current, "level"));
        let position = attribute(tree, current, "position")
            .or_else(|| first(tree, holder, "position").and_then(|position| attribute(tree, position, "value")));
        let text = |element: NodeId| xml::words(tree, element, Reading::LINE).parts.first().map(|part| part.node);
        let reference = |element: NodeId| attribute(tree, element, "ref").or_else(|| text(element));
        // The parent may be given by its ISSN or another identifier.
        let parents = children(tree, holder).filter(|(name, _)| matches!(*name, "element-ref" | "id"));
        let parents = parents.map(|(_, element)| element);
        let parents = parents.map(|element| Ancestor { level: Level::Other, reference: reference(element), element });
        let named = all(tree, holder, "ancestor").map(|element| {
            let level = Level::of(attribute_text(tree, element, "level"));
            Ancestor { level, reference: attribute(tree, element, "ref"), element }
        });
        let mut ancestors: Vec<Ancestor> = parents.chain(named).collect();
        ancestors.sort_by_key(|ancestor| std::cmp::Reverse(ancestor.level));
        Self { level, holder, position, ancestors }
    }
}

/// Returns the name of an element: the first one without a type.
pub(super) fn name(tree: Tree<'_>, element: NodeId) -> Option<NodeId> {
    names(tree, element).next()
}

/// Returns the names of an element without a type.
pub(super) fn names(tree: Tree<'_>, element: NodeId) -> impl Iterator<Item = NodeId> + use<'_> {
    all(tree, element, "name").filter(move |name| matches!(attribute_text(tree, *name, "type"), "" | "canonical"))
}

/// An element above others.
#[derive(Debug)]
struct Element {
    level: Level,
    name: Box<str>,
    /// The id of its parent; empty if there is none.
    parent: Box<str>,
    /// The ISSN of a journal.
    issn: Option<Box<str>>,
}

/// The BWMETA elements above articles, by their ids.
#[derive(Debug, Default)]
pub struct Hierarchy {
    elements: HashMap<Box<str>, Element>,
}

/// What is known of a level above an article.
#[derive(Clone, Copy, Debug)]
pub(super) struct AncestorData<'h> {
    pub(super) level: Level,
    pub(super) name: &'h str,
    pub(super) issn: Option<&'h str>,
}

/// The largest number of characters of a journal name. Longer texts are truncated.
const LONGEST_NAME: usize = 1 << 10;

/// There are six levels; a longer chain of ids is a cycle.
const STEPS: usize = 8;

/// The number of bytes in which evidence of BWMETA must occur.
const PROBE: usize = 1 << 12;

impl Hierarchy {
    /// Whether a text with this beginning is BWMETA.
    pub fn is_bwmeta(head: &[u8]) -> bool {
        let head = &head[..head.len().min(PROBE)];
        memchr::memmem::find_iter(head, b"bwmeta").any(|at| match (head[..at].last(), head.get(at + b"bwmeta".len())) {
            // The element, with or without a prefix, or its namespace; not the address of a page.
            (Some(b'<' | b':'), Some(after)) => after.is_ascii_whitespace() || matches!(after, b'>' | b'/'),
            (Some(b'/'), Some(after)) => *after == b'-',
            _ => false,
        })
    }

    /// Collects the ancestors declared in a text. Of two elements with one id, the first is kept.
    pub fn collect(&mut self, chunk: Chunk<'_>) {
        let mut reader = reader(chunk, Syntax::Xml, JsonMode::DetectLines);
        let (mut arena, mut findings) = (Arena::default(), Vec::new());
        while let Some(at) = reader.next(&mut arena, &mut findings) {
            findings.clear();
            let Some(tree) = Tree::new(chunk, &arena).filter(|_| at.readable) else { continue };
            if let Some(element) = element(tree) {
                self.add(tree, element);
            }
        }
    }

    /// Returns the hierarchy of the whole run, or if it was not collected, the hierarchy of this text.
    pub fn known(of_run: Option<&Arc<Self>>, syntax: Syntax, chunk: Chunk<'_>) -> Option<Arc<Self>> {
        if of_run.is_some() || syntax != Syntax::Xml || !Self::is_bwmeta(chunk.text.as_bytes()) {
            return of_run.map(Arc::clone);
        }
        let mut own = Self::default();
        own.collect(chunk);
        Some(Arc::new(own))
    }

    /// Returns the number of known elements.
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Whether no element is known.
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    fn add(&mut self, tree: Tree<'_>, element: NodeId) {
        let Some(place) = Place::of(tree, element).filter(|place| place.level < Level::Article) else { return };
        let id = attribute_text(tree, element, "id");
        if id.is_empty() || status(tree, element).is_some() || self.elements.contains_key(id) {
            return;
        }
        let parent = place.ancestors.iter().find_map(|ancestor| ancestor.reference);
        let parent = parent.and_then(|node| tree.string(node)).unwrap_or_default().trim();
        let name = name(tree, element).map(|name| xml::words(tree, name, Reading::LINE).text).unwrap_or_default();
        let name = name.trim();
        let name = name.char_indices().nth(LONGEST_NAME).map_or(name, |(end, _)| &name[..end]);
        let issn = all(tree, element, "id")
            .filter(|_| place.level == Level::Journal)
            .find(|id| scheme(tree, *id).eq_ignore_ascii_case("issn"))
            .and_then(|id| match identifier(tree, id) {
                super::Value::Attribute(node) => tree.string(node),
                super::Value::Element(id) => Some(xml::word(tree, id)),
            });
        let known = Element {
            level: place.level,
            name: name.into(),
            parent: parent.into(),
            issn: issn.map(str::trim).filter(|issn| !issn.is_empty()).map(Into::into),
        };
        self.elements.insert(id.into(), known);
    }

    /// Returns the element with this id and its known ancestors, from the nearest.
    pub(super) fn chain<'h>(&'h self, id: &str) -> impl Iterator<Item = AncestorData<'h>> + use<'h> {
        let next = |element: &'h Element| self.elements.get(&element.parent);
        let chain = std::iter::successors(self.elements.get(id.trim()), move |element| next(element)).take(STEPS);
        chain.map(|element| AncestorData { level: element.level, name: &element.name, issn: element.issn.as_deref() })
    }
}
