//! The check digit of an ISSN is wrong.
//!
//! ## Why
//!
//! The last digit of an ISSN is computed from the others (ISO 3297, modulo 11), so that a mistyped digit is noticed.
//! An ISSN with a wrong check digit belongs to no journal. The same is true of `0000-0000`, whose check digit is
//! correct; it is written if a program requires an ISSN.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "0317-8472" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "2049-3631" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "12345678" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "0000-0000" } }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[issn/checksum]: the check digit of `0317-8472` is wrong
//!    ╭─[record.json:3:74   record Czytelnictwo w małych miastach · /journal/issn/print]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │ …ałomiejskie", "issn": { "print": "0317-8472" } }
//!    ·                                            ┬
//!    ·                                            ╰── should be 1, if the rest is right
//!  4 │ }
//!    ╰────
//!   help: look the journal up at portal.issn.org
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "0317-8471" } }
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
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "2049-3630" } }
//! }
//! ```

use super::format::{LOOK_UP, issns};
use super::print_equals_electronic::repeated;
use crate::diagnostic::{Place, Severity, show};
use crate::record::{Record, issn::Issn};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "issn/checksum",
    severity: Severity::Error,
    reads: &[Symbol::JOURNAL],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.issns_are_plain() {
        return;
    }
    let repeated = repeated(record).map(|[_, electronic]| electronic.0);
    for (node, text) in issns(record) {
        match Issn::parse(text) {
            // A repeated number is reported by `issn/print-equals-electronic`.
            Issn::WrongDigit(_) if repeated == Some(node) => {}
            Issn::WrongDigit(expected) => {
                let end = text.trim_end().len();
                let start = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
                let message = format!("the check digit of {} is wrong", show::quoted(text));
                let finding = findings.at(Place::Within(node, start..end), message);
                finding.caption(format!("should be {expected}, if the rest is right")).value(text);
                finding.expected(expected.to_string()).help(LOOK_UP);
            }
            Issn::Zeros => {
                let finding = findings.at(Place::Value(node), format!("{} is not an ISSN", show::quoted(text)));
                finding.caption("only zeros").value(text).expected("an ISSN, such as `2049-3630`");
                finding.help(format!("{LOOK_UP}, or remove the {}", record.noun()));
            }
            Issn::Good | Issn::OtherForm(_) | Issn::Several(_) | Issn::Other => {}
        }
    }
}
