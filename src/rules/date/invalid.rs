//! A date does not exist, or is not written in a form of ISO 8601.
//!
//! ## Why
//!
//! ISO 8601 writes dates from the largest unit to the smallest: `2023-05-06`, or with less precision `2023-05` and
//! `2023`. `05/06/2023` is a different day in Europe and in the United States, and 30 February does not exist. The
//! additions of ISO 8601-2 (the Extended Date/Time Format, level 1) are valid, too: seasons (`2023-21`), uncertainty
//! (`2023?`), unknown digits (`199X`), intervals. Dublin Core recommends this form but accepts any other, so another
//! form is a warning there. Digits written as `199u`, as in a draft of that standard, are a note. In BibTeX a month
//! that resembles an English name but is not one makes the date invalid, and `urldate`, `origdate` and `eventdate` of
//! biblatex are checked if they are written in digits. A `date` in words in addition to a `year` is a note: BibTeX
//! does not read it, and biber ignores it. Programs write 1970-01-01, 1900-01-01 and 0001-01-01 for an unknown date;
//! these are a warning if the year of publication is different.
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
//!   help: compare the date with the work itself
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
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};
use std::ops::Range;

pub const RULE: Rule = Rule {
    id: "date/invalid",
    severity: Severity::Error,
    reads: &[Symbol::DATES],
    instead_of: &["date/order"],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Dates that programs write for an unknown date.
const SENTINELS: &[&str] = &["1970-01-01", "1900-01-01", "0001-01-01"];

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some(dates) = record.field(Symbol::DATES) else { return };
    for child in record.tree().children(dates) {
        let Some(raw) = record.tree().string(child.value).filter(|text| !text.trim().is_empty()) else { continue };
        let is_other_member = child.key.is_some_and(|key| record.tree().symbol(key) == Symbol::OTHER);
        if is_other_member {
            continue;
        }
        if context.shape.id == "csl" && is_citeproc_season(raw) {
            continue;
        }
        let node = child.value;
        if SENTINELS.contains(&raw) {
            let year = record.text(record.root(), Symbol::YEAR).map(|(_, year)| year);
            if year.is_some_and(|year| !raw.starts_with(year.trim())) {
                let message = format!("{} is what programs write for an unknown date", show::quoted(raw));
                let finding = findings.at(Place::Value(node), message);
                finding
                    .severity(Severity::Warning)
                    .caption("no date?")
                    .value(raw)
                    .help("write the date, or leave it out");
            }
        } else if let Some(modern) = with_modern_unknown_digits(raw) {
            let finding = findings.at(Place::Value(node), "unknown digits are written as `X`, not `u`");
            finding.severity(Severity::Note).caption("a draft of the standard").value(raw).suggestion(&*modern);
            finding.help(format!("write {}, unless your biblatex is older than 3.13", show::quoted(&modern)));
        } else if Date::parse(raw).is_none() {
            if Date::year_first(raw).is_none()
                && let Some(invalid) = invalid_part(raw)
            {
                let is_word = matches!(invalid.0, Invalid::Word(_));
                let finding = report(record, node, raw, invalid, findings);
                if is_word && context.shape.id == "oai-dc" {
                    finding.severity(Severity::Warning);
                }
                continue;
            }
            let finding = findings.at(Place::Value(node), format!("{} is not a date", show::quoted(raw)));
            finding.caption("not a date").value(raw).expected("a date such as `2023-01-31`, `2023-01` or `2023`");
            if let Some(iso) = Date::year_first(raw) {
                finding.suggestion(&*iso).help(format!("write {}", show::quoted(&iso)));
                let change = Change::Replace { node, range: None, text: iso };
                finding.fix("write it in the form of ISO 8601", Applicability::Safe, vec![change]);
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

/// Whether a date is that of a visit or an event. Styles of BibTeX print these dates as they are written.
fn is_other_date(record: &Record<'_>, key: Option<NodeId>) -> bool {
    const OTHERS: [Symbol; 3] = [Symbol::X_URLDATE, Symbol::X_ORIGDATE, Symbol::X_EVENTDATE];
    key.is_some_and(|key| OTHERS.contains(&record.tree().symbol(key)))
}

/// The invalid part of a date that has the right form. Some formats compose a date of several fields, so only the
/// invalid part is quoted.
enum Invalid<'a> {
    /// A number that is not a month.
    Month(&'a str),
    /// A word that is not a month.
    Word(&'a str),
    /// A number that is not a day of this month.
    Day(&'a str, &'a str, u8),
}

/// Returns the invalid part of a date that begins with four digits, and its range.
fn invalid_part(raw: &str) -> Option<(Invalid<'_>, Range<usize>)> {
    let mut start = 0;
    for side in raw.split('/') {
        if !matches!(side, "" | "..") && Date::parse(side).is_none() {
            return invalid_part_of_date(side)
                .map(|(invalid, range)| (invalid, start + range.start..start + range.end));
        }
        start += side.len() + 1;
    }
    None
}

fn invalid_part_of_date(date: &str) -> Option<(Invalid<'_>, Range<usize>)> {
    let (year, rest) = (date.get(..4)?, date.get(4..)?.strip_prefix('-')?);
    // The first character may be a minus sign.
    let length = rest.get(1..).and_then(|after| after.find('-')).map_or(rest.len(), |at| at + 1);
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
        return Some((Invalid::Word(month), range));
    }
    if !is_number(month) {
        return None;
    }
    match (day, month.parse::<u8>().ok().filter(|month| (1..=12).contains(month))) {
        (_, None) => Some((Invalid::Month(month), range)),
        (Some(day), Some(month)) => Some((Invalid::Day(day, year, month), range.end + 1..date.len())),
        (None, Some(_)) => None,
    }
}

/// Reports the invalid part of a date.
fn report<'f>(
    record: &Record<'_>,
    node: NodeId,
    raw: &str,
    (invalid, range): (Invalid<'_>, Range<usize>),
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
    // The leading zero of a single digit was added when the date was composed.
    let without_zero =
        |number: &'_ str| number.parse::<i64>().map_or_else(|_| number.to_owned(), |number| number.to_string());
    let (message, caption, help) = match invalid {
        Invalid::Word(word) => (
            format!("{} is not a month", show::quoted(word)),
            "not a month",
            if record.is_tex() {
                "write the month as a number or as one of `jan` to `dec`, without braces".to_owned()
            } else {
                "write the month as a number from 1 to 12".to_owned()
            },
        ),
        Invalid::Month(month) => (
            format!("there is no month {}", without_zero(month)),
            "not a month",
            format!("months are 1 to 12, seasons 21 to 24: compare the date with {}", record.original()),
        ),
        Invalid::Day(day, year, month) => (
            format!("{} {year} has no day {}", MONTHS[usize::from(month - 1)], without_zero(day)),
            "no such day",
            format!("compare the date with {}", record.original()),
        ),
    };
    let finding = findings.at(Place::Within(node, range.clone()), message);
    finding.caption(caption).value(&raw[range]).expected("a date such as `2023-01-31`, `2023-01` or `2023`").help(help)
}

/// Returns a date with unknown digits as `X` if it has them as `u`, as in the draft of 2012 of the Extended Date/Time
/// Format: `199u`, `1999-uu`.
fn with_modern_unknown_digits(raw: &str) -> Option<String> {
    let is_draft =
        raw.contains('u') && raw.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'u' | b'/'));
    let modern = raw.replace('u', "X");
    (is_draft && Date::parse(&modern).is_some()).then_some(modern)
}

/// Whether a date is a season as citeproc-js numbers them, after the months: `2020-13` to `2020-16`.
fn is_citeproc_season(raw: &str) -> bool {
    let is_year = raw.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    is_year && matches!(raw.get(4..), Some("-13" | "-14" | "-15" | "-16"))
}
