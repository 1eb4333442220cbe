//! The file is not UTF-8.
//!
//! ## Why
//!
//! Every program may decode a file differently if it has another encoding and does not declare it; that is how
//! `małych` becomes `ma³ych`. JSON is UTF-8 (RFC 8259, section 8.1).
//!
//! ## Bad
//!
//! ```bytes
//! 7A 61 BF F3 B3 E6, which is "zażółć" in ISO 8859-2
//! ```
//!
//! ## Good
//!
//! ```json
//! { "title": { "text": "zażółć gęślą jaźń", "lang": "pl" } }
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

pub const RULE: Rule = Rule {
    id: ids::SYNTAX_ENCODING,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
