//! A text contains a ligature character.
//!
//! ## Why
//!
//! A font may draw `fi` as a single shape. The characters U+FB00 to U+FB06 exist only for old encodings (The Unicode
//! Standard, chapter 7.1). In text from a PDF they hide the letters: a search for `field` does not find `ﬁeld`. A
//! ligature that is not part of a word may be the topic of the text, so its fix needs review.
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

pub const RULE: Rule = Rule {
    id: "text/ligature",
    severity: Severity::Note,
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::LIGATURE, check),
    ..Rule::PLAIN
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
    let letters =
        |character: char| LIGATURES.iter().find(|(ligature, _)| *ligature == character).map(|(_, letters)| *letters);
    let Some((at, character)) = text.char_indices().find(|(_, character)| letters(*character).is_some()) else {
        return;
    };
    let mut right = String::with_capacity(text.len());
    for character in text.chars() {
        match letters(character) {
            Some(letters) => right.push_str(letters),
            None => right.push(character),
        }
    }
    let written = letters(character).unwrap_or_default();
    let finding = findings
        .at(Place::Within(node, at..at + character.len_utf8()), format!("`{written}` is written as one character"));
    finding.caption("ligature").value(show::clipped(text)).suggestion(show::clipped(&right));
    finding.help(format!("write the letters `{written}`"));
    // A ligature that is not part of a word may be the topic of the text.
    let is_topic = |(at, ligature): (usize, char)| {
        let beside = [text[..at].chars().next_back(), text[at + ligature.len_utf8()..].chars().next()];
        letters(ligature).is_some() && !beside.into_iter().flatten().any(char::is_alphabetic)
    };
    let applicability = if text.char_indices().any(is_topic) { Applicability::Unsafe } else { Applicability::Safe };
    finding.fix("write the letters", applicability, vec![Change::Replace { node, range: None, text: right }]);
}
