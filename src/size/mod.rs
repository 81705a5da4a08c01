//! Traffic shares into integers, for the steady state and for the loss of regions.
//!
//! All arithmetic is exact. In: the topology, and a total that the whole world needs at peak. Out:
//! what each region needs, and what it gets under the policy. The building blocks say what their
//! totals are; nothing here knows what is being counted. `docs/capacity.md` has the formulas with
//! their sources.

mod apportion;
mod fraction;
mod loss;
mod supply;

#[cfg(test)]
use self::apportion::Unsplittable;
pub(crate) use self::{apportion::apportion, fraction::Fraction, loss::Loss, supply::Supply};

use self::apportion::split;
use crate::{
    aws::RegionName,
    topology::{CapacityPolicy, Region, Topology},
    words::{By, Survive, Tier, Via, Weight},
};

/// What one region gets of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Need {
    /// The region.
    pub(crate) region: RegionName,
    /// What its own share asks for; in a standby, what the tier keeps there.
    pub(crate) share: u32,
    /// What runs while all regions are well; never below `share`.
    pub(crate) steady: u32,
    /// What it may grow to after a loss that is to be survived; never below `steady`.
    pub(crate) failover: u32,
}

/// The shares of a topology's regions: found once, applied to every total.
#[derive(Debug)]
pub(crate) struct Capacity {
    policy: CapacityPolicy,
    shares: Vec<Share>,
    losses: Vec<Loss>,
}

#[derive(Debug)]
struct Share {
    region: RegionName,
    zones: u8,
    weight: Weight,
    steady: Steady,
    /// Its part of the total after the worst loss that is to be survived.
    worst: Fraction,
}

/// How a region's steady need follows from a total.
#[derive(Debug, Clone, Copy)]
enum Steady {
    /// The whole total: it serves alone.
    All,
    /// Its part of the apportioned total: it serves among others.
    Part,
    /// Its part, rounded up for itself alone: a standby that could serve it.
    Standby,
    /// Nothing: services start when they are needed.
    Nothing,
}

impl Capacity {
    /// Finds the shares.
    pub(crate) fn new(topology: &Topology) -> Self {
        let regions: Vec<&Region> = topology.in_use().collect();
        let policy = topology.capacity;
        let losses = loss::all(topology, &regions);
        let share = |(index, region): (usize, &&Region)| {
            let survived = losses.iter().filter(|loss| loss.size() <= policy.survive.regions());
            let worst = survived.filter_map(|loss| loss.part(index)).max();
            Share {
                region: region.name,
                zones: region.zones,
                weight: region.weight,
                steady: steady(topology, region.name),
                worst: worst.unwrap_or(Fraction::ZERO),
            }
        };
        let shares = regions.iter().enumerate().map(share).collect();
        Self { policy, shares, losses }
    }

    /// Sizes `total` units over the regions in use, in the topology's order.
    pub(crate) fn size(&self, total: u32, supply: Supply) -> Vec<Need> {
        let floor = match supply {
            Supply::Tasks => self.policy.floor,
            Supply::Beforehand | Supply::Whole | Supply::Reserved { .. } => 1,
            Supply::OnDemand { .. } | Supply::Replicated => 0,
        };
        let needs = self.by_policy(total, floor);
        needs
            .into_iter()
            .zip(&self.shares)
            .map(|(need, share)| self.supplied(need, share, total, supply))
            .collect()
    }

    /// As the policy has it, for what starts by itself.
    fn by_policy(&self, total: u32, floor: u32) -> Vec<Need> {
        let weights: Vec<u64> = self.shares.iter().map(|share| share.weight.millionths()).collect();
        let sum = weights.iter().sum();
        let need = |(share, part): (&Share, u32)| {
            let own = match share.steady {
                Steady::All => total.max(floor),
                Steady::Part => part.max(floor),
                Steady::Standby => {
                    Fraction::new(share.weight.millionths(), sum).ceil_of(total).max(floor)
                }
                Steady::Nothing => 0,
            };
            let most = share.worst.ceil_of(total).max(own);
            let steady = if self.policy.by == By::Static { most } else { own };
            Need { region: share.region, share: own, steady, failover: most }
        };
        self.shares.iter().zip(split(total, &weights)).map(need).collect()
    }

