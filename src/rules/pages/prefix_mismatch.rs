//! The first and the last page have different letters.
//!
//! ## Why
//!
//! A letter before a page number names a part of the volume: `S12` is in a supplement, `R795` in a section of
//! reviews. An article does not begin in one part and end in another, so one of the letters is mistyped. `S12-18`
//! omits the second letter and is correct.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "S12-R18"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "A5-B9"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[pages/prefix-mismatch]: `S12` and `R18` begin with different letters
//!    ╭─[record.json:3:17   record Czytelnictwo w małych miastach · /pages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "pages": "S12-R18"
//!    ·             ─┬─ ─┬─
//!    ·              │   ╰── last page
//!    ·              ╰── first page
//!  4 │ }
//!    ╰────
//!   help: compare the pages with the printed article
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "S12-S18"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "S12-18"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "R795-R804"
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "pages/prefix-mismatch",
    severity: Severity::Warning,
    reads: &[Symbol::PAGES],
    instead_of: &["pages/too-many", "pages/equal", "pages/abbreviated", "pages/leading-zero", "pages/dash"],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.plain_pages().is_some() {
        return;
    }
    let Some((node, pages)) = record.pages() else { return };
    for part in &pages.parts {
        let Some(last) = part.last.as_ref().filter(|last| last.prefix != part.first.prefix) else { continue };
        let (one, other) = (&pages.raw[part.first.range.clone()], &pages.raw[last.range.clone()]);
        // Roman front matter, and `12-S3`, whose meaning is unknown, do not have two letters.
        if part.first.prefix.is_empty() || last.prefix.is_empty() {
            continue;
        }
        let message = format!("{} and {} begin with different letters", show::quoted(one), show::quoted(other));
        let finding = findings.at(Place::Within(*node, last.range.clone()), message);
        finding.caption("last page").label(Place::Within(*node, part.first.range.clone()), "first page");
        finding.value(pages.raw).help("compare the pages with the printed article");
    }
}
