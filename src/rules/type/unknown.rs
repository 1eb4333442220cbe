//! The document type is unknown.
//!
//! ## Why
//!
//! A type outside the list counts as no type in searches, statistics and exports. The list is that of
//! `schemas/record.schema.json`, with the names of COAR, CSL, Crossref and OpenAIRE for the same types; case, spaces
//! and hyphens make no difference. CSL, Crossref and DataCite records have the types of these formats, in their exact
//! spelling. In JATS the values of `article-type` are an open list, and the Tag Library only suggests some: a word
//! that a publisher may have added is a note, and the heading of a section or a misspelling is a warning. In BibTeX a
//! style may define its own types: a type that the usual styles do not know is a warning, and an error only if it is
//! a misspelling of another one.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "type": "artykul oryg."
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "type": "artcle"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[type/unknown]: `artykul oryg.` is not a known document type
//!    ╭─[record.json:3:11   record Czytelnictwo w małych miastach · /type]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "type": "artykul oryg."
//!    ·           ───────┬───────
//!    ·                  ╰── unknown type
//!  4 │ }
//!    ╰────
//!   help: did you mean `article`?
//!   fix to be confirmed: write `article`
//!     - "artykul oryg."
//!     + "article"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "type": "article"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "type": "Journal Article"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "type": "review-article"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "type": "c_6501"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "type": "info:eu-repo/semantics/article"
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::shape::{SHAPES, Shape};
use crate::text::edit_distance;
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "type/unknown",
    severity: Severity::Error,
    reads: &[Symbol::TYPE],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// The types of native records.
const TYPES: &[&str] = &[
    "article",
    "review-article",
    "book-review",
    "editorial",
    "letter",
    "interview",
    "obituary",
    "report",
    "essay",
    "note",
    "bibliography",
    "translation",
    "source-edition",
    "conference-paper",
    "data-paper",
    "erratum",
    "retraction",
    "preprint",
    "chapter",
    "other",
];

/// Other names for them, without spaces and hyphens.
const ALIASES: &[&str] = &[
    "journalarticle",
    "articlejournal",
    "researcharticle",
    "artykuł",
    "original",
    "c_6501",
    "info:eurepo/semantics/article",
    "reviewbook",
    "recenzja",
    "c_ba08",
    "review",
    "c_dcae04bc",
    "c_b239",
];

/// Names that other systems and people use, without spaces and hyphens, and the type that most of them mean: JATS,
/// Crossref, CSL, BibTeX, and the words of Polish and Czech journals.
const OTHERS: &[(&str, &[&str])] = &[
    (
        "article",
        &[
            "originalarticle",
            "originalpaper",
            "researchpaper",
            "scientificarticle",
            "articleoriginal",
            "rapidcommunication",
            "briefreport",
            "casereport",
            "artykuloryg.",
            "artykułoryginalny",
            "artykułnaukowy",
            "rozprawa",
            "studium",
            "studie",
            "článek",
            "artikel",
            "articulo",
            "artículo",
            "artigo",
        ],
    ),
    ("book-review", &["productreview", "reviewofbook", "omówienie", "recenze", "rezension", "reseña", "resenha"]),
    ("erratum", &["correction", "corrigendum", "errata", "addendum", "sprostowanie"]),
    ("retraction", &["partialretraction", "withdrawal"]),
    ("conference-paper", &["proceedingsarticle", "paperconference", "inproceedings", "conferencearticle", "referat"]),
    ("preprint", &["postedcontent"]),
    ("chapter", &["bookchapter", "incollection", "inbook", "booksection", "rozdział", "kapitola"]),
    ("editorial", &["introduction", "wstęp", "odredakcji", "úvodník"]),
    ("obituary", &["nekrolog", "inmemoriam"]),
    ("interview", &["wywiad", "rozmowa", "rozhovor"]),
    ("report", &["sprawozdanie", "meetingreport", "zpráva", "techreport"]),
];

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some((node, text)) = record.text(record.root(), Symbol::TYPE) else { return };
    if context.shape.id != "native" {
        return check_other_format(record, context.shape, (node, text), findings);
    }
    // The fast path: nearly every type is spelled as in the list.
    if TYPES.contains(&text) {
        return;
    }
    let folded = fold(text);
    if TYPES.iter().any(|known| fold(known) == folded) || ALIASES.contains(&&*folded) {
        return;
    }
    let finding = findings.at(Place::Value(node), format!("{} is not a known document type", show::quoted(text)));
    finding.caption("unknown type").value(text).expected("a type such as `article` or `book-review`");
    let other = OTHERS.iter().find(|(_, words)| words.contains(&&*folded)).map(|(known, _)| *known);
    let similar = most_similar(TYPES.iter().copied(), &folded);
    let Some(known) = other.or(similar) else {
        finding.help("use one of the types that `schemas/record.schema.json` names, or `other`");
        return;
    };
    finding.suggestion(known).help(format!("did you mean `{known}`?"));
    let change = Change::Replace { node, range: None, text: known.to_owned() };
    finding.fix(format!("write `{known}`"), Applicability::Unsafe, vec![change]);
}

