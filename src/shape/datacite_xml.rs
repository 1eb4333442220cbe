//! A DataCite record in XML (metadata kernels 2.2 to 4.6): `resource`, alone or from OAI-PMH.
//!
//! It has the same content as the JSON form, with the same words for types, roles and relations; see
//! [`super::datacite`].

use super::datacite::{CODES, TYPES, relation, role_of};
use super::fields::{self, grouped, inverted, list};
use super::institutions::institution;
use super::xml::{self, Reading, all, attribute, attribute_from, attribute_text, first, text_from, text_object, word};
use super::{Builder, Origin, Shape, Unread};
use crate::syntax::Syntax;
use crate::tree::{NodeId, Symbol, Tree};

pub(super) const SHAPE: Shape = Shape {
    id: "datacite-xml",
    syntaxes: &[Syntax::Xml],
    detect: |tree| resource(tree).is_some(),
    read,
    lacks: &[
        Symbol::ANONYMOUS,
        Symbol::ARTICLE_NUMBER,
        Symbol::ID,
        Symbol::ISSUE_TITLE,
        Symbol::ISSUE_YEAR,
        Symbol::LINKS,
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
        (Symbol::TITLE, Symbol::LANG, "@xml:lang"),
        (Symbol::TITLE_VARIANTS, Symbol::LANG, "@xml:lang"),
        (Symbol::ABSTRACTS, Symbol::LANG, "@xml:lang"),
    ],
    unread: Unread::Elements,
    ..Shape::PLAIN
};

/// The attribute with the language of a text.
const LANGUAGE: &str = "xml:lang";

/// The path of the resource in an OAI-PMH record.
const PLACES: &[&[&str]] = &[&["metadata", "oai_datacite", "payload", "resource"], &["metadata", "resource"]];

/// Returns the resource, if the tree is one: it has an identifier with a type, or list names that no other format has.
fn resource(tree: Tree<'_>) -> Option<NodeId> {
    let (name, record) = xml::record(tree)?;
    let found = match name {
        "resource" => record,
        "record" => PLACES.iter().find_map(|path| xml::at(tree, record, path))?,
        _ => return None,
    };
    let is_identified =
        first(tree, found, "identifier").is_some_and(|id| attribute(tree, id, "identifierType").is_some());
    let has = |name| first(tree, found, name).is_some();
    (is_identified || has("publicationYear") && (has("creators") || has("titles"))).then_some(found)
}

fn read(builder: &mut Builder<'_>) -> bool {
    let tree = builder.source();
    // A format set in the configuration is read without detection.
    let Some(home) = resource(tree).or_else(|| Some(xml::record(tree)?.1)) else { return false };
    builder.object(Origin::Node(home), |builder| {
        if let Some(kind) = first(tree, home, "resourceType") {
            attribute_from(builder, Symbol::TYPE, kind, "resourceTypeGeneral");
        }
        let languages: Vec<NodeId> = all(tree, home, "language").collect();
        list(builder, Symbol::LANGUAGES, &languages, |builder, element| xml::text(builder, element, Reading::LINE));
        titles(builder, home);
        let is_abstract = |own: &NodeId| matches!(attribute_text(tree, *own, "descriptionType"), "" | "Abstract");
        let abstracts: Vec<NodeId> = listed(tree, home, "descriptions", "description").filter(is_abstract).collect();
        list(builder, Symbol::ABSTRACTS, &abstracts, |builder, element| {
            text_object(builder, element, LANGUAGE, None, Reading::PROSE);
        });
        subjects(builder, home);
        container(builder, home);
        dates(builder, home);
        people(builder, home);
        identifiers(builder, home);
        related(builder, home);
        rights(builder, home);
        funding(builder, home);
    });
    true
}

/// Returns the elements of a list.
fn listed<'a>(tree: Tree<'a>, home: NodeId, around: &'a str, name: &'a str) -> impl Iterator<Item = NodeId> + use<'a> {
    all(tree, home, around).flat_map(move |around| all(tree, around, name))
}

/// Writes the existing child elements as members of an object.
fn members(builder: &mut Builder<'_>, element: NodeId, names: &[(&str, Symbol)]) {
    let tree = builder.source();
    for (name, field) in names {
        if let Some(found) = first(tree, element, name) {
            text_from(builder, *field, found, Reading::LINE);
        }
    }
}

/// Whether an institution has a text as its name. It may have only an identifier, in an attribute.
fn is_named(tree: Tree<'_>, element: NodeId, identifier: &str) -> bool {
    !word(tree, element).is_empty() || attribute_text(tree, element, identifier).is_empty()
}

