//! The checked model: what a topology means.
//!
//! Only [`crate::check`] makes these values, so they carry the proof: a region exists, weights
//! add up, ranges do not overlap. Later stages read them and cannot fail.

use std::fmt;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de};
use toml::Spanned;

use crate::aws::RegionName;

/// A whole topology, without the building blocks' own sections.
#[derive(Debug)]
pub struct Topology {
    /// Prefix of every AWS name.
    pub name: String,
    /// What the regions other than home get.
    pub tier: Tier,
    /// Where single-writer things were born. Never changes.
    pub home: RegionName,
    /// The public hosted zone.
    pub domain: Option<String>,
    /// How the output is cut into Terraform states.
    pub layout: Layout,
    /// The one account that the provider may touch.
    pub account_id: Option<String>,
    /// Where provider and STS live; never a workload region.
    pub control_region: RegionName,
    /// Where Terraform keeps its state; `None` is local files.
    pub state: Option<State>,
    /// Tags of everything.
    pub tags: IndexMap<String, String>,
    /// All regions of the file, in its order. The tier decides which are [in use](Self::in_use).
    pub regions: Vec<Region>,
    /// How users reach the services.
    pub ingress: Ingress,
    /// How shares become integers.
    pub capacity: CapacityPolicy,
}

/// One region of a topology.
#[derive(Debug, Clone)]
pub struct Region {
    /// Which.
    pub name: RegionName,
    /// Its share of the traffic, relative to the sum of all.
    pub weight: Weight,
    /// The VPC's range.
    pub cidr: Cidr,
    /// Availability zones in use.
    pub zones: u8,
}

/// An S3 bucket for Terraform state.
#[derive(Debug)]
pub struct State {
    /// The bucket.
    pub bucket: String,
    /// Where it is.
    pub region: RegionName,
}

/// How users reach the services.
#[derive(Debug, Clone)]
pub struct Ingress {
    /// The router.
    pub via: Via,
    /// The host of the only service, relative to the domain.
    pub host: Option<Spanned<String>>,
    /// Client affinity of Global Accelerator.
    pub affinity: Affinity,
}

/// How traffic shares become integers.
#[derive(Debug, Clone, Copy)]
pub struct CapacityPolicy {
    /// Who inherits a lost region's traffic.
    pub redistribute: Redistribute,
    /// Least tasks in a region that serves.
    pub floor: u32,
}

impl Topology {
    /// The regions that hold anything at all: only home in the single-region tier.
    pub fn in_use(&self) -> impl Iterator<Item = &Region> + Clone {
        let all = self.tier != Tier::SingleRegion;
        self.regions.iter().filter(move |region| all || region.name == self.home)
    }

    /// Whether the router sends users to this region while all is well.
    #[must_use]
    pub fn is_routed(&self, region: RegionName) -> bool {
        self.tier == Tier::ActiveActive || region == self.home
    }

    /// `<name>-<suffix>`: how every AWS name is made.
    #[must_use]
    pub fn named(&self, suffix: &str) -> String {
        format!("{}-{suffix}", self.name)
    }
}

/// Disaster-recovery tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// The other regions get nothing.
    SingleRegion,
    /// Network, keys, data replicas and images; services at zero tasks.
    PilotLight,
    /// All of it, running at a fraction that is already able to serve.
    WarmStandby,
    /// All of it, sized by share.
    ActiveActive,
}

impl Tier {
    /// The word of the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SingleRegion => "single-region",
            Self::PilotLight => "pilot-light",
            Self::WarmStandby => "warm-standby",
            Self::ActiveActive => "active-active",
        }
    }
}

/// How the output is cut into Terraform states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// A state per layer and region.
    Split,
    /// One state.
    Single,
}

/// What routes users to a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Via {
    /// Anycast addresses; the nearest healthy region.
    GlobalAccelerator,
    /// DNS; the region with the lowest latency.
    Route53Latency,
    /// DNS; by weight, the only router that enforces shares.
    Route53Weighted,
}

impl Via {
    /// The word of the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::GlobalAccelerator => "global-accelerator",
            Self::Route53Latency => "route53-latency",
            Self::Route53Weighted => "route53-weighted",
        }
    }
}

/// Whether Global Accelerator keeps a client with one endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Affinity {
    /// Connections are spread by five-tuple.
    None,
    /// Connections of one source address stay together.
    SourceIp,
}

/// Who inherits a lost region's traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Redistribute {
    /// The nearest surviving region.
    Nearest,
    /// All survivors, by their weights.
    ByWeight,
}

/// A share of traffic, exact to a millionth.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weight(u64);

impl Weight {
    const ONE: u64 = 1_000_000;
    /// No traffic.
    pub const ZERO: Self = Self(0);
    /// One unit.
    pub const UNIT: Self = Self(Self::ONE);
    /// All traffic, in per cent.
    pub const HUNDRED: Self = Self(100 * Self::ONE);

