//! The pages span a whole book.
//!
//! ## Why
//!
//! An article of more than two hundred pages is rare; usually the pages are those of the volume in which it stands.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "7-328"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[pages/too-many]: these are 322 pages, more than 200
//!    ╭─[record.json:3:13   record Czytelnictwo w małych miastach · /pages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "pages": "7-328"
//!    ·             ──┬──
//!    ·               ╰── a whole book?
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
//!   "pages": "7-28"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "1-200"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "155-66"
//! }
//! ```

use crate::diagnostic::{Place, Severity};
use crate::record::Record;
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::Symbol;

use crate::record::pages::Pages;
/// See the module.
pub const RULE: Rule = Rule {
    id: "pages/too-many",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::PAGES],
    options: &[],
    instead_of: &[],
    fix: None,
    cost: Cost::Fields,
    check: Check::Present(check),
};

/// A longer range is more often a mistake than not.
const MOST: u64 = 200;

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    let Some((node, raw)) = record.text(record.root(), Symbol::PAGES) else { return };
    for part in Pages::parse(raw).parts {
        let Some(length) = part.length().filter(|length| *length > MOST) else { continue };
        let end = part.last.as_ref().map_or(part.first.range.end, |last| last.range.end);
        let place = Place::Within(node, part.first.range.start..end);
        let finding = findings.at(place, format!("these are {length} pages, more than {MOST}"));
        finding.caption("a whole book?").value(raw).help("compare the pages with the printed article");
    }
}