/// Writes titles. The title without a type is the main one.
fn titles(builder: &mut Builder<'_>, home: NodeId) {
    let tree = builder.source();
    let mut found: Vec<NodeId> = listed(tree, home, "titles", "title").collect();
    let is_main = |title: &NodeId| attribute(tree, *title, "titleType").is_none();
    let main = found.iter().position(is_main).or((!found.is_empty()).then_some(0)).map(|at| found.remove(at));
    if let Some(main) = main {
        builder.key_from(Symbol::TITLE, main);
        text_object(builder, main, LANGUAGE, None, Reading::LINE);
    }
    list(builder, Symbol::TITLE_VARIANTS, &found, |builder, title| {
        let role = match attribute_text(tree, title, "titleType") {
            "Subtitle" => "subtitle",
            "TranslatedTitle" | "" => "translated",
            _ => "alternative",
        };
        text_object(builder, title, LANGUAGE, Some(role), Reading::LINE);
    });
}

/// Writes subjects of a scheme, and keywords grouped by language.
fn subjects(builder: &mut Builder<'_>, home: NodeId) {
    let tree = builder.source();
    let is_coded = |own: &NodeId| attribute(tree, *own, "subjectScheme").is_some();
    let (coded, free): (Vec<NodeId>, Vec<NodeId>) = listed(tree, home, "subjects", "subject").partition(is_coded);
    let groups = grouped(free, |element| attribute_text(tree, element, LANGUAGE));
    let firsts: Vec<NodeId> = groups.iter().filter_map(|(_, group)| group.first().copied()).collect();
    let mut words = groups.iter().map(|(_, group)| group);
    list(builder, Symbol::KEYWORDS, &firsts, |builder, first| {
        builder.object(Origin::Node(first), |builder| {
            attribute_from(builder, Symbol::LANG, first, LANGUAGE);
            let terms = words.next().map(Vec::as_slice).unwrap_or_default();
            list(builder, Symbol::TERMS, terms, |builder, element| xml::text(builder, element, Reading::LINE));
        });
    });
    list(builder, Symbol::SUBJECTS, &coded, |builder, element| {
        builder.object(Origin::Node(element), |builder| {
            attribute_from(builder, Symbol::SCHEME, element, "subjectScheme");
            attribute_from(builder, Symbol::CODE, element, "classificationCode");
            text_from(builder, Symbol::TEXT, element, Reading::LINE);
            attribute_from(builder, Symbol::LANG, element, LANGUAGE);
        });
    });
}

/// Writes the publication: publisher, journal, volume, issue and pages.
fn container(builder: &mut Builder<'_>, home: NodeId) {
    let tree = builder.source();
    let publisher = first(tree, home, "publisher").filter(|own| is_named(tree, *own, "publisherIdentifier"));
    let is_holder = |item: &NodeId| attribute_text(tree, *item, "relationType") == "IsPublishedIn";
    let holder = listed(tree, home, "relatedItems", "relatedItem").find(is_holder);
    let title = holder.and_then(|holder| xml::at(tree, holder, &["titles", "title"]));
    let is_issn =
        |id: &NodeId| matches!(attribute_text(tree, *id, "relatedItemIdentifierType"), "ISSN" | "EISSN" | "LISSN");
    let number = holder.and_then(|holder| first(tree, holder, "relatedItemIdentifier")).filter(is_issn);
    if let Some(origin) = title.or(publisher).or(number) {
        builder.key_from(Symbol::JOURNAL, origin);
        builder.object(Origin::Node(origin), |builder| {
            for (field, element) in [(Symbol::TITLE, title), (Symbol::PUBLISHER, publisher)] {
                if let Some(element) = element {
                    text_from(builder, field, element, Reading::LINE);
                }
            }
            let numbers = number.and_then(|number| xml::issn(tree, number, None)).into_iter().collect();
            fields::issn_object(builder, numbers);
        });
    }
    let Some(holder) = holder else { return };
    members(builder, holder, &[("volume", Symbol::VOLUME), ("issue", Symbol::ISSUE)]);
    xml::pages(builder, first(tree, holder, "firstPage"), first(tree, holder, "lastPage"));
}

fn dates(builder: &mut Builder<'_>, home: NodeId) {
    const KINDS: [(&str, Symbol); 3] =
        [("Submitted", Symbol::RECEIVED), ("Accepted", Symbol::ACCEPTED), ("Issued", Symbol::PUBLISHED)];
    let tree = builder.source();
    members(builder, home, &[("publicationYear", Symbol::YEAR)]);
    let of = |kind| listed(tree, home, "dates", "date").find(|date| attribute_text(tree, *date, "dateType") == kind);
    let found: Vec<(NodeId, Symbol)> = KINDS.iter().filter_map(|(kind, field)| Some((of(*kind)?, *field))).collect();
    let Some((origin, _)) = found.first().copied() else { return };
    builder.key_from(Symbol::DATES, origin);
    builder.object(Origin::Node(origin), |builder| {
        found.into_iter().for_each(|(date, field)| text_from(builder, field, date, Reading::LINE));
    });
}

