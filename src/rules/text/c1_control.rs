//! A text contains a control character in place of a quotation mark or a dash.
//!
//! ## Why
//!
//! The characters U+0080 to U+009F are invisible controls (ISO 6429). In texts they are usually quotation marks,
//! dashes and letters that have these codes in windows-1252 and windows-1250, if a text was read as ISO 8859-1. The
//! fix is safe for a dash between spaces or digits and for a pair of quotation marks around words, where both
//! encodings agree. There is no fix between two letters, because other encodings have letters at these codes.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "abstracts": [{ "text": "The \u0093theta\u0094 of reading in small towns.", "lang": "en" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading \u0096 a small history", "lang": "en" }
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[text/c1-control]: the text contains the control character U+0093 [*]
//!    ╭─[record.json:3:32   record Reading in small towns · /abstracts/0/text]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "abstracts": [{ "text": "The \u0093theta\u0094 of reading in small town…
//!    ·                                ───┬──
//!    ·                                   ╰── control character
//!  4 │ }
//!    ╰────
//!   help: write `The “theta” of reading in small towns.`
//!     - "The \u0093theta\u0094 of reading in small tow…
//!     + "The “theta” of reading in small tow…
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading – a small history", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "“Theta” and reading", "lang": "en" }
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" }
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Language, Marks, Record};
use crate::ruleset::{Check, Cost, Findings, Rule};
use crate::text::Encoding;
use crate::tree::NodeId;

use super::control_char::without;

pub const RULE: Rule = Rule {
    id: "text/c1-control",
    severity: Severity::Error,
    fix: Some(Applicability::Safe),
    cost: Cost::Texts,
    check: Check::Text(Marks::C1, check),
    ..Rule::PLAIN
};

/// Languages whose texts were often encoded in windows-1250.
const CENTRAL: &[&str] = &["pl", "cs", "sk", "sl", "hr", "hu", "ro", "sq"];

fn is_c1(letter: char) -> bool {
    ('\u{80}'..='\u{9f}').contains(&letter)
}

fn check(record: &Record<'_>, node: NodeId, text: &str, findings: &mut Findings<'_>) {
    let Some((at, letter)) = text.char_indices().find(|(_, letter)| is_c1(*letter)) else { return };
    let is_central = record
        .languages()
        .filter_map(|(_, tag)| Language::of_tag(tag))
        .any(|language| CENTRAL.contains(&language.code()));
    let meant = meant(text, is_central);
    let code = u32::from(letter);
    let message = format!("the text contains the control character U+{code:04X}");
    let finding = findings.at(Place::Within(node, at..at + letter.len_utf8()), message);
    finding.caption("control character").value(show::clipped(text));
    // A text that was misread twice is still misread after one correction.
    let is_right =
        !meant.chars().any(is_c1) && !meant.trim().is_empty() && !Marks::of(&meant).intersects(Marks::MISREAD_PAIR);
    let trust = trust(text).filter(|_| is_right);
    let Some(applicability) = trust else {
        finding.help("compare with the source, and write the character that was meant");
        return;
    };
    finding.suggestion(show::clipped(&meant)).help(format!("write {}", record.spelled_around(&meant, at)));
    let change = Change::Replace { node, range: None, text: meant };
    finding.fix("write the character that was meant", applicability, vec![change]);
}

/// Replaces these characters by those that have the same codes in windows-1252 or windows-1250. The control for the
/// next line (ISO 6429) becomes a space, but not beside another space or at an end of the text.
fn meant(text: &str, is_central: bool) -> String {
    const NEXT_LINE: char = '\u{85}';
    let encoding = if is_central { Encoding::WINDOWS_1250 } else { Encoding::WINDOWS_1252 };
    let is_edge = |letter: Option<char>| letter.is_none_or(|letter| letter == NEXT_LINE || letter.is_whitespace());
    let is_superfluous = |at: usize, letter: char| {
        let (before, after) = (&text[..at], &text[at + letter.len_utf8()..]);
        letter == NEXT_LINE && (is_edge(before.chars().next_back()) || is_edge(after.chars().next()))
    };
    let written = |letter: char| match letter {
        NEXT_LINE => ' ',
        _ if is_c1(letter) => decoded(encoding, letter),
        _ => letter,
    };
    without(text, is_superfluous).chars().map(written).collect()
}

/// Determines how safe the correction is. `None` if the characters do not come from windows-1252.
fn trust(text: &str) -> Option<Applicability> {
    let (mut trust, mut open) = (Applicability::Safe, 0_i32);
    for (at, letter) in text.char_indices().filter(|(_, letter)| is_c1(*letter)) {
        let beside = (text[..at].chars().next_back(), text[at + letter.len_utf8()..].chars().next());
        match role(letter, beside) {
            Role::Dash => {}
            Role::Opening => open += 1,
            Role::Closing => open -= 1,
            Role::Unsure => trust = Applicability::Unsafe,
            Role::Letter => return None,
        }
    }
    // An unmatched quotation mark may be a letter of another encoding.
    Some(if open == 0 { trust } else { Applicability::Unsafe })
}

/// The role of a character, according to its neighbours. Between letters, code page 850 and Mac OS Roman have letters
/// at these codes: `G<U+0094>del` is Gödel.
enum Role {
    /// A dash between spaces or digits.
    Dash,
    /// A quotation mark at the beginning of a word.
    Opening,
    /// A quotation mark at the end of a word.
    Closing,
    /// A character that only a person can interpret.
    Unsure,
    /// A letter inside a word.
    Letter,
}

fn role(letter: char, beside: (Option<char>, Option<char>)) -> Role {
    let (before, after) = beside;
    let both = |is_it: fn(char) -> bool| before.is_some_and(is_it) && after.is_some_and(is_it);
    let begins = before.is_none_or(|before| before.is_whitespace() || matches!(before, '(' | '['))
        && after.is_some_and(char::is_alphanumeric);
    let is_end = |after: char| after.is_whitespace() || matches!(after, ')' | ']' | ',' | '.' | ';' | ':' | '?' | '!');
    let ends = before.is_some_and(|before| !before.is_whitespace() && !is_c1(before)) && after.is_none_or(is_end);
    match letter {
        '\u{96}' | '\u{97}' if both(char::is_whitespace) || both(|beside| beside.is_ascii_digit()) => Role::Dash,
        '\u{82}' | '\u{84}' | '\u{91}' | '\u{93}' if begins => Role::Opening,
        '\u{92}' | '\u{93}' | '\u{94}' if ends => Role::Closing,
        '\u{82}' | '\u{84}' | '\u{91}' | '\u{93}' | '\u{94}' if both(char::is_alphabetic) => Role::Letter,
        _ => Role::Unsure,
    }
}

fn decoded(encoding: Encoding, letter: char) -> char {
    let byte = [u32::from(letter) as u8];
    encoding.text_of(&byte).and_then(|text| text.chars().next()).unwrap_or(letter)
}
