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

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

pub const RULE: Rule = Rule {
    id: ids::CONFIG_INVALID,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
