//! What is to be survived, and by what.

use toml::Spanned;

use super::SETTING_WITHOUT_EFFECT;
use crate::{
    block::Parts,
    diag::{Code, Diagnostic, Diagnostics},
    source::Span,
    spec::{CapacitySpec, Core},
    topology::{By, CapacityPolicy, Redistribute, Survive, Tier, Topology, Via},
};

pub(crate) static SURVIVE_AND_TIER: Code = Code::error(
    "survive-and-tier",
    "what is to be survived is within the tier's reach",
    "A region that is lost needs another one to carry its traffic: surviving one region takes two in \
     use, surviving two takes three. A pilot light is a tier for surviving, so `none` contradicts it; \
     and it runs nothing elsewhere, so `static` does.",
);

pub(crate) static WEIGHTS_ARE_FORECAST: Code = Code::warning(
    "weights-are-forecast",
    "weights that nothing enforces are known to be a forecast",
    "Global Accelerator and latency records send each user to the nearest region. Capacity follows the \
     weights, users do not: a region that is nearer to more users than its weight says is too small from \
     the first day. Only Route 53 weighted records enforce shares. Whoever writes `redistribute` has \
     thought about who goes where, and is not warned.",
);

pub(crate) static MORE_THAN_FOUR_REGIONS: Code = Code::warning(
    "more-than-four-regions",
    "a failover by Global Accelerator stays within the three closest other regions",
    "When a region has no healthy endpoint, Global Accelerator tries the three closest other regions with \
     endpoints, and no more. From five regions on, some can never take over from some others, so the \
     load of a lost region does not spread over all. Whoever writes `redistribute` has thought about who \
     goes where, and is not warned.",
);

/// What the router makes of the weights, where there is something to route to.
pub(super) fn forecast(core: &Core, topology: &Topology, parts: &Parts, diags: &mut Diagnostics) {
    let known = core.capacity.as_ref().is_some_and(|spec| spec.get_ref().redistribute.is_some());
    let routed = parts.needs().any(|needs| needs.routed);
    if known || !routed || topology.tier != Tier::ActiveActive {
        return;
    }
    let via = topology.ingress.via;
    let specs = core.regions.iter().flat_map(|regions| regions.get_ref().iter());
    let weights: Vec<_> = specs.filter_map(|(_, spec)| spec.get_ref().weight.as_ref()).collect();
    if let Some(first) = weights.first()
        && via != Via::Route53Weighted
        && weights.iter().any(|weight| weight.get_ref() != first.get_ref())
    {
        let shares: Vec<String> =
            weights.iter().map(|weight| weight.get_ref().to_string()).collect();
        let message = format!(
            "{} sends users to the nearest region, whatever the weights {} say",
            via.title(),
            shares.join(", ")
        );
        diags.push(
            Diagnostic::new(&WEIGHTS_ARE_FORECAST, first.span(), message)
                .note("capacity follows the weights, users do not")
                .help(
                    "write redistribute = \"nearest\" under [capacity] to say that you know, or \
                     via = \"route53-weighted\" under [ingress] to enforce them",
                ),
        );
    }
    let in_use = topology.in_use().count();
    let place = core.regions.as_ref().map_or_else(Span::default, |regions| regions.span().into());
    if via == Via::GlobalAccelerator && in_use > 4 {
        let message = format!(
            "of {in_use} regions, Global Accelerator tries only the three closest ones to a lost one"
        );
        diags.push(
            Diagnostic::new(&MORE_THAN_FOUR_REGIONS, place, message)
                .note(format!("it never fails over to any of the rest, {} here", in_use - 4))
                .help(
                    "write redistribute = \"nearest\" under [capacity] to say that you know, or \
                     route with Route 53 under [ingress]",
                ),
        );
    }
}

/// The policy; `regions` are in use.
pub(super) fn capacity(
    core: &Core,
    tier: Tier,
    regions: usize,
    via: Via,
    diags: &mut Diagnostics,
) -> CapacityPolicy {
    let empty = CapacitySpec::default();
    let spec = core.capacity.as_ref().map_or(&empty, Spanned::get_ref);
    let follows_router = match via {
        Via::GlobalAccelerator | Via::Route53Latency => Redistribute::Nearest,
        Via::Route53Weighted => Redistribute::ByWeight,
    };
    let usual = if regions > 1 { Survive::OneRegion } else { Survive::None };
    let survive = spec.survive.as_ref().map_or(usual, |survive| *survive.get_ref());
    if let Some(written) = &spec.survive {
        reachable(survive, written.span().into(), tier, regions, diags);
    }
    if let Some(by) = &spec.by {
        effective(by, survive, spec, tier, diags);
    }
    let place = super::place(spec.survive.as_ref(), Span::default());
    CapacityPolicy {
        place,
        survive,
        by: spec.by.as_ref().map_or(By::Autoscale, |by| *by.get_ref()),
        redistribute: spec.redistribute.as_ref().map_or(follows_router, |value| *value.get_ref()),
        floor: spec.floor.as_ref().map_or(2, |floor| *floor.get_ref()),
    }
}

fn reachable(survive: Survive, span: Span, tier: Tier, regions: usize, diags: &mut Diagnostics) {
    if (tier, survive) == (Tier::PilotLight, Survive::None) {
        let message = "a pilot light is there to survive a loss, so survive cannot be `none`";
        diags.push(
            Diagnostic::new(&SURVIVE_AND_TIER, span, message)
                .help("write tier = \"single-region\", or remove `survive`"),
        );
    }
    let tier = tier.as_str();
    if survive.regions() > 0 && survive.regions() >= regions {
        let message = format!(
            "survive = \"{}\" takes {} regions in use; tier `{tier}` uses {regions} here",
            survive.as_str(),
            survive.regions() + 1,
        );
        let most = if regions > 1 { "one-region" } else { "none" };
        diags.push(Diagnostic::new(&SURVIVE_AND_TIER, span, message).replace(
            "survive less, or use more regions",
            span,
            format!("\"{most}\""),
        ));
    }
}

fn effective(
    by: &Spanned<By>,
    survive: Survive,
    spec: &CapacitySpec,
    tier: Tier,
    diags: &mut Diagnostics,
) {
    if survive == Survive::None && spec.survive.is_some() {
        diags.push(
            Diagnostic::new(
                &SETTING_WITHOUT_EFFECT,
                by.span(),
                "`by` has no effect with survive = \"none\"",
            )
            .note("nothing is provided for a loss, so there is nothing to provide it by")
            .help("remove `by`, or survive more"),
        );
    }
    if (tier, *by.get_ref()) == (Tier::PilotLight, By::Static) {
        let message = "a pilot light runs nothing beforehand, so it cannot be `static`";
        diags.push(
            Diagnostic::new(&SURVIVE_AND_TIER, by.span(), message)
                .help("write tier = \"warm-standby\", or remove `by`"),
        );
    }
}
