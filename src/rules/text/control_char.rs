//! A text holds a control character.
//!
//! ## Why
//!
//! Characters below the blank steer machines that are long gone; XML forbids them, and a record that holds one
//! breaks every export to it. They come from copying and from broken conversions.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo\u0002 w małych miastach", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in\u000b small towns", "lang": "en" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[text/control-char]: the text holds a control character [*]
//!    ╭─[record.json:2:35   record Czytelnictwo<U+0002> w małych miastach · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Czytelnictwo\u0002 w małych miastach", "lang": "pl"…
//!    ·                                   ───┬──
//!    ·                                      ╰── control character
//!  3 │ }
//!    ╰────
//!   help: take the character out
//!     - "Czytelnictwo\u0002 w małych miastach"
//!     + "Czytelnictwo w małych miastach"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [{ "text": "Pierwszy akapit.\n\nDrugi akapit.", "lang": "pl" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "keywords": [{ "lang": "en", "terms": ["β-carotene"] }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::NodeId;

/// See the module.
pub const RULE: Rule = Rule {
    id: "text/control-char",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &[],
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::CONTROL, check),
};

fn check(_: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    let is_control = |sign: char| sign < ' ' && !matches!(sign, '\t' | '\n' | '\r');
    let Some(at) = text.find(is_control) else { return };
    let finding = findings.at(Place::Within(node, at..at + 1), "the text holds a control character");
    finding.caption("control character").value(show::clipped(text)).help("take the character out");
    let right: String = text.chars().filter(|sign| !is_control(*sign)).collect();
    let change = Change::Replace { node, range: None, text: right };
    finding.fix("take it out", Applicability::Safe, vec![change]);
}
