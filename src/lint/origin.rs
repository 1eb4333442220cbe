//! The mapping from canonical nodes to ranges of source nodes.
//!
//! A string that is composed of parts has several origins. A range of it maps to the parts that it touches, and a
//! change of it maps to a change of one part or to none.

use super::View;
use crate::diagnostic::{Change, Finding};
use crate::shape::{Canonical, Origin, Part};
use crate::syntax::Syntax;
use crate::text::Span;
use crate::tree::{Child, Kind, NodeId, Tree};
use std::ops::Range;

/// Returns the origin of a canonical node, or of its nearest ancestor that has one.
pub(super) fn of(view: View<'_>, node: NodeId) -> Origin {
    let Some(canonical) = view.built else { return Origin::Node(node) };
    let mut path = view.canonical.ancestors(node);
    path.push(node);
    let known = path.into_iter().rev().filter_map(|at| canonical.origins.get(at.index()));
    known.into_iter().find(|origin| **origin != Origin::None).cloned().unwrap_or(Origin::Node(NodeId::ROOT))
}

/// Returns the first source node of an origin.
pub(super) fn node(origin: &Origin) -> NodeId {
    match origin {
        Origin::Node(node) | Origin::Part(node, _) | Origin::Elsewhere(node) => *node,
        Origin::Parts(parts) => parts.first().map_or(NodeId::ROOT, |part| part.node),
        Origin::None => NodeId::ROOT,
    }
}

/// Whether a finding is only about values of another record, where it is reported.
pub(super) fn is_elsewhere(finding: &Finding, canonical: &Canonical) -> bool {
    let labels = finding.labels.iter().map(|label| &label.place);
    let mut places = std::iter::once(&finding.place).chain(labels);
    places.all(|place| place.node().is_some_and(|node| canonical.is_elsewhere(node)))
}

/// Returns the span of a value. For several parts, from the first to the last.
pub(super) fn whole(syntax: Syntax, tree: Tree<'_>, origin: &Origin) -> Span {
    match origin {
        Origin::Node(node) | Origin::Elsewhere(node) => tree.span(*node),
        Origin::Part(node, range) => syntax.locate(tree, *node, range.clone()),
        Origin::Parts(parts) => around(syntax, tree, parts.iter().map(|part| (part.node, part.from.clone()))),
        Origin::None => tree.span(tree.root()),
    }
}

