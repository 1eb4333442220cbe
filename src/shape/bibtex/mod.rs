//! BibTeX and biblatex: one record per entry.
//!
//! Both are one format here, since files mix them: a field is read under either name. The fields are described in Oren
//! Patashnik's "BibTeXing" and the manual of biblatex; a few more come from the programs that write most files. Names,
//! dates and types have files of their own.
//!
//! An entry with `crossref` or `xdata` inherits missing fields from another entry, and `@xdata` and `@set` are not
//! works by themselves. Only one entry is visible at a time, so nothing is reported as missing in any of them. An entry
//! for a style rather than a work (`@control`) is not a record.

mod names;
mod parts;
mod types;

use super::fields::{self, issns, member, word};
use super::{Builder, Joined, Origin, Shape};
use crate::syntax::{Syntax, protected};
use crate::tree::{NodeId, Symbol, Tree};
use names::{Guarded, Name, names};
use std::ops::Range;

pub(super) const SHAPE: Shape = Shape {
    id: "bibtex",
    syntaxes: &[Syntax::Bibtex],
    detect,
    read,
    lacks: &[
        Symbol::AFFILIATIONS,
        Symbol::ANONYMOUS,
        Symbol::FUNDING,
        Symbol::ISSUE_YEAR,
        Symbol::LANG,
        Symbol::LICENSES,
        Symbol::ORDER_REFERENCE,
        Symbol::PHYSICAL_DESCRIPTION,
        Symbol::POSITION,
        Symbol::REFERENCES,
        Symbol::RELATIONS,
        Symbol::RIGHTS,
        Symbol::SUBJECTS,
    ],
    types: types::TYPES,
    is_tex: true,
    is_citation_format: true,
    writes: &[(Symbol::OTHER, Symbol::ISSUE, "number"), (Symbol::OTHER, Symbol::DOI, "doi")],
    ..Shape::PLAIN
};

fn detect(tree: Tree<'_>) -> bool {
    let kind = word(tree, tree.root(), "@type");
    kind.is_some_and(|kind| !types::CONTROL.contains(&kind))
}

/// Returns the first non-blank field of several with the same meaning; else an existing blank one.
fn first(tree: Tree<'_>, names: &[&str]) -> Option<NodeId> {
    let found = || names.iter().filter_map(|name| member(tree, tree.root(), name));
    let has_text = |node: &NodeId| tree.text(*node).is_some_and(|text| !text.trim().is_empty());
    found().find(has_text).or_else(|| found().next())
}

fn read(builder: &mut Builder<'_>) -> bool {
    let tree = builder.source();
    let root = tree.root();
    let kind = word(tree, root, "@type").unwrap_or_default();
    let is_heir = tree.children(root).any(|child| {
        let name = child.key.map_or("", |key| tree.key_name(key));
        matches!(name, "crossref" | "xdata") || tree.text(child.value).is_some_and(|text| text.starts_with("xdata="))
    });
    if is_heir || types::PARTS.contains(&kind) {
        builder.inherits();
    }
    if types::NAMELESS.contains(&kind) {
        builder.lacks(&[Symbol::CONTRIBUTORS]);
    }
    builder.object(Origin::Node(root), |builder| {
        for (name, field) in [("@key", Symbol::ID), ("@type", Symbol::TYPE)] {
            if let Some(node) = member(tree, root, name) {
                builder.text_from(field, node);
            }
        }
        languages(builder);
        titles(builder, kind);
        texts(builder, Symbol::ABSTRACTS, "abstract", &[]);
        keywords(builder);
        journal(builder, kind);
        parts::dates(builder);
        numbering(builder, kind);
        people(builder);
        parts::identifiers(builder);
        parts::link(builder);
    });
    true
}

