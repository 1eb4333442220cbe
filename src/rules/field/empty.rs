//! A field is empty.
//!
//! ## Why
//!
//! A name without a value gives no information: a reader of the record cannot know whether the value is unknown, does
//! not exist, or was lost. The OpenAIRE guidelines do not allow empty elements; an unknown value is left out.
//! Programs write an empty list of title variants, references, links, licences, relations or funding to say that the
//! work has none, so such a list is not reported unless a profile requires the field.
//!
//! In RIS an empty tag is a note if importers skip it and nothing is lost. It is a warning for the title, the
//! authors, the abstract, the year and the DOI, and for journal, volume and issue of an article. A correction has no
//! abstract, and an article with a volume and pages can be found without its issue: these are notes, too, as is
//! `<email>` in DOAJ. An element that a format requires, such as `<publisher>` in DataCite, is an error.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "physicalDescription": ""
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "keywords": [{ "lang": "en", "terms": ["reading", " "] }],
//!   "dates": {}
//! }
//! ```
//!
//! ```json profile-cejsh
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "languages": ["en"],
//!   "type": "article",
//!   "identifiers": [{ "scheme": "yadda", "value": "" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[field/empty]: the physical description is empty [*]
//!    ╭─[record.json:3:26   record Czytelnictwo w małych miastach · /physicalDescription]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "physicalDescription": ""
//!    ·                          ─┬
//!    ·                           ╰── nothing here
//!  4 │ }
//!    ╰────
//!   help: write the value, or leave the field out
//!     - "physicalDescription": ""
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "physicalDescription": "12 s., il."
//! }
//! ```
//!
//! ```json
//! { "title": { "text": "Reading in small towns", "lang": "en" }, "titleVariants": [], "references": [] }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "anonymous": false,
//!   "position": 0
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, ids, show};
use crate::record::person::names_in;
use crate::record::{Marks, Record, State, label, verb};
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::shape::Unread;
use crate::syntax::Syntax;
use crate::text::Span;
use crate::tree::{Kind, NodeId, Pointer, Symbol};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: ids::FIELD_EMPTY,
    severity: Severity::Warning,
    instead_of: &["schema/required", "schema/enum", "schema/other"],
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Members that an entry cannot do without: an entry without its text or value is as useless as one in which it is
/// empty.
const ESSENTIAL: &[Symbol] = &[
    Symbol::FAMILY,
    Symbol::FUNDER,
    Symbol::NAME,
    Symbol::ORGANIZATION,
    Symbol::SCHEME,
    Symbol::TERMS,
    Symbol::TEXT,
    Symbol::TITLE,
    Symbol::URL,
    Symbol::VALUE,
];

/// Lists that may be empty because a work has no such entries.
const MAY_BE_EMPTY_LIST: &[Symbol] =
    &[Symbol::FUNDING, Symbol::LICENSES, Symbol::LINKS, Symbol::REFERENCES, Symbol::RELATIONS, Symbol::TITLE_VARIANTS];

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let tree = record.tree();
    match context.shape.unread {
        Unread::Lines => report_unread_lines(record, findings),
        Unread::Elements => report_unread_elements(record, context, findings),
        Unread::Nothing => {}
    }
    if tree.max_empty_values() == count_allowed_empty_lists(record, context) && !record.marks().intersects(Marks::EMPTY)
    {
        return;
    }
    let mut at = tree.root();
    let end = tree.after(at);
    // Only one of several members with the same name is effective; `field/duplicate-key` reports the others.
    let mut overridden: HashSet<NodeId> = HashSet::new();
    while at < end {
        if !overridden.is_empty() && overridden.contains(&at) {
            at = tree.after(at);
            continue;
        }
        if tree.has_duplicates(at) {
            overridden.extend(tree.effective_members(at).1.into_iter().map(|member| member.value));
        }
        if at != tree.root()
            && tree.kind(at) != Kind::Key
            && record.is_blank(at)
            && !is_allowed_empty_list(record, context, at)
            && !is_of_empty_identifier(record, at)
            && !has_value_in_attribute(record, at)
        {
            report(record, context, at, findings);
        }
        at = NodeId::new(at.index() as u32 + 1);
    }
}

/// Whether this is the scheme of an identifier whose value is empty as well. The element is reported once.
fn is_of_empty_identifier(record: &Record<'_>, node: NodeId) -> bool {
    let tree = record.tree();
    let is_scheme = tree.key_of(node).is_some_and(|key| tree.symbol(key) == Symbol::SCHEME);
    let object = tree.ancestors(node).last().copied();
    let value = object
        .filter(|_| is_scheme && record.source().is_some())
        .and_then(|object| record.member(object, Symbol::VALUE));
    value.is_some_and(|value| record.is_blank(value))
}

