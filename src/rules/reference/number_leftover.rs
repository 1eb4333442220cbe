//! A reference begins with its number.
//!
//! ## Why
//!
//! The number is the place in the list. If `[12]` is also in the text, it is printed twice and prevents the entry
//! from being matched. It is reported only in brackets, as a bullet, or if it equals the place of the entry in the
//! list: `1984.` and `12. Sinfonie` begin titles.
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
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "reference/number-leftover",
    severity: Severity::Note,
    reads: &[Symbol::REFERENCES],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.references_are_plain() {
        return;
    }
    let all = record.references();
    let is_numbered = |(place, reference): (usize, &Reference<'_>)| {
        reference.text.and_then(|(_, raw)| leftover(raw)).is_some_and(|(_, number)| number == Some(place + 1))
    };
    // `1. Sinfonie` in the first place may be a title, but not if the whole list is numbered.
    let is_list = all.len() > 1 && all.iter().enumerate().all(is_numbered);
    for (place, reference) in all.iter().enumerate() {
        let Some((node, raw)) = reference.text else { continue };
        if let Some(end) = leading_stop(raw) {
            let finding = findings.at(Place::Within(node, 0..end), "the reference begins with a full stop");
            finding.caption("rest of its number").value(show::clipped(raw)).help("keep only the reference");
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

/// Returns the length of a leading full stop and the following spaces. This is the rest of `1. ` where the number has
/// its own element. `... and ladies` is the beginning of a title, and `.NET` is a name.
fn leading_stop(raw: &str) -> Option<usize> {
    let after = raw.strip_prefix('.')?;
    let rest = after.trim_start();
    (rest.len() < after.len() && rest.starts_with(char::is_alphabetic)).then_some(raw.len() - rest.len())
}

/// Returns the length of a leading number or bullet with the following spaces, and the number.
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
    let after = rest.trim_start();
    (rest.len() > after.len() && !after.is_empty()).then(|| (raw.len() - after.len(), number))
}
