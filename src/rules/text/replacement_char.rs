//! A letter of a text was lost.
//!
//! ## Why
//!
//! A program writes the character U+FFFD in place of bytes that it cannot decode (The Unicode Standard, section
//! 5.22); the original letter is lost. Older programs wrote a question mark instead. Between two letters this is a
//! warning, since web addresses and some titles contain one on purpose.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Promowanie bezpiecze\ufffdstwa", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Promowanie bezpiecze?stwa w ma?ych pa?stwach", "lang": "pl" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[text/replacement-char]: a letter of this text was lost
//!    ╭─[record.json:2:43   record Promowanie bezpiecze�stwa · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Promowanie bezpiecze\ufffdstwa", "lang": "pl" }
//!    ·                                           ───┬──
//!    ·                                              ╰── lost
//!  3 │ }
//!    ╰────
//!   help: compare with the source, and write the letter
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Promowanie bezpieczeństwa", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Who reads? A survey", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "links": [{ "url": "https://example.org/a?b=c" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::NodeId;

pub const RULE: Rule = Rule {
    id: "text/replacement-char",
    severity: Severity::Error,
    cost: Cost::Texts,
    check: Check::Text(Marks::REPLACEMENT.or(Marks::QUESTION), check),
    ..Rule::PLAIN
};

fn check(_: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    if let Some(at) = text.find('\u{fffd}') {
        let place = Place::Within(node, at..at + '\u{fffd}'.len_utf8());
        let finding = findings.at(place, "a letter of this text was lost");
        finding.caption("lost").value(show::clipped(text)).help("compare with the source, and write the letter");
        return;
    }
    let Some(at) = question_in_word(text) else { return };
    let finding = findings.at(Place::Within(node, at..at + 1), "there is a question mark within a word");
    finding.severity(Severity::Warning).caption("a lost letter?").value(show::clipped(text));
    finding.help("compare with the source, and write the letter");
}

/// Returns a question mark between two lower-case letters, unless the text is a web address.
fn question_in_word(text: &str) -> Option<usize> {
    if text.contains("://") || text.contains("www.") || text.contains('=') {
        return None;
    }
    let is_small = |letter: Option<char>| letter.is_some_and(char::is_lowercase);
    let found = text.match_indices('?').map(|(at, _)| at);
    found.into_iter().find(|at| is_small(text[..*at].chars().next_back()) && is_small(text[at + 1..].chars().next()))
}
