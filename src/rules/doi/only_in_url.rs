//! The DOI of a work is given only as a link.
//!
//! ## Why
//!
//! Programs that look for a work by its DOI, styles that print it and services that count citations read the DOI
//! field. They do not see a DOI in a link to `doi.org`. The Crossref display guidelines recommend the link in print;
//! the field of a record is for the DOI.
//!
//! The fix adds the field and keeps the link as it is.
//!
//! ## Bad
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//!   url = {https://doi.org/10.1145/130385.130387},
//! }
//! ```
//!
//! ```bibtex
//! @book{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//!   url = {http://dx.doi.org/10.1145/130385.130387},
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "links": [{ "url": "https://doi.org/10.1145/130385.130387" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[doi/only-in-url]: the DOI `10.1145/130385.130387` is given only as a link [*]
//!    ╭─[records.bib:6:10   record nowicka2019 · /url]
//!  5 │   year = 2019,
//!  6 │   url = {https://doi.org/10.1145/130385.130387},
//!    ·          ──────────────────┬──────────────────
//!    ·                            ╰── a DOI
//!  7 │ }
//!    ╰────
//!   help: write it in `doi`, too
//!     + doi = {10.1145/130385.130387}
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
//!   doi = {10.1145/130385.130387},
//!   url = {https://doi.org/10.1145/130385.130387},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//!   url = {https://dl.acm.org/doi/10.1145/130385.130387},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//!   url = {https://doi.org/10.1145/130385.130387?nosfx=y},
//! }
//! ```

use crate::diagnostic::{Applicability, Change, New, Place, Severity, show};
use crate::record::{Record, doi};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "doi/only-in-url",
    severity: Severity::Note,
    reads: &[Symbol::IDENTIFIERS, Symbol::LINKS],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.field(Symbol::LINKS).is_none() || record.identifiers("doi").next().is_some() {
        return;
    }
    // In the other formats a DOI identifies the record, or a link is one of many.
    if !matches!(context.shape.id, "bibtex" | "csl" | "ris" | "native") {
        return;
    }
    let Some((node, url, doi_in_link)) = linked(record) else { return };
    let Some(field) = context.shape.place_of(Symbol::DOI) else { return };
    let finding =
        findings.at(Place::Value(node), format!("the DOI {} is given only as a link", show::quoted(&doi_in_link)));
    finding.caption("a DOI").value(url).suggestion(&*doi_in_link).help(format!("write it in {field}, too"));
    let change = if context.shape.id == "native" {
        let value = New::List(vec![New::object([("scheme", "doi"), ("value", &*doi_in_link)])]);
        let name = Symbol::IDENTIFIERS.name().to_owned();
        record.field(Symbol::IDENTIFIERS).is_none().then(|| Change::Put { node: record.root(), name, value })
    } else {
        let is_written = context.shape.writes.iter().any(|(_, member, _)| *member == Symbol::DOI);
        let name = Symbol::DOI.name().to_owned();
        is_written.then(|| Change::Insert { node: record.root(), name, text: doi_in_link })
    };
    if let Some(change) = change {
        finding.fix("add the DOI", Applicability::Safe, vec![change]);
    }
}

/// Returns the link that resolves to a DOI, and the DOI. Returns `None` if a part of the link is not part of the DOI.
pub(super) fn linked<'a>(record: &Record<'a>) -> Option<(NodeId, &'a str, String)> {
    record.items(Symbol::LINKS).find_map(|link| {
        let (node, url) = record.text(link, Symbol::URL)?;
        let resolvers = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/"];
        let is_doi_link = resolvers.iter().any(|host| url.trim().to_ascii_lowercase().starts_with(host));
        let (doi_in_link, _) = doi::bare(url.trim()).filter(|(_, is_certain)| is_doi_link && *is_certain)?;
        Some((node, url, doi_in_link))
    })
}
