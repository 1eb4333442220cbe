//! A keyword is listed twice.
//!
//! ## Why
//!
//! A repeated keyword in one language adds nothing and is counted twice in statistics. Case is ignored, but if only
//! the case differs, the fix needs confirmation: `Polish` is a language, and `polish` is not. The fix keeps the
//! spelling that is not all capitals: `China` rather than `CHINA`.
//!
//! If one text is split at its commas, as in BibTeX, a subject heading that contains a comma (`Milholland, Inez`) is
//! broken into pieces. Such a list is not checked: it is recognised by a year or an abbreviated place among its
//! pieces, or by two adjacent pieces that are repeated.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "keywords": [{ "lang": "en", "terms": ["reading", "libraries", "reading"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "keywords": [{ "lang": "pl", "terms": ["UE", "ue "] }]
//! }
//! ```
//!
//! ```bibtex
//! @book{a, title = {Reading in small towns}, keywords = {reading, small towns, reading, libraries}}
//! ```
//!
//! ```bibtex
//! @book{a, title = {Reading in small towns}, keywords = {reading, libraries, reading, libraries}}
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[keyword/duplicate]: the keyword `reading` is listed twice [*]
//!    ╭─[record.json:3:66   record Czytelnictwo w małych miastach · /keywords/0/terms/2]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │ …"lang": "en", "terms": ["reading", "libraries", "reading"] }]
//!    ·                          ────┬────               ────┬────
//!    ·                              │                       ╰── again here
//!    ·                              ╰── first here
//!  4 │ }
//!    ╰────
//!   help: keep one of them
//!     - "reading"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "keywords": [{ "lang": "en", "terms": ["reading", "libraries"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "keywords": [{ "lang": "en", "terms": ["region"] }, { "lang": "pl", "terms": ["region"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "keywords": [{ "lang": "en", "terms": ["C", "C++"] }]
//! }
//! ```
//!
//! ```bibtex
//! @book{a, title = {At Gettysburg}, keywords = {Gettysburg, Battle of, Gettysburg, Pa., 1863}}
//!
//! @book{b, title = {On strike}, keywords = {Milholland, Inez, Radicals, Milholland, Inez, Biographies}}
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Record, by_first, folded, is_same, repeats};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};
use std::collections::{HashMap, HashSet};

pub const RULE: Rule = Rule {
    id: "keyword/duplicate",
    severity: Severity::Warning,
    reads: &[Symbol::KEYWORDS],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.keywords_are_plain() {
        return;
    }
    for group in record.keywords() {
        let terms = &group.terms;
        if are_broken_headings(record, terms) {
            continue;
        }
        let repeated = repeats(terms, |term| folded(term.1), |left, right| is_same(left.1, right.1));
        if repeated.is_empty() {
            continue;
        }
        // RIS lists the keywords of several languages one after the other. A word that two of them share occurs
        // twice.
        let is_foreign =
            |term: &(NodeId, &str)| term.1.chars().any(|letter| !letter.is_ascii() && letter.is_alphabetic());
        let has_blocks = context.shape.id == "ris" && terms.len() >= SEVERAL_LANGUAGES && terms.iter().any(is_foreign);
        for (first, again) in by_first(repeated) {
            let forms = forms(std::iter::once(first).chain(again).map(|at| terms[at]));
            forms.iter().for_each(|form| report_repeated(form, has_blocks, findings));
            report_variants(&forms, findings);
        }
    }
}

/// Whether the terms are pieces of one text that was split at commas, some of them inside a heading. A repeated piece
/// is then not a keyword by itself: `Milholland, Inez, Radicals, Milholland, Inez, Biographies`.
fn are_broken_headings(record: &Record<'_>, terms: &[(NodeId, &str)]) -> bool {
    let source_of = |term: &(NodeId, &str)| record.source_of(term.0);
    let Some((source, text)) = record.source().zip(terms.first().and_then(source_of)) else { return false };
    // If the separator is a semicolon, commas do not split the text.
    let is_split_at_commas = |text: &str| text.contains(',') && !text.contains(';');
    if terms.last().and_then(source_of) != Some(text) || !source.text(text).is_some_and(is_split_at_commas) {
        return false;
    }
    terms.iter().any(|term| is_end_of_heading(term.1.trim())) || has_repeated_pair(terms)
}

