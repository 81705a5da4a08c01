//! Numbers as Terraform has them, as far as they are whole or have a few digits behind the point.

use std::cmp::Ordering;
use std::fmt;

/// Digits behind the point.
const MOST: u32 = 9;
/// Scaled by all digits behind the point it is still an `i128`.
const LIMIT: i128 = 10_i128.pow(28);

/// `digits` × 10^-`scale`, without zeros at the end behind the point.
///
/// Both are in one number of 16 bytes, the scale in its last four bits. It is kept as bytes, because an `i128` is aligned so that each
/// [`Value`](super::value::Value) would be twice as large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number([u8; 16]);

/// The bits of the scale.
const SCALE: u32 = 4;

impl Number {
    const fn of(digits: i128, scale: u32) -> Self {
        Self(((digits << SCALE) | scale as i128).to_le_bytes())
    }

    const fn digits(self) -> i128 {
        i128::from_le_bytes(self.0) >> SCALE
    }

    const fn scale(self) -> u32 {
        let [low, ..] = self.0;
        (low & ((1 << SCALE) - 1)) as u32
    }

    /// None where it has more digits than are kept: then it is not known.
    fn new(mut digits: i128, mut scale: u32) -> Option<Self> {
        while scale > 0 && digits % 10 == 0 {
            digits /= 10;
            scale -= 1;
        }
        (scale <= MOST && digits.abs() < LIMIT).then(|| Self::of(digits, scale))
    }

    /// The number that a text says, as Terraform converts one; none where it is no number, or has too many digits.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, Some(0)), |(m, e)| {
            (m, e.strip_prefix('+').unwrap_or(e).parse::<i32>().ok())
        });
        let (whole, behind) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let is_number = |text: &str| text.bytes().all(|one| one.is_ascii_digit());
        if whole.is_empty() || !is_number(whole) || !is_number(behind) || mantissa.ends_with('.') {
            return None;
        }
        let digits: i128 = format!("{whole}{behind}").parse().ok()?;
        let scale = i32::try_from(behind.len()).ok()?.checked_sub(exponent?)?;
        if let Ok(scale) = u32::try_from(scale) {
            return Self::new(sign * digits, scale);
        }
        Self::new(10_i128.checked_pow(scale.unsigned_abs())?.checked_mul(sign * digits)?, 0)
    }

    /// As a whole number.
    #[must_use]
    pub fn whole(self) -> Option<i64> {
        if self.scale() == 0 { i64::try_from(self.digits()).ok() } else { None }
    }

    fn scaled(self) -> i128 {
        self.digits() * 10_i128.pow(MOST - self.scale())
    }

    pub(super) fn add(self, other: Self) -> Option<Self> {
        Self::new(self.scaled().checked_add(other.scaled())?, MOST)
    }

    pub(super) fn negated(self) -> Self {
        Self::of(-self.digits(), self.scale())
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        Self::new(self.digits().checked_mul(other.digits())?, self.scale() + other.scale())
    }

    /// None where the division does not end soon, or is by zero.
    pub(super) fn divided(self, by: Self) -> Option<Self> {
        let above = self.scaled().checked_mul(10_i128.pow(MOST))?;
        let below = by.scaled();
        (above.checked_rem(below)? == 0)
            .then_some(above / below)
            .and_then(|all| Self::new(all, MOST))
    }

    /// With the sign of the first, as in Go.
    pub(super) fn remainder(self, by: Self) -> Option<Self> {
        Self::new(self.scaled().checked_rem(by.scaled())?, MOST)
    }
}

impl From<i64> for Number {
    fn from(one: i64) -> Self {
        Self::of(one.into(), 0)
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.scaled().cmp(&other.scaled())
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.digits() < 0 { "-" } else { "" };
        let (all, unit) = (self.digits().unsigned_abs(), 10_u128.pow(self.scale()));
        write!(to, "{sign}{}", all / unit)?;
        if self.scale() > 0 {
            let width = usize::try_from(self.scale()).unwrap_or_default();
            write!(to, ".{:0width$}", all % unit)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_numbers_and_back() {
        for (text, shown) in [
            ("0", "0"),
            ("-0", "0"),
            ("007", "7"),
            ("1.50", "1.5"),
            ("-0.05", "-0.05"),
            ("1e3", "1000"),
            ("25e-1", "2.5"),
            ("9223372036854775808", "9223372036854775808"),
        ] {
            assert_eq!(Number::read(text).unwrap().to_string(), shown, "{text}");
        }
        for none in ["", "-", "a", "1.", ".5", "1e", "0x1", "1_0", "1.0000000001", "1e99"] {
            assert_eq!(Number::read(none), None, "{none}");
        }
    }

    #[test]
    fn what_does_not_end_is_not_known() {
        let number = |text| Number::read(text).unwrap();
        assert_eq!(number("3").divided(number("8")), Number::read("0.375"));
        assert_eq!(number("1").divided(number("3")), None);
        assert_eq!(number("1").divided(number("0")), None);
        assert_eq!(number("-7").remainder(number("2")), Number::read("-1"));
        assert_eq!(number("0.1").add(number("0.2")), Number::read("0.3"));
        assert_eq!(number("1e27").times(number("10")), None);
        assert!(number("0.9") < number("1") && number("-2") < number("0.1"));
    }
}
