//! A value is not in the schema's list of allowed values.
//!
//! ## Why
//!
//! If a schema lists the values of a field, programs handle each of them; any other value is ignored.
//!
//! ## Bad
//!
//! ```json schema
//! { "properties": { "access": { "enum": ["open", "closed"] } } }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "access": "opne"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[schema/enum]: `access` is `opne`; expected one of `open`, `closed`
//!    ╭─[record.json:3:13   record Reading in small towns · /access]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "access": "opne"
//!    ·             ───┬──
//!    ·                ╰── not an allowed value
//!  4 │ }
//!    ╰────
//!   help: did you mean `open`?
//! ```
//!
//! ## Good
//!
//! ```json schema
//! { "properties": { "access": { "enum": ["open", "closed"] } } }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "access": "open"
//! }
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

pub const RULE: Rule = Rule {
    id: ids::SCHEMA_ENUM,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
