//! International standard serial numbers (ISO 3297): seven digits and a check digit, `2049-3630`.

/// The result of parsing a text as an ISSN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issn {
    /// In the standard form, with a valid check digit.
    Good,
    /// Eight digits in any form; the check digit should be this one.
    WrongDigit(char),
    /// Another form of this ISSN, which has a valid check digit.
    OtherForm(String),
    /// Several ISSNs with valid check digits.
    Several(Vec<String>),
    /// Only zeros, which programs write if there is no ISSN; `0000-0000` has a valid check digit.
    Zeros,
    /// No eight digits could be read.
    Other,
}

impl Issn {
    /// Parses an ISSN.
    pub fn parse(text: &str) -> Self {
        if let [a, b, c, d, b'-', e, f, g, h] = *text.as_bytes()
            && check_digit(&[a, b, c, d, e, f, g, h]).is_some_and(|digit| digit == char::from(h))
        {
            return if text == "0000-0000" { Issn::Zeros } else { Issn::Good };
        }
        let Some(plain) = eight(text) else { return several(text).map_or(Issn::Other, Issn::Several) };
        let characters = plain.replace('-', "");
        let Some(expected) = check_digit(characters.as_bytes()) else { return Issn::Other };
        match (characters.ends_with(expected), text == plain) {
            _ if plain == "0000-0000" => Issn::Zeros,
            (false, _) => Issn::WrongDigit(expected),
            (true, true) => Issn::Good,
            (true, false) => Issn::OtherForm(plain),
        }
    }
}

/// Returns eight digits in the standard form, whatever dashes and spaces separate them and whatever label precedes
/// them: `ISSN 1050-124X`, `E2196-7822`, `p-ISSN: 0317-8471`.
fn eight(text: &str) -> Option<String> {
    const LABELS: [&str; 13] =
        ["eissn", "pissn", "issnl", "issn", "online", "print", "electronic", "printed", "e", "p", "l", "o", ""];
    let characters: String = text
        .chars()
        .filter(|character| {
            !character.is_whitespace() && !matches!(character, '-' | ':' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}')
        })
        .map(|character| character.to_ascii_uppercase())
        .collect();
    let at = characters.find(|character: char| character.is_ascii_digit())?;
    let (label, digits) = characters.split_at(at);
    check_digit(digits.as_bytes())?;
    let is_label = LABELS.iter().any(|known| label.eq_ignore_ascii_case(known));
    is_label.then(|| format!("{}-{}", &digits[..4], &digits[4..]))
}

/// Returns several ISSNs from one text, as in `["1932-8494", "1932-8486"]`. `None` if the text contains anything else.
fn several(text: &str) -> Option<Vec<String>> {
    let is_between = |character: char| {
        character.is_whitespace() || matches!(character, ',' | ';' | '/' | '|' | '[' | ']' | '"' | '\'')
    };
    let mut found: Vec<String> = Vec::new();
    for word in text.split(is_between).filter(|word| !word.is_empty()) {
        let plain = eight(word)?;
        let is_right = matches!(Issn::parse(&plain), Issn::Good);
        found.push(is_right.then_some(plain)?);
    }
    (found.len() > 1).then_some(found)
}

/// Returns the check digit of the first seven digits, whatever the eighth character is. `None` if the text is not an
/// ISSN. Weights 8 to 2, modulo 11, `X` for ten.
fn check_digit(bytes: &[u8]) -> Option<char> {
    let is_last = matches!(bytes.get(7), Some(b'0'..=b'9' | b'X'));
    if bytes.len() != 8 || !is_last || !bytes[..7].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let sum: u32 = bytes[..7].iter().zip((2..=8).rev()).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    match (11 - sum % 11) % 11 {
        10 => Some('X'),
        digit => char::from_digit(digit, 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_and_the_form_are_distinguished() {
        for (text, expected) in [
            ("2049-3630", Issn::Good),
            ("0317-8471", Issn::Good),
            ("1050-124X", Issn::Good),
            ("0317-8472", Issn::WrongDigit('1')),
            ("20493630", Issn::OtherForm("2049-3630".to_owned())),
            ("2049–3630", Issn::OtherForm("2049-3630".to_owned())),
            ("ISSN 1050-124x", Issn::OtherForm("1050-124X".to_owned())),
            ("0317 8472", Issn::WrongDigit('1')),
            ("12345678", Issn::WrongDigit('9')),
            ("E2196-7822", Issn::OtherForm("2196-7822".to_owned())),
            ("p-ISSN: 0317-8471", Issn::OtherForm("0317-8471".to_owned())),
            ("X2196-7822", Issn::Other),
            ("0000-0000", Issn::Zeros),
            ("00000000", Issn::Zeros),
            ("[\"1932-8494\", \"1932-8486\"]", Issn::Several(vec!["1932-8494".to_owned(), "1932-8486".to_owned()])),
            ("0034-8911, 1518-8787", Issn::Other),
            ("issn-2", Issn::Other),
            ("2049-363", Issn::Other),
            ("0034-8910, 1518-8787", Issn::Several(vec!["0034-8910".to_owned(), "1518-8787".to_owned()])),
            ("żółć", Issn::Other),
            ("", Issn::Other),
        ] {
            assert_eq!(Issn::parse(text), expected, "{text}");
        }
    }
}
