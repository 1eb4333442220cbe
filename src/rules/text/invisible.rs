//! A text holds a character that cannot be seen.
//!
//! ## Why
//!
//! Soft hyphens, zero-width blanks, byte order marks and marks of direction come with text that is copied from PDF
//! files and web pages. Nobody sees them, yet `secu<U+00AD>rity` is not found as `security`, and marks that turn the direction
//! of writing can make a text read otherwise than it is (Unicode Technical Report 36). They are left alone where a
//! script needs them: joiners in Persian, Hindi and emoji, marks of direction in Arabic and Hebrew, zero-width blanks
//! in Thai and Khmer.
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
//! ## Report
//!
//! ```text
//! warning[text/invisible]: the text holds an invisible character, soft hyphen (U+00AD) [*]
//!    ╭─[record.json:2:36   record National secu<U+00AD>rity · /title/text]
//!  1 │ {
//!  2 │   "title": { "text": "National secu\u00adrity", "lang": "en" }
//!    ·                                    ───┬──
//!    ·                                       ╰── soft hyphen
//!  3 │ }
//!    ╰────
//!   help: take it out
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
    let is_wrong = |sign: char| is_invisible(sign) && !scripts.need(sign);
    let Some((at, sign)) = text.char_indices().find(|(_, sign)| is_wrong(*sign)) else { return };
    let place = Place::Within(node, at..at + sign.len_utf8());
    let code = u32::from(sign);
    let finding = findings.at(place, format!("the text holds an invisible character, {} (U+{code:04X})", name(sign)));
    finding.caption(name(sign)).value(show::clipped(text)).help("take it out");
    // What turns the direction of writing may have been put there to deceive: somebody should look.
    let turns = |sign: char| matches!(sign, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let applicability = if text.chars().any(turns) { Applicability::Unsafe } else { Applicability::Safe };
    let right: String = text.chars().filter(|sign| !is_wrong(*sign)).collect();
    if !right.trim().is_empty() {
        finding.fix(
            "take the invisible characters out",
            applicability,
            vec![Change::Replace { node, range: None, text: right }],
        );
    }
}

fn is_invisible(sign: char) -> bool {
    matches!(
        sign,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
    )
}

fn name(sign: char) -> &'static str {
    match sign {
        '\u{AD}' => "soft hyphen",
        '\u{200B}' => "zero-width space",
        '\u{200C}' => "zero-width non-joiner",
        '\u{200D}' => "zero-width joiner",
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => "mark of direction",
        '\u{2060}' => "word joiner",
        '\u{FEFF}' => "byte order mark",
        _ => "format character",
    }
}

/// What a text is written in, as far as it needs such characters.
#[derive(PartialEq, Eq)]
enum Habit {
    /// Arabic, Hebrew and their kin have marks of direction, and join letters.
    RightToLeft,
    /// Scripts that join letters, or keep them apart, by a sign.
    Joining,
    /// Scripts without blanks between words.
    Unspaced,
    /// Emoji are joined.
    Emoji,
}

/// The habits of a text.
struct Scripts(Vec<Habit>);

impl Scripts {
    fn of(text: &str) -> Self {
        let mut habits = Vec::new();
        for letter in text.chars().filter(|letter| *letter >= '\u{590}') {
            habits.push(match letter.script() {
                Script::Arabic | Script::Hebrew | Script::Syriac | Script::Thaana => Habit::RightToLeft,
                Script::Thai | Script::Khmer | Script::Lao | Script::Myanmar => Habit::Unspaced,
                Script::Common | Script::Inherited if letter >= '\u{2600}' => Habit::Emoji,
                Script::Common | Script::Inherited | Script::Latin | Script::Greek | Script::Cyrillic | Script::Han => {
                    continue;
                }
                _ => Habit::Joining,
            });
            habits.dedup();
        }
        Self(habits)
    }

    fn need(&self, sign: char) -> bool {
        let has = |habit| self.0.contains(&habit);
        match sign {
            '\u{61C}' | '\u{200E}' | '\u{200F}' => has(Habit::RightToLeft),
            '\u{200B}' => has(Habit::Unspaced),
            '\u{200C}' => has(Habit::Joining) || has(Habit::RightToLeft),
            '\u{200D}' => has(Habit::Joining) || has(Habit::RightToLeft) || has(Habit::Emoji),
            _ => false,
        }
    }
}