    /// What the policy asks for, as it can be had.
    fn supplied(&self, need: Need, share: &Share, total: u32, supply: Supply) -> Need {
        let serves = matches!(share.steady, Steady::All | Steady::Part);
        match supply {
            // What already runs under `static` is enough for one region, or for one zone. A standby serves nobody, so a
            // zone of it is nobody's loss.
            Supply::Tasks if self.is_static() && serves => {
                let steady = need.steady.max(zonal(need.share, share.zones));
                Need { steady, failover: need.failover.max(steady), ..need }
            }
            Supply::Tasks => need,
            _ if supply.is_fixed() && matches!(share.steady, Steady::Nothing) => need,
            Supply::Whole => Need { steady: total, failover: total, ..need },
            Supply::Beforehand | Supply::Reserved { .. } => Need { steady: need.failover, ..need },
            Supply::OnDemand { at_once, warm } => {
                let own = if serves { need.share } else { 0 };
                let usual = at_once.max(own.saturating_mul(2)).min(total);
                let steady = if warm { total } else { usual };
                Need { share: own, steady, failover: total, ..need }
            }
            Supply::Replicated => Need { share: total, steady: total, failover: total, ..need },
        }
    }

    fn is_static(&self) -> bool {
        self.policy.by == By::Static && self.policy.survive != Survive::None
    }

    /// Every loss of one region; of two as well where the policy is to survive that.
    pub(crate) fn losses(&self) -> &[Loss] {
        &self.losses
    }

    /// What each region needs after a loss, in the topology's order; `None` in what is lost.
    pub(crate) fn after(&self, loss: &Loss, total: u32, supply: Supply) -> Vec<Option<u32>> {
        let need = |part: Fraction| {
            if supply == Supply::Replicated { total } else { part.ceil_of(total) }
        };
        (0..self.shares.len()).map(|index| loss.part(index).map(need)).collect()
    }

    /// How much of what runs may be in use at peak, so that every loss of one region is absorbed by
    /// what runs when it is sized by share alone. `None` where only one region serves.
    pub(crate) fn safe_utilisation(&self) -> Option<Fraction> {
        let sum: u64 = self.shares.iter().map(|share| share.weight.millionths()).sum();
        let of = |loss: &Loss, (index, share): (usize, &Share)| {
            Some(Fraction::new(share.weight.millionths(), sum).over(loss.part(index)?))
        };
        let serves = |share: &Share| matches!(share.steady, Steady::Part);
        let single = self.losses.iter().filter(|loss| loss.size() == 1);
        let ratios = single.flat_map(|loss| {
            let shares = self.shares.iter().enumerate().filter(|(_, share)| serves(share));
            shares.filter_map(move |share| of(loss, share).flatten())
        });
        ratios.min()
    }

    /// The least that must run in all regions together when somebody moves the weights during the
    /// outage: whatever region is lost, the rest hold `total`, and none is below its own share.
    /// Only a router that enforces weights can be steered like that.
    pub(crate) fn steered(&self, topology: &Topology, total: u32) -> Option<u32> {
        let enforced = topology.ingress.via == Via::Route53Weighted;
        if !enforced || topology.tier != Tier::ActiveActive || self.shares.len() < 2 {
            return None;
        }
        let needs = self.by_policy(total, self.policy.floor);
        let shares: Vec<u32> = needs.iter().map(|need| need.share).collect();
        let others = u32::try_from(shares.len() - 1).unwrap_or(u32::MAX);
        let largest = shares.iter().copied().max().unwrap_or(0).max(total.div_ceil(others));
        Some(total.saturating_add(largest).max(shares.into_iter().fold(0, u32::saturating_add)))
    }
}

fn steady(topology: &Topology, region: RegionName) -> Steady {
    match topology.tier {
        Tier::ActiveActive => Steady::Part,
        _ if region == topology.home => Steady::All,
        Tier::WarmStandby => Steady::Standby,
        Tier::SingleRegion | Tier::PilotLight => Steady::Nothing,
    }
}

/// With one of `zones` gone the others still hold `count`: `k · ceil(count / (k − 1))`.
fn zonal(count: u32, zones: u8) -> u32 {
    let zones = u32::from(zones.max(2));
    zones.saturating_mul(count.div_ceil(zones - 1))
}

#[cfg(test)]
mod tests;
