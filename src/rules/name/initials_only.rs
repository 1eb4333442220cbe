//! The given names are only initials.
//!
//! ## Why
//!
//! `J. Nowak` may be any of hundreds of people. A full given name, if the printed article has it, distinguishes the
//! authors. Off unless a profile requires it, because many journals print only initials.
//!
//! ## Bad
//!
//! ```json profile-strict
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "J.", "family": "Nowak" }
//!   ]
//! }
//! ```
//!
//! ```json profile-strict
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "J.-P.", "family": "Nowak" },
//!     { "role": "author", "given": "Anna", "family": "Nowicka" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[name/initials-only]: the given names `J.` are only initials
//!    ╭─[record.json:4:34   record Reading in small towns · /contributors/0/given]
//!  3 │   "contributors": [
//!  4 │     { "role": "author", "given": "J.", "family": "Nowak" }
//!    ·                                  ──┬─
//!    ·                                    ╰── initials
//!  5 │   ]
//!    ╰────
//!   help: write the given name, if the article has it
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Jan", "family": "Nowak" },
//!     { "role": "author", "given": "Li", "family": "Wu" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Jan M.", "family": "Nowak" },
//!     { "role": "author", "given": "J. Maria", "family": "Nowak" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Bo", "family": "Ek" },
//!     { "role": "author", "given": "伟", "family": "王" }
//!   ]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::record::person::is_initials;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "name/initials-only",
    severity: Severity::Note,
    reads: &[Symbol::CONTRIBUTORS],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for person in record.people().all() {
        let Some(given) = person.given.filter(|given| is_initials(given.text)) else { continue };
        let message = format!("the given names {} are only initials", show::quoted(given.text));
        let finding = findings.at(Place::Value(given.node), message);
        finding.caption("initials").value(given.text).help("write the given name, if the article has it");
    }
}
