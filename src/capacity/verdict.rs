//! What each loss means for a unit, in words: what is stable as it is, what has to grow, what is not covered.

use super::{Strain, Unit, lost};
use crate::size::{Fraction, Loss, Need, Supply};

/// What has to be added during the outage, in a word.
pub(super) fn lacking(supply: Supply) -> &'static str {
    match supply {
        Supply::OnDemand { .. } => "must grow",
        Supply::Tasks | Supply::Beforehand | Supply::Reserved { .. } | Supply::Replicated => {
            "must start"
        }
    }
}

/// The sentences.
pub(super) fn verdicts(unit: &Unit<'_>, strains: &[(&Loss, Vec<Strain>)]) -> Vec<String> {
    let sum = |strains: &[Strain], of: fn(&Strain) -> u32| strains.iter().map(of).sum::<u32>();
    let (mut stable, mut starts, mut short) = (Vec::new(), Vec::new(), Vec::new());
    let mut guessed = false;
    for (loss, strains) in strains {
        let name = lost(loss);
        let (missing, more) = (sum(strains, |s| s.missing), sum(strains, |s| s.must_start));
        let most = if loss.is_certain() || missing + more == 0 { "" } else { "up to " };
        guessed |= !most.is_empty();
        match (missing, more) {
            (0, 0) => stable.push(name),
            (0, more) => starts.push(format!("{name} ({most}+{more})")),
            (missing, _) => short.push(format!("{name} ({most}{missing} missing)")),
        }
    }
    let mut lines = Vec::new();
    let mut say = |what: &str, names: Vec<String>| {
        if !names.is_empty() {
            lines.push(format!("{what}: {}", names.join(", ")));
        }
    };
    let what = unit.demand.unit;
    say(stable_as(unit.demand.supply), stable);
    let growing = if matches!(unit.demand.supply, Supply::OnDemand { .. }) {
        format!("Refuses {what} until the table has grown, after the loss of")
    } else {
        format!("Must start {what} during the outage after the loss of")
    };
    say(&growing, starts);
    say("Not covered, the loss of", short);
    if guessed {
        lines.push(
            "\"Up to\": which region inherits is not known beforehand, so each is sized to be the one"
                .to_owned(),
        );
    }
    lines.extend(unit.steered.map(|least| {
        format!("If somebody moves the DNS weights during the outage, {least} in all regions together are enough")
    }));
    lines.extend(ramp(unit));
    lines
}

fn stable_as(supply: Supply) -> &'static str {
    match supply {
        Supply::Tasks | Supply::Beforehand | Supply::Replicated => {
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
        "Reserved is not warm: Lambda adds {per_second} a second, so the most that is inherited takes {seconds} seconds",
        seconds = seconds.decimal()
    ))
}
