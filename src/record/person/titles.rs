//! Titles before a name and degrees after it.

use super::words::{is_one_of, is_suffix, words};
use std::ops::Range;

/// Titles without another meaning. Polish, Czech and Slovak, German, English, Russian.
const TITLES: &[&str] = &[
    "prof.",
    "prof",
    "hab.",
    "mgr",
    "mgr.",
    "inż.",
    "ph.d.",
    "phd",
    "d.sc.",
    "dsc",
    "dr.sc.",
    "drsc.",
    "csc.",
    "rndr.",
    "phdr.",
    "mudr.",
    "judr.",
    "thdr.",
    "paeddr.",
    "mvdr.",
    "dipl.-ing.",
    "dr.-ing.",
    "habil.",
    "проф.",
    "доц.",
    "канд.",
    "акад.",
    "д-р",
];

/// Titles that may also be initials or names: `Dr.` is Dragan, `Ks.` Ksenia, `Ing` a name. They are titles before a
/// full name and in lower case. Polish, Czech and Slovak, German, Spanish, Italian, English.
const AMBIGUOUS: &[&str] = &[
    "dr",
    "dr.",
    "dra.",
    "ks.",
    "ks",
    "doc.",
    "ing.",
    "bc.",
    "lek.",
    "lic.",
    "mag.",
    "dott.",
    "rev.",
    "bp",
    "abp",
    "kard.",
    "profesor",
    "professor",
];

/// Continuations of a title: the field of a degree. Polish, German, Latin.
const CONTINUATIONS: &[&str] = &[
    "hab", "phil.", "med.", "rer.", "nat.", "pol.", "h.c.", "jur.", "iur.", "theol.", "teol.", "oec.", "sc.", "techn.",
    "agr.", "arch.", "wet.", "zw.", "nadzw.", "mult.", "n.", "nauk",
];

/// Degrees that follow a name.
const DEGREES: &[&str] = &["ph.d.", "ph.d", "phd", "d.sc.", "dsc", "csc.", "drsc.", "dr.sc.", "msc", "m.sc.", "dphil"];

fn bare(word: &str) -> &str {
    word.trim_end_matches(',')
}

fn is_sure(word: &str) -> bool {
    is_one_of(bare(word), TITLES)
}

fn is_ambiguous(word: &str) -> bool {
    is_one_of(bare(word), AMBIGUOUS)
}

/// Returns the range of the titles at the beginning of a name, with the space after them. `None` if they may be names
/// or initials.
pub fn leading_titles(text: &str) -> Option<Range<usize>> {
    let (first, word) = words(text).next().filter(|(_, word)| may_be_title(word))?;
    let mut is_sure_of_one = is_sure(word);
    if !is_sure_of_one && !is_ambiguous(word) {
        return None;
    }
    let mut end = first.end;
    let mut is_whole_name = false;
    for (range, word) in words(text).skip(1) {
        let is_one = is_sure(word) || is_ambiguous(word) || is_one_of(bare(word), CONTINUATIONS);
        if !is_one {
            is_whole_name = words(&text[range.start..]).any(|(_, word)| is_whole(word));
            break;
        }
        is_sure_of_one |= is_sure(word);
        end = range.end;
    }
    let rest = text[end..].trim_start();
    let is_small = word.starts_with(char::is_lowercase) && !rest.is_empty();
    let found = first.start..text.len() - rest.len();
    (is_sure_of_one || is_small || is_whole_name).then_some(found)
}

/// Hardly any name begins with a word that ends with a dot after two letters or is one of the few titles without a dot.
fn may_be_title(word: &str) -> bool {
    let is_dotted = word.len() >= 3 && word.trim_end_matches(',').ends_with('.');
    is_dotted
        || matches!(word.len(), 2 | 3 | 4 | 8 | 9) && {
            let first = word.as_bytes().first().map_or(0, u8::to_ascii_lowercase);
            matches!(first, b'p' | b'm' | b'd' | b'k' | b'b' | b'a' | 0xD0)
        }
}

/// Whether a word is a name in full. Two letters are one only if the second is lower case, as in `Mo`.
fn is_whole(word: &str) -> bool {
    let letters: Vec<char> = word.chars().filter(|letter| letter.is_alphabetic()).take(3).collect();
    !word.contains('.') && (letters.len() >= 3 || letters.get(1).is_some_and(|letter| letter.is_lowercase()))
}

