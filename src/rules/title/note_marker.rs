//! A title ends with a footnote mark.
//!
//! ## Why
//!
//! In print an asterisk after the title refers to a note about the author or the grant. It is not part of the title,
//! and makes it differ in every comparison. In `Sagittarius A*` and `C*-algebras` the star belongs to the name.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Rola małych państw*", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns†", "lang": "en" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[title/note-marker]: the title ends with the mark `*`
//!    ╭─[record.json:2:41   record Rola małych państw* · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Rola małych państw*", "lang": "pl" }
//!    ·                                         ┬
//!    ·                                         ╰── mark of a footnote
//!  3 │ }
//!    ╰────
//!   help: remove the mark, and keep the note elsewhere
//!   fix to be confirmed: remove the mark
//!     - "Rola małych państw*"
//!     + "Rola małych państw"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "A* search in towns", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "C*-algebras", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "The black hole Sagittarius A*", "lang": "en" }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "title/note-marker",
    severity: Severity::Warning,
    reads: &[Symbol::TITLE, Symbol::TITLE_VARIANTS],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for title in record.titles() {
        let text = title.text.trim_end();
        let Some(last) =
            text.chars().next_back().filter(|character| matches!(character, '*' | '†' | '‡' | '¹' | '²' | '³'))
        else {
            continue;
        };
        let stem = text.trim_end_matches(last).trim_end();
        let word = stem.rsplit(|character: char| !character.is_alphanumeric()).next().unwrap_or_default();
        let is_digit = matches!(last, '¹' | '²' | '³');
        // `m²` and `mc²` are units and formulas; `A*` is a name.
        let letters = word.chars().count();
        let is_word = if is_digit { letters > 3 && word.chars().all(char::is_lowercase) } else { letters >= 2 };
        let follows_punctuation = !is_digit && word.is_empty() && !stem.is_empty();
        if !is_word && !follows_punctuation {
            continue;
        }
        let range = stem.len()..text.len();
        let shown = show::quoted(text[range.clone()].trim());
        let finding =
            findings.at(Place::Within(title.text_node, range.clone()), format!("the title ends with the mark {shown}"));
        finding
            .caption("mark of a footnote")
            .value(show::clipped(title.text))
            .help("remove the mark, and keep the note elsewhere");
        let change = Change::Replace { node: title.text_node, range: Some(range), text: String::new() };
        finding.fix("remove the mark", Applicability::Unsafe, vec![change]);
    }
}
