//! A roman page number is no number, or stands beside an arabic one.
//!
//! ## Why
//!
//! Front matter is numbered in roman: `xii-xv`. `xiix` is no number, and `xI` mixes capitals and small letters, as
//! recognised scans do. A range such as `xii-3` is right where an introduction runs on into the text, and rare enough
//! to be worth a note.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "xiix-xv"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "xI-xv"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[pages/roman]: `xiix` is not a roman number
//!    ╭─[record.json:3:13   record Czytelnictwo w małych miastach · /pages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "pages": "xiix-xv"
//!    ·             ──┬─
//!    ·               ╰── no number
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
//!   "pages": "xii-xv"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "i"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "vi, 1-20"
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::record::pages::Numeral;
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "pages/roman",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::PAGES],
    options: &[],
    instead_of: &[
        "pages/prefix-mismatch",
        "pages/too-many",
        "pages/dash",
        "pages/vs-article-number",
        "pages/equal",
        "pages/abbreviated",
        "pages/leading-zero",
    ],
    fix: None,
    cost: Cost::Fields,
    check: Check::Present(check),
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.plain_pages().is_some() {
        return;
    }
    let Some((node, pages)) = record.pages() else { return };
    for part in &pages.parts {
        for atom in [Some(&part.first), part.last.as_ref()].into_iter().flatten() {
            if atom.numeral == Numeral::BrokenRoman {
                let shown = show::quoted(&pages.raw[atom.range.clone()]);
                let finding =
                    findings.at(Place::Within(*node, atom.range.clone()), format!("{shown} is not a roman number"));
                finding.caption("no number").value(pages.raw).help("compare the pages with the printed article");
                return;
            }
        }
        let Some(last) = &part.last else { continue };
        if part.first.numeral != last.numeral {
            let finding = findings.at(
                Place::Within(*node, last.range.clone()),
                "the pages begin in roman numbers and end in arabic ones",
            );
            finding.severity(Severity::Note).caption("last page").value(pages.raw);
            finding.label(Place::Within(*node, part.first.range.clone()), "first page");
            finding.help("check whether the front matter runs on into the text");
        }
    }
}
