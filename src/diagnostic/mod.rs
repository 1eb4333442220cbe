//! The vocabulary of complaint: what a rule says it saw, and what a person is told.
//!
//! A rule makes a [`Finding`] about a node; a [`Diagnostic`] is the same with severity, file and lines, and owns
//! all that it says, so that it outlives the record.

#[expect(clippy::module_inception, reason = "the type of this module has a file of its name, as `finding` has")]
mod diagnostic;
mod finding;
pub mod show;

pub use diagnostic::{Diagnostic, RecordName, ResolvedEdit, ResolvedFix, ResolvedLabel, SchemaPlace};
pub use finding::{Applicability, Change, Edit, Finding, Fix, Label, MAX_PER_RULE, New, Place, RuleId, Severity};
