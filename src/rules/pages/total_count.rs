//! The total number of pages is given instead of the pages.
//!
//! ## Why
//!
//! `12 s.` and `vii + 184` are the length of a work, not its place. A citation needs the first and the last page.
//! Most formats have a separate field for the extent: the physical description or the page count. A whole book has no
//! other pages. For a whole book `xii, 250` is also an extent, and so, as a note, is `352`: a work of fewer than 49
//! pages is not a book (UNESCO, Recommendation concerning the International Standardization of Statistics Relating to
//! Book Production, 1964). Reference managers keep the number of a book's pages in `SP` of RIS; there only the word
//! after the number is superfluous.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "12 s."
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "[4] k."
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "166 p."
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "vii + 184"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "XII, 207 Seiten"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "1 online resource (xvii, 257"
//! }
//! ```
//!
//! ```bibtex
//! @book{nowicka2019, author = {Nowicka, Anna}, title = {Reading}, publisher = {Library Press}, year = 2019, pages = {xii, 250}}
//! ```
//!
//! ```bibtex
//! @book{nowicka2019, author = {Nowicka, Anna}, title = {Reading}, publisher = {Library Press}, year = 2019, pages = {352}}
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[pages/total-count]: `12 s.` is the number of pages, not a page range
//!    ╭─[record.json:3:12   record Czytelnictwo w małych miastach · /pages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "pages": "12 s."
//!    ·            ───┬───
//!    ·               ╰── an extent
//!  4 │ }
//!    ╰────
//!   help: write the first and the last page, such as `155-166`, and the number in `physicalDescription`
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "vi, 1-20"
//! }
//! ```
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
//!   "pages": "s123"
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
//!   "pages": "12"
//! }
//! ```
//!
//! ```bibtex
//! @book{nowicka2019, author = {Nowicka, Anna}, title = {Reading}, publisher = {Library Press}, year = 2019, pages = {12--40}}
//! ```
//!
//! ```bibtex
//! @article{nowicka2019, author = {Nowicka, Anna}, title = {Reading}, journal = {Library Notes}, year = 2019, pages = {352}}
//! ```
//!
//! ```bibtex
//! @book{nowicka2019, author = {Nowicka, Anna}, title = {Reading}, publisher = {Library Press}, year = 2019, pages = {36}}
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use regex::Regex;
use std::sync::LazyLock;

pub const RULE: Rule = Rule {
    id: "pages/total-count",
    severity: Severity::Warning,
    reads: &[Symbol::PAGES],
    instead_of: &[
        "pages/label",
        "pages/zero",
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

/// A number followed by a word for pages or leaves, roman pages plus arabic ones, or the way catalogues describe a
/// volume or a file, possibly cut off.
static EXTENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let numbers = r"\[?[0-9]+\]?(\s+(s|ss|str|p|pp|pages?|k|с|стр|seiten)\.?|(s|ss|str|p|pp|k|с|стр)\.|pp)";
    let sum = r"[ivxlcdm]+\s*\+\s*[0-9]+(\s*(s|p|pp|pages?|seiten)\.?)?";
    let list = r"[ivxlcdm]+,\s*[0-9]+\s+(s|p|pp|pages?|seiten)\.?";
    let described = r"[0-9]+\s+(online|electronic)\s+resources?\b.*|[0-9]+\s+(v\.|vols?\.|volumes)(\s*\(.*)?";
    Regex::new(&format!(r"(?i)^\s*({numbers}|{sum}|{list}|{described})[\s;]*$")).ok()
});

/// Further extents of a whole work: roman pages followed by arabic ones, and a number with the letter `p`, which may
/// be part of the number elsewhere.
static EXTENT_OF_BOOK: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^\s*([ivxlcdm]+,\s*[0-9]{2,4}|[0-9]{2,4}\s?p)\s*$").ok());

/// Whether a number may be the number of pages of a book, and the record has no page count.
fn is_as_long_as_book(record: &Record<'_>, raw: &str) -> bool {
    const FEWEST: u32 = 49;
    const MOST: u32 = 2000;
    let is_count =
        !raw.starts_with('0') && raw.trim().parse::<u32>().is_ok_and(|count| (FEWEST..=MOST).contains(&count));
    is_count && record.field(Symbol::PAGE_COUNT).is_none()
}

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.plain_pages().is_some() {
        return;
    }
    let Some((node, raw)) = record.text(record.root(), Symbol::PAGES) else { return };
    let is_whole = record.is_whole_work();
    let matches = |pattern: &LazyLock<Option<Regex>>| pattern.as_ref().is_some_and(|pattern| pattern.is_match(raw));
    if !(matches(&EXTENT) || is_whole && matches(&EXTENT_OF_BOOK)) {
        if is_whole && record.is_tex() && is_as_long_as_book(record, raw) {
            let message = format!("{} looks like the number of pages of the whole work", show::quoted(raw));
            let finding = findings.at(Place::Value(node), message);
            finding
                .caption("an extent?")
                .value(raw)
                .help(context.shape.extent_advice(is_whole))
                .severity(Severity::Note);
        }
        return;
    }
    // `1 online resource` describes the work and contains no number of pages.
    let is_carrier = raw.contains("resource") && raw.bytes().filter(u8::is_ascii_digit).count() == 1;
    if is_carrier {
        let message = format!("{} describes the kind of work, not its pages", show::quoted(raw));
        let finding = findings.at(Place::Value(node), message);
        finding.caption("not pages").value(raw).help(context.shape.carrier_advice());
        return;
    }
    let message = format!("{} is the number of pages, not a page range", show::quoted(raw));
    let finding = findings.at(Place::Value(node), message);
    finding.caption("an extent").value(raw).help(context.shape.extent_advice(is_whole));
    if context.shape.id == "ris" && is_whole {
        finding.severity(Severity::Note);
    }
}
