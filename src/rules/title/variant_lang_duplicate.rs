//! Two titles are in the same language.
//!
//! ## Why
//!
//! Programs that look for the English title pick one of the two at random. Usually one has the wrong tag. A subtitle
//! or a short title is marked by its role.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Rola małych państw", "lang": "pl" },
//!   "titleVariants": [{ "text": "Small states and their role", "lang": "en" }, { "text": "The role of small states", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Rola małych państw", "lang": "pl" },
//!   "titleVariants": [{ "text": "Znaczenie państw niewielkich", "lang": "pol" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[title/variant-lang-duplicate]: two titles are in English
//!    ╭─[record.json:3:124   record Rola małych państw · /titleVariants/1/lang]
//!  3 │ …xt": "The role of small states", "lang": "en" }]
//!    ·                                           ──┬─
//!    ·                                             ╰── again here
//!  4 │ }
//!    ╰────
//!    ╭─[record.json:3:70]
//!  2 │   "title": { "text": "Rola małych państw", "lang": "pl" },
//!  3 │ …nd their role", "lang": "en" }, { "text": "The role of small states", "la…
//!    ·                          ──┬─
//!    ·                            ╰── first here
//!    ╰────
//!   help: check which of the two is in another language, or give it a role
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Rola małych państw", "lang": "pl" },
//!   "titleVariants": [{ "text": "The role of small states", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Rola małych państw", "lang": "pl" },
//!   "titleVariants": [{ "text": "Próba ujęcia", "lang": "pl", "role": "subtitle" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Uloga malih država", "lang": "sr-Latn" },
//!   "titleVariants": [{ "text": "Улога малих држава", "lang": "sr-Cyrl" }]
//! }
//! ```

use crate::diagnostic::{Place, Severity, show};
use crate::record::{Language, Record};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Symbol};
use std::collections::HashMap;

pub const RULE: Rule = Rule {
    id: "title/variant-lang-duplicate",
    severity: Severity::Warning,
    reads: &[Symbol::TITLE_VARIANTS],
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.titles_are_plain() {
        return;
    }
    if record.field(Symbol::TITLE_VARIANTS).is_none() {
        return;
    }
    // Titles in two scripts of one language are different, if both scripts are named.
    let script = |tag: &str| tag.split(['-', '_']).find(|part| part.len() == 4).map(str::to_ascii_lowercase);
    // The first title of each language, and of each script of a language. A tag without a script matches any.
    let mut firsts: HashMap<Language, NodeId> = HashMap::new();
    let mut seen: HashMap<(Language, Option<String>), NodeId> = HashMap::new();
    for title in record.titles_in_languages() {
        let Some((node, tag)) = title.lang else { continue };
        let Some(language) = title.language.filter(|language| !language.is_any()) else { continue };
        let own = script(tag);
        if record.has_copy(title) {
            continue;
        }
        let alike = if own.is_none() { firsts.get(&language) } else { seen.get(&(language, None)) };
        let Some(first) = alike.or_else(|| seen.get(&(language, own.clone()))) else {
            firsts.entry(language).or_insert(node);
            seen.insert((language, own), node);
            continue;
        };
        let finding = findings.at(Place::Value(node), format!("two titles are in {}", language.name()));
        finding.caption("again here").label(Place::Value(*first), "first here").value(show::clipped(tag));
        finding.help("check which of the two is in another language, or give it a role");
    }
}
