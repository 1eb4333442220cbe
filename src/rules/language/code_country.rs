//! A country code is used instead of a language code.
//!
//! ## Why
//!
//! Codes of countries (ISO 3166-1) and of languages (ISO 639-1) look similar but differ: Czech is `cs`, spoken in CZ.
//! Some country codes are not language codes at all. Others are the code of a different language, such as `se`, which
//! is Northern Sami and not Swedish; these are reported only if the text itself is certainly in another language.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["cz"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "GB" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [
//!     {
//!       "text": "Readers in twelve small towns were asked which books they had borrowed from the public library during the past year, and how they had learned of them.",
//!       "lang": "uk"
//!     }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[language/code-country]: `cz` is a country code, not a language code
//!    ╭─[record.json:3:17   record Czytelnictwo w małych miastach · /languages/0]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "languages": ["cz"]
//!    ·                 ──┬─
//!    ·                   ╰── a country
//!  4 │ }
//!    ╰────
//!   help: write the code of the language
//!   fix to be confirmed: write `cs`
//!     - "cz"
//!     + "cs"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["cs", "uk", "pl-PL"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en-GB" },
//!   "languages": ["en"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Читання в малих містах", "lang": "uk" },
//!   "abstracts": [
//!     {
//!       "text": "У статті розглянуто, як змінюється читання в малих містах і яку роль у цьому відіграють бібліотеки, що працюють там.",
//!       "lang": "uk"
//!     }
//!   ]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Agreement, COUNTRIES_TOO, Language, Record, Text};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "language/code-country",
    severity: Severity::Error,
    reads: &[Symbol::LANGUAGES, Symbol::TITLE, Symbol::TITLE_VARIANTS, Symbol::ABSTRACTS, Symbol::KEYWORDS],
    instead_of: &[
        "language/code-invalid",
        "language/code-form",
        "language/script-mismatch",
        "abstract/lang-mismatch",
        "title/lang-mismatch",
    ],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Country codes (ISO 3166-1) that are not language codes, each with the language that is meant, if known.
const COUNTRIES: &[(&str, &str)] = &[
    ("al", "sq"),
    ("at", ""),
    ("by", "be"),
    ("cn", "zh"),
    ("cz", "cs"),
    ("dk", "da"),
    ("gb", ""),
    ("ge", "ka"),
    ("gr", "el"),
    ("jp", "ja"),
    ("kz", "kk"),
    ("md", "ro"),
    ("me", ""),
    ("mx", ""),
    ("rs", "sr"),
    ("ua", "uk"),
    ("us", ""),
    ("vn", "vi"),
];

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.codes_are_plain() {
        return;
    }
    for (node, code) in record.language_codes() {
        // Language codes are never country codes of this table, and recognising them is fast.
        if code.len() == 2 && Language::of_tag(code).is_none() {
            report_country_code(context, node, code, findings);
        }
    }
    let is_checked = |text: &&Text<'_>| matches!(text.role, "" | "abstract");
    for text in record.all_abstracts().iter().filter(is_checked).copied().chain(record.title()) {
        check_ambiguous_code(record, context, &text, findings);
    }
}

fn report_country_code(context: &RuleContext<'_>, node: NodeId, code: &str, findings: &mut Findings<'_>) {
    let Some((_, language)) = COUNTRIES.iter().find(|(country, _)| country.eq_ignore_ascii_case(code)) else { return };
    let message = format!("{} is a country code, not a language code", show::quoted(code));
    let finding = findings.at(Place::Value(node), message);
    finding.caption("a country").value(code).help("write the code of the language");
    if !language.is_empty() {
        let long = Language::of_tag(language).map_or(*language, Language::bibliographic);
        let language = context.shape.language_code(language, long);
        finding.suggestion(language);
        let change = Change::Replace { node, range: None, text: language.to_owned() };
        finding.fix(format!("write `{language}`"), Applicability::Unsafe, vec![change]);
    }
}

fn check_ambiguous_code(record: &Record<'_>, context: &RuleContext<'_>, text: &Text<'_>, findings: &mut Findings<'_>) {
    let Some((node, code)) = text.lang else { return };
    if !COUNTRIES_TOO.iter().any(|known| known.eq_ignore_ascii_case(code)) {
        return;
    }
    let Agreement::Contradicts(detected) = record.agreement(text) else { return };
    let declared = Language::of_tag(code).map_or_else(|| show::quoted(code), |language| language.name().into_owned());
    let message = format!("this text is tagged as {declared}, but is in {}", detected.name());
    let finding = findings.at(Place::Value(node), message);
    finding.severity(Severity::Warning).caption(declared).value(code).suggestion(detected.code());
    finding.label(Place::Value(text.text_node), detected.name().into_owned());
    let own = context.shape.language_code(detected.code(), detected.bibliographic());
    finding.help(format!("write `{own}`: {} is also a country code", show::quoted(code)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn country_codes_are_not_language_codes() {
        for (code, language) in COUNTRIES {
            assert!(Language::of_tag(code).is_none(), "{code}");
            assert!(language.is_empty() || Language::of_tag(language).is_some(), "{language}");
        }
    }
}
