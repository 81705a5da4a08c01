//! What makes a reservation possible, or what is wrong with it.

use indexmap::IndexMap;
use toml::{Spanned, de::DeValue};

use super::{
    model::{Function, Functions, UNRESERVED},
    spec::FunctionSpec,
};
use crate::{
    aws::RegionName,
    block::{Cx, Part},
    bug::Bug,
    diag::{Code, Diagnostic, Diagnostics, shown},
    topology::Topology,
    words::{self, Named, entry_name, required},
};

pub(super) const CODES: &[&Code] = &[&INVALID_FUNCTION, &RESERVED_CONCURRENCY_OVER_QUOTA];

static INVALID_FUNCTION: Code = Code::error(
    "invalid-function",
    "a function has a name that Lambda accepts",
    "`name` is the function's name in Lambda, the same in every region: 1 to 64 letters, digits, `-` \
     and `_`; not an ARN, which would name one region.",
);

static RESERVED_CONCURRENCY_OVER_QUOTA: Code = Code::error(
    "reserved-concurrency-over-quota",
    "a region can reserve what its functions need after another region is lost",
    "A reservation is also a hard cap, so a function is reserved what it needs when its region takes \
     over for another one, not only its share. Lambda lets all functions of a region together reserve \
     the region's quota of concurrent executions less 100. The quota is assumed to be 1000 unless \
     `quota` says what the account was granted: AWS's default (AWS Lambda developer guide, quotas, \
     2026-11); new accounts have less.",
);

/// The default quota of concurrent executions in a region: AWS Lambda developer guide, "Lambda quotas".
const DEFAULT_QUOTA: u32 = 1_000;

pub(super) fn check(
    section: Option<Spanned<DeValue<'_>>>,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Box<dyn Part>> {
    let mut section = section?;
    let quota = take_quota(&mut section, diags);
    let specs: Named<FunctionSpec> = words::read(section, diags).ok()?;
    let mut functions: Vec<Function> = specs
        .iter()
        .filter_map(|(key, spec)| function(key, spec.get_ref(), topology, diags))
        .collect();
    functions.sort_by(|a, b| a.entry.cmp(&b.entry));
    let quota = quota.map(Spanned::into_inner);
    Some(Box::new(Functions { all: functions, quota }))
}

/// The one key beside the functions' names.
fn take_quota(section: &mut Spanned<DeValue<'_>>, diags: &mut Diagnostics) -> Option<Spanned<u32>> {
    let DeValue::Table(table) = section.get_mut() else { return None };
    words::read(table.remove("quota")?, diags).ok()
}

fn function(
    key: &Spanned<String>,
    spec: &FunctionSpec,
    topology: &Topology,
    diags: &mut Diagnostics,
) -> Option<Function> {
    let entry = entry_name(key, diags)?;
    let concurrency = required(spec.concurrency.as_ref(), "concurrency", key.span().into(), diags)?;
    Some(Function {
        name: match spec.name.as_ref() {
            Some(name) => lambda_name(name, diags),
            None => topology.called("functions", &entry).to_owned(),
        },
        entry,
        concurrency: *concurrency.get_ref(),
    })
}

fn lambda_name(name: &Spanned<String>, diags: &mut Diagnostics) -> String {
    let text = name.get_ref();
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let formed = |text: &str| (1..=64).contains(&text.len()) && text.chars().all(allowed);
    if !formed(text) {
        let message = format!("`{}` is not the name of a function", shown(text));
        let finding = Diagnostic::new(&INVALID_FUNCTION, name.span(), message)
            .note("a name is 1 to 64 letters, digits, `-` and `_`; an ARN would name one region");
        let help = "write the name that the function has in every region";
        let alone = text.split_once(":function:").map_or("", |(_, alone)| alone);
        diags.push(if formed(alone) {
            finding.suggest(help, name.span(), alone).certain_if(true)
        } else {
            finding.help(help)
        });
    }
    text.clone()
}

/// Reports what Lambda would refuse to reserve.
pub(super) fn over_quota(
    functions: &Functions,
    cx: &Cx<'_>,
    diags: &mut Diagnostics,
) -> Result<(), Bug> {
    let limit = functions.quota.unwrap_or(DEFAULT_QUOTA);
    let over: Vec<(RegionName, u64)> = reserved(functions, cx)?
        .into_iter()
        .filter(|(_, reserved)| !fits(*reserved, limit))
        .collect();
    let Some(most) = over.iter().map(|(_, reserved)| *reserved).max() else {
        return Ok(());
    };
    let list = |item: &dyn Fn(&(RegionName, u64)) -> String| {
        over.iter().map(item).collect::<Vec<_>>().join(", ")
    };
    let message = format!(
        "functions reserve {}, but a quota of {limit} lets {} be reserved",
        list(&|(region, reserved)| format!("{reserved} in {region}")),
        u64::from(limit).saturating_sub(UNRESERVED.into()),
    );
    let world = functions.all.iter().map(|one| format!("{} {}", one.entry, one.concurrency));
    let place = match functions.quota {
        Some(_) => diags.places().value(&["functions", "quota"]),
        None => diags.places().value(&["functions"]),
    };
    let mut finding = Diagnostic::new(&RESERVED_CONCURRENCY_OVER_QUOTA, place, message)
        .note(format!("the whole world needs: {}", world.collect::<Vec<_>>().join(", ")))
        .note("a region reserves what it needs after another one is lost; Lambda keeps 100 unreserved");
    if functions.quota.is_none() {
        finding = finding.note("no `quota` is given: what AWS starts with is assumed");
    }
    diags.push(finding.help(format!(
        "request concurrent executions for Lambda from Service Quotas: at least {}; then write `quota = {}` under [functions]",
        list(&|(region, reserved)| format!("{} in {region}", reserved + u64::from(UNRESERVED))),
        most + u64::from(UNRESERVED)
    )));
    Ok(())
}

/// What all functions together reserve in each region in use.
fn reserved(functions: &Functions, cx: &Cx<'_>) -> Result<IndexMap<RegionName, u64>, Bug> {
    let mut reserved = IndexMap::new();
    for function in &functions.all {
        for need in cx.ledger.needs(&function.demand().id())? {
            *reserved.entry(need.region).or_default() += u64::from(need.failover);
        }
    }
    Ok(reserved)
}

/// Whether Lambda accepts these reservations together.
fn fits(reserved: u64, quota: u32) -> bool {
    reserved == 0 || reserved + u64::from(UNRESERVED) <= u64::from(quota)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_hundred_stay_unreserved() {
        assert!(fits(200 + 200 + 200, 1_000));
        assert!(fits(900, 1_000));
        assert!(!fits(901, 1_000));
        assert!(!fits(400 + 300 + 300, 1_000));
        assert!(!fits(200, 10), "the quota of a new account");
        assert!(fits(0, 10), "nothing is asked for");
    }
}
