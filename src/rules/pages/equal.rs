//! The first and the last page are the same.
//!
//! ## Why
//!
//! `42-42` is one page, and can be written as `42`. Some programs always write a range, which is not an error, so
//! this rule is off by default.
//!
//! ## Bad
//!
//! ```json profile-strict
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "42-42"
//! }
//! ```
//!
//! ```json profile-strict
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "S7-S7"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[pages/equal]: `42-42` is one page [*]
//!    ╭─[record.json:3:13   record Czytelnictwo w małych miastach · /pages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "pages": "42-42"
//!    ·             ──┬──
//!    ·               ╰── one page
//!  4 │ }
//!    ╰────
//!   help: write `42`
//!     - "42-42"
//!     + "42"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "42"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "42-43"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "42-42a"
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::pages::Atom;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "pages/equal",
    severity: Severity::Note,
    reads: &[Symbol::PAGES],
    instead_of: &["pages/dash"],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.plain_pages().is_some() {
        return;
    }
    let Some((node, pages)) = record.pages() else { return };
    for part in &pages.parts {
        let Some(last) = part.last.as_ref().filter(|last| is_same(&part.first, last)) else { continue };
        let range = part.first.range.start..last.range.end;
        let single = &pages.raw[part.first.range.clone()];
        let message = if record.joins_pages() {
            format!("the first and the last page are the same, {}", show::quoted(single))
        } else {
            format!("{} is one page", show::quoted(&pages.raw[range.clone()]))
        };
        let finding = findings.at(Place::Within(*node, range.clone()), message);
        finding.caption("one page").value(pages.raw).suggestion(single);
        finding.help(match context.shape.last_page().filter(|_| record.joins_pages()) {
            Some(last) => format!("remove `{last}`"),
            None => format!("write {}", show::quoted(single)),
        });
        let change = Change::Replace { node: *node, range: Some(range), text: single.to_owned() };
        finding.fix("write the page once", Applicability::Safe, vec![change]);
    }
}

fn is_same(first: &Atom, last: &Atom) -> bool {
    first.number == last.number
        && first.numeral == last.numeral
        && first.prefix == last.prefix
        && first.suffix == last.suffix
        && first.section == last.section
}
