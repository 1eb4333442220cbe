//! The year of the article differs from that of its issue.
//!
//! ## Why
//!
//! The year of an article is that of its issue, plus or minus the year that printing may take. A greater difference
//! is a typing error, or the date of the scan.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "year": 2023,
//!   "issueYear": 2020
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "year": 2013,
//!   "dates": { "published": "2023-05-06" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[date/year-vs-issue-year]: the year is 2023, but the issue is of 2020
//!    ╭─[record.json:3:11   record Czytelnictwo w małych miastach · /year]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "year": 2023,
//!    ·           ──┬─
//!    ·             ╰── the year
//!  4 │   "issueYear": 2020
//!    ·                ──┬─
//!    ·                  ╰── 2020
//!  5 │ }
//!    ╰────
//!   help: compare both with the printed issue
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "year": 2023,
//!   "issueYear": 2022
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "year": 2023,
//!   "dates": { "published": "2023-05-06" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "year": "1998/1999",
//!   "issueYear": 1999
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::record::date::Date;
use crate::record::year::Year;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "date/year-vs-issue-year",
    severity: Severity::Warning,
    reads: &[Symbol::YEAR],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some((node, raw)) = record.text(record.root(), Symbol::YEAR) else { return };
    let Some(year) = year(raw) else { return };
    let issue = record.text(record.root(), Symbol::ISSUE_YEAR).and_then(|(node, raw)| Some((node, self::year(raw)?)));
    let published = || {
        let (node, raw) = record.text(record.field(Symbol::DATES)?, Symbol::PUBLISHED)?;
        Some((node, i32::from(Date::parse(raw)?.year())))
    };
    let Some((issue_node, issue_year)) = issue.or_else(published) else { return };
    if (issue_year - year).abs() <= 1 {
        return;
    }
    let finding = findings
        .at(Place::Value(node), format!("the year is {}, but the issue is of {issue_year}", show::visible(raw)));
    finding.caption("the year").label(Place::Value(issue_node), issue_year.to_string()).value(raw);
    finding.help("compare both with the printed issue");
}

fn year(raw: &str) -> Option<i32> {
    match Year::parse(raw) {
        Year::Plain(year) | Year::Decorated(year, _) => Some(i32::from(year)),
        Year::Other => None,
    }
}
