//! A DataCite record in the form of its REST API and its JSON Schema (metadata kernel 4): the attributes, an object
//! with `attributes`, or a response with that object in `data`.
//!
//! Older programs write some lists as one object and some objects as plain texts; both are read.

use super::csl::languages;
use super::fields::{self, entries, grouped, inverted, issns, list, list_with, listed, member, word};
use super::institutions::institution;
use super::{Builder, Joined, Origin, Shape};
use crate::syntax::Syntax;
use crate::tree::{Kind, NodeId, Symbol, Tree};

pub(super) const SHAPE: Shape = Shape {
    id: "datacite",
    syntaxes: &[Syntax::Json, Syntax::Ndjson, Syntax::Yaml],
    detect: |tree| attributes(tree).is_some(),
    read,
    lacks: &[
        Symbol::ANONYMOUS,
        Symbol::ISSUE_TITLE,
        Symbol::ISSUE_YEAR,
        Symbol::ORDER_REFERENCE,
        Symbol::PAGE_COUNT,
        Symbol::PHYSICAL_DESCRIPTION,
        Symbol::POSITION,
        Symbol::STATUS,
    ],
    types: TYPES,
    markup: &[Symbol::ABSTRACTS],
    // A description may contain line breaks (Metadata Schema 4, property 17), and no other tag.
    tags: &["br"],
    codes: CODES,
    writes: &[
        (Symbol::TITLE, Symbol::LANG, "lang"),
        (Symbol::TITLE_VARIANTS, Symbol::LANG, "lang"),
        (Symbol::ABSTRACTS, Symbol::LANG, "lang"),
        (Symbol::CONTRIBUTORS, Symbol::GIVEN, "givenName"),
    ],
    ..Shape::PLAIN
};

/// The values of `resourceTypeGeneral` (DataCite Metadata Schema 4.6, appendix 1).
pub(super) const TYPES: &[(&str, &str)] = &[
    ("Audiovisual", "other"),
    ("Award", "other"),
    ("Book", "other"),
    ("BookChapter", "chapter"),
    ("Collection", "other"),
    ("ComputationalNotebook", "other"),
    ("ConferencePaper", "conference-paper"),
    ("ConferenceProceeding", "other"),
    ("DataPaper", "data-paper"),
    ("Dataset", "other"),
    ("Dissertation", "other"),
    ("Event", "other"),
    ("Image", "other"),
    ("Instrument", "other"),
    ("InteractiveResource", "other"),
    ("Journal", "other"),
    ("JournalArticle", "article"),
    ("Model", "other"),
    ("OutputManagementPlan", "other"),
    ("PeerReview", "other"),
    ("PhysicalObject", "other"),
    ("Preprint", "preprint"),
    ("Project", "other"),
    ("Report", "report"),
    ("Service", "other"),
    ("Software", "other"),
    ("Sound", "other"),
    ("Standard", "other"),
    ("StudyRegistration", "other"),
    ("Text", "other"),
    ("Workflow", "other"),
    ("Other", "other"),
];

/// Codes for unknown values (DataCite Metadata Schema 4, appendix 3).
pub(super) const CODES: &[&str] =
    &[":unac", ":unal", ":unap", ":unas", ":unav", ":unkn", ":none", ":null", ":tba", ":etal", "(:unav)", ":(unav)"];

/// Returns the object with the titles, if the tree is a DataCite record.
fn attributes(tree: Tree<'_>) -> Option<NodeId> {
    let root = tree.root();
    let data = member(tree, root, "data").filter(|data| tree.is_object(*data));
    let inner = member(tree, data.unwrap_or(root), "attributes").filter(|inner| tree.is_object(*inner));
    let found = inner.unwrap_or(root);
    is_record(tree, found).then_some(found)
}

