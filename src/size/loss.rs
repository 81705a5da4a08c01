//! What is left to do for whom when regions are lost.

use super::fraction::Fraction;
use crate::{
    aws::{self, RegionName},
    topology::{Region, Topology},
    words::{Redistribute, Tier},
};

/// Regions lost at the same time, and the part of every total that each region then carries.
#[derive(Debug, Clone)]
pub(crate) struct Loss {
    lost: Vec<RegionName>,
    /// `us-east-1+eu-west-1`
    title: String,
    /// By region, in the topology's order; `None` for what is lost.
    parts: Vec<Option<Fraction>>,
    /// Whether the parts add up: who inherits is known.
    certain: bool,
}

impl Loss {
    /// The loss of these regions; what is not in use is not missed. `None` when no region is left.
    pub(crate) fn of(topology: &Topology, lost: &[RegionName]) -> Option<Self> {
        let regions: Vec<&Region> = topology.in_use().collect();
        let gone: Vec<bool> = regions.iter().map(|region| lost.contains(&region.name)).collect();
        let lost = regions.iter().zip(&gone).filter(|(_, gone)| **gone);
        let lost: Vec<RegionName> = lost.map(|(region, _)| region.name).collect();
        let left = regions.len() - lost.len();
        if left == 0 {
            return None;
        }
        let survivors = || regions.iter().zip(&gone).filter(|(_, gone)| !**gone);
        let heirs: Vec<Heir> = regions
            .iter()
            .zip(&gone)
            .filter(|(_, gone)| **gone)
            .map(|(region, _)| Heir {
                weight: region.weight.millionths(),
                name: aws::nearest(region.name, survivors().map(|(region, _)| region.name)),
            })
            .collect();
        let part = |(region, gone): (&&Region, &bool)| {
            (!gone).then(|| part(topology, &regions, &lost, &heirs, region))
        };
        let parts = regions.iter().zip(&gone).map(part).collect();
        let certain = left == 1
            || match (topology.tier, topology.capacity.redistribute) {
                (Tier::ActiveActive, Redistribute::ByWeight) => true,
                (Tier::ActiveActive, Redistribute::Nearest) => {
                    heirs.iter().all(|heir| heir.name.is_some())
                }
                _ => !lost.contains(&topology.home),
            };
        let names: Vec<&str> = lost.iter().map(|region| region.as_str()).collect();
        Some(Self { title: names.join("+"), lost, parts, certain })
    }

    /// What is lost, in the topology's order.
    pub(crate) fn lost(&self) -> &[RegionName] {
        &self.lost
    }

    /// What people call it: `us-east-1+eu-west-1`.
    pub(crate) fn title(&self) -> &str {
        &self.title
    }

    /// Whether it is known who inherits. Otherwise each of several regions is sized to be the one,
    /// and what they need does not add up to the total.
    pub(crate) fn is_certain(&self) -> bool {
        self.certain
    }

    /// How many regions.
    pub(crate) fn size(&self) -> usize {
        self.lost.len()
    }

    /// The part that a region carries, by its place in the topology; `None` when it is lost.
    pub(super) fn part(&self, index: usize) -> Option<Fraction> {
        self.parts.get(index).copied().flatten()
    }
}

/// Who inherits a lost region's traffic. No name where the latency table does not know: then every
/// survivor may be the one.
struct Heir {
    weight: u64,
    name: Option<RegionName>,
}

/// The share of the total that `own` carries when others are gone:
///
/// - nearest: its own, plus that of every lost region whose nearest survivor it is;
/// - by weight: its own among the survivors, `w / (W − lost)`;
/// - with one region that serves: all of it, wherever somebody moves it once that region is lost.
fn part(
    topology: &Topology,
    regions: &[&Region],
    lost: &[RegionName],
    heirs: &[Heir],
    own: &Region,
) -> Fraction {
    if topology.tier != Tier::ActiveActive {
        let serves = own.name == topology.home || lost.contains(&topology.home);
        return if serves { Fraction::ONE } else { Fraction::ZERO };
    }
    let weight = own.weight.millionths();
    let sum: u64 = regions.iter().map(|region| region.weight.millionths()).sum();
    match topology.capacity.redistribute {
        Redistribute::Nearest => {
            let is_heir = |heir: &&Heir| heir.name.is_none_or(|name| name == own.name);
            let inherited: u64 = heirs.iter().filter(is_heir).map(|heir| heir.weight).sum();
            Fraction::new(weight + inherited, sum)
        }
        Redistribute::ByWeight => match sum - heirs.iter().map(|heir| heir.weight).sum::<u64>() {
            // The survivors weigh nothing: Route 53 then treats them alike.
            0 => Fraction::new(1, (regions.len() - lost.len()) as u64),
            left => Fraction::new(weight, left),
        },
    }
}

/// Every loss of one region, and of two where the policy is to survive that; some region is left.
pub(super) fn all(topology: &Topology, regions: &[&Region]) -> Vec<Loss> {
    let names: Vec<RegionName> = regions.iter().map(|region| region.name).collect();
    let singles = names.iter().map(|name| vec![*name]);
    let both = topology.capacity.survive.regions() > 1;
    let pairs = names.iter().enumerate().flat_map(|(index, first)| {
        names.iter().skip(index + 1).map(move |second| vec![*first, *second])
    });
    singles.chain(pairs.filter(|_| both)).filter_map(|lost| Loss::of(topology, &lost)).collect()
}
