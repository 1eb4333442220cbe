//! Language tags as people write them: ISO 639 codes, BCP 47 tags, deprecated codes, and plain names.

use super::Language;
use crate::record::country;

/// The result of parsing a language tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LanguageTag {
    /// In the common form.
    Good,
    /// A tag in another form; this is the common form.
    OtherForm(String),
    /// A deprecated code without a single successor.
    Deprecated,
    /// The name of a language; this is its code.
    Name(&'static str),
    /// None of these.
    Other,
}

/// Codes that do not identify a single language (ISO 639-2, section 4.1).
const SPECIAL: &[&str] = &["mis", "mul", "und", "zxx"];

/// Deprecated codes with their replacements (the BCP 47 registry, and ISO 639-2's notes on `scc` and `scr`).
const SUCCESSORS: &[(&str, &str)] = &[
    ("in", "id"),
    ("iw", "he"),
    ("ji", "yi"),
    ("jw", "jv"),
    ("mo", "ro"),
    ("mol", "ro"),
    ("scc", "sr"),
    ("scr", "hr"),
];

/// Codes that were withdrawn without a single successor: Serbo-Croatian, and Bihari languages.
const WITHDRAWN: &[&str] = &["sh", "bh"];

/// Tags that were registered as a whole before tags had parts, in lower case, with the replacement if the registry
/// names one (RFC 5646, section 2.2.8, and the BCP 47 registry).
const REGISTERED_WHOLE: &[(&str, Option<&str>)] = &[
    ("art-lojban", Some("jbo")),
    ("cel-gaulish", None),
    ("en-gb-oed", Some("en-GB-oxendict")),
    ("i-ami", Some("ami")),
    ("i-bnn", Some("bnn")),
    ("i-default", None),
    ("i-enochian", None),
    ("i-hak", Some("hak")),
    ("i-klingon", Some("tlh")),
    ("i-lux", Some("lb")),
    ("i-mingo", None),
    ("i-navajo", Some("nv")),
    ("i-pwn", Some("pwn")),
    ("i-tao", Some("tao")),
    ("i-tay", Some("tay")),
    ("i-tsu", Some("tsu")),
    ("no-bok", Some("nb")),
    ("no-nyn", Some("nn")),
    ("sgn-be-fr", Some("sfb")),
    ("sgn-be-nl", Some("vgt")),
    ("sgn-ch-de", Some("sgg")),
    ("zh-guoyu", Some("cmn")),
    ("zh-hakka", Some("hak")),
    ("zh-min", None),
    ("zh-min-nan", Some("nan")),
    ("zh-xiang", Some("hsn")),
];

/// Codes of language groups (ISO 639-5), which are valid tags but do not identify a single language.
const GROUPS: &[&str] = &[
    "aav", "afa", "alg", "alv", "apa", "art", "ath", "aus", "bad", "bai", "bat", "ber", "bnt", "btk", "cai", "cau",
    "cba", "cel", "cmc", "cpe", "cpf", "cpp", "crp", "cus", "day", "dra", "fiu", "gem", "gmw", "grk", "iir", "inc",
    "ine", "ira", "iro", "itc", "jpx", "kar", "khi", "kro", "map", "mkh", "mno", "mun", "myn", "nah", "nai", "nic",
    "nub", "oto", "paa", "phi", "pra", "roa", "sai", "sal", "sem", "sgn", "sio", "sit", "sla", "smi", "son", "ssa",
    "tai", "trk", "tup", "tut", "tuw", "urj", "wak", "wen", "ypk", "zls", "zlw", "zle", "znd",
];

