//! What a gp3 volume of an OpenSearch domain may be: its size follows from the class, its throughput and IOPS from
//! its size.
//!
//! Sources: OpenSearch Service developer guide, "EBS volume size quotas" (of 2023 in awsdocs/amazon-opensearch-service-developer-guide,
//! limits.md; the seventh generation, where it differs, as of November 2026), and "gp3 volumes" (ceilings grow by 16,000 IOPS
//! and 1,000 MiB/s for each 3 TiB, since July 2023). The floor of the throughput is 250 for each 3 TiB as in AWS's own
//! calculator (infracost/infracost pull request 2751), and 125 up to 170 GiB (awsdocs/aws-cloudformation-user-guide
//! issue 1324: 125 is refused above); that of the IOPS: hashicorp/terraform-provider-aws issue 39136. No volume
//! gets more than the instance can take: "Throughput must be between 250 and 593" of the sixth generation
//! (ministryofjustice/cloud-platform-infrastructure pull request 3581), by the EC2 guide's "EBS-optimized instance types".

use super::Rule;
use crate::account::{Account, Object};
use crate::problem::Problem;
use crate::value::Value;

pub(super) const RULE: Rule = Rule { name: "search_volume", on: &["aws_opensearch_domain"], check };

/// By the size of the class: GiB for the families c, m and r, MiB/s for generations up to the sixth and from the
/// seventh.
const SIZES: &[(&str, [i64; 3], [i64; 2])] = &[
    ("medium", [256, 512, 768], [593, 1_250]),
    ("large", [256, 1_024, 2_048], [593, 1_250]),
    ("xlarge", [512, 2_048, 3_072], [593, 1_250]),
    ("2xlarge", [1_024, 3_072, 6_144], [593, 1_250]),
    ("4xlarge", [1_536, 6_144, 12_288], [593, 1_250]),
    ("8xlarge", [3_072, 12_288, 16_384], [1_125, 1_250]),
    ("12xlarge", [4_608, 18_432, 24_576], [1_687, 1_875]),
    ("16xlarge", [6_144, 24_576, 36_864], [2_500, 2_500]),
];

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let class = object.after.get("cluster_config").items().first();
    let class = class.and_then(|config| config.get("instance_type").text()).unwrap_or_default();
    for volume in object.after.get("ebs_options").items() {
        if let Some(detail) = wrong(volume, class) {
            let detail = format!("ValidationException: {detail}");
            return Err(Problem::new("OpenSearch refuses the volume").detail(detail));
        }
    }
    Ok(())
}

fn wrong(volume: &Value, class: &str) -> Option<String> {
    let size = number(volume.get("volume_size"))?;
    let (most, bandwidth) = of(class).unwrap_or((i64::MAX, i64::MAX));
    if size > most {
        return Some(format!("a volume of {class} has at most {most} GiB, not {size}"));
    }
    if volume.get("volume_type").text() != Some("gp3") {
        return None;
    }
    // Integer ceiling: one step for each 3 TiB that has begun.
    let steps = (size + 3_071) / 3_072;
    let between = |what: &str, least: i64, most: i64| {
        let value = number(volume.get(what))?;
        (value < least || value > most).then(|| {
            format!("{what} of {size} GiB must be between {least} and {most}, not {value}")
        })
    };
    let (least, most) = (if size > 170 { 250 * steps } else { 125 }, 1_000 * steps);
    between("throughput", least.min(bandwidth), most.min(bandwidth))
        .or_else(|| between("iops", (3 * size).clamp(3_000, 16_000), 16_000 * steps))
}

/// The largest volume of a class and what it takes from it. None for a class that is not known.
fn of(class: &str) -> Option<(i64, i64)> {
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
