//! What an account's quotas have to allow before the capacity can be there.

use indexmap::IndexMap;

use super::report::Report;
use crate::{
    aws::RegionName,
    block::{Draw, Holds},
    bug::Bug,
    compose::compose,
    emit,
    graph::Place,
    size::Supply,
};

/// What has to be requested in a region.
pub(super) struct Quota {
    /// `AWS Fargate`
    pub(super) service: &'static str,
    /// The name that Service Quotas knows.
    pub(super) name: &'static str,
    pub(super) region: &'static str,
    pub(super) least: u64,
    /// `vCPU`
    pub(super) unit: &'static str,
}

/// The quotas that what may run after a loss takes, by quota and region. What the account has is
/// not known, so all are listed but those that AWS starts every account with.
pub(super) fn quotas(report: &Report<'_>) -> Result<Vec<Quota>, Bug> {
    let mut taken: IndexMap<(&'static str, RegionName), (Draw, u128)> = IndexMap::new();
    for unit in &report.units {
        let Some(draw) = unit.demand.draw else { continue };
        for draw in std::iter::once(draw).chain(draw.also.iter().copied()) {
            for need in unit.needs {
                let thousandths = u128::from(need.failover) * u128::from(draw.thousandths);
                let (_, all) = taken.entry((draw.quota, need.region)).or_insert((draw, 0));
                *all = match draw.holds {
                    Holds::Together { .. } => *all + thousandths,
                    Holds::Each { .. } => thousandths.max(*all),
                };
            }
        }
    }
    let quota = |((name, region), (draw, thousandths)): ((_, RegionName), (Draw, u128))| {
        let least = u64::try_from(thousandths.div_ceil(1_000)).unwrap_or(u64::MAX);
        let least = match draw.holds {
            Holds::Together { .. } if least == 0 => return None,
            Holds::Together { spare } => least + u64::from(spare),
            Holds::Each { default } if least <= u64::from(default) => return None,
            Holds::Each { .. } => least,
        };
        let region = region.as_str();
        Some(Quota { service: draw.service, name, region, least, unit: draw.unit })
    };
    let accelerators = declared(report, "aws_globalaccelerator_accelerator")?.values().sum();
    let accelerators = (accelerators > ACCELERATORS).then_some(Quota {
        service: "AWS Global Accelerator",
        name: "Standard accelerators per AWS account",
        region: "us-east-1",
        least: accelerators,
        unit: "accelerators",
    });
    Ok(taken.into_iter().filter_map(quota).chain(accelerators).collect())
}

/// What AWS starts every account with. Its quotas are kept in us-east-1. Source: AWS Global Accelerator
/// developer guide, *Quotas* (2026-11).
const ACCELERATORS: u64 = 20;

/// Resource policies that an account may have in a region; AWS does not raise it. Source: Amazon
/// CloudWatch Logs user guide, *Quotas* (2026-11).
const RESOURCE_POLICIES: u64 = 10;

/// How many resources of a type the tree declares, by place.
fn declared(report: &Report<'_>, kind: &str) -> Result<IndexMap<Place, u64>, Bug> {
    let graph = compose(report.topology, report.parts)?;
    let mut found = IndexMap::new();
    for (_, call) in graph.calls() {
        *found.entry(call.place).or_default() += emit::declares(call.module, kind);
    }
    Ok(found)
}

/// What has to be requested, a quota in a sentence.
pub(super) fn sentences(report: &Report<'_>) -> Result<Vec<String>, Bug> {
    let mut by_quota: IndexMap<(&str, &str, &str), Vec<String>> = IndexMap::new();
    for Quota { service, name, region, least, unit } in quotas(report)? {
        let asked = by_quota.entry((service, name, unit)).or_default();
        asked.push(format!("{least} in {region}"));
    }
    let sentence = |((service, name, unit), asked): ((&str, &str, &str), Vec<String>)| {
        format!("\"{name}\" ({service}), {unit}: at least {}", asked.join(", "))
    };
    let mut lines: Vec<String> = by_quota.into_iter().map(sentence).collect();
    if !lines.is_empty() {
        lines.push("What the account has is not known here.".to_owned());
    }
    let tasks = report.units.iter().any(|unit| unit.demand.supply == Supply::Tasks);
    if tasks && !lines.is_empty() {
        lines.push(
            "A deployment starts new tasks beside the old ones: for one at the same time as a \
             failover, request twice the vCPU and the targets."
                .to_owned(),
        );
    }
    let policies = declared(report, "aws_cloudwatch_log_resource_policy")?;
    if let Some(most) = policies.into_values().max().filter(|most| *most > 0) {
        lines.push(format!(
            "Not to be raised: a region takes {most} of the {RESOURCE_POLICIES} resource policies \
             of CloudWatch Logs that an account has there."
        ));
    }
    Ok(lines)
}
