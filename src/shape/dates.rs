//! Dates and years as people write them in reference managers: months in words, years with words around them.

use super::fields::pieces;
use super::{Builder, Joined};
use crate::text::nearest;
use crate::tree::{NodeId, Symbol};
use std::ops::Range;

/// A part of a date: the node, the range in its text, and the normalized form.
pub(super) struct DatePart {
    pub(super) node: NodeId,
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

impl DatePart {
    /// Creates a number with at least two digits.
    pub(super) fn number(node: NodeId, range: Range<usize>, number: u32) -> Self {
        Self { node, range, text: format!("{number:02}") }
    }
}

/// Writes a date combined from its parts, separated by hyphens.
pub(super) fn date(builder: &mut Builder<'_>, field: Symbol, parts: Vec<DatePart>) {
    let mut date = Joined::default();
    for (place, part) in parts.into_iter().enumerate() {
        if place > 0 {
            date.own("-");
        }
        date.part(part.node, part.range, &part.text);
    }
    builder.joined(field, date);
}

/// The months: English, German, French, Spanish, Polish (also in the genitive) and Czech; their abbreviations have no
/// dots here.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "jänner", "janvier", "enero", "styczeń", "stycznia", "leden"],
    &["february", "feb", "februar", "février", "febrero", "luty", "lutego", "únor"],
    &["march", "mar", "märz", "mars", "marzo", "marzec", "marca", "březen"],
    &["april", "apr", "avril", "abril", "kwiecień", "kwietnia", "duben"],
    &["may", "mai", "mayo", "maj", "maja", "květen"],
    &["june", "jun", "juni", "juin", "junio", "czerwiec", "czerwca", "červen"],
    &["july", "jul", "juli", "juillet", "julio", "lipiec", "lipca", "červenec"],
    &["august", "aug", "août", "agosto", "sierpień", "sierpnia", "srpen"],
    &["september", "sep", "sept", "septembre", "septiembre", "wrzesień", "września", "září"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "październik", "października", "říjen"],
    &["november", "nov", "novembre", "noviembre", "listopad", "listopada"],
    &["december", "dec", "dezember", "dez", "décembre", "diciembre", "grudzień", "grudnia", "prosinec"],
];

/// Returns the first month named in a text, and its range.
pub(super) fn month_in_words(text: &str) -> Option<(Range<usize>, u32)> {
    let words = pieces(text, |character| !character.is_alphabetic());
    words.into_iter().find_map(|range| {
        let word = text[range.clone()].to_lowercase();
        let number = (1..).zip(MONTHS).find(|(_, names)| names.contains(&word.as_str()))?.0;
        Some((range, number))
    })
}

/// Months in further languages that resemble English ones but are not misspellings: Italian, Portuguese, Catalan,
/// Romanian, Dutch, Danish, Swedish, Finnish, Slovene, Croatian, Serbian, Slovak, Hungarian, Turkish, Estonian,
/// Latvian, Indonesian.
const OTHER_MONTHS: &[&str] = &[
    "gennaio",
    "febbraio",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "settembre",
    "ottobre",
    "dicembre",
    "janeiro",
    "fevereiro",
    "março",
    "maio",
    "junho",
    "julho",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
    "gener",
    "febrer",
    "març",
    "maig",
    "juny",
    "juliol",
    "agost",
    "setembre",
    "octubre",
    "desembre",
    "ianuarie",
    "februarie",
    "martie",
    "aprilie",
    "iunie",
    "iulie",
    "septembrie",
    "octombrie",
    "noiembrie",
    "decembrie",
    "januari",
    "februari",
    "maart",
    "mei",
    "augustus",
    "marts",
    "mars",
    "augusti",
    "desember",
    "tammikuu",
    "januarja",
    "avgust",
    "avgusta",
    "avgustus",
    "septembar",
    "oktobar",
    "novembar",
    "decembar",
    "januára",
    "február",
    "marec",
    "apríl",
    "máj",
    "jún",
    "júl",
    "január",
    "március",
    "április",
    "május",
    "június",
    "július",
    "szeptember",
    "október",
    "ocak",
    "mart",
    "nisan",
    "mayıs",
    "haziran",
    "temmuz",
    "ağustos",
    "eylül",
    "ekim",
    "kasım",
    "aralık",
    "jaanuar",
    "veebruar",
    "märts",
    "aprill",
    "detsember",
    "janvāris",
    "februāris",
    "marts",
    "aprīlis",
    "maijs",
    "jūnijs",
    "jūlijs",
    "augusts",
    "septembris",
    "oktobris",
    "novembris",
    "decembris",
    "maret",
    "agustus",
    "desember",
    "octobre",
    "juillet",
];

