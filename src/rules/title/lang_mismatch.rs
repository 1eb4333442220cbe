//! The language of a title differs from its tag.
//!
//! ## Why
//!
//! Catalogues sort, search and cite a title by the rules of its language; with a wrong tag they show it to the wrong
//! readers. A title is short, so it is checked only if the record names exactly one other language, and if both its
//! small words and its letters indicate that language.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Rola małych państw w promowaniu bezpieczeństwa", "lang": "en" },
//!   "languages": ["pl"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Rola małych państw w promowaniu bezpieczeństwa", "lang": "en" },
//!   "titleVariants": [{ "text": "The role of small states in promoting security", "lang": "pl" }],
//!   "languages": ["pl"]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[title/lang-mismatch]: this title is tagged as English, but is written in Polish
//!    ╭─[record.json:2:80   record Rola małych państw w promowaniu bezpiecz… · /title/lang]
//!  2 │ …tw w promowaniu bezpieczeństwa", "lang": "en" },
//!    ·                                           ──┬─
//!    ·                                             ╰── the tag
//!  3 │   "languages": ["pl"]
//!    ╰────
//!    ╭─[record.json:2:22]
//!  1 │ {
//!  2 │   "title": { "text": "Rola małych państw w promowaniu bezpieczeństwa", "l…
//!    ·                      ────────────────────────┬───────────────────────
//!    ·                                              ╰── Polish
//!    ╰────
//!   help: tag it as `pl`, or put the right text here
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Rola małych państw w promowaniu bezpieczeństwa", "lang": "pl" },
//!   "titleVariants": [{ "text": "The role of small states in promoting security", "lang": "en" }],
//!   "languages": ["pl"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Quo vadis, Europa? Pan Tadeusz, Werther, Wallenrod", "lang": "en" },
//!   "titleVariants": [{ "text": "Dokąd zmierza Europa? Trzy dzieła i ich czytelnicy", "lang": "pl" }],
//!   "languages": ["en"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Čtenářství v malých městech a jeho proměny", "lang": "sk" },
//!   "languages": ["sk", "cs"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "The role of small states in promoting security", "lang": "pl" },
//!   "titleVariants": [{ "text": "The role of small states in promoting security: a review", "lang": "en" }],
//!   "type": "book-review",
//!   "languages": ["pl"]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity};
use crate::record::{Language, Record, Text};
use crate::ruleset::{Check, Cost, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "title/lang-mismatch",
    severity: Severity::Warning,
    reads: &[Symbol::TITLE, Symbol::TITLE_VARIANTS],
    instead_of: &["abstract/translation-count"],
    fix: Some(Applicability::Unsafe),
    cost: Cost::Language,
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let main = record.title();
    if main.is_none_or(|main| main.lang.is_none()) && record.field(Symbol::TITLE_VARIANTS).is_none() {
        return;
    }
    // The title of a review is that of the book, in the book's language.
    let main = main.filter(|_| !record.has_type(&["book-review"]));
    let mut found: Vec<(Text<'_>, Language)> = Vec::new();
    for text in main.into_iter().chain(record.title_variants().iter().copied()) {
        if let Some(language) = other_language(record, &text) {
            found.push((text, language));
        }
    }
    let swap = swap(&found);
    for (text, language) in &found {
        let Some((node, tag)) = text.lang else { continue };
        let Some(declared) = text.language else { continue };
        let name = language.name();
        let message = format!("this title is tagged as {}, but is written in {name}", declared.name());
        let finding = findings.at(Place::Value(node), message);
        finding.caption("the tag").label(Place::Value(text.text_node), name.into_owned());
        finding.value(tag).suggestion(language.code());
        if let Some(changes) = &swap {
            finding.help("the two titles have each other's tag: exchange the tags");
            finding.fix("exchange the tags of the two titles", Applicability::Unsafe, changes.clone());
        } else {
            finding.help(format!(
                "tag it as `{}`, or put the right text here",
                context.shape.language_code(language.code(), language.bibliographic())
            ));
        }
    }
}

/// Returns the language of a title if it is not the declared one but the only other one that the record names.
fn other_language(record: &Record<'_>, text: &Text<'_>) -> Option<Language> {
    let declared = text.language.filter(|language| !language.is_any())?;
    // The fast path: a word or two of most titles confirm their tag.
    if declared.has_hint_of(text.text) {
        return None;
    }
    let mut others = record.named_languages().iter().copied().filter(|language| *language != declared);
    let other = others.next()?;
    if others.next().is_some() {
        return None;
    }
    // Of two titles with the same text one is a copy; `language/variants-identical` reports it.
    declared.likelier(other, text.text).filter(|found| *found == other && !record.has_copy(text))
}

/// Returns the changes that exchange two tags, if each of two titles has the tag of the other.
fn swap(found: &[(Text<'_>, Language)]) -> Option<Vec<Change>> {
    let [(one, one_language), (other, other_language)] = found else { return None };
    let ((one_node, one_tag), (other_node, other_tag)) = (one.lang?, other.lang?);
    let is_exchanged = one.language == Some(*other_language) && other.language == Some(*one_language);
    let write = |node, tag: &str| Change::Replace { node, range: None, text: tag.to_owned() };
    is_exchanged.then(|| vec![write(one_node, other_tag), write(other_node, one_tag)])
}
