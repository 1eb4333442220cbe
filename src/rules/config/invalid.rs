//! The configuration contains an invalid entry.
//!
//! ## Why
//!
//! A misspelt rule in a configuration would have no effect, and no user would notice. So the run stops and names the
//! place in `recordlint.yaml` and the most similar valid name. `schemas/config.schema.json` describes what a
//! configuration may contain.
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
