//! What is attached to a DOI that does not belong to it: the full stop of a sentence, the `/pdf` of a publisher's link.

use super::{is_doi, is_short};

/// What publishers' links add.
const ENDINGS: &[&str] = &["/abstract", "/full", "/pdf", "/fulltext", "/epdf", "/meta", "?nosfx=y"];

/// The DOI without what is attached to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// The DOI.
    pub right: String,
    /// How far it can be trusted.
    pub trust: Trust,
}

/// How far what is left of a DOI can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// It is the DOI.
    Certain,
    /// Hardly any DOI ends in what was taken off.
    Likely,
    /// It may be more or less than the DOI.
    None,
}

impl Cleaned {
    fn new(right: &str, trust: Trust) -> Option<Self> {
        (is_doi(right) || is_short(right)).then(|| Self { right: right.to_owned(), trust })
    }
}

/// Reads what is attached to a DOI; nothing where it is clean or no DOI at all.
pub fn cleaned(value: &str) -> Option<Cleaned> {
    let trimmed = value.trim();
    if trimmed != value && is_doi(trimmed) && !trimmed.ends_with(ENDS) {
        return Cleaned::new(trimmed, Trust::Certain);
    }
    if let Some(plain) = without_tex(trimmed) {
        return Cleaned::new(&plain, Trust::Likely);
    }
    // A semicolon may end an entity, as in `2-&lt;`, and a full stop a DOI.
    let bare = trimmed.trim_end_matches(ENDS);
    if bare != trimmed && (is_doi(bare) || is_short(bare)) && !ENDINGS.iter().any(|ending| bare.ends_with(ending)) {
        return Cleaned::new(bare, if has_entity(trimmed) { Trust::None } else { Trust::Likely });
    }
    if let Some(shorter) = ENDINGS.iter().find_map(|ending| bare.strip_suffix(ending)) {
        return Cleaned::new(shorter, Trust::Likely);
    }
    let (head, tail) = trimmed.split_once(char::is_whitespace)?;
    // What a space divides may be a DOI that goes on behind it.
    let is_open = head.ends_with(['-', '/', '(', ':', '_', '.']) && !head.ends_with("/.");
    let tail = tail.trim_start();
    let is_sentence_end = head.ends_with('.') && tail.starts_with(char::is_alphabetic) && is_other(tail);
    if is_open && !is_sentence_end {
        return None;
    }
    let is_junk = !tail.contains("10.") && is_other(tail);
    Cleaned::new(head.trim_end_matches(ENDS), if is_junk { Trust::Likely } else { Trust::None })
}

/// What may follow a DOI in a sentence.
const ENDS: [char; 4] = ['.', ',', ';', '"'];

/// Whether what follows a space begins as no part of a DOI does: with a bracket, an arrow, an address or a word.
fn is_other(tail: &str) -> bool {
    let word = tail.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
    let begins = tail.starts_with(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '.' | '-' | '/' | '('));
    let is_word = word.chars().count() > 1
        && !tail[word.len()..].starts_with(['.', '/', '-', '_'])
        && !tail[word.len()..].starts_with(|letter: char| letter.is_ascii_digit());
    begins || is_word || tail.starts_with("http") || tail.starts_with("(accessed")
}

fn has_entity(text: &str) -> bool {
    text.strip_suffix(';').is_some_and(|rest| rest.rfind('&').is_some_and(|at| rest.len() - at < 10))
}

/// The DOI without what TeX writes around a character, as in `{_}` and `$<$`; nothing where there is none of it, or where
/// something else of it would be left.
fn without_tex(text: &str) -> Option<String> {
    if !text.contains(['{', '$', '\\']) {
        return None;
    }
    let mut plain = text.replace("\\textunderscore", "_");
    for letter in ["_", "<", ">", "&", "#", "%"] {
        for written in [format!("\\{letter}"), format!("{{{letter}}}"), format!("${letter}$")] {
            plain = plain.replace(&written, letter);
        }
    }
    (plain != text && !plain.contains(['{', '}', '$', '\\'])).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_attached_is_told_from_the_doi() {
        for (text, expected) in [
            ("10.1000/x", None),
            (" 10.1000/x", Some(("10.1000/x", Trust::Certain))),
            ("10.1000/x.", Some(("10.1000/x", Trust::Likely))),
            ("10.1000/x/full.", Some(("10.1000/x", Trust::Likely))),
            ("10/abc;", Some(("10/abc", Trust::Likely))),
            ("10.1000/x?nosfx=y", Some(("10.1000/x", Trust::Likely))),
            ("10.1000/2-&lt;", Some(("10.1000/2-&lt", Trust::None))),
            ("10.1000/x. Accessed 2020", Some(("10.1000/x", Trust::Likely))),
            ("10.1000/j. clsr.2014.03.007", None),
            ("10.1000/x 10.1000/y", Some(("10.1000/x", Trust::None))),
            ("10.1000/", None),
            ("full", None),
        ] {
            let found = cleaned(text);
            let found = found.as_ref().map(|found| (found.right.as_str(), found.trust));
            assert_eq!(found, expected, "{text}");
        }
    }
}
