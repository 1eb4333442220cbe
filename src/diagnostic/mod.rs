//! Findings of rules and diagnostics for users.
//!
//! A rule makes a [`Finding`] about a node. A [`Diagnostic`] is a finding with its final severity, its file and its
//! lines. It owns all its data, so that it outlives the record.

#[expect(clippy::module_inception, reason = "the file is named after its main type, like `finding`")]
mod diagnostic;
mod finding;
pub mod ids;
pub mod show;

pub use diagnostic::{Diagnostic, RecordName, ResolvedEdit, ResolvedFix, ResolvedLabel, SchemaPlace};
pub use finding::{Applicability, Change, Edit, Finding, Fix, Label, MAX_PER_RULE, New, Place, RuleId, Severity};
