//! An ISBN has a wrong check digit, or is not an ISBN.
//!
//! ## Why
//!
//! The last digit of an ISBN is computed from the others (ISO 2108): modulo 11 with ten digits, modulo 10 with
//! thirteen, which begin with 978 or 979. A wrong check digit indicates a typing error, and the book cannot be found
//! by it. Numbers that begin with 979-0 identify printed music. Hyphens may be at any position. An ISSN, which
//! reference managers write into the field for ISBNs, is reported as such.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "isbn", "value": "978-3-16-148410-1" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "isbn", "value": "0-8044-2957-3" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "isbn", "value": "0167-9317" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[isbn/checksum]: the check digit of `978-3-16-148410-1` should be `0`
//!    ╭─[record.json:3:48   record Reading in small towns · /identifiers/0/value]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "identifiers": [{ "scheme": "isbn", "value": "978-3-16-148410-1" }]
//!    ·                                                ─────────┬─────────
//!    ·                                                         ╰── wrong check digit
//!  4 │ }
//!    ╰────
//!   help: look the ISBN up in the book or in the publisher's catalogue
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "isbn", "value": "978-3-16-148410-0" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "isbn", "value": "0-8044-2957-X" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "isbn", "value": "9788301000004" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::record::isbn::{Isbn, label};
use crate::record::issn::Issn;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "isbn/checksum",
    severity: Severity::Error,
    reads: &[Symbol::IDENTIFIERS],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.has_plain_doi_alone() {
        return;
    }
    for identifier in record.identifiers("isbn") {
        let raw = identifier.value;
        let place = Place::Value(identifier.node);
        if matches!(Isbn::parse(raw), Isbn::Other) && are_issns(raw) {
            let finding = findings.at(place, format!("{} is an ISSN, not an ISBN", show::quoted(raw)));
            finding.caption("an ISSN").value(raw).help(context.shape.move_advice("it", Symbol::ISSN));
            continue;
        }
        let (message, caption) = match Isbn::parse(raw) {
            Isbn::Good => continue,
            Isbn::WrongCheck(expected) => {
                (format!("the check digit of {} should be `{expected}`", show::quoted(raw)), "wrong check digit")
            }
            Isbn::Music => (format!("{} is a number for printed music (ISMN)", show::quoted(raw)), "printed music"),
            Isbn::Other => (why_not_isbn(raw), "not an ISBN"),
        };
        let finding = findings.at(place, message);
        finding.caption(caption).value(raw).help("look the ISBN up in the book or in the publisher's catalogue");
    }
}

/// Returns why a text is not an ISBN.
fn why_not_isbn(raw: &str) -> String {
    let shown = show::quoted(raw);
    let number = raw[label(raw)..].trim();
    let digits: String =
        number.chars().filter(|character| character.is_ascii_digit() || matches!(character, 'X' | 'x')).collect();
    let is_number =
        number.chars().all(|character| character.is_ascii_digit() || matches!(character, 'X' | 'x' | '-' | ' '));
    match digits.len() {
        13 if is_number && !digits.starts_with("978") && !digits.starts_with("979") => {
            format!("{shown} begins with {}; an ISBN of 13 digits begins with 978 or 979", &digits[..3])
        }
        10 | 13 => format!("{shown} is not an ISBN"),
        count if is_number && count > 0 => {
            format!("{shown} has {count} {}; an ISBN has 10 or 13", if count == 1 { "digit" } else { "digits" })
        }
        _ => format!("{shown} is not an ISBN"),
    }
}

/// Whether a text is one ISSN with a correct check digit, or several of them.
fn are_issns(text: &str) -> bool {
    let is_issn = |piece: &str| matches!(Issn::parse(piece), Issn::Good | Issn::OtherForm(_));
    let mut pieces = text.split([',', ';', ' ']).filter(|piece| !piece.is_empty()).peekable();
    is_issn(text) || pieces.peek().is_some() && pieces.all(is_issn)
}
