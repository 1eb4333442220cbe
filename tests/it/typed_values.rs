//! Typed values, tested with generated values: every common notation is read as intended, and one wrong character is
//! detected.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use recordlint::record::date::Date;
use recordlint::record::isbn::Isbn;
use recordlint::record::issn::Issn;
use recordlint::record::orcid::Orcid;
use recordlint::record::pages::{Kind, Pages};
use recordlint::record::person::{is_in_capitals, is_in_small_letters, meant_case};
use recordlint::record::ror::Ror;
use recordlint::record::year::Year;
use recordlint::record::{CodeForm, Language, LanguageTag, arxiv, doi, folded, is_same};

/// Tests a property with values that are the same in every run.
fn check<S: Strategy>(values: &S, property: impl Fn(S::Value)) {
    let config = Config { cases: 500, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(values, |value| {
        property(value);
        Ok(())
    });
    result.expect("the property is true");
}

fn digits(text: &str) -> impl Iterator<Item = u32> {
    text.bytes().map(|byte| u32::from(byte - b'0'))
}

/// ISO 3297: weights 8 to 2, modulo 11.
fn issn(body: &str) -> String {
    let sum: u32 = digits(body).zip((2..=8).rev()).map(|(digit, weight)| digit * weight).sum();
    let check = match (11 - sum % 11) % 11 {
        10 => "X".to_owned(),
        digit => digit.to_string(),
    };
    format!("{}-{}{check}", &body[..4], &body[4..])
}

/// ISO 7064 MOD 11-2.
fn orcid(body: &str) -> String {
    let total = digits(body).fold(0, |total, digit| (total + digit) * 2 % 11);
    let check = match (12 - total % 11) % 11 {
        10 => "X".to_owned(),
        digit => digit.to_string(),
    };
    let all = format!("{body}{check}");
    [&all[..4], &all[4..8], &all[8..12], &all[12..]].join("-")
}

/// Returns the text with the digit at `at` increased by `by`, if it is a digit.
fn altered(text: &str, at: usize, by: u8) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let digit = bytes.get_mut(at).filter(|byte| byte.is_ascii_digit())?;
    *digit = b'0' + (*digit - b'0' + by) % 10;
    String::from_utf8(bytes).ok()
}

#[test]
fn an_issn_is_read_in_every_notation() {
    check(&("[0-9]{7}", 0..9_usize, 1..10_u8), |(body, at, by)| {
        let right = issn(&body);
        assert_eq!(Issn::parse(&right), Issn::Good, "{right}");
        let forms = [right.replace('-', ""), right.to_lowercase(), right.replace('-', "–"), format!("ISSN {right}")];
        for form in forms.iter().filter(|form| **form != right) {
            assert_eq!(Issn::parse(form), Issn::OtherForm(right.clone()), "{form}");
        }
        if let Some(wrong) = altered(&right, at, by) {
            assert!(matches!(Issn::parse(&wrong), Issn::WrongDigit(_)), "{wrong}");
        }
    });
}

#[test]
fn an_isbn_with_one_wrong_digit_is_invalid() {
    check(&("[0-9]{9}", select(vec!["978", "979"]), 0..13_usize, 1..10_u8), |(body, prefix, at, by)| {
        // `979-0` is the prefix of printed music.
        let body = if prefix == "979" { format!("1{}", &body[1..]) } else { body };
        let all = format!("{prefix}{body}");
        // ISO 2108: alternating weights 1 and 3, modulo 10.
        let sum: u32 = digits(&all).zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
        let long = format!("{all}{}", (10 - sum % 10) % 10);
        assert_eq!(Isbn::parse(&long), Isbn::Good, "{long}");
        let hyphened = format!("{}-{}-{}-{}", &long[..3], &long[3..5], &long[5..12], &long[12..]);
        assert_eq!(Isbn::parse(&hyphened), Isbn::Good, "{hyphened}");
        if let Some(wrong) = altered(&long, at.max(3), by) {
            assert_ne!(Isbn::parse(&wrong), Isbn::Good, "{wrong}");
        }
        // ISBN-10: weights 10 to 2, modulo 11.
        let sum: u32 = digits(&body).zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
        let digit = (11 - sum % 11) % 11;
        let short = format!("{body}{}", if digit == 10 { "X".to_owned() } else { digit.to_string() });
        assert_eq!(Isbn::parse(&short), Isbn::Good, "{short}");
    });
}

