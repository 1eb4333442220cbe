//! An arXiv identifier does not have the standard form.
//!
//! ## Why
//!
//! Since April 2007 an arXiv identifier consists of year and month, a full stop and a number of four digits (five
//! since 2015): `1706.03762`, optionally with a version. Older identifiers consist of an archive and seven
//! digits: `hep-th/9901001`. The month is between 01 and 12.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "arxiv", "value": "arXiv:1706.03762" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "arxiv", "value": "1713.03762" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[arxiv/format]: `arXiv:1706.03762` is not an arXiv identifier [*]
//!    ╭─[record.json:3:49   record Reading in small towns · /identifiers/0/value]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "identifiers": [{ "scheme": "arxiv", "value": "arXiv:1706.03762" }]
//!    ·                                                 ─────────┬────────
//!    ·                                                          ╰── not an arXiv identifier
//!  4 │ }
//!    ╰────
//!   help: write `1706.03762`
//!     - "arXiv:1706.03762"
//!     + "1706.03762"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "arxiv", "value": "1706.03762v3" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "arxiv", "value": "hep-th/9901001" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "arxiv", "value": "math.GT/0309136" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Record, arxiv};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "arxiv/format",
    severity: Severity::Error,
    reads: &[Symbol::IDENTIFIERS],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.has_plain_doi_alone() {
        return;
    }
    for identifier in record.identifiers("arxiv") {
        let (node, raw) = (identifier.node, identifier.value);
        if arxiv::is_id(raw) || raw.trim().is_empty() {
            continue;
        }
        let finding = findings.at(Place::Value(node), format!("{} is not an arXiv identifier", show::quoted(raw)));
        finding
            .caption("not an arXiv identifier")
            .value(raw)
            .expected("an identifier such as `1706.03762` or `hep-th/9901001`");
        if let Some(bare) = arxiv::bare(raw) {
            finding.suggestion(bare).help(format!("write {}", show::quoted(bare)));
            let change = Change::Replace { node, range: None, text: bare.to_owned() };
            finding.fix("remove the label", Applicability::Safe, vec![change]);
        } else {
            finding.help("look the preprint up on arXiv");
        }
    }
}
