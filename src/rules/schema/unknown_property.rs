//! Your schema does not define a field of this name.
//!
//! ## Why
//!
//! A schema that lists all names guarantees that there are no others: a value under any other name is never read. For
//! native records without a schema of their own, `field/unknown` reports this.
//!
//! ## Bad
//!
//! ```json schema
//! {
//!   "properties": { "title": true, "shelfmark": true },
//!   "additionalProperties": false
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "shelfmrak": "BJ 12"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[schema/unknown-property]: `shelfmrak` is not a known name; did you mean `shelfmark`?
//!    ╭─[record.json:3:3   record Reading in small towns · /shelfmrak]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "shelfmrak": "BJ 12"
//!    ·   ─────┬─────
//!    ·        ╰── unknown name
//!  4 │ }
//!    ╰────
//!   help: rename it to `shelfmark`
//!   fix to be confirmed: rename it to `shelfmark`
//!     - "shelfmrak"
//!     + "shelfmark"
//! ```
//!
//! ## Good
//!
//! ```json schema
//! {
//!   "properties": { "title": true, "shelfmark": true },
//!   "additionalProperties": false
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
    id: ids::SCHEMA_UNKNOWN_PROPERTY,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
