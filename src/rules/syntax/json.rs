//! The file is not valid JSON.
//!
//! ## Why
//!
//! A record that cannot be read cannot be checked, found or exchanged: one missing comma hides everything after it.
//! The syntax is that of RFC 8259. The rest of the file is still checked.
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

pub const RULE: Rule = Rule {
    id: ids::SYNTAX_JSON,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
