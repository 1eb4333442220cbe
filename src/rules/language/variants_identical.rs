//! The same text is given in two languages.
//!
//! ## Why
//!
//! A title under `pl` and again under `en` was entered twice, or in the wrong language. Titles of up to three words
//! may well be identical: names of works and of persons.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "The role of small states in promoting security", "lang": "pl" },
//!   "titleVariants": [{ "text": "The role of small states in promoting security", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Rola małych państw w świecie", "lang": "pl" },
//!   "titleVariants": [{ "text": "ROLA MAŁYCH PAŃSTW W ŚWIECIE", "lang": "en" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[language/variants-identical]: this title is the same as the one in another language
//!    ╭─[record.json:3:31   record The role of small states in promoting se… · /titleVariants/0/text]
//!  1 │ {
//!  2 │   "title": { "text": "The role of small states in promoting security", "l…
//!    ·                      ────────────────────────┬───────────────────────
//!    ·                                              ╰── as this one
//!  3 │ …leVariants": [{ "text": "The role of small states in promoting security",…
//!    ·                          ────────────────────────┬───────────────────────
//!    ·                                                  ╰── the same
//!  4 │ }
//!    ╰────
//!   help: write the translation, or remove the copy
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Rola małych państw", "lang": "pl" },
//!   "titleVariants": [{ "text": "The role of small states", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Quo vadis", "lang": "la" },
//!   "titleVariants": [{ "text": "Quo vadis", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "The role of small states in promoting security", "lang": "en" },
//!   "titleVariants": [{ "text": "The role of small states", "lang": "en", "role": "short" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::{Record, Text, copies};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "language/variants-identical",
    severity: Severity::Warning,
    reads: &[Symbol::TITLE_VARIANTS, Symbol::ABSTRACTS],
    instead_of: &[
        "title/lang-mismatch",
        "abstract/lang-mismatch",
        "title/variant-lang-duplicate",
        "abstract/translation-count",
    ],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    // A single title needs no comparison.
    if record.field(Symbol::TITLE_VARIANTS).is_some() {
        let titles = record.titles_in_languages();
        compare(titles, "title", findings);
    }
    if record.all_abstracts().len() > 1 {
        compare(record.all_abstracts(), "abstract", findings);
    }
}

fn compare(texts: &[Text<'_>], noun: &str, findings: &mut Findings<'_>) {
    for (first, again) in copies(texts) {
        let (first, text) = (&texts[first], &texts[again]);
        let finding = findings
            .at(Place::Value(text.text_node), format!("this {noun} is the same as the one in another language"));
        finding.caption("the same").label(Place::Value(first.text_node), "as this one").value(show::clipped(text.text));
        finding.help("write the translation, or remove the copy");
    }
}
