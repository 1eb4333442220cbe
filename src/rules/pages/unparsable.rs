//! The pages cannot be understood.
//!
//! ## Why
//!
//! A citation leads readers to a page. A value that is neither a page, a range, a list of these nor an article number
//! leads nowhere, and programs that sort or compare articles ignore it. The grammar is wide: it accepts section
//! numbers (`4:1-4:56`), prefixes (`S87-96`), roman numbers, folios and the abbreviated ranges of the National
//! Library of Medicine.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "155/166?"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "12-14-16"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[pages/unparsable]: `155/166?` is neither a page nor a range of pages
//!    ╭─[record.json:3:12   record Czytelnictwo w małych miastach · /pages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "pages": "155/166?"
//!    ·            ─────┬────
//!    ·                 ╰── not understood
//!  4 │ }
//!    ╰────
//!   help: write the first and the last page, such as `155-166`
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "A19"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "4:1-4:56"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "R795-R804"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "7,41,73-97"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "43+"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "155 ff."
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "e0123456"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "PS-2B.16"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "118-1/118-12"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": 42
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title  = {Czytelnictwo w ma{\l}ych miastach},
//!   author = {Nowicka, Anna},
//!   year   = {2019},
//!   pages  = {155--},
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "pages/unparsable",
    severity: Severity::Warning,
    reads: &[Symbol::PAGES],
    instead_of: &[
        "pages/descending",
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

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.plain_pages().is_some() {
        return;
    }
    let Some((node, pages)) = record.pages() else { return };
    let raw = pages.raw;
    // biblatex allows open ranges, and a TeX command is defined by its style.
    let is_open =
        raw.ends_with('-') && raw.trim_end_matches('-').ends_with(|character: char| character.is_ascii_digit());
    if record.is_tex() && (is_open || raw.contains('\\')) {
        return;
    }
    if pages.is_unparsable() {
        let range = if record.is_tex() { "`155--166`" } else { "`155-166`" };
        let message = if record.joins_pages() {
            "the pages are neither a page nor a range of pages".to_owned()
        } else {
            format!("{} is neither a page nor a range of pages", show::quoted(raw))
        };
        let finding = findings.at(Place::Value(*node), message);
        finding.caption("not understood").value(raw).expected(format!("a page or a range, such as {range}"));
        finding.help(format!("write the first and the last page, such as {}", context.shape.pages_of("155", "166")));
    }
}
