//! Detects the language of a text and compares it with the declared language.

use super::{Language, words};
use std::borrow::Cow;
use std::sync::OnceLock;
use whatlang::{Detector, Lang};

/// The detected language of a text, and how certain it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Certain enough to report a mistake.
    Certain(Language),
    /// Good enough to pair two texts, but not to report a mistake.
    Likely(Language),
    /// Not known.
    Unknown,
}

/// How the text compares with its declared language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// It is written in the declared language.
    Agrees,
    /// It is certainly written in this language, which is not a neighbour of the declared one.
    Contradicts(Language),
    /// It is too short or too unusual to decide.
    Unsure,
}

/// A text with fewer letters does not distinguish a language from its neighbours with certainty.
const CERTAIN_LETTERS: usize = 60;

/// A text with fewer words is a label or a list of names.
const CERTAIN_WORDS: usize = 5;

/// A text with fewer letters is not examined: a title of three words only names its subject.
const LIKELY_LETTERS: usize = 25;

/// The number of characters that are examined. Longer texts do not change the result, but the detector's time grows
/// with each character.
const ENOUGH: usize = 600;

/// The probability above which the detector's answer is certain.
const CERTAIN: f64 = 0.9;

/// Languages in Latin letters that are excluded by default, since they would be detected by mistake in short texts:
/// Esperanto, Javanese, Uzbek, Azerbaijani, Turkmen, Akan, Zulu, Shona, Afrikaans, Tagalog. The default set has the
/// languages in which Europe publishes and those that are recognised by their script.
const LEFT_OUT: [Lang; 10] =
    [Lang::Epo, Lang::Jav, Lang::Uzb, Lang::Aze, Lang::Tuk, Lang::Aka, Lang::Zul, Lang::Sna, Lang::Afr, Lang::Tgl];

/// Detects in which of a set of languages a text is written.
#[derive(Clone, Debug)]
pub struct Recogniser {
    detector: Detector,
    languages: Vec<Language>,
    /// Whether a text may well be in a language that is not in the set.
    is_narrow: bool,
}

impl Recogniser {
    /// Returns the recogniser for the usual languages.
    pub fn usual() -> &'static Self {
        static USUAL: OnceLock<Recogniser> = OnceLock::new();
        USUAL.get_or_init(|| Self::of(Lang::all().iter().copied().filter(|lang| !LEFT_OUT.contains(lang)).collect()))
    }

    /// Creates a recogniser for these languages. Languages unknown to the detector are left out. If none is left, no
    /// language is recognised.
    pub fn for_languages(languages: &[Language]) -> Self {
        let is_wanted = |lang: &Lang| Language::of_tag(lang.code()).is_some_and(|known| languages.contains(&known));
        Self { is_narrow: true, ..Self::of(Lang::all().iter().copied().filter(is_wanted).collect()) }
    }

    fn of(langs: Vec<Lang>) -> Self {
        let languages = langs.iter().filter_map(|lang| Language::of_tag(lang.code())).collect();
        Self { detector: Detector::with_allowlist(langs), languages, is_narrow: false }
    }

    /// Whether this language is in the set.
    pub fn knows(&self, language: Language) -> bool {
        self.languages.contains(&language)
    }

    /// Detects the language of `text` from its words.
    pub fn verdict(&self, text: &str) -> Verdict {
        let words = in_words(text);
        let text = words.as_ref();
        let letters = text.chars().filter(|letter| letter.is_alphabetic()).take(CERTAIN_LETTERS).count();
        // Filler text has no language, though it looks like Latin.
        let is_filler = text.trim_start().get(..11).is_some_and(|head| head.eq_ignore_ascii_case("lorem ipsum"));
        if letters < LIKELY_LETTERS || self.languages.is_empty() || is_filler {
            return Verdict::Unknown;
        }
        let Some(found) = self.detector.detect(beginning(text)) else { return Verdict::Unknown };
        // If the text is in none of the configured languages, the nearest of them is not the right answer.
        if self.is_narrow && whatlang::detect_lang(beginning(text)) != Some(found.lang()) {
            return Verdict::Unknown;
        }
        let Some(language) = Language::of_tag(found.lang().code()) else { return Verdict::Unknown };
        let is_long = letters >= CERTAIN_LETTERS && has_words(text);
        if found.is_reliable() && found.confidence() >= CERTAIN && is_long {
            Verdict::Certain(language)
        } else {
            Verdict::Likely(language)
        }
    }

    /// Compares the declared language with the text. `verdict` is called only if the common words in the text do not
    /// confirm the declared language.
    pub fn agreement(&self, declared: Language, text: &str, verdict: impl FnOnce() -> Verdict) -> Agreement {
        if declared.is_any() || words::confirm(declared, text) {
            return Agreement::Agrees;
        }
        // For a language outside the set, such as Sorbian, the detector would name a neighbour.
        if !self.knows(declared) {
            return Agreement::Unsure;
        }
        match verdict() {
            Verdict::Certain(found) | Verdict::Likely(found) if found == declared => Agreement::Agrees,
            Verdict::Certain(found) if found.is_neighbour(declared) => Agreement::Unsure,
            Verdict::Certain(found) if words::likelier(declared, found, text) == Some(declared) => Agreement::Unsure,
            Verdict::Certain(found) => Agreement::Contradicts(found),
            Verdict::Likely(_) | Verdict::Unknown => Agreement::Unsure,
        }
    }
}

impl Verdict {
    /// Returns the language, whether certain or likely.
    pub fn language(self) -> Option<Language> {
        match self {
            Verdict::Certain(language) | Verdict::Likely(language) => Some(language),
            Verdict::Unknown => None,
        }
    }
}

