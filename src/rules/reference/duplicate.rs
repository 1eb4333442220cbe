//! A reference is listed twice.
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
//! warning[reference/duplicate]: the reference `Nowicka A. Reading. 2020.` is listed twice
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
use crate::record::{Record, SHORTEST_REFERENCE, doi, exact, repeats, trimmed};
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::{NodeId, Symbol};

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

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    if record.references_are_plain() {
        return;
    }
    if record.references().len() < 2 {
        return;
    }
    let entry =
        |reference: NodeId, said: Option<_>| said.map(|(node, text)| Entry { reference, node, text: trimmed(text) });
    let all = record.references().iter();
    let dois: Vec<Entry<'_>> = all.clone().filter_map(|one| entry(one.node, one.doi)).collect();
    let texts = all.filter_map(|one| entry(one.node, one.text));
    let texts: Vec<Entry<'_>> = texts.filter(|entry| entry.text.len() >= SHORTEST_REFERENCE).collect();
    let mut told: Vec<NodeId> = Vec::new();
    // Case means nothing in a DOI; words are compared as they stand.
    let same_dois =
        repeats(&dois, |entry| doi::ending(entry.text), |one, other| one.text.eq_ignore_ascii_case(other.text));
    let same_texts = repeats(&texts, |entry| exact(entry.text), |one, other| one.text == other.text);
    for (entries, same) in [(dois, same_dois), (texts, same_texts)] {
        for (first, again) in same {
            let Entry { reference, node, text } = entries[again];
            // What has the same DOI has the same words, too.
            if told.contains(&reference) {
                continue;
            }
            told.push(reference);
            let finding =
                findings.at(Place::Value(node), format!("the reference {} is listed twice", show::quoted(text)));
            finding.caption("again here").label(Place::Value(entries[first].node), "first here");
            finding.value(show::clipped(text)).help("keep one of the two");
        }
    }
}

/// The DOI or the words of a reference, without white space around them.
#[derive(Clone, Copy)]
struct Entry<'a> {
    reference: NodeId,
    node: NodeId,
    text: &'a str,
}
