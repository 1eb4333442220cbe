//! A page number is zero or negative.
//!
//! ## Why
//!
//! There is no page 0: programs write 0 or -1 if they do not know the page.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "0000-0002"
//! }
//! ```
//!
//! ```yaml
//! title: { text: Czytelnictwo w małych miastach, lang: pl }
//! pages: "0"
//! ```
//!
//! ```yaml
//! title: { text: Czytelnictwo w małych miastach, lang: pl }
//! pages: "-1"
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[pages/zero]: a page has the number 0 or less
//!    ╭─[record.json:3:13   record Czytelnictwo w małych miastach · /pages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "pages": "0000-0002"
//!    ·             ──┬─
//!    ·               ╰── no such page
//!  4 │ }
//!    ╰────
//!   help: write the pages as they are printed, or leave them out
//! ```
//!
//! ## Good
//!
//! ```yaml
//! title: { text: Czytelnictwo w małych miastach, lang: pl }
//! pages: 1-2
//! ```
//!
//! ```yaml
//! title: { text: Czytelnictwo w małych miastach, lang: pl }
//! pages: 10-20
//! ```
//!
//! ```yaml
//! title: { text: Czytelnictwo w małych miastach, lang: pl }
//! pages: "155"
//! ```

use crate::diagnostic::{Place, Severity};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};
use std::ops::Range;

pub const RULE: Rule = Rule {
    id: "pages/zero",
    severity: Severity::Warning,
    reads: &[Symbol::PAGES],
    instead_of: &[
        "pages/unparsable",
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

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.plain_pages().is_some() {
        return;
    }
    let Some((node, text)) = record.text(NodeId::ROOT, Symbol::PAGES) else { return };
    let Some(range) = negative(text).or_else(|| zero(text)) else { return };
    let finding = findings.at(Place::Within(node, range), "a page has the number 0 or less");
    finding.caption("no such page").value(text);
    finding.help("write the pages as they are printed, or leave them out");
}

/// Returns the range of a number that consists only of zeros, between the ends of the text, spaces, separators and
/// dashes.
fn zero(text: &str) -> Option<Range<usize>> {
    let is_separator =
        |character: char| character.is_whitespace() || matches!(character, ',' | ';' | '–' | '—' | '−' | '-');
    let mut start = 0;
    for part in text.split_inclusive(is_separator) {
        let number = part.trim_end_matches(is_separator);
        if !number.is_empty() && number.bytes().all(|byte| byte == b'0') {
            return Some(start..start + number.len());
        }
        start += part.len();
    }
    None
}

/// Returns the range of a negative number that is the whole text.
fn negative(text: &str) -> Option<Range<usize>> {
    let number = text.trim().strip_prefix(['-', '−'])?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let start = text.len() - text.trim_start().len();
    is_number.then(|| start..text.trim_end().len())
}
