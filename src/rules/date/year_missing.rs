//! An article in a bibliography has no year.
//!
//! ## Why
//!
//! BibTeX requires `year` of an `@article` (btxdoc, "Entry types"), biblatex `date` or `year`: most styles label and sort by it.
//! It is a note, since bibliographies also hold what has not appeared; that is written as a year (`in press`) or in `pubstate`.
//!
//! ## Bad
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   volume = {16},
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[date/year-missing]: `year` is missing
//!    ╭─[records.bib:1:1   record nowicka2019]
//!  1 │ @article{nowicka2019,
//!    · ─────────────────────
//!  2 │   title = {Reading in small towns},
//!    ╰────
//!   help: add `year`, or `date` for biblatex
//! ```
//!
//! ## Good
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   date = {2019-05},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = {in press},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   pubstate = {forthcoming},
//! }
//! ```
//!
//! ```bibtex
//! @misc{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//! }
//! ```

use crate::diagnostic::{Place, Severity};
use crate::record::Record;
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "date/year-missing",
    severity: Severity::Note,
    since: "0.1.0",
    reads: &[Symbol::YEAR, Symbol::TYPE],
    options: &[],
    instead_of: &["field/required-missing"],
    fix: None,
    cost: Cost::Fields,
    check: Check::Absent(check),
};

fn check(record: &Record<'_>, ask: &Ask<'_>, findings: &mut Findings<'_>) {
    // What another entry or a style says is not missing.
    if ask.shape.id != "bibtex"
        || !ask.holds(Symbol::YEAR)
        || record.text(record.root(), Symbol::TYPE).is_none_or(|(_, kind)| kind != "article")
    {
        return;
    }
    let dates = record.field(Symbol::DATES);
    let is_dated = dates.is_some_and(|dates| record.member(dates, Symbol::PUBLISHED).is_some());
    if record.field(Symbol::YEAR).is_some() || is_dated {
        return;
    }
    let finding = findings.at(Place::Opening(record.root()), "`year` is missing");
    finding.subject = Some(Symbol::YEAR);
    finding.help("add `year`, or `date` for biblatex");
}
