//! Only the title says that a work was retracted or corrected.
//!
//! ## Why
//!
//! Publishers put `RETRACTED:` before the title of a work that must no longer be used. Programs do not interpret
//! titles; they need the type and the relations to stop recommending the work and to link the correction (Crossref,
//! Updates).
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "RETRACTED: Reading in small towns", "lang": "en" },
//!   "type": "article"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Corrigendum to: Reading in small towns", "lang": "en" },
//!   "type": "note"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[type/retraction-unmarked]: the title says `RETRACTED`, `type` and `relations` do not
//!    ╭─[record.json:2:23   record RETRACTED: Reading in small towns · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "RETRACTED: Reading in small towns", "lang": "en" },
//!    ·                       ─────┬────
//!    ·                            ╰── retracted or corrected
//!  3 │   "type": "article"
//!    ╰────
//!   help: link the notice of retraction in `relations`
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "RETRACTED: Reading in small towns", "lang": "en" },
//!   "type": "retraction"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Corrigendum to: Reading in small towns", "lang": "en" },
//!   "type": "erratum"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Retracted claims and their readers", "lang": "en" },
//!   "type": "article"
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "type/retraction-unmarked",
    severity: Severity::Warning,
    reads: &[Symbol::TITLE],
    instead_of: &["type/title-conflict"],
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// The beginnings of such titles, in lower case.
const BEGINNINGS: &[&str] = &[
    "retracted:",
    "retracted article:",
    "retracted article",
    "[retracted]",
    "(retracted)",
    "withdrawn:",
    "wycofany:",
    "wycofano:",
    "retraction:",
    "retraction of",
    "retraction note",
    "erratum:",
    "erratum to",
    "corrigendum:",
    "corrigendum to",
    "correction to:",
    "correction:",
];

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let Some(title) = record.title() else { return };
    let first = title.text.bytes().next().unwrap_or_default().to_ascii_lowercase();
    if !matches!(first, b'r' | b'w' | b'e' | b'c' | b'[' | b'(') {
        return;
    }
    let lower = title.text.trim().to_lowercase();
    let Some(beginning) = BEGINNINGS.iter().find(|beginning| lower.starts_with(**beginning)) else { return };
    // Some formats have neither a word nor a field for it.
    let is_expressible = match context.shape.id {
        // Dublin Core names the related work, but not the kind of relation.
        "oai-dc" => false,
        // DataCite has a relation for what is no longer valid, but none for a correction.
        "datacite" | "datacite-xml" => is_retraction(beginning),
        _ => context.holds(Symbol::RELATIONS) || context.shape.word_for("retraction").is_some(),
    };
    let is_marked = !is_expressible
        || record.has_type(&["retraction", "erratum", "corrigendum", "correction"])
        || record.items(Symbol::RELATIONS).any(|relation| {
            let kind = record.text(relation, Symbol::TYPE).map_or("", |(_, kind)| kind).to_lowercase();
            ["retract", "correct", "withdraw", "errat", "obsolete"].iter().any(|word| kind.contains(word))
        })
        // The state of the work itself: the date of its retraction, the status of a preprint.
        || record.text(record.root(), Symbol::X_STATUS).is_some();
    if is_marked {
        return;
    }
    let place = Place::Within(title.text_node, 0..beginning.len().min(title.text.len()));
    let place = if title.text.is_char_boundary(beginning.len()) { place } else { Place::Value(title.text_node) };
    let word = title
        .text
        .trim()
        .get(..beginning.len())
        .unwrap_or(beginning)
        .trim_end_matches(':')
        .trim_matches(['[', ']', '(', ')']);
    let finding = findings.at(place, format!("the title says {}, {} not", show::quoted(word), elsewhere(context)));
    finding.caption("retracted or corrected").value(show::clipped(title.text));
    finding.help(advice(context, beginning));
}

/// Returns the fields that could contain it: "`article-type` and `<related-article>` do".
fn elsewhere(context: &RuleContext<'_>) -> String {
    let type_word = || context.shape.word(Symbol::TYPE).unwrap_or_else(|| "the type".to_owned());
    let relations = || context.shape.word(Symbol::RELATIONS).unwrap_or_else(|| "the related works".to_owned());
    match (context.shape.word_for("retraction"), context.holds(Symbol::RELATIONS)) {
        (Some(_), true) => format!("{} and {} do", type_word(), relations()),
        (Some(_), false) => format!("{} does", type_word()),
        (None, _) => format!("{} do", relations()),
    }
}

/// Whether a title begins like that of a retracted or withdrawn work, or of the notice about it.
fn is_retraction(beginning: &str) -> bool {
    ["retract", "[retract", "(retract", "withdrawn", "wycof"].iter().any(|word| beginning.starts_with(word))
}

/// Returns the advice for a retracted work, or for the notice about another work.
fn advice(context: &RuleContext<'_>, beginning: &str) -> String {
    let is_about_itself = ["retracted", "[retracted", "(retracted", "withdrawn", "wycof"];
    let is_about_itself = is_about_itself.iter().any(|word| beginning.starts_with(word));
    let relations = context.shape.retraction_place(is_about_itself);
    if context.holds(Symbol::RELATIONS) && is_about_itself {
        return format!("link the notice of retraction in {relations}");
    }
    let native = if beginning.starts_with("retract") { "retraction" } else { "erratum" };
    match (context.shape.word_for(native), context.holds(Symbol::RELATIONS)) {
        (Some(word), true) => format!("set the type to `{word}`, if it is one, and link the other work in {relations}"),
        (Some(word), false) => format!("set the type to `{word}`, if it is one"),
        (None, _) => format!("link the other work in {relations}"),
    }
}
