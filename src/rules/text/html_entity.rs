//! A text contains an HTML entity.
//!
//! ## Why
//!
//! `&amp;` and `&#8211;` are the HTML and XML notation for `&` and `–`. In a plain-text field they are not decoded:
//! they are printed literally, and a search for the word fails. They come from exports that encode a text twice.
//!
//! The fix needs review if it would produce markup or another entity, if the character is invisible, or if the text
//! may be about the entity itself. There is no fix for a code that is not an XML character.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Cepstrum &amp; Ann Ova", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns &#8211; a survey", "lang": "en" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[text/html-entity]: `&amp;` is HTML, not text
//!    ╭─[record.json:2:32   record Cepstrum &amp; Ann Ova · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Cepstrum &amp; Ann Ova", "lang": "en" }
//!    ·                                ──┬──
//!    ·                                  ╰── an HTML entity
//!  3 │ }
//!    ╰────
//!   help: write `Cepstrum & Ann Ova`
//!   fix to be confirmed: write the characters themselves
//!     - "Cepstrum &amp; Ann Ova"
//!     + "Cepstrum & Ann Ova"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Cepstrum & Ann Ova", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "AT&T and its readers", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "links": [{ "url": "https://example.org/?a=1&copy=2" }]
//! }
//! ```

use super::html_tag::is_full_of_tags;
use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::entities::{Entity, entities};
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::NodeId;

pub const RULE: Rule = Rule {
    id: "text/html-entity",
    severity: Severity::Warning,
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::AMPERSAND, check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    if text.contains("://") {
        return;
    }
    let entities = entities(text);
    // Some formats have markup in a field by definition.
    let Some(first) = entities.first().filter(|_| !record.allows_markup(node)) else { return };
    if is_full_of_tags(record, node, text) {
        return;
    }
    let shown = show::quoted(&text[first.range.clone()]);
    let finding = findings.at(Place::Within(node, first.range.clone()), format!("{shown} is HTML, not text"));
    finding.caption("an HTML entity").value(show::clipped(text));
    let trust = entities.iter().map(|entity| trust(entity, text)).min().flatten();
    let Some(applicability) = trust else {
        finding.help("compare with the source, and write the character that was meant");
        return;
    };
    let (mut meant, mut done) = (String::with_capacity(text.len()), 0);
    for entity in &entities {
        meant.push_str(&text[done..entity.range.start]);
        meant.extend(entity.letter);
        done = entity.range.end;
    }
    meant.push_str(&text[done..]);
    let written = record.spelled_around(&meant, first.range.start);
    finding.suggestion(show::clipped(&meant)).help(format!("write {written}"));
    // Text that would then look like markup or another entity may be intended.
    let is_markup = meant.contains(['<', '>', '&']);
    let applicability = if is_markup { Applicability::Unsafe } else { applicability };
    if !meant.trim().is_empty() {
        finding.fix(
            "write the characters themselves",
            applicability,
            vec![Change::Replace { node, range: None, text: meant }],
        );
    }
}

/// Determines how certain the character is. `None` if there is no character. An entity for a space or a soft
/// hyphen between spaces is probably the topic of the text: `the &nbsp; entity`.
fn trust(entity: &Entity, text: &str) -> Option<Applicability> {
    let letter = entity.letter?;
    let (before, after) = (&text[..entity.range.start], &text[entity.range.end..]);
    let is_alone = before.is_empty() && after.is_empty()
        || before.ends_with(char::is_whitespace) && after.starts_with(char::is_whitespace);
    let is_named = !text[entity.range.clone()].starts_with("&#");
    let is_topic = is_named && is_alone && !matches!(letter, '–' | '—' | '&' | '×');
    let is_seen = letter == '\u{A0}' || !show::is_invisible(letter);
    let is_private = matches!(letter, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..);
    let is_safe = entity.is_exact && is_seen && !is_private && !is_topic;
    Some(if is_safe { Applicability::Safe } else { Applicability::Unsafe })
}
