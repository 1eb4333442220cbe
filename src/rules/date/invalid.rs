//! A date is none, or is not written as dates are.
//!
//! ## Why
//!
//! Dates are written by ISO 8601 from the greatest unit to the smallest: `2023-05-06`, or with less precision `2023-05`
//! and `2023`. `05/06/2023` is two dates, one on each side of the Atlantic, and 30 February is none. What ISO 8601-2
//! (the Extended Date/Time Format, level 1) adds is right too: seasons (`2023-21`), doubt (`2023?`), unknown digits
//! (`199X`), intervals. Dublin Core recommends this form and takes any other, so that there another form is a warning.
//! Digits written `199u`, as a draft of it had them, are a note. In BibTeX the name of a month that is
//! nearly that of an English one is no date either, and `urldate`, `origdate` and `eventdate` of biblatex are checked where
//! they are written in digits. A `date` in words beside a `year` is a note: BibTeX does not read it, and biber leaves it out.
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
//! error[date/invalid]: February 2023 has no day 30
//!    ╭─[record.json:3:36   record Czytelnictwo w małych miastach · /dates/published]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "dates": { "published": "2023-02-30" }
//!    ·                                    ─┬
//!    ·                                     ╰── no such day
//!  4 │ }
//!    ╰────
//!   help: compare it with the work itself
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

use crate::diagnostic::{Applicability, Change, Finding, Place, Severity, show};
use crate::record::Record;
use crate::record::date::Date;
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};
use std::ops::Range;

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

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some(dates) = record.field(Symbol::DATES) else { return };
    for child in record.tree().children(dates) {
        let Some(raw) = record.tree().string(child.value).filter(|text| !text.trim().is_empty()) else { continue };
        let is_own = child.key.is_some_and(|key| record.tree().symbol(key) == Symbol::OTHER);
        if is_own {
            continue;
        }
        if context.shape.id == "csl" && is_season_of_citeproc(raw) {
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
            if Date::year_first(raw).is_none()
                && let Some(wrong) = wrong_part(raw)
            {
                let is_word = matches!(wrong.0, Wrong::Word(_));
                let finding = report(record, node, raw, wrong, findings);
                if is_word && context.shape.id == "oai-dc" {
                    finding.severity(Severity::Warning);
                }
                continue;
            }
            let finding = findings.at(Place::Value(node), format!("{} is not a date", show::quoted(raw)));
            finding.caption("not a date").value(raw).expected("a date such as `2023-01-31`, `2023-01` or `2023`");
            if let Some(right) = Date::year_first(raw) {
                finding.suggestion(&*right).help(format!("write {}", show::quoted(&right)));
                let change = Change::Replace { node, range: None, text: right };
                finding.fix("write it as ISO 8601 has it", Applicability::Safe, vec![change]);
            } else {
                if context.shape.id == "oai-dc" {
                    finding.severity(Severity::Warning);
                }
                finding.help("write year, month and day with hyphens, as in `2023-01-31`");
                if child.key.is_some_and(|key| record.tree().symbol(key) == Symbol::X_BIBDATE) {
                    finding.severity(Severity::Note);
                    finding.help("write it as in `2023-01-31`, or leave it to `year` and `month`");
                } else if record.is_tex() && is_other_date(record, child.key) {
                    finding.severity(Severity::Warning);
                }
            }
        }
    }
}

/// Whether a date is that of a visit or of an event, which styles of BibTeX print as it is written.
fn is_other_date(record: &Record<'_>, key: Option<NodeId>) -> bool {
    const OTHERS: [Symbol; 3] = [Symbol::X_URLDATE, Symbol::X_ORIGDATE, Symbol::X_EVENTDATE];
    key.is_some_and(|key| OTHERS.contains(&record.tree().symbol(key)))
}

/// The part of a date that is wrong in a date of the right form. Dates are put together of several fields in some formats:
/// only what is in one of them is quoted.
enum Wrong<'a> {
    /// A number that is no month.
    Month(&'a str),
    /// A word that is no month.
    Word(&'a str),
    /// A number that is no day of this month.
    Day(&'a str, &'a str, u8),
}

/// What is wrong in a date that begins with four digits, and where it is.
fn wrong_part(raw: &str) -> Option<(Wrong<'_>, Range<usize>)> {
    let mut start = 0;
    for side in raw.split('/') {
        if !matches!(side, "" | "..") && Date::parse(side).is_none() {
            return wrong_in(side).map(|(wrong, range)| (wrong, start + range.start..start + range.end));
        }
        start += side.len() + 1;
    }
    None
}

fn wrong_in(date: &str) -> Option<(Wrong<'_>, Range<usize>)> {
    let (year, rest) = (date.get(..4)?, date.get(4..)?.strip_prefix('-')?);
    // The sign of a number below zero.
    let length = rest.get(1..).and_then(|behind| behind.find('-')).map_or(rest.len(), |at| at + 1);
    let (month, day) = (&rest[..length], rest[length..].strip_prefix('-'));
    let is_number = |text: &str| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !year.bytes().all(|byte| byte.is_ascii_digit()) || !day.is_none_or(is_number) {
        return None;
    }
    let range = 5..5 + length;
    if !month.is_empty() && month.chars().all(char::is_alphabetic) {
        return Some((Wrong::Word(month), range));
    }
    if !is_number(month) {
        return None;
    }
    match (day, month.parse::<u8>().ok().filter(|month| (1..=12).contains(month))) {
        (_, None) => Some((Wrong::Month(month), range)),
        (Some(day), Some(month)) => Some((Wrong::Day(day, year, month), range.end + 1..date.len())),
        (None, Some(_)) => None,
    }
}

/// Reports the part of a date that is wrong.
fn report<'f>(
    record: &Record<'_>,
    node: NodeId,
    raw: &str,
    (wrong, range): (Wrong<'_>, Range<usize>),
    findings: &'f mut Findings<'_>,
) -> &'f mut Finding {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    // Ours is a zero before a single digit.
    let short = |number: &'_ str| number.parse::<i64>().map_or_else(|_| number.to_owned(), |number| number.to_string());
    let (message, caption, help) = match wrong {
        Wrong::Word(word) => (
            format!("{} is not a month", show::quoted(word)),
            "not a month",
            if record.is_tex() {
                "write the month as a number or as one of `jan` to `dec`, without braces".to_owned()
            } else {
                "write the month as a number from 1 to 12".to_owned()
            },
        ),
        Wrong::Month(month) => (
            format!("there is no month {}", short(month)),
            "not a month",
            format!("months run from 1 to 12, seasons from 21 to 24: compare it with {}", record.original()),
        ),
        Wrong::Day(day, year, month) => (
            format!("{} {year} has no day {}", MONTHS[usize::from(month - 1)], short(day)),
            "no such day",
            format!("compare it with {}", record.original()),
        ),
    };
    let finding = findings.at(Place::Within(node, range.clone()), message);
    finding.caption(caption).value(&raw[range]).expected("a date such as `2023-01-31`, `2023-01` or `2023`").help(help)
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
