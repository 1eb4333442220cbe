//! A word contains letters of two scripts that look alike.
//!
//! ## Why
//!
//! The Cyrillic `о` and the Latin `o` look the same, but are different characters: a search does not find `Rоle` with
//! a Cyrillic letter, and it is sorted after `Z`. This comes from character recognition and from keyboards with two
//! layouts (Unicode Technical Standard 39). A word is reported only if each letter of the rarer script looks like one
//! of the other script; symbols such as `μm` and `γδT` are not words.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Rоle of small towns", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Роlь малых городов", "lang": "ru" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[text/mixed-script]: `о` in `Rоle` is a Cyrillic letter among Latin ones
//!    ╭─[record.json:2:24   record Rоle of small towns · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "Rоle of small towns", "lang": "en" }
//!    ·                        ┬
//!    ·                        ╰── Cyrillic letter
//!  3 │ }
//!    ╰────
//!   help: write the word in Latin letters
//!   fix to be confirmed: write it in Latin letters
//!     - "Rоle of small towns"
//!     + "Role of small towns"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "β-carotene, 5 μm and kΩ", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Роль малых городов", "lang": "ru" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "DNA-аналіз у містах", "lang": "uk" }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::NodeId;
use unicode_script::{Script, UnicodeScript};

pub const RULE: Rule = Rule {
    id: "text/mixed-script",
    severity: Severity::Error,
    fix: Some(Applicability::Unsafe),
    cost: Cost::Texts,
    check: Check::Text(Marks::MIXED, check),
    ..Rule::PLAIN
};

/// Cyrillic and Latin letters that look the same (confusables of Unicode Technical Standard 39, letters in use).
const CYRILLIC: &[(char, char)] = &[
    ('а', 'a'),
    ('в', 'b'),
    ('е', 'e'),
    ('к', 'k'),
    ('м', 'm'),
    ('н', 'h'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('т', 't'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ї', 'ï'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('Ѕ', 'S'),
    ('ӏ', 'l'),
];

/// Greek letters that look like Latin ones; the other lower-case letters are symbols.
const GREEK: &[(char, char)] = &[
    ('ο', 'o'),
    ('ν', 'v'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Ζ', 'Z'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('Ο', 'O'),
    ('Ρ', 'P'),
    ('Τ', 'T'),
    ('Υ', 'Y'),
    ('Χ', 'X'),
];

fn check(_: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        // Hyphens, digits and apostrophes end a word.
        if letter.is_alphabetic() {
            start.get_or_insert(at);
        } else if let Some(from) = start.take()
            && let Some((odd, meant)) = mixed(&text[from..at])
        {
            report(node, text, from..at, &odd, meant, findings);
            return;
        }
    }
}

fn report(
    node: NodeId,
    text: &str,
    word: std::ops::Range<usize>,
    odd: &Odd,
    meant: String,
    findings: &mut Findings<'_>,
) {
    let (letter, from) = (odd.letter, word.start + odd.at);
    let Odd { script, other, .. } = odd;
    let shown = show::quoted(&letter.to_string());
    let message = format!("{shown} in {} is a {script} letter among {other} ones", show::quoted(&text[word.clone()]));
    let finding = findings.at(Place::Within(node, from..from + letter.len_utf8()), message);
    finding.caption(format!("{script} letter")).value(&text[word.clone()]).suggestion(&*meant);
    finding.undivided(word.clone()).help(format!("write the word in {other} letters"));
    let change = Change::Replace { node, range: Some(word), text: meant };
    finding.fix(format!("write it in {other} letters"), Applicability::Unsafe, vec![change]);
}

/// The first letter of the rarer script.
struct Odd {
    at: usize,
    letter: char,
    script: &'static str,
    other: &'static str,
}

/// Returns the first letter of the rarer script in a word of two scripts, and the word in one script.
fn mixed(word: &str) -> Option<(Odd, String)> {
    let count = |script: Script| word.chars().filter(|letter| letter.script() == script).count();
    let latin = count(Script::Latin);
    let (pairs, other, name) = match (count(Script::Cyrillic), count(Script::Greek)) {
        (0, 0) => return None,
        (cyrillic, 0) => (CYRILLIC, cyrillic, "Cyrillic"),
        (0, greek) => (GREEK, greek, "Greek"),
        _ => return None,
    };
    if latin == 0 || latin + other != word.chars().count() {
        return None;
    }
    let is_latin_rarer = latin < other;
    // Two Greek letters are symbols, as in `γδT`.
    let fewest = if name == "Greek" && is_latin_rarer { 3 } else { 2 };
    if latin.max(other) < fewest || latin == other {
        return None;
    }
    let rarer = |letter: char| (letter.script() == Script::Latin) == is_latin_rarer;
    let (at, letter) = word.char_indices().find(|(_, letter)| rarer(*letter))?;
    let swapped = |letter: char| {
        let found = pairs.iter().find(|(one, two)| if is_latin_rarer { *two == letter } else { *one == letter });
        found.map(|(one, two)| if is_latin_rarer { *one } else { *two })
    };
    let meant =
        word.chars().map(|letter| if rarer(letter) { swapped(letter) } else { Some(letter) }).collect::<Option<_>>()?;
    let (script, other) = if is_latin_rarer { ("Latin", name) } else { (name, "Latin") };
    Some((Odd { at, letter, script, other }, meant))
}
