//! Titles, abstracts, keywords and subjects of an article, in its language and in those of its translations.

use super::{LANGUAGE, LINE, Parts, attribute_text, language};
use crate::shape::fields::list;
use crate::shape::xml::{self, Reading, all, children, first, has_own_words};
use crate::shape::{Builder, Joined, Origin};
use crate::tree::{NodeId, Symbol, Tree};
use std::collections::HashSet;

/// A text of paragraphs. The source of a formula is dropped, since its rendering is next to it.
const PROSE: Reading<'static> =
    Reading { without: &["fn", "tex-math", "annotation", "annotation-xml", "object-id", "label"], is_prose: true };

/// A text with its language.
struct Text {
    element: NodeId,
    words: Joined,
    language: Option<NodeId>,
    role: Option<&'static str>,
}

pub(super) fn write(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let translations = parts.translations(tree);
    titles(builder, parts, &translations);
    abstracts(builder, parts, &translations);
    keywords(builder, parts, &translations);
    subjects(builder, parts);
}

impl Text {
    fn line(tree: Tree<'_>, element: NodeId, inherited: Option<NodeId>, role: Option<&'static str>) -> Self {
        let words = xml::words(tree, element, LINE);
        Self { element, words, language: language(tree, element, inherited), role }
    }

    fn write(self, builder: &mut Builder<'_>) {
        let tree = builder.source();
        builder.object(Origin::Node(self.element), |builder| {
            builder.key_from(Symbol::TEXT, self.element);
            xml::joined(builder, self.element, self.words);
            if let Some(language) = self.language {
                builder.text_from(Symbol::LANG, language);
            }
            if let Some(role) = self.role {
                let mut source = ["abstract-type", "alt-title-type"].iter();
                let node = source.find_map(|name| xml::attribute(tree, self.element, name));
                xml::word_from(builder, Symbol::ROLE, node, role);
            } else if attribute_text(tree, self.element, "abstract-type").eq_ignore_ascii_case("translator") {
                builder.member(Symbol::X_KIND, Origin::None, "translator");
            }
        });
    }

    /// Returns what is equal for two texts with the same content.
    fn content(&self, tree: Tree<'_>) -> (String, String, Option<&'static str>) {
        let code = self.language.and_then(|node| tree.string(node)).unwrap_or_default().to_lowercase();
        (code, self.words.text.to_lowercase(), self.role)
    }
}

/// Writes texts. A text of the article that a translation repeats is written once.
fn write_texts(builder: &mut Builder<'_>, field: Symbol, texts: Vec<Text>) {
    let tree = builder.source();
    let Some(first) = texts.first().map(|text| text.element) else { return };
    let mut known = HashSet::new();
    builder.key_from(field, first);
    builder.array(Origin::Node(first), |builder| {
        for text in texts {
            if known.insert(text.content(tree)) {
                text.write(builder);
            }
        }
    });
}

fn titles(builder: &mut Builder<'_>, parts: Parts, translations: &[Parts]) {
    let tree = builder.source();
    let mut variants = Vec::new();
    let mut title = None;
    if let Some(group) = first(tree, parts.meta, "title-group") {
        let own = language(tree, group, parts.language);
        title = first(tree, group, "article-title").map(|element| Text::line(tree, element, own, None));
        for (name, element) in children(tree, group) {
            match name {
                "subtitle" => variants.push(Text::line(tree, element, own, Some("subtitle"))),
                "trans-title" => variants.push(Text::line(tree, element, None, None)),
                "trans-subtitle" => variants.push(Text::line(tree, element, None, Some("subtitle"))),
                "trans-title-group" => {
                    let own = xml::attribute(tree, element, LANGUAGE);
                    variants.extend(all(tree, element, "trans-title").map(|one| Text::line(tree, one, own, None)));
                    let below = all(tree, element, "trans-subtitle");
                    variants.extend(below.map(|one| Text::line(tree, one, own, Some("subtitle"))));
                }
                "alt-title" => {
                    let role = short_title(attribute_text(tree, element, "alt-title-type"));
                    variants.extend(role.map(|role| Text::line(tree, element, own, Some(role))));
                }
                _ => {}
            }
        }
    }
    for translation in translations {
        let Some(group) = first(tree, translation.meta, "title-group") else { continue };
        for (name, role) in [("article-title", None), ("subtitle", Some("subtitle"))] {
            variants.extend(all(tree, group, name).map(|one| Text::line(tree, one, translation.language, role)));
        }
    }
    if let Some(title) = title {
        builder.key_from(Symbol::TITLE, title.element);
        title.write(builder);
    }
    write_texts(builder, Symbol::TITLE_VARIANTS, variants);
}

