//! The report for machines.

use serde::{Serialize, Serializer};

use super::{
    quota,
    report::{Report, Unit},
    verdict,
};
use crate::size::Supply;

/// The document that `topogen capacity --format json` prints.
#[derive(Debug, Serialize)]
pub(crate) struct Document<'a> {
    /// Rises when a field changes its meaning or goes away.
    schema_version: u32,
    survive: &'static str,
    by: &'static str,
    redistribute: &'static str,
    /// The answer in a sentence; none where no loss is looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    /// What has to be requested of AWS before the numbers can be there.
    quotas: Vec<QuotaOut>,
    units: Vec<UnitOut<'a>>,
}

#[derive(Debug, Serialize)]
struct QuotaOut {
    service: &'static str,
    name: &'static str,
    region: &'static str,
    at_least: u64,
    unit: &'static str,
}

#[derive(Debug, Serialize)]
struct UnitOut<'a> {
    kind: &'static str,
    name: &'a str,
    /// What is counted.
    unit: &'static str,
    total: u32,
    /// At worst: what has to be added during the outage.
    must_be_added: u32,
    /// At worst: what is missing even then.
    missing: u32,
    regions: Vec<RegionOut<'a>>,
}

#[derive(Debug, Serialize)]
struct RegionOut<'a> {
    region: &'static str,
    /// An exact decimal.
    weight: String,
    /// What the region's own share asks for; in a standby, what the tier keeps there.
    share: u32,
    /// What runs while all regions are well.
    steady: u32,
    /// What it may grow to after a loss that is to be survived.
    failover: u32,
    /// Nodes or instances, where the units are something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    carriers: Option<u32>,
    /// By the lost region; `a+b` for two at once.
    #[serde(serialize_with = "as_map")]
    need_after_loss: Vec<(&'a str, u32)>,
}

impl<'a> Document<'a> {
    pub(crate) fn new(report: &'a Report<'a>) -> Self {
        let policy = report.topology.capacity;
        Self {
            schema_version: 2,
            survive: policy.survive.as_str(),
            by: policy.by.as_str(),
            redistribute: policy.redistribute.as_str(),
            answer: verdict::answer(report),
            quotas: quota::quotas(report).into_iter().map(QuotaOut::from).collect(),
            units: report.units.iter().map(|unit| UnitOut::new(report, unit)).collect(),
        }
    }
}

impl From<quota::Quota> for QuotaOut {
    fn from(quota: quota::Quota) -> Self {
        let quota::Quota { service, name, region, least, unit } = quota;
        Self { service, name, region, at_least: least, unit }
    }
}

impl<'a> UnitOut<'a> {
    fn new(report: &'a Report<'a>, unit: &'a Unit<'a>) -> Self {
        let regions = report.topology.in_use().zip(unit.needs).enumerate();
        let region = |(index, (region, need)): (usize, (&crate::topology::Region, &_))| {
            let crate::size::Need { share, steady, failover, .. } = *need;
            let after = report.losses.iter().zip(&unit.after);
            let after = after.filter_map(|(loss, after)| {
                Some((loss.title(), after.get(index).copied().flatten()?))
            });
            RegionOut {
                region: region.name.as_str(),
                weight: region.weight.to_string(),
                share,
                steady,
                failover,
                carriers: unit.carriers.as_ref().and_then(|all| all.counts.get(index).copied()),
                need_after_loss: after.collect(),
            }
        };
        let kept = unit.demand.supply == Supply::Replicated;
        let (must_be_added, missing) = if kept { (0, 0) } else { verdict::worst(report, unit) };
        Self {
            must_be_added,
            missing,
            kind: unit.demand.kind,
            name: &unit.demand.name,
            unit: unit.demand.unit,
            total: unit.demand.total,
            regions: regions.map(region).collect(),
        }
    }
}

/// A loss is there once, so nothing has to look for doubles.
fn as_map<S: Serializer>(pairs: &[(&str, u32)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().copied())
}
