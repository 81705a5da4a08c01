//! What the core of a topology means, or why it means nothing.
//!
//! In: a [`Core`]. Out: a [`Topology`], or findings: all of them, in one run. The building blocks check
//! their own sections against it. Each concern is a file of its own with its codes.

mod accept;
mod capacity;
mod entries;
mod identity;
mod placement;
mod regions;

use crate::{
    diag::{Code, Diagnostics, Reported},
    spec::{Core, Identities},
    topology::Topology,
    words::{Tier, required},
};

pub(crate) use self::entries::renamed;

/// The core codes of this stage.
pub(crate) const CODES: &[&Code] = &[
    &entries::INVALID_RENAME,
    &identity::INVALID_ACCOUNT,
    &identity::ACCOUNT_NOT_PINNED,
    &identity::INVALID_TAG,
    &identity::INVALID_BUCKET,
    &identity::PARAMETER_PREFIX,
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
    &capacity::SURVIVE_AND_TIER,
    &accept::INVALID_ACCEPT,
];

/// The core of the model. What is wrong is reported and replaced by something harmless, so that
/// the building blocks are checked too; without any region there is nothing to check them against.
pub(crate) fn topology(
    core: &Core,
    identities: &Identities,
    diags: &mut Diagnostics,
) -> Result<Topology, Reported> {
    let name = identity::name(core, diags);
    let top = diags.places().top();
    let tier = required(core.tier.as_ref(), "tier", top, diags);
    let tier = tier.map_or(Tier::SingleRegion, |tier| *tier.get_ref());
    let home = required(core.home.as_ref(), "home", top, diags);
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
        called: entries::called(identities, diags),
        capacity: policy,
        accepts: accept::accepts(core, diags),
        ingress,
        regions,
    })
}

/// What the parts ask of the core.
pub(crate) struct Asked {
    /// Parameters that carry the topology's name.
    pub(crate) parameters: bool,
    /// To be told which region writes.
    pub(crate) writer: bool,
}

/// What only shows beside the parts.
pub(crate) fn beside(core: &Core, asked: &Asked, diags: &mut Diagnostics) {
    if !asked.writer {
        placement::nobody_is_told(core, diags);
    }
    if asked.parameters {
        identity::parameters(core, diags);
    }
}
