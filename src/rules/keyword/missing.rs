//! The record has no keywords.
//!
//! ## Why
//!
//! Keywords lead readers to a work whose title does not use their words, and a repository of many languages depends
//! on them most. Reviews, editorials and corrections need none. The rule is off unless a profile asks for keywords.
//!
//! ## Bad
//!
//! ```json profile=cejsh
//! {
//!   "type": "article",
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" }
//! }
//! ```
//!
//! ```json profile=cejsh
//! {
//!   "type": "article",
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "keywords": []
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[keyword/missing]: the keywords are missing
//!    ╭─[record.json:1:1   record Czytelnictwo w małych miastach · /keywords]
//!  1 │ {
//!    · ─
//!  2 │   "type": "article",
//!    ╰────
//!   help: add the keywords that the work names
//! ```
//!
//! ## Good
//!
//! ```json profile=cejsh
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["pl"],
//!   "keywords": [{ "lang": "pl", "terms": ["czytelnictwo", "biblioteki"] }]
//! }
//! ```
//!
//! ```json profile=cejsh
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "type": "book-review"
//! }
//! ```

use crate::diagnostic::Severity;
use crate::record::Record;
use crate::ruleset::{Ask, Check, Findings, Rule};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "keyword/missing",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::KEYWORDS],
    instead_of: &["field/required-missing", "field/empty", "schema/required", "schema/enum", "schema/other"],
    check: Check::Absent(check),
};

/// Types of works that come without keywords.
const NEEDS_NONE: &[&str] = &["book-review", "review-article", "editorial", "erratum", "retraction"];

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    if record.has_type(NEEDS_NONE) {
        return;
    }
    if let Some(finding) = findings.missing(record, Symbol::KEYWORDS, "the keywords") {
        finding.help("add the keywords that the work names");
    }
}