fn people(builder: &mut Builder<'_>, home: NodeId) {
    let tree = builder.source();
    let creators = listed(tree, home, "creators", "creator").map(|person| (person, "author"));
    let others = listed(tree, home, "contributors", "contributor")
        .map(|person| (person, role_of(attribute_text(tree, person, "contributorType"))));
    let found: Vec<(NodeId, &str)> = creators.chain(others).collect();
    let Some((origin, _)) = found.first().copied() else { return };
    builder.key_from(Symbol::CONTRIBUTORS, origin);
    builder.array(Origin::Node(origin), |builder| {
        for (person, role) in found {
            builder.object(Origin::Node(person), |builder| {
                builder.member(Symbol::ROLE, Origin::None, role);
                contributor(builder, person);
            });
        }
    });
}

fn contributor(builder: &mut Builder<'_>, person: NodeId) {
    let tree = builder.source();
    let name = first(tree, person, "creatorName").or_else(|| first(tree, person, "contributorName"));
    let kind = name.map_or("", |name| attribute_text(tree, name, "nameType"));
    let has_parts = ["givenName", "familyName"].into_iter().any(|part| first(tree, person, part).is_some());
    if has_parts && kind != "Organizational" {
        members(builder, person, &[("givenName", Symbol::GIVEN), ("familyName", Symbol::FAMILY)]);
    } else if let Some(name) = name {
        let words = xml::words(tree, name, Reading::LINE);
        // Without a declared type, a name with institution words is an institution.
        let is_institution_name =
            kind == "Organizational" || kind != "Personal" && institution(&words.text, true).is_some();
        let parts = inverted(&words.text).filter(|_| !is_institution_name);
        match (words.parts.as_slice(), parts) {
            ([only], Some((given, family))) => {
                let of = |range: std::ops::Range<usize>| only.from.start + range.start..only.from.start + range.end;
                builder.part_from(Symbol::GIVEN, only.node, of(given));
                builder.part_from(Symbol::FAMILY, only.node, of(family));
            }
            // Only people have an ORCID iD.
            _ if kind == "Personal" || kind.is_empty() && has_orcid(tree, person) => {
                text_from(builder, Symbol::FAMILY, name, Reading::LINE);
            }
            _ => text_from(builder, Symbol::ORGANIZATION, name, Reading::LINE),
        }
    }
    let mut ids: Vec<NodeId> = all(tree, person, "nameIdentifier").collect();
    if let Some(at) = ids.iter().position(|id| is_orcid(tree, *id)) {
        text_from(builder, Symbol::ORCID, ids.remove(at), Reading::LINE);
    }
    list(builder, Symbol::IDENTIFIERS, &ids, |builder, id| scheme_and_value(builder, id, "nameIdentifierScheme"));
    let affiliations: Vec<NodeId> = all(tree, person, "affiliation").collect();
    list(builder, Symbol::AFFILIATIONS, &affiliations, |builder, element| {
        builder.object(Origin::Node(element), |builder| {
            if is_named(tree, element, "affiliationIdentifier") {
                text_from(builder, Symbol::NAME, element, Reading::LINE);
            }
            if attribute_text(tree, element, "affiliationIdentifierScheme").eq_ignore_ascii_case("ror") {
                attribute_from(builder, Symbol::ROR, element, "affiliationIdentifier");
            } else if is_isni(tree, element, "affiliationIdentifierScheme") {
                attribute_from(builder, Symbol::X_ISNI, element, "affiliationIdentifier");
            }
        });
    });
}

/// Whether an attribute declares that an identifier is an ISNI.
fn is_isni(tree: Tree<'_>, element: NodeId, name: &str) -> bool {
    attribute_text(tree, element, name).eq_ignore_ascii_case("isni")
}

fn is_orcid(tree: Tree<'_>, id: NodeId) -> bool {
    attribute_text(tree, id, "nameIdentifierScheme").eq_ignore_ascii_case("orcid")
}

/// Whether a creator or a contributor has an ORCID iD.
fn has_orcid(tree: Tree<'_>, person: NodeId) -> bool {
    all(tree, person, "nameIdentifier").any(|id| is_orcid(tree, id) && !word(tree, id).is_empty())
}

