//! Identifiers of the Research Organization Registry.

/// The result of parsing a text as a ROR id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ror {
    /// The whole address with valid check digits.
    Good,
    /// Valid, but not the whole address. This is the whole address.
    OtherForm(String),
    /// The check digits are wrong.
    WrongCheck,
    /// None of these.
    Other,
}

/// The digits of Crockford's base 32, without i, l, o and u.
const DIGITS: &str = "0123456789abcdefghjkmnpqrstvwxyz";

impl Ror {
    /// Parses a ROR id.
    pub fn parse(text: &str) -> Self {
        let trimmed = text.trim();
        let bare = ["https://", "http://"].iter().find_map(|scheme| trimmed.strip_prefix(scheme)).unwrap_or(trimmed);
        let bare = bare.strip_prefix("www.").unwrap_or(bare);
        let bare = bare.strip_prefix("ror.org/").unwrap_or(bare).trim_end_matches('/').to_ascii_lowercase();
        let (Some(body), Some(check)) = (bare.get(1..7), bare.get(7..)) else { return Ror::Other };
        let is_formed = bare.is_ascii() && bare.starts_with('0') && check.len() == 2;
        let (Some(number), Ok(check)) = (number(body), check.parse::<u64>()) else { return Ror::Other };
        if !is_formed {
            return Ror::Other;
        }
        if 98 - number * 100 % 97 != check {
            return Ror::WrongCheck;
        }
        let usual = format!("https://ror.org/{bare}");
        if usual == text { Ror::Good } else { Ror::OtherForm(usual) }
    }
}

fn number(body: &str) -> Option<u64> {
    body.chars().try_fold(0, |number, character| Some(number * 32 + DIGITS.find(character)? as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_recognised() {
        assert_eq!(Ror::parse("https://ror.org/01k4yrm29"), Ror::Good);
        assert_eq!(Ror::parse("https://ror.org/039bjqg32"), Ror::Good);
        for form in [
            "http://ror.org/01k4yrm29",
            "https://www.ror.org/01k4yrm29",
            "01k4yrm29",
            "ror.org/01K4YRM29",
            "https://ror.org/01k4yrm29/",
        ] {
            assert_eq!(Ror::parse(form), Ror::OtherForm("https://ror.org/01k4yrm29".to_owned()), "{form}");
        }
        assert_eq!(Ror::parse("https://ror.org/01k4yrm30"), Ror::WrongCheck);
        for other in [
            "",
            "https://ror.org/",
            "https://ror.org/11k4yrm29",
            "https://ror.org/0ik4yrm29",
            "10.13039/1",
            "żółw żółw",
        ] {
            assert_eq!(Ror::parse(other), Ror::Other, "{other}");
        }
    }

    #[test]
    fn every_id_has_one_pair_of_check_digits() {
        for seed in 0..100_u64 {
            let number = seed * 7_919_993 % 32_u64.pow(6);
            let body: String = (0..6)
                .rev()
                .map(|place| char::from(DIGITS.as_bytes()[(number >> (5 * place)) as usize % 32]))
                .collect();
            // Computed in another way: number and check digits together leave the remainder one when divided by 97 (ISO
            // 7064, MOD 97-10).
            for check in 0..100 {
                let is_good = Ror::parse(&format!("https://ror.org/0{body}{check:02}")) == Ror::Good;
                let adds_up = (number * 100 + check) % 97 == 1 && (2..=98).contains(&check);
                assert_eq!(is_good, adds_up, "{body} {check}");
            }
        }
    }
}
