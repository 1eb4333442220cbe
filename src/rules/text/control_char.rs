//! A text contains a control character.
//!
//! ## Why
//!
//! The characters U+0000 to U+001F once controlled printers and line ends. XML forbids nearly all of them, so one of
//! them breaks every export to XML. They come from copying and from faulty conversions, which may also have replaced
//! a letter or a symbol: `300<U+0001>C` was `300°C`.
//!
//! The fix removes a control character between spaces. At the beginning or end of a word the fix needs review, and
//! between two characters there is none, since the control character is the only trace of what was lost.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo\u0002 w małych miastach", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in\u000b small towns", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Drying at 300\u0001C", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading \u0000 in small towns", "lang": "en" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[text/control-char]: the text contains a control character
//!    ╭─[record.json:2:35   record Czytelnictwo<U+0002> w małych miastach · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Czytelnictwo\u0002 w małych miastach", "lang": "pl"…
//!    ·                                   ───┬──
//!    ·                                      ╰── control character
//!  3 │ }
//!    ╰────
//!   help: remove the character
//!   fix to be confirmed: remove it
//!     - "Czytelnictwo\u0002 w małych miastach"
//!     + "Czytelnictwo w małych miastach"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [{ "text": "Pierwszy akapit.\n\nDrugi akapit.", "lang": "pl" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "keywords": [{ "lang": "en", "terms": ["β-carotene"] }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::NodeId;

pub const RULE: Rule = Rule {
    id: "text/control-char",
    severity: Severity::Error,
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::CONTROL, check),
    ..Rule::PLAIN
};

fn check(_: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    let is_control = |letter: char| letter < ' ' && !matches!(letter, '\t' | '\n' | '\r');
    let Some(at) = text.find(is_control) else { return };
    let finding = findings.at(Place::Within(node, at..at + 1), "the text contains a control character");
    finding.caption("control character").value(show::clipped(text));
    let Some(applicability) = removal_safety(text, is_control) else {
        finding.help("compare with the source, and write the character that was lost");
        return;
    };
    let right = without(text, |_, letter| is_control(letter));
    finding.help("remove the character");
    if !right.trim().is_empty() {
        let change = Change::Replace { node, range: None, text: right };
        finding.fix("remove it", applicability, vec![change]);
    }
}

/// Determines how safely meaningless characters can be removed. Between spaces nothing is lost. At the edge of a word
/// they may be a damaged letter or symbol, and between two characters they almost certainly are.
pub(super) fn removal_safety(text: &str, is_removed: impl Fn(char) -> bool) -> Option<Applicability> {
    let mut found = Applicability::Safe;
    for (_, before, after) in with_neighbours(text, is_removed) {
        match (before.is_none_or(char::is_whitespace), after.is_none_or(char::is_whitespace)) {
            (true, true) => {}
            (false, false) => return None,
            _ => found = Applicability::Unsafe,
        }
    }
    Some(found)
}

/// Returns the characters to be removed, each with the nearest remaining characters before and after it. Consecutive
/// ones have the same neighbours, which are searched for only once, since a text may consist of such characters.
pub(super) fn with_neighbours(
    text: &str,
    is_removed: impl Fn(char) -> bool,
) -> impl Iterator<Item = (char, Option<char>, Option<char>)> {
    let (mut before, mut after) = (None, None);
    // The end of the current run of such characters.
    let mut end = 0;
    text.char_indices().filter_map(move |(at, letter)| {
        if !is_removed(letter) {
            before = Some(letter);
            return None;
        }
        if at >= end {
            let next = text[at..].char_indices().find(|(_, letter)| !is_removed(*letter));
            end = next.map_or(text.len(), |(length, _)| at + length);
            after = next.map(|(_, letter)| letter);
        }
        Some((letter, before, after))
    })
}

/// Returns the text without some characters. If one has spaces on both sides, only those before it are kept, and none
/// at an end of the text, since not every format preserves spaces there, or several in a row.
pub(super) fn without(text: &str, is_removed: impl Fn(usize, char) -> bool) -> String {
    let mut found = String::with_capacity(text.len());
    let mut is_gap = false;
    for (at, letter) in text.char_indices() {
        if is_removed(at, letter) {
            is_gap = true;
        } else if !(is_gap && letter.is_whitespace() && (found.is_empty() || found.ends_with(char::is_whitespace))) {
            is_gap = false;
            found.push(letter);
        }
    }
    if is_gap {
        found.truncate(found.trim_end().len());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_characters_that_remain() {
        let found = |text| with_neighbours(text, |letter| letter == '#').collect::<Vec<_>>();
        let one = |before, after| ('#', before, after);
        assert_eq!(found("a##b#"), [one(Some('a'), Some('b')), one(Some('a'), Some('b')), one(Some('b'), None)]);
        assert_eq!(found("#ż #"), [one(None, Some('ż')), one(Some(' '), None)]);
        assert_eq!(found("##"), [one(None, None); 2]);
    }

    #[test]
    fn spaces_around_removed_characters_are_merged() {
        let left = |text: &str| without(text, |_, letter| letter == '#');
        for (text, expected) in
            [("a#b", "ab"), ("a # b", "a b"), ("a# b", "a b"), ("# a", "a"), ("a #", "a"), (" a", " a"), ("#", "")]
        {
            assert_eq!(left(text), expected, "{text}");
        }
    }
}
