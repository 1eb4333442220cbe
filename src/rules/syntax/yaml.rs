//! A YAML file does not parse.
//!
//! ## Why
//!
//! No program can read records from a file that does not parse. YAML depends on indentation, so the reported line may
//! be just after the mistake. The text before it, and the following documents, are still checked.
//!
//! ## Bad
//!
//! ```yaml
//! title: Czytelnictwo w małych miastach
//!   lang: pl
//! type: article
//! languages: [pl]
//! ```
//!
//! ## Report
//!
//! ```text
//! error[syntax/yaml]: a colon in the middle of a value
//!    ╭─[record.yaml:2:7   record #1]
//!  1 │ title: Czytelnictwo w małych miastach
//!  2 │   lang: pl
//!    ·       ─
//!  3 │ type: article
//!    ╰────
//!   help: put a value with a colon in quotes; write one above indented names on a line of its own, as in `text: ...`
//! ```
//!
//! ## Good
//!
//! ```yaml
//! title: { text: Czytelnictwo w małych miastach, lang: pl }
//! type: article
//! languages: [pl]
//! contributors:
//!   - { given: Anna, family: Nowicka }
//! year: 2023   # when it was printed
//! pages: 155-166
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

pub const RULE: Rule = Rule {
    id: ids::SYNTAX_YAML,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
