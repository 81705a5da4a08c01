//! Data as lines: a key, a tab, JSON. The lines are sorted by key; comments begin with `#`, which comes before any key.

use serde::Deserialize;

use crate::error::Error;

/// The text of such a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lines(pub(crate) &'static str);

impl Lines {
    /// Reads the line of a key, and none beside it.
    pub(crate) fn read<T: Deserialize<'static>>(self, key: &str) -> Result<Option<T>, Error> {
        let line = self.from(key).lines().next().and_then(split);
        let Some((_, json)) = line.filter(|(found, _)| *found == key) else {
            return Ok(None);
        };
        let broken = |error| Error::Broken(format!("{key}: {error}"));
        serde_json::from_str(json).map(Some).map_err(broken)
    }

    /// The keys that begin so, without that beginning.
    pub(crate) fn keys(self, start: &str) -> impl Iterator<Item = &'static str> {
        self.from(start).lines().map_while(move |line| split(line)?.0.strip_prefix(start))
    }

    /// The text from the first line on whose key is not below this one.
    fn from(self, key: &str) -> &'static str {
        let text = self.0.as_bytes();
        // Where lines begin: all before `low` are below the key, none from `high` on is.
        let (mut low, mut high) = (0, text.len());
        while low < high {
            let middle = low.midpoint(high);
            let before = text.get(low..middle).unwrap_or_default();
            let start = before.iter().rposition(|one| *one == b'\n').map_or(low, |at| low + at + 1);
            let rest = text.get(start..high).unwrap_or_default();
            let length = rest.iter().position(|one| *one == b'\n').map_or(rest.len(), |at| at + 1);
            let below = rest.iter().take_while(|one| **one != b'\t' && **one != b'\n');
            if below.lt(key.as_bytes()) {
                low = start + length;
            } else {
                high = start;
            }
        }
        self.0.get(low..).unwrap_or_default()
    }
}

fn split(line: &str) -> Option<(&str, &str)> {
    line.split_once('\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: Lines = Lines("# what\n# where from\na\t1\nab\t2\nb c\tnot JSON\nb d\t4\n");

    #[test]
    fn a_line_is_found_by_its_whole_key() {
        let read = |key| LINES.read::<u8>(key);
        assert_eq!(read("a"), Ok(Some(1)));
        assert_eq!(read("ab"), Ok(Some(2)));
        assert_eq!(read("b d"), Ok(Some(4)));
        for none in ["", "A", "aa", "abc", "b", "b cd", "c"] {
            assert_eq!(read(none), Ok(None), "{none:?}");
        }
        assert_eq!(Lines("").read::<u8>("a"), Ok(None));
    }

    #[test]
    fn what_stands_beside_is_not_read() {
        assert!(LINES.read::<u8>("b c").is_err());
        assert_eq!(LINES.read::<u8>("b d"), Ok(Some(4)));
    }

    #[test]
    fn keys_of_a_kind_follow_each_other() {
        assert_eq!(LINES.keys("b ").collect::<Vec<_>>(), ["c", "d"]);
        assert_eq!(LINES.keys("x").count(), 0);
    }
}