/// Writes `{scheme, value}`; the scheme comes from an attribute.
fn scheme_and_value(builder: &mut Builder<'_>, element: NodeId, scheme: &str) {
    builder.object(Origin::Node(element), |builder| {
        attribute_from(builder, Symbol::SCHEME, element, scheme);
        text_from(builder, Symbol::VALUE, element, Reading::LINE);
    });
}

/// Writes the DOI and other identifiers. The DOI may be repeated among them.
fn identifiers(builder: &mut Builder<'_>, home: NodeId) {
    const KIND: &str = "alternateIdentifierType";
    let tree = builder.source();
    let own = first(tree, home, "identifier");
    let others = listed(tree, home, "alternateIdentifiers", "alternateIdentifier");
    let others: Vec<NodeId> =
        others.filter(|id| !attribute_text(tree, *id, KIND).eq_ignore_ascii_case("doi")).collect();
    let Some(origin) = own.or(others.first().copied()) else { return };
    builder.key_from(Symbol::IDENTIFIERS, origin);
    builder.array(Origin::Node(origin), |builder| {
        if let Some(own) = own {
            scheme_and_value(builder, own, "identifierType");
        }
        others.into_iter().for_each(|id| scheme_and_value(builder, id, KIND));
    });
}

/// Writes references and other relations.
fn related(builder: &mut Builder<'_>, home: NodeId) {
    let tree = builder.source();
    let kind = |element: &NodeId| attribute_text(tree, *element, "relationType");
    let (cited, others): (Vec<NodeId>, Vec<NodeId>) = listed(tree, home, "relatedIdentifiers", "relatedIdentifier")
        .partition(|element| matches!(kind(element), "References" | "Cites"));
    list(builder, Symbol::RELATIONS, &others, |builder, element| {
        builder.object(Origin::Node(element), |builder| {
            if let Some(own) = attribute(tree, element, "relationType") {
                let text = relation(tree.string(own).unwrap_or_default());
                builder.key_from(Symbol::TYPE, own);
                builder.text(Origin::Node(own), &text);
            }
            attribute_from(builder, Symbol::SCHEME, element, "relatedIdentifierType");
            text_from(builder, Symbol::VALUE, element, Reading::LINE);
        });
    });
    list(builder, Symbol::REFERENCES, &cited, |builder, element| {
        let is_doi = attribute_text(tree, element, "relatedIdentifierType").eq_ignore_ascii_case("doi");
        let field = if is_doi { Symbol::DOI } else { Symbol::TEXT };
        builder.object(Origin::Node(element), |builder| text_from(builder, field, element, Reading::LINE));
    });
}

/// Writes rights. Licences have an address; others describe access to the text. Kernel 2 has a single one without a
/// list.
fn rights(builder: &mut Builder<'_>, home: NodeId) {
    let tree = builder.source();
    let found = listed(tree, home, "rightsList", "rights").chain(all(tree, home, "rights"));
    let (licensed, others): (Vec<NodeId>, Vec<NodeId>) =
        found.partition(|rights| attribute(tree, *rights, "rightsURI").is_some());
    list(builder, Symbol::LICENSES, &licensed, |builder, rights| {
        builder.object(Origin::Node(rights), |builder| {
            attribute_from(builder, Symbol::URL, rights, "rightsURI");
            attribute_from(builder, Symbol::LANG, rights, LANGUAGE);
        });
    });
    let is_open = |rights: &NodeId| word(tree, *rights).to_ascii_lowercase().starts_with("open");
    if let Some(rights) = others.into_iter().find(is_open).filter(|_| licensed.is_empty()) {
        builder.key_from(Symbol::RIGHTS, rights);
        builder.object(Origin::Node(rights), |builder| text_from(builder, Symbol::ACCESS, rights, Reading::LINE));
    }
}

