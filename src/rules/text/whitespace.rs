//! A text has extra spaces.
//!
//! ## Why
//!
//! Extra spaces at the edge of a name or inside a title make equal texts differ: author lists split and searches miss
//! records. No-break spaces inside a text are fine where Polish, Czech and French typography uses them.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Harmonic Wand:  An Instrument", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "given": "Anna ", "family": "Nowicka" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[text/whitespace]: there are several spaces in a row [*]
//!    ╭─[record.json:2:37   record Harmonic Wand:  An Instrument · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Harmonic Wand:  An Instrument", "lang": "en" }
//!    ·                                     ─┬
//!    ·                                      ╰── spaces
//!  3 │ }
//!    ╰────
//!   help: keep one
//!     - "Harmonic Wand:  An Instrument"
//!     + "Harmonic Wand: An Instrument"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Wand: An Instrument", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Rzecz o\u00a0miastach", "lang": "pl" }
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
//! ```bibtex
//! @article{nowicka2019,
//!   title  = {Czytelnictwo  w ma{\l}ych miastach},
//!   author = {Anna~M. Nowicka},
//!   year   = {2019},
//! }
//! ```
//!
//! ```yaml
//! title:
//!   text: >
//!     Czytelnictwo
//!     w małych miastach
//!   lang: pl
//! abstracts:
//!   - text: |
//!       Pierwszy akapit.
//!
//!       Drugi akapit.
//!     lang: pl
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::{NodeId, Symbol};
use std::ops::Range;

pub const RULE: Rule = Rule {
    id: "text/whitespace",
    severity: Severity::Note,
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::SPACES.or(Marks::EDGE).or(Marks::CONTROL).or(Marks::OTHER_SPACE), check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    // TeX merges spaces, and uses a no-break space to keep a name together.
    if record.is_tex() {
        return;
    }
    let trimmed = text.trim();
    // A text that is only whitespace is reported as empty.
    if trimmed.is_empty() {
        return;
    }
    let field = Field::of(record, node);
    let Some((range, what, help, applicability)) = first_problem(text, trimmed, field) else { return };
    let mut right = String::with_capacity(trimmed.len());
    for character in trimmed.chars() {
        let is_space = character == ' '
            || field == Field::Name && is_no_break(character)
            || field != Field::Paragraphs && matches!(character, '\t' | '\n' | '\r');
        match is_space {
            true if right.ends_with(' ') => {}
            true => right.push(' '),
            false => right.push(character),
        }
    }
    let finding = findings.at(Place::Within(node, range), what);
    finding.caption("spaces").value(show::clipped(text)).suggestion(show::clipped(&right)).help(help);
    let change = Change::Replace { node, range: None, text: right };
    finding.fix("correct the spaces", applicability, vec![change]);
}

/// Returns the first problem of a text: its range, the message, the advice, and how safe the fix is.
fn first_problem(
    text: &str,
    trimmed: &str,
    field: Field,
) -> Option<(Range<usize>, &'static str, &'static str, Applicability)> {
    let lead = text.len() - text.trim_start().len();
    let is_broken = |character: char| matches!(character, '\t' | '\n' | '\r');
    let broken = trimmed.find(is_broken).filter(|_| field != Field::Paragraphs);
    // Only a person can decide how to join two lines.
    let trust = if broken.is_some() { Applicability::Unsafe } else { Applicability::Safe };
    if lead > 0 {
        return Some((0..lead, "there is a space at the beginning", "delete it", trust));
    }
    if trimmed.len() < text.len() {
        return Some((trimmed.len()..text.len(), "there is a space at the end", "delete it", trust));
    }
    if let Some(at) = broken {
        let what =
            if text[at..].starts_with('\t') { "the text contains a tab" } else { "the text contains a line break" };
        return Some((at..at + 1, what, "replace it with a space", Applicability::Unsafe));
    }
    if let Some(at) = trimmed.find("  ") {
        let end = at + text[at..].len() - text[at..].trim_start_matches(' ').len();
        return Some((at..end, "there are several spaces in a row", "keep one", Applicability::Safe));
    }
    let (at, character) =
        trimmed.char_indices().find(|(_, character)| is_no_break(*character)).filter(|_| field == Field::Name)?;
    let range = at..at + character.len_utf8();
    Some((range, "the name contains a no-break space", "replace it with a normal space", Applicability::Safe))
}

fn is_no_break(character: char) -> bool {
    matches!(character, '\u{a0}' | '\u{202f}')
}

/// The kind of a text, as far as spaces are concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    /// A part of a person's name.
    Name,
    /// A text of several lines: an abstract, a reference.
    Paragraphs,
    /// Any other text.
    Line,
}

impl Field {
    fn of(record: &Record<'_>, node: NodeId) -> Self {
        let tree = record.tree();
        let symbol = |node| tree.key_of(node).map(|key| tree.symbol(key));
        match symbol(node) {
            Some(Symbol::FAMILY | Symbol::GIVEN) => Field::Name,
            Some(Symbol::TEXT) => {
                let is_long = |holder: &NodeId| {
                    matches!(symbol(*holder), Some(Symbol::ABSTRACTS | Symbol::REFERENCES | Symbol::RELATIONS))
                };
                if tree.ancestors(node).iter().any(is_long) { Field::Paragraphs } else { Field::Line }
            }
            // A custom field of the user may contain anything.
            Some(Symbol::PHYSICAL_DESCRIPTION | Symbol::OTHER) => Field::Paragraphs,
            _ => Field::Line,
        }
    }
}
