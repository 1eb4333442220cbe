//! A text holds a ligature as a character of its own.
//!
//! ## Why
//!
//! A font draws `fi` as one shape where it is beautiful. The characters U+FB00 to U+FB06 are there for old encodings
//! only (The Unicode Standard, chapter 7.1); in a text taken out of a PDF they hide the letters: `ﬁeld` is not found as
//! `field`. A ligature that is not part of a word may be what the text is about, and its fix has to be confirmed.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "A ﬁeld of reading", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The ﬂow of books into ofﬁces was described.", "lang": "en" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[text/ligature]: `fi` is written as one character [*]
//!    ╭─[record.json:2:25   record A ﬁeld of reading · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "A ﬁeld of reading", "lang": "en" }
//!    ·                         ┬
//!    ·                         ╰── ligature
//!  3 │ }
//!    ╰────
//!   help: write the letters `fi`
//!     - "A ﬁeld of reading"
//!     + "A field of reading"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "A field of reading", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Œuvres et æther", "lang": "fr" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Straße und Maß", "lang": "de" }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::NodeId;

/// See the module.
pub const RULE: Rule = Rule {
    id: "text/ligature",
    severity: Severity::Note,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &[],
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::LIGATURE, check),
};

/// The ligatures and their letters.
const LIGATURES: &[(char, &str)] = &[
    ('ﬀ', "ff"),
    ('ﬁ', "fi"),
    ('ﬂ', "fl"),
    ('ﬃ', "ffi"),
    ('ﬄ', "ffl"),
    ('ﬅ', "st"),
    ('ﬆ', "st"),
    ('ĳ', "ij"),
    ('Ĳ', "IJ"),
];

fn check(_: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    let letters = |sign: char| LIGATURES.iter().find(|(ligature, _)| *ligature == sign).map(|(_, letters)| *letters);
    let Some((at, sign)) = text.char_indices().find(|(_, sign)| letters(*sign).is_some()) else { return };
    let mut right = String::with_capacity(text.len());
    for sign in text.chars() {
        match letters(sign) {
            Some(letters) => right.push_str(letters),
            None => right.push(sign),
        }
    }
    let written = letters(sign).unwrap_or_default();
    let finding =
        findings.at(Place::Within(node, at..at + sign.len_utf8()), format!("`{written}` is written as one character"));
    finding.caption("ligature").value(show::clipped(text)).suggestion(show::clipped(&right));
    finding.help(format!("write the letters `{written}`"));
    // A ligature that is not part of a word is one that the text is about.
    let is_topic = |(at, ligature): (usize, char)| {
        let beside = [text[..at].chars().next_back(), text[at + ligature.len_utf8()..].chars().next()];
        letters(ligature).is_some() && !beside.into_iter().flatten().any(char::is_alphabetic)
    };
    let applicability = if text.char_indices().any(is_topic) { Applicability::Unsafe } else { Applicability::Safe };
    finding.fix("write the letters", applicability, vec![Change::Replace { node, range: None, text: right }]);
}
