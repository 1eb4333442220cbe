//! A text contains an HTML tag.
//!
//! ## Why
//!
//! Markup in a plain-text field is printed literally and breaks searching and sorting, and a web page that shows the
//! field unescaped executes it. A superscript is not removed: `10<sup>6</sup>` is not `106`.
//!
//! The fix turns paragraphs and line breaks into lines. A fix that removes emphasis needs review: italics distinguish
//! a gene from its protein, and `<b>` may be the topic of the text. There is no fix if other markup would remain.
//! Entities in a text full of tags are not reported separately.
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
//! warning[text/html-tag]: `<i>` is markup, not text
//!    ╭─[record.json:2:34   record Reading in <i>Pan Tadeusz</i> · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Reading in <i>Pan Tadeusz</i>", "lang": "en" }
//!    ·                                  ─┬─
//!    ·                                   ╰── an HTML tag
//!  3 │ }
//!    ╰────
//!   help: keep the words without markup
//!   fix to be confirmed: remove the tags
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
use crate::record::entities::has_entity;
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::NodeId;
use std::ops::Range;

pub const RULE: Rule = Rule {
    id: "text/html-tag",
    severity: Severity::Warning,
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::LESS, check),
    ..Rule::PLAIN
};

/// The effect of a tag on its content.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It changes the appearance.
    Appearance,
    /// It begins a line.
    Line,
    /// It is a superscript or a subscript.
    Script,
    /// Anything else.
    Other,
}

/// The tags that occur in records.
const TAGS: &[(&str, Kind)] = &[
    ("i", Kind::Appearance),
    ("b", Kind::Appearance),
    ("em", Kind::Appearance),
    ("strong", Kind::Appearance),
    ("u", Kind::Appearance),
    ("span", Kind::Appearance),
    ("br", Kind::Line),
    ("p", Kind::Line),
    ("sub", Kind::Script),
    ("sup", Kind::Script),
    ("a", Kind::Other),
    ("div", Kind::Other),
    ("font", Kind::Other),
    ("h1", Kind::Line),
    ("h2", Kind::Line),
    ("h3", Kind::Line),
    ("h4", Kind::Line),
    ("h5", Kind::Line),
    ("h6", Kind::Line),
    ("hr", Kind::Line),
    ("center", Kind::Line),
    ("abbr", Kind::Appearance),
    ("big", Kind::Appearance),
    ("cite", Kind::Appearance),
    ("strike", Kind::Appearance),
    ("italic", Kind::Appearance),
    ("bold", Kind::Appearance),
    ("alternatives", Kind::Other),
    ("inline-formula", Kind::Other),
    ("tex-math", Kind::Other),
    ("blockquote", Kind::Other),
    ("dd", Kind::Other),
    ("del", Kind::Other),
    ("dl", Kind::Other),
    ("dt", Kind::Other),
    ("ins", Kind::Other),
    ("pre", Kind::Other),
    ("tbody", Kind::Other),
    ("th", Kind::Other),
    ("thead", Kind::Other),
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

fn check(record: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    let mut tags = tags(text);
    // Some formats have markup in a field by definition.
    tags.retain(|tag| !record.allows_tag(node, name(&text[tag.range.clone()])));
    let Some(first) = tags.first() else { return };
    let shown = show::quoted(&text[first.range.clone()]);
    let finding = findings.at(Place::Within(node, first.range.clone()), format!("{shown} is markup, not text"));
    finding.caption("an HTML tag").value(show::clipped(text));
    finding.help(if has_entity(text) && is_full_of_tags(record, node, text) {
        "keep the words without markup, and write the characters instead of the entities"
    } else {
        "keep the words without markup"
    });
    let Some(meant) = plain(text, &tags).filter(|meant| !has_remaining_markup(meant)) else { return };
    let applicability = if are_lines(text, &tags) { Applicability::Safe } else { Applicability::Unsafe };
    let meant = meant.trim().to_owned();
    finding.suggestion(show::clipped(&meant));
    if !meant.is_empty() {
        finding.fix("remove the tags", applicability, vec![Change::Replace { node, range: None, text: meant }]);
    }
}

/// Whether a text is full of markup, so that its entities are part of the same error. Markup of other programs also
/// counts, such as the settings of Word.
pub(super) fn is_full_of_tags(record: &Record<'_>, node: NodeId, text: &str) -> bool {
    const MANY: usize = 6;
    let is_wrong = |tag: &Tag| !record.allows_tag(node, name(&text[tag.range.clone()]));
    let known = || tags(text).iter().filter(|tag| is_wrong(tag)).count();
    let opens =
        |(at, _): &(usize, &str)| text[at + 1..].starts_with(|next: char| next.is_ascii_alphabetic() || next == '/');
    text.contains('<') && known() > 0 && (known() >= MANY || text.match_indices('<').filter(opens).count() >= MANY)
}

/// Whether a text still contains unknown markup, or half a tag: `<w:View>`, `p class="JnlBody">`.
fn has_remaining_markup(text: &str) -> bool {
    let opens = |at: usize| {
        text[at + 1..].starts_with(|letter: char| letter.is_ascii_alphabetic() || matches!(letter, '/' | '!'))
    };
    // A tag must be closed by a `>`.
    let closed = text.rfind('>').map_or("", |end| &text[..end]);
    text.contains("\">") || memchr::memchr_iter(b'<', closed.as_bytes()).any(opens)
}

/// Whether tags only mark the lines of a text: paragraphs around the whole text, and line breaks next to a word.
/// Emphasis has a meaning, as in the name of a gene or of a work, and a tag between spaces may be the topic of the
/// text.
fn are_lines(text: &str, tags: &[Tag]) -> bool {
    let is_line = |tag: &Tag| tag.kind == Kind::Line;
    let named = |tag: &Tag, name: &str| {
        let inner = text[tag.range.clone()].trim_start_matches('<').to_ascii_lowercase();
        inner.strip_prefix(name).is_some_and(|rest| rest.starts_with(['>', ' ', '/']))
    };
    let has_space_around = |tag: &Tag| {
        let (before, after) = (&text[..tag.range.start], &text[tag.range.end..]);
        before.ends_with([' ', '\u{a0}']) && after.starts_with([' ', '\u{a0}'])
    };
    let paragraphs: Vec<&Tag> = tags.iter().filter(|tag| !named(tag, "br") && !named(tag, "/br")).collect();
    let mut pairs = paragraphs.chunks(2);
    let are_paired = pairs.all(|pair| matches!(pair, [open, close] if named(open, "p") && named(close, "/p")));
    let are_around = match (paragraphs.first(), paragraphs.last()) {
        (Some(first), Some(last)) => {
            text[..first.range.start].trim().is_empty() && text[last.range.end..].trim().is_empty()
        }
        _ => true,
    };
    let breaks = |tag: &&Tag| named(tag, "br") || named(tag, "/br");
    tags.iter().all(is_line) && are_paired && are_around && !tags.iter().filter(breaks).any(has_space_around)
}

/// A tag in a text.
struct Tag {
    range: Range<usize>,
    kind: Kind,
}

fn tags(text: &str) -> Vec<Tag> {
    let mut found: Vec<Tag> = Vec::new();
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        // A tag may occur inside another one, as in the value of an attribute.
        let done = found.last().map_or(0, |tag| tag.range.end);
        if let Some((length, kind)) = tag(&text[at..]).filter(|_| at >= done) {
            found.push(Tag { range: at..at + length, kind });
        }
    }
    found
}

