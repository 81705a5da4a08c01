//! What stands where: home, control plane, state, router, tier.

use toml::Spanned;

use super::identity;
use crate::{
    aws::RegionName,
    diag::{Code, Diagnostic, Diagnostics, closest, listed, shown},
    source::Span,
    spec::Core,
    topology::{Ingress, Region, State},
    words::{self, Affinity, Layout, SETTING_WITHOUT_EFFECT, Tier, Via, required},
};

pub(crate) static HOME_NOT_A_REGION: Code = Code::error(
    "home-not-a-region",
    "home is one of the regions",
    "Home is where single-writer things are born: the table's resource, the registry that images are \
     pushed to. It is an identity and never changes, not even by a failover.",
);

pub(crate) static WRITER_NOT_IN_USE: Code = Code::error(
    "writer-not-in-use",
    "the region that writes is in use",
    "A new region begins with what `writer` says, and its services forward writes there: to one of the \
     regions, and one in which the tier puts something.",
);

pub(crate) static TIER_NEEDS_TWO_REGIONS: Code = Code::error(
    "tier-needs-two-regions",
    "a tier above single-region has at least two regions",
    "A standby or a second active region has to be somewhere.",
);

pub(crate) static CONTROL_IN_WORKLOAD: Code = Code::error(
    "control-in-workload",
    "provider, STS and state live outside the workload regions",
    "Before anything else the provider asks STS who it is, and Terraform reads its state. When that \
     happens in a region that is down, no other region can be planned either: precisely when it is \
     needed. The control region is free to change later; no resource depends on it.",
);

pub(crate) static ACCELERATOR_UNAVAILABLE: Code = Code::error(
    "accelerator-unavailable",
    "Global Accelerator can send traffic to every region in use",
    "The list of regions that can hold accelerator endpoints is vendored; `data/regions.toml` names \
     its source and date. Route 53 can route to any region.",
);

pub(crate) static LATENCY_UNAVAILABLE: Code = Code::error(
    "latency-unavailable",
    "Route 53 knows the latency to every region in use",
    "Route 53 takes latency records for the regions that it measures, which are fewer than AWS has; \
     `data/regions.toml` names the source. Weighted records can lead to any region.",
);

pub(crate) static STANDBY_BY_LATENCY: Code = Code::error(
    "standby-by-latency",
    "a standby is not reached by latency",
    "Latency records send users to the region that is nearest to them, also when it is a standby. \
     Weighted records keep a standby at weight 0 until the others fail; Global Accelerator keeps it \
     at dial 0.",
);

pub(super) fn home(
    home: &Spanned<String>,
    regions: &[Region],
    diags: &mut Diagnostics,
) -> Option<RegionName> {
    let found = regions.iter().find(|region| region.name.as_str() == home.get_ref());
    // A listed region that does not exist has its own finding, and may be the one that is meant.
    if found.is_none() && !diags.is_wrong_at_top("regions") {
        let text = shown(home.get_ref());
        let message = format!("home `{text}` is not one of the regions");
        let finding = Diagnostic::new(&HOME_NOT_A_REGION, home.span(), message);
        let names: Vec<_> = regions.iter().map(|region| region.name.as_str()).collect();
        diags.push(match closest(home.get_ref(), names.iter().copied()) {
            Some(meant) => finding.suggest(format!("did you mean `{meant}`?"), home.span(), meant),
            None => finding.help(format!("write one of: {}", listed(names))),
        });
    }
    found.map(|region| region.name)
}

