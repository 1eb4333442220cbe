//! The built-in rules: a folder a group, a file a rule.
//!
//! Generated from the folder by `RECORDLINT_BLESS=1 cargo test --test rules`; a test fails when it is stale.

use crate::ruleset::Entry;

pub mod record {
    //! Rules of the group `record`.
    pub mod not_an_object;
}
pub mod syntax {
    //! Rules of the group `syntax`.
    pub mod encoding;
    pub mod json;
    pub mod ndjson;
}
pub mod r#type {
    //! Rules of the group `type`.
    pub mod missing;
}

/// All built-in rules, by id.
pub const RULES: &[Entry] = &[
    Entry {
        rule: &record::not_an_object::RULE,
        source: include_str!("record/not_an_object.rs"),
    },
    Entry {
        rule: &syntax::encoding::RULE,
        source: include_str!("syntax/encoding.rs"),
    },
    Entry {
        rule: &syntax::json::RULE,
        source: include_str!("syntax/json.rs"),
    },
    Entry {
        rule: &syntax::ndjson::RULE,
        source: include_str!("syntax/ndjson.rs"),
    },
    Entry {
        rule: &r#type::missing::RULE,
        source: include_str!("type/missing.rs"),
    },
];
