//! Several keywords stand in one.
//!
//! ## Why
//!
//! A keyword is what a reader clicks on to find the like. `security; Lithuania; EU` in one piece leads to this record
//! alone. Parts between semicolons, bullets or bars are keywords of their own; commas are only taken for it where there
//! are two or more, since `Warsaw, Poland` is one. A semicolon in brackets divides nothing.
//!
//! The fix has to be confirmed for commas and for line ends, which may be those of one long keyword, and where a part has
//! no word in it: `Romans 1:5; 2:7`.
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
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::Symbol;

use super::hygiene::ends_entity;

/// See the module.
pub const RULE: Rule = Rule {
    id: "keyword/joined",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[Symbol::KEYWORDS],
    options: &[],
    instead_of: &["keyword/hygiene", "keyword/duplicate"],
    fix: Some(Applicability::Safe),
    cost: Cost::Fields,
    check: Check::Present(check),
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.keywords_are_plain() {
        return;
    }
    for group in record.keywords() {
        for (node, term) in group.terms.iter().copied() {
            let Some((sign, parts)) = parts(term) else { continue };
            // A subject of Dublin Core has an element of its own, and is often a heading of a library with commas in it.
            if sign == ',' && (context.shape.id == "oai-dc" || has_subdivision(&parts)) {
                continue;
            }
            // Headings such as `Health Knowledge, Attitudes, Practice` (Medical Subject Headings) stand among others.
            if sign == ',' && record.tree().items(group.list).nth(1).is_some() && parts.len() < LONG_LIST {
                continue;
            }
            let message = format!("{} keywords are written as one: {}", parts.len(), show::quoted(term));
            let finding = findings.at(Place::Value(node), message);
            finding.caption("several keywords").value(term).help("write each keyword on its own");
            if sign == ',' {
                finding.severity(Severity::Warning);
            }
            let is_certain = matches!(sign, ';' | '•' | '|') && parts.iter().all(|part| is_keyword(part));
            let applicability = if is_certain { Applicability::Safe } else { Applicability::Unsafe };
            let texts = parts.into_iter().map(str::to_owned).collect();
            finding.fix("write each keyword on its own", applicability, vec![Change::Split { node, texts }]);
        }
    }
}

/// Subdivisions of subject headings that libraries write behind a name and a comma (Library of Congress, Subject Headings
/// Manual, H 1095 and H 1110).
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

/// `House, Silas, Criticism and interpretation`: a heading and its subdivision.
fn has_subdivision(parts: &[&str]) -> bool {
    parts.len() < LONG_LIST && parts.last().is_some_and(|last| SUBDIVISIONS.contains(&last.to_lowercase().as_str()))
}

/// No heading has so many parts between commas.
const LONG_LIST: usize = 5;

/// What stands between the signs of a list, and the sign.
fn parts(term: &str) -> Option<(char, Vec<&str>)> {
    let is_sign = |byte: u8| matches!(byte, b';' | b',' | b'|' | b'\n' | 0xE2);
    if !term.bytes().any(is_sign) {
        return None;
    }
    let signs = [';', '\n', '•', '|', ','];
    let sign = signs.into_iter().find(|sign| term.match_indices(*sign).any(|(at, sign)| divides(term, at, sign)))?;
    let parts: Vec<&str> = divided(term, sign).map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_list = match sign {
        // `Washington, D.C., history` and names with years have commas of their own.
        ',' => parts.len() >= 3 && !term.contains(['(', '.', ':']) && parts.iter().all(|part| is_word(part)),
        '|' => parts.len() >= 3,
        _ => parts.len() >= 2,
    };
    // `Bible (Mt 5; Lk 6)` is one keyword.
    (is_list && parts.iter().all(|part| is_balanced(part))).then_some((sign, parts))
}

/// Whether a sign of a list is one, and not the end of an entity of HTML.
fn divides(term: &str, at: usize, sign: &str) -> bool {
    sign != ";" || !ends_entity(&term[..=at])
}

/// What stands between the signs of a list.
fn divided(term: &str, sign: char) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends = term.match_indices(sign).filter(move |(at, sign)| divides(term, *at, sign));
    ends.map(|(at, sign)| (at, at + sign.len())).chain([(term.len(), term.len())]).map(move |(end, next)| {
        let part = &term[start..end];
        start = next;
        part
    })
}

/// Whether each bracket has its partner in a part.
fn is_balanced(part: &str) -> bool {
    [('(', ')'), ('[', ']'), ('{', '}')]
        .into_iter()
        .all(|(open, close)| part.matches(open).count() == part.matches(close).count())
        && part.matches(['"', '$']).count().is_multiple_of(2)
}

/// Whether a part is a keyword beyond doubt: it has a word in it and does not begin with a number, as the parts of a
/// reference do (`Romans 1:5; 2:7`), nor with a sign.
fn is_keyword(part: &str) -> bool {
    let letters = part.chars().filter(|letter| letter.is_alphabetic()).count();
    let is_short_script = |letter: char| letter >= '\u{2E80}';
    part.starts_with(char::is_alphabetic)
        && (letters >= 3 || letters >= 1 && part.chars().any(is_short_script) || is_acronym(part))
}

/// `EU`, `IT`
fn is_acronym(part: &str) -> bool {
    part.len() >= 2 && part.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether a part between commas can be a keyword: the parts of chemical names and of addresses are not.
fn is_word(part: &str) -> bool {
    part.chars().filter(|letter| letter.is_alphabetic()).count() >= 3 && !part.bytes().any(|byte| byte.is_ascii_digit())
}
