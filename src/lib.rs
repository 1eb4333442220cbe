//! A linter for bibliographic records.
//!
//! Data flows one way, and the noun changes once per step:
//!
//! ```text
//! bytes --syntax--> source Tree --shape--> canonical Tree --record--> Record --rules--> Finding --lint--> Diagnostic --report--> text
//! ```
//!
//! The modules below stand in the order in which they build on each other; each uses only those before it.
//!
//! Invariants:
//! - Parsing never fails: it yields a tree and findings, and a broken record does not hide its neighbours.
//! - Built-in rules are pure and cannot fail: no clock, no files, no memory from one record to the next. An expression
//!   of a declared rule can; that is a finding, and the run ends with status 2.
//! - Every diagnostic names a rule that `recordlint explain` explains.
//! - Findings come in source order, the same on every run at any number of threads.
//! - Nothing in a record, a schema or a configuration makes the program open, fetch or run anything outside the root.

pub use diagnostic::{Diagnostic, Edit, Severity};
pub use fix::Trust;
pub use linter::{
    BuildError, Document, EditError, FileOptions, Fixed, Linter, LinterBuilder, OtherFiles, Report, RuleInfo, TextFiles,
};
pub use text::{Encoding, Files, FilesError, Span};

pub mod text;
pub mod tree;
pub mod diagnostic;
pub mod syntax;
pub mod shape;
pub mod record;
pub mod ruleset;
pub mod rules;
pub mod lint;
pub mod fix;
pub mod config;
pub mod linter;
pub mod engine;
pub mod report;
pub mod rule_examples;
pub mod cli;
