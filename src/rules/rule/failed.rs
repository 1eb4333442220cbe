//! A rule of your own failed on a record.
//!
//! ## Why
//!
//! An expression may require something that a record does not have, such as the first of no contributors, or the
//! number in a word. The result of the rule is then unknown, and a silent run would look clean. The finding names the
//! file of the rule, once per file of records, and the run ends with status 2.
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

pub const RULE: Rule = Rule {
    id: ids::RULE_FAILED,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
