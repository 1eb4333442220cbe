//! The title and the type name different kinds of document.
//!
//! ## Why
//!
//! `Errata do nr 2` is not an article: counted as one it lowers every average and is offered to readers who look for
//! research. Only titles that begin with such a word, or consist of it, are reported.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Errata do nr 2", "lang": "pl" },
//!   "type": "article"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Editorial", "lang": "en" },
//!   "type": "article"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[type/title-conflict]: the type is `article`, but the title says `erratum`
//!    ╭─[record.json:3:11   record Errata do nr 2 · /type]
//!  1 │ {
//!  2 │   "title": { "text": "Errata do nr 2", "lang": "pl" },
//!    ·                      ────────┬───────
//!    ·                              ╰── title
//!  3 │   "type": "article"
//!    ·           ────┬────
//!    ·               ╰── type
//!  4 │ }
//!    ╰────
//!   help: write the type `erratum`, if it is one
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Errata do nr 2", "lang": "pl" },
//!   "type": "erratum"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Editorial work in small publishing houses", "lang": "en" },
//!   "type": "article"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Recenzja jako gatunek", "lang": "pl" },
//!   "type": "article"
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::{Record, may_begin_with, trimmed};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "type/title-conflict",
    severity: Severity::Note,
    reads: &[Symbol::TITLE],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// The beginnings of titles of other document types, in lower case, the type, and whether more may follow.
const KINDS: &[(&str, &str, bool)] = &[
    ("editorial", "editorial", false),
    ("od redakcji", "editorial", false),
    ("od redaktora", "editorial", false),
    ("słowo wstępne", "editorial", false),
    ("úvodník", "editorial", false),
    ("éditorial", "editorial", false),
    ("erratum", "erratum", true),
    ("errata", "erratum", true),
    ("corrigendum", "erratum", true),
    ("corrigenda", "erratum", true),
    ("sprostowanie", "erratum", true),
    ("recenzja:", "book-review", true),
    ("recenzja książki", "book-review", true),
    ("rec.:", "book-review", true),
    ("[rec.]", "book-review", true),
    ("book review", "book-review", true),
    ("review of:", "book-review", true),
    ("table of contents", "other", false),
    ("spis treści", "other", false),
    ("obituary", "obituary", false),
    ("nekrolog", "obituary", false),
];

/// The types that do not fit such titles.
const RESEARCH: &[&str] =
    &["article", "research-article", "journal-article", "review-article", "data-paper", "original"];

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some(title) = record.title() else { return };
    // The fast path: nearly all titles begin with a different letter from these words.
    let first = title.text.bytes().next().unwrap_or_default().to_ascii_lowercase();
    if !matches!(first, b'e' | b'o' | b'c' | b's' | b'r' | b'b' | b't' | b'n' | b'[' | 0xC3 | 0xC5) {
        return;
    }
    let text = trimmed(title.text);
    let may_begin = |word: &str| {
        let differs = word.as_bytes().first().is_some_and(|own| own.is_ascii() && first.is_ascii() && *own != first);
        !differs && may_begin_with(text, word)
    };
    if !KINDS.iter().any(|(word, ..)| may_begin(word)) || !record.has_type(RESEARCH) {
        return;
    }
    let lower = text.to_lowercase();
    let Some((_, kind, _)) = KINDS.iter().find(|(word, _, more)| {
        lower.strip_prefix(word).is_some_and(|rest| {
            let ends = rest.trim_matches(['.', ':', ' ', '!']).is_empty();
            ends || *more && !rest.starts_with(char::is_alphanumeric)
        })
    }) else {
        return;
    };
    let Some((node, found)) = record.text(record.root(), Symbol::TYPE) else { return };
    // Many formats have no word for an editorial.
    let Some(kind) = context.shape.word_for(kind) else { return };
    let finding =
        findings.at(Place::Value(node), format!("the type is {}, but the title says `{kind}`", show::quoted(found)));
    finding.caption("type").label(Place::Value(title.text_node), "title").value(found).suggestion(kind);
    finding.help(format!("write the type `{kind}`, if it is one"));
}
