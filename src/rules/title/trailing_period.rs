//! A title ends with a full stop.
//!
//! ## Why
//!
//! A title is no sentence, and styles of citation add their own full stop. Some journals and databases write one
//! always; that is a matter of style, and the rule runs only where it is asked for. Abbreviations, initials and dots
//! that stand for something are left alone.
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
//!   help: take the full stop out
//!   fix to be confirmed: take the full stop out
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
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "title/trailing-period",
    severity: Severity::Note,
    since: "0.1.0",
    reads: &[Symbol::TITLE, Symbol::TITLE_VARIANTS],
    options: &[],
    instead_of: &[],
    fix: Some(Applicability::Unsafe),
    cost: Cost::Fields,
    check: Check::Present(check),
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for title in record.titles() {
        let Some(stem) = title.text.trim_end().strip_suffix('.') else { continue };
        let word = stem.rsplit(|sign: char| sign.is_whitespace() || sign == '(').next().unwrap_or_default();
        // An abbreviation is short, or has a full stop of its own; `al.`, `Inc.`, `Jr.`, `U.S.`
        let is_abbreviation = word.contains('.') || word.chars().count() <= 3 || stem.ends_with(['.', '?', '!', '…']);
        if is_abbreviation {
            continue;
        }
        let finding =
            findings.at(Place::Within(title.text_node, stem.len()..stem.len() + 1), "the title ends with a full stop");
        finding.caption("full stop").value(show::clipped(title.text)).help("take the full stop out");
        let change =
            Change::Replace { node: title.text_node, range: Some(stem.len()..stem.len() + 1), text: String::new() };
        finding.fix("take the full stop out", Applicability::Unsafe, vec![change]);
    }
}
