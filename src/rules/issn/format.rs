//! An ISSN is not written as the standard asks.
//!
//! ## Why
//!
//! An ISSN is eight digits with a hyphen in the middle (ISO 3297); the last may be a capital `X`. Programs that
//! look a journal up compare the texts, so that another dash or a missing one finds nothing.
//!
//! Eight digits without a hyphen are a note: many databases and reference managers write them so, the digits are right, and
//! the fix is safe. Another dash, or a label before the number (`ISSN`, `e`, `p-ISSN`), is a warning; a label that says of which
//! edition the number is would be lost with the fix, so that this has to be confirmed. A warning, too, are several sound
//! ISSNs in one value. What is not an ISSN is an error; an ISBN belongs in its own field. A wrong check digit, in whatever
//! form, is reported by `issn/checksum`.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "20493630" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "2049–3630" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "ISSN 1050-124X" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "0034-8910, 1518-8787" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "978-3-16-148410-0" } }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[issn/format]: `20493630` is not written as an ISSN [*]
//!    ╭─[record.json:3:65   record Czytelnictwo w małych miastach · /journal/issn/print]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │ …Małomiejskie", "issn": { "print": "20493630" } }
//!    ·                                    ─────┬────
//!    ·                                         ╰── should be `2049-3630`
//!  4 │ }
//!    ╰────
//!   help: write `2049-3630`
//!     - "20493630"
//!     + "2049-3630"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "2049-3630" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "1050-124X" } }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "journal": { "title": "Teki Małomiejskie", "issn": { "print": "0317-8471" } }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Record, isbn::Isbn, issn::Issn};
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

/// See the module.
pub const RULE: Rule = Rule {
    id: "issn/format",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[Symbol::JOURNAL],
    options: &[],
    instead_of: &["issn/checksum"],
    fix: Some(Applicability::Safe),
    cost: Cost::Fields,
    check: Check::Present(check),
};

/// The ISSNs of the record's journal.
pub(in crate::rules) fn issns<'a>(record: &'a Record<'_>) -> impl Iterator<Item = (NodeId, &'a str)> {
    let issn = record.field(Symbol::JOURNAL).and_then(|journal| record.member(journal, Symbol::ISSN));
    let members = [Symbol::PRINT, Symbol::ELECTRONIC, Symbol::LINKING];
    members.into_iter().filter_map(move |member| record.text(issn?, member))
}

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.issns_are_plain() {
        return;
    }
    for (node, text) in issns(record) {
        let right = match Issn::parse(text) {
            Issn::OtherForm(right) => right,
            Issn::Other if Isbn::parse(text) == Isbn::Good => {
                let finding =
                    findings.at(Place::Value(node), format!("{} is an ISBN, not an ISSN", show::quoted(text)));
                finding.caption("an ISBN").value(text).expected("an ISSN, such as `2049-3630`");
                finding.help(isbn_advice(record, context, text));
                continue;
            }
            Issn::Other => {
                let finding = findings.at(Place::Value(node), format!("{} is not an ISSN", show::quoted(text)));
                finding.caption("not an ISSN").value(text).expected("an ISSN, such as `2049-3630`").help(LOOK_UP);
                continue;
            }
            Issn::Several(all) => {
                report_several(record, context, (node, text), &all, findings);
                continue;
            }
            Issn::Good | Issn::WrongDigit(_) | Issn::Zeros => continue,
        };
        let message = format!("{} is not written as an ISSN", show::quoted(text));
        let finding = findings.at(Place::Value(node), message);
        finding.caption(format!("should be `{right}`")).value(text).expected("an ISSN, such as `2049-3630`");
        // The digits are right, and many databases and reference managers write them so.
        let is_bare = text.trim().bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'X' | b'x'));
        finding.severity(if is_bare { Severity::Note } else { Severity::Warning });
        finding.suggestion(&*right).help(format!("write `{right}`"));
        let change = Change::Replace { node, range: None, text: right.clone() };
        // `E2196-7822` says that it is of the electronic edition.
        let applicability = if says_medium(text) { Applicability::Unsafe } else { Applicability::Safe };
        finding.fix(format!("write `{right}`"), applicability, vec![change]);
    }
}

/// Whether a label before an ISSN says of which edition it is, which would be lost with it: `E2196-7822`, `p-ISSN`.
fn says_medium(text: &str) -> bool {
    let label = text.split(|letter: char| letter.is_ascii_digit()).next().unwrap_or_default();
    let letters: String = label.chars().filter(char::is_ascii_alphabetic).collect();
    !letters.is_empty() && !letters.eq_ignore_ascii_case("issn")
}

/// Where an ISSN is looked up, printed or electronic.
pub(super) const LOOK_UP: &str = "look the journal up at portal.issn.org";

/// Where an ISBN belongs, or that it can go where the record has it there already.
fn isbn_advice(record: &Record<'_>, context: &RuleContext<'_>, text: &str) -> String {
    let place = context.shape.isbn_place();
    let digits = |isbn: &str| isbn.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let is_known = record.identifiers("isbn").any(|known| digits(known.value) == digits(text));
    match place {
        Some(place) if is_known => format!("remove it: {place} has it already"),
        Some(place) => format!("move it to {place}"),
        None => LOOK_UP.to_owned(),
    }
}

/// Several ISSNs in one value: all are right, and belong apart.
fn report_several(
    record: &Record<'_>,
    context: &RuleContext<'_>,
    (node, text): (NodeId, &str),
    all: &[String],
    findings: &mut Findings<'_>,
) {
    let named = record.written(node).unwrap_or_else(|| "`issn`".to_owned());
    let count = if all.len() == 2 { "two ISSNs".to_owned() } else { format!("{} ISSNs", all.len()) };
    let finding = findings.at(Place::Value(node), format!("{count} in one {named}"));
    finding.caption(count).value(text).expected("an ISSN, such as `2049-3630`").severity(Severity::Warning);
    finding.help(context.shape.issns_advice(all));
}
