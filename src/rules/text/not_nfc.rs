//! A text is not in the usual form of Unicode.
//!
//! ## Why
//!
//! `ń` can be written as one character, or as `n` and a combining accent: they look the same, and a search for the one
//! does not find the other. Normalization form C (Unicode Standard Annex 15) is what the web and nearly all programs
//! write. The compatibility form KC is never used: it makes `²` into `2` and `½` into `1⁄2`.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Pan\u0301stwo i prawo", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "given": "Jose\u0301", "family": "Garcia" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[text/not-nfc]: `ń` is written as a letter and a sign [*]
//!    ╭─[record.json:2:25   record Państwo i prawo · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Pan\u0301stwo i prawo", "lang": "pl" }
//!    ·                         ───┬───
//!    ·                            ╰── two characters
//!  3 │ }
//!    ╰────
//!   help: write `ń` as one character
//!     - "Pan\u0301stwo i prawo"
//!     + "Państwo i prawo"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Państwo i prawo", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "5 m² and ½ of a library", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "المكتبات في المدن", "lang": "ar" }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::NodeId;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// See the module.
pub const RULE: Rule = Rule {
    id: "text/not-nfc",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &[],
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::DECOMPOSED, check),
};

fn check(_: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    if is_nfc(text) {
        return;
    }
    let right: String = text.nfc().collect();
    let (at, letter) = text
        .char_indices()
        .zip(right.chars())
        .find(|((_, is), right)| is != right)
        .map_or_else(|| (0, ' '), |((at, _), right)| (at, right));
    let end = text[at..].char_indices().map(|(place, _)| at + place).find(|place| is_combined(text, at, *place));
    let shown = show::quoted(&letter.to_string());
    let place = Place::Within(node, at..end.unwrap_or(text.len()));
    let finding = findings.at(place, format!("{shown} is written as a letter and a sign"));
    finding.caption("two characters").value(show::clipped(text)).suggestion(show::clipped(&right));
    finding.help(format!("write {shown} as one character"));
    finding.fix(
        "write it in normalization form C",
        Applicability::Safe,
        vec![Change::Replace { node, range: None, text: right }],
    );
}

/// Whether what is written as several characters from `at` on ends before `place`.
fn is_combined(text: &str, at: usize, place: usize) -> bool {
    place > at && !text[place..].chars().next().is_some_and(unicode_normalization::char::is_combining_mark)
}
