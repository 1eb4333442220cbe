//! A text contains an invisible character.
//!
//! ## Why
//!
//! Soft hyphens, zero-width spaces, byte order marks and directional marks are copied with text from PDF files and
//! web pages. They cannot be seen, yet a search for `security` does not find `secu<U+00AD>rity`, and marks that
//! change the direction of writing can make a text look different from what it is (Unicode Technical Report 36). They
//! are not reported where a script needs them: joiners in Persian, Hindi and emoji, directional marks in Arabic and
//! Hebrew, zero-width spaces in Thai and Khmer. U+FFFE and similar code points are not characters, and XML forbids
//! two of them.
//!
//! The fix needs review if the character may be the only separator between two words, or a damaged hyphen. There is
//! no fix if it may stand for lost text.
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
//!   fix to be confirmed: remove the invisible characters
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

pub const RULE: Rule = Rule {
    id: "text/invisible",
    severity: Severity::Warning,
    instead_of: &["text/whitespace"],
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::INVISIBLE, check),
    ..Rule::PLAIN
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
    let Some(applicability) = removal_safety(text, &scripts, is_wrong) else {
        finding.help("compare with the source, and delete it if nothing is lost");
        return;
    };
    let count = text.chars().filter(|letter| is_wrong(*letter)).count();
    finding.help(if count == 1 { "delete it" } else { "delete them" });
    let right = without(text, |_, letter| is_wrong(letter));
    if !right.trim().is_empty() {
        let change = Change::Replace { node, range: None, text: right };
        finding.fix("remove the invisible characters", applicability, vec![change]);
    }
}

/// Returns the word that is split by a soft hyphen and a space, as at the end of a line: `fre<U+00AD> quency`.
fn divided_word(text: &str, at: usize) -> Option<String> {
    let after = text[at..].strip_prefix('\u{AD}')?;
    let rest = after.trim_start_matches([' ', '\n', '\r', '\t']);
    let is_small = |letter: Option<char>| letter.is_some_and(char::is_lowercase);
    let is_divided =
        rest.len() < after.len() && is_small(text[..at].chars().next_back()) && is_small(rest.chars().next());
    let is_boundary = |letter: char| !letter.is_alphabetic();
    let head = text[..at].rsplit(is_boundary).next()?;
    let tail = rest.split(is_boundary).next()?;
    is_divided.then(|| format!("{head}{tail}"))
}

/// Determines how safely the characters can be removed from the text.
fn removal_safety(text: &str, scripts: &Scripts, is_wrong: impl Fn(char) -> bool) -> Option<Applicability> {
    let mut found = Applicability::Safe;
    for (letter, before, after) in with_neighbours(text, is_wrong) {
        found = found.min(trust(letter, before, after, scripts)?);
    }
    Some(found)
}

/// Determines how safely one such character can be removed, according to the characters before and after it. `None`
/// if it may be the only trace of something else.
fn trust(letter: char, before: Option<char>, after: Option<char>, scripts: &Scripts) -> Option<Applicability> {
    let is_space = |beside: Option<char>| beside.is_none_or(char::is_whitespace);
    let is_beside_space = is_space(before) || is_space(after);
    let is_word = |beside: Option<char>| beside.is_some_and(char::is_alphanumeric);
    let is_joint = is_word(before) && is_word(after);
    let is_small = |beside: Option<char>| beside.is_some_and(char::is_lowercase);
    let safe_if = |is_safe: bool| Some(if is_safe { Applicability::Safe } else { Applicability::Unsafe });
    match letter {
        // A directional mark is needed in a right-to-left text, and may be deceptive in another, so a person must
        // decide.
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' if scripts.has(ScriptTrait::RightToLeft) => None,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' => Some(Applicability::Unsafe),
        // It splits a word, or replaces a hyphen: `self<U+00AD>report`, `1990<U+00AD>1995`. Before a space it shows
        // that a word was split in two.
        '\u{AD}' if is_small(before) && is_small(after) => Some(Applicability::Unsafe),
        '\u{AD}' => safe_if(is_space(before)).filter(|trust| *trust == Applicability::Safe),
        // It may be the only separator between two words or texts.
        '\u{200B}' | '\u{FEFF}' => safe_if(!is_joint || is_beside_space),
        // Invisible operators: a multiplication, a comma, a sum.
        '\u{2061}'..='\u{2064}' => safe_if(is_space(before) && is_space(after)).filter(|_| is_beside_space),
        _ if is_noncharacter(letter) => match (is_space(before), is_space(after)) {
            (true, true) => Some(Applicability::Safe),
            (false, false) => None,
            _ => Some(Applicability::Unsafe),
        },
        '\u{200C}' | '\u{200D}' => safe_if([before, after].into_iter().flatten().all(has_no_joiners)),
        '\u{180E}' => safe_if(is_beside_space),
        _ => Some(Applicability::Safe),
    }
}

