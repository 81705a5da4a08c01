//! What `check` says about capacity: only what the policy itself leaves open.

use super::report::Report;
use crate::{
    block::Ledger,
    diag::{Code, Diagnostic, Diagnostics},
    spec::Core,
    topology::Topology,
    words::{Survive, Tier, Via},
};

/// The codes of this module.
pub(crate) const CODES: &[&Code] =
    &[&REGION_LOSS_SHORTFALL, &WEIGHTS_ARE_FORECAST, &MORE_THAN_FOUR_REGIONS];

static REGION_LOSS_SHORTFALL: Code = Code::warning(
    "region-loss-shortfall",
    "the regions that are left can carry what a lost one served",
    "With `survive = \"none\"` every region may run its own share and no more. When one is lost, its \
     users meet regions that are sized without them: what does not fit is shed, and without load \
     shedding everybody gets slower. `topogen capacity` shows every loss with its numbers.",
);

static WEIGHTS_ARE_FORECAST: Code = Code::warning(
    "weights-are-forecast",
    "weights that nothing enforces are known to be a forecast",
    "Global Accelerator and latency records send each user to the nearest region. Capacity follows the \
     weights, users do not: a region that is nearer to more users than its weight says is too small from \
     the first day. Only Route 53 weighted records enforce shares. Whoever writes `redistribute` has \
     thought about who goes where, and is not warned.",
);

static MORE_THAN_FOUR_REGIONS: Code = Code::warning(
    "more-than-four-regions",
    "a failover by Global Accelerator stays within the three closest other regions",
    "When a region has no healthy endpoint, Global Accelerator tries the three closest other regions with \
     endpoints, and no more. From five regions on, some can never take over from some others, so the \
     load of a lost region does not spread over all. Whoever writes `redistribute` has thought about who \
     goes where, and is not warned.",
);

/// What the router makes of the weights, where there is something to route to.
pub(crate) fn forecast(core: &Core, topology: &Topology, ledger: &Ledger, diags: &mut Diagnostics) {
    let known = core.capacity.as_ref().is_some_and(|spec| spec.get_ref().redistribute.is_some());
    let routed = !ledger.hosts.is_empty();
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
    let place = diags.places().value(&["regions"]);
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

/// Reports the loss of one region after which most is missing.
pub(crate) fn findings(topology: &Topology, ledger: &Ledger, diags: &mut Diagnostics) {
    // Every other policy is sized for all of these losses.
    if topology.capacity.survive != Survive::None {
        return;
    }
    let Some(report) = Report::new(topology, ledger, &[]) else { return };
    let single = report.units.iter().flat_map(|unit| {
        let strains = report.strains(unit).filter(|(loss, _)| loss.size() == 1);
        strains.map(move |(loss, strains)| (unit, loss, strains))
    });
    let worst = single
        .flat_map(|(unit, loss, strains)| strains.into_iter().map(move |s| (unit, loss, s)))
        .max_by_key(|(_, _, strain)| strain.missing);
    let Some((unit, loss, strain)) = worst.filter(|(_, _, strain)| strain.missing > 0) else {
        return;
    };
    let left = unit.needs.iter().filter(|need| !loss.lost().contains(&need.region));
    let left: u32 = left.map(|need| need.failover).sum();
    let message = format!(
        "without `{}` there are {left} of {} {} of `{}`",
        loss.title(),
        unit.demand.total,
        unit.demand.unit,
        unit.demand.name
    );
    let note = format!(
        "`{}` would need {} and may run {}; `topogen capacity` shows every loss",
        strain.region,
        strain.needs,
        strain.needs - strain.missing
    );
    let place = diags.places().value(&["capacity", "survive"]);
    diags.push(Diagnostic::new(&REGION_LOSS_SHORTFALL, place, message).note(note).replace(
        "let the others grow",
        place,
        "\"one-region\"",
    ));
}
