//! The text of a record page of a YADDA repository; the headings are in [`crate::syntax::page`].
//!
//! Values that a browser shows as pictures or links are lost in such a text, including the journal block: an empty
//! heading is an empty field, and values of that block are not reported as missing.

use super::{Builder, Origin, Shape};
use crate::syntax::Syntax;
use crate::syntax::page::Heading;
use crate::tree::{NodeId, Symbol, Tree};
use std::collections::HashMap;
use std::ops::Range;

pub(super) const SHAPE: Shape = Shape {
    id: "yadda-page",
    syntaxes: &[Syntax::Page],
    detect: |_| true,
    read,
    lacks: &[
        Symbol::ARTICLE_NUMBER,
        Symbol::FUNDING,
        Symbol::ID,
        Symbol::JOURNAL,
        Symbol::LICENSES,
        Symbol::LINKS,
        Symbol::RELATIONS,
        Symbol::RIGHTS,
    ],
    is_of_works: false,
    ..Shape::PLAIN
};

/// A heading of the page: its key, and the list of its lines.
#[derive(Clone, Copy)]
struct Section {
    heading: Heading,
    key: NodeId,
    list: NodeId,
}

/// The sections of a page. If a heading is repeated, the last one counts.
struct Page<'a> {
    tree: Tree<'a>,
    sections: Vec<Section>,
}

fn read(builder: &mut Builder<'_>) -> bool {
    let page = Page::new(builder.source());
    let root = builder.source().root();
    builder.object(Origin::Node(root), |builder| {
        titles(builder, &page);
        page.texts(builder, Heading::Languages, Symbol::LANGUAGES, code);
        tagged(builder, &page, Heading::Abstracts, Symbol::ABSTRACTS);
        keywords(builder, &page);
        page.texts(builder, Heading::Discipline, Symbol::SUBJECTS, text_object);
        journal(builder, &page);
        numbers(builder, &page);
        page.single(builder, Heading::PhysicalDescription, Symbol::PHYSICAL_DESCRIPTION);
        page.single(builder, Heading::OrderReference, Symbol::ORDER_REFERENCE);
        page.single(builder, Heading::DocumentType, Symbol::TYPE);
        people(builder, &page);
        page.texts(builder, Heading::References, Symbol::REFERENCES, text_object);
        identifiers(builder, &page);
    });
    true
}

impl<'a> Page<'a> {
    fn new(tree: Tree<'a>) -> Self {
        let sections = tree.children(tree.root()).filter_map(|child| {
            let key = child.key?;
            Some(Section { heading: Heading::of(tree.key_name(key))?, key, list: child.value })
        });
        Self { tree, sections: sections.collect() }
    }

    fn section(&self, heading: Heading) -> Option<Section> {
        self.sections.iter().rfind(|section| section.heading == heading).copied()
    }

    fn items(&self, heading: Heading) -> Vec<NodeId> {
        self.section(heading).into_iter().flat_map(|section| self.tree.items(section.list)).collect()
    }

    fn first(&self, heading: Heading) -> Option<NodeId> {
        self.items(heading).first().copied()
    }

    fn text(&self, node: NodeId) -> &'a str {
        self.tree.string(node).unwrap_or_default()
    }

    /// Writes a single-text field: the first line below its heading, or an empty text.
    fn single(&self, builder: &mut Builder<'_>, heading: Heading, field: Symbol) {
        let Some(section) = self.section(heading) else { return };
        builder.key(field, Origin::Node(section.key));
        match self.first(heading) {
            Some(value) => builder.copy(value),
            None => builder.text(Origin::Node(section.list), ""),
        }
    }

    /// Writes a field that is a list; `item` writes each item.
    fn texts(&self, builder: &mut Builder<'_>, heading: Heading, field: Symbol, item: fn(&mut Builder<'_>, NodeId)) {
        let Some(section) = self.section(heading) else { return };
        builder.key(field, Origin::Node(section.key));
        builder.array(Origin::Node(section.list), |builder| {
            self.tree.items(section.list).for_each(|node| item(builder, node));
        });
    }
}

fn text_object(builder: &mut Builder<'_>, node: NodeId) {
    text_in(builder, node, None);
}

