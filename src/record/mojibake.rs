//! Text that was decoded with the wrong encoding, and its reconstruction.

use crate::text::Encoding;

/// The original of a misread text, and the encodings involved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// The original text.
    pub text: String,
    /// The encoding in which it was read.
    pub read_as: &'static str,
    /// The encoding in which it was written.
    pub written_in: &'static str,
}

/// Reconstructs a text of which each character was written as several bytes of UTF-8 and read as one character per
/// byte, once or up to three times. `None` unless this applies to the whole text. The encodings are those of WHATWG,
/// since programs use them: there, every byte is a character.
pub fn utf8_read_as_other(text: &str) -> Option<Misread> {
    const MAX_ROUNDS: usize = 3;
    let mut found = None;
    let mut round = text.to_owned();
    for _ in 0..MAX_ROUNDS {
        let Some((meant, read_as)) = read_again(&round) else { break };
        if meant.chars().all(is_usual) {
            found = Some(Misread { text: meant.clone(), read_as, written_in: "UTF-8" });
        }
        round = meant;
    }
    found
}

/// Decodes a text that was written in UTF-8 and read in another encoding. An encoding that yields only common
/// characters is preferred to one that yields a text that may have been misread before.
fn read_again(text: &str) -> Option<(String, &'static str)> {
    let tries: [(&'static str, Option<Vec<u8>>); 4] = [
        ("windows-1252", Encoding::WINDOWS_1252.bytes_of(text)),
        ("windows-1250", Encoding::WINDOWS_1250.bytes_of(text)),
        ("ISO 8859-1", text.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect()),
        ("ISO 8859-2", Encoding::ISO_8859_2.bytes_of(text)),
    ];
    let mut unusual = None;
    for (read_as, bytes) in tries {
        let Some(meant) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) else { continue };
        if meant.len() >= text.len() {
            continue;
        }
        if meant.chars().all(is_usual) {
            return Some((meant, read_as));
        }
        // Control characters between letters are left over from another round.
        let is_left = meant.chars().all(|letter| is_usual(letter) || ('\u{80}'..'\u{A0}').contains(&letter));
        if is_left && unusual.is_none() {
            unusual = Some((meant, read_as));
        }
    }
    unusual
}

/// Reconstructs a text whose Central European letters were read as Western European ones, if the result contains only
/// letters of `alphabet`. `Niño` and `crêpe` are words too, so a symbol within a word or two different letters in one
/// word must confirm it.
pub fn central_read_as_western(text: &str, alphabet: &str) -> Option<Misread> {
    if !is_suspicious(text) {
        return None;
    }
    let tries =
        [("ISO 8859-1", "ISO 8859-2", Encoding::ISO_8859_2), ("windows-1252", "windows-1250", Encoding::WINDOWS_1250)];
    tries.into_iter().find_map(|(read_as, written_in, encoding)| {
        let bytes = Encoding::WINDOWS_1252.bytes_of(text)?;
        let meant = encoding.text_of(&bytes)?;
        let changes = |(was, is): (char, char)| was != is && is.is_alphabetic();
        // Inside a word, a symbol becomes a letter, and no letter is lost.
        let is_better =
            meant.chars().all(|letter| belongs(letter, alphabet) && !('\u{80}'..'\u{a0}').contains(&letter))
                && text.chars().zip(meant.chars()).all(|(was, is)| is.is_alphabetic() || !was.is_alphabetic())
                && text.chars().zip(meant.chars()).any(changes);
        is_better.then(|| Misread { text: meant.into_owned(), read_as, written_in })
    })
}

