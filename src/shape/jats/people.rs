//! The contributors of an article and their institutions.

use super::{LANGUAGE, LINE, Parts, attribute_text};
use crate::shape::fields::{inverted, list, pieces};
use crate::shape::xml::{self, Reading, all, at, attribute, children, first, text_from, words_in_a_row, words_of};
use crate::shape::{Builder, Joined, Origin};
use crate::tree::{NodeId, Symbol, Tree};
use std::collections::{HashMap, HashSet};

/// A name of a group, which may hold its members.
const GROUP: Reading<'static> =
    Reading { without: &["contrib-group", "aff", "xref", "fn", "email", "ext-link", "address"], is_prose: false };

/// The words of an institution and its place.
const INSTITUTION: Reading<'static> = Reading {
    without: &["label", "email", "ext-link", "fax", "fn", "institution-id", "phone", "uri", "xref"],
    is_prose: false,
};

/// A contributor and the institution without an identifier of the group in which it stands.
struct Contributor {
    element: NodeId,
    shared: Option<NodeId>,
}

pub(super) fn write(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let (found, institutions) = found(tree, parts.meta);
    let letters = Letters::of(tree, parts.meta, &found);
    if let Some(first) = found.first() {
        let is_anonymous = |one: &Contributor| xml::first(tree, one.element, "anonymous").is_some();
        let anonymous = found.iter().all(is_anonymous).then(|| xml::first(tree, first.element, "anonymous")).flatten();
        if let Some(anonymous) = anonymous {
            builder.truth(Symbol::ANONYMOUS, anonymous);
        }
        let named: Vec<&Contributor> = found.iter().filter(|one| !is_anonymous(one)).collect();
        if !named.is_empty() {
            builder.key_from(Symbol::CONTRIBUTORS, named[0].element);
            builder.array(Origin::Node(named[0].element), |builder| {
                named.into_iter().for_each(|one| contributor(builder, one, &letters));
            });
        }
    }
    list(builder, Symbol::AFFILIATIONS, &institutions, |builder, element| {
        builder.object(Origin::Node(element), |builder| affiliation(builder, element));
    });
}

/// The contributors, and the institutions that are for all to refer to: those outside of contributors, and those in
/// one that have an identifier.
fn found(tree: Tree<'_>, meta: NodeId) -> (Vec<Contributor>, Vec<NodeId>) {
    let (mut found, mut institutions) = (Vec::new(), Vec::new());
    let is_institution = |name: &str| matches!(name, "aff" | "aff-alternatives");
    let around: Vec<NodeId> =
        children(tree, meta).filter(|(name, _)| is_institution(name)).map(|(_, element)| element).collect();
    let (with_id, without): (Vec<NodeId>, Vec<NodeId>) = around.into_iter().partition(|one| id(tree, *one).is_some());
    // The only one needs no call: it is that of all.
    let of_all = match (with_id.as_slice(), without.as_slice()) {
        ([], [only]) => Some(*only),
        ([only], []) if !refers(tree, meta) => Some(*only),
        _ => None,
    };
    for group in all(tree, meta, "contrib-group") {
        // The members of a group of authors are no authors by themselves.
        if attribute_text(tree, group, "content-type") == "collab-list" {
            continue;
        }
        let own: Vec<NodeId> =
            children(tree, group).filter(|(name, _)| is_institution(name)).map(|(_, element)| element).collect();
        let nameless = own.iter().copied().filter(|one| id(tree, *one).is_none());
        let shared = nameless.clone().next().filter(|_| nameless.count() == 1).or(of_all);
        institutions.extend(own.into_iter().filter(|one| Some(*one) != shared));
        for element in all(tree, group, "contrib") {
            institutions.extend(all(tree, element, "aff").filter(|one| id(tree, *one).is_some()));
            found.push(Contributor { element, shared });
        }
    }
    let is_shared = |one: &NodeId| !found.is_empty() && Some(*one) == of_all;
    institutions.extend(with_id.into_iter().chain(without).filter(|one| !is_shared(one)));
    leave_to_members(tree, meta, &found, &mut institutions);
    (found, institutions)
}

/// Whether anything in the front of an article refers to an institution.
fn refers(tree: Tree<'_>, meta: NodeId) -> bool {
    let mut calls = xml::within(tree, meta).filter(|(name, _)| *name == "xref");
    calls.any(|(_, call)| attribute_text(tree, call, "ref-type") == "aff")
}

/// Leaves out the institutions to which the members of a group of authors refer, and nobody else.
fn leave_to_members(tree: Tree<'_>, meta: NodeId, found: &[Contributor], institutions: &mut Vec<NodeId>) {
    let calls = |element: NodeId| {
        let calls = all(tree, element, "xref").filter(|call| attribute_text(tree, *call, "ref-type") == "aff");
        calls.flat_map(|call| attribute_text(tree, call, "rid").split_whitespace())
    };
    let persons = xml::within(tree, meta).filter(|(name, _)| *name == "contrib").map(|(_, person)| person);
    let every: HashSet<&str> = persons.flat_map(calls).collect();
    let own: HashSet<&str> = found.iter().flat_map(|one| calls(one.element)).collect();
    institutions.retain(|one| {
        let id = id(tree, *one).and_then(|id| tree.string(id)).unwrap_or_default();
        own.contains(id) || !every.contains(id)
    });
}

