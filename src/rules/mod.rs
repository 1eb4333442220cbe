//! The built-in rules: a folder a group, a file a rule.
//!
//! Generated from the folder by `RECORDLINT_BLESS=1 cargo test --test rules`; a test fails when it is stale.

use crate::ruleset::{BuiltIn, Catalogue};
use std::sync::{Arc, OnceLock};

pub mod r#abstract {
    //! Rules of the group `abstract`.
    pub mod lang_duplicate;
    pub mod lang_missing;
    pub mod required_lang;
    pub mod translation_count;
}
pub mod affiliation {
    //! Rules of the group `affiliation`.
    pub mod dangling_ref;
    pub mod empty;
    pub mod unreferenced;
}
pub mod config {
    //! Rules of the group `config`.
    pub mod invalid;
}
pub mod contributor {
    //! Rules of the group `contributor`.
    pub mod missing;
}
pub mod date {
    //! Rules of the group `date`.
    pub mod year_invalid;
}
pub mod doi {
    //! Rules of the group `doi`.
    pub mod junk;
    pub mod missing;
    pub mod syntax;
    pub mod url_form;
}
pub mod field {
    //! Rules of the group `field`.
    pub mod duplicate_key;
    pub mod empty;
    pub mod required_missing;
    pub mod unknown;
}
pub mod issn {
    //! Rules of the group `issn`.
    pub mod checksum;
    pub mod format;
}
pub mod keyword {
    //! Rules of the group `keyword`.
    pub mod duplicate;
}
pub mod language {
    //! Rules of the group `language`.
    pub mod code_form;
    pub mod code_invalid;
    pub mod list_joined;
    pub mod missing;
}
pub mod orcid {
    //! Rules of the group `orcid`.
    pub mod checksum;
    pub mod format;
}
pub mod pages {
    //! Rules of the group `pages`.
    pub mod descending;
    pub mod label;
    pub mod too_many;
    pub mod unparsable;
}
pub mod record {
    //! Rules of the group `record`.
    pub mod not_an_object;
    pub mod too_long;
}
pub mod rule {
    //! Rules of the group `rule`.
    pub mod failed;
    pub mod invalid;
}
pub mod schema {
    //! Rules of the group `schema`.
    pub mod r#enum;
    pub mod other;
    pub mod required;
    pub mod r#type;
    pub mod unknown_property;
}
pub mod syntax {
    //! Rules of the group `syntax`.
    pub mod encoding;
    pub mod json;
    pub mod ndjson;
    pub mod page;
    pub mod yaml;
}
pub mod text {
    //! Rules of the group `text`.
    pub mod control_char;
    pub mod placeholder;
    pub mod whitespace;
}
pub mod title {
    //! Rules of the group `title`.
    pub mod all_caps;
    pub mod missing;
    pub mod variant_lang_missing;
}
pub mod r#type {
    //! Rules of the group `type`.
    pub mod unknown;
}

/// All rules of this program, read once.
pub fn catalogue() -> &'static Arc<Catalogue> {
    static CATALOGUE: OnceLock<Arc<Catalogue>> = OnceLock::new();
    CATALOGUE.get_or_init(|| Arc::new(Catalogue::bundled(RULES)))
}

