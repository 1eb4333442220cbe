//! A field that the profile requires is absent.
//!
//! ## Why
//!
//! What a record must say differs from repository to repository, and a profile writes it down: CEJSH, for one, finds
//! its records by their YADDA identifier. A record without such a field is refused there, or lost among the others.
//! Fields with a rule of their own for it, such as `type/missing`, are told by that rule.
//!
//! ## Bad
//!
//! ```json profile=cejsh
//! {
//!   "type": "article",
//!   "languages": ["pl"],
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "isbn", "value": "978-3-16-148410-0" }]
//! }
//! ```
//!
//! ```json profile=cejsh
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
//! ```json profile=cejsh
//! {
//!   "type": "article",
//!   "languages": ["pl"],
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "yadda", "value": "bwmeta1.element.example-0001" }, { "scheme": "doi", "value": "10.18778/1" }]
//! }
//! ```
//!
//! ```json profile=cejsh
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

use crate::diagnostic::{Place, Severity, show};
use crate::record::{Record, Required, State, verb};
use crate::ruleset::{Ask, Check, Findings, Rule};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "field/required-missing",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[],
    instead_of: &["field/empty", "schema/required", "schema/enum", "schema/other"],
    check: Check::Absent(check),
};

fn check(record: &Record<'_>, ask: &Ask<'_>, findings: &mut Findings<'_>) {
    let told_here = |required: &&Required| {
        let own_rule = own_rule(required).is_some_and(|rule| !ask.profile.is_off(rule));
        ask.holds(required.field) && !own_rule && required.state(record) == State::Absent
    };
    for required in ask.profile.required.iter().filter(told_here) {
        let label = required.label();
        let message =
            format!("the {label} {} missing (required by profile `{}`)", verb(&label), show::clipped(&ask.profile.id));
        // For a scheme, the list itself may stand there with nothing in it.
        let finding = if let State::Empty(list) = record.state(required.field) {
            findings.at(Place::Value(list), message).caption("nothing here")
        } else {
            let finding = findings.at(Place::Opening(record.root()), message);
            finding.subject = Some(required.field);
            finding
        };
        finding.expected(label.clone()).help(format!("add the {label}"));
    }
}

/// The rule that tells this absence better.
fn own_rule(required: &Required) -> Option<&'static str> {
    match (required.field, required.scheme.as_deref()) {
        (Symbol::CONTRIBUTORS, None) => Some("contributor/missing"),
        (Symbol::IDENTIFIERS, Some(scheme)) if scheme.eq_ignore_ascii_case("doi") => Some("doi/missing"),
        (Symbol::KEYWORDS, None) => Some("keyword/missing"),
        (Symbol::LANGUAGES, None) => Some("language/missing"),
        (Symbol::TITLE, None) => Some("title/missing"),
        (Symbol::TYPE, None) => Some("type/missing"),
        _ => None,
    }
}
