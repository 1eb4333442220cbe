//! A text holds a tag of HTML.
//!
//! ## Why
//!
//! Markup that is kept in a field of plain text is printed as it stands, breaks searching and sorting, and a page that
//! shows the field unguarded runs what it says. Italics of a title are lost with the tag, but the words are right. A
//! superscript is not taken out: `10<sup>6</sup>` is not `106`.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in <i>Pan Tadeusz</i>", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "They left the military.<br/>In bug season they read.", "lang": "en" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[text/html-tag]: `<i>` is markup, not text [*]
//!    ╭─[record.json:2:34   record Reading in <i>Pan Tadeusz</i> · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Reading in <i>Pan Tadeusz</i>", "lang": "en" }
//!    ·                                  ─┬─
//!    ·                                   ╰── a tag of HTML
//!  3 │ }
//!    ╰────
//!   help: keep the words without markup
//!     - "Reading in <i>Pan Tadeusz</i>"
//!     + "Reading in Pan Tadeusz"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The difference was significant (p < 0.05 and n > 3).", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "See <http://example.org/x> and the <name anonymized> library.", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in Pan Tadeusz", "lang": "en" }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::NodeId;

/// See the module.
pub const RULE: Rule = Rule {
    id: "text/html-tag",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &[],
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::LESS, check),
};

/// What a tag does to the words in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It says how they look.
    Look,
    /// It begins a line.
    Line,
    /// It raises or lowers them.
    Script,
    /// Anything else.
    Other,
}

/// The tags that are found in records.
const TAGS: &[(&str, Kind)] = &[
    ("i", Kind::Look),
    ("b", Kind::Look),
    ("em", Kind::Look),
    ("strong", Kind::Look),
    ("u", Kind::Look),
    ("span", Kind::Look),
    ("br", Kind::Line),
    ("p", Kind::Line),
    ("sub", Kind::Script),
    ("sup", Kind::Script),
    ("a", Kind::Other),
    ("div", Kind::Other),
    ("font", Kind::Other),
    ("h1", Kind::Other),
    ("h2", Kind::Other),
    ("h3", Kind::Other),
    ("img", Kind::Other),
    ("li", Kind::Other),
    ("ol", Kind::Other),
    ("scp", Kind::Other),
    ("script", Kind::Other),
    ("small", Kind::Other),
    ("table", Kind::Other),
    ("td", Kind::Other),
    ("tr", Kind::Other),
    ("tt", Kind::Other),
    ("ul", Kind::Other),
];

fn check(_: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    let (mut meant, mut first, mut done, mut is_plain) = (String::new(), None, 0, true);
    for (at, _) in text.match_indices('<') {
        // A tag may stand within another, as in the value of an attribute.
        let Some((length, kind)) = tag(&text[at..]).filter(|_| at >= done) else { continue };
        first.get_or_insert(at..at + length);
        meant.push_str(&text[done..at]);
        // Nothing is lost with a line that begins where the text does.
        if kind == Kind::Line && !meant.is_empty() && !meant.ends_with('\n') {
            meant.push('\n');
        }
        is_plain &= matches!(kind, Kind::Look | Kind::Line);
        done = at + length;
    }
    let Some(first) = first else { return };
    meant.push_str(&text[done..]);
    let shown = show::quoted(&text[first.clone()]);
    let finding = findings.at(Place::Within(node, first), format!("{shown} is markup, not text"));
    finding.caption("a tag of HTML").value(show::clipped(text)).help("keep the words without markup");
    if is_plain {
        let text = meant.trim().to_owned();
        finding.suggestion(show::clipped(&text));
        finding.fix("take the tags out", Applicability::Safe, vec![Change::Replace { node, range: None, text }]);
    }
}

/// The length and the kind of the tag with which a text begins: `<i>`, `</i>`, `<br/>`, `<a href="x">`, `<jats:p>`.
fn tag(text: &str) -> Option<(usize, Kind)> {
    const LONGEST: usize = 300;
    let length = text.bytes().take(LONGEST).position(|byte| byte == b'>')? + 1;
    let inner = text[1..length - 1].trim_start_matches('/');
    let name = inner.split([' ', '/', '\n', '\t']).next().unwrap_or_default();
    let behind = inner[name.len()..].trim().trim_end_matches('/').trim();
    if name.strip_prefix("jats:").or_else(|| name.strip_prefix("mml:")).is_some_and(|name| !name.is_empty()) {
        return Some((length, Kind::Other));
    }
    let (_, kind) = TAGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    // An attribute has a value; `<a library>` is no tag.
    (behind.is_empty() || behind.contains('=')).then_some((length, *kind))
}
