//! The pages begin with a label.
//!
//! ## Why
//!
//! The field name already says that its value is pages. A label such as `s.` or `pp.` is printed twice by every
//! citation style that adds its own, and prevents programs from comparing the numbers. A letter that belongs to the
//! number has neither a dot nor a space: `S12` is page 12 of a supplement. A word for leaves or columns, such as `k.`
//! or `szp.`, adds information and is not removed by a fix.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "s. 155-166"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "155-166. o."
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "pages": "pp 12"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[pages/label]: the label `s.` is part of the pages [*]
//!    ╭─[record.json:3:13   record Czytelnictwo w małych miastach · /pages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "pages": "s. 155-166"
//!    ·             ─┬─
//!    ·              ╰── label
//!  4 │ }
//!    ╰────
//!   help: keep only the pages
//!     - "s. 155-166"
//!     + "155-166"
//! ```
//!
//! ## Good
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
//!   "pages": "S12"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "P5"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "s123"
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "pages/label",
    severity: Severity::Warning,
    reads: &[Symbol::PAGES],
    instead_of: &["pages/unparsable"],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.plain_pages().is_some() {
        return;
    }
    let Some((node, pages)) = record.pages() else { return };
    let (node, raw) = (*node, pages.raw);
    let Some(label) = pages.label() else { return };
    let shown = show::quoted(raw[label.clone()].trim());
    let finding = findings.at(Place::Within(node, label.clone()), format!("the label {shown} is part of the pages"));
    finding.caption("label").value(raw).help("keep only the pages");
    let word = raw[label.clone()].trim();
    let Some(applicability) = applicability(word) else { return };
    let change = Change::Replace { node, range: Some(label), text: String::new() };
    finding.fix("remove the label", applicability, vec![change]);
}

/// Determines how safely a label can be removed. Leaves and columns are not pages, and `S 12` may be page 12 of a
/// supplement.
fn applicability(label: &str) -> Option<Applicability> {
    const NOT_PAGES: &[&str] = &["k", "f", "sp", "szp"];
    let word = label.trim_end_matches('.');
    if NOT_PAGES.contains(&word.to_lowercase().as_str()) {
        return None;
    }
    let is_single_letter = word.chars().nth(1).is_none();
    let is_number = is_single_letter && (word.chars().all(char::is_uppercase) || !label.contains('.'));
    Some(if is_number { Applicability::Unsafe } else { Applicability::Safe })
}