/// Whether it has titles or creators that are objects, and a further name specific to DataCite. A record without a type
/// is detected by the other fields that DataCite requires.
fn is_record(tree: Tree<'_>, node: NodeId) -> bool {
    let has_items_with = |list: &str, name: &str| {
        listed(tree, node, list).first().is_some_and(|item| tree.get_named(*item, name).is_some())
    };
    let has = |name| tree.get_named(node, name).is_some();
    let has_types =
        member(tree, node, "types").is_some_and(|types| tree.get_named(types, "resourceTypeGeneral").is_some());
    let has_kernel = word(tree, node, "schemaVersion").is_some_and(|kernel| kernel.contains("datacite.org/schema"));
    let names = ["publicationYear", "relatedIdentifiers", "rightsList", "fundingReferences", "descriptions"];
    let is_titled = has_items_with("titles", "title") || has_items_with("creators", "name");
    let is_complete = has_items_with("titles", "title")
        && (has_items_with("creators", "name") || has_items_with("creators", "creatorName"))
        && has("publicationYear")
        && ["doi", "identifiers", "identifier"].into_iter().any(has);
    let is_format = is_complete || has_types || has_kernel || names.into_iter().filter(|name| has(name)).count() > 1;
    is_titled && is_format && !has("@context") && !has("titleVariants")
}

fn read(builder: &mut Builder<'_>) -> bool {
    let tree = builder.source();
    // A format set in the configuration is read without detection.
    let home = attributes(tree).unwrap_or(tree.root());
    builder.object(Origin::Node(home), |builder| {
        if let Some(node) = member(tree, home, "id") {
            builder.text_from(Symbol::ID, node);
        }
        let types = fields::object(builder, home, "types");
        if let Some(node) = types.and_then(|types| member(tree, types, "resourceTypeGeneral")) {
            builder.text_from(Symbol::TYPE, node);
        }
        if let Some(node) = member(tree, home, "language") {
            languages(builder, node);
        }
        titles(builder, home);
        abstracts(builder, home);
        subjects(builder, home);
        journal(builder, home);
        dates(builder, home);
        numbers(builder, home);
        people(builder, home);
        identifiers(builder, home);
        if let Some(node) = member(tree, home, "url") {
            list(builder, Symbol::LINKS, &[node], |builder, node| {
                builder.object(Origin::Node(node), |builder| builder.text_from(Symbol::URL, node));
            });
        }
        related(builder, home);
        rights(builder, home);
        funding(builder, home);
    });
    true
}

/// Writes the existing members of an object as members of another one.
fn members(builder: &mut Builder<'_>, object: NodeId, names: &[(&str, Symbol)]) {
    let tree = builder.source();
    for (name, field) in names {
        if let Some(node) = member(tree, object, name) {
            builder.text_from(*field, node);
        }
    }
}

fn titles(builder: &mut Builder<'_>, home: NodeId) {
    let tree = builder.source();
    let mut all = listed(tree, home, "titles");
    let is_main = |title: &NodeId| word(tree, *title, "titleType").is_none();
    let main = all.iter().position(is_main).or((!all.is_empty()).then_some(0)).map(|at| all.remove(at));
    if let Some(main) = main {
        let list = tree.ancestors(main).last().copied().filter(|list| tree.is_array(*list)).unwrap_or(main);
        builder.key_from(Symbol::TITLE, list);
        title(builder, main, false);
    }
    list(builder, Symbol::TITLE_VARIANTS, &all, |builder, node| title(builder, node, true));
}

fn title(builder: &mut Builder<'_>, node: NodeId, is_variant: bool) {
    let tree = builder.source();
    builder.object(Origin::Node(node), |builder| {
        if !tree.is_object(node) {
            return builder.text_from(Symbol::TEXT, node);
        }
        members(builder, node, &[("title", Symbol::TEXT), ("lang", Symbol::LANG)]);
        let role = match word(tree, node, "titleType") {
            Some("Subtitle") => "subtitle",
            Some("TranslatedTitle") | None => "translated",
            Some(_) => "alternative",
        };
        if is_variant {
            builder.member(Symbol::ROLE, Origin::None, role);
        }
    });
}

