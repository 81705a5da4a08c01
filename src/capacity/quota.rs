//! What an account's quotas have to allow before the capacity can be there.

use indexmap::IndexMap;

use super::Report;
use crate::{
    aws::RegionName,
    block::{Draw, Holds},
};

/// What has to be requested in a region.
pub(super) struct Quota {
    /// `AWS Fargate`
    pub(super) service: &'static str,
    /// The name that Service Quotas knows.
    pub(super) name: &'static str,
    pub(super) region: RegionName,
    pub(super) least: u64,
    /// `vCPU`
    pub(super) unit: &'static str,
}

/// The quotas that what may run after a loss takes, by quota and region. What the account has is
/// not known, so all are listed but those that AWS starts every account with.
pub(super) fn quotas(report: &Report<'_>) -> Vec<Quota> {
    let mut taken: IndexMap<(&str, RegionName), (Draw, u128)> = IndexMap::new();
    for unit in &report.units {
        let Some(draw) = unit.demand.draw else { continue };
        for need in &unit.needs {
            let thousandths = u128::from(need.failover) * u128::from(draw.thousandths);
            let (_, all) = taken.entry((draw.quota, need.region)).or_insert((draw, 0));
            *all = match draw.holds {
                Holds::Together { .. } => *all + thousandths,
                Holds::Each { .. } => thousandths.max(*all),
            };
        }
    }
    let quota = |((name, region), (draw, thousandths)): ((&'static str, _), (Draw, u128))| {
        let least = u64::try_from(thousandths.div_ceil(1_000)).unwrap_or(u64::MAX);
        let least = match draw.holds {
            Holds::Together { .. } if least == 0 => return None,
            Holds::Together { spare } => least + u64::from(spare),
            Holds::Each { default } if least <= u64::from(default) => return None,
            Holds::Each { .. } => least,
        };
        Some(Quota { service: draw.service, name, region, least, unit: draw.unit })
    };
    taken.into_iter().filter_map(quota).collect()
}
