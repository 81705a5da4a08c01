//! A number of capacity units, in halves.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

/// A number of capacity units as the file has it.
#[derive(Debug, Default)]
pub(super) struct Units {
    /// Aurora counts in halves, and so does topogen; `None` is something in between, or below zero.
    pub(super) halves: Option<u32>,
    pub(super) text: String,
}

impl<'de> Deserialize<'de> for Units {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UnitsVisitor)
    }
}

struct UnitsVisitor;

impl de::Visitor<'_> for UnitsVisitor {
    type Value = Units;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of capacity units, such as 2 or 0.5")
    }

    fn visit_i64<E>(self, value: i64) -> Result<Units, E> {
        Ok(Units::read(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Units, E> {
        Ok(Units::read(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Units, E> {
        Ok(Units::read(value.to_string()))
    }
}

impl Units {
    /// From digits, so that nothing is rounded.
    fn read(text: String) -> Self {
        let (whole, rest) = text.split_once('.').unwrap_or((&text, "0"));
        let half = match rest {
            "0" => Some(0),
            "5" => Some(1),
            _ => None,
        };
        let whole = whole.parse::<u32>().ok().and_then(|whole| whole.checked_mul(2));
        let halves = whole.zip(half).and_then(|(whole, half)| whole.checked_add(half));
        Self { halves, text }
    }
}

#[cfg(test)]
mod tests {
    use super::Units;

    #[test]
    fn units_are_counted_in_halves() {
        let halves = |text: &str| Units::read(text.to_owned()).halves;
        assert_eq!(halves("0.5"), Some(1));
        assert_eq!(halves("16"), Some(32));
        assert_eq!(halves("16.5"), Some(33));
        assert_eq!(halves("256"), Some(512));
        for wrong in ["0.3", "0.25", "-1", "-0.5", "inf", "NaN", "9999999999", "4294967295"] {
            assert_eq!(halves(wrong), None, "{wrong}");
        }
    }
}
