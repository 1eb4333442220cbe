//! An ISSN is not written as the standard asks.
//!
//! ## Why
//!
//! An ISSN is eight digits with a hyphen in the middle (ISO 3297); the last may be a capital `X`. Programs that
//! look a journal up compare the texts, so that another dash or a missing one finds nothing.
//!
//! Eight digits without a hyphen are a note: many databases and reference managers write them so, the digits are right, and
//! the fix is safe. Another dash, or a label before the number, is a warning. What is no ISSN is an error.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "20493630" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "2049–3630" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "ISSN 1050-124X" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "0034-8910, 1518-8787" } }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[issn/format]: `20493630` is not written as an ISSN [*]
//!    ╭─[record.json:3:65   record Czytelnictwo w małych miastach · /journal/issn/print]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │ …Małomiejskie", "issn": { "print": "20493630" } }
//!    ·                                    ─────┬────
//!    ·                                         ╰── not an ISSN
//!  4 │ }
//!    ╰────
//!   help: write `2049-3630`
//!     - "20493630"
//!     + "2049-3630"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "2049-3630" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "1050-124X" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "0317-8471" } }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Record, issn::Issn};
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::{NodeId, Symbol};

/// See the module.
pub const RULE: Rule = Rule {
    id: "issn/format",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[Symbol::JOURNAL],
    options: &[],
    instead_of: &["issn/checksum"],
    fix: Some(Applicability::Safe),
    cost: Cost::Fields,
    check: Check::Present(check),
};

/// The ISSNs of the record's journal.
pub(super) fn issns<'a>(record: &'a Record<'_>) -> impl Iterator<Item = (NodeId, &'a str)> {
    let issn = record.field(Symbol::JOURNAL).and_then(|journal| record.member(journal, Symbol::ISSN));
    let members = [Symbol::PRINT, Symbol::ELECTRONIC, Symbol::LINKING];
    members.into_iter().filter_map(move |member| record.text(issn?, member))
}

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    if record.issns_are_plain() {
        return;
    }
    for (node, text) in issns(record) {
        let right = match Issn::parse(text) {
            Issn::OtherForm(right) => Some(right),
            Issn::Other => None,
            Issn::Good | Issn::WrongDigit(_) => continue,
        };
        let finding = findings.at(Place::Value(node), format!("{} is not written as an ISSN", show::quoted(text)));
        finding.caption("not an ISSN").value(text).expected("an ISSN, such as `2049-3630`");
        let Some(right) = right else {
            finding.help("compare it with the printed journal");
            continue;
        };
        // The digits are right, and many databases and reference managers write them so.
        let is_bare = text.trim().bytes().all(|byte| byte.is_ascii_alphanumeric());
        finding.severity(if is_bare { Severity::Note } else { Severity::Warning });
        finding.suggestion(&*right).help(format!("write `{right}`"));
        let change = Change::Replace { node, range: None, text: right.clone() };
        finding.fix(format!("write `{right}`"), Applicability::Safe, vec![change]);
    }
}
