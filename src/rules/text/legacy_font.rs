//! Letters of an old font stand in a text.
//!
//! ## Why
//!
//! Before Unicode, Polish journals were set in fonts that drew `ą` in the place of another letter. Text that is taken
//! out of their PDF files has these others: `ħRÓDŁA` for `ŹRÓDŁA`, `WYĩSZYCH` for `WYŻSZYCH`. None of them is a letter
//! of Polish; two in a Polish text are no accident.
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

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Language, Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::{NodeId, Symbol};

/// See the module.
pub const RULE: Rule = Rule {
    id: "text/legacy-font",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &[],
    fix: Some(Applicability::Unsafe),
    cost: Cost::Texts,
    check: Check::Text(Marks::OLD_FONT, check),
};

/// What these fonts leave behind in Polish texts; `ü` alone is a letter of names.
const LETTERS: [char; 9] = ['Ī', 'ī', 'Ċ', 'ċ', 'Ğ', 'ĩ', 'Ĩ', 'ħ', 'Ħ'];

fn check(record: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
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

/// What the font showed for each letter that is left of it. Read off the text layers of Polish journals: `należy uznaü`,
/// `WYĩSZYCH`, `ħRÓDŁA`, `siĊ`, `moĪna`, `Ğrodki`, `koĔcu`, `caáy`.
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

/// The text with the letters that the font showed; among capitals they are capitals.
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