fn abstracts(builder: &mut Builder<'_>, home: NodeId) {
    let tree = builder.source();
    let is_abstract = |node: &NodeId| word(tree, *node, "descriptionType").is_none_or(|kind| kind == "Abstract");
    let found: Vec<NodeId> = listed(tree, home, "descriptions").into_iter().filter(is_abstract).collect();
    list(builder, Symbol::ABSTRACTS, &found, |builder, node| {
        builder.object(Origin::Node(node), |builder| {
            if !tree.is_object(node) {
                return builder.text_from(Symbol::TEXT, node);
            }
            members(builder, node, &[("description", Symbol::TEXT), ("lang", Symbol::LANG)]);
        });
    });
}

/// Writes subjects of a scheme, and keywords grouped by language.
fn subjects(builder: &mut Builder<'_>, home: NodeId) {
    let tree = builder.source();
    let all = listed(tree, home, "subjects");
    let (coded, free): (Vec<NodeId>, Vec<NodeId>) =
        all.into_iter().partition(|node| word(tree, *node, "subjectScheme").is_some());
    let groups = grouped(free, |node| word(tree, node, "lang")).into_iter().map(|(_, group)| group);
    let groups: Vec<(NodeId, Vec<NodeId>)> = groups.filter_map(|group| Some((*group.first()?, group))).collect();
    list_with(builder, Symbol::KEYWORDS, &groups, |builder, first, terms| {
        builder.object(Origin::Node(first), |builder| {
            members(builder, first, &[("lang", Symbol::LANG)]);
            list(builder, Symbol::TERMS, terms, |builder, node| {
                let subject = member(tree, node, "subject").unwrap_or(node);
                match tree.text(subject) {
                    Some(text) => builder.text(Origin::Node(subject), text),
                    None => builder.unmapped(subject, "text"),
                }
            });
        });
    });
    let names = [
        ("subjectScheme", Symbol::SCHEME),
        ("classificationCode", Symbol::CODE),
        ("subject", Symbol::TEXT),
        ("lang", Symbol::LANG),
    ];
    list(builder, Symbol::SUBJECTS, &coded, |builder, node| {
        builder.object(Origin::Node(node), |builder| members(builder, node, &names));
    });
}

/// Returns where the work was published: `container`, or the related item that contains it.
fn container(tree: Tree<'_>, home: NodeId) -> Option<NodeId> {
    let is_holder = |node: &NodeId| word(tree, *node, "relationType") == Some("IsPublishedIn");
    let own = member(tree, home, "container").filter(|node| tree.children(*node).next().is_some());
    own.or_else(|| listed(tree, home, "relatedItems").into_iter().find(is_holder))
}

fn journal(builder: &mut Builder<'_>, home: NodeId) {
    let tree = builder.source();
    let publisher = member(tree, home, "publisher");
    let publisher =
        publisher.and_then(|node| if tree.is_object(node) { member(tree, node, "name") } else { Some(node) });
    // An invalid container is reported here, once.
    fields::object(builder, home, "container");
    let holder = container(tree, home);
    let title = holder.and_then(|holder| {
        let listed = listed(tree, holder, "titles").first().and_then(|title| member(tree, *title, "title"));
        member(tree, holder, "title").or(listed)
    });
    let is_issn = |kind: Option<&str>| kind.is_some_and(|kind| matches!(kind, "ISSN" | "EISSN" | "LISSN"));
    let number = holder.and_then(|holder| {
        let own = member(tree, holder, "identifier").filter(|_| is_issn(word(tree, holder, "identifierType")));
        let item = member(tree, holder, "relatedItemIdentifier");
        let kind = item.and_then(|item| word(tree, item, "relatedItemIdentifierType"));
        own.or_else(|| member(tree, item?, "relatedItemIdentifier").filter(|_| is_issn(kind)))
    });
    let Some(first) = holder.or(publisher) else { return };
    builder.key_from(Symbol::JOURNAL, first);
    builder.object(Origin::Node(first), |builder| {
        for (field, node) in [(Symbol::TITLE, title), (Symbol::PUBLISHER, publisher)] {
            if let Some(node) = node {
                builder.text_from(field, node);
            }
        }
        let numbers = number.map(|node| issns(builder, node, None)).unwrap_or_default();
        fields::issn_object(builder, numbers);
    });
}

