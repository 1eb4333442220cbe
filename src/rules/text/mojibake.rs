//! A text was read in the wrong encoding.
//!
//! ## Why
//!
//! `małych` in UTF-8, read as windows-1252, becomes `maÅ‚ych`: each non-English letter turns into two or three
//! characters. Searches do not find such a record, and every program passes it on. It is an error if the whole text
//! can be converted back to valid UTF-8, in one to three steps (windows-1252, windows-1250, ISO 8859-1 and ISO
//! 8859-2, as defined in WHATWG's Encoding Standard).
//!
//! Central European letters that were read as Western European ones (`ksi¹¿ka`) are a warning: the text must be in
//! Polish, Czech, Slovak, Hungarian, Romanian, Croatian or Slovenian, and the result must be valid in that language.
//!
//! Cyrillic in windows-1251, read as windows-1252 (`Àâòîð` for `Автор`), is also a warning: no language has whole
//! words of accented letters.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Rola maÅ‚ych paÅ„stw", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [{ "text": "Ma³a ksi¹¿ka o miastach i czytelnikach.", "lang": "pl" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Èñòîðèÿ ÷òåíèÿ â ìàëûõ ãîðîäàõ", "lang": "ru" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[text/mojibake]: the text is UTF-8, read as windows-1252 [*]
//!    ╭─[record.json:2:28   record Rola maÅ‚ych paÅ„stw · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Rola maÅ‚ych paÅ„stw", "lang": "pl" }
//!    ·                            ───┬───
//!    ·                               ╰── unreadable
//!  3 │ }
//!    ╰────
//!   help: write `Rola małych państw`
//!     - "Rola maÅ‚ych paÅ„stw"
//!     + "Rola małych państw"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Ångström w São Paulo", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "El Niño w Peru i crêpe w Bretanii", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "«CAFÉ» et thé", "lang": "fr" }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Language, Marks, Record, mojibake};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::{NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "text/mojibake",
    severity: Severity::Error,
    instead_of: &[
        "text/c1-control",
        "text/replacement-char",
        "text/legacy-font",
        "text/html-entity",
        "text/html-tag",
        "text/latex",
        "text/not-nfc",
        "text/mixed-script",
        "text/invisible",
        "text/whitespace",
        "text/ligature",
        "text/linebreak-hyphen",
        "name",
        "title/lang-mismatch",
        "abstract/lang-mismatch",
    ],
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::MISREAD_PAIR.or(Marks::MISREAD_LETTER), check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    let alphabet = || language_of(record, node).and_then(|language| mojibake::alphabet(language.code()));
    let (misread, is_certain) = if let Some(misread) = mojibake::utf8_read_as_other(text) {
        (misread, true)
    } else {
        let central = alphabet().and_then(|alphabet| mojibake::central_read_as_western(text, alphabet));
        let Some(misread) = central.or_else(|| mojibake::cyrillic_read_as_western(text)) else { return };
        (misread, false)
    };
    let first = text.char_indices().find(|(_, letter)| !letter.is_ascii()).map_or(0, |(at, _)| at);
    let start = text[..first].rfind(' ').map_or(0, |at| at + 1);
    let end = text[first..].find(' ').map_or(text.len(), |at| first + at);
    let message = format!("the text is {}, read as {}", misread.written_in, misread.read_as);
    let finding = findings.at(Place::Within(node, start..end), message);
    if !is_certain {
        finding.severity(Severity::Warning);
    }
    finding.caption("unreadable").value(show::clipped(text)).suggestion(show::clipped(&misread.text));
    let same = text.bytes().zip(misread.text.bytes()).take_while(|(was, is)| was == is).count();
    finding.help(format!("write {}", record.spelled_around(&misread.text, same)));
    // Every letter of the result belongs to the declared language of the text.
    let is_valid_in = |alphabet: &str| misread.text.chars().all(|letter| mojibake::belongs(letter, alphabet));
    let is_sure = is_certain && alphabet().is_some_and(is_valid_in);
    let applicability = if is_sure { Applicability::Safe } else { Applicability::Unsafe };
    let change = Change::Replace { node, range: None, text: misread.text };
    finding.fix("read it again in the right encoding", applicability, vec![change]);
}

/// Returns the declared language of a text, or else that of the publication.
fn language_of(record: &Record<'_>, node: NodeId) -> Option<Language> {
    let holder = record.tree().ancestors(node).into_iter().rev().find(|holder| record.tree().is_object(*holder))?;
    let declared = record.text(holder, Symbol::LANG).map(|(_, tag)| tag);
    Language::of_tag(declared.or_else(|| record.languages().next().map(|(_, tag)| tag))?)
}
