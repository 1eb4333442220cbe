//! The record names two licences of Creative Commons that contradict each other.
//!
//! ## Why
//!
//! A reader may do with the text what the licence allows: `by` allows to sell it, `by-nc-nd` allows neither that nor a
//! translation. Where one address says the one and the words beside it say the other, nobody knows which holds, and programs
//! read the address alone. JATS4R asks that the attribute `xlink:href` of `license` and the text in it agree. Versions of one
//! licence are not compared. Formats in which the licences of a data set, its code and its text are in one list are left out,
//! as are licences that say what they apply to.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "licenses": [
//!     { "url": "https://creativecommons.org/licenses/by/4.0/" },
//!     { "url": "https://creativecommons.org/licenses/by-nc-nd/4.0/" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "licenses": ["https://creativecommons.org/licenses/by-sa/4.0/", "https://creativecommons.org/licenses/by/4.0/"]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[license/conflict]: the licence is `by-nc-nd` here, and `by` before
//!    ╭─[record.json:5:14   record Reading in small towns · /licenses/1/url]
//!  3 │   "licenses": [
//!  4 │     { "url": "https://creativecommons.org/licenses/by/4.0/" },
//!    ·              ───────────────────────┬──────────────────────
//!    ·                                     ╰── first here
//!  5 │     { "url": "https://creativecommons.org/licenses/by-nc-nd/4.0/" }
//!    ·              ──────────────────────────┬─────────────────────────
//!    ·                                        ╰── another licence
//!  6 │   ]
//!    ╰────
//!   help: find out which of the two holds, and name that one alone
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "licenses": [
//!     { "url": "https://creativecommons.org/licenses/by/4.0/", "lang": "en" },
//!     { "url": "https://creativecommons.org/licenses/by/4.0/", "lang": "pl" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "licenses": [
//!     { "url": "https://creativecommons.org/licenses/by/4.0/", "appliesTo": "vor" },
//!     { "url": "https://creativecommons.org/licenses/by-nc-nd/4.0/", "appliesTo": "am" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "licenses": [
//!     { "url": "https://creativecommons.org/licenses/by/4.0/" },
//!     { "url": "https://example.org/terms" }
//!   ]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::shape::creative_commons_kind;
use crate::tree::{NodeId, Symbol};

/// See the module.
pub const RULE: Rule = Rule {
    id: "license/conflict",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::LICENSES],
    options: &[],
    instead_of: &[],
    fix: None,
    cost: Cost::Fields,
    check: Check::Present(check),
};

/// Formats in which a record may name the licences of several things.
const SEVERAL: &[&str] = &["crossref", "crossref-xml", "datacite", "datacite-xml", "oai-dc"];

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.items(Symbol::LICENSES).nth(1).is_none() || SEVERAL.contains(&context.shape.id) {
        return;
    }
    let found: Vec<(NodeId, &str, &str)> =
        record.items(Symbol::LICENSES).filter_map(|item| license(record, item)).collect();
    let Some((first_node, _, first)) = found.first().copied() else { return };
    let other = found.iter().find(|(_, _, kind)| !kind.eq_ignore_ascii_case(first));
    let Some((node, address, kind)) = other.copied() else { return };
    let message = format!("the licence is {} here, and {} before", show::quoted(kind), show::quoted(first));
    let finding = findings.at(Place::Value(node), message);
    finding.caption("another licence").label(Place::Value(first_node), "first here").value(address);
    finding.help("find out which of the two holds, and name that one alone");
}

/// The address of a licence of Creative Commons and its kind, where it does not say what it applies to.
fn license<'a>(record: &Record<'a>, item: NodeId) -> Option<(NodeId, &'a str, &'a str)> {
    let tree = record.tree();
    if tree.is_object(item) && record.text(item, Symbol::APPLIES_TO).is_some() {
        return None;
    }
    let node = if tree.is_object(item) { record.member(item, Symbol::URL)? } else { item };
    let address = tree.string(node)?;
    Some((node, address, creative_commons_kind(address)?))
}
