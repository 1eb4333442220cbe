//! The script in which a language is written, and the script of a text.

use super::Language;
use whatlang::{Lang, Script};

/// A text with fewer letters may be an abbreviation or a name.
const MIN_LETTERS: usize = 10;

/// The ISO 15924 subtags that occur in tags, and the detector's names of these scripts.
const SUBTAGS: &[(&str, &[Script])] = &[
    ("arab", &[Script::Arabic]),
    ("armn", &[Script::Armenian]),
    ("cyrl", &[Script::Cyrillic]),
    ("deva", &[Script::Devanagari]),
    ("geor", &[Script::Georgian]),
    ("grek", &[Script::Greek]),
    ("hans", &[Script::Mandarin]),
    ("hant", &[Script::Mandarin]),
    ("hani", &[Script::Mandarin]),
    ("hebr", &[Script::Hebrew]),
    ("jpan", &[Script::Hiragana, Script::Katakana, Script::Mandarin]),
    ("kore", &[Script::Hangul, Script::Mandarin]),
    ("latn", &[Script::Latin]),
    ("thai", &[Script::Thai]),
];

/// Languages that are also written in a second script.
const SECOND: &[(&str, &[Script])] = &[
    ("az", &[Script::Cyrillic, Script::Arabic]),
    ("ja", &[Script::Hiragana, Script::Katakana, Script::Mandarin]),
    ("ko", &[Script::Mandarin]),
    ("pa", &[Script::Arabic]),
    ("ro", &[Script::Cyrillic]),
    ("sr", &[Script::Latin]),
    ("tk", &[Script::Cyrillic]),
    ("ur", &[Script::Devanagari]),
    ("uz", &[Script::Cyrillic]),
];

impl Language {
    /// Returns the name of the script of most letters in a text if the language of `tag` is not written in it. A subtag
    /// such as `Latn` declares the script. `None` if the scripts of the language are not known or the text has few
    /// letters.
    pub fn foreign_script(tag: &str, text: &str) -> Option<&'static str> {
        let begins_in_latin = text.bytes().next().is_some_and(|first| first.is_ascii_alphabetic())
            || text.chars().find(|letter| letter.is_alphabetic()).is_some_and(|letter| letter < '\u{250}');
        // Text in Latin letters is nearly always in a language that uses the Latin script.
        if begins_in_latin && matches!(tag, "en" | "pl" | "de" | "fr" | "es" | "pt" | "it" | "cs") {
            return None;
        }
        let subtag = tag.split(['-', '_']).skip(1).find(|part| part.len() == 4 && part.is_ascii());
        let named;
        let is_written: &dyn Fn(Script) -> bool = match subtag {
            Some(subtag) => {
                named = SUBTAGS.iter().find(|(code, _)| code.eq_ignore_ascii_case(subtag))?.1;
                &|script| named.contains(&script)
            }
            None => &language_scripts(Language::of_tag(tag)?)?,
        };
        if begins_in_latin && is_written(Script::Latin) {
            return None;
        }
        let letters = text.chars().filter(|letter| letter.is_alphabetic()).take(MIN_LETTERS).count();
        if letters < MIN_LETTERS {
            return None;
        }
        let script = whatlang::detect_script(text)?;
        (!is_written(script)).then(|| name(script))
    }
}

/// Whether a language is written in a script. `None` for languages of which the detector knows no script.
fn language_scripts(language: Language) -> Option<impl Fn(Script) -> bool> {
    let lang = Lang::all().iter().copied().find(|lang| Language::of_tag(lang.code()) == Some(language))?;
    let second = SECOND.iter().find(|(code, _)| *code == language.code()).map_or(&[][..], |(_, scripts)| *scripts);
    Some(move |script: Script| script.langs().contains(&lang) || second.contains(&script))
}

fn name(script: Script) -> &'static str {
    match script {
        Script::Mandarin => "Chinese",
        Script::Hiragana | Script::Katakana => "Japanese",
        Script::Hangul => "Korean",
        Script::Latin => "Latin",
        Script::Cyrillic => "Cyrillic",
        Script::Greek => "Greek",
        Script::Arabic => "Arabic",
        Script::Hebrew => "Hebrew",
        Script::Devanagari => "Devanagari",
        Script::Armenian => "Armenian",
        Script::Georgian => "Georgian",
        Script::Thai => "Thai",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_foreign_to_a_language_or_not() {
        let cases = [
            ("ru", "Rol malykh gosudarstv", Some("Latin")),
            ("ru-Latn", "Rol malykh gosudarstv", None),
            ("ru", "Роль малых государств", None),
            ("en", "Роль малых государств", Some("Cyrillic")),
            ("sr", "Uloga malih država u svetu", None),
            ("sr-Cyrl", "Uloga malih država u svetu", Some("Latin")),
            ("sr", "Улога малих држава", None),
            ("ru", "DNA", None),
            ("ja", "図書館における読書", None),
            ("zh-Hans", "小城镇图书馆的阅读研究报告", None),
            ("el", "Ο ρόλος των μικρών κρατών", None),
            ("kk", "Кіші мемлекеттердің рөлі", None),
            ("pl", "Żółć i gęślą jaźń", None),
        ];
        for (tag, text, expected) in cases {
            assert_eq!(Language::foreign_script(tag, text), expected, "{tag}: {text}");
        }
    }
}
