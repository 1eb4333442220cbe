//! A text holds a character that cannot be seen.
//!
//! ## Why
//!
//! Soft hyphens, zero-width blanks, byte order marks and marks of direction come with text that is copied from PDF
//! files and web pages. Nobody sees them, yet `secu<U+00AD>rity` is not found as `security`, and marks that turn the direction
//! of writing can make a text read otherwise than it is (Unicode Technical Report 36). They are left alone where a
//! script needs them: joiners in Persian, Hindi and emoji, marks of direction in Arabic and Hebrew, zero-width blanks
//! in Thai and Khmer. U+FFFE and its kin are no characters at all, and XML forbids two of them.
//!
//! The fix has to be confirmed where the character may be all that parts two words, or all that is left of a hyphen; there
//! is none where it may stand for something that was lost.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "National secu\u00adrity", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "Readers \u202Ereversed\u202C here.", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "\ufeffReading in \u200bsmall towns", "lang": "en" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[text/invisible]: the text contains an invisible character, soft hyphen (U+00AD)
//!    ╭─[record.json:2:36   record National secu<U+00AD>rity · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "National secu\u00adrity", "lang": "en" }
//!    ·                                    ───┬──
//!    ·                                       ╰── soft hyphen
//!  3 │ }
//!    ╰────
//!   help: delete it
//!   fix to be confirmed: take the invisible characters out
//!     - "National secu\u00adrity"
//!     + "National security"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "National security", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "می\u200cخواهم بخوانم", "lang": "fa" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "Readers 👩\u200d👩\u200d👧 in towns.", "lang": "en" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::tree::NodeId;

use super::control_char::{with_neighbours, without};
use unicode_script::{Script, UnicodeScript};

/// See the module.
pub const RULE: Rule = Rule {
    id: "text/invisible",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[],
    options: &[],
    instead_of: &["text/whitespace"],
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::INVISIBLE, check),
};

fn check(_: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    let scripts = Scripts::of(text);
    let is_wrong = |letter: char| is_noncharacter(letter) || is_invisible(letter) && !scripts.need(letter);
    let Some((at, letter)) = text.char_indices().find(|(_, letter)| is_wrong(*letter)) else { return };
    let place = Place::Within(node, at..at + letter.len_utf8());
    let code = u32::from(letter);
    let message = if is_noncharacter(letter) {
        format!("the text contains U+{code:04X}, which is not a character")
    } else {
        match text.chars().filter(|letter| is_wrong(*letter)).count() {
            1 => format!("the text contains an invisible character, {} (U+{code:04X})", name(letter)),
            count => {
                format!("the text contains {count} invisible characters, the first a {} (U+{code:04X})", name(letter))
            }
        }
    };
    let finding = findings.at(place, message);
    finding.caption(name(letter)).value(show::clipped(text));
    if let Some(word) = divided_word(text, at) {
        finding.help(format!("delete the soft hyphen and the space after it: {}", show::quoted(&word)));
        return;
    }
    let Some(applicability) = removable(text, &scripts, is_wrong) else {
        finding.help("compare with the source, and delete it if nothing is lost with it");
        return;
    };
    let count = text.chars().filter(|letter| is_wrong(*letter)).count();
    finding.help(if count == 1 { "delete it" } else { "delete them" });
    let right = without(text, |_, letter| is_wrong(letter));
    if !right.trim().is_empty() {
        let change = Change::Replace { node, range: None, text: right };
        finding.fix("take the invisible characters out", applicability, vec![change]);
    }
}

/// The word that a soft hyphen and a space after it divide, as the end of a line does: `fre<U+00AD> quency`.
fn divided_word(text: &str, at: usize) -> Option<String> {
    let behind = text[at..].strip_prefix('\u{AD}')?;
    let rest = behind.trim_start_matches([' ', '\n', '\r', '\t']);
    let is_small = |letter: Option<char>| letter.is_some_and(char::is_lowercase);
    let is_divided =
        rest.len() < behind.len() && is_small(text[..at].chars().next_back()) && is_small(rest.chars().next());
    let is_inside = |letter: char| !letter.is_alphabetic();
    let head = text[..at].rsplit(is_inside).next()?;
    let tail = rest.split(is_inside).next()?;
    is_divided.then(|| format!("{head}{tail}"))
}

/// How surely the characters can be taken out of the text.
fn removable(text: &str, scripts: &Scripts, is_wrong: impl Fn(char) -> bool) -> Option<Applicability> {
    let mut found = Applicability::Safe;
    for (letter, before, behind) in with_neighbours(text, is_wrong) {
        found = found.min(trust(letter, before, behind, scripts)?);
    }
    Some(found)
}

