//! A title is written in capitals.
//!
//! ## Why
//!
//! Capitals come from title pages and old catalogues. They hide proper names, and no program can restore the original
//! case. A title is written in sentence case. Acronyms and short titles of works of art are not reported. In BibTeX,
//! capitals in a second pair of braces are a note, because they may be intended.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "ROLA MAŁYCH PAŃSTW W PROMOWANIU BEZPIECZEŃSTWA", "lang": "pl" },
//!   "languages": ["pl"]
//! }
//! ```
//!
//! ```json
//! { "title": { "text": "LITERATURA INDÍGENA: ENTRE MEMÓRIAS", "lang": "pt" } }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[title/all-caps]: the title is written in capitals
//!    ╭─[record.json:2:22   record ROLA MAŁYCH PAŃSTW W PROMOWANIU BEZPIECZ… · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "ROLA MAŁYCH PAŃSTW W PROMOWANIU BEZPIECZEŃSTWA", "l…
//!    ·                      ────────────────────────┬───────────────────────
//!    ·                                              ╰── capitals
//!  3 │   "languages": ["pl"]
//!    ╰────
//!   help: write it as a sentence, with capitals only where they belong
//!   fix to be confirmed: write it in small letters
//!     - "ROLA MAŁYCH PAŃSTW W PROMOWANIU BEZPIECZEŃSTWA"
//!     + "Rola małych państw w promowaniu bezpieczeństwa"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "ORFI", "lang": "en" },
//!   "languages": ["en"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "LATAM NIME Zine 2026", "lang": "en" },
//!   "languages": ["en"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "BM 0.1", "lang": "en" },
//!   "languages": ["en"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "The PLOS ONE years", "lang": "en" },
//!   "languages": ["en"]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Language, Record};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "title/all-caps",
    severity: Severity::Warning,
    reads: &[Symbol::TITLE],
    instead_of: &["title/garbled-case"],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// A text with fewer letters may be an acronym.
const FEWEST_LETTERS: usize = 10;

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for title in record.titles() {
        if is_in_capitals(title.text) {
            let finding = findings.at(Place::Value(title.text_node), "the title is written in capitals");
            finding.caption("capitals").value(title.text);
            if record.tree().is_protected(title.text_node) {
                finding.severity(Severity::Note);
                finding.help("write it as a sentence in one pair of braces, unless these capitals are intended");
                continue;
            }
            finding.help("write it as a sentence, with capitals only where they belong");
            // In German every noun is capitalised; in Turkish the lower case of `I` has no dot.
            let language = title.language.map(Language::code);
            if language.is_some_and(|code| !matches!(code, "de" | "lb" | "tr" | "az")) {
                let text = as_sentence(title.text);
                finding.suggestion(show::clipped(&text));
                let change = Change::Replace { node: title.text_node, range: None, text };
                finding.fix("write it in small letters", Applicability::Unsafe, vec![change]);
            }
        }
    }
}

/// Returns the text in lower case, with a capital at its beginning. Regnal numbers and words with digits are
/// unchanged. Names must be corrected by hand.
fn as_sentence(text: &str) -> String {
    let is_roman = |word: &str| word.len() > 1 && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'));
    let has_digit = |word: &str| word.chars().any(|character| character.is_ascii_digit());
    let mut found = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_matches(|character: char| !character.is_alphanumeric());
        if is_roman(bare) || has_digit(bare) { found.push_str(word) } else { found.push_str(&word.to_lowercase()) }
    }
    match found.char_indices().find(|(_, letter)| letter.is_alphabetic()) {
        Some((at, first)) => {
            let capital: String = first.to_uppercase().collect();
            found.replace_range(at..at + first.len_utf8(), &capital);
            found
        }
        None => found,
    }
}

/// Whether at least seven of ten letters are capitals, in a text of at least ten letters and two words. Letters
/// without case do not count.
fn is_in_capitals(text: &str) -> bool {
    // The fast path: nearly every title has three consecutive lower-case letters.
    if text.as_bytes().windows(3).any(|three| three.iter().all(u8::is_ascii_lowercase)) {
        return false;
    }
    let mut upper = 0;
    let mut cased = 0;
    // Words with digits are codes without a lower-case form: `NIHMS263307`.
    let has_digit = |word: &&str| word.contains(|character: char| character.is_ascii_digit());
    for letter in text.split_whitespace().filter(|word| !has_digit(word)).flat_map(str::chars) {
        upper += usize::from(letter.is_uppercase());
        cased += usize::from(letter.is_uppercase() || letter.is_lowercase());
    }
    // A word in normal case shows that the case of the others is intended.
    let is_normal = |word: &str| word.chars().filter(|letter| letter.is_lowercase()).count() >= 3;
    // Source code and names of works keep their case: `DEF FUNCTION(X)`.
    let is_code = |word: &str| word.find(['(', '_', '=']).is_some_and(|at| at > 0);
    cased >= FEWEST_LETTERS
        && !text.split_whitespace().any(is_code)
        && !text.split_whitespace().any(is_normal)
        && upper * 10 >= cased * 7
        && text.split_whitespace().count() >= 2
}
