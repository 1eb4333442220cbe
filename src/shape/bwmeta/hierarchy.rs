//! What stands above an article: number, volume, year, journal and publisher, each an element of its own, in the file of
//! the article or in another one.
//!
//! A [`Hierarchy`] keeps of each such element its id, its name and the id of the one above it: three short texts, however
//! long the element is. It is collected once, before records are checked.

use super::{element, identifier, scheme, status};
use crate::shape::reader;
use crate::shape::xml::{self, Reading, all, attribute, attribute_text, children, first};
use crate::syntax::{JsonMode, Syntax};
use crate::text::Chunk;
use crate::tree::{Arena, NodeId, Tree};
use std::collections::HashMap;
use std::sync::Arc;

/// The levels of the hierarchy of journals, the highest first, and what is in none of them.
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
    /// Those above an article.
    pub(super) const ABOVE: [Level; 5] = [Level::Publisher, Level::Journal, Level::Year, Level::Volume, Level::Number];

    /// The level with an id such as `bwmeta1.level.hierarchy_Journal_Year`.
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

/// An element that is named above another: its level, the attribute with its id, and where its names stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ancestor {
    pub(super) level: Level,
    pub(super) reference: Option<NodeId>,
    pub(super) element: NodeId,
}

/// The place of an element in a hierarchy.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) level: Level,
    /// `hierarchy` or `structure`.
    pub(super) holder: NodeId,
    /// The attribute that says where in the level above it stands.
    pub(super) position: Option<NodeId>,
    /// What is named above it: in 1.x the next one, in 2.x all, of which the lowest comes first here.
    pub(super) ancestors: Vec<Ancestor>,
}

impl Place {
    /// The place in the hierarchy of journals; in another one, where it is in none of these.
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
        // The next one above may be meant by its ISSN, or another identifier.
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

/// The name of an element: the first that is of no particular kind.
pub(super) fn name(tree: Tree<'_>, element: NodeId) -> Option<NodeId> {
    names(tree, element).next()
}

/// The names of an element that are of no particular kind.
pub(super) fn names(tree: Tree<'_>, element: NodeId) -> impl Iterator<Item = NodeId> + use<'_> {
    all(tree, element, "name").filter(move |name| matches!(attribute_text(tree, *name, "type"), "" | "canonical"))
}

/// An element above others.
#[derive(Debug)]
struct Element {
    level: Level,
    name: Box<str>,
    /// The id of the one above it; empty where it says none.
    parent: Box<str>,
    /// The ISSN of a journal.
    issn: Option<Box<str>>,
}

/// What the elements of BWMETA say that stand above articles, by their ids.
#[derive(Debug, Default)]
pub struct Hierarchy {
    elements: HashMap<Box<str>, Element>,
}

/// What is known of a level above an article.
#[derive(Clone, Copy, Debug)]
pub(super) struct Above<'h> {
    pub(super) level: Level,
    pub(super) name: &'h str,
    pub(super) issn: Option<&'h str>,
}

/// No name of a journal is longer, in characters; what another text has behind that is not kept.
const LONGEST_NAME: usize = 1 << 10;

/// There are six levels; in a chain that has more, ids refer to one another in a ring.
const STEPS: usize = 8;

/// What tells that a text is BWMETA stands among so many of its first bytes.
const PROBE: usize = 1 << 12;

impl Hierarchy {
    /// Whether a text that begins so is BWMETA.
    pub fn is_told(head: &[u8]) -> bool {
        let head = &head[..head.len().min(PROBE)];
        memchr::memmem::find_iter(head, b"bwmeta").any(|at| match (head[..at].last(), head.get(at + b"bwmeta".len())) {
            // The element, be it with a prefix, or its namespace; not an address of a page.
            (Some(b'<' | b':'), Some(behind)) => behind.is_ascii_whitespace() || matches!(behind, b'>' | b'/'),
            (Some(b'/'), Some(behind)) => *behind == b'-',
            _ => false,
        })
    }

    /// Takes over what the elements of a text say that stand above others; of two with one id the first.
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

    /// What was collected from all records of a run; where that was not done, from those of this text.
    pub fn known(of_run: Option<&Arc<Self>>, syntax: Syntax, chunk: Chunk<'_>) -> Option<Arc<Self>> {
        if of_run.is_some() || syntax != Syntax::Xml || !Self::is_told(chunk.text.as_bytes()) {
            return of_run.map(Arc::clone);
        }
        let mut own = Self::default();
        own.collect(chunk);
        Some(Arc::new(own))
    }

    /// How many elements are known.
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Whether nothing is known.
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

    /// The element with this id and those above it, from the lowest on, as far as they are known.
    pub(super) fn chain<'h>(&'h self, id: &str) -> impl Iterator<Item = Above<'h>> + use<'h> {
        let next = |element: &'h Element| self.elements.get(&element.parent);
        let chain = std::iter::successors(self.elements.get(id.trim()), move |element| next(element)).take(STEPS);
        chain.map(|element| Above { level: element.level, name: &element.name, issn: element.issn.as_deref() })
    }
}
