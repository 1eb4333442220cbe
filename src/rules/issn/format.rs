//! An ISSN does not have the standard form.
//!
//! ## Why
//!
//! An ISSN consists of eight digits with a hyphen in the middle (ISO 3297); the last may be a capital `X`. Programs
//! that look up a journal compare the texts, so a number with another dash or without one is not found.
//!
//! Eight digits without a hyphen are a note: many databases and reference managers write this form, the digits are
//! correct, and the fix is safe. Another dash, or a label before the number (`ISSN`, `e`, `p-ISSN`), is a warning. A
//! label that names the edition would be lost with the fix, so that fix needs confirmation. Several valid ISSNs in
//! one value are a warning, too. A value that is not an ISSN is an error; an ISBN belongs in its own field. A wrong
//! check digit, in any form, is reported by `issn/checksum`.
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
//! note[issn/format]: `20493630` does not have the form of an ISSN [*]
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
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "issn/format",
    severity: Severity::Error,
    reads: &[Symbol::JOURNAL],
    instead_of: &["issn/checksum"],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Returns the ISSNs of the record's journal.
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
        let standard_form = match Issn::parse(text) {
            Issn::OtherForm(standard_form) => standard_form,
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
        let message = format!("{} does not have the form of an ISSN", show::quoted(text));
        let finding = findings.at(Place::Value(node), message);
        finding.caption(format!("should be `{standard_form}`")).value(text).expected("an ISSN, such as `2049-3630`");
        // The digits are correct, and many databases and reference managers write this form.
        let is_bare = text.trim().bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'X' | b'x'));
        finding.severity(if is_bare { Severity::Note } else { Severity::Warning });
        finding.suggestion(&*standard_form).help(format!("write `{standard_form}`"));
        let change = Change::Replace { node, range: None, text: standard_form.clone() };
        // In `E2196-7822` the letter marks the electronic edition.
        let applicability = if has_edition_label(text) { Applicability::Unsafe } else { Applicability::Safe };
        finding.fix(format!("write `{standard_form}`"), applicability, vec![change]);
    }
}

/// Whether the ISSN has a label that names the edition, which would be lost with it: `E2196-7822`, `p-ISSN`.
fn has_edition_label(text: &str) -> bool {
    let label = text.split(|letter: char| letter.is_ascii_digit()).next().unwrap_or_default();
    let letters: String = label.chars().filter(char::is_ascii_alphabetic).collect();
    !letters.is_empty() && !letters.eq_ignore_ascii_case("issn")
}

/// The advice to look up a printed or electronic ISSN.
pub(super) const LOOK_UP: &str = "look the journal up at portal.issn.org";

/// Returns the advice to move an ISBN, or to remove it if the record already has it in the right place.
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

/// Reports several valid ISSNs in one value.
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
