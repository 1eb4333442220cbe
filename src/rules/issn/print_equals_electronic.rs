//! The printed and the electronic journal have the same ISSN.
//!
//! ## Why
//!
//! Each medium of a journal has its own ISSN (ISO 3297, section 5.3). If both have the same number, one of them was
//! copied; registries such as DOAJ reject it. The media are linked by the linking ISSN, which may be equal to one of
//! them.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "journal": { "title": "Notes on Libraries", "issn": { "print": "1234-5679", "electronic": "1234-5679" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "journal": { "title": "Notes on Libraries", "issn": { "print": "1050-124X", "electronic": "1050-124x" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "journal": { "title": "Notes", "issn": { "print": "2049-3631", "electronic": "2049-3631" } }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[issn/print-equals-electronic]: `1234-5679` is the ISSN of both print and electronic
//!    ╭─[record.json:3:93   record Reading in small towns · /journal/issn/electronic]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │ …es", "issn": { "print": "1234-5679", "electronic": "1234-5679" } }
//!    ·                          ─────┬─────                ─────┬─────
//!    ·                               │                          ╰── electronic
//!    ·                               ╰── print
//!  4 │ }
//!    ╰────
//!   help: look up the other number, or keep only the one that is known
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "journal": { "title": "Notes on Libraries", "issn": { "print": "2049-3630", "electronic": "0317-8471" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "journal": { "title": "Notes on Libraries", "issn": { "print": "2049-3630", "linking": "2049-3630" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "journal": { "title": "Notes on Libraries", "issn": { "electronic": "2049-3630" } }
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::{Record, issn::Issn};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "issn/print-equals-electronic",
    severity: Severity::Error,
    reads: &[Symbol::JOURNAL],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Returns the printed and the electronic ISSN if they are the same. Zeros are excluded, because neither medium could
/// keep them: `issn/checksum` reports both.
pub(super) fn repeated<'a>(record: &Record<'a>) -> Option<[(NodeId, &'a str); 2]> {
    let issn = record.member(record.field(Symbol::JOURNAL)?, Symbol::ISSN)?;
    let [print, electronic] = record.texts_of(issn, [Symbol::PRINT, Symbol::ELECTRONIC]);
    let (print, electronic) = print.zip(electronic)?;
    let is_same = electronic.1.trim().eq_ignore_ascii_case(print.1.trim());
    (is_same && Issn::parse(electronic.1) != Issn::Zeros).then_some([print, electronic])
}

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.issns_are_plain() {
        return;
    }
    let Some([(print, _), (electronic, raw)]) = repeated(record) else { return };
    let finding = findings
        .at(Place::Value(electronic), format!("{} is the ISSN of both print and electronic", show::quoted(raw)));
    finding.caption("electronic").label(Place::Value(print), "print").value(raw);
    finding.help("look up the other number, or keep only the one that is known");
}
