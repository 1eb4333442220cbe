//! A roman page number is invalid, or is combined with an arabic one.
//!
//! ## Why
//!
//! Front matter has roman page numbers: `xii-xv`. `xiix` is not a number, and `xI` mixes upper and lower case, as
//! character recognition does. A range such as `xii-3` is right if an introduction continues into the text, but rare
//! enough for a note.
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
//!    ·               ╰── not a number
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
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "pages/roman",
    severity: Severity::Warning,
    reads: &[Symbol::PAGES],
    instead_of: &[
        "pages/prefix-mismatch",
        "pages/too-many",
        "pages/dash",
        "pages/vs-article-number",
        "pages/equal",
        "pages/abbreviated",
        "pages/leading-zero",
    ],
    check: Check::Present(check),
    ..Rule::PLAIN
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
                finding.caption("not a number").value(pages.raw).help("compare the pages with the printed article");
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
            finding.help("check whether the front matter continues into the text");
        }
    }
}
