//! The built-in rules: one folder per group, one file per rule.
//!
//! Generated from the folder by `RECORDLINT_BLESS=1 cargo test --test it rules::`; a test fails when it is stale.

use crate::ruleset::{BuiltIn, Catalogue};
use std::sync::{Arc, OnceLock};

pub mod r#abstract {
    //! Rules of the group `abstract`.
    pub mod contains_keywords;
    pub mod copyright;
    pub mod label;
    pub mod lang_duplicate;
    pub mod lang_mismatch;
    pub mod lang_missing;
    pub mod languages_concatenated;
    pub mod length;
    pub mod length_ratio;
    pub mod missing;
    pub mod required_lang;
    pub mod translation_count;
    pub mod truncated;
}
pub mod affiliation {
    //! Rules of the group `affiliation`.
    pub mod country_invalid;
    pub mod dangling_ref;
    pub mod duplicate;
    pub mod empty;
    pub mod is_publisher;
    pub mod leftover;
    pub mod missing;
    pub mod multiple_in_one;
    pub mod unreferenced;
}
pub mod arxiv {
    //! Rules of the group `arxiv`.
    pub mod format;
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
    pub mod invalid;
    pub mod iso_conflict;
    pub mod order;
    pub mod year_invalid;
    pub mod year_missing;
    pub mod year_vs_date;
    pub mod year_vs_issue_year;
}
pub mod doi {
    //! Rules of the group `doi`.
    pub mod junk;
    pub mod missing;
    pub mod only_in_url;
    pub mod percent_encoded;
    pub mod placeholder;
    pub mod syntax;
    pub mod url_conflict;
    pub mod url_form;
}
pub mod field {
    //! Rules of the group `field`.
    pub mod duplicate_key;
    pub mod empty;
    pub mod misplaced_value;
    pub mod required_missing;
    pub mod unknown;
}
pub mod funder {
    //! Rules of the group `funder`.
    pub mod id_invalid;
}
pub mod identifier {
    //! Rules of the group `identifier`.
    pub mod conflict;
    pub mod duplicate;
}
pub mod isbn {
    //! Rules of the group `isbn`.
    pub mod checksum;
    pub mod format;
}
pub mod isni {
    //! Rules of the group `isni`.
    pub mod checksum;
}
pub mod issn {
    //! Rules of the group `issn`.
    pub mod checksum;
    pub mod format;
    pub mod print_equals_electronic;
}
pub mod issue {
    //! Rules of the group `issue`.
    pub mod number_form;
    pub mod title_restates_numbering;
}
pub mod journal {
    //! Rules of the group `journal`.
    pub mod missing;
    pub mod title_missing;
}
pub mod keyword {
    //! Rules of the group `keyword`.
    pub mod duplicate;
    pub mod hygiene;
    pub mod joined;
    pub mod lang;
}
pub mod language {
    //! Rules of the group `language`.
    pub mod code_country;
    pub mod code_form;
    pub mod code_invalid;
    pub mod list_joined;
    pub mod missing;
    pub mod script_mismatch;
    pub mod variants_identical;
}
pub mod license {
    //! Rules of the group `license`.
    pub mod conflict;
    pub mod missing;
    pub mod url_unrecognised;
}
pub mod link {
    //! Rules of the group `link`.
    pub mod missing;
}
pub mod name {
    //! Rules of the group `name`.
    pub mod affil_marker;
    pub mod all_caps;
    pub mod all_lower;
    pub mod case_after_dot;
    pub mod contains_contact;
    pub mod duplicate;
    pub mod et_al;
    pub mod initial_in_surname;
    pub mod initials_only;
    pub mod is_institution;
    pub mod multiple_in_one;
    pub mod placeholder;
    pub mod suffix_in_surname;
    pub mod title_or_degree;
    pub mod unsplit;
}
pub mod orcid {
    //! Rules of the group `orcid`.
    pub mod checksum;
    pub mod fake;
    pub mod format;
    pub mod shared_in_record;
}
pub mod pages {
    //! Rules of the group `pages`.
    pub mod abbreviated;
    pub mod count_conflict;
    pub mod dash;
    pub mod descending;
    pub mod equal;
    pub mod label;
    pub mod leading_zero;
    pub mod missing;
    pub mod prefix_mismatch;
    pub mod range_in_first_page;
    pub mod roman;
    pub mod too_many;
    pub mod total_count;
    pub mod unparsable;
    pub mod vs_article_number;
    pub mod zero;
}
pub mod pmid {
    //! Rules of the group `pmid`.
    pub mod format;
}
pub mod record {
    //! Rules of the group `record`.
    pub mod id_duplicate;
    pub mod id_format;
    pub mod not_an_object;
    pub mod too_long;
}
pub mod reference {
    //! Rules of the group `reference`.
    pub mod doi_invalid;
    pub mod duplicate;
    pub mod number_leftover;
}
pub mod ror {
    //! Rules of the group `ror`.
    pub mod invalid;
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
    pub mod bibtex;
    pub mod encoding;
    pub mod json;
    pub mod ndjson;
    pub mod page;
    pub mod ris;
    pub mod xml;
    pub mod yaml;
}
pub mod text {
    //! Rules of the group `text`.
    pub mod c1_control;
    pub mod control_char;
    pub mod html_entity;
    pub mod html_tag;
    pub mod invisible;
    pub mod latex;
    pub mod legacy_font;
    pub mod ligature;
    pub mod linebreak_hyphen;
    pub mod mixed_script;
    pub mod mojibake;
    pub mod not_nfc;
    pub mod placeholder;
    pub mod platform_marker;
    pub mod replacement_char;
    pub mod unescaped;
    pub mod whitespace;
}
pub mod title {
    //! Rules of the group `title`.
    pub mod all_caps;
    pub mod case_protected;
    pub mod equals_other_field;
    pub mod garbled_case;
    pub mod lang_mismatch;
    pub mod missing;
    pub mod note_marker;
    pub mod original_language;
    pub mod required_lang;
    pub mod subtitle_repeated;
    pub mod trailing_period;
    pub mod translated_bracketed;
    pub mod truncated;
    pub mod unbalanced;
    pub mod variant_lang_duplicate;
    pub mod variant_lang_missing;
}
pub mod r#type {
    //! Rules of the group `type`.
    pub mod field_conflict;
    pub mod missing;
    pub mod retraction_unmarked;
    pub mod title_conflict;
    pub mod unknown;
}
pub mod url {
    //! Rules of the group `url`.
    pub mod invalid;
    pub mod proxied;
}
pub mod volume {
    //! Rules of the group `volume`.
    pub mod issue_combined;
    pub mod label;
}

