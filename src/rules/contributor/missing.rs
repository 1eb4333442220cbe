//! The record names no author or other contributor.
//!
//! ## Why
//!
//! Works are cited and found by their authors; DOAJ accepts no article without one. A work without an author can
//! be marked as `anonymous`. An editorial, a correction, an obituary, news or an encyclopedia entry does not need
//! one. It is recognised by its type, by the heading under which it appeared, or by a title that consists of such
//! a word. If institutions but no persons are named, `affiliation/unreferenced` reports it.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": []
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "article"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[contributor/missing]: the author is empty
//!    ╭─[record.json:3:19   record Czytelnictwo w małych miastach · /contributors]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "contributors": []
//!    ·                   ─┬
//!    ·                    ╰── nothing here
//!  4 │ }
//!    ╰────
//!   help: name the author, or say `anonymous: true` if the work has none
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "anonymous": true
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "editorial"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Erratum: Reading in small towns", "lang": "en" },
//!   "type": "erratum"
//! }
//! ```

use crate::diagnostic::{Severity, ids};
use crate::record::{Record, deletion};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{Kind, Symbol};

pub const RULE: Rule = Rule {
    id: ids::CONTRIBUTOR_MISSING,
    severity: Severity::Warning,
    reads: &[Symbol::CONTRIBUTORS],
    instead_of: &["field/required-missing", "field/empty", "schema/required", "schema/enum", "schema/other"],
    check: Check::Absent(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.is_filled() {
        return;
    }
    if is_anonymous(record)
        || record.has_type(&["editorial", "erratum", "retraction", "obituary"])
        || is_unsigned(record)
        || has_heading_without_author(record, context)
        || deletion(record).is_some()
        || !record.affiliations().is_empty()
    {
        return;
    }
    if let Some(finding) = findings.missing(record, Symbol::CONTRIBUTORS, "the author") {
        finding.help(context.shape.author_advice());
    }
}

/// Types, as the formats name them, of texts that mostly appear without a name: news and announcements of journals
/// (JATS), newspaper and encyclopedia entries (CSL, Crossref, RIS, biblatex), laws, judgments, standards and maps.
const UNSIGNED: &[&str] = &[
    "announcement",
    "bill",
    "books-received",
    "calendar",
    "case",
    "collection",
    "dict",
    "encyc",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "hearing",
    "in-brief",
    "inreference",
    "jurisdiction",
    "legal_case",
    "legislation",
    "map",
    "news",
    "press-release",
    "reference-entry",
    "regulation",
    "standard",
    "stat",
    "statute",
    "treaty",
    "update",
];

/// Whether the type is in [`UNSIGNED`].
fn is_unsigned(record: &Record<'_>) -> bool {
    let own = record.text(record.root(), Symbol::TYPE);
    own.is_some_and(|(_, own)| UNSIGNED.iter().any(|known| known.eq_ignore_ascii_case(own.trim())))
}

/// Headings and titles of texts that do not need an author, in English, Polish, Czech, German, French, Spanish,
/// Portuguese and Italian.
const HEADINGS: &[&str] = &[
    "addenda",
    "addendum",
    "announcement",
    "announcements",
    "author index",
    "contents",
    "corrections",
    "correction",
    "corrigenda",
    "corrigendum",
    "editorial",
    "editorial board",
    "errata",
    "erratum",
    "front matter",
    "index",
    "indices",
    "indexes",
    "in memoriam",
    "news",
    "obituaries",
    "obituary",
    "publisher's note",
    "retraction",
    "subject index",
    "table of contents",
    "back matter",
    "masthead",
    "od redakcji",
    "errata do numeru",
    "sprostowanie",
    "spis treści",
    "nekrolog",
    "úvodník",
    "inhalt",
    "inhaltsverzeichnis",
    "impressum",
    "vorwort der redaktion",
    "éditorial",
    "table des matières",
    "fe de erratas",
    "índice",
    "preface",
    "cover",
    "introduction",
    "contributors",
    "abbreviations",
    "list of abbreviations",
    "sumário",
    "indice",
];

/// Whether the title, or in JATS the heading under which the article appeared, is in [`HEADINGS`].
fn has_heading_without_author(record: &Record<'_>, context: &RuleContext<'_>) -> bool {
    // `Contents / Contributors / Preface` consists of several headings.
    let is_heading = |text: &str| {
        let mut parts = text.split(" / ").map(|part| part.trim().trim_end_matches(['.', ':', '!']).to_lowercase());
        parts.all(|part| HEADINGS.contains(&part.as_str()))
    };
    let subjects = record.items(Symbol::SUBJECTS).filter_map(|subject| record.text(subject, Symbol::TEXT));
    record.title().is_some_and(|title| is_heading(title.text))
        || context.shape.id == "jats" && subjects.into_iter().any(|(_, subject)| is_heading(subject))
}

fn is_anonymous(record: &Record<'_>) -> bool {
    record.field(Symbol::ANONYMOUS).is_some_and(|node| record.tree().kind(node) == Kind::True)
}
