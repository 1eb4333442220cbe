//! An abstract begins with a label such as `Abstract:`.
//!
//! ## Why
//!
//! The field already says that it is an abstract, so a page with its own heading prints the word twice. The word
//! counts as a label only before a colon, a full stop or the end of a line: `Abstract art in Poland` is a
//! subject. The fix needs confirmation if a later part of the text has a label, too.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [{ "text": "Streszczenie: W artykule omówiono, jak zmieniło się czytelnictwo w dwunastu małych miastach oraz jaką rolę odegrały w tym biblioteki publiczne, które działają tam od dwudziestu lat.", "lang": "pl" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "Abstract\nThe article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years.", "lang": "en" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[abstract/label]: the abstract begins with the word `Streszczenie` [*]
//!    ╭─[record.json:3:28   record Czytelnictwo w małych miastach · /abstracts/0/text]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "abstracts": [{ "text": "Streszczenie: W artykule omówiono, jak zmienił…
//!    ·                            ───────┬──────
//!    ·                                   ╰── label
//!  4 │ }
//!    ╰────
//!   help: keep only the abstract
//!     - "Streszczenie: W artykule omówiono, jak…
//!     + "W artykule omówiono, jak…
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years.", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "Abstract art was shown in twelve small towns during the past twenty years; the article describes the exhibitions, their makers and those who came.", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "Background: The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years.", "lang": "en" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{LONGEST_LABEL, Record, may_begin_with};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "abstract/label",
    severity: Severity::Note,
    reads: &[Symbol::ABSTRACTS],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// The word for "abstract" in the languages of the field, capitalised.
const LABELS: &[&str] = &[
    "Abstract",
    "Summary",
    "Streszczenie",
    "Abstrakt",
    "Resumen",
    "Resumé",
    "Résumé",
    "Resumo",
    "Riassunto",
    "Zusammenfassung",
    "Anotace",
    "Súhrn",
    "Rezumat",
    "Sažetak",
    "Povzetek",
    "Összefoglalás",
    "Аннотация",
    "Анотація",
    "Резюме",
];

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.abstracts_are_plain() {
        return;
    }
    for text in record.all_abstracts() {
        let Some(end) = label(text.text) else { continue };
        let shown = show::quoted(text.text[..end].trim().trim_end_matches([':', '.']));
        let finding =
            findings.at(Place::Within(text.text_node, 0..end), format!("the abstract begins with the word {shown}"));
        finding.caption("label").value(show::clipped(text.text)).help("keep only the abstract");
        let change = Change::Replace { node: text.text_node, range: Some(0..end), text: String::new() };
        // If a later part has a label, too, the labels tell the parts apart.
        let applicability = if has_label(&text.text[end..]) { Applicability::Unsafe } else { Applicability::Safe };
        finding.fix("remove the label", applicability, vec![change]);
    }
}

/// Whether a later part of the text has a label before a colon or on its own line.
fn has_label(text: &str) -> bool {
    LABELS.iter().any(|label| {
        let ends = text.match_indices(label).map(|(at, label)| text[at + label.len()..].trim_start_matches(' '));
        ends.into_iter().any(|rest| rest.starts_with([':', '\n']))
    })
}

/// Returns the length of the label, including the separator between it and the text.
fn label(text: &str) -> Option<usize> {
    let end = text.bytes().take(LONGEST_LABEL).position(|byte| matches!(byte, b':' | b'.' | b'\n'))?;
    let word = text[..end].trim();
    let is_label =
        LABELS.iter().any(|label| may_begin_with(word, label) && (*label == word || label.to_uppercase() == word));
    let rest = text[end..].trim_start_matches([':', '.', '\n', '\r', ' ']);
    (is_label && !rest.is_empty()).then(|| text.len() - rest.len())
}
