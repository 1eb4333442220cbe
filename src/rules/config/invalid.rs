//! The configuration asks for something that cannot be.
//!
//! ## Why
//!
//! A misspelt rule in a configuration would change nothing, and nobody would know: the run stops instead, with the
//! place in `recordlint.yaml` and the nearest name. What a configuration may hold is described in
//! `schemas/config.schema.json`.
//!
//! ## Bad
//!
//! ```yaml config
//! rules:
//!   ignore: [pages/descendin]
//! ```
//!
//! ## Report
//!
//! ## Good
//!
//! ```yaml config
//! rules:
//!   ignore: [pages/descending]
//! ```

use crate::diagnostic::Severity;
use crate::ruleset::{Check, Cost, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "config/invalid",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &[],
    fix: None,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
};
