//! A title ends with a full stop.
//!
//! ## Why
//!
//! A title is not a sentence, and citation styles add their own full stop. Some journals and databases always write
//! one, which is a matter of style, so the rule is off by default. Abbreviations, initials and omission dots are not
//! reported.
//!
//! ## Bad
//!
//! ```json profile-strict
//! {
//!   "title": { "text": "Music classification using models.", "lang": "en" }
//! }
//! ```
//!
//! ```json profile-strict
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach.", "lang": "pl" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[title/trailing-period]: the title ends with a full stop
//!    ╭─[record.json:2:56   record Music classification using models. · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Music classification using models.", "lang": "en" }
//!    ·                                                        ┬
//!    ·                                                        ╰── full stop
//!  3 │ }
//!    ╰────
//!   help: remove the full stop
//!   fix to be confirmed: remove the full stop
//!     - …ssification using models."
//!     + …ssification using models"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in the U.S.", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Wait for it...", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading by Smith et al.", "lang": "en" }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "title/trailing-period",
    severity: Severity::Note,
    reads: &[Symbol::TITLE, Symbol::TITLE_VARIANTS],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for title in record.titles() {
        let Some(stem) = title.text.trim_end().strip_suffix('.') else { continue };
        let word =
            stem.rsplit(|character: char| character.is_whitespace() || character == '(').next().unwrap_or_default();
        // An abbreviation is short, or contains a full stop: `al.`, `Inc.`, `Jr.`, `U.S.`
        let is_abbreviation = word.contains('.') || word.chars().count() <= 3 || stem.ends_with(['.', '?', '!', '…']);
        if is_abbreviation {
            continue;
        }
        let finding =
            findings.at(Place::Within(title.text_node, stem.len()..stem.len() + 1), "the title ends with a full stop");
        finding.caption("full stop").value(show::clipped(title.text)).help("remove the full stop");
        let change =
            Change::Replace { node: title.text_node, range: Some(stem.len()..stem.len() + 1), text: String::new() };
        finding.fix("remove the full stop", Applicability::Unsafe, vec![change]);
    }
}
