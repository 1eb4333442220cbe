//! A rule of your own could not be run to its end.
//!
//! ## Why
//!
//! An expression can ask for what a record does not have: the first of no contributors, a number that is a word. What
//! the rule would have found is not known then, and a run that says nothing about it would look clean. The finding
//! names the file of the rule, once in each file of records, and the run ends with status 2.
//!
//! ## Bad
//!
//! ```yaml rule
//! assert: record.contributors[0].family != ''
//! ```
//!
//! ## Report
//!
//! ## Good
//!
//! ```yaml rule
//! assert: record.contributors.all(c, c.family != '')
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: ids::RULE_FAILED,
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &[],
    fix: None,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
};
