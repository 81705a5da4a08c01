//! What a topology means, or why it means nothing: the last stage that can blame the user.
//!
//! In: a [`Spec`]. Out: a [`Topology`] and the checked [`Parts`], or findings: all of them, in one
//! run. Each concern is a file of its own with its codes.

mod capacity;
mod identity;
mod placement;
mod regions;
mod version;

pub(crate) use identity::{RESERVED_TAGS, certifiable, entry_name, host_name, variable_name};
pub(crate) use regions::name as region_name;
pub(crate) use version::Offer;

use toml::Spanned;

pub(crate) use crate::spec::SETTING_WITHOUT_EFFECT;

use crate::{
    block::Parts,
    diag::{Code, Diagnostic, Diagnostics, Reported},
    source::Span,
    spec::{Core, MISSING_KEY, Spec},
    topology::{Tier, Topology},
};

/// The core codes of this stage.
pub(crate) const CODES: &[&Code] = &[
    &identity::INVALID_NAME,
    &identity::INVALID_DOMAIN,
    &identity::HOST_TOO_LONG,
    &identity::INVALID_ACCOUNT,
    &identity::ACCOUNT_NOT_PINNED,
    &identity::INVALID_TAG,
    &identity::INVALID_BUCKET,
    &identity::PARAMETER_PREFIX,
    &regions::UNKNOWN_REGION,
    &regions::NEWER_REGION,
    &regions::WEIGHT_SUM,
    &regions::CIDR_INVALID,
    &regions::ZONES_UNAVAILABLE,
    &regions::OPT_IN_REGION,
    &regions::NO_REGIONS,
    &placement::HOME_NOT_A_REGION,
    &placement::WRITER_NOT_IN_USE,
    &placement::TIER_NEEDS_TWO_REGIONS,
    &placement::CONTROL_IN_WORKLOAD,
    &placement::ACCELERATOR_UNAVAILABLE,
    &placement::LATENCY_UNAVAILABLE,
    &placement::STANDBY_BY_LATENCY,
    &SETTING_WITHOUT_EFFECT,
    &capacity::SURVIVE_AND_TIER,
    &capacity::WEIGHTS_ARE_FORECAST,
    &capacity::MORE_THAN_FOUR_REGIONS,
];

/// Checks a whole file.
pub(crate) fn check(
    spec: Spec<'_>,
    diags: &mut Diagnostics,
) -> Result<(Topology, Parts), Reported> {
    let topology = topology(&spec.core, diags)?;
    let parts = Parts::check(spec.sections, spec.named, &topology, diags);
    placement::writer_is_told(&spec.core, &parts, diags);
    identity::parameters(&spec.core, &parts, diags);
    diags.errors()?;
    capacity::forecast(&spec.core, &topology, &parts, diags);
    Ok((topology, parts))
}

/// The core of the model. What is wrong is reported and replaced by something harmless, so that
/// the building blocks are checked too; without any region there is nothing to check them against.
fn topology(core: &Core, diags: &mut Diagnostics) -> Result<Topology, Reported> {
    let name = identity::name(core, diags);
    let tier = required(core.tier.as_ref(), "tier", Span::default(), diags);
    let tier = tier.map_or(Tier::SingleRegion, |tier| *tier.get_ref());
    let home = required(core.home.as_ref(), "home", Span::default(), diags);
    let (mut regions, first) = regions::regions(core, diags)?;
    let home = home.and_then(|home| placement::home(home, &regions, diags)).unwrap_or(first);
    // The one order of everything that is made of the regions; ties go to the earlier one.
    regions.sort_unstable_by_key(|region| (region.name != home, region.name.as_str()));
    placement::tier(core, tier, diags);
    let ingress = placement::ingress(core, tier, home, diags);
    let in_use = if tier == Tier::SingleRegion { 1 } else { regions.len() };
    let policy = capacity::capacity(core, tier, in_use, ingress.via, diags);
    Ok(Topology {
        name: name.unwrap_or_default(),
        tier,
        home,
        writer: placement::writer(core, tier, home, &regions, diags),
        domain: identity::domain(core, diags),
        layout: placement::layout(core, &regions),
        account_id: identity::account_id(core, diags),
        control_region: placement::control_region(core, &regions, diags).unwrap_or(first),
        state: placement::state(core, &regions, diags),
        tags: identity::tags(core, diags),
        capacity: policy,
        ingress,
        regions,
    })
}

/// The value of a key that must be there; its absence is a finding at `table`.
pub(crate) fn required<'a, T>(
    value: Option<&'a T>,
    key: &str,
    table: Span,
    diags: &mut Diagnostics,
) -> Option<&'a T> {
    if value.is_none() && !diags.is_wrong(key) {
        diags.push(
            Diagnostic::new(&MISSING_KEY, table, format!("`{key}` is missing"))
                .help(format!("add `{key} = …`; `topogen schema` says what it takes")),
        );
    }
    value
}

/// The place of an optional value, else of its table.
pub(crate) fn place<T>(field: Option<&Spanned<T>>, table: Span) -> Span {
    field.map_or(table, |value| value.span().into())
}
