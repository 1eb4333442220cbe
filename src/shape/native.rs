//! The native record format, with common shortcuts: a plain text for `{text, lang}`, a map of languages for a list.
//!
//! A record without shortcuts *is* its canonical tree; nothing is built for it.

use super::{Builder, Origin, Shape};
use crate::syntax::Syntax;
use crate::text::edit_distance;
use crate::tree::{Child, Kind, NodeId, Symbol, Tree};

pub(super) const SHAPE: Shape =
    Shape { id: "native", syntaxes: &[Syntax::Json, Syntax::Ndjson, Syntax::Yaml], detect, read, ..Shape::PLAIN };

/// Fields that no other JSON record format has under this name. With one of them, an object without a title is still a
/// record.
const DISTINCTIVE: &[Symbol] = &[
    Symbol::TITLE_VARIANTS,
    Symbol::ABSTRACTS,
    Symbol::CONTRIBUTORS,
    Symbol::PHYSICAL_DESCRIPTION,
    Symbol::ORDER_REFERENCE,
    Symbol::ARTICLE_NUMBER,
    Symbol::ISSUE_TITLE,
];

/// [`DISTINCTIVE`] by symbol.
const IS_DISTINCTIVE: [bool; Symbol::COUNT] = by_symbol(DISTINCTIVE);

/// The top-level names of a record (`schemas/record.schema.json`).
pub(super) const TOP_LEVEL: &[Symbol] = &[
    Symbol::ID,
    Symbol::STATUS,
    Symbol::TYPE,
    Symbol::LANGUAGES,
    Symbol::TITLE,
    Symbol::TITLE_VARIANTS,
    Symbol::ABSTRACTS,
    Symbol::KEYWORDS,
    Symbol::SUBJECTS,
    Symbol::JOURNAL,
    Symbol::YEAR,
    Symbol::ISSUE_TITLE,
    Symbol::ISSUE_YEAR,
    Symbol::DATES,
    Symbol::VOLUME,
    Symbol::ISSUE,
    Symbol::PAGES,
    Symbol::FIRST_PAGE,
    Symbol::LAST_PAGE,
    Symbol::ARTICLE_NUMBER,
    Symbol::PAGE_COUNT,
    Symbol::PHYSICAL_DESCRIPTION,
    Symbol::ORDER_REFERENCE,
    Symbol::POSITION,
    Symbol::CONTRIBUTORS,
    Symbol::ANONYMOUS,
    Symbol::AFFILIATIONS,
    Symbol::IDENTIFIERS,
    Symbol::LINKS,
    Symbol::RELATIONS,
    Symbol::REFERENCES,
    Symbol::LICENSES,
    Symbol::RIGHTS,
    Symbol::FUNDING,
];

/// [`TOP_LEVEL`] by symbol.
const IS_TOP_LEVEL: [bool; Symbol::COUNT] = by_symbol(TOP_LEVEL);

const fn by_symbol(symbols: &[Symbol]) -> [bool; Symbol::COUNT] {
    let mut found = [false; Symbol::COUNT];
    let mut at = 0;
    while at < symbols.len() {
        found[symbols[at].index()] = true;
        at += 1;
    }
    found
}

/// Names that identify other formats: CSL, Crossref, DataCite, schema.org, OpenAlex, JSON Schema, eLife, MARC-in-JSON,
/// npm.
const FOREIGN: &[&str] = &[
    "$schema",
    "@context",
    "@type",
    "DOI",
    "ISSN",
    "attributes",
    "author",
    "authorLine",
    "authors",
    "authorships",
    "citation-key",
    "competingInterests",
    "container",
    "container-title",
    "creator",
    "creators",
    "dependencies",
    "devDependencies",
    "display_name",
    "elocationId",
    "fields",
    "image",
    "impactStatement",
    "interviewee",
    "issued",
    "item",
    "leader",
    "message",
    "names",
    "peerDependencies",
    "properties",
    "scripts",
    "stage",
    "starts",
    "titles",
    "uri",
];

