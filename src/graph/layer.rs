//! The layers of states, as data: a block may declare one of its own.

use std::{
    fmt,
    hash::{Hash, Hasher},
};

use crate::aws::RegionName;

/// States that are applied at one time.
#[derive(Debug)]
pub(crate) struct Layer {
    /// Its folder, or the folder of its regions' folders.
    pub(crate) name: &'static str,
    /// What has a lower rank is applied before, and may be referred to; what has a higher one may not.
    pub(crate) rank: u8,
    /// What it has in regions: one state for all of them, or one for each.
    pub(crate) spread: Spread,
    /// Whether it can be planned while a region is lost that is not its own: nothing of it is in one, and people are told.
    pub(crate) survives: bool,
    /// What a state of it holds.
    pub(crate) holds: &'static str,
}

/// How a layer is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spread {
    /// One state.
    Whole,
    /// One for each region in use, which refers to no other region's.
    InUse,
    /// Likewise, and the regions may be any. Labels say their region themselves.
    Anywhere,
}

/// Where a call belongs: the order of states, and the region whose loss it may not survive.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// The order.
    pub(crate) layer: &'static Layer,
    /// The region, where the layer has a state for each.
    pub(crate) region: Option<RegionName>,
}

static FOUNDATION: Layer = Layer {
    name: "foundation",
    rank: 0,
    spread: Spread::Whole,
    survives: false,
    holds: "what everything else needs and what rarely changes: keys, registries, roles, certificates",
};

static DATA: Layer = Layer {
    name: "data",
    rank: 10,
    holds: "what AWS itself replicates between regions",
    ..FOUNDATION
};

static REGIONS: Layer = Layer::in_regions("regions", 20, "what this region runs");

static EDGE: Layer = Layer {
    name: "edge",
    rank: 30,
    spread: Spread::Whole,
    survives: true,
    holds: "what users reach first",
};

static MONITORING: Layer = Layer {
    name: "monitoring",
    rank: 40,
    spread: Spread::Anywhere,
    survives: true,
    holds: "what only watches in this region, and need not survive",
};

impl Layer {
    /// Whether it is what the regions run, whose states are called like their regions.
    pub(crate) fn is_regions(&self) -> bool {
        self.name == REGIONS.name
    }

    /// A layer with a state for each region in use.
    pub(crate) const fn in_regions(name: &'static str, rank: u8, holds: &'static str) -> Self {
        Self { name, rank, spread: Spread::InUse, survives: true, holds }
    }
}

impl Place {
    /// In a region's state of a layer that has one.
    pub(crate) const fn of(layer: &'static Layer, region: RegionName) -> Self {
        Self { layer, region: Some(region) }
    }

    /// Rarely changed things that everything else needs.
    pub(crate) const FOUNDATION: Self = Self { layer: &FOUNDATION, region: None };
    /// What AWS itself replicates.
    pub(crate) const DATA: Self = Self { layer: &DATA, region: None };
    /// What users reach first.
    pub(crate) const EDGE: Self = Self { layer: &EDGE, region: None };

    /// What one region runs.
    pub(crate) const fn region(region: RegionName) -> Self {
        Self::of(&REGIONS, region)
    }

    /// What only watches, by the region that it is in: the edge, or the way from one region to another. Nothing that has to
    /// survive is here.
    pub(crate) const fn monitoring(region: RegionName) -> Self {
        Self::of(&MONITORING, region)
    }

    /// Whether a call here may refer to a call there: never forwards, never to another region's own.
    pub(super) fn may_refer_to(self, other: Self) -> bool {
        let foreign =
            self.region.is_some() && other.region.is_some() && self.region != other.region;
        !foreign && (self == other || self.layer.rank > other.layer.rank)
    }

    /// Its folder in the output tree: `regions/eu-west-1`.
    pub(crate) fn dir(self) -> String {
        match self.region {
            Some(region) => format!("{}/{region}", self.layer.name),
            None => self.layer.name.to_owned(),
        }
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.layer.name == other.layer.name && self.region == other.region
    }
}

impl Eq for Place {}

impl Hash for Place {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.layer.rank, self.region).hash(state);
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.dir())
    }
}
