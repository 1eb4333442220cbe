//! A PubMed number is not valid.
//!
//! ## Why
//!
//! A PMID has one to eight digits, without a leading zero and without a label. A value that begins with `PMC` is the
//! number of the full text in PubMed Central, which is a different scheme.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "pmid", "value": "PMID: 33044175" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "pmid", "value": "PMC123456" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[pmid/format]: `PMID: 33044175` is not a PMID [*]
//!    ╭─[record.json:3:48   record Reading in small towns · /identifiers/0/value]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "identifiers": [{ "scheme": "pmid", "value": "PMID: 33044175" }]
//!    ·                                                ────────┬───────
//!    ·                                                        ╰── not a PMID
//!  4 │ }
//!    ╰────
//!   help: write `33044175`
//!     - "PMID: 33044175"
//!     + "33044175"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "pmid", "value": "33044175" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "pmid", "value": "42" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "pmcid", "value": "PMC123456" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "pmid/format",
    severity: Severity::Error,
    reads: &[Symbol::IDENTIFIERS],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.has_plain_doi_alone() {
        return;
    }
    for identifier in record.identifiers("pmid") {
        let (node, raw) = (identifier.node, identifier.value);
        if is_number(raw) || raw.trim().is_empty() {
            continue;
        }
        let finding = findings.at(Place::Value(node), format!("{} is not a PMID", show::quoted(raw)));
        finding.caption("not a PMID").value(raw).expected("one to eight digits");
        let trimmed = raw.trim();
        let bare = trimmed
            .get(..4)
            .filter(|label| label.eq_ignore_ascii_case("pmid"))
            .map(|_| trimmed[4..].trim_start_matches([':', ' ', '.']));
        if let Some(bare) = bare.filter(|bare| is_number(bare)) {
            finding.suggestion(bare).help(format!("write {}", show::quoted(bare)));
            let change = Change::Replace { node, range: None, text: bare.to_owned() };
            finding.fix("remove the label", Applicability::Safe, vec![change]);
        } else if trimmed.get(..3).is_some_and(|label| label.eq_ignore_ascii_case("pmc")) {
            finding.help(context.shape.pmcid_advice());
        } else {
            finding.help("look the article up in PubMed");
        }
    }
}

fn is_number(text: &str) -> bool {
    matches!(text.len(), 1..=8) && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())
}
