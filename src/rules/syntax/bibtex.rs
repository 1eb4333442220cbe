//! A BibTeX file does not parse.
//!
//! ## Why
//!
//! Programs that read BibTeX stop at an entry that they do not understand, or skip it, and say so only in a log. Most
//! often a brace or a quote was never closed, or a comma is missing between two fields. recordlint continues at the
//! next entry that begins a line, so one error costs one entry. Constructs that every program accepts in some way are
//! warnings: an entry without a key, a space in a key, a key that two entries share or that differs from another only
//! by case (BibTeX compares keys without case, biber with it), a stray comma or `and` in a list of names, and a
//! `crossref`, `xdata`, `related` or `entryset` that names no entry of the file. An abbreviation that the file does
//! not define is also a warning: unless another file defines it, its text is lost in print.
//!
//! ## Bad
//!
//! ```bibtex
//! @article{nowicka2023,
//!   title = {Czytelnictwo w ma{\l}ych miastach,
//!   year  = {2023}
//! }
//!
//! @article{kowalski2022,
//!   title = {Biblioteki},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2023,
//!   title = {Czytelnictwo}
//!   year  = 2023
//! }
//! ```
//!
//! ```bibtex
//! @incollection{nowicka2023,
//!   title    = {Czytelnictwo},
//!   author   = {Nowicka, Anna, and Kowalski, Jan and},
//!   month    = sept,
//!   crossref = {czytelnictwo2023},
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[syntax/bibtex]: this entry is not closed before the next one
//!    ╭─[records.bib:1:9   record #1]
//!  1 │ @article{nowicka2023,
//!    ·         ─
//!  2 │   title = {Czytelnictwo w ma{\l}ych miastach,
//!    ╰────
//!   help: look for a value in it whose brace is not closed
//! ```
//!
//! ## Good
//!
//! ```bibtex
//! @string{pb = {Przegl\k{a}d Biblioteczny}}
//!
//! % From the catalogue.
//! @article{nowicka2023,
//!   title   = {Czytelnictwo w ma{\l}ych miastach},
//!   author  = "Nowicka, Anna and Kowalski, Jan",
//!   journal = pb,
//!   month   = mar,
//!   year    = 2023,
//!   url     = {https://example.org/~nowicka/a_b},
//! }
//!
//! @book(kowalski2022, title = {Biblioteki})
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

pub const RULE: Rule = Rule {
    id: ids::SYNTAX_BIBTEX,
    severity: Severity::Error,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
