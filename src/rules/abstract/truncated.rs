//! An abstract ends in the middle of a sentence.
//!
//! ## Why
//!
//! Forms and databases cut off long texts without a warning. An abstract that ends without a full stop, or with
//! three dots, lacks its end, which usually contains the results.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years and of those who choose to", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years and of those who…", "lang": "en" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[abstract/truncated]: the abstract ends in the middle of a sentence
//!    ╭─[record.json:3:220   record Reading in small towns · /abstracts/0/text]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │ …ars and of those who choose to", "lang": "en" }]
//!    ·                              ─┬
//!    ·                               ╰── the end
//!  4 │ }
//!    ╰────
//!   help: compare with the source, and add the rest
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
//!   "abstracts": [{ "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years”.", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years (see figure 2)", "lang": "en" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "abstract/truncated",
    severity: Severity::Note,
    reads: &[Symbol::ABSTRACTS],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Shorter texts are headings and lists.
const MIN_BYTES: usize = 100;

/// Words that cannot end a sentence: articles, prepositions and conjunctions.
const NEVER_LAST: &[&str] = &[
    "a", "aby", "an", "and", "as", "au", "auf", "aus", "avec", "bei", "by", "con", "da", "das", "de", "del", "dem",
    "den", "der", "des", "di", "die", "dla", "do", "dont", "du", "e", "ein", "eine", "el", "en", "et", "for", "für",
    "from", "i", "if", "im", "in", "la", "las", "le", "les", "los", "lub", "mit", "na", "nach", "o", "od", "of", "on",
    "or", "oraz", "ou", "para", "par", "pela", "pelo", "po", "por", "pour", "przez", "przy", "que", "qui", "sich",
    "sur", "that", "the", "this", "to", "un", "una", "une", "und", "unter", "von", "w", "we", "whether", "which",
    "with", "y", "z", "za", "ze", "zu", "zum", "zur", "że", "в", "и", "на", "о", "с", "что",
];

/// Whether a word requires another one after it.
fn is_never_last(word: &str) -> bool {
    NEVER_LAST.contains(&word.to_lowercase().as_str())
}

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.abstracts_are_plain() {
        return;
    }
    for text in record.all_abstracts() {
        let words = text.text.trim_end();
        let Some(last) = words.chars().next_back().filter(|_| words.len() >= MIN_BYTES) else { continue };
        let has_dots = words.ends_with('…') || words.ends_with("...");
        let is_cut = has_dots || last.is_lowercase() || matches!(last, ',' | '-' | '–' | '(');
        // An address at the end has no full stop, and some texts have no full stops at all.
        let last_word = words.rsplit(char::is_whitespace).next().unwrap_or_default();
        let has_sentences =
            has_dots || words[..words.len() - last_word.len()].contains(['.', '?', '!']) || last_word.len() < 12;
        if !is_cut || !has_sentences || last_word.contains(['/', '@']) {
            continue;
        }
        let start = words.len() - last_word.len();
        let is_sentence_open = !last.is_lowercase() || has_dots || is_never_last(last_word);
        let (message, help) = if is_sentence_open {
            ("the abstract ends in the middle of a sentence", "compare with the source, and add the rest")
        } else {
            ("the abstract ends without a full stop", "compare with the source, and add what is missing")
        };
        let finding = findings.at(Place::Within(text.text_node, start..words.len()), message);
        finding.caption("the end").value(show::clipped(last_word)).help(help);
    }
}
