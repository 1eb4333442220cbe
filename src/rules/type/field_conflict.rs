//! The record has a field that does not apply to its type.
//!
//! ## Why
//!
//! A preprint has no volume, and an interview no article number: such a field shows that the type is wrong, or that
//! two records were merged.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "preprint",
//!   "volume": "16"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "chapter",
//!   "issue": "2"
//! }
//! ```
//!
//! ```bibtex
//! @incollection{a, author = {Nowicka, Anna}, title = {Reading in small towns}, journal = {Teki}, year = 2019}
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[type/field-conflict]: a preprint has no volume
//!    ╭─[record.json:4:13   record Reading in small towns · /volume]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "type": "preprint",
//!    ·           ─────┬────
//!    ·                ╰── the type
//!  4 │   "volume": "16"
//!    ·             ──┬─
//!    ·               ╰── volume
//!  5 │ }
//!    ╰────
//!   help: correct the type, or remove the field
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "article",
//!   "volume": "16"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "preprint"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "chapter",
//!   "volume": "2"
//! }
//! ```
//!
//! ```bibtex
//! @incollection{a, author = {Nowicka, Anna}, title = {Reading}, booktitle = {Towns}, journal = {Teki}, year = 2019}
//!
//! @inproceedings{b, author = {Nowicka, Anna}, title = {Reading}, journal = {Teki}, crossref = {c}, year = 2019}
//!
//! @proceedings{c, title = {Towns}, year = 2019}
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::{Record, trimmed};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "type/field-conflict",
    severity: Severity::Warning,
    reads: &[Symbol::TYPE],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Reports `journal` in a BibTeX entry for a part of a book, which names the book in `booktitle`: no style prints it.
fn check_journal_of_chapter(record: &Record<'_>, findings: &mut Findings<'_>) {
    const CHAPTERS: &[&str] = &["incollection", "inproceedings", "conference"];
    // Another entry may name the book.
    const OTHERS: &[&str] = &["booktitle", "maintitle", "crossref", "xdata"];
    let Some((kind_node, kind)) = record.text(record.root(), Symbol::TYPE) else { return };
    let Some(word) = CHAPTERS.iter().find(|known| known.eq_ignore_ascii_case(trimmed(kind))) else { return };
    let journal = record.field(Symbol::JOURNAL).and_then(|journal| record.text(journal, Symbol::TITLE));
    let is_journal = |node| matches!(record.written_name(node), Some("journal" | "journaltitle"));
    let Some((node, title)) = journal.filter(|(node, _)| is_journal(*node)) else { return };
    let has = |name: &&str| record.source().is_some_and(|tree| tree.get_named(tree.root(), name).is_some());
    if OTHERS.iter().any(has) {
        return;
    }
    let written = record.written(node).unwrap_or_default();
    let finding = findings.at(Place::Value(node), format!("`@{word}` has {written}, but no `booktitle`"));
    finding.caption("not printed").label(Place::Value(kind_node), "the type").value(title);
    let whole = if *word == "incollection" { "book" } else { "proceedings" };
    finding
        .help(format!("write the title of the {whole} in `booktitle`, or make it an `@article` if {written} is right"));
}

/// Types, and the fields that works of the type do not have.
const CONFLICTS: &[(&str, &[(Symbol, &str)])] = &[
    ("preprint", &[(Symbol::VOLUME, "volume"), (Symbol::ISSUE, "issue")]),
    ("chapter", &[(Symbol::ISSUE, "issue"), (Symbol::ARTICLE_NUMBER, "article number")]),
    ("report", &[(Symbol::ISSUE_TITLE, "issue title")]),
];

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if context.shape.id == "bibtex" {
        check_journal_of_chapter(record, findings);
    }
    let Some((node, kind)) = record.text(record.root(), Symbol::TYPE) else { return };
    let Some((_, fields)) = CONFLICTS.iter().find(|(known, _)| known.eq_ignore_ascii_case(trimmed(kind))) else {
        return;
    };
    for (symbol, name) in *fields {
        let Some(field) = record.field(*symbol).filter(|field| !record.is_blank(*field)) else { continue };
        let finding = findings.at(Place::Value(field), format!("a {} has no {name}", show::visible(kind)));
        finding.caption(*name).label(Place::Value(node), "the type").value(kind);
        // Dublin Core has the numbers in a single element.
        let removal = if context.shape.id == "oai-dc" {
            "leave it out".to_owned()
        } else {
            format!("remove the {}", record.noun())
        };
        finding.help(format!("correct the type, or {removal}"));
    }
}