/// Whether a text consists only of degrees. At least a doctor's degree is required, since other letters may be
/// initials.
pub fn is_degree(text: &str) -> bool {
    const MEDICAL: &[&str] = &["md", "m.d.", "mph", "m.p.h."];
    let is_known = |word: &str| is_one_of(bare(word), DEGREES) || is_one_of(bare(word), MEDICAL);
    !text.trim().is_empty() && words(text).all(|(_, word)| is_known(word))
}

/// Returns the range of the degree at the end of a name, with the comma and the spaces before it. Letters without a dot
/// are a degree only after a comma, except `PhD`, which has no other meaning.
pub fn trailing_degree(text: &str) -> Option<Range<usize>> {
    let end = text.trim_end().len();
    if let Some(comma) = text.rfind(',')
        && is_addition(&text[comma + 1..])
        && !words(&text[comma + 1..]).all(|(_, word)| is_suffix(word))
    {
        return start_of(text, comma).map(|start| start..end);
    }
    let (range, word) = words(text).last()?;
    let is_degree = word == "PhD" || word.ends_with('.') && is_one_of(word, DEGREES);
    if is_degree { start_of(text, range.start).map(|start| start..end) } else { None }
}

/// Returns where the name before an addition ends.
fn start_of(text: &str, addition: usize) -> Option<usize> {
    let head = text[..addition].trim_end_matches(|character: char| character == ',' || character.is_whitespace());
    head.chars().any(char::is_alphabetic).then_some(head.len())
}

/// Whether a text after a comma is not a name: only titles, degrees and suffixes, and more than possible initials.
pub fn is_addition(text: &str) -> bool {
    let mut is_sure_of_one = false;
    for (_, word) in words(text) {
        let word = bare(word);
        let is_certain = is_sure(word) || is_one_of(word, DEGREES) || is_suffix(word);
        if !is_certain && !is_ambiguous(word) && !is_one_of(word, CONTINUATIONS) {
            return false;
        }
        is_sure_of_one |= is_certain || word.starts_with(char::is_lowercase);
    }
    is_sure_of_one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_distinguished_from_names_and_initials() {
        for (text, title) in [
            ("dr hab. Jan", "dr hab. "),
            ("Prof. Dr. Phil. Alberto de Campo", "Prof. Dr. Phil. "),
            ("Prof. J.", "Prof. "),
            ("Prof.", "Prof."),
            ("mgr inż. Anna", "mgr inż. "),
            ("ks. J.", "ks. "),
            ("Ks. Jan", "Ks. "),
            ("dr Jan", "dr "),
            ("Dr. A.P.J. Abdul", "Dr. "),
            ("doc. RNDr. Petr", "doc. RNDr. "),
            ("Dr. Mo H.", "Dr. "),
            ("проф. Иван", "проф. "),
        ] {
            assert_eq!(leading_titles(text).map(|range| &text[range]), Some(title), "{text}");
        }
        for text in [
            "Drury",
            "Md.",
            "Md. Rahman",
            "MD",
            "M.D.",
            "MA",
            "B.A.",
            "Ing",
            "Ing Wei",
            "Dr",
            "Dr.",
            "Ks.",
            "Ks. J.",
            "Dr. M.",
            "Anna Maria",
            "J.-P.",
            "Ch.",
            "Maria",
            "Bo",
            "Doc",
            "Profita",
            "",
            ".",
        ] {
            assert_eq!(leading_titles(text), None, "{text}");
        }
    }

    #[test]
    fn degrees_follow_a_name() {
        for (text, degree) in [
            ("Kowalski, PhD", ", PhD"),
            ("Kowalski PhD", " PhD"),
            ("Kowalski Ph.D.", " Ph.D."),
            ("Novák, CSc.", ", CSc."),
            ("Kowalski, prof. dr hab.", ", prof. dr hab."),
            ("Smith, DSc", ", DSc"),
        ] {
            assert_eq!(trailing_degree(text).map(|range| &text[range]), Some(degree), "{text}");
        }
        for text in
            ["Smith, MD", "Smith, M.D.", "Kowalski, Jan", "Smith, Jr.", "PhD", "Smith DSc", "Smith, Dr.", "Smith,"]
        {
            assert_eq!(trailing_degree(text), None, "{text}");
        }
    }
}
