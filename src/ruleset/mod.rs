//! Rules and profiles: the definition of a rule, the selection of the rules of a run, and what profiles require.

mod bundled_profiles;
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
pub use profile::{Profile, ProfileError, Requirement};
pub use rule::{BuiltIn, Check, Cost, Entry, Findings, Rule, RuleContext};
pub use select::{ActiveRule, Plan, RecordRule, RuleSet, Selection, UnknownSelector};
