//! A text contains letters of a legacy font.
//!
//! ## Why
//!
//! Before Unicode, Polish journals were set in fonts that drew `ą` in place of another letter. Text that is extracted
//! from their PDF files contains these other letters: `ħRÓDŁA` for `ŹRÓDŁA`, `WYĩSZYCH` for `WYŻSZYCH`. None of them
//! is a Polish letter; two in a Polish text are not a coincidence.
//!
//! TeX fonts drew `ö` as an accent and a letter, and some PDF files contain both: `G¨otz`, `Fran¸cois`, `Garc´ıa`.
//! People also type an acute accent for an apostrophe, so it counts only before a letter that ends a word (`Jos´e`)
//! and before `ı`.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "ħRÓDŁA do dziejów szkół WYĩSZYCH", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "abstracts": [{ "text": "Należy uznaü, Īe biblioteki są ĪródŁem wiedzy.", "lang": "pl" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Fran¸cois M¨uller, Jos´e Garc´ıa and the Universita¨t", "lang": "en" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[text/legacy-font]: `ħ` is used like a letter here, but is not a Polish letter
//!    ╭─[record.json:2:23   record ħRÓDŁA do dziejów szkół WYĩSZYCH · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "ħRÓDŁA do dziejów szkół WYĩSZYCH", "lang": "pl" }
//!    ·                       ┬
//!    ·                       ╰── from an old font?
//!  3 │ }
//!    ╰────
//!   help: compare with the printed text, and write its letters
//!   fix to be confirmed: write the letters that the font showed
//!     - "ħRÓDŁA do dziejów szkół WYĩSZYCH"
//!     + "ŹRÓDŁA do dziejów szkół WYŻSZYCH"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Źródła do dziejów szkół wyższych", "lang": "pl" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Ħal Saflieni i Ġgantija", "lang": "mt" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Mērķi un īpašības", "lang": "lv" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "O´Brien, d´Alembert and the Qur´an: it´s about l´été, Shi´ite readers and Ankara´da", "lang": "en" }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Language, Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::{NodeId, Symbol};
use std::ops::Range;
use unicode_normalization::char::compose;

pub const RULE: Rule = Rule {
    id: "text/legacy-font",
    severity: Severity::Warning,
    fix: Some(Applicability::Unsafe),
    cost: Cost::Texts,
    check: Check::Text(Marks::OLD_FONT, check),
    ..Rule::PLAIN
};

/// Letters that these fonts produce in Polish texts. A single `ü` may be a letter of a name.
const LETTERS: [char; 9] = ['Ī', 'ī', 'Ċ', 'ċ', 'Ğ', 'ĩ', 'Ĩ', 'ħ', 'Ħ'];

/// Accents that are separate characters, the corresponding combining characters, and the letters of European
/// languages that take them.
const ACCENTS: &[(char, char, &str)] = &[
    ('¨', '\u{308}', "aeiouy"),
    ('´', '\u{301}', "aeiouy"),
    ('¸', '\u{327}', "cst"),
    ('ˆ', '\u{302}', "aeiou"),
    ('ˇ', '\u{30C}', "cdenrstz"),
    ('˘', '\u{306}', "ag"),
    ('˚', '\u{30A}', "au"),
    ('˛', '\u{328}', "ae"),
    ('˜', '\u{303}', "ano"),
    ('˝', '\u{30B}', "ou"),
];

/// An accent inside a word, and the letter that it forms with the letter before or after it.
struct SeparateAccent {
    /// The range of the accent and its letter.
    range: Range<usize>,
    letter: char,
}

/// Returns the accents in a text that are next to their letters.
fn separate_accents(text: &str) -> Vec<SeparateAccent> {
    let mut found: Vec<SeparateAccent> = Vec::new();
    let is_turkish = text.contains(['ş', 'ğ', 'İ', 'Ş']);
    for (at, accent) in text.char_indices() {
        let Some((_, combining, letters)) = ACCENTS.iter().find(|(known, ..)| *known == accent) else { continue };
        let made = |base: char| compose(base, *combining).filter(|_| letters.contains(base.to_ascii_lowercase()));
        let end = at + accent.len_utf8();
        let (before, after) = (text[..at].chars().next_back(), text[end..].chars().next());
        let (Some(before), Some(after)) = (before, after) else { continue };
        // `Ã` before an accent is a letter that was read in the wrong encoding.
        if !before.is_alphabetic() || !after.is_alphabetic() || matches!(before, 'Ã' | 'Â' | 'Å' | 'Ä') {
            continue;
        }
        let base = if after == 'ı' { 'i' } else { after };
        if let Some(letter) = made(base).filter(|_| accent != '´' || is_acute(text, at, after, is_turkish)) {
            found.push(SeparateAccent { range: at..end + after.len_utf8(), letter });
        } else if let Some(letter) = made(before).filter(|_| accent != '´') {
            found.push(SeparateAccent { range: at - before.len_utf8()..end, letter });
        }
    }
    found
}

