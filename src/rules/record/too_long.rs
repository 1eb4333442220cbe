//! A record is too long to be read.
//!
//! ## Why
//!
//! A record of more than 64 MiB nearly always lacks its end: a bracket or a quotation mark is missing, so the rest of
//! the file counts as part of it. It is skipped, so files of any size can be checked in little memory; `--max-record`
//! allows longer records.
//!
//! ## Bad
//!
//! ```bytes
//! { "title": "Czytelnie, and 64 MiB without another quotation mark
//! ```
//!
//! ## Good
//!
//! ```json
//! { "title": { "text": "Czytelnie", "lang": "pl" } }
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

pub const RULE: Rule = Rule {
    id: ids::RECORD_TOO_LONG,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
