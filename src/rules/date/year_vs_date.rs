//! The year and the date contradict each other.
//!
//! ## Why
//!
//! In biblatex `date` is the complete date and `year` the older field for its year: if both are given, biblatex
//! prints the date and BibTeX the year. If they differ, the two programs cite the work differently, and one of them
//! is wrong.
//!
//! ## Bad
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 1974,
//!   date = {1973},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 1974,
//!   date = {1973-05-06},
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[date/year-vs-date]: the year is 1974, but the date is 1973
//!    ╭─[records.bib:5:10   record nowicka2019 · /year]
//!  4 │   journal = {Town Studies},
//!  5 │   year = 1974,
//!    ·          ──┬─
//!    ·            ╰── another year
//!  6 │   date = {1973},
//!    ·          ───┬──
//!    ·             ╰── the date
//!  7 │ }
//!    ╰────
//!   help: correct one of the two, or keep only the date
//! ```
//!
//! ## Good
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 1973,
//!   date = {1973-05-06},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 1974,
//!   date = {1973/1975},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   date = {1973},
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::record::date::Date;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "date/year-vs-date",
    severity: Severity::Warning,
    reads: &[Symbol::YEAR, Symbol::DATES],
    instead_of: &["date/year-vs-issue-year"],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    // In other formats a work has several dates, and its year is that of one of them.
    if !record.is_tex() {
        return;
    }
    let Some((node, raw)) = record.text(record.root(), Symbol::YEAR) else { return };
    let Some((date_node, date)) = record.field(Symbol::DATES).and_then(|dates| record.text(dates, Symbol::PUBLISHED))
    else {
        return;
    };
    let year = |date: &str| Date::parse(date).map(|date| date.year());
    let (Ok(own), Some(start)) = (raw.trim().parse::<u16>(), year(date)) else { return };
    let end = date.split_once('/').and_then(|(_, end)| year(end)).unwrap_or(start);
    if (start..=end.max(start)).contains(&own) || date.contains("..") || date.ends_with('/') || date.contains('X') {
        return;
    }
    let message = format!("the year is {own}, but the date is {}", show::visible(date));
    let finding = findings.at(Place::Value(node), message);
    finding.caption("another year").label(Place::Value(date_node), "the date").value(raw);
    finding.help("correct one of the two, or keep only the date");
}
