//! The last page comes before the first.
//!
//! ## Why
//!
//! A range of pages runs from the first page to the last. When the last is smaller, a digit was mistyped or the two
//! were exchanged, and whoever follows the citation looks in the wrong place. An abbreviated last page, as in
//! `155-66`, is read as `166` (the convention of the National Library of Medicine) and is fine.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "166-155"
//! }
//! ```
//!
//! ```json
//! { "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" }, "pages": "155-16" }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[pages/descending]: the last page, 155, comes before the first, 166
//!    ╭─[record.json:3:17   record Czytelnictwo w małych miastach · /pages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "pages": "166-155"
//!    ·             ─┬─ ─┬─
//!    ·              │   ╰── last page
//!    ·              ╰── first page
//!  4 │ }
//!    ╰────
//!   help: compare `166-155` with the printed article
//! ```
//!
//! ## Good
//!
//! ```json
//! { "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" }, "pages": "155-66" }
//! ```
//!
//! ```json
//! { "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" }, "pages": "xii-3" }
//! ```
//!
//! ```json
//! { "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" }, "pages": "S87–96" }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::record::pages::Pages;
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "pages/descending",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[Symbol::PAGES],
    options: &[],
    instead_of: &[],
    fix: None,
    cost: Cost::Fields,
    check: Check::Present(check),
};

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    let Some(node) = record.field(Symbol::PAGES) else { return };
    let Some(raw) = record.tree().string(node) else { return };
    let pages = Pages::parse(raw);
    let Some(part) = pages.descending() else { return };
    let (Some(last), first) = (&part.last, &part.first) else { return };
    let message = format!("the last page, {}, comes before the first, {}", last.number, first.number);
    findings
        .at(Place::Within(node, last.range.clone()), message)
        .caption("last page")
        .label(Place::Within(node, first.range.clone()), "first page")
        .value(raw)
        .help(format!("compare {} with the printed article", show::quoted(raw)));
}
