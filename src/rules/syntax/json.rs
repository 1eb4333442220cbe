//! The file is not sound JSON.
//!
//! ## Why
//!
//! A record that cannot be read cannot be checked, found or exchanged: one missing comma hides everything behind it.
//! The form is RFC 8259. What stands beside the broken place is still checked.
//!
//! ## Bad
//!
//! ```text
//! { "title": { "text": "Biblioteki w małych miastach", "lang": "pl" }, }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[syntax/json]: nothing follows this comma
//!    ╭─[record.json:1:68   record #1]
//!  1 │ { "title": { "text": "Biblioteki w małych miastach", "lang": "pl" }, }
//!    ·                                                                    ─
//!    ╰────
//!   help: remove the comma
//! ```
//!
//! ## Good
//!
//! ```json
//! { "title": { "text": "Biblioteki w małych miastach", "lang": "pl" } }
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: ids::SYNTAX_JSON,
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &[],
    fix: None,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
};
