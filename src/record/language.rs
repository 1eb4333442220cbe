//! In which language a text is written: declared tags made comparable, and a careful guess where there is none.

use isolang::Language as Iso;
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

/// The share of probability above which the detector's answer counts as certain.
const CERTAIN: f64 = 0.9;

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
        let primary = tag
            .trim()
            .split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let found = match primary.len() {
            2 => Iso::from_639_1(&primary),
            3 => {
                let terminological = BIBLIOGRAPHIC
                    .iter()
                    .find(|(from, _)| *from == primary)
                    .map_or(&*primary, |(_, to)| to);
                Iso::from_639_3(terminological)
            }
            _ => None,
        };
        // Norwegian is written in two forms that catalogues do not keep apart; Mandarin is what `zh` means.
        found
            .filter(|language| *language != Iso::Und)
            .map(|language| {
                Self(match language {
                    Iso::Nob | Iso::Nno => Iso::Nor,
                    Iso::Cmn => Iso::Zho,
                    other => other,
                })
            })
    }

    /// The shortest code: two letters where there are two.
    pub fn code(self) -> &'static str {
        self.0.to_639_1().unwrap_or_else(|| self.0.to_639_3())
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
        let letters = text
            .chars()
            .filter(|letter| letter.is_alphabetic())
            .take(CERTAIN_LETTERS)
            .count();
        if letters < LIKELY_LETTERS {
            return Verdict::Unknown;
        }
        let Some(found) = whatlang::detect(text) else {
            return Verdict::Unknown;
        };
        let Some(language) = Language::of_tag(found.lang().code()) else {
            return Verdict::Unknown;
        };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_one_language_are_equal() {
        for (left, right) in [
            ("en-GB", "eng"),
            ("pol", "PL"),
            ("fre", "fra"),
            ("fr", "fre"),
            ("nb", "no"),
            ("zh", "cmn"),
            ("cze", "cs"),
        ] {
            assert_eq!(
                Language::of_tag(left),
                Language::of_tag(right),
                "{left} {right}"
            );
            assert!(Language::of_tag(left).is_some(), "{left}");
        }
        for none in ["und", "", "english", "x", "12"] {
            assert_eq!(Language::of_tag(none), None, "{none}");
        }
        assert_eq!(Language::of_tag("ger").map(Language::code), Some("de"));
    }

    #[test]
    fn a_short_text_is_never_certain() {
        assert_eq!(Verdict::of("Pan Tadeusz"), Verdict::Unknown);
        assert!(!matches!(
            Verdict::of("Kilka słów o języku polskim"),
            Verdict::Certain(_)
        ));
    }

    #[test]
    fn a_paragraph_tells_its_language() {
        let polish = "W artykule omówiono przemiany czytelnictwa w małych miastach oraz rolę, jaką odgrywają w nich biblioteki.";
        let english = "The article discusses how reading has changed in small towns and which part libraries have played in it.";
        assert_eq!(
            Verdict::of(polish).language().map(Language::code),
            Some("pl")
        );
        assert_eq!(
            Verdict::of(english).language().map(Language::code),
            Some("en")
        );
    }
}
