//! The main title is a translation in brackets.
//!
//! ## Why
//!
//! PubMed writes the English translation of a foreign title in square brackets: `[Role of small states].` As the main
//! title of a record it hides the title of the work itself, by which the work is cited. It is right if the profile is
//! PubMed's, and only a note in RIS, which medical databases export this way. There is no fix: without brackets the
//! translation would look like the original title.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "[Role of small states in promoting security].", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "[Reading in small towns]", "lang": "en" },
//!   "languages": ["pl"]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[title/translated-bracketed]: the main title is a translation in brackets
//!    ╭─[record.json:2:22   record [Role of small states in promoting secur… · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "[Role of small states in promoting security].", "la…
//!    ·                      ───────────────────────┬───────────────────────
//!    ·                                             ╰── a translation
//!  3 │ }
//!    ╰────
//!   help: write the title as it is on the work, and keep the translation as a variant
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Rola małych państw", "lang": "pl" },
//!   "titleVariants": [{ "text": "Role of small states", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "[Sic!] and other marks", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading [in] towns", "lang": "en" }
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::{Record, trimmed};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "title/translated-bracketed",
    severity: Severity::Warning,
    reads: &[Symbol::TITLE],
    instead_of: &["title/lang-mismatch"],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some(title) = record.title() else { return };
    let text = trimmed(title.text);
    if !text.starts_with('[') {
        return;
    }
    let inner = text.trim_end_matches('.').strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if !inner.is_some_and(|inner| !inner.contains(['[', ']']) && inner.split_whitespace().count() >= 2) {
        return;
    }
    // Medical databases export their records this way, with brackets; some have the original title in another field.
    let is_ris = context.shape.id == "ris";
    let mut variants = record.items(Symbol::TITLE_VARIANTS);
    let is_original = |variant| record.text(variant, Symbol::ROLE).is_some_and(|(_, role)| role == "original");
    let original =
        variants.find(|variant| is_original(*variant)).and_then(|variant| record.text(variant, Symbol::TEXT));
    if is_ris && original.is_none() {
        return;
    }
    let finding = findings.at(Place::Value(title.text_node), "the main title is a translation in brackets");
    finding.caption("a translation").value(show::clipped(title.text));
    if is_ris {
        finding.severity(Severity::Note);
    }
    let variant = context.shape.translation_advice().map_or_else(String::new, |advice| format!(", and {advice}"));
    if let Some((node, text)) = original {
        finding.label(Place::Value(node), "the original title");
        finding.help(format!("write the original title, {}{variant}", show::quoted(&record.spelled(text))));
        return;
    }
    finding.help(format!("write the title as it is on the work{variant}"));
}
