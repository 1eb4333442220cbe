//! An ISBN is written with a label.
//!
//! ## Why
//!
//! The field contains only the number (ISO 2108): styles print the word `ISBN` before it, so `ISBN: 0-89871-584-8` is
//! printed with two labels, and programs that compare the texts do not find the book.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "isbn", "value": "ISBN 978-3-16-148410-0" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "isbn", "value": "ISBN-13: 9788301000004" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[isbn/format]: the label `ISBN` is part of the ISBN [*]
//!    ╭─[record.json:3:49   record Reading in small towns · /identifiers/0/value]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "identifiers": [{ "scheme": "isbn", "value": "ISBN 978-3-16-148410-0" }…
//!    ·                                                 ──┬──
//!    ·                                                   ╰── label
//!  4 │ }
//!    ╰────
//!   help: keep only `978-3-16-148410-0`
//!     - "ISBN 978-3-16-148410-0"
//!     + "978-3-16-148410-0"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "isbn", "value": "978-3-16-148410-0" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "isbn", "value": "0-8044-2957-X" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::isbn::{Isbn, label};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "isbn/format",
    severity: Severity::Note,
    reads: &[Symbol::IDENTIFIERS],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.has_plain_doi_alone() {
        return;
    }
    for identifier in record.identifiers("isbn") {
        let raw = identifier.value;
        let label = label(raw);
        // An invalid number is reported by `isbn/checksum`.
        if label == 0 || Isbn::parse(raw) != Isbn::Good {
            continue;
        }
        let number = raw[label..].trim();
        let message = format!("the label {} is part of the ISBN", show::quoted(raw[..label].trim()));
        let finding = findings.at(Place::Within(identifier.node, 0..label), message);
        finding.caption("label").value(raw).suggestion(number).help(format!("keep only {}", show::quoted(number)));
        let change = Change::Replace { node: identifier.node, range: None, text: number.to_owned() };
        finding.fix("remove the label", Applicability::Safe, vec![change]);
    }
}
