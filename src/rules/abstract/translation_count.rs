//! The abstracts do not match the title and its translations.
//!
//! ## Why
//!
//! A translated abstract comes with a translated title, and the other way round: where one of the two is missing, a
//! translation was lost, or belongs to another record. The charter of CEJSH asks for English abstracts of articles in
//! national languages, so that the abstract in the language of the main title may well be absent.
//!
//! Where every language is known, the languages are compared: an abstract without a title is a warning, a translated
//! title without an abstract a note. A language counts as known when it is declared, or when the words leave no doubt;
//! languages that are easily taken for one another are never held against each other. Where one is not known, titles
//! and abstracts are counted: more abstracts than titles are a warning, and so few that even without the one in the
//! original language a translated title has none are a note. Graphical, plain-language and teaser abstracts do not
//! count, nor do subtitles, short, alternative and transliterated titles.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
//!   "abstracts": [
//!     { "text": "W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę bibliotek.", "lang": "pl" },
//!     { "text": "The article discusses how reading has changed in small towns and what libraries do.", "lang": "en" },
//!     { "text": "Der Aufsatz behandelt den Wandel des Lesens in kleinen Städten und die Rolle der Bibliotheken.", "lang": "de" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [
//!     { "text": "Reading in small towns", "lang": "en" },
//!     { "text": "Lesen in kleinen Städten", "lang": "de" }
//!   ],
//!   "abstracts": [
//!     { "text": "The article discusses how reading has changed in small towns and what libraries do.", "lang": "en" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Pan Tadeusz" },
//!   "languages": ["pl"],
//!   "abstracts": [
//!     { "text": "O poemacie.", "lang": "pl" },
//!     { "text": "On the poem.", "lang": "en" }
//!   ]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[abstract/translation-count]: this abstract is in German, but no title is
//!    ╭─[record.json:7:121   record Czytelnictwo w małych miastach · /abstracts/2/lang]
//!  1 │ {
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!    ·                                                                ──┬─
//!    ·                                                                  ╰── the title
//!  3 │   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
//!  4 │   "abstracts": [
//!  5 │     { "text": "W artykule omówiono przemiany czytelnictwa w małych miasta…
//!  6 │     { "text": "The article discusses how reading has changed in small tow…
//!  7 │ …und die Rolle der Bibliotheken.", "lang": "de" }
//!    ·                                            ──┬─
//!    ·                                              ╰── no title for this
//!  8 │   ]
//!    ╰────
//!   help: add the title in German, or check the language
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "eng" }],
//!   "abstracts": [
//!     { "text": "The article discusses how reading has changed in small towns and what libraries do.", "lang": "en-GB" },
//!     { "text": "W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę bibliotek.", "lang": "pol" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
//!   "abstracts": [
//!     { "text": "The article discusses how reading has changed in small towns and what libraries do.", "lang": "en" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "titleVariants": [{ "text": "A survey of twelve libraries", "lang": "en", "role": "subtitle" }],
//!   "abstracts": [
//!     { "text": "The article discusses how reading has changed in small towns and what libraries do.", "lang": "en" },
//!     { "text": "A map of twelve towns and their libraries.", "lang": "en", "role": "graphical" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity};
use crate::record::{Agreement, Language, Record, Text, Verdict};
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::Symbol;
use std::collections::HashSet;

/// See the module.
pub const RULE: Rule = Rule {
    id: "abstract/translation-count",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::ABSTRACTS],
    options: &[],
    instead_of: &[],
    fix: None,
    cost: Cost::Language,
    check: Check::Present(check),
};

/// What is known of a text's language.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Known {
    verdict: Verdict,
    declared: bool,
}

/// A title or an abstract and its language.
struct Entry<'a> {
    text: Text<'a>,
    known: Known,
}

impl Known {
    fn of(record: &Record<'_>, text: &Text<'_>) -> Self {
        let declared = text.lang.is_some_and(|(_, tag)| Language::of_tag(tag).is_some());
        Self { verdict: record.language_of(text), declared }
    }