/// All built-in rules, by id.
#[rustfmt::skip]
pub const RULES: &[BuiltIn] = &[
    BuiltIn { rule: &r#abstract::lang_duplicate::RULE, source: include_str!("abstract/lang_duplicate.rs") },
    BuiltIn { rule: &r#abstract::lang_missing::RULE, source: include_str!("abstract/lang_missing.rs") },
    BuiltIn { rule: &r#abstract::required_lang::RULE, source: include_str!("abstract/required_lang.rs") },
    BuiltIn { rule: &r#abstract::translation_count::RULE, source: include_str!("abstract/translation_count.rs") },
    BuiltIn { rule: &affiliation::dangling_ref::RULE, source: include_str!("affiliation/dangling_ref.rs") },
    BuiltIn { rule: &affiliation::empty::RULE, source: include_str!("affiliation/empty.rs") },
    BuiltIn { rule: &affiliation::unreferenced::RULE, source: include_str!("affiliation/unreferenced.rs") },
    BuiltIn { rule: &config::invalid::RULE, source: include_str!("config/invalid.rs") },
    BuiltIn { rule: &contributor::missing::RULE, source: include_str!("contributor/missing.rs") },
    BuiltIn { rule: &date::year_invalid::RULE, source: include_str!("date/year_invalid.rs") },
    BuiltIn { rule: &doi::junk::RULE, source: include_str!("doi/junk.rs") },
    BuiltIn { rule: &doi::missing::RULE, source: include_str!("doi/missing.rs") },
    BuiltIn { rule: &doi::syntax::RULE, source: include_str!("doi/syntax.rs") },
    BuiltIn { rule: &doi::url_form::RULE, source: include_str!("doi/url_form.rs") },
    BuiltIn { rule: &field::duplicate_key::RULE, source: include_str!("field/duplicate_key.rs") },
    BuiltIn { rule: &field::empty::RULE, source: include_str!("field/empty.rs") },
    BuiltIn { rule: &field::required_missing::RULE, source: include_str!("field/required_missing.rs") },
    BuiltIn { rule: &field::unknown::RULE, source: include_str!("field/unknown.rs") },
    BuiltIn { rule: &issn::checksum::RULE, source: include_str!("issn/checksum.rs") },
    BuiltIn { rule: &issn::format::RULE, source: include_str!("issn/format.rs") },
    BuiltIn { rule: &keyword::duplicate::RULE, source: include_str!("keyword/duplicate.rs") },
    BuiltIn { rule: &language::code_form::RULE, source: include_str!("language/code_form.rs") },
    BuiltIn { rule: &language::code_invalid::RULE, source: include_str!("language/code_invalid.rs") },
    BuiltIn { rule: &language::list_joined::RULE, source: include_str!("language/list_joined.rs") },
    BuiltIn { rule: &language::missing::RULE, source: include_str!("language/missing.rs") },
    BuiltIn { rule: &orcid::checksum::RULE, source: include_str!("orcid/checksum.rs") },
    BuiltIn { rule: &orcid::format::RULE, source: include_str!("orcid/format.rs") },
    BuiltIn { rule: &pages::descending::RULE, source: include_str!("pages/descending.rs") },
    BuiltIn { rule: &pages::label::RULE, source: include_str!("pages/label.rs") },
    BuiltIn { rule: &pages::too_many::RULE, source: include_str!("pages/too_many.rs") },
    BuiltIn { rule: &pages::unparsable::RULE, source: include_str!("pages/unparsable.rs") },
    BuiltIn { rule: &record::not_an_object::RULE, source: include_str!("record/not_an_object.rs") },
    BuiltIn { rule: &record::too_long::RULE, source: include_str!("record/too_long.rs") },
    BuiltIn { rule: &rule::failed::RULE, source: include_str!("rule/failed.rs") },
    BuiltIn { rule: &rule::invalid::RULE, source: include_str!("rule/invalid.rs") },
    BuiltIn { rule: &schema::r#enum::RULE, source: include_str!("schema/enum.rs") },
    BuiltIn { rule: &schema::other::RULE, source: include_str!("schema/other.rs") },
    BuiltIn { rule: &schema::required::RULE, source: include_str!("schema/required.rs") },
    BuiltIn { rule: &schema::r#type::RULE, source: include_str!("schema/type.rs") },
    BuiltIn { rule: &schema::unknown_property::RULE, source: include_str!("schema/unknown_property.rs") },
    BuiltIn { rule: &syntax::encoding::RULE, source: include_str!("syntax/encoding.rs") },
    BuiltIn { rule: &syntax::json::RULE, source: include_str!("syntax/json.rs") },
    BuiltIn { rule: &syntax::ndjson::RULE, source: include_str!("syntax/ndjson.rs") },
    BuiltIn { rule: &syntax::page::RULE, source: include_str!("syntax/page.rs") },
    BuiltIn { rule: &syntax::yaml::RULE, source: include_str!("syntax/yaml.rs") },
    BuiltIn { rule: &text::control_char::RULE, source: include_str!("text/control_char.rs") },
    BuiltIn { rule: &text::placeholder::RULE, source: include_str!("text/placeholder.rs") },
    BuiltIn { rule: &text::whitespace::RULE, source: include_str!("text/whitespace.rs") },
    BuiltIn { rule: &title::all_caps::RULE, source: include_str!("title/all_caps.rs") },
    BuiltIn { rule: &title::missing::RULE, source: include_str!("title/missing.rs") },
    BuiltIn { rule: &title::variant_lang_missing::RULE, source: include_str!("title/variant_lang_missing.rs") },
    BuiltIn { rule: &r#type::unknown::RULE, source: include_str!("type/unknown.rs") },
];
