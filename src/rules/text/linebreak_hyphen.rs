//! A word is divided as at the end of a line.
//!
//! ## Why
//!
//! Text that is copied from a PDF keeps the hyphens with which words were divided: `in- cludes`. The word is then found
//! neither whole nor in parts. A hyphen that waits for a second word is right: `short- and long-term`, `polsko- i
//! niemieckojęzyczne`; nothing is said where such a word follows, and the fix is offered only where the whole word
//! stands elsewhere in the same text.
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
//! note[text/linebreak-hyphen]: `in- cludes` is divided as at the end of a line
//!    ╭─[record.json:3:40   record Reading in small towns · /abstracts/0/text]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "abstracts": [{ "text": "The dataset in- cludes readers, and it include…
//!    ·                                        ─────┬────
//!    ·                                             ╰── divided word
//!  4 │ }
//!    ╰────
//!   help: write `includes`, if it is one word
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

/// See the module.
pub const RULE: Rule = Rule {
    id: "text/linebreak-hyphen",
    severity: Severity::Note,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &[],
    fix: Some(Applicability::Unsafe),
    cost: Cost::Texts,
    check: Check::Text(Marks::HYPHEN_BLANK, check),
};

/// Words that join two words of which the first leaves out its end: English, German, Dutch, Polish, Czech, French,
/// Spanish, Portuguese, Italian, Scandinavian, Ukrainian and Russian.
const JOINING: &[&str] = &[
    "and", "or", "to", "vs", "vs.", "versus", "nor", "but", "through", "from", "und", "oder", "bis", "bzw", "sowie",
    "wie", "en", "of", "i", "oraz", "lub", "albo", "czy", "a", "ale", "nebo", "či", "et", "ou", "y", "o", "e", "och",
    "og", "eller", "та", "і", "й", "и", "или", "або", "do", "jak",
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
        {
            continue;
        }
        let range = at - head.len()..at + 2 + tail.len();
        let shown = show::quoted(&text[range.clone()]);
        let finding =
            findings.at(Place::Within(node, range.clone()), format!("{shown} is divided as at the end of a line"));
        let whole = format!("{head}{tail}");
        finding.caption("divided word").value(&text[range.clone()]).suggestion(&*whole);
        finding.help(format!("write {}, if it is one word", show::quoted(&whole)));
        let is_elsewhere =
            text.split(|letter: char| !letter.is_alphabetic()).any(|word| word.to_lowercase() == whole.to_lowercase());
        if is_elsewhere {
            let change = Change::Replace { node, range: Some(range), text: whole };
            finding.fix("write it as one word", Applicability::Unsafe, vec![change]);
        }
        return;
    }
}
