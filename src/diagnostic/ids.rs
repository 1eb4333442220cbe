//! The ids of rules that layers below `rules` report themselves or refer to.
//!
//! A rule's header uses the constant as well, so that a rule cannot be renamed in one place only.
#![allow(missing_docs)] // The page of each rule describes it.

pub const ABSTRACT_MISSING: &str = "abstract/missing";
pub const ABSTRACT_REQUIRED_LANG: &str = "abstract/required-lang";
pub const AFFILIATION_MISSING: &str = "affiliation/missing";
pub const CONFIG_INVALID: &str = "config/invalid";
pub const CONTRIBUTOR_MISSING: &str = "contributor/missing";
pub const DATE_YEAR_MISSING: &str = "date/year-missing";
pub const DOI_MISSING: &str = "doi/missing";
pub const FIELD_DUPLICATE_KEY: &str = "field/duplicate-key";
pub const FIELD_EMPTY: &str = "field/empty";
pub const FIELD_REQUIRED_MISSING: &str = "field/required-missing";
pub const FIELD_UNKNOWN: &str = "field/unknown";
pub const IDENTIFIER_DUPLICATE: &str = "identifier/duplicate";
pub const JOURNAL_MISSING: &str = "journal/missing";
pub const KEYWORD_LANG: &str = "keyword/lang";
pub const KEYWORD_MISSING: &str = "keyword/missing";
pub const LANGUAGE_MISSING: &str = "language/missing";
pub const NAME_SUFFIX_IN_SURNAME: &str = "name/suffix-in-surname";
pub const PAGES_MISSING: &str = "pages/missing";
pub const RECORD_ID_DUPLICATE: &str = "record/id-duplicate";
pub const RECORD_NOT_AN_OBJECT: &str = "record/not-an-object";
pub const RECORD_TOO_LONG: &str = "record/too-long";
pub const RULE_FAILED: &str = "rule/failed";
pub const RULE_INVALID: &str = "rule/invalid";
pub const SCHEMA_ENUM: &str = "schema/enum";
pub const SCHEMA_OTHER: &str = "schema/other";
pub const SCHEMA_REQUIRED: &str = "schema/required";
pub const SCHEMA_TYPE: &str = "schema/type";
pub const SCHEMA_UNKNOWN_PROPERTY: &str = "schema/unknown-property";
pub const SYNTAX_BIBTEX: &str = "syntax/bibtex";
pub const SYNTAX_ENCODING: &str = "syntax/encoding";
pub const SYNTAX_JSON: &str = "syntax/json";
pub const SYNTAX_NDJSON: &str = "syntax/ndjson";
pub const SYNTAX_PAGE: &str = "syntax/page";
pub const SYNTAX_RIS: &str = "syntax/ris";
pub const SYNTAX_XML: &str = "syntax/xml";
pub const SYNTAX_YAML: &str = "syntax/yaml";
pub const TEXT_UNESCAPED: &str = "text/unescaped";
pub const TITLE_MISSING: &str = "title/missing";
pub const TYPE_MISSING: &str = "type/missing";
