//! Something hangs on a DOI that does not belong to it.
//!
//! ## Why
//!
//! A full stop from the end of a citation, a blank from a line break or the `/pdf` of a publisher's link makes
//! another DOI of it, which leads nowhere. The slash at the end of a DOI may be its own, and brackets are, too.
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
//! error[doi/junk]: something hangs on the DOI `10.1000/xyz` [*]
//!    ╭─[record.json:3:59   record 10.1000/xyz. · /identifiers/0/value]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "identifiers": [{ "scheme": "doi", "value": "10.1000/xyz." }]
//!    ·                                                           ┬
//!    ·                                                           ╰── not part of the DOI
//!  4 │ }
//!    ╰────
//!   help: keep only `10.1000/xyz`
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
use crate::record::{Record, Usual, doi};
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "doi/junk",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[Symbol::IDENTIFIERS],
    options: &[],
    instead_of: &["doi/syntax", "text"],
    fix: Some(Applicability::Safe),
    cost: Cost::Fields,
    check: Check::Unusual(Usual::DOI, check),
};

/// What publishers' links add.
const ENDINGS: &[&str] = &["/abstract", "/full", "/pdf", "/fulltext", "/epdf", "/meta"];

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    for identifier in record.identifiers("doi") {
        let value = identifier.value;
        let Some((right, applicability)) = cleaned(value) else { continue };
        let message = format!("something hangs on the DOI {}", show::quoted(&right));
        let junk = value.find(&*right).map(|start| if start > 0 { 0..start } else { right.len()..value.len() });
        let node = identifier.node;
        let place = junk.map_or(Place::Value(node), |range| Place::Within(node, range));
        let finding = findings.at(place, message);
        finding.caption("not part of the DOI").value(value).suggestion(&*right);
        finding.help(format!("keep only {}", show::quoted(&right)));
        let change = Change::Replace { node, range: None, text: right.clone() };
        finding.fix(format!("keep only {}", show::quoted(&right)), applicability, vec![change]);
    }
}

/// The DOI without what hangs on it, and how sure that is; nothing where it is clean or no DOI at all.
fn cleaned(value: &str) -> Option<(String, Applicability)> {
    let trimmed = value.trim();
    let bare = trimmed.strip_suffix(['.', ',', ';', '"']).unwrap_or(trimmed);
    if bare != value && doi::is_doi(bare) {
        return Some((bare.to_owned(), Applicability::Safe));
    }
    let without_ending = ENDINGS.iter().find_map(|ending| bare.strip_suffix(ending));
    if let Some(shorter) = without_ending.filter(|shorter| doi::is_doi(shorter)) {
        return Some((shorter.to_owned(), Applicability::Unsafe));
    }
    if !bare.contains(char::is_whitespace) {
        return None;
    }
    let joined: String = bare.split_whitespace().collect();
    (joined != bare && doi::is_doi(&joined)).then_some((joined, Applicability::Unsafe))
}
