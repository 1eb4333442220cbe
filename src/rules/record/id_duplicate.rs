//! Two records of one list have the same id.
//!
//! ## Why
//!
//! A text cites a record by its `id`. If two CSL items have the same id, pandoc, citeproc and reference managers use
//! only one, and programs differ in which: the other is cited wrongly, or is lost. BibTeX keys that are used twice
//! are reported by `syntax/bibtex`. In RIS, where `ID` is the number of a record in a program, it is a warning.
//! Records are compared within one file; in a JSON list that is too long to be read at once, within each of its
//! parts.
//!
//! ## Bad
//!
//! ```json
//! [
//!   { "id": "nowicka2019", "type": "article-journal", "title": "Reading in small towns", "volume": "3" },
//!   { "id": "nowicka2019", "type": "article-journal", "title": "Reading in villages", "volume": "4" }
//! ]
//! ```
//!
//! ## Report
//!
//! ```text
//! error[record/id-duplicate]: another record of this file has the id `nowicka2019`
//!    ╭─[record.json:3:11   record nowicka2019]
//!  1 │ [
//!  2 │   { "id": "nowicka2019", "type": "article-journal", "title": "Reading in …
//!    ·           ──────┬──────
//!    ·                 ╰── first used here
//!  3 │   { "id": "nowicka2019", "type": "article-journal", "title": "Reading in …
//!    ·           ──────┬──────
//!    ·                 ╰── used twice
//!  4 │ ]
//!    ╰────
//!   help: give each record an id of its own, and correct the citations that mean this one
//! ```
//!
//! ## Good
//!
//! ```json
//! [
//!   { "id": "nowicka2019a", "type": "article-journal", "title": "Reading in small towns", "volume": "3" },
//!   { "id": "nowicka2019b", "type": "article-journal", "title": "Reading in villages", "volume": "4" }
//! ]
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: ids::RECORD_ID_DUPLICATE,
    severity: Severity::Error,
    reads: &[Symbol::ID],
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
