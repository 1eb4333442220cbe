//! An abstract is written in another language than its tag says.
//!
//! ## Why
//!
//! Who searches for abstracts in English gets this one in Polish, and a translation service translates from the wrong
//! language. It happens where abstracts are pasted into the wrong box of a form. An abstract of sixty letters or more is
//! looked at, and nothing is said unless its language is certain; from two hundred letters on it is an error. Languages
//! that are easily taken for one another, as Czech and Slovak, are never told apart.
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

/// See the module.
pub const RULE: Rule = Rule {
    id: "abstract/lang-mismatch",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[Symbol::ABSTRACTS],
    options: &[],
    instead_of: &["abstract/lang-duplicate", "abstract/translation-count"],
    fix: Some(Applicability::Unsafe),
    cost: Cost::Language,
    check: Check::Present(check),
};

/// So many letters leave no doubt.
const NO_DOUBT: usize = 200;

/// An abstract in another language than its tag says.
struct Mismatch<'a> {
    text: Text<'a>,
    tag_node: NodeId,
    tag: &'a str,
    found: Language,
}

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let mismatches: Vec<Mismatch<'_>> = record
        .all_abstracts()
        .iter()
        .filter_map(|text| {
            let Agreement::Contradicts(found) = record.agreement(text) else { return None };
            // Of two texts in the same words one is a copy; `language/variants-identical` tells which.
            let (tag_node, tag) = text.lang.filter(|_| !record.has_copy(text))?;
            Some(Mismatch { text: *text, tag_node, tag, found })
        })
        .collect();
    let swap = swap(&mismatches);
    for mismatch in &mismatches {
        let Mismatch { text, tag_node, tag, found } = mismatch;
        let name = found.name();
        let declared = Language::of_tag(tag).map_or_else(|| show::quoted(tag).into(), Language::name);
        let is_inherited = is_inherited(record, text, *tag_node);
        let message = if is_inherited {
            format!("this abstract has the language of the whole record, {declared}, but is written in {name}")
        } else {
            format!("this abstract is tagged as {declared}, but is written in {name}")
        };
        let place = Place::Value(if is_inherited { text.text_node } else { *tag_node });
        let finding = findings.at(place, message);
        let letters = text.text.chars().filter(|letter| letter.is_alphabetic()).take(NO_DOUBT).count();
        if letters < NO_DOUBT {
            finding.severity(Severity::Warning);
        }
        if is_inherited {
            finding.caption(name.into_owned()).label(Place::Value(*tag_node), "the tag of the record");
        } else {
            finding.caption("the tag").label(Place::Value(text.text_node), name.into_owned());
        }
        let code = context.shape.language_code(found.code(), found.bibliographic());
        finding.value(*tag).suggestion(found.code());
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

/// Whether a text has no tag of its own, but that of an element around it: `xml:lang` of `<article>`.
pub(in crate::rules) fn is_inherited(record: &Record<'_>, text: &Text<'_>, tag: NodeId) -> bool {
    let (Some(own), Some(tag), Some(source)) = (record.source_of(text.node), record.source_of(tag), record.source())
    else {
        return false;
    };
    !source.ancestors(tag).contains(&own)
}

/// The changes that exchange two tags, where two abstracts have each other's.
fn swap(mismatches: &[Mismatch<'_>]) -> Option<Vec<Change>> {
    let [one, other] = mismatches else { return None };
    let exchanged = Language::of_tag(one.tag) == Some(other.found) && Language::of_tag(other.tag) == Some(one.found);
    let write = |node, tag: &str| Change::Replace { node, range: None, text: tag.to_owned() };
    exchanged.then(|| vec![write(one.tag_node, other.tag), write(other.tag_node, one.tag)])
}
