//! A page number begins with a zero.
//!
//! ## Why
//!
//! Databases pad numbers to `0155` so that texts sort like numbers. On paper and in references the page is 155. An
//! article number may have leading zeros, as in `0123456` or `zsaa097`, and is not reported. A fix is offered only
//! for ranges, since a single `079` may also be an article number.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "0155-0166"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "07"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[pages/leading-zero]: a page number begins with a zero
//!    ╭─[record.json:3:13   record Czytelnictwo w małych miastach · /pages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "pages": "0155-0166"
//!    ·             ┬
//!    ·             ╰── zero
//!  4 │ }
//!    ╰────
//!   help: write `155-166`
//!   fix to be confirmed: remove the zeros
//!     - "0155-0166"
//!     + "155-166"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "155-166"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "0123456"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "zsaa097"
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::pages::{Atom, Part};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use std::ops::Range;

pub const RULE: Rule = Rule {
    id: "pages/leading-zero",
    severity: Severity::Note,
    reads: &[Symbol::PAGES],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.plain_pages().is_some() {
        return;
    }
    let Some((node, pages)) = record.pages() else { return };
    let zeros: Vec<_> = pages.parts.iter().flat_map(atoms).filter_map(|atom| zeros(pages.raw, atom)).collect();
    let Some(first) = zeros.first().cloned() else { return };
    let mut right = pages.raw.to_owned();
    for range in zeros.iter().rev() {
        right.replace_range(range.clone(), "");
    }
    let finding = findings.at(Place::Within(*node, first), "a page number begins with a zero");
    finding.caption("zero").value(pages.raw);
    // An article number is a single number, and its zeros are part of it: `JHEP 05 (2014) 079`.
    if pages.parts.iter().any(|part| part.last.is_none()) {
        finding.help(format!("write {}, unless it is an article number", show::quoted(&right)));
        return;
    }
    finding.suggestion(&*right).help(format!("write {}", context.shape.pages_apart(&right)));
    let change = Change::Replace { node: *node, range: None, text: right };
    finding.fix("remove the zeros", Applicability::Unsafe, vec![change]);
}

/// Returns the pages of a part.
fn atoms(part: &Part) -> impl Iterator<Item = &Atom> {
    std::iter::once(&part.first).chain(&part.last)
}

/// Returns the zeros before a page number. A number with letters around it, or as long as article numbers are, is not
/// a page number.
fn zeros(raw: &str, atom: &Atom) -> Option<Range<usize>> {
    let written = &raw[atom.range.clone()];
    let at = atom.range.start + written.find(|character: char| character.is_ascii_digit())?;
    let zeros = raw[at..].bytes().take_while(|byte| *byte == b'0').count();
    let is_bare = atom.prefix.is_empty() && atom.suffix.is_empty() && atom.section.is_none();
    (is_bare && zeros > 0 && zeros < atom.digits && atom.digits < 6).then_some(at..at + zeros)
}
