//! Versions of Aurora.

use std::sync::LazyLock;

use serde::Deserialize;

/// One row of `data/aurora.toml`: a major version.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    engine: String,
    major: String,
    /// The first version that forwards writes.
    forwards: String,
    versions: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Table {
    line: Vec<Line>,
}

static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "embedded file; a test reads it")]
    let table: Table =
        toml::from_str(include_str!("../../data/aurora.toml")).expect("data/aurora.toml parses");
    table.line
});

/// What the vendored table says about a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// On offer.
    Known,
    /// Newer than all that the table knows of its line.
    Newer,
    /// Withdrawn, or never there.
    Unknown,
}

/// Looks a version up.
pub(crate) fn standing(engine: &str, version: &str) -> Standing {
    let lines = || LINES.iter().filter(|line| line.engine == engine);
    if lines().any(|line| line.versions.iter().any(|known| known == version)) {
        return Standing::Known;
    }
    let own = lines().filter(|line| major(engine, version) == Some(&line.major));
    let known = own.flat_map(|line| &line.versions).map(|known| numbers(known)).max();
    // A major version that is not in the table is new when it is above all that are.
    let known = known.or_else(|| lines().map(|line| numbers(&line.major)).max());
    if is_formed(engine, version) && known.is_some_and(|known| numbers(version) > known) {
        Standing::Newer
    } else {
        Standing::Unknown
    }
}

/// Whether a global database of this version can forward writes.
pub(crate) fn forwards_writes(engine: &str, version: &str) -> bool {
    let own =
        |line: &&Line| line.engine == engine && major(engine, version) == Some(line.major.as_str());
    LINES.iter().find(own).is_none_or(|line| numbers(version) >= numbers(&line.forwards))
}

/// The newest known version of each major version: what to write instead of one that does not exist.
pub(crate) fn newest(engine: &str) -> Vec<&'static str> {
    let lines = LINES.iter().filter(|line| line.engine == engine);
    lines.filter_map(|line| line.versions.last()).map(String::as_str).collect()
}

/// `17` of 17.7, `8.0` of `8.0.mysql_aurora.3.10.0`: what parameter groups are made for.
pub(crate) fn major<'a>(engine: &str, version: &'a str) -> Option<&'a str> {
    let dot = usize::from(engine == "aurora-mysql");
    version.match_indices('.').nth(dot).and_then(|(end, _)| version.get(..end))
}

fn is_formed(engine: &str, version: &str) -> bool {
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = version.split('.').collect();
    match (engine, parts.as_slice()) {
        ("aurora-postgresql", [major, minor]) => number(major) && number(minor),
        ("aurora-mysql", [a, b, "mysql_aurora", rest @ ..]) => {
            number(a) && number(b) && rest.len() == 3 && rest.iter().all(|part| number(part))
        }
        _ => false,
    }
}

fn numbers(version: &str) -> Vec<u32> {
    let parts = version.split(|c: char| !c.is_ascii_digit());
    parts.filter_map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::{LINES, Standing, forwards_writes, major, newest, standing};

    #[test]
    fn the_table_is_in_order_and_of_known_form() {
        assert_eq!(LINES.len(), 7);
        for line in LINES.iter() {
            assert!(line.versions.is_sorted_by_key(|version| super::numbers(version)), "{line:?}");
            for version in &line.versions {
                assert!(super::is_formed(&line.engine, version), "{version}");
                assert_eq!(major(&line.engine, version), Some(line.major.as_str()));
            }
        }
    }

    #[test]
    fn a_newer_version_is_not_an_unknown_one() {
        let postgres = |version| standing("aurora-postgresql", version);
        assert_eq!(postgres("17.7"), Standing::Known);
        assert_eq!(postgres("17.12"), Standing::Newer);
        assert_eq!(postgres("19.1"), Standing::Newer);
        for bad in ["17.8", "13.9", "17", "17.7.1", "17.x", "99", ""] {
            assert_eq!(postgres(bad), Standing::Unknown, "{bad}");
        }
        let mysql = |version| standing("aurora-mysql", version);
        assert_eq!(mysql("8.0.mysql_aurora.3.10.0"), Standing::Known);
        assert_eq!(mysql("8.0.mysql_aurora.3.14.0"), Standing::Newer);
        assert_eq!(mysql("8.0.mysql_aurora.3.05.0"), Standing::Unknown);
        assert_eq!(mysql("17.7"), Standing::Unknown);
    }

    #[test]
    fn an_old_version_does_not_forward_writes() {
        assert!(!forwards_writes("aurora-postgresql", "14.6"));
        assert!(forwards_writes("aurora-postgresql", "14.17"));
        assert!(forwards_writes("aurora-postgresql", "19.1"));
        assert_eq!(newest("aurora-mysql"), ["8.0.mysql_aurora.3.13.0", "8.4.mysql_aurora.8.4.8"]);
    }
}