fn numbers(builder: &mut Builder<'_>, home: NodeId) {
    let tree = builder.source();
    let Some(holder) = container(tree, home) else { return };
    for (name, field) in [("volume", Symbol::VOLUME), ("issue", Symbol::ISSUE)] {
        if let Some(node) = member(tree, holder, name) {
            builder.scalar_from(field, node);
        }
    }
    let mut pages = Joined::default();
    for (name, field) in [("firstPage", Symbol::FIRST_PAGE), ("lastPage", Symbol::LAST_PAGE)] {
        let Some(node) = member(tree, holder, name) else { continue };
        builder.scalar_from(field, node);
        let Some(text) = tree.text(node).filter(|text| !text.trim().is_empty()) else { continue };
        if !pages.text.is_empty() {
            pages.own("-");
        }
        pages.part(node, 0..text.len(), text);
    }
    builder.joined(Symbol::PAGES, pages);
}

fn dates(builder: &mut Builder<'_>, home: NodeId) {
    const KINDS: [(&str, Symbol); 3] =
        [("Submitted", Symbol::RECEIVED), ("Accepted", Symbol::ACCEPTED), ("Issued", Symbol::PUBLISHED)];
    let tree = builder.source();
    if let Some(node) = member(tree, home, "publicationYear") {
        builder.scalar_from(Symbol::YEAR, node);
    }
    let all = entries(builder, home, "dates", Symbol::DATES);
    let of = |kind: &str| {
        let found = all.iter().find(|date| word(tree, **date, "dateType") == Some(kind))?;
        member(tree, *found, "date")
    };
    let found: Vec<(NodeId, Symbol)> = KINDS.iter().filter_map(|(kind, field)| Some((of(kind)?, *field))).collect();
    let Some(origin) = member(tree, home, "dates").filter(|_| !found.is_empty()) else { return };
    builder.key_from(Symbol::DATES, origin);
    builder.object(Origin::Node(origin), |builder| {
        found.into_iter().for_each(|(node, field)| builder.text_from(field, node));
    });
}

fn people(builder: &mut Builder<'_>, home: NodeId) {
    let tree = builder.source();
    let creators = listed(tree, home, "creators").into_iter().map(|node| (node, "author"));
    let others = listed(tree, home, "contributors").into_iter().map(|node| (node, role(tree, node)));
    let found: Vec<(NodeId, &str)> = creators.chain(others).collect();
    list_with(builder, Symbol::CONTRIBUTORS, &found, |builder, person, role| {
        builder.object(Origin::Node(person), |builder| {
            builder.member(Symbol::ROLE, Origin::None, role);
            if tree.is_object(person) {
                contributor(builder, person);
            } else {
                builder.text_from(Symbol::ORGANIZATION, person);
            }
        });
    });
}

fn role(tree: Tree<'_>, node: NodeId) -> &'static str {
    role_of(word(tree, node, "contributorType").unwrap_or_default())
}

/// Returns the role of a contributor by its `contributorType`.
pub(super) fn role_of(own: &str) -> &'static str {
    match own {
        "Editor" => "editor",
        "Translator" => "translator",
        _ => "other",
    }
}

