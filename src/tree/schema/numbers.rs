//! Numbers without loss of precision: thirty digits stay thirty digits.

use jsonschema::json::JsonNumber;
use serde_json::Number;
use std::borrow::Cow;

/// The source text of a number, which is converted only on demand.
#[derive(Clone, Copy, Debug)]
pub struct SpelledNumber<'a>(pub(super) &'a str);

impl SpelledNumber<'_> {
    pub(super) fn number(&self) -> Number {
        // Beyond the range of `f64`, the number of the greatest magnitude with the same sign.
        let extreme = if self.0.starts_with('-') { f64::MIN } else { f64::MAX };
        serde_json::from_str(self.0)
            .ok()
            .or_else(|| self.of_other_base().map(Number::from))
            // YAML also allows `+1`, `012` and `.5`.
            .or_else(|| self.as_i64().map(Number::from))
            .or_else(|| self.as_f64().and_then(Number::from_f64))
            .or_else(|| Number::from_f64(extreme))
            .unwrap_or_else(|| Number::from(0))
    }

    /// Parses YAML's `0o14` and `0xC`.
    fn of_other_base(&self) -> Option<u64> {
        let (digits, base) = self
            .0
            .strip_prefix("0o")
            .map(|digits| (digits, 8))
            .or_else(|| self.0.strip_prefix("0x").map(|digits| (digits, 16)))?;
        u64::from_str_radix(digits, base).ok()
    }

    fn has_only_digits(&self) -> bool {
        !self.0.contains(['.', 'e', 'E'])
    }
}

impl JsonNumber for SpelledNumber<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok().or_else(|| self.of_other_base())
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        let number =
            self.0.parse().ok().or_else(|| self.of_other_base().and_then(|number| Number::from(number).as_f64()));
        number.filter(|number: &f64| number.is_finite())
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn to_number(&self) -> Cow<'_, Number> {
        Cow::Owned(self.number())
    }

    fn is_integer(&self) -> bool {
        self.has_only_digits() || Decimal::new(self.0).is_integer()
    }

    fn is_written_as_integer(&self) -> bool {
        self.has_only_digits()
    }
}

/// A number as its significant digits and a power of ten, for comparison without loss of precision.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    negative: bool,
    /// Without leading and trailing zeros; empty for zero.
    digits: String,
    exponent: i64,
}

impl Decimal {
    pub(super) fn new(text: &str) -> Self {
        let (unsigned, negative) = text.strip_prefix('-').map_or((text, false), |rest| (rest, true));
        let (mantissa, power) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        // An exponent that does not fit is clamped.
        let limit = if power.starts_with('-') { i64::MIN / 2 } else { i64::MAX / 2 };
        let power = power.parse().unwrap_or(limit).clamp(i64::MIN / 2, i64::MAX / 2);
        let all = format!("{whole}{fraction}");
        let digits = all.trim_end_matches('0');
        // A chunk is at most 4 GiB long.
        let exponent = power - i64::from(fraction.len() as u32) + i64::from((all.len() - digits.len()) as u32);
        let digits = digits.trim_start_matches('0').to_owned();
        if digits.is_empty() {
            return Self { negative: false, digits, exponent: 0 };
        }
        Self { negative, digits, exponent }
    }

    fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    pub(super) fn normalised(&self) -> String {
        format!("{}{}e{}", if self.negative { "-" } else { "" }, self.digits, self.exponent)
    }
}
