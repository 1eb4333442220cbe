//! A surname is written in capitals.
//!
//! ## Why
//!
//! Capitals are a convention of some journals' title pages. In data they hide where the capitals of the name are: `MCGREGOR`
//! is McGregor, `VAN DER BERG` van der Berg, and two spellings of one person are counted as two people. Names of up to
//! three letters, such as `NG`, are often whole names and are left alone. Where a word may be initials or a degree, as in
//! `SMITH MD`, no fix is offered.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Jan", "family": "KOWALSKI" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "STEFANO", "family": "FASCIANI" },
//!     { "role": "author", "given": "Anna", "family": "Nowicka" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[name/all-caps]: the surname `KOWALSKI` is written in capitals
//!    ╭─[record.json:4:51   record Reading in small towns · /contributors/0/family]
//!  3 │   "contributors": [
//!  4 │     { "role": "author", "given": "Jan", "family": "KOWALSKI" }
//!    ·                                                   ─────┬────
//!    ·                                                        ╰── capitals
//!  5 │   ]
//!    ╰────
//!   help: write `Kowalski`, if that is how the name is spelled
//!   fix to be confirmed: write it with small letters
//!     - "KOWALSKI"
//!     + "Kowalski"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Yann", "family": "LeCun" },
//!     { "role": "author", "given": "Wai", "family": "NG" },
//!     { "role": "author", "given": "Hong", "family": "LI" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Owen", "family": "MacLeod" },
//!     { "role": "author", "given": "Sean", "family": "O’Brien" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "伟", "family": "王" },
//!     { "role": "author", "organization": "UNESCO" }
//!   ]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::person::{NameMarks, Person, is_in_capitals, is_initials, meant_case, meant_case_of_given};
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

/// See the module.
pub const RULE: Rule = Rule {
    id: "name/all-caps",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::CONTRIBUTORS],
    options: &[],
    instead_of: &[],
    fix: Some(Applicability::Unsafe),
    cost: Cost::Fields,
    check: Check::Present(check),
};

/// In bytes.
const LONGEST_ABBREVIATION: usize = 6;

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for (person, part) in record.people().families(NameMarks::UPPER) {
        if part.marks.intersects(NameMarks::LOWER) || !is_in_capitals(part.text) {
            continue;
        }
        // One short word without a given name is rather the abbreviation of a body.
        let is_word = part.text.len() <= LONGEST_ABBREVIATION && !part.marks.intersects(NameMarks::WHITESPACE);
        if person.given.is_none() && is_word {
            continue;
        }
        let message = format!("the surname {} is written in capitals", show::quoted(part.text));
        let finding = findings.at(Place::Value(part.node), message);
        finding.caption("capitals").value(part.text);
        let meant = meant_case(part.text).filter(|_| !record.tree().is_protected(part.node));
        let Some((meant, changes)) =
            meant.and_then(|meant| Some((meant.clone(), changes(record, person, part.node, meant)?)))
        else {
            finding.help("write it with small letters, where the name has them");
            continue;
        };
        let given = changes.iter().find_map(|change| match change {
            Change::Replace { node, text, .. } => {
                person.given.filter(|given| given.node == *node).map(|_| text.as_str())
            }
            _ => None,
        });
        let whole = context.shape.whole_name(given, &meant);
        finding.suggestion(&*meant);
        finding.help(format!("write {}, if that is how the name is spelled", show::quoted(&record.spelled(&whole))));
        finding.fix("write it with small letters", Applicability::Unsafe, changes);
    }
}

/// The surname as it is meant, and the given names and the suffix likewise if they are in capitals, too; nothing where these
/// may be initials.
fn changes(record: &Record<'_>, person: &Person<'_>, node: NodeId, meant: String) -> Option<Vec<Change>> {
    let given = person.given.filter(|given| is_in_capitals(given.text) && !is_initials(given.text));
    let mut changes = Vec::new();
    if let Some(given) = given {
        changes.push(Change::Replace { node: given.node, range: None, text: meant_case_of_given(given.text)? });
    }
    if let Some((suffix, text)) = record.text(person.node, Symbol::SUFFIX).filter(|(_, text)| is_in_capitals(text))
        && let Some(meant) = meant_case(text)
    {
        changes.push(Change::Replace { node: suffix, range: None, text: meant });
    }
    changes.push(Change::Replace { node, range: None, text: meant });
    Some(changes)
}
