//! An initial of the given names is part of the surname.
//!
//! ## Why
//!
//! `A. Light` is sorted under A, and is a different author from `Light`. The initial moved to the surname when a name
//! was split at the wrong space, as in Crossref deposits. An initial after a surname may abbreviate a second surname,
//! as in Latin America, where `Pérez C.` is intentional; there it is a note.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Roger", "family": "A. Light" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "R.", "family": "Light A." }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[name/initial-in-surname]: the initial `A.` is part of the surname `A. Light`
//!    ╭─[record.json:3:69   record Reading in small towns · /contributors/0/family]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │ …thor", "given": "Roger", "family": "A. Light" }]
//!    ·                                      ─┬
//!    ·                                       ╰── an initial
//!  4 │ }
//!    ╰────
//!   help: move `A.` to the given names, unless it is that of a second surname
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Roger A.", "family": "Light" },
//!     { "role": "author", "given": "Anna", "family": "St. John" },
//!     { "role": "author", "given": "Jan", "family": "v. Berg" },
//!     { "role": "author", "given": "Anna", "family": "Smith-J." }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Ana", "family": "D'Ávila" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::record::person::NameMarks;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use std::ops::Range;

pub const RULE: Rule = Rule {
    id: "name/initial-in-surname",
    severity: Severity::Warning,
    reads: &[Symbol::CONTRIBUTORS],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for (person, part) in record.people().families(NameMarks::DOT) {
        if person.given.is_none() || record.tree().is_protected(part.node) {
            continue;
        }
        let Some((range, is_first)) = initial(part.text) else { continue };
        let shown = show::quoted(&part.text[range.clone()]);
        let message = format!("the initial {shown} is part of the surname {}", show::quoted(part.text));
        let finding = findings.at(Place::Within(part.node, range), message);
        finding.caption("an initial").value(part.text);
        finding.help(format!("move {shown} to the given names, unless it is that of a second surname"));
        if !is_first {
            finding.severity(Severity::Note);
        }
    }
}

/// Returns the initial at the beginning or the end of a surname, and whether it is at the beginning.
fn initial(text: &str) -> Option<(Range<usize>, bool)> {
    let trimmed = text.trim();
    let start = text.len() - text.trim_start().len();
    let (first, after) = trimmed.split_once(' ')?;
    let (before, last) = trimmed.rsplit_once(' ')?;
    if is_initial(first) && has_word(after) {
        return Some((start..start + first.len(), true));
    }
    let from = start + trimmed.len() - last.len();
    (is_initial(last) && has_word(before)).then_some((from..from + last.len(), false))
}

/// `A.`, `A.B.`
fn is_initial(word: &str) -> bool {
    let mut letters = word.strip_suffix('.').unwrap_or_default().split('.');
    letters.all(|letter| letter.chars().count() == 1 && letter.starts_with(char::is_uppercase))
}

/// Whether a text has a word that is not abbreviated.
fn has_word(text: &str) -> bool {
    text.split_whitespace()
        .any(|word| !word.contains('.') && word.chars().filter(|letter| letter.is_alphabetic()).count() > 1)
}
