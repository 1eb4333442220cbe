//! An article of a volume has neither pages nor an article number.
//!
//! ## Why
//!
//! Readers find a text in a printed issue by its page, and a citation needs the pages or the article number. Articles
//! of the last two years may still be "online first", without either. A whole book is cited without pages, even if it
//! is a volume of a set.
//!
//! In citation formats (BibTeX, RIS, CSL) the rule runs only if a profile or the configuration enables it.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "16",
//!   "issue": "2",
//!   "year": 2019
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "volume": "7",
//!   "issue": "1",
//!   "year": 1998
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[pages/missing]: there are neither pages nor an article number
//!    ╭─[record.json:1:1   record Czytelnictwo w małych miastach · /pages]
//!  1 │ {
//!    · ─
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!    ╰────
//!   help: add the pages, such as `155-166`, or the article number
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "16",
//!   "year": 2019,
//!   "pages": "155-166"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "16",
//!   "year": 2019,
//!   "articleNumber": "e0123456"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "16",
//!   "year": 2026
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "year": 2019
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Dzieła wszystkie", "lang": "pl" },
//!   "type": "other",
//!   "volume": "7",
//!   "year": 1998
//! }
//! ```

use crate::diagnostic::{Place, Severity, ids};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: ids::PAGES_MISSING,
    severity: Severity::Note,
    reads: &[Symbol::PAGES, Symbol::ARTICLE_NUMBER],
    instead_of: &["text/placeholder", "field/required-missing", "field/empty"],
    check: Check::Absent(check),
    ..Rule::PLAIN
};

/// Document types that are cited as a whole, as named in several formats.
const WHOLE: &[&str] = &[
    "book",
    "booklet",
    "collection",
    "manual",
    "misc",
    "mvbook",
    "mvcollection",
    "mvproceedings",
    "mvreference",
    "online",
    "other",
    "patent",
    "periodical",
    "phdthesis",
    "proceedings",
    "reference",
    "thesis",
    "www",
    "BOOK",
    "EBOOK",
    "EDBOOK",
    "PAT",
    "SER",
    "THES",
    "WEB",
];

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let has = |field| record.text(record.root(), field).is_some();
    if record.plain_pages().is_some() || has(Symbol::PAGES) || has(Symbol::FIRST_PAGE) || has(Symbol::ARTICLE_NUMBER) {
        return;
    }
    let type_of = record.text(record.root(), Symbol::TYPE).map(|(_, word)| word);
    let is_whole = type_of.is_some_and(|word| WHOLE.contains(&word));
    let is_in_volume = has(Symbol::VOLUME) || has(Symbol::ISSUE);
    if !is_in_volume || is_whole || !is_past(record, context.year) {
        return;
    }
    let empty =
        [Symbol::PAGES, Symbol::FIRST_PAGE, Symbol::ARTICLE_NUMBER].into_iter().find_map(|field| record.field(field));
    // Two empty elements are reported by other rules.
    if empty.is_some_and(|node| record.made_of(node).nth(1).is_some()) {
        return;
    }
    let place = empty.map_or(Place::Opening(record.root()), Place::Value);
    let finding = findings.at(place, "there are neither pages nor an article number");
    if empty.is_none() {
        finding.subject = Some(Symbol::PAGES);
    }
    let pages = context.shape.pages_of("155", "166");
    let number = if context.shape.place_of(Symbol::ARTICLE_NUMBER).is_some() { ", or the article number" } else { "" };
    finding.help(format!("add the pages, such as {pages}{number}"));
}

/// Whether the record is from a year so long ago that its volume is complete.
fn is_past(record: &Record<'_>, now: i32) -> bool {
    let year = record.text(record.root(), Symbol::YEAR).and_then(|(_, year)| year.trim().parse::<i32>().ok());
    year.is_some_and(|year| year != 0 && year < now - 1)
}