/// Whether an acute accent is not an apostrophe: `Jos´e`, `Garc´ıa`. In Turkish `´ı` is an ending after a name.
fn is_acute(text: &str, at: usize, after: char, is_turkish: bool) -> bool {
    /// In characters, before the accent.
    const FEWEST: usize = 3;
    let word: Vec<char> = text[..at].chars().rev().take_while(|letter| letter.is_alphabetic()).collect();
    let rest = text[at + '´'.len_utf8() + after.len_utf8()..].chars().next();
    let is_consonant = word.first().is_some_and(|letter| !"aeiouyAEIOUY".contains(*letter));
    let is_end = rest.is_none_or(|letter| !letter.is_alphanumeric());
    match after {
        'ı' => rest.is_some_and(char::is_alphabetic) && !is_turkish,
        'a' | 'e' | 'i' | 'o' | 'u' => is_end && is_consonant && word.len() >= FEWEST,
        _ => false,
    }
}

fn report_accents(node: NodeId, text: &str, accents: &[SeparateAccent], findings: &mut Findings<'_>) {
    let Some(first) = accents.first() else { return };
    let (mut meant, mut done) = (String::with_capacity(text.len()), 0);
    for SeparateAccent { range, letter } in accents {
        meant.push_str(&text[done..range.start]);
        meant.push(*letter);
        done = range.end;
    }
    meant.push_str(&text[done..]);
    let around = show::quoted_around(text, first.range.start);
    let message = format!("the accent of `{}` is separate from its letter, {around}", first.letter);
    let finding = findings.at(Place::Within(node, first.range.clone()), message);
    finding.caption(format!("`{}`?", first.letter)).value(show::clipped(text)).suggestion(show::clipped(&meant));
    finding.help(format!("write {}", show::quoted_around(&meant, first.range.start)));
    let change = Change::Replace { node, range: None, text: meant };
    finding.fix("write the letter with its accent", Applicability::Unsafe, vec![change]);
}

fn check(record: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    let accents = if text.contains("://") { Vec::new() } else { separate_accents(text) };
    if !accents.is_empty() {
        return report_accents(node, text, &accents, findings);
    }
    if !is_polish(record, node) {
        return;
    }
    let mut found = text.char_indices().filter(|(_, letter)| LETTERS.contains(letter));
    let (Some((at, letter)), Some(_)) = (found.next(), found.next()) else { return };
    let message =
        format!("{} is used like a letter here, but is not a Polish letter", show::quoted(&letter.to_string()));
    let finding = findings.at(Place::Within(node, at..at + letter.len_utf8()), message);
    finding.caption("from an old font?").value(show::clipped(text));
    let meant = meant(text);
    finding.suggestion(show::clipped(&meant)).help("compare with the printed text, and write its letters");
    let change = Change::Replace { node, range: None, text: meant };
    finding.fix("write the letters that the font showed", Applicability::Unsafe, vec![change]);
}

/// The letter that the font showed for each extracted letter, collected from the text layers of Polish journals:
/// `należy uznaü`, `WYĩSZYCH`, `ħRÓDŁA`, `siĊ`, `moĪna`, `Ğrodki`, `koĔcu`, `caáy`.
const SHOWN: &[(char, char)] = &[
    ('Ī', 'ż'),
    ('ī', 'ż'),
    ('ĩ', 'Ż'),
    ('Ĩ', 'ź'),
    ('ħ', 'ź'),
    ('Ħ', 'ź'),
    ('Ċ', 'ę'),
    ('ċ', 'ę'),
    ('Ğ', 'ś'),
    ('ü', 'ć'),
    ('Ĕ', 'ń'),
    ('á', 'ł'),
];

/// Returns the text with the letters that the font showed. Among capitals they are capitals.
fn meant(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let shown = |(at, letter): (usize, &char)| {
        let Some((_, shown)) = SHOWN.iter().find(|(left, _)| left == letter) else { return *letter };
        let beside = [at.checked_sub(1).and_then(|left| letters.get(left)), letters.get(at + 1)];
        let is_among_capitals =
            beside.into_iter().flatten().filter(|beside| beside.is_alphabetic()).all(|beside| beside.is_uppercase());
        if is_among_capitals { shown.to_uppercase().next().unwrap_or(*shown) } else { *shown }
    };
    letters.iter().enumerate().map(shown).collect()
}

fn is_polish(record: &Record<'_>, node: NodeId) -> bool {
    let holder = record.tree().ancestors(node).into_iter().rev().find(|holder| record.tree().is_object(*holder));
    let declared = holder.and_then(|holder| record.text(holder, Symbol::LANG)).map(|(_, tag)| tag);
    let tag = declared.or_else(|| record.languages().next().map(|(_, tag)| tag));
    tag.and_then(Language::of_tag).is_some_and(|language| language.code() == "pl")
}
