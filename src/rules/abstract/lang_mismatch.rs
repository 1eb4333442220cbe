//! An abstract is written in a language other than its tag says.
//!
//! ## Why
//!
//! A search for abstracts in English finds this one in Polish, and a translation service translates from the
//! wrong language. It happens when an abstract is pasted into the wrong box of a form. The rule checks abstracts
//! of at least sixty letters and reports only a language that is certain; from two hundred letters on, the
//! finding is an error. Languages that are easily confused, such as Czech and Slovak, are never distinguished.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [
//!     {
//!       "text": "W artykule omówiono przemiany czytelnictwa, które dokonały się w małych miastach w ostatnich dwudziestu latach, oraz rolę, jaką odegrały w nich biblioteki publiczne i szkolne.",
//!       "lang": "en"
//!     }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
//!   "abstracts": [
//!     { "text": "The article discusses how reading has changed in small towns, and which part libraries have played in it.", "lang": "pl" },
//!     { "text": "W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę, jaką odgrywają w nich biblioteki.", "lang": "en" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[abstract/lang-mismatch]: this abstract is tagged as English, but is written in Polish
//!    ╭─[record.json:6:15   record Czytelnictwo w małych miastach · /abstracts/0/lang]
//!  4 │     {
//!  5 │ …    "text": "W artykule omówiono przemiany czytelnictwa, które dokonały s…
//!    ·              ──────────────────────────────┬──────────────────────────────
//!    ·                                            ╰── Polish
//!  6 │       "lang": "en"
//!    ·               ──┬─
//!    ·                 ╰── the tag
//!  7 │     }
//!    ╰────
//!   help: tag it as `pl`, or put the right text here
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
//!   "abstracts": [
//!     { "text": "W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę, jaką odgrywają w nich biblioteki.", "lang": "pol" },
//!     { "text": "The article discusses how reading has changed in small towns, and which part libraries have played in it.", "lang": "en-GB" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Čtenářství v malých městech", "lang": "sk" },
//!   "abstracts": [
//!     { "text": "Článek se zabývá proměnami čtenářství v malých městech a úlohou, kterou v nich hrají knihovny.", "lang": "sk" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "Reading, libraries, towns.", "lang": "en" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Agreement, Language, Record, Text};
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "abstract/lang-mismatch",
    severity: Severity::Error,
    reads: &[Symbol::ABSTRACTS],
    instead_of: &["abstract/lang-duplicate", "abstract/translation-count"],
    fix: Some(Applicability::Unsafe),
    cost: Cost::Language,
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// From this number of letters on, the detected language leaves no doubt.
const LETTERS_WITHOUT_DOUBT: usize = 200;

/// An abstract in a language other than its tag says.
struct Mismatch<'a> {
    text: Text<'a>,
    tag_node: NodeId,
    tag: &'a str,
    detected: Language,
}

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let mismatches: Vec<Mismatch<'_>> = record
        .all_abstracts()
        .iter()
        .filter_map(|text| {
            let Agreement::Contradicts(detected) = record.agreement(text) else { return None };
            // If another text has the same words, one of the two is a copy;
            // `language/variants-identical` reports that.
            let (tag_node, tag) = text.lang.filter(|_| !record.has_copy(text))?;
            Some(Mismatch { text: *text, tag_node, tag, detected })
        })
        .collect();
    let swap = swap(&mismatches);
    for mismatch in &mismatches {
        let Mismatch { text, tag_node, tag, detected } = mismatch;
        let name = detected.name();
        let declared = Language::of_tag(tag).map_or_else(|| show::quoted(tag).into(), Language::name);
        let is_inherited = is_inherited(record, text, *tag_node);
        let message = if is_inherited {
            format!("this abstract has the language of the whole record, {declared}, but is written in {name}")
        } else {
            format!("this abstract is tagged as {declared}, but is written in {name}")
        };
        let place = Place::Value(if is_inherited { text.text_node } else { *tag_node });
        let finding = findings.at(place, message);
        let letters = text.text.chars().filter(|letter| letter.is_alphabetic()).take(LETTERS_WITHOUT_DOUBT).count();
        if letters < LETTERS_WITHOUT_DOUBT {
            finding.severity(Severity::Warning);
        }
        if is_inherited {
            finding.caption(name.into_owned()).label(Place::Value(*tag_node), "the tag of the record");
        } else {
            finding.caption("the tag").label(Place::Value(text.text_node), name.into_owned());
        }
        let code = context.shape.language_code(detected.code(), detected.bibliographic());
        finding.value(*tag).suggestion(detected.code());
        if let Some(changes) = &swap {
            finding.help("the two abstracts have each other's tag: exchange the tags");
            finding.fix("exchange the tags of the two abstracts", Applicability::Unsafe, changes.clone());
        } else if is_inherited {
            let own = context.shape.text_language_advice(Symbol::ABSTRACTS, code);
            finding.help(own.unwrap_or_else(|| format!("say that the abstract itself is in `{code}`")));
        } else {
            finding.help(format!("tag it as `{code}`, or put the right text here"));
        }
    }
}

/// Whether a text has no tag of its own and takes that of an enclosing element, such as `xml:lang` of `<article>`.
pub(in crate::rules) fn is_inherited(record: &Record<'_>, text: &Text<'_>, tag: NodeId) -> bool {
    let (Some(own), Some(tag), Some(source)) = (record.source_of(text.node), record.source_of(tag), record.source())
    else {
        return false;
    };
    !source.ancestors(tag).contains(&own)
}

/// Returns the changes that exchange the two tags, if each abstract has the other's tag.
fn swap(mismatches: &[Mismatch<'_>]) -> Option<Vec<Change>> {
    let [first, second] = mismatches else { return None };
    let are_exchanged =
        Language::of_tag(first.tag) == Some(second.detected) && Language::of_tag(second.tag) == Some(first.detected);
    let write = |node, tag: &str| Change::Replace { node, range: None, text: tag.to_owned() };
    are_exchanged.then(|| vec![write(first.tag_node, second.tag), write(second.tag_node, first.tag)])
}
