//! A linter for bibliographic records.
//!
//! ```
//! # fn main() -> Result<(), recordlint::BuildError> {
//! let linter = recordlint::Linter::builder().profile("cejsh").year(2026).build()?;
//! let bytes = br#"{"type": "article", "title": {"text": "On towns"}, "pages": "31-29"}"#;
//! let report = linter.check("a.json", bytes);
//! for d in report.diagnostics() {
//!     println!("{}:{} {}", d.start().line, d.rule(), d.message());
//! }
//! # assert!(report.diagnostics().iter().any(|d| d.rule() == "pages/descending"));
//! # Ok(())
//! # }
//! ```
//!
//! [`Linter`] checks, fixes and explains; [`Document`] is a file that is being edited. Neither opens files, starts
//! threads or reads a clock: bytes, other files and the year are passed in.
//!
//! # Features
//!
//! - `cli` (default): the program. Without default features, the library also builds for `wasm32-unknown-unknown`.
//! - `engine`: checks many files at once.
//! - `pretty`: the report that shows excerpts of the files.
//!
//! # How it works
//!
//! Data flows one way, and the noun changes once per step:
//!
//! ```text
//! bytes --text--> Decoded --syntax--> source Tree --shape--> canonical Tree --record--> Record --rules--> Finding --lint--> Diagnostic --report--> text
//! ```
//!
//! The modules are declared in the order in which they build on each other; each uses only those before it. They are
//! public for the tests and benchmarks of this repository, and hidden here because they change without notice.
//!
//! Invariants:
//! - Parsing never fails: it yields a tree and findings, and a broken record does not hide its neighbours.
//! - Built-in rules are pure and cannot fail: no clock, no files, no memory from one record to the next. An expression
//!   of a declared rule can; that is a finding, and the run ends with status 2.
//! - Every diagnostic names a rule that `recordlint explain` explains.
//! - Findings come in source order, the same on every run at any number of threads.
//! - Nothing in a record, a schema or a configuration makes the program open, fetch or run anything outside the root.

pub use diagnostic::{
    Applicability, Diagnostic, Edit, RecordName, ResolvedEdit, ResolvedFix, ResolvedLabel, SchemaPlace, Severity,
};
pub use fix::Trust;
pub use lint::RecordSummary;
pub use linter::{
    BuildError, Document, EditError, FileOptions, Fixed, Linter, LinterBuilder, OtherFiles, Report, RuleInfo, TextFiles,
};
pub use syntax::{Reason, Syntax};
pub use text::{Encoding, Files, FilesError, Position, Span};

#[doc(hidden)]
pub mod text;
#[doc(hidden)]
pub mod tree;
#[doc(hidden)]
pub mod diagnostic;
#[doc(hidden)]
pub mod syntax;
#[doc(hidden)]
pub mod shape;
#[doc(hidden)]
pub mod record;
#[doc(hidden)]
pub mod ruleset;
#[doc(hidden)]
pub mod rules;
#[doc(hidden)]
pub mod lint;
#[doc(hidden)]
pub mod fix;
#[doc(hidden)]
pub mod config;
mod linter;
#[cfg(feature = "engine")]
#[doc(hidden)]
pub mod engine;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod rule_examples;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
