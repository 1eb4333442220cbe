//! The record does not say in which language the work is published.
//!
//! ## Why
//!
//! Readers search for what they can read, and repositories deliver records by language. The guidelines of OpenAIRE
//! and the intake of DOAJ ask for it, and without it nobody can tell which of several titles is the original.
//!
//! In formats that are kept for citing (BibTeX, RIS, CSL) the rule runs only where a profile or the configuration asks for
//! it.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": []
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "type": "article"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[language/missing]: the language of publication is empty
//!    ╭─[record.json:3:16   record Czytelnictwo w małych miastach · /languages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "languages": []
//!    ·                ─┬
//!    ·                 ╰── nothing here
//!  4 │ }
//!    ╰────
//!   help: name the language of the work by its code, such as `pl` or `en`
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["pl"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "languages": ["und"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "languages": ["en", "pl"]
//! }
//! ```

use crate::diagnostic::Severity;
use crate::record::Record;
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "language/missing",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::LANGUAGES],
    options: &[],
    instead_of: &["field/required-missing", "field/empty", "schema/required", "schema/enum", "schema/other"],
    fix: None,
    cost: Cost::Fields,
    check: Check::Absent(check),
};

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    if record.is_filled() {
        return;
    }
    if let Some(finding) = findings.missing(record, Symbol::LANGUAGES, "the language of publication") {
        finding.help("name the language of the work by its code, such as `pl` or `en`");
    }
}
