//! A reference is listed twice.
//!
//! ## Why
//!
//! A bibliography lists each work once. The same entry or the same DOI twice is counted as two citations. An appendix
//! with its own list may repeat what the article cites. If two references with one DOI describe different works, one
//! of them has the DOI of the other.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Nowicka A. Reading. 2020." },
//!     { "text": "Zając P. Towns. 2021." },
//!     { "text": "Nowicka A. Reading. 2020." }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Nowicka A. Reading. 2020.", "doi": "10.1000/xyz" },
//!     { "text": "Nowicka Anna (2020). Reading.", "doi": "10.1000/XYZ" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Chincarini G. et al., 2007, ApJ, 671, 1903", "doi": "10.1000/522914" },
//!     { "text": "Falcone A. et al., 2007, ApJ, 671, 1921", "doi": "10.1000/522914" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[reference/duplicate]: the reference `Nowicka A. Reading. 2020.` is listed twice
//!    ╭─[record.json:6:15   record Reading in small towns · /references/2/text]
//!  3 │   "references": [
//!  4 │     { "text": "Nowicka A. Reading. 2020." },
//!    ·               ─────────────┬─────────────
//!    ·                            ╰── first here
//!  5 │     { "text": "Zając P. Towns. 2021." },
//!  6 │     { "text": "Nowicka A. Reading. 2020." }
//!    ·               ─────────────┬─────────────
//!    ·                            ╰── again here
//!  7 │   ]
//!    ╰────
//!   help: keep one of the two
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Nowicka A. Reading. 2020." },
//!     { "text": "Zając P. Towns. 2021." }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Ibid." },
//!     { "text": "Ibid." }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Nowicka A. Reading, part 1. 2020." },
//!     { "text": "Nowicka A. Reading, part 2. 2020." }
//!   ]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::{NodeText, Record, Reference, SHORTEST_REFERENCE, doi, exact, repeats, trimmed};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "reference/duplicate",
    severity: Severity::Warning,
    reads: &[Symbol::REFERENCES],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.references_are_plain() {
        return;
    }
    if record.references().len() < 2 {
        return;
    }
    let all = record.references().iter();
    let dois: Vec<Entry<'_>> = all.clone().filter_map(|one| Entry::new(record, one, one.doi)).collect();
    let texts = all.filter_map(|one| Entry::new(record, one, one.text));
    let texts: Vec<Entry<'_>> = texts.filter(|entry| entry.text.len() >= SHORTEST_REFERENCE).collect();
    let mut reported: HashSet<NodeId> = HashSet::new();
    // DOIs are compared without case, texts with it.
    let same_dois = repeats(
        &dois,
        |entry| doi::ending(entry.text),
        |one, other| one.list == other.list && one.text.eq_ignore_ascii_case(other.text),
    );
    let same_texts =
        repeats(&texts, |entry| exact(entry.text), |one, other| one.list == other.list && one.text == other.text);
    for (entries, same) in [(dois, same_dois), (texts, same_texts)] {
        for (first, again) in same {
            let (known, Entry { reference, node, text, words, .. }) = (entries[first], entries[again]);
            // References with the same DOI usually have the same text.
            if !reported.insert(reference) {
                continue;
            }
            let is_different = are_different_works(known.words, words);
            let message = if is_different {
                format!("two different references have the DOI {}", show::quoted(text))
            } else {
                format!("the reference {} is listed twice", show::quoted(text))
            };
            let finding = findings.at(Place::Value(node), message);
            finding.caption("again here").label(Place::Value(known.node), "first here").value(show::clipped(text));
            finding.help(if is_different {
                "look up which of the two has this DOI, and correct the other"
            } else {
                "keep one of the two"
            });
        }
    }
}

/// The number of characters of a reference that are compared with other references of the same DOI. Hardly any has
/// more.
const LONGEST: usize = 4000;

/// The DOI or the text of a reference, without surrounding whitespace.
#[derive(Clone, Copy)]
struct Entry<'a> {
    reference: NodeId,
    node: NodeId,
    text: &'a str,
    /// The text of the reference.
    words: &'a str,
    /// The list that contains it, if the record has several. An appendix has its own list.
    list: Option<&'a str>,
}

impl<'a> Entry<'a> {
    fn new(record: &Record<'a>, reference: &Reference<'a>, value: NodeText<'a>) -> Option<Self> {
        let (node, text) = value?;
        let words = reference.text.map_or("", |(_, words)| beginning(words));
        let list = record.text(reference.node, Symbol::X_LIST).map(|(_, list)| list);
        Some(Self { reference: reference.node, node, text: trimmed(text), words, list })
    }
}

/// Returns the part of a reference that is compared.
fn beginning(words: &str) -> &str {
    let end = || words.char_indices().nth(LONGEST).map(|(end, _)| end);
    let end = if words.len() > LONGEST { end() } else { None };
    end.map_or(words, |end| &words[..end])
}

/// Whether two references certainly describe different works: each begins with a name that the other does not
/// contain, and each has a number, such as a page, that the other does not contain.
fn are_different_works(one: &str, other: &str) -> bool {
    lacks_author(one, other) && lacks_author(other, one) && lacks_number(one, other) && lacks_number(other, one)
}

/// Whether `other` does not contain the name with which `one` begins.
fn lacks_author(one: &str, other: &str) -> bool {
    let mut words = one.split(|letter: char| !letter.is_alphabetic());
    let author = words.find(|word| word.chars().count() > 2).unwrap_or_default().to_lowercase();
    !author.is_empty() && !other.is_empty() && !other.to_lowercase().contains(&author)
}

/// Whether `one` has a number that `other` does not have. Numbers in DOIs do not count.
fn lacks_number(one: &str, other: &str) -> bool {
    let numbers = |words: &str| -> Vec<String> {
        let words = words.split_whitespace().filter(|word| !word.contains("10."));
        let pieces = words.flat_map(|word| word.split(|character: char| !character.is_ascii_digit()));
        pieces.filter(|number| number.len() > 1).map(str::to_owned).collect()
    };
    let known: HashSet<String> = numbers(other).into_iter().collect();
    numbers(one).iter().any(|number| !known.contains(number))
}