/// Writes `{text, lang}`; the language comes from the line above, if that is a tag.
fn text_in(builder: &mut Builder<'_>, node: NodeId, tag: Option<NodeId>) {
    builder.object(Origin::Node(node), |builder| {
        builder.key(Symbol::TEXT, Origin::Node(node));
        builder.copy(node);
        if let Some(tag) = tag {
            builder.key(Symbol::LANG, Origin::Node(tag));
            code(builder, tag);
        }
    });
}

/// Writes a language code. The interface prints it in capitals, whatever the record contains.
fn code(builder: &mut Builder<'_>, node: NodeId) {
    let tag = builder.source().string(node).unwrap_or_default();
    // A name is kept unchanged.
    let code = if tag.len() <= 3 { tag.to_ascii_lowercase() } else { tag.to_owned() };
    builder.text(Origin::Node(node), &code);
}

/// The tags that the interface writes above a text, for the languages in such repositories.
const TAGS: &[&str] = &[
    "BE", "BG", "CS", "DE", "EN", "ES", "ET", "FR", "HR", "HU", "IT", "LA", "LT", "LV", "PL", "PT", "RO", "RU", "SK",
    "SL", "SR", "UK",
];

/// Returns texts with the tag above each.
fn with_tags(page: &Page<'_>, heading: Heading) -> Vec<(NodeId, Option<NodeId>)> {
    let mut tag = None;
    let mut found = Vec::new();
    for node in page.items(heading) {
        if TAGS.contains(&page.text(node)) {
            tag = Some(node);
        } else {
            found.push((node, tag));
        }
    }
    found
}

fn tagged(builder: &mut Builder<'_>, page: &Page<'_>, heading: Heading, field: Symbol) {
    let Some(section) = page.section(heading) else { return };
    builder.key(field, Origin::Node(section.key));
    builder.array(Origin::Node(section.list), |builder| {
        with_tags(page, heading).into_iter().for_each(|(node, tag)| text_in(builder, node, tag));
    });
}

fn titles(builder: &mut Builder<'_>, page: &Page<'_>) {
    if let Some(section) = page.section(Heading::ArticleTitle) {
        builder.key(Symbol::TITLE, Origin::Node(section.key));
        match page.first(Heading::ArticleTitle) {
            Some(node) => text_object(builder, node),
            None => builder.text(Origin::Node(section.list), ""),
        }
    }
    tagged(builder, page, Heading::TitleVariants, Symbol::TITLE_VARIANTS);
}

/// Writes keywords grouped by tag.
fn keywords(builder: &mut Builder<'_>, page: &Page<'_>) {
    let Some(section) = page.section(Heading::Keywords) else { return };
    let terms = with_tags(page, Heading::Keywords);
    builder.key(Symbol::KEYWORDS, Origin::Node(section.key));
    builder.array(Origin::Node(section.list), |builder| {
        for group in terms.chunk_by(|left, right| left.1 == right.1) {
            builder.object(Origin::Node(section.list), |builder| {
                if let Some((_, Some(tag))) = group.first() {
                    builder.key(Symbol::LANG, Origin::Node(*tag));
                    code(builder, *tag);
                }
                builder.key(Symbol::TERMS, Origin::Node(section.key));
                builder.array(Origin::Node(section.list), |builder| {
                    group.iter().for_each(|(term, _)| builder.copy(*term));
                });
            });
        }
    });
}

fn journal(builder: &mut Builder<'_>, page: &Page<'_>) {
    let (journal, publisher) = (page.section(Heading::Journal), page.section(Heading::Publisher));
    let Some(section) = journal.or(publisher) else { return };
    builder.key(Symbol::JOURNAL, Origin::Node(section.key));
    builder.object(Origin::Node(section.list), |builder| {
        page.single(builder, Heading::Journal, Symbol::TITLE);
        page.single(builder, Heading::Publisher, Symbol::PUBLISHER);
    });
}