    /// The exact sum. It cannot overflow: a weight is at most 100, and regions are few.
    #[must_use]
    pub fn sum(weights: impl IntoIterator<Item = Self>) -> Self {
        Self(weights.into_iter().map(|weight| weight.0).sum())
    }

    /// What is left of `self` without `other`.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The share in millionths of the unit that the file uses.
    #[must_use]
    pub fn millionths(self) -> u64 {
        self.0
    }

    /// The whole number, when it is one.
    #[must_use]
    pub fn integer(self) -> Option<u64> {
        self.0.is_multiple_of(Self::ONE).then_some(self.0 / Self::ONE)
    }

    /// Reads a decimal exactly: at most six decimals, no sign, no exponent.
    fn parse(decimal: &str) -> Option<Self> {
        let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, "0"));
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || fraction.len() > 6 {
            return None;
        }
        let fraction: u64 = format!("{fraction:0<6}").parse().ok()?;
        whole.parse::<u64>().ok()?.checked_mul(Self::ONE)?.checked_add(fraction).map(Self)
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fraction = format!("{:06}", self.0 % Self::ONE);
        match fraction.trim_end_matches('0') {
            "" => write!(f, "{}", self.0 / Self::ONE),
            fraction => write!(f, "{}.{fraction}", self.0 / Self::ONE),
        }
    }
}

impl fmt::Debug for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<'de> Deserialize<'de> for Weight {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Weight;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number from 0 to 100 with at most six decimals")
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Weight, E> {
                Weight::parse(&value.to_string())
                    .filter(|weight| *weight <= Self::Value::HUNDRED)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Signed(value), &self))
            }

            /// The shortest text that reads back as the same float is what the user wrote, up to
            /// 15 significant digits: more than the six decimals allowed here.
            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Weight, E> {
                Weight::parse(&value.to_string())
                    .filter(|weight| *weight <= Self::Value::HUNDRED)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Float(value), &self))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// An IPv4 range whose host bits are zero.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Cidr {
    address: u32,
    prefix: u8,
}

impl Cidr {
    /// `10.<index>.0.0/16`.
    #[must_use]
    pub fn of_index(index: u8) -> Self {
        Self { address: u32::from_be_bytes([10, index, 0, 0]), prefix: 16 }
    }

    /// Reads `10.1.0.0/16`.
    ///
    /// # Errors
    ///
    /// What is wrong, in words that follow the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (address, prefix) =
            text.split_once('/').ok_or("has no prefix length, such as the /16 of 10.1.0.0/16")?;
        let address: std::net::Ipv4Addr =
            address.parse().map_err(|_| "does not start with an IPv4 address".to_owned())?;
        let prefix: u8 =
            prefix.parse().map_err(|_| "does not end with a prefix length".to_owned())?;
        if !(16..=19).contains(&prefix) {
            return Err("is not between /16 and /19, which leaves each zone useful subnets".into());
        }
        let cidr = Self { address: address.to_bits(), prefix };
        if cidr.address & !cidr.mask() != 0 {
            let network = std::net::Ipv4Addr::from_bits(cidr.address & cidr.mask());
            return Err(format!("is not the start of its range, which is {network}/{prefix}"));
        }
        if !address.is_private() {
            return Err("is not a private range (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16)".into());
        }
        Ok(cidr)
    }

    fn mask(self) -> u32 {
        u32::MAX << (32 - u32::from(self.prefix))
    }

    /// Whether the two share an address.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let mask = self.mask() & other.mask();
        self.address & mask == other.address & mask
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", std::net::Ipv4Addr::from_bits(self.address), self.prefix)
    }
}

impl fmt::Debug for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Cidr {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_exact_decimals() {
        assert_eq!(Weight::parse("0.07").unwrap().millionths(), 70_000);
        assert_eq!(Weight::parse("33.333333").unwrap().to_string(), "33.333333");
        assert_eq!(Weight::parse("60").unwrap().to_string(), "60");
        assert_eq!(Weight::parse("12.50").unwrap().to_string(), "12.5");
        for bad in ["-1", "1e3", "0.1234567", "", ".", "1.", ".5", "inf", "NaN"] {
            assert!(Weight::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn ranges_are_read_strictly() {
        assert_eq!(Cidr::parse("10.1.0.0/16").unwrap().to_string(), "10.1.0.0/16");
        assert_eq!(Cidr::of_index(7).to_string(), "10.7.0.0/16");
        for bad in
            ["10.1.0.0", "10.1.0.0/8", "10.1.1.0/16", "8.8.0.0/16", "10.1/16", "::/16", "x/16"]
        {
            assert!(Cidr::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn ranges_overlap_when_one_holds_the_other() {
        let wide = Cidr::parse("10.0.0.0/16").unwrap();
        assert!(wide.overlaps(Cidr::parse("10.0.32.0/19").unwrap()));
        assert!(!wide.overlaps(Cidr::parse("10.1.0.0/16").unwrap()));
    }
}
