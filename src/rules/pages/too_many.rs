//! The pages span a whole book.
//!
//! ## Why
//!
//! An article of more than two hundred pages is rare; usually the pages are those of the whole volume. Books, theses,
//! reports and parts of books without an editor may have ten times as many. A range that begins with page 1 is a
//! note, because it may be a monograph that fills a whole issue.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "7-328"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "pages": "7-328",
//!   "type": "article"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[pages/too-many]: these are 322 pages, more than 200
//!    ╭─[record.json:3:13   record Czytelnictwo w małych miastach · /pages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "pages": "7-328"
//!    ·             ──┬──
//!    ·               ╰── a whole book?
//!  4 │ }
//!    ╰────
//!   help: compare the pages with the work itself
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "7-28"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "1-200"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "155-66"
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Integer, Opt, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "pages/too-many",
    severity: Severity::Warning,
    reads: &[Symbol::PAGES],
    options: &[Opt::Integer(&MAX)],
    instead_of: &["pages/vs-article-number", "pages/equal", "pages/abbreviated", "pages/leading-zero", "pages/dash"],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// A longer range is probably a mistake.
const MAX: Integer =
    Integer { name: "max", default: 200, range: (1, 10_000), about: "The longest page range that is not reported" };

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let most = u64::try_from(context.integer(&MAX)).unwrap_or_default();
    if record.plain_pages().is_some_and(|(first, last)| u64::from(last - first) < most) {
        return;
    }
    let Some((node, pages)) = record.pages() else { return };
    let (node, raw) = (*node, pages.raw);
    for part in &pages.parts {
        let most = if is_whole(record) { most.saturating_mul(WHOLE_FACTOR) } else { most };
        let Some(length) = part.length().filter(|length| *length > most) else { continue };
        let end = part.last.as_ref().map_or(part.first.range.end, |last| last.range.end);
        let place = Place::Within(node, part.first.range.start..end);
        let finding = findings.at(place, message(record, node, length, most));
        let printed = if record.has_type(&["chapter", "inbook"]) { "the book" } else { record.original() };
        finding.caption("a whole book?").value(raw).help(format!("compare the pages with {printed}"));
        // A monograph that fills a whole issue begins with page 1.
        if part.first.number == 1 {
            finding.severity(Severity::Note);
        }
    }
}

/// Returns the message. In RIS it names the tags, since the first and the last page are on two lines.
fn message(record: &Record<'_>, node: NodeId, length: u64, most: u64) -> String {
    let tag = |name| record.source().and_then(|tree| tree.text(tree.get_named(tree.root(), name)?.value));
    let has_two_lines = record.written_name(node) == Some("SP");
    match tag("SP").zip(tag("EP")).filter(|_| has_two_lines) {
        Some((first, last)) => {
            let (first, last) = (show::clipped(first), show::clipped(last));
            format!("from `SP` {first} to `EP` {last} are {length} pages, more than {most}")
        }
        None => format!("these are {length} pages, more than {most}"),
    }
}

/// The factor by which the limit is multiplied for a whole work.
const WHOLE_FACTOR: u64 = 10;

/// Types of whole works in CSL, Crossref, BibTeX and RIS. They have more pages than a part of one.
const WHOLE_TYPES: &[&str] = &[
    "book",
    "booklet",
    "collection",
    "dissertation",
    "inbook",
    "manual",
    "mastersthesis",
    "monograph",
    "mvbook",
    "mvcollection",
    "mvproceedings",
    "mvreference",
    "periodical",
    "phdthesis",
    "proceedings",
    "reference",
    "report",
    "standard",
    "techreport",
    "thesis",
    "bookinbook",
    "edited-book",
    "reference-book",
    "EBOOK",
    "EDBOOK",
    "RPRT",
    "SER",
    "STAND",
    "THES",
];

/// Whether the record is of a whole work.
fn is_whole(record: &Record<'_>) -> bool {
    let own = record.text(record.root(), Symbol::TYPE).map_or("", |(_, own)| own.trim());
    WHOLE_TYPES.iter().any(|whole| whole.eq_ignore_ascii_case(own))
}
