//! What is to be survived, and by what.

use toml::Spanned;

use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    source::Span,
    spec::{CapacitySpec, Core},
    topology::CapacityPolicy,
    words::{By, Redistribute, SETTING_WITHOUT_EFFECT, Survive, Tier, Via},
};

pub(crate) static SURVIVE_AND_TIER: Code = Code::error(
    "survive-and-tier",
    "what is to be survived is within the tier's reach",
    "A region that is lost needs another one to carry its traffic: surviving one region takes two in \
     use, surviving two takes three. A pilot light is a tier for surviving, so `none` contradicts it; \
     and it runs nothing elsewhere, so `static` does.",
);

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
    if let Some(written) = spec.survive.as_ref() {
        reachable(survive, written.span().into(), tier, regions, diags);
    }
    if let Some(by) = spec.by.as_ref() {
        effective(by, survive, spec, tier, diags);
    }
    CapacityPolicy {
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
                .suggest_removal("write tier = \"single-region\", or remove `survive`", span),
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
            .suggest_removal("remove `by`, or survive more", by.span()),
        );
    }
    if (tier, *by.get_ref()) == (Tier::PilotLight, By::Static) {
        let message = "a pilot light runs nothing beforehand, so it cannot be `static`";
        diags.push(
            Diagnostic::new(&SURVIVE_AND_TIER, by.span(), message)
                .suggest_removal("write tier = \"warm-standby\", or remove `by`", by.span()),
        );
    }
}
