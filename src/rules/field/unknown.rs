//! A field has an unknown name.
//!
//! ## Why
//!
//! Programs look for fields by their exact names, so a value under a mistyped name is lost without a warning: the
//! record seems to have no abstract although it has one. Valid names are those of the record's schema; names that
//! begin with `x-` are yours and are never reported. BibTeX ignores fields that a style does not know, so only
//! misspellings of the fields of the standard styles are reported there.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstarcts": [{ "text": "Artykuł omawia biblioteki w małych miastach.", "lang": "pl" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en", "language": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "surname": "Nowicka" }]
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title   = {Reading in small towns},
//!   auhtor  = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year    = 2019,
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[field/unknown]: `abstarcts` is not a known name; did you mean `abstracts`?
//!    ╭─[record.json:3:3   record Czytelnictwo w małych miastach · /abstarcts]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "abstarcts": [{ "text": "Artykuł omawia biblioteki w małych miastach.",…
//!    ·   ─────┬─────
//!    ·        ╰── unknown name
//!  4 │ }
//!    ╰────
//!   help: rename it to `abstracts`
//!   fix to be confirmed: rename it to `abstracts`
//!     - "abstarcts"
//!     + "abstracts"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [{ "text": "Artykuł omawia biblioteki w małych miastach.", "lang": "pl" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "x-shelf": "III 1204",
//!   "x-checked": { "by": "A. Nowicka" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "en": "Reading in small towns", "pl": "Czytelnictwo w małych miastach" }
//! }
//! ```

use crate::diagnostic::{Applicability, Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

pub const RULE: Rule = Rule {
    id: ids::FIELD_UNKNOWN,
    severity: Severity::Warning,
    instead_of: &["field/empty", "schema/unknown-property"],
    fix: Some(Applicability::Unsafe),
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
