//! A language code does not exist.
//!
//! ## Why
//!
//! Programs group, translate and search by the codes of ISO 639 or the tags of BCP 47. A record with a word or an
//! unassigned code instead is not found under any language. In BibTeX the name of a language is printed, and is
//! valid.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["English"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["xx"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "American English" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[language/code-invalid]: `English` is the name of a language, not its code [*]
//!    ╭─[record.json:3:17   record Czytelnictwo w małych miastach · /languages/0]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "languages": ["English"]
//!    ·                 ────┬────
//!    ·                     ╰── not a code
//!  4 │ }
//!    ╰────
//!   help: write `en`
//!     - "English"
//!     + "en"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["pl", "eng", "cze"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["pl-PL", "sr-Latn", "zh-Hans", "und", "mul"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "languages": ["zh-Hans", "sr-Latn", "mul"]
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title    = {Czytelnictwo w ma{\l}ych miastach},
//!   author   = {Nowicka, Anna},
//!   year     = {2019},
//!   language = {polish and english},
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{CodeForm, Language, LanguageTag, Record};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "language/code-invalid",
    severity: Severity::Error,
    reads: &[Symbol::LANGUAGES, Symbol::TITLE, Symbol::TITLE_VARIANTS, Symbol::ABSTRACTS, Symbol::KEYWORDS],
    instead_of: &["language/code-form", "text/whitespace"],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.codes_are_plain() {
        return;
    }
    // Styles of biblatex print the word as it is, or know it as a key; RIS does not require a code.
    let names_languages = record.is_tex() || context.shape.names_languages;
    for (node, text) in record.language_codes() {
        let (message, code) = match LanguageTag::parse(text, CodeForm::Any) {
            LanguageTag::Name(_) | LanguageTag::Other if names_languages && Language::is_named(text) => continue,
            LanguageTag::Name(code) => {
                (format!("{} is the name of a language, not its code", show::quoted(text)), Some(code))
            }
            LanguageTag::Other => (format!("{} is not a language code", show::quoted(text)), None),
            _ => continue,
        };
        let (message, example) = if names_languages && code.is_none() {
            let example = if record.is_tex() { "english" } else { "English" };
            (format!("{} is not the name of a language", show::quoted(text)), Some(example))
        } else {
            (message, None)
        };
        let finding = findings.at(Place::Value(node), message);
        // Reference managers accept any word.
        if names_languages || context.shape.is_citation_format {
            finding.severity(Severity::Warning);
        }
        finding.caption("not a code").value(text).expected("a language code, such as `en`");
        if let Some(example) = example {
            let expected = format!("the name of a language, such as `{example}`");
            finding.caption("not a language").expected(expected).help(format!("write the name, such as `{example}`"));
            continue;
        }
        match code {
            Some(code) => {
                let long = Language::of_tag(code).map_or(code, Language::bibliographic);
                let code = context.shape.language_code(code, long);
                let change = Change::Replace { node, range: None, text: code.to_owned() };
                finding.suggestion(code).help(format!("write `{code}`"));
                finding.fix(format!("write `{code}`"), Applicability::Safe, vec![change]);
            }
            None => {
                finding.help(if context.shape.takes_long_codes() {
                    "write the code of the language, such as `eng` or `pol`"
                } else {
                    "write the code of the language, such as `en` or `pl`"
                });
            }
        }
    }
}
