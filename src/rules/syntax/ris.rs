//! A RIS file is malformed.
//!
//! ## Why
//!
//! A RIS record begins with `TY  -` and ends with `ER  -`, and each field begins with its tag, two spaces and a
//! hyphen. If an end is missing, many programs silently join two records or lose the second. The records are still
//! checked. These are warnings: lines after a record that belong to none, text after `ER  -`, tags of a different
//! width, which some programs do not read, names such as `PMID` in the place of a tag, and a second title or year,
//! only one of which is read.
//!
//! ## Bad
//!
//! ```ris
//! TY  - JOUR
//! AU  - Nowicka, Anna
//! TI  - Czytelnictwo w małych miastach
//!
//! TY  - JOUR
//! AU  - Kowalski, Jan
//! TI  - Biblioteki
//! ER  -
//! ```
//!
//! ```ris
//! TY - JOUR
//! TI - Biblioteki
//! ER -
//! ```
//!
//! ```ris
//! TY  - JOUR
//! TI  - Biblioteki
//! PMID  - 33355555
//! ER  -
//! ```
//!
//! ```ris
//! TY  - JOUR
//! TI  - Biblioteki
//! TI  - Czytelnictwo w małych miastach
//! ER  -
//! ```
//!
//! ```ris
//! TY  - JOUR
//! TI  - Biblioteki
//! ER  - 2019
//! ```
//!
//! ## Report
//!
//! ```text
//! error[syntax/ris]: this record does not end with `ER`
//!    ╭─[records.ris:1:1]
//!  1 │ TY  - JOUR
//!    · ──
//!  2 │ AU  - Nowicka, Anna
//!    ╰────
//!   help: add the line `ER  - ` at the end of the record
//! ```
//!
//! ## Good
//!
//! ```ris
//! Provider: a catalogue
//!
//! TY  - JOUR
//! AU  - Nowicka, Anna
//! AU  - Kowalski, Jan
//! TI  - Czytelnictwo w małych miastach
//! AB  - What people read
//!       in small towns.
//! SP  - 155
//! EP  - 166
//! ER  -
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

pub const RULE: Rule = Rule {
    id: ids::SYNTAX_RIS,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
