//! A field that the profile requires is absent.
//!
//! ## Why
//!
//! Required fields differ from repository to repository, and a profile lists them: CEJSH, for example, finds its
//! records by their YADDA identifier. A record without such a field is rejected there or cannot be found. If a field
//! has its own rule, such as `type/missing`, that rule reports it.
//!
//! ## Bad
//!
//! ```json profile-cejsh
//! {
//!   "type": "article",
//!   "languages": ["pl"],
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "isbn", "value": "978-3-16-148410-0" }]
//! }
//! ```
//!
//! ```json profile-cejsh
//! {
//!   "type": "article",
//!   "languages": ["en"],
//!   "title": { "text": "Reading in small towns", "lang": "en" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[field/required-missing]: the YADDA identifier is missing (required by profile `cejsh`)
//!    ╭─[record.json:1:1   record Czytelnictwo w małych miastach · /identifiers]
//!  1 │ {
//!    · ─
//!  2 │   "type": "article",
//!    ╰────
//!   help: add the YADDA identifier
//! ```
//!
//! ## Good
//!
//! ```json profile-cejsh
//! {
//!   "type": "article",
//!   "languages": ["pl"],
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
//!   "identifiers": [{ "scheme": "yadda", "value": "bwmeta1.element.example-0001" }, { "scheme": "doi", "value": "10.18778/1" }]
//! }
//! ```
//!
//! ```json profile-cejsh
//! {
//!   "type": "article",
//!   "languages": ["en"],
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "YADDA", "value": "bwmeta1.element.example-0002" }, { "scheme": "doi", "value": "10.18778/2" }]
//! }
//! ```
//!
//! ```json
//! { "title": { "text": "Reading in small towns", "lang": "en" } }
//! ```

use crate::diagnostic::{Place, Severity, ids, show};
use crate::record::{Record, Required, State, verb};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: ids::FIELD_REQUIRED_MISSING,
    severity: Severity::Error,
    instead_of: &["field/empty", "schema/required", "schema/enum", "schema/other"],
    check: Check::Absent(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let is_reported_here = |required: &&Required| {
        // PubMed has a place for a DOI, but none for a link.
        let has_no_link = required.field == Symbol::LINKS && context.shape.id == "pubmed";
        let has_own_rule = required.own_rule().is_some_and(|rule| !context.profile.is_off(rule));
        let has_place = context.holds(required.field) && required.member.is_none_or(|member| context.holds(member));
        has_place && !has_no_link && !has_own_rule && required.is_of(record) && required.state(record) == State::Absent
    };
    for required in context.profile.required.iter().filter(is_reported_here) {
        let label = required.label();
        let message = format!(
            "the {label} {} missing (required by profile `{}`)",
            verb(&label),
            show::clipped(&context.profile.id)
        );
        let finding = match (record.state(required.field), required.member) {
            // The list of identifiers may be there, but empty.
            (State::Empty(list), _) => findings.at(Place::Value(list), message).caption("nothing here"),
            (State::Present(object), Some(member)) => {
                let finding = findings.at(Place::Opening(object), message);
                finding.subject = Some(member);
                finding
            }
            _ => {
                let finding = findings.at(Place::Opening(record.root()), message);
                finding.subject = Some(required.field);
                finding
            }
        };
        finding.severity(required.severity).expected(label.clone()).help(format!("add the {label}"));
    }
}
