//! What each loss means for a unit, in words: what is stable as it is, what has to grow, what is not covered.

use super::{
    piece::READABLE,
    report::{Report, Strain, Unit},
};
use crate::{
    block::Demand,
    size::{Fraction, Loss, Need, Supply},
    words::{Survive, Tier},
};

/// What has to be added during the outage, in a word.
pub(super) fn lacking(supply: Supply) -> &'static str {
    match supply {
        Supply::OnDemand { .. } | Supply::Replicated => "must grow",
        Supply::Tasks | Supply::Beforehand | Supply::Whole | Supply::Reserved { .. } => {
            "must start"
        }
    }
}

/// The answer, before all numbers.
pub(super) fn answer(report: &Report<'_>) -> Option<String> {
    report.losses.first()?;
    let (mut growing, mut short) = (Vec::new(), Vec::new());
    for unit in &report.units {
        // Where nothing is claimed, every loss that is looked at counts.
        let counts = |loss: &Loss| report.survive() == Survive::None || report.claims(loss);
        let strains = || report.strains(unit).filter(|(loss, _)| counts(loss));
        let any = |of: fn(&Strain) -> u32| strains().any(|(_, all)| all.iter().any(|s| of(s) > 0));
        let title = || (0, format!("{} ({})", unit.demand.title(), unit.demand.unit));
        if any(|strain| strain.missing) {
            short.push(title());
        } else if any(|strain| strain.must_start) {
            growing.push(title());
        }
    }
    let lost = match (report.asked, report.losses.first(), report.survive()) {
        (true, Some(loss), _) => format!("The loss of {}", loss.title()),
        (_, _, Survive::TwoRegions) => "The loss of any two regions".to_owned(),
        (_, _, Survive::OneRegion) => "The loss of any one region".to_owned(),
        (_, _, Survive::None) => "The loss of a region".to_owned(),
    };
    Some(match (short.is_empty(), growing.is_empty()) {
        (false, _) => format!("{lost} is not covered: too little of {}.", named(&short)),
        (true, false) => {
            let how = match report.topology.tier {
                Tier::PilotLight => "people start these",
                Tier::SingleRegion | Tier::WarmStandby | Tier::ActiveActive => "these grow",
            };
            format!("{lost} is survived if {how} during the outage: {}.", named(&growing))
        }
        (true, true) => format!("{lost} is survived with what is there beforehand."),
    })
}

/// At worst: what has to be added during the outage, and what is missing even then.
pub(super) fn worst(report: &Report<'_>, unit: &Unit<'_>) -> (u32, u32) {
    let most = |of: fn(&Strain) -> u32| {
        let sums =
            report.strains(unit).map(|(_, all)| all.iter().map(of).fold(0, u32::saturating_add));
        sums.max().unwrap_or(0)
    };
    (most(|strain| strain.must_start), most(|strain| strain.missing))
}

/// The sentences. What a table says already is not said again.
pub(super) fn verdicts(
    unit: &Unit<'_>,
    strains: &[(&Loss, Vec<Strain>)],
    tabled: bool,
) -> Vec<String> {
    let sum = |strains: &[Strain], of: fn(&Strain) -> u32| {
        strains.iter().map(of).fold(0, u32::saturating_add)
    };
    let (mut stable, mut starts, mut short) = (Vec::new(), Vec::new(), Vec::new());
    let mut guessed = false;
    for (loss, strains) in strains {
        let name = loss.title();
        let (missing, more) = (sum(strains, |s| s.missing), sum(strains, |s| s.must_start));
        let most = if loss.is_certain() || missing + more == 0 { "" } else { "up to " };
        guessed |= !most.is_empty();
        match (missing, more) {
            (0, 0) => stable.push((0, name.to_owned())),
            (0, more) => starts.push((more, format!("{name} ({most}+{more})"))),
            (missing, _) => short.push((missing, format!("{name} ({most}{missing} missing)"))),
        }
    }
    let mut lines = Vec::new();
    let mut say = |what: &str, losses: Vec<(u32, String)>| {
        if !losses.is_empty() && !tabled {
            lines.push(format!("{what}: {}", named(&losses)));
        }
    };
    let Demand { unit: what, grown_by, supply, .. } = unit.demand;
    say(stable_as(unit.demand.supply), stable);
    let growing = if supply.grows_by_itself() {
        format!("Refuses {what} until {grown_by} has grown, after the loss of")
    } else {
        format!("Must start {what} during the outage after the loss of")
    };
    say(&growing, starts);
    say("Not covered, the loss of", short);
    if guessed {
        lines.push(
            "Which region inherits is not known beforehand: each is sized to be the one, so what \
             they need does not add up"
                .to_owned(),
        );
    }
    if tabled && supply.grows_by_itself() {
        lines.push(format!("What must grow is refused until {grown_by} has grown: {what}"));
    }
    lines.extend(unit.steered.map(|least| {
        format!("If somebody moves the DNS weights during the outage, {least} in all regions together are enough")
    }));
    lines.extend(ramp(unit));
    lines
}

/// All of them, or so many that nobody reads them: the worst.
fn named(losses: &[(u32, String)]) -> String {
    if losses.len() <= READABLE {
        return losses.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
    }
    // Of equal ones the first.
    match losses.iter().rev().max_by_key(|(size, _)| *size) {
        Some((size, worst)) if *size > 0 => format!("{} in all, at worst {worst}", losses.len()),
        _ => format!("{} in all", losses.len()),
    }
}

fn stable_as(supply: Supply) -> &'static str {
    match supply {
        Supply::Tasks | Supply::Beforehand | Supply::Whole | Supply::Replicated => {
            "Stable as it runs after the loss of"
        }
        Supply::Reserved { .. } => "Within what is reserved after the loss of",
        Supply::OnDemand { .. } => "Taken at once after the loss of",
    }
}

/// How long it takes until what is reserved is in use, where that is not at once.
fn ramp(unit: &Unit<'_>) -> Option<String> {
    let Supply::Reserved { per_second } = unit.demand.supply else { return None };
    let growth = |(need, after): (&Need, &Option<u32>)| {
        after.map_or(0, |after| after.min(need.failover).saturating_sub(need.share))
    };
    let growths = unit.after.iter().flat_map(|after| unit.needs.iter().zip(after).map(growth));
    let most = growths.max().filter(|most| *most > 0)?;
    let seconds = Fraction::new(u64::from(most), u64::from(per_second));
    Some(format!(
        "Reserved is not warm: {grown_by} adds {per_second} a second, so the most that is inherited takes {seconds} seconds",
        grown_by = unit.demand.grown_by,
        seconds = seconds.decimal()
    ))
}
