//! Keywords do not declare their language.
//!
//! ## Why
//!
//! If the abstracts are in several languages, so are the keywords. A list without a language is shown to every
//! reader, and a program that looks for the Polish terms finds none.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
//!   "abstracts": [
//!     { "text": "W artykule omówiono, jak zmieniło się czytelnictwo w dwunastu małych miastach oraz jaką rolę odegrały w tym biblioteki publiczne, które działają tam od dwudziestu lat.", "lang": "pl" },
//!     { "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years.", "lang": "en" }
//!   ],
//!   "keywords": [{ "terms": ["czytelnictwo", "reading"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
//!   "abstracts": [
//!     { "text": "W artykule omówiono, jak zmieniło się czytelnictwo w dwunastu małych miastach oraz jaką rolę odegrały w tym biblioteki publiczne, które działają tam od dwudziestu lat.", "lang": "pl" },
//!     { "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years.", "lang": "en" }
//!   ],
//!   "keywords": [{ "lang": "pl", "terms": ["czytelnictwo"] }, { "lang": " ", "terms": ["reading"] }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[keyword/lang]: the keywords do not name a language, but the abstracts are in several
//!    ╭─[record.json:8:16   record Czytelnictwo w małych miastach · /keywords/0]
//!  7 │   ],
//!  8 │   "keywords": [{ "terms": ["czytelnictwo", "reading"] }]
//!    ·                ┬
//!    ·                ╰── no language
//!  9 │ }
//!    ╰────
//!   help: keep the keywords of each language together, and declare the language
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years.", "lang": "en" }],
//!   "keywords": [{ "terms": ["reading"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "keywords": [{ "lang": "en", "terms": ["reading", "libraries"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "keywords": [{ "lang": "pl", "terms": ["czytelnictwo"] }, { "lang": "en", "terms": ["reading"] }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, ids, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: ids::KEYWORD_LANG,
    severity: Severity::Note,
    reads: &[Symbol::KEYWORDS],
    instead_of: &["field/empty", "text/whitespace", "language/code-form"],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.texts_are_tagged() {
        return;
    }
    if !context.holds(Symbol::LANG) {
        return;
    }
    // Keywords of a JATS article without a language are in the default language of the DTD.
    if context.shape.default_language.is_some() && record.field(Symbol::LANGUAGES).is_none() {
        return;
    }
    let is_untagged = |group: &crate::tree::NodeId| {
        record.text(*group, Symbol::LANG).is_none()
            && record.member(*group, Symbol::TERMS).is_some_and(|terms| record.tree().items(terms).next().is_some())
    };
    let Some(group) = record.items(Symbol::KEYWORDS).find(is_untagged) else { return };
    let languages: Vec<&str> = record.all_abstracts().iter().filter_map(|text| text.lang).map(|(_, tag)| tag).collect();
    if !languages.iter().any(|tag| *tag != languages[0]) {
        return;
    }
    let place = record.member(group, Symbol::LANG).map_or(Place::Opening(group), Place::Value);
    let count = record.items(Symbol::KEYWORDS).count();
    let subject = if count == 1 { "the keywords" } else { "a group of keywords" };
    let verb = if count == 1 { "do" } else { "does" };
    let finding = findings.at(place, format!("{subject} {verb} not name a language, but the abstracts are in several"));
    finding.caption("no language").help("keep the keywords of each language together, and declare the language");
    let shown = show::visible(languages[0]);
    finding.expected(format!("the code of a language, such as `{shown}`"));
}
