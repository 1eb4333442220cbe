//! The words of names: particles, conjunctions between two surnames, additions after a name, initials.

use std::ops::Range;

/// Words that belong to the surname after them, in lower case as they are usually written. Romance, Dutch, German,
/// Scandinavian, Arabic, Hebrew, Irish, Scottish, Welsh, and saints.
pub(super) const PARTICLES: &[&str] = &[
    "de", "del", "della", "delle", "degli", "dei", "di", "da", "das", "do", "dos", "du", "des", "d'", "d’", "la",
    "las", "le", "les", "lo", "los", "l'", "l’", "van", "von", "vom", "der", "den", "dem", "ter", "ten", "te", "zu",
    "zum", "zur", "op", "in", "'t", "’t", "'s", "’s", "af", "av", "al", "el", "ul", "abu", "abd", "ibn", "bin", "bint",
    "binti", "ben", "bat", "bar", "mac", "mc", "ó", "o", "ní", "nic", "uí", "ua", "ap", "st.", "st", "san", "santa",
    "sankt", "saint", "sainte", "são", "dit",
];

/// Words between two halves of one surname: Spanish, Catalan, Portuguese, German.
const JOINERS: &[&str] = &["y", "i", "e", "und", "et"];

/// Words for a person's origin or parent. Such a person has no separate surname. Polish, English, Latin, Czech; Arabic
/// and Malay.
const ORIGINS: &[&str] =
    &["z", "ze", "od", "of", "a", "ab", "ze", "bin", "binti", "bint", "ibn", "a/l", "a/p", "s/o", "d/o"];

/// Whether `word` equals `lower` case-insensitively; `lower` must be in lower case.
pub fn folded_eq(word: &str, lower: &str) -> bool {
    if word.is_ascii() {
        return word.eq_ignore_ascii_case(lower);
    }
    word.chars().flat_map(char::to_lowercase).eq(lower.chars())
}

/// Whether a word is in the list.
pub(super) fn is_one_of(word: &str, list: &[&str]) -> bool {
    list.iter().any(|known| folded_eq(word, known))
}

/// Whether a word belongs to the surname after it.
pub fn is_particle(word: &str) -> bool {
    is_one_of(word, PARTICLES)
}

/// What programs write for a missing value, in lower case.
const LEFTOVERS: &[&str] = &["null", "none", "nan", "nil", "(null)", "#n/a", "n/a", "undefined"];

/// The first letters and the lengths of some words, to exclude most other words at once.
struct WordFilter {
    /// For each letter from `a`, a bit per length in bytes.
    lengths: [u32; 26],
}

impl WordFilter {
    const fn new(words: &[&str]) -> Self {
        let (mut lengths, mut at) = ([0; 26], 0);
        while at < words.len() {
            let word = words[at].as_bytes();
            assert!(word.len() < 32, "the lengths fit into 32 bits");
            if word[0].is_ascii_lowercase() {
                lengths[(word[0] - b'a') as usize] |= 1 << word.len();
            }
            at += 1;
        }
        Self { lengths }
    }

    /// Whether a text may be one of the words, in any case. `true` if it does not begin with a letter of ASCII.
    fn may_contain(&self, text: &str) -> bool {
        match text.as_bytes().first().map(u8::to_ascii_lowercase) {
            Some(first @ b'a'..=b'z') => {
                text.len() < 32 && self.lengths[usize::from(first - b'a')] >> text.len() & 1 != 0
            }
            Some(_) => true,
            None => false,
        }
    }
}