/// Whether a piece can only be the end of an inverted heading: a year, an abbreviated place (`Pa.`), or words that
/// end with a preposition (`Battle of`).
fn is_end_of_heading(piece: &str) -> bool {
    /// The length in bytes of the longest abbreviation with its full stop: `Mass.`, `Calif.`
    const MAX_ABBREVIATION: usize = 6;
    let is_abbreviation = piece.len() <= MAX_ABBREVIATION
        && piece.ends_with('.')
        && piece.starts_with(|first: char| first.is_uppercase());
    !piece.is_empty() && !piece.chars().any(char::is_alphabetic) || is_abbreviation || piece.ends_with(" of")
}

/// Whether two adjacent pieces are repeated, in a list that is not repeated as a whole.
fn has_repeated_pair(terms: &[(NodeId, &str)]) -> bool {
    let terms: Vec<String> = terms.iter().map(|term| term.1.trim().to_lowercase()).collect();
    let (head, tail) = terms.split_at(terms.len() / 2);
    if head == tail {
        return false;
    }
    let mut known: HashSet<(&str, &str)> = HashSet::new();
    terms.windows(2).any(|pair| pair[0] != pair[1] && !known.insert((&pair[0], &pair[1])))
}

/// From this number on, the keywords may be in several languages, with at least three in each.
const SEVERAL_LANGUAGES: usize = 6;

/// Occurrences of a keyword in one spelling, each with its node.
type Form<'a> = Vec<(NodeId, &'a str)>;

/// Groups the occurrences of a keyword by spelling, in the order of the list. The spaces in and around it are
/// ignored.
fn forms<'a>(terms: impl Iterator<Item = (NodeId, &'a str)>) -> Vec<Form<'a>> {
    let mut forms: Vec<Form<'a>> = Vec::new();
    let mut places: HashMap<Vec<&str>, usize> = HashMap::new();
    for (node, term) in terms {
        let place = *places.entry(term.split_whitespace().collect()).or_insert(forms.len());
        match forms.get_mut(place) {
            Some(form) => form.push((node, term)),
            None => forms.push(vec![(node, term)]),
        }
    }
    forms
}

/// Reports a keyword that is listed several times in one spelling. The fix removes all but the first.
fn report_repeated(form: &Form<'_>, has_blocks: bool, findings: &mut Findings<'_>) {
    let [first, second, others @ ..] = form.as_slice() else { return };
    let term = second.1.trim();
    let message = format!("the keyword {} is listed {}", show::quoted(term), show::times(form.len()));
    let finding = findings.at(Place::Value(second.0), message);
    finding.caption("again here").label(Place::Value(first.0), "first here").value(term);
    others.iter().for_each(|other| _ = finding.label(Place::Value(other.0), "again here"));
    finding.help("keep one of them");
    let title = if others.is_empty() { "remove the later one" } else { "remove the later ones" };
    let changes = form[1..].iter().map(|(node, _)| Change::Remove { node: *node }).collect();
    let applicability = if has_blocks { Applicability::Unsafe } else { Applicability::Safe };
    finding.fix(title, applicability, changes);
}

/// Reports spellings of one keyword that differ in case or spaces.
fn report_variants(forms: &[Form<'_>], findings: &mut Findings<'_>) {
    let Some(kept) = forms.iter().position(|form| !is_in_capitals(form[0].1)).or((!forms.is_empty()).then_some(0))
    else {
        return;
    };
    for (place, form) in forms.iter().enumerate().filter(|(place, _)| *place != kept) {
        let (earlier, later) = if place < kept { (form, &forms[kept]) } else { (&forms[kept], form) };
        let ((first_node, first), (again_node, again)) = (earlier[0], later[0]);
        let (first, again) = (first.trim(), again.trim());
        let lower = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
        let difference = if lower(first) == lower(again) { "capitals" } else { "spaces" };
        let message =
            format!("the keywords {} and {} differ only in {difference}", show::quoted(first), show::quoted(again));
        let finding = findings.at(Place::Value(again_node), message);
        finding.caption("again here").label(Place::Value(first_node), "first here").value(again);
        finding.help("keep one of them");
        let changes = form.iter().map(|(node, _)| Change::Remove { node: *node }).collect();
        let title = format!("remove {}", show::quoted(form[0].1.trim()));
        finding.fix(title, Applicability::Unsafe, changes);
    }
}

/// Whether a keyword has capital letters and no lower-case letters.
fn is_in_capitals(term: &str) -> bool {
    term.chars().any(char::is_uppercase) && !term.chars().any(char::is_lowercase)
}