/// Returns the name of the element that a tag opens or closes.
fn name(tag: &str) -> &str {
    let inner = tag.trim_start_matches(['<', '/']);
    inner.split([' ', '/', '>', '\n', '\t']).next().unwrap_or_default()
}

/// Returns the text without the tags. `None` if a tag changes more than the appearance.
fn plain(text: &str, tags: &[Tag]) -> Option<String> {
    let mut meant = String::with_capacity(text.len());
    let mut done = 0;
    let mut at = 0;
    while let Some(Tag { range, kind }) = tags.get(at) {
        meant.push_str(&text[done..range.start]);
        done = range.end;
        at += 1;
        match kind {
            Kind::Appearance => {}
            // At the beginning of the text, a line break has no effect.
            Kind::Line if meant.is_empty() || meant.ends_with('\n') => {}
            Kind::Line => meant.push('\n'),
            Kind::Script => {
                let close = tags.get(at).filter(|close| close.kind == Kind::Script)?;
                let is_low = text[range.clone()].to_ascii_lowercase().starts_with("<sub");
                meant.push_str(&raised(&text[done..close.range.start], is_low)?);
                done = close.range.end;
                at += 1;
            }
            Kind::Other => return None,
        }
    }
    meant.push_str(&text[done..]);
    Some(meant)
}

/// Converts a text to superscript or subscript characters. `None` if one of them does not exist: `10<sup>6</sup>` is
/// not `106`.
fn raised(text: &str, is_low: bool) -> Option<String> {
    const HIGH: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ";
    const LOW: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎";
    let (plain, converted) = if is_low { ("0123456789+-=()", LOW) } else { ("0123456789+-=()ni", HIGH) };
    let convert = |letter: char| {
        plain.chars().zip(converted.chars()).find(|(known, _)| *known == letter).map(|(_, raised)| raised)
    };
    if text.is_empty() { None } else { text.replace('−', "-").chars().map(convert).collect() }
}

/// Returns the length and the kind of the tag at the beginning of a text: `<i>`, `</i>`, `<br/>`, `<a href="x">`,
/// `<jats:p>`.
fn tag(text: &str) -> Option<(usize, Kind)> {
    const LONGEST: usize = 300;
    // `p < 0.05` is not a tag.
    if !text.as_bytes().get(1).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/') {
        return None;
    }
    let length = text.bytes().take(LONGEST).position(|byte| byte == b'>')? + 1;
    let inner = text[1..length - 1].trim_start_matches('/');
    let name = inner.split([' ', '/', '\n', '\t']).next().unwrap_or_default();
    let after = inner[name.len()..].trim().trim_end_matches('/').trim();
    if name.strip_prefix("jats:").or_else(|| name.strip_prefix("mml:")).is_some_and(|name| !name.is_empty()) {
        return Some((length, Kind::Other));
    }
    let (_, kind) = TAGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    // An attribute has a value; `<a library>` is not a tag.
    (after.is_empty() || after.contains('=')).then_some((length, *kind))
}