/// Checks the type in another format, which has its own list in its own spelling. A format without a list allows any
/// type.
fn check_other_format(
    record: &Record<'_>,
    shape: &'static Shape,
    (node, text): (NodeId, &str),
    findings: &mut Findings<'_>,
) {
    let is_known = shape.types.iter().any(|(word, _)| *word == text) || shape.codes.contains(&text);
    if shape.types.is_empty() || shape.takes_any_type || is_known {
        return;
    }
    if shape.id == "jats" {
        return check_jats(shape, node, text, findings);
    }
    let (list, example) = shape.types_advice();
    let written = if shape.is_tex { format!("@{}", as_spelled(record, node).unwrap_or(text)) } else { text.to_owned() };
    let message = format!("{} is not {list}", show::quoted(&written));
    let finding = findings.at(Place::Value(node), message);
    finding.caption("unknown type").value(text);
    // A style may define its own types, which other styles print like `@misc`.
    let is_misspelling =
        format_name(shape, text).is_some_and(|meant| edit_distance(meant, &fold(text), MAX_DISTANCE).is_some());
    if shape.is_tex && !is_misspelling {
        finding.severity(Severity::Warning);
    }
    let Some(meant) = format_name(shape, text) else {
        finding.help(example);
        return;
    };
    let at = if shape.is_tex { "@" } else { "" };
    finding.suggestion(meant).help(format!("did you mean `{at}{meant}`?"));
    let change = Change::Replace { node, range: None, text: meant.to_owned() };
    finding.fix(format!("write `{meant}`"), Applicability::Unsafe, vec![change]);
}

/// Returns the type as spelled in the file. BibTeX ignores its case.
fn as_spelled<'a>(record: &Record<'a>, node: NodeId) -> Option<&'a str> {
    let (tree, source) = record.source().zip(record.source_of(node))?;
    let spelled = tree.chunk().slice(tree.span(source)).trim_start_matches('@');
    tree.text(source).filter(|text| spelled.eq_ignore_ascii_case(text)).map(|_| spelled)
}

/// Checks `article-type`, whose values are an open list. A word in the same form as the values that the Tag Library
/// suggests was added by a publisher, unless it is similar to one of them.
fn check_jats(shape: &'static Shape, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    let message =
        format!("{} is not a value that the JATS Tag Library suggests for `article-type`", show::quoted(text));
    let finding = findings.at(Place::Value(node), message);
    finding.caption("another type").value(text);
    if let Some(meant) = format_name(shape, text) {
        finding.suggestion(meant).help(format!("did you mean `{meant}`?"));
        let change = Change::Replace { node, range: None, text: meant.to_owned() };
        finding.fix(format!("write `{meant}`"), Applicability::Unsafe, vec![change]);
        return;
    }
    finding.help("write one of its values if one fits, such as `research-article`, `review-article` or `editorial`");
    let has_usual_form = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') && !text.is_empty();
    if has_usual_form {
        finding.severity(Severity::Note);
    }
}

/// Returns the type in the format's own list that a text means: the same word in another spelling, the only type that
/// contains it, the equivalent of a native type, or the most similar one.
///
/// A word may have different meanings in the lists of two formats: `article` is a preprint in CSL. Words of other
/// lists only count if all these formats agree on the meaning.
fn format_name(shape: &'static Shape, text: &str) -> Option<&'static str> {
    let folded = fold(text);
    let own = || shape.types.iter().map(|(word, _)| *word);
    if let Some(same) = own().find(|word| fold(word) == folded) {
        return Some(same);
    }
    let native = TYPES.iter().copied().find(|known| fold(known) == folded);
    if let Some(word) = native.and_then(|native| shape.word_for(native)) {
        return Some(word);
    }
    let lower = text.trim().to_lowercase();
    if let Some(whole) = only(own().filter(|word| word.split('-').any(|part| part == lower))) {
        return Some(whole);
    }
    let similar = most_similar(own(), &folded);
    let meant = only(SHAPES.iter().filter_map(|other| other.native_type(text)));
    similar.or_else(|| meant.filter(|_| native.is_none()).and_then(|native| shape.word_for(native)))
}

/// The largest edit distance at which a word is recognised.
const MAX_DISTANCE: usize = 2;

/// Returns the most similar word, ignoring case, spaces and hyphens, if it is similar enough; of two, the first in
/// the alphabet.
fn most_similar(words: impl Iterator<Item = &'static str>, folded: &str) -> Option<&'static str> {
    let best = words.filter_map(|word| Some((edit_distance(&fold(word), folded, MAX_DISTANCE)?, word))).min();
    best.filter(|(distance, word)| distance * 3 <= word.len()).map(|(_, word)| word)
}

/// Returns the word if there is at least one and all are the same.
fn only(mut words: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let first = words.next()?;
    words.all(|word| word == first).then_some(first)
}

/// Removes case, spaces and hyphens.
fn fold(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_whitespace() && *character != '-')
        .flat_map(char::to_lowercase)
        .collect()
}
