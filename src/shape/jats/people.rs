//! The contributors of an article and their affiliations.

use super::{LANGUAGE, LINE, Parts, attribute_text};
use crate::shape::fields::{inverted, list, pieces};
use crate::shape::xml::{self, Reading, all, at, attribute, children, first, text_from, words_in_a_row, words_of};
use crate::shape::{Builder, Joined, Origin, Part};
use crate::tree::{NodeId, Symbol, Tree};
use std::collections::{HashMap, HashSet};

/// The name of a group, which may contain its members.
const GROUP: Reading<'static> =
    Reading { without: &["contrib-group", "aff", "xref", "fn", "email", "ext-link", "address"], is_prose: false };

/// The words of an institution and its location.
const INSTITUTION: Reading<'static> = Reading {
    without: &["label", "email", "ext-link", "fax", "fn", "institution-id", "phone", "uri", "xref"],
    is_prose: false,
};

/// A contributor, with the institutions without an identifier that apply to its group.
struct Contributor {
    element: NodeId,
    shared: Vec<NodeId>,
}

pub(super) fn write(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let calls = Calls::of(tree, parts);
    let (found, institutions) = found(tree, parts.meta, &calls);
    let author_emails = AuthorEmails::of(tree, parts.meta, &found);
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
                named.into_iter().for_each(|one| contributor(builder, one, &author_emails, &calls));
            });
        }
    }
    list(builder, Symbol::AFFILIATIONS, &institutions, |builder, element| {
        builder.object(Origin::Node(element), |builder| affiliation(builder, element));
    });
}

/// Whether an element is an institution, by its name.
fn is_institution(name: &str) -> bool {
    matches!(name, "aff" | "aff-alternatives")
}

/// Returns the contributors, and the institutions to which all can refer: those outside contributors, and those inside
/// one that have an identifier.
fn found(tree: Tree<'_>, meta: NodeId, calls: &Calls<'_>) -> (Vec<Contributor>, Vec<NodeId>) {
    let (mut found, mut institutions) = (Vec::new(), Vec::new());
    let around: Vec<NodeId> =
        children(tree, meta).filter(|(name, _)| is_institution(name)).map(|(_, element)| element).collect();
    let (with_id, without): (Vec<NodeId>, Vec<NodeId>) = around.into_iter().partition(|one| id(tree, *one).is_some());
    // A single institution needs no reference: it applies to everyone.
    let of_all = match (with_id.as_slice(), without.as_slice()) {
        ([], [only]) => Some(*only),
        ([only], []) if !calls.are_any => Some(*only),
        _ => None,
    };
    for group in all(tree, meta, "contrib-group") {
        // The members of a group author are not authors by themselves.
        if attribute_text(tree, group, "content-type") == "collab-list" {
            continue;
        }
        let own: Vec<NodeId> =
            children(tree, group).filter(|(name, _)| is_institution(name)).map(|(_, element)| element).collect();
        institutions.extend(own.into_iter().filter(|one| id(tree, *one).is_some()));
        let first = found.len();
        found.extend(members(tree, group, of_all));
        for one in &found[first..] {
            institutions.extend(all(tree, one.element, "aff").filter(|own| id(tree, *own).is_some()));
        }
        // The institutions of a group without contributors belong to no contributor.
        if found.len() == first {
            institutions.extend(children(tree, group).filter(|(name, _)| is_institution(name)).map(|(_, own)| own));
        }
    }
    institutions.dedup();
    let is_shared = |one: &NodeId| !found.is_empty() && Some(*one) == of_all;
    institutions.extend(with_id.into_iter().chain(without).filter(|one| !is_shared(one)));
    leave_to_members(tree, meta, &found, calls, &mut institutions);
    (found, institutions)
}

/// The limit of contributors times shared institutions in a group. Above it, the file does not assign them: each of a
/// thousand contributors would have a thousand institutions.
const MAX_SHARED: usize = 1 << 14;

