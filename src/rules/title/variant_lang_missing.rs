//! One of several titles has no language tag.
//!
//! ## Why
//!
//! A record with a title and its translation is useful in both languages only if each is tagged: exports, search
//! engines and readers select the title in their language by its tag. JATS4R requires a language on each title if
//! there are several. The main title is only reported if the record names a language of publication.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading habits in the small towns of the north and the part that public libraries play in them" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": "Reading in small towns",
//!   "languages": ["en"],
//!   "titleVariants": [{ "text": "Czytelnictwo w małych miastach", "lang": "pl" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[title/variant-lang-missing]: this title does not say its language; it looks English
//!    ╭─[record.json:3:31   record Czytelnictwo w małych miastach · /titleVariants/0/text]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │ … [{ "text": "Reading habits in the small towns of the north and the part …
//!    ·              ──────────────────────────────┬──────────────────────────────
//!    ·                                            ╰── no language
//!  4 │ }
//!    ╰────
//!   help: say that the title is in `en`, if it is
//!   fix to be confirmed: set the language to `en`
//!     + "lang": "en"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach" },
//!   "languages": ["pl"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "CzMM", "role": "short" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Place, Severity};
use crate::record::{Language, LanguageGap, Record, Text, Verdict};
use crate::rules::r#abstract::lang_missing::set_language;
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

pub const RULE: Rule = Rule {
    id: "title/variant-lang-missing",
    severity: Severity::Warning,
    reads: &[Symbol::TITLE_VARIANTS],
    instead_of: &["field/empty", "schema/required", "schema/enum", "schema/other"],
    fix: Some(Applicability::Unsafe),
    cost: Cost::Language,
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// The number of letters from which the language of a title can be detected.
const ENOUGH_LETTERS: usize = 60;

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.texts_are_tagged() {
        return;
    }
    if !context.holds(Symbol::LANG) || context.shape.untagged.contains(&Symbol::TITLE_VARIANTS) {
        return;
    }
    let titles = record.titles_in_languages();
    if titles.len() < 2 {
        return;
    }
    let published = record.languages().any(|(_, language)| !language.trim().is_empty());
    // The main title of a record page has no language of its own.
    let published = published && context.shape.id != "yadda-page";
    let main = record.title().map(|title| title.node);
    let known = OnceCell::new();
    for text in titles.iter().filter(|text| published || Some(text.node) != main) {
        if let Some(gap) = record.language_gap(text) {
            report(record, context, text, (gap, &known), findings);
        }
    }
}

fn report(
    record: &Record<'_>,
    context: &RuleContext<'_>,
    text: &Text<'_>,
    (gap, known): (LanguageGap, &OnceCell<Known>),
    findings: &mut Findings<'_>,
) {
    let is_main = record.title().is_some_and(|title| title.node == text.node);
    let field = if is_main { Symbol::TITLE } else { Symbol::TITLE_VARIANTS };
    let place = match gap {
        LanguageGap::Absent => Place::Value(text.text_node),
        LanguageGap::Blank(node) => Place::Value(node),
    };
    let language = detected(record, text, known);
    let message = match language {
        Some(language) => format!("this title does not say its language; it looks {}", language.name()),
        None => "this title does not say its language".to_owned(),
    };
    let finding = findings.at(place, message);
    finding.caption("no language").expected("the code of a language, such as `pl`");
    let Some(language) = language else {
        finding.help(match context.shape.text_language_advice(field, "…") {
            Some(advice) => format!("{advice} with the code of the language that it is in"),
            None => "say in which language the title is".to_owned(),
        });
        return;
    };
    let code = language.code();
    let own = context.shape.language_code(language.code(), language.bibliographic());
    finding.suggestion(code).help(match context.shape.text_language_advice(field, own) {
        Some(advice) => format!("{advice}, if it is in {}", language.name()),
        None => format!("say that the title is in `{own}`, if it is"),
    });
    finding.fix(format!("set the language to `{code}`"), Applicability::Unsafe, vec![set_language(text, gap, code)]);
}

/// Returns the language of a title that is long enough to detect it, or that is in the only language of an abstract
/// without a title.
fn detected(record: &Record<'_>, text: &Text<'_>, known: &OnceCell<Known>) -> Option<Language> {
    let verdict = record.verdict(text);
    let language = verdict.language()?;
    let letters = text.text.chars().filter(|letter| letter.is_alphabetic()).take(ENOUGH_LETTERS).count();
    if letters == ENOUGH_LETTERS && matches!(verdict, Verdict::Certain(_)) {
        return Some(language);
    }
    let known = known.get_or_init(|| Known::of(record));
    // The title itself does not count as another title in its language.
    let own = record.language_of(text).language();
    let others = |language: Language| {
        known.titles.get(&language).copied().unwrap_or_default() - usize::from(own == Some(language))
    };
    let mut left = known.abstracts.iter().copied().filter(|language| others(*language) == 0);
    (left.next() == Some(language) && left.next().is_none()).then_some(language)
}

/// The languages of the titles and the abstracts of a record.
struct Known {
    /// The number of titles in each language.
    titles: HashMap<Language, usize>,
    /// The languages that are certain for at least one abstract.
    abstracts: BTreeSet<Language>,
}

impl Known {
    fn of(record: &Record<'_>) -> Self {
        let mut titles = HashMap::new();
        for language in record.titles_in_languages().iter().filter_map(|title| record.language_of(title).language()) {
            *titles.entry(language).or_default() += 1;
        }
        let certain = |text: &Text<'_>| match record.language_of(text) {
            Verdict::Certain(language) => Some(language),
            _ => None,
        };
        Self { titles, abstracts: record.abstracts().iter().filter_map(certain).collect() }
    }
}
