//! The address of a Creative Commons licence is unknown, or not in its usual form.
//!
//! ## Why
//!
//! Programs recognise an open licence by comparing its address character by character. Each Creative Commons licence
//! has one address, with `https`, without `www`, and with a slash at the end; the page with the summary (the deed)
//! has a different one. Addresses of other publishers are not checked.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "licenses": [{ "url": "http://creativecommons.org/licenses/by/3.0/deed.en_US" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "licenses": [{ "url": "https://creativecommons.org/licenses/by-sa/3.0/pl" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "licenses": [{ "url": "https://creativecommons.org/licenses/by/5.0/" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "licenses": [{ "url": "https://creativecommons.org/licenses/by/" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "licenses": ["https://creativecommons.org/licenses/by/5.0/"]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! note[license/url-unrecognised]: `http://creativecommons.org/licenses/by/3…` is not the usual form of this address [*]
//!    ╭─[record.json:3:25   record Reading in small towns · /licenses/0/url]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │ …enses": [{ "url": "http://creativecommons.org/licenses/by/3.0/deed.en_US"…
//!    ·                    ───────────────────────────┬───────────────────────────
//!    ·                                               ╰── another form
//!  4 │ }
//!    ╰────
//!   help: write `https://creativecommons.org/licenses/by/3.0/`
//!     - "http://creativecommons.org/licenses/by/3.0/deed.en_US"
//!     + "https://creativecommons.org/licenses/by/3.0/"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "licenses": [{ "url": "https://creativecommons.org/licenses/by-sa/3.0/pl/" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "licenses": [{ "url": "https://creativecommons.org/publicdomain/zero/1.0/" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "licenses": [{ "url": "http://rightsstatements.org/vocab/InC/1.0/" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::license::CreativeCommons;
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "license/url-unrecognised",
    severity: Severity::Warning,
    reads: &[Symbol::LICENSES],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for item in record.items(Symbol::LICENSES) {
        let node = record.member(item, Symbol::URL).unwrap_or(item);
        let Some(url) = record.tree().string(node) else { continue };
        match CreativeCommons::parse(url) {
            CreativeCommons::Elsewhere | CreativeCommons::Canonical => {}
            CreativeCommons::Unknown => {
                let message = format!("{} is not a Creative Commons licence", show::quoted(url));
                let finding = findings.at(Place::Value(node), message);
                finding.caption("no such licence").value(url);
                finding
                    .help("write the address of the licence, such as `https://creativecommons.org/licenses/by/4.0/`");
            }
            CreativeCommons::OtherForm(canonical) => {
                let message = format!("{} is not the usual form of this address", show::quoted(url));
                let finding = findings.at(Place::Value(node), message);
                finding.severity(Severity::Note).caption("another form").value(url).suggestion(&*canonical);
                finding.help(format!("write `{canonical}`"));
                let change = Change::Replace { node, range: None, text: canonical };
                finding.fix("write the address in its usual form", Applicability::Safe, vec![change]);
            }
        }
    }
}
