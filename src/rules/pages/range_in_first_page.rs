//! The first page is a range.
//!
//! ## Why
//!
//! If the first and the last page have separate fields, a range in the first one is printed as `155-166-166`, and
//! cannot be matched with references. Crossref's schema has an error of its own for it (first_page). In RIS it is a
//! note: by the specification `SP` is the first page, but EndNote writes and reads both pages there.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "firstPage": "155-166"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "firstPage": "155_166",
//!   "lastPage": "166"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[pages/range-in-first-page]: the first page `155-166` is a range [*]
//!    ╭─[record.json:3:16   record Czytelnictwo w małych miastach · /firstPage]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "firstPage": "155-166"
//!    ·                ────┬────
//!    ·                    ╰── a range
//!  4 │ }
//!    ╰────
//!   help: write the first and the last page separately
//!     - "155-166"
//!     + "155", "lastPage": "166"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "firstPage": "155",
//!   "lastPage": "166"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "firstPage": "S12"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "firstPage": "PS-2B.16"
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::pages::Pages;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "pages/range-in-first-page",
    severity: Severity::Error,
    reads: &[Symbol::FIRST_PAGE],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some((node, raw)) = record.text(record.root(), Symbol::FIRST_PAGE) else { return };
    if raw.bytes().all(|byte| byte.is_ascii_digit()) {
        return;
    }
    let plain = raw.replace('_', "-");
    let pages = Pages::parse(&plain);
    let [part] = pages.parts.as_slice() else { return };
    let Some(last) = &part.last else { return };
    let finding = findings.at(Place::Value(node), format!("the first page {} is a range", show::quoted(raw)));
    finding.caption("a range").value(raw).help("write the first and the last page separately");
    // EndNote writes and reads both pages there.
    if context.shape.id == "ris" {
        finding.severity(Severity::Note).help("write the first page in `SP`, the last one in `EP`");
    }
    let (first, last) = (plain[part.first.range.clone()].to_owned(), plain[last.range.clone()].to_owned());
    let keep = Change::Replace { node, range: None, text: first };
    let add = match record.field(Symbol::LAST_PAGE) {
        None => Change::Insert { node: record.root(), name: "lastPage".to_owned(), text: last },
        Some(empty) if record.is_blank(empty) => Change::Replace { node: empty, range: None, text: last },
        Some(_) => return,
    };
    // `12-5` may be page 5 of paper 12.
    if part.is_descending() || part.is_abbreviated() {
        return;
    }
    finding.fix("write the first and the last page separately", Applicability::Safe, vec![keep, add]);
}