/// Returns the contributors of a group. An institution without an identifier applies to all of them if no contributor
/// follows. If contributors and institutions alternate, it applies to the contributors before it, or in a group that
/// begins with an institution, to those after it.
fn members(tree: Tree<'_>, group: NodeId, of_all: Option<NodeId>) -> Vec<Contributor> {
    let mut found: Vec<Contributor> = Vec::new();
    // The index of the first contributor to whom the next institutions apply, and the institutions that apply to the
    // next contributors.
    let (mut first, mut ahead): (usize, Vec<NodeId>) = (0, Vec::new());
    let (mut is_after, mut begins_with_one) = (false, false);
    let mut count = 0;
    let mut may_share = |more: usize| {
        count += more;
        count <= MAX_SHARED
    };
    for (name, element) in children(tree, group) {
        let is_nameless = is_institution(name) && id(tree, element).is_none();
        if name == "contrib" {
            if is_after {
                (first, is_after) = (found.len(), false);
            }
            let shared = if may_share(ahead.len()) { ahead.clone() } else { Vec::new() };
            found.push(Contributor { element, shared });
        } else if is_nameless && (found.is_empty() || begins_with_one) {
            if !found.is_empty() && !is_after {
                ahead.clear();
            }
            (begins_with_one, is_after) = (true, true);
            ahead.push(element);
        } else if is_nameless {
            if may_share(found.len() - first) {
                found[first..].iter_mut().for_each(|one| one.shared.push(element));
            }
            is_after = true;
        }
    }
    for one in &mut found {
        if one.shared.is_empty() {
            one.shared.extend(of_all);
        }
    }
    found
}

/// The meaning of references to institutions.
struct Calls<'t> {
    /// The identifiers of institutions and of their descendants, each with the identifier of the institution.
    institutions: HashMap<&'t str, NodeId>,
    /// The identifiers of all other elements.
    others: HashSet<&'t str>,
    /// Whether anything in the front of the article refers to an institution.
    are_any: bool,
}

/// The target of a reference.
enum Target {
    /// The institution whose identifier this attribute is.
    Institution(NodeId),
    /// Another element of the article.
    Other,
    /// No element.
    Missing,
}

impl<'t> Calls<'t> {
    fn of(tree: Tree<'t>, parts: Parts) -> Self {
        let mut calls = Self { institutions: HashMap::new(), others: HashSet::new(), are_any: false };
        let outer = xml::within(tree, parts.meta).filter(|(name, _)| is_institution(name));
        for (_, institution) in outer {
            let Some(own) = id(tree, institution) else { continue };
            let inner = xml::within(tree, institution).filter_map(|(_, inner)| attribute(tree, inner, "id"));
            for id in std::iter::once(own).chain(inner) {
                calls.institutions.entry(tree.string(id).unwrap_or_default()).or_insert(own);
            }
        }
        let is_reference = |(name, _): &(&str, NodeId)| matches!(*name, "xref" | "contrib");
        let references = || xml::within(tree, parts.meta).filter(is_reference).map(|(_, call)| call);
        calls.are_any = references().any(|call| calls.is_call(tree, call));
        let mut unknown = references().flat_map(|call| attribute_text(tree, call, "rid").split_whitespace());
        if unknown.any(|id| !calls.institutions.contains_key(id)) {
            let ids = xml::within(tree, parts.article).map(|(_, element)| attribute_text(tree, element, "id"));
            calls.others = ids.filter(|id| !id.is_empty() && !calls.institutions.contains_key(id)).collect();
        }
        calls
    }

    /// Whether a cross-reference refers to an institution, by its type or its target.
    fn is_call(&self, tree: Tree<'_>, call: NodeId) -> bool {
        attribute_text(tree, call, "ref-type").eq_ignore_ascii_case("aff")
            || attribute_text(tree, call, "rid").split_whitespace().any(|id| self.institutions.contains_key(id))
    }