/// The region that writes to begin with.
pub(super) fn writer(
    core: &Core,
    tier: Tier,
    home: RegionName,
    regions: &[Region],
    diags: &mut Diagnostics,
) -> RegionName {
    let Some(written) = core.writer.as_ref() else { return home };
    let in_use = |name: &RegionName| tier != Tier::SingleRegion || *name == home;
    let names: Vec<_> = regions.iter().map(|region| region.name).filter(in_use).collect();
    let found = names.iter().find(|name| name.as_str() == written.get_ref());
    if found.is_none() {
        let message = format!("writer `{}` is not a region in use", shown(written.get_ref()));
        let codes: Vec<_> = names.iter().map(|name| name.as_str()).collect();
        let finding = Diagnostic::new(&WRITER_NOT_IN_USE, written.span(), message);
        let help = format!("write one of: {}", listed(&codes));
        diags.push(match closest(written.get_ref(), codes) {
            Some(meant) => finding.suggest(help, written.span(), meant),
            None => finding.help(help),
        });
    }
    found.copied().unwrap_or(home)
}

/// The region that writes, where no part asks for it.
pub(super) fn nobody_is_told(core: &Core, diags: &mut Diagnostics) {
    if let Some(written) = core.writer.as_ref() {
        let message = "`writer` has no effect: every service writes where it runs";
        diags.push(
            Diagnostic::new(&SETTING_WITHOUT_EFFECT, written.span(), message)
                .note("the parameter is for services with writes = \"home\"")
                .suggest_removal("remove `writer`", written.span())
                .certain_if(true),
        );
    }
}

pub(super) fn tier(core: &Core, tier: Tier, diags: &mut Diagnostics) {
    let listed = core.regions.as_ref().map_or(0, |regions| regions.get_ref().len());
    if tier != Tier::SingleRegion && listed < 2 {
        let message = format!("tier `{}` needs two regions; there is one", tier.as_str());
        diags.push(
            Diagnostic::new(&TIER_NEEDS_TWO_REGIONS, diags.places().value(&["tier"]), message)
                .suggest(
                    "add a region under [regions], or write tier = \"single-region\"",
                    diags.places().value(&["tier"]),
                    "single-region",
                ),
        );
    }
}

/// Candidates when the file names none; the first that is not a workload region.
const CONTROL_REGIONS: [&str; 3] = ["us-east-2", "us-west-2", "eu-central-1"];

pub(super) fn control_region(
    core: &Core,
    workload: &[Region],
    diags: &mut Diagnostics,
) -> Option<RegionName> {
    match core.control_region.as_ref() {
        Some(name) => outside(name, "control_region", workload, diags),
        None => CONTROL_REGIONS
            .into_iter()
            .chain(RegionName::all().map(RegionName::as_str))
            .filter_map(RegionName::parse)
            .find(|name| workload.iter().all(|region| region.name != *name)),
    }
}

/// A region that is none of the workload's.
fn outside(
    name: &Spanned<String>,
    key: &str,
    workload: &[Region],
    diags: &mut Diagnostics,
) -> Option<RegionName> {
    let region = words::region_name(name, diags)?;
    if workload.iter().any(|other| other.name == region) {
        let message = format!("{key} `{region}` is one of the workload regions");
        let free = CONTROL_REGIONS
            .into_iter()
            .find(|code| workload.iter().all(|other| other.name.as_str() != *code))
            .unwrap_or("ca-central-1");
        diags.push(
            Diagnostic::new(&CONTROL_IN_WORKLOAD, name.span(), message)
                .note(format!("with `{region}` down, no other region could be planned"))
                .suggest(format!("choose another region, such as `{free}`"), name.span(), free),
        );
    }
    Some(region)
}

pub(super) fn state(core: &Core, workload: &[Region], diags: &mut Diagnostics) -> Option<State> {
    let table = core.state.as_ref()?;
    let (spec, span) = (table.get_ref(), table.span().into());
    let bucket = required(spec.bucket.as_ref(), "bucket", span, diags);
    let bucket = bucket.and_then(|bucket| identity::bucket(bucket, diags));
    let region = required(spec.region.as_ref(), "region", span, diags);
    let region = region.and_then(|region| outside(region, "state region", workload, diags));
    Some(State { bucket: bucket?, region: region? })
}

