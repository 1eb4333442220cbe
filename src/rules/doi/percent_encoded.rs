//! A DOI contains percent-encoded characters.
//!
//! ## Why
//!
//! In the web address of a DOI, brackets and other characters are percent-encoded: `%28` is `(`, `%3C` is `<`. The
//! DOI itself has the characters. With the escapes it is a different DOI, which does not resolve and matches no
//! record of the same work (DOI Handbook, 2.5.2; RFC 3986, 2.1). A DOI may contain a percent sign, so only escapes of
//! characters that occur in DOIs are reported. A DOI that is written as a web address is reported by `doi/url-form`.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.18778/%28town%29088-191-4.20" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.18778/088-191-4%2F20" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[doi/percent-encoded]: the DOI contains the percent-encoded character `%28`
//!    ╭─[record.json:3:57   record 10.18778/%28town%29088-191-4.20 · /identifiers/0/value]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │ …oi", "value": "10.18778/%28town%29088-191-4.20" }]
//!    ·                          ─┬─
//!    ·                           ╰── percent-encoded
//!  4 │ }
//!    ╰────
//!   help: write `10.18778/(town)088-191-4.20`
//!   fix to be confirmed: write `10.18778/(town)088-191-4.20`
//!     - "10.18778/%28town%29088-191-4.20"
//!     + "10.18778/(town)088-191-4.20"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.18778/(town)088-191-4.20" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "doi", "value": "10.18778/50%of-readers" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "handle", "value": "10.18778/088%2F20" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Record, doi, url};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use std::ops::Range;

pub const RULE: Rule = Rule {
    id: "doi/percent-encoded",
    severity: Severity::Error,
    reads: &[Symbol::IDENTIFIERS],
    instead_of: &["doi/syntax", "text"],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Characters of DOIs that are escaped in a web address: those of old DOIs of Wiley and the ASCE, slashes and colons.
const ESCAPED: &[u8] = b"/()<>[]:;#";

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.has_plain_doi_alone() {
        return;
    }
    for identifier in record.identifiers("doi") {
        let (node, value) = (identifier.node, identifier.value);
        let Some(first) = escapes(value).next().filter(|_| doi::prefix(value) == 0 && doi::is_doi(value)) else {
            continue;
        };
        let message = format!("the DOI contains the percent-encoded character {}", show::quoted(&value[first.clone()]));
        let finding = findings.at(Place::Within(node, first), message);
        finding.caption("percent-encoded").value(value);
        let Some(decoded) = url::unescaped(value).filter(|decoded| doi::is_doi(decoded)) else {
            finding.help("compare it with the publisher's page, and write the characters themselves");
            continue;
        };
        let advice = format!("write {}", show::quoted(&record.spelled_as_is(&decoded)));
        finding.suggestion(&*decoded).help(&*advice);
        finding.fix(advice, Applicability::Unsafe, vec![Change::Replace { node, range: None, text: decoded }]);
    }
}

/// Returns the ranges of the escapes of characters that occur in DOIs.
fn escapes(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.match_indices('%').map(|(at, _)| at..at + 3).filter(|range| {
        let code = text.get(range.start + 1..range.end).and_then(|code| u8::from_str_radix(code, 16).ok());
        code.is_some_and(|code| ESCAPED.contains(&code))
    })
}
