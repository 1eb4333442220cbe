//! Capitals and small letters of a title are mixed up.
//!
//! ## Why
//!
//! Titles set in small capitals come out of a scan with letters of both cases in each word: `zALeżnośCIACh MIęDzy`.
//! Nobody can sort or search them. Three words of this kind are no accident; `mRNA` and `LaTeX` are single words.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "o zALeżnośCIACh MIęDzy BIBLIoMetRIą a czytelnictwem", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "ReAdINg iN SmALL ToWnS anD ViLLaGes", "lang": "en" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[title/garbled-case]: capitals and small letters are mixed up in 3 words
//!    ╭─[record.json:2:22   record o zALeżnośCIACh MIęDzy BIBLIoMetRIą a cz… · /title/text]
//!  1 │ {
//!  2 │ … "title": { "text": "o zALeżnośCIACh MIęDzy BIBLIoMetRIą a czytelnictwem"…
//!    ·                      ──────────────────────────┬──────────────────────────
//!    ·                                                ╰── mixed up
//!  3 │ }
//!    ╰────
//!   help: compare with the printed title, and write it anew
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "mRNA, eLife and LaTeX", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "McDonald and MacLeod on YouTube and GitHub", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" }
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "title/garbled-case",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::TITLE, Symbol::TITLE_VARIANTS],
    options: &[],
    instead_of: &[],
    fix: None,
    cost: Cost::Fields,
    check: Check::Present(check),
};

/// So many words of mixed case are no accident.
const FEWEST: usize = 3;

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    if record.titles_are_plain() {
        return;
    }
    for title in record.titles() {
        // A capital behind a small letter is what none of the usual titles has.
        if !title.text.as_bytes().windows(2).any(|pair| pair[0] > b'Z' && pair[1].is_ascii_uppercase()) {
            continue;
        }
        let garbled: Vec<&str> = title.text.split_whitespace().filter(|word| is_garbled(word)).collect();
        if garbled.len() < FEWEST {
            continue;
        }
        let message = format!("capitals and small letters are mixed up in {} words", garbled.len());
        let finding = findings.at(Place::Value(title.text_node), message);
        finding
            .caption("mixed up")
            .value(show::clipped(title.text))
            .help("compare with the printed title, and write it anew");
    }
}

/// Whether a word rises from a small letter to a capital twice, or once with a run of capitals before a small letter.
/// `YouTube` and `McDonald` rise once, from single capitals.
fn is_garbled(word: &str) -> bool {
    let (mut rises, mut run, mut falls) = (0, 0, false);
    for letter in word.chars().filter(|letter| letter.is_alphabetic()) {
        if letter.is_uppercase() {
            rises += usize::from(run == 0);
            run += 1;
        } else {
            falls |= run > 1;
            run = 0;
        }
    }
    // A capital at the beginning of the word rises from nothing.
    rises -= usize::from(word.chars().find(|letter| letter.is_alphabetic()).is_some_and(char::is_uppercase));
    rises >= 2 || rises == 1 && falls
}
