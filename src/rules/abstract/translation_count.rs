//! The abstracts do not match the title and its translations.
//!
//! ## Why
//!
//! A translated abstract comes with a translated title, and the other way round: if one of the two is missing, a
//! translation was lost or belongs to another record. The charter of CEJSH requires English abstracts of articles in
//! national languages, so the abstract in the language of the main title may well be absent.
//!
//! If every language is known, the languages are compared: an abstract without a title is a warning, a translated
//! title without an abstract is a note. A language is known if it is declared or can be detected with certainty;
//! languages that are easily confused are never compared. If a language is not known, titles and abstracts are
//! counted. More abstracts than titles are a warning. If there are so few abstracts that a translated title has none,
//! even without counting the abstract in the original language, it is a note. Graphical, plain-language and teaser
//! abstracts do not count, nor do subtitles, short, alternative and transliterated titles.
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

pub const RULE: Rule = Rule {
    id: "abstract/translation-count",
    severity: Severity::Warning,
    reads: &[Symbol::ABSTRACTS],
    cost: Cost::Language,
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// The language of a text as far as it is known.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Known {
    verdict: Verdict,
    is_declared: bool,
}

/// A title or an abstract and its language.
struct Entry<'a> {
    text: Text<'a>,
    known: Known,
}

impl Known {
    fn of(record: &Record<'_>, text: &Text<'_>) -> Self {
        let is_declared = text.lang.is_some_and(|(_, tag)| Language::of_tag(tag).is_some());
        Self { verdict: record.language_of(text), is_declared }
    }

    /// Whether two texts may be in the same language. A text in several languages, or in none, matches any.
    fn matches(self, other: Known) -> bool {
        let (Some(left), Some(right)) = (self.verdict.language(), other.verdict.language()) else { return false };
        let is_guessed = !(self.is_declared && other.is_declared);
        left == right || left.is_any() || right.is_any() || is_guessed && left.is_neighbour(right)
    }

    fn certain(self) -> Option<Language> {
        match self.verdict {
            Verdict::Certain(language) => Some(language),
            _ => None,
        }
    }
}

impl Entry<'_> {
    /// Returns the place of the tag, or of the text if it has no tag.
    fn place(&self) -> Place {
        Place::Value(self.text.lang.map_or(self.text.text_node, |(node, _)| node))
    }
}

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    // A format with a single title has no translated titles, and one without languages has a single abstract.
    if record.title().is_none() || !context.holds(Symbol::TITLE_VARIANTS) || !context.holds(Symbol::LANG) {
        return;
    }
    if are_paired_as_declared(record) {
        return;
    }
    let titles: Vec<Entry<'_>> =
        record.titles_in_languages().iter().map(|text| Entry { known: Known::of(record, text), text: *text }).collect();
    let of_titles = distinct_languages(&titles);
    let abstracts: Vec<Entry<'_>> = record
        .abstracts()
        .iter()
        .map(|text| Entry { known: language_of_abstract(record, text, &of_titles), text: *text })
        .collect();
    if abstracts.is_empty() {
        return;
    }
    let known = distinct_languages(&abstracts);
    // A probable language is only used to pair a title with an abstract.
    let is_settled = |title: &Entry<'_>| {
        title.known.certain().is_some() || known.iter().any(|language| is_pair(title.known, *language))
    };
    if titles.iter().all(is_settled) && abstracts.iter().all(|entry| entry.known.certain().is_some()) {
        compare_languages(record, &titles, &abstracts, findings);
    } else {
        compare_counts(&titles, &abstracts, findings);
    }
}

/// Whether all titles and abstracts declare their languages, and both have the same set of languages. This is the
/// case in most records, and detecting the languages would be the slowest part of the rule.
fn are_paired_as_declared(record: &Record<'_>) -> bool {
    /// Up to this number, comparing all pairs is faster than building a set.
    const FEW: usize = 16;
    let (titles, abstracts) = (record.titles_in_languages(), record.abstracts());
    let are_all_among = |texts: &[Text<'_>], others: &[Text<'_>]| {
        let many = others.get(FEW..).unwrap_or_default();
        let languages: HashSet<Option<Language>> = many.iter().map(|other| other.language).collect();
        let is_among = |text: &Text<'_>| {
            others.iter().take(FEW).any(|other| other.language == text.language) || languages.contains(&text.language)
        };
        texts.iter().all(|text| text.language.is_some() && is_among(text))
    };
    are_all_among(titles, abstracts) && are_all_among(abstracts, titles)
}

