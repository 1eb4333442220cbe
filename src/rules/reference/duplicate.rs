//! A reference is listed twice.
//!
//! ## Why
//!
//! A work is listed once in a bibliography. The same entry or the same DOI twice is counted as two citations. An appendix
//! with a list of its own may repeat what the article cites. Where the words of two references with one DOI are those of two
//! works, one of them has the DOI of the other.
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
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};
use std::collections::HashSet;

/// See the module.
pub const RULE: Rule = Rule {
    id: "reference/duplicate",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::REFERENCES],
    options: &[],
    instead_of: &[],
    fix: None,
    cost: Cost::Fields,
    check: Check::Present(check),
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.references_are_plain() {
        return;
    }
    if record.references().len() < 2 {
        return;
    }
    let all = record.references().iter();
    let dois: Vec<Entry<'_>> = all.clone().filter_map(|one| Entry::of(record, one, one.doi)).collect();
    let texts = all.filter_map(|one| Entry::of(record, one, one.text));
    let texts: Vec<Entry<'_>> = texts.filter(|entry| entry.text.len() >= SHORTEST_REFERENCE).collect();
    let mut reported: HashSet<NodeId> = HashSet::new();
    // Case means nothing in a DOI; words are compared as they are written.
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
            // What has the same DOI has the same words, too.
            if !reported.insert(reference) {
                continue;
            }
            let is_other = are_different_works(known.words, words);
            let message = if is_other {
                format!("two different references have the DOI {}", show::quoted(text))
            } else {
                format!("the reference {} is listed twice", show::quoted(text))
            };
            let finding = findings.at(Place::Value(node), message);
            finding.caption("again here").label(Place::Value(known.node), "first here").value(show::clipped(text));
            finding.help(if is_other {
                "look up which of the two has this DOI, and correct the other"
            } else {
                "keep one of the two"
            });
        }
    }
}

/// So many characters of a reference are compared with those of others that have its DOI; hardly any has more.
const LONGEST: usize = 4000;

/// The DOI or the words of a reference, without white space around them.
#[derive(Clone, Copy)]
struct Entry<'a> {
    reference: NodeId,
    node: NodeId,
    text: &'a str,
    /// The words of the reference.
    words: &'a str,
    /// The list that it is in, where the record has several; an appendix has one of its own.
    list: Option<&'a str>,
}

impl<'a> Entry<'a> {
    fn of(record: &Record<'a>, reference: &Reference<'a>, said: NodeText<'a>) -> Option<Self> {
        let (node, text) = said?;
        let words = reference.text.map_or("", |(_, words)| beginning(words));
        let list = record.text(reference.node, Symbol::X_LIST).map(|(_, list)| list);
        Some(Self { reference: reference.node, node, text: trimmed(text), words, list })
    }
}

/// What is compared of a reference.
fn beginning(words: &str) -> &str {
    let end = || words.char_indices().nth(LONGEST).map(|(end, _)| end);
    let end = if words.len() > LONGEST { end() } else { None };
    end.map_or(words, |end| &words[..end])
}

/// Whether the words of two references are surely those of two works: the one begins with a name that the other does not
/// have, and the other way round, and each has a number, such as a page, that is not in the other.
fn are_different_works(one: &str, other: &str) -> bool {
    lacks_author(one, other) && lacks_author(other, one) && lacks_number(one, other) && lacks_number(other, one)
}

/// Whether `other` does not have the name with which `one` begins.
fn lacks_author(one: &str, other: &str) -> bool {
    let mut words = one.split(|letter: char| !letter.is_alphabetic());
    let author = words.find(|word| word.chars().count() > 2).unwrap_or_default().to_lowercase();
    !author.is_empty() && !other.is_empty() && !other.to_lowercase().contains(&author)
}

/// Whether `one` has a number that `other` does not have. The numbers in a DOI are none of a reference.
fn lacks_number(one: &str, other: &str) -> bool {
    let numbers = |words: &str| -> Vec<String> {
        let words = words.split_whitespace().filter(|word| !word.contains("10."));
        let pieces = words.flat_map(|word| word.split(|sign: char| !sign.is_ascii_digit()));
        pieces.filter(|number| number.len() > 1).map(str::to_owned).collect()
    };
    let known: HashSet<String> = numbers(other).into_iter().collect();
    numbers(one).iter().any(|number| !known.contains(number))
}
