//! A reference begins with its number.
//!
//! ## Why
//!
//! The place in the list is the number. `[12]` that is written into the text is printed twice and keeps the entry from
//! being matched. It is taken for a leftover only in brackets, as a bullet, or where it is the place of the entry in
//! the list: `1984.` and `12. Sinfonie` begin titles.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "[1] Nowicka A. Reading. 2020." }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "1. Nowicka A. Reading. 2020." },
//!     { "text": "2. Zając P. Towns. 2021." }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": ". Nowicka A. Reading. 2020." }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[reference/number-leftover]: the reference begins with `[1]` [*]
//!    ╭─[record.json:4:16   record Reading in small towns · /references/0/text]
//!  3 │   "references": [
//!  4 │     { "text": "[1] Nowicka A. Reading. 2020." }
//!    ·                ──┬─
//!    ·                  ╰── its number
//!  5 │   ]
//!    ╰────
//!   help: keep only the reference
//!     - "[1] Nowicka A. Reading. 2020…
//!     + "Nowicka A. Reading. 2020…
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Nowicka A. Reading. 2020." }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "1984. Orwell G. London 1949." }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "12. Sinfonie. Leipzig 1910." }
//!   ]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Record, Reference};
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "reference/number-leftover",
    severity: Severity::Note,
    since: "0.1.0",
    reads: &[Symbol::REFERENCES],
    options: &[],
    instead_of: &[],
    fix: Some(Applicability::Safe),
    cost: Cost::Fields,
    check: Check::Present(check),
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.references_are_plain() {
        return;
    }
    let all = record.references();
    let is_numbered = |(place, reference): (usize, &Reference<'_>)| {
        reference.text.and_then(|(_, raw)| leftover(raw)).is_some_and(|(_, number)| number == Some(place + 1))
    };
    // `1. Sinfonie` at the first place may be a title; a whole list that is numbered is none of titles.
    let is_list = all.len() > 1 && all.iter().enumerate().all(is_numbered);
    for (place, reference) in all.iter().enumerate() {
        let Some((node, raw)) = reference.text else { continue };
        if let Some(end) = leading_stop(raw) {
            let finding = findings.at(Place::Within(node, 0..end), "the reference begins with a full stop");
            finding.caption("left of its number").value(show::clipped(raw)).help("keep only the reference");
            let change = Change::Replace { node, range: Some(0..end), text: String::new() };
            finding.fix("remove the full stop", Applicability::Safe, vec![change]);
            continue;
        }
        let Some((end, number)) = leftover(raw) else { continue };
        let is_place = number == Some(place + 1);
        // A bare number may begin a title.
        if !is_place && !raw.starts_with(['[', '•']) {
            continue;
        }
        let shown = show::quoted(raw[..end].trim());
        let finding = findings.at(Place::Within(node, 0..end), format!("the reference begins with {shown}"));
        finding.caption("its number").value(show::clipped(raw)).help("keep only the reference");
        let is_sure = is_place && (is_list || raw.starts_with('['));
        let applicability = if is_sure { Applicability::Safe } else { Applicability::Unsafe };
        let change = Change::Replace { node, range: Some(0..end), text: String::new() };
        finding.fix("remove the number", applicability, vec![change]);
    }
}

/// The length of a full stop and the spaces behind it at the beginning, which is what is left of `1. ` where the number is in
/// an element of its own. `... and ladies` is the beginning of a title, `.NET` a name.
fn leading_stop(raw: &str) -> Option<usize> {
    let behind = raw.strip_prefix('.')?;
    let rest = behind.trim_start();
    (rest.len() < behind.len() && rest.starts_with(char::is_alphabetic)).then_some(raw.len() - rest.len())
}

/// The length of a number or a bullet with the blanks behind it, and the number.
fn leftover(raw: &str) -> Option<(usize, Option<usize>)> {
    let first = raw.bytes().next()?;
    if !matches!(first, b'[' | b'0'..=b'9' | 0xE2) {
        return None;
    }
    let (rest, number) = if let Some(rest) = raw.strip_prefix('•') {
        (rest, None)
    } else {
        let inner = raw.strip_prefix('[').unwrap_or(raw);
        let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
        let close = if first == b'[' { ']' } else { '.' };
        let rest = inner[digits..].strip_prefix(close).filter(|_| matches!(digits, 1..=3))?;
        (rest.strip_prefix('.').unwrap_or(rest), inner[..digits].parse().ok())
    };
    let behind = rest.trim_start();
    (rest.len() > behind.len() && !behind.is_empty()).then(|| (raw.len() - behind.len(), number))
}
