//! The dates of an article are in an impossible order.
//!
//! ## Why
//!
//! An article is received, revised, accepted and then published. If a later step has an earlier date, one of the two
//! dates was mistyped, often by a year. Dates are compared to the precision of the less precise one; publication
//! online and in print may come in any order. An interval that ends before it begins (`2016-01/2015-03`) is reported
//! as well.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "dates": { "received": "2023-05-06", "accepted": "2022-06-01" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "dates": { "accepted": "2023-09", "publishedOnline": "2023-05-06" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "dates": { "published": "2016-01/2015-03" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[date/order]: accepted on 2022-06-01, but received on 2023-05-06
//!    ╭─[record.json:3:52   record Czytelnictwo w małych miastach · /dates/accepted]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "dates": { "received": "2023-05-06", "accepted": "2022-06-01" }
//!    ·                          ──────┬─────              ──────┬─────
//!    ·                                │                         ╰── accepted
//!    ·                                ╰── received
//!  4 │ }
//!    ╰────
//!   help: compare the two dates with the printed article
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "dates": { "received": "2022-05-06", "accepted": "2022-06-01", "published": "2022" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "dates": { "accepted": "2023-05-06", "published": "2023-05" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "dates": { "publishedOnline": "2023-05-06", "publishedPrint": "2023-01" }
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::record::date::Date;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "date/order",
    severity: Severity::Warning,
    reads: &[Symbol::DATES],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// The steps and their positions. Steps with the same position may come in any order.
const STEPS: &[(Symbol, &str, u8)] = &[
    (Symbol::RECEIVED, "received", 0),
    (Symbol::REVISED, "revised", 1),
    (Symbol::ACCEPTED, "accepted", 2),
    (Symbol::PUBLISHED, "published", 3),
    (Symbol::PUBLISHED_ONLINE, "published online", 3),
    (Symbol::PUBLISHED_PRINT, "published in print", 3),
];

/// A step that has a date.
struct Step<'a> {
    node: NodeId,
    raw: &'a str,
    date: Date,
    name: &'static str,
    position: u8,
}

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some(dates) = record.field(Symbol::DATES).filter(|dates| record.tree().is_object(*dates)) else { return };
    report_intervals(record, dates, findings);
    let mut previous: Vec<Step<'_>> = Vec::new();
    for (symbol, name, position) in STEPS {
        let Some((node, raw)) = record.text(dates, *symbol) else { continue };
        let Some(date) = Date::parse(raw) else { continue };
        // An issue is dated by month; many programs add the first day.
        let date = if *symbol == Symbol::PUBLISHED_PRINT { date.without_first_day() } else { date };
        let step = Step { node, raw, date, name, position: *position };
        if let Some(later) =
            previous.iter().find(|other| other.position < step.position && step.date.is_before(&other.date))
        {
            let message =
                format!("{} on {}, but {} on {}", step.name, show::visible(raw), later.name, show::visible(later.raw));
            let finding = findings.at(Place::Value(node), message);
            finding.caption(step.name).label(Place::Value(later.node), later.name).value(raw);
            finding.help("compare the two dates with the printed article");
        }
        previous.push(step);
    }
}

/// Reports intervals that end before they begin.
fn report_intervals(record: &Record<'_>, dates: NodeId, findings: &mut Findings<'_>) {
    for child in record.tree().children(dates) {
        let Some(raw) = record.tree().string(child.value) else { continue };
        let Some(end) = Date::early_end(raw) else { continue };
        let at = raw.trim_end().len() - end.len();
        // The message does not quote the date, because some formats compose it of several parts.
        let message = "the range ends before it begins";
        let finding = findings.at(Place::Within(child.value, at..at + end.len()), message);
        finding.caption("too early").value(raw);
        finding.help("compare both dates with the source, and correct or swap them");
    }
}
