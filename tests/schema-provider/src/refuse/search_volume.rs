//! What a gp3 volume of an OpenSearch domain may be: its size follows from the class, its throughput and IOPS from
//! its size.
//!
//! Sources: OpenSearch Service developer guide, "EBS volume size quotas" (of 2023 in awsdocs/amazon-opensearch-service-developer-guide,
//! limits.md; the seventh generation, where it differs, as of November 2026), and "gp3 volumes" (ceilings grow by 16,000 IOPS
//! and 1,000 MiB/s for each 3 TiB, since July 2023). The floor of the throughput is 250 for each 3 TiB as in AWS's own
//! calculator (infracost/infracost pull request 2751), and 125 up to 170 GiB (awsdocs/aws-cloudformation-user-guide
//! issue 1324: 125 is refused); that of the IOPS, three for each GiB: ministryofjustice/cloud-platform-infrastructure pull requests
//! 3194 ("IOPS must be between 15000 and 20000" of 5,000 GiB on r6g.4xlarge) and 3201 ("must be set to 20000" of 8,000). No volume
//! gets more than the instance can take, by the EC2 guide's "Amazon EBS-optimized instances" (awsdocs/amazon-ec2-user-guide):
//! those two; a volume that is no gp3 has no throughput of its own (hashicorp/terraform-provider-aws issue 32613), and "Throughput must be between 250 and 593" (ministryofjustice/cloud-platform-environments pull request 11233).

use aws_catalogue::Value;

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "search_volume", on: &["aws_opensearch_domain"], check };

/// MiB/s and IOPS that an instance takes from its volume.
type Limits = (i64, i64);

/// By the size of the class: GiB for the families c, m and r; the limits of Graviton2 and of generations from the
/// seventh.
const SIZES: &[(&str, [i64; 3], [Limits; 2])] = &[
    ("medium", [256, 512, 768], [(593, 20_000), (1_250, 40_000)]),
    ("large", [256, 1_024, 2_048], [(593, 20_000), (1_250, 40_000)]),
    ("xlarge", [512, 2_048, 3_072], [(593, 20_000), (1_250, 40_000)]),
    ("2xlarge", [1_024, 3_072, 6_144], [(593, 20_000), (1_250, 40_000)]),
    ("4xlarge", [1_536, 6_144, 12_288], [(593, 20_000), (1_250, 40_000)]),
    ("8xlarge", [3_072, 12_288, 16_384], [(1_187, 40_000), (1_250, 40_000)]),
    ("12xlarge", [4_608, 18_432, 24_576], [(1_781, 50_000), (1_875, 60_000)]),
    ("16xlarge", [6_144, 24_576, 36_864], [(2_500, 80_000), (2_500, 80_000)]),
];

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let class = object.after.get("cluster_config").items().first();
    let class = class.and_then(|config| config.get("instance_type").text()).unwrap_or_default();
    for volume in object.after.get("ebs_options").items() {
        if *volume.get("ebs_enabled") == Value::Bool(false) && !has_disks(class) {
            let detail = format!("ValidationException: EBS storage must be selected for {class}");
            return Err(Problem::new("OpenSearch refuses the volume").detail(detail));
        }
        if let Some(detail) = wrong(volume, class) {
            let detail = format!("LimitExceededException: {detail}");
            return Err(Problem::new("OpenSearch refuses the volume").detail(detail));
        }
    }
    Ok(())
}

/// Whether a class has disks of its own (OpenSearch Service developer guide, "Supported instance types"). An unknown one may.
fn has_disks(class: &str) -> bool {
    let family = class.split('.').next().unwrap_or_default();
    !matches!(family.get(..1), Some("c" | "m" | "r" | "t" | "o"))
        || family.ends_with('d')
        || (family.ends_with('3') && family != "t3")
}

fn wrong(volume: &Value, class: &str) -> Option<String> {
    let size = number(volume.get("volume_size"))?;
    let (most, (bandwidth, operations)) = of(class).unwrap_or((i64::MAX, (i64::MAX, i64::MAX)));
    if size > most {
        return Some(format!("a volume of {class} has at most {most} GiB, not {size}"));
    }
    if size < 10 {
        return Some(format!("a volume has at least 10 GiB, not {size}"));
    }
    if let Some(kind) = volume.get("volume_type").text().filter(|kind| *kind != "gp3") {
        let fast = number(volume.get("throughput")).is_some_and(|throughput| throughput >= 125);
        return fast
            .then(|| format!("Throughput is only valid when volume type is GP3, not {kind}."));
    }
    // Integer ceiling: one step for each 3 TiB that has begun.
    let steps = (size + 3_071) / 3_072;
    let between = |what: &str, least: i64, most: i64| {
        // What is left out is 0, and is not sent.
        let value = number(volume.get(what)).filter(|value| *value > 0)?;
        (value < least || value > most).then(|| {
            format!("{what} of {size} GiB must be between {least} and {most}, not {value}")
        })
    };
    let (least, most) = (if size > 170 { 250 * steps } else { 125 }, 1_000 * steps);
    between("throughput", least.min(bandwidth), most.min(bandwidth)).or_else(|| {
        let least = (3 * size).max(3_000).min(operations);
        between("iops", least, (16_000 * steps).min(operations))
    })
}

/// The largest volume of a class and what it takes from it. None for a class that is not known.
fn of(class: &str) -> Option<(i64, Limits)> {
    let (family, size) = class.strip_suffix(".search")?.split_once('.')?;
    let letter = "cmr".find(family.chars().next()?)?;
    let newer = usize::from(family.chars().nth(1)?.to_digit(10)? > 6);
    let (_, volumes, bandwidths) = SIZES.iter().find(|(one, ..)| *one == size)?;
    let most = match (size, family) {
        ("large", "m7g" | "m7i" | "m8g" | "r7g" | "r7i" | "r8g") => volumes.get(letter)? * 3 / 4,
        _ => *volumes.get(letter)?,
    };
    Some((most, *bandwidths.get(newer)?))
}

fn number(value: &Value) -> Option<i64> {
    if let Value::Number(number) = value { number.as_i64() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the guides say of each size: GiB of the families c, m and r, and what Graviton2 and younger generations take.
    #[test]
    fn each_class_takes_as_much_and_no_more() {
        let slow = [(593, 20_000), (1_250, 40_000)];
        let sizes = [
            ("medium", [256, 512, 768], slow),
            ("large", [256, 1_024, 2_048], slow),
            ("xlarge", [512, 2_048, 3_072], slow),
            ("2xlarge", [1_024, 3_072, 6_144], slow),
            ("4xlarge", [1_536, 6_144, 12_288], slow),
            ("8xlarge", [3_072, 12_288, 16_384], [(1_187, 40_000), (1_250, 40_000)]),
            ("12xlarge", [4_608, 18_432, 24_576], [(1_781, 50_000), (1_875, 60_000)]),
            ("16xlarge", [6_144, 24_576, 36_864], [(2_500, 80_000), (2_500, 80_000)]),
        ];
        assert_eq!(SIZES.len(), sizes.len());
        for (size, volumes, [older, younger]) in sizes {
            for (family, most) in ["c", "m", "r"].into_iter().zip(volumes) {
                let old = format!("{family}6g.{size}.search");
                assert_eq!(of(&old), Some((most, older)), "{old}");
                let young = of(&format!("{family}7gd.{size}.search"));
                assert_eq!(young, Some((most, younger)), "{family}7gd.{size}");
            }
        }
    }
}
