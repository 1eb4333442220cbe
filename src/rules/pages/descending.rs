//! The last page comes before the first.
//!
//! ## Why
//!
//! A range of pages runs from the first page to the last. If the last is smaller, a digit was mistyped or the two
//! were exchanged, and readers who follow the citation look in the wrong place. An abbreviated last page, as in
//! `155-66`, is read as `166` (the convention of the National Library of Medicine) and is correct.
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
//!   help: compare both with the work itself
//! ```
//!
//! ## Good
//!
//! ```json
//! { "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" }, "pages": "155-66" }
//! ```
//!
//! ```json
//! { "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" }, "pages": "xii-xv" }
//! ```
//!
//! ```json
//! { "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" }, "pages": "S87-96" }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::record::pages::{Atom, Pages};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "pages/descending",
    severity: Severity::Error,
    reads: &[Symbol::PAGES, Symbol::LAST_PAGE],
    instead_of: &[
        "pages/roman",
        "pages/prefix-mismatch",
        "pages/too-many",
        "pages/vs-article-number",
        "pages/equal",
        "pages/abbreviated",
        "pages/leading-zero",
        "pages/dash",
    ],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.plain_pages().is_some() {
        return;
    }
    if let Some((node, pages)) = record.pages() {
        check_range(record, *node, pages, findings);
    }
    // `pages` may have been built from the two fields.
    if record.pages().is_none_or(|(_, pages)| pages.descending().is_none()) {
        check_separate_fields(record, findings);
    }
}

fn check_range(record: &Record<'_>, node: NodeId, pages: &Pages<'_>, findings: &mut Findings<'_>) {
    let Some(part) = pages.descending() else { return };
    let (Some(last), first) = (&part.last, &part.first) else { return };
    let written = |atom: &Atom| show::visible(&pages.raw[atom.range.clone()]);
    let message = format!("the last page, {}, comes before the first, {}", written(last), written(first));
    findings
        .at(Place::Within(node, last.range.clone()), message)
        .caption("last page")
        .label(Place::Within(node, first.range.clone()), "first page")
        .value(pages.raw)
        .help(format!("compare both with {}", record.original()));
}

/// Checks the first and the last page if they have separate fields.
fn check_separate_fields(record: &Record<'_>, findings: &mut Findings<'_>) {
    let Some((last_node, last)) = record.text(record.root(), Symbol::LAST_PAGE) else { return };
    let Some((first_node, first)) = record.text(record.root(), Symbol::FIRST_PAGE) else { return };
    let both = format!("{}-{}", first.trim(), last.trim());
    let pages = Pages::parse(&both);
    if pages.descending().is_none() {
        return;
    }
    let message = format!(
        "the last page, {}, comes before the first, {}",
        show::visible(last.trim()),
        show::visible(first.trim())
    );
    findings
        .at(Place::Value(last_node), message)
        .caption("last page")
        .label(Place::Value(first_node), "first page")
        .value(last)
        .help("compare the pages with the printed article");
}
