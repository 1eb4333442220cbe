//! An abstract does not declare its language.
//!
//! ## Why
//!
//! A record may have its abstract in several languages, and only a tag tells a reader, a search engine or an
//! export which is which. JATS4R requires the language of each abstract if there are several. A single abstract
//! takes the language of publication; if that is missing, `language/missing` reports it. In JATS the DTD makes
//! English the language of an article without `xml:lang`, and so of its abstracts, unless their words are
//! certainly in another language.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["pl"],
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
//!   "abstracts": [
//!     { "text": "W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę, jaką odgrywają w nich biblioteki publiczne. Podstawą badań były ankiety przeprowadzone wśród mieszkańców dwunastu miejscowości, uzupełnione rozmowami z bibliotekarzami, którzy od lat obserwują, jak zmieniają się potrzeby czytelników.", "role": "abstract" },
//!     { "text": "The article discusses how reading has changed in small towns and which part libraries play in it.", "lang": "en" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [
//!     { "text": "The article discusses how reading has changed in small towns.", "lang": "en" },
//!     { "text": "Artykuł omawia czytelnictwo w małych miastach." }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[abstract/lang-missing]: this abstract does not say its language; it looks Polish
//!    ╭─[record.json:6:15   record Czytelnictwo w małych miastach · /abstracts/0/text]
//!  5 │   "abstracts": [
//!  6 │ …  { "text": "W artykule omówiono przemiany czytelnictwa w małych miastach…
//!    ·              ──────────────────────────────┬──────────────────────────────
//!    ·                                            ╰── no language
//!  7 │     { "text": "The article discusses how reading has changed in small tow…
//!    ╰────
//!   help: say that the abstract is in `pl`, if it is
//!   fix to be confirmed: set the language to `pl`
//!     + "lang": "pl"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
//!   "abstracts": [
//!     { "text": "W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę, jaką odgrywają w nich biblioteki.", "lang": "pl" },
//!     { "text": "The article discusses how reading has changed in small towns and which part libraries play in it.", "lang": "en" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "languages": ["en"],
//!   "abstracts": [{ "text": "The article discusses how reading has changed in small towns and which part libraries play in it." }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "languages": ["en"],
//!   "abstracts": [
//!     { "text": "The article discusses how reading has changed in small towns and which part libraries play in it.", "lang": "en" },
//!     { "text": "A map of twelve towns and their libraries.", "role": "graphical" }
//!   ]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity};
use crate::record::{Language, LanguageGap, Record, Text, Verdict};
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "abstract/lang-missing",
    severity: Severity::Warning,
    reads: &[Symbol::ABSTRACTS],
    instead_of: &["field/empty", "schema/required", "schema/enum", "schema/other"],
    fix: Some(Applicability::Unsafe),
    cost: Cost::Language,
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// From this number of letters on, the detected language is reliable enough for a fix.
const LETTERS_FOR_FIX: usize = 200;

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.texts_are_tagged() {
        return;
    }
    if !context.holds(Symbol::LANG) {
        return;
    }
    let abstracts = record.abstracts();
    let has_published_language = record.languages().any(|(_, language)| !language.trim().is_empty());
    // A single abstract is in the language of publication unless its words say otherwise. If that language is
    // missing, `language/missing` reports it.
    if let [only] = abstracts {
        if let Some(gap) = record.language_gap(only).filter(|_| differs(record, only)) {
            report(record, context, only, gap, findings);
        }
        return;
    }
    let assumed = context.shape.default_language.filter(|_| !has_published_language).and_then(Language::of_tag);
    // The default of the format is wrong only for a text that is certainly in another language.
    let is_assumed = |text: &Text<'_>| {
        assumed.is_some_and(|language| !matches!(record.verdict(text), Verdict::Certain(other) if other != language))
    };
    for text in abstracts.iter().filter(|text| !is_assumed(text)) {
        if let Some(gap) = record.language_gap(text) {
            report(record, context, text, gap, findings);
        }
    }
}

/// Whether a single abstract is certainly in a language other than those of publication, all of which are known.
fn differs(record: &Record<'_>, text: &Text<'_>) -> bool {
    let Verdict::Certain(language) = record.verdict(text) else { return false };
    let mut published = record.languages().filter(|(_, tag)| !tag.trim().is_empty()).peekable();
    let is_other = |tag: &str| {
        Language::of_tag(tag).is_some_and(|known| known != language && !known.is_any() && !known.is_neighbour(language))
    };
    published.peek().is_some() && published.all(|(_, tag)| is_other(tag))
}

fn report(
    record: &Record<'_>,
    context: &RuleContext<'_>,
    text: &Text<'_>,
    gap: LanguageGap,
    findings: &mut Findings<'_>,
) {
    let place = match gap {
        LanguageGap::Absent => Place::Value(text.text_node),
        LanguageGap::Blank(node) => Place::Value(node),
    };
    let certain = match record.verdict(text) {
        Verdict::Certain(language) => Some(language),
        _ => None,
    };
    let message = match certain {
        Some(language) => format!("this abstract does not say its language; it looks {}", language.name()),
        None => "this abstract does not say its language".to_owned(),
    };
    let finding = findings.at(place, message);
    finding.caption("no language").expected("the code of a language, such as `pl`");
    let Some(language) = certain else {
        finding.help(match context.shape.text_language_advice(Symbol::ABSTRACTS, "…") {
            Some(advice) => format!("{advice} with the code of the language that it is in"),
            None => "say in which language the abstract is".to_owned(),
        });
        return;
    };
    let code = language.code();
    let own = context.shape.language_code(language.code(), language.bibliographic());
    finding.suggestion(code).help(match context.shape.text_language_advice(Symbol::ABSTRACTS, own) {
        Some(advice) => format!("{advice}, if it is in {}", language.name()),
        None => format!("say that the abstract is in `{own}`, if it is"),
    });
    let letters = text.text.chars().filter(|letter| letter.is_alphabetic()).take(LETTERS_FOR_FIX).count();
    if letters == LETTERS_FOR_FIX {
        finding.fix(
            format!("set the language to `{code}`"),
            Applicability::Unsafe,
            vec![set_language(text, gap, code)],
        );
    }
}

/// Returns the change that declares the language of a text.
pub(in crate::rules) fn set_language(text: &Text<'_>, gap: LanguageGap, code: &str) -> Change {
    match gap {
        LanguageGap::Absent => Change::Insert { node: text.node, name: "lang".to_owned(), text: code.to_owned() },
        LanguageGap::Blank(node) => Change::Replace { node, range: None, text: code.to_owned() },
    }
}