/// Whether a character belongs to a script without joiners.
fn has_no_joiners(letter: char) -> bool {
    let is_european = matches!(letter.script(), Script::Latin | Script::Greek | Script::Cyrillic);
    is_european || letter.is_whitespace() || letter.is_ascii()
}

/// Whether a code point is reserved for internal use (The Unicode Standard, section 23.7). XML forbids some of them.
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
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => "directional mark",
        '\u{2060}' => "word joiner",
        '\u{2061}'..='\u{2064}' => "invisible operator",
        '\u{FEFF}' => "byte order mark",
        _ => "format character",
    }
}

/// A property of a script that requires invisible characters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ScriptTrait {
    /// Scripts such as Arabic and Hebrew use directional marks, and join letters.
    RightToLeft,
    /// Scripts that join or separate letters by a special character.
    Joining,
    /// Scripts without spaces between words.
    Unspaced,
    /// Emoji can be joined.
    Emoji,
    /// Mongolian separates vowels by a special character.
    Mongolian,
}

/// The script properties of a text.
struct Scripts(Vec<ScriptTrait>);

impl Scripts {
    fn of(text: &str) -> Self {
        // At most one of each, since the list is searched for each invisible character.
        let mut traits = Vec::new();
        for letter in text.chars().filter(|letter| *letter >= '\u{590}') {
            let script_trait = match letter.script() {
                Script::Arabic
                | Script::Hebrew
                | Script::Syriac
                | Script::Thaana
                | Script::Nko
                | Script::Samaritan
                | Script::Mandaic
                | Script::Adlam
                | Script::Hanifi_Rohingya => ScriptTrait::RightToLeft,
                Script::Mongolian => ScriptTrait::Mongolian,
                Script::Thai | Script::Khmer | Script::Lao | Script::Myanmar => ScriptTrait::Unspaced,
                Script::Common | Script::Inherited if letter >= '\u{2600}' => ScriptTrait::Emoji,
                Script::Common | Script::Inherited | Script::Latin | Script::Greek | Script::Cyrillic | Script::Han => {
                    continue;
                }
                _ => ScriptTrait::Joining,
            };
            if !traits.contains(&script_trait) {
                traits.push(script_trait);
            }
        }
        Self(traits)
    }

    fn has(&self, script_trait: ScriptTrait) -> bool {
        self.0.contains(&script_trait)
    }

    fn need(&self, letter: char) -> bool {
        let has = |script_trait| self.has(script_trait);
        match letter {
            '\u{61C}' | '\u{200E}' | '\u{200F}' => has(ScriptTrait::RightToLeft),
            '\u{180E}' => has(ScriptTrait::Mongolian),
            '\u{200B}' => has(ScriptTrait::Unspaced),
            '\u{200C}' => has(ScriptTrait::Joining) || has(ScriptTrait::RightToLeft) || has(ScriptTrait::Mongolian),
            '\u{200D}' => {
                has(ScriptTrait::Joining)
                    || has(ScriptTrait::RightToLeft)
                    || has(ScriptTrait::Mongolian)
                    || has(ScriptTrait::Emoji)
            }
            _ => false,
        }
    }
}
