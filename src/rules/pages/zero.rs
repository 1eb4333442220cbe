//! A page has the number 0.
//!
//! ## Why
//!
//! No page bears the number 0: programs write it where they do not know the page.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "0000-0002"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "0"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[pages/zero]: a page has the number 0
//!    ╭─[record.json:3:12   record Czytelnictwo w małych miastach · /pages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "pages": "0000-0002"
//!    ·            ─────┬─────
//!    ·                 ╰── no such page
//!  4 │ }
//!    ╰────
//!   help: write the pages as they are printed, or leave them out
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "1-2"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "10-20"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "0155"
//! }
//! ```

use crate::diagnostic::{Place, Severity};
use crate::record::Record;
use crate::ruleset::{Ask, Check, Findings, Rule};
use crate::tree::Symbol;

use crate::record::pages::Pages;
/// See the module.
pub const RULE: Rule = Rule {
    id: "pages/zero",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::PAGES],
    instead_of: &["pages/unparsable", "pages/descending"],
    check: Check::Present(check),
};

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    let Some((node, raw)) = record.text(record.root(), Symbol::PAGES) else { return };
    if Pages::parse(raw).has_zero() {
        let finding = findings.at(Place::Value(node), "a page has the number 0");
        finding.caption("no such page").value(raw).help("write the pages as they are printed, or leave them out");
    }
}
