//! A word is hyphenated as at the end of a line.
//!
//! ## Why
//!
//! Text that is copied from a PDF keeps the hyphens at the ends of lines: `in- cludes`. Searches then find neither
//! the word nor its parts. A suspended hyphen is right: `short- and long-term`, `polsko- i niemieckojęzyczne`; if
//! such a word follows, nothing is reported. Whether a single word or a compound with a hyphen is meant, as in
//! `self- awareness`, depends on the rest of the text: a fix is offered if the text contains one of the two forms
//! elsewhere.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The dataset in- cludes readers, and it includes towns.", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnic- two w miastach", "lang": "pl" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[text/linebreak-hyphen]: `in- cludes` has a hyphen left over from a line break
//!    ╭─[record.json:3:40   record Reading in small towns · /abstracts/0/text]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "abstracts": [{ "text": "The dataset in- cludes readers, and it include…
//!    ·                                        ─────┬────
//!    ·                                             ╰── divided word
//!  4 │ }
//!    ╰────
//!   help: write `includes`, as elsewhere in this text
//!   fix to be confirmed: write it as one word
//!     - "The dataset in- cludes readers, and it i…
//!     + "The dataset includes readers, and it i…
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The short- and long-term effects were described.", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "A value that tells high- from low-income regions.", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Szkoły polsko- i niemieckojęzyczne", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Vor- und Nachteile des Lesens", "lang": "de" }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::NodeId;
use std::ops::Range;

pub const RULE: Rule = Rule {
    id: "text/linebreak-hyphen",
    severity: Severity::Note,
    fix: Some(Applicability::Unsafe),
    cost: Cost::Texts,
    check: Check::Text(Marks::HYPHEN_SPACE, check),
    ..Rule::PLAIN
};

/// Words between two words of which the first has a suspended hyphen: English, German, Dutch, Polish, Czech, French,
/// Spanish, Portuguese, Italian, Scandinavian, Ukrainian and Russian.
const JOINING: &[&str] = &[
    "and", "or", "to", "vs", "vs.", "versus", "nor", "but", "through", "from", "und", "oder", "bis", "bzw", "sowie",
    "wie", "en", "of", "i", "oraz", "lub", "albo", "czy", "a", "ale", "nebo", "či", "et", "ou", "y", "o", "e", "och",
    "og", "eller", "та", "і", "й", "и", "или", "або", "do", "jak", "as", "not", "then", "rather", "plus", "minus",
    "nicht", "statt", "comme", "como",
];

/// Prefixes that are mostly or often written with a hyphen.
const PREFIXES: &[&str] = &[
    "anti", "auto", "bi", "co", "cross", "eco", "ex", "extra", "half", "high", "hyper", "inter", "intra", "long",
    "low", "macro", "meta", "micro", "mid", "mini", "multi", "neo", "non", "over", "para", "peri", "poly", "post",
    "pre", "pro", "pseudo", "psycho", "quasi", "re", "self", "semi", "short", "socio", "sub", "super", "trans",
    "ultra", "under", "well",
];

fn check(_: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    for (at, _) in text.match_indices("- ") {
        let head = text[..at].rsplit(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
        let tail = text[at + 2..].split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
        let is_small = |word: &str| word.chars().all(char::is_lowercase);
        if head.is_empty()
            || tail.is_empty()
            || !is_small(tail)
            || !head.ends_with(char::is_lowercase)
            || JOINING.contains(&tail)
            || is_suspended(&text[at + 2..])
        {
            continue;
        }
        let range = at - head.len()..at + 2 + tail.len();
        report(node, text, range, (head, tail), findings);
        return;
    }
}

/// Whether a hyphen is completed by a later word: `pre- as well as post-war`.
fn is_suspended(after: &str) -> bool {
    /// The number of words that may be between the two.
    const WORDS: usize = 4;
    let has_hyphen = |word: &str| {
        word.split_once('-').is_some_and(|(head, rest)| {
            head.ends_with(char::is_alphabetic) && (rest.is_empty() || rest.starts_with(char::is_alphabetic))
        })
    };
    after.split_whitespace().skip(1).take(WORDS).any(has_hyphen)
}

fn report(node: NodeId, text: &str, range: Range<usize>, (head, tail): (&str, &str), findings: &mut Findings<'_>) {
    let written = &text[range.clone()];
    let finding = findings.at(
        Place::Within(node, range.clone()),
        format!("{} has a hyphen left over from a line break", show::quoted(written)),
    );
    finding.caption("divided word").value(written);
    let (whole, compound) = (format!("{head}{tail}"), format!("{head}-{tail}"));
    let (one, other) = (show::quoted(&whole), show::quoted(&compound));
    let is_prefix = PREFIXES.contains(&head.to_lowercase().as_str());
    let occurs = |word: &str| {
        text.split(|letter: char| !letter.is_alphabetic() && letter != '-')
            .any(|found| found.to_lowercase() == word.to_lowercase())
    };
    // The spelling elsewhere in the text decides; if it has both, only a person can.
    let (meant, title) = match (occurs(&whole), occurs(&compound)) {
        (true, false) => (whole, "write it as one word"),
        (false, true) => (compound, "write it with a hyphen"),
        _ => {
            let order = if is_prefix { [other, one] } else { [one, other] };
            finding.help(format!("write {} or {}, whichever is meant", order[0], order[1]));
            return;
        }
    };
    finding.suggestion(&*meant).help(format!("write {}, as elsewhere in this text", show::quoted(&meant)));
    let change = Change::Replace { node, range: Some(range), text: meant };
    finding.fix(title, Applicability::Unsafe, vec![change]);
}
