//! A text is not in the usual Unicode form.
//!
//! ## Why
//!
//! `ń` can be stored as one character, or as `n` and a combining accent: they look the same, but a search for one
//! does not find the other. Normalization form C (Unicode Standard Annex 15) is used on the web and by nearly all
//! programs. The compatibility form KC is never used: it turns `²` into `2` and `½` into `1⁄2`.
//!
//! The fix combines a letter with the marks after it. It needs review if a character would be replaced by another,
//! such as a compatibility ideograph in a name. There is no fix in a formula.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Pan\u0301stwo i prawo", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "contributors": [{ "given": "Jose\u0301", "family": "Garcia" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[text/not-nfc]: `ń` is two characters, `n` and U+0301 [*]
//!    ╭─[record.json:2:25   record Państwo i prawo · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Pan\u0301stwo i prawo", "lang": "pl" }
//!    ·                         ───┬───
//!    ·                            ╰── several characters
//!  3 │ }
//!    ╰────
//!   help: write the one character U+0144
//!     - "Pan\u0301stwo i prawo"
//!     + "Państwo i prawo"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Państwo i prawo", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "5 m² and ½ of a library", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "المكتبات في المدن", "lang": "ar" }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::NodeId;
use std::ops::Range;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_normalization::{UnicodeNormalization, is_nfc};

pub const RULE: Rule = Rule {
    id: "text/not-nfc",
    severity: Severity::Warning,
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::DECOMPOSED, check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    if is_nfc(text) {
        return;
    }
    let clusters = clusters(text);
    // Certain ones are reported first, the others only when these are fixed.
    let has_certain = clusters.iter().any(Cluster::is_certain);
    let clusters: Vec<Cluster<'_>> = clusters.into_iter().filter(|one| one.is_certain() == has_certain).collect();
    let Some(first) = clusters.first() else { return };
    let shown = show::quoted(&first.usual);
    let place = Place::Within(node, first.range.clone());
    let (message, caption, help) = if has_certain {
        let mut parts: Vec<String> = first.written.chars().map(part).collect();
        let (count, last) = (parts.len(), parts.pop().unwrap_or_default());
        let count = if count == 2 { "two".to_owned() } else { count.to_string() };
        let message = format!("{shown} is {count} characters, {} and {last}", parts.join(", "));
        // TeX commands that print nothing are not in the text, and may be between letter and mark.
        let condition = if record.is_tex() { ", if the mark belongs to the letter" } else { "" };
        let how = if first.usual.chars().count() == 1 { "the one character" } else { "the characters" };
        (message, "several characters", format!("write {how} {}{condition}", codes(&first.usual)))
    } else {
        let (is, usual) = (codes(first.written), codes(&first.usual));
        let help = format!("write {shown} ({usual}), if no other character is meant");
        (format!("{} ({is}) is an unusual form of a character", show::quoted(first.written)), "another form", help)
    };
    let finding = findings.at(place, message);
    finding.caption(caption).value(show::clipped(text)).help(help);
    let usual = |one: Cluster<'_>| Change::Replace { node, range: Some(one.range), text: one.usual };
    let formulas = formulas(text);
    let is_in_formula = |one: &Cluster<'_>| {
        let next = formulas.partition_point(|formula| formula.end <= one.range.start);
        formulas.get(next).is_some_and(|formula| formula.start < one.range.start)
    };
    let changes: Vec<Change> = clusters.into_iter().filter(|one| !is_in_formula(one)).map(usual).collect();
    if changes.is_empty() {
        return;
    }
    let applicability = if has_certain { Applicability::Safe } else { Applicability::Unsafe };
    finding.suggestion(show::clipped(&apply(text, &changes)));
    finding.fix("write it in normalization form C", applicability, changes);
}

/// Applies the changes to the text. They must be in order.
fn apply(text: &str, changes: &[Change]) -> String {
    let (mut found, mut done) = (String::with_capacity(text.len()), 0);
    for change in changes {
        if let Change::Replace { range: Some(range), text: usual, .. } = change {
            found.push_str(&text[done..range.start]);
            found.push_str(usual);
            done = range.end;
        }
    }
    found.push_str(&text[done..]);
    found
}

/// Shows a letter in backticks, or a mark by its code point.
fn part(letter: char) -> String {
    if is_combining_mark(letter) { codes(&letter.to_string()) } else { show::quoted(&letter.to_string()) }
}

/// Returns the code points of a text: `U+212B`.
fn codes(text: &str) -> String {
    let codes: Vec<String> = text.chars().map(|letter| format!("U+{:04X}", u32::from(letter))).collect();
    codes.join(" ")
}

/// A character with its combining marks that is not in normalization form C.
struct Cluster<'t> {
    range: Range<usize>,
    written: &'t str,
    usual: String,
}

impl Cluster<'_> {
    /// Whether it is a letter with marks that combine to a single letter. A person must decide about a singleton such
    /// as a compatibility ideograph, which may be part of a personal name, and about a letter that is decomposed.
    fn is_certain(&self) -> bool {
        let Some(base) = self.written.chars().next() else { return false };
        let is_own = is_nfc(base.encode_utf8(&mut [0; 4]));
        let is_letter = base.is_alphabetic() && self.usual.starts_with(char::is_alphabetic);
        let count = self.usual.chars().count();
        let is_whole = count == 1 || !is_jamo(base);
        is_own && is_letter && is_whole && count < self.written.chars().count()
    }
}

/// Returns the characters of a text with their following marks that are not in normalization form C.
fn clusters(text: &str) -> Vec<Cluster<'_>> {
    let joins = |letter: char| {
        is_combining_mark(letter) || canonical_combining_class(letter) != 0 || matches!(letter, '\u{1160}'..='\u{11FF}')
    };
    let starts = text.char_indices().filter(|(at, letter)| *at == 0 || !joins(*letter)).map(|(at, _)| at);
    let starts: Vec<usize> = starts.chain([text.len()]).collect();
    let cluster = |ends: &[usize]| {
        let range = ends[0]..ends[1];
        let written = &text[range.clone()];
        let usual: String = written.nfc().collect();
        (usual != written).then_some(Cluster { range, written, usual })
    };
    starts.windows(2).filter_map(cluster).collect()
}

/// Whether a character is a Hangul letter, a part of a syllable.
fn is_jamo(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{11FF}')
}

/// Returns the TeX formulas in a text, in which a mark does not belong to the letter before it. They are in order and
/// do not overlap.
fn formulas(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (open, close) in [("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")] {
        let mut at = 0;
        while let Some(start) = text[at..].find(open).map(|start| at + start) {
            let inside = start + open.len();
            let Some(length) = text[inside..].find(close) else { break };
            at = inside + length + close.len();
            found.push(start..at);
        }
    }
    found.sort_by_key(|formula| formula.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for formula in found {
        match joined.last_mut() {
            Some(last) if formula.start < last.end => last.end = last.end.max(formula.end),
            _ => joined.push(formula),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_has_both_its_ends() {
        let found = |text: &str| formulas(text).into_iter().map(|range| text[range].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("a $b$ c $d$ e $f"), ["$b$", "$d$"]);
        assert_eq!(found(r"\(a\) b \[c\] \) \[d"), [r"\(a\)", r"\[c\]"]);
        assert_eq!(found(r"$a \(b$ c\) d"), [r"$a \(b$ c\)"]);
        assert!(found("5 $, the price").is_empty());
    }
}
