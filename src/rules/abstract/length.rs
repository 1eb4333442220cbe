//! An abstract is too short or too long.
//!
//! ## Why
//!
//! A few words are a heading (`Artist(s) Biography:`) or the remainder of a lost text; ISO 214 requires an
//! abstract that can be understood by itself. More than five thousand characters are usually the introduction,
//! and many platforms cut them off. Book reviews hardly have an abstract, a program is described in a line, and
//! one complete sentence of twelve words may say enough.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "Artist(s) Biography:", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "A study of libraries in towns.", "lang": "en" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[abstract/length]: this abstract has only 2 words
//!    ╭─[record.json:3:27   record Reading in small towns · /abstracts/0/text]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "abstracts": [{ "text": "Artist(s) Biography:", "lang": "en" }]
//!    ·                           ───────────┬──────────
//!    ·                                      ╰── short
//!  4 │ }
//!    ╰────
//!   help: check whether the abstract is complete
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
//!   "type": "book-review",
//!   "abstracts": [{ "text": "A review of one book.", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "小城镇的阅读", "lang": "zh" },
//!   "abstracts": [{ "text": "本文讨论了十二个小城镇的阅读如何变化，以及在过去二十年里公共图书馆在其中所起的作用和影响。", "lang": "zh" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "abstract/length",
    severity: Severity::Warning,
    reads: &[Symbol::ABSTRACTS],
    instead_of: &["abstract/truncated", "abstract/length-ratio"],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Fewer words are not an abstract.
const MIN_WORDS: usize = 20;

/// A complete sentence of this many words says what a work is about.
const MIN_WORDS_OF_SENTENCE: usize = 12;

/// From this number of characters on, a text is long enough, however few words it has. Languages with many
/// endings say more in fewer words.
const LONG_ENOUGH_CHARACTERS: usize = 100;

/// More characters are more than an abstract.
const MAX_CHARACTERS: usize = 5000;

/// Whether a text is a sentence from its capital to its full stop.
fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(char::is_uppercase) && text.ends_with(['.', '!', '?'])
}

/// Whether the work is a program. Programs are described in a line.
fn is_of_software(record: &Record<'_>) -> bool {
    let kind = record.text(record.root(), Symbol::TYPE).map_or("", |(_, kind)| kind.trim());
    ["software", "softwareversion", "softwaremodule", "COMP"].iter().any(|known| known.eq_ignore_ascii_case(kind))
}

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for text in record.all_abstracts() {
        // A text of this many bytes has more than twenty words, or is in a script without spaces.
        let is_long = text.text.len() > MAX_CHARACTERS;
        if !is_long && text.text.len() >= 400 || !matches!(text.role, "" | "abstract") {
            continue;
        }
        let place = Place::Value(text.text_node);
        let characters = if is_long { text.text.chars().count() } else { 0 };
        if characters > MAX_CHARACTERS {
            let finding =
                findings.at(place, format!("this abstract has {characters} characters, more than {MAX_CHARACTERS}"));
            finding.severity(Severity::Note).caption("long").help("check whether this is more than the abstract");
            continue;
        }
        // Only words with a letter or a digit count.
        let is_word = |word: &&str| word.contains(char::is_alphanumeric);
        let words = text.text.split_whitespace().filter(is_word).count();
        if text.text.chars().count() >= LONG_ENOUGH_CHARACTERS {
            continue;
        }
        let is_unspaced = text.text.chars().any(|letter| letter >= '\u{e00}' && letter.is_alphabetic());
        if words >= MIN_WORDS
            || is_long
            || is_unspaced
            || is_sentence(text.text) && words >= MIN_WORDS_OF_SENTENCE
            || record.has_type(&["book-review", "recenzja", "review-book"])
            || is_of_software(record)
        {
            continue;
        }
        if is_heading(text.text) {
            let named = record.written(text.text_node).unwrap_or_else(|| "the abstract".to_owned());
            let word = show::quoted(text.text.trim());
            let finding = findings.at(place, format!("{named} contains only the word {word}"));
            finding
                .caption("only a heading")
                .value(text.text)
                .help(format!("write the abstract, or remove the {}", record.noun()));
            continue;
        }
        let words = if words == 1 { "1 word".to_owned() } else { format!("{words} words") };
        let finding = findings.at(place, format!("this abstract has only {words}"));
        finding.caption("short").value(show::clipped(text.text)).help("check whether the abstract is complete");
    }
}

/// Headings of abstracts in English, German, French, Spanish, Portuguese, Italian, Polish and Czech.
const HEADINGS: &[&str] =
    &["abstract", "summary", "zusammenfassung", "résumé", "resumen", "resumo", "riassunto", "abstrakt", "streszczenie"];

/// Whether a text is the heading of an abstract and nothing else.
fn is_heading(text: &str) -> bool {
    let word = text.trim().trim_end_matches([':', '.']).to_lowercase();
    HEADINGS.contains(&&*word)
}