    /// Returns the elements of a contributor that refer to institutions: its cross-references, and the contributor
    /// itself if it has an attribute `rid`.
    fn from(&self, tree: Tree<'t>, person: NodeId) -> impl Iterator<Item = NodeId> + use<'_, 't> {
        let elements = std::iter::once(person).chain(all(tree, person, "xref"));
        elements.filter(move |call| self.is_call(tree, *call))
    }

    fn target(&self, id: &str) -> Target {
        match self.institutions.get(id) {
            Some(institution) => Target::Institution(*institution),
            None if self.others.contains(id) => Target::Other,
            None => Target::Missing,
        }
    }
}

/// Removes the institutions that only members of a group author refer to.
fn leave_to_members(
    tree: Tree<'_>,
    meta: NodeId,
    found: &[Contributor],
    calls: &Calls<'_>,
    institutions: &mut Vec<NodeId>,
) {
    let targets = |person: NodeId| {
        let ids = calls.from(tree, person).flat_map(|call| attribute_text(tree, call, "rid").split_whitespace());
        ids.filter_map(|id| calls.institutions.get(id).copied())
    };
    let persons = xml::within(tree, meta).filter(|(name, _)| *name == "contrib").map(|(_, person)| person);
    let every: HashSet<NodeId> = persons.flat_map(targets).collect();
    let own: HashSet<NodeId> = found.iter().flat_map(|one| targets(one.element)).collect();
    institutions.retain(|one| id(tree, *one).is_none_or(|id| own.contains(&id) || !every.contains(&id)));
}

/// Returns the attribute by which an institution is referenced; it may be that of one of its forms.
fn id(tree: Tree<'_>, element: NodeId) -> Option<NodeId> {
    attribute(tree, element, "id").or_else(|| attribute(tree, first(tree, element, "aff")?, "id"))
}

/// E-mail addresses in the author notes to which exactly one contributor refers.
struct AuthorEmails<'t>(HashMap<&'t str, NodeId>);

impl<'t> AuthorEmails<'t> {
    fn of(tree: Tree<'t>, meta: NodeId, found: &[Contributor]) -> Self {
        let mut calls: HashMap<&str, usize> = HashMap::new();
        for one in found {
            for call in all(tree, one.element, "xref") {
                *calls.entry(attribute_text(tree, call, "rid")).or_default() += 1;
            }
        }
        let notes = first(tree, meta, "author-notes");
        let author_emails = notes.into_iter().flat_map(|notes| all(tree, notes, "corresp")).filter_map(|note| {
            let id = attribute_text(tree, note, "id");
            let mut emails = xml::within(tree, note).filter(|(name, _)| *name == "email");
            let (_, email) = emails.next()?;
            (emails.next().is_none() && calls.get(id) == Some(&1)).then_some((id, email))
        });
        Self(author_emails.collect())
    }
}

/// Returns the native role for the type of a contributor.
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

fn contributor(builder: &mut Builder<'_>, one: &Contributor, author_emails: &AuthorEmails<'_>, calls: &Calls<'_>) {
    let tree = builder.source();
    let person = one.element;
    let corresp_calls =
        || all(tree, person, "xref").filter(|call| attribute_text(tree, *call, "ref-type") == "corresp");
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
        let email = first(tree, person, "email").or_else(|| at(tree, person, &["address", "email"])).or_else(|| {
            corresp_calls().find_map(|call| author_emails.0.get(attribute_text(tree, call, "rid")).copied())
        });
        if let Some(email) = email {
            text_from(builder, Symbol::EMAIL, email, Reading::LINE);
        }
        let corresponds = attribute(tree, person, "corresp").filter(|node| tree.string(*node) == Some("yes"));
        if let Some(node) = corresponds.or_else(|| corresp_calls().next()) {
            builder.truth(Symbol::CORRESPONDING, node);
        }
        list(builder, Symbol::IDENTIFIERS, &others, |builder, id| {
            let scheme = Some(attribute_text(tree, id, "contrib-id-type")).filter(|own| !own.is_empty());
            xml::identifier(builder, scheme.unwrap_or("other"), id);
        });
        let mut own_calls = calls.from(tree, person).filter(|call| *call != person).peekable();
        if own_calls.peek().is_some() && own_calls.all(|call| attribute(tree, call, "rid").is_none()) {
            builder.member(Symbol::X_KIND, Origin::None, "no-rid");
        }
        belongs(builder, one, calls);
    });
}