fn funding(builder: &mut Builder<'_>, home: NodeId) {
    let grants: Vec<NodeId> = listed(builder.source(), home, "fundingReferences", "fundingReference").collect();
    list(builder, Symbol::FUNDING, &grants, |builder, grant| {
        let tree = builder.source();
        let is_isni =
            first(tree, grant, "funderIdentifier").is_some_and(|id| is_isni(tree, id, "funderIdentifierType"));
        let id = if is_isni { Symbol::X_ISNI } else { Symbol::FUNDER_ID };
        let names = [("funderName", Symbol::FUNDER), ("funderIdentifier", id), ("awardNumber", Symbol::AWARD)];
        builder.object(Origin::Node(grant), |builder| members(builder, grant, &names));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::{self, Canonical};
    use crate::syntax::JsonMode;
    use crate::text::Chunk;
    use crate::tree::Arena;
    use crate::tree::schema::value_of;
    use serde_json::{Value, json};

    /// Returns the first record of a text in the native form. `None` if it is not in this format.
    fn read_one(text: &str) -> Option<Value> {
        let (mut arena, mut canonical, chunk) = (Arena::default(), Canonical::default(), Chunk::new(text, 0));
        shape::reader(chunk, Syntax::Xml, JsonMode::DetectLines).next(&mut arena, &mut Vec::new())?;
        let tree = Tree::new(chunk, &arena).expect("a record");
        shape::detect(Syntax::Xml, tree).filter(|shape| shape.id == SHAPE.id)?;
        assert!(read(&mut Builder::new(tree, &mut canonical)));
        let tree = Tree::new(chunk, &canonical.arena).expect("a record");
        Some(value_of(tree, tree.root()))
    }

    #[test]
    fn a_resource_is_detected_in_any_envelope() {
        let resource = "<x:resource><x:identifier identifierType='DOI'>10.1000/1</x:identifier></x:resource>";
        let expected = json!({ "identifiers": [{ "scheme": "DOI", "value": "10.1000/1" }] });
        for (before, after) in [
            ("", ""),
            ("<resources>", "</resources>"),
            ("<record><header/><metadata>", "</metadata></record>"),
            ("<record><metadata><oai_datacite><payload>", "</payload></oai_datacite></metadata></record>"),
        ] {
            assert_eq!(read_one(&format!("{before}{resource}{after}")), Some(expected.clone()), "{before}");
        }
        assert_eq!(read_one("<resource><title>One</title><identifier>1</identifier></resource>"), None);
    }

    #[test]
    fn values_find_their_places() {
        let found = read_one(
            "<resource><identifier identifierType='DOI'>10.1000/1</identifier>
             <creators><creator><creatorName nameType='Organizational'>Library, National</creatorName></creator>
               <creator><creatorName>Berg, Jan</creatorName>
                 <affiliation affiliationIdentifier='https://ror.org/03bqmcz70' affiliationIdentifierScheme='ROR'>UJ</affiliation></creator></creators>
             <contributors><contributor contributorType='Editor'><contributorName nameType='Personal'>Lis</contributorName>
               <nameIdentifier nameIdentifierScheme='ISNI'>1</nameIdentifier></contributor></contributors>
             <titles><title titleType='Subtitle'>Two</title><title xml:lang='en'>One</title></titles>
             <subjects><subject xml:lang='en'>maps</subject><subject subjectScheme='DDC'>020</subject><subject xml:lang='en'>towns</subject></subjects>
             <descriptions><description descriptionType='Methods'>No.</description><description descriptionType='Abstract'>A.<br/>B.</description></descriptions>
             <alternateIdentifiers><alternateIdentifier alternateIdentifierType='doi'>10.1000/1</alternateIdentifier></alternateIdentifiers>
             <relatedIdentifiers><relatedIdentifier relatedIdentifierType='DOI' relationType='Cites'>10.1000/2</relatedIdentifier>
               <relatedIdentifier relatedIdentifierType='URL' relationType='IsPartOf'>https://example.org/</relatedIdentifier></relatedIdentifiers>
             <rightsList><rights rightsURI='https://example.org/l'>L</rights></rightsList></resource>",
        );
        let expected = json!({
            "identifiers": [{ "scheme": "DOI", "value": "10.1000/1" }],
            "contributors": [{ "role": "author", "organization": "Library, National" },
                { "role": "author", "given": "Jan", "family": "Berg", "affiliations": [{ "name": "UJ", "ror": "https://ror.org/03bqmcz70" }] },
                { "role": "editor", "family": "Lis", "identifiers": [{ "scheme": "ISNI", "value": "1" }] }],
            "title": { "text": "One", "lang": "en" }, "titleVariants": [{ "text": "Two", "role": "subtitle" }],
            "keywords": [{ "lang": "en", "terms": ["maps", "towns"] }], "subjects": [{ "scheme": "DDC", "text": "020" }],
            "abstracts": [{ "text": "A.\nB." }], "references": [{ "doi": "10.1000/2" }],
            "relations": [{ "type": "isPartOf", "scheme": "URL", "value": "https://example.org/" }],
            "licenses": [{ "url": "https://example.org/l" }],
        });
        assert_eq!(found, Some(expected));
        let known = "<resource><identifier identifierType='DOI'>10.1000/1</identifier><publisher publisherIdentifier='https://ror.org/03bqmcz70'/></resource>";
        assert_eq!(read_one(known).map(|found| found["journal"].clone()), Some(Value::Null));
    }
}