/// Whether a text is what programs write for a missing value.
pub fn is_leftover(text: &str) -> bool {
    const FILTER: WordFilter = WordFilter::new(LEFTOVERS);
    let text = text.trim();
    FILTER.may_contain(text) && LEFTOVERS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether a text means unnamed people or a missing value, so that its case is not changed.
pub fn is_no_name(text: &str) -> bool {
    let mut last = text.split_whitespace().rev().map(|word| word.trim_end_matches('.'));
    let is = |word: Option<&str>, known: &str| word.is_some_and(|word| word.eq_ignore_ascii_case(known));
    let (last, before) = (last.next(), last.next());
    is_leftover(text)
        || is(last, "al") && is(before, "et")
        || is(last, "others") && (before.is_none() || is(before, "and"))
}

/// Words that forms and templates use in place of a name, in lower case.
const NAME_WORDS: &[&str] = &[
    "author",
    "autor",
    "editor",
    "family",
    "family name",
    "familyname",
    "first",
    "first name",
    "firstname",
    "forename",
    "given",
    "given name",
    "givenname",
    "last",
    "last name",
    "lastname",
    "name",
    "surname",
    "vorname",
    "nachname",
    "imię",
    "nazwisko",
];

/// Splits a name and the digits at its end.
pub fn unnumbered(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    if !text.as_bytes().last()?.is_ascii_digit() {
        return None;
    }
    let name = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let is_name = name.chars().any(char::is_alphabetic) && !name.contains(|letter: char| letter.is_ascii_digit());
    is_name.then_some((name, &text[name.len()..]))
}

/// Whether a text is a word for a name, as in a form: `Surname`.
pub fn is_name_word(text: &str) -> bool {
    const FILTER: WordFilter = WordFilter::new(NAME_WORDS);
    let word = text.trim_end_matches(['-', '_', ' ', '#']);
    FILTER.may_contain(word) && NAME_WORDS.iter().any(|known| known.len() == word.len() && folded_eq(word, known))
}

/// Whether a text is a word for a name with a number: `Author1`, `author-2`, `Given01`.
pub fn is_placeholder_with_number(text: &str) -> bool {
    unnumbered(text).is_some_and(|(name, _)| is_name_word(name))
}

/// Returns the words of a text with their ranges.
pub fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    text.split_whitespace().map(|word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        (start..start + word.len(), word)
    })
}

/// Whether a word is a regnal number or the number of a son: at least two of the letters `I`, `V`, `X`.
pub(super) fn is_roman(word: &str) -> bool {
    word.len() >= 2 && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'))
}

/// Whether a word after a name is a generational suffix.
pub(super) fn is_suffix(word: &str) -> bool {
    // `JR` and `SR` without a dot may be initials.
    matches!(word, "Jr" | "Jr." | "JR." | "jr" | "jr." | "Sr" | "Sr." | "SR." | "sr." | "II" | "III" | "IV")
}

/// Returns where the family name ends, and the suffix after it.
pub fn split_suffix(text: &str) -> Option<(usize, &str)> {
    let (range, word) = words(text).last().filter(|(_, word)| is_suffix(word))?;
    let head = text[..range.start].trim_end().trim_end_matches(',').trim_end();
    head.chars().any(char::is_alphabetic).then_some((head.len(), word))
}

/// Whether given names consist only of initials: `J.`, `J. M.`, `J.-P.`, `Ch.`, `Zb.`, `JM`.
pub fn is_initials(text: &str) -> bool {
    let mut words =
        text.split(|character: char| character.is_whitespace() || is_hyphen(character)).filter(|word| !word.is_empty());
    let is_one = |word: &str| {
        let is_bare = !word.contains('.');
        word.split('.').filter(|piece| !piece.is_empty()).all(|piece| {
            let letters = piece.chars().count();
            let is_first = piece.chars().next().is_some_and(char::is_uppercase);
            is_first && if is_bare { letters <= 3 && is_upper(piece) } else { letters <= 2 }
        }) && (is_bare || word.ends_with('.') || word.chars().count() <= 4 && is_upper(&word.replace('.', "")))
            && word.chars().any(char::is_alphabetic)
    };
    words.all(is_one) && text.chars().any(char::is_uppercase)
}

fn is_upper(text: &str) -> bool {
    text.chars().all(char::is_uppercase)
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2013}')
}

