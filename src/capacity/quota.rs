//! What an account's quotas have to allow before the capacity can be there.

use indexmap::IndexMap;

use super::Report;
use crate::aws::RegionName;

/// What has to be requested in a region.
pub(super) struct Quota {
    /// The name that Service Quotas knows.
    pub(super) name: &'static str,
    pub(super) region: RegionName,
    pub(super) least: u64,
    /// `vCPU`
    pub(super) unit: &'static str,
}

/// The quotas that what may run after a loss takes, by quota and region. What the account has is
/// not known, so all are listed.
pub(super) fn quotas(report: &Report<'_>) -> Vec<Quota> {
    let mut parts: IndexMap<(&str, RegionName), (&'static str, u128)> = IndexMap::new();
    for unit in &report.units {
        let Some(draw) = &unit.draw else { continue };
        for need in &unit.needs {
            let (_, sum) = parts.entry((draw.quota, need.region)).or_insert((draw.unit, 0));
            *sum += u128::from(need.failover) * u128::from(draw.thousandths);
        }
    }
    let quota = |((name, region), (unit, thousandths)): ((&'static str, _), (_, u128))| Quota {
        name,
        region,
        least: u64::try_from(thousandths.div_ceil(1_000)).unwrap_or(u64::MAX),
        unit,
    };
    parts.into_iter().map(quota).filter(|quota| quota.least > 0).collect()
}
