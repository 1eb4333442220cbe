//! The record has no abstract.
//!
//! ## Why
//!
//! Readers decide by the abstract whether they open a work, and search engines find it by the abstract's words. The
//! guidelines of OpenAIRE ask for one wherever there is one. Editorials, letters, reviews of books, corrections and
//! the like come without.
//!
//! In formats that are kept for citing (BibTeX, RIS, CSL) the rule runs only where a profile or the configuration asks for
//! it.
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

use crate::diagnostic::Severity;
use crate::record::Record;
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::{Child, NodeId, Symbol, Tree};

/// See the module.
pub const RULE: Rule = Rule {
    id: "abstract/missing",
    severity: Severity::Note,
    since: "0.1.0",
    reads: &[Symbol::ABSTRACTS],
    options: &[],
    instead_of: &[
        "text/placeholder",
        "field/required-missing",
        "field/empty",
        "schema/required",
        "schema/enum",
        "schema/other",
    ],
    fix: None,
    cost: Cost::Fields,
    check: Check::Absent(check),
};

/// Types of documents that come without an abstract.
const WITHOUT: &[&str] = &[
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

/// Whether there is a description that may be anything: Dublin Core has abstracts, notes and tables of contents in one element,
/// so that a short one may be a short abstract.
fn has_other_description(record: &Record<'_>, context: &RuleContext<'_>) -> bool {
    let Some((tree, home)) =
        record.source().zip(record.source_of(record.root())).filter(|_| context.shape.id == "oai-dc")
    else {
        return false;
    };
    let is_one = |name: &str| name.rsplit(':').next() == Some("description");
    tree.children(home).any(|child| child.key.is_some_and(|key| is_one(tree.key_name(key))) && says(tree, child.value))
}

/// Whether a record of DataCite has descriptions, each of which says that it is something else than an abstract.
fn has_other_descriptions(record: &Record<'_>) -> bool {
    let Some((tree, home)) = record.source().zip(record.source_of(record.root())) else { return false };
    let list = tree.get_named(home, "descriptions").map(|list| list.value);
    list.is_some_and(|list| tree.children(list).any(|child| tree.children(child.value).next().is_some()))
}

/// Whether an element has words in it.
fn says(tree: Tree<'_>, element: NodeId) -> bool {
    let has_words = |child: Child| {
        let is_attribute = child.key.is_some_and(|key| tree.key_name(key).starts_with('@'));
        !is_attribute && tree.text(child.value).is_none_or(|text| !text.trim().is_empty())
    };
    tree.text(element).is_some_and(|text| !text.trim().is_empty()) || tree.children(element).any(has_words)
}

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.is_filled() || record.has_type(WITHOUT) || has_other_description(record, context) {
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
