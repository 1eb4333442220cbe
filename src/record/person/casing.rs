//! Upper and lower case in names.

use super::words::{PARTICLES, folded_eq, is_no_name, is_particle, is_roman};

/// Whether a letter belongs to a script without capitals in use. Unicode defines Georgian capitals that are not used.
pub(super) fn is_caseless(letter: char) -> bool {
    let is_georgian = matches!(letter, '\u{10A0}'..='\u{10FF}' | '\u{1C90}'..='\u{1CBF}');
    let has_case = letter.is_uppercase() || letter.is_lowercase() || matches!(letter, 'ǅ' | 'ǈ' | 'ǋ' | 'ǲ');
    letter.is_alphabetic() && (is_georgian || !has_case) && !matches!(letter, '\u{2B0}'..='\u{2FF}' | 'ª' | 'º')
}

/// Whether there is a letter of a script with case, and none of a script without.
pub fn has_case(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !text.chars().any(is_caseless)
}

/// Whether a surname is in capitals: at least four letters, three of them in a row. Shorter ones are whole names (`NG`,
/// `LI`) or initials, and regnal numbers do not count.
pub fn is_in_capitals(text: &str) -> bool {
    if text.chars().any(|letter| letter.is_lowercase() || is_caseless(letter)) {
        return false;
    }
    let (mut letters, mut longest) = (0, 0);
    for word in text.split(|character: char| !character.is_alphabetic()).filter(|word| !is_roman(word)) {
        let count = word.chars().count();
        letters += count;
        longest = longest.max(count);
    }
    letters >= 4 && longest >= 3
}

/// Whether a surname has only lower-case letters, but is more than particles and a single letter.
pub fn is_in_small_letters(text: &str) -> bool {
    let is_small = |word: &str| word.chars().filter(|letter| letter.is_lowercase()).count() >= 2;
    has_case(text)
        && !text.chars().any(char::is_uppercase)
        && text.split_whitespace().any(|word| is_small(word) && !is_particle(word))
}

/// Returns a name in common case, if that can be determined: not if it has digits or symbols, or if a word in capitals
/// may be initials or a degree, as in `SMITH MD` or `KOWALSKI JK`.
pub fn meant_case(text: &str) -> Option<String> {
    meant(text, false)
}

/// Returns given names in common case, if that can be determined. A particle at their end belongs to the surname, as in
/// `JOÃO DOS`.
pub fn meant_case_of_given(text: &str) -> Option<String> {
    meant(text, true)
}

fn meant(text: &str, is_given: bool) -> Option<String> {
    let is_of_names = |character: char| {
        character.is_alphabetic()
            || character.is_whitespace()
            || matches!(character, '-' | '.' | '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '\u{2010}' | '\u{2011}')
    };
    let is_doubtful = |word: &str| !is_particle(word) && !word.contains('.') && may_be_letters(word);
    let mut after_first = text.split_whitespace().skip(1);
    if is_no_name(text) || !text.chars().all(is_of_names) || after_first.any(is_doubtful) {
        return None;
    }
    Some(in_usual_case(text, is_given)).filter(|usual| usual != text)
}

/// Whether a word in capitals may be a row of initials: two letters, or more without a vowel.
fn may_be_letters(word: &str) -> bool {
    let is_vowel = |letter: char| "AEIOUYÀÁÂÃÄÅĄÆÈÉÊËĘÌÍÎÏÒÓÔÕÖØŒÙÚÛÜÝАЕЁИОУЫЭЮЯІЇЄΑΕΗΙΟΥΩ".contains(letter);
    let count = word.chars().filter(|letter| letter.is_uppercase()).count();
    let is_capital = count > 1 && count == word.chars().filter(|letter| letter.is_alphabetic()).count();
    is_capital && !is_roman(word) && (count == 2 || !word.contains(is_vowel))
}

/// Words before a saint's name, which are capitalised although they are among the particles.
const SAINTS: [&str; 8] = ["st.", "st", "san", "santa", "sankt", "saint", "sainte", "são"];

/// Particles that may be left at the end of given names, except those that are also given names.
const TRAILING: [&str; 20] = [
    "de", "del", "della", "di", "da", "das", "do", "dos", "du", "des", "la", "le", "van", "von", "der", "den", "zu",
    "zum", "zur", "af",
];

/// Whether a word is the letter between two halves of a surname.
fn is_joiner(word: &str) -> bool {
    ["y", "e", "i"].iter().any(|joiner| word.eq_ignore_ascii_case(joiner))
}

/// Returns a name in common case: `O’NEIL-DE LA CRUZ` is `O’Neil-de la Cruz`, `MCGREGOR` is `McGregor`.
fn in_usual_case(text: &str, is_given: bool) -> String {
    // Only Turkish has these letters; there the lower case of `I` has no dot.
    let is_turkish = text.contains(['İ', 'Ğ', 'ı', 'ğ']);
    let last = text.split_whitespace().next_back().unwrap_or_default();
    let mut found = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let word = &rest[..length];
        let is_last = std::ptr::eq(word.as_ptr(), last.as_ptr());
        match PARTICLES.iter().find(|particle| folded_eq(word, particle)) {
            Some(particle) if !is_last && !SAINTS.contains(particle) => found.push_str(particle),
            Some(particle) if is_given && !found.is_empty() && TRAILING.contains(particle) => found.push_str(particle),
            // `ORTEGA Y GASSET`, `SILVA E SOUZA`; among given names it is more likely an initial.
            None if !is_given && !is_last && !found.is_empty() && is_joiner(word) => {
                found.push_str(&word.to_lowercase());
            }
            // `XI JINPING` has no regnal number.
            _ if is_roman(word) && !found.is_empty() => found.push_str(word),
            _ => hyphened(word, is_turkish, &mut found),
        }
        rest = &rest[length..];
        let spaces = rest.len() - rest.trim_start().len();
        found.push_str(&rest[..spaces]);
        rest = &rest[spaces..];
    }
    found
}

