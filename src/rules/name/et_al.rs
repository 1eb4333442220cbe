//! A contributor is an abbreviation for others.
//!
//! ## Why
//!
//! `et al.` in a list of contributors omits people, so their work is not found under their names. A record has room
//! for all of them.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Nowicka", "given": "Anna" }, { "family": "et al." }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Nowicka i in.", "given": "Anna" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Nowicka", "given": "Anna" }, { "family": "others" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Nowicka", "given": "Anna" }, { "family": "al.", "given": "et" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Nowicka", "given": "Anna" }, { "family": "others." }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[name/et-al]: `et al.` is written instead of the other contributors
//!    ╭─[record.json:3:75   record Czytelnictwo w małych miastach · /contributors/1/family]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │ …cka", "given": "Anna" }, { "family": "et al." }]
//!    ·                                        ───┬──
//!    ·                                           ╰── others
//!  4 │ }
//!    ╰────
//!   help: name all contributors, each on their own
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Nowicka", "given": "Anna" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "family": "Alvarez", "given": "Et" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "organization": "Komisja Historyczna" }]
//! }
//! ```

use crate::diagnostic::{Finding, Place, Severity, show};
use crate::record::Record;
use crate::record::person::{Part, folded_eq};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use std::ops::Range;

pub const RULE: Rule = Rule {
    id: "name/et-al",
    severity: Severity::Error,
    reads: &[Symbol::CONTRIBUTORS],
    instead_of: &[
        "name/contains-contact",
        "name/multiple-in-one",
        "name/unsplit",
        "name/is-institution",
        "name/title-or-degree",
        "name/suffix-in-surname",
        "name/affil-marker",
        "name/all-caps",
        "name/all-lower",
        "name/case-after-dot",
    ],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Expressions for contributors who are not named, in lower case.
const OTHERS: &[&str] = &[
    "et al.",
    "et al",
    "et. al.",
    "et. al",
    "et alii",
    "i in.",
    "i inni",
    "and others",
    "und andere",
    "u. a.",
    "u.a.",
    "a kol.",
    "и др.",
];

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.names_are_plain() {
        return;
    }
    for person in record.people().all() {
        for part in [person.family, person.given, person.organization].into_iter().flatten() {
            let Part { node, text, .. } = part;
            let is_family = person.family.is_some_and(|family| family.node == node);
            let Some(range) = others(text).or_else(|| others_alone(text).filter(|_| is_family)) else { continue };
            report(findings.at(Place::Within(node, range), message(text)).value(text));
        }
        // `et al.`, split as if it were a personal name.
        if let (Some(family), Some(given)) = (person.family, person.given)
            && is_word(family.text, "al")
            && given.text.rsplit(char::is_whitespace).next().is_some_and(|word| is_word(word, "et"))
        {
            let name = format!("{} {}", given.text, family.text);
            report(findings.at(Place::Value(family.node), message(&name)).value(family.text));
        }
    }
}

fn message(name: &str) -> String {
    format!("{} is written instead of the other contributors", show::quoted(name))
}

fn report(finding: &mut Finding) {
    finding.caption("others").help("name all contributors, each on their own");
}

/// Returns the range of such an expression at the end of a text.
fn others(text: &str) -> Option<Range<usize>> {
    let trimmed = text.trim_end();
    if !trimmed.ends_with(['.', 'l', 'L', 'i', 'I', 's', 'S', 'e', 'E']) {
        return None;
    }
    let begins = |words: &&str| {
        let start = trimmed.len().checked_sub(words.len())?;
        let (before, last) = (trimmed.get(..start)?, &trimmed[start..]);
        let is_whole = start == 0 || before.ends_with(|letter: char| letter.is_whitespace() || letter == ',');
        (is_whole && folded_eq(last, words)).then_some(start)
    };
    OTHERS.iter().find_map(begins).map(|start| start..trimmed.len())
}

/// Matches `others` as a whole family name, which BibTeX writes for the rest of a list, or a German `andere` after an
/// `und` that was taken for a particle. `Others` may be a name.
fn others_alone(text: &str) -> Option<Range<usize>> {
    matches!(text, "others" | "others." | "andere").then_some(0..text.len())
}

/// Whether a text is this word, ignoring ASCII case and one final full stop.
fn is_word(text: &str, word: &str) -> bool {
    text.strip_suffix('.').unwrap_or(text).eq_ignore_ascii_case(word)
}