/// Whether the names of an object's members are those of a native record.
pub fn is_native(names: &[&str]) -> bool {
    are_native(names.iter().map(|name| (Symbol::of(name), || *name)))
}

/// Whether there is a name that only a record has, or a title and at most as many unknown names as known ones. A
/// misspelt name does not count as unknown.
fn are_native<'n>(names: impl Iterator<Item = (Symbol, impl Fn() -> &'n str)>) -> bool {
    let (mut is_titled, mut is_distinct) = (false, false);
    let (mut known, mut unknown) = (0, 0);
    let (mut has_name, mut has_version) = (false, false);
    for (symbol, name) in names {
        // Foreign names differ from known ones, so known names need not be compared.
        if symbol == Symbol::OTHER && FOREIGN.contains(&name()) {
            return false;
        }
        is_titled |= symbol == Symbol::TITLE;
        is_distinct |= IS_DISTINCTIVE[symbol.index()];
        if IS_TOP_LEVEL[symbol.index()] {
            known += 1;
        } else if !name().starts_with("x-") && !is_misspelt(name()) {
            unknown += 1;
            has_name |= name() == "name";
            has_version |= name() == "version";
        }
    }
    // A package of npm or another package manager also has contributors.
    let is_package = has_name && has_version && !is_titled;
    is_distinct && !is_package || is_titled && unknown <= known
}

/// Whether a name resembles a field of a record.
fn is_misspelt(name: &str) -> bool {
    TOP_LEVEL.iter().any(|symbol| {
        let known = symbol.name();
        known.len().abs_diff(name.len()) <= 2 && edit_distance(known, name, (known.len() / 3).min(2)).is_some()
    })
}

/// The members that distinguish a record from other formats, if all its names are those of a native record.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OwnNames {
    pub(super) title: Option<NodeId>,
    pub(super) own_type: Option<NodeId>,
    /// Whether they are sufficient.
    pub(super) are_native: bool,
}

impl OwnNames {
    /// Returns `None` if there is another name.
    pub(super) fn of(tree: Tree<'_>) -> Option<Self> {
        let mut found = Self::default();
        for child in tree.children(tree.root()) {
            let symbol = tree.symbol(child.key?);
            if !IS_TOP_LEVEL[symbol.index()] {
                return None;
            }
            found.are_native |= IS_DISTINCTIVE[symbol.index()];
            match symbol {
                Symbol::TITLE => found.title = Some(child.value),
                Symbol::TYPE => found.own_type = Some(child.value),
                _ => {}
            }
        }
        found.are_native |= found.title.is_some();
        Some(found)
    }
}

fn detect(tree: Tree<'_>) -> bool {
    let keys = tree.children(tree.root()).filter_map(|child| child.key);
    // A title that is a list is Crossref's.
    let listed_title = || tree.get(tree.root(), Symbol::TITLE).is_some_and(|title| tree.is_array(title.value));
    are_native(keys.map(|key| (tree.symbol(key), move || tree.key_name(key)))) && !listed_title()
}

fn read(builder: &mut Builder<'_>) -> bool {
    let source = builder.source();
    if !has_shortcuts(source) {
        return false;
    }
    let root = source.root();
    // Only one of several members with the same name is interpreted; the others are copied.
    let counting = |symbol: Symbol| source.get(root, symbol).map(|child| child.value);
    let (own_title, variants) = (counting(Symbol::TITLE), counting(Symbol::TITLE_VARIANTS));
    let titles = title_entries(source).unwrap_or_default();
    let more = titles.get(1..).unwrap_or_default();
    builder.object(Origin::Node(root), |builder| {
        for child in source.children(root) {
            let Some(key) = child.key else { continue };
            builder.copy_key(key);
            match source.symbol(key) {
                Symbol::TITLE => {
                    let first = titles.first().filter(|_| own_title == Some(child.value));
                    title(builder, child.value, first.copied());
                }
                Symbol::TITLE_VARIANTS => {
                    texts(builder, child.value, if variants == Some(child.value) { more } else { &[] });
                }
                Symbol::ABSTRACTS => texts(builder, child.value, &[]),
                Symbol::KEYWORDS => keywords(builder, child.value),
                Symbol::AFFILIATIONS => affiliations(builder, child.value),
                Symbol::JOURNAL => journal(builder, child.value),
                _ => builder.copy(child.value),
            }
        }
        if variants.is_none() && !more.is_empty() {
            builder.key(Symbol::TITLE_VARIANTS, Origin::None);
            builder.array(Origin::None, |builder| {
                more.iter().for_each(|(key, value)| entry(builder, *key, *value));
            });
        }
    });
    true
}

