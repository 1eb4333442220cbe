//! A keyword is listed twice.
//!
//! ## Why
//!
//! The same keyword twice in one language says nothing more and is counted twice in statistics. Capitals are no
//! difference, but a fix has to be confirmed where they differ: `Polish` is a language, and `polish` is not.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "keywords": [{ "lang": "en", "terms": ["reading", "libraries", "reading"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "keywords": [{ "lang": "pl", "terms": ["UE", "ue "] }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[keyword/duplicate]: the keyword `reading` is listed twice [*]
//!    ╭─[record.json:3:66   record Czytelnictwo w małych miastach · /keywords/0/terms/2]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │ …"lang": "en", "terms": ["reading", "libraries", "reading"] }]
//!    ·                          ────┬────               ────┬────
//!    ·                              │                       ╰── again here
//!    ·                              ╰── first here
//!  4 │ }
//!    ╰────
//!   help: keep one of them
//!     - "reading"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "keywords": [{ "lang": "en", "terms": ["reading", "libraries"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "keywords": [{ "lang": "en", "terms": ["region"] }, { "lang": "pl", "terms": ["region"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "keywords": [{ "lang": "en", "terms": ["C", "C++"] }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Record, folded, is_same, repeats};
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "keyword/duplicate",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::KEYWORDS],
    options: &[],
    instead_of: &[],
    fix: Some(Applicability::Safe),
    cost: Cost::Fields,
    check: Check::Present(check),
};

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    if record.keywords_are_plain() {
        return;
    }
    for group in record.keywords() {
        let terms = &group.terms;
        for (first, again) in repeats(terms, |term| folded(term.1), |one, other| is_same(one.1, other.1)) {
            let (node, term) = (terms[again].0, terms[again].1.trim());
            let finding =
                findings.at(Place::Value(node), format!("the keyword {} is listed twice", show::quoted(term)));
            finding.caption("again here").label(Place::Value(terms[first].0), "first here").value(term);
            finding.help("keep one of them");
            // `Polish` is a language, `polish` is what shoes get; `AIDS` is not `aids`.
            let is_alike = terms[first].1.split_whitespace().eq(terms[again].1.split_whitespace());
            let applicability = if is_alike { Applicability::Safe } else { Applicability::Unsafe };
            finding.fix("remove the later one", applicability, vec![Change::Remove { node }]);
        }
    }
}