pub(super) fn ingress(
    core: &Core,
    tier: Tier,
    home: RegionName,
    diags: &mut Diagnostics,
) -> Ingress {
    let spec = core.ingress.as_ref().map(Spanned::get_ref);
    let via = spec.and_then(|spec| spec.via.as_ref());
    let span = via.map_or_else(Span::default, |via| via.span().into());
    let chosen = via.map_or(Via::GlobalAccelerator, |via| *via.get_ref());
    match chosen {
        Via::GlobalAccelerator => accelerator(core, tier, home, diags),
        Via::Route53Latency if matches!(tier, Tier::PilotLight | Tier::WarmStandby) => {
            let message = format!("latency records would send users to a {} region", tier.as_str());
            diags.push(
                Diagnostic::new(&STANDBY_BY_LATENCY, span, message)
                    .help("write via = \"route53-weighted\" or \"global-accelerator\""),
            );
        }
        Via::Route53Latency => latency(core, tier, home, diags),
        Via::Route53Weighted => {}
    }
    let affinity = spec.and_then(|spec| spec.affinity.as_ref());
    if let (Some(affinity), false) = (affinity, chosen == Via::GlobalAccelerator) {
        let message = format!("`affinity` has no effect with via = \"{}\"", chosen.as_str());
        diags.push(
            Diagnostic::new(&SETTING_WITHOUT_EFFECT, affinity.span(), message)
                .note("only Global Accelerator keeps a client with one endpoint")
                .suggest_removal("remove `affinity`", affinity.span())
                .certain_if(true),
        );
    }
    let host = spec.and_then(|spec| spec.host.as_ref());
    let domain = core.domain.as_ref().map(|domain| domain.get_ref().as_str());
    let host = host.and_then(|host| words::host_name(host, domain, diags));
    let affinity = affinity.map_or(Affinity::None, |value| *value.get_ref());
    let rate_limit = spec.and_then(|spec| spec.rate_limit.as_ref());
    let rate_limit = rate_limit.map_or(2_000, |limit| *limit.get_ref());
    Ingress { via: chosen, host, affinity, rate_limit }
}

/// Global Accelerator reaches every region that the tier uses.
fn accelerator(core: &Core, tier: Tier, home: RegionName, diags: &mut Diagnostics) {
    for (key, region) in in_use(core, tier, home) {
        if !region.has_global_accelerator() {
            let message = format!("Global Accelerator does not reach `{region}`");
            diags.push(
                Diagnostic::new(&ACCELERATOR_UNAVAILABLE, key.span(), message)
                    .note("Global Accelerator is the router unless [ingress] names another")
                    .help("write via = \"route53-weighted\" under [ingress]"),
            );
        }
    }
}

/// Route 53 measures the way to every region that the tier uses.
fn latency(core: &Core, tier: Tier, home: RegionName, diags: &mut Diagnostics) {
    for (key, region) in in_use(core, tier, home) {
        if !region.has_latency_records() {
            let message = format!("Route 53 has no latency records for `{region}`");
            diags.push(
                Diagnostic::new(&LATENCY_UNAVAILABLE, key.span(), message)
                    .help("write via = \"route53-weighted\" under [ingress]"),
            );
        }
    }
}

/// The known regions that the tier uses, with their place.
fn in_use(
    core: &Core,
    tier: Tier,
    home: RegionName,
) -> impl Iterator<Item = (&Spanned<String>, RegionName)> {
    let keys = core.regions.iter().flat_map(|regions| regions.get_ref().keys());
    let known = keys.filter_map(|key| Some((key, RegionName::parse(key.get_ref())?)));
    known.filter(move |(_, region)| tier != Tier::SingleRegion || *region == home)
}

/// The default follows the regions that are listed and not the tier: raising the tier must not move
/// anything to another state.
pub(super) fn layout(core: &Core, listed: &[Region]) -> Layout {
    let default = if listed.len() < 2 { Layout::Single } else { Layout::Split };
    core.layout.as_ref().map_or(default, |layout| *layout.get_ref())
}
