//! The DOI and the link contain different DOIs.
//!
//! ## Why
//!
//! A reader who follows the link reaches a work other than the one whose DOI is given. One of the two was probably
//! copied from the previous record. Case makes no difference in a DOI (DOI Handbook, 2.4).
//!
//! ## Bad
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//!   doi = {10.1145/130385.130387},
//!   url = {https://doi.org/10.1145/130385.130999},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//!   doi = {10.1145/130385.130387},
//!   url = {http://dx.doi.org/10.1016/j.cell.2019.01.001},
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[doi/url-conflict]: the link leads to `10.1145/130385.130999`, but the DOI is `10.1145/130385.130387`
//!    ╭─[records.bib:7:10   record nowicka2019 · /url]
//!  5 │   year = 2019,
//!  6 │   doi = {10.1145/130385.130387},
//!    ·         ───────────┬───────────
//!    ·                    ╰── the DOI
//!  7 │   url = {https://doi.org/10.1145/130385.130999},
//!    ·          ──────────────────┬──────────────────
//!    ·                            ╰── another DOI
//!  8 │ }
//!    ╰────
//!   help: look both up, and keep the DOI of this work
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
//!   doi = {10.1145/ABC.130387},
//!   url = {https://doi.org/10.1145/abc.130387},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//!   doi = {10.1145/130385.130387},
//!   url = {https://example.org/10.1145/130385.130999},
//! }
//! ```
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

use super::only_in_url::linked;
use crate::diagnostic::{Place, Severity, show};
use crate::record::{Record, doi};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "doi/url-conflict",
    severity: Severity::Warning,
    reads: &[Symbol::IDENTIFIERS, Symbol::LINKS],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.field(Symbol::LINKS).is_none() || !matches!(context.shape.id, "bibtex" | "csl" | "ris" | "native") {
        return;
    }
    let Some((node, url, linked_doi)) = linked(record) else { return };
    let mut own = record.identifiers("doi").map(|identifier| {
        let value = identifier.value.trim();
        (identifier.node, doi::bare(value).map_or_else(|| value.to_owned(), |(bare, _)| bare))
    });
    let Some(first) = own.next().filter(|(_, own)| doi::is_doi(own)) else { return };
    // The DOI of a version or of data may begin with the DOI of the work: `10.5281/zenodo.1` does not, but
    // `10.21105/joss.1` and its review do.
    let is_same = |own: &str| {
        let (own, linked_doi) = (own.to_lowercase(), linked_doi.to_lowercase());
        own.starts_with(&linked_doi) || linked_doi.starts_with(&own)
    };
    if is_same(&first.1) || own.any(|(_, other)| is_same(&other)) {
        return;
    }
    let message = format!("the link leads to {}, but the DOI is {}", show::quoted(&linked_doi), show::quoted(&first.1));
    let finding = findings.at(Place::Value(node), message);
    finding.caption("another DOI").label(Place::Value(first.0), "the DOI").value(url);
    finding.help("look both up, and keep the DOI of this work");
}
