//! A title has an unmatched bracket or quotation mark.
//!
//! ## Why
//!
//! A bracket that is never closed shows that the end of the title is lost, or that the title was taken from a longer
//! text. Quotation marks around the whole title come from the printed page, not from the author. The pairs of all
//! languages are known (`„”`, `„“`, `«»`, `»«`, `“”`, `‚’`); `a)`, `[0,1)` and `:)` do not count as brackets.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading (in small towns", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "\"Rola małych państw\"", "lang": "pl" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[title/unbalanced]: `(` in the title has no partner
//!    ╭─[record.json:2:31   record Reading (in small towns · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Reading (in small towns", "lang": "en" }
//!    ·                               ┬
//!    ·                               ╰── unmatched
//!  3 │ }
//!    ╰────
//!   help: compare with the printed title
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "„Pan Tadeusz” – próba lektury", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Intervals [0,1) and a) the rest", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "On \"reading\" and \"writing\"", "lang": "en" }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "title/unbalanced",
    severity: Severity::Warning,
    reads: &[Symbol::TITLE, Symbol::TITLE_VARIANTS],
    instead_of: &["title/truncated", "title/trailing-period"],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.titles_are_plain() {
        return;
    }
    for title in record.titles() {
        let text = title.text;
        let may_be_mark = |byte: u8| matches!(byte, b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'"' | 0xC2 | 0xE2);
        if !text.bytes().any(may_be_mark) {
            continue;
        }
        if let Some(inner) = wrapped(text) {
            let finding = findings.at(Place::Value(title.text_node), "the whole title is in quotation marks");
            finding.caption("quotation marks").value(show::clipped(text)).suggestion(show::clipped(inner));
            finding.help("write the title without them");
            let change = Change::Replace { node: title.text_node, range: None, text: inner.to_owned() };
            finding.fix("remove the quotation marks", Applicability::Unsafe, vec![change]);
        } else if let Some((at, character)) = unmatched(text) {
            let shown = show::quoted(&character.to_string());
            let place = Place::Within(title.text_node, at..at + character.len_utf8());
            let finding = findings.at(place, format!("{shown} in the title has no partner"));
            finding.caption("unmatched").value(show::clipped(text)).help("compare with the printed title");
        }
    }
}

/// Returns the text between two ASCII quotation marks around the whole title.
fn wrapped(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix('"')?.strip_suffix('"')?;
    (!inner.is_empty() && !inner.contains('"')).then_some(inner)
}

/// Returns the first bracket or opening quotation mark without a partner.
fn unmatched(text: &str) -> Option<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, character) in text.char_indices() {
        match character {
            '(' | '[' | '{' => {
                let is_smile = text[..at].ends_with([':', ';']);
                if !is_smile {
                    open.push((at, character));
                }
            }
            // `[0,1)` may be closed by any bracket.
            ')' | ']' | '}' if open.pop().is_none() && !is_enumerator(text, at) => return Some((at, character)),
            _ => {}
        }
    }
    if let Some(left) = open.first() {
        return Some(*left);
    }
    // Closing marks differ between languages, so any second mark is accepted.
    let quote = |character: char| matches!(character, '„' | '“' | '”' | '«' | '»' | '"' | '‟');
    let mut quotes = text.char_indices().filter(|(_, character)| quote(*character));
    let first = quotes.next()?;
    // `4’ 33”` are seconds, `7"` are inches.
    let is_inch = matches!(first.1, '"' | '”') && text[..first.0].ends_with(|before: char| before.is_ascii_digit());
    (quotes.next().is_none() && !is_inch).then_some(first)
}

/// Whether a closing bracket belongs to `a)`, `1)` or `:)`: a single character before the bracket, or a smiley.
fn is_enumerator(text: &str, at: usize) -> bool {
    let head = text[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
    head.chars().count() <= 2
}
