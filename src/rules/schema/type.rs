//! A value has a different type from the one that the schema requires.
//!
//! ## Why
//!
//! Programs that read a record rely on the types in the schema: a list in place of a text is ignored at best. Nothing
//! else is reported about such a value or its content, since it would only repeat the same error.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "volume": ["16"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": "Anna Nowicka"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[schema/type]: `volume` is a list; expected text or a whole number
//!    ╭─[record.json:3:13   record Reading in small towns · /volume]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "volume": ["16"]
//!    ·             ───┬──
//!    ·                ╰── a list
//!  4 │ }
//!    ╰────
//!   help: write text or a whole number here
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "volume": 16
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "volume": "16"
//! }
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

pub const RULE: Rule = Rule {
    id: ids::SCHEMA_TYPE,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