#[test]
fn an_orcid_id_is_read_in_every_notation() {
    check(&("[0-9]{15}", 0..19_usize, 1..10_u8), |(body, at, by)| {
        let right = orcid(&body);
        assert_eq!(Orcid::parse(&right), Orcid::Good);
        assert_eq!(Orcid::parse(&format!("https://orcid.org/{right}")), Orcid::Good);
        let forms = [
            format!("http://orcid.org/{right}"),
            format!("https://www.orcid.org/{right}"),
            format!("https://orcid.org/my-orcid?orcid={right}"),
            right.replace('-', ""),
        ];
        for form in forms {
            assert_eq!(Orcid::parse(&form), Orcid::OtherForm(right.clone()), "{form}");
        }
        if let Some(wrong) = altered(&right, at, by) {
            assert!(matches!(Orcid::parse(&wrong), Orcid::WrongDigit(_)), "{wrong}");
        }
    });
}

#[test]
fn a_ror_id_is_read_in_every_notation() {
    check(&"[0-9a-hjkmnp-tv-z]{6}", |body| {
        const DIGITS: &str = "0123456789abcdefghjkmnpqrstvwxyz";
        let number = body.chars().fold(0, |number, letter| number * 32 + DIGITS.find(letter).expect("a digit") as u64);
        let right = format!("https://ror.org/0{body}{:02}", 98 - number * 100 % 97);
        assert_eq!(Ror::parse(&right), Ror::Good, "{right}");
        for form in [
            right.replace("https", "http"),
            right.replace("https://", ""),
            right.to_uppercase().replace("HTTPS://ROR.ORG/", ""),
        ] {
            assert_eq!(Ror::parse(&form), Ror::OtherForm(right.clone()), "{form}");
        }
    });
}

#[test]
fn a_doi_is_read_after_its_labels() {
    let prefixes = vec![
        "https://doi.org/",
        "http://dx.doi.org/",
        "doi:",
        "DOI ",
        "info:doi/",
        "doi.org/",
        "http://doi.acm.org/",
        "",
    ];
    check(&("10\\.[1-9][0-9]{3,8}/[!-~]{1,30}", select(prefixes)), |(bare, prefix)| {
        let text = format!("{prefix}{bare}");
        assert!(doi::is_doi(&bare), "{bare}");
        assert_eq!(&text[doi::prefix(&text)..], bare);
        assert_eq!(doi::prefix(&bare), 0, "{bare}");
    });
}

#[test]
fn an_arxiv_id_is_read_after_its_label() {
    check(&("(0[7-9]|1[0-4])(0[1-9]|1[0-2])\\.[0-9]{4}(v[1-9])?", any::<bool>()), |(id, has_label)| {
        // The scheme began in April 2007.
        let is_begun = &id[..4] >= "0704" && &id[..4] <= "1412";
        let text = if has_label { format!("arXiv:{id}") } else { id.clone() };
        assert_eq!(arxiv::is_id(&id), is_begun, "{id}");
        if has_label && is_begun {
            assert_eq!(arxiv::bare(&text), Some(id.as_str()));
        }
    });
}

#[test]
fn pages_are_read_as_intended() {
    let separators = vec!["-", "–", "--", " - ", "−", "‑"];
    check(&("[A-Z]{0,2}", 1..9999_u64, 0..300_u64, select(separators)), |(prefix, first, more, separator)| {
        let last = first + more;
        let raw = format!("{prefix}{first}{separator}{prefix}{last}");
        let pages = Pages::parse(&raw);
        let part = pages.parts.first().unwrap_or_else(|| panic!("{raw}: {:?}", pages.kind));
        assert_eq!((pages.kind, pages.parts.len(), part.first.number), (Kind::Range, 1, first), "{raw}");
        assert_eq!(part.last.as_ref().map(|last| last.number), Some(last), "{raw}");
        assert_eq!((part.is_descending(), part.length()), (false, Some(more + 1)), "{raw}");
        // The formatted parts are read as the same pages.
        let printed = format!(
            "{}-{}",
            &raw[part.first.range.clone()],
            &raw[part.last.as_ref().expect("a last page").range.clone()]
        );
        let again = Pages::parse(&printed);
        let numbers = |pages: &Pages<'_>| (pages.kind, pages.parts[0].first.number, pages.parts[0].length());
        assert_eq!(numbers(&again), numbers(&pages), "{printed}");
        if more > 0 {
            let back = format!("{prefix}{last}{separator}{prefix}{first}");
            let is_shorter = first.to_string().len() < last.to_string().len();
            // A shorter last page is abbreviated, and may still come after the first.
            assert!(is_shorter || Pages::parse(&back).descending().is_some(), "{back}");
        }
    });
}

