//! Several keywords stand in one.
//!
//! ## Why
//!
//! A keyword is what a reader clicks on to find the like. `security; Lithuania; EU` in one piece leads to this record
//! alone. Parts between semicolons, bullets or bars are keywords of their own; commas are only taken for it where there
//! are two or more, since `Warsaw, Poland` is one.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "keywords": [{ "lang": "en", "terms": ["security; Lithuania; EU"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "keywords": [{ "lang": "en", "terms": ["reading, libraries, towns"] }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[keyword/joined]: 3 keywords stand in one: `security; Lithuania; EU` [*]
//!    ╭─[record.json:3:42   record Reading in small towns · /keywords/0/terms/0]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "keywords": [{ "lang": "en", "terms": ["security; Lithuania; EU"] }]
//!    ·                                          ────────────┬────────────
//!    ·                                                      ╰── several keywords
//!  4 │ }
//!    ╰────
//!   help: write each keyword on its own
//!     - "security; Lithuania; EU"
//!     + "security", "Lithuania", "EU"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "keywords": [{ "lang": "en", "terms": ["security", "Lithuania"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "keywords": [{ "lang": "en", "terms": ["Warsaw, Poland", "Mickiewicz, Adam (1798-1855)"] }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "keywords": [{ "lang": "en", "terms": ["2,4-dinitrophenol", "AIDS/HIV"] }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Record, Usual};
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::Symbol;

/// See the module.
pub const RULE: Rule = Rule {
    id: "keyword/joined",
    severity: Severity::Error,
    since: "0.1.0",
    reads: &[Symbol::KEYWORDS],
    options: &[],
    instead_of: &["keyword/hygiene", "keyword/duplicate"],
    fix: Some(Applicability::Safe),
    cost: Cost::Fields,
    check: Check::Unusual(Usual::KEYWORDS, check),
};

fn check(record: &Record<'_>, _: &Ask<'_>, findings: &mut Findings<'_>) {
    for group in record.keywords() {
        for (node, term) in group.terms.iter().copied() {
            let Some((sign, parts)) = parts(term) else { continue };
            // Headings such as `Health Knowledge, Attitudes, Practice` (Medical Subject Headings) stand among others.
            if sign == ',' && record.tree().items(group.list).nth(1).is_some() && parts.len() < LONG_LIST {
                continue;
            }
            let message = format!("{} keywords stand in one: {}", parts.len(), show::quoted(term));
            let finding = findings.at(Place::Value(node), message);
            finding.caption("several keywords").value(term).help("write each keyword on its own");
            if sign == ',' {
                finding.severity(Severity::Warning);
            }
            let applicability = if sign == ',' { Applicability::Unsafe } else { Applicability::Safe };
            let texts = parts.into_iter().map(str::to_owned).collect();
            finding.fix("write each keyword on its own", applicability, vec![Change::Split { node, texts }]);
        }
    }
}

/// No heading has so many parts between commas.
const LONG_LIST: usize = 5;

/// What stands between the signs of a list, and the sign.
fn parts(term: &str) -> Option<(char, Vec<&str>)> {
    let is_sign = |byte: u8| matches!(byte, b';' | b',' | b'|' | b'\n' | 0xE2);
    if !term.bytes().any(is_sign) {
        return None;
    }
    let sign = [';', '\n', '•', '|', ','].into_iter().find(|sign| term.contains(*sign))?;
    let parts: Vec<&str> = term.split(sign).map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_list = match sign {
        // `Washington, D.C., history` and names with years have commas of their own.
        ',' => parts.len() >= 3 && !term.contains(['(', '.', ':']) && parts.iter().all(|part| is_word(part)),
        '|' => parts.len() >= 3,
        _ => parts.len() >= 2,
    };
    is_list.then_some((sign, parts))
}

/// Whether a part between commas can be a keyword: the parts of chemical names and of addresses are not.
fn is_word(part: &str) -> bool {
    part.chars().filter(|letter| letter.is_alphabetic()).count() >= 3 && !part.bytes().any(|byte| byte.is_ascii_digit())
}
