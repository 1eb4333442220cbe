//! International standard book numbers (ISO 2108).

/// The result of parsing a text as an ISBN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Isbn {
    /// An ISBN of ten or thirteen digits with a valid check digit.
    Good,
    /// It has the right number of digits, but the last one should be this one.
    WrongCheck(char),
    /// A number for printed music, beginning with 979-0.
    Music,
    /// None of these.
    Other,
}

impl Isbn {
    /// Parses an ISBN. Hyphens and spaces may separate the digits, and the word `ISBN` may precede them.
    pub fn parse(text: &str) -> Self {
        let text = text[label(text)..].trim();
        let mut digits = Vec::with_capacity(13);
        for character in text.chars() {
            match character {
                '-' | ' ' | '\u{2010}'..='\u{2013}' => {}
                _ if character.is_ascii_digit() || matches!(character, 'X' | 'x') => {
                    digits.push(character.to_ascii_uppercase());
                }
                _ => return Isbn::Other,
            }
        }
        let (Some(last), Some((_, body))) = (digits.last().copied(), digits.split_last()) else { return Isbn::Other };
        if body.contains(&'X') {
            return Isbn::Other;
        }
        let check = match digits.len() {
            10 => check_digit_of_isbn10(body),
            13 if digits.starts_with(&['9', '7', '9', '0']) => return Isbn::Music,
            13 if digits.starts_with(&['9', '7', '8']) || digits.starts_with(&['9', '7', '9']) => {
                check_digit_of_isbn13(body)
            }
            _ => return Isbn::Other,
        };
        if check == last { Isbn::Good } else { Isbn::WrongCheck(check) }
    }
}

/// Returns the length in bytes of the label before an ISBN, including spaces: `ISBN-13: `.
pub fn label(text: &str) -> usize {
    let trimmed = text.trim_start();
    let Some(rest) = trimmed.get(..4).filter(|head| head.eq_ignore_ascii_case("isbn")).map(|_| &trimmed[4..]) else {
        return 0;
    };
    let rest = rest.trim_start_matches([':', ' ']).trim_start_matches("-13").trim_start_matches("-10");
    text.len() - rest.trim_start_matches([':', ' ']).len()
}

/// Modulo 11 with weights from ten to two; ten is written as X.
fn check_digit_of_isbn10(body: &[char]) -> char {
    let sum: u32 = body
        .iter()
        .zip((2..=10).rev())
        .map(|(character, weight)| character.to_digit(10).unwrap_or_default() * weight)
        .sum();
    match (11 - sum % 11) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

/// Modulo 10 with alternating weights one and three.
fn check_digit_of_isbn13(body: &[char]) -> char {
    let sum: u32 = body
        .iter()
        .zip([1, 3].into_iter().cycle())
        .map(|(character, weight)| character.to_digit(10).unwrap_or_default() * weight)
        .sum();
    char::from_digit((10 - sum % 10) % 10, 10).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn isbns_are_recognised() {
        for good in [
            "978-3-16-148410-0",
            "0-8044-2957-X",
            "0-8044-2957-x",
            "9783161484100",
            "ISBN 978-3-16-148410-0",
            "ISBN-13: 9783161484100",
        ] {
            assert_eq!(Isbn::parse(good), Isbn::Good, "{good}");
        }
        assert_eq!(Isbn::parse("978-3-16-148410-1"), Isbn::WrongCheck('0'));
        assert_eq!(Isbn::parse("0-8044-2957-3"), Isbn::WrongCheck('X'));
        assert_eq!(Isbn::parse("979-0-2600-0043-8"), Isbn::Music);
        for other in ["", "123", "977-3-16-148410-0", "0-80X4-2957-X", "abc", "978316148410X"] {
            assert_ne!(Isbn::parse(other), Isbn::Good, "{other}");
        }
    }

    #[test]
    fn every_wrong_digit_is_found() {
        for number in 0..200_u64 {
            let body = 978_000_000_000 + number * 48_271 % 1_000_000_000;
            let digits: Vec<u64> = (0..12).rev().map(|place| body / 10_u64.pow(place) % 10).collect();
            // Computed in another way: the whole sum must end with zero.
            let odd: u64 = digits.iter().step_by(2).sum();
            let even: u64 = digits.iter().skip(1).step_by(2).sum();
            let right = (0..10).find(|check| (odd + 3 * even + check).is_multiple_of(10)).expect("one of ten");
            for check in 0..10 {
                let is_good = Isbn::parse(&format!("{body}{check}")) == Isbn::Good;
                assert_eq!(is_good, check == right, "{body}{check}");
            }
        }
    }
}
