//! What an account's quotas have to allow before the capacity can be there.

use indexmap::{IndexMap, IndexSet};

use super::report::Report;
use crate::block::{Draw, Holds, Taken};

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
pub(super) fn quotas(report: &Report<'_>) -> Vec<Quota> {
    let mut all: IndexMap<(&str, &str), (Draw, u128)> = IndexMap::new();
    for (draw, region, count) in draws(report) {
        let thousandths = u128::from(count) * u128::from(draw.thousandths);
        let (_, taken) = all.entry((draw.quota, region)).or_insert((draw, 0));
        *taken = match draw.holds {
            Holds::Each { .. } => thousandths.max(*taken),
            Holds::Together { .. } | Holds::All { .. } | Holds::Never { .. } => {
                *taken + thousandths
            }
        };
    }
    let quota = |((name, region), (draw, thousandths)): ((_, _), (Draw, u128))| {
        let least = u64::try_from(thousandths.div_ceil(1_000)).unwrap_or(u64::MAX);
        let least = match draw.holds {
            Holds::Never { .. } => return None,
            Holds::Together { .. } if least == 0 => return None,
            Holds::Together { spare } => least + u64::from(spare),
            Holds::Each { default } | Holds::All { default } if least <= u64::from(default) => {
                return None;
            }
            Holds::Each { .. } | Holds::All { .. } => least,
        };
        Some(Quota { service: draw.service, name, region, least, unit: draw.unit })
    };
    all.into_iter().filter_map(quota).collect()
}

/// All that is drawn, where, and how often.
fn draws<'r>(report: &'r Report<'_>) -> impl Iterator<Item = (Draw, &'static str, u32)> + 'r {
    let sized = report.units.iter().flat_map(|unit| {
        let draws = unit.demand.draw.into_iter();
        let draws = draws.flat_map(|draw| std::iter::once(draw).chain(draw.also.iter().copied()));
        let needs = unit.needs.iter().map(|need| (need.region.as_str(), need.failover));
        draws.flat_map(move |draw| needs.clone().map(move |(region, count)| (draw, region, count)))
    });
    let taken = report.ledger.taken.iter();
    sized.chain(taken.map(|Taken { draw, region, count }| (*draw, *region, *count)))
}

/// What has to be requested, a quota in a sentence.
pub(super) fn sentences(report: &Report<'_>) -> Vec<String> {
    let mut by_quota: IndexMap<(&str, &str, &str), Vec<String>> = IndexMap::new();
    for Quota { service, name, region, least, unit } in quotas(report) {
        let asked = by_quota.entry((service, name, unit)).or_default();
        asked.push(format!("{least} in {region}"));
    }
    let sentence = |((service, name, unit), asked): ((&str, &str, &str), Vec<String>)| {
        format!("\"{name}\" ({service}), {unit}: at least {}", asked.join(", "))
    };
    let mut lines: Vec<String> = by_quota.into_iter().map(sentence).collect();
    if !lines.is_empty() {
        lines.push("What the account has is not known here.".to_owned());
        let hints: IndexSet<&str> = draws(report).filter_map(|(draw, ..)| draw.hint).collect();
        lines.extend(hints.into_iter().map(str::to_owned));
    }
    lines.extend(report.ledger.limits().into_iter().map(|(draw, most, taken)| {
        format!(
            "Not to be raised: a region takes {taken} of the {most} {} of {} that an account has there.",
            draw.unit, draw.service
        )
    }));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diag::Diagnostics, source::Source};

    /// The accelerators to ask for where so many services are behind one each, as all serve where they run.
    fn accelerators(services: u32) -> Option<u64> {
        let mut text = "name = \"shop\"\ntier = \"active-active\"\nhome = \"us-east-1\"\ndomain = \"example.com\"\n\
                        [regions]\nus-east-1 = {}\neu-west-1 = {}\n"
            .to_owned();
        let service =
            |number| format!("[services.s{number}]\nimage = \"shop/web:1.0.0\"\ntasks = 2\n");
        text.extend((0..services).map(service));
        let checked = crate::check(&Source::new("test.toml", text), &mut Diagnostics::new());
        let checked = checked.ok().unwrap();
        let report = Report::new(&checked.topology, checked.parts.ledger(), &[]).unwrap();
        let found = quotas(&report).into_iter().find(|quota| quota.unit == "accelerators");
        found.map(|quota| quota.least)
    }

    #[test]
    fn more_accelerators_than_an_account_starts_with_are_to_be_requested() {
        assert_eq!(accelerators(20), None);
        assert_eq!(accelerators(21), Some(21));
    }
}