impl Language {
    /// Whether the common words at the beginning of a text belong to this language and only to it and its neighbours.
    /// False for languages without a word list.
    pub fn is_confirmed_by(self, text: &str) -> bool {
        words::confirm(self, text)
    }

    /// Whether a short text contains a common word that only this language and its neighbours have.
    pub fn has_hint_of(self, text: &str) -> bool {
        words::hint(self, text)
    }

    /// Returns the likelier of two languages for a text of at least 25 letters. Its common words and its letters must
    /// agree.
    pub fn likelier(self, other: Language, text: &str) -> Option<Language> {
        let letters = text.chars().filter(|letter| letter.is_alphabetic()).take(LIKELY_LETTERS).count();
        if letters < LIKELY_LETTERS || self.is_neighbour(other) {
            return None;
        }
        let found = words::likelier(self, other, text)?;
        let detector = Detector::with_allowlist(
            Lang::all()
                .iter()
                .copied()
                .filter(|lang| Language::of_tag(lang.code()).is_some_and(|known| known == self || known == other))
                .collect(),
        );
        let read = Language::of_tag(detector.detect_lang(beginning(text))?.code())?;
        (read == found).then_some(found)
    }
}

/// Returns a text without parts that have no language: addresses, and words with digits, such as the number of a
/// clinical trial.
fn in_words(text: &str) -> Cow<'_, str> {
    let is_of_none = |word: &str| {
        word.contains("://")
            || word.contains('@')
            || word.starts_with("www.")
            || word.bytes().any(|byte| byte.is_ascii_digit())
    };
    let head = text.char_indices().nth(2 * ENOUGH).map_or(text, |(end, _)| &text[..end]);
    if !head.bytes().any(|byte| matches!(byte, b'0'..=b'9' | b'@')) && !head.contains("://") && !head.contains("www.") {
        return Cow::Borrowed(text);
    }
    Cow::Owned(head.split_inclusive(char::is_whitespace).filter(|word| !is_of_none(word)).collect())
}

/// Whether a text has enough words for a sentence. Scripts without spaces between words are not counted.
fn has_words(text: &str) -> bool {
    let is_unspaced = |letter: char| matches!(letter, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}');
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic));
    words.take(CERTAIN_WORDS).count() == CERTAIN_WORDS || text.chars().any(is_unspaced)
}

/// Returns the first letters of a text, up to [`ENOUGH`].
fn beginning(text: &str) -> &str {
    text.char_indices().nth(ENOUGH).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLISH: &str =
        "W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę, jaką odgrywają w nich biblioteki.";
    const ENGLISH: &str =
        "The article discusses how reading has changed in small towns and which part libraries have played in it.";

    fn language(tag: &str) -> Language {
        Language::of_tag(tag).expect("a code")
    }

    fn agreement(tag: &str, text: &str) -> Agreement {
        let recogniser = Recogniser::usual();
        recogniser.agreement(language(tag), text, || recogniser.verdict(text))
    }

    #[test]
    fn a_short_text_is_never_certain() {
        assert_eq!(Recogniser::usual().verdict("Pan Tadeusz"), Verdict::Unknown);
        assert!(!matches!(Recogniser::usual().verdict("Kilka słów o języku polskim"), Verdict::Certain(_)));
    }

    #[test]
    fn the_language_of_a_paragraph_is_detected() {
        assert_eq!(Recogniser::usual().verdict(POLISH).language(), Some(language("pl")));
        assert_eq!(Recogniser::usual().verdict(ENGLISH).language(), Some(language("en")));
    }

    #[test]
    fn only_configured_languages_are_named() {
        let recogniser = Recogniser::for_languages(&[language("pl"), language("de")]);
        assert_eq!(recogniser.verdict(POLISH).language(), Some(language("pl")));
        assert!(!recogniser.knows(language("en")));
        // A text in a declared language outside the set is not reported.
        assert_eq!(recogniser.agreement(language("en"), POLISH, || recogniser.verdict(POLISH)), Agreement::Unsure);
        assert_eq!(recogniser.verdict(ENGLISH), Verdict::Unknown);
        assert_eq!(Recogniser::for_languages(&[]).verdict(POLISH), Verdict::Unknown);
    }

    #[test]
    fn a_declared_language_is_confirmed_or_contradicted() {
        assert_eq!(agreement("pl", POLISH), Agreement::Agrees);
        assert_eq!(agreement("pol", POLISH), Agreement::Agrees);
        assert_eq!(agreement("en", POLISH), Agreement::Contradicts(language("pl")));
        assert_eq!(agreement("pl", ENGLISH), Agreement::Contradicts(language("en")));
        assert_eq!(agreement("mul", ENGLISH), Agreement::Agrees);
    }

    #[test]
    fn neighbours_and_unknown_languages_are_never_accused() {
        let czech = "Článek se zabývá proměnami čtenářství v malých městech a úlohou, kterou v nich hrají knihovny.";
        assert_eq!(agreement("sk", czech), Agreement::Unsure);
        assert_eq!(agreement("hsb", czech), Agreement::Unsure);
        assert_eq!(agreement("cs", czech), Agreement::Agrees);
    }

    #[test]
    fn a_short_title_may_decide_between_two() {
        let (pl, en) = (language("pl"), language("en"));
        assert_eq!(en.likelier(pl, "Rola małych państw w promowaniu bezpieczeństwa"), Some(pl));
        assert_eq!(pl.likelier(en, "The role of small states in promoting security"), Some(en));
        assert_eq!(pl.likelier(en, "Czytelnictwo"), None);
    }
}