/// Names of languages in English, Polish, German, French, Spanish, Czech and Russian, in lower case.
const NAMES: &[(&str, &[&str])] = &[
    ("be", &["belarusian", "białoruski", "belarussisch", "biélorusse", "bielorruso", "běloruština", "белорусский"]),
    ("bg", &["bulgarian", "bułgarski", "bulgarisch", "bulgare", "búlgaro", "bulharština", "болгарский"]),
    ("cs", &["czech", "czeski", "tschechisch", "tchèque", "checo", "čeština", "чешский"]),
    ("de", &["german", "niemiecki", "deutsch", "allemand", "alemán", "němčina", "немецкий"]),
    ("en", &["english", "angielski", "englisch", "anglais", "inglés", "angličtina", "английский"]),
    ("es", &["spanish", "hiszpański", "spanisch", "espagnol", "español", "španělština", "испанский"]),
    ("et", &["estonian", "estoński", "estnisch", "estonien", "estonio", "estonština", "эстонский"]),
    ("fr", &["french", "francuski", "französisch", "français", "francés", "francouzština", "французский"]),
    ("hr", &["croatian", "chorwacki", "kroatisch", "croate", "croata", "chorvatština", "хорватский"]),
    ("hu", &["hungarian", "węgierski", "ungarisch", "hongrois", "húngaro", "maďarština", "венгерский"]),
    ("it", &["italian", "włoski", "italienisch", "italien", "italiano", "italština", "итальянский"]),
    ("la", &["latin", "łaciński", "łacina", "latein", "latín", "latina", "латинский"]),
    ("lt", &["lithuanian", "litewski", "litauisch", "lituanien", "lituano", "litevština", "литовский"]),
    ("lv", &["latvian", "łotewski", "lettisch", "letton", "letón", "lotyština", "латышский"]),
    ("nl", &["dutch", "niderlandzki", "niederländisch", "néerlandais", "neerlandés", "nizozemština", "нидерландский"]),
    ("pl", &["polish", "polski", "polnisch", "polonais", "polaco", "polština", "польский"]),
    ("pt", &["portuguese", "portugalski", "portugiesisch", "portugais", "portugués", "portugalština", "португальский"]),
    ("ro", &["romanian", "rumuński", "rumänisch", "roumain", "rumano", "rumunština", "румынский"]),
    ("ru", &["russian", "rosyjski", "russisch", "russe", "ruso", "ruština", "русский"]),
    ("sk", &["slovak", "słowacki", "slowakisch", "slovaque", "eslovaco", "slovenština", "словацкий"]),
    ("sl", &["slovenian", "slovene", "słoweński", "slowenisch", "slovène", "esloveno", "slovinština", "словенский"]),
    ("sr", &["serbian", "serbski", "serbisch", "serbe", "serbio", "srbština", "сербский"]),
    ("uk", &["ukrainian", "ukraiński", "ukrainisch", "ukrainien", "ucraniano", "ukrajinština", "украинский"]),
];

/// How codes should be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeForm {
    /// As the record has them.
    Any,
    /// The shortest code, as BCP 47 requires.
    Shortest,
    /// Three letters: the bibliographic codes of ISO 639-2.
    Bibliographic,
}

impl LanguageTag {
    /// Parses a tag, which must not be blank.
    pub fn parse(text: &str, form: CodeForm) -> Self {
        // Most tags are two lower-case letters.
        let is_plain = matches!(text.len(), 2 | 3) && text.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_known = || if text.len() == 2 { Language::of_tag(text) } else { Language::of_code(text) }.is_some();
        if is_plain && form == CodeForm::Any && is_known() && !is_given_up(text) {
            return LanguageTag::Good;
        }
        let trimmed = text.trim();
        if let Some(code) = of_name(trimmed) {
            return LanguageTag::Name(code);
        }
        let lower = trimmed.to_ascii_lowercase();
        if let Some((_, successor)) = REGISTERED_WHOLE.iter().find(|(tag, _)| *tag == lower) {
            return successor.map_or(LanguageTag::Good, |successor| LanguageTag::OtherForm(successor.to_owned()));
        }
        let mut parts = trimmed.split(['-', '_']).peekable();
        let primary = parts.next().unwrap_or_default().to_ascii_lowercase();
        if WITHDRAWN.contains(&primary.as_str()) {
            return LanguageTag::Deprecated;
        }
        // A private-use tag is valid between the parties that agreed on it.
        if primary == "x" {
            return if are_extension("x", parts) { LanguageTag::Good } else { LanguageTag::Other };
        }
        let Some(mut usual) = usual_code(&primary, form) else { return LanguageTag::Other };
        // `zh-yue`: a language preceded by the code of its macrolanguage.
        if let Some(extended) = parts.next_if(|part| part.len() == 3 && Language::of_code(part).is_some()) {
            usual = format!("{usual}-{extended}");
        }
        while let Some(part) = parts.next() {
            if part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                return if are_extension(part, parts) { LanguageTag::Good } else { LanguageTag::Other };
            }
            let Some(part) = usual_subtag(part) else { return LanguageTag::Other };
            usual.push('-');
            usual.push_str(&part);
        }
        if usual == text { LanguageTag::Good } else { LanguageTag::OtherForm(usual) }
    }

    /// Whether a text is a language tag in any form.
    pub fn is_tag(text: &str) -> bool {
        !matches!(Self::parse(text, CodeForm::Any), LanguageTag::Other | LanguageTag::Name(_))
    }
}

/// Whether a lower-case code is deprecated, with or without a successor.
pub(super) fn is_given_up(code: &str) -> bool {
    // Nearly every code has another first letter.
    matches!(code.as_bytes().first(), Some(b'b' | b'i' | b'j' | b'm' | b's'))
        && (WITHDRAWN.contains(&code) || SUCCESSORS.iter().any(|(old, _)| *old == code))
}

