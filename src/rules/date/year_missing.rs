//! A published work has no year.
//!
//! ## Why
//!
//! BibTeX requires `year` of an `@article` (btxdoc, "Entry types"), biblatex `date` or `year`: most styles label and
//! sort by it. It is a note, because bibliographies also contain works that have not appeared yet; these are written
//! as a year (`in press`) or in `pubstate`. DataCite requires `publicationYear` (Metadata Schema 4, property 5) and
//! Crossref a `publication_date` in every deposit: it is a warning in these formats. JATS4R recommends a `<pub-date>`
//! for every published article: it is a note if the article names its journal.
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
//! ```xml
//! <article article-type="research-article" xml:lang="en"><front>
//!   <journal-meta><journal-title-group><journal-title>Town Studies</journal-title></journal-title-group></journal-meta>
//!   <article-meta><title-group><article-title>Reading in small towns</article-title></title-group></article-meta>
//! </front></article>
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
//!
//! ```xml
//! <article article-type="research-article" xml:lang="en"><front>
//!   <journal-meta><journal-title-group><journal-title>Town Studies</journal-title></journal-title-group></journal-meta>
//!   <article-meta><title-group><article-title>Reading in small towns</article-title></title-group>
//!     <pub-date date-type="pub"><year>2019</year></pub-date></article-meta>
//! </front></article>
//! ```

use crate::diagnostic::{Place, Severity, ids};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: ids::DATE_YEAR_MISSING,
    severity: Severity::Note,
    reads: &[Symbol::YEAR, Symbol::DATES, Symbol::JOURNAL, Symbol::TYPE],
    instead_of: &["field/required-missing"],
    check: Check::Absent(check),
    ..Rule::PLAIN
};

/// The checked formats, each with its severity and help.
const FORMATS: &[(&str, Severity, &str)] = &[
    ("bibtex", Severity::Note, "add `year`, or `date` for biblatex"),
    ("crossref-xml", Severity::Warning, "add `<publication_date>` with a `<year>`"),
    ("datacite", Severity::Warning, "add `publicationYear`, which DataCite requires"),
    ("datacite-xml", Severity::Warning, "add `<publicationYear>`, which DataCite requires"),
    ("jats", Severity::Note, "add `<pub-date>` with the date of publication"),
];

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    const DATES: [Symbol; 3] = [Symbol::PUBLISHED, Symbol::PUBLISHED_ONLINE, Symbol::PUBLISHED_PRINT];
    let Some((_, severity, help)) = FORMATS.iter().find(|(id, ..)| *id == context.shape.id) else { return };
    // A profile that requires the year sets the severity. In BibTeX this rule covers more than the profile.
    let is_required =
        context.profile.required.iter().any(|required| required.field == Symbol::YEAR && required.is_of(record));
    if is_required && context.shape.id != "bibtex" {
        return;
    }
    // A year that another entry or a style provides is not missing.
    if !context.holds(Symbol::YEAR) || record.field(Symbol::YEAR).is_some() || !is_published(record, context) {
        return;
    }
    let dates = record.field(Symbol::DATES);
    if dates.is_some_and(|dates| DATES.into_iter().any(|date| record.member(dates, date).is_some())) {
        return;
    }
    let year = record.format_name(Symbol::YEAR).unwrap_or_else(|| "the year".to_owned());
    let finding = findings.at(Place::Opening(record.root()), format!("{year} is missing"));
    finding.severity(*severity);
    finding.subject = Some(Symbol::YEAR);
    finding.help(*help);
}

/// Whether the record describes a published work: in BibTeX an article, in JATS an article that names its journal.
fn is_published(record: &Record<'_>, context: &RuleContext<'_>) -> bool {
    match context.shape.id {
        "bibtex" => record.text(record.root(), Symbol::TYPE).is_some_and(|(_, kind)| kind == "article"),
        "jats" => {
            let journal = record.field(Symbol::JOURNAL);
            let title = journal.and_then(|journal| record.text(journal, Symbol::TITLE));
            title.is_some_and(|(_, title)| !title.trim().is_empty())
        }
        _ => true,
    }
}
