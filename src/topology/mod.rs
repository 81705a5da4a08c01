//! The checked model: what a topology means.
//!
//! Only [`crate::check`] makes these values, so they carry the proof: a region exists, weights
//! add up, ranges do not overlap. Later stages read them and cannot fail. Nothing here says where it
//! is written: two topologies are equal if they mean the same.

mod accept;
mod cidr;

use std::collections::BTreeMap;

use indexmap::IndexMap;

pub(crate) use self::accept::{Accept, Day};
pub(crate) use self::cidr::Cidr;

use crate::{
    aws::RegionName,
    words::{Affinity, By, Layout, Redistribute, Survive, Tier, Via, Weight},
};

/// A whole topology, without the building blocks' own sections.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Topology {
    /// Prefix of every AWS name.
    pub(crate) name: String,
    /// What the regions other than home get.
    pub(crate) tier: Tier,
    /// Where single-writer things were born. Never changes.
    pub(crate) home: RegionName,
    /// Which region a new region takes for the one that writes.
    pub(crate) writer: RegionName,
    /// The public hosted zone.
    pub(crate) domain: Option<String>,
    /// How the output is cut into Terraform states.
    pub(crate) layout: Layout,
    /// The one account that the provider may touch.
    pub(crate) account_id: Option<String>,
    /// Where provider and STS live; never a workload region.
    pub(crate) control_region: RegionName,
    /// Where Terraform keeps its state; `None` is local files.
    pub(crate) state: Option<State>,
    /// Tags of everything.
    pub(crate) tags: IndexMap<String, String>,
    /// All regions of the file: home, then the others by name. The file's order means nothing. The tier
    /// decides which are [in use](Self::in_use).
    pub(crate) regions: Vec<Region>,
    /// How users reach the services.
    pub(crate) ingress: Ingress,
    /// How shares become integers.
    pub(crate) capacity: CapacityPolicy,
    /// What entries are called where that is not their key, by section.
    pub(crate) called: BTreeMap<&'static str, BTreeMap<String, String>>,
    /// Hazards of changes that somebody has accepted: no tree has them.
    pub(crate) accepts: Vec<Accept>,
}

/// One region of a topology.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Region {
    /// Which.
    pub(crate) name: RegionName,
    /// Its share of the traffic, relative to the sum of all.
    pub(crate) weight: Weight,
    /// The VPC's range where the file gives one; otherwise it follows from the region.
    pub(crate) cidr: Option<Cidr>,
    /// Availability zones in use.
    pub(crate) zones: u8,
}

/// An S3 bucket for Terraform state.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct State {
    /// The bucket.
    pub(crate) bucket: String,
    /// Where it is.
    pub(crate) region: RegionName,
}

/// How users reach the services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ingress {
    /// The router.
    pub(crate) via: Via,
    /// The host of the only service, relative to the domain.
    pub(crate) host: Option<String>,
    /// Client affinity of Global Accelerator.
    pub(crate) affinity: Affinity,
    /// Requests in five minutes that the firewall lets one address make.
    pub(crate) rate_limit: u32,
}

/// How traffic shares become integers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CapacityPolicy {
    /// How many regions may be lost at once.
    pub(crate) survive: Survive,
    /// Whether what survivors then need is already running.
    pub(crate) by: By,
    /// Who inherits a lost region's traffic.
    pub(crate) redistribute: Redistribute,
    /// Least tasks in a region that serves.
    pub(crate) floor: u32,
}

impl Topology {
    /// The regions that hold anything at all: only home in the single-region tier.
    pub(crate) fn in_use(&self) -> impl Iterator<Item = &Region> + Clone {
        let all = self.tier != Tier::SingleRegion;
        self.regions.iter().filter(move |region| all || region.name == self.home)
    }

    /// Their names, sorted: as Terraform's `sort` and `keys` list them.
    pub(crate) fn sorted_in_use(&self) -> Vec<RegionName> {
        let mut names: Vec<RegionName> = self.in_use().map(|region| region.name).collect();
        names.sort_unstable_by_key(|name| name.as_str());
        names
    }

    /// The other regions that hold anything.
    pub(crate) fn peers(&self, region: RegionName) -> Vec<RegionName> {
        self.in_use().map(|other| other.name).filter(|other| *other != region).collect()
    }

    /// Whether the router sends users to this region while all is well.
    pub(crate) fn is_routed(&self, region: RegionName) -> bool {
        self.tier == Tier::ActiveActive || region == self.home
    }

    /// What stands for an entry's key in AWS names and in all that is told of it outside the file. Addresses of Terraform
    /// follow the key itself.
    pub(crate) fn called<'a>(&'a self, section: &str, entry: &'a str) -> &'a str {
        let called = self.called.get(section).and_then(|entries| entries.get(entry));
        called.map_or(entry, String::as_str)
    }

    /// `<name>-<suffix>`: how every AWS name is made.
    pub(crate) fn named(&self, suffix: &str) -> String {
        format!("{}-{suffix}", self.name)
    }
}
