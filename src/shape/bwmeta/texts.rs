//! Titles, abstracts and keywords, each with its language.
//!
//! In 1.x a name has no type: the first is the title, and the role of each other one is derived from its language. From
//! 2.0 on, `type` declares it. A text may have markup: in 2.x it contains XHTML and MathML elements; in 1.x, where
//! these are not allowed, the markup is escaped between two marker words.

use super::{LANG, code, lang, langs};
use crate::shape::fields::list;
use crate::shape::jats;
use crate::shape::xml::{self, Reading, all, attribute, attribute_text, children};
use crate::shape::{Builder, Joined, Origin};
use crate::tree::{NodeId, Symbol, Tree};

/// The markers between which a text of 1.x is markup.
const RICH: (&str, &str) = ("[[bwmeta-rich-text-start]]", "[[bwmeta-rich-text-end]]");

/// Returns the words of a text without markup.
fn words(tree: Tree<'_>, element: NodeId, reading: Reading<'_>) -> Joined {
    let words = xml::words(tree, element, reading);
    let mut runs = children_of_text(tree, element);
    match (runs.next(), runs.next()) {
        (Some(run), None) if words.text.contains(RICH.0) => rich(tree, run, reading),
        _ => words,
    }
}

/// Returns the text nodes in an element.
fn children_of_text(tree: Tree<'_>, element: NodeId) -> impl Iterator<Item = NodeId> {
    let all = tree.children(element);
    all.filter(move |child| child.key.is_some_and(|key| tree.key_name(key) == "#text")).map(|child| child.value)
}

/// Returns the words of a text node with escaped markup.
fn rich(tree: Tree<'_>, run: NodeId, reading: Reading<'_>) -> Joined {
    let text = tree.string(run).unwrap_or_default();
    let mut joined = Joined::default();
    let mut at = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    while at < end {
        let start = text[at..end].find(RICH.0).map_or(end, |found| at + found);
        if at < start {
            joined.part(run, at..start, &text[at..start]);
        }
        let inside = (start + RICH.0.len()).min(end);
        let close = text[inside..end].find(RICH.1).map_or(end, |found| inside + found);
        let words = jats::words(run, &text[inside..close], reading.is_prose);
        let mut from = 0;
        for part in words.parts {
            joined.own(&words.text[from..part.at.start]);
            joined.part(run, inside + part.from.start..inside + part.from.end, &words.text[part.at.clone()]);
            from = part.at.end;
        }
        at = (close + RICH.1.len()).min(end).max(inside);
    }
    joined
}

/// Writes `{text, lang}`.
pub(super) fn text_object(builder: &mut Builder<'_>, element: NodeId) {
    object(builder, element, None, Reading::LINE);
}

fn object(builder: &mut Builder<'_>, element: NodeId, role: Option<&str>, reading: Reading<'_>) {
    let tree = builder.source();
    builder.object(Origin::Node(element), |builder| {
        builder.key_from(Symbol::TEXT, element);
        xml::joined(builder, element, words(tree, element, reading));
        lang(builder, element);
        if let Some(role) = role {
            builder.member(Symbol::ROLE, Origin::None, role);
        }
    });
}

/// Writes titles. Another title in the language of the first is not a translation.
pub(super) fn titles(builder: &mut Builder<'_>, element: NodeId) {
    let tree = builder.source();
    let all: Vec<NodeId> = all(tree, element, "name").collect();
    let is_plain = |name: &NodeId| matches!(attribute_text(tree, *name, "type"), "" | "canonical");
    let main = all.iter().copied().find(is_plain).or(all.first().copied());
    let Some(main) = main else { return };
    builder.key_from(Symbol::TITLE, main);
    object(builder, main, None, Reading::LINE);
    let others: Vec<NodeId> = all.into_iter().filter(|name| *name != main).collect();
    let language = attribute_text(tree, main, LANG);
    let title = words(tree, main, Reading::LINE).text;
    list(builder, Symbol::TITLE_VARIANTS, &others, |builder, name| {
        let is_same = !language.is_empty() && attribute_text(tree, name, LANG).eq_ignore_ascii_case(language);
        let role = match attribute_text(tree, name, "type") {
            "abbreviation" | "short" => Some("short"),
            "subtitle" => Some("subtitle"),
            "transliterated" | "transliteration" => Some("transliterated"),
            // A repeated title is reported as such.
            _ if is_same && words(tree, name, Reading::LINE).text != title => Some("alternative"),
            _ => None,
        };
        object(builder, name, role, Reading::LINE);
    });
}

/// Writes abstracts. An abstract of 1.x with the type "summary" is in the first language of the element, unless it
/// declares another one.
pub(super) fn abstracts(builder: &mut Builder<'_>, element: NodeId) {
    let tree = builder.source();
    let is_one = |name: &str, child: NodeId| match name {
        "summary" => true,
        "description" => matches!(attribute_text(tree, child, "type"), "" | "abstract"),
        _ => false,
    };
    let all: Vec<NodeId> =
        children(tree, element).filter(|(name, child)| is_one(name, *child)).map(|(_, child)| child).collect();
    let first = langs(tree, element).and_then(|(node, words)| Some((node, words.into_iter().next()?)));
    let is_summary = |text: NodeId| tree.key_of(text).is_some_and(|key| xml::local(tree.key_name(key)) == "summary");
    list(builder, Symbol::ABSTRACTS, &all, |builder, text| {
        let inherits = is_summary(text) && attribute(tree, text, LANG).is_none();
        let Some((node, word)) = first.clone().filter(|_| inherits) else {
            return object(builder, text, None, Reading::PROSE);
        };
        builder.object(Origin::Node(text), |builder| {
            builder.key_from(Symbol::TEXT, text);
            xml::joined(builder, text, words(tree, text, Reading::PROSE));
            builder.key_from(Symbol::LANG, node);
            let tag = tree.string(node).and_then(|all| all.get(word.clone())).unwrap_or_default();
            code(builder, Origin::Part(node, word), tag);
        });
    });
}

/// Writes keyword groups: `keywords/k` in 1.x, `tags/tag` in 2.x.
pub(super) fn keywords(builder: &mut Builder<'_>, element: NodeId) {
    let tree = builder.source();
    let is_group = |name: &str, child: NodeId| match name {
        "keywords" => true,
        "tags" => matches!(attribute_text(tree, child, "type"), "" | "keyword"),
        _ => false,
    };
    let groups: Vec<NodeId> =
        children(tree, element).filter(|(name, child)| is_group(name, *child)).map(|(_, child)| child).collect();
    list(builder, Symbol::KEYWORDS, &groups, |builder, group| {
        builder.object(Origin::Node(group), |builder| {
            lang(builder, group);
            let terms = children(tree, group).filter(|(name, _)| matches!(*name, "k" | "tag"));
            let terms: Vec<NodeId> = terms.map(|(_, term)| term).collect();
            list(builder, Symbol::TERMS, &terms, |builder, term| xml::text(builder, term, Reading::LINE));
        });
    });
}
