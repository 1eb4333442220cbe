//! A line of the file is not valid JSON.
//!
//! ## Why
//!
//! In a file with one record per line, a broken line loses one record. The other lines are not affected and are still
//! checked.
//!
//! ## Bad
//!
//! ```text
//! { "title": { "text": "Biblioteki w małych miastach", "lang": "pl" }
//! { "title": { "text": "Czytelnie", "lang": "pl" } }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[syntax/ndjson]: this object is not closed: `}` is missing at the end
//!    ╭─[records.ndjson:1:67   record #1]
//!  1 │ { "title": { "text": "Biblioteki w małych miastach", "lang": "pl" }
//!    ·                                                                   ─
//!  2 │ { "title": { "text": "Czytelnie", "lang": "pl" } }
//!    ╰────
//!   help: add `}`, or look for what was cut off
//! ```
//!
//! ## Good
//!
//! ```ndjson
//! { "title": { "text": "Biblioteki w małych miastach", "lang": "pl" } }
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

pub const RULE: Rule = Rule {
    id: ids::SYNTAX_NDJSON,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
