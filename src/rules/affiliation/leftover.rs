//! An affiliation begins with a footnote mark.
//!
//! ## Why
//!
//! In print a superscript number links an author to an institution. In data an identifier links them, and a `1)`
//! that remains before the name makes it a different institution for every program. `1. lékařská fakulta`, `2nd
//! Department` and `3M Company` are names; only a number in brackets, a symbol, or a number directly before a
//! capital letter counts as a mark.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "(1) University of Warsaw" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }, { "role": "author", "given": "Piotr", "family": "Zając", "affiliations": ["a2"] }],
//!   "affiliations": [{ "id": "a1", "name": "1Uniwersytet Śląski" }, { "id": "a2", "name": "2Politechnika Gdańska" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[affiliation/leftover]: the affiliation begins with the footnote mark `(1)`
//!    ╭─[record.json:4:43   record Reading in small towns · /affiliations/0/name]
//!  3 │   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowick…
//!  4 │   "affiliations": [{ "id": "a1", "name": "(1) University of Warsaw" }]
//!    ·                                           ──┬─
//!    ·                                             ╰── footnote mark
//!  5 │ }
//!    ╰────
//!   help: write `University of Warsaw`
//!   fix to be confirmed: remove the mark
//!     - "(1) University of Warsaw"
//!     + "University of Warsaw"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }, { "role": "author", "given": "Piotr", "family": "Zając", "affiliations": ["a2"] }],
//!   "affiliations": [{ "id": "a1", "name": "1. lékařská fakulta" }, { "id": "a2", "name": "4. Wojskowy Szpital Kliniczny" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }, { "role": "author", "given": "Piotr", "family": "Zając", "affiliations": ["a2"] }],
//!   "affiliations": [{ "id": "a1", "name": "3M Company" }, { "id": "a2", "name": "2nd Department of Surgery" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }, { "role": "author", "given": "Piotr", "family": "Zając", "affiliations": ["a2"] }],
//!   "affiliations": [{ "id": "a1", "name": "III Klinika Chorób" }, { "id": "a2", "name": "4F" }]
//! }
//! ```

use super::multiple_in_one::is_institution;
use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "affiliation/leftover",
    severity: Severity::Warning,
    reads: &[Symbol::AFFILIATIONS, Symbol::CONTRIBUTORS],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.affiliations_are_plain() {
        return;
    }
    let named = || record.every_affiliation().filter_map(|affiliation| affiliation.name);
    let Some(first) = named().find_map(|(_, name)| mark(name).map(|end| kind(&name[..end]))) else { return };
    // If all affiliations have marks of one series, the marks are not part of a name. They are still needed if
    // contributors refer to the affiliations in no other way.
    let count = named().count();
    let is_series = count >= 2
        && named().all(|(_, name)| mark(name).is_some_and(|end| kind(&name[..end]) == first))
        && record
            .people()
            .all()
            .iter()
            .all(|person| person.affiliations.is_some_and(|list| record.tree().items(list).next().is_some()));
    let applicability = if is_series { Applicability::Safe } else { Applicability::Unsafe };
    for (node, name) in named() {
        let Some(end) = mark(name) else { continue };
        let finding = findings.at(
            Place::Within(node, 0..end),
            format!("the affiliation begins with the footnote mark {}", show::quoted(name[..end].trim())),
        );
        let bare_name = name[end..].trim();
        finding
            .caption("footnote mark")
            .value(name)
            .suggestion(bare_name)
            .help(format!("write {}", show::quoted(&record.spelled(bare_name))));
        let change = Change::Replace { node, range: Some(0..end), text: String::new() };
        finding.fix("remove the mark", applicability, vec![change]);
    }
}

/// Returns what marks of one series have in common: their brackets, and whether they are numbers, letters or symbols.
fn kind(mark: &str) -> String {
    let class = |character: char| match character {
        '0'..='9' => '1',
        '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' => '¹',
        'a'..='z' => 'a',
        '*' | '†' | '‡' | '§' => '*',
        other => other,
    };
    let mut kind: Vec<char> = mark.trim().chars().map(class).collect();
    kind.dedup();
    kind.into_iter().collect()
}

/// Returns the length of the mark, including the spaces after it.
fn mark(name: &str) -> Option<usize> {
    let first = name.chars().next()?;
    if first.is_alphabetic() && !name[first.len_utf8()..].starts_with(')') {
        return None;
    }
    let bytes = name.as_bytes();
    let digits = |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let end = match first {
        '*' | '†' | '‡' | '§' | '¹' | '²' | '³' | '⁴'..='⁹' => name
            .find(|character: char| character.is_alphanumeric() && !matches!(character, '¹' | '²' | '³' | '⁴'..='⁹')),
        '(' | '[' => {
            let inner_digits = digits(1);
            let has_one_letter = bytes.get(1).is_some_and(u8::is_ascii_lowercase);
            let length = if inner_digits > 0 { inner_digits } else { usize::from(has_one_letter) };
            let is_closed = matches!(bytes.get(1 + length), Some(b')' | b']'));
            (length > 0 && length <= 2 && is_closed).then_some(length + 2)
        }
        'a'..='z' => Some(2),
        '0'..='9' => {
            let length = digits(0);
            let after = name[length..].chars().next()?;
            let next = name[length..].chars().nth(1);
            // `1Uniwersytet`, not `3M`, `4F` or `4Catalyzer`.
            let is_before_name =
                after.is_uppercase() && next.is_some_and(char::is_lowercase) && is_institution(&name[length..]);
            (length <= 2 && (after == ')' || is_before_name)).then_some(length + usize::from(after == ')'))
        }
        _ => None,
    }?;
    let rest = name[end..].trim_start();
    rest.chars().any(char::is_alphabetic).then(|| name.len() - rest.len())
}
