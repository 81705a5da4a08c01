//! Regions: which there are, and which are dead.
//!
//! A dead region is one whose regional APIs do not answer. What is modelled: every read, plan,
//! change and data source whose own region (its `region`, else the provider's) is dead fails. A
//! global table or a replicated secret is an object of its own region only: its replicas may be
//! dead, and reading it works, as `DescribeTable` in a living region does. What is not modelled:
//! that *changing* the replica in the dead region would fail, and the global control planes that
//! live in one region (IAM, Route 53 and `CloudFront` in us-east-1, Global Accelerator in
//! us-west-2).

use std::collections::BTreeSet;

use crate::problem::Problem;

/// The environment variable that lists dead regions, separated by commas.
const DEAD: &str = "SCHEMA_PROVIDER_DEAD_REGIONS";

/// The regions whose APIs do not answer.
#[derive(Debug, Default)]
pub(crate) struct Dead(BTreeSet<String>);

impl Dead {
    pub(crate) fn from_environment() -> Self {
        Self::parse(&std::env::var(DEAD).unwrap_or_default())
    }

    fn parse(list: &str) -> Self {
        Self(
            list.split(',')
                .map(str::trim)
                .filter(|one| !one.is_empty())
                .map(str::to_owned)
                .collect(),
        )
    }

    /// Fails the way the SDK fails when a host name does not resolve.
    pub(crate) fn check(
        &self,
        service: &str,
        operation: &str,
        region: &str,
    ) -> Result<(), Problem> {
        if !self.0.contains(region) {
            return Ok(());
        }
        let host = format!("{service}.{region}.amazonaws.com");
        let detail = format!(
            "operation error {service}: {operation}, exceeded maximum number of attempts, 5, https \
             response error StatusCode: 0, RequestID: , request send failed, Post \
             \"https://{host}/\": dial tcp: lookup {host}: no such host"
        );
        Err(Problem::new(format!("{operation} in {region} failed")).detail(detail))
    }
}

/// Regions with another number of zones than three; the letters of the zones an account gets.
const ZONES: &[(&str, &str)] = &[
    ("us-east-1", "abcdef"),
    ("us-west-1", "ac"),
    ("us-west-2", "abcd"),
    ("ca-central-1", "abd"),
    ("ap-northeast-1", "acd"),
    ("ap-northeast-2", "abcd"),
];

/// The letters of a region's availability zones.
pub(crate) fn zone_letters(region: &str) -> &'static str {
    ZONES.iter().find(|(name, _)| *name == region).map_or("abc", |(_, letters)| letters)
}

/// The prefix of a region's zone ids: `use1` for us-east-1, `apse2` for ap-southeast-2.
pub(crate) fn zone_prefix(region: &str) -> String {
    let mut parts = region.split('-');
    let mut prefix = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        prefix.push_str(match part {
            "northeast" => "ne",
            "northwest" => "nw",
            "southeast" => "se",
            "southwest" => "sw",
            "central" => "c",
            "east" => "e",
            "gov" => "g",
            "iso" => "i",
            "north" => "n",
            "south" => "s",
            "west" => "w",
            number => number,
        });
    }
    prefix
}

/// Regions of the partition `aws`, November 2026.
pub(crate) const REGIONS: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "me-west-1",
    "mx-central-1",
    "sa-east-1",
    "sa-west-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

/// Whether a region exists. The other partitions are recognised by their prefixes.
pub(crate) fn check(region: &str) -> Result<(), Problem> {
    let elsewhere = ["us-gov-", "cn-", "us-iso", "eu-isoe-", "eusc-"];
    if REGIONS.contains(&region) || elsewhere.iter().any(|prefix| region.starts_with(prefix)) {
        return Ok(());
    }
    Err(Problem::new(format!("Invalid AWS Region: {region}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zone_prefixes_are_those_of_aws() {
        for (region, prefix) in [
            ("us-east-1", "use1"),
            ("ap-southeast-2", "apse2"),
            ("ap-south-1", "aps1"),
            ("eu-central-1", "euc1"),
            ("us-gov-west-1", "usgw1"),
            ("sa-east-1", "sae1"),
        ] {
            assert_eq!(zone_prefix(region), prefix);
        }
    }

    #[test]
    fn only_listed_regions_are_dead() {
        let dead = Dead::parse("us-east-1, eu-west-1");
        assert!(dead.check("kms", "DescribeKey", "eu-west-2").is_ok());
        assert!(dead.check("kms", "DescribeKey", "eu-west-1").is_err());
    }

    #[test]
    fn a_misspelt_region_is_refused() {
        assert!(check("eu-west-1").is_ok());
        assert!(check("eu-west").is_err());
        assert!(check("Ireland").is_err());
    }
}
