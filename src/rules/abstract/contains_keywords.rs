//! An abstract ends with the keywords.
//!
//! ## Why
//!
//! Keywords that are pasted into the abstract are lost as keywords: no list and no filter shows them. They belong
//! in their own field.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years. Keywords: reading, libraries", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [{ "text": "W artykule omówiono, jak zmieniło się czytelnictwo w dwunastu małych miastach oraz jaką rolę odegrały w tym biblioteki publiczne, które działają tam od dwudziestu lat. Słowa kluczowe: czytelnictwo, biblioteki", "lang": "pl" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[abstract/contains-keywords]: the abstract ends with the keywords
//!    ╭─[record.json:3:197   record Reading in small towns · /abstracts/0/text]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │ … the past twenty years. Keywords: reading, libraries", "lang": "en" }]
//!    ·                          ──────────────┬─────────────
//!    ·                                        ╰── keywords
//!  4 │ }
//!    ╰────
//!   help: move the keywords to `keywords`, one by one
//!   fix to be confirmed: move the keywords
//!     - …g the past twenty years. Keywords: reading, libraries", "lang": "en" }]
//!     + …g the past twenty years.", "lang": "en" }], "keywords": [{ "lang": "en", "terms": ["reading", "l…
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years.", "lang": "en" }],
//!   "keywords": [{ "lang": "en", "terms": ["reading", "libraries"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "Keywords play a part in how readers find a text: the article discusses how they were chosen in twelve small towns and which part public libraries have played in it.", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years.", "lang": "en" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, New, Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use memchr::memchr_iter;

pub const RULE: Rule = Rule {
    id: "abstract/contains-keywords",
    severity: Severity::Warning,
    reads: &[Symbol::ABSTRACTS],
    instead_of: &["abstract/truncated"],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Labels of a list of keywords, as written before the colon.
const LABELS: &[&str] = &[
    "Keywords",
    "Key words",
    "Keyword",
    "KEYWORDS",
    "KEY WORDS",
    "Słowa kluczowe",
    "SŁOWA KLUCZOWE",
    "Schlüsselwörter",
    "Schlagwörter",
    "Mots-clés",
    "Mots clés",
    "Palabras clave",
    "Palavras-chave",
    "Klíčová slova",
    "Kľúčové slová",
    "Parole chiave",
    "Ключевые слова",
    "Ключові слова",
];

/// Keywords are the last part of a text. A label more than this many bytes before the end is something else.
const TAIL_BYTES: usize = 600;

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for text in record.all_abstracts() {
        let words = text.text;
        let from = words.len().saturating_sub(TAIL_BYTES);
        // Every label is followed by a colon.
        let mut colons = memchr_iter(b':', &words.as_bytes()[from..]).map(|at| from + at);
        let label = colons.find_map(|colon| {
            let head = words[..colon].trim_end();
            LABELS.iter().find(|label| head.ends_with(**label)).map(|label| head.len() - label.len())
        });
        let Some(start) = label.filter(|start| *start > 0) else { continue };
        let place = Place::Within(text.text_node, start..words.len());
        let finding = findings.at(place, "the abstract ends with the keywords");
        finding.caption("keywords").value(show::clipped(&words[start..]));
        finding.help(match context.shape.place_of(Symbol::KEYWORDS) {
            Some(place) => format!("move the keywords to {place}, one by one"),
            None => "remove them".to_owned(),
        });
        let terms = terms(&words[start..]);
        if record.field(Symbol::KEYWORDS).is_none() && !terms.is_empty() {
            let kept = words[..start].trim_end().len();
            let cut = Change::Replace { node: text.text_node, range: Some(kept..words.len()), text: String::new() };
            let lang = text.lang.map(|(_, tag)| ("lang".to_owned(), New::text(tag)));
            let terms = ("terms".to_owned(), New::List(terms.into_iter().map(New::text).collect()));
            let group = New::Object(lang.into_iter().chain([terms]).collect());
            let name = Symbol::KEYWORDS.name().to_owned();
            let put = Change::Put { node: record.root(), name, value: New::List(vec![group]) };
            finding.fix("move the keywords", Applicability::Unsafe, vec![cut, put]);
        }
    }
}

/// Returns the keywords after the label, split at semicolons or bullets if there are any, otherwise at commas.
fn terms(tail: &str) -> Vec<&str> {
    let list = tail.split_once(':').map_or("", |(_, list)| list);
    let separator = [';', '•', '·', ','].into_iter().find(|separator| list.contains(*separator)).unwrap_or(',');
    let trimmed_length = |term: &'_ str| -> usize { term.trim_end_matches(['.', ' ', '\n']).len() };
    list.split(separator).map(|term| term[..trimmed_length(term)].trim()).filter(|term| !term.is_empty()).collect()
}
