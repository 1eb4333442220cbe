//! The check digit of an ORCID iD is wrong.
//!
//! ## Why
//!
//! The last digit of an ORCID iD is computed from the others (ISO 7064, MOD 11-2). The check reveals a typing error
//! before a work is attributed to somebody else.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "0000-0002-1825-0098" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "0000-3200-0000-0011" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[orcid/checksum]: the check digit of `0000-0002-1825-0098` is wrong
//!    ╭─[record.json:3:87   record Czytelnictwo w małych miastach · /contributors/0/orcid]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │ …y": "Nowicka", "orcid": "0000-0002-1825-0098" }]
//!    ·                          ──────────┬──────────
//!    ·                                    ╰── wrong check digit
//!  4 │ }
//!    ╰────
//!   help: it should be `7` if the rest is right: compare it with the contributor's page at orcid.org
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "0000-0003-3629-2941" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "0009-0001-6756-6661" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "0000-0002-9079-593X" }]
//! }
//! ```

use super::format::orcids;
use crate::diagnostic::{Place, Severity, show};
use crate::record::{
    Record,
    orcid::{self, Orcid},
};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "orcid/checksum",
    severity: Severity::Error,
    reads: &[Symbol::CONTRIBUTORS],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.orcids_are_plain() {
        return;
    }
    for (node, text) in orcids(record) {
        if let Orcid::WrongDigit(expected) = Orcid::parse(text) {
            // `orcid/fake` reports placeholders.
            if orcid::is_placeholder(text) {
                continue;
            }
            let message = format!("the check digit of {} is wrong", show::quoted(text.trim()));
            let finding = findings.at(Place::Value(node), message);
            finding.caption("wrong check digit").value(text).expected(expected.to_string());
            finding.help(format!(
                "it should be `{expected}` if the rest is right: compare it with the contributor's page at orcid.org"
            ));
        }
    }
}
