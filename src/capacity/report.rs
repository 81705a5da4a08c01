//! What every unit needs and gets in every region, after every loss that is looked at.

use crate::{
    aws::RegionName,
    block::{Carriers, Demand, Ledger, Sized},
    size::{Loss, Need, Supply},
    topology::Topology,
    words::Survive,
};

/// All units of a topology, in all its regions, after each loss that is looked at.
pub(crate) struct Report<'a> {
    pub(super) topology: &'a Topology,
    pub(super) ledger: &'a Ledger,
    /// Somebody asked about one loss; otherwise all that the policy is about.
    pub(super) asked: bool,
    pub(super) losses: Vec<Loss>,
    pub(super) units: Vec<Unit<'a>>,
}

/// Something that is sized by share: a service, or a store.
pub(super) struct Unit<'a> {
    pub(super) demand: &'a Demand,
    pub(super) needs: &'a [Need],
    /// What carries it.
    pub(super) carriers: Option<&'a Carriers>,
    /// By loss, then by region.
    pub(super) after: Vec<Vec<Option<u32>>>,
    /// The least in all regions together when somebody moves the weights.
    pub(super) steered: Option<u32>,
}

/// What a loss comes to, all services together.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct AfterLoss {
    /// The regions.
    pub(crate) lost: Vec<&'static str>,
    /// Nothing of what is sized by share is missing even after all has grown.
    pub(crate) survives: bool,
    /// It is to be survived.
    #[serde(skip)]
    pub(crate) declared: bool,
    /// Tasks that have to be started during the outage.
    pub(crate) must_start: u32,
    /// Tasks that may not be.
    pub(crate) missing: u32,
}

/// What one region is up against after a loss.
#[derive(Debug, Clone, Copy)]
pub(super) struct Strain {
    pub(super) region: RegionName,
    pub(super) needs: u32,
    pub(super) runs: u32,
    /// What autoscaling has to add during the outage.
    pub(super) must_start: u32,
    /// What it may not add.
    pub(super) missing: u32,
}

impl<'a> Report<'a> {
    /// Looks at every loss that the policy is about, or at that of `lost`. `None` when no region
    /// would be left.
    pub(crate) fn new(
        topology: &'a Topology,
        ledger: &'a Ledger,
        lost: &[RegionName],
    ) -> Option<Self> {
        let capacity = &ledger.capacity;
        let asked = !lost.is_empty();
        let losses =
            if asked { vec![Loss::of(topology, lost)?] } else { capacity.losses().to_vec() };
        let unit = |Sized { demand, needs, carriers }: &'a Sized| {
            let Demand { total, supply, .. } = *demand;
            let steered = capacity.steered(topology, total);
            Unit {
                carriers: carriers.as_ref(),
                after: losses.iter().map(|loss| capacity.after(loss, total, supply)).collect(),
                steered: steered.filter(|_| supply == Supply::Tasks),
                needs,
                demand,
            }
        };
        let units = ledger.sizes().map(unit).collect();
        Some(Self { topology, ledger, asked, losses, units })
    }

    /// What each loss comes to that is looked at.
    pub(crate) fn by_loss(&self) -> Vec<AfterLoss> {
        let one = |(index, loss): (usize, &Loss)| {
            let strains = |unit| self.strains(unit).nth(index).map(|(_, strains)| strains);
            let all = |unit, of: fn(&Strain) -> u32| {
                let strains: Vec<Strain> = strains(unit).unwrap_or_default();
                strains.iter().map(of).fold(0, u32::saturating_add)
            };
            let tasks = |of: fn(&Strain) -> u32| {
                let units = self.units.iter().filter(|unit| unit.demand.supply == Supply::Tasks);
                units.map(|unit| all(unit, of)).fold(0, u32::saturating_add)
            };
            AfterLoss {
                lost: loss.lost().iter().map(|region| region.as_str()).collect(),
                survives: self.units.iter().all(|unit| all(unit, |strain| strain.missing) == 0),
                declared: self.claims(loss),
                must_start: tasks(|strain| strain.must_start),
                missing: tasks(|strain| strain.missing),
            }
        };
        self.losses.iter().enumerate().map(one).collect()
    }

    /// Whether a loss that is to be survived, or that somebody asked about, leaves something
    /// missing even after all has grown.
    pub(crate) fn is_short(&self) -> bool {
        self.units.iter().any(|unit| {
            self.strains(unit)
                .any(|(loss, strains)| self.claims(loss) && strains.iter().any(|s| s.missing > 0))
        })
    }

    /// Whether a loss is to be survived, or somebody asked about it.
    pub(super) fn claims(&self, loss: &Loss) -> bool {
        self.asked || loss.size() <= self.survive().regions()
    }

    pub(super) fn survive(&self) -> Survive {
        self.topology.capacity.survive
    }

    /// For each loss, what the survivors are up against.
    pub(super) fn strains(&self, unit: &Unit<'_>) -> impl Iterator<Item = (&Loss, Vec<Strain>)> {
        self.losses.iter().zip(&unit.after).map(|(loss, after)| {
            let survivors = unit.needs.iter().zip(after);
            let strain = |(need, after): (&Need, &Option<u32>)| {
                let needs = (*after)?;
                Some(Strain {
                    region: need.region,
                    needs,
                    runs: need.steady,
                    must_start: needs.min(need.failover).saturating_sub(need.steady),
                    missing: needs.saturating_sub(need.failover),
                })
            };
            (loss, survivors.filter_map(strain).collect())
        })
    }
}
