//! The check digit of an ISNI is wrong.
//!
//! ## Why
//!
//! An ISNI identifies a person or an institution by sixteen digits, the last of which is computed from the others
//! (ISO 27729; ISO 7064, MOD 11-2). If it does not match, a digit was mistyped, and the number is that of another
//! person or does not exist. All numbers that are marked as ISNI are checked: of contributors, affiliations and
//! funders. An ORCID iD, which is also an ISNI, is checked by `orcid/checksum`.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka", "identifiers": [{ "scheme": "isni", "value": "0000 0001 2103 2684" }] }
//!   ]
//! }
//! ```
//!
//! ```xml
//! <article article-type="research-article" xml:lang="en"><front><article-meta>
//!   <title-group><article-title>Reading in small towns</article-title></title-group>
//!   <contrib-group><contrib contrib-type="author"><name><surname>Nowicka</surname><given-names>Anna</given-names></name>
//!     <aff><institution-wrap><institution-id institution-id-type="isni">0000000121032684</institution-id>
//!       <institution>University of Warsaw</institution></institution-wrap></aff></contrib></contrib-group>
//!   <pub-date date-type="pub"><year>2019</year></pub-date>
//! </article-meta></front></article>
//! ```
//!
//! ## Report
//!
//! ```text
//! error[isni/checksum]: the check digit of the ISNI `0000 0001 2103 2684` is wrong
//!    ╭─[record.json:4:108   record Reading in small towns · /contributors/0/identifiers/0/value]
//!  3 │   "contributors": [
//!  4 │ …heme": "isni", "value": "0000 0001 2103 2684" }] }
//!    ·                          ──────────┬──────────
//!    ·                                    ╰── wrong check digit
//!  5 │   ]
//!    ╰────
//!   help: it should be `3` if the rest is right: look the name up at isni.org
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka", "identifiers": [{ "scheme": "isni", "value": "0000 0001 2103 2683" }] }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka", "identifiers": [{ "scheme": "ISNI", "value": "https://isni.org/isni/0000000121032683" }] }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Anna", "family": "Nowicka", "identifiers": [{ "scheme": "viaf", "value": "0000 0001 2103 2684" }] }
//!   ]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::record::orcid::wrong_isni_digit;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "isni/checksum",
    severity: Severity::Error,
    reads: &[Symbol::CONTRIBUTORS, Symbol::AFFILIATIONS, Symbol::FUNDING],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let mut check_isni = |value: Option<(NodeId, &str)>| {
        let Some((node, text)) = value else { return };
        let Some(expected) = wrong_isni_digit(text) else { return };
        let message = format!("the check digit of the ISNI {} is wrong", show::quoted(text.trim()));
        let finding = findings.at(Place::Value(node), message);
        finding.caption("wrong check digit").value(text).expected(expected.to_string());
        finding.help(format!("it should be `{expected}` if the rest is right: look the name up at isni.org"));
    };
    let tree = record.tree();
    for person in record.people().all() {
        for id in person.identifiers.into_iter().flat_map(|list| tree.items(list)) {
            let [scheme, value] = record.texts_of(id, [Symbol::SCHEME, Symbol::VALUE]);
            check_isni(value.filter(|_| scheme.is_some_and(|(_, own)| own.trim().eq_ignore_ascii_case("isni"))));
        }
        for affiliation in person.affiliations.into_iter().flat_map(|list| tree.items(list)) {
            // Nearly all are references to the list of affiliations.
            if tree.is_object(affiliation) {
                check_isni(record.text(affiliation, Symbol::X_ISNI));
            }
        }
    }
    record.affiliations().iter().for_each(|affiliation| check_isni(affiliation.isni));
    for funding in record.items(Symbol::FUNDING) {
        check_isni(record.text(funding, Symbol::X_ISNI));
    }
}
