//! A rule of your own cannot be used.
//!
//! ## Why
//!
//! A rule with a misspelt field, an invalid pattern or an expression that may run for ever would never report
//! anything, or would never end. It is rejected when it is loaded; the finding points at the error and suggests the
//! nearest name. `schemas/rule.schema.json` describes the keys of a rule, and `rules/README.md` is a tutorial.
//!
//! ## Bad
//!
//! ```yaml rule
//! given: /titel
//! ```
//!
//! ## Report
//!
//! ## Good
//!
//! ```yaml rule
//! given: /title
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

pub const RULE: Rule = Rule {
    id: ids::RULE_INVALID,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
