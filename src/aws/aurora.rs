//! Versions of Aurora.

use std::{fmt, sync::LazyLock};

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
    /// Clusters may run on them, but none can be made.
    #[serde(default)]
    withdrawn: Vec<String>,
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
    /// No longer on offer for new clusters.
    Withdrawn,
    /// Never there, or longer ago than the table goes back.
    Unknown,
}

/// Looks a version up.
pub(crate) fn standing(engine: &str, version: &str) -> Standing {
    let lines = || LINES.iter().filter(|line| line.engine == engine);
    if lines().any(|line| line.versions.iter().any(|known| known == version)) {
        return Standing::Known;
    }
    if lines().any(|line| line.withdrawn.iter().any(|known| known == version)) {
        return Standing::Withdrawn;
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

/// A global database's regions beside the one that writes: Amazon Aurora user guide,
/// "Configuration requirements of an Amazon Aurora global database", 2026-11.
pub(crate) const MOST_SECONDARIES: usize = 10;

/// The most readers of a region: 16 in a secondary one; where the database writes, 15 less one for
/// each secondary region. Same source.
pub(crate) fn most_readers(secondaries: usize, writes: bool) -> u32 {
    if !writes {
        return 16;
    }
    u32::try_from(secondaries).map_or(0, |secondaries| 15u32.saturating_sub(secondaries))
}

/// Memory of an instance, in eighths of a GiB: no class has a smaller part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Memory(u32);

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = ["", ".125", ".25", ".375", ".5", ".625", ".75", ".875"];
        let part = part.get((self.0 % 8) as usize).unwrap_or(&"");
        write!(f, "{}{part} GiB", self.0 / 8)
    }
}

/// vCPU and memory of `db.r8g.2xlarge`: Amazon Aurora user guide, "Hardware specifications for DB
/// instance classes for Aurora", 2026-11. A vCPU of a memory-optimised class has 8 GiB, of an old r4
/// 7.625, of an x2g 16. `None` for what is not known.
pub(crate) fn hardware(class: &str) -> Option<(u32, Memory)> {
    let (family, size) = class.strip_prefix("db.")?.split_once('.')?;
    let vcpu = match size {
        "large" => 2,
        "xlarge" => 4,
        _ => size.strip_suffix("xlarge")?.parse::<u32>().ok()?.checked_mul(4)?,
    };
    let eighths = match family {
        "r4" => 61,
        "x2g" => 128,
        _ if family.starts_with('r') => 64,
        _ => return None,
    };
    Some((vcpu, Memory(vcpu.checked_mul(eighths)?)))
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
    use super::{
        LINES, Standing, forwards_writes, hardware, major, most_readers, newest, standing,
    };

    #[test]
    fn the_table_is_in_order_and_of_known_form() {
        assert_eq!(LINES.len(), 7);
        for line in LINES.iter() {
            assert!(line.versions.is_sorted_by_key(|version| super::numbers(version)), "{line:?}");
            assert!(line.withdrawn.is_sorted_by_key(|version| super::numbers(version)), "{line:?}");
            for version in line.versions.iter().chain(&line.withdrawn) {
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
        assert_eq!(postgres("16.4"), Standing::Withdrawn);
        for bad in ["17.8", "13.9", "17", "17.7.1", "17.x", "99", ""] {
            assert_eq!(postgres(bad), Standing::Unknown, "{bad}");
        }
        let mysql = |version| standing("aurora-mysql", version);
        assert_eq!(mysql("8.0.mysql_aurora.3.10.0"), Standing::Known);
        assert_eq!(mysql("8.0.mysql_aurora.3.14.0"), Standing::Newer);
        assert_eq!(mysql("8.0.mysql_aurora.3.05.0"), Standing::Withdrawn);
        assert_eq!(mysql("8.0.mysql_aurora.3.99"), Standing::Unknown);
        assert_eq!(mysql("17.7"), Standing::Unknown);
    }

    #[test]
    fn an_old_version_does_not_forward_writes() {
        assert!(!forwards_writes("aurora-postgresql", "14.6"));
        assert!(forwards_writes("aurora-postgresql", "14.17"));
        assert!(forwards_writes("aurora-postgresql", "19.1"));
        assert_eq!(newest("aurora-mysql"), ["8.0.mysql_aurora.3.13.0", "8.4.mysql_aurora.8.4.8"]);
    }

    #[test]
    fn readers_are_limited_as_in_the_vectors() {
        let text = include_str!("../../tests/data/capacity_vectors.json");
        let all: serde_json::Value = serde_json::from_str(text).unwrap();
        let vectors = all["aurora_reader_limits"].as_array().unwrap();
        assert_eq!(vectors.len(), 4);
        for vector in vectors {
            let number = |key: &str| vector[key].as_u64().unwrap();
            let secondaries = usize::try_from(number("secondaries")).unwrap();
            let most = |writes| u64::from(most_readers(secondaries, writes));
            assert_eq!(most(true), number("primary_max_readers"), "{vector}");
            assert_eq!(most(false), number("secondary_max_readers"), "{vector}");
        }
    }

    #[test]
    fn classes_have_known_hardware() {
        let says = |class| hardware(class).map(|(vcpu, memory)| format!("{vcpu}, {memory}"));
        assert_eq!(says("db.r8g.large").unwrap(), "2, 16 GiB");
        assert_eq!(says("db.r7g.2xlarge").unwrap(), "8, 64 GiB");
        assert_eq!(says("db.r4.large").unwrap(), "2, 15.25 GiB");
        assert_eq!(says("db.x2g.16xlarge").unwrap(), "64, 1024 GiB");
        for unknown in ["db.serverless", "db.t4g.medium", "db.r7g.huge", "r7g.large"] {
            assert_eq!(says(unknown), None, "{unknown}");
        }
    }
}
