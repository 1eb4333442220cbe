//! Two abstracts are in the same language.
//!
//! ## Why
//!
//! A reader who requests the abstract in one language gets one of the two, by chance. Usually one of them has the
//! wrong tag. Graphical and plain-language abstracts may accompany the main one; their role identifies them. If
//! the words of both abstracts are in the language that their tags name, the tags are right: one of the two is a
//! summary or a teaser that is not marked as such, which is only a note.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [
//!     { "text": "Artykuł omawia biblioteki w małych miastach.", "lang": "pl" },
//!     { "text": "The article discusses libraries in small towns.", "lang": "pl" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [
//!     { "text": "Artykuł omawia czytelnictwo w małych miastach.", "lang": "pl" },
//!     { "text": "Omówiono biblioteki w dwunastu gminach.", "lang": "pol" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[abstract/lang-duplicate]: two abstracts are in Polish
//!    ╭─[record.json:5:74   record Czytelnictwo w małych miastach · /abstracts/1/lang]
//!  3 │   "abstracts": [
//!  4 │ … biblioteki w małych miastach.", "lang": "pl" },
//!    ·                                           ──┬─
//!    ·                                             ╰── first here
//!  5 │ …usses libraries in small towns.", "lang": "pl" }
//!    ·                                            ──┬─
//!    ·                                              ╰── again here
//!  6 │   ]
//!    ╰────
//!   help: check which of the two is in another language
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
//!   "abstracts": [
//!     { "text": "Artykuł omawia biblioteki w małych miastach.", "lang": "pl" },
//!     { "text": "The article discusses libraries in small towns.", "lang": "en" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [
//!     { "text": "Artykuł omawia biblioteki w małych miastach.", "lang": "pl" },
//!     { "text": "Mapa bibliotek w małych miastach.", "lang": "pl", "role": "graphical" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [{ "text": "Artykuł omawia biblioteki w małych miastach.", "lang": "pl" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity};
use crate::record::{Language, Record, Text, Verdict};
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use std::collections::HashMap;

pub const RULE: Rule = Rule {
    id: "abstract/lang-duplicate",
    severity: Severity::Error,
    reads: &[Symbol::ABSTRACTS],
    cost: Cost::Language,
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// Up to this number, the languages of abstracts are compared with each other.
const FEW: usize = 16;

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let abstracts = record.abstracts();
    // Nearly all abstracts have a language of their own, which takes no table to see if they are few.
    let is_first =
        |(place, text): (usize, &Text<'_>)| !abstracts[..place].iter().any(|other| other.language == text.language);
    if abstracts.len() <= FEW && abstracts.iter().enumerate().all(is_first) {
        return;
    }
    let mut firsts: HashMap<Language, &Text<'_>> = HashMap::new();
    for text in abstracts {
        let Some(language) = text.language else { continue };
        let first = *firsts.entry(language).or_insert(text);
        let Some((node, tag)) = text.lang.filter(|_| !std::ptr::eq(first, text)) else { continue };
        let are_both_as_tagged =
            [first, text].iter().all(|text| matches!(record.verdict(text), Verdict::Certain(own) if own == language));
        let first = first.lang.map_or(first.text_node, |(node, _)| node);
        let finding = findings.at(Place::Value(node), format!("two abstracts are in {}", language.name()));
        finding.caption("again here").label(Place::Value(first), "first here").value(tag);
        if are_both_as_tagged {
            finding.severity(Severity::Note).help(context.shape.second_abstract_advice());
        } else {
            finding.help("check which of the two is in another language");
        }
    }
}
