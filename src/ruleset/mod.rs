//! What a rule is, which rules a run uses, and what profiles say about them.

mod profile;
mod rule;
mod select;
pub mod schema;

pub use profile::{Profile, ProfileError};
pub use rule::{Ask, Check, Entry, Findings, Rule};
pub use select::{ActiveRule, RuleSet, Selection, UnknownSelector};
