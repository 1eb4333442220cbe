//! The record has a field that works of its type do not have.
//!
//! ## Why
//!
//! A preprint has no volume, and an interview no article number of a journal: such a field shows that the type is
//! wrong, or that two records were merged.
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
//!   help: correct the type, or leave the field out
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

use crate::diagnostic::{Place, Severity, show};
use crate::record::{Record, trimmed};
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "type/field-conflict",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::TYPE],
    options: &[],
    instead_of: &[],
    fix: None,
    cost: Cost::Fields,
    check: Check::Present(check),
};

/// Types, and the fields that a work of them has not.
const CONFLICTS: &[(&str, &[(Symbol, &str)])] = &[
    ("preprint", &[(Symbol::VOLUME, "volume"), (Symbol::ISSUE, "issue")]),
    ("chapter", &[(Symbol::ISSUE, "issue"), (Symbol::ARTICLE_NUMBER, "article number")]),
    ("report", &[(Symbol::ISSUE_TITLE, "issue title")]),
];

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    let Some((node, kind)) = record.text(record.root(), Symbol::TYPE) else { return };
    let Some((_, fields)) = CONFLICTS.iter().find(|(known, _)| known.eq_ignore_ascii_case(trimmed(kind))) else {
        return;
    };
    for (symbol, name) in *fields {
        let Some(field) = record.field(*symbol).filter(|field| !record.is_blank(*field)) else { continue };
        let finding = findings.at(Place::Value(field), format!("a {} has no {name}", show::visible(kind)));
        finding.caption(*name).label(Place::Value(node), "the type").value(kind);
        finding.help("correct the type, or leave the field out");
    }
}
