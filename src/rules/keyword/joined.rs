//! Several keywords are written as one.
//!
//! ## Why
//!
//! Readers click on a keyword to find similar works. `security; Lithuania; EU` as one keyword leads only to this
//! record. Parts between semicolons, bullets or bars are separate keywords; commas count as separators only if there
//! are two or more, because `Warsaw, Poland` is one keyword. A semicolon in brackets is not a separator.
//!
//! The fix needs confirmation for commas and line ends, which may belong to one long keyword, and if a part has no
//! word in it: `Romans 1:5; 2:7`.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "keywords": [{ "lang": "en", "terms": ["security; Lithuania; EU"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "keywords": [{ "lang": "en", "terms": ["reading, libraries, towns"] }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[keyword/joined]: 3 keywords are written as one: `security; Lithuania; EU` [*]
//!    ╭─[record.json:3:42   record Reading in small towns · /keywords/0/terms/0]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "keywords": [{ "lang": "en", "terms": ["security; Lithuania; EU"] }]
//!    ·                                          ────────────┬────────────
//!    ·                                                      ╰── several keywords
//!  4 │ }
//!    ╰────
//!   help: write each keyword on its own
//!     - "security; Lithuania; EU"
//!     + "security", "Lithuania", "EU"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "keywords": [{ "lang": "en", "terms": ["security", "Lithuania"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "keywords": [{ "lang": "en", "terms": ["Warsaw, Poland", "Mickiewicz, Adam (1798-1855)"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "keywords": [{ "lang": "en", "terms": ["2,4-dinitrophenol", "AIDS/HIV"] }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

use super::hygiene::ends_with_entity;

pub const RULE: Rule = Rule {
    id: "keyword/joined",
    severity: Severity::Error,
    reads: &[Symbol::KEYWORDS],
    instead_of: &["keyword/hygiene", "keyword/duplicate"],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.keywords_are_plain() {
        return;
    }
    for group in record.keywords() {
        for (node, term) in group.terms.iter().copied() {
            let Some((separator, parts)) = parts(term) else { continue };
            // Each subject of Dublin Core has its own element, and is often a library heading with commas.
            if separator == ',' && (context.shape.id == "oai-dc" || has_subdivision(&parts)) {
                continue;
            }
            // Headings such as `Health Knowledge, Attitudes, Practice` (Medical Subject Headings) occur among other
            // keywords.
            if separator == ',' && record.tree().items(group.list).nth(1).is_some() && parts.len() < LONG_LIST {
                continue;
            }
            let message = format!("{} keywords are written as one: {}", parts.len(), show::quoted(term));
            let finding = findings.at(Place::Value(node), message);
            finding.caption("several keywords").value(term).help("write each keyword on its own");
            if separator == ',' {
                finding.severity(Severity::Warning);
            }
            let is_certain = matches!(separator, ';' | '•' | '|') && parts.iter().all(|part| is_keyword(part));
            let applicability = if is_certain { Applicability::Safe } else { Applicability::Unsafe };
            let texts = parts.into_iter().map(str::to_owned).collect();
            finding.fix("write each keyword on its own", applicability, vec![Change::Split { node, texts }]);
        }
    }
}

/// Subdivisions of subject headings that libraries write after a name and a comma (Library of Congress, Subject
/// Headings Manual, H 1095 and H 1110).
const SUBDIVISIONS: &[&str] = &[
    "bibliography",
    "biography",
    "congresses",
    "correspondence",
    "criticism and interpretation",
    "fiction",
    "history",
    "history and criticism",
    "influence",
    "philosophy",
    "politics and government",
    "psychology",
];

/// Whether the last part is the subdivision of a heading: `House, Silas, Criticism and interpretation`.
fn has_subdivision(parts: &[&str]) -> bool {
    parts.len() < LONG_LIST && parts.last().is_some_and(|last| SUBDIVISIONS.contains(&last.to_lowercase().as_str()))
}

/// No heading has this many parts between commas.
const LONG_LIST: usize = 5;

/// Splits a list of keywords. Returns the separator and the parts.
fn parts(term: &str) -> Option<(char, Vec<&str>)> {
    let may_be_separator = |byte: u8| matches!(byte, b';' | b',' | b'|' | b'\n' | 0xE2);
    if !term.bytes().any(may_be_separator) {
        return None;
    }
    let separators = [';', '\n', '•', '|', ','];
    let separator = separators
        .into_iter()
        .find(|separator| term.match_indices(*separator).any(|(at, separator)| is_separator(term, at, separator)))?;
    let parts: Vec<&str> = split_at(term, separator).map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_list = match separator {
        // `Washington, D.C., history` and names with years have commas of their own.
        ',' => parts.len() >= 3 && !term.contains(['(', '.', ':']) && parts.iter().all(|part| is_word(part)),
        '|' => parts.len() >= 3,
        _ => parts.len() >= 2,
    };
    // `Bible (Mt 5; Lk 6)` is one keyword.
    (is_list && parts.iter().all(|part| is_balanced(part))).then_some((separator, parts))
}

/// Whether a separator is one, and not the end of an HTML entity.
fn is_separator(term: &str, at: usize, separator: &str) -> bool {
    separator != ";" || !ends_with_entity(&term[..=at])
}

/// Returns the parts between the separators.
fn split_at(term: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends = term.match_indices(separator).filter(move |(at, separator)| is_separator(term, *at, separator));
    ends.map(|(at, separator)| (at, at + separator.len())).chain([(term.len(), term.len())]).map(move |(end, next)| {
        let part = &term[start..end];
        start = next;
        part
    })
}

/// Whether the brackets in a part are balanced.
fn is_balanced(part: &str) -> bool {
    [('(', ')'), ('[', ']'), ('{', '}')]
        .into_iter()
        .all(|(open, close)| part.matches(open).count() == part.matches(close).count())
        && part.matches(['"', '$']).count().is_multiple_of(2)
}

/// Whether a part is certainly a keyword: it has a word in it and does not begin with a number, as the parts of a
/// reference do (`Romans 1:5; 2:7`), nor with a symbol.
fn is_keyword(part: &str) -> bool {
    let letters = part.chars().filter(|letter| letter.is_alphabetic()).count();
    let is_short_script = |letter: char| letter >= '\u{2E80}';
    part.starts_with(char::is_alphabetic)
        && (letters >= 3 || letters >= 1 && part.chars().any(is_short_script) || is_acronym(part))
}

/// Whether a part is an acronym, such as `EU` or `IT`.
fn is_acronym(part: &str) -> bool {
    part.len() >= 2 && part.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether a part between commas can be a keyword. Parts of chemical names and of addresses cannot.
fn is_word(part: &str) -> bool {
    part.chars().filter(|letter| letter.is_alphabetic()).count() >= 3 && !part.bytes().any(|byte| byte.is_ascii_digit())
}
