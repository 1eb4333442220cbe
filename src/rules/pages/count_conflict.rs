//! The number of pages does not match the first and the last page.
//!
//! ## Why
//!
//! The pages 10-12 are three pages. If the record counts seven, either one of the pages or the count is wrong, and
//! with it the place of the article in its volume, or its price. JATS has both: `fpage` and `lpage`, and
//! `page-count`, the number of printed pages of the article. Nothing is reported if the first and the last page are
//! the same, since many journals write the article number there, or if the pages have gaps.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "article",
//!   "pages": "10-12",
//!   "pageCount": 7
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "article",
//!   "pages": "155-166",
//!   "pageCount": 21
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[pages/count-conflict]: the count is 7, but the pages are 3
//!    ╭─[record.json:5:16   record Reading in small towns · /pageCount]
//!  3 │   "type": "article",
//!  4 │   "pages": "10-12",
//!    ·            ───┬───
//!    ·               ╰── first and last page
//!  5 │   "pageCount": 7
//!    ·                ┬
//!    ·                ╰── counted
//!  6 │ }
//!    ╰────
//!   help: compare the pages and their number with the article
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "article",
//!   "pages": "10-12",
//!   "pageCount": 3
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "article",
//!   "pages": "048103",
//!   "pageCount": 20
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "chapter",
//!   "pages": "10-12",
//!   "pageCount": 312
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "article",
//!   "pages": "10-12, 40",
//!   "pageCount": 4
//! }
//! ```

use crate::diagnostic::{Place, Severity};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "pages/count-conflict",
    severity: Severity::Note,
    reads: &[Symbol::PAGE_COUNT],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some((node, count)) = record.text(record.root(), Symbol::PAGE_COUNT) else { return };
    let Ok(count) = count.trim().parse::<u32>() else { return };
    let Some((pages_node, first, last)) = range(record).filter(|_| count > 0 && record.is_of_journal()) else { return };
    let pages = last - first + 1;
    if pages == count {
        return;
    }
    let finding = findings.at(Place::Value(node), format!("the count is {count}, but the pages are {pages}"));
    finding.caption("counted").label(Place::Value(pages_node), "first and last page").value(count.to_string());
    finding.help("compare the pages and their number with the article");
}

/// Returns the first and the last page of a single ascending range of plain numbers.
fn range(record: &Record<'_>) -> Option<(crate::tree::NodeId, u32, u32)> {
    let (node, raw) = record.text(record.root(), Symbol::PAGES)?;
    let (first, last) = raw.trim().split_once(['-', '\u{2013}'])?;
    let number = |text: &str| {
        let text = text.trim_matches(['-', ' ', '\u{2013}']);
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u32>().ok()).flatten()
    };
    let (first, last) = (number(first)?, number(last)?);
    (first < last).then_some((node, first, last))
}