/// Whether anything in the record is not in canonical form.
fn has_shortcuts(tree: Tree<'_>) -> bool {
    let is_text = |node: NodeId| tree.kind(node) == Kind::String;
    let not_a_list_of_objects = |node: NodeId| tree.is_object(node) || tree.items(node).any(is_text);
    let has_other_texts = |object: NodeId, field: Symbol| {
        tree.get(object, field).is_some_and(|member| not_a_list_of_objects(member.value))
    };
    let root = tree.root();
    let takes_one = |child: Child| {
        let node = child.value;
        let symbol = child.key.map_or(Symbol::OTHER, |key| tree.symbol(key));
        match symbol {
            Symbol::TITLE => is_text(node) || title_entries(tree).is_some(),
            Symbol::TITLE_VARIANTS | Symbol::ABSTRACTS | Symbol::KEYWORDS => not_a_list_of_objects(node),
            Symbol::AFFILIATIONS => {
                not_a_list_of_objects(node) || tree.items(node).any(|item| has_other_texts(item, Symbol::VARIANTS))
            }
            Symbol::JOURNAL => has_other_texts(node, Symbol::TITLE_VARIANTS),
            _ => false,
        }
    };
    // Only one of several members with the same name is interpreted.
    if tree.has_duplicates(root) {
        return tree.effective_members(root).0.into_iter().any(takes_one);
    }
    tree.children(root).any(takes_one)
}

/// The members of a map of languages: key and value.
type Entries = Vec<(NodeId, NodeId)>;

/// Returns the titles of a record whose `title` is a map of languages, starting with the language of publication.
fn title_entries(tree: Tree<'_>) -> Option<Entries> {
    let title = tree.get(tree.root(), Symbol::TITLE)?.value;
    let mut entries = language_map(tree, title)?;
    let first = tree
        .get(tree.root(), Symbol::LANGUAGES)
        .and_then(|languages| tree.items(languages.value).next())
        .and_then(|language| tree.string(language));
    if let Some(at) = entries.iter().position(|(key, _)| Some(tree.key_name(*key)) == first) {
        let main = entries.remove(at);
        entries.insert(0, main);
    }
    Some(entries)
}

