//! What `check` says about capacity: only what the policy itself leaves open.

use super::Report;
use crate::{
    block::Parts,
    diag::{Code, Diagnostic, Diagnostics},
    topology::{Survive, Topology},
};

/// The codes of this module.
pub(crate) const CODES: &[&Code] = &[&REGION_LOSS_SHORTFALL];

static REGION_LOSS_SHORTFALL: Code = Code::warning(
    "region-loss-shortfall",
    "the regions that are left can carry what a lost one served",
    "With `survive = \"none\"` every region may run its own share and no more. When one is lost, its \
     users meet regions that are sized without them: what does not fit is shed, and without load \
     shedding everybody gets slower. `topogen capacity` shows every loss with its numbers.",
);

/// Reports the loss of one region after which most is missing.
pub(crate) fn findings(topology: &Topology, parts: &Parts, diags: &mut Diagnostics) {
    // Every other policy is sized for all of these losses.
    if topology.capacity.survive != Survive::None {
        return;
    }
    let Some(report) = Report::new(topology, parts, &[]) else { return };
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
    let place = topology.capacity.place;
    diags.push(Diagnostic::new(&REGION_LOSS_SHORTFALL, place, message).note(note).replace(
        "let the others grow",
        place,
        "\"one-region\"",
    ));
}
