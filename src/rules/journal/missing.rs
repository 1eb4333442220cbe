//! An article in a bibliography names no journal.
//!
//! ## Why
//!
//! BibTeX requires `journal` of an `@article` (btxdoc, "Entry types"), biblatex `journaltitle`: without it the
//! citation does not say where to find the article. It is a note, because bibliographies also contain drafts. A
//! preprint that names its archive does not need a journal.
//!
//! ## Bad
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   year = 2019,
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   year = 2019,
//!   journal = {},
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[journal/missing]: `journal` is missing
//!    ╭─[records.bib:1:1   record nowicka2019]
//!  1 │ @article{nowicka2019,
//!    · ─────────────────────
//!  2 │   title = {Reading in small towns},
//!    ╰────
//!   help: add `journal`
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
//!   year = 2019,
//!   journaltitle = {Town Studies},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   year = 2019,
//!   eprint = {1706.06083},
//!   archiveprefix = {arXiv},
//! }
//! ```
//!
//! ```bibtex
//! @misc{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   year = 2019,
//! }
//! ```

use crate::diagnostic::{Place, Severity, ids};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: ids::JOURNAL_MISSING,
    severity: Severity::Note,
    reads: &[Symbol::JOURNAL, Symbol::TYPE],
    instead_of: &["field/required-missing", "field/empty"],
    check: Check::Absent(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    // A journal that another entry or a style provides is not missing.
    if context.shape.id != "bibtex"
        || !context.holds(Symbol::JOURNAL)
        || record.text(record.root(), Symbol::TYPE).is_none_or(|(_, kind)| kind != "article")
    {
        return;
    }
    let is_preprint = record.identifiers("arxiv").next().is_some();
    let journal = record.field(Symbol::JOURNAL);
    let title = journal.and_then(|journal| record.member(journal, Symbol::TITLE));
    let abbreviation = journal.and_then(|journal| record.member(journal, Symbol::ABBREVIATION));
    let place = match title.or(abbreviation) {
        Some(title) if record.is_blank(title) => Place::Value(title),
        Some(_) => return,
        None => Place::Opening(record.root()),
    };
    if is_preprint {
        return;
    }
    let is_empty = matches!(place, Place::Value(_));
    let message = if is_empty { "`journal` is empty" } else { "`journal` is missing" };
    let finding = findings.at(place, message);
    finding.help("add `journal`");
    if is_empty {
        finding.caption("nothing here");
    } else {
        finding.subject = Some(Symbol::JOURNAL);
    }
}
