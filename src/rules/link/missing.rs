//! The record has neither a DOI nor a link to its text.
//!
//! ## Why
//!
//! A reader who finds the record needs the text. DOAJ requires journals to provide a link to each article; elsewhere
//! many records describe works that exist only on paper, so the rule is off unless a profile requires a link.
//!
//! ## Bad
//!
//! ```json profile-doaj
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" }
//! }
//! ```
//!
//! ```json profile-strict
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "isbn", "value": "978-3-16-148410-0" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[link/missing]: there is neither a DOI nor a link to the text
//!    ╭─[record.json:1:1   record Reading in small towns · /links]
//!  1 │ {
//!    · ─
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" }
//!    ╰────
//!   help: add the DOI, or the address of the text
//! ```
//!
//! ## Good
//!
//! ```json profile-doaj
//! {
//!   "title": { "text": "Reading in small towns", "lang": "eng" },
//!   "links": [{ "url": "https://example.org/art/1" }]
//! }
//! ```
//!
//! ```json profile-strict
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.18778/8088-191-4.20" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "links": [{ "url": "https://example.org/art/1" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "link/missing",
    severity: Severity::Warning,
    reads: &[Symbol::LINKS, Symbol::IDENTIFIERS],
    instead_of: &["field/required-missing"],
    check: Check::Absent(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let has_link = record.items(Symbol::LINKS).any(|link| record.text(link, Symbol::URL).is_some());
    let has_doi = record.identifiers("doi").any(|identifier| !identifier.value.trim().is_empty());
    if has_link || has_doi || !context.holds(Symbol::LINKS) {
        return;
    }
    let finding = findings.at(Place::Opening(record.root()), "there is neither a DOI nor a link to the text");
    finding.subject = Some(Symbol::LINKS);
    finding.help(context.shape.link_advice());
}
