//! What a rule is, which rules a run uses, and what profiles say about them.

mod catalogue;
pub mod declared;
mod option;
pub mod page;
mod profile;
mod rule;
pub mod schema;
mod select;

pub use catalogue::{Catalogue, Taken};
pub use option::{Choice, Integer, Opt, Pattern, Setting};
pub use profile::{Demand, Profile, ProfileError};
pub use rule::{BuiltIn, Check, Cost, Entry, Findings, Rule, RuleContext};
pub use select::{ActiveRule, Plan, RecordRule, RuleSet, Selection, UnknownSelector};
