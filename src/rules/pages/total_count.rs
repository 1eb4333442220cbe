//! The number of pages stands where the pages belong.
//!
//! ## Why
//!
//! `12 s.` says how long an article is, not where it stands. The extent has fields of its own, the physical
//! description or the page count; the pages are the first and the last.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "12 s."
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "[4] k."
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "166 p."
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[pages/total-count]: `12 s.` is how many pages there are, not which
//!    ╭─[record.json:3:12   record Czytelnictwo w małych miastach · /pages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "pages": "12 s."
//!    ·            ───┬───
//!    ·               ╰── an extent
//!  4 │ }
//!    ╰────
//!   help: write the first and the last page, and this as the physical description
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "155-166"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "s123"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "12"
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Ask, Check, Findings, Rule};
use crate::tree::Symbol;

use crate::record::pages::{Kind, Pages};
/// See the module.
pub const RULE: Rule = Rule {
    id: "pages/total-count",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::PAGES],
    instead_of: &["pages/label", "pages/unparsable"],
    check: Check::Present(check),
};

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    let Some((node, raw)) = record.text(record.root(), Symbol::PAGES) else { return };
    if Pages::parse(raw).kind == Kind::Extent {
        let finding =
            findings.at(Place::Value(node), format!("{} is how many pages there are, not which", show::quoted(raw)));
        finding.caption("an extent").value(raw).expected("the first and the last page");
        finding.help("write the first and the last page, and this as the physical description");
    }
}
