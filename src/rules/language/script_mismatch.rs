//! A text is in a script that is not used for its language.
//!
//! ## Why
//!
//! A title tagged `ru` in Latin letters is either a transliteration or not Russian. A transliteration is valid and
//! useful, and is marked by the subtag of its script (ISO 15924, RFC 5646 section 2.2.3): `ru-Latn`. Without it the
//! original cannot be distinguished from the transliteration, and a reader's program chooses the wrong font, sorting
//! and pronunciation.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Rol malykh gosudarstv v mire", "lang": "ru" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "titleVariants": [{ "text": "Читання в малих містах", "lang": "pl" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[language/script-mismatch]: `ru` is not written in Latin letters
//!    ╭─[record.json:2:62   record Rol malykh gosudarstv v mire · /title/lang]
//!  1 │ {
//!  2 │   "title": { "text": "Rol malykh gosudarstv v mire", "lang": "ru" }
//!    ·                      ───────────────┬──────────────          ──┬─
//!    ·                                     │                          ╰── Russian
//!    ·                                     ╰── Latin letters
//!  3 │ }
//!    ╰────
//!   help: write `ru-Latn` in `lang` for a transliteration, and otherwise the code of the text's own language
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Роль малых государств в мире", "lang": "ru" },
//!   "titleVariants": [{ "text": "Rol malykh gosudarstv v mire", "lang": "ru-Latn", "role": "transliterated" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Uloga malih država u svetu", "lang": "sr" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "DNA", "lang": "uk" },
//!   "titleVariants": [{ "text": "図書館における読書", "lang": "ja" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::{Language, Record, Text};
use crate::rules::r#abstract::lang_mismatch::is_inherited;
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "language/script-mismatch",
    severity: Severity::Warning,
    reads: &[Symbol::TITLE, Symbol::TITLE_VARIANTS, Symbol::ABSTRACTS],
    instead_of: &["abstract/lang-mismatch", "title/lang-mismatch", "abstract/translation-count"],
    cost: Cost::Language,
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for text in record.titles().iter().chain(record.all_abstracts()) {
        let Some((node, tag)) = text.lang else { continue };
        let Some(script) = Language::foreign_script(tag, text.text) else { continue };
        let Some(language) = text.language else { continue };
        let shown = show::quoted(tag);
        let finding = findings.at(Place::Value(node), format!("{shown} is not written in {script} letters"));
        finding.caption(language.name().into_owned()).label(Place::Value(text.text_node), format!("{script} letters"));
        finding.value(tag);
        let latin = format!("{}-Latn", language.code());
        let is_latin = script == "Latin" && !context.shape.takes_long_codes();
        // The language of the whole record also applies to its other texts.
        if is_inherited(record, text, node)
            && let Some(own) =
                field(record, context, text).and_then(|field| context.shape.text_language_advice(field, &latin))
            && is_latin
        {
            finding.help(format!("{own} for a transliteration, and otherwise the code of the text's own language"));
            continue;
        }
        let place = record.written(node).or_else(|| context.shape.is_native().then(|| "`lang`".to_owned()));
        let place = place.map_or_else(String::new, |place| format!(" in {place}"));
        finding.help(if is_latin {
            format!("write `{latin}`{place} for a transliteration, and otherwise the code of the text's own language")
        } else {
            format!("write the code of the text's own language{place}")
        });
    }
}

/// Returns whether a text is a title or an abstract. Returns `None` if the format cannot declare its language.
fn field(record: &Record<'_>, context: &RuleContext<'_>, text: &Text<'_>) -> Option<Symbol> {
    let titles = [Symbol::TITLE, Symbol::TITLE_VARIANTS].into_iter().filter_map(|field| record.field(field));
    let is_title = titles.into_iter().any(|at| at <= text.node && text.node < record.tree().after(at));
    let has_none = is_title && context.shape.id == "crossref-xml";
    (!has_none).then_some(if is_title { Symbol::TITLE } else { Symbol::ABSTRACTS })
}