/// Whether the element has its value in an attribute, as `<email xlink:href="mailto:a@example.org"/>`.
fn has_value_in_attribute(record: &Record<'_>, node: NodeId) -> bool {
    let Some((tree, source)) = record.source().zip(record.source_of(node)) else { return false };
    let is_value = |name: &str| name.starts_with('@') && (name.ends_with("href") || name.ends_with("owner"));
    tree.is_object(source)
        && tree.children(source).any(|child| {
            child.key.is_some_and(|key| is_value(tree.key_name(key)))
                && tree.string(child.value).is_some_and(|text| !text.trim().is_empty())
        })
}

/// Reports the empty tags of RIS that have no place in the canonical record or that repeat another tag. Importers
/// skip them.
fn report_unread_lines(record: &Record<'_>, findings: &mut Findings<'_>) {
    let Some(source) = record.source() else { return };
    for child in source.children(source.root()) {
        let name = child.key.map_or("", |key| source.key_name(key));
        let is_empty = source.text(child.value).is_some_and(|text| text.trim().is_empty());
        if !is_empty || is_read_as_empty(record, child.value) {
            continue;
        }
        let place = child.key.map_or(Place::Bytes(source.span(child.value)), |key| {
            Place::Bytes(Span::new(source.span(key).start, source.span(child.value).end))
        });
        let finding = findings.at(place, format!("`{name}` is empty"));
        finding.caption(format!("nothing after `{name}`")).help("write the value, or remove the line");
        finding.source_pointer = Some(Pointer::of(source, child.value).into_text());
        if !loses_information(record, name) {
            finding.severity(Severity::Note);
        }
    }
}

/// Whether an empty value of the file has a place in the canonical record, alone or combined with others like the
/// first and last page. If so, it is reported there.
fn is_read_as_empty(record: &Record<'_>, source: NodeId) -> bool {
    let pages = record.field(Symbol::PAGES).filter(|pages| record.is_made_of(*pages, source));
    record.nodes_of(source).chain(pages).any(|node| record.is_blank(node))
}

/// The lists of DataCite (schema 4.5, section 2.2). Programs write them even without entries.
const LISTS: &[&str] = &[
    "alternateIdentifiers",
    "contributors",
    "creators",
    "dates",
    "descriptions",
    "formats",
    "fundingReferences",
    "geoLocations",
    "relatedIdentifiers",
    "relatedItems",
    "rightsList",
    "sizes",
    "subjects",
    "titles",
];

/// Reports empty elements of DataCite and DOAJ that are directly in the record and have no place in the canonical
/// record.
fn report_unread_elements(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some((source, record_element)) = record.source().zip(record.source_of(record.root())) else { return };
    for child in source.children(record_element) {
        let name = child.key.map_or("", |key| source.key_name(key));
        let is_element = !name.starts_with(['@', '#']);
        let has_text = |inner: NodeId| source.text(inner).is_none_or(|text| !text.trim().is_empty());
        let is_empty = match source.text(child.value) {
            Some(text) => text.trim().is_empty(),
            None => source.children(child.value).all(|inner| !has_text(inner.value)),
        };
        // An empty list means that there are no entries. Other rules report required fields.
        if !is_element || LISTS.contains(&name) || !is_empty || is_read_as_empty(record, child.value) {
            continue;
        }
        let finding = findings.at(Place::Bytes(source.span(child.value)), format!("`<{name}>` is empty"));
        finding.caption("nothing here").help(advice(context, name));
        finding.source_pointer = Some(Pointer::of(source, child.value).into_text());
        if context.shape.requires(name) {
            finding.severity(Severity::Error);
        }
    }
}

/// Whether an empty tag of RIS loses information: the title, the authors, the abstract, the DOI, the year, and where
/// an article was printed. Exports write other empty tags from a template, and importers skip them.
fn loses_information(record: &Record<'_>, tag: &str) -> bool {
    let kind = record.text(record.root(), Symbol::TYPE).map_or("", |(_, kind)| kind);
    let is_article = matches!(kind, "JOUR" | "EJOUR" | "MGZN");
    let has = |field| record.text(record.root(), field).is_some();
    match tag {
        "TI" | "T1" | "AU" | "A1" | "DO" | "PY" | "Y1" => true,
        "AB" | "N2" => !is_correction(record),
        // If pages are numbered through the volume, an article can be found without the issue.
        "IS" => is_article && !(has(Symbol::VOLUME) && has(Symbol::PAGES)),
        "JO" | "JF" | "T2" | "VL" => is_article,
        _ => false,
    }
}

