//! An initial is in lower case.
//!
//! ## Why
//!
//! `R.k. Narayan` is R. K. Narayan: a program converted every letter to lower case except the first of each word, and
//! split words at spaces only. `v.`, `d.`, `z.` and `u.` before a surname abbreviate *von*, *de*, *zu* and *und*. An
//! initial after a hyphen, as in `Y.-h. Kim`, is the second syllable of one name.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "R.k.", "family": "Narayan" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "C. v. r.", "family": "Rao" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[name/case-after-dot]: the initial `k.` in `R.k.` is in lower case
//!    ╭─[record.json:4:37   record Reading in small towns · /contributors/0/given]
//!  3 │   "contributors": [
//!  4 │     { "role": "author", "given": "R.k.", "family": "Narayan" }
//!    ·                                     ┬
//!    ·                                     ╰── an initial
//!  5 │   ]
//!    ╰────
//!   help: write `R.K.`, if it is an initial
//!   fix to be confirmed: write initials as capitals
//!     - "R.k."
//!     + "R.K."
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "C.V.", "family": "Jawahar" },
//!     { "role": "author", "given": "F.v.", "family": "Hayek" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "Y.-h.", "family": "Kim" },
//!     { "role": "author", "given": "Ch.", "family": "Nowak" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [
//!     { "role": "author", "given": "J. P.", "family": "Nowak" },
//!     { "role": "author", "given": "St.", "family": "Zając" }
//!   ]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::person::NameMarks;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "name/case-after-dot",
    severity: Severity::Warning,
    reads: &[Symbol::CONTRIBUTORS],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Initials of *von*, *de*, *zu*, *und*.
const PARTICLES: [char; 4] = ['v', 'd', 'z', 'u'];

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for (_, part) in record.people().parts(NameMarks::DOT) {
        let small = small_initials(part.text);
        let Some((at, letter)) = small.first().copied() else { continue };
        let message = format!("the initial `{letter}.` in {} is in lower case", show::quoted(part.text));
        let finding = findings.at(Place::Within(part.node, at..at + letter.len_utf8()), message);
        let letters = part.text.char_indices();
        let is_small = |found: &(usize, char)| small.binary_search_by_key(&found.0, |(at, _)| *at).is_ok();
        let meant: String =
            letters.map(|found| if is_small(&found) { upper(found.1) } else { found.1.into() }).collect();
        finding.caption("an initial").value(part.text).suggestion(&*meant);
        finding.help(format!("write {}, if it is an initial", show::quoted(&record.spelled(&meant))));
        let change = |(at, letter): &(usize, char)| Change::Replace {
            node: part.node,
            range: Some(*at..at + letter.len_utf8()),
            text: upper(*letter),
        };
        finding.fix("write initials as capitals", Applicability::Unsafe, small.iter().map(change).collect());
    }
}

fn upper(letter: char) -> String {
    letter.to_uppercase().collect()
}

/// Returns the single lower-case letters between full stops that follow a capital initial.
fn small_initials(text: &str) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    let mut follows_initial = false;
    let mut start = 0;
    while let Some(length) = text[start..].find('.') {
        let piece = &text[start..start + length];
        let word = piece.trim_start();
        let mut letters = word.chars();
        let only = letters.next().filter(|_| letters.next().is_none());
        if let Some(letter) = only.filter(|letter| letter.is_lowercase() && follows_initial) {
            let is_last = !text[start + length + 1..].contains('.');
            if !(is_last && PARTICLES.contains(&letter)) {
                found.push((start + length - letter.len_utf8(), letter));
            }
        }
        follows_initial |= only.is_some_and(char::is_uppercase);
        start += length + 1;
    }
    found
}
