//! A DOI has extra characters before or after it.
//!
//! ## Why
//!
//! A full stop from the end of a citation, a space from a line break or the `/pdf` of a publisher's link changes the
//! DOI into another one, which leads nowhere. A slash or a bracket at the end may belong to the DOI.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.1000/xyz." }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.5281/zenodo.17802618 " }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.1016/j.jsis. 2021.101694" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.1000/xyz/pdf" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[doi/junk]: there are extra characters with the DOI `10.1000/xyz`
//!    ╭─[record.json:3:59   record 10.1000/xyz. · /identifiers/0/value]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "identifiers": [{ "scheme": "doi", "value": "10.1000/xyz." }]
//!    ·                                                           ┬
//!    ·                                                           ╰── not part of the DOI
//!  4 │ }
//!    ╰────
//!   help: keep only `10.1000/xyz`
//!   fix to be confirmed: keep only `10.1000/xyz`
//!     - "10.1000/xyz."
//!     + "10.1000/xyz"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.5281/zenodo.17802618" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.24447/slc-2024-00003/" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.1016/0370-2693(86)90123-4" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::doi::{self, Cleaned, Trust};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use std::ops::Range;

pub const RULE: Rule = Rule {
    id: "doi/junk",
    severity: Severity::Error,
    reads: &[Symbol::IDENTIFIERS],
    instead_of: &["doi/syntax", "text"],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.has_plain_doi_alone() {
        return;
    }
    for identifier in record.identifiers("doi") {
        let (node, value) = (identifier.node, identifier.value);
        let Some(Cleaned { right, trust }) = doi::cleaned(value) else {
            if let Some(space) = inner_space(value) {
                let finding = findings.at(Place::Within(node, space), "the DOI contains a space");
                finding.caption("a space").value(value);
                finding.help("compare it with the publisher's page, and write the DOI without the space");
            }
            continue;
        };
        let extra = value.find(&*right).map(|start| if start > 0 { 0..start } else { right.len()..value.len() });
        let place = extra.map_or(Place::Value(node), |range| Place::Within(node, range));
        let shown = show::quoted(&right);
        let finding = findings.at(place, format!("there are extra characters with the DOI {shown}"));
        finding.caption("not part of the DOI").value(value);
        let applicability = match trust {
            Trust::Certain => Applicability::Safe,
            Trust::Likely => Applicability::Unsafe,
            Trust::None => {
                finding.help("compare it with the publisher's page, and keep one DOI");
                continue;
            }
        };
        finding.suggestion(&*right).help(format!("keep only {}", show::quoted(&record.spelled_as_is(&right))));
        let change = Change::Replace { node, range: None, text: right };
        finding.fix(format!("keep only {shown}"), applicability, vec![change]);
    }
}

/// Returns the space inside a value that would be a DOI without it.
fn inner_space(value: &str) -> Option<Range<usize>> {
    let start = value.len() - value.trim_start().len();
    let at = start + value.trim().find(char::is_whitespace)?;
    let end = value.len() - value[at..].trim_start().len();
    let joined: String = value.split_whitespace().collect();
    doi::is_doi(&joined).then_some(at..end)
}