/// Returns the role of an alternative title by its type. `None` for running heads, which belong to the page layout and
/// are often in capitals, and for forms of the same title in other characters.
fn short_title(own: &str) -> Option<&'static str> {
    match own.to_ascii_lowercase().as_str() {
        "short" | "short-title" | "abbreviated" => Some("short"),
        "alternative" | "alternate" | "alt" => Some("alternative"),
        _ => None,
    }
}

fn abstracts(builder: &mut Builder<'_>, parts: Parts, translations: &[Parts]) {
    let tree = builder.source();
    let mut found = Vec::new();
    for (name, element) in children(tree, parts.meta) {
        match name {
            "abstract" => found.extend(summary(tree, element, parts.language)),
            "trans-abstract" => found.extend(summary(tree, element, None)),
            _ => {}
        }
    }
    for translation in translations {
        let own = all(tree, translation.meta, "abstract");
        found.extend(own.filter_map(|element| summary(tree, element, translation.language)));
    }
    promote_only(tree, &mut found);
    write_texts(builder, Symbol::ABSTRACTS, found);
}

/// Promotes texts to abstracts if they are the only one in their language and their type does not exclude it: the types
/// are an open list, and `standard`, `translator` or `summary` may be a publisher's name for the abstract.
fn promote_only(tree: Tree<'_>, found: &mut [Text]) {
    let code = |text: &Text| text.language.and_then(|node| tree.string(node)).unwrap_or_default().to_ascii_lowercase();
    let with_abstract: HashSet<String> = found.iter().filter(|text| text.role.is_none()).map(code).collect();
    let mut promoted: HashSet<String> = HashSet::new();
    for text in found {
        let own = attribute_text(tree, text.element, "abstract-type").to_ascii_lowercase();
        let is_less = TEASERS.contains(&own.as_str()) || text.role == Some("graphical");
        let is_plain =
            text.role == Some("plain") && !matches!(own.as_str(), "summary" | "executive-summary" | "synopsis");
        let code = code(text);
        if text.role.is_some() && !is_less && !is_plain && !with_abstract.contains(&code) && promoted.insert(code) {
            text.role = None;
        }
    }
}

/// Reads an abstract without its heading. `None` if it only consists of a picture.
fn summary(tree: Tree<'_>, element: NodeId, inherited: Option<NodeId>) -> Option<Text> {
    let words =
        if has_own_words(tree, element) { xml::words(tree, element, PROSE) } else { below_heading(tree, element) };
    let role = role(attribute_text(tree, element, "abstract-type"));
    let is_picture = words.parts.is_empty()
        && xml::within(tree, element).any(|(name, _)| matches!(name, "graphic" | "media" | "inline-graphic"));
    (!is_picture).then(|| Text { element, words, language: language(tree, element, inherited), role })
}

/// Returns the words of an abstract made of paragraphs and sections. Its own title is a heading, and so is the title of
/// a single section.
fn below_heading(tree: Tree<'_>, element: NodeId) -> Joined {
    let pieces = |element: NodeId| -> Vec<(&str, NodeId)> {
        children(tree, element).filter(|(name, _)| *name != "title" && !PROSE.without.contains(name)).collect()
    };
    let mut found = pieces(element);
    if let [("sec", only)] = found.as_slice() {
        found = pieces(*only);
    }
    let pieces: Vec<NodeId> = found.into_iter().map(|(_, piece)| piece).collect();
    xml::words_of(tree, &pieces, PROSE)
}

/// Types that are not full abstracts even if there is no other: lists of highlights, texts for a table of contents,
/// editorial additions.
pub(in crate::shape) const TEASERS: &[&str] = &[
    "ascii",
    "digest",
    "editorial",
    "highlights",
    "impact",
    "impact-statement",
    "key-messages",
    "key-points",
    "keypoints",
    "objectives",
    "precis",
    "short",
    "significance",
    "stereochemical",
    "teaser",
    "toc",
    "toc-summary",
    "tweet",
    "web-teaser",
];

