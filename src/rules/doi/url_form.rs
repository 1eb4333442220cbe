//! A DOI is written as a web address or with a label.
//!
//! ## Why
//!
//! The field already says that its value is a DOI. The address of a resolver changes (`dx.doi.org` became `doi.org`),
//! the DOI does not, and records can only be compared if all of them use the same form.
//!
//! The escapes of the address are decoded: `%3C` is `<`. The fix needs confirmation if the address has a query, a
//! fragment or a host that is not known to resolve DOIs.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "https://doi.org/10.18778/8088-191-4.20" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "doi:10.1000/xyz" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "http://dx.doi.org/10.1000/xyz" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[doi/url-form]: the DOI is written as a link or with a label [*]
//!    ╭─[record.json:3:48   record https://doi.org/10.18778/8088-191-4.20 · /identifiers/0/value]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │ …heme": "doi", "value": "https://doi.org/10.18778/8088-191-4.20" }]
//!    ·                          ────────┬───────
//!    ·                                  ╰── not part of the DOI
//!  4 │ }
//!    ╰────
//!   help: write only `10.18778/8088-191-4.20`
//!     - "https://doi.org/10.18778/8088-191-4.20"
//!     + "10.18778/8088-191-4.20"
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
//!   "identifiers": [{ "scheme": "doi", "value": "10.1000/doi.org" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.1000/xyz" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Record, doi};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "doi/url-form",
    severity: Severity::Note,
    reads: &[Symbol::IDENTIFIERS],
    instead_of: &["doi/junk", "doi/syntax", "text"],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.has_plain_doi_alone() {
        return;
    }
    for identifier in record.identifiers("doi") {
        let value = identifier.value;
        let prefix = doi::prefix(value);
        let rest = value[prefix..].trim_end();
        if prefix == 0 || !doi::is_doi(rest) {
            continue;
        }
        let finding =
            findings.at(Place::Within(identifier.node, 0..prefix), "the DOI is written as a link or with a label");
        finding.caption("not part of the DOI").value(value);
        let Some((bare_doi, is_certain)) = doi::bare(value) else {
            finding.help("compare it with the publisher's page, and keep only the DOI");
            continue;
        };
        let advice = format!("write only {}", show::quoted(&record.spelled_as_is(&bare_doi)));
        finding.suggestion(&*bare_doi).help(&*advice);
        let applicability = if is_certain { Applicability::Safe } else { Applicability::Unsafe };
        let change = Change::Replace { node: identifier.node, range: None, text: bare_doi };
        finding.fix(advice, applicability, vec![change]);
    }
}
