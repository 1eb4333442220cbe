//! A DOI was never filled in.
//!
//! ## Why
//!
//! Templates and tests leave DOIs behind that look real and lead nowhere: `10.0000/`, the patterns of a journal's
//! software (`%j.%v.%i`), or prefixes that are reserved for tests (`10.5072`). `10.5555` and `10.12345` stand in
//! examples; a few real exports use them, hence only a warning.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.18778/%j.%v.%i" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.XXXX/abc" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.0000/FIXME" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.5072/test" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[doi/placeholder]: `10.18778/%j.%v.%i` stands for a DOI and is none
//!    ╭─[record.json:3:47   record 10.18778/%j.%v.%i · /identifiers/0/value]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "identifiers": [{ "scheme": "doi", "value": "10.18778/%j.%v.%i" }]
//!    ·                                               ─────────┬─────────
//!    ·                                                        ╰── never filled in
//!  4 │ }
//!    ╰────
//!   help: write the DOI that was registered, or take the identifier out
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.18778/8088-191-4.20" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.50720/a" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.1000/undefinedness-of-terms" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Ask, Check, Findings, Rule};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "doi/placeholder",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[Symbol::IDENTIFIERS],
    instead_of: &["doi/url-form", "doi/junk", "doi/syntax"],
    check: Check::Present(check),
};

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    for identifier in record.identifiers("doi") {
        let value = identifier.value;
        let Some(severity) = kind(&value.to_lowercase()) else { continue };
        let finding =
            findings.at(Place::Value(identifier.node), format!("{} stands for a DOI and is none", show::quoted(value)));
        finding.severity(severity).caption("never filled in").value(value);
        finding.help("write the DOI that was registered, or take the identifier out");
    }
}

/// How bad a DOI in lower case is, if it is a placeholder.
fn kind(lower: &str) -> Option<Severity> {
    const CERTAIN: &[&str] = &["10.0000/", "10.5072/", "10.xxxx", "fixme", "%j", "%v", "%i", "%a", "%p"];
    const LIKELY: &[&str] = &["10.5555/", "10.12345/"];
    let is_undefined = lower.split('/').any(|part| matches!(part, "undefined" | "null"));
    if is_undefined || CERTAIN.iter().any(|part| lower.contains(part)) {
        Some(Severity::Error)
    } else if LIKELY.iter().any(|part| lower.contains(part)) {
        Some(Severity::Warning)
    } else {
        None
    }
}