/// Reconstructs a Cyrillic text that was written in windows-1251 and read in windows-1252: `Àâòîð` for `Автор`. Every
/// word with non-ASCII letters must consist of them alone, one word must have at least four letters, and each must
/// become a Slavic word. Western European letters never fill a whole word, and Greek or Hebrew ones do not become
/// Slavic words.
pub fn cyrillic_read_as_western(text: &str) -> Option<Misread> {
    const LEAST: usize = 4;
    let bytes = Encoding::WINDOWS_1252.bytes_of(text)?;
    let meant = Encoding::named("windows-1251")?.text_of(&bytes)?;
    let (mut letters, mut vowels, mut frequent, mut longest) = (0, 0, 0, 0);
    let is_inside =
        |letter: char| letter.is_alphanumeric() || matches!(letter, '×' | '÷' | '¸' | '¨' | '³' | '²' | '¿' | '¯');
    for word in text.split(|letter: char| !is_inside(letter)).filter(|word| !word.is_ascii()) {
        let bytes = Encoding::WINDOWS_1252.bytes_of(word)?;
        let meant = Encoding::named("windows-1251")?.text_of(&bytes)?;
        if !is_slavic(&meant) {
            return None;
        }
        let small = meant.to_lowercase();
        letters += small.chars().count();
        longest = longest.max(small.chars().count());
        vowels += small.chars().filter(|letter| "аеиоуыэюяёіїє".contains(*letter)).count();
        frequent += small.chars().filter(|letter| "оеаиінтсрвлкмду".contains(*letter)).count();
    }
    let is_plausible = vowels * 4 >= letters && vowels * 3 <= letters * 2 && frequent * 5 >= letters * 3;
    (longest >= LEAST && is_plausible).then(|| Misread {
        text: meant.into_owned(),
        read_as: "windows-1252",
        written_in: "windows-1251",
    })
}

/// Whether a word consists of Russian, Ukrainian, Belarusian or Bulgarian letters in common case, and does not begin
/// with a letter that never begins a word.
fn is_slavic(word: &str) -> bool {
    let is_letter =
        |letter: char| matches!(letter, 'А'..='я' | 'Ё' | 'ё' | 'І' | 'і' | 'Ї' | 'ї' | 'Є' | 'є' | 'ў' | 'Ў');
    let mut rest = word.chars();
    let is_first_right = rest.next().is_some_and(|first| is_letter(first) && !matches!(first, 'ь' | 'ъ' | 'ы'));
    let (has_small, has_large) = (rest.clone().any(char::is_lowercase), rest.clone().any(char::is_uppercase));
    let is_large = word.chars().next().is_some_and(char::is_uppercase);
    is_first_right && rest.all(is_letter) && !(has_small && has_large) && (is_large || !has_large)
}

/// Whether a character is not a letter, is ASCII, or is in `alphabet`.
pub fn belongs(letter: char, alphabet: &str) -> bool {
    !letter.is_alphabetic() || letter.is_ascii() || letter.to_lowercase().all(|small| alphabet.contains(small))
}

fn is_suspicious(text: &str) -> bool {
    let has_two_in_a_word = text.split_whitespace().any(|word| {
        let mut letters = word.chars().filter(|letter| matches!(letter, 'ñ' | 'ê' | 'æ' | 'œ' | 'Ÿ'));
        letters.next().is_some_and(|first| letters.any(|other| other != first))
    });
    let is_symbol = |character: char| matches!(character, '¹' | '³' | '¿' | '£' | '¶' | '±');
    let small = |letter: Option<char>| letter.is_some_and(char::is_alphabetic);
    let mut around = text.char_indices().filter(|(_, character)| is_symbol(*character));
    let within = around.any(|(at, character)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + character.len_utf8()..].chars().next());
        // A digit after a word is a note or a unit; `£` and `¿` also begin words.
        small(before) && (small(after) || after.is_some_and(is_symbol))
    });
    has_two_in_a_word || within
}

/// Returns the non-ASCII letters of a Central European language. `None` for other languages.
pub fn alphabet(language: &str) -> Option<&'static str> {
    Some(match language {
        "pl" => "ąćęłńóśźż",
        "cs" => "áčďéěíňóřšťúůýž",
        "sk" => "áäčďéíĺľňóôŕšťúýž",
        "hu" => "áéíóöőúüű",
        "ro" => "ăâîşţșț",
        "hr" => "čćđšž",
        "sl" => "čšž",
        _ => return None,
    })
}