/// Counts the independent names in a text: `de la Cruz` and `Ramón y Cajal` are one, `Jan Kowalski` two. A name with an
/// origin, a father or a number counts as one.
pub fn names_in(text: &str) -> usize {
    let mut found: usize = 0;
    let mut is_joined = false;
    let mut last = "";
    let has_small = text.chars().any(char::is_lowercase);
    let end = text.trim_end().len();
    for (range, word) in words(text) {
        // `A`, `Y` and `Z` are initials. The particles with the same spelling are in lower case, except for names in
        // capitals.
        let is_initial = word.len() == 1 && word.starts_with(char::is_uppercase) && (has_small || range.end == end);
        if found > 0 && !is_initial && is_one_of(word, ORIGINS) {
            return 1;
        }
        last = word;
        let has_letter = word.chars().any(char::is_alphabetic);
        if found > 0 && !is_initial && is_one_of(word, JOINERS) {
            is_joined = true;
        } else if has_letter && (is_initial || !is_particle(word)) && !is_suffix(word) && !word.starts_with(['(', '['])
        {
            found += usize::from(!is_joined);
            is_joined = false;
        }
    }
    if is_roman(last) { found.min(1) } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_counted() {
        for (text, count) in [
            ("Kowalski", 1),
            ("Jan Kowalski", 2),
            ("J. Kowalski", 2),
            ("Kowalski J", 2),
            ("Eberth D A", 3),
            ("Yang Z", 2),
            ("Baiano M A", 3),
            ("Ortega Y", 2),
            ("TOMASZ Z AKWINU", 1),
            ("RAMÓN Y CAJAL", 1),
            ("Nguyễn Văn An", 3),
            ("de la Cruz", 1),
            ("van der Berg", 1),
            ("Van Gogh", 1),
            ("Ó Briain", 1),
            ("Ramón y Cajal", 1),
            ("Ortega i Gasset", 1),
            ("García y de la Cruz", 1),
            ("Smith Jr.", 1),
            ("Jan Paweł II", 1),
            ("Benedykt XVI", 1),
            ("Tomasz z Akwinu", 1),
            ("Ahmad bin Abdullah", 1),
            ("St. John", 1),
            ("Alberto de Campo", 2),
            ("1", 0),
            ("", 0),
        ] {
            assert_eq!(names_in(text), count, "{text}");
        }
    }

    #[test]
    fn initials_are_distinguished_from_short_names() {
        for text in ["J.", "J. M.", "J.-P.", "J.M.", "J.M", "Ch.", "Zb.", "JM", "J", "Ł.", "Ю. В.", "X.-Y.", "Gy. L."]
        {
            assert!(is_initials(text), "{text}");
        }
        for text in ["Jan", "Jan M.", "Li", "Wu", "J. Maria", "王", "محمد", "", "-", ".", "Md. Rahim", "Bo", "ji"]
        {
            assert!(!is_initials(text), "{text}");
        }
    }

    #[test]
    fn suffixes_follow_a_name() {
        assert_eq!(split_suffix("Smith Jr."), Some((5, "Jr.")));
        assert_eq!(split_suffix("Smith, Jr."), Some((5, "Jr.")));
        assert_eq!(split_suffix("de la Cruz III"), Some((10, "III")));
        for text in ["Junior", "Jr.", "II", "Silva Junior", "Almeida Neto", "Costa Filho", "Ii", "Tanaka Ii", ""] {
            assert_eq!(split_suffix(text), None, "{text}");
        }
    }

    #[test]
    fn placeholders_are_distinguished_from_names() {
        for text in ["et al.", "ET AL", "Moss et al.", "others", "and others", "others.", "null", "N/A", " NaN "] {
            assert!(is_no_name(text), "{text}");
        }
        for text in ["Al", "Etal", "Alan", "Smothers", "Nullmeier", "de los others", ""] {
            assert!(!is_no_name(text), "{text}");
        }
    }

    #[test]
    fn words_are_where_their_ranges_say() {
        let text = " dr\u{a0}hab. Żak ";
        let found: Vec<&str> = words(text).map(|(range, _)| &text[range]).collect();
        assert_eq!(found, ["dr", "hab.", "Żak"]);
    }
}
