//! Two records of one file have the same DOI or PMID.
//!
//! ## Why
//!
//! A DOI identifies one work. If two records with different titles have the same DOI, it was copied with the record
//! that served as a template, or it is the DOI of the journal, the volume or the supplement: links and citation
//! counts lead to the wrong work. A chapter may have the DOI of its book, and the same work may be described twice,
//! so records with similar titles are not compared. Records are compared within one file, but not in JSON, whose
//! records are checked one by one.
//!
//! ## Bad
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//!   doi = {10.18778/0208-6050.104.01},
//! }
//!
//! @article{berg2020,
//!   title = {Maps of the northern sea},
//!   author = {Berg, Jan},
//!   journal = {Town Studies},
//!   year = 2020,
//!   doi = {10.18778/0208-6050.104.01},
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[identifier/duplicate]: another record of this file has the DOI `10.18778/0208-6050.104.01`
//!     ╭─[records.bib:14:9   record berg2020]
//!  13 │   year = 2020,
//!  14 │   doi = {10.18778/0208-6050.104.01},
//!     ·         ─────────────┬─────────────
//!     ·                      ╰── used again
//!  15 │ }
//!     ╰────
//!    ╭─[records.bib:6:9]
//!  5 │   year = 2019,
//!  6 │   doi = {10.18778/0208-6050.104.01},
//!    ·         ─────────────┬─────────────
//!    ·                      ╰── first used here
//!  7 │ }
//!    ╰────
//!   help: look up which of the two works has it: the other record is `Reading in small towns`
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
//!   doi = {10.18778/0208-6050.104.01},
//! }
//!
//! @misc{nowicka2018,
//!   title = {Reading in small towns: a first draft},
//!   author = {Nowicka, Anna},
//!   year = 2018,
//!   doi = {10.18778/0208-6050.104.01},
//! }
//! ```
//!
//! ```bibtex
//! @incollection{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   booktitle = {Town Studies},
//!   year = 2019,
//!   doi = {10.18778/8088-191-4.20},
//! }
//!
//! @incollection{berg2019,
//!   title = {Maps of the northern sea},
//!   author = {Berg, Jan},
//!   booktitle = {Town Studies},
//!   year = 2019,
//!   doi = {10.18778/8088-191-4.20},
//! }
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: ids::IDENTIFIER_DUPLICATE,
    severity: Severity::Warning,
    reads: &[Symbol::IDENTIFIERS],
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