/// Returns all built-in rules, which are loaded once.
pub fn catalogue() -> &'static Arc<Catalogue> {
    static CATALOGUE: OnceLock<Arc<Catalogue>> = OnceLock::new();
    CATALOGUE.get_or_init(|| Arc::new(Catalogue::bundled(RULES)))
}

/// All built-in rules, by id.
#[rustfmt::skip]
pub const RULES: &[BuiltIn] = &[
    BuiltIn { rule: &r#abstract::contains_keywords::RULE, source: include_str!("abstract/contains_keywords.rs") },
    BuiltIn { rule: &r#abstract::copyright::RULE, source: include_str!("abstract/copyright.rs") },
    BuiltIn { rule: &r#abstract::label::RULE, source: include_str!("abstract/label.rs") },
    BuiltIn { rule: &r#abstract::lang_duplicate::RULE, source: include_str!("abstract/lang_duplicate.rs") },
    BuiltIn { rule: &r#abstract::lang_mismatch::RULE, source: include_str!("abstract/lang_mismatch.rs") },
    BuiltIn { rule: &r#abstract::lang_missing::RULE, source: include_str!("abstract/lang_missing.rs") },
    BuiltIn { rule: &r#abstract::languages_concatenated::RULE, source: include_str!("abstract/languages_concatenated.rs") },
    BuiltIn { rule: &r#abstract::length::RULE, source: include_str!("abstract/length.rs") },
    BuiltIn { rule: &r#abstract::length_ratio::RULE, source: include_str!("abstract/length_ratio.rs") },
    BuiltIn { rule: &r#abstract::missing::RULE, source: include_str!("abstract/missing.rs") },
    BuiltIn { rule: &r#abstract::required_lang::RULE, source: include_str!("abstract/required_lang.rs") },
    BuiltIn { rule: &r#abstract::translation_count::RULE, source: include_str!("abstract/translation_count.rs") },
    BuiltIn { rule: &r#abstract::truncated::RULE, source: include_str!("abstract/truncated.rs") },
    BuiltIn { rule: &affiliation::country_invalid::RULE, source: include_str!("affiliation/country_invalid.rs") },
    BuiltIn { rule: &affiliation::dangling_ref::RULE, source: include_str!("affiliation/dangling_ref.rs") },
    BuiltIn { rule: &affiliation::duplicate::RULE, source: include_str!("affiliation/duplicate.rs") },
    BuiltIn { rule: &affiliation::empty::RULE, source: include_str!("affiliation/empty.rs") },
    BuiltIn { rule: &affiliation::is_publisher::RULE, source: include_str!("affiliation/is_publisher.rs") },
    BuiltIn { rule: &affiliation::leftover::RULE, source: include_str!("affiliation/leftover.rs") },
    BuiltIn { rule: &affiliation::missing::RULE, source: include_str!("affiliation/missing.rs") },
    BuiltIn { rule: &affiliation::multiple_in_one::RULE, source: include_str!("affiliation/multiple_in_one.rs") },
    BuiltIn { rule: &affiliation::unreferenced::RULE, source: include_str!("affiliation/unreferenced.rs") },
    BuiltIn { rule: &arxiv::format::RULE, source: include_str!("arxiv/format.rs") },
    BuiltIn { rule: &config::invalid::RULE, source: include_str!("config/invalid.rs") },
    BuiltIn { rule: &contributor::missing::RULE, source: include_str!("contributor/missing.rs") },
    BuiltIn { rule: &date::invalid::RULE, source: include_str!("date/invalid.rs") },
    BuiltIn { rule: &date::iso_conflict::RULE, source: include_str!("date/iso_conflict.rs") },
    BuiltIn { rule: &date::order::RULE, source: include_str!("date/order.rs") },
    BuiltIn { rule: &date::year_invalid::RULE, source: include_str!("date/year_invalid.rs") },
    BuiltIn { rule: &date::year_missing::RULE, source: include_str!("date/year_missing.rs") },
    BuiltIn { rule: &date::year_vs_date::RULE, source: include_str!("date/year_vs_date.rs") },
    BuiltIn { rule: &date::year_vs_issue_year::RULE, source: include_str!("date/year_vs_issue_year.rs") },
    BuiltIn { rule: &doi::junk::RULE, source: include_str!("doi/junk.rs") },
    BuiltIn { rule: &doi::missing::RULE, source: include_str!("doi/missing.rs") },
    BuiltIn { rule: &doi::only_in_url::RULE, source: include_str!("doi/only_in_url.rs") },
    BuiltIn { rule: &doi::percent_encoded::RULE, source: include_str!("doi/percent_encoded.rs") },
    BuiltIn { rule: &doi::placeholder::RULE, source: include_str!("doi/placeholder.rs") },
    BuiltIn { rule: &doi::syntax::RULE, source: include_str!("doi/syntax.rs") },
    BuiltIn { rule: &doi::url_conflict::RULE, source: include_str!("doi/url_conflict.rs") },
    BuiltIn { rule: &doi::url_form::RULE, source: include_str!("doi/url_form.rs") },
    BuiltIn { rule: &field::duplicate_key::RULE, source: include_str!("field/duplicate_key.rs") },
    BuiltIn { rule: &field::empty::RULE, source: include_str!("field/empty.rs") },
    BuiltIn { rule: &field::misplaced_value::RULE, source: include_str!("field/misplaced_value.rs") },
    BuiltIn { rule: &field::required_missing::RULE, source: include_str!("field/required_missing.rs") },
    BuiltIn { rule: &field::unknown::RULE, source: include_str!("field/unknown.rs") },
    BuiltIn { rule: &funder::id_invalid::RULE, source: include_str!("funder/id_invalid.rs") },
    BuiltIn { rule: &identifier::conflict::RULE, source: include_str!("identifier/conflict.rs") },
    BuiltIn { rule: &identifier::duplicate::RULE, source: include_str!("identifier/duplicate.rs") },
    BuiltIn { rule: &isbn::checksum::RULE, source: include_str!("isbn/checksum.rs") },
    BuiltIn { rule: &isbn::format::RULE, source: include_str!("isbn/format.rs") },
    BuiltIn { rule: &isni::checksum::RULE, source: include_str!("isni/checksum.rs") },
    BuiltIn { rule: &issn::checksum::RULE, source: include_str!("issn/checksum.rs") },
    BuiltIn { rule: &issn::format::RULE, source: include_str!("issn/format.rs") },
    BuiltIn { rule: &issn::print_equals_electronic::RULE, source: include_str!("issn/print_equals_electronic.rs") },
    BuiltIn { rule: &issue::number_form::RULE, source: include_str!("issue/number_form.rs") },
    BuiltIn { rule: &issue::title_restates_numbering::RULE, source: include_str!("issue/title_restates_numbering.rs") },
    BuiltIn { rule: &journal::missing::RULE, source: include_str!("journal/missing.rs") },
    BuiltIn { rule: &journal::title_missing::RULE, source: include_str!("journal/title_missing.rs") },
    BuiltIn { rule: &keyword::duplicate::RULE, source: include_str!("keyword/duplicate.rs") },
    BuiltIn { rule: &keyword::hygiene::RULE, source: include_str!("keyword/hygiene.rs") },
    BuiltIn { rule: &keyword::joined::RULE, source: include_str!("keyword/joined.rs") },
    BuiltIn { rule: &keyword::lang::RULE, source: include_str!("keyword/lang.rs") },
    BuiltIn { rule: &language::code_country::RULE, source: include_str!("language/code_country.rs") },
    BuiltIn { rule: &language::code_form::RULE, source: include_str!("language/code_form.rs") },
    BuiltIn { rule: &language::code_invalid::RULE, source: include_str!("language/code_invalid.rs") },
    BuiltIn { rule: &language::list_joined::RULE, source: include_str!("language/list_joined.rs") },
    BuiltIn { rule: &language::missing::RULE, source: include_str!("language/missing.rs") },
    BuiltIn { rule: &language::script_mismatch::RULE, source: include_str!("language/script_mismatch.rs") },
    BuiltIn { rule: &language::variants_identical::RULE, source: include_str!("language/variants_identical.rs") },
    BuiltIn { rule: &license::conflict::RULE, source: include_str!("license/conflict.rs") },
    BuiltIn { rule: &license::missing::RULE, source: include_str!("license/missing.rs") },
    BuiltIn { rule: &license::url_unrecognised::RULE, source: include_str!("license/url_unrecognised.rs") },
    BuiltIn { rule: &link::missing::RULE, source: include_str!("link/missing.rs") },
    BuiltIn { rule: &name::affil_marker::RULE, source: include_str!("name/affil_marker.rs") },
    BuiltIn { rule: &name::all_caps::RULE, source: include_str!("name/all_caps.rs") },
    BuiltIn { rule: &name::all_lower::RULE, source: include_str!("name/all_lower.rs") },
    BuiltIn { rule: &name::case_after_dot::RULE, source: include_str!("name/case_after_dot.rs") },
    BuiltIn { rule: &name::contains_contact::RULE, source: include_str!("name/contains_contact.rs") },
    BuiltIn { rule: &name::duplicate::RULE, source: include_str!("name/duplicate.rs") },
    BuiltIn { rule: &name::et_al::RULE, source: include_str!("name/et_al.rs") },
    BuiltIn { rule: &name::initial_in_surname::RULE, source: include_str!("name/initial_in_surname.rs") },
    BuiltIn { rule: &name::initials_only::RULE, source: include_str!("name/initials_only.rs") },
    BuiltIn { rule: &name::is_institution::RULE, source: include_str!("name/is_institution.rs") },
    BuiltIn { rule: &name::multiple_in_one::RULE, source: include_str!("name/multiple_in_one.rs") },
    BuiltIn { rule: &name::placeholder::RULE, source: include_str!("name/placeholder.rs") },
    BuiltIn { rule: &name::suffix_in_surname::RULE, source: include_str!("name/suffix_in_surname.rs") },
    BuiltIn { rule: &name::title_or_degree::RULE, source: include_str!("name/title_or_degree.rs") },
    BuiltIn { rule: &name::unsplit::RULE, source: include_str!("name/unsplit.rs") },
    BuiltIn { rule: &orcid::checksum::RULE, source: include_str!("orcid/checksum.rs") },
    BuiltIn { rule: &orcid::fake::RULE, source: include_str!("orcid/fake.rs") },
    BuiltIn { rule: &orcid::format::RULE, source: include_str!("orcid/format.rs") },
    BuiltIn { rule: &orcid::shared_in_record::RULE, source: include_str!("orcid/shared_in_record.rs") },
    BuiltIn { rule: &pages::abbreviated::RULE, source: include_str!("pages/abbreviated.rs") },
    BuiltIn { rule: &pages::count_conflict::RULE, source: include_str!("pages/count_conflict.rs") },
    BuiltIn { rule: &pages::dash::RULE, source: include_str!("pages/dash.rs") },
    BuiltIn { rule: &pages::descending::RULE, source: include_str!("pages/descending.rs") },
    BuiltIn { rule: &pages::equal::RULE, source: include_str!("pages/equal.rs") },
    BuiltIn { rule: &pages::label::RULE, source: include_str!("pages/label.rs") },
    BuiltIn { rule: &pages::leading_zero::RULE, source: include_str!("pages/leading_zero.rs") },
    BuiltIn { rule: &pages::missing::RULE, source: include_str!("pages/missing.rs") },
    BuiltIn { rule: &pages::prefix_mismatch::RULE, source: include_str!("pages/prefix_mismatch.rs") },
    BuiltIn { rule: &pages::range_in_first_page::RULE, source: include_str!("pages/range_in_first_page.rs") },
    BuiltIn { rule: &pages::roman::RULE, source: include_str!("pages/roman.rs") },
    BuiltIn { rule: &pages::too_many::RULE, source: include_str!("pages/too_many.rs") },
    BuiltIn { rule: &pages::total_count::RULE, source: include_str!("pages/total_count.rs") },
    BuiltIn { rule: &pages::unparsable::RULE, source: include_str!("pages/unparsable.rs") },
    BuiltIn { rule: &pages::vs_article_number::RULE, source: include_str!("pages/vs_article_number.rs") },
    BuiltIn { rule: &pages::zero::RULE, source: include_str!("pages/zero.rs") },
    BuiltIn { rule: &pmid::format::RULE, source: include_str!("pmid/format.rs") },
    BuiltIn { rule: &record::id_duplicate::RULE, source: include_str!("record/id_duplicate.rs") },
    BuiltIn { rule: &record::id_format::RULE, source: include_str!("record/id_format.rs") },
    BuiltIn { rule: &record::not_an_object::RULE, source: include_str!("record/not_an_object.rs") },
    BuiltIn { rule: &record::too_long::RULE, source: include_str!("record/too_long.rs") },
    BuiltIn { rule: &reference::doi_invalid::RULE, source: include_str!("reference/doi_invalid.rs") },
    BuiltIn { rule: &reference::duplicate::RULE, source: include_str!("reference/duplicate.rs") },
    BuiltIn { rule: &reference::number_leftover::RULE, source: include_str!("reference/number_leftover.rs") },
    BuiltIn { rule: &ror::invalid::RULE, source: include_str!("ror/invalid.rs") },
    BuiltIn { rule: &rule::failed::RULE, source: include_str!("rule/failed.rs") },
    BuiltIn { rule: &rule::invalid::RULE, source: include_str!("rule/invalid.rs") },
    BuiltIn { rule: &schema::r#enum::RULE, source: include_str!("schema/enum.rs") },
    BuiltIn { rule: &schema::other::RULE, source: include_str!("schema/other.rs") },
    BuiltIn { rule: &schema::required::RULE, source: include_str!("schema/required.rs") },
    BuiltIn { rule: &schema::r#type::RULE, source: include_str!("schema/type.rs") },
    BuiltIn { rule: &schema::unknown_property::RULE, source: include_str!("schema/unknown_property.rs") },
    BuiltIn { rule: &syntax::bibtex::RULE, source: include_str!("syntax/bibtex.rs") },
    BuiltIn { rule: &syntax::encoding::RULE, source: include_str!("syntax/encoding.rs") },
    BuiltIn { rule: &syntax::json::RULE, source: include_str!("syntax/json.rs") },
    BuiltIn { rule: &syntax::ndjson::RULE, source: include_str!("syntax/ndjson.rs") },
    BuiltIn { rule: &syntax::page::RULE, source: include_str!("syntax/page.rs") },
    BuiltIn { rule: &syntax::ris::RULE, source: include_str!("syntax/ris.rs") },
    BuiltIn { rule: &syntax::xml::RULE, source: include_str!("syntax/xml.rs") },
    BuiltIn { rule: &syntax::yaml::RULE, source: include_str!("syntax/yaml.rs") },
    BuiltIn { rule: &text::c1_control::RULE, source: include_str!("text/c1_control.rs") },
    BuiltIn { rule: &text::control_char::RULE, source: include_str!("text/control_char.rs") },
    BuiltIn { rule: &text::html_entity::RULE, source: include_str!("text/html_entity.rs") },
    BuiltIn { rule: &text::html_tag::RULE, source: include_str!("text/html_tag.rs") },
    BuiltIn { rule: &text::invisible::RULE, source: include_str!("text/invisible.rs") },
    BuiltIn { rule: &text::latex::RULE, source: include_str!("text/latex.rs") },
    BuiltIn { rule: &text::legacy_font::RULE, source: include_str!("text/legacy_font.rs") },
    BuiltIn { rule: &text::ligature::RULE, source: include_str!("text/ligature.rs") },
    BuiltIn { rule: &text::linebreak_hyphen::RULE, source: include_str!("text/linebreak_hyphen.rs") },
    BuiltIn { rule: &text::mixed_script::RULE, source: include_str!("text/mixed_script.rs") },
    BuiltIn { rule: &text::mojibake::RULE, source: include_str!("text/mojibake.rs") },
    BuiltIn { rule: &text::not_nfc::RULE, source: include_str!("text/not_nfc.rs") },
    BuiltIn { rule: &text::placeholder::RULE, source: include_str!("text/placeholder.rs") },
    BuiltIn { rule: &text::platform_marker::RULE, source: include_str!("text/platform_marker.rs") },
    BuiltIn { rule: &text::replacement_char::RULE, source: include_str!("text/replacement_char.rs") },
    BuiltIn { rule: &text::unescaped::RULE, source: include_str!("text/unescaped.rs") },
    BuiltIn { rule: &text::whitespace::RULE, source: include_str!("text/whitespace.rs") },
    BuiltIn { rule: &title::all_caps::RULE, source: include_str!("title/all_caps.rs") },
    BuiltIn { rule: &title::case_protected::RULE, source: include_str!("title/case_protected.rs") },
    BuiltIn { rule: &title::equals_other_field::RULE, source: include_str!("title/equals_other_field.rs") },
    BuiltIn { rule: &title::garbled_case::RULE, source: include_str!("title/garbled_case.rs") },
    BuiltIn { rule: &title::lang_mismatch::RULE, source: include_str!("title/lang_mismatch.rs") },
    BuiltIn { rule: &title::missing::RULE, source: include_str!("title/missing.rs") },
    BuiltIn { rule: &title::note_marker::RULE, source: include_str!("title/note_marker.rs") },
    BuiltIn { rule: &title::original_language::RULE, source: include_str!("title/original_language.rs") },
    BuiltIn { rule: &title::required_lang::RULE, source: include_str!("title/required_lang.rs") },
    BuiltIn { rule: &title::subtitle_repeated::RULE, source: include_str!("title/subtitle_repeated.rs") },
    BuiltIn { rule: &title::trailing_period::RULE, source: include_str!("title/trailing_period.rs") },
    BuiltIn { rule: &title::translated_bracketed::RULE, source: include_str!("title/translated_bracketed.rs") },
    BuiltIn { rule: &title::truncated::RULE, source: include_str!("title/truncated.rs") },
    BuiltIn { rule: &title::unbalanced::RULE, source: include_str!("title/unbalanced.rs") },
    BuiltIn { rule: &title::variant_lang_duplicate::RULE, source: include_str!("title/variant_lang_duplicate.rs") },
    BuiltIn { rule: &title::variant_lang_missing::RULE, source: include_str!("title/variant_lang_missing.rs") },
    BuiltIn { rule: &r#type::field_conflict::RULE, source: include_str!("type/field_conflict.rs") },
    BuiltIn { rule: &r#type::missing::RULE, source: include_str!("type/missing.rs") },
    BuiltIn { rule: &r#type::retraction_unmarked::RULE, source: include_str!("type/retraction_unmarked.rs") },
    BuiltIn { rule: &r#type::title_conflict::RULE, source: include_str!("type/title_conflict.rs") },
    BuiltIn { rule: &r#type::unknown::RULE, source: include_str!("type/unknown.rs") },
    BuiltIn { rule: &url::invalid::RULE, source: include_str!("url/invalid.rs") },
    BuiltIn { rule: &url::proxied::RULE, source: include_str!("url/proxied.rs") },
    BuiltIn { rule: &volume::issue_combined::RULE, source: include_str!("volume/issue_combined.rs") },
    BuiltIn { rule: &volume::label::RULE, source: include_str!("volume/label.rs") },
];
