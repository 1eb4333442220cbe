//! A text has blanks too many.
//!
//! ## Why
//!
//! A blank at the edge of a name or two blanks in a title keep equal texts from being equal: lists of authors fall
//! apart and searches miss. A no-break space inside a text is right where Polish, Czech and French set it.
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

/// See the module.
pub const RULE: Rule = Rule {
    id: "text/whitespace",
    severity: Severity::Note,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &[],
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::SPACES.or(Marks::EDGE).or(Marks::CONTROL).or(Marks::OTHER_SPACE), check),
};

fn check(record: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    // TeX makes one blank of many, and a no-break space is how it keeps a name together.
    if record.is_tex() {
        return;
    }
    let trimmed = text.trim();
    // What is nothing but blanks is empty, and told as that.
    if trimmed.is_empty() {
        return;
    }
    let field = Field::of(record, node);
    let Some((range, what, help, applicability)) = fault(text, trimmed, field) else { return };
    let mut right = String::with_capacity(trimmed.len());
    for sign in trimmed.chars() {
        let is_blank = sign == ' '
            || field == Field::Name && is_no_break(sign)
            || field != Field::Paragraphs && matches!(sign, '\t' | '\n' | '\r');
        match is_blank {
            true if right.ends_with(' ') => {}
            true => right.push(' '),
            false => right.push(sign),
        }
    }
    let finding = findings.at(Place::Within(node, range), what);
    finding.caption("spaces").value(show::clipped(text)).suggestion(show::clipped(&right)).help(help);
    let change = Change::Replace { node, range: None, text: right };
    finding.fix("correct the spaces", applicability, vec![change]);
}

/// The first fault of a text: where, what, what to do, and how far its fix can be trusted.
fn fault(text: &str, trimmed: &str, field: Field) -> Option<(Range<usize>, &'static str, &'static str, Applicability)> {
    let lead = text.len() - text.trim_start().len();
    let is_broken = |sign: char| matches!(sign, '\t' | '\n' | '\r');
    let broken = trimmed.find(is_broken).filter(|_| field != Field::Paragraphs);
    // A line break may part two things that only a person can join.
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
    let (at, sign) = trimmed.char_indices().find(|(_, sign)| is_no_break(*sign)).filter(|_| field == Field::Name)?;
    let range = at..at + sign.len_utf8();
    Some((range, "the name contains a no-break space", "replace it with a normal space", Applicability::Safe))
}

fn is_no_break(sign: char) -> bool {
    matches!(sign, '\u{a0}' | '\u{202f}')
}

/// What a text is, as far as blanks matter in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    /// A part of a person's name.
    Name,
    /// It may have several lines: an abstract, a reference.
    Paragraphs,
    /// Any other.
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
            // What is nobody's field but the person's own may be anything.
            Some(Symbol::PHYSICAL_DESCRIPTION | Symbol::OTHER) => Field::Paragraphs,
            _ => Field::Line,
        }
    }
}