/// Returns the language of an abstract. A wrong tag is ignored if there is a title in the detected language.
fn language_of_abstract(record: &Record<'_>, text: &Text<'_>, titles: &[Known]) -> Known {
    let declared = Known::of(record, text);
    let Agreement::Contradicts(language) = record.agreement(text) else { return declared };
    let has_title = titles.iter().any(|title| title.verdict.language() == Some(language));
    if has_title { Known { verdict: Verdict::Certain(language), is_declared: false } } else { declared }
}

/// Whether a title and an abstract are in the same language. The language of the abstract must be certain.
fn is_pair(title: Known, other: Known) -> bool {
    other.certain().is_some() && title.matches(other)
}

/// Returns the distinct languages of some texts. There may be thousands of texts, and each is compared with all
/// of these.
fn distinct_languages(entries: &[Entry<'_>]) -> Vec<Known> {
    let mut distinct: Vec<Known> = Vec::new();
    for entry in entries {
        if !distinct.contains(&entry.known) {
            distinct.push(entry.known);
        }
    }
    distinct
}

/// Returns the texts whose language has no counterpart.
fn unpaired<'e, 'a>(entries: &'e [Entry<'a>], has_pair: impl Fn(Known) -> bool) -> Vec<&'e Entry<'a>> {
    entries.iter().filter(|entry| !has_pair(entry.known)).collect()
}

fn compare_languages(record: &Record<'_>, titles: &[Entry<'_>], abstracts: &[Entry<'_>], findings: &mut Findings<'_>) {
    let mut reported: Vec<Language> = Vec::new();
    let (of_titles, of_abstracts) = (distinct_languages(titles), distinct_languages(abstracts));
    for entry in unpaired(abstracts, |language| of_titles.iter().any(|title| is_pair(*title, language))) {
        let Some(language) = entry.known.certain().filter(|language| !reported.contains(language)) else { continue };
        reported.push(language);
        let name = language.name();
        let finding = findings.at(entry.place(), format!("this abstract is in {name}, but no title is"));
        finding.caption("no title for this").value(language.code());
        finding.help(format!("add the title in {name}, or check the language"));
        // Journals that translate abstracts often print no title in that language.
        if record.text(entry.text.node, Symbol::X_KIND).is_some() {
            finding.severity(Severity::Note);
        }
        if let Some(title) = titles.first() {
            finding.label(title.place(), "the title");
        }
    }
    // The abstract in the original language may be missing: that of the main title or of a title with the role
    // `original`.
    let translated = titles.iter().skip(1).filter(|title| title.text.role != "original");
    let original = titles.first().map(|title| title.known);
    for title in translated.filter(|title| !of_abstracts.iter().any(|language| is_pair(title.known, *language))) {
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
    let (title_count, abstract_count) = (count_languages(titles), count_languages(abstracts));
    let message = format!("{} but {}", plural(title_count, "title"), plural(abstract_count, "abstract"));
    let value = format!("{title_count}:{abstract_count}");
    if abstract_count > title_count {
        let of_titles = distinct_languages(titles);
        let unpaired = unpaired(abstracts, |language| of_titles.iter().any(|title| is_pair(*title, language)));
        let Some(last) = unpaired.last() else { return };
        let finding = findings.at(last.place(), message);
        finding.caption(if unpaired.len() == 1 { "no title for this" } else { "perhaps this one" }).value(value);
        finding.help("add the missing title, or remove the abstract that does not belong here");
        for title in titles {
            finding.label(title.place(), "a title");
        }
    } else if title_count > abstract_count + 1 {
        let of_abstracts = distinct_languages(abstracts);
        let unpaired = unpaired(&titles[1..], |title| of_abstracts.iter().any(|language| is_pair(title, *language)));
        let Some(last) = unpaired.last() else { return };
        let finding = findings.at(last.place(), message);
        finding.severity(Severity::Note).caption("perhaps this one").value(value);
        finding.help("add the abstracts that are missing, if there are any");
    }
}

/// Counts the texts, except those that are certainly in the language of an earlier one: two abstracts in one
/// language are not two translations.
fn count_languages(entries: &[Entry<'_>]) -> usize {
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

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
