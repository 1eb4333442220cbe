//! A surname is written in capitals.
//!
//! ## Why
//!
//! Some journals print surnames in capitals on their title pages. In data this hides the real spelling: `MCGREGOR` is
//! McGregor, `VAN DER BERG` is van der Berg, and two spellings of one person are counted as two people. Names of up
//! to three letters, such as `NG`, are often real names and are not reported. Where a word may be initials or a
//! degree, as in `SMITH MD`, no fix is offered.
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
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "name/all-caps",
    severity: Severity::Warning,
    reads: &[Symbol::CONTRIBUTORS],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// In bytes.
const LONGEST_ABBREVIATION: usize = 6;

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for (person, part) in record.people().families(NameMarks::UPPER) {
        if part.marks.intersects(NameMarks::LOWER) || !is_in_capitals(part.text) {
            continue;
        }
        // A short word without a given name is probably the abbreviation of an organisation.
        let is_short_word = part.text.len() <= LONGEST_ABBREVIATION && !part.marks.intersects(NameMarks::WHITESPACE);
        if person.given.is_none() && is_short_word {
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

/// Returns the changes that give the surname its usual case, and also the given names and the suffix if they are in
/// capitals. `None` where the given names may be initials.
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
