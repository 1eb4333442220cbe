//! A reference stands twice.
//!
//! ## Why
//!
//! A work is listed once in a bibliography. The same entry or the same DOI twice is counted as two citations.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Nowicka A. Reading. 2020." },
//!     { "text": "Zając P. Towns. 2021." },
//!     { "text": "Nowicka A. Reading. 2020." }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Nowicka A. Reading. 2020.", "doi": "10.1000/xyz" },
//!     { "text": "Nowicka Anna (2020). Reading.", "doi": "10.1000/XYZ" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[reference/duplicate]: the reference `Nowicka A. Reading. 2020.` stands twice
//!    ╭─[record.json:6:15   record Reading in small towns · /references/2/text]
//!  3 │   "references": [
//!  4 │     { "text": "Nowicka A. Reading. 2020." },
//!    ·               ─────────────┬─────────────
//!    ·                            ╰── first here
//!  5 │     { "text": "Zając P. Towns. 2021." },
//!  6 │     { "text": "Nowicka A. Reading. 2020." }
//!    ·               ─────────────┬─────────────
//!    ·                            ╰── again here
//!  7 │   ]
//!    ╰────
//!   help: keep one of the two
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Nowicka A. Reading. 2020." },
//!     { "text": "Zając P. Towns. 2021." }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Ibid." },
//!     { "text": "Ibid." }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Nowicka A. Reading, part 1. 2020." },
//!     { "text": "Nowicka A. Reading, part 2. 2020." }
//!   ]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::{NodeId, Symbol};
use std::collections::HashMap;

/// See the module.
pub const RULE: Rule = Rule {
    id: "reference/duplicate",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::REFERENCES],
    options: &[],
    instead_of: &[],
    fix: None,
    cost: Cost::Fields,
    check: Check::Present(check),
};

/// Shorter entries are `Ibid.` and the like.
const FEWEST_BYTES: usize = 20;

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    if record.items(Symbol::REFERENCES).nth(1).is_none() {
        return;
    }
    let mut dois: HashMap<String, NodeId> = HashMap::new();
    let mut texts: HashMap<&str, NodeId> = HashMap::new();
    for reference in record.items(Symbol::REFERENCES) {
        let doi = record.text(reference, Symbol::DOI).map(|(node, doi)| (node, doi.trim().to_lowercase()));
        let text = record.text(reference, Symbol::TEXT).filter(|(_, text)| text.len() >= FEWEST_BYTES);
        let by_doi = doi.and_then(|(node, doi)| Some((node, earlier(&mut dois, doi, node)?)));
        let by_text = text.and_then(|(node, text)| Some((node, earlier(&mut texts, text.trim(), node)?)));
        let Some((node, first)) = by_doi.or(by_text) else { continue };
        let raw = record.tree().text(node).unwrap_or_default();
        let finding = findings.at(Place::Value(node), format!("the reference {} stands twice", show::quoted(raw)));
        finding.caption("again here").label(Place::Value(first), "first here").value(show::clipped(raw));
        finding.help("keep one of the two");
    }
}

/// Where the same stood before; it is remembered otherwise.
fn earlier<K: std::hash::Hash + Eq>(seen: &mut HashMap<K, NodeId>, key: K, node: NodeId) -> Option<NodeId> {
    match seen.entry(key) {
        std::collections::hash_map::Entry::Occupied(known) => Some(*known.get()),
        std::collections::hash_map::Entry::Vacant(place) => {
            place.insert(node);
            None
        }
    }
}