fn contributor(builder: &mut Builder<'_>, person: NodeId) {
    let tree = builder.source();
    let (given, family) = (member(tree, person, "givenName"), member(tree, person, "familyName"));
    let name = member(tree, person, "name");
    let kind = word(tree, person, "nameType").or_else(|| word(tree, person, "type"));
    let is_person = matches!(kind, Some("Personal" | "Person"));
    let is_institution = matches!(kind, Some("Organizational" | "Organization"));
    // Only people have an ORCID iD.
    let is_person = is_person || !is_institution && has_orcid(tree, person);
    if given.or(family).is_some() && !is_institution {
        members(builder, person, &[("givenName", Symbol::GIVEN), ("familyName", Symbol::FAMILY)]);
    } else if let Some(node) = name {
        // Without a declared type, a name with institution words is an institution.
        let is_institution_name = |text: &str| is_institution || !is_person && institution(text, true).is_some();
        let parts = tree.string(node).filter(|text| !is_institution_name(text)).and_then(inverted);
        match parts {
            Some((given, family)) => {
                builder.part_from(Symbol::GIVEN, node, given);
                builder.part_from(Symbol::FAMILY, node, family);
            }
            None => builder.text_from(if is_person { Symbol::FAMILY } else { Symbol::ORGANIZATION }, node),
        }
    }
    name_identifiers(builder, person);
    let affiliations = listed(tree, person, "affiliation");
    list(builder, Symbol::AFFILIATIONS, &affiliations, |builder, node| {
        builder.object(Origin::Node(node), |builder| {
            if !tree.is_object(node) {
                return builder.text_from(Symbol::NAME, node);
            }
            members(builder, node, &[("name", Symbol::NAME)]);
            let is_ror =
                word(tree, node, "affiliationIdentifierScheme").is_some_and(|own| own.eq_ignore_ascii_case("ror"));
            if is_ror {
                members(builder, node, &[("affiliationIdentifier", Symbol::ROR)]);
            } else if is_isni(tree, node, "affiliationIdentifierScheme") {
                members(builder, node, &[("affiliationIdentifier", Symbol::X_ISNI)]);
            }
        });
    });
}

/// Whether a creator or a contributor has an ORCID iD.
fn has_orcid(tree: Tree<'_>, person: NodeId) -> bool {
    let has_text = |id| word(tree, id, "nameIdentifier").is_some_and(|number| !number.trim().is_empty());
    listed(tree, person, "nameIdentifiers")
        .into_iter()
        .any(|id| tree.is_object(id) && is_orcid(tree, id) && has_text(id))
}

fn is_orcid(tree: Tree<'_>, id: NodeId) -> bool {
    word(tree, id, "nameIdentifierScheme").is_some_and(|scheme| scheme.eq_ignore_ascii_case("orcid"))
}

/// Whether a member declares that an identifier is an ISNI.
fn is_isni(tree: Tree<'_>, node: NodeId, name: &str) -> bool {
    word(tree, node, name).is_some_and(|own| own.trim().eq_ignore_ascii_case("isni"))
}

/// Writes the identifiers of a person; the first ORCID iD has a field of its own.
fn name_identifiers(builder: &mut Builder<'_>, person: NodeId) {
    let tree = builder.source();
    let mut all = entries(builder, person, "nameIdentifiers", Symbol::IDENTIFIERS);
    all.retain(|node| member(tree, *node, "nameIdentifier").is_some());
    if let Some(at) = all.iter().position(|id| is_orcid(tree, *id)) {
        members(builder, all.remove(at), &[("nameIdentifier", Symbol::ORCID)]);
    }
    list(builder, Symbol::IDENTIFIERS, &all, |builder, node| {
        builder.object(Origin::Node(node), |builder| {
            members(builder, node, &[("nameIdentifierScheme", Symbol::SCHEME), ("nameIdentifier", Symbol::VALUE)]);
        });
    });
}

/// Writes the DOI and other identifiers. In older records the DOI is repeated among them.
fn identifiers(builder: &mut Builder<'_>, home: NodeId) {
    let tree = builder.source();
    let doi = member(tree, home, "doi");
    let is_doi =
        |node: &NodeId| word(tree, *node, "identifierType").is_some_and(|kind| kind.eq_ignore_ascii_case("doi"));
    let mut others = entries(builder, home, "identifiers", Symbol::IDENTIFIERS);
    others.retain(|node| !(doi.is_some() && is_doi(node)));
    let Some(first) = doi.or(others.first().copied()) else { return };
    builder.key_from(Symbol::IDENTIFIERS, first);
    builder.array(Origin::Node(first), |builder| {
        if let Some(doi) = doi {
            fields::identifier(builder, "doi", doi, None);
        }
        for node in others {
            builder.object(Origin::Node(node), |builder| {
                if is_doi(&node) {
                    builder.member(Symbol::SCHEME, Origin::None, "doi");
                    members(builder, node, &[("identifier", Symbol::VALUE)]);
                } else {
                    members(builder, node, &[("identifierType", Symbol::SCHEME), ("identifier", Symbol::VALUE)]);
                }
            });
        }
    });
}

