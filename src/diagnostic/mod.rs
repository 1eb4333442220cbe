//! The vocabulary of complaint: what a rule says it saw, and what a person is told.
//!
//! A rule makes a [`Finding`] about a node; a [`Diagnostic`] is the same with severity, file and lines, and owns
//! all that it says, so that it outlives the record.

mod found;
mod resolved;
pub mod show;

pub use found::{Applicability, Change, Edit, Finding, Fix, Label, MOST_OF_A_RULE, New, Place, RuleId, Severity};
pub use resolved::{Diagnostic, RecordName, ResolvedEdit, ResolvedFix, ResolvedLabel, SchemaPlace};