/// Returns a word that resembles the English name of exactly one month: a misspelling.
pub(super) fn month_misspelt(text: &str) -> Option<Range<usize>> {
    const ENGLISH: [&str; 9] =
        ["january", "february", "march", "april", "august", "september", "october", "november", "december"];
    let words = pieces(text, |character| !character.is_alphabetic());
    let [only] = words.as_slice() else { return None };
    let word = text[only.clone()].to_lowercase();
    let is_known = OTHER_MONTHS.contains(&word.as_str()) || !word.is_ascii();
    (!is_known && nearest(&word, ENGLISH.into_iter()).is_some()).then(|| only.clone())
}

/// Returns the only number of one or two digits in a text if there is no other number: the day next to a month.
pub(super) fn day_in_words(text: &str) -> Option<(Range<usize>, u32)> {
    let numbers = pieces(text, |character| !character.is_ascii_digit());
    let [only] = numbers.as_slice() else { return None };
    let day = text[only.clone()].parse().ok()?;
    (1..=31).contains(&day).then(|| (only.clone(), day))
}

/// Words used instead of a year, in lower case and without dots.
const NOT_A_YEAR: &[&str] = &[
    "accepted",
    "ahead of print",
    "forthcoming",
    "im druck",
    "im erscheinen",
    "in preparation",
    "in press",
    "in print",
    "in review",
    "na",
    "nd",
    "no date",
    "online first",
    "sa",
    "sd",
    "submitted",
    "to appear",
    "under review",
    "undated",
    "unpublished",
    "w druku",
    "br",
    "bd",
];

/// Whether the text means that there is no year yet or that the year is unknown.
pub(super) fn is_no_year(text: &str) -> bool {
    NOT_A_YEAR.contains(&bare_words(text).as_str())
}

/// Whether the text means that the date is unknown, as `n.d.` does. `in press`, which announces a date, does not count.
pub fn is_undated(text: &str) -> bool {
    ["nd", "n d", "no date", "sd", "s d", "sa", "s a", "undated", "br", "bd"].contains(&bare_words(text).as_str())
}

