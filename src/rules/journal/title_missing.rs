//! The journal has an ISSN, but no title.
//!
//! ## Why
//!
//! An article is cited by the title of its journal, and readers do not know journals by their ISSN. PubMed Central
//! requires `journal-title`, and Crossref requires `full_title`. An abbreviated title, as reference managers store
//! it, is enough; in JATS, which has a separate element for the full title, an abbreviation without the full title is
//! a note. Dublin Core has no element for the title of a journal.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "article",
//!   "journal": { "issn": { "print": "0378-5955" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "article",
//!   "journal": { "title": " ", "issn": { "electronic": "0378-5955" } }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[journal/title-missing]: the title of the journal is missing
//!    ╭─[record.json:4:14   record Reading in small towns · /journal]
//!  3 │   "type": "article",
//!  4 │   "journal": { "issn": { "print": "0378-5955" } }
//!    ·              ─
//!  5 │ }
//!    ╰────
//!   help: write the title of the journal
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "article",
//!   "journal": { "abbreviation": "Town Stud.", "issn": { "print": "0378-5955" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "preprint",
//!   "journal": { "publisher": "Northtown Archive" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "report",
//!   "journal": { "issn": { "print": "0378-5955" } }
//! }
//! ```

use crate::diagnostic::{Place, Severity};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "journal/title-missing",
    severity: Severity::Warning,
    reads: &[Symbol::JOURNAL],
    instead_of: &["field/required-missing", "field/empty"],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    // Dublin Core has no element for it. If a record contains the title in another element, it cannot always be
    // recognised.
    if context.shape.id == "oai-dc" {
        return;
    }
    // Nearly every journal has a title.
    let Some(journal) = record.field(Symbol::JOURNAL) else { return };
    if record.text(journal, Symbol::TITLE).is_some() || !record.is_of_journal() {
        return;
    }
    let abbreviation = record.text(journal, Symbol::ABBREVIATION);
    let is_jats = context.shape.id == "jats";
    let has_issn = record.member(journal, Symbol::ISSN).is_some_and(|issn| !record.is_blank(issn));
    if abbreviation.is_some() && !is_jats || abbreviation.is_none() && !has_issn {
        return;
    }
    let place = record.member(journal, Symbol::TITLE).map_or(Place::Opening(journal), Place::Value);
    let finding = findings.at(place, "the title of the journal is missing");
    finding.help(if is_jats { "write it in `<journal-title>`" } else { "write the title of the journal" });
    if abbreviation.is_some() {
        finding.severity(Severity::Note);
    }
}
