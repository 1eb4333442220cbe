//! A field has no value.
//!
//! ## Why
//!
//! A name without a value promises something and gives nothing: a reader of the record cannot tell whether the value
//! is unknown, does not exist, or was lost on the way. The OpenAIRE guidelines allow no empty element; what is not
//! known is left out. An empty list of title variants, references, links, licences, relations or funding says that the
//! work has none, as programs write it, and is left alone unless a profile asks for the field.
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

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Marks, Record, State, label, verb};
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::{Kind, NodeId, Symbol};
use std::collections::HashSet;

/// See the module.
pub const RULE: Rule = Rule {
    id: "field/empty",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &["schema/required", "schema/enum", "schema/other"],
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Present(check),
};

/// Members that an entry is about: without its text or value, an entry is no better than with an empty one.
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

/// Lists of which a work may truly have nothing.
const MAY_BE_NONE: &[Symbol] =
    &[Symbol::FUNDING, Symbol::LICENSES, Symbol::LINKS, Symbol::REFERENCES, Symbol::RELATIONS, Symbol::TITLE_VARIANTS];

fn check(record: &Record<'_>, ask: &Ask<'_>, findings: &mut Findings<'_>) {
    let tree = record.tree();
    if tree.most_hollow() == saying_none(record, ask) && !record.marks().meets(Marks::EMPTY) {
        return;
    }
    let mut at = tree.root();
    let end = tree.after(at);
    // Of several members of one name only one counts; the others are told by `field/duplicate-key`.
    let mut overridden: HashSet<NodeId> = HashSet::new();
    while at < end {
        if !overridden.is_empty() && overridden.contains(&at) {
            at = tree.after(at);
            continue;
        }
        if tree.has_duplicates(at) {
            overridden.extend(tree.counted(at).1.into_iter().map(|member| member.value));
        }
        if at != tree.root() && tree.kind(at) != Kind::Key && record.is_blank(at) && !says_none(record, ask, at) {
            report(record, ask, at, findings);
        }
        at = NodeId::new(at.index() as u32 + 1);
    }
}

/// How many empty lists say that there are none.
fn saying_none(record: &Record<'_>, ask: &Ask<'_>) -> usize {
    let lists = MAY_BE_NONE.iter().filter_map(|field| record.field(*field));
    lists.filter(|list| record.is_blank(*list) && says_none(record, ask, *list)).count()
}

/// Whether an empty list says that there are none, as programs write it, and nobody asks for one.
fn says_none(record: &Record<'_>, ask: &Ask<'_>, node: NodeId) -> bool {
    let is_of = |field: &Symbol| record.field(*field) == Some(node);
    let is_required = || ask.profile.required.iter().any(|required| is_of(&required.field));
    ask.shape.is_native()
        && record.tree().kind(node) == Kind::Array
        && MAY_BE_NONE.iter().any(|field| is_of(field) && !is_required())
}

fn report(record: &Record<'_>, ask: &Ask<'_>, node: NodeId, findings: &mut Findings<'_>) {
    let required = ask.profile.required.iter().find(|required| required.state(record) == State::Empty(node));
    let message = if let Some(required) = required {
        let label = required.label();
        format!("the {label} {} empty (required by profile `{}`)", verb(&label), show::clipped(&ask.profile.id))
    } else {
        let subject = if ask.shape.is_native() { subject(record, node) } else { foreign_subject(record, node) };
        format!("{subject} {} empty", verb(&subject))
    };
    let finding = findings.at(Place::Value(node), message);
    finding.caption("nothing here");
    if let Some(required) = required {
        finding.severity(required.severity.max(Severity::Warning)).help("write the value");
        return;
    }
    finding.help("write the value, or leave the field out");
    if let Some((node, name)) = removable(record, ask, node) {
        // An empty field of BibTeX keeps what another entry says of it from being taken over.
        let inherits = record.is_tex() && !ask.holds(Symbol::TITLE);
        let applicability = if inherits { Applicability::Unsafe } else { Applicability::Safe };
        let title =
            if ask.shape.is_native() { format!("remove {}", show::quoted(name)) } else { "remove it".to_owned() };
        finding.fix(title, applicability, vec![Change::Remove { node }]);
    }
}

/// How a sentence names what is empty in the words of another format than the native one.
fn foreign_subject(record: &Record<'_>, node: NodeId) -> String {
    let tree = record.tree();
    let ancestors = tree.ancestors(node);
    let field_of = |node: NodeId| tree.key_of(node).map(|key| tree.symbol(key));
    let list = || ancestors.iter().rev().find_map(|list| field_of(*list).filter(|field| *field != Symbol::TERMS));
    match field_of(node) {
        // The text of an abstract is the abstract, and a list of keywords is what the format has keywords in.
        Some(Symbol::TEXT | Symbol::TERMS) => list().map_or_else(|| "a text".to_owned(), |field| record.named(field)),
        Some(Symbol::VALUE) => identifier(record, &ancestors).unwrap_or_else(|| "an identifier".to_owned()),
        Some(field) => record.named(field),
        None => list().map_or_else(|| "an entry".to_owned(), |field| format!("an entry of {}", record.named(field))),
    }
}

/// How a sentence names what is empty.
fn subject(record: &Record<'_>, node: NodeId) -> String {
    let tree = record.tree();
    let ancestors = tree.ancestors(node);
    let Some(key) = tree.key_of(node) else {
        // The terms of a group of keywords are what a person calls the keywords.
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

/// How a sentence names an identifier below these nodes: "the DOI identifier".
fn identifier(record: &Record<'_>, ancestors: &[NodeId]) -> Option<String> {
    let (_, scheme) = record.text(*ancestors.last()?, Symbol::SCHEME)?;
    Some(format!("the {} identifier", show::clipped(scheme).to_uppercase()))
}

/// What to take out, and its name: the member, or the object around it if it holds nothing else. Nothing where an
/// entry would lose what it is about, or where an earlier empty member takes the object out already.
fn removable<'a>(record: &Record<'a>, ask: &Ask<'_>, node: NodeId) -> Option<(NodeId, &'a str)> {
    let tree = record.tree();
    let mut node = node;
    for parent in tree.ancestors(node).into_iter().rev() {
        let key = tree.key_of(node)?;
        let symbol = tree.symbol(key);
        let top = parent == tree.root();
        if !top && ESSENTIAL.contains(&symbol) || tree.key_name(key).starts_with("x-") {
            return None;
        }
        if top {
            let asked = symbol == Symbol::TITLE || ask.profile.required.iter().any(|required| required.field == symbol);
            return (!asked).then(|| (node, tree.key_name(key)));
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
