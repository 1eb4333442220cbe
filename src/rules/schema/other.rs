//! A value does not meet another requirement of the schema.
//!
//! ## Why
//!
//! Besides types and names, a schema can require a length, a pattern, a minimum or a date that exists. All of these
//! are reported under this name, in plain words.
//!
//! ## Bad
//!
//! ```json schema
//! { "properties": { "shelfmark": { "type": "string", "minLength": 4 } } }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "shelfmark": "BJ"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[schema/other]: `shelfmark` has 2 characters; expected at least 4
//!    ╭─[record.json:3:16   record Reading in small towns · /shelfmark]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "shelfmark": "BJ"
//!    ·                ──┬─
//!    ·                  ╰── too short
//!  4 │ }
//!    ╰────
//!   help: correct the value, or the schema if it is wrong
//! ```
//!
//! ## Good
//!
//! ```json schema
//! { "properties": { "shelfmark": { "type": "string", "minLength": 4 } } }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "shelfmark": "BJ 12"
//! }
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

pub const RULE: Rule = Rule {
    id: ids::SCHEMA_OTHER,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
