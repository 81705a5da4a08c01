//! Data nodes of OpenSearch Service.

use std::{
    collections::BTreeMap,
    sync::{LazyLock, OnceLock},
};

use serde::{Deserialize, de::DeserializeOwned};

use super::rows::rows;

/// One row of `data/opensearch.toml`: families that are alike, by size.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "a row is found by its text; a test compares")
    )]
    families: Vec<String>,
    gp3_gib: BTreeMap<String, u32>,
    ebs_mib: BTreeMap<String, u32>,
    ebs_iops: BTreeMap<String, u32>,
}

/// What stands before the rows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    versions: Vec<String>,
}

const TABLE: &str = include_str!("../../data/opensearch.toml");

static HEAD: LazyLock<Head> = LazyLock::new(|| read(TABLE.split(ROW).next().unwrap_or_default()));

/// Each read when one of its families is asked for.
static ROWS: LazyLock<Vec<(&str, OnceLock<Row>)>> =
    LazyLock::new(|| rows(TABLE, ROW).map(|text| (text, OnceLock::new())).collect());

const ROW: &str = "[[class]]\n";

fn read<T: DeserializeOwned>(text: &str) -> T {
    #[expect(clippy::expect_used, reason = "embedded file; a test reads it")]
    toml::from_str(text).expect("data/opensearch.toml parses")
}

/// Versions of the engine that a domain can be made with, the oldest first.
pub(crate) fn versions() -> &'static [String] {
    &HEAD.versions
}

/// The least volume of a data node, whatever its class: same source as the table.
pub(crate) const LEAST_GIB: u32 = 10;

/// What a data node's volume is made to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Performance {
    pub(crate) iops: u32,
    /// In MiB a second.
    pub(crate) throughput: u32,
}

/// The largest gp3 volume in GiB of a class such as `r7g.large.search`; none where the class is not one
/// of a data node with volumes.
pub(crate) fn most_gib(class: &str) -> Option<u32> {
    let (family, size) = parts(class)?;
    row(family)?.gp3_gib.get(size).copied()
}

/// The smallest class of the same family that takes a volume.
pub(crate) fn roomier(class: &str, gib: u32) -> Option<String> {
    let (family, _) = parts(class)?;
    let fitting = row(family)?.gp3_gib.iter().filter(|(_, most)| **most >= gib);
    let (size, _) = fitting.min_by_key(|(_, most)| **most)?;
    Some(format!("{family}.{size}.search"))
}

/// Whether a family's data nodes have volumes.
pub(crate) fn is_family(family: &str) -> bool {
    row(family).is_some()
}

/// The least that OpenSearch accepts of a volume, which is what its price includes. Unlike EC2's, it
/// grows with the volume: 125 MiB/s up to 170 GB, then 250 MiB/s for every 3,000 GB begun; three operations
/// for every GB, 3,000 at the least; of both no more than the instance takes.
/// AWS's pricing calculator, 2026-11, and the refusals that the table names. The calculator counts in GB, so that in
/// GiB some step up a little early.
pub(crate) fn performance(class: &str, gib: u32) -> Performance {
    let throughput = match gib {
        0..=150 => 125,
        _ => 250 * gib.div_ceil(3_000),
    };
    let limit = |of: fn(&Row) -> &BTreeMap<String, u32>| {
        let limit = parts(class).and_then(|(family, size)| of(row(family)?).get(size).copied());
        limit.unwrap_or(u32::MAX)
    };
    Performance {
        iops: gib.saturating_mul(3).max(3_000).min(limit(|row| &row.ebs_iops)),
        throughput: throughput.min(limit(|row| &row.ebs_mib)),
    }
}

/// Family and size of `r7g.large.search`.
fn parts(class: &str) -> Option<(&str, &str)> {
    class.strip_suffix(".search")?.split_once('.')
}

