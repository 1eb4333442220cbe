//! The number of pages is written where the pages belong.
//!
//! ## Why
//!
//! `12 s.` and `vii + 184` say how long a work is, not where it is found. A citation needs the first and the last page. The
//! extent has a field of its own in most formats, the physical description or the page count; a whole book has no other
//! pages. Managers of references keep the number of a book's pages in `SP` of RIS; there, only the word behind the number
//! is superfluous.
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

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::Symbol;
use regex::Regex;
use std::sync::LazyLock;

/// See the module.
pub const RULE: Rule = Rule {
    id: "pages/total-count",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::PAGES],
    options: &[],
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
    fix: None,
    cost: Cost::Fields,
    check: Check::Present(check),
};

/// A number with a word for pages or leaves behind it, pages before those with arabic numbers, or how catalogues describe
/// a volume or a file; what is behind that may be cut off.
static EXTENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let numbers = r"\[?[0-9]+\]?(\s+(s|ss|str|p|pp|pages?|k|с|стр|seiten)\.?|(s|ss|str|p|pp|k|с|стр)\.)";
    let sum = r"[ivxlcdm]+\s*\+\s*[0-9]+(\s+(s|p|pp|pages?|seiten)\.?)?";
    let list = r"[ivxlcdm]+,\s*[0-9]+\s+(s|p|pp|pages?|seiten)\.?";
    let described = r"[0-9]+\s+(online|electronic)\s+resources?\b.*|[0-9]+\s+(v\.|vols?\.|volumes)(\s*\(.*)?";
    Regex::new(&format!(r"(?i)^\s*({numbers}|{sum}|{list}|{described})[\s;]*$")).ok()
});

fn check(record: &Record<'_>, ask: &Ask<'_>, findings: &mut Findings<'_>) {
    if record.plain_pages().is_some() {
        return;
    }
    let Some((node, raw)) = record.text(record.root(), Symbol::PAGES) else { return };
    if !EXTENT.as_ref().is_some_and(|extent| extent.is_match(raw)) {
        return;
    }
    // `1 online resource` says what the work is, and no number of pages is with it.
    let is_carrier = raw.contains("resource") && raw.bytes().filter(u8::is_ascii_digit).count() == 1;
    if is_carrier {
        let message = format!("{} says what the work is, not which pages", show::quoted(raw));
        let finding = findings.at(Place::Value(node), message);
        finding.caption("no pages").value(raw).help(match ask.shape.id {
            "bibtex" => "move it to `note`, or remove it",
            _ => "remove it",
        });
        return;
    }
    let message = format!("{} is the number of pages, not a page range", show::quoted(raw));
    let finding = findings.at(Place::Value(node), message);
    finding.caption("an extent").value(raw).help(advice(ask, record.is_whole_work()));
    if ask.shape.id == "ris" && record.is_whole_work() {
        finding.severity(Severity::Note);
    }
}

/// Where the number of pages belongs.
fn advice(ask: &Ask<'_>, is_whole: bool) -> String {
    let both = || format!("write the first and the last page, such as {}", ask.shape.pages_of("155", "166"));
    match (ask.shape.id, is_whole) {
        ("bibtex", true) => "move it to `pagetotal`".to_owned(),
        ("bibtex", false) => format!("{}, and the number in `pagetotal`", both()),
        ("csl", true) => "move it to `number-of-pages`".to_owned(),
        ("csl", false) => format!("{}, and the number in `number-of-pages`", both()),
        ("ris", true) => "keep only the number".to_owned(),
        ("native", true) => "move it to `physicalDescription`".to_owned(),
        ("native", false) => format!("{}, and the number in `physicalDescription`", both()),
        (_, true) => "leave it out: a whole work has no first and last page".to_owned(),
        (_, false) => both(),
    }
}