/// Writes year, volume, issue and pages: from their own headings, else from the header.
fn numbers(builder: &mut Builder<'_>, page: &Page<'_>) {
    let parts: Vec<NodeId> = page.items(Heading::Header);
    let is_issue = |node: NodeId| {
        let same = |heading| page.first(heading).is_some_and(|value| page.text(value) == page.text(node));
        same(Heading::Issue) && !same(Heading::Volume)
    };
    let is_range = |node: NodeId| page.text(node).contains(['-', '–']);
    let [year, volume, issue, pages] = match parts[..] {
        [year, volume, issue, pages, ..] => [Some(year), Some(volume), Some(issue), Some(pages)],
        [year, middle, pages] if is_issue(middle) => [Some(year), None, Some(middle), Some(pages)],
        [year, middle, pages] => [Some(year), Some(middle), None, Some(pages)],
        [year, last] if is_range(last) => [Some(year), None, None, Some(last)],
        [year, last] => [Some(year), Some(last), None, None],
        _ => [None; 4],
    };
    let fields = [
        (Heading::Year, Symbol::YEAR, year),
        (Heading::Volume, Symbol::VOLUME, volume),
        (Heading::Issue, Symbol::ISSUE, issue),
        (Heading::Pages, Symbol::PAGES, pages),
    ];
    for (heading, field, part) in fields {
        match part.filter(|part| page.first(heading).is_none() && !page.text(*part).is_empty()) {
            Some(part) => {
                builder.key(field, Origin::Node(part));
                builder.copy(part);
            }
            None => page.single(builder, heading, field),
        }
    }
}

/// Writes contributors and the institutions below them.
fn people(builder: &mut Builder<'_>, page: &Page<'_>) {
    let affiliations = page.items(Heading::Affiliations);
    let links = links(page, &affiliations);
    if let Some(section) = page.section(Heading::Contributors) {
        builder.key(Symbol::CONTRIBUTORS, Origin::Node(section.key));
        builder.array(Origin::Node(section.list), |builder| {
            for person in page.tree.items(section.list) {
                contributor(builder, page, person, &links);
            }
        });
    }
    let Some(section) = page.section(Heading::Affiliations) else { return };
    builder.key(Symbol::AFFILIATIONS, Origin::Node(section.key));
    builder.array(Origin::Node(section.list), |builder| {
        for (number, affiliation) in affiliations.iter().enumerate() {
            builder.object(Origin::Node(*affiliation), |builder| {
                builder.member(Symbol::ID, Origin::None, &local_id(number));
                builder.key(Symbol::NAME, Origin::Node(*affiliation));
                builder.copy(*affiliation);
            });
        }
    });
}

fn local_id(number: usize) -> String {
    format!("a{}", number + 1)
}

/// Determines the institutions of each contributor: a bullet belongs to the name on the line above. If no bullet
/// directly follows a name, the page does not assign them, and all institutions apply to all contributors.
fn links(page: &Page<'_>, affiliations: &[NodeId]) -> HashMap<NodeId, Vec<usize>> {
    // Above this number, institutions are not assigned to all contributors.
    const MOST: usize = 1 << 14;
    let people = page.items(Heading::Contributors);
    let start = |node: NodeId| page.tree.span(node).start;
    let numbered = affiliations.iter().enumerate().map(|(number, node)| (*node, Some(number)));
    let mut all: Vec<(NodeId, Option<usize>)> = people.iter().map(|node| (*node, None)).chain(numbered).collect();
    all.sort_by_key(|(node, _)| start(*node));
    let mut found: HashMap<NodeId, Vec<usize>> = HashMap::new();
    let mut above: Option<NodeId> = None;
    let mut end = 0;
    for (node, number) in all {
        let between = page.tree.chunk().text.get(end as usize..start(node) as usize).unwrap_or_default();
        match number {
            None => above = Some(node),
            Some(number) => {
                above = above.filter(|_| between.lines().count() <= 2);
                if let Some(person) = above {
                    found.entry(person).or_default().push(number);
                }
            }
        }
        end = page.tree.span(node).end;
    }
    if found.is_empty() && people.len().saturating_mul(affiliations.len()) <= MOST {
        found.extend(people.iter().map(|person| (*person, (0..affiliations.len()).collect())));
    }
    found
}

