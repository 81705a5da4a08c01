//! Exact parts of a whole.

use std::{cmp::Ordering, fmt};

/// A part of a total. Weights are millionths and regions few, so nothing here can overflow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fraction {
    numerator: u64,
    denominator: u64,
}

impl Fraction {
    pub(crate) const ZERO: Self = Self { numerator: 0, denominator: 1 };
    pub(crate) const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// `numerator / denominator`; a part of nothing is nothing.
    pub(crate) fn new(numerator: u64, denominator: u64) -> Self {
        if denominator == 0 { Self::ZERO } else { Self { numerator, denominator } }
    }

    /// `ceil(total · fraction)`.
    pub(crate) fn ceil_of(self, total: u32) -> u32 {
        // Weights are small, so this is the usual case, and many times faster.
        if let Some(product) = u64::from(total).checked_mul(self.numerator) {
            return u32::try_from(product.div_ceil(self.denominator)).unwrap_or(u32::MAX);
        }
        let product = u128::from(total) * u128::from(self.numerator);
        u32::try_from(product.div_ceil(u128::from(self.denominator))).unwrap_or(u32::MAX)
    }

    /// This by another, in lowest terms; `None` for a division by nothing.
    pub(crate) fn over(self, other: Self) -> Option<Self> {
        let numerator = u128::from(self.numerator) * u128::from(other.denominator);
        let denominator = u128::from(self.denominator) * u128::from(other.numerator);
        if denominator == 0 {
            return None;
        }
        let divisor = gcd(numerator, denominator);
        let narrow = |value: u128| u64::try_from(value / divisor).ok();
        Some(Self { numerator: narrow(numerator)?, denominator: narrow(denominator)? })
    }

    /// As a decimal with up to two places, rounded up.
    pub(crate) fn decimal(self) -> String {
        let hundredths = (u128::from(self.numerator) * 100).div_ceil(u128::from(self.denominator));
        let decimal = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        decimal.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// In per cent, rounded down.
    pub(crate) fn percent(self) -> u128 {
        u128::from(self.numerator) * 100 / u128::from(self.denominator)
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = u128::from(self.numerator) * u128::from(other.denominator);
        left.cmp(&(u128::from(other.numerator) * u128::from(self.denominator)))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.denominator == 1 {
            return write!(f, "{}", self.numerator);
        }
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}