/// A reference from a contributor to an institution: the attribute, the range of the identifier in it, and the
/// attribute with the identifier of the institution, if it exists.
struct Call {
    reference: NodeId,
    range: std::ops::Range<usize>,
    institution: Option<NodeId>,
}

impl Call {
    /// Returns the references of a contributor, each institution once. A reference to another element, such as a postal
    /// address, does not count; a reference to a part of an institution, such as its e-mail address, refers to the
    /// institution.
    fn all(tree: Tree<'_>, person: NodeId, calls: &Calls<'_>) -> Vec<Call> {
        let mut found: Vec<Call> = Vec::new();
        let mut known = HashSet::new();
        for call in calls.from(tree, person) {
            let Some(reference) = attribute(tree, call, "rid") else { continue };
            let text = tree.string(reference).unwrap_or_default();
            for range in pieces(text, char::is_whitespace) {
                let institution = match calls.target(&text[range.clone()]) {
                    Target::Institution(id) => Some(id),
                    Target::Missing if call != person => None,
                    Target::Missing | Target::Other => continue,
                };
                if institution.is_none_or(|id| known.insert(id)) {
                    found.push(Call { reference, range, institution });
                }
            }
        }
        found
    }

    fn write(self, builder: &mut Builder<'_>) {
        let tree = builder.source();
        let written = tree.string(self.reference).and_then(|text| text.get(self.range.clone())).unwrap_or_default();
        let meant = self.institution.and_then(|id| tree.string(id)).unwrap_or(written);
        builder.text(Origin::Part(self.reference, self.range), meant);
    }
}

/// Writes the institutions of a contributor: those it refers to, those inside it, or else those of its group.
fn belongs(builder: &mut Builder<'_>, one: &Contributor, calls: &Calls<'_>) {
    let tree = builder.source();
    let calls = Call::all(tree, one.element, calls);
    let own: Vec<NodeId> = all(tree, one.element, "aff").collect();
    let shared = if own.is_empty() && calls.is_empty() { one.shared.as_slice() } else { &[] };
    let origin = calls.first().map(|call| call.reference);
    let Some(origin) = origin.or(own.first().copied()).or(shared.first().copied()) else { return };
    let called: HashSet<NodeId> = calls.iter().filter_map(|call| call.institution).collect();
    builder.key_from(Symbol::AFFILIATIONS, origin);
    builder.array(Origin::Node(origin), |builder| {
        calls.into_iter().for_each(|call| call.write(builder));
        for institution in own {
            match attribute(tree, institution, "id") {
                // It is in the list, and the contributor may refer to it as well.
                Some(id) if called.contains(&id) => {}
                Some(id) => builder.text(Origin::Node(id), tree.string(id).unwrap_or_default()),
                None => builder.object(Origin::Node(institution), |builder| affiliation(builder, institution)),
            }
        }
        for institution in shared {
            builder.object(Origin::Node(*institution), |builder| affiliation(builder, *institution));
        }
    });
}

