//! A DOI is a placeholder.
//!
//! ## Why
//!
//! Templates and tests leave DOIs behind that look real and lead nowhere: `10.0000/`, the patterns of journal
//! software (`%j.%v.%i`), or prefixes that are reserved for tests (`10.5072`). `10.5555` and `10.12345` occur in
//! examples, but also in a few real exports, so they are only a warning.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.18778/%j.%v.%i" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "DOI", "value": "10.XXXX/abc" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.18778/[doi]" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.18778/XXXXX" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.0000/FIXME" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.5072/test" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.5555/12345678" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "type": "article",
//!   "identifiers": [{ "scheme": "doi", "value": "10.1002/(ISSN)1521-3889" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[doi/placeholder]: `10.18778/%j.%v.%i` is a placeholder, not a DOI
//!    ╭─[record.json:3:47   record 10.18778/%j.%v.%i · /identifiers/0/value]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "identifiers": [{ "scheme": "doi", "value": "10.18778/%j.%v.%i" }]
//!    ·                                               ─────────┬─────────
//!    ·                                                        ╰── never filled in
//!  4 │ }
//!    ╰────
//!   help: write the DOI that was registered, or remove the identifier
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.18778/8088-191-4.20" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.50720/a" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.1000/undefinedness-of-terms" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::{
    Identifier, Record,
    doi::{self, Reserved},
};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "doi/placeholder",
    severity: Severity::Error,
    reads: &[Symbol::IDENTIFIERS],
    instead_of: &["doi/url-form", "doi/junk", "doi/syntax", "text"],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Whether an article has the DOI of its journal.
fn is_of_journal(record: &Record<'_>, value: &str) -> bool {
    doi::is_of_journal(&value[doi::prefix(value)..]) && record.has_type(&["article", "review-article", "letter"])
}

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.has_plain_doi_alone() {
        return;
    }
    for Identifier { node, value, .. } in record.identifiers("doi") {
        let shown = show::quoted(value);
        // DataCite accepts no record without a DOI.
        let is_mandatory = matches!(context.shape.id, "datacite" | "datacite-xml");
        let help = match context.shape.word(Symbol::DOI) {
            Some(word) if is_mandatory => format!("write the registered DOI in {word}"),
            _ => "write the DOI that was registered, or remove the identifier".to_owned(),
        };
        let (message, caption, is_sure) = match doi::reserved_for(value) {
            _ if is_of_journal(record, value) => {
                let finding = findings.at(Place::Value(node), format!("{shown} is the DOI of a whole journal"));
                finding.caption("a journal").value(value).help("write the DOI of the article");
                continue;
            }
            Some(Reserved::Tests) => ("is a test DOI: DataCite reserves this prefix for tests", "leads nowhere", true),
            _ if doi::is_placeholder(value) => ("is a placeholder, not a DOI", "never filled in", true),
            Some(Reserved::CrossrefTests) => {
                ("is a test DOI: Crossref reserves this prefix for tests", "a test DOI", false)
            }
            Some(Reserved::Examples) => ("has a prefix that is used in examples", "an example", false),
            None => continue,
        };
        let finding = findings.at(Place::Value(node), format!("{shown} {message}"));
        finding.caption(caption).value(value).help(help);
        if !is_sure {
            finding.severity(Severity::Warning);
        }
    }
}
