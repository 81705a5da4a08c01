//! The words to choose from at the top of a file.

use schemars::JsonSchema;
use serde::Deserialize;

/// Disaster-recovery tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Tier {
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
    pub(crate) fn as_str(self) -> &'static str {
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
pub(crate) enum Layout {
    /// A state per layer and region.
    Split,
    /// One state.
    Single,
}

/// What routes users to a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Via {
    /// Anycast addresses; the nearest healthy region.
    GlobalAccelerator,
    /// DNS; the region with the lowest latency.
    Route53Latency,
    /// DNS; by weight, the only router that enforces shares.
    Route53Weighted,
}

impl Via {
    /// The word of the file.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::GlobalAccelerator => "global-accelerator",
            Self::Route53Latency => "route53-latency",
            Self::Route53Weighted => "route53-weighted",
        }
    }

    /// What people call it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::GlobalAccelerator => "Global Accelerator",
            Self::Route53Latency | Self::Route53Weighted => "Route 53",
        }
    }
}

/// Whether Global Accelerator keeps a client with one endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Affinity {
    /// Connections are spread by five-tuple.
    None,
    /// Connections of one source address stay together.
    SourceIp,
}

/// How many regions may be lost at once while the others still carry everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Survive {
    /// None: what a lost region served is shed.
    None,
    /// Any one.
    OneRegion,
    /// Any two.
    TwoRegions,
}

impl Survive {
    /// The word of the file.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::OneRegion => "one-region",
            Self::TwoRegions => "two-regions",
        }
    }

    /// How many.
    pub(crate) fn regions(self) -> usize {
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
pub(crate) enum By {
    /// Already running: nothing has to change during the outage.
    Static,
    /// Running by share; grows during the outage, through the survivors' control planes.
    Autoscale,
}

impl By {
    /// The word of the file.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Static => "static",
            Self::Autoscale => "autoscale",
        }
    }
}

/// Who inherits a lost region's traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Redistribute {
    /// The nearest surviving region.
    Nearest,
    /// All survivors, by their weights.
    ByWeight,
}

impl Redistribute {
    /// The word of the file.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Nearest => "nearest",
            Self::ByWeight => "by-weight",
        }
    }
}
