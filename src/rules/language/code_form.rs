//! A language code is written in an unusual form.
//!
//! ## Why
//!
//! `PL`, `pl_PL` and `pl-PL` mean the same language to a person, but are three languages to a program that compares
//! characters. BCP 47 writes languages in lower case, countries in capitals, and a hyphen between them; some codes
//! were withdrawn long ago, such as `iw` for Hebrew. Capitals may be the only indication of a mistake: `SE` is
//! Sweden, and `se` Northern Sami, so that fix needs confirmation. The option `form` lets a profile decide whether a
//! code of three letters is allowed if one of two letters exists.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["PL"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl_PL" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["iw"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["sh"]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[language/code-form]: `PL` is usually written `pl` [*]
//!    ╭─[record.json:3:17   record Czytelnictwo w małych miastach · /languages/0]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "languages": ["PL"]
//!    ·                 ──┬─
//!    ·                   ╰── another form
//!  4 │ }
//!    ╰────
//!   help: write `pl`
//!     - "PL"
//!     + "pl"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["pl", "pol", "pl-PL", "zh-Hans"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["pl-PL", "zh-Hans"]
//! }
//! ```
//!
//! ```json profile-doaj
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pol" },
//!   "languages": ["pol", "fre", "ger"]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{COUNTRIES_TOO, CodeForm, Language, LanguageTag, Record};
use crate::ruleset::{Check, Choice, Findings, Opt, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "language/code-form",
    severity: Severity::Note,
    reads: &[Symbol::LANGUAGES, Symbol::TITLE, Symbol::TITLE_VARIANTS, Symbol::ABSTRACTS, Symbol::KEYWORDS],
    options: &[Opt::Choice(&FORM)],
    instead_of: &["text/whitespace"],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// The required form of codes.
const FORM: Choice = Choice {
    name: "form",
    default: "any",
    of: &["any", "bcp47", "iso639-2b"],
    about: "Form of codes: bcp47 (two letters if such a code exists), iso639-2b (three letters, bibliographic), any",
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let form = match context.choice(&FORM) {
        "bcp47" => CodeForm::Shortest,
        "iso639-2b" => CodeForm::Bibliographic,
        _ => CodeForm::Any,
    };
    if form == CodeForm::Any && record.codes_are_plain() {
        return;
    }
    for (node, text) in record.language_codes() {
        match LanguageTag::parse(text, form) {
            LanguageTag::OtherForm(usual) => {
                let usual = if form == CodeForm::Any { of_format(context, usual) } else { usual };
                let finding =
                    findings.at(Place::Value(node), format!("{} is usually written `{usual}`", show::quoted(text)));
                finding.caption("another form").value(text).suggestion(&*usual).help(format!("write `{usual}`"));
                let change = Change::Replace { node, range: None, text: usual.clone() };
                let applicability = if may_be_country(text) { Applicability::Unsafe } else { Applicability::Safe };
                finding.fix(format!("write `{usual}`"), applicability, vec![change]);
            }
            LanguageTag::Deprecated => {
                let finding = findings.at(Place::Value(node), format!("the code {} was withdrawn", show::quoted(text)));
                finding.caption("withdrawn").value(text).help("write the code of the one language that is meant");
            }
            LanguageTag::Good | LanguageTag::Name(_) | LanguageTag::Other => {}
        }
    }
}

/// Returns the code in the form of the record's format, which may have three letters.
fn of_format(context: &RuleContext<'_>, usual: String) -> String {
    let language = Language::of_tag(&usual).filter(|_| !usual.contains('-') && context.shape.takes_long_codes());
    language.map_or(usual, |language| language.bibliographic().to_owned())
}

/// Whether a code is also a country code, and possibly meant as such: it is written in capitals, or was withdrawn.
fn may_be_country(text: &str) -> bool {
    let code = text.trim();
    let is_country = |country: &&str| country.eq_ignore_ascii_case(code) && (code != *country || code == "in");
    COUNTRIES_TOO.iter().any(is_country)
}