    /// Whether the two may be one language. What stands in many languages, or in none, matches any.
    fn matches(self, other: Known) -> bool {
        let (Some(left), Some(right)) = (self.verdict.language(), other.verdict.language()) else { return false };
        let guessed = !(self.declared && other.declared);
        left == right || left.is_any() || right.is_any() || guessed && left.is_neighbour(right)
    }

    fn certain(self) -> Option<Language> {
        match self.verdict {
            Verdict::Certain(language) => Some(language),
            _ => None,
        }
    }
}

impl Entry<'_> {
    /// The tag where there is one, else the words.
    fn place(&self) -> Place {
        Place::Value(self.text.lang.map_or(self.text.text_node, |(node, _)| node))
    }
}

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    // A format that holds one title cannot hold a translation of it, and one that tells no languages has one abstract.
    if record.title().is_none() || !context.holds(Symbol::TITLE_VARIANTS) || !context.holds(Symbol::LANG) {
        return;
    }
    if are_paired_as_declared(record) {
        return;
    }
    let titles: Vec<Entry<'_>> =
        record.titles_in_languages().iter().map(|text| Entry { known: Known::of(record, text), text: *text }).collect();
    let of_titles = kinds(&titles);
    let abstracts: Vec<Entry<'_>> = record
        .abstracts()
        .iter()
        .map(|text| Entry { known: language_of_abstract(record, text, &of_titles), text: *text })
        .collect();
    if abstracts.is_empty() {
        return;
    }
    let known = kinds(&abstracts);
    // A likely language is enough to pair a title with an abstract, and no more.
    let is_settled =
        |title: &Entry<'_>| title.known.certain().is_some() || known.iter().any(|one| pairs(title.known, *one));
    if titles.iter().all(is_settled) && abstracts.iter().all(|one| one.known.certain().is_some()) {
        compare_languages(record, &titles, &abstracts, findings);
    } else {
        compare_counts(&titles, &abstracts, findings);
    }
}

/// Whether every title and every abstract names its language, and each language of the ones is one of the others.
/// Most records are so, and reading their words would take longer than all else.
fn are_paired_as_declared(record: &Record<'_>) -> bool {
    /// Few texts are compared faster than they are put into a set.
    const FEW: usize = 16;
    let (titles, abstracts) = (record.titles_in_languages(), record.abstracts());
    let are_among = |texts: &[Text<'_>], others: &[Text<'_>]| {
        let many = others.get(FEW..).unwrap_or_default();
        let languages: HashSet<Option<Language>> = many.iter().map(|other| other.language).collect();
        let is_among = |text: &Text<'_>| {
            others.iter().take(FEW).any(|other| other.language == text.language) || languages.contains(&text.language)
        };
        texts.iter().all(|text| text.language.is_some() && is_among(text))
    };
    are_among(titles, abstracts) && are_among(abstracts, titles)
}

/// An abstract under a wrong tag counts under the language of its words, if there is a title for it.
fn language_of_abstract(record: &Record<'_>, text: &Text<'_>, titles: &[Known]) -> Known {
    let declared = Known::of(record, text);
    let Agreement::Contradicts(language) = record.agreement(text) else { return declared };
    let has_title = titles.iter().any(|title| title.verdict.language() == Some(language));
    if has_title { Known { verdict: Verdict::Certain(language), declared: false } } else { declared }
}

/// Whether a title and an abstract are in one language, as far as is known for certain of the abstract.
fn pairs(title: Known, one: Known) -> bool {
    one.certain().is_some() && title.matches(one)
}