/// Writes the languages, given in words or as a biblatex key (`langgerman`), several of them separated by `and`.
/// Without them, it writes the language of the hyphenation, which no fix may change: `ngerman` is correct there.
fn languages(builder: &mut Builder<'_>) {
    let tree = builder.source();
    if let Some(node) = member(tree, tree.root(), "language") {
        let text = tree.text(node).unwrap_or_default();
        builder.key_from(Symbol::LANGUAGES, node);
        builder.array(Origin::Node(node), |builder| {
            for range in between_and(text) {
                let is_key = |rest: &&str| types::language(rest).is_some();
                let range = match text[range.clone()].strip_prefix("lang").filter(is_key) {
                    Some(name) => range.end - name.len()..range.end,
                    None => range,
                };
                let name = &text[range.clone()];
                // Names used by babel and biblatex that are not names of languages elsewhere: `american`.
                match types::language(name) {
                    Some(code) => builder.text(Origin::None, code),
                    None => builder.text(Origin::Part(node, range), name),
                }
            }
        });
        return;
    }
    let Some(node) = first(tree, &["langid", "hyphenation"]) else { return };
    let Some(code) = tree.text(node).and_then(types::language) else { return };
    builder.key_from(Symbol::LANGUAGES, node);
    builder.array(Origin::Node(node), |builder| builder.text(Origin::None, code));
}

/// Returns the items of a list separated by `and`, as in biblatex.
fn between_and(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, character) in text.match_indices(" and ") {
        found.push(start..at);
        start = at + character.len();
    }
    found.push(start..text.len());
    found.retain(|range| !text[range.clone()].trim().is_empty());
    found
}

fn titles(builder: &mut Builder<'_>, kind: &str) {
    let tree = builder.source();
    let root = tree.root();
    if let Some(node) = member(tree, root, "title") {
        builder.key_from(Symbol::TITLE, node);
        builder.object(Origin::Node(node), |builder| {
            builder.text_from(Symbol::TEXT, node);
            let text = tree.text(node).unwrap_or_default();
            if (Guarded { text, protected: &protected(tree, node) }).is_whole(&(0..text.len())) {
                builder.protect();
            }
        });
    }
    let roles =
        [("subtitle", "subtitle"), ("origtitle", "original"), ("shorttitle", "short"), ("booktitle", "alternative")];
    // The title of a whole book in the field for the book that contains a part.
    let is_book = types::WHOLES.contains(&kind) && member(tree, root, "title").is_none();
    let roles = if is_book { &roles[..] } else { &roles[..3] };
    texts(builder, Symbol::TITLE_VARIANTS, "title", roles);
}

/// Writes a list of texts: the field `name` itself unless it is the title, the fields with a language code after the
/// name, as in `title_en`, and others, each with its role.
fn texts(builder: &mut Builder<'_>, field: Symbol, name: &str, roles: &[(&str, &'static str)]) {
    let tree = builder.source();
    let mut found: Vec<(NodeId, Option<&str>, Option<&str>)> = Vec::new();
    for child in tree.effective_members(tree.root()).0 {
        let Some(key) = child.key.map(|key| tree.key_name(key)) else { continue };
        let role = roles.iter().find(|(known, _)| *known == key).map(|(_, role)| *role);
        let lang =
            key.strip_prefix(name).and_then(|rest| rest.strip_prefix(['_', '-', ':'])).filter(|code| is_code(code));
        let is_main = field != Symbol::TITLE_VARIANTS && key == name;
        if role.is_some() || lang.is_some() || is_main {
            found.push((child.value, lang, role));
        }
    }
    let Some((start, ..)) = found.first().copied() else { return };
    builder.key_from(field, start);
    builder.array(Origin::Node(start), |builder| {
        for (node, lang, role) in found {
            builder.object(Origin::Node(node), |builder| {
                builder.text_from(Symbol::TEXT, node);
                if let Some(lang) = lang {
                    builder.member(Symbol::LANG, Origin::None, lang);
                }
                if let Some(role) = role {
                    builder.member(Symbol::ROLE, Origin::None, role);
                }
            });
        }
    });
}

