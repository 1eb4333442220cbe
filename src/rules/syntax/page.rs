//! A record page has lines whose meaning is unclear.
//!
//! ## Why
//!
//! Headings and blank lines are the only structure of a record page. A value follows its heading with at most one
//! blank line between them. Other text is read as an abstract if it is long, as an institution if it is a list item,
//! and otherwise not at all. Such lines are reported as warnings, so nothing is lost silently; a text without any
//! heading is an error.
//!
//! ## Bad
//!
//! ```page
//! Article title
//!
//! Czytelnictwo w małych miastach
//!
//! Languages of publication
//!
//! pl
//!
//! Shelf mark
//!
//! BJ 12
//!
//!
//! YADDA identifier
//!
//! bwmeta1.element.example-0001
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[syntax/page]: 2 lines belong to no heading
//!    ╭─[page.txt:9:1]
//!  9 │ Shelf mark
//!    · ──────────
//!    ╰────
//!   help: write a value below its heading with at most one empty line between: these lines are not checked
//! ```
//!
//! ## Good
//!
//! ```page
//! 2023 | 16 | 155-166
//!
//! Article title
//!
//! Czytelnictwo w małych miastach
//!
//! Languages of publication
//!
//! pl
//!
//! Contributors
//!
//! Anna Nowicka
//!   • Uniwersytet Śląski
//!
//! Document Type
//!
//! article
//!
//! YADDA identifier
//!
//! bwmeta1.element.example-0001
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

pub const RULE: Rule = Rule {
    id: ids::SYNTAX_PAGE,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
