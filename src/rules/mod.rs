//! The built-in rules: a folder a group, a file a rule.
//!
//! Generated from the folder by `RECORDLINT_BLESS=1 cargo test --test rules`; a test fails when it is stale.

use crate::ruleset::Entry;

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
    pub mod placeholder;
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
    pub mod missing;
}
pub mod language {
    //! Rules of the group `language`.
    pub mod missing;
}
pub mod name {
    //! Rules of the group `name`.
    pub mod et_al;
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
    pub mod total_count;
    pub mod unparsable;
    pub mod zero;
}
pub mod record {
    //! Rules of the group `record`.
    pub mod not_an_object;
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
    pub mod missing;
    pub mod unknown;
}

/// All built-in rules, by id.
#[rustfmt::skip]
pub const RULES: &[Entry] = &[
    Entry { rule: &r#abstract::lang_duplicate::RULE, source: include_str!("abstract/lang_duplicate.rs") },
    Entry { rule: &r#abstract::lang_missing::RULE, source: include_str!("abstract/lang_missing.rs") },
    Entry { rule: &r#abstract::required_lang::RULE, source: include_str!("abstract/required_lang.rs") },
    Entry { rule: &r#abstract::translation_count::RULE, source: include_str!("abstract/translation_count.rs") },
    Entry { rule: &affiliation::dangling_ref::RULE, source: include_str!("affiliation/dangling_ref.rs") },
    Entry { rule: &affiliation::empty::RULE, source: include_str!("affiliation/empty.rs") },
    Entry { rule: &affiliation::unreferenced::RULE, source: include_str!("affiliation/unreferenced.rs") },
    Entry { rule: &config::invalid::RULE, source: include_str!("config/invalid.rs") },
    Entry { rule: &contributor::missing::RULE, source: include_str!("contributor/missing.rs") },
    Entry { rule: &date::year_invalid::RULE, source: include_str!("date/year_invalid.rs") },
    Entry { rule: &doi::junk::RULE, source: include_str!("doi/junk.rs") },
    Entry { rule: &doi::missing::RULE, source: include_str!("doi/missing.rs") },
    Entry { rule: &doi::placeholder::RULE, source: include_str!("doi/placeholder.rs") },
    Entry { rule: &doi::syntax::RULE, source: include_str!("doi/syntax.rs") },
    Entry { rule: &doi::url_form::RULE, source: include_str!("doi/url_form.rs") },
    Entry { rule: &field::duplicate_key::RULE, source: include_str!("field/duplicate_key.rs") },
    Entry { rule: &field::empty::RULE, source: include_str!("field/empty.rs") },
    Entry { rule: &field::required_missing::RULE, source: include_str!("field/required_missing.rs") },
    Entry { rule: &field::unknown::RULE, source: include_str!("field/unknown.rs") },
    Entry { rule: &issn::checksum::RULE, source: include_str!("issn/checksum.rs") },
    Entry { rule: &issn::format::RULE, source: include_str!("issn/format.rs") },
    Entry { rule: &keyword::duplicate::RULE, source: include_str!("keyword/duplicate.rs") },
    Entry { rule: &keyword::missing::RULE, source: include_str!("keyword/missing.rs") },
    Entry { rule: &language::missing::RULE, source: include_str!("language/missing.rs") },
    Entry { rule: &name::et_al::RULE, source: include_str!("name/et_al.rs") },
    Entry { rule: &orcid::checksum::RULE, source: include_str!("orcid/checksum.rs") },
    Entry { rule: &orcid::format::RULE, source: include_str!("orcid/format.rs") },
    Entry { rule: &pages::descending::RULE, source: include_str!("pages/descending.rs") },
    Entry { rule: &pages::label::RULE, source: include_str!("pages/label.rs") },
    Entry { rule: &pages::too_many::RULE, source: include_str!("pages/too_many.rs") },
    Entry { rule: &pages::total_count::RULE, source: include_str!("pages/total_count.rs") },
    Entry { rule: &pages::unparsable::RULE, source: include_str!("pages/unparsable.rs") },
    Entry { rule: &pages::zero::RULE, source: include_str!("pages/zero.rs") },
    Entry { rule: &record::not_an_object::RULE, source: include_str!("record/not_an_object.rs") },
    Entry { rule: &schema::r#enum::RULE, source: include_str!("schema/enum.rs") },
    Entry { rule: &schema::other::RULE, source: include_str!("schema/other.rs") },
    Entry { rule: &schema::required::RULE, source: include_str!("schema/required.rs") },
    Entry { rule: &schema::r#type::RULE, source: include_str!("schema/type.rs") },
    Entry { rule: &schema::unknown_property::RULE, source: include_str!("schema/unknown_property.rs") },
    Entry { rule: &syntax::encoding::RULE, source: include_str!("syntax/encoding.rs") },
    Entry { rule: &syntax::json::RULE, source: include_str!("syntax/json.rs") },
    Entry { rule: &syntax::ndjson::RULE, source: include_str!("syntax/ndjson.rs") },
    Entry { rule: &syntax::page::RULE, source: include_str!("syntax/page.rs") },
    Entry { rule: &syntax::yaml::RULE, source: include_str!("syntax/yaml.rs") },
    Entry { rule: &text::control_char::RULE, source: include_str!("text/control_char.rs") },
    Entry { rule: &text::whitespace::RULE, source: include_str!("text/whitespace.rs") },
    Entry { rule: &title::all_caps::RULE, source: include_str!("title/all_caps.rs") },
    Entry { rule: &title::missing::RULE, source: include_str!("title/missing.rs") },
    Entry { rule: &title::variant_lang_missing::RULE, source: include_str!("title/variant_lang_missing.rs") },
    Entry { rule: &r#type::missing::RULE, source: include_str!("type/missing.rs") },
    Entry { rule: &r#type::unknown::RULE, source: include_str!("type/unknown.rs") },
];