fn is_code(text: &str) -> bool {
    matches!(text.len(), 2 | 3) && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Writes the keywords from one text. They are separated by semicolons; by commas if there are no semicolons or so many
/// commas that a semicolon is a typing error.
fn keywords(builder: &mut Builder<'_>) {
    let tree = builder.source();
    let Some(node) = first(tree, &["keywords", "keyword"]) else { return };
    let text = tree.text(node).unwrap_or_default();
    let mut protected = protected(tree, node);
    // Exports of the Web of Science have a second pair of braces around every value, including lists.
    if text.contains(';') {
        protected.retain(|range| *range != (0..text.len()));
    }
    let guarded = Guarded { text, protected: &protected };
    let is_semicolon = |at: usize, character: char| character == ';' && !fields::ends_entity(text, at);
    let mut pieces = guarded.pieces(is_semicolon);
    let commas = guarded.pieces(|_, character| character == ',').len();
    if pieces.len() < 2 || commas > 2 * pieces.len() {
        pieces = guarded.pieces(|at, character| character == ',' || is_semicolon(at, character));
    }
    builder.key_from(Symbol::KEYWORDS, node);
    builder.array(Origin::Node(node), |builder| {
        if pieces.is_empty() {
            return;
        }
        builder.object(Origin::Node(node), |builder| {
            builder.key_from(Symbol::TERMS, node);
            builder.array(Origin::Node(node), |builder| {
                for range in pieces {
                    let term = &text[range.clone()];
                    builder.text(Origin::Part(node, range), term);
                }
            });
        });
    });
}

/// Writes the journal, or the book that contains an entry. A whole book repeats its title as `booktitle` for entries
/// that inherit from it.
fn journal(builder: &mut Builder<'_>, kind: &str) {
    let tree = builder.source();
    let root = tree.root();
    let names = ["journaltitle", "journal", "booktitle"];
    let title = first(tree, if types::WHOLES.contains(&kind) { &names[..2] } else { &names });
    let subtitle = member(tree, root, "journalsubtitle").filter(|_| title.is_some());
    let abbreviation = member(tree, root, "shortjournal");
    // The institution of a thesis or a report. With a publisher present, it is that of a conference.
    let body = first(tree, &["school", "institution", "organization"]);
    let has_text = |node: &NodeId| tree.text(*node).is_some_and(|text| !text.trim().is_empty());
    let publisher = first(tree, &["publisher"]).or(body.filter(has_text));
    let is_of_biblatex = ["date", "journaltitle", "location"].iter().any(|name| member(tree, root, name).is_some());
    if is_of_biblatex && matches!(kind, "book" | "inbook" | "incollection") {
        builder.lacks(&[Symbol::PUBLISHER]);
    }
    let mut numbers = Vec::new();
    if let Some(node) = member(tree, root, "issn") {
        numbers.extend(issns(builder, node, None));
    }
    let start = title.or(abbreviation).or(publisher).or(numbers.first().map(|issn| issn.node));
    let Some(start) = start else { return };
    builder.key_from(Symbol::JOURNAL, start);
    builder.object(Origin::Node(start), |builder| {
        match (title, subtitle) {
            (Some(title), Some(subtitle)) => {
                let mut joined = Joined::default();
                for node in [title, subtitle] {
                    let text = tree.text(node).unwrap_or_default();
                    if !joined.parts.is_empty() {
                        joined.own(": ");
                    }
                    joined.part(node, 0..text.len(), text);
                }
                builder.joined(Symbol::TITLE, joined);
            }
            (Some(title), None) => builder.text_from(Symbol::TITLE, title),
            (None, _) => {}
        }
        for (field, node) in [(Symbol::ABBREVIATION, abbreviation), (Symbol::PUBLISHER, publisher)] {
            if let Some(node) = node {
                builder.text_from(field, node);
            }
        }
        fields::issn_object(builder, numbers);
    });
}

/// Writes volume, issue and pages. `number` is the issue of a journal; in other entries, it is the number of a report,
/// a patent or a volume of a series. `issue` is a word such as `Spring`.
fn numbering(builder: &mut Builder<'_>, kind: &str) {
    const IN_JOURNALS: [&str; 4] = ["article", "periodical", "review", "suppperiodical"];
    let tree = builder.source();
    let root = tree.root();
    let is_issue = IN_JOURNALS.contains(&kind) || first(tree, &["journal", "journaltitle"]).is_some();
    let number = member(tree, root, "number").filter(|_| is_issue);
    let fields = [
        (Symbol::VOLUME, member(tree, root, "volume")),
        (Symbol::ISSUE, number.or_else(|| member(tree, root, "issue"))),
        (Symbol::ISSUE_TITLE, member(tree, root, "issuetitle")),
        (Symbol::PAGES, member(tree, root, "pages")),
        (Symbol::ARTICLE_NUMBER, first(tree, &["eid", "articleno", "article-number"])),
    ];
    for (field, node) in fields {
        let Some(node) = node else { continue };
        if field == Symbol::PAGES && has_protected_hyphen(tree, node) {
            builder.lacks(&[Symbol::PAGES, Symbol::ARTICLE_NUMBER]);
            continue;
        }
        builder.text_from(field, node);
    }
    if let Some(node) = first(tree, &["pagetotal", "numpages"]) {
        builder.number_from(Symbol::PAGE_COUNT, node);
    }
}

/// Whether a page is in braces because its number has a hyphen: `{I-II}---{III-IV}`. Such pages are written on purpose
/// and are not parsed.
fn has_protected_hyphen(tree: Tree<'_>, node: NodeId) -> bool {
    let text = tree.text(node).unwrap_or_default();
    let is_part = |group: &Range<usize>| group.len() < text.trim().len();
    text.contains('-') && protected(tree, node).iter().any(|group| is_part(group) && text[group.clone()].contains('-'))
}

/// The lists of names, and the role of each.
const PEOPLE: &[(&str, &str)] = &[
    ("author", "author"),
    ("editor", "editor"),
    ("translator", "translator"),
    ("editora", "other"),
    ("editorb", "other"),
    ("editorc", "other"),
    ("annotator", "other"),
    ("commentator", "other"),
    ("introduction", "other"),
    ("foreword", "other"),
    ("afterword", "other"),
    ("holder", "other"),
];

fn people(builder: &mut Builder<'_>) {
    let tree = builder.source();
    let fields = PEOPLE.iter().filter_map(|(name, role)| Some((member(tree, tree.root(), name)?, *role)));
    let lists = fields.map(|(node, role)| {
        let text = tree.text(node).unwrap_or_default();
        let protected = protected(tree, node);
        let names = names(Guarded { text, protected: &protected });
        (node, role, protected, names)
    });
    // A non-blank list without names, such as `xdata=smith`, is reported elsewhere.
    let is_blank = |node: NodeId| tree.text(node).is_some_and(|text| text.trim().is_empty());
    let lists: Vec<_> = lists.filter(|(node, .., names)| !names.is_empty() || is_blank(*node)).collect();
    let Some((start, ..)) = lists.first() else { return };
    let start = *start;
    builder.key_from(Symbol::CONTRIBUTORS, start);
    builder.array(Origin::Node(start), |builder| {
        for (node, role, protected, names) in lists {
            let guarded = Guarded { text: tree.text(node).unwrap_or_default(), protected: &protected };
            names.into_iter().for_each(|name| contributor(builder, guarded, node, role, name));
        }
    });
}

fn contributor(builder: &mut Builder<'_>, guarded: Guarded<'_>, node: NodeId, role: &str, name: Name) {
    builder.object(Origin::Part(node, name.whole), |builder| {
        builder.member(Symbol::ROLE, Origin::None, role);
        let parts = [
            (Symbol::ORGANIZATION, name.organization),
            (Symbol::GIVEN, name.given),
            (Symbol::PARTICLE, name.particle),
            (Symbol::FAMILY, name.family),
            (Symbol::SUFFIX, name.suffix),
        ];
        for (field, range) in parts {
            if let Some(range) = range {
                let is_protected = guarded.is_whole(&range);
                builder.part_from(field, node, range);
                if is_protected {
                    builder.protect();
                }
            }
        }
    });
}
