//! Entities and character references of HTML in texts that should not have any.

use std::ops::Range;

/// Entities with names defined by HTML that occur in records.
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

/// A named entity, or a numeric character reference.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its range in the text.
    pub range: Range<usize>,
    /// The character. `None` if it is not allowed in a text.
    pub letter: Option<char>,
    /// Whether it is spelled as in HTML, including its case.
    pub is_exact: bool,
}

/// Whether a text contains an entity.
pub fn has_entity(text: &str) -> bool {
    text.contains('&') && !entities(text).is_empty()
}

/// Returns the entities of a text, in order.
pub fn entities(text: &str) -> Vec<Entity> {
    let mut found: Vec<Entity> = Vec::new();
    for (at, _) in text.match_indices('&') {
        if let Some((length, letter, is_exact)) = entity(&text[at..]) {
            found.push(Entity { range: at..at + length, letter, is_exact });
        }
    }
    found
}

/// Returns the length of the entity at the beginning of a text, its character, and whether its spelling is exact.
/// Programs that capitalise each word turn `&amp;` into `&Amp;`.
fn entity(text: &str) -> Option<(usize, Option<char>, bool)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = &text[1..end];
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        let letter = char::from_u32(code).filter(|letter| !is_forbidden(*letter));
        // HTML reads these codes as windows-1252, other programs as control characters.
        let is_control = letter.is_some_and(char::is_control);
        return (!is_control).then_some((end + 1, letter, true));
    }
    let named =
        |matches: &dyn Fn(&str) -> bool| NAMES.iter().find(|(known, _)| matches(known)).map(|(_, letter)| *letter);
    if let Some(letter) = named(&|known| known == name) {
        return Some((end + 1, letter.chars().next(), true));
    }
    // `&Eacute;` is not `&eacute;`: the case of the name is the case of the letter.
    let ignores_case =
        |known: &str| !["acute", "grave", "tilde", "cedil", "uml"].iter().any(|accent| known.ends_with(accent));
    let letter = named(&|known| known.eq_ignore_ascii_case(name) && ignores_case(known))?;
    Some((end + 1, letter.chars().next(), false))
}

/// Whether XML does not allow a character (XML 1.0, section 2.2), or Unicode reserves it for internal use.
fn is_forbidden(letter: char) -> bool {
    let code = u32::from(letter);
    let is_control = letter < ' ' && !matches!(letter, '\t' | '\n' | '\r');
    is_control || code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code)
}