/// What is known of the languages of some texts, each once: there may be thousands of texts, and each is compared with all
/// these.
fn kinds(entries: &[Entry<'_>]) -> Vec<Known> {
    let mut found: Vec<Known> = Vec::new();
    for entry in entries {
        if !found.contains(&entry.known) {
            found.push(entry.known);
        }
    }
    found
}

/// The texts that none of some others is in the language of.
fn unpaired<'e, 'a>(entries: &'e [Entry<'a>], is_pair: impl Fn(Known) -> bool) -> Vec<&'e Entry<'a>> {
    entries.iter().filter(|entry| !is_pair(entry.known)).collect()
}

fn compare_languages(record: &Record<'_>, titles: &[Entry<'_>], abstracts: &[Entry<'_>], findings: &mut Findings<'_>) {
    let mut told: Vec<Language> = Vec::new();
    let (of_titles, of_abstracts) = (kinds(titles), kinds(abstracts));
    for one in unpaired(abstracts, |one| of_titles.iter().any(|title| pairs(*title, one))) {
        let Some(language) = one.known.certain().filter(|language| !told.contains(language)) else { continue };
        told.push(language);
        let name = language.name();
        let finding = findings.at(one.place(), format!("this abstract is in {name}, but no title is"));
        finding.caption("no title for this").value(language.code());
        finding.help(format!("add the title in {name}, or check the language"));
        // Journals that have abstracts translated often print no title in that language.
        if record.text(one.text.node, Symbol::X_KIND).is_some() {
            finding.severity(Severity::Note);
        }
        if let Some(title) = titles.first() {
            finding.label(title.place(), "the title");
        }
    }
    // The abstract in the original language may be missing: that of the main title, or of what is called original.
    let translated = titles.iter().skip(1).filter(|title| title.text.role != "original");
    let original = titles.first().map(|title| title.known);
    for title in translated.filter(|title| !of_abstracts.iter().any(|one| pairs(title.known, *one))) {
        if original.is_some_and(|original| original.matches(title.known)) {
            continue;
        }
        let Some(language) = title.known.certain() else { continue };
        let name = language.name();
        let finding = findings.at(title.place(), format!("this title is in {name}, but no abstract is"));
        finding.severity(Severity::Note).caption("no abstract for this").value(language.code());
        finding.help(format!("add the abstract in {name}, if there is one"));
    }
}

fn compare_counts(titles: &[Entry<'_>], abstracts: &[Entry<'_>], findings: &mut Findings<'_>) {
    let (title_count, abstract_count) = (distinct(titles), distinct(abstracts));
    let message = format!("{} but {}", counted(title_count, "title"), counted(abstract_count, "abstract"));
    let value = format!("{title_count}:{abstract_count}");
    if abstract_count > title_count {
        let of_titles = kinds(titles);
        let odd = unpaired(abstracts, |one| of_titles.iter().any(|title| pairs(*title, one)));
        let Some(last) = odd.last() else { return };
        let finding = findings.at(last.place(), message);
        finding.caption(if odd.len() == 1 { "no title for this" } else { "perhaps this one" }).value(value);
        finding.help("add the missing title, or remove the abstract that does not belong here");
        for title in titles {
            finding.label(title.place(), "a title");
        }
    } else if title_count > abstract_count + 1 {
        let of_abstracts = kinds(abstracts);
        let odd = unpaired(&titles[1..], |title| of_abstracts.iter().any(|one| pairs(title, *one)));
        let Some(last) = odd.last() else { return };
        let finding = findings.at(last.place(), message);
        finding.severity(Severity::Note).caption("perhaps this one").value(value);
        finding.help("add the abstracts that are missing, if there are any");
    }
}

/// How many texts there are that are not surely in the language of an earlier one: two abstracts in one language are
/// not two translations.
fn distinct(entries: &[Entry<'_>]) -> usize {
    let mut known: Vec<Language> = Vec::new();
    let mut unknown = 0;
    for entry in entries {
        match entry.known.certain() {
            Some(language) if known.contains(&language) => {}
            Some(language) => known.push(language),
            None => unknown += 1,
        }
    }
    known.len() + unknown
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
