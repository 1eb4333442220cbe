//! International standard serial numbers (ISO 3297): seven digits and a check digit, `2049-3630`.

/// What a spelling of an ISSN comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issn {
    /// In the form of the standard, and its check digit is right.
    Good,
    /// In the form of the standard; the check digit should be this one.
    WrongDigit(char),
    /// Another form of this ISSN, whose check digit is right.
    OtherForm(String),
    /// Eight digits cannot be read from it, or only with a wrong check digit in another form.
    Other,
}

impl Issn {
    /// Reads an ISSN.
    pub fn parse(text: &str) -> Self {
        if let [a, b, c, d, b'-', e, f, g, h] = *text.as_bytes()
            && check_digit(&[a, b, c, d, e, f, g, h]).is_some_and(|digit| digit == char::from(h))
        {
            return Issn::Good;
        }
        let label = text.trim().get(..4).filter(|head| head.eq_ignore_ascii_case("issn")).map_or(0, str::len);
        let signs: String = text.trim()[label..]
            .chars()
            .filter(|sign| {
                !sign.is_whitespace() && !matches!(sign, '-' | ':' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}')
            })
            .map(|sign| sign.to_ascii_uppercase())
            .collect();
        let Some(expected) = check_digit(signs.as_bytes()) else { return Issn::Other };
        let plain = format!("{}-{}", &signs[..4], &signs[4..]);
        match (text == plain, signs.ends_with(expected)) {
            (true, true) => Issn::Good,
            (true, false) => Issn::WrongDigit(expected),
            (false, true) => Issn::OtherForm(plain),
            (false, false) => Issn::Other,
        }
    }
}

/// The check digit of seven digits, whatever stands eighth; nothing where the signs are no ISSN. Weights 8 to 2, modulo
/// 11, `X` for ten.
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
    fn the_check_digit_and_the_form_are_told_apart() {
        for (text, expected) in [
            ("2049-3630", Issn::Good),
            ("0317-8471", Issn::Good),
            ("1050-124X", Issn::Good),
            ("0317-8472", Issn::WrongDigit('1')),
            ("20493630", Issn::OtherForm("2049-3630".to_owned())),
            ("2049–3630", Issn::OtherForm("2049-3630".to_owned())),
            ("ISSN 1050-124x", Issn::OtherForm("1050-124X".to_owned())),
            ("0317 8472", Issn::Other),
            ("2049-363", Issn::Other),
            ("0034-8910, 1518-8787", Issn::Other),
            ("żółć", Issn::Other),
            ("", Issn::Other),
        ] {
            assert_eq!(Issn::parse(text), expected, "{text}");
        }
    }
}