/// How surely one such character can be taken out, by what is before and behind it; nothing where it may be the only
/// trace of something else.
fn trust(letter: char, before: Option<char>, behind: Option<char>, scripts: &Scripts) -> Option<Applicability> {
    let is_space = |beside: Option<char>| beside.is_none_or(char::is_whitespace);
    let is_beside_space = is_space(before) || is_space(behind);
    let is_word = |beside: Option<char>| beside.is_some_and(char::is_alphanumeric);
    let is_joint = is_word(before) && is_word(behind);
    let is_small = |beside: Option<char>| beside.is_some_and(char::is_lowercase);
    let safe_if = |is_safe: bool| Some(if is_safe { Applicability::Safe } else { Applicability::Unsafe });
    match letter {
        // What turns the direction of writing orders a text from right to left, and may deceive in another: a person
        // should look.
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' if scripts.has(Habit::RightToLeft) => None,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' => Some(Applicability::Unsafe),
        // Divides a word, or is what a program made of a hyphen: `self<U+00AD>report`, `1990<U+00AD>1995`. Before a space
        // it is the trace of a word in two parts.
        '\u{AD}' if is_small(before) && is_small(behind) => Some(Applicability::Unsafe),
        '\u{AD}' => safe_if(is_space(before)).filter(|trust| *trust == Applicability::Safe),
        // Two words, or two texts, that are parted by nothing else.
        '\u{200B}' | '\u{FEFF}' => safe_if(!is_joint || is_beside_space),
        // Invisible operators: a multiplication, a comma, a sum.
        '\u{2061}'..='\u{2064}' => safe_if(is_space(before) && is_space(behind)).filter(|_| is_beside_space),
        _ if is_noncharacter(letter) => match (is_space(before), is_space(behind)) {
            (true, true) => Some(Applicability::Safe),
            (false, false) => None,
            _ => Some(Applicability::Unsafe),
        },
        '\u{200C}' | '\u{200D}' => safe_if([before, behind].into_iter().flatten().all(has_no_joiners)),
        '\u{180E}' => safe_if(is_beside_space),
        _ => Some(Applicability::Safe),
    }
}

/// Whether a character is of a script that needs no joiners.
fn has_no_joiners(letter: char) -> bool {
    let is_european = matches!(letter.script(), Script::Latin | Script::Greek | Script::Cyrillic);
    is_european || letter.is_whitespace() || letter.is_ascii()
}

/// A code point that Unicode keeps for programs, and XML forbids in part (The Unicode Standard, section 23.7).
fn is_noncharacter(letter: char) -> bool {
    let code = u32::from(letter);
    code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code)
}

fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{AD}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}'
    )
}

fn name(letter: char) -> &'static str {
    match letter {
        _ if is_noncharacter(letter) => "not a character",
        '\u{AD}' => "soft hyphen",
        '\u{200B}' => "zero-width space",
        '\u{200C}' => "zero-width non-joiner",
        '\u{200D}' => "zero-width joiner",
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => "mark of direction",
        '\u{2060}' => "word joiner",
        '\u{2061}'..='\u{2064}' => "invisible operator",
        '\u{FEFF}' => "byte order mark",
        _ => "format character",
    }
}

/// What a text is written in, as far as it needs such characters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Habit {
    /// Arabic, Hebrew and their kin have marks of direction, and join letters.
    RightToLeft,
    /// Scripts that join letters, or keep them apart, by a sign.
    Joining,
    /// Scripts without blanks between words.
    Unspaced,
    /// Emoji are joined.
    Emoji,
    /// Mongolian keeps vowels apart by a character of its own.
    Mongolian,
}

/// The habits of a text.
struct Scripts(Vec<Habit>);

impl Scripts {
    fn of(text: &str) -> Self {
        // One of each kind at most, since each invisible character is looked up in the list.
        let mut habits = Vec::new();
        for letter in text.chars().filter(|letter| *letter >= '\u{590}') {
            let habit = match letter.script() {
                Script::Arabic
                | Script::Hebrew
                | Script::Syriac
                | Script::Thaana
                | Script::Nko
                | Script::Samaritan
                | Script::Mandaic
                | Script::Adlam
                | Script::Hanifi_Rohingya => Habit::RightToLeft,
                Script::Mongolian => Habit::Mongolian,
                Script::Thai | Script::Khmer | Script::Lao | Script::Myanmar => Habit::Unspaced,
                Script::Common | Script::Inherited if letter >= '\u{2600}' => Habit::Emoji,
                Script::Common | Script::Inherited | Script::Latin | Script::Greek | Script::Cyrillic | Script::Han => {
                    continue;
                }
                _ => Habit::Joining,
            };
            if !habits.contains(&habit) {
                habits.push(habit);
            }
        }
        Self(habits)
    }

    fn has(&self, habit: Habit) -> bool {
        self.0.contains(&habit)
    }

    fn need(&self, letter: char) -> bool {
        let has = |habit| self.has(habit);
        match letter {
            '\u{61C}' | '\u{200E}' | '\u{200F}' => has(Habit::RightToLeft),
            '\u{180E}' => has(Habit::Mongolian),
            '\u{200B}' => has(Habit::Unspaced),
            '\u{200C}' => has(Habit::Joining) || has(Habit::RightToLeft) || has(Habit::Mongolian),
            '\u{200D}' => has(Habit::Joining) || has(Habit::RightToLeft) || has(Habit::Mongolian) || has(Habit::Emoji),
            _ => false,
        }
    }
}
