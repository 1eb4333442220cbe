//! ORCID iDs: sixteen digits of ISO 27729, the last of which is a check digit (ISO 7064 MOD 11-2),
//! `0000-0002-1825-0097`.

/// The result of parsing a text as an ORCID iD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Orcid {
    /// The address `https://orcid.org/…` or the bare number, with a valid check digit.
    Good,
    /// Sixteen digits; the check digit should be this one.
    WrongDigit(char),
    /// Another form of this ORCID iD, with a valid check digit; here as a bare number.
    OtherForm(String),
    /// No sixteen digits could be read.
    Other,
}

/// The iD of Josiah Carberry, a person who does not exist (ORCID, "Structure of the ORCID Identifier").
pub const EXAMPLE: &str = "0000-0002-1825-0097";

/// Returns the number of an iD, which is a bare number or an address.
pub fn number(text: &str) -> &str {
    text.strip_prefix("https://orcid.org/").unwrap_or(text)
}

/// Whether a valid iD is in one of the two blocks of ISNIs that are reserved for ORCID ("Structure of the ORCID
/// Identifier").
pub fn is_issued(text: &str) -> bool {
    let number = number(text);
    ("0000-0001-5000-0007"..="0000-0003-5000-0001").contains(&number)
        || ("0009-0000-0000-0000"..="0009-0010-0000-0000").contains(&number)
}

/// Whether sixteen digits are a placeholder: one repeated digit, or `1234-5678-9012-3456`.
pub fn is_placeholder(text: &str) -> bool {
    let digits = after_address(text.trim()).bytes().filter(|byte| !matches!(byte, b'-' | b' '));
    let digits: Vec<u8> = digits.map(|byte| byte.to_ascii_uppercase()).collect();
    let (Some(first), 16) = (digits.first(), digits.len()) else { return false };
    digits[..15].iter().all(|digit| digit == first && digit.is_ascii_digit())
        && (digits[15] == *first || digits[15] == b'X')
        || digits.starts_with(b"123456789012345")
        || digits.starts_with(b"012345678901234")
}

impl Orcid {
    /// Parses an ORCID iD.
    pub fn parse(text: &str) -> Self {
        let number = number(text);
        if is_usual(number) {
            return Orcid::Good;
        }
        let rest = after_address(text.trim());
        let characters: String = rest
            .chars()
            .filter(|character| !matches!(character, '-' | ' ' | '\u{2010}'..='\u{2015}'))
            .collect::<String>()
            .to_ascii_uppercase();
        let Some(expected) = check_digit(&characters) else { return Orcid::Other };
        let plain = [&characters[..4], &characters[4..8], &characters[8..12], &characters[12..]].join("-");
        match (characters.ends_with(expected), number == plain) {
            (false, _) => Orcid::WrongDigit(expected),
            (true, true) => Orcid::Good,
            (true, false) => Orcid::OtherForm(plain),
        }
    }
}

/// Whether a number has four groups of four digits and a valid check digit, as nearly all do.
fn is_usual(number: &str) -> bool {
    let bytes = number.as_bytes();
    if bytes.len() != 19 || [4, 9, 14].into_iter().any(|at| bytes[at] != b'-') {
        return false;
    }
    let mut characters = [0; 16];
    let digits = bytes.iter().enumerate().filter(|(at, _)| at % 5 != 4).map(|(_, byte)| *byte);
    characters.iter_mut().zip(digits).for_each(|(character, digit)| *character = digit);
    std::str::from_utf8(&characters).ok().and_then(check_digit).is_some_and(|digit| digit == char::from(characters[15]))
}

/// Returns the text after the address of the registry, in the forms that people paste.
fn after_address(text: &str) -> &str {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let Some(rest) = rest.strip_prefix("orcid.org/") else { return rest };
    rest.strip_prefix("my-orcid?orcid=").unwrap_or(rest).trim_end_matches('/')
}

/// Returns the correct check digit of an ISNI, bare or as an address, if its own is wrong. `None` if it is right or
/// there are not sixteen digits. It is computed as for an ORCID iD (ISO 27729).
pub fn wrong_isni_digit(text: &str) -> Option<char> {
    const BEFORE: [&str; 6] = ["https://", "http://", "www.", "isni.org/", "isni/", "isni"];
    let mut number = text.trim();
    for part in BEFORE {
        let is_there = number.get(..part.len()).is_some_and(|head| head.eq_ignore_ascii_case(part));
        number = if is_there { &number[part.len()..] } else { number };
    }
    match Orcid::parse(number.trim_start_matches([':', ' ']).trim_end_matches('/')) {
        Orcid::WrongDigit(expected) => Some(expected),
        _ => None,
    }
}

/// Returns the check digit of the first fifteen digits, whatever the sixteenth is. `None` if the text is not an ORCID
/// iD.
fn check_digit(characters: &str) -> Option<char> {
    let bytes = characters.as_bytes();
    let is_last = matches!(bytes.get(15), Some(b'0'..=b'9' | b'X'));
    if bytes.len() != 16 || !is_last || !bytes[..15].iter().all(u8::is_ascii_digit) {
        return None;
    }
    // After doubling fifteen times, the number is still far below its limit, so one remainder at the end is enough.
    let total = bytes[..15].iter().fold(0_u32, |total, byte| (total + u32::from(byte - b'0')) * 2);
    match (12 - total % 11) % 11 {
        10 => Some('X'),
        digit => char::from_digit(digit, 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_of_an_isni_is_known() {
        for right in
            ["0000 0001 2103 2683", "https://isni.org/isni/0000000121032683", "ISNI: 0000-0001-2103-2683", "1", ""]
        {
            assert_eq!(wrong_isni_digit(right), None, "{right}");
        }
        for wrong in ["0000 0001 2103 2684", "http://www.isni.org/isni/0000000121032684", "isni.org/0000000121032684"] {
            assert_eq!(wrong_isni_digit(wrong), Some('3'), "{wrong}");
        }
    }

    #[test]
    fn the_check_digit_and_the_form_are_distinguished() {
        let plain = |text: &str| Orcid::OtherForm(text.to_owned());
        for (text, expected) in [
            ("0000-0002-1825-0097", Orcid::Good),
            ("0000-0002-9079-593X", Orcid::Good),
            ("0009-0001-6756-6661", Orcid::Good),
            ("https://orcid.org/0000-0002-1825-0097", Orcid::Good),
            ("0000-0002-1825-0098", Orcid::WrongDigit('7')),
            ("0000000218250097", plain("0000-0002-1825-0097")),
            ("http://orcid.org/0000-0002-9079-593x", plain("0000-0002-9079-593X")),
            ("https://orcid.org/my-orcid?orcid=0000-0003-3629-2941", plain("0000-0003-3629-2941")),
            ("0000-0002-1825", Orcid::Other),
            ("Anna Nowicka", Orcid::Other),
            ("", Orcid::Other),
        ] {
            assert_eq!(Orcid::parse(text), expected, "{text}");
        }
    }
}
