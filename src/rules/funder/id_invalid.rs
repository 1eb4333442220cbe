//! A funder has no identifier, or one that is not a funder identifier.
//!
//! ## Why
//!
//! Funders are identified by the Open Funder Registry (DOIs that begin with `10.13039/`) or by ROR. Any other DOI is
//! that of an article or a grant; and the number of a grant is useless without its funder.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "funding": [{ "funder": "Narodowe Centrum Nauki", "funderId": "10.13039/501100…" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "funding": [{ "award": "2019/33/B/HS3/00123" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[funder/id-invalid]: `10.13039/501100…` is not a funder identifier
//!    ╭─[record.json:3:65   record Reading in small towns · /funding/0/funderId]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │ …ntrum Nauki", "funderId": "10.13039/501100…" }]
//!    ·                            ─────────┬────────
//!    ·                                     ╰── not a funder
//!  4 │ }
//!    ╰────
//!   help: look the funder up in ROR
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "funding": [{ "funder": "Narodowe Centrum Nauki", "funderId": "10.13039/501100004281", "award": "2019/33/B/HS3/00123" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "funding": [{ "funder": "Narodowe Centrum Nauki", "funderId": "https://ror.org/03ha2q922" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "funding": [{ "funder": "Narodowe Centrum Nauki" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::ror::Ror;
use crate::record::{Record, doi};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "funder/id-invalid",
    severity: Severity::Warning,
    reads: &[Symbol::FUNDING],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for funding in record.items(Symbol::FUNDING) {
        let funder = record.text(funding, Symbol::FUNDER);
        if let Some((node, raw)) = record.text(funding, Symbol::FUNDER_ID) {
            let number = raw[doi::prefix(raw)..].strip_prefix("10.13039/");
            let is_registered =
                number.is_some_and(|number| number.len() >= 9 && number.bytes().all(|byte| byte.is_ascii_digit()));
            if !is_registered && !matches!(Ror::parse(raw), Ror::Good | Ror::OtherForm(_)) {
                // The number of a funder at Crossref, without the prefix that makes it a DOI.
                let bare = raw.trim();
                if bare.starts_with("100") && bare.len() >= 9 && bare.bytes().all(|byte| byte.is_ascii_digit()) {
                    let message = format!("the identifier {} has no `10.13039/` before it", show::quoted(bare));
                    let finding = findings.at(Place::Value(node), message);
                    finding.caption("only the number").value(raw);
                    finding.help(format!("write `https://doi.org/10.13039/{bare}`"));
                    continue;
                }
                let finding =
                    findings.at(Place::Value(node), format!("{} is not a funder identifier", show::quoted(raw)));
                finding
                    .caption("not a funder")
                    .value(raw)
                    .expected("`10.13039/` and a number, or the address of an ROR id");
                finding.help("look the funder up in ROR");
            }
        } else if let Some((node, award)) = record.text(funding, Symbol::AWARD).filter(|_| funder.is_none()) {
            let finding = findings.at(Place::Value(node), format!("the grant {} has no funder", show::quoted(award)));
            finding.caption("whose grant?").value(award).help("name the funder");
        }
    }
}