fn row(family: &str) -> Option<&'static Row> {
    let (text, row) = ROWS.iter().find(|(text, _)| {
        let families = text.lines().next().unwrap_or_default();
        families.split('"').skip(1).step_by(2).any(|own| own == family)
    })?;
    Some(row.get_or_init(|| read(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each class with its largest volume and what it takes of it: MiB and operations a second.
    fn classes() -> impl Iterator<Item = (String, u32, u32, u32)> {
        ROWS.iter().map(|(text, row)| row.get_or_init(|| read(text))).flat_map(|row| {
            row.families.iter().flat_map(move |family| {
                row.gp3_gib.iter().map(move |(size, most)| {
                    let class = format!("{family}.{size}.search");
                    (class, *most, row.ebs_mib[size], row.ebs_iops[size])
                })
            })
        })
    }

    /// Volumes that the checker admits, all beside which a step lies and a tenth of those between: no less than OpenSearch asks for,
    /// no more than it and the instance take.
    #[test]
    fn admitted_volumes_perform_as_aws_asks() {
        assert_eq!(classes().count(), 101);
        for (text, row) in &*ROWS {
            for family in &row.get_or_init(|| read(text)).families {
                assert!(is_family(family), "{family}");
            }
        }
        for (class, most, ebs, operations) in classes() {
            let beside =
                |gib: u32| gib % 3_000 <= 1 || gib % 3_072 <= 1 || gib == 158 || gib == 159;
            let tried = |gib: &u32| {
                *gib == LEAST_GIB || *gib == most || gib.is_multiple_of(11) || beside(*gib)
            };
            for gib in (LEAST_GIB..=most).filter(tried) {
                let Performance { iops, throughput } = performance(&class, gib);
                // 3 TiB, or 3,000 of what the volume is said in: whichever the service counts in.
                for step in [3_000, 3_072] {
                    // 170 GB are 158 GiB.
                    let least = if gib <= 158 { 125 } else { 250 * gib.div_ceil(step) };
                    assert!(throughput >= least.min(ebs), "{class} {gib} {throughput}");
                }
                assert!(throughput <= ebs.min(1_000 * gib.div_ceil(3_072)), "{class} {gib}");
                assert!(iops >= (3 * gib).max(3_000).min(operations), "{class} {gib}");
                let most = (16_000 * gib.div_ceil(3_072)).min(operations);
                assert!(iops <= most, "{class} {gib}");
                // EBS itself: a quarter of a MiB for each operation.
                assert!(throughput * 4 <= iops, "{class} {gib}");
            }
        }
    }

    #[test]
    fn volumes_are_what_was_accepted() {
        let of = |class, gib| {
            let Performance { iops, throughput } = performance(class, gib);
            (iops, throughput)
        };
        assert_eq!(of("r7g.large.search", 50), (3_000, 125));
        assert_eq!(of("r7g.large.search", 200), (3_000, 250));
        assert_eq!(of("r7g.large.search", 1_000), (3_000, 250));
        assert_eq!(of("r6g.xlarge.search", 3_072), (9_216, 500));
        // "between 15000 and 20000", "must be set to 20000"
        assert_eq!(of("r6g.4xlarge.search", 5_000), (15_000, 500));
        assert_eq!(of("r6g.4xlarge.search", 8_000), (20_000, 593));
        assert_eq!(of("r6g.2xlarge.search", 6_144), (18_432, 593));
        assert_eq!(of("r7g.16xlarge.search", 36_864), (80_000, 2_500));
    }

    #[test]
    fn classes_have_the_volumes_of_the_table() {
        assert_eq!(most_gib("r7g.large.search"), Some(1_536));
        assert_eq!(most_gib("r8g.large.search"), Some(1_532));
        assert_eq!(most_gib("c7g.large.search"), Some(256));
        assert_eq!(roomier("c7g.large.search", 300).unwrap(), "c7g.xlarge.search");
        assert_eq!(roomier("c7g.large.search", 7_000), None);
        for unknown in ["r7g.large", "r7gd.large.search", "t3.small.search", "r7i.medium.search"] {
            assert_eq!(most_gib(unknown), None, "{unknown}");
        }
    }
}
