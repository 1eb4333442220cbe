//! A title is cut off.
//!
//! ## Why
//!
//! A title that ends with `of`, a hyphen or an open bracket was cut off by the length limit of a field. Final dots
//! alone are no proof, since some titles end with dots on purpose. Letters in physics journals end with a colon, as
//! in `Roe et al. Reply:`. A subtitle may be between two dashes: `Augmented gait – music for walking –`.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "A commentary on ...", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns and the", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Twentieth-century reading in small towns and the post-", "lang": "en" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[title/truncated]: the title breaks off
//!    ╭─[record.json:2:36   record A commentary on ... · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "A commentary on ...", "lang": "en" }
//!    ·                                    ───┬──
//!    ·                                       ╰── cut off?
//!  3 │ }
//!    ╰────
//!   help: compare with the printed title, and add the rest
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Gaia is hanging by a thread...", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Mobile Phone Orchestras presents...", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "What are libraries for", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Roe et al. Reply:", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "A smart shoe for augmented gait – music for better walking–", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns -A survey of twelve libraries-", "lang": "en" }
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::{Language, Record, dangling_words};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "title/truncated",
    severity: Severity::Warning,
    reads: &[Symbol::TITLE, Symbol::TITLE_VARIANTS],
    instead_of: &["title/trailing-period"],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.titles_are_plain() {
        return;
    }
    for title in record.titles() {
        let text = title.text.trim_end();
        let stem = text.trim_end_matches(['.', '…', ' ']);
        let has_dots = text.len() >= stem.len() + 3;
        let word = stem.rsplit(char::is_whitespace).next().unwrap_or_default();
        let language = title.language.map(Language::code);
        // A preposition before dots counts like one at the very end: `A commentary on ...`.
        let words = language.map_or(&[][..], dangling_words);
        let is_dangling = (words.contains(&word) && stem.contains(char::is_whitespace))
            || has_dots && language == Some("en") && matches!(word, "on" | "in" | "to" | "for" | "by" | "at" | "about");
        let is_open = text.ends_with(['(', '[', '{', '-', '–', ',', ':', '&'])
            && text.chars().any(char::is_alphabetic)
            && !is_reply(text)
            && !closes_subtitle(text);
        if !is_dangling && !is_open {
            continue;
        }
        let from = if is_open {
            text.len() - text.chars().next_back().map_or(0, char::len_utf8)
        } else {
            stem.len() - word.len()
        };
        let finding = findings.at(Place::Within(title.text_node, from..text.len()), "the title breaks off");
        finding
            .caption("cut off?")
            .value(show::clipped(title.text))
            .help("compare with the printed title, and add the rest");
    }
}

/// Whether the final dash is the second of two dashes around a subtitle, as in Japanese titles. The first has a space
/// before it: `Title – Subtitle –`.
fn closes_subtitle(text: &str) -> bool {
    const DASHES: [char; 2] = ['-', '–'];
    let Some(stem) = text.strip_suffix(DASHES).map(str::trim_end) else { return false };
    let is_spaced = |(at, _): (usize, &str)| stem[..at].ends_with(char::is_whitespace) && at + 2 < stem.len();
    stem.match_indices(['-', '–', '—']).any(is_spaced)
}

/// Whether a title that ends with a colon is complete. Physics journals head letters to the editors
/// `Roe et al. Reply:` and `Comment on "..."`, with a colon before the text.
fn is_reply(text: &str) -> bool {
    const ENDS: &[&str] = &["reply", "replies", "reply to", "respond", "responds", "response", "comment", "comments"];
    const BEGINS: &[&str] = &["comment", "comments", "reply", "response", "erratum", "corrigendum", "publisher's note"];
    let Some(stem) = text.strip_suffix(':') else { return false };
    let stem = stem.trim_end().to_lowercase();
    let begins =
        |word: &&str| stem.strip_prefix(*word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ':']));
    let ends = |word: &&str| stem.strip_suffix(*word).is_some_and(|rest| rest.ends_with(char::is_whitespace));
    ENDS.iter().any(ends) || BEGINS.iter().any(begins)
}