/// Returns the span of a range of the text of a value.
pub(super) fn within(syntax: Syntax, tree: Tree<'_>, origin: &Origin, range: &Range<usize>) -> Span {
    match origin {
        Origin::Node(node) => syntax.locate(tree, *node, range.clone()),
        Origin::Part(node, part) => {
            // The text may be longer than its source, if an element is represented by the id of its institution.
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

/// Returns the change of the source for a replacement in a canonical node. `None` if it concerns several parts, or
/// text that the shape wrote between them.
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
    // A text run that becomes empty is removed.
    if range.is_none() && text.is_empty() && matches!(origin, Origin::Parts(_)) && is_text_run(tree, node) {
        return Some(Change::Remove { node });
    }
    // A language code in a map of languages is a key and cannot be replaced.
    (tree.kind(node) != Kind::Key).then(|| Change::Replace { node, range, text: text.to_owned() })
}

/// Returns the source node to remove for a canonical node: the element if the node is its text and the element has no
/// other content. `None` if there is other content, such as attributes of an element whose text is empty.
pub(super) fn removed(tree: Tree<'_>, origin: &Origin, is_text: bool) -> Option<NodeId> {
    let (node, is_all) = match origin {
        Origin::Node(node) => (*node, true),
        Origin::Part(node, range) => {
            let is_all = tree.text(*node).is_some_and(|text| Some(text.trim()) == text.get(range.clone()));
            (*node, is_all && is_text_run(tree, *node))
        }
        Origin::Parts(_) | Origin::Elsewhere(_) | Origin::None => return None,
    };
    // In XML, an element with a label may be referred to by the label.
    let has_label = |node| tree.allows_repeated_names() && tree.all_named(node, "label").next().is_some();
    if !is_text_run(tree, node) {
        let has_more = has_label(node) || is_text && tree.children(node).any(|child| is_attribute(tree, child));
        return (is_all && !has_more && tree.kind(node) != Kind::Key).then_some(node);
    }
    let element = *tree.ancestors(node).last()?;
    let is_alone = tree.children(element).filter(|child| !is_attribute(tree, *child)).count() == 1;
    (is_all && is_alone).then_some(element)
}

/// Whether a node is a text run in an element.
fn is_text_run(tree: Tree<'_>, node: NodeId) -> bool {
    tree.key_of(node).is_some_and(|key| tree.key_name(key) == "#text")
}

/// Whether a member of an element is an attribute.
fn is_attribute(tree: Tree<'_>, child: Child) -> bool {
    child.key.is_some_and(|key| tree.key_name(key).starts_with('@'))
}

/// Returns the node of the part that contains a range, and the range in the text of that node, or `None` for all of it.
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
    // A part whose spelling differs can only be replaced as a whole. Text that looks like markup would not be read
    // back as text.
    if part.at.len() != part.from.len() && range != part.at || text.contains(['<', '&']) {
        return None;
    }
    let own = tree.text(part.node)?;
    let from = part.meant(&range)?;
    let is_all = from == (0..own.len());
    (is_all || tree.kind(part.node) == Kind::String).then_some((part.node, Some(from).filter(|_| !is_all)))
}

/// Returns the span of a range of the text of a node. For a number, the whole span.
pub(super) fn located(syntax: Syntax, tree: Tree<'_>, node: NodeId, range: Range<usize>) -> Span {
    let is_text = matches!(tree.kind(node), Kind::String | Kind::Key);
    if is_text { syntax.locate(tree, node, range) } else { tree.span(node) }
}

/// Returns the span around some parts. Consecutive parts of the same node are located together: text with markup may
/// have a part for each word, and locating a part requires reading all of the text.
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

    /// Calls `check` with the tree of `text` and an origin of its members joined by hyphens: the first unchanged, the
    /// second with a leading zero, and one character for the entity in the third.
    fn with_parts(text: &str, check: impl Fn(Tree<'_>, &Origin)) {
        let mut arena = Arena::default();
        let chunk = Chunk::new(text, 0);
        Reader::new(chunk, Syntax::Json, JsonMode::Single, |_| true).next(&mut arena, &mut Vec::new());
        let tree = Tree::new(chunk, &arena).expect("a record");
        let items: Vec<NodeId> = tree.children(tree.root()).map(|child| child.value).collect();
        let part = |at: Range<usize>, item: usize, from: Range<usize>| Part { at, node: items[item], from };
        let parts = vec![part(0..4, 0, 0..4), part(5..7, 1, 0..1), part(8..9, 2, 1..6)];
        check(tree, &Origin::Parts(parts));
    }

    const TEXT: &str = r#"{ "a": "2021", "b": 5, "c": "x&amp;y" }"#;

    #[test]
    fn ranges_map_to_the_parts_that_they_touch() {
        with_parts(TEXT, |tree, origin| {
            let at = |range: Range<usize>| &TEXT[within(Syntax::Json, tree, origin, &range).range()];
            assert_eq!(at(1..3), "02");
            assert_eq!(at(5..6), "5");
            assert_eq!(at(8..9), "&amp;");
            assert_eq!(at(2..6), r#"21", "b": 5"#);
            // Text written by the shape is not in the source, so the whole span is returned.
            let all = r#"2021", "b": 5, "c": "x&amp;"#;
            assert_eq!(at(4..5), all);
            assert_eq!(&TEXT[whole(Syntax::Json, tree, origin).range()], all);
        });
    }

    #[test]
    fn a_change_concerns_a_single_part_or_none() {
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
