//! A special character of TeX is not escaped.
//!
//! ## Why
//!
//! In TeX, `%` begins a comment, `&` ends a column and `#` is a parameter: in the text of a title LaTeX stops at them
//! or omits the rest of the line ("TeX by Topic", chapter 2; JabRef and BibTeX Tidy escape them for this reason). An
//! unmatched `$` turns the rest of the text into mathematics. The characters are written `\%`, `\&`, `\#` and `\$`.
//! Two backslashes before one of them, from a program that escaped it twice, are a line break, and the character is
//! not escaped.
//!
//! Only the fields that the usual styles print are checked, except web addresses. It is a warning, because programs
//! other than LaTeX read such a file as intended.
//!
//! ## Bad
//!
//! ```bibtex
//! @article{nowicka2019,
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//!   title = {States & Markets in small towns},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//!   title = {On $k-core decomposition},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//!   title = {States \\& Markets in small towns},
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[text/unescaped]: `&` is not escaped: TeX takes it for the end of a column, and stops
//!    ╭─[records.bib:5:19]
//!  4 │   year = 2019,
//!  5 │   title = {States & Markets in small towns},
//!    ·                   ┬
//!    ·                   ╰── not escaped
//!  6 │ }
//!    ╰────
//!   help: write `\&`
//! ```
//!
//! ## Good
//!
//! ```bibtex
//! @article{nowicka2019,
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//!   title = {States \& Markets: 100\% of $k$-cores in C\#, for \$5},
//!   howpublished = {\url{https://example.org/a%20b?c&d#e}},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2019,
//!   title = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   journal = {Town Studies},
//!   year = 2019,
//!   abstract = {Markets & states, 5% of them.},
//!   url = {https://example.org/a%20b?c&d#e},
//! }
//! ```

use crate::diagnostic::{Severity, ids};
use crate::ruleset::{Check, Cost, Rule};

pub const RULE: Rule = Rule {
    id: ids::TEXT_UNESCAPED,
    severity: Severity::Warning,
    cost: Cost::Nothing,
    check: Check::Elsewhere,
    ..Rule::PLAIN
};
