//! The title is missing in a language that the profile requires.
//!
//! ## Why
//!
//! CEJSH makes articles in national languages known abroad: an English abstract without an English title cannot be
//! found. The profile sets the required languages.
//!
//! ## Bad
//!
//! ```json profile-cejsh
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" }
//! }
//! ```
//!
//! ```json profile-cejsh
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Lesen in kleinen Städten", "lang": "de" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[title/required-lang]: no title is in English (required by profile `cejsh`)
//!    ╭─[record.json:2:22   record Czytelnictwo w małych miastach · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" }
//!    ·                      ────────────────┬───────────────
//!    ·                                      ╰── the title
//!  3 │ }
//!    ╰────
//!   help: add the title in English as a variant
//! ```
//!
//! ## Good
//!
//! ```json profile-cejsh
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }]
//! }
//! ```
//!
//! ```json profile-cejsh
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" }
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::{Language, Record, Verdict};
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "title/required-lang",
    severity: Severity::Error,
    reads: &[Symbol::TITLE],
    cost: Cost::Language,
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    // Such a record has only one title.
    let has_one = matches!(context.shape.id, "bibtex" | "csl");
    if context.profile.languages.is_empty() || !context.holds(Symbol::TITLE_VARIANTS) || has_one {
        return;
    }
    let Some(title) = record.title() else { return };
    let languages: Vec<Verdict> = record.titles_in_languages().iter().map(|title| record.language_of(title)).collect();
    // A title in an unknown language may be in the required one.
    if languages.contains(&Verdict::Unknown) {
        return;
    }
    for required in context.profile.languages.iter().filter_map(|code| Language::of_tag(code)) {
        if languages.iter().any(|found| found.language() == Some(required)) {
            continue;
        }
        let name = required.name();
        let profile = show::clipped(&context.profile.id);
        let message = format!("no title is in {name} (required by profile `{profile}`)");
        let finding = findings.at(Place::Value(title.text_node), message);
        finding.caption("the title").expected(required.code()).help(context.shape.title_advice(&name));
    }
}
