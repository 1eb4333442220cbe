//! In which language a text is written: declared tags made comparable, and a careful guess where there is none.

use isolang::Language as Iso;
use std::borrow::Cow;
use std::fmt;

/// A language, by the shortest code it has. Two tags of one language are equal: `en-GB` and `eng`, `pl` and `pol`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Iso);

/// How sure it is in which language a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Sure enough to accuse somebody of a mistake.
    Certain(Language),
    /// Good enough to pair two texts, never to accuse.
    Likely(Language),
    /// Not known.
    Unknown,
}

/// Fewer letters than these are not enough to tell a language from its neighbours with certainty.
const CERTAIN_LETTERS: usize = 60;

/// Fewer letters than these are not looked at: a title of three words names nothing but its subject.
const LIKELY_LETTERS: usize = 25;

/// What more characters than these say of the language, the first ones said already; the detector's time grows with
/// each.
const ENOUGH: usize = 600;

/// The share of probability above which the detector's answer counts as certain.
const CERTAIN: f64 = 0.9;

/// So many words are enough to confirm a language.
const CONFIRMING_WORDS: usize = 60;

/// Small words that a text of the language can hardly do without, and that other languages do not share.
const FUNCTION_WORDS: &[(&str, &[&str])] = &[
    ("cs", &["se", "jsou", "jako", "že", "která", "který", "při", "pro", "byly", "nebo", "však", "této", "jsme", "ve"]),
    ("de", &["der", "und", "das", "ist", "mit", "auf", "für", "eine", "werden", "dem", "von", "sich", "nicht", "zu"]),
    ("en", &["the", "of", "and", "is", "this", "that", "with", "from", "are", "was", "which", "by", "for", "to"]),
    ("es", &["el", "los", "las", "del", "una", "que", "con", "como", "y", "esta", "este", "son"]),
    ("fr", &["les", "des", "est", "dans", "une", "sur", "et", "du", "au", "aux", "cette", "qui", "pour"]),
    ("hu", &["az", "és", "hogy", "nem", "egy", "volt", "mint", "ezek"]),
    ("it", &["della", "del", "che", "sono", "gli", "nel", "alla", "il", "dei", "delle", "questo"]),
    ("lt", &["ir", "yra", "kad", "iš", "apie", "buvo", "kurie", "straipsnyje"]),
    ("pl", &["się", "jest", "oraz", "przez", "dla", "że", "które", "także", "w", "został", "są", "na", "tym", "i"]),
    ("pt", &["os", "uma", "dos", "das", "não", "mais", "pelo", "em", "são", "da"]),
    ("ru", &["и", "в", "на", "что", "это", "не", "по", "из", "как", "для"]),
    ("sk", &["sa", "sú", "ako", "ktorá", "ktorý", "pri", "pre", "boli", "alebo", "však", "tejto", "sme"]),
    ("uk", &["та", "що", "це", "від", "є", "із", "які", "й", "у"]),
];

/// The bibliographic codes of ISO 639-2 that differ from the terminological ones (the standard's list of twenty).
const BIBLIOGRAPHIC: &[(&str, &str)] = &[
    ("alb", "sqi"),
    ("arm", "hye"),
    ("baq", "eus"),
    ("bur", "mya"),
    ("chi", "zho"),
    ("cze", "ces"),
    ("dut", "nld"),
    ("fre", "fra"),
    ("geo", "kat"),
    ("ger", "deu"),
    ("gre", "ell"),
    ("ice", "isl"),
    ("mac", "mkd"),
    ("mao", "mri"),
    ("may", "msa"),
    ("per", "fas"),
    ("rum", "ron"),
    ("slo", "slk"),
    ("tib", "bod"),
    ("wel", "cym"),
];

