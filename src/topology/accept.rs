//! What somebody has seen and takes the responsibility for.

use std::fmt;

/// A hazard that is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Accept {
    /// Its code.
    pub(crate) hazard: &'static str,
    /// A root and an address in it, in which `*` stands for anything.
    pub(crate) resource: String,
    /// Why.
    pub(crate) reason: String,
    /// The last day on which it counts.
    pub(crate) until: Day,
}

/// A day, ordered as days are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day {
    year: u16,
    month: u8,
    of_month: u8,
}

impl Day {
    /// Reads `2027-01-31`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut next = |length: usize| {
            let digits = parts.next().filter(|part| part.len() == length)?;
            let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| digits.parse::<u16>().ok())?
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let longest = match month {
            2 => 28 + u16::from(is_leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let is_day = (1..=longest).contains(&day) && parts.next().is_none();
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        is_day.then_some(Self { year, month, of_month: day })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.of_month)
    }
}

impl Accept {
    /// Whether it is about an object.
    pub(crate) fn covers(&self, root: &str, address: &str) -> bool {
        is_like(&format!("{root}:{address}"), &self.resource)
    }
}

/// Whether a text is like a pattern, in which `*` stands for anything.
fn is_like(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut last = None;
    for part in parts {
        if let Some(part) = last.replace(part) {
            let Some((_, after)) = rest.split_once(part) else { return false };
            rest = after;
        }
    }
    last.map_or(rest.is_empty(), |last: &str| rest.ends_with(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for day in ["2026-11-26", "2028-02-29", "2000-02-29", "0001-12-31"] {
            assert_eq!(Day::parse(day).map(|day| day.to_string()).as_deref(), Some(day));
        }
        for text in [
            "",
            "2026-11-31",
            "2027-02-29",
            "2100-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-01",
            "2026-01-01-",
            "+026-01-01",
            "2026-01-00",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
        assert!(Day::parse("2026-12-31") < Day::parse("2027-01-01"));
    }

    #[test]
    fn a_star_is_anything() {
        for (text, pattern) in [
            ("a", "a"),
            ("ab", "a*"),
            ("abcb", "*b"),
            ("aXbYc", "a*b*c"),
            ("", "*"),
            ("aa", "a*a"),
            ("abab", "*ab*"),
        ] {
            assert!(is_like(text, pattern), "{text} {pattern}");
        }
        for (text, pattern) in
            [("a", "b"), ("ab", "a"), ("a", "a*a"), ("abc", "a*b"), ("abc", "*d*"), ("x", "")]
        {
            assert!(!is_like(text, pattern), "{text} {pattern}");
        }
    }
}
