//! The ROR id of an institution is not valid.
//!
//! ## Why
//!
//! An ROR id is a URL: `https://ror.org/0`, six letters and digits, and two check digits (ISO 7064, MOD 97-10, over
//! Crockford's base 32, which has no i, l, o and u). A wrong check digit shows a typing error. Few programs find an
//! id without its URL, or with `http:`; this is a note, and the fix corrects it.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw", "ror": "http://ror.org/039bjqg32" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw", "ror": "https://ror.org/01k4yrm30" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw", "ror": "039bjqg32" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[ror/invalid]: `http://ror.org/039bjqg32` is not the usual form of an ROR id [*]
//!    ╭─[record.json:4:73   record Reading in small towns · /affiliations/0/ror]
//!  3 │   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowick…
//!  4 │ …sity of Warsaw", "ror": "http://ror.org/039bjqg32" }]
//!    ·                          ─────────────┬────────────
//!    ·                                       ╰── another form
//!  5 │ }
//!    ╰────
//!   help: write `https://ror.org/039bjqg32`
//!     - "http://ror.org/039bjqg32"
//!     + "https://ror.org/039bjqg32"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw", "ror": "https://ror.org/039bjqg32" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw", "ror": "https://ror.org/01k4yrm29" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "affiliations": ["a1"] }],
//!   "affiliations": [{ "id": "a1", "name": "University of Warsaw", "ror": "https://ror.org/05dxps055" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::ror::Ror;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "ror/invalid",
    severity: Severity::Error,
    reads: &[Symbol::AFFILIATIONS, Symbol::CONTRIBUTORS],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for affiliation in record.every_affiliation() {
        let Some((node, raw)) = affiliation.ror else { continue };
        let ror = Ror::parse(raw);
        let message = match &ror {
            Ror::Good => continue,
            Ror::OtherForm(_) => format!("{} is not the usual form of an ROR id", show::quoted(raw)),
            Ror::WrongCheck => format!("the check digits of {} are wrong", show::quoted(raw)),
            Ror::Other => format!("{} is not an ROR id", show::quoted(raw)),
        };
        let finding = findings.at(Place::Value(node), message);
        finding.value(raw).expected("an address such as `https://ror.org/01k4yrm29`");
        if let Ror::OtherForm(usual) = ror {
            finding
                .severity(Severity::Note)
                .caption("another form")
                .suggestion(&*usual)
                .help(format!("write {}", show::quoted(&usual)));
            let change = Change::Replace { node, range: None, text: usual };
            finding.fix("write the whole address", Applicability::Safe, vec![change]);
        } else {
            finding.caption("no such id").help("look the institution up in the registry");
        }
    }
}
