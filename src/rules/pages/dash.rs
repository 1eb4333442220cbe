//! The character between the pages is not the usual one.
//!
//! ## Why
//!
//! Programs split pages at a plain hyphen to compare, sort and link them. Many read `440–442` with a dash, a minus
//! sign or surrounding spaces as one page with a strange name. The option `sign` sets the usual character: a hyphen
//! in data, a double hyphen in BibTeX, an en dash on paper. A slash or a tilde may have a different meaning and is
//! not reported.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "155–166"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "155 - 166"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[pages/dash]: `–` is used between the pages instead of `-` [*]
//!    ╭─[record.json:3:16   record Czytelnictwo w małych miastach · /pages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "pages": "155–166"
//!    ·                ┬
//!    ·                ╰── another character
//!  4 │ }
//!    ╰────
//!   help: write `155-166`
//!     - "155–166"
//!     + "155-166"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "155-166"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "155/166"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "e123-45"
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title  = {Czytelnictwo w ma{\l}ych miastach},
//!   author = {Nowicka, Anna},
//!   year   = {2019},
//!   pages  = {155--166},
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Choice, Findings, Opt, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "pages/dash",
    severity: Severity::Note,
    reads: &[Symbol::PAGES],
    options: &[Opt::Choice(&SEPARATOR)],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// The character between two pages.
const SEPARATOR: Choice = Choice {
    name: "sign",
    default: "hyphen",
    of: &["hyphen", "double-hyphen", "en-dash"],
    about: "The character between the first and the last page",
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let usual = match context.choice(&SEPARATOR) {
        "double-hyphen" => "--",
        "en-dash" => "–",
        // In BibTeX a hyphen, two hyphens and a dash all print a range, so a form must be set explicitly.
        _ if record.is_tex() => return,
        _ => "-",
    };
    if usual == "-" && record.plain_pages().is_some() {
        return;
    }
    let Some((node, pages)) = record.pages() else { return };
    let raw = pages.raw;
    for part in &pages.parts {
        let Some(last) = &part.last else { continue };
        let between = part.first.range.end..last.range.start;
        let Some(found) = raw.get(between.clone()) else { continue };
        // In `118-1–118-12` the dash separates two numbers that contain a hyphen themselves.
        let has_hyphen = [&part.first, last].iter().any(|atom| raw[atom.range.clone()].contains('-'));
        if found == usual || found.contains(['/', '~']) || has_hyphen {
            continue;
        }
        let place = Place::Within(*node, between.clone());
        let message = format!("{} is used between the pages instead of {}", show::quoted(found), show::quoted(usual));
        let finding = findings.at(place, message);
        let right = format!("{}{usual}{}", &raw[..between.start], &raw[between.end..]);
        finding.caption("another character").value(raw).suggestion(&*right).help(format!(
            "write {}",
            if usual == "-" { context.shape.pages_apart(&right) } else { show::quoted(&right) }
        ));
        let change = Change::Replace { node: *node, range: Some(between), text: usual.to_owned() };
        finding.fix("write the usual character", Applicability::Safe, vec![change]);
    }
}
