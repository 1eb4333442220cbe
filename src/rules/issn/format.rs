//! An ISSN is not written as the standard asks.
//!
//! ## Why
//!
//! An ISSN is eight digits with a hyphen in the middle (ISO 3297); the last may be a capital `X`. Programs that
//! look a journal up compare the texts, so that another dash or a missing one finds nothing.
//!
//! Eight digits without a hyphen are a note: many databases and reference managers write them so, the digits are right, and
//! the fix is safe. Another dash, or a label before the number (`ISSN`, `e`, `p-ISSN`), is a warning, and so are several sound
//! ISSNs in one value. What is not an ISSN is an error. A wrong check digit, in whatever form, is reported by
//! `issn/checksum`.
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
//!    ·                                         ╰── should be `2049-3630`
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

fn check(record: &Record<'_>, ask: &Ask<'_>, findings: &mut Findings<'_>) {
    if record.issns_are_plain() {
        return;
    }
    for (node, text) in issns(record) {
        let right = match Issn::parse(text) {
            Issn::OtherForm(right) => right,
            Issn::Other => {
                let finding = findings.at(Place::Value(node), format!("{} is not an ISSN", show::quoted(text)));
                finding.caption("not an ISSN").value(text).expected("an ISSN, such as `2049-3630`").help(LOOK_UP);
                continue;
            }
            Issn::Several(all) => {
                report_several(record, ask, (node, text), &all, findings);
                continue;
            }
            Issn::Good | Issn::WrongDigit(_) | Issn::Zeros => continue,
        };
        let message = format!("{} is not written as an ISSN", show::quoted(text));
        let finding = findings.at(Place::Value(node), message);
        finding.caption(format!("should be `{right}`")).value(text).expected("an ISSN, such as `2049-3630`");
        // The digits are right, and many databases and reference managers write them so.
        let is_bare = text.trim().bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'X' | b'x'));
        finding.severity(if is_bare { Severity::Note } else { Severity::Warning });
        finding.suggestion(&*right).help(format!("write `{right}`"));
        let change = Change::Replace { node, range: None, text: right.clone() };
        finding.fix(format!("write `{right}`"), Applicability::Safe, vec![change]);
    }
}

/// Where an ISSN is looked up, printed or electronic.
pub(super) const LOOK_UP: &str = "look the journal up at portal.issn.org";

/// Several ISSNs in one value: all are right, and belong apart.
fn report_several(
    record: &Record<'_>,
    ask: &Ask<'_>,
    (node, text): (NodeId, &str),
    all: &[String],
    findings: &mut Findings<'_>,
) {
    let named = record.written(node).unwrap_or_else(|| "`issn`".to_owned());
    let count = if all.len() == 2 { "two ISSNs".to_owned() } else { format!("{} ISSNs", all.len()) };
    let finding = findings.at(Place::Value(node), format!("{count} in one {named}"));
    finding.caption(count).value(text).expected("an ISSN, such as `2049-3630`").severity(Severity::Warning);
    finding.help(ask.shape.issns_advice(all));
}
