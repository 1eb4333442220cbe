//! A contributor is an abbreviation for others.
//!
//! ## Why
//!
//! `et al.` in a list of contributors hides people whose work is then not found under their names. A record has
//! room for all of them.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Nowicka", "given": "Anna" }, { "family": "et al." }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Nowicka i in.", "given": "Anna" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[name/et-al]: `et al.` stands for contributors who are not named
//!    ╭─[record.json:3:74   record Czytelnictwo w małych miastach · /contributors/1/family]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │ …cka", "given": "Anna" }, { "family": "et al." }]
//!    ·                                       ────┬───
//!    ·                                           ╰── others
//!  4 │ }
//!    ╰────
//!   help: name all contributors, each on their own
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Nowicka", "given": "Anna" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Alvarez", "given": "Et" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "organization": "Komisja Historyczna" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Ask, Check, Findings, Rule};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "name/et-al",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[Symbol::CONTRIBUTORS],
    instead_of: &[],
    check: Check::Present(check),
};

/// Ways to say "and others" in the languages that records are in, in lower case.
const OTHERS: &[&str] =
    &["et al.", "et al", "et alii", "i in.", "i inni", "and others", "u. a.", "u.a.", "a kol.", "и др."];

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    for contributor in record.contributors() {
        for part in [Symbol::FAMILY, Symbol::GIVEN, Symbol::ORGANIZATION] {
            let Some((node, text)) = record.text(contributor, part) else { continue };
            let text = text.trim();
            let is_it = |others: &&&str| {
                let Some(start) = text.len().checked_sub(others.len()) else { return false };
                let is_same = text.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(others));
                is_same && (start == 0 || text[..start].ends_with([' ', ',']))
            };
            if let Some(others) = OTHERS.iter().find(is_it) {
                let finding = findings.at(
                    Place::Value(node),
                    format!("{} stands for contributors who are not named", show::quoted(others)),
                );
                finding.caption("others").value(text).help("name all contributors, each on their own");
            }
        }
    }
}
