//! A title has random upper and lower case.
//!
//! ## Why
//!
//! Scans of titles in small capitals produce letters of both cases in each word: `zALeżnośCIACh MIęDzy`. Such titles
//! cannot be sorted or searched. Three such words, making up half of the longer words of a title, are not a
//! coincidence. Chemical formulas, compounds such as `Extremely-High-Frequency` and names such as `mRNA`, `LaTeX` or
//! `OpenStreetMap` do not count.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "o zALeżnośCIACh MIęDzy BIBLIoMetRIą a czytelnictwem", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "ReAdINg iN SmALL ToWnS anD ViLLaGes", "lang": "en" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[title/garbled-case]: upper and lower case are mixed up in 3 words
//!    ╭─[record.json:2:22   record o zALeżnośCIACh MIęDzy BIBLIoMetRIą a cz… · /title/text]
//!  1 │ {
//!  2 │ … "title": { "text": "o zALeżnośCIACh MIęDzy BIBLIoMetRIą a czytelnictwem"…
//!    ·                      ──────────────────────────┬──────────────────────────
//!    ·                                                ╰── mixed up
//!  3 │ }
//!    ╰────
//!   help: compare with the printed title, and write it again
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "mRNA, eLife and LaTeX", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "McDonald and MacLeod on YouTube and GitHub", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Surface-Acoustic-Wave Transducers Using AlN/SiC(0001) and InGaAs/InP/GaAs Wells", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "OpenStreetMap, WikiData and BibTeX for lncRNAs, circRNAs and mRNAs", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" }
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "title/garbled-case",
    severity: Severity::Warning,
    reads: &[Symbol::TITLE, Symbol::TITLE_VARIANTS],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// The smallest number of words of mixed case that is not a coincidence.
const FEWEST: usize = 3;

/// Shorter words prove nothing: `iN` may be a formula or a word.
const SHORTEST: usize = 4;

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.titles_are_plain() {
        return;
    }
    for title in record.titles() {
        // The fast path: usual titles have no capital after a lower-case letter.
        if !title.text.as_bytes().windows(2).any(|pair| pair[0] > b'Z' && pair[1].is_ascii_uppercase()) {
            continue;
        }
        let words = || title.text.split(|character: char| !character.is_alphabetic());
        let long = words().filter(|word| word.chars().nth(SHORTEST - 1).is_some()).count();
        let garbled = words().filter(|word| is_garbled(word)).count();
        // Names of substances, genes and programs are a few words among others; a bad scan affects most of a title.
        if garbled < FEWEST || garbled * 2 < long {
            continue;
        }
        let message = format!("upper and lower case are mixed up in {garbled} words");
        let finding = findings.at(Place::Value(title.text_node), message);
        finding
            .caption("mixed up")
            .value(show::clipped(title.text))
            .help("compare with the printed title, and write it again");
    }
}

/// Whether a word has at least three runs of capitals, or two of which the first is longer than one letter and is
/// followed by lower-case letters. `YouTube`, `McDonald` and `mRNAs` have fewer; `OpenStreetMap` consists of words,
/// and `InGaAs` of chemical symbols.
fn is_garbled(word: &str) -> bool {
    if word.chars().nth(SHORTEST - 1).is_none() || consists_of_words(word) || consists_of_elements(word) {
        return false;
    }
    let (mut runs, mut run, mut has_long) = (0, 0, false);
    for letter in word.chars() {
        if letter.is_uppercase() {
            runs += usize::from(run == 0);
            run += 1;
        } else {
            has_long |= run > 1;
            run = 0;
        }
    }
    runs >= 3 || runs == 2 && has_long
}

/// Whether each capital begins a word of at least three letters: `OpenStreetMap`, `openStreetMap`.
fn consists_of_words(word: &str) -> bool {
    let mut pieces = word.split(char::is_uppercase);
    let first = pieces.next().unwrap_or_default();
    (first.is_empty() || first.len() >= 3) && pieces.all(|rest| rest.chars().count() >= 2)
}

/// Whether a word consists of symbols of chemical elements: `InGaAs`, `YBaCuO`.
fn consists_of_elements(word: &str) -> bool {
    const ELEMENTS: &[&str] = &[
        "Ac", "Ag", "Al", "Am", "Ar", "As", "At", "Au", "B", "Ba", "Be", "Bi", "Bk", "Br", "C", "Ca", "Cd", "Ce", "Cf",
        "Cl", "Cm", "Co", "Cr", "Cs", "Cu", "Dy", "Er", "Es", "Eu", "F", "Fe", "Fm", "Fr", "Ga", "Gd", "Ge", "H", "He",
        "Hf", "Hg", "Ho", "I", "In", "Ir", "K", "Kr", "La", "Li", "Lu", "Mg", "Mn", "Mo", "N", "Na", "Nb", "Nd", "Ne",
        "Ni", "Np", "O", "Os", "P", "Pa", "Pb", "Pd", "Pm", "Po", "Pr", "Pt", "Pu", "Ra", "Rb", "Re", "Rh", "Rn", "Ru",
        "S", "Sb", "Sc", "Se", "Si", "Sm", "Sn", "Sr", "Ta", "Tb", "Tc", "Te", "Th", "Ti", "Tl", "Tm", "U", "V", "W",
        "Xe", "Y", "Yb", "Zn", "Zr",
    ];
    if !word.is_ascii() {
        return false;
    }
    let mut rest = word;
    while !rest.is_empty() {
        let end = rest[1..].find(|letter: char| letter.is_ascii_uppercase()).map_or(rest.len(), |at| at + 1);
        if !ELEMENTS.contains(&&rest[..end]) {
            return false;
        }
        rest = &rest[end..];
    }
    true
}