/// Returns the entries of an object that maps languages to values: its keys look like language codes, and none is
/// `text`.
fn language_map(tree: Tree<'_>, node: NodeId) -> Option<Entries> {
    let looks_like_code = |key: NodeId| {
        let primary = tree.key_name(key).split(['-', '_']).next().unwrap_or_default();
        (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    // Nearly every object fails this test at its first key.
    let mut keys = tree.children(node).map(|child| child.key).peekable();
    let is_map = keys.peek().is_some() && keys.all(|key| key.is_some_and(looks_like_code));
    is_map.then(|| tree.children(node).filter_map(|child| Some((child.key?, child.value))).collect())
}

/// Writes the title: the `first` of its entries if it is a map of languages.
fn title(builder: &mut Builder<'_>, node: NodeId, first: Option<(NodeId, NodeId)>) {
    match first {
        Some((key, value)) => entry(builder, key, value),
        None => text_object(builder, node),
    }
}

/// Writes `{text}` for a plain text; anything else is copied.
fn text_object(builder: &mut Builder<'_>, node: NodeId) {
    match builder.source().string(node) {
        Some(text) => builder.object(Origin::Node(node), |builder| {
            builder.member(Symbol::TEXT, Origin::Node(node), text);
        }),
        None => builder.copy(node),
    }
}

/// Writes `{text, lang}` for an entry of a map of languages.
fn entry(builder: &mut Builder<'_>, key: NodeId, value: NodeId) {
    let source = builder.source();
    builder.object(Origin::Node(value), |builder| {
        builder.key(Symbol::TEXT, Origin::Node(value));
        builder.copy(value);
        builder.member(Symbol::LANG, Origin::Node(key), source.key_name(key));
    });
}

/// Writes a list of `{text, lang}` from a list of plain texts, or from a map, and appends the entries in `more`.
fn texts(builder: &mut Builder<'_>, node: NodeId, more: &[(NodeId, NodeId)]) {
    let source = builder.source();
    let entries = language_map(source, node);
    builder.array(Origin::Node(node), |builder| {
        match entries {
            Some(entries) => entries.iter().for_each(|(key, value)| entry(builder, *key, *value)),
            None => source.items(node).for_each(|item| text_object(builder, item)),
        }
        more.iter().for_each(|(key, value)| entry(builder, *key, *value));
    });
}

/// Writes a list of `{lang, terms}` from a list of plain words, or from a map of lists.
fn keywords(builder: &mut Builder<'_>, node: NodeId) {
    let source = builder.source();
    if let Some(entries) = language_map(source, node) {
        builder.array(Origin::Node(node), |builder| {
            for (key, value) in entries {
                builder.object(Origin::Node(value), |builder| {
                    builder.member(Symbol::LANG, Origin::Node(key), source.key_name(key));
                    builder.key(Symbol::TERMS, Origin::Node(value));
                    terms(builder, value);
                });
            }
        });
        return;
    }
    let has_words = source.items(node).any(|item| source.kind(item) == Kind::String);
    if !has_words {
        return builder.copy(node);
    }
    builder.array(Origin::Node(node), |builder| {
        builder.object(Origin::Node(node), |builder| {
            builder.key(Symbol::TERMS, Origin::Node(node));
            builder.array(Origin::Node(node), |builder| {
                source.items(node).filter(|item| !source.is_object(*item)).for_each(|item| builder.copy(item));
            });
        });
        source.items(node).filter(|item| source.is_object(*item)).for_each(|item| builder.copy(item));
    });
}

/// Writes a list of terms from a list, or from one text.
fn terms(builder: &mut Builder<'_>, node: NodeId) {
    if builder.source().is_array(node) {
        return builder.copy(node);
    }
    builder.array(Origin::Node(node), |builder| builder.copy(node));
}

/// Writes a list of `{name}` from a list with plain texts; variants become lists, too.
fn affiliations(builder: &mut Builder<'_>, node: NodeId) {
    let source = builder.source();
    if !source.is_array(node) {
        return builder.copy(node);
    }
    builder.array(Origin::Node(node), |builder| {
        for item in source.items(node) {
            match source.string(item) {
                Some(name) => builder.object(Origin::Node(item), |builder| {
                    builder.member(Symbol::NAME, Origin::Node(item), name);
                }),
                None => with_texts(builder, item, Symbol::VARIANTS),
            }
        }
    });
}

fn journal(builder: &mut Builder<'_>, node: NodeId) {
    with_texts(builder, node, Symbol::TITLE_VARIANTS);
}

/// Copies an object, with the member `field` as a list of `{text, lang}`.
fn with_texts(builder: &mut Builder<'_>, node: NodeId, field: Symbol) {
    let source = builder.source();
    if !source.is_object(node) {
        return builder.copy(node);
    }
    builder.object(Origin::Node(node), |builder| {
        for child in source.children(node) {
            let Some(key) = child.key else { continue };
            builder.copy_key(key);
            if source.symbol(key) == field {
                texts(builder, child.value, &[]);
            } else {
                builder.copy(child.value);
            }
        }
    });
}
