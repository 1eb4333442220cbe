//! The type of a plain scalar in the core schema of YAML 1.2: `no`, `1_000` and dates are texts.

use crate::tree::Kind;

/// Returns the kind of a scalar that is neither quoted nor tagged. Numbers that JSON cannot represent (`.inf`, `.nan`)
/// are texts.
pub(super) fn kind(text: &str) -> Kind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" => Kind::True,
        "false" | "False" | "FALSE" => Kind::False,
        _ if is_number(text) => Kind::Number,
        _ => Kind::String,
    }
}

fn is_number(text: &str) -> bool {
    let all = |digits: &str, is: fn(&u8) -> bool| !digits.is_empty() && digits.as_bytes().iter().all(is);
    if let Some(digits) = text.strip_prefix("0o") {
        return all(digits, |byte| matches!(byte, b'0'..=b'7'));
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return all(digits, u8::is_ascii_hexdigit);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, power) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, power)) => (mantissa, Some(power.strip_prefix(['-', '+']).unwrap_or(power))),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && digits(fraction)
        && whole.len() + fraction.len() > 0
        && power.is_none_or(|power| !power.is_empty() && digits(power))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_schema_determines_kinds() {
        for (text, expected) in [
            ("", Kind::Null),
            ("~", Kind::Null),
            ("nULL", Kind::String),
            ("True", Kind::True),
            ("no", Kind::String),
            ("012", Kind::Number),
            ("+12", Kind::Number),
            ("0o14", Kind::Number),
            ("0xC", Kind::Number),
            ("1.5e3", Kind::Number),
            (".5", Kind::Number),
            ("1.", Kind::Number),
            (".", Kind::String),
            ("1_000", Kind::String),
            ("2023-01-31", Kind::String),
            (".inf", Kind::String),
            ("1e", Kind::String),
            ("-", Kind::String),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }
}
