//! A DOI does not have the form of a DOI.
//!
//! ## Why
//!
//! A DOI begins with `10.` and the number of its registrant, followed by a slash and any visible characters (DOI
//! Handbook, 2.2). Anything else leads nowhere when a reader follows it and matches nothing when citations are
//! counted. Brackets, colons and semicolons are valid: older DOIs often contain them.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "1O.1016/j.x" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.1016" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "doi.org" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[doi/syntax]: `1O.1016/j.x` is not a DOI
//!    ╭─[record.json:3:47   record 1O.1016/j.x · /identifiers/0/value]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "identifiers": [{ "scheme": "doi", "value": "1O.1016/j.x" }]
//!    ·                                               ──────┬──────
//!    ·                                                     ╰── not a DOI
//!  4 │ }
//!    ╰────
//!   help: compare it with the publisher's page
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O" }]
//! }
//! ```
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
//!   "identifiers": [{ "scheme": "doi", "value": "10.1000.10/123" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10/f3mk7x" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::{Record, doi};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "doi/syntax",
    severity: Severity::Error,
    reads: &[Symbol::IDENTIFIERS],
    instead_of: &["text"],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.has_plain_doi_alone() {
        return;
    }
    for identifier in record.identifiers("doi") {
        let value = identifier.value;
        if value.trim().is_empty() || doi::is_doi(value) || doi::is_short(value) {
            continue;
        }
        // Some programs write the kind of work into these tags, others the DOI.
        let other = record.written_name(identifier.node).filter(|name| matches!(*name, "M3" | "L3"));
        let message = match other {
            Some(tag) => format!("{} in `{tag}` is not a DOI", show::quoted(value)),
            None => format!("{} is not a DOI", show::quoted(value)),
        };
        let finding = findings.at(Place::Value(identifier.node), message);
        finding.caption("not a DOI").value(value).expected("a DOI, such as `10.18778/8088-191-4.20`");
        let rest = value[doi::prefix(value)..].trim();
        if doi::is_doi(rest) {
            finding.suggestion(rest).help(format!("keep only {}", show::quoted(&record.spelled_as_is(rest))));
        } else if other.is_some() {
            finding.help("write the DOI into `DO`, or remove the line");
        } else {
            finding.help("compare it with the publisher's page");
        }
    }
}
