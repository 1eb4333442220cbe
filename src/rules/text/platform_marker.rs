//! A text contains a marker of a platform.
//!
//! ## Why
//!
//! `[[bwmeta-rich-text-start]]` begins a formatted text in YADDA, `{{…}}` and `%%title%%` are unfilled places of a
//! template, and Cloudflare shows `[email protected]` to programs instead of an e-mail address. None of them is part
//! of the text.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "[[bwmeta-rich-text-start]]Readers in towns[[bwmeta-rich-text-end]]", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "%%title%%", "lang": "en" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[text/platform-marker]: `[[bwmeta-rich-text-start]]` was left by a program [*]
//!    ╭─[record.json:3:28   record Reading in small towns · /abstracts/0/text]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "abstracts": [{ "text": "[[bwmeta-rich-text-start]]Readers in towns[[bw…
//!    ·                            ─────────────┬────────────
//!    ·                                         ╰── not text
//!  4 │ }
//!    ╰────
//!   help: remove the marker
//!     - "[[bwmeta-rich-text-start]]Readers in towns[[bwmeta-rich-text-end]]"
//!     + "Readers in towns"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "Readers [12 of them] borrowed 50 % more {twice}.", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "On [[sic]] in print", "lang": "en" }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::NodeId;

pub const RULE: Rule = Rule {
    id: "text/platform-marker",
    severity: Severity::Error,
    instead_of: &["text/html-entity", "text/html-tag"],
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::PLATFORM, check),
    ..Rule::PLAIN
};

fn check(_: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    let Some((range, is_whole)) = marker(text) else { return };
    let shown = show::quoted(&text[range.clone()]);
    let finding = findings.at(Place::Within(node, range.clone()), format!("{shown} was left by a program"));
    finding.caption("not text").value(show::clipped(text));
    if is_whole {
        finding.help("write the text that belongs here");
        return;
    }
    let (right, applicability) = without_markers(text);
    finding.help("remove the marker").suggestion(show::clipped(&right));
    // The text on both sides of a marker may form another one.
    if !right.trim().is_empty() && marker(&right).is_none_or(|(_, is_whole)| is_whole) {
        finding.fix("remove the markers", applicability, vec![Change::Replace { node, range: None, text: right }]);
    }
}

/// Returns the text without the YADDA markers, and how safe that is: a marker may be the only separator of two words
/// or lines.
fn without_markers(text: &str) -> (String, Applicability) {
    let mut applicability = Applicability::Safe;
    let (mut found, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((range, false)) = marker(rest) {
        found.push_str(&rest[..range.start]);
        rest = &rest[range.end..];
        if found.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric) {
            applicability = Applicability::Unsafe;
        }
        // If there are spaces on both sides, those before the marker are kept, and none at an end of the text.
        if found.is_empty() || found.ends_with(char::is_whitespace) {
            rest = rest.trim_start();
        }
        if rest.is_empty() {
            found.truncate(found.trim_end().len());
        }
    }
    found.push_str(rest);
    (found, applicability)
}

/// Returns the first marker, and whether it takes the place of words.
fn marker(text: &str) -> Option<(std::ops::Range<usize>, bool)> {
    if let Some(at) = text.find("[[bwmeta-") {
        return Some((at..at + text[at..].find("]]")? + 2, false));
    }
    if let Some(at) = text.find("[email") {
        let end = at + text[at..].find(']')? + 1;
        return text[at..end].contains("protected").then_some((at..end, true));
    }
    between(text, "{{", "}}").or_else(|| between(text, "%%", "%%")).map(|range| (range, true))
}

/// Returns the range of a name between two template delimiters, without a space in it.
fn between(text: &str, open: &str, close: &str) -> Option<std::ops::Range<usize>> {
    let at = text.find(open)?;
    let inner = &text[at + open.len()..];
    let end = inner.find(close).filter(|end| *end > 0)?;
    let is_name =
        inner[..end].trim().bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    is_name.then(|| at..at + open.len() + end + close.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_removed_with_superfluous_spaces() {
        let found = |text: &str| without_markers(text);
        for (text, expected, applicability) in [
            ("[[bwmeta-a]]b[[bwmeta-c]]", "b", Applicability::Safe),
            ("a [[bwmeta-a]] [[bwmeta-b]] c", "a c", Applicability::Safe),
            ("a[[bwmeta-a]][[bwmeta-b]]c", "ac", Applicability::Unsafe),
            (" [[bwmeta-a]] b [[bwmeta-a]] ", " b", Applicability::Safe),
            ("a[[bwmeta-a]] b[[bwmeta-c", "a b[[bwmeta-c", Applicability::Safe),
        ] {
            assert_eq!(found(text), (expected.to_owned(), applicability), "{text}");
        }
    }
}
