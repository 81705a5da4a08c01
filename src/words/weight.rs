//! Shares of traffic, exact.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

/// A share of traffic, exact to a millionth.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Weight(u64);

impl Weight {
    const ONE: u64 = 1_000_000;
    /// No traffic.
    pub(crate) const ZERO: Self = Self(0);
    /// One unit.
    pub(crate) const UNIT: Self = Self(Self::ONE);
    /// All traffic, in per cent.
    pub(crate) const HUNDRED: Self = Self(100 * Self::ONE);

    /// The exact sum. It cannot overflow: a weight is at most 100, and regions are few.
    pub(crate) fn sum(weights: impl IntoIterator<Item = Self>) -> Self {
        Self(weights.into_iter().map(|weight| weight.0).sum())
    }

    /// What is left of `self` without `other`.
    pub(crate) fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The share in millionths of the unit that the file uses.
    pub(crate) fn millionths(self) -> u64 {
        self.0
    }

    /// The whole number, when it is one.
    pub(crate) fn integer(self) -> Option<u64> {
        self.0.is_multiple_of(Self::ONE).then_some(self.0 / Self::ONE)
    }

    /// Reads a decimal exactly: at most six decimals, no sign, no exponent.
    fn parse(decimal: &str) -> Option<Self> {
        let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, "0"));
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || fraction.len() > 6 {
            return None;
        }
        let fraction: u64 = format!("{fraction:0<6}").parse().ok()?;
        whole.parse::<u64>().ok()?.checked_mul(Self::ONE)?.checked_add(fraction).map(Self)
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fraction = format!("{:06}", self.0 % Self::ONE);
        match fraction.trim_end_matches('0') {
            "" => write!(f, "{}", self.0 / Self::ONE),
            fraction => write!(f, "{}.{fraction}", self.0 / Self::ONE),
        }
    }
}

impl fmt::Debug for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<'de> Deserialize<'de> for Weight {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Weight;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number from 0 to 100 with at most six decimals")
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Weight, E> {
                Weight::parse(&value.to_string())
                    .filter(|weight| *weight <= Self::Value::HUNDRED)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Signed(value), &self))
            }

            /// The shortest text that reads back as the same float is what the user wrote, up to
            /// 15 significant digits: more than the six decimals allowed here.
            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Weight, E> {
                Weight::parse(&value.to_string())
                    .filter(|weight| *weight <= Self::Value::HUNDRED)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Float(value), &self))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_exact_decimals() {
        assert_eq!(Weight::parse("0.07").unwrap().millionths(), 70_000);
        assert_eq!(Weight::parse("33.333333").unwrap().to_string(), "33.333333");
        assert_eq!(Weight::parse("60").unwrap().to_string(), "60");
        assert_eq!(Weight::parse("12.50").unwrap().to_string(), "12.5");
        for bad in ["-1", "1e3", "0.1234567", "", ".", "1.", ".5", "inf", "NaN"] {
            assert!(Weight::parse(bad).is_none(), "{bad}");
        }
    }
}
