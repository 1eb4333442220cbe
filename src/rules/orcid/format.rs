//! An ORCID iD is not in the form that the registry requires.
//!
//! ## Why
//!
//! An ORCID iD is sixteen digits in four groups, either alone or after `https://orcid.org/`. People understand a link
//! copied from their own account, or digits without hyphens, but few programs do. A value without sixteen digits is
//! not an ORCID iD.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "https://orcid.org/my-orcid?orcid=0000-0003-3629-2941" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "0000000218250097" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "anna.nowicka" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[orcid/format]: `https://orcid.org/my-orcid?orcid=0000-00…` is not in the usual form of an ORCID iD [*]
//!    ╭─[record.json:3:87   record Czytelnictwo w małych miastach · /contributors/0/orcid]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │ …Nowicka", "orcid": "https://orcid.org/my-orcid?orcid=0000-0003-3629-2941"…
//!    ·                     ───────────────────────────┬──────────────────────────
//!    ·                                                ╰── another form
//!  4 │ }
//!    ╰────
//!   help: write `https://orcid.org/0000-0003-3629-2941`
//!     - "https://orcid.org/my-orcid?orcid=0000-0003-3629-2941"
//!     + "https://orcid.org/0000-0003-3629-2941"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "0000-0003-3629-2941" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "https://orcid.org/0009-0001-6756-6661" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka", "orcid": "0000-0002-9079-593X" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Record, orcid::Orcid};
use crate::ruleset::{Check, Choice, Findings, Opt, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "orcid/format",
    severity: Severity::Error,
    reads: &[Symbol::CONTRIBUTORS],
    options: &[Opt::Choice(&FORM)],
    instead_of: &["orcid/checksum", "orcid/fake"],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// The form in which iDs are written.
const FORM: Choice = Choice {
    name: "form",
    default: "any",
    of: &["any", "bare", "url"],
    about: "How an iD is written: bare (0000-0003-3629-2941), url (https://orcid.org/0000-0003-3629-2941), any (either)",
};

/// The part of the URL before an iD.
const ADDRESS: &str = "https://orcid.org/";

/// Returns the ORCID iDs of the record's contributors.
pub(super) fn orcids<'a>(record: &'a Record<'_>) -> impl Iterator<Item = (NodeId, &'a str)> {
    record.people().all().iter().filter_map(|person| person.orcid)
}

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let form = context.choice(&FORM);
    if form == "any" && record.orcids_are_plain() {
        return;
    }
    for (node, text) in orcids(record) {
        let usual = match Orcid::parse(text) {
            Orcid::WrongDigit(_) => continue,
            Orcid::Good => match (form, text.strip_prefix(ADDRESS)) {
                ("bare", Some(number)) => number.to_owned(),
                ("url", None) => format!("{ADDRESS}{text}"),
                _ => continue,
            },
            // A URL remains a URL: formats such as Crossref deposits accept nothing else.
            Orcid::OtherForm(number) if form == "url" || form == "any" && text.contains("orcid.org/") => {
                format!("{ADDRESS}{number}")
            }
            Orcid::OtherForm(number) => number,
            Orcid::Other => {
                let finding = findings.at(Place::Value(node), format!("{} is not an ORCID iD", show::quoted(text)));
                finding.caption("not an ORCID iD").value(text).expected("an ORCID iD, such as `0000-0003-3629-2941`");
                finding.help("ask the contributor, or remove it");
                continue;
            }
        };
        let message = format!("{} is not in the usual form of an ORCID iD", show::quoted(text));
        let finding = findings.at(Place::Value(node), message);
        finding.severity(Severity::Note).caption("another form").value(text).suggestion(&*usual);
        finding.help(format!("write `{usual}`"));
        let title = format!("write `{usual}`");
        let change = Change::Replace { node, range: None, text: usual };
        finding.fix(title, Applicability::Safe, vec![change]);
    }
}
