//! Years of publication as they are written: `2023`, `1998/1999`, `[1998]`, `1998 r.`

use std::ops::Range;

/// What a year's spelling comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Year {
    /// Four digits, or two years that follow one another, of which this is the first.
    Plain(u16),
    /// A year with a cataloguer's or a printer's sign around it: `[1998]`, `©1998`, `1998 r.`; and where the year
    /// itself stands.
    Decorated(u16, Range<usize>),
    /// Anything else.
    Other,
}

impl Year {
    /// Reads a year.
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

/// `2023`; `1998/1999`, `1998-1999`, `1998/99` for the first of two years in a row.
fn plain(text: &str) -> Option<u16> {
    let Some((first, second)) = text.split_once(['/', '-', '–']) else { return digits(text, 4) };
    let first = digits(first, 4)?;
    let next = match second.len() {
        2 => first / 100 * 100 + digits(second, 2)?,
        _ => digits(second, 4)?,
    };
    // `1999/00`: the second year stands in the next century.
    let next = if second.len() == 2 && next < first { next + 100 } else { next };
    (next == first + 1).then_some(first)
}

fn digits(text: &str, count: usize) -> Option<u16> {
    let is_number = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_told_from_what_is_none() {
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
