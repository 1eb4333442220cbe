//! One abstract is far shorter than its translation.
//!
//! ## Why
//!
//! An abstract and its translation have the same content and are about equally long: between English, Polish and
//! German the longer one is rarely twice as long. If it is more than two and a half times as long, one of them
//! was cut off or is not the translation. Scripts in which a character is a word, such as Chinese, are not
//! compared with others.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
//!   "abstracts": [
//!     { "text": "W artykule omówiono, jak zmieniło się czytelnictwo w dwunastu małych miastach oraz jaką rolę odegrały w tym biblioteki publiczne, które działają tam od dwudziestu lat. Podstawą badania są rozmowy z czytelnikami i sprawozdania bibliotek, a także listy przechowywane w archiwum miejskim.", "lang": "pl" },
//!     { "text": "The article discusses how people read in the twelve small towns of the region, and how public libraries work.", "lang": "en" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "titleVariants": [{ "text": "Lesen in kleinen Städten", "lang": "de" }],
//!   "abstracts": [
//!     { "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years. The study is based on interviews with readers, on reports of the libraries, and on letters that are kept in the archive of the region.", "lang": "en" },
//!     { "text": "Der Beitrag untersucht, wie in zwölf kleinen Städten der Region gelesen wird und was Bibliotheken dazu beitragen.", "lang": "de" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[abstract/length-ratio]: this abstract has 109 characters, its translation 285
//!    ╭─[record.json:6:15   record Czytelnictwo w małych miastach · /abstracts/1/text]
//!  4 │   "abstracts": [
//!  5 │ …  { "text": "W artykule omówiono, jak zmieniło się czytelnictwo w dwunast…
//!    ·              ──────────────────────────────┬──────────────────────────────
//!    ·                                            ╰── the longer one
//!  6 │ …  { "text": "The article discusses how people read in the twelve small to…
//!    ·              ──────────────────────────────┬──────────────────────────────
//!    ·                                            ╰── cut off?
//!  7 │   ]
//!    ╰────
//!   help: check whether the shorter one is complete
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
//!   "abstracts": [
//!     { "text": "W artykule omówiono, jak zmieniło się czytelnictwo w dwunastu małych miastach oraz jaką rolę odegrały w tym biblioteki publiczne, które działają tam od dwudziestu lat.", "lang": "pl" },
//!     { "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years.", "lang": "en" }
//!   ]
//! }
//! ```
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
//!   "abstracts": [
//!     { "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years.", "lang": "en" },
//!     { "text": "A map of twelve towns.", "lang": "en", "role": "graphical" }
//!   ]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "abstract/length-ratio",
    severity: Severity::Note,
    reads: &[Symbol::ABSTRACTS],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// The longest allowed length, in tenths of the shorter abstract.
const MAX_TENTHS: usize = 25;

/// Shorter texts are left to `abstract/length`, because ratios of short texts mean little.
const MIN_CHARACTERS: usize = 150;

/// Whether a text surely has at least `count` characters. Only its beginning is examined.
fn has_characters(text: &str, count: usize) -> bool {
    // Allows for letters outside ASCII, which take more bytes.
    let mut end = text.len().min(count + count / 4);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].chars().count() >= count
}

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let all = record.all_abstracts();
    if all.len() < 2 {
        return;
    }
    // Fast path: nearly always each abstract has enough characters even if the longest one is all ASCII.
    let longest = all.iter().map(|text| text.text.len()).max().unwrap_or_default();
    let min_characters = longest * 10 / MAX_TENTHS + 1;
    if all.iter().all(|text| has_characters(text.text, min_characters)) {
        return;
    }
    let is_compared_script = |text: &str| text.chars().next().is_some_and(|letter| letter < '\u{2000}');
    let texts: Vec<_> = all
        .iter()
        .filter(|text| matches!(text.role, "" | "abstract") && is_compared_script(text.text))
        .map(|text| (text, text.text.chars().count()))
        .collect();
    let (Some((short, fewest)), Some((long, most))) =
        (texts.iter().min_by_key(|(_, count)| *count), texts.iter().max_by_key(|(_, count)| *count))
    else {
        return;
    };
    let is_same_language = match (short.lang, long.lang) {
        (Some((_, short)), Some((_, long))) => short == long,
        _ => true,
    };
    if is_same_language || *most < MIN_CHARACTERS || *most * 10 <= *fewest * MAX_TENTHS {
        return;
    }
    let message = format!("this abstract has {fewest} characters, its translation {most}");
    let finding = findings.at(Place::Value(short.text_node), message);
    finding.caption("cut off?").label(Place::Value(long.text_node), "the longer one").value(show::clipped(short.text));
    finding.help("check whether the shorter one is complete");
}
