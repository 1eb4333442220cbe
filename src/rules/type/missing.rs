//! The document type is missing.
//!
//! ## Why
//!
//! Whether a text is an article, a review or an editorial determines how it is cited, counted and searched for; the
//! OpenAIRE guidelines for literature repositories make the type mandatory. In JATS it is a warning: the DTDs do not
//! require `article-type`. In citation formats a missing type is a note; but RIS and CSL require the field, and `TY`
//! or `type` without a value is an error.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Rola bibliotek", "lang": "pl" },
//!   "type": ""
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Rola bibliotek", "lang": "pl" }
//! }
//! ```
//!
//! ```ris
//! TY  -
//! AU  - Nowicka, Anna
//! TI  - Reading in small towns
//! PY  - 2019
//! ER  -
//! ```
//!
//! ## Report
//!
//! ```text
//! error[type/missing]: the document type is empty
//!    ╭─[record.json:3:11   record Rola bibliotek · /type]
//!  2 │   "title": { "text": "Rola bibliotek", "lang": "pl" },
//!  3 │   "type": ""
//!    ·           ─┬
//!    ·            ╰── nothing here
//!  4 │ }
//!    ╰────
//!   help: say what this is, for example `article` or `review-article`
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Rola bibliotek", "lang": "pl" },
//!   "type": "article"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "book-review"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "other"
//! }
//! ```

use crate::diagnostic::{Severity, ids};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: ids::TYPE_MISSING,
    severity: Severity::Error,
    reads: &[Symbol::TYPE],
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

/// Whether a Dublin Core record has only a type that is not a document type: its version, or that it was reviewed.
fn has_other_type(record: &Record<'_>) -> bool {
    let Some((tree, home)) = record.source().zip(record.source_of(record.root())) else { return false };
    let is_type = |name: &str| name.rsplit(':').next() == Some("type");
    tree.children(home).any(|child| child.key.is_some_and(|key| is_type(tree.key_name(key))))
}

/// Whether a PubMed record describes a book or a part of one.
fn is_part_of_book(record: &Record<'_>) -> bool {
    let Some((tree, source)) = record.source().zip(record.source_of(record.root())) else { return false };
    tree.is_object(source) && tree.get_named(source, "BookDocument").is_some()
}

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.is_filled() {
        return;
    }
    if let Some(finding) = findings.missing(record, Symbol::TYPE, "the document type") {
        if is_part_of_book(record) {
            // `<PublicationType>` is optional in a `<BookDocument>` (PubMed DTD), and there is no type for a chapter.
            finding.severity(Severity::Warning).help("say what this is in `<PublicationType>`, for example `Review`");
            return;
        }
        finding.help(context.shape.type_advice());
        if context.shape.id == "oai-dc" && record.field(Symbol::TYPE).is_none() && has_other_type(record) {
            finding.message = "no `<dc:type>` says what kind of document this is".into();
        }
    }
}