/// Returns a text in lower case, without full stops and brackets.
fn bare_words(text: &str) -> String {
    let words: String = text.chars().filter(|character| !matches!(character, '.' | '[' | ']' | '(' | ')')).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether a text is a year before the common era: `535 BCE`, `c. 300 BC`.
pub(super) fn is_bce(text: &str) -> bool {
    let word: String = text
        .rsplit(|character: char| character.is_whitespace() || character.is_ascii_digit())
        .next()
        .map_or_else(String::new, |word| word.chars().filter(|character| character.is_alphabetic()).collect());
    matches!(word.to_uppercase().as_str(), "BC" | "BCE") && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Returns the year of a reprint next to that of the original in brackets, as is common in the humanities: `1996
/// [1985]`, `[1990] 2002`, `1996 (1985)`.
pub(super) fn reprint(text: &str) -> Option<Range<usize>> {
    let numbers = pieces(text, |character| !character.is_ascii_digit());
    let [first, second] = numbers.as_slice() else { return None };
    if first.len() != 4 || second.len() != 4 {
        return None;
    }
    let is_in_brackets = |range: &Range<usize>| {
        matches!(
            (text[..range.start].chars().next_back(), text[range.end..].chars().next()),
            (Some('['), Some(']')) | (Some('('), Some(')'))
        )
    };
    let is_alone = text.chars().all(|character| character.is_ascii_digit() || " []()".contains(character));
    match (is_in_brackets(first), is_in_brackets(second)) {
        (false, true) if is_alone => Some(first.clone()),
        (true, false) if is_alone => Some(second.clone()),
        _ => None,
    }
}

/// Returns two consecutive years separated by a range separator, and nothing else: `1995--1996`, `1998/99`.
pub(super) fn double_year(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let numbers = pieces(text, |character| !character.is_ascii_digit());
    let [first, second] = numbers.as_slice() else { return None };
    let is_alone = text[..first.start].trim().is_empty() && text[second.end..].trim().is_empty();
    if !is_alone
        || first.len() != 4
        || !matches!(second.len(), 2 | 4)
        || !is_range_separator(&text[first.end..second.start])
    {
        return None;
    }
    let next = format!("{:04}", text[first.clone()].parse::<u32>().ok()? + 1);
    next.ends_with(&text[second.clone()]).then(|| (first.clone(), second.clone()))
}

/// Whether a text is the separator of a range.
fn is_range_separator(text: &str) -> bool {
    text.trim().chars().all(|character| matches!(character, '/' | '-' | '\u{2010}'..='\u{2015}'))
}

/// Returns the range of the year in a text: the first of two years in a range, or the only year with words before
/// (`about 1984`) or after it, or next to a month in words and its days. If the year cannot be determined, the whole
/// text.
pub(super) fn year(text: &str) -> Range<usize> {
    let whole = 0..text.len();
    let numbers = pieces(text, |character| !character.is_ascii_digit());
    let mut years = numbers.iter().filter(|number| number.len() == 4);
    if let (Some(only), None) = (years.next(), years.next())
        && month_in_words(text).is_some()
    {
        return only.clone();
    }
    let Some(first) = numbers.first().filter(|first| first.len() == 4).cloned() else { return whole };
    let before = &text[..first.start];
    let after = &text[first.end..];
    match numbers.as_slice() {
        // `1994a` is not just a year.
        [_] if after.starts_with(char::is_alphabetic) || before.ends_with(char::is_alphabetic) => whole,
        [_] => first,
        [_, second] => {
            let is_range = is_range_separator(&text[first.end..second.start]);
            // `2023-01` is a month.
            let is_year =
                second.len() == 4 || second.len() == 2 && text[second.clone()] > text[first.start + 2..first.end];
            if is_range && is_year { first } else { whole }
        }
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_found_among_words() {
        for (text, expected) in [
            ("2001", "2001"),
            ("2001/2002", "2001"),
            ("1998/99", "1998"),
            ("1990--1995", "1990"),
            ("1990–", "1990"),
            ("(about 1984)", "1984"),
            ("[1984]", "1984"),
            ("c. 1984", "1984"),
            ("4-8 Aug. 2020", "2020"),
            ("1994a", "1994a"),
            ("2023-01", "2023-01"),
            ("2023-01-03", "2023-01-03"),
            ("98", "98"),
            ("20210", "20210"),
            ("UNKNOWN", "UNKNOWN"),
            ("", ""),
        ] {
            assert_eq!(&text[year(text)], expected, "{text}");
        }
        assert!(is_no_year("In press") && is_no_year("(n.d.)") && is_no_year("to  appear"));
        assert!(!is_no_year("2001") && !is_no_year("UNKNOWN"));
    }

    #[test]
    fn years_of_reprints_and_of_antiquity_are_known() {
        for (text, expected) in [
            ("1996 [1985]", Some("1996")),
            ("[1990] 2002", Some("2002")),
            ("1996 (1985)", Some("1996")),
            ("1996 1985", None),
            ("[1996]", None),
            ("1996 [a1985]", None),
        ] {
            assert_eq!(reprint(text).map(|range| &text[range]), expected, "{text}");
        }
        assert!(["535 BCE", "c. 300 BC", "44 B.C.", "535BCE"].into_iter().all(is_bce));
        assert!(!["2001", "BC", "ABC 1990", "1990 ABC"].into_iter().any(is_bce));
    }

    #[test]
    fn misspelt_months_are_distinguished_from_other_languages() {
        for slip in ["Smarch", "Febuary", "Agust", "Septmber", "Octobre.", "novermber"] {
            assert_eq!(month_misspelt(slip).is_some(), slip != "Octobre.", "{slip}");
        }
        for other in
            ["Spring", "maart", "septembar", "juny", "Juli", "marzo--abril", "summer", "Q1", "Michaelmas", "март"]
        {
            assert_eq!(month_misspelt(other), None, "{other}");
        }
    }

    #[test]
    fn both_of_two_consecutive_years_are_returned() {
        let found =
            |text: &str| double_year(text).map(|(first, second)| [text[first].to_owned(), text[second].to_owned()]);
        for (text, first, second) in [
            ("1995--1996", "1995", "1996"),
            ("1998/99", "1998", "99"),
            (" 1999 – 2000 ", "1999", "2000"),
            ("1999/00", "1999", "00"),
            ("9999/00", "9999", "00"),
        ] {
            assert_eq!(found(text), Some([first.to_owned(), second.to_owned()]), "{text}");
        }
        for none in
            ["1995", "1995--1997", "1995-02", "1996/1995", "1995 and 1996", "about 1995/1996", "1995/1996/1997", ""]
        {
            assert_eq!(found(none), None, "{none}");
        }
    }

    #[test]
    fn months_are_found_among_words() {
        let found = |text: &str| month_in_words(text).map(|(range, number)| (text[range].to_owned(), number));
        for (text, word, number) in [
            ("jan", "jan", 1),
            ("Sept.", "Sept", 9),
            ("4-8 Aug. 2020", "Aug", 8),
            ("July--August", "July", 7),
            ("10 stycznia", "stycznia", 1),
            ("März", "März", 3),
        ] {
            assert_eq!(found(text), Some((word.to_owned(), number)), "{text}");
        }
        for none in ["Spring", "", "2001", "maybe", "7"] {
            assert_eq!(found(none), None, "{none}");
        }
        assert_eq!(day_in_words("10 jan"), Some((0..2, 10)));
        assert_eq!(day_in_words("Aug 13--15"), None);
        assert_eq!(day_in_words("jan 45"), None);
    }
}