/// The attribute by which an institution is referred to; it may be that of one of its forms.
fn id(tree: Tree<'_>, element: NodeId) -> Option<NodeId> {
    attribute(tree, element, "id").or_else(|| attribute(tree, first(tree, element, "aff")?, "id"))
}

/// The e-mail addresses to which one contributor points among the notes on the authors.
struct Letters<'t>(HashMap<&'t str, NodeId>);

impl<'t> Letters<'t> {
    fn of(tree: Tree<'t>, meta: NodeId, found: &[Contributor]) -> Self {
        let mut calls: HashMap<&str, usize> = HashMap::new();
        for one in found {
            for call in all(tree, one.element, "xref") {
                *calls.entry(attribute_text(tree, call, "rid")).or_default() += 1;
            }
        }
        let notes = first(tree, meta, "author-notes");
        let letters = notes.into_iter().flat_map(|notes| all(tree, notes, "corresp")).filter_map(|note| {
            let id = attribute_text(tree, note, "id");
            let mut emails = xml::within(tree, note).filter(|(name, _)| *name == "email");
            let (_, email) = emails.next()?;
            (emails.next().is_none() && calls.get(id) == Some(&1)).then_some((id, email))
        });
        Self(letters.collect())
    }
}

/// The role by the type of a contributor, as native records name it.
fn role(own: &str) -> &'static str {
    match own.to_ascii_lowercase().as_str() {
        "" | "author" | "authors" | "group-author" => "author",
        "editor" | "guest-editor" | "academic-editor" => "editor",
        "translator" => "translator",
        "reviewer" => "reviewer",
        "illustrator" => "illustrator",
        "interviewer" => "interviewer",
        "interviewee" => "interviewee",
        "compiler" => "compiler",
        _ => "other",
    }
}

fn contributor(builder: &mut Builder<'_>, one: &Contributor, letters: &Letters<'_>) {
    let tree = builder.source();
    let person = one.element;
    let calls = |kind: &'static str| {
        all(tree, person, "xref").filter(move |call| attribute_text(tree, *call, "ref-type") == kind)
    };
    builder.object(Origin::Node(person), |builder| {
        let kind = attribute(tree, person, "contrib-type");
        xml::word_from(builder, Symbol::ROLE, kind, role(attribute_text(tree, person, "contrib-type")));
        name(builder, person);
        let ids: Vec<NodeId> = all(tree, person, "contrib-id").collect();
        let (orcids, others): (Vec<NodeId>, Vec<NodeId>) =
            ids.into_iter().partition(|id| attribute_text(tree, *id, "contrib-id-type").eq_ignore_ascii_case("orcid"));
        if let Some(orcid) = orcids.first() {
            text_from(builder, Symbol::ORCID, *orcid, Reading::LINE);
        }
        let email = first(tree, person, "email")
            .or_else(|| at(tree, person, &["address", "email"]))
            .or_else(|| calls("corresp").find_map(|call| letters.0.get(attribute_text(tree, call, "rid")).copied()));
        if let Some(email) = email {
            text_from(builder, Symbol::EMAIL, email, Reading::LINE);
        }
        let corresponds = attribute(tree, person, "corresp").filter(|node| tree.string(*node) == Some("yes"));
        if let Some(node) = corresponds.or_else(|| calls("corresp").next()) {
            builder.truth(Symbol::CORRESPONDING, node);
        }
        list(builder, Symbol::IDENTIFIERS, &others, |builder, id| {
            let scheme = Some(attribute_text(tree, id, "contrib-id-type")).filter(|own| !own.is_empty());
            xml::identifier(builder, scheme.unwrap_or("other"), id);
        });
        let calls: Vec<NodeId> = calls("aff").filter_map(|call| attribute(tree, call, "rid")).collect();
        belongs(builder, one, &calls);
    });
}

/// The institutions of a contributor: those to which it refers, those in it, and else the one of its group.
fn belongs(builder: &mut Builder<'_>, one: &Contributor, calls: &[NodeId]) {
    let tree = builder.source();
    let own: Vec<NodeId> = all(tree, one.element, "aff").collect();
    let shared = one.shared.filter(|_| own.is_empty() && calls.is_empty());
    let Some(origin) = calls.first().or(own.first()).copied().or(shared) else { return };
    builder.key_from(Symbol::AFFILIATIONS, origin);
    builder.array(Origin::Node(origin), |builder| {
        for call in calls {
            let text = tree.string(*call).unwrap_or_default();
            for range in pieces(text, char::is_whitespace) {
                builder.text(Origin::Part(*call, range.clone()), &text[range]);
            }
        }
        for institution in own.iter().copied().chain(shared) {
            match attribute(tree, institution, "id").filter(|_| Some(institution) != shared) {
                // It stands in the list, and the contributor may refer to it as well.
                Some(id) if calls.iter().any(|call| tree.string(*call) == tree.string(id)) => {}
                Some(id) => builder.text(Origin::Node(id), tree.string(id).unwrap_or_default()),
                None => builder.object(Origin::Node(institution), |builder| affiliation(builder, institution)),
            }
        }
    });
}

