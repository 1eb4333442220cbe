//! A link leads through a library proxy or a session.
//!
//! ## Why
//!
//! An address that was copied inside a library leads through its proxy (`ezproxy`), which nobody else can use. A
//! `;jsessionid=` expires with the session, and `utm_` tracks clicks for advertisers. The address behind a proxy can
//! be extracted, but only a person can test whether it works.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "links": [{ "url": "https://0-www-jstor-org.lib.example.edu/stable/1" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "links": [{ "url": "https://example.org/a;jsessionid=12AB" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[url/proxied]: the address contains the proxy of a library
//!    ╭─[record.json:3:22   record Reading in small towns · /links/0/url]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "links": [{ "url": "https://0-www-jstor-org.lib.example.edu/stable/1" }…
//!    ·                      ─────────────────────────┬────────────────────────
//!    ·                                               ╰── not for everybody
//!  4 │ }
//!    ╰────
//!   help: write the address that everybody can open
//!   fix to be confirmed: write the direct address
//!     - "https://0-www-jstor-org.lib.example.edu/stable/1"
//!     + "https://www.jstor.org/stable/1"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "links": [{ "url": "https://www.jstor.org/stable/1" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "links": [{ "url": "https://example.org/a?id=1" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "links": [{ "url": "https://0-9.example.org/art" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity};
use crate::record::{Record, url};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: "url/proxied",
    severity: Severity::Warning,
    reads: &[Symbol::LINKS],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for link in record.items(Symbol::LINKS) {
        let Some((node, raw)) = record.text(link, Symbol::URL) else { continue };
        let Some((what, direct)) = url::proxied(raw) else { continue };
        let finding = findings.at(Place::Value(node), format!("the address contains {what}"));
        let is_tracking = what == url::ADVERTISING;
        finding.caption(if is_tracking { "tracks the reader" } else { "not for everybody" }).value(raw).help(
            if is_tracking { "write the address without it" } else { "write the address that everybody can open" },
        );
        if let Some(direct) = direct {
            finding.suggestion(&*direct);
            let change = Change::Replace { node, range: None, text: direct };
            finding.fix("write the direct address", Applicability::Unsafe, vec![change]);
        }
    }
}
