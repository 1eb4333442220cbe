//! The main title is not in a language of the work.
//!
//! ## Why
//!
//! The main title is the one printed on the work, in the work's own language; a translation of it is a variant. If
//! the two languages differ, either the title or the language of publication is wrong. A work that is itself a
//! translation keeps its original title as a variant with the role `original`.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "languages": ["pl"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Lesen in kleinen Städten", "lang": "de" },
//!   "languages": ["pl", "en"]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[title/original-language]: the main title is in English, but the work in Polish
//!    ╭─[record.json:2:56   record Reading in small towns · /title/lang]
//!  1 │ {
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!    ·                                                        ──┬─
//!    ·                                                          ╰── the title's
//!  3 │   "languages": ["pl"]
//!    ·                 ──┬─
//!    ·                   ╰── the work's
//!  4 │ }
//!    ╰────
//!   help: write the title as it is printed on the work, or correct the language
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["pl"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pol" },
//!   "languages": ["pl-PL"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "languages": ["mul"]
//! }
//! ```

use crate::diagnostic::{Place, Severity};
use crate::record::{Language, Record};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "title/original-language",
    severity: Severity::Warning,
    reads: &[Symbol::LANGUAGES],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.titles_are_plain() {
        return;
    }
    let Some((node, tag)) = record.title().and_then(|title| title.lang) else { return };
    let Some(language) = Language::of_tag(tag).filter(|language| !language.is_any()) else { return };
    let mut languages = record.languages().map(|(node, code)| (node, Language::of_tag(code)));
    let Some((first, published)) = languages.next() else { return };
    // An invalid code is reported by another rule, and may mean any language.
    let may_be = |known: &Option<Language>| {
        known.is_none_or(|known| {
            known == language || known.is_any() || known.is_neighbour(language) && known.code() == "no"
        })
    };
    let is_named = may_be(&published) || languages.any(|(_, language)| may_be(&language));
    if is_named || record.title_variants().iter().any(|variant| variant.role == "original") {
        return;
    }
    let Some(published) = published else { return };
    let message = format!("the main title is in {}, but the work in {}", language.name(), published.name());
    let finding = findings.at(Place::Value(node), message);
    finding.caption("the title's").label(Place::Value(first), "the work's").value(tag);
    finding.help("write the title as it is printed on the work, or correct the language");
}
