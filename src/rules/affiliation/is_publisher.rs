//! Every contributor is affiliated with the publisher.
//!
//! ## Why
//!
//! Some exports write the publisher of the journal as the affiliation of each author, because they have no other.
//! If it is the same for all authors and equals the publisher, it does not say where they work.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "journal": { "title": "Notes", "publisher": "Etnologický ústav AV ČR" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }, { "role": "author", "given": "Petr", "family": "Svoboda", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "Etnologický ústav AV ČR, Na Florenci 3, Praha" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "journal": { "title": "Notes", "publisher": "Etnologický ústav AV ČR" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }, { "role": "author", "given": "Petr", "family": "Svoboda", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "Etnologický ústav AV ČR, Na Florenci 3, Praha" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[affiliation/is-publisher]: every contributor belongs to the publisher, `Etnologický ústav AV ČR`
//!    ╭─[record.json:5:42   record Reading in small towns · /affiliations/0/name]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │ …: "Notes", "publisher": "Etnologický ústav AV ČR" },
//!    ·                          ────────────┬────────────
//!    ·                                      ╰── publisher
//!  4 │   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowick…
//!  5 │ … [{ "id": "a1", "name": "Etnologický ústav AV ČR, Na Florenci 3, Praha" }…
//!    ·                          ───────────────────────┬───────────────────────
//!    ·                                                 ╰── the publisher?
//!  6 │ }
//!    ╰────
//!   help: write the institutions of the authors, or leave them out
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "journal": { "title": "Notes", "publisher": "University of Warsaw Press" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }, { "role": "author", "given": "Petr", "family": "Svoboda", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "journal": { "title": "Notes", "publisher": "Etnologický ústav AV ČR" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }, { "role": "author", "given": "Petr", "family": "Svoboda", "affiliations": ["a2"] }],
//!   "affiliations": [{ "id": "a1", "name": "Etnologický ústav AV ČR" }, { "id": "a2", "name": "Masarykova univerzita" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::{Record, trimmed};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "affiliation/is-publisher",
    severity: Severity::Note,
    reads: &[Symbol::AFFILIATIONS],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some((publisher_node, publisher)) =
        record.field(Symbol::JOURNAL).and_then(|journal| record.text(journal, Symbol::PUBLISHER))
    else {
        return;
    };
    let [only] = record.affiliations() else { return };
    let Some((node, name)) = only.name else { return };
    let id = only.id.map(|(_, id)| id);
    let belongs = |contributor| {
        record
            .member(contributor, Symbol::AFFILIATIONS)
            .is_some_and(|list| record.tree().items(list).any(|item| record.tree().string(item) == id))
    };
    let (name, publisher) = (trimmed(name), trimmed(publisher));
    // The publisher's name, with or without its address.
    let is_publisher = name.strip_prefix(publisher).is_some_and(|rest| rest.is_empty() || rest.starts_with(','));
    if !is_publisher || record.contributors().nth(1).is_none() || !record.contributors().all(belongs) {
        return;
    }
    let finding = findings
        .at(Place::Value(node), format!("every contributor belongs to the publisher, {}", show::quoted(publisher)));
    finding.caption("the publisher?").label(Place::Value(publisher_node), "publisher").value(name);
    finding.help("write the institutions of the authors, or leave them out");
}
