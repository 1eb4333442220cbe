//! A name contains an address or an ORCID iD.
//!
//! ## Why
//!
//! An e-mail address, a web address or an ORCID iD is not part of a name. Searches for the name do not find it, and
//! searches for the address do not either. Each has a field of its own.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Jan", "family": "Kowalski jk@uni.pl" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "family": "Nowicka https://orcid.org/0009-0001-6756-6661" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[name/contains-contact]: an e-mail address is part of a name, `jk@uni.pl`
//!    ╭─[record.json:4:61   record Reading in small towns · /contributors/0/family]
//!  3 │   "contributors": [
//!  4 │     { "role": "author", "given": "Jan", "family": "Kowalski jk@uni.pl" }
//!    ·                                                             ────┬────
//!    ·                                                                 ╰── not a name
//!  5 │   ]
//!    ╰────
//!   help: move it to `email`
//!   fix to be confirmed: move it
//!     - "Kowalski jk@uni.pl" }
//!     + "Kowalski", "email": "jk@uni.pl" }
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Jan", "family": "Kowalski", "email": "jk@uni.pl" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "0009-0001-6756-6661" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Jan", "family": "Kowalski: the Elder" }
//!   ]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::person::{self, NameMarks, Part, Person};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use std::ops::Range;

pub const RULE: Rule = Rule {
    id: "name/contains-contact",
    severity: Severity::Error,
    reads: &[Symbol::CONTRIBUTORS],
    instead_of: &[
        "name/multiple-in-one",
        "name/unsplit",
        "name/is-institution",
        "name/title-or-degree",
        "name/suffix-in-surname",
        "name/affil-marker",
        "name/all-caps",
        "name/all-lower",
        "name/case-after-dot",
    ],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

const MARKS: NameMarks = NameMarks::ADDRESS.or(NameMarks::DIGIT).or(NameMarks::DOT);

/// A kind of text that is not part of a name; it determines the field that the text belongs to.
enum Contact {
    Email,
    Orcid,
    Address,
}

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for (person, part) in record.people().parts(MARKS) {
        let Some((range, contact)) = words(part.text).find_map(|(range, word)| Some((range, contact(word)?))) else {
            continue;
        };
        let what = match contact {
            Contact::Email => "an e-mail address",
            Contact::Orcid => "an ORCID iD",
            Contact::Address => "a web address",
        };
        let word = &part.text[range.clone()];
        let message = format!("{what} is part of a name, {}", show::quoted(word));
        let finding = findings.at(Place::Within(part.node, range.clone()), message);
        finding.caption("not a name").value(part.text).help(match contact {
            Contact::Email => context.shape.move_advice("it", Symbol::EMAIL),
            Contact::Orcid => context.shape.move_advice("it", Symbol::ORCID),
            Contact::Address => "remove it from the name".to_owned(),
        });
        if let Some(changes) = moved(record, person, part, range, &contact) {
            finding.fix("move it", Applicability::Unsafe, changes);
        }
    }
}

/// Returns the changes that move the text from the name to its field. `None` if the field already has a value, or
/// nothing of the name would be left.
fn moved(
    record: &Record<'_>,
    person: &Person<'_>,
    part: Part<'_>,
    range: Range<usize>,
    contact: &Contact,
) -> Option<Vec<Change>> {
    let (field, text) = match contact {
        Contact::Email => (Symbol::EMAIL, part.text[range.clone()].to_owned()),
        Contact::Orcid => (Symbol::ORCID, orcid(&part.text[range.clone()])?.to_owned()),
        Contact::Address => return None,
    };
    let head = part.text[..range.start]
        .trim_end_matches(|character: char| character.is_whitespace() || matches!(character, ',' | '(' | ';'));
    let tail = part.text[range.end..].trim_start_matches([')', ',', ';']);
    let tail = if head.is_empty() { tail.trim_start() } else { tail };
    let is_left = head.chars().chain(tail.chars()).any(char::is_alphabetic);
    (is_left && record.member(person.node, field).is_none()).then(|| {
        let cut = head.len()..part.text.len() - tail.len();
        let cut = Change::Replace { node: part.node, range: Some(cut), text: String::new() };
        vec![cut, Change::Insert { node: person.node, name: field.name().to_owned(), text }]
    })
}

fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    person::words(text).map(|(range, word)| {
        let bare = word.trim_matches(['(', ')', '<', '>', ',', ';', '[', ']']);
        let start = range.start + word.find(bare).unwrap_or_default();
        (start..start + bare.len(), bare)
    })
}

fn contact(word: &str) -> Option<Contact> {
    if orcid(word).is_some() {
        return Some(Contact::Orcid);
    }
    if let Some((user, host)) = word.split_once('@') {
        let is_host = host.contains('.')
            && host.chars().all(|character| character.is_alphanumeric() || matches!(character, '.' | '-'));
        return (!user.is_empty() && is_host).then_some(Contact::Email);
    }
    let is_address = ["http://", "https://", "www."]
        .iter()
        .any(|start| word.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)));
    is_address.then_some(Contact::Address)
}

/// Returns the sixteen digits of an ORCID iD, with their hyphens, from the end of a word.
fn orcid(word: &str) -> Option<&str> {
    const LENGTH: usize = 19;
    let tail = word.get(word.len().checked_sub(LENGTH)?..)?;
    let fits = tail.bytes().enumerate().all(|(at, byte)| match at {
        4 | 9 | 14 => byte == b'-',
        18 => byte.is_ascii_digit() || byte.eq_ignore_ascii_case(&b'x'),
        _ => byte.is_ascii_digit(),
    });
    fits.then_some(tail)
}
