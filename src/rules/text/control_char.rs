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
use crate::record::Record;
use crate::ruleset::{Ask, Check, Findings, Rule};
use crate::tree::{Kind, NodeId};

/// See the module.
pub const RULE: Rule = Rule {
    id: "text/control-char",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[],
    instead_of: &[],
    check: Check::Present(check),
};

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    let tree = record.tree();
    for number in 0..tree.len() as u32 {
        let node = NodeId::new(number);
        if tree.kind(node) != Kind::String {
            continue;
        }
        let text = tree.string(node).unwrap_or_default();
        // Nearly every text has none; without a way out of the loop, many bytes are looked at in one step.
        if text.bytes().fold(0, |found, byte| found | u8::from(byte < b' ')) == 0 {
            continue;
        }
        let is_control = |sign: char| sign < ' ' && !matches!(sign, '\t' | '\n' | '\r');
        let Some(at) = text.find(is_control) else { continue };
        let finding = findings.at(Place::Within(node, at..at + 1), "the text holds a control character");
        finding.caption("control character").value(show::clipped(text)).help("take the character out");
        let right: String = text.chars().filter(|sign| !is_control(*sign)).collect();
        let change = Change::Replace { node, range: None, text: right };
        finding.fix("take it out", Applicability::Safe, vec![change]);
    }
}
