//! An affiliation contains several institutions.
//!
//! ## Why
//!
//! Institutions are counted, linked and searched one by one. Two names separated by a semicolon or a line break
//! look like one odd institution.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw; Polish Academy of Sciences" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw\nPolish Academy of Sciences" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[affiliation/multiple-in-one]: 2 institutions are written as one affiliation
//!    ╭─[record.json:4:42   record Reading in small towns · /affiliations/0/name]
//!  3 │   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowick…
//!  4 │ …[{ "id": "a1", "name": "University of Warsaw; Polish Academy of Sciences"…
//!    ·                         ─────────────────────────┬────────────────────────
//!    ·                                                  ╰── several institutions
//!  5 │ }
//!    ╰────
//!   help: keep each institution as an affiliation of its own
//!   fix to be confirmed: make an affiliation of each
//!     - "a1"
//!     + "a1", "a1-2"
//!     - "affiliations": [{ "id": "a1", "name": "University of Warsaw; Polish Academy of Sciences"…]
//!     + "affiliations": [{ "id": "a1", "name": "University of Warsaw" }, { "id": "a1-2", "name": …]
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }, { "role": "author", "given": "Piotr", "family": "Zając", "affiliations": ["a2"] }],
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw" }, { "id": "a2", "name": "Polish Academy of Sciences" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "Institute of History, University of Warsaw, ul. Koszykowa 75; 00-662 Warsaw" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "Dept. A; Room 12" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, New, Place, Severity, show};
use crate::record::{Affiliation, Record};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use std::cell::OnceCell;
use std::collections::HashSet;

use super::duplicate::Pointers;

pub const RULE: Rule = Rule {
    id: "affiliation/multiple-in-one",
    severity: Severity::Warning,
    reads: &[Symbol::AFFILIATIONS, Symbol::CONTRIBUTORS],
    instead_of: &["text/whitespace"],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Beginnings of words for institutions, in lower case, in English, Polish, German, French, Spanish, Portuguese,
/// Italian, Czech, Russian and Ukrainian.
const INSTITUTIONS: &[&str] = &[
    "univ",
    "uniw",
    "politech",
    "polytech",
    "akadem",
    "academ",
    "instit",
    "instyt",
    "colleg",
    "école",
    "escuela",
    "hochschul",
    "museum",
    "muzeum",
    "museo",
    "bibliot",
    "librar",
    "hospital",
    "szpital",
    "klin",
    "szkoł",
    "facult",
    "fakult",
    "wydział",
    "vysok",
    "ústav",
    "centr",
    "center",
    "școal",
    "універс",
    "универс",
    "інстит",
    "инстит",
    "академ",
];

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.affiliations_are_plain() {
        return;
    }
    let pointers = OnceCell::new();
    for affiliation in record.every_affiliation() {
        let Some((node, name)) = affiliation.name else { continue };
        // SciELO keeps the text of the article beside the normalised name, which is that of one institution.
        let has_normalised_name = record.text(affiliation.node, Symbol::X_ORGNAME).is_some();
        if has_normalised_name || !name.bytes().any(|byte| matches!(byte, b';' | b'\n')) {
            continue;
        }
        let parts: Vec<&str> = name.split([';', '\n']).map(str::trim).filter(|part| is_institution(part)).collect();
        if parts.len() < 2 || are_same_institution(&parts) {
            continue;
        }
        // A part such as `AstraZeneca` is not recognised as an institution, but may be one.
        let all = name.split([';', '\n']).filter(|part| !part.trim().is_empty()).count();
        let count = if all == parts.len() { parts.len().to_string() } else { "several".to_owned() };
        let finding = findings.at(Place::Value(node), format!("{count} institutions are written as one affiliation"));
        finding
            .caption("several institutions")
            .value(show::clipped(name))
            .help("keep each institution as an affiliation of its own");
        if let Some(changes) =
            split_by_institution(record, &affiliation, &parts, &pointers).filter(|_| all == parts.len())
        {
            finding.fix("make an affiliation of each", Applicability::Unsafe, changes);
        }
    }
}

/// Whether all parts name one institution, as for a person with two positions at it.
fn are_same_institution(parts: &[&str]) -> bool {
    let names = |part: &str| -> Vec<String> {
        let pieces = part.split(',').map(str::trim).filter(|piece| is_institution(piece));
        pieces.map(str::to_lowercase).collect()
    };
    let Some((first, rest)) = parts.split_first() else { return true };
    let known: HashSet<String> = names(first).into_iter().collect();
    rest.iter().all(|part| names(part).iter().any(|name| known.contains(name)))
}

/// Returns the changes that make an affiliation of each institution, with a new id for each but the first, and
/// that link the contributors to all of them. Returns `None` if the affiliation has more than an id and a name.
fn split_by_institution<'a>(
    record: &Record<'a>,
    affiliation: &Affiliation<'a>,
    parts: &[&str],
    pointers: &OnceCell<Pointers<'a>>,
) -> Option<Vec<Change>> {
    let tree = record.tree();
    let is_known = |symbol| matches!(symbol, Symbol::ID | Symbol::NAME);
    if !tree.children(affiliation.node).all(|child| child.key.is_some_and(|key| is_known(tree.symbol(key)))) {
        return None;
    }
    let Some((_, id)) = affiliation.id else {
        let values = parts.iter().map(|part| New::object([("name", *part)])).collect();
        return Some(vec![Change::Divide { node: affiliation.node, values }]);
    };
    // Nothing refers to an affiliation inside a contributor.
    let own = record.field(Symbol::AFFILIATIONS)?;
    if !(own < affiliation.node && affiliation.node < tree.after(own)) {
        return None;
    }
    // The first keeps the id, so that references to it stay valid.
    let ids: Vec<String> =
        (1..=parts.len()).map(|number| if number == 1 { id.to_owned() } else { format!("{id}-{number}") }).collect();
    if ids[1..].iter().any(|id| record.has_affiliation(id)) {
        return None;
    }
    let values = parts.iter().zip(&ids).map(|(part, id)| New::object([("id", id.as_str()), ("name", *part)])).collect();
    let mut changes = vec![Change::Divide { node: affiliation.node, values }];
    let pointing = pointers.get_or_init(|| Pointers::of(record)).to(id)?;
    changes.extend(pointing.iter().map(|(_, item)| Change::Split { node: *item, texts: ids.clone() }));
    Some(changes)
}

/// Whether a part names an institution and not, for example, an address.
pub(super) fn is_institution(part: &str) -> bool {
    part.to_lowercase()
        .split(|letter: char| !letter.is_alphabetic())
        .any(|word| INSTITUTIONS.iter().any(|begin| word.starts_with(begin)))
}