fn contributor(builder: &mut Builder<'_>, page: &Page<'_>, person: NodeId, links: &HashMap<NodeId, Vec<usize>>) {
    let name = page.text(person);
    let (given, family) = name_parts(name);
    builder.object(Origin::Node(person), |builder| {
        builder.member(Symbol::ROLE, Origin::None, "author");
        for (symbol, range) in [(Symbol::GIVEN, given), (Symbol::FAMILY, family)] {
            let text = &name[range.clone()];
            if !text.is_empty() {
                builder.member(symbol, Origin::Part(person, range), text);
            }
        }
        if let Some(own) = links.get(&person).filter(|own| !own.is_empty()) {
            builder.key(Symbol::AFFILIATIONS, Origin::None);
            builder.array(Origin::None, |builder| {
                own.iter().for_each(|number| builder.text(Origin::None, &local_id(*number)));
            });
        }
    });
}

/// Words that belong to the name after them.
const PARTICLES: &[&str] =
    &["al", "da", "de", "della", "den", "der", "di", "dos", "du", "la", "le", "van", "von", "zu"];

/// Returns the ranges of the given and the family name in `Given Family` or `Family, Given`.
pub(super) fn name_parts(name: &str) -> (Range<usize>, Range<usize>) {
    let trimmed = |range: Range<usize>| {
        let text = &name[range.clone()];
        let start = range.start + text.len() - text.trim_start().len();
        start..start + text.trim().len()
    };
    if let Some(comma) = name.find(',') {
        return (trimmed(comma + 1..name.len()), trimmed(0..comma));
    }
    let words: Vec<usize> = name.split_whitespace().map(|word| word.as_ptr().addr() - name.as_ptr().addr()).collect();
    let Some(mut at) = words.len().checked_sub(1) else { return (0..0, 0..0) };
    while at > 1 && PARTICLES.contains(&trimmed_word(name, &words, at - 1)) {
        at -= 1;
    }
    (trimmed(0..words[at]), trimmed(words[at]..name.len()))
}

fn trimmed_word<'n>(name: &'n str, words: &[usize], number: usize) -> &'n str {
    name[words[number]..words.get(number + 1).copied().unwrap_or(name.len())].trim()
}

fn identifiers(builder: &mut Builder<'_>, page: &Page<'_>) {
    let (listed, own) = (page.section(Heading::Identifiers), page.section(Heading::YaddaIdentifier));
    let Some(section) = listed.or(own) else { return };
    builder.key(Symbol::IDENTIFIERS, Origin::Node(section.key));
    builder.array(Origin::Node(section.list), |builder| {
        for node in page.items(Heading::Identifiers) {
            identifier(builder, scheme(page.text(node)), Origin::Node(node), page.text(node));
        }
        if let Some(own) = own {
            let value = page.first(Heading::YaddaIdentifier);
            let text = value.map_or("", |value| page.text(value));
            identifier(builder, "yadda", Origin::Node(value.unwrap_or(own.list)), text);
        }
    });
}

fn identifier(builder: &mut Builder<'_>, scheme: &str, origin: Origin, value: &str) {
    builder.object(origin.clone(), |builder| {
        builder.member(Symbol::SCHEME, Origin::None, scheme);
        builder.member(Symbol::VALUE, origin, value);
    });
}

/// Determines the scheme. The page does not name it, but the values of different schemes cannot be confused.
fn scheme(value: &str) -> &'static str {
    let lower = value.to_ascii_lowercase();
    if lower.starts_with("10.") || lower.contains("doi.org/") || lower.starts_with("doi:") {
        "doi"
    } else if lower.starts_with("bwmeta1.") {
        "yadda"
    } else {
        "other"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_as_people_write_them() {
        let cases = [
            ("Anna Maria Dudzikowska", "Anna Maria", "Dudzikowska"),
            ("Dudzikowska, Anna", "Anna", "Dudzikowska"),
            ("Ludwig van der Berg", "Ludwig", "van der Berg"),
            ("Homer", "", "Homer"),
            ("", "", ""),
        ];
        for (name, given, family) in cases {
            let (first, last) = name_parts(name);
            assert_eq!((&name[first], &name[last]), (given, family), "{name}");
        }
    }
}