/// Returns the code of a language that is named in words.
fn of_name(text: &str) -> Option<&'static str> {
    let name = text.trim_end_matches('.').to_lowercase();
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(code, _)| *code)
}

/// Returns the primary subtag in its common form. `None` if there is no such subtag.
fn usual_code(primary: &str, form: CodeForm) -> Option<String> {
    if let Some((_, successor)) = SUCCESSORS.iter().find(|(old, _)| *old == primary) {
        return Some((*successor).to_owned());
    }
    if SPECIAL.contains(&primary) || GROUPS.contains(&primary) || is_private(primary) {
        return Some(primary.to_owned());
    }
    let language = Language::of_code(primary)?;
    Some(match form {
        CodeForm::Any => primary.to_owned(),
        CodeForm::Shortest => language.shortest().to_owned(),
        CodeForm::Bibliographic => language.bibliographic().to_owned(),
    })
}

/// Whether a code is for local use: `qaa` to `qtz`.
fn is_private(code: &str) -> bool {
    matches!(code.as_bytes(), [b'q', b'a'..=b't', b'a'..=b'z'])
}

/// Whether the parts after a single letter are an extension (RFC 5646, section 2.1): at least one part of two to eight
/// letters or digits; in private use, one letter is enough.
fn are_extension<'a>(letter: &str, parts: impl Iterator<Item = &'a str>) -> bool {
    let shortest = if letter.eq_ignore_ascii_case("x") { 1 } else { 2 };
    let mut parts = parts.peekable();
    // A later single letter begins another extension.
    parts.peek().is_some_and(|first| first.len() >= shortest)
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Returns a later subtag in its common form (RFC 5646, section 2.1.1). `None` if there is no such subtag.
fn usual_subtag(part: &str) -> Option<String> {
    let is_word = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    match part.len() {
        2 if country::is_code(&part.to_ascii_uppercase()) => Some(part.to_ascii_uppercase()),
        3 if part.bytes().all(|byte| byte.is_ascii_digit()) => Some(part.to_owned()),
        4 if is_letters(part) => Some(format!("{}{}", part[..1].to_ascii_uppercase(), part[1..].to_ascii_lowercase())),
        4 if is_word(part) && part.as_bytes()[0].is_ascii_digit() => Some(part.to_ascii_lowercase()),
        5..=8 if is_word(part) => Some(part.to_ascii_lowercase()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_recognised() {
        use LanguageTag::{Deprecated, Good, Name, Other, OtherForm};
        let form = |text: &str| OtherForm(text.to_owned());
        let cases = [
            ("pl", Good),
            ("pol", Good),
            ("cze", Good),
            ("pl-PL", Good),
            ("sr-Latn", Good),
            ("zh-Hans", Good),
            ("es-419", Good),
            ("de-1996", Good),
            ("und", Good),
            ("zh-yue", Good),
            ("en-x-foo", Good),
            ("x-private", Good),
            ("x-", Other),
            ("en-u-co-phonebk", Good),
            ("en-u", Other),
            ("i-mingo", Good),
            ("i-klingon", form("tlh")),
            ("zh-min-nan", form("nan")),
            ("mol", form("ro")),
            ("bh", Deprecated),
            ("en-foo", Other),
            ("sla", Good),
            ("qaa", Good),
            ("PL", form("pl")),
            ("pl_PL", form("pl-PL")),
            ("PL-pl", form("pl-PL")),
            ("zh-hans", form("zh-Hans")),
            (" en", form("en")),
            ("iw", form("he")),
            ("sh", Deprecated),
            ("English.", Name("en")),
            ("angielski", Name("en")),
            ("American English", Other),
            ("xx", Other),
            ("en-UK", Other),
            ("cz", Other),
            ("", Other),
            ("-", Other),
            ("pl; en", Other),
        ];
        for (text, expected) in cases {
            assert_eq!(LanguageTag::parse(text, CodeForm::Any), expected, "{text}");
        }
    }

    #[test]
    fn codes_are_written_in_the_requested_form() {
        let parse = |text, form| LanguageTag::parse(text, form);
        assert_eq!(parse("pol", CodeForm::Shortest), LanguageTag::OtherForm("pl".to_owned()));
        assert_eq!(parse("fre", CodeForm::Shortest), LanguageTag::OtherForm("fr".to_owned()));
        assert_eq!(parse("grc", CodeForm::Shortest), LanguageTag::Good);
        assert_eq!(parse("cs", CodeForm::Bibliographic), LanguageTag::OtherForm("cze".to_owned()));
        assert_eq!(parse("fra", CodeForm::Bibliographic), LanguageTag::OtherForm("fre".to_owned()));
        assert_eq!(parse("nob", CodeForm::Bibliographic), LanguageTag::Good);
    }
}