/// The first name of a contributor, and the others that it has in other languages.
fn name(builder: &mut Builder<'_>, person: NodeId) {
    let tree = builder.source();
    let holder = first(tree, person, "name-alternatives").unwrap_or(person);
    let names = children(tree, holder).filter(|(name, _)| matches!(*name, "name" | "string-name" | "collab"));
    let names: Vec<(&str, NodeId)> = names.collect();
    let Some((main, variants)) = names.split_first() else { return };
    match *main {
        ("collab", element) => {
            builder.key_from(Symbol::ORGANIZATION, element);
            let words = xml::words(tree, element, GROUP);
            xml::joined(builder, element, words);
        }
        (_, element) => parts_of_name(builder, element),
    }
    let variants: Vec<NodeId> = variants
        .iter()
        .filter(|(name, element)| *name != "collab" && first(tree, *element, "surname").is_some())
        .map(|(_, element)| *element)
        .collect();
    list(builder, Symbol::NAME_VARIANTS, &variants, |builder, element| {
        builder.object(Origin::Node(element), |builder| {
            parts_of_name(builder, element);
            xml::attribute_from(builder, Symbol::LANG, element, LANGUAGE);
        });
    });
}

fn parts_of_name(builder: &mut Builder<'_>, name: NodeId) {
    let tree = builder.source();
    let known = [("given-names", Symbol::GIVEN), ("surname", Symbol::FAMILY), ("suffix", Symbol::SUFFIX)];
    let found = known.map(|(part, field)| Some((field, first(tree, name, part)?)));
    if found.iter().flatten().next().is_none() {
        return whole_name(builder, name);
    }
    for (field, element) in found.into_iter().flatten() {
        text_from(builder, field, element, LINE);
    }
}

/// A name that is one text: only a comma tells where the family name ends.
fn whole_name(builder: &mut Builder<'_>, name: NodeId) {
    let words = xml::words(builder.source(), name, LINE);
    match (words.parts.as_slice(), inverted(&words.text)) {
        ([only], Some((given, family))) => {
            let of = |range: std::ops::Range<usize>| only.from.start + range.start..only.from.start + range.end;
            builder.part_from(Symbol::GIVEN, only.node, of(given));
            builder.part_from(Symbol::FAMILY, only.node, of(family));
        }
        _ => text_from(builder, Symbol::FAMILY, name, LINE),
    }
}

/// An institution; of several forms of one in several languages the first, and the others as variants.
fn affiliation(builder: &mut Builder<'_>, element: NodeId) {
    let tree = builder.source();
    let forms: Vec<NodeId> = all(tree, element, "aff").collect();
    let main = forms.first().copied().unwrap_or(element);
    if let Some(id) = id(tree, element) {
        builder.text_from(Symbol::ID, id);
    }
    builder.key_from(Symbol::NAME, main);
    xml::joined(builder, main, institution(tree, main));
    list(builder, Symbol::VARIANTS, forms.get(1..).unwrap_or_default(), |builder, form| {
        builder.object(Origin::Node(form), |builder| {
            builder.key_from(Symbol::TEXT, form);
            xml::joined(builder, form, institution(tree, form));
            xml::attribute_from(builder, Symbol::LANG, form, LANGUAGE);
        });
    });
    let is_ror = |id: &NodeId| attribute_text(tree, *id, "institution-id-type").eq_ignore_ascii_case("ror");
    let ror = xml::within(tree, main).filter(|(name, _)| *name == "institution-id").map(|(_, id)| id).find(is_ror);
    if let Some(ror) = ror {
        text_from(builder, Symbol::ROR, ror, Reading::LINE);
    }
    let country = xml::within(tree, main).find(|(name, _)| *name == "country");
    if let Some(code) = country.and_then(|(_, country)| attribute(tree, country, "country")) {
        builder.text_from(Symbol::COUNTRY, code);
    }
}

/// The words of an institution. SciELO keeps the words of the article beside the parts that were made of them, as
/// `institution[@content-type="original"]`; those are the institution's name then.
fn institution(tree: Tree<'_>, element: NodeId) -> Joined {
    let originals =
        all(tree, element, "institution").filter(|one| attribute_text(tree, *one, "content-type") == "original");
    let originals: Vec<NodeId> = originals.collect();
    if originals.is_empty() {
        return words_in_a_row(tree, element, INSTITUTION, ", ");
    }
    words_of(tree, &originals, INSTITUTION)
}
