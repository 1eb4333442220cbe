//! A person is a placeholder.
//!
//! ## Why
//!
//! Forms that require an author receive `Redakcja`, `Anonymous` or `N.N.` Such a "person" then has hundreds of works.
//! A work without a known author has `anonymous: true`; the author of a corporate work is an organisation. Programs
//! write `null` for a missing name, and `Author1`, `Given01 Surname01`, `Firstname Lastname`, `some author` and
//! `{Name}` come from templates.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "family": "Redakcja" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "family": "Anonymous" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "N.", "family": "N." }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "null", "family": "null" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Given01", "family": "Surname01" }
//!   ]
//! }
//! ```
//!
//! ```bibtex
//! @article{a, author = {some author}, title = {Reading in small towns}, journal = {Teki}, year = 2019}
//! ```
//!
//! ```bibtex
//! @article{a, author = {{Name}}, title = {Reading in small towns}, journal = {Teki}, year = 2019}
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[name/placeholder]: `Redakcja` is a placeholder, not a name
//!    ╭─[record.json:4:35   record Reading in small towns · /contributors/0/family]
//!  3 │   "contributors": [
//!  4 │     { "role": "author", "family": "Redakcja" }
//!    ·                                   ─────┬────
//!    ·                                        ╰── a placeholder
//!  5 │   ]
//!    ╰────
//!   help: name the author, say `anonymous: true`, or name the body under `organization`
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "anonymous": true
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "organization": "Redakcja Kwartalnika" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Autor" },
//!     { "role": "author", "given": "Jan", "family": "Unknown" },
//!     { "role": "author", "given": "Nan", "family": "Null" },
//!     { "role": "author", "given": "Shay", "family": "Given" }
//!   ]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::person::{
    NameMarks, Part, Person, folded_eq, is_leftover, is_name_word, is_placeholder_with_number, unnumbered,
};
use crate::record::{Record, trimmed};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "name/placeholder",
    severity: Severity::Warning,
    reads: &[Symbol::CONTRIBUTORS],
    instead_of: &[
        "name/unsplit",
        "name/is-institution",
        "name/all-caps",
        "name/all-lower",
        "name/case-after-dot",
        "text/placeholder",
    ],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Placeholders for unknown authors, in lower case: English, Polish, Czech, German, French, Spanish, Russian,
/// Ukrainian, Latin.
const PLACEHOLDERS: &[&str] = &[
    "anonymous",
    "anonymus",
    "anon",
    "anon.",
    "anonim",
    "anonym",
    "anonyme",
    "anónimo",
    "anonimo",
    "аноним",
    "анонім",
    "unknown",
    "unknown author",
    "no author",
    "nieznany",
    "autor nieznany",
    "brak autora",
    "neznámý",
    "unbekannt",
    "inconnu",
    "desconocido",
    "неизвестен",
    "author",
    "autor",
    "autorzy",
    "authors",
    "autoři",
    "автор",
    "redakcja",
    "od redakcji",
    "redakce",
    "redaktion",
    "die redaktion",
    "editor",
    "editors",
    "the editor",
    "the editors",
    "editorial board",
    "editorial team",
    "la rédaction",
    "rédaction",
    "la redacción",
    "редакция",
    "редакція",
    "n.n.",
    "n. n.",
    "nn",
    "[b.a.]",
    "b.a.",
    "[s.n.]",
    "s.n.",
    "[anonymous]",
    "[anonim]",
];

