//! The record has no DOI.
//!
//! ## Why
//!
//! A DOI is an address of a work that stays valid when its journal moves, and citations are counted by it. The rule
//! is off unless a profile requires a DOI: not every journal has them.
//!
//! ## Bad
//!
//! ```json profile-cejsh
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "yadda", "value": "bwmeta1.element.example-0001" }]
//! }
//! ```
//!
//! ```json profile-cejsh
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[doi/missing]: the DOI is missing
//!    ╭─[record.json:1:1   record Czytelnictwo w małych miastach · /identifiers]
//!  1 │ {
//!    · ─
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!    ╰────
//!   help: add the DOI, if the work has one
//! ```
//!
//! ## Good
//!
//! ```json profile-cejsh
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
//!   "identifiers": [
//!     { "scheme": "yadda", "value": "bwmeta1.element.example-0001" },
//!     { "scheme": "DOI", "value": "10.18778/8088-191-4.20" }
//!   ]
//! }
//! ```
//!
//! ```json profile-cejsh
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "yadda", "value": "bwmeta1.element.example-0002" }, { "scheme": "DOI", "value": "10.18778/1" }]
//! }
//! ```
//!
//! ```json profile-crossref
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, ids};
use crate::record::{Record, Required, State};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: ids::DOI_MISSING,
    severity: Severity::Warning,
    reads: &[Symbol::IDENTIFIERS],
    instead_of: &["field/empty", "schema/required", "schema/enum", "schema/other"],
    check: Check::Absent(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some(required) = Required::named("identifiers/doi") else { return };
    let finding = match required.state(record) {
        State::Present(_) => return,
        State::Empty(node) => findings.at(Place::Value(node), "the DOI is empty").caption("nothing here"),
        State::Absent => {
            let finding = findings.at(Place::Opening(record.root()), "the DOI is missing");
            finding.subject = Some(Symbol::IDENTIFIERS);
            finding
        }
    };
    finding.help("add the DOI, if the work has one");
}
