//! The checked model: what a topology means.
//!
//! Only [`crate::check`] makes these values, so they carry the proof: a region exists, weights
//! add up, ranges do not overlap. Later stages read them and cannot fail.

mod cidr;
mod weight;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

pub use self::{cidr::Cidr, weight::Weight};

use crate::{aws::RegionName, source::Span};

/// A whole topology, without the building blocks' own sections.
#[derive(Debug)]
pub struct Topology {
    /// Prefix of every AWS name.
    pub name: String,
    /// What the regions other than home get.
    pub tier: Tier,
    /// Where single-writer things were born. Never changes.
    pub home: RegionName,
    /// Which region a new region takes for the one that writes.
    pub writer: RegionName,
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
    /// All regions of the file: home, then the others by name. The file's order means nothing. The tier
    /// decides which are [in use](Self::in_use).
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
    /// Where the file names it.
    pub place: Span,
    /// Its share of the traffic, relative to the sum of all.
    pub weight: Weight,
    /// The VPC's range where the file gives one; otherwise it follows from the region.
    pub cidr: Option<Spanned<Cidr>>,
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
    /// Requests in five minutes that the firewall lets one address make.
    pub rate_limit: u32,
}

/// How traffic shares become integers.
#[derive(Debug, Clone, Copy)]
pub struct CapacityPolicy {
    /// Where the file says what is to be survived.
    pub place: Span,
    /// How many regions may be lost at once.
    pub survive: Survive,
    /// Whether what survivors then need is already running.
    pub by: By,
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

    /// Their names, sorted: as Terraform's `sort` and `keys` list them.
    pub(crate) fn sorted_in_use(&self) -> Vec<RegionName> {
        let mut names: Vec<RegionName> = self.in_use().map(|region| region.name).collect();
        names.sort_unstable_by_key(|name| name.as_str());
        names
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

    /// What people call it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::GlobalAccelerator => "Global Accelerator",
            Self::Route53Latency | Self::Route53Weighted => "Route 53",
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

/// How many regions may be lost at once while the others still carry everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Survive {
    /// None: what a lost region served is shed.
    None,
    /// Any one.
    OneRegion,
    /// Any two.
    TwoRegions,
}

impl Survive {
    /// The word of the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::OneRegion => "one-region",
            Self::TwoRegions => "two-regions",
        }
    }

    /// How many.
    #[must_use]
    pub fn regions(self) -> usize {
        match self {
            Self::None => 0,
            Self::OneRegion => 1,
            Self::TwoRegions => 2,
        }
    }
}

/// What survivors need after a loss: there beforehand, or started then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// Already running: nothing has to change during the outage.
    Static,
    /// Running by share; grows during the outage, through the survivors' control planes.
    Autoscale,
}

impl By {
    /// The word of the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Static => "static",
            Self::Autoscale => "autoscale",
        }
    }
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

impl Redistribute {
    /// The word of the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nearest => "nearest",
            Self::ByWeight => "by-weight",
        }
    }
}
