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
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::NodeId;

/// See the module.
pub const RULE: Rule = Rule {
    id: "text/whitespace",
    severity: Severity::Note,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &[],
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::BLANKS.or(Marks::EDGE), check),
};

fn check(_: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    let trimmed = text.trim();
    let double = trimmed.find("  ");
    // What is nothing but blanks is empty, and told as that.
    if trimmed.is_empty() {
        return;
    }
    let lead = text.len() - text.trim_start().len();
    let (range, what) = match double {
        _ if lead > 0 => (0..lead, "the text begins with a blank"),
        _ if trimmed.len() < text.len() => (trimmed.len()..text.len(), "the text ends with a blank"),
        Some(at) => (at..at + text[at..].len() - text[at..].trim_start_matches(' ').len(), "blanks stand in a row"),
        None => return,
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
