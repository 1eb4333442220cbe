//! One abstract contains paragraphs in two languages.
//!
//! ## Why
//!
//! Journals print the abstract in two languages one below the other, and the whole block is pasted into one
//! field. Half of it is then in a language other than its tag says, and no index can show the half that its
//! reader understands. JATS and BWMETA keep each language in its own element.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [
//!     {
//!       "text": "W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę, jaką odgrywają w nich biblioteki.\nThe article discusses how reading has changed in small towns, and which part libraries have played in it.",
//!       "lang": "pl"
//!     }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Lesen in kleinen Städten", "lang": "de" },
//!   "languages": ["de"],
//!   "abstracts": [
//!     {
//!       "text": "Der Beitrag untersucht, wie sich das Lesen in kleinen Städten verändert hat und welche Rolle die Bibliotheken dabei spielen.\n\nL'article examine comment la lecture a changé dans les petites villes et quel rôle les bibliothèques y jouent."
//!     }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[abstract/languages-concatenated]: this abstract is in two languages, Polish and English
//!    ╭─[record.json:5:123   record Czytelnictwo w małych miastach · /abstracts/0/text]
//!  5 │ …ają w nich biblioteki.\nThe article discusses how reading has changed in …
//!    ·                          ────────────┬────────────
//!    ·                                      ╰── English from here on
//!  6 │       "lang": "pl"
//!    ·               ──┬─
//!    ·                 ╰── tagged as one
//!  7 │     }
//!    ╰────
//!    ╭─[record.json:5:16]
//!  4 │     {
//!  5 │       "text": "W artykule omówiono przemiany czytelnictwa w małych miasta…
//!    ·                ──────────────┬──────────────
//!    ·                              ╰── Polish
//!    ╰────
//!   help: keep each language as an abstract of its own
//!   fix to be confirmed: split it into two abstracts
//!     - { "text": "W artykule omówiono przemiany czytelnictwa w małych miastach …
//!     + { "text": "W artykule omówiono przemiany czytelnictwa w małych miastach …
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
//!   "abstracts": [
//!     { "text": "W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę, jaką odgrywają w nich biblioteki.", "lang": "pl" },
//!     { "text": "The article discusses how reading has changed in small towns, and which part libraries have played in it.", "lang": "en" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [
//!     {
//!       "text": "The article discusses how reading has changed in small towns.\nReaders in twelve towns were asked what they had borrowed during the past year, and why.",
//!       "lang": "en"
//!     }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [
//!     {
//!       "text": "The article discusses how reading has changed in small towns, and which part libraries have played in it.\nCzytelnictwo, biblioteki, miasta.",
//!       "lang": "en"
//!     }
//!   ]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, New, Place, Severity};
use crate::record::{Language, Record, Text, Verdict};
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use std::ops::Range;

pub const RULE: Rule = Rule {
    id: "abstract/languages-concatenated",
    severity: Severity::Warning,
    reads: &[Symbol::ABSTRACTS],
    instead_of: &[
        "language/script-mismatch",
        "abstract/lang-mismatch",
        "abstract/lang-duplicate",
        "abstract/lang-missing",
    ],
    fix: Some(Applicability::Unsafe),
    cost: Cost::Language,
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.abstracts_are_plain() {
        return;
    }
    for text in record.all_abstracts() {
        if !text.text.contains('\n') {
            continue;
        }
        let Some((first, second)) = two_languages(record, text) else { continue };
        let (name, other) = (first.1.name(), second.1.name());
        let message = format!("this abstract is in two languages, {name} and {other}");
        let fix = split_in_two(record, text, (first.1, second.1), second.0.start);
        let finding = findings.at(Place::Within(text.text_node, second.0), message);
        if let Some(change) = fix {
            finding.fix("split it into two abstracts", Applicability::Unsafe, vec![change]);
        }
        finding
            .caption(format!("{other} from here on"))
            .label(Place::Within(text.text_node, first.0), name.into_owned());
        if let Some((tag, _)) = text.lang {
            finding.label(Place::Value(tag), "tagged as one");
        }
        finding.help(context.shape.two_languages_advice());
    }
}

/// Splits an abstract into two where the second language begins. Returns `None` if it has members other than its
/// text, language and role.
fn split_in_two(record: &Record<'_>, text: &Text<'_>, languages: (Language, Language), at: usize) -> Option<Change> {
    let tree = record.tree();
    let is_known = |symbol| matches!(symbol, Symbol::TEXT | Symbol::LANG | Symbol::ROLE);
    if !tree.children(text.node).all(|child| child.key.is_some_and(|key| is_known(tree.symbol(key)))) {
        return None;
    }
    let abstract_in = |words: &str, language: Language| {
        let members = [("text", words.trim()), ("lang", language.code()), ("role", text.role)];
        New::object(members.into_iter().filter(|(_, value)| !value.is_empty()))
    };
    let values = vec![abstract_in(&text.text[..at], languages.0), abstract_in(&text.text[at..], languages.1)];
    Some(Change::Divide { node: text.node, values })
}

type Paragraph = (Range<usize>, Language);

/// Returns the beginnings of the first two paragraphs that are certainly in two languages, if these are not
/// easily confused.
fn two_languages(record: &Record<'_>, text: &Text<'_>) -> Option<(Paragraph, Paragraph)> {
    let mut first: Option<Paragraph> = None;
    let mut at = 0;
    for line in text.text.split('\n') {
        let start = at;
        at += line.len() + 1;
        let known = first.as_ref().map(|(_, language)| *language);
        // Confirming the previous language is cheaper than detecting one.
        let language = match known.or(text.language) {
            Some(language) if language.is_confirmed_by(line) => language,
            // A line such as `Clinical Trial Number: NCT01` has too few words to be an abstract in a language.
            _ if !is_long(line) => continue,
            _ => match record.recogniser().verdict(line) {
                Verdict::Certain(language) => language,
                _ => continue,
            },
        };
        let begins = start..start + beginning(line);
        match first {
            None => first = Some((begins, language)),
            Some((ref place, known)) if known != language && !known.is_neighbour(language) => {
                return Some(((place.clone(), known), (begins, language)));
            }
            Some(_) => {}
        }
    }
    None
}

/// Whether a line has as many letters as a sentence. Letters of scripts without spaces count for more.
fn is_long(line: &str) -> bool {
    const LETTERS: usize = 60;
    let weight = |letter: char| match letter {
        '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' => 4,
        letter => usize::from(letter.is_alphabetic()),
    };
    line.chars()
        .map(weight)
        .scan(0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .any(|sum| sum >= LETTERS)
}

/// Returns the length of the first words of a line, as many as fit under a line of the report.
fn beginning(line: &str) -> usize {
    const WORDS: usize = 4;
    line.match_indices(' ').nth(WORDS - 1).map_or(line.trim_end().len(), |(at, _)| at)
}
