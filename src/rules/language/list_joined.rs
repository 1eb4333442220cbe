//! Several languages are written as one value.
//!
//! ## Why
//!
//! A list of languages has one item for each language. `pl; en` as one value is a language that no program knows, and
//! the record is found under neither.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["pl; en"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["nld/dut"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl, en" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[language/list-joined]: `pl; en` are 2 languages in one value [*]
//!    ╭─[record.json:3:17   record Czytelnictwo w małych miastach · /languages/0]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "languages": ["pl; en"]
//!    ·                 ────┬───
//!    ·                     ╰── a list
//!  4 │ }
//!    ╰────
//!   help: list each language by itself
//!     - "pl; en"
//!     + "pl", "en"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["pl", "en"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["pl-PL", "mul"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "languages": ["en", "sr-Latn", "pl-PL"]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{COUNTRIES_TOO, Language, LanguageTag, Record};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "language/list-joined",
    severity: Severity::Error,
    reads: &[Symbol::LANGUAGES, Symbol::TITLE, Symbol::TITLE_VARIANTS, Symbol::ABSTRACTS, Symbol::KEYWORDS],
    instead_of: &["language/code-country", "language/code-invalid", "language/code-form", "text/whitespace"],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.codes_are_plain() {
        return;
    }
    for (node, text) in record.language_codes() {
        if !text.contains([';', ',', '/', ' ']) {
            continue;
        }
        let parts: Vec<&str> = text.split([';', ',', '/', ' ']).filter(|part| !part.is_empty()).collect();
        if parts.len() < 2 || !parts.iter().all(|part| LanguageTag::is_tag(part)) {
            continue;
        }
        let message = format!("{} are {} languages in one value", show::quoted(text), parts.len());
        let finding = findings.at(Place::Value(node), message);
        finding.caption("a list").value(text).expected("one language code");
        // A text has one language; only the publication can have several.
        let list = record.field(Symbol::LANGUAGES);
        let is_listed = list.is_some_and(|list| list < node && node < record.tree().after(list));
        if !is_listed {
            finding.help("write the one language of this text");
            continue;
        }
        finding.help(context.shape.languages_advice());
        // `pt/br` may mean the Portuguese of Brazil, or Portuguese and Breton.
        let may_be_country = |part: &&str| COUNTRIES_TOO.iter().any(|country| country.eq_ignore_ascii_case(part));
        if parts[1..].iter().any(may_be_country) || context.shape.has_one_language() {
            continue;
        }
        let change = match without_synonyms(&parts).as_slice() {
            [only] => Change::Replace { node, range: None, text: (*only).to_owned() },
            several => Change::Split { node, texts: several.iter().map(|part| (*part).to_owned()).collect() },
        };
        finding.fix("make each language an item", Applicability::Safe, vec![change]);
    }
}

/// Returns the codes with each language once: `nld` and `dut` are the same language.
fn without_synonyms<'t>(codes: &[&'t str]) -> Vec<&'t str> {
    let (mut languages, mut others) = (HashSet::new(), HashSet::new());
    let is_new = |code: &&str| match Language::of_tag(code) {
        Some(language) => code.contains('-') || languages.insert(language),
        None => others.insert((*code).to_owned()),
    };
    codes.iter().copied().filter(is_new).collect()
}
