//! The abstract in a language that the profile requires is missing.
//!
//! ## Why
//!
//! CEJSH, for example, makes works in national languages known to readers of English: its charter requires an
//! English abstract of each. An abstract without a tag counts if its language can be detected.
//!
//! ## Bad
//!
//! ```json profile-cejsh
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["pl"],
//!   "abstracts": [{ "text": "Artykuł omawia biblioteki w małych miastach oraz ich czytelników.", "lang": "pl" }]
//! }
//! ```
//!
//! ```json profile-cejsh
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
//!   "abstracts": [
//!     { "text": "W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę bibliotek.", "lang": "pl" },
//!     { "text": "Der Beitrag behandelt den Wandel des Lesens in kleinen Städten und die Rolle der Bibliotheken.", "lang": "de" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[abstract/required-lang]: no abstract is in English (required by profile `cejsh`)
//!    ╭─[record.json:4:16   record Czytelnictwo w małych miastach · /abstracts]
//!  3 │   "languages": ["pl"],
//!  4 │   "abstracts": [{ "text": "Artykuł omawia biblioteki w małych miastach or…
//!    ·                ─
//!  5 │ }
//!    ╰────
//!   help: add the abstract in English
//! ```
//!
//! ## Good
//!
//! ```json profile-cejsh
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["pl"],
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
//!   "abstracts": [{ "text": "The article discusses libraries in small towns and their readers.", "lang": "en-GB" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [{ "text": "Artykuł omawia biblioteki w małych miastach oraz ich czytelników.", "lang": "pl" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [{ "text": "W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę bibliotek.", "lang": "pl" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, ids, show};
use crate::record::{Language, Record};
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: ids::ABSTRACT_REQUIRED_LANG,
    severity: Severity::Error,
    reads: &[Symbol::ABSTRACTS],
    cost: Cost::Language,
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    // Records of these formats have one abstract.
    if matches!(context.shape.id, "bibtex" | "ris" | "csl" | "crossref") {
        return;
    }
    let abstracts = record.abstracts();
    let Some(list) = record.field(Symbol::ABSTRACTS).filter(|_| !abstracts.is_empty()) else { return };
    for required in context.profile.languages.iter().filter_map(|code| Language::of_tag(code)) {
        if abstracts.iter().any(|text| record.language_of(text).language() == Some(required)) {
            continue;
        }
        let name = required.name();
        let profile = show::clipped(&context.profile.id);
        let finding =
            findings.at(Place::Opening(list), format!("no abstract is in {name} (required by profile `{profile}`)"));
        finding.expected(required.code()).help(format!("add the abstract in {name}"));
    }
}
