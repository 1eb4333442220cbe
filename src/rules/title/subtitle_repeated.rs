//! The main title also contains the subtitle.
//!
//! ## Why
//!
//! A title is printed with its subtitle after it. If the main title already contains the subtitle, it is printed
//! twice.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo: próba ujęcia", "lang": "pl" },
//!   "titleVariants": [{ "text": "próba ujęcia", "lang": "pl", "role": "subtitle" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in towns. A survey", "lang": "en" },
//!   "titleVariants": [{ "text": "A Survey", "lang": "en", "role": "subtitle" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[title/subtitle-repeated]: the main title already ends with this subtitle
//!    ╭─[record.json:3:31   record Czytelnictwo: próba ujęcia · /titleVariants/0/text]
//!  1 │ {
//!  2 │   "title": { "text": "Czytelnictwo: próba ujęcia", "lang": "pl" },
//!    ·                      ──────────────┬─────────────
//!    ·                                    ╰── also here
//!  3 │   "titleVariants": [{ "text": "próba ujęcia", "lang": "pl", "role": "subt…
//!    ·                               ───────┬──────
//!    ·                                      ╰── subtitle
//!  4 │ }
//!    ╰────
//!   help: keep it in one of the two places
//!   fix to be confirmed: remove the subtitle
//!     - "titleVariants": [{ "text": "próba ujęcia", "lang": "pl", "role": "subtitle" }]
//!     + "titleVariants": []
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo", "lang": "pl" },
//!   "titleVariants": [{ "text": "próba ujęcia", "lang": "pl", "role": "subtitle" }]
//! }
//! ```
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
//!   "title": { "text": "Czytelnictwo: próba ujęcia", "lang": "pl" }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "title/subtitle-repeated",
    severity: Severity::Note,
    reads: &[Symbol::TITLE_VARIANTS],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some(title) = record.title() else { return };
    let mut subtitles = record.title_variants().iter().filter(|variant| variant.role == "subtitle").peekable();
    if subtitles.peek().is_none() {
        return;
    }
    let whole = title.text.trim().to_lowercase();
    for variant in subtitles {
        let part = variant.text.trim().to_lowercase();
        let Some(head) = whole.strip_suffix(part.as_str()) else { continue };
        if !head.trim_end().ends_with([':', '.', '–', '-', ';', '?', '!']) {
            continue;
        }
        let finding = findings.at(Place::Value(variant.text_node), "the main title already ends with this subtitle");
        finding
            .caption("subtitle")
            .label(Place::Value(title.text_node), "also here")
            .value(show::clipped(variant.text));
        finding.help("keep it in one of the two places");
        finding.fix("remove the subtitle", Applicability::Unsafe, vec![Change::Remove { node: variant.node }]);
    }
}
