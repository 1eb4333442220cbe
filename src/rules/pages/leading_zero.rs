//! A page number begins with a zero.
//!
//! ## Why
//!
//! `0155` is how a database pads a number so that texts sort like numbers. On paper and in references the page is 155.
//! The number of an article may well begin with a zero (`0123456`), and is left alone.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "0155-0166"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "07"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[pages/leading-zero]: a page number begins with a zero
//!    ╭─[record.json:3:13   record Czytelnictwo w małych miastach · /pages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "pages": "0155-0166"
//!    ·             ┬
//!    ·             ╰── zero
//!  4 │ }
//!    ╰────
//!   help: write `155-166`
//!   fix to be confirmed: take the zeros out
//!     - "0155-0166"
//!     + "155-166"
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
//!   "pages": "0123456"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "e0123456"
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Record, Usual};
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "pages/leading-zero",
    severity: Severity::Note,
    since: "0.1.0",
    reads: &[Symbol::PAGES],
    options: &[],
    instead_of: &[],
    fix: Some(Applicability::Unsafe),
    cost: Cost::Fields,
    check: Check::Unusual(Usual::PAGES, check),
};

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    let Some((node, pages)) = record.pages() else { return };
    let mut zeros =
        pages.parts.iter().flat_map(|part| [Some(&part.first), part.last.as_ref()]).flatten().filter_map(|atom| {
            let written = &pages.raw[atom.range.clone()];
            let at = atom.range.start + written.find(|sign: char| sign.is_ascii_digit())?;
            let zeros = pages.raw[at..].bytes().take_while(|byte| *byte == b'0').count();
            (zeros > 0 && zeros < atom.digits && atom.digits < 6 && atom.section.is_none()).then_some(at..at + zeros)
        });
    let Some(first) = zeros.next() else { return };
    let ranges: Vec<_> = std::iter::once(first.clone()).chain(zeros).collect();
    let mut right = pages.raw.to_owned();
    for range in ranges.iter().rev() {
        right.replace_range(range.clone(), "");
    }
    let finding = findings.at(Place::Within(*node, first), "a page number begins with a zero");
    finding.caption("zero").value(pages.raw).suggestion(&*right).help(format!("write {}", show::quoted(&right)));
    let change = Change::Replace { node: *node, range: None, text: right };
    finding.fix("take the zeros out", Applicability::Unsafe, vec![change]);
}
