//! The record does not say in which language the work is published.
//!
//! ## Why
//!
//! Readers search for what they can read, and repositories deliver records by language. The guidelines of OpenAIRE
//! and the intake of DOAJ ask for it, and without it nobody can tell which of several titles is the original.
//!
//! In JATS an article without `xml:lang` is in English: every DTD gives `article/@xml:lang` the value `en`. There only a
//! text in another language is reported, as an abstract in Spanish.
//! In formats that are kept for citing (BibTeX, RIS, CSL) the rule runs only where a profile or the configuration asks for
//! it.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": []
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "type": "article"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[language/missing]: the language of publication is empty
//!    ╭─[record.json:3:16   record Czytelnictwo w małych miastach · /languages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "languages": []
//!    ·                ─┬
//!    ·                 ╰── nothing here
//!  4 │ }
//!    ╰────
//!   help: name the language of the work by its code, such as `pl` or `en`
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
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "languages": ["und"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "languages": ["en", "pl"]
//! }
//! ```

use crate::diagnostic::{Place, Severity};
use crate::record::{Language, Record, Text, Verdict};
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "language/missing",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::LANGUAGES],
    options: &[],
    instead_of: &["field/required-missing", "field/empty", "schema/required", "schema/enum", "schema/other"],
    fix: None,
    cost: Cost::Fields,
    check: Check::Absent(check),
};

fn check(record: &Record<'_>, ask: &Ask<'_>, findings: &mut Findings<'_>) {
    if record.is_filled() {
        return;
    }
    if let Some(default) = ask.shape.default_language.filter(|_| record.field(Symbol::LANGUAGES).is_none()) {
        return default_differs(record, default, findings);
    }
    if let Some(finding) = findings.missing(record, Symbol::LANGUAGES, "the language of publication") {
        finding.help("name the language of the work by its code, such as `pl` or `en`");
    }
}

/// Reports an abstract or a title that is certainly not in the language that the format assumes.
fn default_differs(record: &Record<'_>, default: &'static str, findings: &mut Findings<'_>) {
    let Some(assumed) = Language::of_tag(default) else { return };
    let certain = |text: &Text<'_>| match record.verdict(text) {
        Verdict::Certain(language) => Some(language),
        _ => None,
    };
    // A translation of an English text may have left out its own language, which is a matter of that text.
    let untagged = |text: &&Text<'_>| text.lang.is_none();
    let texts = record.abstracts().iter().filter(untagged).chain(record.titles().first().filter(untagged));
    let known: Vec<(&Text<'_>, Language)> = texts.filter_map(|text| Some((text, certain(text)?))).collect();
    let Some((text, language)) = known.first().copied() else { return };
    if known.iter().any(|(_, language)| *language == assumed) {
        return;
    }
    let message =
        format!("the language is missing, which means {}; this text is in {}", assumed.name(), language.name());
    let finding = findings.at(Place::Value(text.text_node), message);
    finding.caption(language.name().into_owned()).suggestion(language.code());
    finding.help(format!("say that the work is in `{}`, if it is", language.code()));
}
