//! Languages: normalized language tags, and detection of the language in which a text is written.

mod script;
mod tag;
mod verdict;
mod words;

pub use tag::{CodeForm, LanguageTag};
pub use verdict::{Agreement, Recogniser, Verdict};

use isolang::Language as Iso;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::sync::OnceLock;

/// A language, identified by its shortest code. Two tags of one language are equal: `en-GB` and `eng`, `pl` and `pol`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Iso);

/// Languages that are easily confused in a text. A guess between them is not a reason to report a mistake.
const NEIGHBOURS: &[&[&str]] = &[
    &["cs", "sk"],
    &["hr", "sr", "bs", "sh", "me"],
    &["be", "ru", "uk"],
    &["bg", "mk"],
    &["da", "no", "sv"],
    &["es", "gl", "pt", "ca"],
    &["id", "ms"],
    &["nl", "af"],
];

/// The bibliographic codes of ISO 639-2 that differ from the terminological codes (the standard's list of twenty).
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

/// Names of languages and variants in babel and polyglossia that are not their English names.
const BABEL: &[&str] = &[
    "acadian",
    "american",
    "australian",
    "austrian",
    "bahasa",
    "brazil",
    "brazilian",
    "british",
    "canadian",
    "canadien",
    "francais",
    "frenchb",
    "germanb",
    "bahasai",
    "bahasam",
    "indon",
    "magyar",
    "malay",
    "meyalu",
    "mexican",
    "naustrian",
    "newzealand",
    "ngerman",
    "nswissgerman",
    "nynorsk",
    "polutonikogreek",
    "portuges",
    "samin",
    "serbianc",
    "spanishmx",
    "swissgerman",
    "ukenglish",
    "uppersorbian",
    "lowersorbian",
    "usenglish",
    "usorbian",
    "lsorbian",
    "norsk",
    "farsi",
    "greek",
    "persian",
    "flemish",
    "moldavian",
    "valencian",
    "slovene",
    "mandarin",
    "cantonese",
];

/// The English names of all languages of ISO 639-3, in lower case and without parenthesised parts.
fn english_names() -> &'static HashSet<String> {
    static NAMES: OnceLock<HashSet<String>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let bare = |name: &str| name.split(['(', ',']).next().unwrap_or_default().trim().to_lowercase();
        let letters = || (b'a'..=b'z').map(char::from);
        let codes =
            letters().flat_map(|one| letters().flat_map(move |two| letters().map(move |three| [one, two, three])));
        codes.filter_map(|code| Iso::from_639_3(&String::from_iter(code))).map(|known| bare(known.to_name())).collect()
    })
}

/// Language codes that are also codes of countries with other languages; `tw` is Twi, and also Taiwan.
pub const COUNTRIES_TOO: &[&str] =
    &["uk", "se", "si", "ee", "kr", "be", "ca", "ar", "br", "ch", "ga", "cy", "ba", "in", "tw"];

impl Language {
    /// Returns the language that a tag names (BCP 47, ISO 639-1, -2 or -3, in any case). `None` for `und` and for
    /// unknown codes.
    pub fn of_tag(tag: &str) -> Option<Self> {
        // Nearly every tag is two lower-case letters, and many rules request it.
        match tag.as_bytes() {
            [one @ b'a'..=b'z', two @ b'a'..=b'z'] => {
                static SHORT: OnceLock<Vec<Option<Language>>> = OnceLock::new();
                let all = SHORT.get_or_init(|| {
                    let letters = || b'a'..=b'z';
                    let pairs = letters().flat_map(|one| letters().map(move |two| [one, two]));
                    pairs.map(|pair| Self::read(std::str::from_utf8(&pair).unwrap_or_default())).collect()
                });
                all[usize::from(one - b'a') * 26 + usize::from(two - b'a')]
            }
            _ => Self::read(tag),
        }
    }

    /// Whether a code is two lower-case letters in the common form, and is not also the code of a country with another
    /// language.
    pub fn is_usual_code(code: &str) -> bool {
        static USUAL: OnceLock<[u32; 26]> = OnceLock::new();
        let [one @ b'a'..=b'z', two @ b'a'..=b'z'] = *code.as_bytes() else { return false };
        let is_usual =
            |code: &str| Self::of_tag(code).is_some() && !tag::is_given_up(code) && !COUNTRIES_TOO.contains(&code);
        // For each first letter, a bit set of the second letters.
        let all = USUAL.get_or_init(|| {
            let bit = |one, two| u32::from(std::str::from_utf8(&[one, two]).is_ok_and(is_usual)) << (two - b'a');
            std::array::from_fn(|one| (b'a'..=b'z').fold(0, |all, two| all | bit(b'a' + one as u8, two)))
        });
        all[usize::from(one - b'a')] & 1 << (two - b'a') != 0
    }

    fn read(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        // Norwegian has two written forms that catalogues do not distinguish; `zh` means Mandarin, and `fa` means
        // Iranian Persian.
        Self::of_code(&primary).filter(|language| language.0 != Iso::Und).map(|language| {
            Self(match language.0 {
                Iso::Nob | Iso::Nno => Iso::Nor,
                Iso::Cmn => Iso::Zho,
                Iso::Pes => Iso::Fas,
                other => other,
            })
        })
    }

    /// Returns the language with this code of ISO 639-1, -2 or -3 in lower case. Macrolanguages are not resolved.
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

    /// Returns the two-letter code if there is one, else the three-letter code.
    pub(super) fn shortest(self) -> &'static str {
        self.0.to_639_1().unwrap_or_else(|| self.0.to_639_3())
    }

    /// Returns the bibliographic three-letter code (ISO 639-2/B).
    pub fn bibliographic(self) -> &'static str {
        let code = self.0.to_639_3();
        BIBLIOGRAPHIC.iter().find(|(_, terminological)| *terminological == code).map_or(code, |(code, _)| code)
    }

    /// Whether a text names a language in words, in English or in a European language (`English`, `Deutsch`, `Chinese
    /// (simplified)`), or by the names of babel and polyglossia (`brazilian`, `ngerman`).
    pub fn is_named(text: &str) -> bool {
        let name = text.split(['(', '[']).next().unwrap_or_default().trim().trim_end_matches('.').to_lowercase();
        let is_plain = name.len() > 3
            && name.chars().all(|character| character.is_alphabetic() || matches!(character, ' ' | '-' | '\''));
        let is_listed = || {
            BABEL.contains(&&*name)
                || matches!(LanguageTag::parse(&name, CodeForm::Any), LanguageTag::Name(_))
                || english_names().contains(&*name)
        };
        is_plain && is_listed()
    }

    /// Whether texts in the two languages are easily confused. A language is not its own neighbour.
    pub fn is_neighbour(self, other: Language) -> bool {
        are_neighbours(self.code(), other.code())
    }

    /// Whether it means several languages or none, so that it matches any.
    pub fn is_any(self) -> bool {
        matches!(self.0, Iso::Mul | Iso::Zxx)
    }

    /// Returns its name in a sentence: its English name, else its code.
    pub fn name(self) -> Cow<'static, str> {
        match self.0.to_name() {
            // The registry says "Modern Greek (1453-)".
            name if name.contains(['(', ',']) => Cow::Owned(format!("`{}`", self.code())),
            name => Cow::Borrowed(name),
        }
    }

    /// Returns the shortest code: two letters if available.
    pub fn code(self) -> &'static str {
        self.shortest()
    }
}

fn are_neighbours(one: &str, other: &str) -> bool {
    one != other && NEIGHBOURS.iter().any(|group| group.contains(&one) && group.contains(&other))
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
}
