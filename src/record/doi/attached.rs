//! Text attached to a DOI that is not part of it: the full stop of a sentence, the `/pdf` of a publisher's link.

use super::{is_doi, is_short};

/// Path segments that publishers add to links.
const ENDINGS: &[&str] = &["/abstract", "/full", "/pdf", "/fulltext", "/epdf", "/meta", "?nosfx=y"];

/// The DOI without the attached text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// The DOI.
    pub right: String,
    /// How reliable the result is.
    pub trust: Trust,
}

/// How reliable the remaining DOI is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// It is certainly the DOI.
    Certain,
    /// Hardly any DOI ends with the text that was removed.
    Likely,
    /// It may be more or less than the DOI.
    None,
}

impl Cleaned {
    fn new(right: &str, trust: Trust) -> Option<Self> {
        (is_doi(right) || is_short(right)).then(|| Self { right: right.to_owned(), trust })
    }
}

/// Removes text attached to a DOI. `None` if the DOI is clean or the value is not a DOI.
pub fn cleaned(value: &str) -> Option<Cleaned> {
    let trimmed = value.trim();
    if trimmed != value && is_doi(trimmed) && !trimmed.ends_with(ENDS) {
        return Cleaned::new(trimmed, Trust::Certain);
    }
    if let Some(plain) = without_tex(trimmed) {
        return Cleaned::new(&plain, Trust::Likely);
    }
    // A semicolon may end an entity, as in `2-&lt;`, and a full stop may end a DOI.
    let bare = trimmed.trim_end_matches(ENDS);
    if bare != trimmed && (is_doi(bare) || is_short(bare)) && !ENDINGS.iter().any(|ending| bare.ends_with(ending)) {
        return Cleaned::new(bare, if has_entity(trimmed) { Trust::None } else { Trust::Likely });
    }
    if let Some(shorter) = ENDINGS.iter().find_map(|ending| bare.strip_suffix(ending)) {
        return Cleaned::new(shorter, Trust::Likely);
    }
    let (head, tail) = trimmed.split_once(char::is_whitespace)?;
    // A DOI that is divided by a space may continue after it.
    let is_open = head.ends_with(['-', '/', '(', ':', '_', '.']) && !head.ends_with("/.");
    let tail = tail.trim_start();
    let is_sentence_end = head.ends_with('.') && tail.starts_with(char::is_alphabetic) && is_other(tail);
    if is_open && !is_sentence_end {
        return None;
    }
    let is_junk = !tail.contains("10.") && is_other(tail);
    Cleaned::new(head.trim_end_matches(ENDS), if is_junk { Trust::Likely } else { Trust::None })
}

/// Punctuation that may follow a DOI in a sentence.
const ENDS: [char; 4] = ['.', ',', ';', '"'];

/// Whether the text after a space begins in a way that no part of a DOI does: with a bracket, an arrow, an address or a
/// word.
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

/// Returns the DOI without the TeX around its characters, as in `{_}` and `$<$`. `None` if there is no TeX or if some
/// of it would remain.
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
    fn attached_text_is_distinguished_from_the_doi() {
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
