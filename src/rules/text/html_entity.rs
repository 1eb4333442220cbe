//! A text holds an entity of HTML.
//!
//! ## Why
//!
//! `&amp;` and `&#8211;` are how HTML and XML write `&` and `–`. In a field that holds plain text nobody turns them
//! back: they are printed as they stand, and a search for the word fails. They are left by exports that encode once too
//! often.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Cepstrum &amp; Ann Ova", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns &#8211; a survey", "lang": "en" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[text/html-entity]: `&amp;` is HTML, not text
//!    ╭─[record.json:2:32   record Cepstrum &amp; Ann Ova · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Cepstrum &amp; Ann Ova", "lang": "en" }
//!    ·                                ──┬──
//!    ·                                  ╰── an entity of HTML
//!  3 │ }
//!    ╰────
//!   help: write `Cepstrum & Ann Ova`
//!   fix to be confirmed: write the characters themselves
//!     - "Cepstrum &amp; Ann Ova"
//!     + "Cepstrum & Ann Ova"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Cepstrum & Ann Ova", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "AT&T and its readers", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "links": [{ "url": "https://example.org/?a=1&copy=2" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::NodeId;

/// See the module.
pub const RULE: Rule = Rule {
    id: "text/html-entity",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &["text/html-tag"],
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::AMPERSAND, check),
};

/// Entities that HTML defines by name and that texts of records are found with.
const NAMES: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("bdquo", "„"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("hellip", "…"),
    ("eacute", "é"),
    ("egrave", "è"),
    ("agrave", "à"),
    ("aacute", "á"),
    ("iacute", "í"),
    ("oacute", "ó"),
    ("uacute", "ú"),
    ("ntilde", "ñ"),
    ("ccedil", "ç"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("Auml", "Ä"),
    ("Ouml", "Ö"),
    ("Uuml", "Ü"),
    ("szlig", "ß"),
    ("times", "×"),
    ("deg", "°"),
    ("shy", "\u{ad}"),
];

fn check(record: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    if text.contains("://") {
        return;
    }
    let (mut meant, mut first, mut done) = (String::new(), None, 0);
    for (at, _) in text.match_indices('&') {
        let Some((length, sign)) = entity(&text[at..]) else { continue };
        if at < done {
            continue;
        }
        first.get_or_insert(at..at + length);
        meant.push_str(&text[done..at]);
        meant.push_str(&sign);
        done = at + length;
    }
    // Some formats have markup in a field by definition.
    let Some(first) = first.filter(|_| !record.allows_markup(node)) else { return };
    meant.push_str(&text[done..]);
    let shown = show::quoted(&text[first.clone()]);
    let finding = findings.at(Place::Within(node, first), format!("{shown} is HTML, not text"));
    finding.caption("an entity of HTML").value(show::clipped(text)).suggestion(show::clipped(&meant));
    finding.help(format!("write {}", show::quoted(&meant)));
    let applicability = if meant.contains(['<', '>', '&']) { Applicability::Unsafe } else { Applicability::Safe };
    finding.fix(
        "write the characters themselves",
        applicability,
        vec![Change::Replace { node, range: None, text: meant }],
    );
}

/// The length of the entity with which a text begins, and the character it stands for.
fn entity(text: &str) -> Option<(usize, String)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let sign = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code).filter(|sign| !sign.is_control())?.to_string()
    } else {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, sign)| (*sign).to_owned())?
    };
    Some((end + 1, sign))
}