/// Whether a character is common in texts: European letters and punctuation. Valid pairs of characters yield uncommon
/// ones.
fn is_usual(letter: char) -> bool {
    letter.is_ascii()
        || matches!(letter, '\u{A0}'..='\u{17F}' | 'Ș' | 'ș' | 'Ț' | 'ț' | '\u{386}'..='\u{3CE}' | '\u{401}'..='\u{491}')
        || matches!(letter, '\u{2010}'..='\u{2044}' | '€' | '№' | '™' | '−' | '\u{FB01}' | '\u{FB02}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    const SENTENCES: [&str; 7] = [
        "Rola małych państw w promowaniu bezpieczeństwa: zażółć gęślą jaźń",
        "Příliš žluťoučký kůň úpěl ďábelské ódy",
        "Árvíztűrő tükörfúrógép",
        "L’été où Noël fut fêté à l’hôtel",
        "Größe, Übermaß und Fußnoten – „ganz einfach“",
        "Читання в малих містах і їхні бібліотеки",
        "Cătălin și țara lui",
    ];

    fn misread(bytes: &[u8], encoding: &str) -> Option<String> {
        match encoding {
            "ISO 8859-1" => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
            label => Encoding::named(label)?.text_of(bytes).map(Cow::into_owned),
        }
    }

    #[test]
    fn misread_texts_are_detected_and_repaired() {
        for sentence in SENTENCES {
            for encoding in ["windows-1252", "windows-1250", "ISO 8859-1", "ISO 8859-2"] {
                // Some bytes are undefined in windows-1250, so the text cannot be repaired.
                let Some(wrong) = misread(sentence.as_bytes(), encoding) else { continue };
                let found = utf8_read_as_other(&wrong).map(|found| found.text);
                assert_eq!(found.as_deref(), Some(sentence), "{encoding}: {wrong}");
            }
        }
    }

    #[test]
    fn a_text_misread_twice_is_decoded_twice() {
        let latin = |text: &str| -> String { text.bytes().map(char::from).collect() };
        for sentence in ["“Sailing” Rock’n’Roll", "Größe und Übermaß", "Rola małych państw"] {
            let (once, twice) = (latin(sentence), latin(&latin(sentence)));
            for wrong in [once, twice.clone(), latin(&twice)] {
                let found = utf8_read_as_other(&wrong).map(|found| found.text);
                assert_eq!(found.as_deref(), Some(sentence), "{wrong:?}");
            }
        }
    }

    #[test]
    fn right_texts_are_left_alone() {
        let others =
            ["Ångström und São Paulo", "CAFÉ»", "«CAFÉ»", "Ó³", "Él dijo: ¿qué?", "naïve façade", "Ãngela", "plain"];
        for text in SENTENCES.into_iter().chain(others) {
            assert_eq!(utf8_read_as_other(text), None, "{text}");
        }
    }

    #[test]
    fn cyrillic_is_distinguished_from_words_with_accents() {
        let cyrillic = Encoding::named("windows-1251").expect("an encoding");
        for meant in [
            "Автор",
            "Первый век русской книги",
            "Читання в малих містах і їхні бібліотеки",
            "История книги (1900–1950) и чтения",
            "ИВАНОВ",
        ] {
            let bytes = cyrillic.bytes_of(meant).expect("its letters");
            let wrong = Encoding::WINDOWS_1252.text_of(&bytes).expect("other letters");
            let found = cyrillic_read_as_western(&wrong).map(|found| found.text);
            assert_eq!(found.as_deref(), Some(meant), "{wrong}");
        }
        let greek = Encoding::named("windows-1253").expect("an encoding");
        for meant in ["Αθήνα", "Η ιστορία του βιβλίου στις μικρές πόλεις"] {
            let bytes = greek.bytes_of(meant).expect("its letters");
            let wrong = Encoding::WINDOWS_1252.text_of(&bytes).expect("other letters");
            assert_eq!(cyrillic_read_as_western(&wrong), None, "{wrong}");
        }
        for right in [
            "L’été à Noël",
            "Größe, Übermaß",
            "Ágæti íslenskra ævisögur á öðrum öldum",
            "Đặng",
            "ÀÉÈÙ",
            "São João é",
            "Þóðæði",
        ] {
            assert_eq!(cyrillic_read_as_western(right), None, "{right}");
        }
    }

    #[test]
    fn central_and_western_european_letters_are_distinguished() {
        let alphabet = alphabet("pl").expect("Polish");
        for (meant, encoding) in [
            ("książka", Encoding::WINDOWS_1250),
            ("małe państwa", Encoding::WINDOWS_1250),
            ("Książka o małych państwach", Encoding::WINDOWS_1250),
        ] {
            let bytes = encoding.bytes_of(meant).expect("its letters");
            let wrong = Encoding::WINDOWS_1252.text_of(&bytes).expect("other letters");
            let found = central_read_as_western(&wrong, alphabet).map(|found| found.text);
            assert_eq!(found.as_deref(), Some(meant), "{wrong}");
        }
        for right in ["El Niño w Peru", "crêpes Muñoz", "crêpe i fête", "państwo", "5 m³ wody", "£5"] {
            assert_eq!(central_read_as_western(right, alphabet), None, "{right}");
        }
    }
}
