//! A rule of your own cannot be used.
//!
//! ## Why
//!
//! A rule with a misspelt field, a pattern that is none or an expression that could take for ever would be silent, or
//! would never end. It is refused when it is read, at the place that is wrong, with the nearest name. What a rule may
//! hold is described in `schemas/rule.schema.json`, and taught in `rules/README.md`.
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

/// See the module.
pub const RULE: Rule = Rule {
    id: ids::RULE_INVALID,
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &[],
    fix: None,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
};
