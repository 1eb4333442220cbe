//! A text has blanks too many.
//!
//! ## Why
//!
//! A blank at the edge of a name or two blanks in a title keep equal texts from being equal: lists of authors fall
//! apart and searches miss. A no-break space inside a text is right where Polish, Czech and French set it.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Harmonic Wand:  An Instrument", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "given": "Anna ", "family": "Nowicka" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[text/whitespace]: blanks stand in a row [*]
//!    ╭─[record.json:2:37   record Harmonic Wand:  An Instrument · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Harmonic Wand:  An Instrument", "lang": "en" }
//!    ·                                     ─┬
//!    ·                                      ╰── blanks
//!  3 │ }
//!    ╰────
//!   help: keep single blanks between words
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Wand: An Instrument", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Rzecz o\u00a0miastach", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [{ "text": "Pierwszy akapit.\n\nDrugi akapit.", "lang": "pl" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Ask, Check, Findings, Rule};
use crate::tree::{Kind, NodeId};

/// See the module.
pub const RULE: Rule = Rule {
    id: "text/whitespace",
    severity: Severity::Note,
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
        let trimmed = text.trim();
        let double = has_double_blank(trimmed).then(|| trimmed.find("  ")).flatten();
        // What is nothing but blanks is empty, and told as that.
        if trimmed.is_empty() || trimmed.len() == text.len() && double.is_none() {
            continue;
        }
        let lead = text.len() - text.trim_start().len();
        let (range, what) = match double {
            _ if lead > 0 => (0..lead, "the text begins with a blank"),
            _ if trimmed.len() < text.len() => (trimmed.len()..text.len(), "the text ends with a blank"),
            Some(at) => (at..at + text[at..].len() - text[at..].trim_start_matches(' ').len(), "blanks stand in a row"),
            None => continue,
        };
        let mut right = String::with_capacity(trimmed.len());
        for sign in trimmed.chars() {
            if sign != ' ' || !right.ends_with(' ') {
                right.push(sign);
            }
        }
        let finding = findings.at(Place::Within(node, range), what);
        finding
            .caption("blanks")
            .value(show::clipped(text))
            .suggestion(show::clipped(&right))
            .help("keep single blanks between words");
        let change = Change::Replace { node, range: None, text: right };
        finding.fix("keep single blanks between words", Applicability::Safe, vec![change]);
    }
}

/// Whether two blanks stand side by side. Nearly never; without a way out of the loop, many bytes are looked at in one
/// step.
fn has_double_blank(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(0, |found, (left, right)| found | u8::from(*left == b' ') & u8::from(*right == b' ')) > 0
}
