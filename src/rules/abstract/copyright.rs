//! An abstract ends with a copyright notice.
//!
//! ## Why
//!
//! `© 2023 Elsevier B.V. All rights reserved.` is not part of what the work is about; publishers add it to what
//! they deliver to databases. Rights have their own field. Some users are obliged to keep the notice, so the rule
//! is off by default.
//!
//! ## Bad
//!
//! ```json profile-strict
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years. © 2023 Elsevier B.V. All rights reserved.", "lang": "en" }]
//! }
//! ```
//!
//! ```json profile-strict
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years. Copyright (c) 2023 The Authors.", "lang": "en" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[abstract/copyright]: the abstract ends with a copyright notice
//!    ╭─[record.json:3:197   record Reading in small towns · /abstracts/0/text]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │ … the past twenty years. © 2023 Elsevier B.V. All rights reserved.", "lang…
//!    ·                          ────────────────────┬────────────────────
//!    ·                                              ╰── copyright notice
//!  4 │ }
//!    ╰────
//!   help: move it to `rights/holder` and `rights/year`, or remove it
//!   fix to be confirmed: remove the notice
//!     - …g the past twenty years. © 2023 Elsevier B.V. All rights reserved."
//!     + …g the past twenty years."
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years.", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it during the past twenty years. Music copyright lawsuits often fail.", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The Bodycoder System© and its use in twelve small towns are described, with the part that the public libraries that work there have played in it since then.", "lang": "en" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "abstract/copyright",
    severity: Severity::Note,
    reads: &[Symbol::ABSTRACTS],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for text in record.all_abstracts() {
        let words = text.text;
        let from = (words.len().saturating_sub(200)..words.len()).find(|at| words.is_char_boundary(*at)).unwrap_or(0);
        let tail = &words[from..];
        let found = tail.rfind('©').or_else(|| tail.rfind("Copyright"));
        let Some(start) = found.map(|at| from + at) else { continue };
        let notice = words[start..].trim_start_matches("Copyright").trim_start_matches(['©', ' ']);
        let notice = notice
            .strip_prefix("(c)")
            .or_else(|| notice.strip_prefix("(C)"))
            .unwrap_or(notice)
            .trim_start_matches(['©', ' ']);
        let has_year = notice.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
        if !has_year {
            continue;
        }
        let finding =
            findings.at(Place::Within(text.text_node, start..words.len()), "the abstract ends with a copyright notice");
        finding.caption("copyright notice").value(show::clipped(&words[start..])).help(
            match context.shape.word(Symbol::RIGHTS) {
                Some(_) if context.shape.is_native() => {
                    "move it to `rights/holder` and `rights/year`, or remove it".to_owned()
                }
                Some(word) => format!("move it to {word}, or remove it"),
                None => "remove it".to_owned(),
            },
        );
        let rest = words[..start].trim_end();
        if !rest.is_empty() {
            let range = Some(rest.len()..words.len());
            let change = Change::Replace { node: text.text_node, range, text: String::new() };
            finding.fix("remove the notice", Applicability::Unsafe, vec![change]);
        }
    }
}
