//! Years of publication as they are written: `2023`, `1998/1999`, `[1998]`, `1998 r.`

use std::ops::Range;

/// The result of parsing a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Year {
    /// Four digits, or two consecutive years, of which this is the first.
    Plain(u16),
    /// A year with a cataloguer's or printer's notation around it (`[1998]`, `©1998`, `1998 r.`), and the range of the
    /// year itself.
    Decorated(u16, Range<usize>),
    /// Anything else.
    Other,
}

impl Year {
    /// Parses a year.
    pub fn parse(raw: &str) -> Self {
        let start = raw.len() - raw.trim_start().len();
        let text = raw.trim();
        if let Some(year) = plain(text) {
            return Year::Plain(year);
        }
        let inner = text.trim_start_matches(['[', '(', '©', 'c']).trim_start();
        let from = start + text.len() - inner.len();
        let inner = inner.strip_suffix("r.").unwrap_or(inner).trim_end();
        let inner = inner.trim_end_matches([']', ')', '.']).trim_end();
        match plain(inner) {
            Some(year) => Year::Decorated(year, from..from + inner.len()),
            None => Year::Other,
        }
    }
}

/// Parses `2023`, or the first of two consecutive years: `1998/1999`, `1998-1999`, `1998/99`.
fn plain(text: &str) -> Option<u16> {
    let Some((first, second)) = text.split_once(['/', '-', '–']) else { return digits(text, 4) };
    let first = digits(first, 4)?;
    let next = match second.len() {
        2 => first / 100 * 100 + digits(second, 2)?,
        _ => digits(second, 4)?,
    };
    // `1999/00`: the second year is in the next century.
    let next = if second.len() == 2 && next < first { next + 100 } else { next };
    (next == first + 1).then_some(first)
}

/// Parses a year in Roman numerals, as on title pages: `MCMLXXXV`. Only years of our time, so that no other word
/// matches.
pub fn roman(text: &str) -> Option<u16> {
    const VALUES: [(&str, u16); 13] = [
        ("M", 1000),
        ("CM", 900),
        ("D", 500),
        ("CD", 400),
        ("C", 100),
        ("XC", 90),
        ("L", 50),
        ("XL", 40),
        ("X", 10),
        ("IX", 9),
        ("V", 5),
        ("IV", 4),
        ("I", 1),
    ];
    let upper = text.to_ascii_uppercase();
    let (mut rest, mut year) = (upper.as_str(), 0);
    for (letters, value) in VALUES {
        for _ in 0..3 {
            let Some(after) = rest.strip_prefix(letters) else { break };
            (rest, year) = (after, year + value);
        }
    }
    (rest.is_empty() && year >= 1400).then_some(year)
}

/// Converts four digits of another script to Latin digits: `१९८७` is 1987.
pub fn in_other_digits(text: &str) -> Option<String> {
    /// The zeros of the scripts with digits of their own that are used to date books (Unicode, general category `Nd`).
    const ZEROS: [u32; 19] = [
        0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x0ED0,
        0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10,
    ];
    let first = u32::from(text.chars().next()?);
    let zero = ZEROS.into_iter().find(|zero| (*zero..zero + 10).contains(&first))?;
    let digit = |character: char| char::from_digit(u32::from(character).checked_sub(zero)?, 10);
    text.chars().map(digit).collect::<Option<String>>().filter(|digits| digits.len() == 4)
}

fn digits(text: &str, count: usize) -> Option<u16> {
    let is_number = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_other_numerals_are_read() {
        for (text, year) in [
            ("MCMLXXXV", Some(1985)),
            ("MMXXIV", Some(2024)),
            ("mcmxcix", Some(1999)),
            ("MCMLXXXVX", None),
            ("MIX", None),
            ("CIVIL", None),
            ("", None),
        ] {
            assert_eq!(roman(text), year, "{text}");
        }
        for (text, year) in
            [("१९८७", Some("1987")), ("٢٠٢٣", Some("2023")), ("१९८", None), ("१98७", None), ("1987", None)]
        {
            assert_eq!(in_other_digits(text).as_deref(), year, "{text}");
        }
    }

    #[test]
    fn invalid_years_are_rejected() {
        for (raw, expected) in [
            ("2023", Year::Plain(2023)),
            (" 2023 ", Year::Plain(2023)),
            ("1998/1999", Year::Plain(1998)),
            ("1998-1999", Year::Plain(1998)),
            ("1998/99", Year::Plain(1998)),
            ("1999/00", Year::Plain(1999)),
            ("[1998]", Year::Decorated(1998, 1..5)),
            ("©1998", Year::Decorated(1998, 2..6)),
            ("c1998", Year::Decorated(1998, 1..5)),
            ("1998 r.", Year::Decorated(1998, 0..4)),
            ("98", Year::Other),
            ("2023-01-03", Year::Other),
            ("2001-1998", Year::Other),
            ("1998/2001", Year::Other),
            ("187-", Year::Other),
            ("535 BCE", Year::Other),
            ("", Year::Other),
            ("٢٠٢٣", Year::Other),
        ] {
            assert_eq!(Year::parse(raw), expected, "{raw}");
        }
    }
}