#[test]
fn abbreviated_pages_are_completed() {
    check(&(100..9999_u64, 1..90_u64), |(first, more)| {
        let last = first + more;
        let (first_text, last_text) = (first.to_string(), last.to_string());
        let shared = first_text.bytes().zip(last_text.bytes()).take_while(|(one, other)| one == other).count();
        if first_text.len() != last_text.len() || shared == 0 {
            return;
        }
        let raw = format!("{first_text}-{}", &last_text[shared..]);
        let pages = Pages::parse(&raw);
        assert_eq!(pages.kind, Kind::Abbreviated, "{raw}");
        assert_eq!(pages.parts[0].last.as_ref().map(|last| last.number), Some(last), "{raw}");
        assert!(pages.parts[0].is_abbreviated() && !pages.parts[0].is_descending(), "{raw}");
    });
}

#[test]
fn dates_are_formatted_as_they_are_read() {
    check(&(1600..2100_u16, 1..13_u8, 1..29_u8), |(year, month, day)| {
        for text in [format!("{year}"), format!("{year}-{month:02}"), format!("{year}-{month:02}-{day:02}")] {
            let date = Date::parse(&text).expect(&text);
            assert_eq!(date.to_string(), text);
            assert_eq!(Date::parse(&date.to_string()), Some(date));
            assert!(!date.is_before(&date));
        }
        let other = format!("{year}/{month}/{day}");
        assert_eq!(Date::year_first(&other), Some(format!("{year}-{month:02}-{day:02}")));
        assert!(matches!(Year::parse(&year.to_string()), Year::Plain(plain) if plain == year));
    });
}

#[test]
fn language_codes_have_one_common_form() {
    let codes =
        vec!["pl", "en", "de", "fr", "es", "pt", "cs", "ru", "uk", "it", "zh", "el", "nl", "ro", "sk", "sq", "is"];
    check(&(select(codes), "(-[A-Z]{2})?"), |(code, region)| {
        let language = Language::of_tag(code).expect(code);
        let tag = format!("{code}{region}");
        assert_eq!(Language::of_tag(&tag), Some(language), "{tag}");
        assert_eq!(Language::of_tag(&tag.to_uppercase()), Some(language), "{tag}");
        for form in [CodeForm::Any, CodeForm::Shortest, CodeForm::Bibliographic] {
            if let LanguageTag::OtherForm(usual) = LanguageTag::parse(code, form) {
                assert_eq!(LanguageTag::parse(&usual, form), LanguageTag::Good, "{code} as {usual}");
                assert_eq!(Language::of_tag(&usual), Some(language), "{code} as {usual}");
            }
        }
        // The two-letter code and the bibliographic three-letter code name the same language.
        let LanguageTag::OtherForm(three) = LanguageTag::parse(code, CodeForm::Bibliographic) else { return };
        assert_eq!(LanguageTag::parse(&three, CodeForm::Shortest), LanguageTag::OtherForm(code.to_owned()), "{three}");
    });
}

#[test]
fn equal_texts_have_the_same_hash() {
    check(&"[a-zA-Zäłßż ]{0,40}", |text| {
        for other in [text.to_lowercase(), format!(" {text} "), text.replace(' ', "  ")] {
            if is_same(&text, &other) {
                assert_eq!(folded(&text), folded(&other), "{text:?} {other:?}");
            }
        }
    });
}

#[test]
fn names_in_common_case_are_unchanged() {
    check(&"(de |van der |O’|Mc|mc)?[a-zA-ZäłŻ]{2,9}( [a-zA-Z]{2,9}|-[A-Z]{2,9})?", |name| {
        let Some(usual) = meant_case(&name) else { return };
        assert_eq!(meant_case(&usual), None, "{name}");
        assert!(!is_in_capitals(&usual) && !is_in_small_letters(&usual), "{name}: {usual}");
        assert!(is_same(&usual, &name), "{name}: {usual}");
    });
}

/// No value may cause a panic: any text is read as something.
#[test]
fn no_text_causes_a_panic() {
    check(&"\\PC{0,40}", |text| {
        let _ = (Issn::parse(&text), Isbn::parse(&text), Orcid::parse(&text), Ror::parse(&text), Year::parse(&text));
        let _ =
            (Date::parse(&text), Date::year_first(&text), doi::is_doi(&text), doi::prefix(&text), arxiv::bare(&text));
        let _ = (LanguageTag::parse(&text, CodeForm::Shortest), Language::of_tag(&text), folded(&text));
        let pages = Pages::parse(&text);
        for part in &pages.parts {
            assert!(text.get(part.first.range.clone()).is_some(), "{text:?}");
        }
    });
}
