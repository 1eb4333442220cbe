//! An ORCID iD is well formed, but was never assigned to a person.
//!
//! ## Why
//!
//! ORCID assigns iDs from two blocks that are reserved for it among the ISNIs: 0000-0001-5000-0007 to
//! 0000-0003-5000-0001, and 0009-0000-0000-0000 to 0009-0010-0000-0000. An iD outside these blocks is an ISNI, or
//! invented with a check digit that is right by chance. Sixteen zeros or consecutive digits come from a template. The
//! iD of Josiah Carberry belongs to a person who does not exist.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Nowicka", "orcid": "0000-0001-2345-6789" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Carberry", "orcid": "0000-0002-1825-0097" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[orcid/fake]: `0000-0001-2345-6789` is not one of the numbers that ORCID assigns
//!    ╭─[record.json:3:52   record Czytelnictwo w małych miastach · /contributors/0/orcid]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │ …y": "Nowicka", "orcid": "0000-0001-2345-6789" }]
//!    ·                          ──────────┬──────────
//!    ·                                    ╰── perhaps an ISNI
//!  4 │ }
//!    ╰────
//!   help: ask the contributor for their own iD
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Nowicka", "orcid": "0009-0001-6756-6661" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Nowicka", "orcid": "0000-0003-3629-2941" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "given": "Jan", "family": "Kowalski", "orcid": "0000-0002-9079-593X" }]
//! }
//! ```

use super::format::orcids;
use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::record::orcid::{self, Orcid};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "orcid/fake",
    severity: Severity::Warning,
    reads: &[Symbol::CONTRIBUTORS],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.orcids_are_plain() {
        return;
    }
    for (node, text) in orcids(record) {
        if orcid::is_placeholder(text) {
            let message = format!("{} is a placeholder, not an ORCID iD", show::quoted(text.trim()));
            let finding = findings.at(Place::Value(node), message);
            finding.severity(Severity::Error).caption("a placeholder").value(text);
            finding.help("write the contributor's own iD, or remove this one");
            continue;
        }
        let plain = match Orcid::parse(text) {
            Orcid::Good => orcid::number(text).to_owned(),
            Orcid::OtherForm(number) => number,
            Orcid::WrongDigit(_) | Orcid::Other => continue,
        };
        let (message, caption) = if plain == orcid::EXAMPLE {
            ("is the iD that ORCID uses in its examples", "an example")
        } else if !orcid::is_issued(&plain) {
            ("is not one of the numbers that ORCID assigns", "perhaps an ISNI")
        } else {
            continue;
        };
        let finding = findings.at(Place::Value(node), format!("{} {message}", show::quoted(text.trim())));
        finding.caption(caption).value(text).help("ask the contributor for their own iD");
    }
}
