//! Where a canonical node comes from, as ranges of source nodes.
//!
//! A text that is put together of parts comes from several; a place within it goes to the parts that it touches, and a
//! change of it is a change of one part or none.

use super::View;
use crate::diagnostic::{Change, Finding};
use crate::shape::{Canonical, Origin, Part};
use crate::syntax::Syntax;
use crate::text::Span;
use crate::tree::{Child, Kind, NodeId, Tree};
use std::ops::Range;

/// The origin of a canonical node; of one that has none, the nearest ancestor's.
pub(super) fn of(view: View<'_>, node: NodeId) -> Origin {
    let Some(canonical) = view.built else { return Origin::Node(node) };
    let mut path = view.canonical.ancestors(node);
    path.push(node);
    let known = path.into_iter().rev().filter_map(|at| canonical.origins.get(at.index()));
    known.into_iter().find(|origin| **origin != Origin::None).cloned().unwrap_or(Origin::Node(NodeId::ROOT))
}

/// The source node of an origin; of several, the first.
pub(super) fn node(origin: &Origin) -> NodeId {
    match origin {
        Origin::Node(node) | Origin::Part(node, _) | Origin::Elsewhere(node) => *node,
        Origin::Parts(parts) => parts.first().map_or(NodeId::ROOT, |part| part.node),
        Origin::None => NodeId::ROOT,
    }
}

/// Whether a finding is about nothing but what stands in another record, where it is told.
pub(super) fn is_elsewhere(finding: &Finding, canonical: &Canonical) -> bool {
    let labels = finding.labels.iter().map(|label| &label.place);
    let mut places = std::iter::once(&finding.place).chain(labels);
    places.all(|place| place.node().is_some_and(|node| canonical.is_elsewhere(node)))
}

/// The bytes of a value as a whole: of several parts, from the first to the last.
pub(super) fn whole(syntax: Syntax, tree: Tree<'_>, origin: &Origin) -> Span {
    match origin {
        Origin::Node(node) | Origin::Elsewhere(node) => tree.span(*node),
        Origin::Part(node, range) => syntax.locate(tree, *node, range.clone()),
        Origin::Parts(parts) => around(syntax, tree, parts.iter().map(|part| (part.node, part.from.clone()))),
        Origin::None => tree.span(tree.root()),
    }
}

/// The bytes of a range of a value's text.
pub(super) fn within(syntax: Syntax, tree: Tree<'_>, origin: &Origin, range: &Range<usize>) -> Span {
    match origin {
        Origin::Node(node) => syntax.locate(tree, *node, range.clone()),
        Origin::Part(node, part) => {
            // The text may be longer than what stands there, as the id of an institution for that of an element in it.
            let end = (part.start + range.end).min(part.end);
            syntax.locate(tree, *node, (part.start + range.start).min(end)..end)
        }
        Origin::Parts(parts) => {
            let mut touched = parts.iter().filter_map(|part| Some((part.node, part.meant(range)?))).peekable();
            if touched.peek().is_none() { whole(syntax, tree, origin) } else { around(syntax, tree, touched) }
        }
        Origin::Elsewhere(node) => tree.span(*node),
        Origin::None => tree.span(tree.root()),
    }
}

/// The change of the source that changes the text of a canonical node, or a range of it; nothing where it touches
/// several parts, or what the shape itself wrote between them.
pub(super) fn replaced(tree: Tree<'_>, origin: &Origin, range: Option<Range<usize>>, text: &str) -> Option<Change> {
    let (node, range) = match origin {
        Origin::Node(node) => (*node, range),
        Origin::Part(node, part) => {
            let inner = range.map_or(part.clone(), |range| part.start + range.start..part.start + range.end);
            (*node, Some(inner))
        }
        Origin::Parts(parts) => in_part(tree, parts, range, text)?,
        Origin::Elsewhere(_) | Origin::None => return None,
    };
    // A run of text of which nothing is left is none.
    if range.is_none() && text.is_empty() && matches!(origin, Origin::Parts(_)) && is_run(tree, node) {
        return Some(Change::Remove { node });
    }
    // The name of a language in a map of languages is a key.
    (tree.kind(node) != Kind::Key).then(|| Change::Replace { node, range, text: text.to_owned() })
}

/// The node that goes when a canonical node is removed: the element where the text of an element is meant, and stands
/// alone in it. Nothing where more stands there than what is meant: attributes of an element whose text is empty.
pub(super) fn removed(tree: Tree<'_>, origin: &Origin, is_text: bool) -> Option<NodeId> {
    let (node, is_all) = match origin {
        Origin::Node(node) => (*node, true),
        Origin::Part(node, range) => {
            let is_all = tree.text(*node).is_some_and(|text| Some(text.trim()) == text.get(range.clone()));
            (*node, is_all && is_run(tree, *node))
        }
        Origin::Parts(_) | Origin::Elsewhere(_) | Origin::None => return None,
    };
    // In XML, what bears a label is called by it in other places, which would call for nothing then.
    let has_label = |node| tree.allows_repeated_names() && tree.all_named(node, "label").next().is_some();
    if !is_run(tree, node) {
        let says_more = has_label(node) || is_text && tree.children(node).any(|child| is_attribute(tree, child));
        return (is_all && !says_more && tree.kind(node) != Kind::Key).then_some(node);
    }
    let element = *tree.ancestors(node).last()?;
    let is_alone = tree.children(element).filter(|child| !is_attribute(tree, *child)).count() == 1;
    (is_all && is_alone).then_some(element)
}