/// Writes the first name of a contributor and its variants in other languages. Some are inside `name-alternatives`,
/// others next to the name.
fn name(builder: &mut Builder<'_>, person: NodeId) {
    let tree = builder.source();
    let mut names: Vec<(&str, NodeId)> = Vec::new();
    for (name, element) in children(tree, person) {
        if matches!(name, "name-alternatives" | "collab-alternatives") {
            names.extend(children(tree, element));
        } else {
            names.push((name, element));
        }
    }
    names.retain(|(name, _)| matches!(*name, "name" | "string-name" | "collab"));
    // A display name in one piece may precede the name in parts, as in OJS.
    names.sort_by_key(|(name, element)| {
        let is_shown = *name == "string-name" && first(tree, *element, "surname").is_none();
        (is_shown, attribute_text(tree, *element, "specific-use") != "primary")
    });
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

/// Writes a name that is one text. Only a comma marks the end of the family name.
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

/// Returns the identifier of a kind in an institution.
pub(super) fn institution_id(tree: Tree<'_>, element: NodeId, kind: &str) -> Option<NodeId> {
    let mut ids = xml::within(tree, element).filter(|(name, _)| *name == "institution-id").map(|(_, id)| id);
    ids.find(|id| attribute_text(tree, *id, "institution-id-type").eq_ignore_ascii_case(kind))
}

/// Writes an institution. If it is given in several languages, the first form is the name and the others are variants.
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
    if is_named_once(tree, main) {
        builder.member(Symbol::X_ORGNAME, Origin::None, "one");
    }
    for (kind, field) in [("ror", Symbol::ROR), ("isni", Symbol::X_ISNI)] {
        if let Some(id) = institution_id(tree, main, kind) {
            text_from(builder, field, id, Reading::LINE);
        }
    }
    let country = xml::within(tree, main).find(|(name, _)| *name == "country");
    if let Some(code) = country.and_then(|(_, country)| attribute(tree, country, "country")) {
        builder.text_from(Symbol::COUNTRY, code);
    }
}

/// Whether an element has a single institution name besides the text as printed.
fn is_named_once(tree: Tree<'_>, element: NodeId) -> bool {
    let of_type = |wanted: &'static str| {
        all(tree, element, "institution").filter(move |one| attribute_text(tree, *one, "content-type") == wanted)
    };
    let names: Vec<&str> = of_type("orgname").map(|name| xml::word(tree, name)).collect();
    of_type("original").next().is_some()
        && matches!(names.as_slice(), [name] if !name.is_empty() && !name.contains(';'))
}

/// Returns the name of an institution. SciELO keeps the text as printed next to the parts derived from it, as
/// `institution[@content-type="original"]`; it is then the name.
fn institution(tree: Tree<'_>, element: NodeId) -> Joined {
    let originals =
        all(tree, element, "institution").filter(|one| attribute_text(tree, *one, "content-type") == "original");
    let originals: Vec<NodeId> = originals.collect();
    if originals.is_empty() {
        return without_mark(tree, element, words_in_a_row(tree, element, INSTITUTION, ", "));
    }
    words_of(tree, &originals, INSTITUTION)
}

/// Removes the mark at the beginning of an institution that some publishers write in `sup` instead of `label`.
fn without_mark(tree: Tree<'_>, element: NodeId, words: Joined) -> Joined {
    const LONGEST: usize = 4;
    let first = xml::within(tree, element).find(|(name, _)| *name == "sup").map(|(_, mark)| mark);
    let Some((mark, part)) = first.zip(words.parts.first()) else { return words };
    let is_first = mark < part.node && part.node < tree.after(mark);
    let end = words.parts.iter().take_while(|part| part.node < tree.after(mark)).last().map_or(0, |part| part.at.end);
    let rest = words.text[end..].trim_start_matches([' ', ',']);
    if !is_first || words.text[..end].chars().count() > LONGEST || rest.is_empty() {
        return words;
    }
    let start = words.text.len() - rest.len();
    let mut shorter = Joined { text: rest.to_owned(), parts: Vec::new() };
    for part in words.parts.into_iter().filter(|part| part.at.end > start) {
        let cut = start.saturating_sub(part.at.start);
        shorter.parts.push(Part {
            at: part.at.start + cut - start..part.at.end - start,
            node: part.node,
            from: part.from.start + cut..part.from.end,
        });
    }
    shorter
}