/// Whether the title is that of a correction. Corrections have no abstract.
fn is_correction(record: &Record<'_>) -> bool {
    const WORDS: &[&str] =
        &["erratum", "errata", "correction", "corrections", "corrigendum", "corrigenda", "retraction"];
    let first = record
        .title()
        .and_then(|title| title.text.split(|letter: char| !letter.is_alphabetic()).find(|word| !word.is_empty()));
    first.is_some_and(|word| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// Counts the empty lists that are allowed.
fn count_allowed_empty_lists(record: &Record<'_>, context: &RuleContext<'_>) -> usize {
    let lists = MAY_BE_EMPTY_LIST.iter().filter_map(|field| record.field(*field));
    lists.filter(|list| record.is_blank(*list) && is_allowed_empty_list(record, context, *list)).count()
}

/// Whether this is an empty list that means that a work has no entries, and that the profile does not require.
fn is_allowed_empty_list(record: &Record<'_>, context: &RuleContext<'_>, node: NodeId) -> bool {
    let is_of = |field: &Symbol| record.field(*field) == Some(node);
    let is_required = || context.profile.required.iter().any(|required| is_of(&required.field));
    context.shape.is_native()
        && record.tree().kind(node) == Kind::Array
        && MAY_BE_EMPTY_LIST.iter().any(|field| is_of(field) && !is_required())
}

fn report(record: &Record<'_>, context: &RuleContext<'_>, node: NodeId, findings: &mut Findings<'_>) {
    let required = context.profile.required.iter().find(|required| required.state(record) == State::Empty(node));
    let message = if let Some(required) = required {
        let label = required.label();
        format!("the {label} {} empty (required by profile `{}`)", verb(&label), show::clipped(&context.profile.id))
    } else {
        let subject = if context.shape.is_native() { subject(record, node) } else { foreign_subject(record, node) };
        let is_pair = record.made_of(node).nth(1).is_some();
        format!("{subject} {} empty", if is_pair { "are" } else { verb(&subject) })
    };
    let finding = findings.at(Place::Value(node), message);
    finding.caption("nothing here");
    if let Some(required) = required {
        finding.severity(required.severity.max(Severity::Warning)).help("write the value");
        return;
    }
    let name = record.written_name(node).unwrap_or_default();
    finding.help(advice(context, name));
    if record.made_of(node).nth(1).is_some() {
        finding.help("write the values, or remove both");
    }
    if context.shape.id == "doaj" && name == "email" {
        // The element is optional in the schema, and DOAJ requests publishers not to send it.
        finding.severity(Severity::Note).help("remove the element");
    }
    if let Some(advice) = empty_surname_advice(record, context, node) {
        finding.help(advice);
    }
    if context.shape.unread == Unread::Lines {
        finding.caption(format!("nothing after `{name}`"));
        if !loses_information(record, name) {
            finding.severity(Severity::Note);
        }
    } else if context.shape.requires(name) && !name.starts_with('@') {
        finding.severity(Severity::Error);
    }
    if context.shape.requires(name) {
        return;
    }
    if let Some((node, name)) = removable(record, context, node) {
        // An empty field of BibTeX prevents the value of another entry from being inherited.
        let inherits = record.is_tex() && !context.holds(Symbol::TITLE);
        let applicability = if inherits { Applicability::Unsafe } else { Applicability::Safe };
        let title =
            if context.shape.is_native() { format!("remove {}", show::quoted(name)) } else { "remove it".to_owned() };
        finding.fix(title, applicability, vec![Change::Remove { node }]);
    }
}

/// Returns the advice for an empty field. A field that the format requires cannot be left out.
fn advice(context: &RuleContext<'_>, name: &str) -> String {
    let is_xml = context.shape.syntaxes.contains(&Syntax::Xml);
    if context.shape.requires(name) {
        return if name.starts_with('@') {
            "write the value, or remove the element: it must have this attribute".to_owned()
        } else {
            "write the value: the format requires it".to_owned()
        };
    }
    let noun = match name {
        name if is_xml && name.starts_with('@') => "attribute",
        _ if is_xml => "element",
        _ if context.shape.unread == Unread::Lines => context.shape.field_word(),
        _ => return "write the value, or leave the field out".to_owned(),
    };
    format!("write the value, or remove the {noun}")
}

/// Returns the advice for an empty surname if there are several given names: one of them may be the surname.
fn empty_surname_advice(record: &Record<'_>, context: &RuleContext<'_>, node: NodeId) -> Option<String> {
    let tree = record.tree();
    let is_family = tree.key_of(node).is_some_and(|key| tree.symbol(key) == Symbol::FAMILY);
    let person = *tree.ancestors(node).last().filter(|_| is_family)?;
    let (_, given) = record.text(person, Symbol::GIVEN)?;
    let (_, name) = context.shape.name_parts().filter(|_| names_in(given) >= 2)?;
    Some(format!("check whether the surname is in {name}, and write it here"))
}

/// Returns the subject of the message in a format other than the native one.
fn foreign_subject(record: &Record<'_>, node: NodeId) -> String {
    if let Some(written) = record.written(node) {
        let parts: Vec<String> = record.made_of(node).skip(1).filter_map(|part| record.called(part)).collect();
        return std::iter::once(written).chain(parts).collect::<Vec<_>>().join(" and ");
    }
    let tree = record.tree();
    let ancestors = tree.ancestors(node);
    if let Some(list) =
        ancestors.iter().rev().find_map(|list| record.written(*list)).filter(|_| tree.key_of(node).is_none())
    {
        return format!("an entry of {list}");
    }
    let field_of = |node: NodeId| tree.key_of(node).map(|key| tree.symbol(key));
    let list = || ancestors.iter().rev().find_map(|list| field_of(*list).filter(|field| *field != Symbol::TERMS));
    match field_of(node) {
        // The text of an abstract is called the abstract, and a list of keywords has the name of the keywords in the
        // format.
        Some(Symbol::TEXT | Symbol::TERMS) => list().map_or_else(|| "a text".to_owned(), |field| record.named(field)),
        Some(Symbol::VALUE) => identifier(record, &ancestors).unwrap_or_else(|| "an identifier".to_owned()),
        Some(field) => record.named(field),
        None => list().map_or_else(|| "an entry".to_owned(), |field| format!("an entry of {}", record.named(field))),
    }
}

/// Returns the subject of the message in the native format.
fn subject(record: &Record<'_>, node: NodeId) -> String {
    let tree = record.tree();
    let ancestors = tree.ancestors(node);
    let Some(key) = tree.key_of(node) else {
        // The terms of a group of keywords are reported as keywords.
        let keys = ancestors.iter().rev().filter_map(|list| tree.key_of(*list));
        return match keys.into_iter().find(|key| tree.symbol(*key) != Symbol::TERMS) {
            Some(key) => format!("an item of {}", show::quoted(tree.key_name(key))),
            None => "an item".to_owned(),
        };
    };
    match identifier(record, &ancestors) {
        Some(identifier) if tree.symbol(key) == Symbol::VALUE => identifier,
        _ if ancestors.len() == 1 && label(tree.symbol(key)) != tree.key_name(key) => {
            format!("the {}", label(tree.symbol(key)))
        }
        _ => show::quoted(tree.key_name(key)),
    }
}

/// Returns the name of an identifier below these nodes: "the DOI identifier".
fn identifier(record: &Record<'_>, ancestors: &[NodeId]) -> Option<String> {
    let (_, scheme) = record.text(*ancestors.last()?, Symbol::SCHEME)?;
    Some(format!("the {} identifier", show::clipped(scheme).to_uppercase()))
}

/// Returns the node to remove, and its name: the member, or the object around it if that has no other members.
/// Returns `None` if an entry would lose an essential member, or if an earlier empty member already removes the
/// object.
fn removable<'a>(record: &Record<'a>, context: &RuleContext<'_>, node: NodeId) -> Option<(NodeId, &'a str)> {
    let tree = record.tree();
    let mut node = node;
    for parent in tree.ancestors(node).into_iter().rev() {
        let key = tree.key_of(node)?;
        let symbol = tree.symbol(key);
        let is_top_level = parent == tree.root();
        if !is_top_level && ESSENTIAL.contains(&symbol) || tree.key_name(key).starts_with("x-") {
            return None;
        }
        if is_top_level {
            let is_required =
                symbol == Symbol::TITLE || context.profile.required.iter().any(|required| required.field == symbol);
            return (!is_required).then(|| (node, tree.key_name(key)));
        }
        let mut members = tree.children(parent).map(|child| child.value);
        if !members.clone().all(|member| member == node || record.is_blank(member)) {
            return Some((node, tree.key_name(key)));
        }
        if members.next() != Some(node) {
            return None;
        }
        node = parent;
    }
    None
}
