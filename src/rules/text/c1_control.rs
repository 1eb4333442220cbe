//! A text holds a control character where a quotation mark or a dash was meant.
//!
//! ## Why
//!
//! The characters U+0080 to U+009F are controls (ISO 6429) that nothing shows. In texts they are what is left of the
//! quotation marks, dashes and letters that windows-1252 and windows-1250 have at these places, when a text was taken
//! for ISO 8859-1. Where both mean the same sign, the fix is certain.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The \u0093theta\u0094 of reading in small towns.", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading \u0096 a small history", "lang": "en" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[text/c1-control]: the text holds the control character U+0093 [*]
//!    ╭─[record.json:3:32   record Reading in small towns · /abstracts/0/text]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "abstracts": [{ "text": "The \u0093theta\u0094 of reading in small town…
//!    ·                                ───┬──
//!    ·                                   ╰── control character
//!  4 │ }
//!    ╰────
//!   help: write `The “theta” of reading in small towns.`
//!     - "The \u0093theta\u0094 of reading in small tow…
//!     + "The “theta” of reading in small tow…
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading – a small history", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "“Theta” and reading", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Language, Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::text::Encoding;
use crate::tree::NodeId;

/// See the module.
pub const RULE: Rule = Rule {
    id: "text/c1-control",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &[],
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::C1, check),
};

/// Languages that were written in windows-1250.
const CENTRAL: &[&str] = &["pl", "cs", "sk", "sl", "hr", "hu", "ro", "sq"];

fn is_c1(letter: char) -> bool {
    ('\u{80}'..='\u{9f}').contains(&letter)
}

fn check(record: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    let Some((at, letter)) = text.char_indices().find(|(_, letter)| is_c1(*letter)) else { return };
    let is_central = record
        .languages()
        .filter_map(|(_, tag)| Language::of_tag(tag))
        .any(|language| CENTRAL.contains(&language.code()));
    let mut is_certain = true;
    let meant: String = text
        .chars()
        .map(|letter| {
            if !is_c1(letter) {
                return letter;
            }
            let (western, central) = (decoded(Encoding::WINDOWS_1252, letter), decoded(Encoding::WINDOWS_1250, letter));
            is_certain &= western == central && letter != '\u{85}';
            match (letter, is_central) {
                // The next line of ISO 6429.
                ('\u{85}', _) => ' ',
                (_, true) => central,
                (_, false) => western,
            }
        })
        .collect();
    let code = u32::from(letter);
    let message = format!("the text holds the control character U+{code:04X}");
    let finding = findings.at(Place::Within(node, at..at + letter.len_utf8()), message);
    finding.caption("control character").value(show::clipped(text)).suggestion(show::clipped(&meant));
    if meant.chars().any(is_c1) {
        finding.help("write the character that was meant");
        return;
    }
    finding.help(format!("write {}", show::quoted(&meant)));
    let applicability = if is_certain { Applicability::Safe } else { Applicability::Unsafe };
    finding.fix(
        "write the sign that was meant",
        applicability,
        vec![Change::Replace { node, range: None, text: meant }],
    );
}

fn decoded(encoding: Encoding, letter: char) -> char {
    let byte = [u32::from(letter) as u8];
    encoding.text_of(&byte).and_then(|text| text.chars().next()).unwrap_or(letter)
}
