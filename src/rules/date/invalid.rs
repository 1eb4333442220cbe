//! A date is none, or is not written as dates are.
//!
//! ## Why
//!
//! Dates are written by ISO 8601 from the greatest unit to the smallest: `2023-05-06`, or with less precision `2023-05`
//! and `2023`. `05/06/2023` is two dates, one on each side of the Atlantic, and 30 February is none. What ISO 8601-2
//! (the Extended Date/Time Format, level 1) adds is right too: seasons (`2023-21`), doubt (`2023?`), unknown digits
//! (`199X`), intervals. Dublin Core recommends this form and takes any other, so that there another form is a warning.
//! (`199X`), intervals. Digits written `199u`, as a draft of it had them, are a note. In BibTeX the name of a month that is
//! nearly that of an English one is no date either, and `urldate`, `origdate` and `eventdate` of biblatex are checked where
//! they are written in digits.
//!
//! 1970-01-01, 1900-01-01 and 0001-01-01 are what programs write when they know no date; they are a warning where the
//! year of publication is another.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "dates": { "published": "2023-02-30" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "dates": { "accepted": "05/06/2023" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "dates": { "published": "2023/5/1" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[date/invalid]: `2023-02-30` is not a date
//!    ╭─[record.json:3:27   record Czytelnictwo w małych miastach · /dates/published]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "dates": { "published": "2023-02-30" }
//!    ·                           ──────┬─────
//!    ·                                 ╰── not a date
//!  4 │ }
//!    ╰────
//!   help: there is no such day: compare it with the printed article
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "dates": { "published": "2023-05-06" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "dates": { "published": "2024-02-29" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "dates": { "published": "1998-21" }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::date::Date;
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "date/invalid",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[Symbol::DATES],
    options: &[],
    instead_of: &["date/order"],
    fix: Some(Applicability::Safe),
    cost: Cost::Fields,
    check: Check::Present(check),
};

/// What programs write when they know no date.
const SENTINELS: &[&str] = &["1970-01-01", "1900-01-01", "0001-01-01"];

fn check(record: &Record<'_>, ask: &Ask<'_>, findings: &mut Findings<'_>) {
    let Some(dates) = record.field(Symbol::DATES) else { return };
    for child in record.tree().children(dates) {
        let Some(raw) = record.tree().string(child.value).filter(|text| !text.trim().is_empty()) else { continue };
        let is_own = child.key.is_some_and(|key| record.tree().symbol(key) == Symbol::OTHER);
        if is_own {
            continue;
        }
        if ask.shape.id == "csl" && is_season_of_citeproc(raw) {
            continue;
        }
        let node = child.value;
        if SENTINELS.contains(&raw) {
            let year = record.text(record.root(), Symbol::YEAR).map(|(_, year)| year);
            if year.is_some_and(|year| !raw.starts_with(year.trim())) {
                let message = format!("{} is what programs write for no date", show::quoted(raw));
                let finding = findings.at(Place::Value(node), message);
                finding
                    .severity(Severity::Warning)
                    .caption("no date?")
                    .value(raw)
                    .help("write the date, or leave it out");
            }
        } else if let Some(right) = with_modern_unknown(raw) {
            let finding = findings.at(Place::Value(node), "unknown digits are written with `X`, not `u`");
            finding.severity(Severity::Note).caption("a draft of the standard").value(raw).suggestion(&*right);
            finding.help(format!("write {}, unless your biblatex is older than 3.13", show::quoted(&right)));
        } else if Date::parse(raw).is_none() {
            let finding = findings.at(Place::Value(node), format!("{} is not a date", show::quoted(raw)));
            finding.caption("not a date").value(raw).expected("a date such as `2023-01-31`, `2023-01` or `2023`");
            if let Some(right) = Date::year_first(raw) {
                finding.suggestion(&*right).help(format!("write {}", show::quoted(&right)));
                let change = Change::Replace { node, range: None, text: right };
                finding.fix("write it as ISO 8601 has it", Applicability::Safe, vec![change]);
            } else {
                let is_formed = raw.len() == 10 && raw.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
                if !is_formed && ask.shape.id == "oai-dc" {
                    finding.severity(Severity::Warning);
                }
                let month = raw.get(5..).unwrap_or_default();
                let has_word = !month.is_empty() && month.chars().all(char::is_alphabetic);
                finding.help(if is_formed {
                    "there is no such day: compare it with the printed article"
                } else if record.is_tex() && has_word {
                    "write the month as a number or as one of `jan` to `dec`, without braces"
                } else {
                    "write year, month and day with hyphens, as in `2023-01-31`"
                });
            }
        }
    }
}

/// `199u`, `1999-uu`: unknown digits as the draft of 2012 of the Extended Date/Time Format wrote them; written with `X`.
fn with_modern_unknown(raw: &str) -> Option<String> {
    let is_draft =
        raw.contains('u') && raw.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'u' | b'/'));
    let modern = raw.replace('u', "X");
    (is_draft && Date::parse(&modern).is_some()).then_some(modern)
}

/// Seasons as citeproc-js counts them on from the months: `2020-13` to `2020-16`.
fn is_season_of_citeproc(raw: &str) -> bool {
    let is_year = raw.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    is_year && matches!(raw.get(4..), Some("-13" | "-14" | "-15" | "-16"))
}
