//! A surname contains a suffix such as `Jr.`
//!
//! ## Why
//!
//! `Smith Jr.` is sorted under Smith. The suffix has a field of its own, which keeps the surname the same in all
//! records of a person. `Junior`, `Filho` and `Neto` are surnames in their own right, and a suffix alone is a name. A
//! suffix after the given names is also in the wrong place (Crossref, Schematron rules for deposits, W12).
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "John", "family": "Smith Jr." }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Henry", "family": "Louis Gates, Jr." },
//!     { "role": "author", "given": "Anna", "family": "Nowicka" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[name/suffix-in-surname]: the suffix `Jr.` is part of the surname
//!    ╭─[record.json:4:59   record Reading in small towns · /contributors/0/family]
//!  3 │   "contributors": [
//!  4 │     { "role": "author", "given": "John", "family": "Smith Jr." }
//!    ·                                                           ─┬─
//!    ·                                                            ╰── a suffix
//!  5 │   ]
//!    ╰────
//!   help: write it under `suffix`, and `Smith` as the surname
//!   fix to be confirmed: move the suffix
//!     - "Smith Jr." }
//!     + "Smith", "suffix": "Jr." }
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "John", "family": "Smith", "suffix": "Jr." },
//!     { "role": "author", "given": "Ana", "family": "Almeida Neto" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Paulo", "family": "Costa Filho" },
//!     { "role": "author", "given": "Rui", "family": "Silva Junior" }
//!   ]
//! }
//! ```
//!
//! ```bibtex
//! @article{king2001,
//!   title  = {Reading in small towns},
//!   author = {King, Jr., Marten and King, III, Marten and Malcolm X and Petrov, II and John Paul II},
//!   year   = {2001},
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Kenji", "family": "Ii" },
//!     { "role": "author", "given": "Anna", "family": "Nowicka" }
//!   ]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, ids, show};
use crate::record::Record;
use crate::record::person::{NameMarks, split_suffix};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: ids::NAME_SUFFIX_IN_SURNAME,
    severity: Severity::Warning,
    reads: &[Symbol::CONTRIBUTORS],
    instead_of: &["name/affil-marker", "name/all-caps", "name/all-lower", "name/case-after-dot"],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    check_given_names(record, context, findings);
    for (person, part) in record.people().families(NameMarks::WHITESPACE) {
        let Some((end, suffix)) = split_suffix(part.text) else { continue };
        // Without a given name it is the number of a pope or a king.
        if person.given.is_none() && !suffix.contains(['r', 'R']) {
            continue;
        }
        if is_regnal(person.given.map_or("", |given| given.text), part.text, suffix) {
            continue;
        }
        let start = part.text.len() - part.text.trim_end().len();
        let at = part.text.len() - start - suffix.len();
        let message = format!("the suffix {} is part of the surname", show::quoted(suffix));
        let finding = findings.at(Place::Within(part.node, at..at + suffix.len()), message);
        finding.caption("a suffix").value(part.text).suggestion(&part.text[..end]);
        let advice = context.shape.suffix_advice();
        let family = show::quoted(&part.text[..end]);
        finding.help(match advice {
            "remove it" => format!("write only {family} as the surname"),
            advice => format!("{advice}, and {family} as the surname"),
        });
        if record.member(person.node, Symbol::SUFFIX).is_none() {
            let cut = Change::Replace { node: part.node, range: Some(end..part.text.len()), text: String::new() };
            let name = Symbol::SUFFIX.name().to_owned();
            let insert = Change::Insert { node: person.node, name, text: suffix.to_owned() };
            finding.fix("move the suffix", Applicability::Unsafe, vec![cut, insert]);
        }
    }
}

/// Reports a suffix at the end of the given names: `Martin Jr.`
fn check_given_names(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for (person, part) in record.people().parts(NameMarks::WHITESPACE) {
        let is_given = person.given.is_some_and(|given| given.node == part.node) && person.family.is_some();
        let Some((end, suffix)) = split_suffix(part.text).filter(|_| is_given) else { continue };
        // `II` may be two initials, and so may `Jr`.
        if !(suffix == "III" || suffix.ends_with('.')) || record.member(person.node, Symbol::SUFFIX).is_some() {
            continue;
        }
        // citeproc-js requires it there, after a comma.
        if context.shape.id == "csl" && part.text.contains(',') {
            continue;
        }
        let at = part.text.trim_end().len() - suffix.len();
        let message = format!("the suffix {} is part of the given names", show::quoted(suffix));
        let finding = findings.at(Place::Within(part.node, at..at + suffix.len()), message);
        finding.caption("a suffix").value(part.text).suggestion(&part.text[..end]);
        finding.help(context.shape.suffix_advice());
    }
}

/// Whether a number is that of a pope or a ruler: `John Paul II`, `King George III`.
fn is_regnal(given: &str, family: &str, suffix: &str) -> bool {
    const TITLES: [&str; 7] = ["Pope", "King", "Queen", "Emperor", "Prince", "Papst", "Kaiser"];
    const PAULS: [&str; 6] = ["Paul ", "Pablo ", "Paolo ", "Paulo ", "Paweł ", "Paulus "];
    const JOHNS: [&str; 8] = ["John", "Jean", "Juan", "Giovanni", "João", "Jan", "Johannes", "Ioannes"];
    let is_number = suffix.bytes().all(|byte| matches!(byte, b'I' | b'V'));
    let is_pope = JOHNS.contains(&given) && PAULS.iter().any(|paul| family.starts_with(paul));
    is_number && (is_pope || TITLES.iter().any(|title| given.split_whitespace().next() == Some(title)))
}
