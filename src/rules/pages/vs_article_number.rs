//! An article number is given instead of pages, or beside them.
//!
//! ## Why
//!
//! Journals without continuous pages number their articles: `e0123456`. References print such a number differently
//! from pages, and programs that count pages cannot handle it; JATS has `elocation-id` for it. Many exports have no
//! field for it, so this rule is off by default.
//!
//! ## Bad
//!
//! ```json profile-strict
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "e0123456"
//! }
//! ```
//!
//! ```json profile-strict
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "155-166",
//!   "articleNumber": "e0123456"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[pages/vs-article-number]: `e0123456` is the number of an article, not a page
//!    ╭─[record.json:3:12   record Czytelnictwo w małych miastach · /pages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "pages": "e0123456"
//!    ·            ─────┬────
//!    ·                 ╰── an article number
//!  4 │ }
//!    ╰────
//!   help: move it to `articleNumber`
//!   fix to be confirmed: move it there
//!     - "pages"
//!     + "articleNumber"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "155-166"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "articleNumber": "e0123456"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "pages": "S12"
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::pages::Kind;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "pages/vs-article-number",
    severity: Severity::Note,
    reads: &[Symbol::PAGES],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.plain_pages().is_some() {
        return;
    }
    let Some((node, pages)) = record.pages() else { return };
    // Some formats have no field for it.
    let Some(place) = context.shape.place_of(Symbol::ARTICLE_NUMBER) else { return };
    let number = record.field(Symbol::ARTICLE_NUMBER);
    if pages.kind == Kind::ArticleNumber {
        let message = format!("{} is the number of an article, not a page", show::quoted(pages.raw));
        let finding = findings.at(Place::Value(*node), message);
        finding.caption("an article number").value(pages.raw).help(format!("move it to {place}"));
        if number.is_none() && record.tree().key_of(*node).is_some() {
            let change = Change::Rename { node: *node, name: "articleNumber".to_owned() };
            finding.fix("move it there", Applicability::Unsafe, vec![change]);
        }
    } else if let Some(number) = number.filter(|number| !record.is_blank(*number)) {
        let finding = findings.at(Place::Value(*node), "the article has both pages and an article number");
        finding.caption("pages").label(Place::Value(number), "article number").value(pages.raw);
        finding.help("keep what is printed in references to it");
    }
}
