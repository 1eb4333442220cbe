//! Something is attached to a DOI that does not belong to it.
//!
//! ## Why
//!
//! A full stop from the end of a citation, a blank from a line break or the `/pdf` of a publisher's link makes
//! another DOI of it, which leads nowhere. The slash at the end of a DOI may be its own, and brackets are, too.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.1000/xyz." }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.5281/zenodo.17802618 " }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.1016/j.jsis. 2021.101694" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.1000/xyz/pdf" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[doi/junk]: something is attached to the DOI `10.1000/xyz`
//!    ╭─[record.json:3:59   record 10.1000/xyz. · /identifiers/0/value]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "identifiers": [{ "scheme": "doi", "value": "10.1000/xyz." }]
//!    ·                                                           ┬
//!    ·                                                           ╰── not part of the DOI
//!  4 │ }
//!    ╰────
//!   help: keep only `10.1000/xyz`
//!   fix to be confirmed: keep only `10.1000/xyz`
//!     - "10.1000/xyz."
//!     + "10.1000/xyz"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.5281/zenodo.17802618" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.24447/slc-2024-00003/" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.1016/0370-2693(86)90123-4" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Record, doi};
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::Symbol;
use std::ops::Range;

/// See the module.
pub const RULE: Rule = Rule {
    id: "doi/junk",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[Symbol::IDENTIFIERS],
    options: &[],
    instead_of: &["doi/syntax", "text"],
    fix: Some(Applicability::Safe),
    cost: Cost::Fields,
    check: Check::Present(check),
};

/// What publishers' links add.
const ENDINGS: &[&str] = &["/abstract", "/full", "/pdf", "/fulltext", "/epdf", "/meta"];

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    if record.has_plain_doi_alone() {
        return;
    }
    for identifier in record.identifiers("doi") {
        let (node, value) = (identifier.node, identifier.value);
        let Some(Cleaned { right, applicability }) = cleaned(value) else {
            if let Some(space) = divided(value) {
                let finding = findings.at(Place::Within(node, space), "a space divides the DOI");
                finding.caption("a space").value(value);
                finding.help("compare it with the publisher's page, and write the DOI without the space");
            }
            continue;
        };
        let junk = value.find(&*right).map(|start| if start > 0 { 0..start } else { right.len()..value.len() });
        let place = junk.map_or(Place::Value(node), |range| Place::Within(node, range));
        let shown = show::quoted(&right);
        let finding = findings.at(place, format!("something is attached to the DOI {shown}"));
        finding.caption("not part of the DOI").value(value);
        let Some(applicability) = applicability else {
            finding.help("compare it with the publisher's page, and keep one DOI");
            continue;
        };
        finding.suggestion(&*right).help(format!("keep only {}", show::quoted(&record.spelled_as_is(&right))));
        let change = Change::Replace { node, range: None, text: right };
        finding.fix(format!("keep only {shown}"), applicability, vec![change]);
    }
}

/// The DOI without what is attached to it.
struct Cleaned {
    right: String,
    /// How sure that is; nothing where it may be more or less than the DOI.
    applicability: Option<Applicability>,
}

impl Cleaned {
    fn new(right: &str, applicability: impl Into<Option<Applicability>>) -> Option<Self> {
        doi::is_doi(right).then(|| Self { right: right.to_owned(), applicability: applicability.into() })
    }
}

/// Reads what is attached to a DOI; nothing where it is clean or no DOI at all.
fn cleaned(value: &str) -> Option<Cleaned> {
    let trimmed = value.trim();
    if trimmed != value && doi::is_doi(trimmed) && !trimmed.ends_with(ENDS) {
        return Cleaned::new(trimmed, Applicability::Safe);
    }
    if let Some(plain) = without_tex(trimmed) {
        return Cleaned::new(&plain, Applicability::Unsafe);
    }
    // A semicolon may end an entity, as in `2-&lt;`, and a full stop a DOI.
    let bare = trimmed.strip_suffix(ENDS).unwrap_or(trimmed);
    if bare != trimmed && doi::is_doi(bare) {
        return Cleaned::new(bare, if has_entity(trimmed) { None } else { Some(Applicability::Unsafe) });
    }
    if let Some(shorter) = ENDINGS.iter().find_map(|ending| bare.strip_suffix(ending)) {
        return Cleaned::new(shorter, Applicability::Unsafe);
    }
    let (head, tail) = trimmed.split_once(char::is_whitespace)?;
    // What a space divides may be a DOI that goes on behind it.
    let is_open = head.ends_with(['-', '/', '(', ':', '_', '.']) && !head.ends_with("/.");
    let tail = tail.trim_start();
    let is_sentence_end = head.ends_with('.') && tail.starts_with(char::is_alphabetic);
    if is_open && !is_sentence_end {
        return None;
    }
    let is_junk = !tail.contains("10.") && is_other(tail);
    Cleaned::new(head.trim_end_matches(ENDS), is_junk.then_some(Applicability::Unsafe))
}

/// The space within what would be a DOI without it.
fn divided(value: &str) -> Option<Range<usize>> {
    let start = value.len() - value.trim_start().len();
    let at = start + value.trim().find(char::is_whitespace)?;
    let end = value.len() - value[at..].trim_start().len();
    let joined: String = value.split_whitespace().collect();
    doi::is_doi(&joined).then_some(at..end)
}

/// What may follow a DOI in a sentence.
const ENDS: [char; 4] = ['.', ',', ';', '"'];

/// Whether what follows a space begins as no part of a DOI does: with a bracket, an arrow, an address or a word.
fn is_other(tail: &str) -> bool {
    let word = tail.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
    let begins = tail.starts_with(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '.' | '-' | '/' | '('));
    let is_word = word.chars().count() > 1
        && !tail[word.len()..].starts_with(['.', '/', '-', '_'])
        && !tail[word.len()..].starts_with(|letter: char| letter.is_ascii_digit());
    begins || is_word || tail.starts_with("http") || tail.starts_with("(accessed")
}

fn has_entity(text: &str) -> bool {
    text.strip_suffix(';').is_some_and(|rest| rest.rfind('&').is_some_and(|at| rest.len() - at < 10))
}

/// The DOI without what TeX writes around a character, as in `{_}` and `$<$`; nothing where there is none of it, or where
/// something else of it would be left.
fn without_tex(text: &str) -> Option<String> {
    if !text.contains(['{', '$', '\\']) {
        return None;
    }
    let mut plain = text.replace("\\textunderscore", "_");
    for letter in ["_", "<", ">", "&", "#", "%"] {
        for written in [format!("\\{letter}"), format!("{{{letter}}}"), format!("${letter}$")] {
            plain = plain.replace(&written, letter);
        }
    }
    (plain != text && !plain.contains(['{', '}', '$', '\\'])).then_some(plain)
}
