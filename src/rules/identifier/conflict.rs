//! Two identifiers of one kind contradict each other.
//!
//! ## Why
//!
//! A work has one DOI, one PMID, one identifier in YADDA. Two different ones come from merged records that describe
//! different works, or from a preprint; programs use either of them.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.18778/8088-191-4.20" }, { "scheme": "doi", "value": "10.18778/8088-191-4.21" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "pmid", "value": "33044175" }, { "scheme": "PMID", "value": "33044176" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[identifier/conflict]: the record has a second DOI, `10.18778/8088-191-4.21`
//!    ╭─[record.json:3:103   record 10.18778/8088-191-4.20 · /identifiers/1/value]
//!  3 │ …cheme": "doi", "value": "10.18778/8088-191-4.21" }]
//!    ·                          ────────────┬───────────
//!    ·                                      ╰── another one
//!  4 │ }
//!    ╰────
//!    ╭─[record.json:3:47]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │ …cheme": "doi", "value": "10.18778/8088-191-4.20" }, { "scheme": "doi", "v…
//!    ·                          ────────────┬───────────
//!    ·                                      ╰── the first
//!    ╰────
//!   help: keep the identifier of this work, and write the other as a relation
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.18778/8088-191-4.20" }, { "scheme": "isbn", "value": "978-3-16-148410-0" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "isbn", "value": "978-3-16-148410-0" }, { "scheme": "isbn", "value": "0-8044-2957-X" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.18778/8088-191-4.20" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::{Record, doi};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "identifier/conflict",
    severity: Severity::Error,
    reads: &[Symbol::IDENTIFIERS],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Schemes that allow one value per work.
const SINGLE: &[&str] = &["doi", "pmid", "yadda"];

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.has_plain_doi_alone() {
        return;
    }
    if record.items(Symbol::IDENTIFIERS).nth(1).is_none() {
        return;
    }
    for scheme in SINGLE {
        let bare = |value: &str| {
            let value = value.trim();
            let start = if *scheme == "doi" { doi::prefix(value) } else { 0 };
            value[start..].to_lowercase()
        };
        let mut all = record.identifiers(scheme).filter(|identifier| !identifier.value.trim().is_empty());
        let Some(first) = all.next() else { continue };
        for other in all.filter(|other| bare(other.value) != bare(first.value)) {
            let name = scheme.to_uppercase();
            let message = format!("the record has a second {name}, {}", show::quoted(other.value));
            let finding = findings.at(Place::Value(other.node), message);
            finding.caption("another one").label(Place::Value(first.node), "the first").value(other.value);
            finding.help(if context.holds(Symbol::RELATIONS) {
                "keep the identifier of this work, and write the other as a relation"
            } else {
                "keep the identifier of this work"
            });
        }
    }
}