/// Returns the role of an abstract by its type. A text next to the abstract is a teaser, whatever its type.
fn role(own: &str) -> Option<&'static str> {
    match own.to_ascii_lowercase().as_str() {
        "" | "abstract" | "main" | "normal" | "section" | "structured" | "unstructured" => None,
        "graphical" | "visual" | "video" => Some("graphical"),
        "plain"
        | "plain-language-summary"
        | "lay-summary"
        | "summary"
        | "editors-summary"
        | "author-summary"
        | "executive-summary"
        | "synopsis"
        | "web-summary" => Some("plain"),
        _ => Some("teaser"),
    }
}

/// Types of keyword groups that are not keywords of the article: lists of abbreviations, classification codes.
const NOT_KEYWORDS: &[&str] = &[
    "abbr",
    "abbreviation",
    "abbreviations",
    "abr",
    "ccs",
    "ddc",
    "jel",
    "jel-classification",
    "jel-code",
    "msc",
    "pacs",
    "research-organism",
    "udc",
];

/// Whether the heading of a group means codes or abbreviations: `Mathematics Subject Classification`.
fn is_headed_otherwise(tree: Tree<'_>, group: NodeId) -> bool {
    const WORDS: &[&str] =
        &["classification", "klasyfikac", "klassifikation", "abbreviations", "msc", "jel", "pacs", "udc"];
    let heading = ["title", "label"].iter().find_map(|name| first(tree, group, name));
    let heading = heading.map(|heading| xml::words(tree, heading, LINE).text.to_lowercase()).unwrap_or_default();
    heading.split(|letter: char| !letter.is_alphabetic()).any(|word| WORDS.contains(&word))
}

fn keywords(builder: &mut Builder<'_>, parts: Parts, translations: &[Parts]) {
    let tree = builder.source();
    let mut groups: Vec<(NodeId, Option<NodeId>)> = Vec::new();
    for part in std::iter::once(&parts).chain(translations) {
        let own = all(tree, part.meta, "kwd-group").filter(|group| {
            let kind = attribute_text(tree, *group, "kwd-group-type").to_ascii_lowercase();
            !NOT_KEYWORDS.contains(&kind.as_str()) && !is_headed_otherwise(tree, *group)
        });
        groups.extend(own.map(|group| (group, language(tree, group, part.language))));
    }
    let Some((first, _)) = groups.first().copied() else { return };
    builder.key_from(Symbol::KEYWORDS, first);
    builder.array(Origin::Node(first), |builder| {
        for (group, language) in groups {
            builder.object(Origin::Node(group), |builder| {
                if let Some(language) = language {
                    builder.text_from(Symbol::LANG, language);
                }
                list(builder, Symbol::TERMS, &terms(tree, group), |builder, term| xml::text(builder, term, LINE));
            });
        }
    });
}

/// Returns the keywords of a group at any depth. For a keyword made of a code and a word, the word.
fn terms(tree: Tree<'_>, group: NodeId) -> Vec<NodeId> {
    let is_code = |part: NodeId| attribute_text(tree, part, "content-type") == "code";
    let found = xml::within(tree, group).filter_map(|(name, element)| match name {
        "kwd" => Some(element),
        "compound-kwd" => all(tree, element, "compound-kwd-part").filter(|part| !is_code(*part)).last(),
        _ => None,
    });
    found.collect()
}

/// Writes the subjects of the article. For a path through a classification, its end; several paths may have the same
/// end.
fn subjects(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let Some(categories) = first(tree, parts.meta, "article-categories") else { return };
    let mut found: Vec<(NodeId, &str)> = Vec::new();
    let mut known = HashSet::new();
    for outer in all(tree, categories, "subj-group") {
        let scheme = attribute_text(tree, outer, "subj-group-type");
        let groups = std::iter::once(outer)
            .chain(xml::within(tree, outer).filter(|(name, _)| *name == "subj-group").map(|(_, group)| group));
        for group in groups.filter(|group| first(tree, *group, "subj-group").is_none()) {
            let own = children(tree, group).filter(|(name, _)| matches!(*name, "subject" | "compound-subject"));
            let new = own.filter(|(_, subject)| known.insert((scheme, xml::words(tree, *subject, LINE).text)));
            found.extend(new.map(|(_, subject)| (subject, scheme)));
        }
    }
    let Some((first, _)) = found.first().copied() else { return };
    builder.key_from(Symbol::SUBJECTS, first);
    builder.array(Origin::Node(first), |builder| {
        for (subject, scheme) in found {
            builder.object(Origin::Node(subject), |builder| {
                if !scheme.is_empty() {
                    builder.member(Symbol::SCHEME, Origin::None, scheme);
                }
                xml::text_from(builder, Symbol::TEXT, subject, LINE);
            });
        }
    });
}
