//! The record names two Creative Commons licences that contradict each other.
//!
//! ## Why
//!
//! The licence determines what a reader may do with the text: `by` allows selling it, `by-nc-nd` allows neither that
//! nor a translation. If an address and the words that accompany it name different licences, it is unclear which one
//! applies, and programs read only the address. JATS4R requires that the attribute `xlink:href` of `license` and its
//! text agree. Versions of one licence are not compared. Formats that list the licences of a data set, its code and
//! its text together are excluded, as are licences that say what they apply to.
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
//!   help: find out which of the two applies, and name only that one
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
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::shape::creative_commons_kind;
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "license/conflict",
    severity: Severity::Warning,
    reads: &[Symbol::LICENSES],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Formats in which a record may have licences of several things.
const FORMATS_WITH_SEVERAL_LICENSES: &[&str] = &["crossref", "crossref-xml", "datacite", "datacite-xml", "oai-dc"];

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.items(Symbol::LICENSES).nth(1).is_none() || FORMATS_WITH_SEVERAL_LICENSES.contains(&context.shape.id) {
        return;
    }
    let licenses: Vec<(NodeId, &str, &str)> =
        record.items(Symbol::LICENSES).filter_map(|item| license(record, item)).collect();
    let Some((first_node, _, first)) = licenses.first().copied() else { return };
    let conflicting = licenses.iter().find(|(_, _, kind)| !kind.eq_ignore_ascii_case(first));
    let Some((node, address, kind)) = conflicting.copied() else { return };
    let message = format!("the licence is {} here, and {} before", show::quoted(kind), show::quoted(first));
    let finding = findings.at(Place::Value(node), message);
    finding.caption("another licence").label(Place::Value(first_node), "first here").value(address);
    finding.help("find out which of the two applies, and name only that one");
}

/// Returns the node, address and kind of a Creative Commons licence. Returns `None` if the licence says what it
/// applies to.
fn license<'a>(record: &Record<'a>, item: NodeId) -> Option<(NodeId, &'a str, &'a str)> {
    let tree = record.tree();
    if tree.is_object(item) && record.text(item, Symbol::APPLIES_TO).is_some() {
        return None;
    }
    let node = if tree.is_object(item) { record.member(item, Symbol::URL)? } else { item };
    let address = tree.string(node)?;
    Some((node, address, creative_commons_kind(address)?))
}