/// Whether a node is a run of text in an element.
fn is_run(tree: Tree<'_>, node: NodeId) -> bool {
    tree.key_of(node).is_some_and(|key| tree.key_name(key) == "#text")
}

/// Whether a member of an element is an attribute.
fn is_attribute(tree: Tree<'_>, child: Child) -> bool {
    child.key.is_some_and(|key| tree.key_name(key).starts_with('@'))
}

/// The part that holds a range, and the range in its node's text; all of the node where all of it is meant.
fn in_part(
    tree: Tree<'_>,
    parts: &[Part],
    range: Option<Range<usize>>,
    text: &str,
) -> Option<(NodeId, Option<Range<usize>>)> {
    let range = range.or_else(|| match parts {
        [only] => Some(only.at.clone()),
        _ => None,
    })?;
    let part = parts.iter().find(|part| part.at.start <= range.start && range.end <= part.at.end)?;
    // A part that is spelled in another way is replaced as a whole or not at all; and what reads as markup where the
    // text is one with markup would not be read as what it is.
    if part.at.len() != part.from.len() && range != part.at || text.contains(['<', '&']) {
        return None;
    }
    let own = tree.text(part.node)?;
    let from = part.meant(&range)?;
    let is_all = from == (0..own.len());
    (is_all || tree.kind(part.node) == Kind::String).then_some((part.node, Some(from).filter(|_| !is_all)))
}

/// The bytes of a range of a node's text; a number is spelled as it is.
pub(super) fn located(syntax: Syntax, tree: Tree<'_>, node: NodeId, range: Range<usize>) -> Span {
    let is_text = matches!(tree.kind(node), Kind::String | Kind::Key);
    if is_text { syntax.locate(tree, node, range) } else { tree.span(node) }
}

/// The bytes around some parts. Those that follow each other in one text are looked for together: a text with markup may
/// have a part for each of its words, and each looked for would be a reading of all of it.
fn around(syntax: Syntax, tree: Tree<'_>, parts: impl Iterator<Item = (NodeId, Range<usize>)>) -> Span {
    let mut all: Option<Span> = None;
    let mut add = |(node, from): (NodeId, Range<usize>)| {
        let one = located(syntax, tree, node, from);
        all = Some(all.map_or(one, |all| Span::new(all.start.min(one.start), all.end.max(one.end))));
    };
    let mut last: Option<(NodeId, Range<usize>)> = None;
    for (node, from) in parts {
        match &mut last {
            Some((same, known)) if *same == node => *known = known.start.min(from.start)..known.end.max(from.end),
            _ => {
                let before = last.replace((node, from));
                before.into_iter().for_each(&mut add);
            }
        }
    }
    last.into_iter().for_each(add);
    all.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{JsonMode, Reader};
    use crate::text::Chunk;
    use crate::tree::Arena;

    /// The list `text` as a tree, and the parts of its items joined with hyphens: the first as it is, the second with a
    /// zero before it, the third one sign in the place of an entity.
    fn with_parts(text: &str, look: impl Fn(Tree<'_>, &Origin)) {
        let mut arena = Arena::default();
        let chunk = Chunk::new(text, 0);
        Reader::new(chunk, Syntax::Json, JsonMode::Single, |_| true).next(&mut arena, &mut Vec::new());
        let tree = Tree::new(chunk, &arena).expect("a record");
        let items: Vec<NodeId> = tree.children(tree.root()).map(|child| child.value).collect();
        let part = |at: Range<usize>, item: usize, from: Range<usize>| Part { at, node: items[item], from };
        let parts = vec![part(0..4, 0, 0..4), part(5..7, 1, 0..1), part(8..9, 2, 1..6)];
        look(tree, &Origin::Parts(parts));
    }

    const TEXT: &str = r#"{ "a": "2021", "b": 5, "c": "x&amp;y" }"#;

    #[test]
    fn places_go_to_the_parts_that_they_touch() {
        with_parts(TEXT, |tree, origin| {
            let at = |range: Range<usize>| &TEXT[within(Syntax::Json, tree, origin, &range).range()];
            assert_eq!(at(1..3), "02");
            assert_eq!(at(5..6), "5");
            assert_eq!(at(8..9), "&amp;");
            assert_eq!(at(2..6), r#"21", "b": 5"#);
            // What the shape itself wrote stands nowhere: the whole is meant.
            let all = r#"2021", "b": 5, "c": "x&amp;"#;
            assert_eq!(at(4..5), all);
            assert_eq!(&TEXT[whole(Syntax::Json, tree, origin).range()], all);
        });
    }

    #[test]
    fn a_change_is_one_of_a_single_part_or_none() {
        with_parts(TEXT, |tree, origin| {
            let after = |range: Option<Range<usize>>, text: &str| {
                let change = replaced(tree, origin, range, text)?;
                let edits = Syntax::Json.edits(tree, &[change])?;
                Some(crate::diagnostic::Edit::apply(TEXT, &edits))
            };
            assert_eq!(after(Some(2..4), "19").as_deref(), Some(&*TEXT.replace("2021", "2019")));
            assert_eq!(after(Some(0..4), "1999").as_deref(), Some(&*TEXT.replace("2021", "1999")));
            assert_eq!(after(Some(5..7), "6").as_deref(), Some(&*TEXT.replace('5', "6")));
            assert_eq!(after(Some(8..9), "+").as_deref(), Some(&*TEXT.replace("&amp;", "+")));
            for range in [None, Some(0..7), Some(4..5), Some(5..6), Some(3..6)] {
                assert_eq!(after(range.clone(), "1"), None, "{range:?}");
            }
            assert_eq!(after(Some(0..1), "<"), None);
        });
    }
}
