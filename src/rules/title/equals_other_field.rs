//! The title is the same as another field.
//!
//! ## Why
//!
//! A title that equals the journal title, an author or the abstract was copied from a neighbouring field of a form.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Przegląd Zachodni", "lang": "pl" },
//!   "journal": { "title": "Przegląd Zachodni" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Anna Nowicka", "lang": "pl" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[title/equals-other-field]: the title is the same as the journal's
//!    ╭─[record.json:2:22   record Przegląd Zachodni · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Przegląd Zachodni", "lang": "pl" },
//!    ·                      ─────────┬─────────
//!    ·                               ╰── title
//!  3 │   "journal": { "title": "Przegląd Zachodni" }
//!    ·                         ─────────┬─────────
//!    ·                                  ╰── the same here
//!  4 │ }
//!    ╰────
//!   help: write the title of the work
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Rola małych państw", "lang": "pl" },
//!   "journal": { "title": "Przegląd Zachodni" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Editorial", "lang": "en" },
//!   "type": "editorial",
//!   "journal": { "title": "Notes on Libraries" }
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::{Record, person::Part, trimmed};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "title/equals-other-field",
    severity: Severity::Error,
    reads: &[Symbol::TITLE],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some(title) = record.title() else { return };
    let text = trimmed(title.text);
    let is_same = |other: &str| {
        let other = trimmed(other);
        // The fast path: changing the case of most letters keeps their length in bytes, and few texts have equal
        // lengths.
        other.len().abs_diff(text.len()) <= 2 && (other == text || other.to_lowercase() == text.to_lowercase())
    };
    let Some((node, what)) =
        journal(record, &is_same).or_else(|| author(record, text)).or_else(|| abstract_of(record, &is_same))
    else {
        return;
    };
    let finding = findings.at(Place::Value(title.text_node), format!("the title is the same as {what}"));
    finding.caption("title").label(Place::Value(node), "the same here").value(show::clipped(text));
    finding.help("write the title of the work");
}

fn journal(record: &Record<'_>, is_same: &dyn Fn(&str) -> bool) -> Option<(NodeId, &'static str)> {
    let (node, journal) = record.text(record.field(Symbol::JOURNAL)?, Symbol::TITLE)?;
    is_same(journal).then_some((node, "the journal's"))
}

fn abstract_of(record: &Record<'_>, is_same: &dyn Fn(&str) -> bool) -> Option<(NodeId, &'static str)> {
    record.all_abstracts().iter().find(|text| is_same(text.text)).map(|text| (text.text_node, "an abstract"))
}

/// Returns an author whose name is the title, in either order.
fn author(record: &Record<'_>, title: &str) -> Option<(NodeId, &'static str)> {
    record.people().all().iter().find_map(|person| {
        let Part { node, text: family, .. } = person.family?;
        let (family, given) = (trimmed(family), trimmed(person.given?.text));
        let is_in_order = |one: &str, two: &str| {
            title.as_bytes().first() == one.as_bytes().first()
                && title.len() >= one.len() + two.len()
                && title.strip_prefix(one).is_some_and(|rest| rest.trim_start_matches([',', ' ']) == two)
        };
        (is_in_order(given, family) || is_in_order(family, given)).then_some((node, "an author's name"))
    })
}
