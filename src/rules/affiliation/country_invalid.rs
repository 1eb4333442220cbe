//! The country of an affiliation is not a country code.
//!
//! ## Why
//!
//! Countries are written as the two capital letters of ISO 3166-1, so that statistics and maps find them in any
//! language. `UK` is reserved, but is not one of the codes: the United Kingdom is `GB`. Codes that were withdrawn
//! later (ISO 3166-3), such as `SU` for the Soviet Union, are correct in older works.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw", "country": "POL" }],
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "affiliations": [{ "id": "a1", "name": "University of Leeds", "country": "UK" }],
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[affiliation/country-invalid]: `POL` is not the code of a country [*]
//!    ╭─[record.json:3:77   record Reading in small towns · /affiliations/0/country]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │ …e": "University of Warsaw", "country": "POL" }],
//!    ·                                         ──┬──
//!    ·                                           ╰── not a code
//!  4 │   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowick…
//!    ╰────
//!   help: write `PL`
//!     - "POL"
//!     + "PL"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw", "country": "PL" }],
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw", "country": "GB" }],
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw", "country": "XK" }],
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Record, country};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "affiliation/country-invalid",
    severity: Severity::Warning,
    reads: &[Symbol::AFFILIATIONS, Symbol::CONTRIBUTORS],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.affiliations_are_plain() {
        return;
    }
    for affiliation in record.every_affiliation() {
        let Some((node, raw)) = affiliation.country else { continue };
        if country::is_code(raw) {
            continue;
        }
        let finding = findings.at(Place::Value(node), format!("{} is not the code of a country", show::quoted(raw)));
        finding.caption("not a code").value(raw).expected("two capital letters of ISO 3166-1, such as `PL`");
        if let Some(code) = country::code_of(raw) {
            finding.suggestion(code).help(format!("write `{code}`"));
            let change = Change::Replace { node, range: None, text: code.to_owned() };
            // England has no code of its own.
            let is_part = raw.trim().eq_ignore_ascii_case("england");
            let applicability = if is_part { Applicability::Unsafe } else { Applicability::Safe };
            finding.fix(format!("write `{code}`"), applicability, vec![change]);
        } else {
            finding.help("write the two letters of ISO 3166-1, such as `PL`");
        }
    }
}
