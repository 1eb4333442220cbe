//! The last page is abbreviated.
//!
//! ## Why
//!
//! `155-66` saves three characters in print, but programs that count or compare pages read the second number as 66.
//! PubMed abbreviates pages by its own rule (MedlinePgn); everywhere else, pages in data are written in full. Many
//! publishers use the short form on purpose, so this rule is off by default. `118-19` may also be page 19 of paper
//! 118, so the fix needs review.
//!
//! ## Bad
//!
//! ```json profile-strict
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "155-66"
//! }
//! ```
//!
//! ```json profile-strict
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "S87-96"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[pages/abbreviated]: the last page `66` is abbreviated
//!    ╭─[record.json:3:17   record Czytelnictwo w małych miastach · /pages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "pages": "155-66"
//!    ·                 ─┬
//!    ·                  ╰── abbreviated
//!  4 │ }
//!    ╰────
//!   help: write `166`
//!   fix to be confirmed: write the last page in full
//!     - "155-66"
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
//!   "pages": "S87-S96"
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
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "pages/abbreviated",
    severity: Severity::Note,
    reads: &[Symbol::PAGES],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.plain_pages().is_some() {
        return;
    }
    let Some((node, pages)) = record.pages() else { return };
    for part in pages.parts.iter().filter(|part| part.is_abbreviated()) {
        let Some(last) = &part.last else { continue };
        let written = &pages.raw[last.range.clone()];
        let first = &pages.raw[part.first.range.clone()];
        // The letters before the first page number, as written.
        let prefix = &first[..first.find(|character: char| character.is_ascii_digit()).unwrap_or(0)];
        let full = format!("{prefix}{}", last.number);
        if first.contains([':', '[']) || !last.suffix.is_empty() || full == written {
            continue;
        }
        let finding = findings.at(
            Place::Within(*node, last.range.clone()),
            format!("the last page {} is abbreviated", show::quoted(written)),
        );
        finding
            .caption("abbreviated")
            .value(pages.raw)
            .suggestion(&*full)
            .help(format!("write {}", show::quoted(&full)));
        let change = Change::Replace { node: *node, range: Some(last.range.clone()), text: full };
        finding.fix("write the last page in full", Applicability::Unsafe, vec![change]);
    }
}
