//! The record has no abstract.
//!
//! ## Why
//!
//! Readers decide by the abstract whether to open a work, and search engines find it by the words of the
//! abstract. The guidelines of OpenAIRE require an abstract if there is one. Editorials, letters, book reviews,
//! corrections and the like have none.
//!
//! In citation formats (BibTeX, RIS, CSL) the rule is off unless a profile or the configuration turns it on.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "type": "article"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": []
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[abstract/missing]: the abstract is missing
//!    ╭─[record.json:1:1   record Czytelnictwo w małych miastach · /abstracts]
//!  1 │ {
//!    · ─
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!    ╰────
//!   help: add the abstract
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Errata do tomu 12", "lang": "pl" },
//!   "type": "erratum"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [{ "text": "W dwunastu małych miastach zapytano czytelników o to jakie książki wypożyczyli w ciągu ostatniego roku z biblioteki publicznej.", "lang": "pl" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Erratum: Reading in small towns", "lang": "en" },
//!   "type": "erratum"
//! }
//! ```

use crate::diagnostic::{Severity, ids};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{Child, NodeId, Symbol, Tree};

pub const RULE: Rule = Rule {
    id: ids::ABSTRACT_MISSING,
    severity: Severity::Note,
    reads: &[Symbol::ABSTRACTS],
    instead_of: &[
        "text/placeholder",
        "field/required-missing",
        "field/empty",
        "schema/required",
        "schema/enum",
        "schema/other",
    ],
    check: Check::Absent(check),
    ..Rule::PLAIN
};

/// Types of documents that have no abstract.
const TYPES_WITHOUT_ABSTRACT: &[&str] = &[
    "editorial",
    "erratum",
    "retraction",
    "obituary",
    "letter",
    "interview",
    "report",
    "book-review",
    "source-edition",
];

/// Whether there is a description of any kind. Dublin Core keeps abstracts, notes and tables of contents in one
/// element, so a short description may be a short abstract.
fn has_other_description(record: &Record<'_>, context: &RuleContext<'_>) -> bool {
    let Some((tree, element)) =
        record.source().zip(record.source_of(record.root())).filter(|_| context.shape.id == "oai-dc")
    else {
        return false;
    };
    let is_description = |name: &str| name.rsplit(':').next() == Some("description");
    tree.children(element)
        .any(|child| child.key.is_some_and(|key| is_description(tree.key_name(key))) && has_words(tree, child.value))
}

/// Whether a DataCite record has descriptions, each with a type other than abstract.
fn has_other_descriptions(record: &Record<'_>) -> bool {
    let Some((tree, element)) = record.source().zip(record.source_of(record.root())) else { return false };
    let list = tree.get_named(element, "descriptions").map(|list| list.value);
    list.is_some_and(|list| tree.children(list).any(|child| tree.children(child.value).next().is_some()))
}

/// Whether an element has words in its text or in a child.
fn has_words(tree: Tree<'_>, element: NodeId) -> bool {
    let is_filled_child = |child: Child| {
        let is_attribute = child.key.is_some_and(|key| tree.key_name(key).starts_with('@'));
        !is_attribute && tree.text(child.value).is_none_or(|text| !text.trim().is_empty())
    };
    tree.text(element).is_some_and(|text| !text.trim().is_empty()) || tree.children(element).any(is_filled_child)
}

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.is_filled() || record.has_type(TYPES_WITHOUT_ABSTRACT) || has_other_description(record, context) {
        return;
    }
    if let Some(finding) = findings.missing(record, Symbol::ABSTRACTS, "the abstract") {
        finding.help("add the abstract");
        if has_other_descriptions(record) {
            match context.shape.id {
                "datacite-xml" => {
                    finding.message = "no `<description>` is of the type `Abstract`".into();
                    finding.help("add the abstract in `<description descriptionType=\"Abstract\">`");
                }
                "datacite" => {
                    finding.message = "none of the `descriptions` is of the type `Abstract`".into();
                    finding.help("add the abstract, with `Abstract` in `descriptionType`");
                }
                _ => {}
            }
        }
    }
}
