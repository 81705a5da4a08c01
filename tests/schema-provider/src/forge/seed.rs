//! A small stable hash. The standard library promises no stability for its own, and nothing here
//! needs to be secret.

use aws_catalogue::Value;

/// A running FNV-1a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seed(u64);

impl Seed {
    pub(super) fn new(text: &str) -> Self {
        Self(0xcbf2_9ce4_8422_2325).text(text)
    }

    /// Adds a text, and an end that no text contains.
    pub(super) fn text(self, text: &str) -> Self {
        let bytes = text.bytes().chain([0xff]);
        Self(bytes.fold(self.0, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        }))
    }

    /// Adds all that is known of a value.
    pub(super) fn value(self, value: &Value) -> Self {
        match value {
            Value::Null | Value::Unknown => self,
            Value::Bool(one) => self.text(if *one { "true" } else { "false" }),
            Value::Number(one) => self.text(&one.to_string()),
            Value::Text(one) => self.text(one),
            Value::List(items) => items.iter().fold(self.text("["), Self::value),
            Value::Map(pairs) => {
                pairs.iter().fold(self.text("{"), |seed, (key, one)| seed.text(key).value(one))
            }
        }
    }

    /// What tells it from another.
    pub(super) fn number(self) -> u64 {
        self.0
    }

    /// As many characters of an alphabet as are asked for.
    pub(super) fn characters(self, alphabet: &[u8], count: usize) -> String {
        let mut state = self.0;
        let base = u64::try_from(alphabet.len()).unwrap_or(u64::MAX).max(1);
        let next = |_| {
            // splitmix64
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            let index = usize::try_from((mixed ^ (mixed >> 31)) % base).unwrap_or_default();
            alphabet.get(index).copied().map_or('0', char::from)
        };
        (0..count).map(next).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_stable() {
        assert_eq!(
            Seed::new("aws_vpc").characters(b"0123456789abcdef", 8),
            Seed::new("aws_vpc").characters(b"0123456789abcdef", 8)
        );
        assert_ne!(Seed::new("a").text("bc"), Seed::new("ab").text("c"));
    }
}