/// Writes a word, capitalising each piece between hyphens, dots and apostrophes.
fn hyphened(word: &str, is_turkish: bool, found: &mut String) {
    for piece in word.split_inclusive(['-', '.', '\'', '’', '\u{2010}', '\u{2011}']) {
        let is_after_apostrophe = found.ends_with(['\'', '’']);
        // `'s` is not capitalised.
        if is_after_apostrophe && piece.chars().count() == 1 {
            found.push_str(&lower(piece, is_turkish));
            continue;
        }
        let letters = piece.char_indices().nth(2).map_or("", |(third, _)| &piece[..third]);
        let is_scottish = letters.eq_ignore_ascii_case("mc") && piece.chars().filter(|c| c.is_alphabetic()).count() > 4;
        let (head, tail) = if is_scottish { piece.split_at(2) } else { ("", piece) };
        if is_scottish {
            capitalised(head, is_turkish, found);
        }
        capitalised(tail, is_turkish, found);
    }
}

fn capitalised(piece: &str, is_turkish: bool, found: &mut String) {
    let first = piece.chars().next();
    let Some(first) = first else { return };
    match first {
        'i' if is_turkish => found.push('İ'),
        _ => found.extend(first.to_uppercase()),
    }
    found.push_str(&lower(&piece[first.len_utf8()..], is_turkish));
}

fn lower(text: &str, is_turkish: bool) -> String {
    let text = text.replace('İ', "i");
    if is_turkish { text.replace('I', "ı").to_lowercase() } else { text.to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_distinguished_from_short_names_and_initials() {
        for text in ["KOWALSKI", "DE LA CRUZ", "O'NEIL", "ŻÓŁĆ", "ПЕТРОВ", "VAN DER LEE", "ST. JOHN", "WANG"]
        {
            assert!(is_in_capitals(text), "{text}");
        }
        for text in
            ["NG", "LI", "KOT", "LeCun", "J.R.R.T.", "KOT III", "王", "王 WANG", "כהן", "ᲓᲐᲕᲘᲗᲘ", "", "III", "Ó"]
        {
            assert!(!is_in_capitals(text), "{text}");
        }
    }

    #[test]
    fn lower_case_is_distinguished_from_particles_and_other_scripts() {
        for text in ["kowalski", "de la cruz", "żak", "петров", "al-khwarizmi"] {
            assert!(is_in_small_letters(text), "{text}");
        }
        for text in ["de la Cruz", "de la", "van", "o", "王", "დავითი", "محمد", "", "d’Arc", "ʻAbd", "’t Hooft"]
        {
            assert!(!is_in_small_letters(text), "{text}");
        }
    }

    #[test]
    fn names_get_their_usual_case() {
        for (text, expected) in [
            ("KOWALSKI", "Kowalski"),
            ("DE LA CRUZ", "de la Cruz"),
            ("VAN DER LEE-DE WIT", "van der Lee-De Wit"),
            ("O’NEIL", "O’Neil"),
            ("MCGREGOR", "McGregor"),
            ("mcfee", "McFee"),
            ("kowalska-nowak", "Kowalska-Nowak"),
            ("ŻÓŁĆ", "Żółć"),
            ("ΠΑΠΑΔΟΠΟΥΛΟΣ", "Παπαδοπουλος"),
            ("YILDIRIMOĞLU", "Yıldırımoğlu"),
            ("DE", "De"),
            ("HENRY III", "Henry III"),
            ("XI JINPING", "Xi Jinping"),
            ("", ""),
        ] {
            assert_eq!(in_usual_case(text, false), expected);
        }
    }

    #[test]
    fn an_unknown_case_yields_none() {
        for (text, expected) in [
            ("SMITH JONES", "Smith Jones"),
            ("marren-taylor", "Marren-Taylor"),
            ("VAN DER BERG", "van der Berg"),
            ("HENRY VIII", "Henry VIII"),
            ("ST. JOHN", "St. John"),
        ] {
            assert_eq!(meant_case(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "SMITH JR",
            "SMITH MD",
            "SMITH PHD",
            "KOWALSKI JK",
            "KOWALSKI JKM",
            "<!>poe",
            "@user",
            "town_bot",
            "user1",
            "Roe",
            "王",
            "nowak (ed)",
            "et al.",
            "NULL",
            "",
        ] {
            assert_eq!(meant_case(text), None, "{text}");
        }
    }

    #[test]
    fn the_usual_case_stays_as_it_is() {
        let mut state: u32 = 7;
        let characters: Vec<char> = "abcdeIJKłŻß.-’ óÉйЖ王İI".chars().collect();
        for _ in 0..2000 {
            let mut text = String::new();
            for _ in 0..(state >> 28) {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push(characters[(state >> 16) as usize % characters.len()]);
            }
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let usual = in_usual_case(&text, false);
            assert!(!is_in_capitals(&usual) || usual.to_lowercase() == usual, "{text}: {usual}");
            assert_eq!(in_usual_case(&usual, false).to_lowercase(), usual.to_lowercase(), "{text}");
        }
    }
}
