//! A volume or issue number has a label.
//!
//! ## Why
//!
//! The field name already says that its value is a volume. `vol. 16` is printed as `vol. vol. 16`, and does not match
//! the `16` of references.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "vol. 16"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "16",
//!   "issue": "nr 2"
//! }
//! ```
//!
//! ```bibtex
//! @article{a, author = {Nowicka, Anna}, title = {Lesen}, journal = {Teki}, number = {Bd. 5}, year = 2019}
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[volume/label]: the label `vol.` is part of the number of the volume [*]
//!    ╭─[record.json:3:14   record Czytelnictwo w małych miastach · /volume]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "volume": "vol. 16"
//!    ·              ──┬──
//!    ·                ╰── label
//!  4 │ }
//!    ╰────
//!   help: write `16`
//!     - "vol. 16"
//!     + "16"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "16"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "16",
//!   "issue": "Suppl. 1"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "volume": "16",
//!   "issue": "Special Issue"
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "volume/label",
    severity: Severity::Warning,
    reads: &[Symbol::VOLUME, Symbol::ISSUE],
    instead_of: &["issue/number-form"],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Words for a volume, in lower case and without a dot: English, Polish, Czech, German, French, Spanish, Russian,
/// Ukrainian.
const VOLUME: &[&str] = &[
    "vol", "vols", "volume", "t", "tom", "rocznik", "roč", "ročník", "r", "bd", "band", "jg", "jahrgang", "tome", "v",
    "том", "т",
];

/// Words for an issue.
const ISSUE: &[&str] = &[
    "nr",
    "no",
    "nos",
    "number",
    "issue",
    "iss",
    "z",
    "zeszyt",
    "zesz",
    "č",
    "číslo",
    "heft",
    "h",
    "n°",
    "nº",
    "№",
    "num",
    "núm",
    "numer",
    "numéro",
    "número",
    "вып",
    "выпуск",
    "вип",
    "bd",
    "band",
];

/// Labels of a volume in the issue field. The number after them may be either.
const VOLUME_LABELS: &[&str] = &["bd", "band"];

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.numbers_are_plain() {
        return;
    }
    for (field, words, what) in [(Symbol::VOLUME, VOLUME, "volume"), (Symbol::ISSUE, ISSUE, "issue")] {
        let Some((node, raw)) = record.text(record.root(), field) else { continue };
        let Some(end) = label(raw, words) else { continue };
        let shown = show::quoted(raw[..end].trim());
        let finding =
            findings.at(Place::Within(node, 0..end), format!("the label {shown} is part of the number of the {what}"));
        finding
            .caption("label")
            .value(raw)
            .suggestion(&raw[end..])
            .help(format!("write {}", show::quoted(&raw[end..])));
        let change = Change::Replace { node, range: Some(0..end), text: String::new() };
        // `R. 45, t. 3` has two numberings.
        let is_number = |character: char| character.is_ascii_digit() || " -–/()IVXLCivxlc".contains(character);
        let is_only_number = raw[end..].chars().all(is_number);
        let word = raw[..end].trim().trim_end_matches('.').to_lowercase();
        let is_certain = is_only_number && !(field == Symbol::ISSUE && VOLUME_LABELS.contains(&word.as_str()));
        let applicability = if is_certain { Applicability::Safe } else { Applicability::Unsafe };
        finding.fix("remove the label", applicability, vec![change]);
    }
}

/// Returns the length of the label with the following spaces. A single letter needs a dot: `R16` may be a number.
fn label(raw: &str, words: &[&str]) -> Option<usize> {
    if raw.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let word_end = raw.find(|character: char| !character.is_alphabetic() && !matches!(character, '°' | 'º' | '№'))?;
    let word = raw[..word_end].to_lowercase();
    if !words.contains(&word.as_str()) {
        return None;
    }
    let rest = &raw[word_end..];
    let has_dot = rest.starts_with('.');
    let rest = rest.trim_start_matches('.').trim_start();
    let is_clear = has_dot || word.chars().count() > 1 || word == "№";
    let is_number = rest.starts_with(|character: char| character.is_ascii_digit() || "IVXLCivxlc".contains(character));
    (is_clear && is_number).then_some(raw.len() - rest.len())
}
