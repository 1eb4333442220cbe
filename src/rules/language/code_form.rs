//! The code of a language is written in an unusual way.
//!
//! ## Why
//!
//! `PL`, `pl_PL` and `pl-PL` mean one language to a person and three to a program that compares letters. BCP 47 writes
//! languages in small letters, countries in capitals, and a hyphen between them; some codes were given up long ago, as `iw`
//! for Hebrew. Capitals may be the only sign of a mistake: `SE` is Sweden, and `se` Northern Sami, so that this fix is to be
//! confirmed. Whether three letters may stand where two exist is for a profile to say: the option `form`.
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
use crate::ruleset::{Check, Choice, Cost, Findings, Opt, Rule, RuleContext};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "language/code-form",
    severity: Severity::Note,
    since: "0.1.0",
    reads: &[Symbol::LANGUAGES, Symbol::TITLE, Symbol::TITLE_VARIANTS, Symbol::ABSTRACTS, Symbol::KEYWORDS],
    options: &[Opt::Choice(&FORM)],
    instead_of: &["text/whitespace"],
    fix: Some(Applicability::Safe),
    cost: Cost::Fields,
    check: Check::Present(check),
};

/// How codes are to be written.
const FORM: Choice = Choice {
    name: "form",
    default: "any",
    of: &["any", "bcp47", "iso639-2b"],
    about: "How codes are written: bcp47 (two letters where there are two), iso639-2b (three letters, bibliographic), any",
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
                let finding = findings.at(Place::Value(node), format!("the code {} was given up", show::quoted(text)));
                finding.caption("given up").value(text).help("write the code of the one language that is meant");
            }
            LanguageTag::Good | LanguageTag::Name(_) | LanguageTag::Other => {}
        }
    }
}

/// A code in the form of the record's format, which may be that of three letters.
fn of_format(context: &RuleContext<'_>, usual: String) -> String {
    let language = Language::of_tag(&usual).filter(|_| !usual.contains('-') && context.shape.takes_long_codes());
    language.map_or(usual, |language| language.bibliographic().to_owned())
}

/// Whether a code is that of a country as well, and perhaps meant so: it is written in capitals, or was given up.
fn may_be_country(text: &str) -> bool {
    let code = text.trim();
    let is_it = |country: &&str| country.eq_ignore_ascii_case(code) && (code != *country || code == "in");
    COUNTRIES_TOO.iter().any(is_it)
}