impl Language {
    /// The language that a tag names (BCP 47, ISO 639-1, -2 or -3, in any case); nothing where it names none, as
    /// `und`, or anything that is no code.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        // Norwegian is written in two forms that catalogues do not keep apart; Mandarin is what `zh` means.
        Self::of_code(&primary).filter(|language| language.0 != Iso::Und).map(|language| {
            Self(match language.0 {
                Iso::Nob | Iso::Nno => Iso::Nor,
                Iso::Cmn => Iso::Zho,
                other => other,
            })
        })
    }

    /// The language with this code of ISO 639-1, -2 or -3, in small letters; each is itself.
    pub(super) fn of_code(code: &str) -> Option<Self> {
        let found = match code.len() {
            2 => Iso::from_639_1(code),
            3 => {
                let terminological = BIBLIOGRAPHIC.iter().find(|(from, _)| *from == code).map_or(code, |(_, to)| to);
                Iso::from_639_3(terminological)
            }
            _ => None,
        };
        found.map(Self)
    }

    /// The code of two letters, if there is one, else that of three.
    pub(super) fn shortest(self) -> &'static str {
        self.0.to_639_1().unwrap_or_else(|| self.0.to_639_3())
    }

    /// The bibliographic code of three letters (ISO 639-2/B).
    pub(super) fn bibliographic(self) -> &'static str {
        let code = self.0.to_639_3();
        BIBLIOGRAPHIC.iter().find(|(_, terminological)| *terminological == code).map_or(code, |(code, _)| code)
    }

    /// Whether the small words at the beginning of a text are this language's: a quick check of what is declared.
    /// False where they are not, and for languages of which no words are known here.
    pub fn is_confirmed_by(self, text: &str) -> bool {
        let Some((_, known)) = FUNCTION_WORDS.iter().find(|(code, _)| *code == self.code()) else { return false };
        let words = text.split_whitespace().take(CONFIRMING_WORDS);
        let (mut count, mut found) = (0, 0);
        for word in words {
            let word = word.trim_matches(|letter: char| !letter.is_alphabetic());
            count += 1;
            found += usize::from(known.contains(&word));
        }
        found >= 3 && found * 10 >= count
    }

    /// How a sentence names it: by its English name, else by its code.
    pub fn name(self) -> Cow<'static, str> {
        match self.0.to_name() {
            // The register says "Modern Greek (1453-)".
            name if name.contains(['(', ',']) => Cow::Owned(format!("`{}`", self.code())),
            name => Cow::Borrowed(name),
        }
    }

    /// The shortest code: two letters where there are two.
    pub fn code(self) -> &'static str {
        self.shortest()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl Verdict {
    /// What the words of `text` tell.
    pub fn of(text: &str) -> Self {
        let letters = text.chars().filter(|letter| letter.is_alphabetic()).take(CERTAIN_LETTERS).count();
        if letters < LIKELY_LETTERS {
            return Verdict::Unknown;
        }
        let Some(found) = whatlang::detect(beginning(text)) else { return Verdict::Unknown };
        let Some(language) = Language::of_tag(found.lang().code()) else { return Verdict::Unknown };
        if found.is_reliable() && found.confidence() >= CERTAIN && letters >= CERTAIN_LETTERS {
            Verdict::Certain(language)
        } else {
            Verdict::Likely(language)
        }
    }

    /// The language, however sure it is.
    pub fn language(self) -> Option<Language> {
        match self {
            Verdict::Certain(language) | Verdict::Likely(language) => Some(language),
            Verdict::Unknown => None,
        }
    }
}

/// The first letters of a text, up to [`ENOUGH`].
fn beginning(text: &str) -> &str {
    text.char_indices().nth(ENOUGH).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_one_language_are_equal() {
        for (left, right) in
            [("en-GB", "eng"), ("pol", "PL"), ("fre", "fra"), ("fr", "fre"), ("nb", "no"), ("zh", "cmn"), ("cze", "cs")]
        {
            assert_eq!(Language::of_tag(left), Language::of_tag(right), "{left} {right}");
            assert!(Language::of_tag(left).is_some(), "{left}");
        }
        for none in ["und", "", "english", "x", "12"] {
            assert_eq!(Language::of_tag(none), None, "{none}");
        }
        assert_eq!(Language::of_tag("ger").map(Language::code), Some("de"));
        assert_eq!(Language::of_tag("ger").map(Language::name).as_deref(), Some("German"));
        for tag in ["el", "oc", "ia", "sw", "sl"] {
            let name = Language::of_tag(tag).map(Language::name);
            assert!(name.as_deref().is_some_and(|name| !name.contains(['(', ','])), "{tag}: {name:?}");
        }
    }

    #[test]
    fn small_words_confirm_a_language() {
        let english = "The article discusses how reading has changed in small towns and which part is played by them.";
        let polish = "W artykule omówiono przemiany czytelnictwa, które dokonały się w małych miastach, oraz ich rolę.";
        let language = |tag| Language::of_tag(tag).expect("a code");
        assert!(language("en").is_confirmed_by(english) && language("pol").is_confirmed_by(polish));
        assert!(!language("en").is_confirmed_by(polish) && !language("pl").is_confirmed_by(english));
        assert!(!language("sw").is_confirmed_by(english));
    }

    #[test]
    fn a_short_text_is_never_certain() {
        assert_eq!(Verdict::of("Pan Tadeusz"), Verdict::Unknown);
        assert!(!matches!(Verdict::of("Kilka słów o języku polskim"), Verdict::Certain(_)));
    }

    #[test]
    fn a_paragraph_tells_its_language() {
        let polish =
            "W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę, jaką odgrywają w nich biblioteki.";
        let english =
            "The article discusses how reading has changed in small towns and which part libraries have played in it.";
        assert_eq!(Verdict::of(polish).language().map(Language::code), Some("pl"));
        assert_eq!(Verdict::of(english).language().map(Language::code), Some("en"));
    }
}
