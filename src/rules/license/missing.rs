//! An open record names no licence.
//!
//! ## Why
//!
//! Open access without a licence only lets readers read: it is unclear whether the text may be copied, translated or
//! mined. The rule is off by default, and checks only records that are marked as open.
//!
//! ## Bad
//!
//! ```json profile-strict
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "rights": { "access": "open" }
//! }
//! ```
//!
//! ```json profile-strict
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "rights": { "access": "open access" },
//!   "licenses": []
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[license/missing]: the licence is missing
//!    ╭─[record.json:1:1   record Reading in small towns · /licenses]
//!  1 │ {
//!    · ─
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "rights": { "access": "open" }
//!    ·                         ───┬──
//!    ·                            ╰── open
//!  4 │ }
//!    ╰────
//!   help: say under which licence the text may be used
//! ```
//!
//! ## Good
//!
//! ```json profile-strict
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "rights": { "access": "open" },
//!   "licenses": [{ "url": "https://creativecommons.org/licenses/by/4.0/" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "rights": { "access": "closed" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" }
//! }
//! ```

use crate::diagnostic::{Place, Severity};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "license/missing",
    severity: Severity::Note,
    reads: &[Symbol::LICENSES],
    instead_of: &["field/required-missing", "field/empty"],
    check: Check::Absent(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some((node, access)) = record.field(Symbol::RIGHTS).and_then(|rights| record.text(rights, Symbol::ACCESS))
    else {
        return;
    };
    if !access.trim().to_lowercase().starts_with("open") {
        return;
    }
    if let Some(finding) = findings.missing(record, Symbol::LICENSES, "the licence") {
        finding.label(Place::Value(node), "open").help(context.shape.license_advice());
    }
}