/// The length of the longest of them, in bytes.
const LONGEST: usize = 24;

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let is_only = record.contributors().nth(1).is_none();
    for person in record.people().all() {
        if let Some(part) = leftover(person) {
            let message = format!("{} is what programs write for a missing name", show::quoted(part.text));
            let finding = findings.at(Place::Value(part.node), message);
            finding.caption("not a name").value(part.text).help(context.shape.leftover_advice(is_only));
            continue;
        }
        let organization = person.organization.filter(|body| person.family.is_none() && is_template_word(body.text));
        let Some(part) = person.family.filter(|_| is_placeholder(person)).or(organization) else { continue };
        // The order of the parts depends on the file's format, so each is quoted separately.
        let message = match person.given {
            Some(given) if is_article(given.text) => {
                format!("{} is a placeholder, not a name", show::quoted(&person.full()))
            }
            Some(given) => {
                let (given, family) = (show::quoted(given.text.trim()), show::quoted(part.text.trim()));
                format!("{given} and {family} are placeholders, not names")
            }
            None => {
                let article = record.text(person.node, Symbol::PARTICLE).map(|(_, text)| format!("{} ", text.trim()));
                let name = format!("{}{}", article.unwrap_or_default(), part.text.trim());
                format!("{} is a placeholder, not a name", show::quoted(&name))
            }
        };
        let finding = findings.at(Place::Value(part.node), message);
        finding.caption("a placeholder").value(person.full());
        finding.help(context.shape.placeholder_advice(is_only));
    }
}

/// Returns the part of a name that a program wrote for a missing value. `Null`, `None` and `Nan` are also names of
/// people, so a part beside another name only counts if it is not capitalised like a name.
fn leftover<'a>(person: &Person<'a>) -> Option<Part<'a>> {
    // These are reported by another rule wherever they are a whole value.
    let is_reported_elsewhere =
        |text: &str| ["n/a", "undefined"].iter().any(|word| text.trim().eq_ignore_ascii_case(word));
    let is_leftover = |part: &Part<'_>| is_leftover(part.text) && !is_reported_elsewhere(part.text);
    let family = person.family.filter(is_leftover);
    let given = person.given.filter(is_leftover);
    let is_capitalised = |part: &Part<'_>| {
        part.marks.intersects(NameMarks::UPPER) && part.marks.intersects(NameMarks::LOWER) && part.text.trim() != "NaN"
    };
    match (family, given) {
        (Some(family), Some(given)) => {
            let is_same = family.text.trim().eq_ignore_ascii_case(given.text.trim());
            Some(family).filter(|family| is_same || !is_capitalised(family) || !is_capitalised(&given))
        }
        (Some(family), None) if person.given.is_none() => {
            Some(family).filter(|family| family.text.trim() == "None" || !is_capitalised(family))
        }
        (Some(family), None) if person.given.is_some_and(|given| is_capitalised(&given)) => {
            Some(family).filter(|family| !is_capitalised(family))
        }
        (None, Some(given)) => Some(given).filter(|given| !is_capitalised(given)),
        _ => None,
    }
}

/// Whether a word before `author` or `editor` does not make it a name: `some author`, `The Editors`.
fn is_article(text: &str) -> bool {
    const ARTICLES: &[&str] = &["a", "an", "another", "any", "other", "some", "the", "various"];
    let text = text.trim();
    ARTICLES.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether the name of an organisation is a word from a template. BibTeX takes `{Name}` for an organisation because
/// of its braces.
fn is_template_word(text: &str) -> bool {
    const WORDS: &[&str] =
        &["author", "author name", "autor", "name", "firstname lastname", "some author", "some editor"];
    let name = trimmed(text);
    name.len() <= LONGEST && WORDS.iter().any(|word| folded_eq(name, word))
}

fn is_placeholder(person: &Person<'_>) -> bool {
    let Some(part) = person.family else { return false };
    let is_initials = |text: &str| matches!(text.trim(), "N" | "N.");
    let is_word = |text: &str| is_name_word(unnumbered(text).map_or(text.trim(), |(name, _)| name));
    if let Some(given) = person.given {
        let is_known = || PLACEHOLDERS.iter().any(|word| folded_eq(trimmed(part.text), word));
        return is_initials(given.text) && is_initials(part.text)
            || is_article(given.text) && (is_word(part.text) || is_known())
            || [given, part].into_iter().all(|part| is_word(part.text));
    }
    let name = trimmed(part.text);
    is_placeholder_with_number(name) || name.len() <= LONGEST && PLACEHOLDERS.iter().any(|word| folded_eq(name, word))
}
