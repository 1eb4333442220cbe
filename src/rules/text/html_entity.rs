//! A text holds an entity of HTML.
//!
//! ## Why
//!
//! `&amp;` and `&#8211;` are how HTML and XML write `&` and `–`. In a field that holds plain text nobody turns them
//! back: they are printed as they stand, and a search for the word fails. They are left by exports that encode once too
//! often.
//!
//! The fix has to be confirmed where markup or another entity would come of it, where nothing can be seen of the character,
//! and where the text may be about the entity itself. There is none for a number that stands for no character of XML.
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

use super::html_tag::is_full_of_tags;
use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::NodeId;
use std::ops::Range;

/// See the module.
pub const RULE: Rule = Rule {
    id: "text/html-entity",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &[],
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
    let entities = entities(text);
    // Some formats have markup in a field by definition.
    let Some(first) = entities.first().filter(|_| !record.allows_markup(node)) else { return };
    if is_full_of_tags(record, node, text) {
        return;
    }
    let shown = show::quoted(&text[first.range.clone()]);
    let finding = findings.at(Place::Within(node, first.range.clone()), format!("{shown} is HTML, not text"));
    finding.caption("an entity of HTML").value(show::clipped(text));
    let trust = entities.iter().map(|entity| entity.trust(text)).min().flatten();
    let Some(applicability) = trust else {
        finding.help("compare with the source, and write the character that was meant");
        return;
    };
    let (mut meant, mut done) = (String::with_capacity(text.len()), 0);
    for entity in &entities {
        meant.push_str(&text[done..entity.range.start]);
        meant.extend(entity.letter);
        done = entity.range.end;
    }
    meant.push_str(&text[done..]);
    let written = record.spelled_around(&meant, first.range.start);
    finding.suggestion(show::clipped(&meant)).help(format!("write {written}"));
    // What reads as markup or as another entity afterwards may have been written so on purpose.
    let is_markup = meant.contains(['<', '>', '&']);
    let applicability = if is_markup { Applicability::Unsafe } else { applicability };
    if !meant.trim().is_empty() {
        finding.fix(
            "write the characters themselves",
            applicability,
            vec![Change::Replace { node, range: None, text: meant }],
        );
    }
}

/// An entity, or a reference to a character by its number.
struct Entity {
    range: Range<usize>,
    /// What it stands for; nothing where that is no character that a text may hold.
    letter: Option<char>,
    /// Whether it is spelled as HTML has it, and not in other capitals.
    is_exact: bool,
}

impl Entity {
    /// How surely the character was meant; nothing where there is none. A space or a soft hyphen that is written by name
    /// and between spaces is one that the text is about: `the &nbsp; entity`.
    fn trust(&self, text: &str) -> Option<Applicability> {
        let letter = self.letter?;
        let (before, behind) = (&text[..self.range.start], &text[self.range.end..]);
        let is_alone = before.is_empty() && behind.is_empty()
            || before.ends_with(char::is_whitespace) && behind.starts_with(char::is_whitespace);
        let is_named = !text[self.range.clone()].starts_with("&#");
        let is_topic = is_named && is_alone && !matches!(letter, '–' | '—' | '&' | '×');
        let is_seen = letter == '\u{A0}' || !show::is_invisible(letter);
        let is_private = matches!(letter, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..);
        let is_safe = self.is_exact && is_seen && !is_private && !is_topic;
        Some(if is_safe { Applicability::Safe } else { Applicability::Unsafe })
    }
}

/// Whether a text has an entity in it.
pub(super) fn has_entity(text: &str) -> bool {
    text.contains('&') && !entities(text).is_empty()
}

/// The entities of a text, in order.
fn entities(text: &str) -> Vec<Entity> {
    let mut found: Vec<Entity> = Vec::new();
    for (at, _) in text.match_indices('&') {
        if let Some((length, letter, is_exact)) = entity(&text[at..]) {
            found.push(Entity { range: at..at + length, letter, is_exact });
        }
    }
    found
}

/// The length of the entity with which a text begins, the character it stands for, and whether it is spelled in the usual
/// way: `&Amp;` is what programs make of `&amp;` that write each word with a capital.
fn entity(text: &str) -> Option<(usize, Option<char>, bool)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = &text[1..end];
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        let letter = char::from_u32(code).filter(|letter| !is_forbidden(*letter));
        // windows-1252 is what HTML reads in these; other programs read control characters.
        let is_control = letter.is_some_and(char::is_control);
        return (!is_control).then_some((end + 1, letter, true));
    }
    let named = |is_it: &dyn Fn(&str) -> bool| NAMES.iter().find(|(known, _)| is_it(known)).map(|(_, letter)| *letter);
    if let Some(letter) = named(&|known| known == name) {
        return Some((end + 1, letter.chars().next(), true));
    }
    // `&Eacute;` is not `&eacute;`: a letter is another one with its first letter in capitals.
    let is_sign =
        |known: &str| !["acute", "grave", "tilde", "cedil", "uml"].iter().any(|accent| known.ends_with(accent));
    let letter = named(&|known| known.eq_ignore_ascii_case(name) && is_sign(known))?;
    Some((end + 1, letter.chars().next(), false))
}

/// Whether XML has no such character (XML 1.0, section 2.2), or Unicode keeps it for programs.
fn is_forbidden(letter: char) -> bool {
    let code = u32::from(letter);
    let is_control = letter < ' ' && !matches!(letter, '\t' | '\n' | '\r');
    is_control || code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code)
}