/// Writes references and other relations.
fn related(builder: &mut Builder<'_>, home: NodeId) {
    let tree = builder.source();
    let all = entries(builder, home, "relatedIdentifiers", Symbol::RELATIONS);
    let kind = |node: &NodeId| word(tree, *node, "relationType").unwrap_or_default();
    let (cited, others): (Vec<NodeId>, Vec<NodeId>) =
        all.into_iter().partition(|node| matches!(kind(node), "References" | "Cites"));
    list(builder, Symbol::RELATIONS, &others, |builder, node| {
        builder.object(Origin::Node(node), |builder| {
            if let Some(own) = member(tree, node, "relationType").filter(|own| tree.kind(*own) == Kind::String) {
                let text = relation(tree.string(own).unwrap_or_default());
                builder.key_from(Symbol::TYPE, own);
                builder.text(Origin::Node(own), &text);
            }
            members(builder, node, &[("relatedIdentifierType", Symbol::SCHEME), ("relatedIdentifier", Symbol::VALUE)]);
        });
    });
    list(builder, Symbol::REFERENCES, &cited, |builder, node| {
        let is_doi = word(tree, node, "relatedIdentifierType").is_some_and(|kind| kind.eq_ignore_ascii_case("doi"));
        let field = if is_doi { Symbol::DOI } else { Symbol::TEXT };
        builder.object(Origin::Node(node), |builder| members(builder, node, &[("relatedIdentifier", field)]));
    });
}

/// Returns the native word for a relation: `isPartOf` for `IsPartOf`.
pub(super) fn relation(own: &str) -> String {
    match own {
        "Reviews" => "reviews".to_owned(),
        _ => own
            .chars()
            .enumerate()
            .map(|(at, character)| if at == 0 { character.to_ascii_lowercase() } else { character })
            .collect(),
    }
}

/// Writes rights. Licences have an address; others describe access to the text.
fn rights(builder: &mut Builder<'_>, home: NodeId) {
    let tree = builder.source();
    let (licensed, others): (Vec<NodeId>, Vec<NodeId>) = entries(builder, home, "rightsList", Symbol::LICENSES)
        .into_iter()
        .partition(|node| member(tree, *node, "rightsUri").is_some());
    list(builder, Symbol::LICENSES, &licensed, |builder, node| {
        builder.object(Origin::Node(node), |builder| {
            members(builder, node, &[("rightsUri", Symbol::URL), ("lang", Symbol::LANG)]);
        });
    });
    let open = others
        .into_iter()
        .find(|node| word(tree, *node, "rights").is_some_and(|text| text.to_ascii_lowercase().starts_with("open")));
    if let Some(node) = open.filter(|_| licensed.is_empty()) {
        builder.key_from(Symbol::RIGHTS, node);
        builder.object(Origin::Node(node), |builder| members(builder, node, &[("rights", Symbol::ACCESS)]));
    }
}

fn funding(builder: &mut Builder<'_>, home: NodeId) {
    let grants = entries(builder, home, "fundingReferences", Symbol::FUNDING);
    list(builder, Symbol::FUNDING, &grants, |builder, node| {
        let is_isni = is_isni(builder.source(), node, "funderIdentifierType");
        let id = if is_isni { Symbol::X_ISNI } else { Symbol::FUNDER_ID };
        let names = [("funderName", Symbol::FUNDER), ("funderIdentifier", id), ("awardNumber", Symbol::AWARD)];
        builder.object(Origin::Node(node), |builder| members(builder, node, &names));
    });
}
