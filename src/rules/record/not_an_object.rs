//! A list of records contains a value that is not a record.
//!
//! ## Why
//!
//! Records are objects with names and values. A text or a number among them is left over from a failed export, in the
//! place of a lost record.
//!
//! ## Bad
//!
//! ```text
//! [ { "title": { "text": "Czytelnie", "lang": "pl" } }, "Biblioteki" ]
//! ```
//!
//! ## Report
//!
//! ```text
//! error[record/not-an-object]: a text in the place of a record
//!    ╭─[record.json:1:55   record #2]
//!  1 │ [ { "title": { "text": "Czytelnie", "lang": "pl" } }, "Biblioteki" ]
//!    ·                                                       ────────────
//!    ╰────
//!   help: a record is an object: names and values between `{` and `}`
//! ```
//!
//! ## Good
//!
//! ```json
//! [ { "title": { "text": "Czytelnie", "lang": "pl" } } ]
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

pub const RULE: Rule = Rule {
    id: ids::RECORD_NOT_AN_OBJECT,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
