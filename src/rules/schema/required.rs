//! A field that the schema requires is missing.
//!
//! ## Why
//!
//! Your own schema lists the fields that a record must have, and every program that reads the records depends on
//! them.
//!
//! ## Bad
//!
//! ```json schema
//! {
//!   "type": "object",
//!   "required": ["title", "shelfmark"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "year": 2023
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[schema/required]: `shelfmark` is missing
//!    ╭─[record.json:1:1   record Reading in small towns]
//!  1 │ {
//!    · ┬
//!    · ╰── in here
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!    ╰────
//! ```
//!
//! ## Good
//!
//! ```json schema
//! {
//!   "type": "object",
//!   "required": ["title", "shelfmark"]
//! }
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
    id: ids::SCHEMA_REQUIRED,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
