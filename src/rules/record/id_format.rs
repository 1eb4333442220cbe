//! An identifier of the repository does not have the required form.
//!
//! ## Why
//!
//! A record is found, replaced and withdrawn by its identifier. YADDA elements are called `bwmeta1.element.` followed
//! by a name; one that is cut off after the dot is never found. The form of a record's own `id` depends on the
//! repository: set it with the option `pattern`. Then a record without an `id` is reported as well.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "yadda", "value": "bwmeta1.element." }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "yadda", "value": "f5a579c6-9fd8-4100-b6e6-cdd6b8e343cb" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[record/id-format]: `bwmeta1.element.` is not a YADDA identifier
//!    ╭─[record.json:3:49   record Reading in small towns · /identifiers/0/value]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "identifiers": [{ "scheme": "yadda", "value": "bwmeta1.element." }]
//!    ·                                                 ─────────┬────────
//!    ·                                                          ╰── not in the required form
//!  4 │ }
//!    ╰────
//!   help: write the whole identifier: `bwmeta1.element.` and the element's name
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "yadda", "value": "bwmeta1.element.dl-catalog-f5a579c6-9fd8-4100-b6e6-cdd6b8e343cb" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "identifiers": [{ "scheme": "yadda", "value": "bwmeta1.element.ojs-issn-2391-8470-year-2016-article-4" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "id": "any/name 1"
//! }
//! ```

use crate::diagnostic::{Finding, Place, Severity, show};
use crate::record::{Record, State};
use crate::ruleset::{Check, Findings, Opt, Pattern, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "record/id-format",
    severity: Severity::Warning,
    reads: &[Symbol::ID, Symbol::IDENTIFIERS],
    options: &[Opt::Pattern(&PATTERN)],
    instead_of: &["field/empty"],
    check: Check::Absent(check),
    ..Rule::PLAIN
};

const PATTERN: Pattern =
    Pattern { name: "pattern", about: "A regular expression that the whole `id` of a record must match" };

/// The prefix of element identifiers (BWMETA, attribute `id` of `element`).
const ELEMENT: &str = "bwmeta1.element.";

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let identifiers = (!record.has_plain_doi_alone()).then(|| record.identifiers("yadda"));
    for identifier in identifiers.into_iter().flatten() {
        let text = identifier.value.trim();
        if text.is_empty() || is_element(text) {
            continue;
        }
        let message = format!("{} is not a YADDA identifier", show::quoted(text));
        let finding = findings.at(Place::Value(identifier.node), message);
        finding.caption("not in the required form").value(text).expected(format!("{ELEMENT}…"));
        finding.help(format!("write the whole identifier: `{ELEMENT}` and the element's name"));
    }
    let Some(pattern) = context.pattern(&PATTERN).filter(|_| context.holds(Symbol::ID)) else { return };
    let help = |finding: &mut Finding| {
        finding.expected(pattern.as_str()).help("write the identifier that the repository uses for the record");
    };
    match record.state(Symbol::ID) {
        State::Absent | State::Empty(_) => {
            findings.missing(record, Symbol::ID, "the record's id").map(help);
        }
        State::Present(node) => {
            let text = record.tree().text(node).unwrap_or_default();
            // The whole text must match, not only a part of it.
            let is_whole = pattern.find(text).is_some_and(|found| found.range() == (0..text.len()));
            if !is_whole {
                let message =
                    format!("the id {} does not have the form that the repository requires", show::quoted(text));
                let finding = findings.at(Place::Value(node), message);
                help(finding.caption("not in the required form").value(text));
            }
        }
    }
}

/// Whether a text is `bwmeta1.element.` followed by a name of letters, digits, dots, hyphens and underscores.
fn is_element(text: &str) -> bool {
    let Some(name) = text.strip_prefix(ELEMENT) else { return false };
    name.starts_with(|character: char| character.is_ascii_alphanumeric())
        && name.bytes().all(|character| character.is_ascii_alphanumeric() || matches!(character, b'.' | b'_' | b'-'))
}
